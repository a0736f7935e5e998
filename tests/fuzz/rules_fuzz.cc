// Any text is rules or a refusal. Rules whose invariants hold settle a year: money is conserved and no cap is passed.
#include "events/fact_json.h"
#include "ledger/settlement.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace ipep;

GroupInputs<Exact> group_of(const char* name, bool mixed, int patients, int actual, int value) {
    const IndicatorResult<Exact> result{{"S01"}, Direction::up, Exact(value), Exact(90), Exact(80), Exact(value + 1)};
    return {.groupement = {name},
            .mixed = mixed,
            .year = Exact(2021),
            .rank = Exact(mixed ? 1 : 3),
            .patients = Exact(patients),
            .spending = {Exact(actual), Exact(1000)},
            .spendingBefore = {{Exact(1000), Exact(1001)}},
            .core = {result},
            .chosen = {},
            .experience = ExperienceResult<Exact>{70, 60, 75},
            .seedCredit = Exact(40000),
            .advanceBefore = Exact(12345) / 100};
}

void settle_under(const Parameters& parameters) {
    const auto rules = read_rules<Exact>(parameters, PlainLift{});
    const Exact seed = seed_credit(Exact(12'345), Exact(0), rules.seedCredit);
    fuzz::claim(seed >= to_exact(parameters.seedCredit.floor) && seed <= to_exact(parameters.seedCredit.ceiling),
                "a seed credit lies between its bounds");
    const std::vector<GroupInputs<Exact>> groups{group_of("A", true, 10'000, 900, 95), group_of("B", true, 7, 1200, 85),
                                                 group_of("C", false, 5'001, 940, 70)};
    const auto year = settle_year(groups, rules, NoWitness{});
    Exact net = 0, rights = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto& figures = year.groups[i];
        net += figures.net;
        rights += figures.qualityRight;
        fuzz::claim(figures.net >= 0 && figures.net <= figures.groupCap, "a net amount lies under its cap");
        fuzz::claim(figures.capped - figures.net == figures.nationalReduction, "a reduction is what was cut");
        fuzz::claim(figures.due == figures.net + figures.advanceGranted - figures.advanceRecovered, "due adds up");
        fuzz::claim(
            figures.advanceOutstanding == groups[i].advanceBefore + figures.advanceGranted - figures.advanceRecovered,
            "an advance moves by what is granted and recovered");
        fuzz::claim(figures.advanceOutstanding >= 0, "no advance is negative");
    }
    fuzz::claim(net == std::min(year.capped, year.cap), "the national cap is kept to the cent");
    fuzz::claim(rights <= year.qualityEnvelope, "rights lie within the envelope");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto rules = parse_rules(fuzz::Input(data, size).rest());
    if (!rules) {
        fuzz::claim(!rules.error().sentence().empty(), "a refusal has a sentence");
        return 0;
    }
    if (broken_invariants(rules->parameters).empty()) settle_under(rules->parameters);
    return 0;
}
