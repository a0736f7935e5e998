#include "services/questions/question.h"

#include <sstream>

#include "services/words/code.h"
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

bool is_among(const std::map<std::string, int>& named, int number) {
    return std::ranges::any_of(named, [&](const auto& one) { return one.second == number; });
}

std::string not_named(int number, const std::map<std::string, int>& named) {
    std::string names, numbers;
    for (const auto& [name, one] : named) {
        names += (names.empty() ? "" : ",") + name + "->" + std::to_string(one);
        numbers += (numbers.empty() ? "" : ",") + std::to_string(one);
    }
    return "Check " + std::to_string(number) + " value in {" + names + "} OR {" + numbers + "} FAILED";
}

// What stands between commas; those within brackets or quotes, as of JSON, divide nothing.
std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> parts;
    int depth = 0;
    bool quoted = false, begins = true;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (!quoted) depth += (c == '[' || c == '{') - (c == ']' || c == '}');
        const bool divides = c == ',' && depth <= 0 && !quoted;
        if (std::exchange(begins, divides)) parts.emplace_back();
        if (!divides) parts.back() += c;
    }
    return parts;
}

template <class Whole, class Member>
std::string read_whole(const Argument& argument, std::string_view text, Member& to) {
    Whole number = 0;
    if (std::string complaint = read_number(text, number); !complaint.empty()) return complaint;
    if (!std::in_range<Member>(number)) return fill(tr("{text} is too large"), {{"text", std::string(text)}});
    if (argument.most >= 0 && std::cmp_greater(number, argument.most))
        return fill(tr("{text} is too large"), {{"text", std::string(text)}});
    if (std::cmp_less(number, argument.least))
        return fill(tr("{text} is below {least}"),
                    {{"text", std::string(text)}, {"least", std::to_string(argument.least)}});
    if (const auto named = named_numbers(argument); !named.empty() && !is_among(named, static_cast<int>(number)))
        return not_named(static_cast<int>(number), named);
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
    } else if constexpr (List<Member>) {
        to = parts_of(text);
        return to.empty() ? fill(tr("{what} is required"), {{"what", tr("TEXT")}}) : std::string();
    } else if constexpr (std::is_same_v<Member, bool>) {
        to = text.empty() || text == "true";
        return {};
    } else if constexpr (Optional<Member>) {
        return read_member(argument, text, to.emplace());
    } else if constexpr (kIsYear<Member>) {
        return read_member(argument, text, to.number);
    } else if constexpr (std::is_unsigned_v<Member>) {
        return read_whole<std::uint64_t>(argument, text, to);
    } else {
        return read_whole<std::int64_t>(argument, text, to);
    }
}
template std::string read_member(const Argument&, std::string_view, std::string&);
template std::string read_member(const Argument&, std::string_view, std::uint64_t&);
template std::string read_member(const Argument&, std::string_view, std::int64_t&);
template std::string read_member(const Argument&, std::string_view, int&);
template std::string read_member(const Argument&, std::string_view, ResultYear&);
template std::string read_member(const Argument&, std::string_view, PaymentYear&);
template std::string read_member(const Argument&, std::string_view, FiscalYear&);
template std::string read_member(const Argument&, std::string_view, std::optional<ResultYear>&);
template std::string read_member(const Argument&, std::string_view, std::optional<PaymentYear>&);
template std::string read_member(const Argument&, std::string_view, bool&);
template std::string read_member(const Argument&, std::string_view, std::optional<int>&);
template std::string read_member(const Argument&, std::string_view, std::optional<std::int64_t>&);
template std::string read_member(const Argument&, std::string_view, std::optional<std::uint64_t>&);
template std::string read_member(const Argument&, std::string_view, std::vector<std::string>&);

std::map<std::string, int> named_numbers(const Argument& argument) {
    std::map<std::string, int> named;
    std::istringstream words(argument.choices);
    for (std::string word; words >> word;)
        if (const auto equals = word.find('='); equals != std::string::npos)
            named[word.substr(0, equals)] = std::stoi(word.substr(equals + 1));
    return named;
}

Rejection not_understood(const std::string& what) {
    if (language() == Language::english) return {code::parameter_malformed, {{"what", what}}};
    return {code::parameter_malformed, {{"what", fill(tr("not understood: {what}"), {{"what", what}})}}};
}

Verdict<> check_given(std::span<const Argument> arguments, const http::Asked& asked) {
    const auto is_given = [&](std::string_view name) {
        return std::ranges::any_of(arguments,
                                   [&](const Argument& one) { return one.name == name && text_of(one, asked); });
    };
    for (const Argument& one : arguments) {
        if (one.is_required && !text_of(one, asked))
            return refuse(code::parameter_malformed, {{"what", fill(tr("{what} is required"), {{"what", one.name}})}});
        if (*one.needs != 0 && text_of(one, asked) && !is_given(one.needs))
            return std::unexpected(not_understood(std::string(one.name) + " requires " + one.needs));
    }
    return {};
}

const std::string* text_of(const Argument& argument, const http::Asked& asked) {
    const std::string_view name = argument.name;
    const bool is_named = name.starts_with("--");
    const http::Fields& fields = is_named ? asked.query : asked.arguments;
    const auto found = fields.find(std::string(is_named ? name.substr(2) : name));
    return found == fields.end() ? nullptr : &found->second;
}

}  // namespace ipep::questions
