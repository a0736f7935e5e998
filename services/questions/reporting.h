// The question that reports: what the fund spends on the experiment.
#pragma once

#include "ledger/year.h"
#include "services/questions/question.h"

namespace ipep::questions {

struct Report {
    PaymentYear year = 0;
    std::string out;

    static constexpr Named kNamed{
        "report", said("the national report of a payment year: use of the fund, commitments, forecast"),
        said("By title of the fund, wave and payment year (CDC 2019 §9); a forecast of the years to come under three\n"
             "hypotheses, which it states. Always in French, as it is sent.\n"
             "Example:  ipep --ledger essai report 2022 --out rapport-2022.pdf")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{
        Argument{"YEAR", said("payment year"), true},
        Argument{"--out", said("where the PDF goes, or the CSV where it ends so; without it the text is printed")}};
    static constexpr std::array kResources{Resource{"GET", "/reports/{YEAR}", "report", Effect::reads_long}};
    static constexpr std::array kAnswers{
        "{year:int, position:int, rules:text, trial?:bool, "
        "titles:[{title:text, years:[{owed:amount, ordered:amount, paid:amount, paymentYear:int, budget:amount, "
        "waves:[{owed:amount, ordered:amount, paid:amount, wave:int}]}], "
        "commitments:{owed:amount, ordered:amount, paid:amount, granted:amount, promised:amount, toOrder:amount, "
        "toPay:amount}}], budgeted:[{paymentYear:int, amount:amount}], "
        "forecast:[{paymentYear:int, groupements:int, low:amount, central:amount, high:amount}]}"};
};
BOOST_DESCRIBE_STRUCT(Report, (), (year, out))

}  // namespace ipep::questions
