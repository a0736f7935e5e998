// verify, rebuild: the commands that check, and that make the views anew.
#include <boost/json.hpp>
#include <cstring>
#include <fstream>

#include "events/fault.h"
#include "ledger/code.h"
#include "services/questions/answer.h"
#include "services/words/language.h"
#include "tools/commands/command.h"
#include "tools/pages/page.h"

namespace ipep {
namespace {

int report(const Shell& shell, const LedgerService* ledger, const Verification& found) {
    const int done = shell.answer(ledger, verification_answer(found), [&] { return verification_page(found); });
    return done != kDone ? done : found.differences.empty() ? kDone : kDifference;
}

Verdict<std::string> read_small(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return refuse(Code::file_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    return std::string(std::istreambuf_iterator<char>(file), {});
}

// `verifier` is the key itself, or @FILE.
Verdict<Checkpoint> read_checkpoint(const std::string& path, std::string verifier) {
    const auto note = read_small(path);
    if (!note) return std::unexpected(note.error());
    if (verifier.starts_with('@')) {
        const auto text = read_small(verifier.substr(1));
        if (!text) return std::unexpected(text.error());
        verifier = text->substr(0, text->find_last_not_of(" \r\n") + 1);
    }
    return open_note(*note, verifier);
}

// A ledger that does not open whole is a difference like any other; only the view of it is shorter.
int verify_ledger(const Shell& shell, const std::string& checkpoint_file, const std::string& verifier) {
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("verify reads the whole log"));
    std::optional<Checkpoint> checkpoint;
    if (!checkpoint_file.empty()) {
        const auto opened = read_checkpoint(checkpoint_file, verifier);
        if (!opened) return shell.refuse(opened.error());
        checkpoint = *opened;
    }
    try {
        const Store store(shell.options().ledger, {.access = Access::read, .patience = shell.patience()});
        const auto found = verify(store, shell.progress(), checkpoint);
        return report(shell, nullptr, found);
    } catch (const Fault& fault) {
        if (!is_damage(fault.rejection.code)) throw;
        Verification found;
        found.differences.push_back(
            {tr("store"),
             tr("opens whole"),
             std::string(text_of(fault.rejection.code).code) + ": " + fault.rejection.sentence(),
             {}});
        return report(shell, nullptr, found);
    }
}

int rebuild_views(const Shell& shell) {
    if (!shell.options().as_of.empty())
        throw WrongUsage(tr("--as-of is for reading; a writing command writes at the head"));
    Store store(shell.options().ledger, {.access = Access::write});
    const auto told = shell.progress();
    store.rebuild_tree();
    const auto digests = rebuild(store, [&](Position done) {
        if (told) told("rebuild", done, store.head());
    });
    return shell.answer(nullptr, {{"events", store.head()}, {"views", digests_answer(digests)}},
                        [&] { return digests_page(digests); });
}

}  // namespace

void add_verifying_commands(CLI::App& program, Run& run) {
    auto* check = program.add_subcommand("verify", tr("read every record again and perform every decision again"));
    auto checkpoint = std::make_shared<std::string>(), verifier = std::make_shared<std::string>();
    auto* file = check->add_option("--checkpoint", *checkpoint, tr("also that the log extends this signed checkpoint"));
    auto* key = check->add_option("--verifier", *verifier, tr("NAME+HASH+BASE64 as `key new` printed it, or @FILE"));
    file->needs(key);
    key->needs(file);
    check->footer(
        tr("Exit code 4 if anything differs. Checks positions, digests, the anchor, keys, seals of personal data,\n"
           "every figure of every settlement from the facts known then, and the kept views."));
    check->callback([&run, checkpoint, verifier] {
        run = [checkpoint, verifier](const Shell& shell) { return verify_ledger(shell, *checkpoint, *verifier); };
    });
    program.add_subcommand("rebuild", tr("throw the views away and fold them again from the events"))->callback([&run] {
        run = rebuild_views;
    });
}

}  // namespace ipep
