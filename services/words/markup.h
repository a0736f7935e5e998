// Text as it stands in HTML and SVG, in an attribute too.
#pragma once

#include <string>

namespace ipep {

std::string escaped(const std::string& text);

}  // namespace ipep
