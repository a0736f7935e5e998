// LedgerService: one ledger opened for one who asks or writes; every command of the contract is a call here.
//
// Errors:  a refusal is the answer's error; Fault is thrown and handled in the shell. However a command is left, what
//          it folded and did not keep is gone again, and what is served equals a replay of the log.
// Threads: one at a time.
#pragma once

#include <memory>
#include <span>

#include "ledger/authority.h"
#include "ledger/explanation.h"
#include "ledger/year.h"
#include "projections/views.h"
#include "services/ledger/measure_evidence.h"
#include "services/ledger/world.h"

namespace ipep {

// What is recorded and should be looked at all the same: a measure that few answered.
struct AppendWarning {
    FactKey key;
    MeasureEvidence evidence;
};

struct AppendResult {
    std::uint64_t appended = 0, repeated = 0;
    Position position = 0;
    std::vector<AppendWarning> warnings = {};
};

// What recording would do, and all that refuses it. A refusal's line is that of the input, or the fact's number.
struct Trial {
    AppendResult result;
    std::vector<Rejection> refused;
};

struct SettleResult {
    Settlement settlement;
    std::vector<ResultYear> alsoSettled;
    bool changed = false;
};

// Where the log is asked: at its head, after an event, or after the last event recorded at or before a time.
struct AsOf {
    std::optional<Position> position;
    std::optional<std::int64_t> time;
    std::string text;  // as it was asked
};

class AccountsInForce;
class Recorder;
class SettledAgain;

// What is judged rests on: the kept rows as they lie there, which nobody sealed, or the log, which they are held against
// at the opening.
enum class Grounds : std::uint8_t { rows, log };

using Progress = std::function<void(std::string_view what, std::uint64_t done, std::uint64_t all)>;

class LedgerService {
public:
    LedgerService(const std::string& folder, Access access, Progress progress = {}, StoreOptions options = {},
                  Grounds grounds = Grounds::rows);
    // Over tables that are kept elsewhere, in memory for a scenario.
    LedgerService(std::shared_ptr<KeptTables> kept, Access access, Progress progress = {}, StoreOptions options = {},
                  Grounds grounds = Grounds::rows);
    // A reader of what the writer has open in this process. It goes before the writer does.
    static std::unique_ptr<LedgerService> beside(const LedgerService& writer);
    ~LedgerService();

    // Of a reader beside a writer: goes on to what is acknowledged; what it answers is of that state while the lock is
    // held.
    [[nodiscard]] std::shared_lock<std::shared_mutex> follow();

    // A person says which day it is: where the clock agrees, it may lie far from the last recorded time.
    void state_today(Day day) { stated_today_ = day; }
    const Format& format() const { return store_->format(); }
    const World& world() const { return world_; }
    Store& store() { return *store_; }

    // What is done while it lives is undone however it is left, unless keep() was reached: nothing of it stays among
    // what is folded, or held back for a group's commit. They may be nested.
    class Unit {
    public:
        explicit Unit(LedgerService& ledger) : ledger_(ledger), before_(ledger.store_->held_end()) {}
        ~Unit() {
            if (!kept_) ledger_.undo(std::move(before_));
        }
        Unit(const Unit&) = delete;
        void keep() { kept_ = true; }

    private:
        LedgerService& ledger_;
        HeldEnd before_;
        bool kept_ = false;
    };

    // Facts from JSON Lines, all or none. Each new fact is followed by its consequences.
    Verdict<AppendResult> append(std::string_view json_lines, const PersonId& actor);
    // The same of facts already read; a refusal's line is then the fact's number, from 1.
    Verdict<AppendResult> append(std::vector<RecordFact> facts, const PersonId& actor);
    // Judges them all as append() would, one behind the other, those behind a refusal too, and records nothing. Nothing
    // is judged behind an amount out of range. `look` is told of the state they would make, where nothing is refused.
    Trial try_append(std::string_view json_lines, const PersonId& actor);
    Trial try_append(std::vector<RecordFact> facts, const PersonId& actor,
                     const std::function<void(const Book&)>& look = {});
    Verdict<SettleResult> settle(ResultYear year, std::optional<Day> on, const PersonId& actor, bool dry_run);

