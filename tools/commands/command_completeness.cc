// prove all, none, orders: that a list is the whole one, that there is nothing, in a file that is checked offline.
#include <boost/json.hpp>

#include "services/audit/completeness_proof.h"
#include "services/files/whole_file.h"
#include "tools/commands/day_options.h"
#include "tools/commands/question_line.h"

namespace ipep {
namespace {

using Make = std::function<Verdict<boost::json::object>(LedgerService& ledger, const Reader& reader)>;

int prove(const Shell& shell, const std::string& out, const Make& make) {
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("a checkpoint is of the whole log"));
    const auto ledger = shell.prover();
    if (!ledger) return shell.refuse(ledger.error());
    const auto proof = make(**ledger, shell.asks(**ledger));
    if (!proof) return shell.refuse(proof.error());
    const auto kept = write_whole(out, boost::json::serialize(*proof) + '\n', Existing::goes);
    if (!kept) return shell.refuse(kept.error());
    const std::string subject(proof->at("completeness").as_string());
    const std::size_t entries = proof->at("entries").as_array().size(), found = proof->at("answer").as_array().size();
    return shell.answer(ledger->get(), {{"subject", subject}, {"file", out}, {"entries", entries}, {"found", found}},
                        [&] {
                            return fill(tr("{found} of the {entries} entries of {subject}, which are all, answer; the "
                                           "proof is in {file}."),
                                        {{"found", std::to_string(found)},
                                         {"entries", std::to_string(entries)},
                                         {"subject", subject},
                                         {"file", out}}) +
                                   '\n';
                        });
}

template <class Question>
int prove_payments_of(const Shell& shell, const Question& question, bool none) {
    const Period period = asked_period(question.from, question.until);
    return prove(shell, question.out, [&](LedgerService& ledger, const Reader& reader) -> Verdict<boost::json::object> {
        const auto groupement = IPEP_TRY(ledger.known_groupement(question.groupement));
        return prove_payments(ledger, {groupement, period, none}, reader, question.key);
    });
}

}  // namespace

int ask(const Shell& shell, const questions::ProveAll& question) { return prove_payments_of(shell, question, false); }
int ask(const Shell& shell, const questions::ProveNone& question) { return prove_payments_of(shell, question, true); }
int ask(const Shell& shell, const questions::ProveOrders& question) {
    return prove(shell, question.out, [&](LedgerService& ledger, const Reader& reader) {
        return prove_orders(ledger, {{question.cpam}, question.year}, reader, question.key);
    });
}

}  // namespace ipep
