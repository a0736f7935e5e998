// OwnProof: an answer with what proves it. What follows from a few events is proved by them, as `prove` does it; any
// other answer by who gave it and what it names (services/audit/answer_proof.h).
//
// Shape:   own_proof() gives nothing where a question has no proof by events: of amounts in effect on a day, of what
//          the reader may not see all events of, or where the events show no figure (a derivation).
// Errors:  WrongUsage, where nothing was read of a ledger; those of the proofs.
// Source:  contract, "Proof".
#pragma once

#include <boost/json/object.hpp>

#include "services/answers/asking.h"
#include "services/questions/given_words.h"
#include "services/questions/reading.h"

namespace ipep {

// Which key signs it, and where it goes.
struct ProofWish {
    std::string key;
    std::function<Verdict<>(const boost::json::object& proof)> keep;
    bool is_all = false;  // the answer is said by the proof alone
};

// What was answered to a command, and in which words it was asked.
struct AnswerSaid {
    std::string command;
    http::Fields words;
    std::string bytes;
};

using OwnProof = Verdict<std::optional<boost::json::object>>;
template <class Question>
OwnProof own_proof(const Asking&, const Question&, const std::string&) {
    return std::nullopt;
}
// `asking` has read what is proved.
OwnProof own_proof(Asking& asking, const questions::Balances& question, const std::string& key);
OwnProof own_proof(Asking& asking, const questions::Statement& question, const std::string& key);
OwnProof own_proof(Asking& asking, const questions::Settlement& question, const std::string& key);
OwnProof own_proof(Asking& asking, const questions::Envelope& question, const std::string& key);

Verdict<boost::json::object> proof_of(Asking& asking, const AnswerSaid& said, const std::string& key);

// Keeps what proves the answer that was given.
template <questions::Question Question>
Verdict<> prove_answer(Asking& asking, const Question& question, std::string bytes, const ProofWish& wish) {
    asking.stays_where_it_read();
    auto own = IPEP_TRY(own_proof(asking, question, wish.key));
    if (own) return wish.keep(*own);
    const AnswerSaid said{Question::kNamed.command, questions::given_words(question), std::move(bytes)};
    return wish.keep(IPEP_TRY(proof_of(asking, said, wish.key)));
}

}  // namespace ipep
