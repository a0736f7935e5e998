#include "services/ledger/ledger_service.h"

#include <future>
#include <numeric>

#include "events/byte_order_mark.h"
#include "events/event_json.h"
#include "events/fault.h"
#include "services/ledger/fact_lines.h"
#include "services/ledger/failure.h"
#include "services/ledger/recorder.h"
#include "services/payments/accounts_in_force.h"
#include "services/payments/settled_again.h"
#include "services/words/code.h"

namespace ipep {
namespace {

// A writer that ends without closing makes the next opening fold at most so many events, and what came with the last.
constexpr Position kSaveEvery = 50'000;

// How far the clock may lie from the last recorded time, in microseconds: a day before it; 400 days behind it, for a
// ledger may rest from one yearly settlement to the next.
constexpr std::int64_t kOneDay = 86'400'000'000, kBackwards = kOneDay, kForwards = 400 * kOneDay;

StoreOptions completed(StoreOptions options, Access access) {
    options.access = access;
    options.views = Views::names();
    return options;
}

// An amount beyond what Money holds is refused wherever it comes up: in a decision or in a balance it would add to.
template <class Act>
Verdict<> within_range(ResultYear year, Act&& act) {
    try {
        act();
        return {};
    } catch (const OutOfRange&) {
        return refuse(code::amount_out_of_range, {{"year", to_text(year)}});
    }
}

std::vector<std::int64_t> numbered(std::size_t facts) {
    std::vector<std::int64_t> lines(facts);
    std::iota(lines.begin(), lines.end(), 1);
    return lines;
}

}  // namespace

// One batch on its way: what was recorded and is not kept yet.
struct LedgerService::Appending {
    Recorder& recorder;
    AppendResult result = {};
    bool erases = false;
    std::vector<Rejection>* refused = nullptr;  // of a trial, which goes on behind a refusal

