#include "services/histories/adjustment/patient_row.h"

#include <algorithm>
#include <charconv>

#include "services/words/code.h"

namespace ipep {
namespace {

// 10 to the power of the index, as far as a mantissa has digits.
constexpr auto kPowers = [] {
    std::array<std::int64_t, 16> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = 10 * powers[i - 1];
    return powers;
}();

bool ends_field(char c) { return c == ',' || c == '\n' || c == '\r'; }

constexpr int kMostDigits = 15;  // of a mantissa, so that a double holds it exactly

// What takes something gives where it ends, or null where it is not what was wanted.

// Digits of one side of the point; null where there are none or too many.
const char* take_digits(const char* at, std::uint64_t& mantissa, int& digits) {
    const char* const begin = at;
    for (; *at >= '0' && *at <= '9'; ++at) mantissa = mantissa * 10 + static_cast<std::uint64_t>(*at - '0');
    digits = static_cast<int>(at - begin);
    return digits > 0 && digits <= 18 ? at : nullptr;
}

const char* take_plain_number(const char* begin, FieldNumber& number) {
    const bool negative = *begin == '-';
    std::uint64_t mantissa = 0;
    int whole = 0, decimals = 0;
    const char* at = take_digits(begin + negative, mantissa, whole);
    if (at && *at == '.') at = take_digits(at + 1, mantissa, decimals);
    if (!at) return nullptr;
    const auto small = static_cast<std::int64_t>(mantissa);
    if (whole + decimals > kMostDigits)
        number = {0, 0, static_cast<std::uint32_t>(at - begin), begin};
    else
        number.set(negative ? -small : small, static_cast<std::uint32_t>(decimals));
    return at;
}

const char* take_quoted_number(const char* at, FieldNumber& number) {
    at = take_plain_number(at + 1, number);
    return at && *at == '"' ? at + 1 : nullptr;
}

const char* take_number(const char* at, FieldNumber& number) {
    return *at == '"' ? take_quoted_number(at, number) : take_plain_number(at, number);
}

constexpr std::string_view kBetweenAld = "|;+";
constexpr std::size_t kMostAld = 40, kAldDigits = 4;  // the list of ALD has some thirty entries

bool is_between_ald(char c) { return kBetweenAld.find(c) != std::string_view::npos; }

// Whole numbers from 1, at least two of them.
bool are_ald(std::string_view several) {
    std::size_t count = 1, digits = 0;
    bool is_zero = true;
    for (const char c : several) {
        if (is_between_ald(c)) {
            if (is_zero || ++count > kMostAld) return false;
            digits = 0, is_zero = true;
        } else if (c >= '0' && c <= '9' && ++digits <= kAldDigits) {
            is_zero = is_zero && c == '0';
        } else {
            return false;
        }
    }
    return !is_zero;
}

// One value, or several ALD, which go into the row beside the numbers.
const char* take_ald(const char* at, AldField kind, PatientRow& row) {
    row.several_ald = {};
    FieldNumber& number = row.values[static_cast<std::size_t>(PatientColumn::ald)];
    const bool quoted = *at == '"';
    const char* const begin = at + quoted;
    const char* end = take_plain_number(begin, number);
    if (end && kind == AldField::several && is_between_ald(*end)) {
        while ((*end >= '0' && *end <= '9') || is_between_ald(*end)) ++end;
        row.several_ald = {begin, static_cast<std::size_t>(end - begin)};
        if (!are_ald(row.several_ald)) return nullptr;
        number.set(0, 0);
    }
    if (end && quoted) return *end == '"' ? end + 1 : nullptr;
    return end;
}

// Behind the field, at its comma or line break; a doubled quote inside quotes is part of it.
const char* skip_field(const char* at) {
    if (*at != '"') {
        while (*at != ',' && *at != '\n') ++at;
        return at;
    }
    for (++at; *at != '\n'; ++at)
        if (*at == '"' && *++at != '"') return *at == ',' || *at == '\n' || *at == '\r' ? at : nullptr;
    return nullptr;
}

bool long_at_least(const FieldNumber& number, std::int64_t whole) { return number.exact() >= whole; }
bool at_least(const FieldNumber& number, std::int64_t whole) {
    return number.is_long() ? long_at_least(number, whole) : number.mantissa >= whole * kPowers[number.decimals];
}

bool is_flag(const FieldNumber& number) {
    return !number.is_long() && (number.mantissa == 0 || number.mantissa == kPowers[number.decimals]);
}

std::vector<std::string> split_header(std::string_view line) {
    if (line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string> names{""};
    for (const char c : line)
        if (c == ',')
            names.emplace_back();
        else if (c != '"')
            names.back() += c;
    return names;
}

Verdict<> bad_value(PatientColumn column) {
    return refuse(code::value_malformed, {{"column", std::string(kPatientColumns[static_cast<std::size_t>(column)])}});
}

}  // namespace

bool must_be_flag(PatientColumn column) {
    using enum PatientColumn;
    return column == female || column == cmuc || column == acs || column == ame || column == declared;
}

Exact FieldNumber::exact() const {
    if (is_long()) return to_exact(Decimal{std::string(digits())});
    return Exact(mantissa, kPowers[decimals]);
}

double FieldNumber::nearest() const {
    if (!is_long()) return static_cast<double>(mantissa) / static_cast<double>(kPowers[decimals]);  // both are exact
    double value = 0;
    std::from_chars(text, text + text_size, value);
    return value;
}

bool PatientRow::is_in(PatientColumn column, const Exact& category) const {
    if (column != PatientColumn::ald || several_ald.empty()) return (*this)[column].exact() == category;
    const auto numbers = ald_numbers(several_ald);
    return std::ranges::any_of(numbers, [&](std::int64_t one) { return category == one; });
}

std::vector<std::int64_t> ald_numbers(std::string_view several) {
    std::vector<std::int64_t> numbers{0};
    for (const char c : several)
        if (is_between_ald(c))
            numbers.push_back(0);
        else
            numbers.back() = numbers.back() * 10 + (c - '0');
    std::ranges::sort(numbers);
    const auto same = std::ranges::unique(numbers);
    numbers.erase(same.begin(), same.end());
    return numbers;
}

Verdict<PatientHeader> PatientHeader::read(std::string_view line, AldField ald) {
    PatientHeader header;
    header.ald_ = ald;
    std::vector<std::string> seen = split_header(line);
    for (const std::string& name : seen) {
        const auto role = std::ranges::find(kPatientColumns, name) - kPatientColumns.begin();
        const bool known = role < static_cast<std::ptrdiff_t>(kPatientColumns.size());
        header.columns_.push_back(known ? std::optional(static_cast<PatientColumn>(role)) : std::nullopt);
        if ((known || name == "id") && std::ranges::count(seen, name) > 1)
            return refuse(code::column_repeated, {{"column", name}});
        if (known) header.present_[static_cast<std::size_t>(role)] = true;
    }
    const auto missing = [](std::string_view name) {
        return refuse(code::column_missing, {{"column", std::string(name)}});
    };
    if (std::ranges::find(seen, "id") == seen.end()) return missing("id");
    for (std::size_t i = 0; i <= static_cast<std::size_t>(PatientColumn::spending); ++i)
        if (!header.present_[i]) return missing(kPatientColumns[i]);
    using enum PatientColumn;
    const bool some = header.has(declared) || header.has(reimbursed) || header.has(visits);
    for (const PatientColumn one : {declared, reimbursed, visits})
        if (some && !header.has(one)) return missing(kPatientColumns[static_cast<std::size_t>(one)]);
    return header;
}

Verdict<> PatientHeader::read_row(const char*& line, PatientRow& row) const {
    const char* at = line;
    for (const auto& column : columns_) {
        if (!column) {
            at = skip_field(at);
            if (!at) return refuse(code::row_malformed);
        } else {
            FieldNumber& number = row.values[static_cast<std::size_t>(*column)];
            at = *column == PatientColumn::ald ? take_ald(at, ald_, row) : take_number(at, number);
            if (!at || !ends_field(*at) || (must_be_flag(*column) && !is_flag(number))) return bad_value(*column);
        }
        at += *at == '\r';
        if (*at != (&column == &columns_.back() ? '\n' : ',')) return refuse(code::row_malformed);
        ++at;
    }
    line = at;
    return {};
}

// All is asked, then joined, because nobody can foresee which patient counts.
bool PatientHeader::is_counted(const PatientRow& row) const {
    using enum PatientColumn;
    const bool without_ame = !has(ame) || row[ame].mantissa == 0;
    if (!has(declared)) return without_ame;
    const FieldNumber& care = row[reimbursed];
    const bool had_care = care.is_long() ? care.exact() > 0 : care.mantissa > 0;
    const bool is_declared = row[declared].mantissa != 0, is_child = !at_least(row[age], 16);
    return without_ame & ((is_declared & had_care) | (is_child & at_least(row[visits], 2)));
}

}  // namespace ipep
