// The year: what was proved of its parts is assumed of them, and the code that puts them together is run.
#include "ledger/settlement.h"
#include "tests/ledger/proofs/domain.h"
#include "tests/ledger/proofs/property.h"

namespace ipep::proofs {
namespace {

// What the year rests on of each part. The same sentence is claimed of the part over Term and known of it over Cut.
template <class Number>
z3::expr judged(const GroupFigures<Number>& out) {
    return *out.expenditure >= 0 && *out.gain >= 0 && *out.groupCap >= 0;
}

template <class Number>
z3::expr earned(const GroupInputs<Number>& in, const GroupFigures<Number>& out) {
    const z3::expr quality =
        *out.quality >= 0 && *out.quality <= *out.qualityRight && z3::implies(*out.score <= 0, *out.quality == 0);
    const z3::expr capped = *out.capped >= 0 && *out.capped <= *out.groupCap && *out.capped <= *out.gross;
    return in.mixed ? quality && capped : *out.quality == 0 && *out.qualityRight == 0 && capped;
}

template <class Number>
z3::expr paid(const GroupInputs<Number>& in, const RulesInForce<Number>& rules, const Number& net,
              const GroupFigures<Number>& out) {
    z3::expr all = *out.net == *net && *out.due >= 0 && *out.advanceGranted >= 0 && *out.advanceRecovered >= 0 &&
                   *out.advanceOutstanding >= 0 &&
                   *out.advanceOutstanding == *in.advanceBefore + *out.advanceGranted - *out.advanceRecovered &&
                   *out.due == *net + *out.advanceGranted - *out.advanceRecovered;
    if (rules.recovery == Recovery::aboveSeedCredit) {
        all = all && z3::implies(*out.advanceRecovered > 0, *out.due >= *in.seedCredit);
        if (in.mixed) all = all && *out.due >= *in.seedCredit;
    }
    return all;
}

template <class Number>
z3::expr total_of(const std::vector<Number>& amounts) {
    z3::expr total = Path::current().number(0);
    for (const Number& one : amounts) total = total + *one;
    return total;
}

template <class Number>
z3::expr shared(const Number& total, const std::vector<Number>& weights, const std::vector<Number>& shares) {
    z3::expr all = z3::implies(total_of(weights) > 0, total_of(shares) == *total) &&
                   z3::implies(total_of(weights) == 0, total_of(shares) == 0);
    for (const Number& share : shares) all = all && *share >= 0;
    return all;
}

template <class Number>
z3::expr cut_to(const Number& cap, const std::vector<Number>& capped, const std::vector<Number>& net) {
    z3::expr all = total_of(net) <= *cap;
    for (std::size_t i = 0; i < net.size(); ++i) all = all && *net[i] >= 0 && *net[i] <= *capped[i];
    return all;
}

Cut unknown_cents(const std::string& name) { return Cut(Path::current().fresh_cents(name)); }

std::vector<Cut> unknown_amounts(std::size_t count, const std::string& name) {
    std::vector<Cut> amounts;
    for (std::size_t i = 0; i < count; ++i) amounts.push_back(unknown_cents(name));
    return amounts;
}

}  // namespace

std::vector<Cut> apportion(const Cut& total, const std::vector<Cut>& weights, std::size_t) {
    Path& path = Path::current();
    path.is_whole((*total * 100).simplify());
    path.claim("a total to apportion is not negative", *total >= 0);
    for (const Cut& weight : weights) path.claim("no weight is negative", *weight >= 0);
    std::vector<Cut> shares = unknown_amounts(weights.size(), "share");
    path.assume(shared(total, weights, shares));
    return shares;
}

}  // namespace ipep::proofs

namespace ipep {

using proofs::Cut;
using proofs::Path;

template <>
GroupFigures<Cut> judge_group(const GroupInputs<Cut>&, const RulesInForce<Cut>&) {
    GroupFigures<Cut> out;
    Path& path = Path::current();
    out.expenditure = Cut(path.fresh_real("expenditure"));
    out.score = Cut(path.fresh_real("score"));
    out.gain = proofs::unknown_cents("gain");
    out.groupCap = proofs::unknown_cents("groupCap");
    path.assume(proofs::judged(out));
    return out;
}

template <>
void gross_amount(const GroupInputs<Cut>& in, const RulesInForce<Cut>&, GroupFigures<Cut>& out) {
    Path& path = Path::current();
    path.claim("what a group is judged on", proofs::judged(out) && *out.qualityRight >= 0);
    out.quality = proofs::unknown_cents("quality");
    out.gross = proofs::unknown_cents("gross");
    out.capped = proofs::unknown_cents("capped");
    path.assume(proofs::earned(in, out));
}

template <>
std::vector<Cut> under_national_cap(const std::vector<Cut>& capped, const Cut& total, const Cut& cap, std::size_t) {
    Path& path = Path::current();
    path.claim("a cap is not negative", *cap >= 0);
    path.claim("the total is the sum", *total == proofs::total_of(capped));
    for (const Cut& one : capped) path.claim("no amount is negative", *one >= 0);
    std::vector<Cut> net = proofs::unknown_amounts(capped.size(), "net");
    path.assume(proofs::cut_to(cap, capped, net));
    return net;
}

template <>
void pay_group(const GroupInputs<Cut>& in, const RulesInForce<Cut>& rules, const Cut& net, GroupFigures<Cut>& out) {
    Path& path = Path::current();
    path.claim("what is paid is not negative", *net >= 0);
    out.net = net;
    out.advanceGranted = proofs::unknown_cents("advanceGranted");
    out.advanceRecovered = proofs::unknown_cents("advanceRecovered");
    out.advanceOutstanding = proofs::unknown_cents("advanceOutstanding");
    out.due = proofs::unknown_cents("due");
    path.assume(proofs::paid(in, rules, net, out));
}

}  // namespace ipep

