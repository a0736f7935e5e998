#include "services/console/form.h"

#include "events/seal.h"

namespace ipep {

std::vector<Data> choices(const std::vector<Choice>& all, const std::string& chosen) {
    std::vector<Data> made;
    for (const auto& [value, label] : all)
        made.emplace_back().set("value", value).set("label", label).set("chosen", value == chosen);
    return made;
}

std::vector<Data> texts(const std::vector<std::string>& all) {
    std::vector<Data> made;
    for (const std::string& one : all) made.emplace_back().set("text", one);
    return made;
}

std::vector<Choice> as_choices(const std::set<std::string>& values) {
    std::vector<Choice> all;
    for (const std::string& value : values) all.emplace_back(value, value);
    return all;
}

std::optional<std::int64_t> whole_number(const std::string& text) {
    if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return std::stoll(text);
}

std::string mark_of(const std::string& text) { return to_hex(bytes_of(sha256(text))).substr(0, 16); }

}  // namespace ipep
