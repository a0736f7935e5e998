// Views: all views together at one position, kept in the store or folded in memory.
//
// Promise: the rows kept stand at one position for all views: they are saved in one batch, or, where there are many,
//          after the marks are gone and before they are set; opening folds what came since. Where a view's mark is
//          missing, older or ahead, all are folded again from the first event. Versions of what rows were go with them
//          (past.h).
// Memory:  what was looked at or changed stays until the views rest, decoded, but for rows that are written once, which
//          go as soon as they are saved or set aside; what is set aside stays until it is saved, packed
//          (rows_aside.h).
// Threads: one at a time. A long fold takes two inside: one reads and folds all views but the book, the other the book.
#pragma once

#include <memory>
#include <tuple>

#include "events/codec.h"
#include "projections/book_view.h"
#include "projections/envelope.h"
#include "projections/journal.h"
#include "projections/orders.h"
#include "projections/settlements.h"
#include "projections/statement.h"

namespace ipep {

class BookOfGroup;

inline constexpr Position kLightenEvery = 10'000;  // events of a long fold

struct ViewDigest {
    std::string view;
    Digest digest;
    std::uint64_t rows = 0;
};

class Views {
public:
    // Under these the store keeps their rows.
    static const std::vector<std::string>& names();
    // Over the rows the store keeps. Who will save notes versions.
    explicit Views(const Store& store, Noting noting = Noting::none);
    // In memory alone, before any event.
    explicit Views(Noting noting = Noting::none);
    Views(const Views&) = delete;
    ~Views();
    // To be read as they stood after `until`, which is not beyond the head: of the versions kept, or folded from the
    // nearest rows there are.
    static std::unique_ptr<Views> at(const Store& store, Position until,
                                     const std::function<void(Position)>& progress = {});

    Position position() const { return position_; }
    // Not after a fold, or a rest, that was left halfway: some views have events then that others have not. Such views
    // are thrown away.
    bool whole() const { return whole_; }
    void fold(const Event& event);
    // Folds the events of the store behind position() up to `until` inclusive; calls progress(position) now and then.
    void catch_up(const Store& store, Position until, const std::function<void(Position)>& progress = {});
    // The same, lightened on the way where it is long: what was looked at ends. Versions are set aside, or given to
    // `take`, some at a time, of either thread.
    using TakeVersions = std::function<void(Rows)>;
    void catch_up_lightly(const Store& store, Position until, const std::function<void(Position)>& progress = {},
                          const TakeVersions& take = {});

    const Book& book() const;
    // What BookOfGroup knows (projections/kept_versions.h): an earlier state is not folded for it whole.
    const Book& book_of(const GroupementId& groupement) const;
    SettlementView& settlements() { return settlements_; }
    BalanceView& balances() { return balances_; }
    EnvelopeView& envelope() { return envelope_; }
    StatementView& statements() { return statements_; }
    OrderView& orders() { return orders_; }
    JournalView& journal() { return journal_; }

    // What changed since it was last saved, with the mark of each view. Precondition: nothing is set aside.
    std::vector<ViewBatch> take_changes();
    RowSum versions() const;
    // Precondition: versions are noted as rows.
    void save(Store& store);
    // Sets aside as bytes what changed, and leaves nothing decoded but the book's pages of CPAMs, which are few.
    // References end. What is read of the past stays as it is.
    void rest();
    // Whether so much is decoded that it is time to rest.
    bool is_heavy() { return book_is_heavy() || others_are_heavy(); }
    // Rests where it is; else only what is written once is set aside.
    void lighten();
    // Of a fold in memory alone: all rows of a view, packed. What is folded afterwards is not among them. Several
    // threads may ask, each for other views.
    RowSource packed(const std::string& view);
    // The first view of which the store keeps other rows; nothing where it keeps the same. Precondition: folded in
    // memory alone.
    std::optional<std::string> unlike(const Store& store);

private:
    enum class Standing : std::uint8_t { head, earlier };
    Views(std::shared_ptr<RowsKept> kept, Position position, Noting noting, Standing standing = Standing::head);
    RowSource source(const char* view, char letter, Standing standing) const;
    BookView book_source(Standing standing);
    void fold_ahead(const Store& store, Position until, const std::function<void(Position)>& progress,
                    const std::function<void()>& now_and_then, const std::function<void()>& of_others);
    void fold_book(const Event& event);
    void fold_others(const Event& event);
    void know_since_mark();
    void know_chunk(Position end);
    void note_versions(const Event& event);
    bool book_is_heavy() const;
    bool others_are_heavy();
    void rest_book();
    void rest_others();
    void set_aside_written_once();
    void lighten_others();
    Noting noting() const { return past_of_book_.noting(); }
    ViewBatch changed_versions();
    void set_aside();
    void set_aside(const ViewBatch& batch) { kept_->aside.at(batch.view).add(batch.rows); }
    void save_aside(Store& store);
    std::tuple<SettlementView&, BalanceView&, EnvelopeView&, StatementView&, OrderView&, JournalView&> others();

    std::shared_ptr<RowsKept> kept_;
    Standing standing_;
    Position position_;
    bool whole_ = true;
    Position opened_at_;            // up to here others folded since the last mark, and nobody told what changed
    mutable bool is_late_ = false;  // the book is to be folded on from its last version
    PastView past_of_book_, past_of_others_;
    mutable BookView book_;
    mutable std::unique_ptr<BookOfGroup> of_group_;  // the last asked for
    SettlementView settlements_;
    BalanceView balances_;
    EnvelopeView envelope_;
    StatementView statements_;
    OrderView orders_;
    JournalView journal_;
};

// The events up to `until` folded from the first, in bounded memory but for the rows, which are packed.
std::unique_ptr<Views> fold_anew(const Store& store, Position until,
                                 const std::function<void(Position)>& progress = {});

// The position all kept views stand at; 0 where they do not agree, so that all are folded again.
Position kept_position(const Store& store);
// Whether the kept views are of no use and must be rebuilt.
bool views_are_stale(const Store& store);
// Those a rebuild that did not end, or damage, left without a place.
std::vector<std::string> missing_views(const Store& store);

// Over the ordered rows the store keeps, the views' marks left out.
std::vector<ViewDigest> view_digests(const Store& store);
// Over the rows of a fold in memory, which was asked for no changes before. Precondition: versions are summed.
std::vector<ViewDigest> view_digests(Views& folded);

// Folds the log again from its first record, checked as it is read, up to where the kept views stand, and holds every
// row against what comes of it: the first view whose rows are others; nothing where none is. Versions, on which nothing
// rests that is decided, are left to `verify`.
std::optional<std::string> view_unlike_log(const Store& store, const std::function<void(Position)>& progress = {});

// Throws the kept views away and makes them again from the events. The digests are of what was written.
std::vector<ViewDigest> rebuild(Store& store, const std::function<void(Position)>& progress = {});

}  // namespace ipep
