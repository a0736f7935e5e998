#include "services/bank/bank_value.h"

#include <algorithm>
#include <charconv>

#include "ledger/calendar.h"
#include "services/words/code.h"

namespace ipep {
namespace {

Verdict<> malformed(const XmlElement& element, std::string_view text, const char* what) {
    return refuse(code::bank_value_malformed, {{"element", std::string(element.name)},
                                               {"text", std::string(text.substr(0, 40))},
                                               {"line", std::to_string(element.line)},
                                               {"what", what}});
}

bool digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

std::string_view without_zeros_behind(std::string_view fraction) {
    return fraction.substr(0, fraction.find_last_not_of('0') + 1);
}

// "T23:30:00…": minutes since midnight.
std::optional<int> time_of_day(std::string_view text) {
    const auto number = [&](std::size_t at) -> int {
        return digits(text.substr(at, 2)) ? (text[at] - '0') * 10 + (text[at + 1] - '0') : 99;
    };
    if (text.size() < 6 || text[3] != ':' || number(1) > 24 || number(4) > 59) return std::nullopt;
    return number(1) * 60 + number(4);
}

// What the zone behind a time adds to it to give UTC; nothing where no zone is told.
std::optional<int> minutes_to_utc(std::string_view text) {
    if (text.ends_with('Z')) return 0;
    const auto sign = text.find_last_of("+-");
    if (sign == std::string_view::npos) return std::nullopt;
    const auto zone = time_of_day(text.substr(sign));
    if (!zone) return std::nullopt;
    return text[sign] == '+' ? -*zone : *zone;
}

}  // namespace

Verdict<> read_amount(const XmlElement& element, std::string_view text, std::optional<Money>& to) {
    const std::string_view number = text.starts_with('+') ? text.substr(1) : text;
    const std::size_t point = std::min(number.find('.'), number.size());
    const std::string_view whole = number.substr(0, point);
    const std::string_view fraction = without_zeros_behind(number.substr(std::min(point + 1, number.size())));
    if (!digits(whole) || !digits(fraction) || number.empty() || number == "." || number.size() > 24)
        return malformed(element, text, "an amount");
    if (!element.currency.empty() && element.currency != "EUR") return {};
    if (fraction.size() > 2) return malformed(element, text, "an amount in whole cents");
    std::string cents(whole.substr(std::min(whole.find_first_not_of('0'), whole.size())));
    cents.append(fraction).append(2 - fraction.size(), '0');
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(cents.data(), cents.data() + cents.size(), value);
    if (error != std::errc() || value > Money::limit)
        return malformed(element, text, "an amount that an account holds");
    to = Money(value);
    return {};
}

Verdict<> read_day(const XmlElement& element, std::string_view text, std::optional<Day>& to) {
    to = parse_day(text.substr(0, 10));
    const std::string_view behind = text.substr(std::min<std::size_t>(10, text.size()));
    const bool is_date = behind.empty() || behind.front() != 'T';
    const auto shift = is_date ? std::nullopt : minutes_to_utc(behind);
    const bool zoned = behind.empty() || std::string_view("Z+-").find(behind.front()) != std::string_view::npos;
    const bool known = is_date ? zoned : time_of_day(behind).has_value();
    if (!to || !known) return malformed(element, text, "a day, as 2026-01-31");
    if (!shift) return {};
    const std::int64_t minutes = std::int64_t{to->since_1970} * 24 * 60 + *time_of_day(behind) + *shift;
    to = day_in_paris(minutes * 60 * 1'000'000);
    return {};
}

Verdict<> read_count(const XmlElement& element, std::string_view text, std::optional<std::int64_t>& to) {
    std::int64_t value = 0;
    if (text.empty() || text.size() > 15 || !digits(text)) return malformed(element, text, "a number of transactions");
    std::from_chars(text.data(), text.data() + text.size(), value);
    to = value;
    return {};
}

Verdict<> read_credit(const XmlElement& element, std::string_view text, std::optional<bool>& to) {
    if (text != "CRDT" && text != "DBIT") return malformed(element, text, "CRDT or DBIT");
    to = text == "CRDT";
    return {};
}

Verdict<> read_flag(const XmlElement& element, std::string_view text, bool& to) {
    to = text == "true" || text == "1";
    if (!to && text != "false" && text != "0") return malformed(element, text, "true or false");
    return {};
}

std::unexpected<Rejection> element_missing(std::string_view element, std::int64_t line) {
    return refuse(code::bank_element_missing, {{"element", std::string(element)}, {"line", std::to_string(line)}});
}

void keep_reference(std::string& to, std::string_view text) {
    const bool told = !std::ranges::equal(text, std::string_view("NOTPROVIDED"),
                                          [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; });
    to = told ? text : "";
}

void append_text(std::string& to, std::string_view text, char between) {
    if (!to.empty() && !text.empty()) to += between;
    to += text;
}

}  // namespace ipep
