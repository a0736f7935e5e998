#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "ledger/settlement.h"
#include "tests/ledger/proofs/domain.h"
#include "tests/ledger/proofs/falsehood.h"
#include "tests/ledger/proofs/property.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep::proofs {
namespace {

std::string named(const testing::TestParamInfo<Property>& info) { return info.param.name; }

std::string told(const Outcome& outcome) {
    std::string text = outcome.proved ? "proved" : outcome.refuted ? "refuted: " + outcome.refuted->claim : "unknown: ";
    text += outcome.unknown;
    if (outcome.refuted)
        for (const auto& [name, value] : outcome.refuted->inputs) text += "\n  " + name + " = " + value;
    return text;
}

class Rule : public testing::TestWithParam<Property> {};

TEST_P(Rule, IsProved) {
    const Outcome outcome = explore(GetParam().body, {}, 20'000);
    EXPECT_TRUE(outcome.proved) << GetParam().sentence << '\n' << told(outcome);
    EXPECT_GT(outcome.claims, 0u);
}

// A sentence that a broken rule satisfies would say nothing.
TEST_P(Rule, DoesNotSurviveItsFault) {
    const Outcome outcome = explore(GetParam().body, GetParam().mutant, 20'000);
    EXPECT_TRUE(outcome.refuted) << in_words(GetParam().mutant) << ": " << told(outcome);
}

INSTANTIATE_TEST_SUITE_P(Proofs, Rule, testing::ValuesIn(all_properties()), named);

void expect_true_of_real_numbers(z3::context& context, const std::vector<z3::expr>& sentences) {
    for (const z3::expr& sentence : sentences) {
        z3::solver solver = z3::tactic(context, "qfnra-nlsat").mk_solver();
        solver.add(!sentence);
        EXPECT_EQ(solver.check(), z3::unsat) << sentence;
    }
}

TEST(Lemmas, AreTrueOfRealNumbers) {
    z3::context context;
    const auto real = [&](const char* name) { return context.real_const(name); };
    const z3::expr x = real("x"), y = real("y"), u = real("u"), v = real("v");
    expect_true_of_real_numbers(context, product_lemmas(x, y, x * y));
    expect_true_of_real_numbers(context, shared_factor_lemmas(x, x * y, u, u * y, y));
    expect_true_of_real_numbers(context, two_product_lemmas(x, y, x * y, u, v, u * v));
}

// The same year over both numbers.
class Years {
public:
    explicit Years(std::uint64_t seed) : random_(seed) {}

    Exact number(int low, int high, int parts) { return Exact(pick(low * parts, high * parts), parts); }
    int pick(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }

    GroupInputs<Exact> group(int index) {
        GroupInputs<Exact> in;
        in.groupement = {"G" + std::to_string(index)};
        in.rank = pick(1, 4);
        in.mixed = in.rank <= 2;
        in.year = 2019;
        in.patients = pick(0, 3) == 0 ? 10'000 : pick(0, 60'000);
        in.spending = {number(800, 1200, 7), number(900, 1100, 7)};
        in.spendingBefore = {{number(800, 1200, 3), number(900, 1100, 3)}};
        for (int i = pick(0, 3); i > 0; --i) in.core.push_back(indicator());
        for (int i = pick(0, 3); i > 0; --i) in.chosen.push_back(indicator());
        if (pick(0, 1) == 1) in.experience = {number(40, 90, 1), Exact(60), Exact(75)};
        in.seedCredit = number(0, 130'000, 100);
        in.advanceBefore = number(0, 50'000, 100);
        return in;
    }

private:
    IndicatorResult<Exact> indicator() {
        const auto direction = static_cast<Direction>(pick(0, 2));
        const bool up = direction == Direction::up;
        return {{"S01"}, direction, number(0, 100, 1), Exact(up ? 90 : 10), Exact(up ? 80 : 20), number(0, 100, 1)};
    }

    std::mt19937_64 random_;
};

template <class Number>
struct Over {
    Number operator()(const Exact& value) const { return Number(value); }
    std::vector<IndicatorResult<Number>> operator()(const std::vector<IndicatorResult<Exact>>& results) const {
        std::vector<IndicatorResult<Number>> all;
        for (const auto& one : results)
            all.push_back({one.indicator, one.direction, Number(one.value), Number(one.target),
                           Number(one.intermediate), Number(*one.before)});
        return all;
    }
    GroupInputs<Number> operator()(const GroupInputs<Exact>& in) const {
        const auto& self = *this;
        GroupInputs<Number> out;
        out.groupement = in.groupement;
        out.mixed = in.mixed;
        out.year = self(in.year);
        out.rank = self(in.rank);
        out.patients = self(in.patients);
        out.spending = {self(in.spending.actual), self(in.spending.adjusted)};
        for (const auto& one : in.spendingBefore) out.spendingBefore.push_back({self(one.actual), self(one.adjusted)});
        out.core = self(in.core);
        out.chosen = self(in.chosen);
        if (in.experience)
            out.experience = {self(in.experience->score), self(in.experience->intermediate),
                              self(in.experience->target)};
        out.seedCredit = self(in.seedCredit);
        out.advanceBefore = self(in.advanceBefore);
        return out;
    }
};

template <class Number>
struct Itself {
    const Number& operator()(std::size_t, const char*, const Number& value) const { return value; }
};

template <class Number>
std::vector<Number> figures_of(const std::vector<GroupInputs<Exact>>& groups, const Parameters& parameters) {
    std::vector<GroupInputs<Number>> in;
    for (const auto& one : groups) in.push_back(Over<Number>()(one));
    const auto lift = [](const auto&, const auto& parameter) { return Number(to_exact(parameter)); };
    const auto year = settle_year(in, read_rules<Number>(parameters, lift), Itself<Number>());
    std::vector<Number> all{year.expenditure, year.cap, year.qualityEnvelope, year.capped};
    for (const auto& one : year.groups)
        all.insert(all.end(),
                   {one.gap, one.evolution, one.perPatient, one.gain, one.score, one.groupCap, one.qualityRight,
                    one.quality, one.modulation, one.gross, one.capped, one.net, one.nationalReduction,
                    one.advanceGranted, one.advanceRecovered, one.advanceOutstanding, one.due});
    return all;
}

TEST(Term, GivesOverConstantsWhatExactGives) {
    const char* wish = std::getenv("IPEP_TEST_SEED");
    const auto seed = wish ? std::strtoull(wish, nullptr, 10) : std::random_device{}();
    SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed));
    Years years(seed);
    for (int round = 0; round < 40; ++round) {
        Parameters parameters = sample::parameters();
        parameters.caps.national = {round % 2 == 0 ? "1" : "1/700"};
        parameters.advance.recovery = static_cast<Recovery>(years.pick(0, 1));
        parameters.quality.envelopeBasis = static_cast<EnvelopeBasis>(years.pick(0, 1));
        std::vector<GroupInputs<Exact>> groups;
        for (int i = years.pick(1, 3); i > 0; --i) groups.push_back(years.group(4 - i));
        const auto exact = figures_of<Exact>(groups, parameters);
        const Outcome outcome = explore([&](Path& path) {
            const auto terms = figures_of<Term>(groups, parameters);
            for (std::size_t i = 0; i < terms.size(); ++i)
                path.claim("figure " + std::to_string(i), *terms[i] == path.number(exact[i]));
        });
        EXPECT_TRUE(outcome.proved) << told(outcome);
        EXPECT_EQ(outcome.paths, 1u);
    }
}

// Whether the variables may have these values: what is assumed then contradicts nothing, and only the last claim does.
bool may_be(const Body& assume_them) {
    const Outcome outcome = explore([&](Path& path) {
        assume_them(path);
        path.claim("cannot be", path.number(0) == 1);
    });
    return outcome.refuted.has_value();
}

template <class Value>
void equate(Path& path, const Term& term, const Value& value) {
    path.assume(*term == path.number(to_exact(value)));
}

bool are_in_the_domain(const Parameters& all) {
    return may_be([&](Path& path) {
        const auto seed = any_seed_credit_rules<Term>(path);
        equate(path, seed.baseAmount, all.seedCredit.baseAmount);
        equate(path, seed.sizeFactorMin, all.seedCredit.sizeFactorMin);
        equate(path, seed.sizeFactorMax, all.seedCredit.sizeFactorMax);
        equate(path, seed.sizeCeilingPatients, all.seedCredit.sizeCeilingPatients);
        equate(path, seed.floor, all.seedCredit.floor);
        equate(path, seed.ceiling, all.seedCredit.ceiling);
        equate(path, seed.firstTranche, all.seedCredit.firstTranche);
        const auto quality = any_quality_rules<Term>(path);
        equate(path, quality.pointsTarget, all.quality.points.target);
        equate(path, quality.pointsIntermediate, all.quality.points.intermediate);
        equate(path, quality.pointsImproved, all.quality.points.improved);
        equate(path, quality.pointsStable, all.quality.points.stable);
        equate(path, quality.pointsWorsened, all.quality.points.worsened);
        equate(path, quality.weightCoreAlone, all.quality.weights.withoutALaCarte.socle);
        equate(path, quality.weightCore, all.quality.weights.withALaCarte.socle);
        equate(path, quality.weightChosen, all.quality.weights.withALaCarte.aLaCarte);
        equate(path, quality.bonusIntermediate, all.quality.experienceBonus.intermediate);
        equate(path, quality.bonusTarget, all.quality.experienceBonus.target);
        const auto efficiency = any_efficiency_rules<Term>(path);
        equate(path, efficiency.band, all.efficiency.band);
        equate(path, efficiency.share, all.efficiency.share);
        equate(path, efficiency.gapWeight, all.efficiency.gapWeight);
        equate(path, efficiency.evolutionWeight, all.efficiency.evolutionWeight);
        const auto knots = any_knots<Term>(path, static_cast<unsigned>(all.modulation.knots.size()));
        for (std::size_t i = 0; i < knots.size(); ++i) {
            equate(path, knots[i].score, all.modulation.knots[i].score);
            equate(path, knots[i].modulation, all.modulation.knots[i].modulation);
        }
    });
}

// Parameters with some of them at the edges of what is allowed, or beyond.
Parameters odd_parameters(Years& years) {
    const auto ratio = [&](std::initializer_list<const char*> of) {
        return Ratio{*(of.begin() + years.pick(0, static_cast<int>(of.size()) - 1))};
    };
    Parameters all = sample::parameters();
    all.seedCredit.baseAmount = Money(years.pick(-1, 1));
    all.seedCredit.floor = Money(years.pick(-1, 2));
    all.seedCredit.ceiling = Money(years.pick(0, 2));
    all.seedCredit.sizeFactorMin = ratio({"0", "1/2", "1", "-1"});
    all.seedCredit.firstTranche = ratio({"0", "1", "1/2", "2"});
    all.quality.points.stable = {ratio({"0", "2", "-2", "3"}).text};
    all.quality.points.worsened = {ratio({"0", "2", "-2", "-3"}).text};
    all.quality.weights.withALaCarte = {ratio({"0", "100", "50"}), ratio({"0", "100", "50"})};
    all.quality.experienceBonus.intermediate = {ratio({"0", "20", "10", "-1"}).text};
    all.efficiency.band = ratio({"0", "1", "1/20", "-1/20"});
    all.efficiency.share = ratio({"0", "1", "1/2"});
    all.efficiency.gapWeight = ratio({"0", "1", "1/3"});
    all.efficiency.evolutionWeight = ratio({"0", "1", "2/3"});
    all.modulation.knots[1] = {ratio({"50", "99", "0"}), ratio({"-1", "1", "-2"})};
    return all;
}

TEST(Domain, HoldsAllThatTheRulesMayBe) {
    EXPECT_TRUE(are_in_the_domain(sample::parameters()));
    Years years(20);
    int allowed = 0;
    for (int i = 0; i < 100'000 && allowed < 40; ++i) {
        const Parameters parameters = odd_parameters(years);
        if (!broken_invariants(parameters).empty()) continue;
        ++allowed;
        EXPECT_TRUE(are_in_the_domain(parameters));
    }
    EXPECT_EQ(allowed, 40);
}

Inputs whole_numbers(const Inputs& inputs) {
    Inputs plain;
    for (const auto& [name, value] : inputs) plain[name] = value.substr(0, value.find('.'));
    return plain;
}

Rows rows_of(const Book& book) {
    Rows rows;
    for (const GroupementId& id : book.groupements())
        for (const auto& [year, line] : book.find(id)->settled) rows[{id.text, year}] = line.row;
    return rows;
}

bool shows(const Falsehood& falsehood, const Example& example) {
    TrialLedger ledger;
    ledger.append(example.facts);
    for (const ResultYear year : falsehood.years) ledger.settle(year);
    const Rows before = rows_of(ledger.service().book());
    if (!example.corrections.empty()) {
        ledger.append(example.corrections);
        ledger.settle(falsehood.years.front());
        if (falsehood.years.size() > 1) ledger.settle(falsehood.years.back());
    }
    return falsehood.shows(before, rows_of(ledger.service().book()));
}

Example kept(const Falsehood& falsehood) {
    const std::string name = std::string("proofs/") + falsehood.name;
    const std::string corrections = name + ".corrections.jsonl";
    return {read_data(name + ".jsonl"),
            std::filesystem::exists(data_path(corrections)) ? read_data(corrections) : std::string()};
}

std::string named_without_dashes(const testing::TestParamInfo<Falsehood>& info) {
    std::string name = info.param.name;
    std::erase(name, '-');
    return name;
}

class False : public testing::TestWithParam<Falsehood> {};

TEST_P(False, IsRefutedByFactsThatShowIt) {
    const Outcome outcome = explore(GetParam().body, {}, 20'000);
    ASSERT_TRUE(outcome.refuted) << GetParam().sentence << ": " << told(outcome);
    EXPECT_TRUE(shows(GetParam(), GetParam().example(whole_numbers(outcome.refuted->inputs))));
}

TEST_P(False, IsShownByTheExampleThatIsKept) { EXPECT_TRUE(shows(GetParam(), kept(GetParam()))); }

INSTANTIATE_TEST_SUITE_P(Proofs, False, testing::ValuesIn(all_falsehoods()), named_without_dashes);

TEST(Page, SaysWhatIsProved) {
    EXPECT_EQ(page(), read_file(project_path("ledger/PROOFS.md")))
        << "build/tests/proofs_tests --page > ledger/PROOFS.md";
}

// Prints the facts that show a sentence false, as the solver finds them.
int print_example(const std::string& name, bool corrections) {
    for (const Falsehood& one : all_falsehoods()) {
        if (one.name != name) continue;
        const Outcome outcome = explore(one.body);
        if (!outcome.refuted) return 1;
        const Example example = one.example(whole_numbers(outcome.refuted->inputs));
        std::cout << (corrections ? example.corrections : example.facts);
        return 0;
    }
    return 2;
}

}  // namespace
}  // namespace ipep::proofs

//   --page                          ledger/PROOFS.md
//   --example NAME [corrections]    the lines of tests/data/proofs/NAME.jsonl, or those that follow
int main(int count, char** arguments) {
    const std::string first = count > 1 ? arguments[1] : "";
    if (first == "--page") {
        std::cout << ipep::proofs::page();
        return 0;
    }
    if (first == "--example" && count > 2) return ipep::proofs::print_example(arguments[2], count > 3);
    testing::InitGoogleTest(&count, arguments);
    return RUN_ALL_TESTS();
}
