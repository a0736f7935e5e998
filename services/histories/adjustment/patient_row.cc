#include "services/histories/adjustment/patient_row.h"

#include <algorithm>
#include <charconv>

namespace ipep {
namespace {

constexpr std::int64_t kPowers[] = {1,
                                    10,
                                    100,
                                    1'000,
                                    10'000,
                                    100'000,
                                    1'000'000,
                                    10'000'000,
                                    100'000'000,
                                    1'000'000'000,
                                    10'000'000'000,
                                    100'000'000'000,
                                    1'000'000'000'000,
                                    10'000'000'000'000,
                                    100'000'000'000'000,
                                    1'000'000'000'000'000,
                                    10'000'000'000'000'000,
                                    100'000'000'000'000'000,
                                    1'000'000'000'000'000'000};

// These are 0 or 1: another number is a column of something else.
constexpr bool must_be_flag(PatientColumn column) {
    using enum PatientColumn;
    return column == female || column == cmuc || column == acs || column == ame || column == declared;
}

bool ends_field(char c) { return c == ',' || c == '\n' || c == '\r' || c == '"'; }

// Digits of one side of the point; false where there are none or too many.
bool take_digits(const char*& at, std::uint64_t& mantissa, int& digits) {
    const char* const begin = at;
    for (; *at >= '0' && *at <= '9'; ++at) mantissa = mantissa * 10 + static_cast<std::uint64_t>(*at - '0');
    digits = static_cast<int>(at - begin);
    return digits > 0 && digits <= 18;
}

bool take_number(const char*& at, FieldNumber& number) {
    const char* const begin = at;
    if (*at >= '0' && *at <= '9' && at[1] == ',') {  // most fields are one digit
        number = {*at - '0', 0, false, {begin, 1}};
        ++at;
        return true;
    }
    const bool negative = *at == '-';
    at += negative;
    std::uint64_t mantissa = 0;
    int whole = 0, decimals = 0;
    if (!take_digits(at, mantissa, whole)) return false;
    if (*at == '.' && !take_digits(++at, mantissa, decimals)) return false;
    number.is_long = whole + decimals > 18;
    number.mantissa = negative ? -static_cast<std::int64_t>(mantissa) : static_cast<std::int64_t>(mantissa);
    number.decimals = static_cast<std::uint8_t>(decimals);
    number.text = {begin, static_cast<std::size_t>(at - begin)};
    return ends_field(*at);
}

// Behind the field, at its comma or line break; a doubled quote inside quotes is part of it.
bool skip_field(const char*& at) {
    if (*at != '"') {
        while (*at != ',' && *at != '\n') ++at;
        return true;
    }
    for (++at; *at != '\n'; ++at)
        if (*at == '"' && *++at != '"') return *at == ',' || *at == '\n' || *at == '\r';
    return false;
}

std::vector<std::string> split_header(std::string_view line) {
    if (line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string> names{""};
    for (const char c : line)
        if (c == ',') names.emplace_back();
        else if (c != '"') names.back() += c;
    return names;
}

Verdict<> bad_value(PatientColumn column) {
    return refuse(Code::value_malformed,
                  {{"column", std::string(kPatientColumns[static_cast<std::size_t>(column)])}});
}

}  // namespace

Exact FieldNumber::exact() const {
    if (is_long) return to_exact(Decimal{std::string(text)});
    return Exact(mantissa, kPowers[decimals]);
}

double FieldNumber::nearest() const {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool FieldNumber::at_least(std::int64_t whole) const {
    if (is_long) return exact() >= whole;
    return mantissa / kPowers[decimals] >= whole;
}

bool FieldNumber::is_flag() const { return !is_long && (mantissa == 0 || mantissa == kPowers[decimals]); }

Verdict<PatientHeader> PatientHeader::read(std::string_view line) {
    PatientHeader header;
    std::vector<std::string> seen = split_header(line);
    for (const std::string& name : seen) {
        const auto role = std::ranges::find(kPatientColumns, name) - kPatientColumns.begin();
        const bool known = role < static_cast<std::ptrdiff_t>(kPatientColumns.size());
        header.roles_.push_back(known ? static_cast<int>(role) : -1);
        if ((known || name == "id") && std::ranges::count(seen, name) > 1)
            return refuse(Code::column_repeated, {{"column", name}});
        if (known) header.present_[static_cast<std::size_t>(role)] = true;
    }
    const auto missing = [](std::string_view name) {
        return refuse(Code::column_missing, {{"column", std::string(name)}});
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

Verdict<> PatientHeader::read_row(const char*& at, PatientRow& row) const {
    for (std::size_t i = 0; i < roles_.size(); ++i) {
        if (roles_[i] < 0) {
            if (!skip_field(at)) return refuse(Code::row_malformed);
        } else {
            const auto column = static_cast<PatientColumn>(roles_[i]);
            const bool quoted = *at == '"';
            at += quoted;
            FieldNumber& number = row.values[static_cast<std::size_t>(roles_[i])];
            if (!take_number(at, number) || quoted != (*at == '"')) return bad_value(column);
            at += quoted;
            if (must_be_flag(column) && !number.is_flag()) return bad_value(column);
        }
        if (*at == '\r') ++at;
        const bool last = i + 1 == roles_.size();
        if (*at != (last ? '\n' : ',')) return refuse(Code::row_malformed);
        ++at;
    }
    return {};
}

bool PatientHeader::is_counted(const PatientRow& row) const {
    using enum PatientColumn;
    if (has(ame) && row[ame].mantissa != 0) return false;
    if (!has(declared)) return true;
    const FieldNumber& care = row[reimbursed];
    const bool had_care = care.is_long ? care.exact() > 0 : care.mantissa > 0;
    if (row[declared].mantissa != 0 && had_care) return true;
    return !row[age].at_least(16) && row[visits].at_least(2);
}

}  // namespace ipep
