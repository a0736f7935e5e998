// Term: the third number the rules are written over, after Exact and Traced: a term of Z3 over variables.
//
// Shape:  the operations of ledger/number.h, each a term of the path that is under way; a comparison asks the path
//         which way it goes. `Cut` is the same number with another name: what is specialised for it is replaced by
//         what was proved of it (settlement_properties.cc).
// Promise: over constants it gives what Exact gives (proofs_test.cc).
#pragma once

#include "ledger/number.h"
#include "tests/ledger/proofs/path.h"

namespace ipep::proofs {

template <class Kind>
class NumberOver {
public:
    NumberOver() : NumberOver(0) {}
    template <std::integral Whole>
    NumberOver(Whole value) : term_(Path::current().number(static_cast<std::int64_t>(value))) {}
    explicit NumberOver(z3::expr term) : term_(std::move(term)) {}
    explicit NumberOver(const Exact& value) : term_(Path::current().number(value)) {}
    NumberOver(const NumberOver& whole, int parts) : term_((whole.term_ / parts).simplify()) {}

    const z3::expr& operator*() const { return term_; }
    explicit operator std::size_t() const { return Path::current().count(term_); }

    friend NumberOver operator+(const NumberOver& a, const NumberOver& b) {
        return NumberOver(Path::current().sum(a.term_, b.term_));
    }
    friend NumberOver operator-(const NumberOver& a, const NumberOver& b) {
        return NumberOver(Path::current().difference(a.term_, b.term_));
    }
    friend NumberOver operator*(const NumberOver& a, const NumberOver& b) {
        return NumberOver(Path::current().product(a.term_, b.term_));
    }
    friend NumberOver operator/(const NumberOver& a, const NumberOver& b) {
        return NumberOver(Path::current().quotient(a.term_, b.term_));
    }
    NumberOver& operator+=(const NumberOver& other) { return *this = *this + other; }
    NumberOver& operator++() { return *this += 1; }
    friend bool operator<(const NumberOver& a, const NumberOver& b) { return Path::current().less(a.term_, b.term_); }
    friend bool operator>(const NumberOver& a, const NumberOver& b) { return b < a; }
    friend bool operator<=(const NumberOver& a, const NumberOver& b) {
        return Path::current().at_most(a.term_, b.term_);
    }
    friend bool operator>=(const NumberOver& a, const NumberOver& b) { return b <= a; }
    friend bool operator==(const NumberOver& a, const NumberOver& b) { return Path::current().equal(a.term_, b.term_); }

    friend NumberOver min(const NumberOver& a, const NumberOver& b) {
        return NumberOver(Path::current().minimum(a.term_, b.term_));
    }
    friend NumberOver max(const NumberOver& a, const NumberOver& b) {
        return NumberOver(Path::current().maximum(a.term_, b.term_));
    }
    friend NumberOver round_cents(const NumberOver& euros) {
        return NumberOver(NumberOver(Path::current().rounded((euros.term_ * 100).simplify())), 100);
    }
    friend NumberOver floor_cents(const NumberOver& euros) {
        return NumberOver(NumberOver(Path::current().floor((euros.term_ * 100).simplify())), 100);
    }
    friend NumberOver floor_of(const NumberOver& number) { return NumberOver(Path::current().floor(number.term_)); }
    // Of a whole number, as `largest_remainder` asks it: that it is one is proved.
    friend NumberOver numerator(const NumberOver& whole) {
        Path::current().is_whole(whole.term_);
        return whole;
    }
    friend const NumberOver& value_of(const NumberOver& number) { return number; }
    friend Branch as(const NumberOver&, const char*, const NumberOver&) { return {}; }
    friend NumberOver sum(std::span<const NumberOver> terms) {
        NumberOver total;
        for (const NumberOver& one : terms) total += one;
        return total;
    }
    template <class... Branches>
    friend NumberOver step(const Step& what, const NumberOver& value, const Branches&...) {
        return NumberOver(Path::current().step(what.name, value.term_));
    }

private:
    z3::expr term_;
};

struct AsWritten {};
struct InParts {};
using Term = NumberOver<AsWritten>;
using Cut = NumberOver<InParts>;

}  // namespace ipep::proofs

#include "ledger/rules/largest_remainder.h"

namespace ipep::proofs {

template <class Kind>
std::vector<NumberOver<Kind>> apportion(const NumberOver<Kind>& total, const std::vector<NumberOver<Kind>>& weights,
                                        std::size_t) {
    return largest_remainder(total, std::span<const NumberOver<Kind>>(weights));
}

}  // namespace ipep::proofs
