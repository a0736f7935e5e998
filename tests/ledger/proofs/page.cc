// ledger/PROOFS.md, as build/tests/proofs_tests --page prints it.
#include "tests/ledger/proofs/falsehood.h"
#include "tests/ledger/proofs/property.h"

namespace ipep::proofs {
namespace {

constexpr const char* kHead = R"(# What is proved of the rules, for all inputs

Made by `build/tests/proofs_tests --page > ledger/PROOFS.md`; a test holds it against what is proved. Solver: )";

constexpr const char* kHow = R"(

The code of `ledger/rules/*.h` and `settlement.h` is run over terms of the solver instead of numbers
(`tests/ledger/proofs`), once for each way its comparisons can go, and each sentence is proved at the end of
each way. Rounding is a whole number with its bounds and its tie rule. What is neither proved nor refuted is a
failure.

## Assumed

- Of parameters: what `broken_invariants` requires, no more (`proofs_test.cc` holds the two against each
  other). That is §15 and §17 of the specification, with its floors at 0 and a modulation of -1 at least.
- Of facts: what `judge` requires. Patients are whole and not negative; spending is not negative, adjusted
  spending is above 0; a target is not worse than its intermediate; values and scores are any.
- Of a year: what is proved of its parts (`AGroupIsJudged`, `AGroupEarns`, `AGroupIsPaid`, the sentences on
  apportioning and on the national cap). Each is claimed where the year calls the part.
- Sentences on products of real numbers that spare the solver its hardest part. Each is proved on its own.
- That a term gives what `Exact` gives: tried on random years, not proved. Amounts beyond `Money` are refused,
  not computed.

## Proved

Each is false of a rule that has the fault named in the last column, and the solver finds where; operations are
counted in the order of a run.

| sentence | text | code that is run | for all | false where the |
| --- | --- | --- | --- | --- |
)";

constexpr const char* kChain = R"(
Together: a better value of an indicator gives no fewer points, no lower score, no less quality or modulation, no
less gross, no less after the caps, and no less due in its year. A group with neither patients nor spending
draws nothing, is capped at nothing, and changes no other group.

## False

Each has an example under `tests/data/proofs/`: `NAME.jsonl` to append and settle, `NAME.corrections.jsonl` to
append and settle again. The solver found the first ones; the test records them and looks.

| sentence | text | why it is false | example |
| --- | --- | --- | --- |
)";

}  // namespace

std::string page() {
    std::string text = kHead + solver_version() + "." + kHow;
    for (const Property& one : all_properties())
        text += std::string("| ") + one.sentence + " `" + one.name + "` | " + one.section + " | " + one.over + " | " +
                one.for_all + " | " + in_words(one.mutant) + " |\n";
    text += kChain;
    for (const Falsehood& one : all_falsehoods())
        text +=
            std::string("| ") + one.sentence + " | " + one.section + " | " + one.because + " | `" + one.name + "` |\n";
    return text;
}

}  // namespace ipep::proofs
