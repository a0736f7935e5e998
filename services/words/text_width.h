// Text width: a text in a column of so many places.
//
// Units: places a terminal gives a character; texts here have no wide characters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ipep {

// Columns a text takes on a terminal.
std::size_t width_of(std::string_view utf8);
std::string padded_right(std::string text, std::size_t width);
std::string padded_left(const std::string& text, std::size_t width);
// At most `width` columns; "…" says that something was cut.
std::string shortened(const std::string& text, std::size_t width);
// In lines of at most `width` columns, broken at spaces; a longer word has a line of its own.
std::vector<std::string> wrapped(const std::string& text, std::size_t width);

}  // namespace ipep
