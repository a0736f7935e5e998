// Row: a plain record as the bytes of a view's row and back. The same record gives the same bytes.
//
// Shape:  members in declared order; whole numbers as zigzag varints, texts and lists with their length before them,
//         presence as one byte. Rows are private to the views: a new shape raises kViewsVersion and they are rebuilt.
// Errors: Fault damaged_store, if the bytes end early or say what cannot be.
#pragma once

#include <cstring>

#include "events/describe.h"

namespace ipep {

// Throws the Fault.
[[noreturn]] void damaged_row();

// Its memory is used again for the next row.
class RowWriter {
public:
    template <class T>
    void put(const T& v) {
        if constexpr (std::is_integral_v<T>) {
            number(static_cast<std::int64_t>(v));
        } else if constexpr (std::is_same_v<T, std::string>) {
            number(static_cast<std::int64_t>(v.size()));
            std::memcpy(room(v.size()), v.data(), v.size());
            used_ += v.size();
        } else if constexpr (std::is_same_v<T, Money>) {
            number(v.cents());
        } else if constexpr (kIsYear<T>) {
            number(v.number);
        } else if constexpr (std::is_same_v<T, Day>) {
            number(v.since_1970);
        } else if constexpr (DescribedEnum<T>) {
            number(static_cast<std::int64_t>(v));
        } else if constexpr (TextLike<T>) {
            put(v.text);
        } else if constexpr (Optional<T>) {
            number(v.has_value());
            if (v) put(*v);
        } else if constexpr (Described<T>) {
            for_each_member(v, [&](const char*, const auto& member) { put(member); });
        } else if constexpr (is_a<T, std::pair>) {
            put(v.first);
            put(v.second);
        } else {
            number(static_cast<std::int64_t>(v.size()));
            for (const auto& one : v) put(one);
        }
    }
    // The row put since begin().
    void begin() { used_ = 0; }
    std::string take() const { return bytes_.substr(0, used_); }

private:
    static constexpr std::size_t kLongestNumber = 10;

    char* room(std::size_t size) {
        if (bytes_.size() - used_ < size) bytes_.resize(2 * bytes_.size() + size);
        return bytes_.data() + used_;
    }
    void number(std::int64_t v) {
        auto zigzag = static_cast<std::uint64_t>(v) << 1 ^ static_cast<std::uint64_t>(v >> 63);
        char* to = room(kLongestNumber);
        for (; zigzag >= 0x80; zigzag >>= 7) *to++ = static_cast<char>(zigzag | 0x80);
        *to++ = static_cast<char>(zigzag);
        used_ = static_cast<std::size_t>(to - bytes_.data());
    }

    std::string bytes_;
    std::size_t used_ = 0;
};

class RowReader {
public:
    explicit RowReader(std::string_view bytes) : rest_(bytes) {}

    template <class T>
    void get(T& v) {
        if constexpr (std::is_integral_v<T>) {
            v = static_cast<T>(number());
        } else if constexpr (std::is_same_v<T, std::string>) {
            const std::size_t size = length();
            v.assign(rest_.substr(0, size));
            rest_.remove_prefix(size);
        } else if constexpr (std::is_same_v<T, Money>) {
            v = Money(number());
        } else if constexpr (kIsYear<T>) {
            v = static_cast<int>(number());
        } else if constexpr (std::is_same_v<T, Day>) {
            v.since_1970 = static_cast<std::int32_t>(number());
        } else if constexpr (DescribedEnum<T>) {
            v = static_cast<T>(number());
        } else if constexpr (TextLike<T>) {
            get(v.text);
        } else if constexpr (Optional<T>) {
            if (number() != 0) get(v.emplace());
        } else if constexpr (Described<T>) {
            for_each_member(v, [&](const char*, auto& member) { get(member); });
        } else if constexpr (List<T>) {
            v.resize(length());
            for (auto& one : v) get(one);
        } else if constexpr (is_a<T, std::map>) {
            for (std::size_t left = length(); left > 0; --left) {
                typename T::key_type key{};
                get(key);
                get(v[key]);
            }
        } else {
            for (std::size_t left = length(); left > 0; --left) {
                typename T::value_type one{};
                get(one);
                v.insert(std::move(one));
            }
        }
    }
    bool at_end() const { return rest_.empty(); }

private:
    std::int64_t number() {
        std::uint64_t zigzag = 0;
        for (unsigned shift = 0;; shift += 7) {
            if (rest_.empty() || shift > 63) damaged_row();
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            zigzag |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80) break;
        }
        return static_cast<std::int64_t>(zigzag >> 1 ^ (~(zigzag & 1) + 1));
    }
    // Every element takes a byte at least, so no length exceeds what is left.
    std::size_t length() {
        const std::int64_t size = number();
        if (size < 0 || static_cast<std::uint64_t>(size) > rest_.size()) damaged_row();
        return static_cast<std::size_t>(size);
    }

    std::string_view rest_;
};

template <class Row>
std::string encode_row(const Row& row) {
    thread_local RowWriter writer;
    writer.begin();  // also behind a row that was left halfway
    writer.put(row);
    return writer.take();
}

template <class Row>
Row decode_row(std::string_view bytes) {
    Row row;
    RowReader reader(bytes);
    reader.get(row);
    if (!reader.at_end()) damaged_row();
    return row;
}

}  // namespace ipep