namespace ipep::proofs {
namespace {

template <class Number>
struct Same {
    const Number& operator()(std::size_t, const char*, const Number& value) const { return value; }
};

template <class Number>
GroupInputs<Number> any_group(Path& path, unsigned number) {
    const std::string name = "G" + std::to_string(number);
    GroupInputs<Number> in;
    in.groupement = {name};
    in.mixed = path.choose(2) == 0;
    in.rank = Number(in.mixed ? 1 : 3);
    in.year = Number(2019);
    in.patients = any_patients<Number>(path, name + ".patients");
    in.seedCredit = Number(path.cents(name + ".seedCredit", "6000000"));
    in.advanceBefore = Number(path.cents(name + ".advanceBefore"));
    path.assume(*in.seedCredit >= 0 && *in.advanceBefore >= 0);
    return in;
}

template <class Number>
RulesInForce<Number> any_rules(Path& path) {
    RulesInForce<Number> rules;
    rules.mixedYears = Number(2);
    rules.experienceFrom = Number(2);
    rules.envelopeShare = in_unit_interval<Number>(path, "envelopeShare", "1/300");
    rules.groupCapShare = in_unit_interval<Number>(path, "groupCapShare", "1/50");
    rules.nationalCapShare = in_unit_interval<Number>(path, "nationalCapShare", "1/100");
    return rules;
}

EnvelopeBasis any_basis(Path& path) { return static_cast<EnvelopeBasis>(path.choose(2)); }
Recovery any_recovery(Path& path) { return static_cast<Recovery>(path.choose(2)); }

void a_group_is_judged(Path& path) {
    RulesInForce<Term> rules = any_rules<Term>(path);
    GroupInputs<Term> in = any_group<Term>(path, 1);
    rules.efficiency = any_efficiency_rules<Term>(path);
    rules.quality = any_quality_rules<Term>(path);
    in.spending = any_spending<Term>(path, "");
    in.spendingBefore = any_spending_before(path, rules.efficiency);
    const auto out = judge_group(in, rules);
    path.is_whole((*out.gain * 100).simplify());
    path.is_whole((*out.groupCap * 100).simplify());
    path.claim("what the year rests on", judged(out));
}

void a_group_earns(Path& path) {
    RulesInForce<Term> rules = any_rules<Term>(path);
    const GroupInputs<Term> in = any_group<Term>(path, 1);
    rules.knots = any_knots<Term>(path, 2 + path.choose(2));
    rules.scoreForFullAmount = Term(path.real("scoreForFullAmount", "100"));
    path.assume(*rules.scoreForFullAmount > 0);
    GroupFigures<Term> out;
    out.expenditure = Term(path.real("expenditure"));
    out.score = Term(path.real("score"));
    out.gain = Term(path.cents("gain"));
    out.groupCap = Term(path.cents("groupCap"));
    out.qualityRight = Term(path.cents("qualityRight"));
    path.assume(judged(out) && *out.qualityRight >= 0);
    gross_amount(in, rules, out);
    path.is_whole((*out.capped * 100).simplify());
    if (!in.mixed) {
        const Term ratio(path.given("modulation")[0]);
        path.claim("a modulation takes no more than all", *ratio >= -1);
    }
    path.claim("what is earned is not negative", *out.gross >= 0);
    path.claim("what the year rests on", earned(in, out));
}

void a_group_is_paid(Path& path) {
    RulesInForce<Term> rules = any_rules<Term>(path);
    rules.recovery = any_recovery(path);
    const GroupInputs<Term> in = any_group<Term>(path, 1);
    const Term net(path.cents("net"));
    path.assume(*net >= 0);
    GroupFigures<Term> out;
    pay_group(in, rules, net, out);
    path.claim("what the year rests on", paid(in, rules, net, out));
}

template <class Number>
std::vector<GroupInputs<Number>> any_groups(Path& path) {
    std::vector<GroupInputs<Number>> groups;
    for (unsigned i = 0, count = 1 + path.choose(3); i < count; ++i) groups.push_back(any_group<Number>(path, i + 1));
    return groups;
}

void a_year_keeps_its_bounds(Path& path) {
    auto rules = any_rules<Cut>(path);
    rules.envelopeBasis = any_basis(path);
    rules.recovery = any_recovery(path);
    const auto groups = any_groups<Cut>(path);
    const auto year = settle_year(groups, rules, Same<Cut>{});
    z3::expr net = path.number(0), quality = path.number(0);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto& out = year.groups[i];
        net = net + *out.net;
        quality = quality + *out.quality;
        path.claim("net is not above the group's cap", *out.net <= *out.groupCap);
        path.claim("net is not negative", *out.net >= 0);
        path.claim("what was cut is not negative", *out.capped - *out.net >= 0);
        path.claim("a score of zero or less pays no quality", z3::implies(*out.score <= 0, *out.quality == 0));
        path.claim("due, advance and recovery are as one", paid(groups[i], rules, out.net, out));
    }
    path.claim("the sum of net is not above the national cap", net <= *year.cap);
    path.claim("the national cap is not above its share of the spending",
               *year.cap <= path.product(*rules.nationalCapShare, *year.expenditure));
    path.claim("the sum of quality is not above the envelope", quality <= *year.qualityEnvelope);
}

void a_group_without_patients_draws_nothing(Path& path) {
    auto rules = any_rules<Term>(path);
    rules.envelopeBasis = any_basis(path);
    std::vector<GroupInputs<Term>> groups;
    YearFigures<Term> before, after;
    for (unsigned i = 1; i <= (wide() ? 3u : 2u); ++i) {
        groups.push_back(any_group<Term>(path, i));
        before.groups.emplace_back();
        before.groups.back().expenditure = Term(path.real("expenditure" + std::to_string(i)));
        path.assume(*before.groups.back().expenditure >= 0);
    }
    auto with = groups;
    after.groups = before.groups;
    const unsigned place = path.choose(static_cast<unsigned>(groups.size()) + 1);
    GroupInputs<Term> added = groups.front();
    added.mixed = path.choose(2) == 0;
    added.patients = Term(0);
    with.insert(with.begin() + place, added);
    after.groups.insert(after.groups.begin() + place, GroupFigures<Term>{});
    path.begin();
    share_quality_envelope(groups, rules, Same<Term>{}, kNoFocus, before);
    path.begin();
    share_quality_envelope(with, rules, Same<Term>{}, kNoFocus, after);
    path.claim("it draws nothing", *after.groups[place].qualityRight == 0);
    after.groups.erase(after.groups.begin() + place);
    for (std::size_t i = 0; i < groups.size(); ++i)
        path.claim("the others draw as before", *after.groups[i].qualityRight == *before.groups[i].qualityRight);
}

}  // namespace

