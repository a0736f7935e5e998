// What lets others check without trusting this program: verify, rebuild, key new, checkpoint, prove, leaf.
#pragma once

#include "ledger/year.h"
#include "services/questions/question.h"

namespace ipep::questions {

struct Verify {
    std::string checkpoint, verifier;
    std::vector<std::string> witnesses;
    std::uint64_t quorum = 0;

    static constexpr Named kNamed{
        "verify", said("read every record again and perform every decision again"),
        said("Exit code 4 if anything differs. Checks positions, digests, the anchor, keys, seals of personal data,\n"
             "every figure of every settlement from the facts known then, and the kept views.")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments{
        Argument{.name = "--checkpoint",
                 .help = said("also that the log extends this signed checkpoint"),
                 .needs = "--verifier"},
        Argument{.name = "--verifier",
                 .help = said("NAME+HASH+BASE64 as `key new` printed it, or @FILE"),
                 .needs = "--checkpoint"},
        Argument{
            .name = "--witness", .help = said("verifier key of a witness, or @FILE; repeated"), .needs = "--quorum"},
        Argument{
            .name = "--quorum", .help = said("that so many of them have seen the checkpoint"), .needs = "--witness"}};
    static constexpr std::array kResources{
        Resource{"GET", "/verification", "verify", Effect::reads_long},
        Resource{"POST", "/verification", "verify", Effect::reads_long, "verifier", "--checkpoint"}};
    static constexpr std::array kAnswers{"Verification", "Verification"};
};
BOOST_DESCRIBE_STRUCT(Verify, (), (checkpoint, verifier, witnesses, quorum))

struct Rebuild {
    static constexpr Named kNamed{"rebuild", said("throw the views away and fold them again from the events")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array<Argument, 0> kArguments{};
    static constexpr std::array kResources{Resource{"POST", "/rebuild", "rebuild", Effect::alone}};
    static constexpr std::array kAnswers{"{events:int, views:[ViewDigest]}"};
};
BOOST_DESCRIBE_STRUCT(Rebuild, (), ())

struct NewKey {
    std::string file, name;

    static constexpr Named kNamed{"key new", said("make an Ed25519 key; prints its verifier key")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"FILE", said("where it goes, mode 0600, never over another"), true},
                                           Argument{"--name", said("name on signatures; else the ledger's origin")}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(NewKey, (), (file, name))

struct Checkpoint {
    std::string key;
    std::vector<std::string> witnesses;
    std::optional<std::uint64_t> quorum;

    static constexpr Named kNamed{
        "checkpoint", said("print the signed head of the log"),
        said("Keep it elsewhere: `verify --checkpoint FILE --verifier KEY` then reveals truncation, alteration, a "
             "fork,\n"
             "or an older backup put in place. What witnesses sign of it is kept, and shown by proofs and packs.")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments{
        Argument{"--key", said("file made by `key new`"), true},
        Argument{"--witness", said("a witness that is asked to cosign it, URL=VERIFIER or URL=@FILE; repeated")},
        Argument{.name = "--quorum", .help = said("how many of them must; else all"), .needs = "--witness"}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/checkpoint",
                                                    .command = "checkpoint",
                                                    .effect = Effect::reads_long,
                                                    .set = "--key=signing_key",
                                                    .type = http::kPlainText}};
    static constexpr std::array kAnswers{""};
};
BOOST_DESCRIBE_STRUCT(Checkpoint, (), (key, witnesses, quorum))

struct ProveInclusion {
    Position position = 0;
    std::optional<std::uint64_t> size;

    static constexpr Named kNamed{"prove inclusion", said("that a record is in the log")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments{Argument{"POSITION", said("position of the event"), true},
                                           Argument{"--size", said("size of the log; the head if not given")}};
    static constexpr std::array kResources{
        Resource{"GET", "/proofs/inclusion/{POSITION}", "prove inclusion", Effect::reads_long, "size"}};
    static constexpr std::array kAnswers{"InclusionProof"};
};
BOOST_DESCRIBE_STRUCT(ProveInclusion, (), (position, size))

struct ProveConsistency {
    std::uint64_t older = 0, newer = 0;

    static constexpr Named kNamed{"prove consistency", said("that a later log extends an earlier one")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments{Argument{"OLD", said("earlier size"), true},
                                           Argument{"NEW", said("later size"), true}};
    static constexpr std::array kResources{
        Resource{"GET", "/proofs/consistency/{OLD}/{NEW}", "prove consistency", Effect::reads_long}};
    static constexpr std::array kAnswers{"{oldSize:int, newSize:int, hashes:[hex]}"};
};
BOOST_DESCRIBE_STRUCT(ProveConsistency, (), (older, newer))

struct ProveAmount {
    std::string reference, out, key;

