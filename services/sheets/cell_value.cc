#include "services/sheets/cell_value.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <charconv>

#include "ledger/exact.h"
#include "services/words/code.h"
#include "services/words/language.h"

namespace ipep::sheets {
namespace {

constexpr std::size_t kDigitsOfASpreadsheet = 15;
constexpr char kDigits[] = "0123456789";

bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of(kDigits) == std::string_view::npos;
}

// Blanks of any width as one kind, minus signs too.
std::string on_a_keyboard(std::string_view text) {
    icu::UnicodeString kept;
    const auto all = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    for (std::int32_t i = 0; i < all.length(); i = all.moveIndex32(i, 1)) {
        const UChar32 c = all.char32At(i);
        const bool is_blank = u_isUWhiteSpace(c) != 0 || c == 0xfeff || c == 0x200b;
        const UChar32 plain = is_blank ? ' ' : c == 0x2212 || c == 0x2013 ? '-' : c == 0x2019 ? '\'' : c;
        kept.append(plain);
    }
    std::string all_plain;
    return kept.toUTF8String(all_plain);
}

std::string trimmed(std::string_view text) {
    const std::string plain = on_a_keyboard(text);
    const auto from = plain.find_first_not_of(' ');
    if (from == std::string::npos) return {};
    return plain.substr(from, plain.find_last_not_of(' ') + 1 - from);
}

Verdict<> has_a_value(const Cell& cell) {
    if (cell.type == CellType::error) return refuse(code::cell_is_error, {{"text", cell.text}});
    if (cell.type == CellType::uncomputed) return refuse(code::cell_not_computed);
    return {};
}

// A number as somebody wrote it: what stands before and behind its signs.
struct Written {
    std::string sign;                 // "-" or nothing
    std::vector<std::string> pieces;  // digits, between signs
    std::string signs;                // ' ', '.' and ',' between the pieces
    bool is_percent = false;
};

std::optional<Written> written_in(std::string_view text) {
    std::string rest = trimmed(text);
    Written number;
    for (const std::string_view unit : {"%", "\u20ac", "EUR"})
        if (rest.ends_with(unit)) {
            number.is_percent = unit == "%";
            rest = trimmed(rest.substr(0, rest.size() - unit.size()));
        }
    if (rest.starts_with('-') || rest.starts_with('+')) {
        if (rest.front() == '-') number.sign = "-";
        rest = trimmed(rest.substr(1));
    }
    if (rest.empty() || rest.find_first_not_of("0123456789 .,") != std::string::npos) return std::nullopt;
    number.pieces.emplace_back();
    for (const char c : rest)
        if (c == ' ' || c == '.' || c == ',') {
            number.signs += c;
            number.pieces.emplace_back();
        } else {
            number.pieces.back() += c;
        }
    return number;
}

// Pieces from the first until `until` as groups of a whole number: 1 to 3 digits, then threes.
std::optional<std::string> grouped(const Written& number, std::size_t until, bool may_be_empty) {
    std::string digits = number.pieces.front();
    if (until == 1) return digits.empty() && !may_be_empty ? std::nullopt : std::optional(digits);
    if (digits.empty() || digits.size() > 3) return std::nullopt;
    for (std::size_t i = 1; i < until; ++i) {
        if (number.pieces[i].size() != 3 || number.signs[i - 1] != number.signs[0]) return std::nullopt;
        digits += number.pieces[i];
    }
    return digits;
}

// The ways a number can be read: whole, all its signs between groups; or with decimals behind the last one.
struct Readings {
    std::optional<std::string> whole, decimal;
    char last = 0;  // the sign both would take otherwise

