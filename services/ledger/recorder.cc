#include "services/ledger/recorder.h"

#include <cstring>

#include "events/amount_walk.h"
#include "events/codec.h"
#include "events/personal_walk.h"
#include "events/seal.h"
#include "ledger/amount_bound.h"
#include "ledger/line_subject.h"

namespace ipep {
namespace {

template <class Kind>
constexpr Money most_in() {
    if constexpr (std::is_same_v<Kind, YearSettled> || std::is_same_v<Kind, EnvelopeBudgeted>) return kMostNational;
    // A parameter is bounded by what it leads to; what the bank booked for others is shown and never added to ours.
    if constexpr (std::is_same_v<Kind, RulesAdopted> || std::is_same_v<Kind, BankLineUnmatched>)
        return Money(Money::limit);
    return kMostRecorded;
}

struct Bound {
    template <class Kind>
    void operator()(const Kind& kind) const {
        const auto check = [](Money amount) {
            if (amount > most_in<Kind>() || amount < -most_in<Kind>()) throw OutOfRange("beyond what is recorded");
        };
        each_amount_in(kind, check);
    }
    void operator()(const FactCorrected& correction) const { std::visit(*this, correction.fact); }
};

// Whose personal values an event empties. What an order explains is told by the order: the bank's words are not needed.
std::string erased_by(const Body& body) {
    if (const auto* erased = std::get_if<PersonalDataErased>(&body)) return erased->subject;
    if (const auto* matched = std::get_if<BankLineMatched>(&body)) return line_subject(matched->cpam, matched->line);
    const auto* confirmed = std::get_if<BankLineConfirmed>(&body);
    const bool is_of_order = confirmed && confirmed->meaning == LineMeaning::order;
    return is_of_order ? line_subject(confirmed->cpam, confirmed->line) : "";
}

void check_bound(const Body& body) { std::visit(Bound{}, body); }

std::int64_t last_recorded(const Store& store) {
    const Position head = store.head();
    return head > 0 ? read_event(head, store.payload(head)).recordedAt : INT64_MIN;
}

}  // namespace

Recorder::Recorder(Store& store, std::function<void(const Event&)> fold, const World& world, PersonId actor)
    : store_(store),
      fold_(std::move(fold)),
      world_(world),
      actor_(std::move(actor)),
      expected_(store.head()),
      last_recorded_(last_recorded(store)),
      batch_{store.records_behind(expected_)},
      sealer_(batch_.records, store.head_digest(), store.chains()) {}

void Recorder::keep_beside(std::string subject, Position position, int member, std::string value) {
    const std::string purpose = std::to_string(position) + '/' + std::to_string(member);
    batch_.personal.push_back({std::move(subject), position, member, world_.random_bytes(purpose), std::move(value)});
}

void Recorder::seal_personal(Event& event) {
    each_personal(event.body, [&](const std::string& subject, int index, Personal& personal) {
        if (!personal.value) return;
        keep_beside(subject, event.position, index, *personal.value);
        personal.seal = ipep::seal_personal(batch_.personal.back().random, *personal.value);
    });
}

const Event& Recorder::record(Draft draft) {
    check_bound(draft.body);
    Event event{expected_ + pending() + 1,
                last_recorded_ = std::max(world_.now(), last_recorded_),
                draft.on,
                actor_,
                std::move(draft.key),
                std::move(draft.source),
                std::move(draft.body),
                kBounds};
    seal_personal(event);
    if (std::string subject = erased_by(event.body); !subject.empty())
        batch_.erased.emplace_back(std::move(subject), event.position);
    if (event.key) note(*event.key, event.position);
    const Event& recorded = sealer_.add(std::move(event));
    fold_(recorded);
    return recorded;
}

void Recorder::note(const FactKey& key, Position position) {
    char* text = static_cast<char*>(memory_.allocate(key.text.size(), 1));
    std::memcpy(text, key.text.data(), key.text.size());
    keys_.emplace(std::string_view(text, key.text.size()), position);
}

std::optional<Event> Recorder::recorded(const FactKey& key) {
    const auto found = keys_.find(key.text);
    if (found == keys_.end()) return std::nullopt;
    const Position position = found->second;
    sealer_.finish();
    Event event = read_event(position, split_record(batch_.records[position - expected_ - 1])->payload);
    auto row = std::ranges::lower_bound(batch_.personal, position, {}, &PersonalRow::position);
    each_personal(event.body, [&](const std::string&, int, Personal& personal) {
        if (row != batch_.personal.end() && row->position == position) personal.value = (row++)->value;
    });
    return event;
}

void Recorder::commit() {
    batch_.keys.assign(keys_.begin(), keys_.end());
    std::ranges::sort(batch_.keys);  // neighbours share their way through the memtable: half the time of their writing
    sealer_.finish();                // after the sort: the last are sealed meanwhile
    store_.append(std::move(batch_));
}

Event kept_event(const Store& store, Position position, bool reveal) {
    Event event = read_event(position, store.payload(position));
    if (reveal) reveal_personal(store, event);
    return event;
}

void reveal_personal(const PersonalValues& values, Event& event) {
    each_personal(event.body, [&](const std::string& subject, int index, Personal& personal) {
        const auto row = values.personal(subject, event.position, index);
        if (row && seal_personal(row->random, row->value) == personal.seal) personal.value = row->value;
    });
}

}  // namespace ipep
