// The books of a CPAM: journal, trial-balance, account-ledger, general-ledger, variation-table, bank-reconciliation,
// closing-checklist.
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
        "{cpam:text, on?:day, accounts:[+{account:text, label:text, groupement?:text, "
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
        "lines:[+LedgerLine], closing:amount, trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(AccountLedger, (), (cpam, account, groupement, from, until))

struct GeneralLedger {
    std::string cpam, from, until;

    static constexpr Named kNamed{"general-ledger", said("every line of every account of a CPAM, account by account")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{Argument{"CPAM", said("its identifier"), true},
                                           Argument{"--from", said("first day, inclusive")},
                                           Argument{"--until", said("last day, exclusive")}};
    static constexpr std::array kResources{
        Resource{"GET", "/cpams/{CPAM}/general-ledger", "general-ledger", Effect::reads_long, "from until"}};
    static constexpr std::array kAnswers{
        "{cpam:text, accounts:[+{account:text, label:text, opening:amount, lines:[+LedgerLine], closing:amount}], "
        "trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(GeneralLedger, (), (cpam, from, until))

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
        "{cpam:text, by:text, periods:[+{period:text, accounts:[+{account:text, label:text, "
        "groupement?:text, opening:amount, debit:amount, credit:amount, closing:amount}]}], "
        "trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(VariationTable, (), (cpam, by))

struct BankReconciliation {
    std::string cpam, bank;

    static constexpr Named kNamed{
        "bank-reconciliation", said("account 512 of a CPAM on a day, held against what the bank's statements show"),
        said("--effective DAY: at the end of that day; today where it is left out.\n"
             "Example:  ipep --ledger essai bank-reconciliation 351 --effective 2024-12-31 --bank 1234.56")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{
        Argument{"CPAM", said("its identifier"), true},
        Argument{"--bank", said("the balance that the bank gives for that day, as 1234.56 or -1234.56")}};
    static constexpr std::array kResources{
        Resource{"GET", "/cpams/{CPAM}/bank-reconciliation", "bank-reconciliation", Effect::reads_long, "bank"}};
    static constexpr std::array kAnswers{
        "{cpam:text, on:day, books:amount, onlyInBooks:[+{number:int, event:int, on:day, kind:text, groupement:text, "
        "order?:text, amount:amount}], onlyAtBank:[+{file:hex, reference:text, on?:text, why:text, count?:int, "
        "setAside?:text, "
        "amount:amount}], expected:amount, bank?:amount, difference?:amount, trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(BankReconciliation, (), (cpam, bank))

struct ClosingChecklist {
    std::string cpam, month;

    static constexpr Named kNamed{"closing-checklist",
                                  said("what still stands in the way of closing a month of a CPAM's books")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{
        Argument{"CPAM", said("its identifier"), true},
        Argument{"--month", said("as 2024-05; the oldest open one where it is left out")}};
    static constexpr std::array kResources{
        Resource{"GET", "/cpams/{CPAM}/closing-checklist", "closing-checklist", Effect::reads_long, "month"}};
    static constexpr std::array kAnswers{
        "{cpam:text, month:text, closed:bool, mayClose:bool, points:[+{point:text, count:int, amount:amount, "
        "since?:day, binds:bool}], trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(ClosingChecklist, (), (cpam, month))

}  // namespace ipep::questions