    Verdict<> refuse(Rejection rejection) {
        // What an amount out of range leaves folded is no state to judge by.
        if (!refused || rejection.code == code::amount_out_of_range) return std::unexpected(std::move(rejection));
        refused->push_back(std::move(rejection));
        return {};
    }
};

LedgerService::LedgerService(const std::string& folder, Access access, Progress progress, StoreOptions options,
                             Grounds grounds)
    : LedgerService(std::make_unique<Store>(folder, completed(std::move(options), access)), access, std::move(progress),
                    grounds) {}
LedgerService::LedgerService(std::shared_ptr<KeptTables> kept, Access access, Progress progress, StoreOptions options,
                             Grounds grounds)
    : LedgerService(std::make_unique<Store>(std::move(kept), completed(std::move(options), access)), access,
                    std::move(progress), grounds) {}

LedgerService::LedgerService(std::unique_ptr<Store> store, Access access, Progress progress, Grounds grounds)
    : store_(std::move(store)),
      world_(store_->format().trial ? World::trial() : World::real()),
      progress_(std::move(progress)),
      writes_(access == Access::write),
      past_from_log_(grounds == Grounds::log),
      settled_again_(std::make_shared<SettledAgain>()) {
    const auto told = [this](Position done) {
        if (progress_) progress_("views", done, store_->head());
    };
    if (writes_ && views_are_stale(*store_)) {
        rebuild(*store_, told);
        rests_on_log_ = true;
    }
    if (grounds == Grounds::log) rest_on_log();  // before anything is folded onto rows that may be false
    folded();
    save_now_and_then();
}

LedgerService::LedgerService(std::unique_ptr<Store> store, const World& world)
    : store_(std::move(store)), world_(world), writes_(false) {}

std::unique_ptr<LedgerService> LedgerService::beside(const LedgerService& writer) {
    std::unique_ptr<LedgerService> reader(new LedgerService(Store::beside(*writer.store_), writer.world_));
    reader->settled_again_ = writer.settled_again_;
    return reader;
}

std::shared_lock<std::shared_mutex> LedgerService::follow() {
    auto rows = store_->keep_rows();
    const auto before = std::exchange(rows_of_, std::nullopt);  // of no use, where a fault leaves it halfway
    store_->follow();
    if (before != store_->rows_written()) views_.reset();
    folded().catch_up(*store_, store_->head());
    rows_of_ = store_->rows_written();
    return rows;
}

LedgerService::~LedgerService() {
    if (!writes_ || until_ || !views_ || !views_->whole() || views_->position() != store_->head()) return;
    std::ignore = failure_of([&] { views_->save(*store_); });  // else folded from the events at the next opening
}

AccountsInForce& LedgerService::accounts() {
    if (!accounts_) accounts_ = std::make_unique<AccountsInForce>();
    return *accounts_;
}

Views& LedgerService::folded() const {
    if (views_) return *views_;
    if (until_) {
        views_ = views_at(*until_);
        return *views_;
    }
    auto views = std::make_unique<Views>(*store_, writes_ ? Noting::rows : Noting::none);
    const Position kept = views->position();
    views->catch_up_lightly(*store_, store_->head(), [&](Position done) {
        if (progress_) progress_("views", done, store_->head());
    });
    saved_ = kept;
    views_ = std::move(views);
    return *views_;
}

std::unique_ptr<Views> LedgerService::views_at(Position until) const {
    const auto told = [&](Position done) {
        if (progress_) progress_("as-of", done, until);
    };
    return past_from_log_ ? fold_anew(*store_, until, told) : Views::at(*store_, until, told);
}

void LedgerService::rest_on_log() {
    if (until_) {
        if (!std::exchange(past_from_log_, true)) views_.reset();
        return;
    }
    if (rests_on_log_) return;
    const auto differs = view_unlike_log(*store_, [this](Position done) {
        if (progress_) progress_("views", done, store_->head());
    });
    if (differs) {
        views_.reset();
        throw Fault(code::view_differs, {{"view", *differs}});
    }
    rests_on_log_ = true;
}

void LedgerService::undo(HeldEnd before) noexcept {
    store_->cut_back(std::move(before));
    if (views_ && (!views_->whole() || views_->position() != until_.value_or(store_->head()))) views_.reset();
}

// Views that were not saved whole are folded again; what was recorded stands.
void LedgerService::save_now_and_then() {
    if (!writes_ || store_->holds() || folded().position() < saved_ + kSaveEvery) return;
    auto views = std::move(views_);
    saved_ = views->position();
    if (!failure_of([&] { views->save(*store_); })) views_ = std::move(views);
}

// A service writes for years: what its commands looked at does not stay for ever. It is saved before, so that nothing
// has to be set aside; where that fails it is folded again.
void LedgerService::hold() {
    if (views_ && !until_ && views_->is_heavy()) {
        auto views = std::move(views_);
        std::ignore = failure_of([&] {
            const Position saved = views->position();
            views->save(*store_);
            views->rest();
            views_ = std::move(views);
            saved_ = saved;
        });
    }
    store_->hold();
}

void LedgerService::release() {
    auto views = std::move(views_);  // they stand once all of it is kept
    store_->release();
    views_ = std::move(views);
    save_now_and_then();
}

Event LedgerService::event(Position position, bool reveal) const { return kept_event(*store_, position, reveal); }

std::optional<Fact> LedgerService::first_fact(const FactKey& key, Appending& batch) const {
    if (const auto waiting = batch.recorder.recorded(key)) return fact_in(waiting->body);
    const auto position = store_->position_of(key);
    return position ? fact_in(event(*position, false).body) : std::nullopt;
}

Verdict<bool> LedgerService::is_repeated(const RecordFact& command, const Event& known) const {
    const Body asked = widen(command.fact);
    if (known.on == command.on && known.source == command.source && known.body == asked) return true;
    return refuse(code::key_reused, {{"key", command.key.text}, {"position", std::to_string(known.position)}});
}

// A clock that went wrong once would stamp all that comes after it, for times never decrease.
Verdict<> LedgerService::clock_is_plausible() const {
    if (format().trial || store_->head() == 0 || stated_today_ == world_.today()) return {};
    const std::int64_t now = world_.now(), last = event(store_->head(), false).recordedAt;
    if (now >= last - kBackwards && now <= last + kForwards) return {};
    return refuse(code::clock_implausible, {{"now", recorded_text(now)}, {"last", recorded_text(last)}});
}

// The one way by which anything is recorded: what `work` records is one batch, each event folded before the next.
Verdict<> LedgerService::as_one_unit(const PersonId& actor, ResultYear year, Keeping keeping,
                                     const std::function<Verdict<>(Recorder&)>& work) {
    if (keeping == Keeping::yes) IPEP_TRY(clock_is_plausible());
    Unit unit(*this);
    Recorder recorder(
        *store_, [this](const Event& event) { views().fold(event); }, world_, actor);
    Verdict<> done;
    IPEP_TRY(within_range(year, [&] { done = work(recorder); }));
    if (!done || keeping == Keeping::no) return done;
    recorder.commit();
    unit.keep();
    save_now_and_then();
    return {};
}

Verdict<> LedgerService::append_fact(RecordFact command, std::optional<Position> kept, Appending& batch) {
    const auto with_key = [&](Rejection rejection) {
        rejection.key = command.key.text;
        return std::unexpected(std::move(rejection));
    };
    std::optional<Event> known = kept ? event(*kept) : batch.recorder.recorded(command.key);
    if (known) {
        const auto repeated = is_repeated(command, *known);
        if (!repeated) return with_key(repeated.error());
        ++batch.result.repeated;
        return {};
    }
    // Results are many, and what is settled of them is judged by the log.
    if (right_for(command.fact) != Right::record_results) rest_on_log();
    const FindFact find = [&](const FactKey& key) { return first_fact(key, batch); };
    if (auto verdict = judge(book(), command, find); !verdict) return with_key(std::move(verdict.error()));
    auto recorded = within_range(year_of(command.on), [&] {
        const Event& fact =
            batch.recorder.record({command.on, command.key, std::move(command.source), widen(std::move(command.fact))});
        batch.erases = batch.erases || std::holds_alternative<PersonalDataErased>(fact.body);
        if (auto evidence = evidence_of(fact.body); evidence && evidence->has_few_answers())
            batch.result.warnings.push_back({fact.key.value_or(FactKey{}), std::move(*evidence)});
        std::vector<Draft> following = consequences(book(), fact);
        if (!following.empty()) rest_on_log();
        for (Draft& draft : following) batch.recorder.record(std::move(draft));
    });
    if (!recorded) return with_key(std::move(recorded.error()));
    ++batch.result.appended;
    return {};
}

// One fact after the other; their keys are looked up together. A refusal names the fact's line.
Verdict<> LedgerService::append_facts(std::span<RecordFact> facts, std::span<const std::int64_t> lines,
                                      const PersonId& actor, Appending& batch) {
    std::vector<std::string_view> keys;
    for (const RecordFact& fact : facts) keys.push_back(fact.key.text);
    const auto kept = store_->positions_of(keys);
    for (std::size_t i = 0; i < facts.size(); ++i) {
        facts[i].actor = actor;
        if (auto taken = append_fact(std::move(facts[i]), kept[i], batch); !taken) {
            taken.error().line = lines[i];
            IPEP_TRY(batch.refuse(std::move(taken.error())));
        }
    }
    return {};
}

Verdict<AppendResult> LedgerService::append_batch(const PersonId& actor,
                                                  const std::function<Verdict<>(Appending&)>& take) {
    AppendResult result;
    bool erases = false;
    const auto record_all = [&](Recorder& recorder) {
        Appending batch{.recorder = recorder};
        auto taken = take(batch);
        result = batch.result;
        erases = batch.erases;
        return taken;
    };
    IPEP_TRY(as_one_unit(actor, year_of(world_.today()), Keeping::yes, record_all));
    if (erases) store_->purge_personal();
    result.position = store_->head();
    return result;
}

Verdict<> LedgerService::append_lines(std::string_view json_lines, const PersonId& actor, Appending& batch) {
    json_lines = without_byte_order_mark(json_lines);
    const bool all = batch.refused != nullptr;
    FactLines read = read_lines(json_lines, 0, all);
    while (!read.empty() || !read.rest.empty()) {
        std::future<FactLines> next;  // read while these are judged
        if (!read.rest.empty())
            next = std::async(std::launch::async, [&] { return read_lines(read.rest, read.last, all); });
        IPEP_TRY(append_facts(read.facts, read.lines, actor, batch));
        for (Rejection& one : read.refused) IPEP_TRY(batch.refuse(std::move(one)));
        if (progress_) progress_("append", json_lines.size() - read.rest.size(), json_lines.size());
        read = next.valid() ? next.get() : FactLines{};
    }
    return {};
}

Verdict<AppendResult> LedgerService::append(std::string_view json_lines, const PersonId& actor) {
    return append_batch(actor, [&](Appending& batch) { return append_lines(json_lines, actor, batch); });
}

Verdict<AppendResult> LedgerService::append(std::vector<RecordFact> facts, const PersonId& actor) {
    const auto lines = numbered(facts.size());
    return append_batch(actor, [&](Appending& batch) { return append_facts(facts, lines, actor, batch); });
}

Trial LedgerService::try_batch(const PersonId& actor, const std::function<Verdict<>(Appending&)>& take,
                               const std::function<void(const Book&)>& look) {
    Trial trial;
    const auto record_all = [&](Recorder& recorder) {
        Appending batch{.recorder = recorder, .refused = &trial.refused};
        auto taken = take(batch);
        trial.result = batch.result;
        if (taken && trial.refused.empty() && look) look(book());
        return taken;
    };
    auto tried = as_one_unit(actor, year_of(world_.today()), Keeping::no, record_all);
    if (!tried) trial.refused.push_back(std::move(tried.error()));
    std::ranges::stable_sort(trial.refused, {},
                             &Rejection::line);  // lines are read some at a time before one is judged
    trial.result.position = store_->head();
    return trial;
}

Trial LedgerService::try_append(std::string_view json_lines, const PersonId& actor) {
    return try_batch(actor, [&](Appending& batch) { return append_lines(json_lines, actor, batch); }, {});
}

Trial LedgerService::try_append(std::vector<RecordFact> facts, const PersonId& actor,
                                const std::function<void(const Book&)>& look) {
    const auto lines = numbered(facts.size());
    return try_batch(
        actor, [&](Appending& batch) { return append_facts(facts, lines, actor, batch); }, look);
}

Verdict<SettleResult> LedgerService::settle(ResultYear year, std::optional<Day> on, const PersonId& actor,
                                            bool dry_run) {
    rest_on_log();
    IPEP_TRY(authorize(book().common(), actor, Right::record_results));
    const Day day = on.value_or(world_.today());
    if (day > world_.today())
        return refuse(code::day_after_today, {{"on", to_text(day)}, {"today", to_text(world_.today())}});
    auto drafts = IPEP_TRY(decide_settlement(book(), year, day));
    SettleResult result;
    result.changed = !drafts.empty();
    const auto record_all = [&](Recorder& recorder) -> Verdict<> {
        for (Draft& draft : drafts) {
            if (const auto* settled = std::get_if<YearSettled>(&draft.body))
                if (settled->year != year) result.alsoSettled.push_back(settled->year);
            recorder.record(std::move(draft));
            if (progress_ && recorder.pending() % 1000 == 0) progress_("settle", recorder.pending(), drafts.size());
        }
        result.settlement = *settlement(year, std::nullopt);
        return {};
    };
    IPEP_TRY(as_one_unit(actor, year, dry_run ? Keeping::no : Keeping::yes, record_all));
    return result;
}

Position LedgerService::Keep::operator()(Draft draft) const { return recorder_.record(std::move(draft)).position; }
void LedgerService::Keep::beside(std::string subject, Position position, int member, std::string value) const {
    recorder_.keep_beside(std::move(subject), position, member, std::move(value));
}

Verdict<> LedgerService::record(const PersonId& actor, const std::function<Verdict<>(const Keep&)>& work) {
    return as_one_unit(actor, year_of(world_.today()), Keeping::yes,
                       [&](Recorder& recorder) { return work(Keep(recorder)); });
}

Verdict<Position> LedgerService::position_at(const AsOf& when) const {
    if (!when.position && !when.time) return store_->head();
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
    if (until <= store_->head()) return until;
    const std::string last =
        store_->head() > 0 ? recorded_text(event(store_->head(), false).recordedAt) : std::string("-");
    return refuse(code::as_of_beyond_head,
                  {{"asked", when.text}, {"head", std::to_string(store_->head())}, {"recordedAt", last}});
}

Verdict<> LedgerService::look_at(const AsOf& when) {
    const auto until = IPEP_TRY(position_at(when));
    if (until == store_->head()) return {};
    auto then = views_at(until);
    if (!until_) head_views_ = std::move(views_);
    views_ = std::move(then);
    until_ = until;
    accounts_.reset();
    return {};
}

void LedgerService::look_at_head() {
    if (!std::exchange(until_, std::nullopt)) return;
    views_ = std::move(head_views_);
    accounts_.reset();
}

Verdict<Settlement> LedgerService::settlement(ResultYear year, std::optional<std::int64_t> revision) {
    const auto& settled = book().common().settled;
    const auto latest = settled.find(year);
    if (latest == settled.end()) return refuse(code::settlement_absent, {{"year", to_text(year)}});
    const auto found = views().settlements().settlement(year, revision.value_or(latest->second.revision));
    if (found) return *found;
    return refuse(code::revision_absent, {{"year", to_text(year)},
                                          {"revision", std::to_string(revision.value_or(0))},
                                          {"last", std::to_string(latest->second.revision)}});
}

Verdict<GroupementId> LedgerService::known_groupement(const std::string& text) {
    GroupementId groupement{text};
    if (views().balances().rows.find(text)) return groupement;  // from its admission on, and read without the book
    return refuse(code::unknown_groupement, {{"groupement", text}});
}

}  // namespace ipep
