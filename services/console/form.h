// Form: what a page's fields offer to choose from.
#pragma once

#include <optional>
#include <set>

#include "services/console/templates.h"

namespace ipep {

// A value and what the reader sees of it.
using Choice = std::pair<std::string, std::string>;

std::vector<Data> choices(const std::vector<Choice>& all, const std::string& chosen);
// Each as {{text}}.
std::vector<Data> texts(const std::vector<std::string>& all);
std::vector<Choice> as_choices(const std::set<std::string>& values);
// What a form sends back of the text it was made from, so that what was read is what is done.
std::string mark_of(const std::string& text);
// What a field says, where it is a whole number from 0.
std::optional<std::int64_t> whole_number(const std::string& text);

}  // namespace ipep