std::vector<Property> settlement_properties() {
    return {
        {"AGroupIsJudged",
         "Spending, gain and cap of a group are never negative; gain and cap are whole cents.",
         "CDC 2019 §8",
         "judge_group and all it calls",
         "any rules and spending",
         a_group_is_judged,
         {Operation::maximum, 1}},
        {"AGroupEarns",
         "Quality is paid within its right and never for a score of zero or less; what counts is not above the cap.",
         "CDC 2019 §8-III",
         "gross_amount and all it calls",
         "any rules, of two or three knots; both models",
         a_group_earns,
         {Operation::maximum, 1}},
        {"AGroupIsPaid",
         "What is due, granted, recovered and outstanding is as the sentences on advances say.",
         "CDC 2019 §3",
         "pay_group and all it calls",
         "both models, both ways to recover",
         a_group_is_paid,
         {Operation::minimum, 1}},
        {"AYearKeepsItsBounds",
         "Net is never above the group's cap, their sum never above the national cap; dues and advances are never "
         "negative; quality in all never exceeds its envelope.",
         "CDC 2019 §8-III",
         "settle_year, share_quality_envelope, quality_envelope, national_cap",
         "up to three groups, both models, both bases; of its parts what is proved above",
         a_year_keeps_its_bounds,
         {Operation::given, 1, "nationalCap"}},
        {"AGroupWithoutPatientsDrawsNothing",
         "A group without patients draws nothing of the envelope and changes no other group's part.",
         "CDC 2019 §8-III",
         "share_quality_envelope, quality_envelope, largest_remainder",
         "one group among two others, among three in the nightly run, at any place. False of a group with patients "
         "and no spending",
         a_group_without_patients_draws_nothing,
         {Operation::flooring, 1}}};
}

}  // namespace ipep::proofs
