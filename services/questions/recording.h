// The commands that record: init, append, settle; and the vouchers of what was recorded: keep-voucher, voucher.
#pragma once

#include "ledger/year.h"
#include "services/questions/question.h"

namespace ipep::questions {

struct Init {
    std::string origin = "ipep-ledger";
    bool trial = false;

    static constexpr Named kNamed{"init", said("make an empty ledger"),
                                  said("Example:  ipep --ledger essai init --trial")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"--origin", said("name of the log in its checkpoints")},
        Argument{"--trial", said("take clock and random bytes from IPEP_NOW and IPEP_SEED")}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(Init, (), (origin, trial))

struct Append {
    std::string file;
    bool dry_run = false;

    static constexpr Named kNamed{
        "append", said("record facts from JSON Lines, all of them or none"),
        said("Amounts are euros with two decimals (\"1234.56\"), measured values decimals, days 2020-05-31.\n"
             "A key makes a fact idempotent: append the same file twice and nothing changes.\n"
             "Example:  ipep --ledger essai append facts.jsonl        (`ipep help facts` lists the kinds)")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"FILE", said("one fact a line; - reads standard input"), true},
        Argument{"--dry-run", said("judge every line, show all refusals and record nothing")}};
    static constexpr std::array kResources{Resource{.method = "POST",
                                                    .path = "/facts",
                                                    .command = "append",
                                                    .effect = Effect::records,
                                                    .options = "dry-run",
                                                    .body = "FILE"}};
    static constexpr std::array kAnswers{
        "{appended:int, repeated:int, position:int, warnings?:[Warning], errors?:[Refusal], trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Append, (), (file, dry_run))

struct Settle {
    ResultYear year = 0;
    bool dry_run = false;

    static constexpr Named kNamed{
        "settle", said("settle a result year, or settle it again"),
        said("All groups of the year are judged together (CDC 2019 §8); later settled years follow again.\n"
             "Example:  ipep --ledger essai settle 2021 --dry-run")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"YEAR", said("result year: the year whose care is measured"), true},
        Argument{"--dry-run", said("show what would be settled and record nothing")}};
    static constexpr std::array kResources{
        Resource{"POST", "/settlements/{YEAR}", "settle", Effect::decides, "dry-run"}};
    static constexpr std::array kAnswers{"Settled"};
};
BOOST_DESCRIBE_STRUCT(Settle, (), (year, dry_run))

struct KeepVoucher {
    Position position = 0;
    std::string file;

    static constexpr Named kNamed{
        "keep-voucher", said("keep the document that an event's source names by its SHA-256"),
        said(
            "PDF, PNG, JPEG, XLSX, ODS or CSV of at most 10 MiB, beside the log. Of a groupement's event it goes when\n"
            "its personal data are erased.\n"
            "Example:  ipep --ledger essai keep-voucher 84 rib.pdf")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"POSITION", said("of the event whose source names the file"), true},
                                           Argument{"FILE", said("the document itself, unchanged"), true}};
    static constexpr std::array kResources{Resource{.method = "POST",
                                                    .path = "/events/{POSITION}/voucher",
                                                    .command = "keep-voucher",
                                                    .effect = Effect::records,
                                                    .body = "FILE"}};
    static constexpr std::array kAnswers{"{position:int, kind:text, trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(KeepVoucher, (), (position, file))

struct ReadVoucher {
    Position position = 0;
    std::string out;

    static constexpr Named kNamed{"voucher", said("the document behind an event, as it was kept"),
                                  said("Example:  ipep --ledger essai voucher 84 --out rib.pdf")};
    static constexpr auto kShows = Shows::its_own;
    static constexpr std::array kArguments{Argument{"POSITION", said("of the event"), true},
                                           Argument{"--out", said("where the document goes"), true}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/events/{POSITION}/voucher",
                                                    .command = "voucher",
                                                    .effect = Effect::reads_long,
                                                    .made = "--out",
                                                    .type = "application/octet-stream"}};
    static constexpr std::array kAnswers{""};
};
BOOST_DESCRIBE_STRUCT(ReadVoucher, (), (position, out))

}  // namespace ipep::questions
