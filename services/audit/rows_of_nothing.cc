#include "services/audit/rows_of_nothing.h"

#include "events/codec.h"
#include "events/personal_walk.h"
#include "services/ledger/line_words.h"
#include "services/ledger/voucher_file.h"

namespace ipep {
namespace {

Event event_at(const Store& store, Position position) {
    return read_event(position, split_record(store.record(position).value()).value().payload);
}

bool has_key(const Store& store, Position position, std::string_view key) {
    if (position == 0 || position > store.head()) return false;
    const Event event = event_at(store, position);
    return event.key && event.key->text == key;
}

bool seals(const Store& store, const PersonalRow& row) {
    if (row.position == 0 || row.position > store.head()) return false;
    Event event = event_at(store, row.position);
    bool found = is_voucher_of(event, row) || is_words_of(event, row);
    each_personal(event.body, [&](const std::string& subject, int member, const Personal&) {
        found = found || (subject == row.subject && member == row.member);
    });
    return found;
}

bool is_on_its_way(const Store& store, Position position) {
    return position > store.head() && position <= store.last_found();
}

// Each row's event is looked at only where there are more or fewer rows than events with a key.
void keys_of_nothing(const Store& store, std::uint64_t keys, const FoundRow& differs) {
    std::uint64_t kept = 0;
    store.each_key([&](std::string_view, Position position) {
        kept += !is_on_its_way(store, position);
        return true;
    });
    if (kept == keys) return;
    store.each_key([&](std::string_view key, Position position) {
        if (!is_on_its_way(store, position) && !has_key(store, position, key))
            differs("keys: " + std::string(key), "the key of an event", "position " + std::to_string(position));
        return true;
    });
}

}  // namespace

void rows_of_nothing(const Store& store, std::uint64_t keys, const FoundRow& differs) {
    keys_of_nothing(store, keys, differs);
    store.each_personal([&](const PersonalRow& row) {
        if (!is_on_its_way(store, row.position) && !seals(store, row))
            differs("personal data of " + row.subject + ", position " + std::to_string(row.position),
                    "nothing: no event seals it", "a value");
    });
}

}  // namespace ipep
