#include "services/histories/adjustment/patient_row.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <span>

namespace ipep {
namespace {

// 10 to the power of the index, as far as a mantissa has digits.
constexpr auto kPowers = [] {
    std::array<std::int64_t, 16> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = 10 * powers[i - 1];
    return powers;
}();

// These are 0 or 1: another number is a column of something else.
constexpr bool must_be_flag(PatientColumn column) {
    using enum PatientColumn;
    return column == female || column == cmuc || column == acs || column == ame || column == declared;
}

bool ends_field(char c) { return c == ',' || c == '\n' || c == '\r' || c == '"'; }

constexpr int kMostDigits = 15;  // of a mantissa, so that a double holds it exactly

// What takes something gives where it ends, or null where it is not what was wanted: a place handed on in a register
// and not in memory saves a third of the time.

// Digits of one side of the point; null where there are none or too many.
const char* take_digits(const char* at, std::uint64_t& mantissa, int& digits) {
    const char* const begin = at;
    for (; *at >= '0' && *at <= '9'; ++at) mantissa = mantissa * 10 + static_cast<std::uint64_t>(*at - '0');
    digits = static_cast<int>(at - begin);
    return digits > 0 && digits <= 18 ? at : nullptr;
}

const char* take_any_number(const char* begin, FieldNumber& number) {
    const bool negative = *begin == '-';
    std::uint64_t mantissa = 0;
    int whole = 0, decimals = 0;
    const char* at = take_digits(begin + negative, mantissa, whole);
    if (at && *at == '.') at = take_digits(at + 1, mantissa, decimals);
    if (!at || !ends_field(*at)) return nullptr;
    const auto small = static_cast<std::int64_t>(mantissa);
    if (whole + decimals > kMostDigits)
        number = {0, 0, {begin, static_cast<std::size_t>(at - begin)}};
    else
        number = {negative ? -small : small, static_cast<std::size_t>(decimals)};
    return at;
}

const char* take_quoted_number(const char* at, FieldNumber& number) {
    at = take_any_number(at + 1, number);
    return at && *at == '"' ? at + 1 : nullptr;
}

// Eight bytes at once, as a number whose lowest byte is the first: arithmetic on the whole instead of a branch a byte.
constexpr std::uint64_t kEachByte = 0x0101'0101'0101'0101, kHighBits = 0x80 * kEachByte;
constexpr int kAtOnce = 8;
constexpr std::size_t kRun = 4;  // fields of one digit in eight bytes

// The lowest bit set is in the first byte that is below `limit`, which is 0x80 at most.
constexpr std::uint64_t bytes_below(std::uint64_t bytes, std::uint64_t limit) {
    return (bytes - limit * kEachByte) & ~bytes & kHighBits;
}
// 8 where none is.
int first_byte(std::uint64_t marks) { return std::countr_zero(marks) / 8; }

// Eight digits, each a byte of 0 to 9, the first the highest: pairs, fours, all.
constexpr std::uint64_t value_of_digits(std::uint64_t digits) {
    digits = digits * 10 + (digits >> 8);
    const std::uint64_t pairs = 0x0000'00ff'0000'00ff;
    return ((digits & pairs) * (100 + (1'000'000ULL << 32)) + ((digits >> 16) & pairs) * (1 + (10'000ULL << 32))) >> 32;
}

std::uint64_t eight_bytes(const char* at) {
    std::uint64_t bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

// Four fields of one digit, each with its separator, xor their shape: digits no higher than they may be, and no
// separator but the right one.
bool are_four_digits(std::uint64_t digits, std::uint64_t highest) {
    return ((digits | ~((highest | kHighBits) - digits)) & kHighBits) == 0;
}

// A number of up to eight digits and point without a sign; null where it is another one.
const char* take_short_number(const char* at, FieldNumber& number) {
    const std::uint64_t bytes = eight_bytes(at);
    const std::uint64_t ends = bytes_below(bytes, '-');  // what may stand in a number is '-' or above
    const int length = first_byte(ends);
    if (length == 0 || !ends_field(at[length])) return nullptr;
    std::uint64_t digits = (bytes ^ '0' * kEachByte) << 8 * (kAtOnce - length);  // leading zeros before the first
    std::size_t decimals = 0;
    const std::uint64_t points = bytes_below(digits ^ ('.' ^ '0') * kEachByte, 1);
    if (points != 0) {
        const int point = first_byte(points);
        if (point == kAtOnce - 1 || point == kAtOnce - length) return nullptr;  // no digit before or behind it
        decimals = static_cast<std::size_t>(kAtOnce - 1 - point);
        const std::uint64_t before = (std::uint64_t{1} << 8 * point) - 1;
        digits = (digits & ~(before << 8 | 0xff)) | (digits & before) << 8;
    }
    if (((digits + (0x80 - 10) * kEachByte) | digits) & kHighBits) return nullptr;
    number = {static_cast<std::int64_t>(value_of_digits(digits)), decimals};
    return at + length;
}

const char* take_number(const char* at, const char* end, FieldNumber& number) {
    const auto digit = static_cast<unsigned char>(*at - '0');
    if (digit < 10 && at[1] == ',') {  // as most fields are
        number = {digit, 0};
        return at + 1;
    }
    if (end - at > kAtOnce)
        if (const char* behind = take_short_number(at, number)) return behind;
    return *at == '"' ? take_quoted_number(at, number) : take_any_number(at, number);
}

// Behind the field, at its comma or line break; a doubled quote inside quotes is part of it.
const char* skip_field(const char* at, const char* end) {
    if (*at == '"') {
        for (++at; *at != '\n'; ++at)
            if (*at == '"' && *++at != '"') return *at == ',' || *at == '\n' || *at == '\r' ? at : nullptr;
        return nullptr;
    }
    while (*at != ',' && *at != '\n')
        if (++at; end - at >= kAtOnce) at += first_byte(bytes_below(eight_bytes(at), '-'));
    return at;
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
    if (is_long()) return to_exact(Decimal{std::string(text)});
    return Exact(mantissa, kPowers[decimals]);
}

double FieldNumber::nearest() const {
    if (!is_long()) return static_cast<double>(mantissa) / static_cast<double>(kPowers[decimals]);  // both are exact
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool FieldNumber::at_least(std::int64_t whole) const {
    if (is_long()) return exact() >= whole;
    return mantissa >= whole * kPowers[decimals];
}

bool FieldNumber::is_flag() const {
    if (decimals > 0) return mantissa == 0 || mantissa == kPowers[decimals];
    return static_cast<std::uint64_t>(mantissa) <= 1 && !is_long();  // one question: which of them nobody can foresee
}

Verdict<PatientHeader> PatientHeader::read(std::string_view line) {
    PatientHeader header;
    std::vector<std::string> seen = split_header(line);
    for (const std::string& name : seen) {
        const auto role = std::ranges::find(kPatientColumns, name) - kPatientColumns.begin();
        const bool known = role < static_cast<std::ptrdiff_t>(kPatientColumns.size());
        header.columns_.push_back({known ? static_cast<int>(role) : -1});
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
    header.find_runs();
    return header;
}

void PatientHeader::find_runs() {
    for (std::size_t from = 0; from + kRun <= columns_.size(); ++from) {
        const std::span run(columns_.data() + from, kRun);
        if (std::ranges::any_of(run, [](const Column& column) { return column.role < 0; })) continue;
        for (std::size_t i = kRun; i-- > 0;) {
            const bool last = from + i + 1 == columns_.size();
            run[0].shape = run[0].shape << 16 | static_cast<std::uint64_t>(last ? '\n' : ',') << 8 | '0';
            run[0].highest = run[0].highest << 16 | (must_be_flag(static_cast<PatientColumn>(run[i].role)) ? 1 : 9);
        }
    }
}

Verdict<> PatientHeader::read_row(const char*& line, const char* end, PatientRow& row) const {
    const char* at = line;
    for (auto column = columns_.begin(); column != columns_.end(); ++column) {
        if (column->shape != 0 && end - at >= kAtOnce) {
            const std::uint64_t digits = eight_bytes(at) ^ column->shape;
            if (are_four_digits(digits, column->highest)) {
                for (std::size_t i = 0; i < kRun; ++i)
                    row.values[static_cast<std::size_t>(column[static_cast<std::ptrdiff_t>(i)].role)] = {
                        static_cast<std::int64_t>(digits >> 16 * i & 0xff), 0};
                column += kRun - 1;
                at += kAtOnce;
                continue;
            }
        }
        if (column->role < 0) {
            at = skip_field(at, end);
            if (!at) return refuse(Code::row_malformed);
        } else {
            const auto meant = static_cast<PatientColumn>(column->role);
            FieldNumber& number = row.values[static_cast<std::size_t>(meant)];
            at = take_number(at, end, number);
            if (!at || *at == '"' || (must_be_flag(meant) && !number.is_flag())) return bad_value(meant);
        }
        const char separator = column + 1 == columns_.end() ? '\n' : ',';
        if (*at != separator) {
            at += *at == '\r';
            if (*at != separator) return refuse(Code::row_malformed);
        }
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
