#include "ledger/exact_number.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <new>

namespace ipep {

namespace multiprecision = boost::multiprecision;
using Whole = multiprecision::number<multiprecision::cpp_int_backend<>, multiprecision::et_off>;
using Fraction =
    multiprecision::number<multiprecision::rational_adaptor<multiprecision::cpp_int_backend<>>, multiprecision::et_off>;

// The way to the value that lies in the bytes of a number.
struct Inside {
    static_assert(sizeof(Whole) == sizeof(Integer) && alignof(Whole) == alignof(Integer));
    static_assert(sizeof(Fraction) == sizeof(Exact) && alignof(Fraction) == alignof(Exact));
    static_assert(std::is_nothrow_move_constructible_v<Whole> && std::is_nothrow_move_assignable_v<Whole>);
    static_assert(std::is_nothrow_move_constructible_v<Fraction> && std::is_nothrow_move_assignable_v<Fraction>);

    static Whole& of(Integer& number) { return *std::launder(reinterpret_cast<Whole*>(number.value_)); }
    static Fraction& of(Exact& number) { return *std::launder(reinterpret_cast<Fraction*>(number.value_)); }
    static const Whole& of(const Integer& number) {
        return *std::launder(reinterpret_cast<const Whole*>(number.value_));
    }
    static const Fraction& of(const Exact& number) {
        return *std::launder(reinterpret_cast<const Fraction*>(number.value_));
    }

    // The number whose value `make` gives.
    template <class Make>
    static Integer whole(Make make) {
        return Integer(Inside(), make);
    }
    template <class Make>
    static Exact fraction(Make make) {
        return Exact(Inside(), make);
    }
};

namespace {

const Whole& inner(const Integer& number) { return Inside::of(number); }
const Fraction& inner(const Exact& number) { return Inside::of(number); }
Whole& inner(Integer& number) { return Inside::of(number); }
Fraction& inner(Exact& number) { return Inside::of(number); }

std::strong_ordering ordering(int compared) { return compared <=> 0; }

}  // namespace

template <class Make>
Integer::Integer(const Inside&, Make make) {
    new (value_) Whole(make());
}
Integer::Integer(Signed is_signed, std::uint64_t bits) {
    if (is_signed == Signed::yes)
        new (value_) Whole(static_cast<std::int64_t>(bits));
    else
        new (value_) Whole(bits);
}
Integer::Integer(Wide value) { new (value_) Whole(value); }
Integer::Integer(const std::string& digits) { new (value_) Whole(digits); }
Integer::Integer(const Integer& other) { new (value_) Whole(inner(other)); }
Integer::Integer(Integer&& other) noexcept { new (value_) Whole(std::move(inner(other))); }
Integer& Integer::operator=(const Integer& other) {
    inner(*this) = inner(other);
    return *this;
}
Integer& Integer::operator=(Integer&& other) noexcept {
    inner(*this) = std::move(inner(other));
    return *this;
}
Integer::~Integer() { inner(*this).~Whole(); }

Integer Integer::operator-() const {
    return Inside::whole([&] { return -inner(*this); });
}
Integer& Integer::operator+=(const Integer& other) {
    inner(*this) += inner(other);
    return *this;
}
Integer& Integer::operator-=(const Integer& other) {
    inner(*this) -= inner(other);
    return *this;
}
Integer& Integer::operator*=(const Integer& other) {
    inner(*this) *= inner(other);
    return *this;
}
Integer& Integer::operator/=(const Integer& other) {
    inner(*this) /= inner(other);
    return *this;
}
Integer operator+(const Integer& a, const Integer& b) {
    return Inside::whole([&] { return inner(a) + inner(b); });
}
Integer operator-(const Integer& a, const Integer& b) {
    return Inside::whole([&] { return inner(a) - inner(b); });
}
Integer operator*(const Integer& a, const Integer& b) {
    return Inside::whole([&] { return inner(a) * inner(b); });
}
Integer operator/(const Integer& a, const Integer& b) {
    return Inside::whole([&] { return inner(a) / inner(b); });
}
Integer operator%(const Integer& a, const Integer& b) {
    return Inside::whole([&] { return inner(a) % inner(b); });
}
bool operator==(const Integer& a, const Integer& b) { return inner(a) == inner(b); }
std::strong_ordering operator<=>(const Integer& a, const Integer& b) { return ordering(inner(a).compare(inner(b))); }
Integer Integer::power(unsigned base, unsigned exponent) {
    return Inside::whole([&] { return Whole(multiprecision::pow(Whole(base), exponent)); });
}
Integer::operator std::int64_t() const { return static_cast<std::int64_t>(inner(*this)); }
Integer::operator std::uint64_t() const { return static_cast<std::uint64_t>(inner(*this)); }
std::string Integer::str() const { return inner(*this).str(); }

template <class Make>
Exact::Exact(const Inside&, Make make) {
    new (value_) Fraction(make());
}
Exact::Exact(Signed is_signed, std::uint64_t bits) {
    if (is_signed == Signed::yes)
        new (value_) Fraction(static_cast<std::int64_t>(bits));
    else
        new (value_) Fraction(bits);
}
Exact::Exact(const Integer& whole) { new (value_) Fraction(inner(whole)); }
Exact::Exact(const Integer& top, const Integer& bottom) { new (value_) Fraction(inner(top), inner(bottom)); }
Exact::Exact(const Exact& other) { new (value_) Fraction(inner(other)); }
Exact::Exact(Exact&& other) noexcept { new (value_) Fraction(std::move(inner(other))); }
Exact& Exact::operator=(const Exact& other) {
    inner(*this) = inner(other);
    return *this;
}
Exact& Exact::operator=(Exact&& other) noexcept {
    inner(*this) = std::move(inner(other));
    return *this;
}
Exact::~Exact() { inner(*this).~Fraction(); }

Exact Exact::operator-() const {
    return Inside::fraction([&] { return -inner(*this); });
}
Exact& Exact::operator+=(const Exact& other) {
    inner(*this) += inner(other);
    return *this;
}
Exact& Exact::operator-=(const Exact& other) {
    inner(*this) -= inner(other);
    return *this;
}
Exact& Exact::operator*=(const Exact& other) {
    inner(*this) *= inner(other);
    return *this;
}
Exact& Exact::operator/=(const Exact& other) {
    inner(*this) /= inner(other);
    return *this;
}
Exact operator+(const Exact& a, const Exact& b) {
    return Inside::fraction([&] { return inner(a) + inner(b); });
}
Exact operator-(const Exact& a, const Exact& b) {
    return Inside::fraction([&] { return inner(a) - inner(b); });
}
Exact operator*(const Exact& a, const Exact& b) {
    return Inside::fraction([&] { return inner(a) * inner(b); });
}
Exact operator/(const Exact& a, const Exact& b) {
    return Inside::fraction([&] { return inner(a) / inner(b); });
}
bool operator==(const Exact& a, const Exact& b) { return inner(a) == inner(b); }
std::strong_ordering operator<=>(const Exact& a, const Exact& b) { return ordering(inner(a).compare(inner(b))); }
Integer numerator(const Exact& number) {
    return Inside::whole([&] { return numerator(inner(number)); });
}
Integer denominator(const Exact& number) {
    return Inside::whole([&] { return denominator(inner(number)); });
}
Exact abs(const Exact& number) { return number < 0 ? -number : number; }

}  // namespace ipep
