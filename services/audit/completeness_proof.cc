#include "services/audit/completeness_proof.h"

#include <boost/json.hpp>
#include <set>

#include "events/encoding.h"
#include "events/event_json.h"
#include "services/answers/figures.h"
#include "services/audit/proof.h"
#include "services/words/code.h"

namespace ipep {
namespace {

namespace json = boost::json;

// What is a payment, of all that moves what is owed: money that left or came back, and what was paid before the ledger.
bool is_payment(const Body& body) {
    return std::holds_alternative<OrderPaid>(body) || std::holds_alternative<OrderReturned>(body) ||
           std::holds_alternative<TakeOverConfirmed>(body);
}

Position position_in(const std::string& entry) { return std::stoull(entry.substr(entry.rfind(' ') + 1)); }

// The whole of a subject, and of its events those that answer.
class Proof {
public:
    Proof(LedgerService& ledger, const std::string& subject) : ledger_(ledger), subject_(subject) {
        indexes_.amounts.keep(subject);
        head_ = head_of(ledger.store(), indexes_);
    }

    template <class Answers>
    Verdict<json::object> make(const Answers& answers, const HeadSigning& signing) {
        const CompletenessIndex& index = indexes_.amounts;
        json::array entries, found;
        for (const std::string& entry : index.entries_of(subject_)) {
            const Position position = position_in(entry);
            entries.push_back({{"entry", entry}, {"event", proved_event(ledger_, position, head_.size)}});
            // One event enters once for each payment year it is of.
            if (answers(ledger_.event(position, false)) && (found.empty() || found.back() != position))
                found.emplace_back(position);
        }
        json::object proof{{"completeness", subject_}, {"answer", std::move(found)}};
        IPEP_TRY(put_head(proof, ledger_.store(), head_, signing));
        if (const auto leaf = index.leaf(subject_)) {
            proof["leaf"] = leaf_answer(*leaf);
        } else {
            json::array beside;
            for (const auto& one : index.neighbours(subject_)) beside.push_back(leaf_answer(one));
            proof["neighbours"] = std::move(beside);
        }
        proof["entries"] = std::move(entries);
        return proof;
    }

private:
    LedgerService& ledger_;
    std::string subject_;
    LogIndexes indexes_;
    Checkpoint head_;
};

// A whole index, the entries of those of its subjects that begin so, and their events.
class ListProof {
public:
    using Index = CompletenessIndex LogIndexes::*;
    ListProof(LedgerService& ledger, Index index, const std::string& subjects)
        : ledger_(ledger), index_(indexes_.*index) {
        index_.keep(subjects);
        head_ = head_of(ledger.store(), indexes_);
    }

