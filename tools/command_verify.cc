// verify, rebuild: the commands that check, and that make the views anew.
#include "services/answer.h"
#include "tools/command.h"
#include "tools/language.h"
#include "tools/page.h"

namespace ipep {
namespace {

bool is_damage(Code code) {
    return code == Code::damaged_record || code == Code::damaged_store || code == Code::below_anchor ||
           code == Code::anchor_missing;
}

int report(const Shell& shell, const LedgerService* ledger, const Verification& found) {
    const int done = shell.answer(ledger, verification_answer(found), [&] { return verification_page(found); });
    return done != kDone ? done : found.differences.empty() ? kDone : kDifference;
}

// A ledger that does not open whole is a difference like any other; only the view of it is shorter.
int verify_ledger(const Shell& shell) {
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("verify reads the whole log"));
    try {
        const Store store(shell.options().ledger, {.access = Access::read});
        const auto found = verify(store, shell.progress());
        return report(shell, nullptr, found);
    } catch (const Fault& fault) {
        if (!is_damage(fault.rejection.code)) throw;
        Verification found;
        found.differences.push_back({tr("store"), tr("opens whole"),
                                     std::string(text_of(fault.rejection.code).code) + ": " + fault.rejection.sentence(),
                                     {}});
        return report(shell, nullptr, found);
    }
}

int rebuild_views(const Shell& shell) {
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("--as-of is for reading; a writing command writes at the head"));
    Store store(shell.options().ledger, {.access = Access::write});
    const auto told = shell.progress();
    const auto digests = rebuild(store, [&](Position done) {
        if (told) told("rebuild", done, store.head());
    });
    return shell.answer(nullptr, {{"events", store.head()}, {"views", digests_answer(digests)}},
                        [&] { return digests_page(digests); });
}

}  // namespace

void add_verifying_commands(CLI::App& program, Run& run) {
    program.add_subcommand("verify", tr("read every record again and perform every decision again"))
        ->footer(tr("Exit code 4 if anything differs. Checks positions, digests, the anchor, keys, seals of personal data,\n"
                    "every figure of every settlement from the facts known then, and the kept views."))
        ->callback([&run] { run = verify_ledger; });
    program.add_subcommand("rebuild", tr("throw the views away and fold them again from the events"))
        ->callback([&run] { run = rebuild_views; });
}

}  // namespace ipep
