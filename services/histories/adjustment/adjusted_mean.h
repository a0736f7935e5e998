// AdjustedMean: actual and adjusted spending per patient of one groupement, the means over its patients, exact.
//
// Shape:   adjusted = constant + Σ coefficient × mean of the variable: the mean of a sum is the sum of the means, so
//          that only sums of columns are needed and no row is kept.
// Units:   euros per patient, exact; the facts carry six decimals, half away from zero.
// Memory:  constant. Blocks are parsed on as many threads as there are cores; the sums do not depend on their order.
// Errors:  those of PatientFile; sample_empty where no patient counts.
// Source:  specification §13; CDC 2019, annexe 4; contract, `adjust apply`.
#pragma once

#include "ledger/command.h"
#include "ledger/year.h"
#include "services/histories/adjustment/spending_model.h"

namespace ipep {

struct AdjustedMean {
    std::int64_t rows = 0, patients = 0;  // in the file; counted
    Exact actual, adjusted;
    Digest file{};
};

Verdict<AdjustedMean> adjusted_mean(const SpendingModel& model, const std::string& path);

// Whose patients the file has, and by what name the model was adopted; empty where it was not.
struct MeanOf {
    GroupementId groupement;
    ResultYear year = 0;
    std::optional<ModelId> model = {};
    std::string file_name = {};
};
// The two facts to append: `patientsCounted` and `expenditureMeasured`, their source being the file.
std::vector<RecordFact> facts_of(const AdjustedMean& mean, const SpendingModel& model, const MeanOf& of, Day on);

struct Adoption {
    ModelId model;
    ResultYear year = 0;
    std::string author;
};
// The fact that adopts a model: what its file says of sample, R² (of the test, where there is one) and variables.
RecordFact adoption_of(const SpendingModel& model, const Adoption& adoption, Day on);

}  // namespace ipep
