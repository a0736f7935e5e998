#include "tests/ledger/proofs/path.h"

namespace ipep::proofs {
namespace {

Path* the_path = nullptr;

z3::expr linear(const z3::expr& value) {
    z3::params form(value.ctx());
    form.set("som", true);
    return value.simplify(form);
}

bool same(const z3::expr& a, const z3::expr& b) { return z3::eq(a, b); }

Exact value_of_numeral(const z3::expr& numeral) {
    const std::string text = Z3_get_numeral_string(numeral.ctx(), numeral);
    return to_exact(Ratio{text});
}

// A sum of rational multiples of whole variables and a number; nothing where it is another term.
struct WholeSum {
    std::vector<std::pair<z3::expr, Exact>> parts;  // the variable, of sort Int
    Exact number;

    bool add(const z3::expr& value, const Exact& times) {
        if (value.is_numeral()) {
            number += times * value_of_numeral(value);
            return true;
        }
        const Z3_decl_kind kind = value.decl().decl_kind();
        if (kind == Z3_OP_TO_REAL) {
            parts.emplace_back(value.arg(0), times);
            return true;
        }
        if (kind == Z3_OP_MUL && value.num_args() == 2 && value.arg(0).is_numeral())
            return add(value.arg(1), times * value_of_numeral(value.arg(0)));
        if (kind != Z3_OP_ADD) return false;
        for (unsigned i = 0; i < value.num_args(); ++i)
            if (!add(value.arg(i), times)) return false;
        return true;
    }

    Integer common_denominator() const {
        Integer common = denominator(number);
        for (const auto& [variable, times] : parts) {
            const Integer bottom = denominator(times * Exact(common));
            common *= bottom;
        }
        return common;
    }

