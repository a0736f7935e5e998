#include "services/ledger_service.h"

#include "events/fact_json.h"
#include "events/event_json.h"

namespace ipep {
namespace {

constexpr Position kSaveEvery = 50'000;

StoreOptions with_access(StoreOptions options, Access access) {
    options.access = access;
    return options;
}

// An amount beyond what Money holds is refused wherever it comes up: in a decision or in a balance it would add to.
template <class Act>
Verdict<> within_range(Year year, Act&& act) {
    try {
        act();
        return {};
    } catch (const OutOfRange&) {
        return refuse(Code::amount_out_of_range, {{"year", std::to_string(year)}});
    }
}

}  // namespace

LedgerService::LedgerService(const std::string& folder, Access access, Progress progress, StoreOptions options)
    : store_(std::make_unique<Store>(folder, with_access(std::move(options), access))),
      world_(store_->format().trial ? World::trial() : World::real()),
      progress_(std::move(progress)),
      writes_(access == Access::write) {
    const auto told = [this](Position done) {
        if (progress_) progress_("views", done, store_->head());
    };
    if (writes_ && views_are_stale(*store_)) rebuild(*store_, told);
    reload();
}

LedgerService::~LedgerService() {
    if (!writes_ || !at_head_ || views_->position() != store_->head()) return;
    try {
        views_->save(*store_);
    } catch (const Fault&) {
        // They are folded from the events at the next opening.
    }
}

void LedgerService::reload() {
    views_ = std::make_unique<Views>(*store_);
    catch_up();
}

void LedgerService::catch_up() {
    views_->catch_up(*store_, store_->head(), [this](Position done) {
        if (progress_) progress_("views", done, store_->head());
    });
}

Event LedgerService::event(Position position, bool reveal) const {
    Event found = read_event(position, store_->payload(position));
    if (reveal) reveal_personal(*store_, found);
    return found;
}

std::optional<Fact> LedgerService::first_fact(const FactKey& key, const std::map<FactKey, Position>& pending,
                                              const std::vector<Event>& events) const {
    const auto as_fact = [](const Body& body) {
        return std::visit(
            [](const auto& one) -> std::optional<Fact> {
                if constexpr (std::is_constructible_v<Fact, decltype(one)>)
                    return Fact(one);
                else
                    return std::nullopt;
            },
            body);
    };
    const auto waiting = pending.find(key);
    if (waiting != pending.end()) return as_fact(events[waiting->second - store_->head() - 1].body);
    const auto position = store_->position_of(key);
    return position ? as_fact(event(*position, false).body) : std::nullopt;
}

Verdict<bool> LedgerService::is_repeated(const RecordFact& command, const Event& known) const {
    const Body asked = widen<Body>(command.fact);
    if (known.on == command.on && known.source == command.source && known.body == asked) return true;
    return refuse(Code::key_reused,
                  {{"key", command.key.text}, {"position", std::to_string(known.position)}});
}

Verdict<> LedgerService::append_line(std::string_view line, Recorder& recorder, AppendResult& result,
                                     std::map<FactKey, Position>& pending, std::vector<Event>& events) {
    auto command = parse_fact(line);
    if (!command) return std::unexpected(std::move(command.error()));
    const auto with_key = [&](Rejection rejection) {
        rejection.key = command->key.text;
        return std::unexpected(std::move(rejection));
    };
    const auto waiting = pending.find(command->key);
    const auto kept = waiting == pending.end() ? store_->position_of(command->key) : std::nullopt;
    if (waiting != pending.end() || kept) {
        const auto repeated =
            is_repeated(*command, kept ? event(*kept) : events[waiting->second - store_->head() - 1]);
        if (!repeated) return with_key(repeated.error());
        ++result.repeated;
        return {};
    }
    const FindFact find = [&](const FactKey& key) { return first_fact(key, pending, events); };
    if (auto verdict = judge(views_->book(), *command, find); !verdict) return with_key(std::move(verdict.error()));
    const auto keep = [&](Draft draft) -> const Event& {
        return events.emplace_back(recorder.record(std::move(draft)));
    };
    auto kept_whole = within_range(year_of(command->on), [&] {
        const Event fact = keep({command->on, command->key, command->source, widen<Body>(command->fact)});
        pending.emplace(*fact.key, fact.position);
        for (Draft& draft : consequences(views_->book(), fact)) keep(std::move(draft));
    });
    if (!kept_whole) return with_key(std::move(kept_whole.error()));
    ++result.appended;
    return {};
}

Verdict<AppendResult> LedgerService::append(std::string_view json_lines, const PersonId& actor) {
    AppendResult result;
    Recorder recorder(*store_, *views_, world_, actor);
    std::map<FactKey, Position> pending;
    std::vector<Event> events;
    std::int64_t line = 0;
    const std::size_t all = json_lines.size();
    while (!json_lines.empty()) {
        ++line;
        const auto end = std::min(json_lines.find('\n'), json_lines.size());
        const std::string_view text = json_lines.substr(0, end);
        json_lines.remove_prefix(std::min(end + 1, json_lines.size()));
        if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        if (auto verdict = append_line(text, recorder, result, pending, events); !verdict) {
            verdict.error().line = line;
            if (recorder.pending() > 0) reload();
            return std::unexpected(std::move(verdict.error()));
        }
        if (progress_ && line % 1000 == 0) progress_("append", all - json_lines.size(), all);
    }
    try {
        recorder.commit();
    } catch (const Fault&) {
        reload();
        throw;
    }
    for (const Event& event : events)
        if (const auto* erased = std::get_if<PersonalDataErased>(&event.body)) store_->erase_personal(erased->subject);
    result.position = store_->head();
    return result;
}

Verdict<SettleResult> LedgerService::settle(Year year, std::optional<Day> on, const PersonId& actor, bool dry_run) {
    auto drafts = decide_settlement(views_->book(), year, on.value_or(world_.today()));
    if (!drafts) return std::unexpected(std::move(drafts.error()));
    SettleResult result;
    result.changed = !drafts->empty();
    Recorder recorder(*store_, *views_, world_, actor);
    auto recorded = within_range(year, [&] {
        for (Draft& draft : *drafts) {
            if (const auto* settled = std::get_if<YearSettled>(&draft.body))
                if (settled->year != year) result.alsoSettled.push_back(settled->year);
            recorder.record(std::move(draft));
            if (progress_ && recorder.pending() % 1000 == 0) progress_("settle", recorder.pending(), drafts->size());
        }
    });
    if (!recorded) {
        reload();
        return std::unexpected(std::move(recorded.error()));
    }
    if (!dry_run) {
        try {
            recorder.commit();
        } catch (const Fault&) {
            reload();
            throw;
        }
    }
    result.settlement = *settlement(year, std::nullopt);
    if (dry_run && result.changed) reload();
    return result;
}

Verdict<> LedgerService::look_at(const AsOf& when) {
    if (!when.position && !when.time) return {};
    Position until = when.position.value_or(0);
    if (when.time) {
        // The first event recorded after the time; times never decrease.
        Position low = 1, high = store_->head() + 1;
        while (low < high) {
            const Position middle = low + (high - low) / 2;
            if (event(middle, false).recordedAt <= *when.time)
                low = middle + 1;
            else
                high = middle;
        }
        until = low - 1;
        if (*when.time > world_.now() && until == store_->head()) until = store_->head() + 1;
    }
    if (until > store_->head()) {
        const std::string last =
            store_->head() > 0 ? recorded_text(event(store_->head(), false).recordedAt) : std::string("-");
        return refuse(Code::as_of_beyond_head,
                      {{"asked", when.text}, {"head", std::to_string(store_->head())}, {"recordedAt", last}});
    }
    if (until == store_->head()) return {};
    at_head_ = false;
    views_ = std::make_unique<Views>();
    views_->catch_up(*store_, until, [&](Position done) {
        if (progress_) progress_("as-of", done, until);
    });
    return {};
}

Verdict<Settlement> LedgerService::settlement(Year year, std::optional<std::int64_t> revision) {
    const auto& settled = views_->book().common().settled;
    const auto latest = settled.find(year);
    if (latest == settled.end()) return refuse(Code::settlement_absent, {{"year", std::to_string(year)}});
    const auto found = views_->settlements().settlement(year, revision.value_or(latest->second.revision));
    if (found) return *found;
    return refuse(Code::revision_absent, {{"year", std::to_string(year)},
                                          {"revision", std::to_string(revision.value_or(0))},
                                          {"last", std::to_string(latest->second.revision)}});
}

Verdict<GroupementId> LedgerService::known_groupement(const std::string& text) {
    GroupementId groupement{text};
    if (views_->book().find(groupement)) return groupement;
    return refuse(Code::unknown_groupement, {{"groupement", text}});
}

}  // namespace ipep