    static constexpr Named kNamed{"prove amount", said("one file that proves one amount offline")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments{Argument{"REF", said("as for explain"), true},
                                           Argument{"--out", said("where the proof goes"), true},
                                           Argument{"--key", said("signs the checkpoint in it")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/proofs/amounts/{REF*}",
                                                    .command = "prove amount",
                                                    .effect = Effect::reads_long,
                                                    .made = "--out"}};
    static constexpr std::array kAnswers{
        "{reference:text, value:text, derivation:Derivation, checkpoint:text, "
        "verifier?:text, timestamps?:[text], seen?:Seen, root:hex, rules:[{position:int, digest:hex}], "
        "events:[ProvedEvent]}"};
};
BOOST_DESCRIBE_STRUCT(ProveAmount, (), (reference, out, key))

struct ProveAll {
    std::string what, groupement, from, until, out, key;

    static constexpr Named kNamed{
        "prove all", said("that these are all payments of a groupement"),
        said("Checked by `python3 -I verify.py --proof FILE --checkpoint NOTE --verifier KEY`, without the ledger.\n"
             "Example:  ipep --ledger essai prove all payments G02 --from 2022-01-01 --until 2023-01-01 --out "
             "g02.json")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments{Argument{"WHAT", said("payments"), true, "payments"},
                                           Argument{"GROUPEMENT", said("identifier of the groupement"), true},
                                           Argument{"--from", said("first day, as 2024-01-01")},
                                           Argument{"--until", said("last day, exclusive")},
                                           Argument{"--out", said("where the proof goes"), true},
                                           Argument{"--key", said("signs the checkpoint in it")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/proofs/all/{WHAT}/{GROUPEMENT}",
                                                    .command = "prove all",
                                                    .effect = Effect::reads_long,
                                                    .options = "from until",
                                                    .made = "--out",
                                                    .set = "--key=signing_key"}};
    static constexpr std::array kAnswers{"CompletenessProof"};
};
BOOST_DESCRIBE_STRUCT(ProveAll, (), (what, groupement, from, until, out, key))

struct ProveNone {
    std::string what, groupement, from, until, out, key;

    static constexpr Named kNamed{
        "prove none", said("that a groupement had no payment"),
        said("Refused where there are some.\n"
             "Example:  ipep --ledger essai prove none payments G02 --from 2022-01-01 --until 2023-01-01 --out "
             "g02.json")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments = ProveAll::kArguments;
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/proofs/none/{WHAT}/{GROUPEMENT}",
                                                    .command = "prove none",
                                                    .effect = Effect::reads_long,
                                                    .options = "from until",
                                                    .made = "--out",
                                                    .set = "--key=signing_key"}};
    static constexpr std::array kAnswers{"CompletenessProof"};
};
BOOST_DESCRIBE_STRUCT(ProveNone, (), (what, groupement, from, until, out, key))

struct ProveBalance {
    std::string groupement, out, key;

    static constexpr Named kNamed{
        "prove balance", said("one file that proves what a groupement is owed, was paid, and its advance"),
        said("With every event it follows from; `--as-of` proves what was known then, by the log of today.\n"
             "Checked by `python3 -I verify.py --proof FILE --checkpoint NOTE --verifier KEY`, without the ledger.\n"
             "Example:  ipep --ledger essai prove balance G02 --as-of 2022-12-31 --out g02.json")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments{Argument{"GROUPEMENT", said("identifier of the groupement"), true},
                                           Argument{"--out", said("where the proof goes"), true},
                                           Argument{"--key", said("signs the checkpoint in it")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/proofs/balances/{GROUPEMENT}",
                                                    .command = "prove balance",
                                                    .effect = Effect::reads_long,
                                                    .made = "--out",
                                                    .set = "--key=signing_key"}};
    static constexpr std::array kAnswers{"BalanceProof"};
};
BOOST_DESCRIBE_STRUCT(ProveBalance, (), (groupement, out, key))

struct ProveStatement {
    std::string groupement, out, key;

    static constexpr Named kNamed{
        "prove statement", said("one file that proves every line of a groupement's statement, and that these are all"),
        said("`--as-of` proves the statement as it was known then, by the log of today.\n"
             "Checked by `python3 -I verify.py --proof FILE --checkpoint NOTE --verifier KEY`, without the ledger.\n"
             "Example:  ipep --ledger essai prove statement G02 --as-of 2022-12-31 --out g02.json")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments = ProveBalance::kArguments;
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/proofs/statements/{GROUPEMENT}",
                                                    .command = "prove statement",
                                                    .effect = Effect::reads_long,
                                                    .made = "--out",
                                                    .set = "--key=signing_key"}};
    static constexpr std::array kAnswers{"StatementProof"};
};
BOOST_DESCRIBE_STRUCT(ProveStatement, (), (groupement, out, key))

struct ProveSettlement {
    ResultYear year = 0;
    std::optional<std::int64_t> revision;
    std::string out, key;

