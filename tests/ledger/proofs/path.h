// Path: one way through a rule that is run over terms of Z3, with what is known on it.
//
// Shape:  `explore` runs a body again for each way its comparisons can go. Inputs are variables; `assume` says what the
//         schema allows; a comparison the facts do not decide is a fork; `claim` is proved at once and then known.
//         A product of two variables is a variable of its own. What is said of it besides its definition are instances
//         of sentences of real numbers (`product_lemmas`), so that most claims need linear arithmetic alone.
// Units:  as the rules; a rounding is a whole number with its bounds and the tie rule of `round_half_away`.
// Errors: a claim that is neither proved nor refuted ends the exploration with `unknown`, which is a failure.
// Threads: one path at a time.
#pragma once

#include <z3++.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/exact.h"

namespace ipep::proofs {

// One deliberate fault of the rules: the `at`th operation of its kind in a run (0: every one), or a step by its name,
// is another one. What sorts is turned as a whole, or it would be no order.
enum class Operation {
    minimum,      // is a maximum
    maximum,      // is a minimum
    comparison,   // is the other way round
    bound,        // counts equality where it did not, or not where it did
    addition,     // is a subtraction
    subtraction,  // is an addition
    product,      // is its first factor
    quotient,     // is its dividend
    rounding,     // is a cent too much
    flooring,     // is one too much
    given,        // the step gives a cent more
    dropped,      // the step gives nothing
};
struct Mutant {
    Operation operation;
    unsigned at = 1;
    const char* step = "";
};
std::string in_words(const Mutant& mutant);

// A way through the body, as its forks went.
struct Fork {
    unsigned taken = 0, ways = 1;
};
using Script = std::vector<Fork>;

struct Refuted {
    std::string claim;
    std::map<std::string, std::string> inputs;  // values of the inputs, "p/q" or whole
};
struct Unknown {
    std::string claim;
};

class Path {
public:
    Path(z3::context& context, Script& script, std::optional<Mutant> mutant, unsigned patience_ms);
    ~Path();
    Path(const Path&) = delete;
    Path& operator=(const Path&) = delete;
    static Path& current();

    // Inputs. A typical value is tried first where a counterexample is looked for.
    z3::expr real(const std::string& name, const char* typical = "");
    z3::expr whole(const std::string& name, const char* typical = "");
    z3::expr cents(const std::string& name, const char* typical = "");  // euros; the typical value in cents
    // What a part that is not run gives.
    z3::expr fresh_real(const std::string& name) { return variable(name + std::to_string(++fresh_)); }
    z3::expr fresh_cents(const std::string& name);
    void assume(const z3::expr& fact);
    // Throws Refuted or Unknown.
    void claim(const std::string& what, const z3::expr& claim);
    unsigned choose(unsigned ways);
    // Another run of the rules begins, with the same fault.
    void begin() { done_.clear(); }
    // What a step of this name gave, in the order of the runs.
    const std::vector<z3::expr>& given(const std::string& step) const { return given_.at(step); }
    bool has_given(const std::string& step) const { return given_.contains(step); }

    // What a number does.
    z3::expr number(std::int64_t whole) { return context_.real_val(static_cast<std::int64_t>(whole)); }
    z3::expr number(const Exact& value);
    z3::expr sum(const z3::expr& a, const z3::expr& b);
    z3::expr difference(const z3::expr& a, const z3::expr& b);
    z3::expr product(const z3::expr& a, const z3::expr& b);
    z3::expr quotient(const z3::expr& a, const z3::expr& b);
    z3::expr minimum(const z3::expr& a, const z3::expr& b);
    z3::expr maximum(const z3::expr& a, const z3::expr& b);
    z3::expr rounded(const z3::expr& value);  // to a whole number, half away from zero
    z3::expr floor(const z3::expr& value);
    z3::expr step(const std::string& name, const z3::expr& value);
    bool less(const z3::expr& a, const z3::expr& b);
    bool at_most(const z3::expr& a, const z3::expr& b);
    bool equal(const z3::expr& a, const z3::expr& b);
    std::size_t count(const z3::expr& whole);
    void is_whole(const z3::expr& value);  // an obligation

    unsigned claims() const { return claims_; }

private:
    struct Product {
        z3::expr x, y, p;
    };
    struct Input {
        std::string name;
        z3::expr value;
        std::string typical;
    };

    z3::expr variable(const std::string& name);
    z3::expr whole_variable(const std::string& name);
    bool is_sum_of_wholes(const z3::expr& value) const;
    z3::expr rounding_of(const z3::expr& value, std::map<unsigned, z3::expr>& known, Integer (*of_number)(const Exact&),
                         const std::function<z3::expr(const z3::expr&)>& bounds);
    bool mutates(Operation operation, const std::string& step = {});
    bool holds(const z3::expr& condition);
    bool replaying() const { return at_ < script_.size(); }
    z3::check_result quickly(const z3::expr& condition);
    void know(const z3::expr& fact);
    void add_product(const z3::expr& x, const z3::expr& y, const z3::expr& p);
    void add_distributive_lemma(const z3::expr& factor);
    void prove(const std::string& what, const z3::expr& claim);
    bool refutes(const z3::expr& claim, bool typical, const std::string& what);
    bool proves_over_reals(const z3::expr& claim);

    z3::context& context_;
    Script& script_;
    std::size_t at_ = 0;
    const std::optional<Mutant> mutant_;
    const unsigned patience_ms_;
    z3::solver quick_;  // linear facts and lemmas
    std::vector<z3::expr> linear_, products_as_defined_;
    std::vector<z3::expr> wholes_, as_reals_;  // a whole variable, and the real one that stands for it
    std::vector<Product> products_;
    std::map<std::pair<unsigned, unsigned>, z3::expr> known_products_, known_quotients_;
    std::map<unsigned, z3::expr> known_rounded_, known_floors_;
    std::vector<z3::expr> kept_;  // so that an identity of a term stays its own
    std::vector<Input> inputs_;
    std::map<Operation, unsigned> done_;
    std::map<std::string, std::vector<z3::expr>> given_;
    unsigned fresh_ = 0, claims_ = 0;
};

// What is said of a product of real numbers, and of two of them: true sentences, each proved on its own.
std::vector<z3::expr> product_lemmas(const z3::expr& x, const z3::expr& y, const z3::expr& p);
std::vector<z3::expr> shared_factor_lemmas(const z3::expr& x1, const z3::expr& p1, const z3::expr& x2,
                                           const z3::expr& p2, const z3::expr& y);
std::vector<z3::expr> two_product_lemmas(const z3::expr& x1, const z3::expr& y1, const z3::expr& p1, const z3::expr& x2,
                                         const z3::expr& y2, const z3::expr& p2);

struct Outcome {
    bool proved = false;
    std::optional<Refuted> refuted = {};
    std::string unknown = {};
    unsigned paths = 0, claims = 0;
};
using Body = std::function<void(Path&)>;
Outcome explore(const Body& body, std::optional<Mutant> mutant = {}, unsigned patience_ms = 5'000);

std::string solver_version();

}  // namespace ipep::proofs
