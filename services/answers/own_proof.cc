#include "services/answers/own_proof.h"

#include <boost/json.hpp>

#include "services/audit/answer_proof.h"
#include "services/audit/completeness_proof.h"
#include "services/audit/proof.h"
#include "services/ledger/in_effect.h"
#include "services/words/language.h"
#include "services/words/utf8.h"

namespace ipep {
namespace {

namespace json = boost::json;

// A proof shows every event behind it, which the question itself need not: `may(reader)` says whether the reader is
// shown all of them. `prove(ledger, reader, signing)` gives the proof.
template <class May, class Prove>
OwnProof proved(Asking& asking, const std::string& key, const May& may, const Prove& prove) {
    if (asking.effective_day()) return std::nullopt;
    const auto ledger = IPEP_TRY(asking.prover());
    const Reader reader = asking.reader_of(*ledger);
    if (!may(reader)) return std::nullopt;
    return IPEP_TRY(prove(*ledger, reader, HeadSigning{key, asking.ledger()}));
}

// Of every CPAM, of those to come too.
bool sees_all(const Reader& reader) { return reader.may(Right::verify) && reader.may(Right::read_amounts); }

using OfGroup = Verdict<json::object> (*)(LedgerService&, const GroupementId&, const Reader&, const HeadSigning&);
OwnProof proved_of(Asking& asking, const std::string& key, const GroupementId& groupement, OfGroup prove) {
    const auto may = [&](const Reader& reader) {
        return reader.is_own(groupement) || (reader.may(Right::verify) && reader.sees(groupement));
    };
    return proved(asking, key, may, [&](LedgerService& ledger, const Reader& reader, const HeadSigning& signing) {
        return prove(ledger, groupement, reader, signing);
    });
}

}  // namespace

OwnProof own_proof(Asking& asking, const questions::Balances& question, const std::string& key) {
    if (question.groupement.empty()) return proved(asking, key, sees_all, prove_balances);
    return proved_of(asking, key, {question.groupement}, prove_balance);
}

OwnProof own_proof(Asking& asking, const questions::Statement& question, const std::string& key) {
    return proved_of(asking, key, {question.groupement}, prove_statement);
}

OwnProof own_proof(Asking& asking, const questions::Settlement& question, const std::string& key) {
    const auto prove = [&](LedgerService& ledger, const Reader&, const HeadSigning& signing) -> Verdict<json::object> {
        return settlement_proof(
            ledger, IPEP_TRY(settlement_in_effect(ledger, question.year, question.revision, std::nullopt)), signing);
    };
    return proved(asking, key, sees_all, prove);
}

OwnProof own_proof(Asking& asking, const questions::Envelope&, const std::string& key) {
    return proved(asking, key, sees_all, prove_envelope);
}

Verdict<json::object> proof_of(Asking& asking, const AnswerSaid& said, const std::string& key) {
    if (!asking.read_at()) throw WrongUsage(tr("nothing was read of a ledger: there is nothing to prove"));
    const auto ledger = IPEP_TRY(asking.prover());
    json::object asked{{"command", said.command}, {"arguments", json::value_from(said.words)}};
    if (const auto day = asking.effective_day()) asked["effective"] = to_text(*day);
    asked["knownAt"] = *asking.read_at();
    asked["today"] = to_text(ledger->world().today());
    asked["language"] = language() == Language::french ? "fr" : "en";
    if (const PersonId person = asking.reader_of(*ledger).person(); !person.text.empty()) asked["person"] = person.text;
    if (ledger->format().trial) asked["trial"] = true;
    return answer_proof(ledger->store(), {json::serialize(asked), as_utf8(said.bytes)}, {key, asking.ledger()});
}

}  // namespace ipep
