// Style: a little weight for a terminal. In a file, a pipe or under NO_COLOR a text stays as it is.
//
// Shape:  pad first, style after: the marks have no width.
#pragma once

#include <string>

namespace ipep {

std::string strong(const std::string& text);
std::string faint(const std::string& text);

}  // namespace ipep
