#include "ledger/traced.h"

#include "ledger/rules/apportionment.h"

namespace ipep {

Traced Traced::leaf(ExplanationPtr node, Exact value) {
    Traced traced(std::move(value));
    traced.formula_ = node->label();
    traced.inputs_ = {std::move(node)};
    traced.closed_ = true;
    return traced;
}

void Traced::adopt(const std::vector<ExplanationPtr>& inputs) {
    for (const ExplanationPtr& input : inputs)
        if (std::ranges::find(inputs_, input) == inputs_.end()) inputs_.push_back(input);
}

std::string Traced::formula(Precedence at_least) const {
    if (!is_traced()) {
        const std::string literal = to_text(value_);
        const bool compound = literal.find_first_of("/-") != std::string::npos;
        return compound ? '(' + literal + ')' : literal;
    }
    return precedence_ < at_least ? '(' + formula_ + ')' : formula_;
}

Traced Traced::combine(const Traced& a, const Traced& b, const char* sign, Precedence precedence, Exact value) {
    Traced result(std::move(value));
    if (!a.is_traced() && !b.is_traced()) return result;
    const bool associative = *sign == '+' || *sign == '*';
    const auto right = associative ? precedence : static_cast<Precedence>(precedence + 1);
    result.formula_ = a.formula(precedence) + ' ' + sign + ' ' + b.formula(right);
    result.precedence_ = precedence;
    result.adopt(a.inputs_);
    result.adopt(b.inputs_);
    return result;
}

Traced Traced::call(const char* function, std::initializer_list<const Traced*> arguments, Exact value) {
    Traced result(std::move(value));
    std::string text;
    for (const Traced* argument : arguments) {
        text += (text.empty() ? "" : ", ") + argument->formula(kSum);
        result.adopt(argument->inputs_);
    }
    if (result.is_traced()) result.formula_ = std::string(function) + '(' + text + ')';
    return result;
}

Traced operator+(const Traced& a, const Traced& b) {
    return Traced::combine(a, b, "+", Traced::kSum, a.value_ + b.value_);
}
Traced operator-(const Traced& a, const Traced& b) {
    return Traced::combine(a, b, "-", Traced::kSum, a.value_ - b.value_);
}
Traced operator*(const Traced& a, const Traced& b) {
    return Traced::combine(a, b, "*", Traced::kProduct, a.value_ * b.value_);
}
Traced operator/(const Traced& a, const Traced& b) {
    return Traced::combine(a, b, "/", Traced::kProduct, a.value_ / b.value_);
}
Traced min(const Traced& a, const Traced& b) { return Traced::call("min", {&a, &b}, min(a.value_, b.value_)); }
Traced max(const Traced& a, const Traced& b) { return Traced::call("max", {&a, &b}, max(a.value_, b.value_)); }
Traced round_cents(const Traced& euros) { return Traced::call("round", {&euros}, round_cents(euros.value_)); }
Traced floor_cents(const Traced& euros) { return Traced::call("floor", {&euros}, floor_cents(euros.value_)); }

// Every term is a node of its own (`step`, `leaf` or a witness), so that the formula need not list them.
Traced sum(std::span<const Traced> terms) {
    Traced total(Exact(0));
    for (const Traced& term : terms) {
        total.value_ += term.value_;
        total.inputs_.insert(total.inputs_.end(), term.inputs_.begin(), term.inputs_.end());
    }
    total.formula_ = "sum(inputs)";
    return total;
}

std::vector<Traced> apportion(const Traced& total, std::span<const Traced> weights, std::size_t focus) {
    std::vector<Exact> plain;
    for (const Traced& weight : weights) plain.push_back(weight.value_);
    std::vector<Traced> shares;
    for (Exact& share : apportion(total.value_, plain, focus)) shares.emplace_back(std::move(share));
    if (focus >= shares.size()) return shares;
    Traced& asked = shares[focus];
    asked = share_of(total, weights[focus], asked.value_);
    asked.inputs_ = total.inputs_;
    for (const Traced& weight : weights)
        asked.inputs_.insert(asked.inputs_.end(), weight.inputs_.begin(), weight.inputs_.end());
    return shares;
}

Traced share_of(const Traced& total, const Traced& weight, Exact share) {
    Traced asked(std::move(share));
    asked.inputs_ = total.inputs_;
    asked.inputs_.insert(asked.inputs_.end(), weight.inputs_.begin(), weight.inputs_.end());
    const ExplanationPtr node = weight.node();
    asked.formula_ =
        "largestRemainder(" + total.formula(Traced::kSum) + ", " + (node ? node->name : "weights") + "[*])";
    if (node) asked.formula_ += '[' + node->of + ']';
    return asked;
}

Traced::TracedBranch as(const Traced& a, const char* relation, const Traced& b) {
    Traced::TracedBranch branch;
    branch.text = a.formula(Traced::kSum) + ' ' + relation + ' ' + b.formula(Traced::kSum);
    branch.inputs = a.inputs_;
    branch.inputs.insert(branch.inputs.end(), b.inputs_.begin(), b.inputs_.end());
    return branch;
}

Traced Traced::close(const Step& what, const Traced& value, const std::vector<TracedBranch>& branches) {
    Traced closing = value;
    std::string chosen;
    for (const TracedBranch& branch : branches) {
        if (branch.inputs.empty()) continue;
        chosen += (chosen.empty() ? ", as " : " and ") + branch.text;
        closing.adopt(branch.inputs);
    }
    if (!closing.is_traced()) return closing;
    auto node = std::make_shared<Explanation>();
    node->name = what.name;
    node->of = what.of;
    node->value = *what.unit == 'E' && what.unit == std::string_view(kEuros) && denominator(value.value_ * 100) == 1
                      ? to_text(to_money(value.value_))
                      : to_text(value.value_);
    node->unit = what.unit;
    node->formula = value.formula(kSum) + chosen;
    node->cite = Citation{what.cite.section, what.cite.status};
    node->inputs = std::move(closing.inputs_);
    return leaf(std::move(node), value.value_);
}

}  // namespace ipep
