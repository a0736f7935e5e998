// The questions that ask why: explain, history, diff, review.
#pragma once

#include "ledger/year.h"
#include "services/questions/question.h"

namespace ipep::questions {

struct Explain {
    std::string reference;
    std::optional<int> depth;
    bool full = false;

    static constexpr Named kNamed{
        "explain", said("derive an amount down to its facts and sections"),
        said("FIELD is any figure of the settlement's row: due, net, gain, score, qualityRight, advanceRecovered …\n"
             "Example:  ipep --ledger essai explain settlement/2021/G02/due")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{
        Argument{"REF", said("settlement/YEAR/GROUPEMENT/FIELD, seedCredit/GROUPEMENT or an order"), true},
        Argument{"--depth", said("how many levels to unfold (4; in JSON all)"), false, "", 0},
        Argument{"--full", said("everything, however long")}};
    static constexpr std::array kResources{
        Resource{"GET", "/explanations/{REF*}", "explain", Effect::reads_for_payment, "depth full"}};
    static constexpr std::array kAnswers{"Derivation"};
};
BOOST_DESCRIBE_STRUCT(Explain, (), (reference, depth, full))

struct History {
    std::string reference;
    bool full = false;

    static constexpr Named kNamed{"history", said("every revision of an amount, and what caused it"),
                                  said("Each difference with its corrections, step by step through the derivation.\n"
                                       "Example:  ipep --ledger essai history settlement/2021/G02/due")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{
        Argument{"REF", said("as for explain; or balance/GROUPEMENT, envelope/YEAR, national/YEAR, each with a figure"),
                 true},
        Argument{"--full", said("everything, however long")}};
    static constexpr std::array kResources{Resource{"GET", "/histories/{REF*}", "history", Effect::reads_long, "full"}};
    static constexpr std::array kAnswers{
        "{ref:text, revisions:[+{revision:int, position:int, recordedAt:time, by:text|null, "
        "value:text|null, difference:text|null, because:[EventRef], steps:[{depth:int, "
        "name:text, of?:text, before:text|null, after:text|null, event?:EventRef}]}], "
        "trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(History, (), (reference, full))

struct Diff {
    std::string before, after;
    bool full = false;

    static constexpr Named kNamed{"diff", said("what two states of the ledger say differently"),
                                  said("Example:  ipep --ledger essai diff 171 2024-05-31T12:00:00Z")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{Argument{"P1", said("position or time of the first state"), true},
                                           Argument{"P2", said("position or time of the second state"), true},
                                           Argument{"--full", said("everything, however long")}};
    static constexpr std::array kResources{
        Resource{"GET", "/differences/{P1}/{P2}", "diff", Effect::reads_long, "full"}};
    static constexpr std::array kAnswers{
        "{changes:[+{groupement:text, year?:int, field:text, before:text|int|null, after:text|int|null}], "
        "balances:[+{groupement:text, year?:int, field:text, before:text|int|null, after:text|int|null}], "
        "corrections:[+EventRef], trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Diff, (), (before, after, full))

struct Review {
    std::string list, groupement;
    std::optional<ResultYear> year;
    bool full = false;

    static constexpr Named kNamed{
        "review", said("the lists an auditor asks for"),
        said("assumed:   amounts that rest on parameters the text does not give (specification §15)\n"
             "unsourced: amounts that rest on facts or parameters without a source\n"
             "corrected: amounts whose facts were corrected after the groupement had been paid\n"
             "stale:     years whose inputs changed after they were settled, and whether settling again would change "
             "them\n"
             "late:      chosen indicators that were not validated within three months of the admission (CDC §8-I)\n"
             "readings:  for each parameter that can be read otherwise, the euros each alternative moves\n"
             "Example:  ipep --ledger essai review unsourced")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{
        Argument{"LIST", said("assumed, unsourced, corrected, stale, late or readings"), true,
                 "assumed unsourced corrected stale late readings"},
        Argument{"--groupement", said("only amounts of this groupement")},
        Argument{"--year", said("only amounts of this result year")},
        Argument{"--full", said("everything, however long")}};
    static constexpr std::array kResources{
        Resource{"GET", "/reviews/{LIST}", "review", Effect::reads_long, "groupement year full"}};
    static constexpr std::array kAnswers{"ReviewedAmounts|ReviewedReadings|StaleYears|LateValidations"};
};
BOOST_DESCRIBE_STRUCT(Review, (), (list, groupement, year, full))

}  // namespace ipep::questions
