#include "services/histories/adjustment/row_shape.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace ipep {
namespace {

static_assert(std::endian::native == std::endian::little, "the first of eight bytes is the lowest");
constexpr std::size_t kBytes = 8;
constexpr std::uint64_t kZeroes = '0' * 0x0101'0101'0101'0101ULL;

std::uint64_t eight_bytes(const char* at) {
    std::uint64_t bytes;
    std::memcpy(&bytes, at, kBytes);
    return bytes;
}

// Eight digits, each a byte of 0 to 9, the last the highest: pairs, fours, all.
constexpr std::int64_t value_of(std::uint64_t digits) {
    constexpr std::uint64_t pairs = 0x0000'00ff'0000'00ff;
    digits = digits * 10 + (digits >> 8);
    digits = (digits & pairs) * (100 + (1'000'000ULL << 32)) + (digits >> 16 & pairs) * (1 + (10'000ULL << 32));
    return static_cast<std::int64_t>(digits >> 32);
}

// All of the bytes from `from` until `until`.
constexpr std::uint64_t bytes_between(std::size_t from, std::size_t until) {
    const auto below = [](std::size_t bytes) { return bytes == kBytes ? ~0ULL : (1ULL << 8 * bytes) - 1; };
    return below(until) & ~below(from);
}

}  // namespace

std::optional<RowShape> RowShape::learn(const PatientHeader& header, std::string_view row) {
    if (row.size() < sizeof(Bytes)) return std::nullopt;
    RowShape shape;
    shape.lowest_ = shape.highest_ = row;  // each separator, point and line break is itself
    const std::string ends{header.separator(), '\n'};
    std::size_t begin = 0;
    for (const auto& column : header.columns()) {
        const std::size_t size = row.substr(begin).find_first_of(ends);
        if (!shape.learn_field(header, column, row, {begin, size})) return std::nullopt;
        begin += size + 1;
    }
    if (begin != row.size()) return std::nullopt;  // a separator within quotes
    for (std::size_t at = 0; at < row.size(); at += sizeof(Bytes)) {
        const std::size_t from = std::min(at, row.size() - sizeof(Bytes));  // the last reaches back into the one before
        shape.pieces_.push_back({from, piece_of(&shape.lowest_[from]), piece_of(&shape.highest_[from])});
    }
    return shape;
}

bool RowShape::learn_field(const PatientHeader& header, std::optional<PatientColumn> column, std::string_view row,
                           Place place) {
    const auto [begin, size] = place;
    const auto allow = [&](std::size_t at, char lowest, char highest) {
        lowest_[at] = lowest, highest_[at] = highest;
        return row[at] >= lowest && row[at] <= highest;
    };
    const std::string_view field = row.substr(begin, size);
    const std::size_t point = std::min(field.find_first_of(header.points()), size);
    const bool flag = column && must_be_flag(*column);
    if (column && (size > kBytes || (flag && size > 1))) return false;
    // Whatever could not end the field: its separator, a comma or a semicolon, a quote and line breaks lie outside.
    const auto skips = [&](std::size_t at) {
        return row[at] < ';' ? allow(at, '-', ':') : allow(at, header.separator() == ';' ? '<' : ';', '\x7f');
    };
    for (std::size_t i = 0; i < size; ++i) {
        if (column && i == point) continue;
        if (!(column ? allow(begin + i, '0', flag ? '1' : '9') : skips(begin + i))) return false;
    }
    if (!column) return true;
    const auto index = static_cast<std::size_t>(*column);
    if (size == 1) {
        digits_.push_back({begin, index});
        return true;
    }
    Number number{std::min(begin, row.size() - kBytes), index, 0, 0, 0, 0};
    const std::size_t first = kBytes - size;  // of the digits, after the shift
    number.shift = static_cast<int>(8 * (number.at + kBytes - begin - size));
    number.before = point == size ? 0 : bytes_between(first, first + point);
    number.after = point == size ? bytes_between(first, kBytes) : bytes_between(first + point + 1, kBytes);
    number.decimals = point == size ? 0 : static_cast<std::uint32_t>(size - point - 1);
    numbers_.push_back(number);
    return true;
}

RowShape::Bytes RowShape::piece_of(const char* at) {
    Bytes bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

bool RowShape::has(const char* row) const {
    Bytes outside{};
    for (const Piece& piece : pieces_) {
        const Bytes bytes = piece_of(row + piece.at);
        outside |= (bytes < piece.lowest) | (bytes > piece.highest);
    }
    std::uint64_t halves[2];
    std::memcpy(halves, &outside, sizeof outside);
    return (halves[0] | halves[1]) == 0;
}

bool RowShape::read(const char* row, PatientRow& to) const {
    if (!has(row)) return false;
    to.several_ald = {};  // where there are several, no shape was learned
    for (const Digit& digit : digits_) to.values[digit.column].set(row[digit.at] - '0', 0);
    for (const Number& number : numbers_) {
        const std::uint64_t digits = (eight_bytes(row + number.at) ^ kZeroes) << number.shift;
        to.values[number.column].set(value_of((digits & number.after) | (digits & number.before) << 8),
                                     number.decimals);
    }
    return true;
}

}  // namespace ipep
