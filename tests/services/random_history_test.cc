// Random histories, each from a seed that is printed: whatever happens, the folds agree and the log tells all.
//
// IPEP_TEST_SEED repeats one.
#include <gmock/gmock.h>

#include <random>

#include "projections/views.h"
#include "services/audit/verification.h"
#include "tests/scenario.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using namespace sample;

std::uint64_t seed_of_this_run() {
    const char* wish = std::getenv("IPEP_TEST_SEED");
    return wish ? std::strtoull(wish, nullptr, 10) : std::random_device{}();
}

// Facts and settlings that are mostly right, now and then wrong, in an order that is mostly sensible.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : random_(seed) {}

    bool settles() { return below(6) == 0; }
    int year() { return 2018 + static_cast<int>(below(6)); }

    Fact fact() {
        if (!keys_.empty() && below(5) == 0) {
            const auto& [key, known] = keys_[below(keys_.size())];
            return corrected(key, again(known));
        }
        PlainFact made = plain();
        keys_.emplace_back(next_key(), made);
        return widen(std::move(made));
    }
    // The key of the fact made last: corrections have one of their own.
    std::string next_key() const { return "k" + std::to_string(keys_.size()); }
    std::string key_of(const Fact& fact) {
        return std::holds_alternative<FactCorrected>(fact) ? "c" + std::to_string(++corrections_)
                                                           : "k" + std::to_string(keys_.size() - 1);
    }

    Parameters some_parameters() {
        Parameters p = parameters();
        p.phases = {1 + static_cast<std::int64_t>(below(2)), 2 + static_cast<std::int64_t>(below(3))};
        p.quality.envelopeBasis = below(2) == 0 ? EnvelopeBasis::mixedModel : EnvelopeBasis::allSettled;
        p.advance.recovery = below(2) == 0 ? Recovery::full : Recovery::aboveSeedCredit;
        p.caps.national = {below(2) == 0 ? "0.01" : "0.001"};
        p.seedCredit.baseAmount = euros(below(2) == 0 ? "100000.00" : "77777.77");
        return p;
    }

