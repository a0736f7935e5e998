// Integrity: the chain and its head, the checkpoint, the last verification, and running one; the backups.
#include "events/backup.h"
#include "events/encoding.h"
#include "events/event_json.h"
#include "events/fault.h"
#include "events/seal.h"
#include "services/audit/proof.h"
#include "services/console/pages.h"
#include "services/words/moment.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

void add_verification(const LastVerification& last, Data& data) {
    Data one;
    one.set("at", told_time(last.at)).set("by", last.by.text);
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

bool stands_in(const Store& store, const Mark& mark) {
    if (mark.position == 0) return true;
    const auto bytes = store.record(mark.position);
    return bytes && split_record(*bytes).value().digest == mark.digest;
}

// The newest first. A backup whose digest is not that of the log at its position is of another log.
void add_backups(const Visit& visit, Data& data) {
    data.set("backups_known", !visit.options.backups.empty());
    if (visit.options.backups.empty()) return;
    const Store& store = visit.ledger.store();
    std::vector<Data> rows;
    try {
        for (const Backup& one : list_backups(visit.options.backups)) {
            Data& row = rows.emplace_back().set("number", std::to_string(one.number));
            row.set("good", stands_in(store, one.mark));
            row.set("at", told_time(one.at * 1'000'000));
            row.set("position", shown_count(static_cast<std::int64_t>(one.mark.position)));
            row.set("size", shown_count((one.bytes + 1023) / 1024));
        }
    } catch (const Fault& fault) {
        data.set("backups_fault", fault.rejection.sentence());
    }
    std::ranges::reverse(rows);
    data.set("backups", std::move(rows));
}

}  // namespace

ConsolePage integrity(const Visit& visit, const std::optional<LastVerification>& last) {
    const Store& store = visit.ledger.store();
    const MerkleTree tree = store.tree();
    Data data;
    data.set("origin", visit.ledger.format().origin).set("size", shown_count(static_cast<std::int64_t>(store.head())));
    data.set("digest", to_hex(bytes_of(store.head_digest()))).set("root", base64(bytes_of(tree.root(store.head()))));
    const Checkpoint head{visit.ledger.format().origin, store.head(), tree.root(store.head())};
    // Not signed: its indexes are not worked out here, and without them nothing is signed.
    data.set("note", unsigned_note(head)).set("signs", !visit.options.signing_key.empty());
    if (store.head() > 0) data.set("recorded", told_time(visit.ledger.event(store.head(), false).recordedAt));
    add_backups(visit, data);
    data.set("acts", true);
    if (last) add_verification(*last, data);
    return visit.page(Section::integrity, tr("Integrity"), "integrity", std::move(data));
}

}  // namespace ipep
