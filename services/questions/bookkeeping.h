// The books of a CPAM: journal, trial-balance, account-ledger, variation-table.
#pragma once

#include "services/questions/question.h"

namespace ipep::questions {

struct Journal {
    std::string cpam, style, from, until;

    static constexpr Named kNamed{"journal", said("the double-entry books of a CPAM, for other programs"),
                                  said("fec-xml is of one exercice, that of the last entry asked for: "
                                       "--from and --until choose another.\n"
                                       "In csv an apostrophe before a leading = + - or @ keeps a spreadsheet from "
                                       "computing it.\n"
                                       "Example:  ipep --ledger essai journal 351 --style hledger > 351.journal; "
                                       "hledger -f 351.journal bal")};
    static constexpr auto kShows = Shows::payees;
    static constexpr std::array kArguments{
        Argument{"CPAM", said("its identifier"), true},
        Argument{"--style", said("who reads it"), true, "hledger ledger beancount fec fec-xml csv"},
        Argument{"--from", said("first day, inclusive")}, Argument{"--until", said("last day, exclusive")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/cpams/{CPAM}/journal",
                                                    .command = "journal",
                                                    .effect = Effect::reads_long,
                                                    .options = "style from until",
                                                    .type = http::kPlainText}};
    static constexpr std::array kAnswers{""};
};
BOOST_DESCRIBE_STRUCT(Journal, (), (cpam, style, from, until))

struct TrialBalance {
    std::string cpam;

    static constexpr Named kNamed{"trial-balance", said("what each account of a CPAM was moved by and holds"),
                                  said("--effective DAY: as the books stand at the end of that day.\n"
                                       "Example:  ipep --ledger essai trial-balance 351 --effective 2024-12-31")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{Argument{"CPAM", said("its identifier"), true}};
    static constexpr std::array kResources{
        Resource{"GET", "/cpams/{CPAM}/trial-balance", "trial-balance", Effect::reads_long}};
    static constexpr std::array kAnswers{
        "{cpam:text, on?:day, accounts:[{account:text, label:text, groupement?:text, "
        "debit:amount, credit:amount, balance:amount}], total:{debit:amount, credit:amount}, "
        "trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(TrialBalance, (), (cpam))

struct AccountLedger {
    std::string cpam, account, groupement, from, until;

    static constexpr Named kNamed{"account-ledger", said("every line of one account of a CPAM")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{
        Argument{"CPAM", said("its identifier"), true}, Argument{"ACCOUNT", said("its number, as 407100"), true},
        Argument{"--groupement", said("only of this groupement")}, Argument{"--from", said("first day, inclusive")},
        Argument{"--until", said("last day, exclusive")}};
    static constexpr std::array kResources{Resource{"GET", "/cpams/{CPAM}/accounts/{ACCOUNT}", "account-ledger",
                                                    Effect::reads_long, "groupement from until"}};
    static constexpr std::array kAnswers{
        "{cpam:text, account:text, label:text, groupement?:text, opening:amount, "
        "lines:[{number:int, on:day, journal:text, event:int, kind:text, groupement:text, "
        "debit:amount, credit:amount, balance:amount}], closing:amount, trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(AccountLedger, (), (cpam, account, groupement, from, until))

struct VariationTable {
    std::string cpam, by = "year";

    static constexpr Named kNamed{"variation-table",
                                  said("opening, movements and closing of each account, period by period")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{Argument{"CPAM", said("its identifier"), true},
                                           Argument{"--by", said("month or year"), false, "month year"}};
    static constexpr std::array kResources{
        Resource{"GET", "/cpams/{CPAM}/variation-table", "variation-table", Effect::reads_long, "by"}};
    static constexpr std::array kAnswers{
        "{cpam:text, by:text, periods:[{period:text, accounts:[{account:text, label:text, "
        "groupement?:text, opening:amount, debit:amount, credit:amount, closing:amount}]}], "
        "trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(VariationTable, (), (cpam, by))

}  // namespace ipep::questions
