// The questions about spreadsheets: template, import. What they read and make is a file, or a body and an answer.
#pragma once

#include "ledger/year.h"
#include "services/questions/question.h"

namespace ipep::questions {

struct Template {
    ResultYear year = 0;
    std::string cpam, out;

    static constexpr Named kNamed{
        "template", said("the facts a year still waits for, as a spreadsheet to fill in"),
        said(
            "One value a row, in blocks of one measure, with the year before's beside it. FILE ends in .xlsx or .csv.\n"
            "Example:  ipep --ledger essai template 2021 --out attendus-2021.xlsx")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{
        Argument{"YEAR", said("result year"), true},
        Argument{"--cpam", said("of the groupements of this CPAM alone")},
        Argument{"--out", said("the spreadsheet to write: .xlsx or .csv"), true},
    };
    static constexpr std::array kResources{
        Resource{"GET", "/settlements/{YEAR}/template", "template", Effect::reads_long, "cpam", "", "--out", "",
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}};
    static constexpr std::array kAnswers{""};
};
BOOST_DESCRIBE_STRUCT(Template, (), (year, cpam, out))

struct Import {
    std::string file;
    bool dryRun = false;
    std::string errors;
    bool keep = false;

    static constexpr Named kNamed{
        "import", said("record the facts of a filled-in spreadsheet, all of them or none"),
        said("XLSX, ODS or CSV with the headings of `template`; every error is shown at once, by sheet, row and "
             "column.\n"
             "The same file again changes nothing, nor do the same facts in another file.\n"
             "Example:  ipep --ledger essai import attendus-2021.xlsx --dry-run --errors a-corriger.xlsx")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"FILE", said("the spreadsheet; - reads standard input"), true},
        Argument{"--dry-run", said("show the errors, the facts and the settlement that would follow; record nothing")},
        Argument{"--errors", said("where to write the file with its errors beside the cells: .xlsx or .csv")},
        Argument{"--keep", said("keep the file itself beside the ledger, as the voucher of its facts")},
    };
    static constexpr std::array kResources{
        Resource{"POST", "/imports", "import", Effect::records, "dry-run keep", "FILE"}};
    static constexpr std::array kAnswers{
        "{appended:int, repeated:int, position:int, errors:[Finding], warnings:[Finding], unfilled:int, "
        "facts:[{key:text, kind:text, groupement:text, year:int, indicator:text, on:day, "
        "values:[{sheet:text, row:int, member:text, value:text, yearBefore:text}]}], "
        "settlement?:{year:int, refused?:Refusal, due?:[{groupement:text, year:int, before:amount, after:amount}]}, "
        "kept?:bool, trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Import, (), (file, dryRun, errors, keep))

}  // namespace ipep::questions
