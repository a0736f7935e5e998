// prove all, none, orders: that a list is the whole one, that there is nothing, in a file that is checked offline.
#include <boost/json.hpp>

#include "services/audit/completeness_proof.h"
#include "services/files/whole_file.h"
#include "services/words/language.h"
#include "tools/commands/command.h"

namespace ipep {
namespace {

struct ProofWish {
    std::string what, subject, from, until, out, key;
    Year year = 0;
    bool none = false;
};

std::optional<Day> asked_day(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto day = parse_day(text);
    if (!day) throw WrongUsage(tr("--from and --until take a day as 2024-05-31"));
    return day;
}

Verdict<boost::json::object> proof_of(LedgerService& ledger, const Reader& reader, const ProofWish& wish) {
    if (wish.what == "orders") return prove_orders(ledger, {{wish.subject}, wish.year}, reader, wish.key);
    const auto groupement = IPEP_TRY(ledger.known_groupement(wish.subject));
    const PaymentsProof payments{groupement, {asked_day(wish.from), asked_day(wish.until)}, wish.none};
    return prove_payments(ledger, payments, reader, wish.key);
}

int prove(const Shell& shell, const ProofWish& wish) {
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("a checkpoint is of the whole log"));
    const auto ledger = shell.prover();
    if (!ledger) return shell.refuse(ledger.error());
    const auto proof = proof_of(**ledger, shell.asks(**ledger), wish);
    if (!proof) return shell.refuse(proof.error());
    const auto kept = write_whole(wish.out, boost::json::serialize(*proof) + '\n', Existing::goes);
    if (!kept) return shell.refuse(kept.error());
    const std::size_t entries = proof->at("entries").as_array().size(), found = proof->at("answer").as_array().size();
    return shell.answer(
        ledger->get(),
        {{"subject", proof->at("completeness")}, {"file", wish.out}, {"entries", entries}, {"found", found}}, [&] {
            return fill(tr("{found} of the {entries} entries of {subject}, which are all, answer; the "
                           "proof is in {file}."),
                        {{"found", std::to_string(found)},
                         {"entries", std::to_string(entries)},
                         {"subject", std::string(proof->at("completeness").as_string())},
                         {"file", wish.out}}) +
                   '\n';
        });
}

void add_file(CLI::App& command, const std::shared_ptr<ProofWish>& wish, Run& run) {
    command.add_option("--out", wish->out, tr("where the proof goes"))->required();
    command.add_option("--key", wish->key, tr("signs the checkpoint in it"));
    command.callback([&run, wish] { run = [wish](const Shell& shell) { return prove(shell, *wish); }; });
}

void add_payments(CLI::App& prove, const char* name, bool none, const std::string& help, Run& run) {
    auto* command = prove.add_subcommand(name, help);
    auto wish = std::make_shared<ProofWish>();
    wish->none = none;
    command->add_option("WHAT", wish->what, tr("payments"))->required()->check(CLI::IsMember({"payments"}));
    command->add_option("GROUPEMENT", wish->subject, tr("identifier of the groupement"))->required();
    command->add_option("--from", wish->from, tr("first day, as 2024-01-01"));
    command->add_option("--until", wish->until, tr("last day, exclusive"));
    command->footer(
        tr("Checked by `python3 -I verify.py --proof FILE --checkpoint NOTE --verifier KEY`, without the ledger.\n"
           "Example:  ipep --ledger essai prove all payments G02 --from 2022-01-01 --until 2023-01-01 --out g02.json"));
    add_file(*command, wish, run);
}

}  // namespace

void add_completeness_commands(CLI::App& program, Run& run) {
    CLI::App& prove = *program.get_subcommand("prove");
    add_payments(prove, "all", false, tr("that these are all payments of a groupement"), run);
    add_payments(prove, "none", true, tr("that a groupement had no payment"), run);
    auto* orders = prove.add_subcommand("orders", tr("that these are all orders of a CPAM's fiscal year"));
    auto wish = std::make_shared<ProofWish>();
    wish->what = "orders";
    orders->add_option("CPAM", wish->subject, tr("identifier of the CPAM"))->required();
    orders->add_option("YEAR", wish->year, tr("fiscal year"))->required();
    add_file(*orders, wish, run);
}

}  // namespace ipep
