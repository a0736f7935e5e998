// Sample: facts with figures a reader can check in the head.
//
// Shape:  one core indicator, S01, better when higher: target 90, intermediate 80. No experience, none chosen. A group
//         has 10 000 patients and costs 1 000 € a patient, as it should, so that by default
//           expenditure 10 000 000   group cap 200 000   national cap 100 000   quality envelope 30 000
//           value 85: 5 points of 10, score 50, quality 15 000; gain 0; seed credit 60 000 = 100 000 × (0.5 + 0.5 / 5)
//         Every helper gives the fact; a test changes what it is about.
#pragma once

#include "ledger/command.h"
#include "ledger/year.h"

namespace ipep::sample {

Day day(std::string_view iso);            // "2020-05-31"
Exact exact(std::string_view ratio);      // "0.05", "1/3"
Money euros(std::string_view amount);     // "1234.56"
GroupementId group(std::string_view id);  // "A"

Parameters parameters();
RulesAdopted rules(Parameters parameters = sample::parameters(), ResultYear from_year = 2018,
                   std::string id = "cdc-2019");

GroupementAdmitted admitted(std::string_view id, ResultYear first_year = 2019);
ConventionSigned agreed(std::string_view id);
SeedCreditAssessed assessed(std::string_view id, std::int64_t patients = 10'000, std::string modulation = "0");
RoadmapReceived roadmap(std::string_view id);
IndicatorsChosen chose(std::string_view id, std::vector<std::string> indicators);
IndicatorTargetsSet target(ResultYear year, std::string indicator = "S01", std::string target = "90",
                           std::string intermediate = "80");
IndicatorTargetsSet target_down(ResultYear year, std::string indicator, std::string target, std::string intermediate);
IndicatorMeasured measured(std::string_view id, ResultYear year, std::string value, std::string indicator = "S01");
ExperienceThresholdsSet thresholds(ResultYear year, std::string intermediate = "60", std::string target = "75");
ExperienceMeasured experience(std::string_view id, ResultYear year, std::string score);
PatientsCounted patients(std::string_view id, ResultYear year, std::int64_t count = 10'000);
ExpenditureMeasured spending(std::string_view id, ResultYear year, std::string actual = "1000",
                             std::string adjusted = "1000");
EnvelopeBudgeted budget(PaymentYear payment_year, std::string amount);
GroupementWithdrew withdrew(std::string_view id, ResultYear last_year);
AdvanceWriteOffDecided write_off(std::string_view id);
FactCorrected corrected(std::string key, PlainFact right);
std::vector<Fact> one_of_each();  // in the order of the kinds

// What a line of `append` says for a fact.
std::string line(const Fact& fact, std::string_view key, std::string_view on = "2019-09-01");

}  // namespace ipep::sample
