// key, checkpoint, prove, leaf, backup, restore, export: what lets others check without trusting this program.
#include <boost/json.hpp>
#include <ostream>

#include "events/backup.h"
#include "events/folder.h"
#include "ledger/code.h"
#include "services/audit/audit_pack.h"
#include "services/audit/restore.h"
#include "services/files/whole_file.h"
#include "services/questions/answer.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
#include "tools/pages/page.h"

namespace ipep {
namespace {

int print_proof(const Shell& shell, const Verdict<boost::json::object>& proof) {
    if (!proof) return shell.refuse(proof.error());
    return shell.answer(nullptr, *proof, [&] { return boost::json::serialize(*proof) + '\n'; });
}

std::string pack_page(const PackReport& report, const std::string& folder) {
    std::string text =
        fill(tr("{events} events and {settlements} settlements are in {folder}.\n"
                "Check them with a verify.py of your own, from the package (share/ipep-ledger) or the repository,\n"
                "not with the one in the pack; with the signer's key and a checkpoint that was kept elsewhere:\n"
                "  python3 -I verify.py {folder} --verifier KEY --checkpoint FILE\n"),
             {{"events", shown_count(static_cast<std::int64_t>(report.events))},
              {"settlements", std::to_string(report.settlements)},
              {"folder", folder}});
    if (report.sample.empty()) return text;
    text += fill(tr("Drawn at the checkpoint of {size} events:"),
                 {{"size", shown_count(static_cast<std::int64_t>(report.sampled.size))}}) +
            '\n';
    for (const auto& drawn : report.sample) text += "  " + drawn + '\n';
    return text;
}

}  // namespace

int ask(const Shell& shell, const questions::NewKey& question) {
    std::string name = question.name;
    if (name.empty() && !shell.options().ledger.empty()) {
        const auto format = read_format(shell.options().ledger);
        if (!format) return shell.refuse(format.error());
        name = format->origin;
    }
    const auto verifier = new_key(question.file, name.empty() ? Format{}.origin : name);
    if (!verifier) return shell.refuse(verifier.error());
    return shell.answer(nullptr, {{"verifier", *verifier}}, [&] { return *verifier + '\n'; });
}

int ask(const Shell& shell, const questions::Checkpoint& question) {
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("a checkpoint is of the whole log"));
    const Store store(shell.options().ledger, {.access = Access::read, .patience = shell.patience()});
    const auto note = sign(head_of(store, shell.progress()), question.key);
    if (!note) return shell.refuse(note.error());
    shell.out() << *note;
    return shell.done();
}

int ask(const Shell& shell, const questions::ProveInclusion& question) {
    const Store store(shell.options().ledger, {.access = Access::read, .patience = shell.patience()});
    return print_proof(shell, inclusion_proof(store, question.position, question.size));
}

int ask(const Shell& shell, const questions::ProveConsistency& question) {
    const Store store(shell.options().ledger, {.access = Access::read, .patience = shell.patience()});
    return print_proof(shell, consistency_proof(store, question.older, question.newer));
}

int ask(const Shell& shell, const questions::ProveAmount& question) {
    const std::string &reference = question.reference, &file = question.out;
    const auto ledger = shell.prover();
    if (!ledger) return shell.refuse(ledger.error());
    const auto proof = amount_proof(**ledger, reference, question.key, shell.asks(**ledger));
    if (!proof) return shell.refuse(proof.error());
    const auto kept = write_whole(file, boost::json::serialize(*proof) + '\n', Existing::goes);
    if (!kept) return shell.refuse(kept.error());
    return shell.answer(
        ledger->get(), {{"reference", reference}, {"file", file}, {"events", proof->at("events").as_array().size()}},
        [&] {
            return fill(tr("{reference} = {value}: derivation and {count} events with their proofs in {file}."),
                        {{"reference", reference},
                         {"value", std::string(proof->at("value").as_string())},
                         {"count", std::to_string(proof->at("events").as_array().size())},
                         {"file", file}}) +
                   '\n';
        });
}

int ask(const Shell& shell, const questions::Leaf& question) {
    const Position position = question.position;
    const auto store = shell.log();
    const auto bytes = store->record(position);
    if (!bytes)
        return shell.refuse(
            {Code::position_absent, {{"position", std::to_string(position)}, {"head", std::to_string(store->head())}}});
    shell.out().write(bytes->data(), static_cast<std::streamsize>(bytes->size()));
    return shell.done();
}

int ask(const Shell& shell, const questions::Backup& question) {
    const std::string& folder = question.folder;
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("--as-of is for reading"));
    const Mark mark = back_up(shell.options().ledger, folder);
    return shell.answer(nullptr, {{"backup", folder}, {"position", mark.position}}, [&] {
        return fill(tr("The state after position {position} is kept in {folder}."),
                    {{"position", std::to_string(mark.position)}, {"folder", folder}}) +
               '\n';
    });
}

int ask(const Shell& shell, const questions::Restore& question) {
    const auto restored = restore(question.folder, shell.options().ledger, shell.progress());
    if (!restored) {
        const bool damaged = restored.error().code == Code::backup_damaged;
        return shell.refuse(restored.error(), damaged ? kFault : kRefused);
    }
    return shell.answer(nullptr,
                        {{"restored", shell.options().ledger},
                         {"backup", restored->backup},
                         {"verification", verification_answer(restored->verification)}},
                        [&] { return verification_page(restored->verification); });
}

int ask(const Shell& shell, const questions::ExportAudit& question) {
    const std::string& folder = question.folder;
    const PackOptions wishes{.sample = question.sample,
                             .at = question.at,
                             .seed = question.seed,
                             .key_path = question.key,
                             .without_personal = question.without_personal};
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("an audit pack is of the whole log"));
    const auto ledger = shell.prover();
    if (!ledger) return shell.refuse(ledger.error());
    const auto report = export_audit(**ledger, folder, wishes);
    if (!report) return shell.refuse(report.error());
    shell.asks(**ledger).note(report->shown);
    boost::json::object answer{{"folder", folder},
                               {"events", report->events},
                               {"settlements", report->settlements},
                               {"root", to_hex(bytes_of(report->root))},
                               {"sample", boost::json::value_from(report->sample)}};
    if (!report->sample.empty())
        answer["sampledAt"] = {{"size", report->sampled.size}, {"root", to_hex(bytes_of(report->sampled.root))}};
    return shell.answer(ledger->get(), std::move(answer), [&] { return pack_page(*report, folder); });
}

}  // namespace ipep
