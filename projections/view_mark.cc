#include "projections/view_mark.h"

#include "events/big_endian.h"
#include "projections/view.h"

namespace ipep {

std::string view_mark(Position position) {
    return big_endian(static_cast<std::uint64_t>(kViewsVersion)) + big_endian(position);
}

std::optional<Position> marked_position(const Store& store, const std::string& view) {
    const auto mark = store.has_view(view) ? store.row(view, "") : std::nullopt;
    if (!mark || mark->size() != 16 || from_big_endian(*mark) != static_cast<std::uint64_t>(kViewsVersion))
        return std::nullopt;
    return from_big_endian(std::string_view(*mark).substr(8));
}

}  // namespace ipep
