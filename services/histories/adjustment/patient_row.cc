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

constexpr int kMostDigits = 15;  // of a mantissa, so that a double holds it exactly

// What takes something gives where it ends, or null where it is not what was wanted.

// Digits of one side of the point; null where there are none or too many.
const char* take_digits(const char* at, std::uint64_t& mantissa, int& digits) {
    const char* const begin = at;
    for (; *at >= '0' && *at <= '9'; ++at) mantissa = mantissa * 10 + static_cast<std::uint64_t>(*at - '0');
    digits = static_cast<int>(at - begin);
    return digits > 0 && digits <= 18 ? at : nullptr;
}

const char* take_plain_number(const char* begin, std::string_view points, FieldNumber& number) {
    const bool negative = *begin == '-';
    std::uint64_t mantissa = 0;
    int whole = 0, decimals = 0;
    const char* at = take_digits(begin + negative, mantissa, whole);
    if (at && (*at == points.front() || *at == points.back())) at = take_digits(at + 1, mantissa, decimals);
    if (!at) return nullptr;
    const auto small = static_cast<std::int64_t>(mantissa);
    if (whole + decimals > kMostDigits)
        number = {0, 0, static_cast<std::uint32_t>(at - begin), begin};
    else
        number.set(negative ? -small : small, static_cast<std::uint32_t>(decimals));
    return at;
}

const char* take_quoted_number(const char* at, std::string_view points, FieldNumber& number) {
    at = take_plain_number(at + 1, points, number);
    return at && *at == '"' ? at + 1 : nullptr;
}

const char* take_number(const char* at, std::string_view points, FieldNumber& number) {
    return *at == '"' ? take_quoted_number(at, points, number) : take_plain_number(at, points, number);
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

// One value, or several ALD, which go into the row beside the numbers. A comma is never the point of one: 8,15 would be
// two of them.
const char* take_ald(const char* at, AldField kind, char separator, PatientRow& row) {
    row.several_ald = {};
    FieldNumber& number = row.values[static_cast<std::size_t>(PatientColumn::ald)];
    const bool quoted = *at == '"';
    const char* const begin = at + quoted;
    const auto goes_on = [&](char c) { return is_between_ald(c) && (quoted || c != separator); };
    const char* end = take_plain_number(begin, ".", number);
    if (end && kind == AldField::several && goes_on(*end)) {
        while ((*end >= '0' && *end <= '9') || goes_on(*end)) ++end;
        row.several_ald = {begin, static_cast<std::size_t>(end - begin)};
        if (!are_ald(row.several_ald)) return nullptr;
        number.set(0, 0);
    }
    if (end && quoted) return *end == '"' ? end + 1 : nullptr;
    return end;
}

// Behind the field, at its separator or line break; a doubled quote inside quotes is part of it.
const char* skip_field(const char* at, char separator) {
    if (*at != '"') {
        while (*at != separator && *at != '\n') ++at;
        return at;
    }
    for (++at; *at != '\n'; ++at)
        if (*at == '"' && *++at != '"') return *at == separator || *at == '\n' || *at == '\r' ? at : nullptr;
    return nullptr;
}

bool is_flag(const FieldNumber& number) {
    return !number.is_long() && (number.mantissa == 0 || number.mantissa == kPowers[number.decimals]);
}

std::vector<std::string> split_header(std::string_view line, char separator) {
    if (line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string> names{""};
    for (const char c : line)
        if (c == separator)
            names.emplace_back();
        else if (c != '"')
            names.back() += c;
    return names;
}

std::unexpected<Rejection> about_column(Code what, std::string_view name) {
    return refuse(what, {{"column", std::string(name)}});
}

}  // namespace

bool must_be_flag(PatientColumn column) {
    using enum PatientColumn;
    return column == female || column == cmuc || column == acs || column == ame || column == declared;
}

std::string FieldNumber::digits() const {
    std::string digits(text, text_size);
    std::ranges::replace(digits, ',', '.');
    return digits;
}

Exact FieldNumber::exact() const {
    if (is_long()) return to_exact(Decimal{digits()});
    return Exact(mantissa, kPowers[decimals]);
}

bool FieldNumber::at_least(std::int64_t whole) const {
    return is_long() ? exact() >= whole : mantissa >= whole * kPowers[decimals];
}

double FieldNumber::nearest() const {
    if (!is_long()) return static_cast<double>(mantissa) / static_cast<double>(kPowers[decimals]);  // both are exact
    const std::string plain = digits();
    double value = 0;
    std::from_chars(plain.data(), plain.data() + plain.size(), value);
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

Verdict<PatientHeader> PatientHeader::read(std::string_view line, const PatientFields& fields) {
    PatientHeader header;
    header.ald_ = fields.ald;
    header.separator_ = line.contains(';') && !line.contains(',') ? ';' : ',';
    std::vector<std::string> wanted(kPatientColumns.begin(), kPatientColumns.end());
    wanted.insert(wanted.end(), fields.further.begin(), fields.further.end());
    for (const std::string& name : fields.further)
        if (name == "id" || std::ranges::count(wanted, name) > 1) return about_column(code::column_repeated, name);
    const std::vector<std::string> seen = split_header(line, header.separator_);
    for (const std::string& name : seen) {
        const auto role = static_cast<std::size_t>(std::ranges::find(wanted, name) - wanted.begin());
        const bool known = role < wanted.size();
        header.columns_.push_back(known ? std::optional(static_cast<PatientColumn>(role)) : std::nullopt);
        if ((known || name == "id") && std::ranges::count(seen, name) > 1)
            return about_column(code::column_repeated, name);
        if (role < header.present_.size()) header.present_[role] = true;
    }
    const auto is_missing = [&](const std::string& name) { return std::ranges::find(seen, name) == seen.end(); };
    if (is_missing("id")) return about_column(code::column_missing, "id");
    for (const std::string& name : wanted) {
        const bool is_optional = name == "ame" || name == "declared" || name == "reimbursed" || name == "visits";
        if (!is_optional && is_missing(name)) return about_column(code::column_missing, name);
    }
    using enum PatientColumn;
    const bool some = header.has(declared) || header.has(reimbursed) || header.has(visits);
    for (const PatientColumn one : {declared, reimbursed, visits})
        if (some && !header.has(one))
            return about_column(code::column_missing, kPatientColumns[static_cast<std::size_t>(one)]);
    header.names_ = std::move(wanted);
    return header;
}

Verdict<> PatientHeader::read_row(const char*& line, PatientRow& row) const {
    const auto ends_field = [this](char c) { return c == separator_ || c == '\n' || c == '\r'; };
    const char* at = line;
    for (const auto& column : columns_) {
        if (!column) {
            at = skip_field(at, separator_);
            if (!at) return refuse(code::row_malformed);
        } else {
            FieldNumber& number = row.values[static_cast<std::size_t>(*column)];
            at =
                *column == PatientColumn::ald ? take_ald(at, ald_, separator_, row) : take_number(at, points(), number);
            if (!at || !ends_field(*at) || (must_be_flag(*column) && !is_flag(number)))
                return about_column(code::value_malformed, names_[static_cast<std::size_t>(*column)]);
        }
        at += *at == '\r';
        if (*at != (&column == &columns_.back() ? '\n' : separator_)) return refuse(code::row_malformed);
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
    const bool is_declared = row[declared].mantissa != 0, is_child = !row[age].at_least(16);
    return without_ame & ((is_declared & had_care) | (is_child & row[visits].at_least(2)));
}

}  // namespace ipep
