// Integrity: the chain and its head, the checkpoint, the last verification, and running one.
#include "events/event_json.h"
#include "events/seal.h"
#include "services/console/pages.h"
#include "services/proof.h"
#include "services/wording.h"

namespace ipep {
namespace {

void add_verification(const LastVerification& last, Data& data) {
    Data one;
    const std::string at = recorded_text(last.at);
    one.set("at", shown(*parse_day(at.substr(0, 10))) + ' ' + at.substr(11, 5) + " UTC").set("by", last.by.text);
    one.set("events", shown_count(static_cast<std::int64_t>(last.result.events)));
    one.set("settlements", shown_count(static_cast<std::int64_t>(last.result.settlements)));
    one.set("log", to_hex(bytes_of(last.result.log))).set("root", to_hex(bytes_of(last.result.root)));
    if (last.result.erased > 0) one.set("erased", shown_count(static_cast<std::int64_t>(last.result.erased)));
    std::vector<Data> rows;
    for (const Difference& difference : last.result.differences) {
        Data& row = rows.emplace_back();
        row.set("where", difference.where).set("expected", phrase(difference.expected));
        row.set("found", phrase(difference.found)).set("note", difference.note.empty() ? "" : phrase(difference.note));
    }
    one.set("good", rows.empty()).set("differences", std::move(rows));
    data.set("verification", std::move(one));
}

}  // namespace

ConsolePage integrity(const Visit& visit, const std::optional<LastVerification>& last) {
    const Store& store = visit.ledger.store();
    const MerkleTree tree = store.tree();
    Data data;
    data.set("origin", visit.ledger.format().origin).set("size", shown_count(static_cast<std::int64_t>(store.head())));
    data.set("digest", to_hex(bytes_of(store.head_digest()))).set("root", base64(bytes_of(tree.root(store.head()))));
    data.set("note", unsigned_note({visit.ledger.format().origin, store.head(), tree.root(store.head())}));
    if (store.head() > 0) {
        const std::string at = recorded_text(visit.ledger.event(store.head(), false).recordedAt);
        data.set("recorded", shown(*parse_day(at.substr(0, 10))) + ' ' + at.substr(11, 5) + " UTC");
    }
    data.set("acts", true);
    if (last) add_verification(*last, data);
    return visit.page(Section::integrity, tr("Integrity"), "integrity", std::move(data));
}

}  // namespace ipep
