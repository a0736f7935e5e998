// ViewMark: where the kept rows of a view stand, beside them under the empty key: the shape of the rows and a position.
//
// Shape:  16 bytes, big-endian: kViewsVersion, then the position.
#pragma once

#include <optional>
#include <string>

#include "events/store.h"

namespace ipep {

std::string view_mark(Position position);
// Nothing where there is no mark, or it is of rows of another shape.
std::optional<Position> marked_position(const Store& store, const std::string& view);

}  // namespace ipep