private:
    std::size_t below(std::size_t limit) { return random_() % limit; }
    std::string who() { return std::string(1, static_cast<char>('A' + below(3))); }
    std::string number(std::size_t from, std::size_t until) { return std::to_string(from + below(until - from)); }

    PlainFact plain() {
        switch (below(12)) {
            case 0: return rules(some_parameters(), below(8) == 0 ? 2018 + static_cast<int>(below(4)) : 2018);
            case 1: return admitted(who(), 2019 + static_cast<int>(below(2)));
            case 2: return agreed(who());
            case 3: return assessed(who(), static_cast<std::int64_t>(below(60'000)), below(2) == 0 ? "0.1" : "-1/7");
            case 4: return roadmap(who());
            case 5: return target(year());
            case 6: return measured(who(), year(), number(60, 100));
            case 7: return patients(who(), year(), static_cast<std::int64_t>(below(20'000)));
            case 8:
            case 9: return spending(who(), year(), number(900, 1100), number(900, 1200));
            case 10: return below(3) == 0 ? PlainFact(withdrew(who(), year())) : PlainFact(write_off(who()));
            default: return below(3) == 0 ? PlainFact(write_off(who())) : PlainFact(budget(year(), "1000000.00"));
        }
    }

    // The same subject with other figures.
    PlainFact again(const PlainFact& known) {
        PlainFact right = known;
        if (auto* one = std::get_if<IndicatorMeasured>(&right)) one->value.text = number(60, 100);
        const auto count = static_cast<std::int64_t>(below(60'000));
        if (auto* one = std::get_if<PatientsCounted>(&right)) one->patients = count;
        if (auto* one = std::get_if<ExpenditureMeasured>(&right)) one->adjustedPerPatient.text = number(900, 1200);
        if (auto* one = std::get_if<SeedCreditAssessed>(&right)) one->patients = count;
        if (auto* one = std::get_if<GroupementAdmitted>(&right)) one->firstYear = 2018 + static_cast<int>(below(4));
        if (auto* one = std::get_if<GroupementWithdrew>(&right)) one->lastYear = year();
        if (auto* one = std::get_if<RulesAdopted>(&right)) {
            one->parameters = some_parameters();
            if (below(4) == 0) one->fromYear = one->fromYear + static_cast<int>(below(3)) - 1;
        }
        return right;
    }

    std::mt19937_64 random_;
    std::vector<std::pair<std::string, PlainFact>> keys_;
    int corrections_ = 0;
};

// Everything a first settlement needs, so that a history is not refused from beginning to end.
std::vector<std::pair<std::string, Fact>> a_good_start(Chance& chance) {
    std::vector<std::pair<std::string, Fact>> facts;
    const auto add = [&](Fact fact) { facts.emplace_back("start" + std::to_string(facts.size()), std::move(fact)); };
    add(rules(chance.some_parameters()));
    for (const char* id : {"A", "B"}) {
        add(admitted(id, *id == 'A' ? 2019 : 2020));
        add(assessed(id));
        if (*id == 'A') add(agreed(id));
    }
    for (ResultYear year = 2018; year <= 2022; ++year) {
        add(target(year));
        for (const char* id : {"A", "B"}) {
            if (year < (*id == 'A' ? 2018 : 2019)) continue;
            add(spending(id, year, year.number % 2 == 0 ? "1000" : "980", year > 2020 ? "1100" : "1010"));
            add(patients(id, year));
            add(measured(id, year, *id == 'A' ? "84" : "91"));
        }
    }
    return facts;
}

// What moved an amount or a year, the last of it at the end.
void tell(const Scenario& s) {
    for (const Event& event : s.history())
        if (is_decision(event.body) || event.key->text.starts_with('c') || event.body.index() < 2 ||
            std::holds_alternative<AdvanceWriteOffDecided>(event.body) ||
            std::holds_alternative<GroupementWithdrew>(event.body))
            std::cout << event.position << ' ' << shown(event.body).substr(0, 700) << '\n';
}

// Scenario compares the folds after each command; here only chance decides what comes.
TEST(RandomHistory, TheFoldsAgreeAfterEveryCommand) {
    COVERS("CDC 2019 §11");
    const std::uint64_t seed = seed_of_this_run();
    std::cout << "IPEP_TEST_SEED=" << seed << '\n';
    std::size_t settled = 0, written_off = 0, annulled = 0;
    for (std::uint64_t history = 0; history < 40 && !testing::Test::HasFailure(); ++history) {
        SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed) + ", history " + std::to_string(history));
        Chance chance(seed * 1000 + history);
        Scenario s;
        for (const auto& [key, fact] : a_good_start(chance)) s.when(fact, "2019-09-01", key);
        for (int step = 0; step < 150; ++step) {
            if (testing::Test::HasFailure()) return tell(s);
            if (chance.settles()) {
                const auto outcome = s.when(SettleYear{chance.year()});
                if (!outcome.accepted()) continue;
                ++settled;
                annulled += outcome.all<IncentiveAnnulled>().size();
            } else {
                const Fact fact = chance.fact();
                const auto outcome = s.when(fact, "2019-09-01", chance.key_of(fact));
                if (outcome.accepted()) written_off += outcome.all<AdvanceWrittenOff>().size();
            }
        }
    }
    if (testing::Test::HasFailure()) return;
    std::cout << settled << " settlings, " << written_off << " write-offs, " << annulled << " lines annulled\n";
    EXPECT_GT(settled, 100u);
}

std::string random_lines(Chance& chance, LedgerService& service, int steps) {
    for (const auto& [key, fact] : a_good_start(chance)) (void)service.append(line(fact, key), {"tester"});
    for (int step = 0; step < steps; ++step) {
        if (chance.settles()) {
            (void)service.settle(chance.year(), day("2024-05-31"), {"tester"}, step % 7 == 0);
        } else {
            const Fact fact = chance.fact();
            (void)service.append(line(fact, chance.key_of(fact)), {"tester"});
        }
    }
    return state_of(service);
}

TEST(RandomHistory, AsOfAPositionIsAReplayUntilThere) {
    const std::uint64_t seed = seed_of_this_run();
    SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed));
    Chance chance(seed);
    TrialLedger ledger;
    std::map<Position, std::string> states;
    for (const auto& [key, fact] : a_good_start(chance)) (void)ledger.service().append(line(fact, key), {});
    for (int step = 0; step < 60; ++step) {
        if (chance.settles()) {
            (void)ledger.service().settle(chance.year(), day("2024-05-31"), {}, false);
        } else {
            const Fact fact = chance.fact();
            (void)ledger.service().append(line(fact, chance.key_of(fact)), {});
        }
        const std::string state = state_of(ledger.service());
        states[ledger.service().store().head()] = state.substr(state.find('\n'));
    }
    ledger.close();
    for (const auto& [position, state] : states) {
        const auto reader = ledger.open(Access::read);
        ASSERT_TRUE(reader->look_at({position, {}, ""}));
        const std::string found = state_of(*reader);
        EXPECT_EQ(found.substr(found.find('\n')), state) << "as of " << position;
    }
}

TEST(RandomHistory, RebuildingGivesTheViewsThatGrewEventByEvent) {
    const std::uint64_t seed = seed_of_this_run();
    SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed));
    for (std::uint64_t history = 0; history < 3; ++history) {
        Chance chance(seed + history);
        TrialLedger ledger;
        random_lines(chance, ledger.service(), 40);
        ledger.reopen();  // rows written, then changed again over the written ones
        for (int step = 0; step < 40; ++step) {
            const Fact fact = chance.fact();
            (void)ledger.service().append(line(fact, chance.key_of(fact)), {});
            if (chance.settles()) (void)ledger.service().settle(chance.year(), day("2024-05-31"), {}, false);
        }
        const std::string state = state_of(ledger.service());
        ledger.close();
        const auto opened = ledger.open_store();
        Store& store = *opened;
        const auto grown = view_digests(store), rebuilt = rebuild(store);
        ASSERT_EQ(grown.size(), rebuilt.size());
        for (std::size_t i = 0; i < grown.size(); ++i) {
            EXPECT_EQ(to_hex(bytes_of(grown[i].digest)), to_hex(bytes_of(rebuilt[i].digest))) << grown[i].view;
            EXPECT_EQ(grown[i].rows, rebuilt[i].rows) << grown[i].view;
        }
        const auto found = verify(store);
        for (const Difference& one : found.differences)
            ADD_FAILURE() << one.where << ": expected " << one.expected << ", found " << one.found;
    }
}

TEST(RandomHistory, TheSameFactsGiveTheSameBytes) {
    const std::uint64_t seed = seed_of_this_run();
    SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed));
    std::string states[2];
    for (std::string& state : states) {
        Chance chance(seed);
        TrialLedger ledger("the same seed");
        state = random_lines(chance, ledger.service(), 60);
    }
    EXPECT_EQ(states[0], states[1]);
    Chance chance(seed);
    TrialLedger other("another seed");
    EXPECT_NE(random_lines(chance, other.service(), 60), states[0]) << "the seals of personal data differ";
}

}  // namespace
}  // namespace ipep
