#include "tools/bench/experiment.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "events/event_json.h"

namespace ipep::bench {
namespace {

const std::vector<IndicatorId> kCore = {{"S01"}, {"S02"}, {"S04"}};
const std::vector<IndicatorId> kChosen = {{"C-DIAB"}, {"C-HTA"}, {"C-VACC"}};

// splitmix64: every call site gives its own number, so that order and size change no value.
std::uint64_t hash(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    std::uint64_t x = (a << 40) + (b << 20) + c + 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

// From `from` to `until` inclusive.
std::int64_t pick(std::int64_t groupement, int year, std::uint64_t what, std::int64_t from, std::int64_t until) {
    const auto number = hash(static_cast<std::uint64_t>(groupement), static_cast<std::uint64_t>(year), what);
    return from + static_cast<std::int64_t>(number % static_cast<std::uint64_t>(until - from + 1));
}

Decimal hundredths(std::int64_t number) { return {fmt::format("{}.{:02}", number / 100, number % 100)}; }

Day day(int year, const char* month_and_day) { return *parse_day(fmt::format("{}-{}", year, month_and_day)); }

RecordFact record(std::string key, Day on, std::string reference, Fact fact) {
    return {FactKey{std::move(key)}, on, Source{std::move(reference), {}}, std::move(fact)};
}

Parameters parameters(int years) {
    Parameters p;
    p.currency = "EUR";
    p.phases = {2, years};
    p.seedCredit = {Money(10'000'000), {"0.5"}, {"1"}, 50'000, {"0.2"}, Money(3'000'000), Money(13'000'000), {"1/2"}};
    p.quality.socle = kCore;
    p.quality.aLaCarteMax = 3;
    p.quality.points = {{"10"}, {"5"}, {"2"}, {"0"}, {"-2"}};
    p.quality.weights = {{{"100"}, {"0"}}, {{"80"}, {"20"}}};
    p.quality.experienceBonus = {{"10"}, {"20"}};
    p.quality.countedFromYear = {{"S04", 2}, {"aLaCarte", 2}, {"experience", 2}};
    p.quality.scoreForFullAmount = {"100"};
    p.quality.envelopeShare = {"0.003"};
    p.quality.envelopeBasis = EnvelopeBasis::mixedModel;
    p.efficiency = {{"0.05"}, {"1/2"}, {"1/3"}, {"2/3"}};
    p.modulation.knots = {{{"0"}, {"-0.2"}}, {{"50"}, {"0"}}, {{"100"}, {"0.2"}}};
    p.caps = {{"0.02"}, {"0.01"}, NationalReduction::proRata};
    p.advance.recovery = Recovery::aboveSeedCredit;
    p.eligibility.minimumPatients = 5000;
    return p;
}

std::string mod97(std::string_view digits) {
    unsigned rest = 0;
    for (const char c : digits) rest = (rest * 10 + static_cast<unsigned>(c - '0')) % 97;
    return fmt::format("{:02}", 98 - rest);
}

std::int64_t patients_of(std::int64_t groupement) { return pick(groupement, 0, 1, 5'000, 60'000); }

RecordFact expenditure(std::int64_t groupement, int year) {
    const std::int64_t adjusted = pick(groupement, year, 2, 240'000, 320'000);
    const std::int64_t actual = adjusted * pick(groupement, year, 3, 920, 1'060) / 1000;
    const GroupementId id = groupement_id(groupement);
    return record(fmt::format("expenditure-{}-{}", id.text, year), day(year + 1, "05-31"), fmt::format("SNDS {}", year),
                  ExpenditureMeasured{id, year, hundredths(actual), hundredths(adjusted)});
}

RecordFact indicator(std::int64_t groupement, int year, std::size_t index) {
    const GroupementId id = groupement_id(groupement);
    const IndicatorId& what = index < kCore.size() ? kCore[index] : kChosen[index - kCore.size()];
    return record(fmt::format("{}-{}-{}", what.text, id.text, year), day(year + 1, "05-31"),
                  fmt::format("SNDS {}", year),
                  IndicatorMeasured{id, year, what, hundredths(pick(groupement, year, 10 + index, 0, 100))});
}

}  // namespace

GroupementId groupement_id(std::int64_t groupement) { return {fmt::format("G{:05}", groupement)}; }

std::string made_up_iban(std::int64_t account) {
    const std::string number = fmt::format("{:011}", account);
    const auto key = 97 - (89 * 99'999 + 15 * 1'001 + 3 * account) % 97;
    const std::string bban = fmt::format("9999901001{}{:02}", number, key);
    return "FR" + mod97(bban + "152700") + bban;
}

std::vector<RecordFact> Experiment::common() const {
    std::vector<RecordFact> facts{
        record("rules", day(2019, "07-03"), "Arrêté du 21 juin 2019",
               RulesAdopted{{"cdc-2019"}, "Cahier des charges Ipep", 2018, parameters(years), {}})};
    // The core ones first: what a group chooses is known only once it has chosen.
    for (int year = kFirstYear; year <= last_year(); ++year) {
        facts.push_back(record(fmt::format("budget-{}", year + 1), day(year, "12-31"), "LFSS",
                               EnvelopeBudgeted{year + 1, Money(1'000'000'000'00)}));
        facts.push_back(record(fmt::format("thresholds-{}", year), day(year, "12-31"), "cibles",
                               ExperienceThresholdsSet{year, {"60"}, {"75"}}));
        for (const IndicatorId& id : kCore)
            facts.push_back(record(fmt::format("target-{}-{}", id.text, year), day(year, "12-31"), "cibles",
                                   IndicatorTargetsSet{year, id, Direction::up, {"0.90"}, {"0.60"}, Decimal{"0"}, {}}));
    }
    return facts;
}

std::vector<RecordFact> Experiment::founding(std::int64_t g) const {
    const GroupementId id = groupement_id(g);
    const CpamId of{cpam.empty() ? fmt::format("{}", pick(g, 0, 4, 100, 199)) : cpam};
    const std::int64_t patients = patients_of(g);
    std::vector<RecordFact> facts{
        record("admitted-" + id.text, day(2019, "07-03"), "liste des groupements",
               GroupementAdmitted{id,
                                  "Groupement " + id.text,
                                  "SISA",
                                  "Bretagne",
                                  of,
                                  1,
                                  kFirstYear,
                                  10 + g % 40,
                                  patients,
                                  "Arrêté du 21 juin 2019",
                                  {}}),
        record("signed-" + id.text, day(2019, "09-02"), "convention " + of.text + "/" + id.text,
               ConventionSigned{id, of, {{"GROUPEMENT " + id.text, {}}, {made_up_iban(g + 1), {}}, {"TESTFRPP", {}}}}),
        record("assessed-" + id.text, day(2019, "09-10"), "jeu d'essai",
               SeedCreditAssessed{id, patients, {g % 2 == 0 ? "0.1" : "-0.05"}}),
        record("roadmap-" + id.text, day(2019, "12-15"), "jeu d'essai", RoadmapReceived{id}),
        record("chosen-" + id.text, day(2019, "10-01"), "jeu d'essai", IndicatorsChosen{id, kChosen}),
        expenditure(g, kFirstYear - 1)};
    if (g > 0) return facts;
    for (int year = kFirstYear; year <= last_year(); ++year)
        for (const IndicatorId& chosen : kChosen)
            facts.push_back(
                record(fmt::format("target-{}-{}", chosen.text, year), day(year, "12-31"), "cibles",
                       IndicatorTargetsSet{year, chosen, Direction::up, {"0.80"}, {"0.50"}, Decimal{"0"}, {}}));
    return facts;
}

std::vector<RecordFact> Experiment::measured(std::int64_t g, int year) const {
    const GroupementId id = groupement_id(g);
    const std::string source = fmt::format("SNDS {}", year);
    std::vector<RecordFact> facts{record(fmt::format("patients-{}-{}", id.text, year), day(year + 1, "05-31"), source,
                                         PatientsCounted{id, year, patients_of(g) + pick(g, year, 5, -200, 200)}),
                                  expenditure(g, year),
                                  record(fmt::format("experience-{}-{}", id.text, year), day(year + 1, "05-31"), source,
                                         ExperienceMeasured{id, year, hundredths(pick(g, year, 6, 5'000, 9'000))})};
    for (std::size_t i = 0; i < kCore.size() + kChosen.size(); ++i) facts.push_back(indicator(g, year, i));
    return facts;
}

std::vector<std::vector<RecordFact>> first_facts(std::size_t count, std::size_t per_commit) {
    const Experiment experiment{.groupements = static_cast<std::int64_t>(count)};
    std::vector<RecordFact> all = experiment.common();
    // Group by group, so that every commit mixes the kinds as a whole experiment does.
    for (std::int64_t g = 0; all.size() < count; ++g) {
        std::ranges::move(experiment.founding(g), std::back_inserter(all));
        for (int year = Experiment::kFirstYear; year <= experiment.last_year(); ++year)
            std::ranges::move(experiment.measured(g, year), std::back_inserter(all));
    }
    std::vector<std::vector<RecordFact>> commits;
    for (std::size_t i = 0; i < count; ++i) {
        if (i % per_commit == 0) commits.emplace_back();
        commits.back().push_back(std::move(all[i]));
    }
    return commits;
}

std::string json_line(const RecordFact& fact) { return boost::json::serialize(to_json(fact)) + '\n'; }

}  // namespace ipep::bench
