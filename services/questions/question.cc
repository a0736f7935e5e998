#include "services/questions/question.h"

#include "ledger/code.h"
#include "services/words/language.h"

namespace ipep::questions {

template <class Number>
std::string read_number(std::string_view text, Number& to) {
    const bool is_below = text.starts_with('-');
    const auto [end, error] = std::from_chars(text.data() + is_below, text.data() + text.size(), to);
    const std::vector<std::pair<std::string, std::string>> said_text{{"text", std::string(text)}};
    if (text.empty() || end != text.data() + text.size() || error == std::errc::invalid_argument)
        return fill(tr("{text} is no whole number"), said_text);
    if (is_below) return fill(tr("{text} is below 0"), said_text);
    if (error != std::errc()) return fill(tr("{text} is too large"), said_text);
    return {};
}
template std::string read_number(std::string_view, std::int64_t&);
template std::string read_number(std::string_view, std::uint64_t&);

namespace {

// As the command line says it, which knows no other language for it.
std::string not_among(std::string_view text, std::string choices) {
    std::ranges::replace(choices, ' ', ',');
    return std::string(text) + " not in {" + choices + '}';
}

template <class Whole, class Member>
std::string read_whole(const Argument& argument, std::string_view text, Member& to) {
    Whole number = 0;
    if (std::string complaint = read_number(text, number); !complaint.empty()) return complaint;
    if (!std::in_range<Member>(number)) return fill(tr("{text} is too large"), {{"text", std::string(text)}});
    if (std::cmp_less(number, argument.least))
        return fill(tr("{text} is below {least}"),
                    {{"text", std::string(text)}, {"least", std::to_string(argument.least)}});
    to = static_cast<Member>(number);
    return {};
}

}  // namespace

template <class Member>
std::string read_member(const Argument& argument, std::string_view text, Member& to) {
    if constexpr (std::is_same_v<Member, std::string>) {
        if (text.empty()) return fill(tr("{what} is required"), {{"what", tr("TEXT")}});
        if (*argument.choices != 0 && !http::lists(argument.choices, text)) return not_among(text, argument.choices);
        to = text;
        return {};
    } else if constexpr (std::is_same_v<Member, bool>) {
        to = text.empty() || text == "true";
        return {};
    } else if constexpr (Optional<Member>) {
        return read_member(argument, text, to.emplace());
    } else if constexpr (std::is_unsigned_v<Member>) {
        return read_whole<std::uint64_t>(argument, text, to);
    } else {
        return read_whole<std::int64_t>(argument, text, to);
    }
}
template std::string read_member(const Argument&, std::string_view, std::string&);
template std::string read_member(const Argument&, std::string_view, std::uint64_t&);
template std::string read_member(const Argument&, std::string_view, int&);
template std::string read_member(const Argument&, std::string_view, bool&);
template std::string read_member(const Argument&, std::string_view, std::optional<int>&);
template std::string read_member(const Argument&, std::string_view, std::optional<std::int64_t>&);

Rejection not_understood(const Argument& argument, const std::string& complaint) {
    const std::string what = std::string(argument.name) + ": " + complaint;
    if (language() == Language::english) return {Code::parameter_malformed, {{"what", what}}};
    return {Code::parameter_malformed, {{"what", fill(tr("not understood: {what}"), {{"what", what}})}}};
}

Rejection is_missing(const Argument& argument) {
    return {Code::parameter_malformed, {{"what", fill(tr("{what} is required"), {{"what", argument.name}})}}};
}

const std::string* text_of(const Argument& argument, const http::Asked& asked) {
    const std::string_view name = argument.name;
    const bool is_named = name.starts_with("--");
    const http::Fields& fields = is_named ? asked.query : asked.arguments;
    const auto found = fields.find(std::string(is_named ? name.substr(2) : name));
    return found == fields.end() ? nullptr : &found->second;
}

}  // namespace ipep::questions
