#include "services/audit/proof.h"

#include <boost/json.hpp>
#include <set>

#include "events/encoding.h"
#include "events/event_json.h"
#include "events/fault.h"
#include "services/answers/figures.h"
#include "services/questions/explanation_answer.h"
#include "services/reader/explanation_sight.h"
#include "services/words/code.h"

namespace ipep {
namespace {

namespace json = boost::json;

void nothing_stands_beyond(const Log& log) {
    if (auto beyond = beyond_anchor(log)) throw Fault(beyond->code, std::move(beyond->arguments));
}

void positions_in(const Explanation& node, std::set<Position>& positions) {
    if (node.event) positions.insert(node.event->position);
    for (const auto& input : node.inputs) positions_in(*input, positions);
}

}  // namespace

json::array hex_list(const std::vector<Digest>& hashes) {
    json::array list;
    for (const Digest& hash : hashes) list.emplace_back(to_hex(bytes_of(hash)));
    return list;
}

json::object leaf_answer(const CompletenessIndex::Leaf& leaf) {
    return {{"subject", leaf.subject},
            {"count", leaf.count},
            {"root", to_hex(bytes_of(leaf.root))},
            {"leafIndex", leaf.index},
            {"hashes", hex_list(leaf.hashes)}};
}

json::object proved_event(LedgerService& ledger, Position position, std::uint64_t size) {
    const std::string bytes = ledger.store().record(position).value();
    json::object event = to_json(ledger.event(position, false), split_record(bytes).value().digest);
    event["leaf"] = base64(bytes);
    event["proof"] = *inclusion_proof(ledger.store(), position, size);
    return event;
}

std::optional<Rejection> beyond_anchor(const Log& log) {
    if (log.beyond() == 0) return std::nullopt;
    return Rejection{code::beyond_anchor,
                     {{"count", std::to_string(log.beyond())}, {"position", std::to_string(log.head())}}};
}

Checkpoint head_of(const Store& store, const Progress& progress) {
    LogIndexes indexes;
    return head_of(store, indexes, progress);
}

Checkpoint head_of(const Store& store, LogIndexes& indexes, const Progress& progress) {
    nothing_stands_beyond(store);
    TreeEdge edge;
    store.scan(1, store.head() + 1, [&](Position position, const Record& record) {
        edge.add(leaf_hash({record.payload.data(), record.payload.size() + record.digest.size()}),
                 [](Subtree, const Digest&) {});
        indexes.add(read_event(position, record.payload));
        if (progress && position % 10'000 == 0) progress("checkpoint", position, store.head());
        return true;
    });
    const Digest root = edge.root();
    if (store.tree().root(store.head()) != root)
        throw Fault(code::damaged_store, {{"what", "the stored tree differs from the records; run `rebuild`"}});
    Checkpoint head{.origin = store.format().origin, .size = store.head(), .root = root};
    indexes.put_heads(head);
    return head;
}

Verdict<json::object> inclusion_proof(const Log& log, Position position, std::optional<std::uint64_t> size) {
    nothing_stands_beyond(log);
    const std::uint64_t leaves = size.value_or(log.head());
    if (position == 0 || position > log.head())
        return refuse(code::position_absent,
                      {{"position", std::to_string(position)}, {"head", std::to_string(log.head())}});
    if (leaves > log.head() || leaves < position)
        return refuse(code::size_out_of_range,
                      {{"size", std::to_string(leaves)},
                       {"what", "it must lie from the position to the head, " + std::to_string(log.head())}});
    const auto bytes = log.record(position);
    return json::object{{"leafIndex", position - 1},
                        {"treeSize", leaves},
                        {"leafHash", to_hex(bytes_of(leaf_hash(*bytes)))},
                        {"hashes", hex_list(log.tree().inclusion(position - 1, leaves))}};
}

Verdict<json::object> consistency_proof(const Log& log, std::uint64_t older, std::uint64_t newer) {
    nothing_stands_beyond(log);
    if (older > newer || newer > log.head())
        return refuse(code::size_out_of_range,
                      {{"size", std::to_string(newer)},
                       {"what", "sizes must not fall, and end at the head, " + std::to_string(log.head())}});
    return json::object{
        {"oldSize", older}, {"newSize", newer}, {"hashes", hex_list(log.tree().consistency(older, newer))}};
}

Verdict<json::object> amount_proof(LedgerService& ledger, const std::string& reference, const HeadSigning& signing,
                                   const Reader& reader) {
    auto derivation = IPEP_TRY(explain(ledger.store(), ledger.views(), reference));
    if (!reader.may(Right::verify)) derivation.root = seen_by(derivation.root, reader);
    const Checkpoint head = head_of(ledger.store());
    json::object proof{{"reference", reference},
                       {"value", derivation.root->value},
                       {"derivation", explanation_answer(*derivation.root, derivation.rules)}};
    IPEP_TRY(put_head(proof, ledger.store(), head, signing));
    proof["root"] = to_hex(bytes_of(head.root));
    std::set<Position> positions;
    positions_in(*derivation.root, positions);
    json::array events, rules;
    for (const Position position : positions) {
        json::object event = proved_event(ledger, position, head.size);
        if (ledger.event(position).body.index() == kKindIndex<RulesAdopted>)
            rules.push_back({{"position", position}, {"digest", event["digest"]}});
        events.push_back(std::move(event));
    }
    proof["rules"] = std::move(rules);
    proof["events"] = std::move(events);
    return proof;
}

Verdict<json::object> settlement_proof(LedgerService& ledger, const Settlement& settlement,
                                       const HeadSigning& signing) {
    LogIndexes indexes;
    const std::string subject = envelope_subject(payment_year_of(settlement.head.settled.year));
    indexes.envelope.keep(subject);
    const Checkpoint head = head_of(ledger.store(), indexes);
    json::object proof{{"settlement", settlement_answer(settlement)}};
    IPEP_TRY(put_head(proof, ledger.store(), head, signing));
    json::array events;
    for (const SettlementLine& line : settlement.groups)
        events.push_back(proved_event(ledger, line.position, head.size));
    events.push_back(proved_event(ledger, settlement.head.position, head.size));
    proof["events"] = std::move(events);
    proof["settled"] = {{"leaf", leaf_answer(indexes.envelope.leaf(subject).value())},
                        {"entries", json::value_from(indexes.envelope.entries_of(subject))}};
    return proof;
}

}  // namespace ipep