    Verdict<json::object> make(const HeadSigning& signing) {
        json::object proof{{"knownAt", ledger_.views().position()}};
        IPEP_TRY(put_head(proof, ledger_.store(), head_, signing));
        std::set<Position> positions;
        json::array subjects, events;
        for (const auto& leaf : index_.leaves()) {
            json::object subject{
                {"subject", leaf.subject}, {"count", leaf.count}, {"root", to_hex(bytes_of(leaf.root))}};
            const auto& entries = index_.entries_of(leaf.subject);
            for (const std::string& entry : entries) positions.insert(position_in(entry));
            if (!entries.empty()) subject["entries"] = json::value_from(entries);
            subjects.push_back(std::move(subject));
        }
        for (const Position position : positions) events.push_back(proved_event(ledger_, position, head_.size));
        proof["subjects"] = std::move(subjects);
        proof["events"] = std::move(events);
        return proof;
    }
    // Whether something had moved what the subject is of, in the state looked at.
    bool has(const std::string& subject) const {
        const auto& entries = index_.entries_of(subject);
        return !entries.empty() && position_in(entries.front()) <= ledger_.views().position();
    }

private:
    LedgerService& ledger_;
    LogIndexes indexes_;
    CompletenessIndex& index_;
    Checkpoint head_;
};

// Every event that moved what the groupement is owed or paid, and as answer those known in the state looked at.
Verdict<json::object> prove_moves(LedgerService& ledger, const GroupementId& groupement, const Reader& reader,
                                  const HeadSigning& signing) {
    const GroupState* page = ledger.book().find(groupement);
    if (!page) return refuse(code::unknown_groupement, {{"groupement", groupement.text}});
    IPEP_TRY(reader.check_amounts(groupement, page->admission.value.cpam));
    const Position known = ledger.views().position();
    const auto is_known = [&](const Event& event) { return event.position <= known; };
    json::object proof = IPEP_TRY(Proof(ledger, payments_subject(groupement)).make(is_known, signing));
    proof["knownAt"] = known;
    return proof;
}

}  // namespace

Verdict<json::object> prove_payments(LedgerService& ledger, const PaymentsProof& wish, const Reader& reader,
                                     const HeadSigning& signing) {
    const GroupState* page = ledger.book().find(wish.groupement);
    if (!page) return refuse(code::unknown_groupement, {{"groupement", wish.groupement.text}});
    IPEP_TRY(reader.check_amounts(wish.groupement, page->admission.value.cpam));
    const auto is_asked = [&](const Event& event) { return is_payment(event.body) && wish.period.holds(event.on); };
    json::object proof = IPEP_TRY(Proof(ledger, payments_subject(wish.groupement)).make(is_asked, signing));
    const json::array& found = proof.at("answer").as_array();
    if (wish.none && !found.empty())
        return refuse(code::not_none, {{"groupement", wish.groupement.text},
                                       {"count", std::to_string(found.size())},
                                       {"position", std::to_string(found.front().to_number<Position>())}});
    proof["none"] = wish.none;
    if (wish.period.from) proof["from"] = to_text(*wish.period.from);
    if (wish.period.until) proof["until"] = to_text(*wish.period.until);
    return proof;
}

Verdict<json::object> prove_balance(LedgerService& ledger, const GroupementId& groupement, const Reader& reader,
                                    const HeadSigning& signing) {
    json::object proof = IPEP_TRY(prove_moves(ledger, groupement, reader, signing));
    proof["balance"] = balance_answer(balance_row(groupement, ledger.views().balances()));
    return proof;
}

Verdict<json::object> prove_statement(LedgerService& ledger, const GroupementId& groupement, const Reader& reader,
                                      const HeadSigning& signing) {
    json::object proof = IPEP_TRY(prove_moves(ledger, groupement, reader, signing));
    proof["lines"] =
        std::move(statement_answer(groupement, "", ledger.views().statements().lines(groupement))["lines"]);
    return proof;
}

Verdict<json::object> prove_balances(LedgerService& ledger, const Reader& reader, const HeadSigning& signing) {
    IPEP_TRY(reader.check(Right::verify));
    ListProof list(ledger, &LogIndexes::amounts, kPaymentsSubjects);
    json::object proof = IPEP_TRY(list.make(signing));
    json::array rows;
    for (const BalanceRow& row : balance_rows(ledger.views().balances()))
        if (list.has(payments_subject(row.groupement))) rows.push_back(balance_answer(row));
    proof["balances"] = std::move(rows);
    return proof;
}

Verdict<json::object> prove_envelope(LedgerService& ledger, const Reader& reader, const HeadSigning& signing) {
    IPEP_TRY(reader.check(Right::verify));
    json::object proof = IPEP_TRY(ListProof(ledger, &LogIndexes::envelope, kEnvelopeSubjects).make(signing));
    proof["envelope"] = std::move(envelope_answer(envelope_rows(ledger.views().envelope()))["years"]);
    return proof;
}

Verdict<json::object> prove_orders(LedgerService& ledger, const OrdersProof& wish, const Reader& reader,
                                   const HeadSigning& signing) {
    if (!ledger.book().find(wish.cpam)) return refuse(code::unknown_cpam, {{"cpam", wish.cpam.text}});
    IPEP_TRY(reader.check(Right::read_amounts, wish.cpam));
    const auto is_asked = [](const Event& event) { return std::holds_alternative<PaymentOrdered>(event.body); };
    return Proof(ledger, orders_subject(wish.cpam, wish.fiscal_year)).make(is_asked, signing);
}

}  // namespace ipep