    explicit Readings(const Written& number) {
        whole = grouped(number, number.pieces.size(), false);
        if (number.signs.empty()) return;
        last = number.signs.back();
        const std::size_t before = number.pieces.size() - 1;
        const bool is_once = std::ranges::count(number.signs, last) == 1 && last != ' ';
        const std::string& decimals = number.pieces.back();
        const auto digits = is_once && !decimals.empty() ? grouped(number, before, true) : std::nullopt;
        if (digits) decimal = (digits->empty() ? "0" : *digits) + '.' + decimals;
        // 0,850 has no group of one nought.
        if (decimal && whole && number.pieces.front().starts_with('0')) whole.reset();
        if (last == ' ') decimal.reset();
    }
    bool are_two() const { return whole && decimal; }
};

std::string without_leading_noughts(std::string digits) {
    const auto point = std::min(digits.find('.'), digits.size());
    const auto first = std::min(digits.find_first_not_of('0'), point - 1);
    return digits.substr(first);
}

// A hundredth, by moving the point.
std::string hundredth(const std::string& decimal) {
    const auto point = std::min(decimal.find('.'), decimal.size());
    std::string whole = decimal.substr(0, point), behind = point < decimal.size() ? decimal.substr(point + 1) : "";
    whole.insert(0, whole.size() < 3 ? 3 - whole.size() : 0, '0');
    return without_leading_noughts(whole.substr(0, whole.size() - 2) + '.' + whole.substr(whole.size() - 2) + behind);
}

// Half up at a number of significant digits. `digits` are all digits, the point stands behind `point` of them.
void round_digits(std::string& digits, std::int64_t& point) {
    if (digits.size() <= kDigitsOfASpreadsheet) return;
    const bool up = digits[kDigitsOfASpreadsheet] >= '5';
    digits.resize(kDigitsOfASpreadsheet);
    if (!up) return;
    std::size_t at = digits.size();
    while (at > 0 && digits[at - 1] == '9') digits[--at] = '0';
    if (at > 0) {
        ++digits[at - 1];
    } else {
        digits.insert(digits.begin(), '1');
        ++point;
    }
}

// "1.0000000000000001E-2" as "0.01": what a spreadsheet shows of the binary number it keeps, without another one.
std::optional<std::string> plain_decimal(std::string_view text) {
    std::string sign;
    if (text.starts_with('-')) sign = "-", text.remove_prefix(1);
    const auto exponent_at = std::min(text.find_first_of("eE"), text.size());
    std::string_view mantissa = text.substr(0, exponent_at), exponent_text = text.substr(exponent_at);
    std::int64_t exponent = 0;
    if (!exponent_text.empty()) {
        exponent_text.remove_prefix(exponent_text.substr(1).starts_with('+') ? 2 : 1);
        const auto end = exponent_text.data() + exponent_text.size();
        if (std::from_chars(exponent_text.data(), end, exponent).ptr != end || exponent_text.empty()) return {};
        if (exponent < -40 || exponent > 40) return {};
    }
    const auto dot = std::min(mantissa.find('.'), mantissa.size());
    std::string digits(mantissa.substr(0, dot));
    std::int64_t point = static_cast<std::int64_t>(digits.size()) + exponent;
    if (dot < mantissa.size()) digits += mantissa.substr(dot + 1);
    if (!all_digits(digits)) return {};
    const auto noughts = std::min(digits.find_first_not_of('0'), digits.size());
    digits.erase(0, noughts);
    point -= static_cast<std::int64_t>(noughts);
    round_digits(digits, point);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.empty()) return "0";
    if (point <= 0) return sign + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    if (digits.size() <= static_cast<std::size_t>(point))
        return sign + digits + std::string(static_cast<std::size_t>(point) - digits.size(), '0');
    return sign + digits.insert(static_cast<std::size_t>(point), ".");
}

Verdict<std::string> in_bounds(std::string_view shown, std::string decimal) {
    if (well_formed_decimal(decimal)) return decimal;
    return refuse(code::number_malformed,
                  {{"text", std::string(shown)}, {"what", "it has more than 18 digits on one side"}});
}

Verdict<std::string> as_count(std::string_view shown, const std::string& decimal) {
    const auto point = std::min(decimal.find('.'), decimal.size());
    if (decimal.find_first_not_of("0", point + 1) != std::string::npos && point < decimal.size())
        return refuse(code::number_malformed, {{"text", std::string(shown)}, {"what", "a count is whole"}});
    return in_bounds(shown, decimal.substr(0, point));
}

Verdict<std::string> chosen(const std::string& text, const Readings& readings, const Habits& habits, bool is_count) {
    if (!readings.are_two()) {
        const auto& only = readings.whole ? readings.whole : readings.decimal;
        if (only) return *only;
        return refuse(code::number_malformed, {{"text", text}, {"what", "its groups have not three digits each"}});
    }
    const bool comma = readings.last == ',';
    const bool is_decimal = comma ? habits.decimal_comma : habits.decimal_point,
               other_is_decimal = comma ? habits.decimal_point : habits.decimal_comma,
               is_group = comma ? habits.group_comma : habits.group_point;
    if (is_group && !is_decimal) return *readings.whole;
    if (is_decimal && !is_group && !other_is_decimal && !is_count) return *readings.decimal;
    return refuse(
        code::number_ambiguous,
        {{"text", text}, {"one", shown_decimal(*readings.whole)}, {"other", shown_decimal(*readings.decimal)}});
}

Verdict<std::string> number_in_text(const std::string& text, const Habits& habits, NumberKind kind) {
    const auto written = written_in(text);
    if (!written) return refuse(code::number_malformed, {{"text", text}, {"what", "it has other signs than digits"}});
    if (written->is_percent && kind != NumberKind::share)
        return refuse(code::number_malformed, {{"text", text}, {"what", "only a share is a percentage"}});
    std::string decimal = IPEP_TRY(chosen(text, Readings(*written), habits, kind == NumberKind::count));
    decimal = without_leading_noughts(std::move(decimal));
    if (written->is_percent) decimal = hundredth(decimal);
    if (decimal.find_first_not_of("0.") != std::string::npos) decimal.insert(0, written->sign);
    if (kind == NumberKind::count) return as_count(text, decimal);
    return in_bounds(text, std::move(decimal));
}

