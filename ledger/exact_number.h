// Integer and Exact: whole numbers of any size, and fractions of them in lowest terms.
//
// Shape:  the values are Boost.Multiprecision's, in place and behind this face: ledger/exact_number.cc alone includes
//         it, which takes longer to compile than a file of the ledger does.
// Errors: std::overflow_error for a division by zero.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

namespace ipep {

__extension__ typedef __int128 Wide;

struct Inside;

class Integer {
public:
    Integer() : Integer(Signed::yes, 0) {}
    template <std::integral Whole>
    Integer(Whole value) : Integer(Signed(std::is_signed_v<Whole>), static_cast<std::uint64_t>(value)) {}
    explicit Integer(Wide value);
    explicit Integer(const std::string& digits);
    Integer(const Integer& other);
    Integer(Integer&& other) noexcept;
    Integer& operator=(const Integer& other);
    Integer& operator=(Integer&& other) noexcept;
    ~Integer();

    Integer operator-() const;
    Integer& operator+=(const Integer& other);
    Integer& operator-=(const Integer& other);
    Integer& operator*=(const Integer& other);
    Integer& operator/=(const Integer& other);  // towards zero
    Integer& operator++() { return *this += 1; }
    Integer& operator--() { return *this -= 1; }
    friend Integer operator+(const Integer& a, const Integer& b);
    friend Integer operator-(const Integer& a, const Integer& b);
    friend Integer operator*(const Integer& a, const Integer& b);
    friend Integer operator/(const Integer& a, const Integer& b);
    friend Integer operator%(const Integer& a, const Integer& b);
    friend bool operator==(const Integer& a, const Integer& b);
    friend std::strong_ordering operator<=>(const Integer& a, const Integer& b);
    static Integer power(unsigned base, unsigned exponent);

    // Precondition: it fits.
    explicit operator std::int64_t() const;
    explicit operator std::uint64_t() const;
    std::string str() const;

private:
    friend struct Inside;
    enum class Signed : bool { no, yes };
    Integer(Signed is_signed, std::uint64_t bits);
    template <class Make>
    Integer(const Inside&, Make make);

    alignas(16) std::byte value_[32];
};

class Exact {
public:
    Exact() : Exact(Signed::yes, 0) {}
    template <std::integral Whole>
    Exact(Whole value) : Exact(Signed(std::is_signed_v<Whole>), static_cast<std::uint64_t>(value)) {}
    explicit Exact(const Integer& whole);
    Exact(const Integer& top, const Integer& bottom);
    Exact(const Exact& other);
    Exact(Exact&& other) noexcept;
    Exact& operator=(const Exact& other);
    Exact& operator=(Exact&& other) noexcept;
    ~Exact();

    Exact operator-() const;
    Exact& operator+=(const Exact& other);
    Exact& operator-=(const Exact& other);
    Exact& operator*=(const Exact& other);
    Exact& operator/=(const Exact& other);
    friend Exact operator+(const Exact& a, const Exact& b);
    friend Exact operator-(const Exact& a, const Exact& b);
    friend Exact operator*(const Exact& a, const Exact& b);
    friend Exact operator/(const Exact& a, const Exact& b);
    friend bool operator==(const Exact& a, const Exact& b);
    friend std::strong_ordering operator<=>(const Exact& a, const Exact& b);
    friend Integer numerator(const Exact& number);
    friend Integer denominator(const Exact& number);  // above zero
    friend Exact abs(const Exact& number);

private:
    friend struct Inside;
    enum class Signed : bool { no, yes };
    Exact(Signed is_signed, std::uint64_t bits);
    template <class Make>
    Exact(const Inside&, Make make);

    alignas(16) std::byte value_[64];
};

}  // namespace ipep