    z3::expr scaled(z3::context& context) const {
        const Exact scale(common_denominator());
        const auto whole = [&](const Exact& value) { return context.int_val(numerator(value * scale).str().c_str()); };
        z3::expr total = whole(number);
        for (const auto& [variable, times] : parts) total = total + whole(times) * variable;
        return total;
    }
};

// The same sentence, where it is about whole numbers alone said of whole numbers, in which 0 < x means 1 <= x.
z3::expr over_wholes(const z3::expr& fact) {
    const Z3_decl_kind kind = fact.decl().decl_kind();
    const bool compares = kind == Z3_OP_LE || kind == Z3_OP_LT || kind == Z3_OP_GE || kind == Z3_OP_GT ||
                          (kind == Z3_OP_EQ && fact.arg(0).is_real());
    if (compares) {
        WholeSum difference;
        if (!difference.add(linear(fact.arg(0) - fact.arg(1)), 1)) return fact;
        const z3::expr scaled = difference.scaled(fact.ctx());
        if (kind == Z3_OP_LE) return scaled <= 0;
        if (kind == Z3_OP_LT) return scaled < 0;
        if (kind == Z3_OP_GE) return scaled >= 0;
        if (kind == Z3_OP_GT) return scaled > 0;
        return scaled == 0;
    }
    if (kind != Z3_OP_AND && kind != Z3_OP_OR && kind != Z3_OP_NOT && kind != Z3_OP_IMPLIES && kind != Z3_OP_EQ)
        return fact;
    z3::expr_vector parts(fact.ctx());
    for (unsigned i = 0; i < fact.num_args(); ++i) parts.push_back(over_wholes(fact.arg(i)));
    return fact.decl()(parts);
}

constexpr const char* kWords[] = {"minimum is a maximum",
                                  "maximum is a minimum",
                                  "comparison is the other way round",
                                  "comparison treats equality the other way",
                                  "addition is a subtraction",
                                  "subtraction is an addition",
                                  "product is its first factor",
                                  "quotient is its dividend",
                                  "rounding is one too much",
                                  "rounding down is one too much",
                                  "is a cent more",
                                  "is nothing"};

}  // namespace

std::string in_words(const Mutant& mutant) {
    const std::string words = kWords[static_cast<int>(mutant.operation)];
    if (*mutant.step) return std::string("`") + mutant.step + "` " + words;
    if (mutant.at == 0) return "every " + words;
    return std::to_string(mutant.at) +
           (mutant.at == 1   ? "st "
            : mutant.at == 2 ? "nd "
            : mutant.at == 3 ? "rd "
                             : "th ") +
           words;
}

Path::Path(z3::context& context, Script& script, std::optional<Mutant> mutant, unsigned patience_ms)
    : context_(context),
      script_(script),
      mutant_(mutant),
      patience_ms_(patience_ms),
      quick_(context, z3::solver::simple()) {
    z3::params limits(context);
    limits.set("timeout", patience_ms);
    quick_.set(limits);
    the_path = this;
}

Path::~Path() { the_path = nullptr; }

Path& Path::current() { return *the_path; }

z3::expr Path::variable(const std::string& name) { return context_.real_const(name.c_str()); }

void Path::know(const z3::expr& fact) {
    linear_.push_back(fact);
    quick_.add(over_wholes(fact));
}

z3::expr Path::whole_variable(const std::string& name) {
    const z3::expr value = z3::to_real(context_.int_const(name.c_str()));
    wholes_.push_back(value);
    as_reals_.push_back(variable(name + ".real"));
    return value;
}

// A sum of whole multiples of whole variables.
bool Path::is_sum_of_wholes(const z3::expr& value) const {
    if (value.is_numeral()) return value.denominator().get_numeral_int64() == 1;
    const Z3_decl_kind kind = value.decl().decl_kind();
    if (kind == Z3_OP_TO_REAL) return true;
    if (kind != Z3_OP_ADD && kind != Z3_OP_MUL) return false;
    for (unsigned i = 0; i < value.num_args(); ++i)
        if (!is_sum_of_wholes(value.arg(i))) return false;
    return true;
}

void Path::is_whole(const z3::expr& value) {
    if (!is_sum_of_wholes(linear(value))) throw Unknown{"an amount in whole cents"};
}

z3::expr Path::real(const std::string& name, const char* typical) {
    const z3::expr value = variable(name);
    inputs_.push_back({name, value, typical});
    return value;
}

z3::expr Path::whole(const std::string& name, const char* typical) {
    const z3::expr value = whole_variable(name);
    inputs_.push_back({name, value, typical});
    return value;
}

z3::expr Path::cents(const std::string& name, const char* typical) { return linear(whole(name, typical) / 100); }

z3::expr Path::fresh_cents(const std::string& name) {
    return linear(whole_variable(name + std::to_string(++fresh_)) / 100);
}

void Path::assume(const z3::expr& fact) { know(linear(fact)); }

z3::expr Path::number(const Exact& value) {
    return context_.real_val((numerator(value).str() + "/" + denominator(value).str()).c_str());
}

bool Path::mutates(Operation operation, const std::string& step) {
    if (!mutant_ || mutant_->operation != operation) return false;
    if (!step.empty()) return step == mutant_->step;
    return ++done_[operation] == mutant_->at || mutant_->at == 0;
}

z3::expr Path::sum(const z3::expr& a, const z3::expr& b) {
    return linear(mutates(Operation::addition) ? a - b : a + b);
}

z3::expr Path::difference(const z3::expr& a, const z3::expr& b) {
    return linear(mutates(Operation::subtraction) ? a + b : a - b);
}

z3::expr Path::product(const z3::expr& a, const z3::expr& b) {
    if (mutates(Operation::product)) return a;
    if (a.is_numeral() || b.is_numeral()) return linear(a * b);
    const auto key = std::minmax({a.id(), b.id()});
    if (const auto known = known_products_.find(key); known != known_products_.end()) return known->second;
    const z3::expr p = variable("p" + std::to_string(++fresh_));
    known_products_.emplace(key, p);
    add_product(a, b, p);
    return p;
}

z3::expr Path::quotient(const z3::expr& a, const z3::expr& b) {
    if (mutates(Operation::quotient)) return a;
    claim("nothing is divided by zero", b != 0);
    if (b.is_numeral()) return linear(a / b);
    const auto key = std::pair(a.id(), b.id());
    if (const auto known = known_quotients_.find(key); known != known_quotients_.end()) return known->second;
    const z3::expr q = variable("q" + std::to_string(++fresh_));
    known_quotients_.emplace(key, q);
    add_product(q, b, a);
    return q;
}

void Path::add_product(const z3::expr& x, const z3::expr& y, const z3::expr& p) {
    kept_.insert(kept_.end(), {x, y, p});
    products_as_defined_.push_back(p == x * y);
    const auto learn = [&](const std::vector<z3::expr>& lemmas) {
        for (const z3::expr& lemma : lemmas) know(lemma);
    };
    learn(product_lemmas(x, y, p));
    for (const Product& other : products_) {
        const bool distant = !same(other.p, p);
        if (same(other.y, y))
            learn(shared_factor_lemmas(other.x, other.p, x, p, y));
        else if (same(other.x, x))
            learn(shared_factor_lemmas(other.y, other.p, y, p, x));
        else if (same(other.x, y))
            learn(shared_factor_lemmas(other.y, other.p, x, p, y));
        else if (same(other.y, x))
            learn(shared_factor_lemmas(other.x, other.p, y, p, x));
        else if (!distant || products_.size() < 8) {
            learn(two_product_lemmas(other.x, other.y, other.p, x, y, p));
            learn(two_product_lemmas(other.x, other.y, other.p, y, x, p));
        }
    }
    products_.push_back({x, y, p});
    add_distributive_lemma(x);
    add_distributive_lemma(y);
}

// Where the other factors of all products with one factor add to that of another one, so do the products.
void Path::add_distributive_lemma(const z3::expr& factor) {
    std::vector<std::pair<z3::expr, z3::expr>> with;  // the other factor, the product
    for (const Product& one : products_) {
        if (same(one.x, factor))
            with.emplace_back(one.y, one.p);
        else if (same(one.y, factor))
            with.emplace_back(one.x, one.p);
    }
    for (const auto& [whole, of_whole] : with) {
        z3::expr factors = context_.real_val(0), products = context_.real_val(0);
        for (const auto& [part, of_part] : with) {
            if (same(part, whole)) continue;
            factors = factors + part;
            products = products + of_part;
        }
        if (linear(factors - whole).is_numeral()) {
            const z3::expr left_over = linear(factors - whole);
            if (same(left_over, context_.real_val(0))) know(linear(products) == of_whole);
        }
    }
}

z3::expr Path::minimum(const z3::expr& a, const z3::expr& b) {
    const bool is_maximum = mutates(Operation::minimum);
    return holds(is_maximum ? b > a : b < a) ? b : a;
}

z3::expr Path::maximum(const z3::expr& a, const z3::expr& b) {
    const bool is_minimum = mutates(Operation::maximum);
    return holds(is_minimum ? a > b : a < b) ? b : a;
}

// The same value is rounded to the same number; one that is known is rounded at once.
z3::expr Path::rounding_of(const z3::expr& value, std::map<unsigned, z3::expr>& known,
                           Integer (*of_number)(const Exact&), const std::function<z3::expr(const z3::expr&)>& bounds) {
    if (value.is_numeral()) return number(Exact(of_number(value_of_numeral(value))));
    if (const auto found = known.find(value.id()); found != known.end()) return found->second;
    const z3::expr r = whole_variable("r" + std::to_string(++fresh_));
    kept_.push_back(value);
    known.emplace(value.id(), r);
    know(bounds(r));
    return r;
}

z3::expr Path::rounded(const z3::expr& value) {
    const z3::expr half = context_.real_val(1, 2);
    const z3::expr r = rounding_of(value, known_rounded_, round_half_away, [&](const z3::expr& whole) {
        return (value >= 0 && whole <= value + half && value + half < whole + 1) ||
               (value < 0 && whole - 1 < value - half && value - half <= whole);
    });
    return mutates(Operation::rounding) ? linear(r + 1) : r;
}

z3::expr Path::floor(const z3::expr& value) {
    const z3::expr r = rounding_of(value, known_floors_, floor_of,
                                   [&](const z3::expr& whole) { return whole <= value && value < whole + 1; });
    return mutates(Operation::flooring) ? linear(r + 1) : r;
}

z3::expr Path::step(const std::string& name, const z3::expr& value) {
    z3::expr result = value;
    if (mutates(Operation::given, name)) result = linear(value + context_.real_val(1, 100));
    if (mutates(Operation::dropped, name)) result = context_.real_val(0);
    given_[name].push_back(result);
    return result;
}

bool Path::less(const z3::expr& a, const z3::expr& b) {
    const bool turned = mutates(Operation::comparison), loose = mutates(Operation::bound);
    return turned ? holds(b < a) : holds(loose ? a <= b : a < b);
}

bool Path::at_most(const z3::expr& a, const z3::expr& b) {
    const bool turned = mutates(Operation::comparison), strict = mutates(Operation::bound);
    return turned ? holds(b <= a) : holds(strict ? a < b : a <= b);
}

bool Path::equal(const z3::expr& a, const z3::expr& b) { return holds(a == b); }

std::size_t Path::count(const z3::expr& whole) {
    for (int known = 0; known < 8; ++known)
        if (holds(whole == known)) return static_cast<std::size_t>(known);
    claim("a count is one from 0 to 7", context_.bool_val(false));
    return 0;
}

unsigned Path::choose(unsigned ways) {
    if (!replaying()) script_.push_back({0, ways});
    return script_[at_++].taken;
}

z3::check_result Path::quickly(const z3::expr& condition) {
    quick_.push();
    quick_.add(over_wholes(condition));
    const z3::check_result result = quick_.check();
    quick_.pop();
    return result;
}

// What cannot be excluded is explored.
bool Path::holds(const z3::expr& condition) {
    const z3::expr simple = linear(condition);
    if (simple.is_true()) return true;
    if (simple.is_false()) return false;
    if (!replaying()) {
        if (quickly(simple) == z3::unsat)
            script_.push_back({1, 1});
        else
            script_.push_back({0, quickly(!simple) == z3::unsat ? 1u : 2u});
    }
    const bool taken = script_[at_++].taken == 0;
    know(taken ? simple : !simple);
    return taken;
}

void Path::claim(const std::string& what, const z3::expr& claim) {
    ++claims_;
    const z3::expr simple = linear(claim);
    if (simple.is_true()) return;
    if (!replaying() && quickly(!simple) != z3::unsat) prove(what, simple);
    know(simple);
}

void Path::prove(const std::string& what, const z3::expr& claim) {
    if (refutes(claim, true, what)) return;
    if (proves_over_reals(claim)) return;
    if (refutes(claim, false, what)) return;
    throw Unknown{what};
}

// All facts, roundings as whole numbers; whether it is proved. Throws Refuted.
bool Path::refutes(const z3::expr& claim, bool typical, const std::string& what) {
    const auto first = [&](const char* name) { return z3::tactic(context_, name); };
    const z3::tactic pinned = first("simplify") & first("propagate-values") & first("solve-eqs") & first("simplify") &
                              first("propagate-values") & first("smt");
    z3::solver full = typical ? pinned.mk_solver() : z3::solver(context_);
    z3::params limits(context_);
    limits.set("timeout", patience_ms_);
    full.set(limits);
    for (const auto* facts : {&linear_, &products_as_defined_})
        for (const z3::expr& fact : *facts) full.add(over_wholes(fact));
    if (typical)
        for (const Input& input : inputs_)
            if (!input.typical.empty()) full.add(input.value == context_.real_val(input.typical.c_str()));
    full.add(over_wholes(!claim));
    const z3::check_result result = full.check();
    if (result == z3::sat) {
        Refuted refuted{what, {}};
        const z3::model model = full.get_model();
        for (const Input& input : inputs_) {
            std::string value = model.eval(input.value, true).to_string();
            refuted.inputs[input.name] = value;
        }
        throw refuted;
    }
    return result == z3::unsat && !typical;
}

bool Path::proves_over_reals(const z3::expr& claim) {
    z3::goal goal(context_);
    z3::expr_vector wholes(context_), reals_for_them(context_);
    for (const z3::expr& whole : wholes_) wholes.push_back(whole);
    for (const z3::expr& real : as_reals_) reals_for_them.push_back(real);
    const auto add = [&](z3::expr fact) { goal.add(fact.substitute(wholes, reals_for_them)); };
    for (const auto* facts : {&linear_, &products_as_defined_})
        for (const z3::expr& fact : *facts) add(fact);
    add(!claim);
    const z3::tactic reals = z3::try_for(
        z3::tactic(context_, "simplify") & z3::tactic(context_, "purify-arith") & z3::tactic(context_, "qfnra-nlsat"),
        patience_ms_);
    try {
        const z3::apply_result left = reals(goal);
        return left.size() == 1 && left[0].is_decided_unsat();
    } catch (const z3::exception&) {
        return false;
    }
}

std::vector<z3::expr> product_lemmas(const z3::expr& x, const z3::expr& y, const z3::expr& p) {
    std::vector<z3::expr> lemmas{z3::implies(x >= 0 && y >= 0, p >= 0), z3::implies(x <= 0 && y <= 0, p >= 0),
                                 z3::implies(x >= 0 && y <= 0, p <= 0), z3::implies(x <= 0 && y >= 0, p <= 0),
                                 (x == 0 || y == 0) == (p == 0)};
    const auto bounded = [&](const z3::expr& a, const z3::expr& b, int bound) {
        lemmas.push_back(z3::implies(b >= 0 && a <= bound, p <= bound * b));
        lemmas.push_back(z3::implies(b >= 0 && a >= bound, p >= bound * b));
        lemmas.push_back(z3::implies(b > 0 && a < bound, p < bound * b));
        lemmas.push_back(z3::implies(b > 0 && a > bound, p > bound * b));
    };
    for (const int bound : {1, 100}) {
        bounded(x, y, bound);
        bounded(y, x, bound);
    }
    return lemmas;
}

std::vector<z3::expr> shared_factor_lemmas(const z3::expr& x1, const z3::expr& p1, const z3::expr& x2,
                                           const z3::expr& p2, const z3::expr& y) {
    return {z3::implies(y >= 0 && x1 <= x2, p1 <= p2), z3::implies(y >= 0 && x2 <= x1, p2 <= p1),
            z3::implies(y <= 0 && x1 <= x2, p2 <= p1), z3::implies(y <= 0 && x2 <= x1, p1 <= p2),
            z3::implies(y > 0 && x1 < x2, p1 < p2),    z3::implies(y > 0 && x2 < x1, p2 < p1)};
}

std::vector<z3::expr> two_product_lemmas(const z3::expr& x1, const z3::expr& y1, const z3::expr& p1, const z3::expr& x2,
                                         const z3::expr& y2, const z3::expr& p2) {
    std::vector<z3::expr> lemmas;
    const auto ordered = [&](const z3::expr& a, const z3::expr& b, const z3::expr& p, const z3::expr& c,
                             const z3::expr& d, const z3::expr& q) {
        lemmas.push_back(z3::implies(a >= 0 && b >= 0 && a <= c && b <= d, p <= q));
        lemmas.push_back(z3::implies(a >= 0 && b >= 0 && a < c && b <= d && d > 0, p < q));
        lemmas.push_back(z3::implies(a >= 0 && b >= 0 && a <= c && b < d && c > 0, p < q));
    };
    ordered(x1, y1, p1, x2, y2, p2);
    ordered(x2, y2, p2, x1, y1, p1);
    return lemmas;
}

Outcome explore(const Body& body, std::optional<Mutant> mutant, unsigned patience_ms) {
    Outcome outcome;
    Script script;
    z3::context context;
    try {
        for (;;) {
            Path path(context, script, mutant, patience_ms);
            body(path);
            ++outcome.paths;
            outcome.claims += path.claims();
            while (!script.empty() && script.back().taken + 1 >= script.back().ways) script.pop_back();
            if (script.empty()) break;
            ++script.back().taken;
        }
        outcome.proved = true;
    } catch (Refuted& refuted) {
        outcome.refuted = std::move(refuted);
    } catch (Unknown& unknown) {
        outcome.unknown = std::move(unknown.claim);
    }
    return outcome;
}

std::string solver_version() {
    unsigned major = 0, minor = 0, build = 0, revision = 0;
    Z3_get_version(&major, &minor, &build, &revision);
    return "Z3 " + std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(build);
}

}  // namespace ipep::proofs
