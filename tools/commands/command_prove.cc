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
#include "tools/commands/command.h"
#include "tools/pages/page.h"

namespace ipep {
namespace {

int make_key(const Shell& shell, const std::string& file, std::string name) {
    if (name.empty() && !shell.options().ledger.empty()) {
        const auto format = read_format(shell.options().ledger);
        if (!format) return shell.refuse(format.error());
        name = format->origin;
    }
    const auto verifier = new_key(file, name.empty() ? Format{}.origin : name);
    if (!verifier) return shell.refuse(verifier.error());
    return shell.answer(nullptr, {{"verifier", *verifier}}, [&] { return *verifier + '\n'; });
}

int print_checkpoint(const Shell& shell, const std::string& key) {
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("a checkpoint is of the whole log"));
    const Store store(shell.options().ledger, {.access = Access::read, .patience = shell.patience()});
    const auto note = sign(head_of(store, shell.progress()), key);
    if (!note) return shell.refuse(note.error());
    shell.out() << *note;
    return shell.done();
}

int print_proof(const Shell& shell, const Verdict<boost::json::object>& proof) {
    if (!proof) return shell.refuse(proof.error());
    return shell.answer(nullptr, *proof, [&] { return boost::json::serialize(*proof) + '\n'; });
}

int prove_amount(const Shell& shell, const std::string& reference, const std::string& file, const std::string& key) {
    const auto ledger = shell.prover();
    if (!ledger) return shell.refuse(ledger.error());
    const auto proof = amount_proof(**ledger, reference, key);
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

int print_leaf(const Shell& shell, Position position) {
    const auto store = shell.log();
    const auto bytes = store->record(position);
    if (!bytes)
        return shell.refuse(
            {Code::position_absent, {{"position", std::to_string(position)}, {"head", std::to_string(store->head())}}});
    shell.out().write(bytes->data(), static_cast<std::streamsize>(bytes->size()));
    return shell.done();
}

int make_backup(const Shell& shell, const std::string& folder) {
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("--as-of is for reading"));
    const Mark mark = back_up(shell.options().ledger, folder);
    return shell.answer(nullptr, {{"backup", folder}, {"position", mark.position}}, [&] {
        return fill(tr("The state after position {position} is kept in {folder}."),
                    {{"position", std::to_string(mark.position)}, {"folder", folder}}) +
               '\n';
    });
}

int restore_ledger(const Shell& shell, const std::string& backups) {
    const auto restored = restore(backups, shell.options().ledger, shell.progress());
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

int export_pack(const Shell& shell, const std::string& folder, const PackOptions& wishes) {
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

void add_key_and_checkpoint(CLI::App& program, Run& run) {
    auto* keys = program.add_subcommand("key", tr("signing keys"))->require_subcommand(1);
    auto* fresh = keys->add_subcommand("new", tr("make an Ed25519 key; prints its verifier key"));
    auto file = std::make_shared<std::string>();
    auto name = std::make_shared<std::string>();
    fresh->add_option("FILE", *file, tr("where it goes, mode 0600, never over another"))->required();
    fresh->add_option("--name", *name, tr("name on signatures; else the ledger's origin"));
    fresh->callback(
        [&run, file, name] { run = [file, name](const Shell& shell) { return make_key(shell, *file, *name); }; });
    auto* head = program.add_subcommand("checkpoint", tr("print the signed head of the log"));
    auto key = std::make_shared<std::string>();
    head->add_option("--key", *key, tr("file made by `key new`"))->required();
    head->footer(
        tr("Keep it elsewhere: `verify --checkpoint FILE --verifier KEY` then reveals truncation, alteration, a fork,\n"
           "or an older backup put in place."));
    head->callback([&run, key] { run = [key](const Shell& shell) { return print_checkpoint(shell, *key); }; });
}

void add_proofs(CLI::App& program, Run& run) {
    auto* prove = program.add_subcommand("prove", tr("proofs by RFC 6962"))->require_subcommand(1);
    auto* inclusion = prove->add_subcommand("inclusion", tr("that a record is in the log"));
    auto position = std::make_shared<Position>(0);
    auto size = std::make_shared<std::optional<std::uint64_t>>();
    inclusion->add_option("POSITION", *position, tr("position of the event"))->required();
    inclusion->add_option("--size", *size, tr("size of the log; the head if not given"));
    inclusion->callback([&run, position, size] {
        run = [position, size](const Shell& shell) {
            const Store store(shell.options().ledger, {.access = Access::read, .patience = shell.patience()});
            return print_proof(shell, inclusion_proof(store, *position, *size));
        };
    });
    auto* consistency = prove->add_subcommand("consistency", tr("that a later log extends an earlier one"));
    auto older = std::make_shared<std::uint64_t>(0), newer = std::make_shared<std::uint64_t>(0);
    consistency->add_option("OLD", *older, tr("earlier size"))->required();
    consistency->add_option("NEW", *newer, tr("later size"))->required();
    consistency->callback([&run, older, newer] {
        run = [older, newer](const Shell& shell) {
            const Store store(shell.options().ledger, {.access = Access::read, .patience = shell.patience()});
            return print_proof(shell, consistency_proof(store, *older, *newer));
        };
    });
    auto* amount = prove->add_subcommand("amount", tr("one file that proves one amount offline"));
    auto reference = std::make_shared<std::string>(), out = std::make_shared<std::string>();
    auto key = std::make_shared<std::string>();
    amount->add_option("REF", *reference, tr("as for explain"))->required();
    amount->add_option("--out", *out, tr("where the proof goes"))->required();
    amount->add_option("--key", *key, tr("signs the checkpoint in it"));
    amount->callback([&run, reference, out, key] {
        run = [reference, out, key](const Shell& shell) { return prove_amount(shell, *reference, *out, *key); };
    });
    auto* leaf = program.add_subcommand("leaf", tr("the exact bytes of a record, which are its leaf"));
    leaf->add_option("POSITION", *position, tr("position of the event"))->required();
    leaf->callback([&run, position] { run = [position](const Shell& shell) { return print_leaf(shell, *position); }; });
}

void add_copies(CLI::App& program, Run& run) {
    auto folder = std::make_shared<std::string>();
    auto* back = program.add_subcommand("backup", tr("one more backup in a folder of backups"));
    back->add_option("DIR2", *folder, tr("folder of backups"))->required();
    back->callback([&run, folder] { run = [folder](const Shell& shell) { return make_backup(shell, *folder); }; });
    auto* restored = program.add_subcommand("restore", tr("make the ledger again from the newest backup, verified"));
    restored->add_option("DIR2", *folder, tr("folder of backups"))->required();
    restored->callback(
        [&run, folder] { run = [folder](const Shell& shell) { return restore_ledger(shell, *folder); }; });

    auto* exported = program.add_subcommand("export", tr("folders for others"))->require_subcommand(1);
    auto* audit = exported->add_subcommand("audit", tr("everything an auditor needs, with verify.py"));
    auto wishes = std::make_shared<PackOptions>();
    audit->add_option("DIR2", *folder, tr("an absent or empty folder"))->required();
    auto* sample = audit->add_option("--sample", wishes->sample, tr("draw so many amounts"));
    auto* seed = audit->add_option("--seed", wishes->seed, tr("the auditor's text for the draw"));
    sample->needs(seed);
    seed->needs(sample);
    audit->add_option("--at", wishes->at, tr("size of the checkpoint to draw at; the head if not given"))
        ->needs(sample);
    audit->add_option("--key", wishes->key_path, tr("signs the checkpoint in it"));
    audit->add_flag("--without-personal", wishes->without_personal, tr("leave names and accounts out"));
    audit->footer(
        tr("The auditor checks it with a verify.py of his own, `python3 -I verify.py DIR2`: who makes the pack could\n"
           "change the copy in it. A draw is worth something where he was given the checkpoint first, and told\n"
           "his text then.\n"
           "Example:  ipep --ledger essai export audit pack --at 203 --sample 10 --seed \"Cour des comptes\""));
    audit->callback([&run, folder, wishes] {
        run = [folder, wishes](const Shell& shell) { return export_pack(shell, *folder, *wishes); };
    });
}

}  // namespace

void add_proving_commands(CLI::App& program, Run& run) {
    add_key_and_checkpoint(program, run);
    add_proofs(program, run);
    add_copies(program, run);
}

}  // namespace ipep