    // From here on what is asked of book() and views() follows from the log: once an opening the kept rows are held
    // against it. Each act on payments asks for it first, each fact of a payment, and whatever is decided.
    // Errors: Fault view_differs; then nothing is kept of what was folded onto them.
    void rest_on_log();

    // What `work` keeps becomes one batch, each draft folded before the next; nothing of it stands where it refuses.
    class Keep {
    public:
        explicit Keep(Recorder& recorder) : recorder_(recorder) {}
        Position operator()(Draft draft) const;
        // Among the personal values, what no record may hold of the event at the position.
        void beside(std::string subject, Position position, int member, std::string value) const;

    private:
        Recorder& recorder_;
    };
    Verdict<> record(const PersonId& actor, const std::function<Verdict<>(const Keep&)>& work);

    // The position asked for: the head where nothing is. Errors: as_of_beyond_head.
    Verdict<Position> position_at(const AsOf& when) const;
    // Group commit: commands between hold() and release() are judged one behind the other and kept together; a refused
    // one leaves the others. None is acknowledged before release() has returned. Errors: Fault; then none stands. What
    // book() and views() gave ends.
    void hold();
    void release();

    // The state after the event asked for, read of the versions kept (projections/past.h); what is to be decided is
    // folded from the log instead. Then back to the head.
    Verdict<> look_at(const AsOf& when);
    void look_at_head();
    // Lets go of what was looked at where it is much, as long work does now and then; what book() and views() gave
    // ends.
    void rest() {
        if (views_) views_->lighten();
    }
    // Folded again where a command was left halfway. Errors: Fault.
    Views& views() { return folded(); }
    const Book& book() const { return folded().book(); }
    // For who asks after one groupement's facts and decisions alone (projections/views.h).
    const Book& book_of(const GroupementId& groupement) const { return folded().book_of(groupement); }

    // By the payees in force at book().
    AccountsInForce& accounts();
    // Those beside a writer have the same one.
    SettledAgain& settled_again() { return *settled_again_; }

    Verdict<Settlement> settlement(ResultYear year, std::optional<std::int64_t> revision);
    Event event(Position position, bool reveal = true) const;
    Verdict<GroupementId> known_groupement(const std::string& text);

private:
    struct Appending;
    enum class Keeping : std::uint8_t { yes, no };
    Verdict<> clock_is_plausible() const;
    Verdict<> as_one_unit(const PersonId& actor, ResultYear year, Keeping keeping,
                          const std::function<Verdict<>(Recorder&)>& work);
    void undo(HeldEnd before) noexcept;
    Verdict<> append_lines(std::string_view json_lines, const PersonId& actor, Appending& batch);
    LedgerService(std::unique_ptr<Store> store, Access access, Progress progress, Grounds grounds);
    LedgerService(std::unique_ptr<Store> store, const World& world);
    Verdict<> append_facts(std::span<RecordFact> facts, std::span<const std::int64_t> lines, const PersonId& actor,
                           Appending& batch);
    Verdict<> append_fact(RecordFact command, std::optional<Position> kept, Appending& batch);
    Verdict<AppendResult> append_batch(const PersonId& actor, const std::function<Verdict<>(Appending&)>& take);
    Trial try_batch(const PersonId& actor, const std::function<Verdict<>(Appending&)>& take,
                    const std::function<void(const Book&)>& look);
    Verdict<bool> is_repeated(const RecordFact& command, const Event& known) const;
    std::optional<Fact> first_fact(const FactKey& key, Appending& batch) const;
    Views& folded() const;
    std::unique_ptr<Views> views_at(Position until) const;
    void save_now_and_then();

    std::unique_ptr<Store> store_;
    World world_;
    Progress progress_;
    mutable std::unique_ptr<Views> views_;  // none until they are asked for, after a command that was left halfway
    mutable Position saved_ = 0;            // where the kept views stand
    bool writes_;
    bool rests_on_log_ = false;
    bool past_from_log_ = false;  // states of the past too, for something is decided
    std::optional<Day> stated_today_;
    std::unique_ptr<AccountsInForce> accounts_;
    std::shared_ptr<SettledAgain> settled_again_;
    std::optional<Position> until_;         // what is looked at, where it is not the head
    std::unique_ptr<Views> head_views_;     // meanwhile
    std::optional<std::uint64_t> rows_of_;  // which of the rows written the views of a reader are over
};

}  // namespace ipep