// Excel takes 1900 for a leap year: its day 60 does not exist, and those before it count from a day later.
std::optional<Day> day_of_serial(std::int64_t serial, bool from_1904) {
    constexpr std::int32_t k1900 = -25'569, k1904 = -24'107;
    if (serial < 1 || serial > 2'958'465 || (!from_1904 && serial == 60)) return std::nullopt;
    const auto days = static_cast<std::int32_t>(serial);
    const Day day{from_1904 ? k1904 + days : k1900 + days + (days < 60 ? 1 : 0)};
    return well_formed_year(year_of(day)) ? std::optional(day) : std::nullopt;
}

// "31/05/2022" as "2022-05-31"; what is no such form stays.
std::string day_first(const std::string& text) {
    const auto one = text.find_first_of("/.-"), two = text.find_last_of("/.-");
    if (one == std::string::npos || one == two || text[one] != text[two] || text.size() - two != 5) return text;
    std::string day = text.substr(0, one), month = text.substr(one + 1, two - one - 1);
    if (!all_digits(day) || !all_digits(month) || day.size() > 2 || month.size() > 2) return text;
    if (day.size() == 1) day.insert(0, 1, '0');
    if (month.size() == 1) month.insert(0, 1, '0');
    return text.substr(two + 1) + '-' + month + '-' + day;
}

}  // namespace

void Habits::take(const Cell& cell) {
    if (cell.type != CellType::text) return;
    const auto written = written_in(cell.text);
    if (!written) return;
    const Readings readings(*written);
    if (readings.are_two() || readings.last == 0 || (!readings.whole && !readings.decimal)) return;
    const bool ends_in_decimals = readings.decimal.has_value();
    if (ends_in_decimals) (readings.last == ',' ? decimal_comma : decimal_point) = true;
    const std::string groups = ends_in_decimals ? written->signs.substr(0, written->signs.size() - 1) : written->signs;
    group_comma = group_comma || groups.find(',') != std::string::npos;
    group_point = group_point || groups.find('.') != std::string::npos;
}

void Habits::settle(char separator) {
    if (decimal_comma || decimal_point || separator == 0) return;
    (separator == ',' ? decimal_point : decimal_comma) = true;
}

Verdict<std::string> number_in(const Cell& cell, const Habits& habits, NumberKind kind) {
    IPEP_TRY(has_a_value(cell));
    if (cell.type != CellType::number) return number_in_text(cell.text, habits, kind);
    auto decimal = plain_decimal(cell.text);
    if (!decimal)
        return refuse(code::number_malformed, {{"text", cell.text}, {"what", "it has other signs than digits"}});
    return kind == NumberKind::count ? as_count(cell.text, *decimal) : in_bounds(cell.text, std::move(*decimal));
}

Verdict<Day> day_in(const Cell& cell, bool from_1904) {
    IPEP_TRY(has_a_value(cell));
    std::optional<Day> day;
    if (cell.type == CellType::number) {
        const auto serial = plain_decimal(cell.text);
        std::int64_t days = 0;
        if (serial && all_digits(*serial) && serial->size() < 9)
            std::from_chars(serial->data(), serial->data() + serial->size(), days);
        day = day_of_serial(days, from_1904);
    } else {
        std::string text = trimmed(cell.text);
        if (text.size() == 19 && (text.ends_with("T00:00:00") || text.ends_with(" 00:00:00"))) text.resize(10);
        day = parse_day(day_first(text));
    }
    if (day) return *day;
    return refuse(code::day_malformed, {{"member", "on"}, {"text", cell.text}});
}

Verdict<std::string> text_in(const Cell& cell) {
    IPEP_TRY(has_a_value(cell));
    if (cell.type != CellType::number) return trimmed(cell.text);
    std::string text = plain_decimal(cell.text).value_or(cell.text);
    if (all_digits(text) && text.size() < cell.digits) text.insert(0, cell.digits - text.size(), '0');
    return text;
}

bool has_blanks_around(const Cell& cell) {
    return cell.type == CellType::text && on_a_keyboard(cell.text) != trimmed(cell.text);
}

std::string folded(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* apart = icu::Normalizer2::getNFKDInstance(error);
    const std::string plain = trimmed(text);
    const auto letters = apart->normalize(icu::UnicodeString::fromUTF8(plain), error);
    icu::UnicodeString kept;
    bool blank = false;
    for (std::int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
        const UChar32 c = letters.char32At(i);
        if (u_charType(c) == U_NON_SPACING_MARK || (c == ' ' && blank)) continue;
        blank = c == ' ';
        kept.append(c);
    }
    std::string small;
    return kept.foldCase().toUTF8String(small);
}

}  // namespace ipep::sheets
