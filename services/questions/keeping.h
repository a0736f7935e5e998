// Copies and folders for others: backup, restore, log copy, export audit, export panel.
#pragma once

#include "services/questions/question.h"

namespace ipep::questions {

struct Backup {
    std::string folder;

    static constexpr Named kNamed{"backup", said("one more backup in a folder of backups")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"DIR2", said("folder of backups"), true}};
    static constexpr std::array kResources{Resource{
        .method = "POST", .path = "/backups", .command = "backup", .effect = Effect::copies, .set = "DIR2=backups"}};
    static constexpr std::array kAnswers{"{backup:text, position:int}"};
};
BOOST_DESCRIBE_STRUCT(Backup, (), (folder))

struct Restore {
    std::string folder;

    static constexpr Named kNamed{"restore", said("make the ledger again from the newest backup, verified")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"DIR2", said("folder of backups"), true}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(Restore, (), (folder))

struct LogCopy {
    std::string from, to;

    static constexpr Named kNamed{
        "log copy", said("move a ledger from a folder into PostgreSQL, or back; both are compared afterwards"),
        said("Example:  ipep log copy --from essai --to postgresql://owner@db1/ledger\n"
             "The database holds the schema of ops/postgres/schema.sql and no ledger yet.")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"--from", said("folder of the ledger, or postgresql://… where it lies in a database"), true},
        Argument{"--to", said("where it goes: the other of the two"), true}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(LogCopy, (), (from, to))

struct ExportAudit {
    std::string folder;
    std::uint64_t sample = 0;
    std::string monetary_unit, materiality, expected = "0.00", confidence = "95";
    std::string seed;
    std::optional<std::uint64_t> at;
    std::string key;
    bool without_personal = false;

    static constexpr Named kNamed{
        "export audit", said("everything an auditor needs, with verify.py"),
        said(
            "The auditor checks it with a verify.py of his own, `python3 -I verify.py DIR2`: who makes the pack could\n"
            "change the copy in it. A draw is worth something where he was given the checkpoint first, and told\n"
            "his text then.\n"
            "By monetary unit each cent has the same chance: amounts are drawn by their size, and `verify.py\n"
            "--evaluate` says what the amounts audited show of all.\n"
            "Examples: ipep --ledger essai export audit pack --at 203 --sample 10 --seed \"Cour des comptes\"\n"
            "          ipep --ledger essai export audit pack --at 203 --monetary-unit paid --materiality 50000.00\n"
            "              --expected 5000.00 --confidence 95 --seed \"Cour des comptes\"")};
    static constexpr auto kShows = Shows::log_and_names;
    static constexpr std::array kArguments{
        Argument{"DIR2", said("an absent or empty folder"), true},
        Argument{.name = "--sample", .help = said("draw so many amounts of what is due"), .needs = "--seed"},
        Argument{.name = "--monetary-unit",
                 .help = said("draw by monetary unit, of what was paid or of what is due"),
                 .choices = "paid due",
                 .needs = "--materiality"},
        Argument{.name = "--materiality",
                 .help = said("the misstatement that is tolerable, in euros"),
                 .needs = "--monetary-unit"},
        Argument{.name = "--expected",
                 .help = said("the misstatement that is expected, in euros (0.00)"),
                 .needs = "--monetary-unit"},
        Argument{.name = "--confidence",
                 .help = said("in percent; the rest is the risk of incorrect acceptance (95)"),
                 .choices = "50 63 70 75 80 85 90 95 99",
                 .needs = "--monetary-unit"},
        Argument{"--seed", said("the auditor's text for the draw")},
        Argument{.name = "--at",
                 .help = said("size of the checkpoint to draw at; the head if not given"),
                 .needs = "--seed"},
        Argument{"--key", said("signs the checkpoint in it")},
        Argument{"--without-personal", said("leave names and accounts out")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/exports/audit",
                                                    .command = "export audit",
                                                    .effect = Effect::reads_long,
                                                    .options =
                                                        "sample monetary-unit materiality expected confidence seed at "
                                                        "without-personal",
                                                    .made = "DIR2",
                                                    .type = "application/x-tar"}};
    static constexpr std::array kAnswers{""};

    static std::string settle_words(ExportAudit& asked) {
        if (asked.sample > 0 && !asked.monetary_unit.empty()) return "--sample excludes --monetary-unit";
        if (!asked.monetary_unit.empty() && asked.seed.empty()) return "--monetary-unit requires --seed";
        if (!asked.seed.empty() && asked.sample == 0 && asked.monetary_unit.empty())
            return "--seed requires --sample or --monetary-unit";
        return "";
    }
};
BOOST_DESCRIBE_STRUCT(ExportAudit, (),
                      (folder, sample, monetary_unit, materiality, expected, confidence, seed, at, key,
                       without_personal))

struct ExportPanel {
    std::string folder;
    bool xlsx = false, stata = false, sqlite = false;
    std::string pseudonyms;
    std::int64_t threshold = 11;

    static constexpr Named kNamed{
        "export panel",
        said("results, payments and facts as a data package, for R, Stata, Python, DuckDB and spreadsheets"),
        said("Example:  ipep --ledger essai export panel panel --as-of 171 --stata "
             "--pseudonyms evaluation.key")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{
        Argument{"DIR2", said("an absent or empty folder"), true},
        Argument{"--xlsx", said("a spreadsheet too")},
        Argument{"--stata", said("Stata files too, with labels")},
        Argument{"--sqlite", said("an SQLite file too, with views")},
        Argument{"--pseudonyms", said("file with the key of the pseudonyms; the same key gives the same ones")},
        Argument{"--threshold", said("counts of persons below it are left out (11; 0: none)"), false, "", 0}};
    static constexpr const char* kAsked = "xlsx stata sqlite threshold";
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/exports/panel",
                                                    .command = "export panel",
                                                    .effect = Effect::reads_long,
                                                    .options = kAsked,
                                                    .made = "DIR2",
                                                    .type = "application/x-tar"},
                                           Resource{.method = "GET",
                                                    .path = "/exports/panel/pseudonyms",
                                                    .command = "export panel",
                                                    .effect = Effect::reads_long,
                                                    .options = kAsked,
                                                    .made = "DIR2",
                                                    .set = "--pseudonyms=pseudonym_key",
                                                    .type = "application/x-tar"}};
    static constexpr std::array kAnswers{"", ""};
};
BOOST_DESCRIBE_STRUCT(ExportPanel, (), (folder, xlsx, stata, sqlite, pseudonyms, threshold))

}  // namespace ipep::questions
