// The questions that read a state: settlement, settlements, balances, envelope, statement, events, rules.
#pragma once

#include "ledger/year.h"
#include "services/questions/question.h"

namespace ipep::questions {

struct Settlement {
    ResultYear year = 0;
    std::optional<std::int64_t> revision;

    static constexpr Named kNamed{"settlement", said("print a settlement already made"),
                                  said("Example:  ipep --ledger essai settlement 2021 --revision 1")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{Argument{"YEAR", said("result year"), true},
                                           Argument{"--revision", said("1 is the first; the latest if not given")}};
    static constexpr std::array kResources{
        Resource{"GET", "/settlements/{YEAR}", "settlement", Effect::reads_quickly, "revision"}};
    static constexpr std::array kAnswers{"Settlement"};
};
BOOST_DESCRIBE_STRUCT(Settlement, (), (year, revision))

struct Settlements {
    static constexpr Named kNamed{"settlements", said("each settled year: its last revision, who validated it, totals"),
                                  said("Example:  ipep --ledger essai settlements")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array<Argument, 0> kArguments{};
    static constexpr std::array kResources{Resource{"GET", "/settlements", "settlements", Effect::reads_quickly}};
    static constexpr std::array kAnswers{"{settlements:[+SettledYear], trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Settlements, (), ())

struct Balances {
    std::string groupement;

    static constexpr Named kNamed{"balances", said("what each groupement is owed, was paid, and its advance"),
                                  said("owed − overpaid = seed credits released + due − paid (specification §11).\n"
                                       "Example:  ipep --ledger essai balances --as-of 2022-12-31T23:00:00Z")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{Argument{"GROUPEMENT", said("of this one alone")}};
    static constexpr std::array kResources{
        Resource{"GET", "/balances", "balances", Effect::reads_quickly},
        Resource{"GET", "/balances/{GROUPEMENT}", "balances", Effect::reads_quickly}};
    static constexpr std::array kAnswers{"Balances", "Balance"};
};
BOOST_DESCRIBE_STRUCT(Balances, (), (groupement))

struct Envelope {
    static constexpr Named kNamed{
        "envelope", said("how much of the national envelope each payment year uses"),
        said("left = budgeted − seed credits − settled; result year N is paid in N+1 (CDC 2019 §9).")};
    static constexpr auto kShows = Shows::law;
    static constexpr std::array<Argument, 0> kArguments{};
    static constexpr std::array kResources{Resource{"GET", "/envelope", "envelope", Effect::reads_quickly}};
    static constexpr std::array kAnswers{"{years:[+EnvelopeYear], total:EnvelopeTotal, trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Envelope, (), ())

struct Statement {
    std::string groupement;

    static constexpr Named kNamed{"statement", said("every line that moves an amount of a groupement"),
                                  said("Example:  ipep --ledger essai statement G02")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{Argument{"GROUPEMENT", said("its identifier"), true}};
    static constexpr std::array kResources{
        Resource{"GET", "/statements/{GROUPEMENT}", "statement", Effect::reads_quickly}};
    static constexpr std::array kAnswers{"Statement"};
};
BOOST_DESCRIBE_STRUCT(Statement, (), (groupement))

struct Events {
    std::string groupement;
    std::optional<ResultYear> year;
    std::string kind;
    Position from = 1, until = UINT64_MAX;
    std::uint64_t limit = UINT64_MAX;

    static constexpr Named kNamed{
        "events", said("facts and decisions in order, a line each"),
        said("Example:  ipep --ledger essai events --groupement G02 --year 2021 --format json")};
    static constexpr auto kShows = Shows::payees;
    static constexpr std::array kArguments{Argument{"--groupement", said("only what names this groupement")},
                                           Argument{"--year", said("only what is about this result year")},
                                           Argument{"--kind", said("only this kind")},
                                           Argument{"--from", said("first position, inclusive")},
                                           Argument{"--until", said("last position, exclusive")},
                                           Argument{"--limit", said("at most so many"), false, "", 1}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/events",
                                                    .command = "events",
                                                    .effect = Effect::reads_long,
                                                    .options = "groupement year kind from until limit",
                                                    .type = "application/jsonl"}};
    static constexpr std::array kAnswers{""};
};
BOOST_DESCRIBE_STRUCT(Events, (), (groupement, year, kind, from, until, limit))

struct Rules {
    bool shipped = false;
    std::string edition;

    static constexpr Named kNamed{"rules", said("the parameters in force, with their sections and status"),
                                  said("Example:  ipep rules --shipped | ipep --ledger essai append -")};
    static constexpr auto kShows = Shows::law;
    static constexpr std::array kArguments{
        Argument{"--shipped", said("print the rules of 2019 as a line to append")},
        Argument{"--edition", said("which of those that are shipped; the last, if not given"), false,
                 "cdc-2019 cdc-2019-r2"}};
    static constexpr std::array kResources{Resource{"GET", "/rules", "rules", Effect::reads_quickly}};
    static constexpr std::array kAnswers{
        "{rules:[+{position:int, on:day, rules:text, title:text, fromYear:int, "
        "parameters:Parameters}], trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Rules, (), (shipped, edition))

}  // namespace ipep::questions