    static constexpr Named kNamed{
        "prove settlement", said("one file that proves a settlement: its national figures and every groupement's row"),
        said("It says which revision it is, and shows whether that was the last in the log of its checkpoint.\n"
             "Checked by `python3 -I verify.py --proof FILE --checkpoint NOTE --verifier KEY`, without the ledger.\n"
             "Example:  ipep --ledger essai prove settlement 2021 --out 2021.json")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments{Argument{"YEAR", said("result year"), true},
                                           Argument{"--revision", said("1 is the first; the latest if not given")},
                                           Argument{"--out", said("where the proof goes"), true},
                                           Argument{"--key", said("signs the checkpoint in it")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/proofs/settlements/{YEAR}",
                                                    .command = "prove settlement",
                                                    .effect = Effect::reads_long,
                                                    .options = "revision",
                                                    .made = "--out",
                                                    .set = "--key=signing_key"}};
    static constexpr std::array kAnswers{"SettlementProof"};
};
BOOST_DESCRIBE_STRUCT(ProveSettlement, (), (year, revision, out, key))

// Every row of a list, and that no other is in it.
struct ProveBalances {
    std::string out, key;

    static constexpr Named kNamed{
        "prove balances", said("one file that proves the balances of all groupements, and that these are all"),
        said("Of those that something moved for, with every event they follow from; `--as-of` proves what was known "
             "then.\n"
             "Checked by `python3 -I verify.py --proof FILE --checkpoint NOTE --verifier KEY`, without the ledger.\n"
             "Example:  ipep --ledger essai prove balances --as-of 2022-12-31 --out balances.json")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments{Argument{"--out", said("where the proof goes"), true},
                                           Argument{"--key", said("signs the checkpoint in it")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/proofs/balances",
                                                    .command = "prove balances",
                                                    .effect = Effect::reads_long,
                                                    .made = "--out",
                                                    .set = "--key=signing_key"}};
    static constexpr std::array kAnswers{"BalancesProof"};
};
BOOST_DESCRIBE_STRUCT(ProveBalances, (), (out, key))

struct ProveEnvelope {
    std::string out, key;

    static constexpr Named kNamed{
        "prove envelope", said("one file that proves how much of the national envelope each payment year uses"),
        said("With every event it follows from; `--as-of` proves what was known then.\n"
             "Checked by `python3 -I verify.py --proof FILE --checkpoint NOTE --verifier KEY`, without the ledger.\n"
             "Example:  ipep --ledger essai prove envelope --as-of 2022-12-31 --out envelope.json")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments = ProveBalances::kArguments;
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/proofs/envelope",
                                                    .command = "prove envelope",
                                                    .effect = Effect::reads_long,
                                                    .made = "--out",
                                                    .set = "--key=signing_key"}};
    static constexpr std::array kAnswers{"EnvelopeProof"};
};
BOOST_DESCRIBE_STRUCT(ProveEnvelope, (), (out, key))

struct ProveOrders {
    std::string cpam;
    FiscalYear year = 0;
    std::string out, key;

    static constexpr Named kNamed{"prove orders", said("that these are all orders of a CPAM's fiscal year")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments{
        Argument{"CPAM", said("identifier of the CPAM"), true}, Argument{"YEAR", said("fiscal year"), true},
        Argument{"--out", said("where the proof goes"), true}, Argument{"--key", said("signs the checkpoint in it")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/proofs/orders/{CPAM}/{YEAR}",
                                                    .command = "prove orders",
                                                    .effect = Effect::reads_long,
                                                    .made = "--out",
                                                    .set = "--key=signing_key"}};
    static constexpr std::array kAnswers{"CompletenessProof"};
};
BOOST_DESCRIBE_STRUCT(ProveOrders, (), (cpam, year, out, key))

struct Leaf {
    Position position = 0;

    static constexpr Named kNamed{"leaf", said("the exact bytes of a record, which are its leaf")};
    static constexpr auto kShows = Shows::whole_log;
    static constexpr std::array kArguments{Argument{"POSITION", said("position of the event"), true}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/leaves/{POSITION}",
                                                    .command = "leaf",
                                                    .effect = Effect::reads_long,
                                                    .type = "application/octet-stream"}};
    static constexpr std::array kAnswers{""};
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (position))

}  // namespace ipep::questions
