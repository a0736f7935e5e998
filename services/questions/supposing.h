// What is computed beside the ledger: simulate, adjust fit, adjust apply.
#pragma once

#include "ledger/year.h"
#include "services/questions/question.h"

namespace ipep::questions {

struct Simulate {
    std::string rules, facts;
    std::vector<std::string> set, without;
    std::string spending, years;
    std::vector<std::string> sweep;
    std::optional<std::int64_t> draws;
    std::uint64_t seed = 1;
    std::vector<std::string> errors;
    std::string break_even, reach, csv, svg;
    bool full = false;

    static constexpr Named kNamed{
        "simulate", said("settle the history under other rules, facts or spending; records nothing"),
        said("savings = sum of evolution × patients, incentives = sum of what is due (CDC 2019 §3, §9).\n"
             "Of two weights that make one whole the other follows. `help facts` lists what --facts takes.\n"
             "Example:  ipep --ledger essai simulate --spending -0.5%\n"
             "          ipep --ledger essai simulate --set efficiency.gapWeight=1/2 --without G02\n"
             "          ipep --ledger essai simulate --sweep spending=-2%:2%:0.5% --svg break-even.svg\n"
             "          ipep --ledger essai simulate --break-even spending=-2%:0%:0.001% --reach balance=0.00\n"
             "          ipep --ledger essai simulate --draws 1000 --seed 1 --errors spending=200% --errors "
             "adjusted=2%")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{
        Argument{"--rules", said("rules adopted after all that is recorded: the body of a `rulesAdopted`, or what "
                                 "`rules --format json` or `rules --shipped` prints")},
        Argument{"--facts",
                 said("facts and corrections, one a line as `append` takes them, supposed and not recorded")},
        Argument{"--set", said("PARAMETER=VALUE in every version of the rules; may be repeated")},
        Argument{"--without", said("a groupement to leave out; may be repeated")},
        Argument{"--spending", said("change of actual spending a year, as -0.5%: rank r is multiplied by (1 + PCT)^r")},
        Argument{"--years", said("result years to show, as 2019-2021; the settled ones if not given")},
        Argument{"--sweep", said("PARAMETER=FROM:TO:STEP, one simulation a value; a second one makes a grid; "
                                 "PARAMETER is a path of the rules or `spending`")},
        Argument{.name = "--draws",
                 .help = said("how often every measure is drawn anew within its error"),
                 .least = 1,
                 .most = 100'000},
        Argument{.name = "--seed", .help = said("of the draws (1)"), .needs = "--draws"},
        Argument{.name = "--errors",
                 .help = said("standard errors: spending (of one person's, 300%), adjusted (1%), indicators (5%, where "
                              "no denominator is recorded), experience (2%)"),
                 .needs = "--draws"},
        Argument{"--break-even", said("PARAMETER=FROM:TO:STEP: between which two values a figure reaches an amount")},
        Argument{.name = "--reach",
                 .help = said("which figure and amount, as due/G02=100000.00, due=…, savings=…; else balance=0.00"),
                 .needs = "--break-even"},
        Argument{"--csv", said("where the table goes as CSV")},
        Argument{"--svg", said("where the curve of the sweep goes")},
        Argument{"--full", said("everything, however long")}};
    static constexpr const char* kAsked = "set without spending years sweep draws seed errors break-even reach full";
    static constexpr std::array kResources{
        Resource{"GET", "/simulations", "simulate", Effect::reads_long, kAsked},
        Resource{"POST", "/simulations", "simulate", Effect::reads_long, kAsked, "--rules"},
        Resource{"POST", "/simulations/facts", "simulate", Effect::reads_long, kAsked, "--facts"}};
    static constexpr std::array kAnswers{"Simulation", "Simulation", "Simulation|{errors:[Refusal], trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Simulate, (),
                      (rules, facts, set, without, spending, years, sweep, draws, seed, errors, break_even, reach, csv,
                       svg, full))

struct FitModel {
    std::string sample, out;
    std::uint64_t seed = 1;
    std::string split;
    bool number = false;
    std::vector<std::string> ages, columns;

    static constexpr Named kNamed{
        "adjust fit", said("estimate the model on a sample: 70 % to fit, 30 % to test"),
        said("Columns id,age,female,ald,cmuc,acs,apl,spending[,ame,declared,reimbursed,visits]; rows count as in\n"
             "`adjust apply`. A variable is kept only where it improves the adjusted R² (CDC 2019, annexe 4).\n"
             "One row a patient; who has several ALD has their numbers in the field `ald`, as 8|15, 8;15 or 8+15.\n"
             "Fields end at commas, or at semicolons, and then decimals may have a comma. A robust standard error "
             "(HC1)\n"
             "stands beside each other one.\n"
             "Example:  ipep adjust fit sample.csv --out model.json --seed 2017")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"SAMPLE.csv", said("the sample; plain, gzip or zstd; - is standard input"), true},
        Argument{"--out", said("where the model goes"), true},
        Argument{"--seed", said("of the draw of the 70 % (1)")},
        Argument{"--split", said("where the draw goes, to fit the same rows elsewhere")},
        Argument{"--ald-number", said("take ald as a number, not as a category where it has more than two values")},
        Argument{"--age-classes", said("take age by classes, that begin at these ages: 16,30,45,60,75")},
        Argument{"--columns", said("further columns of the sample, taken as numbers: income,distance")}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(FitModel, (), (sample, out, seed, split, number, ages, columns))

struct AdoptModel {
    std::string model, name;
    ResultYear year = 0;
    std::string author;

    static constexpr Named kNamed{
        "adjust adopt", said("print the fact that adopts a model, ready to append"),
        said("Example:  ipep adjust adopt model.json --model m-2021 --year 2021 --author Cnam > facts.jsonl")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"MODEL.json", said("what `adjust fit` wrote"), true},
        Argument{"--model", said("the name it is adopted under"), true},
        Argument{"--year", said("result year: the year whose care is measured"), true},
        Argument{"--author", said("who made it"), true}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(AdoptModel, (), (model, name, year, author))

struct ApplyModel {
    std::string model, patients, groupement;
    ResultYear year = 0;
    std::string adopted, corrects;

    static constexpr Named kNamed{
        "adjust apply", said("print the facts of a groupement's patients, ready to append"),
        said(
            "Counted: who is declared and had a reimbursement, or is under 16 and had two visits; "
            "never with AME.\n"
            "No row is kept, printed or logged; the facts carry the digest of the file.\n"
            "Of patients who were extracted again, --corrects REASON with --ledger prints the corrections of what the\n"
            "ledger has, and nothing for a fact that says the same.\n"
            "Example:  ipep adjust apply model.json g02-2021.csv.zst --groupement G02 --year 2021 "
            "> facts.jsonl")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"MODEL.json", said("what `adjust fit` wrote"), true},
        Argument{"PATIENTS.csv", said("the patients; plain, gzip or zstd; - is standard input"), true},
        Argument{"--groupement", said("its identifier"), true},
        Argument{"--year", said("result year: the year whose care is measured"), true},
        Argument{"--model", said("under which name the model was adopted")},
        Argument{"--corrects", said("correct what the ledger has of the groupement and year, for this reason")}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(ApplyModel, (), (model, patients, groupement, year, adopted, corrects))

}  // namespace ipep::questions
