// Style: a little weight for a terminal. In a file, a pipe or under NO_COLOR a text stays as it is.
//
// Shape:  none until it is allowed; pad first, style after: the marks have no width.
#pragma once

#include <string>

namespace ipep {

// In main(), before any text is printed: whether a terminal, where there is one, may be styled.
void allow_style(bool allowed);

std::string strong(const std::string& text);
std::string faint(const std::string& text);

}  // namespace ipep
