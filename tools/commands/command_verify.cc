// verify, rebuild: the commands that check, and that make the views anew.
#include <boost/json.hpp>
#include <cstring>
#include <fstream>

#include "events/fault.h"
#include "ledger/code.h"
#include "services/questions/answer.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
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

}  // namespace

// A ledger that does not open whole is a difference like any other; only the view of it is shorter.
int ask(const Shell& shell, const questions::Verify& question) {
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("verify reads the whole log"));
    std::optional<Checkpoint> checkpoint;
    if (!question.checkpoint.empty()) {
        const auto opened = read_checkpoint(question.checkpoint, question.verifier);
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

int ask(const Shell& shell, const questions::Rebuild&) {
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

}  // namespace ipep
