// Traced: a number that remembers how it was computed. See ledger/number.h for the operations the rules use.
//
// Shape:  a value without a trace is a literal of its formula; `leaf` starts a trace, `step` closes one into a node.
// Promise: value_of is what Exact gives for the same operations.
#pragma once

#include "ledger/explanation.h"
#include "ledger/number.h"

namespace ipep {

class Traced {
public:
    Traced() = default;
    template <class Whole>
    requires std::is_integral_v<Whole>
    explicit Traced(Whole literal) : value_(literal) {}
    explicit Traced(Exact literal) : value_(std::move(literal)) {}

    static Traced leaf(ExplanationPtr node, Exact value);

    const Exact& value() const { return value_; }
    bool is_traced() const { return !inputs_.empty(); }
    // The node a `step` or `leaf` made of it; null for a literal or an unfinished formula.
    ExplanationPtr node() const { return closed_ ? inputs_.front() : nullptr; }

    friend Traced operator+(const Traced& a, const Traced& b);
    friend Traced operator-(const Traced& a, const Traced& b);
    friend Traced operator*(const Traced& a, const Traced& b);
    friend Traced operator/(const Traced& a, const Traced& b);
    friend Traced min(const Traced& a, const Traced& b);
    friend Traced max(const Traced& a, const Traced& b);
    friend Traced round_cents(const Traced& euros);
    friend Traced floor_cents(const Traced& euros);
    friend Traced sum(std::span<const Traced> terms);
    friend std::vector<Traced> apportion(const Traced& total, std::span<const Traced> weights, std::size_t focus);
    friend Traced share_of(const Traced& total, const Traced& weight, Exact share);

    struct TracedBranch {
        std::string text;
        std::vector<ExplanationPtr> inputs;
    };
    friend TracedBranch as(const Traced& a, const char* relation, const Traced& b);
    template <class... Branches>
    friend Traced step(const Step& what, const Traced& value, const Branches&... branches) {
        return close(what, value, {branches...});
    }

private:
    enum Precedence { kSum = 1, kProduct = 2, kAtom = 3 };

    static Traced combine(const Traced& a, const Traced& b, const char* sign, Precedence precedence, Exact value);
    static Traced call(const char* function, std::initializer_list<const Traced*> arguments, Exact value);
    static Traced close(const Step& what, const Traced& value, const std::vector<TracedBranch>& branches);
    std::string formula(Precedence at_least) const;
    void adopt(const std::vector<ExplanationPtr>& inputs);

    Exact value_;
    std::string formula_;
    Precedence precedence_ = kAtom;
    std::vector<ExplanationPtr> inputs_;
    bool closed_ = false;
};

Traced::TracedBranch as(const Traced& a, const char* relation, const Traced& b);
std::vector<Traced> apportion(const Traced& total, std::span<const Traced> weights, std::size_t focus);
// A share that `apportion` gave, where the other weights are not at hand: they stand in no trace.
Traced share_of(const Traced& total, const Traced& weight, Exact share);
inline const Exact& value_of(const Traced& number) { return number.value(); }

}  // namespace ipep
