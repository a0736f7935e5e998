#include "projections/views.h"

#include <future>

#include "ledger/check.h"
#include "projections/kept_versions.h"
#include "projections/landmarks.h"
#include "projections/read_ahead.h"
#include "projections/row.h"
#include "projections/row_pieces.h"
#include "projections/view_mark.h"

namespace ipep {
namespace {

// The versions last: they are no view that is asked.
const std::vector<std::string> kNames = {BookView::name,     SettlementView::name, BalanceView::name,
                                         EnvelopeView::name, StatementView::name,  OrderView::name,
                                         JournalView::name,  PastView::name};
// What of it stays decoded. A page of a groupement with five years takes about 25 KB, any other row a tenth at most.
constexpr std::size_t kMostPages = 20'000, kMostRows = 100'000, kMostVersions = 5'000;
constexpr Position kTellEvery = 10'000;  // events

// Whether another version of this program kept them, which may have had fewer.
bool are_older(const Store& store) {
    return std::ranges::any_of(kNames, [&](const std::string& name) {
        return store.has_view(name) && store.row(name, "") && !marked_position(store, name);
    });
}

void sort_by_key(Rows& rows) {
    if (!std::ranges::is_sorted(rows, {}, &Rows::value_type::first))
        std::ranges::sort(rows, {}, &Rows::value_type::first);
}

// In order of key and without the mark.
template <class View>
ViewBatch changes_of(View& view) {
    ViewBatch batch{view.name, {}};
    view.take_changes(batch.rows);
    sort_by_key(batch.rows);
    return batch;
}

bool are_same(const RowsAside& wanted, const RowSource& kept) {
    auto next = wanted.from("");
    const auto pass_gone = [&] {
        while (next.valid() && !next.row()) next.next();
    };
    bool same = true;
    kept.each("", [&](std::string_view key, std::string_view value) {
        pass_gone();
        same = same && next.valid() && next.key() == key && *next.row() == value;
        if (same) next.next();
    });
    pass_gone();
    return same && !next.valid();
}

}  // namespace

Position kept_position(const Store& store) {
    std::optional<Position> common;
    for (const auto& name : kNames) {
        const auto position = marked_position(store, name);
        if (!position || *position > store.head() || (common && common != position)) return 0;
        common = position;
    }
    return *common;
}

const std::vector<std::string>& Views::names() { return kNames; }

RowSource Views::source(const char* view, char letter, Standing standing) const {
    if (standing == Standing::earlier) return RowSource::earlier(*kept_->store, letter, position_);
    return {*kept_, view};
}

BookView Views::book_source(Standing standing) {
    PastView* noted = noting() == Noting::none ? nullptr : &past_of_book_;
    if (standing == Standing::head) {
        const BookMark mark = noted && kept_->store ? mark_before(*kept_->store, position_) : BookMark{};
        return {source(BookView::name, kPastBook, standing), position_, noted, mark.next};
    }
    const Position mark = mark_before(*kept_->store, position_).position;
    return {RowSource::earlier(*kept_->store, kPastBook, mark), mark};
}

std::tuple<SettlementView&, BalanceView&, EnvelopeView&, StatementView&, OrderView&, JournalView&> Views::others() {
    return std::tie(settlements_, balances_, envelope_, statements_, orders_, journal_);
}

Views::Views(std::shared_ptr<RowsKept> kept, Position position, Noting noting, Standing standing)
    : kept_(std::move(kept)),
      standing_(standing),
      position_(position),
      opened_at_(standing == Standing::head ? position : 0),
      is_late_(standing == Standing::earlier),
      past_of_book_(noting, position),
      past_of_others_(noting, position),
      book_(book_source(standing)),
      settlements_(source(SettlementView::name, {}, Standing::head),
                   standing == Standing::earlier ? position : UINT64_MAX),
      balances_(source(BalanceView::name, kPastBalances, standing),
                noting == Noting::none ? nullptr : &past_of_others_),
      envelope_(source(EnvelopeView::name, kPastEnvelope, standing),
                noting == Noting::none ? nullptr : &past_of_others_),
      statements_(source(StatementView::name, {}, Standing::head),
                  standing == Standing::earlier ? position : UINT64_MAX),
      orders_(source(OrderView::name, kPastOrders, standing), noting == Noting::none ? nullptr : &past_of_others_),
      journal_(source(JournalView::name, {}, Standing::head), standing == Standing::earlier ? position : UINT64_MAX) {
    kept_->aside.try_emplace(PastView::name);  // none is made later, when two threads look for theirs
}

Views::~Views() = default;

Views::Views(Noting noting) : Views(std::make_shared<RowsKept>(), 0, noting) {}
Views::Views(const Store& store, Noting noting)
    : Views(std::make_shared<RowsKept>(kept_position(store) > 0 ? &store : nullptr), kept_position(store), noting) {}

std::unique_ptr<Views> Views::at(const Store& store, Position until, const std::function<void(Position)>& progress) {
    const Position kept = kept_position(store);
    if (until < kept)
        return std::unique_ptr<Views>(
            new Views(std::make_shared<RowsKept>(&store), until, Noting::none, Standing::earlier));
    auto views = std::make_unique<Views>(store);
    views->catch_up_lightly(store, until, progress);
    return views;
}

const Book& Views::book() const {
    if (std::exchange(is_late_, false))
        read_ahead(*kept_->store, mark_before(*kept_->store, position_).position + 1, position_ + 1,
                   [&](const Event& event) { book_.fold(event); });
    return book_.book();
}

const Book& Views::book_of(const GroupementId& groupement) const {
    if (!is_late_) return book();
    of_group_ = std::make_unique<BookOfGroup>(*kept_->store, position_, groupement);
    return of_group_->book();
}

// What others folded since the mark is folded again, to see what changed.
void Views::know_since_mark() {
    const Position until = std::exchange(opened_at_, 0);
    if (!kept_->store || until == 0) return;
    const Position from = mark_before(*kept_->store, until).position;
    RowsAside changed;
    BookView book(RowSource::earlier(*kept_->store, kPastBook, from, &changed), from);
    read_ahead(*kept_->store, from + 1, until + 1, [&](const Event& event) {
        book.fold(event);
        if (event.position % kLightenEvery != 0 || book.in_memory() <= kMostPages) return;
        changed.add(changes_of(book).rows);
        book.drop();
    });
    book_.add_changed(book.changed_since_mark());
}

// What others folded of the chunk.
void Views::know_chunk(Position end) {
    for (Position at = end - kPastChunk + 1; at <= past_of_others_.seen_since(); ++at)
        past_of_others_.see_before(read_event(at, kept_->store->payload(at)));
}

void Views::note_versions(const Event& event) {
    if (event.position % kPastChunk == 0) know_chunk(event.position);
    past_of_others_.see(event);
    if (const auto mark = landmark_of(event))
        past_of_others_.note(kPastLandmarks, "", event.position, encode_row(*mark));
}

// Where there is much, the book's on a thread of its own.
void Views::set_aside() {
    auto of_book =
        std::async(is_heavy() ? std::launch::async : std::launch::deferred, [&] { set_aside(changes_of(book_)); });
    std::apply([&](auto&... view) { (set_aside(changes_of(view)), ...); }, others());
    of_book.get();
    set_aside(changed_versions());
}

void Views::rest() {
    if (standing_ == Standing::earlier) return;
    whole_ = false;  // what is taken to be set aside is nowhere else
    set_aside();
    book_.drop();
    std::apply([](auto&... view) { (view.drop(), ...); }, others());
    whole_ = true;
}

RowSource Views::packed(const std::string& view) {
    const auto set_aside_if_it = [&](auto& one) {
        if (view == one.name) set_aside(changes_of(one));
    };
    set_aside_if_it(book_);
    std::apply([&](auto&... one) { (set_aside_if_it(one), ...); }, others());
    return {*kept_, view};
}

bool Views::book_is_heavy() const { return book_.in_memory() > kMostPages; }
bool Views::others_are_heavy() {
    return std::apply([](auto&... view) { return (view.in_memory() + ...); }, others()) > kMostRows;
}

void Views::rest_book() {
    set_aside(changes_of(book_));
    book_.drop();
}

void Views::rest_others() {
    const auto rest = [&](auto& view) {
        set_aside(changes_of(view));
        view.drop();
    };
    std::apply([&](auto&... view) { (rest(view), ...); }, others());
}

// They are never looked for by a fold: they go first, and cost nobody another look.
void Views::set_aside_written_once() {
    const auto set_aside_those = [&](auto& view) {
        if constexpr (requires(Rows rows) { view.take_written_once(rows); }) {
            ViewBatch batch{view.name, {}};
            view.take_written_once(batch.rows);
            set_aside(batch);
        }
    };
    std::apply([&](auto&... view) { (set_aside_those(view), ...); }, others());
}

void Views::lighten_others() {
    set_aside_written_once();
    if (others_are_heavy()) rest_others();
}

void Views::lighten() {
    if (standing_ == Standing::earlier) return;
    whole_ = false;
    set_aside_written_once();
    whole_ = true;
    if (is_heavy()) rest();
}

std::optional<std::string> Views::unlike(const Store& store) {
    set_aside();
    const auto is_same = [&](const std::string& name) {
        return are_same(kept_->aside.at(name), RowSource(store, name));
    };
    auto is_book_same = std::async(std::launch::async, is_same, BookView::name);
    const auto found = std::ranges::find_if_not(kNames, [&](const std::string& name) {
        return name == BookView::name || name == PastView::name || is_same(name);
    });
    if (!is_book_same.get()) return BookView::name;
    return found == kNames.end() ? std::nullopt : std::optional(*found);
}

std::unique_ptr<Views> fold_anew(const Store& store, Position until, const std::function<void(Position)>& progress) {
    auto views = std::make_unique<Views>();
    views->catch_up_lightly(store, until, progress);
    return views;
}

std::optional<std::string> view_unlike_log(const Store& store, const std::function<void(Position)>& progress) {
    const Position kept = kept_position(store);
    if (kept == 0) return std::nullopt;  // then nobody reads them
    return fold_anew(store, kept, progress)->unlike(store);
}

bool views_are_stale(const Store& store) { return store.head() > 0 && kept_position(store) == 0; }

std::vector<std::string> missing_views(const Store& store) {
    std::vector<std::string> missing;
    if (store.head() == 0 || are_older(store)) return missing;  // the next writer makes them
    std::ranges::copy_if(kNames, std::back_inserter(missing), [&](const auto& name) { return !store.has_view(name); });
    return missing;
}

void Views::fold_book(const Event& event) {
    if (noting() != Noting::none && event.position == book_.next_mark()) know_since_mark();
    book_.fold(event);
    position_ = event.position;
}

void Views::fold_others(const Event& event) {
    const Postings postings = posting(event);  // once for all views that fold what moves
    const auto fold_into = [&](auto& view) {
        if constexpr (requires { view.fold(event, postings); })
            view.fold(event, postings);
        else
            view.fold(event);
    };
    std::apply([&](auto&... view) { (fold_into(view), ...); }, others());
    if (noting() != Noting::none) note_versions(event);
}

void Views::fold(const Event& event) {
    whole_ = false;
    fold_book(event);
    fold_others(event);
    whole_ = true;
}

void Views::catch_up(const Store& store, Position until, const std::function<void(Position)>& progress) {
    fold_ahead(store, until, progress, {}, {});
}

void Views::catch_up_lightly(const Store& store, Position until, const std::function<void(Position)>& progress,
                             const TakeVersions& take) {
    std::mutex together;
    const auto hand_on = [&](PastView& past) {
        if (past.in_memory() < kMostVersions) return;
        ViewBatch batch = changes_of(past);
        const std::scoped_lock lock(together);
        take ? take(std::move(batch.rows)) : set_aside(batch);
    };
    const auto go_on_with_book = [&] {
        if (book_is_heavy()) rest_book();
        hand_on(past_of_book_);
    };
    const auto go_on_with_others = [&] {
        lighten_others();
        hand_on(past_of_others_);
    };
    fold_ahead(store, until, progress, go_on_with_book, go_on_with_others);
    if (take) take(changed_versions().rows);
}

// The book takes about as long as reading and all others.
void Views::fold_ahead(const Store& store, Position until, const std::function<void(Position)>& progress,
                       const std::function<void()>& now_and_then, const std::function<void()>& of_others) {
    const auto take_in = [&](const Event& event) {
        fold_book(event);
        if (now_and_then && event.position % kLightenEvery == 0) now_and_then();
        if (progress && event.position % kTellEvery == 0) progress(event.position);
    };
    const auto take_in_first = [&](const Event& event) {
        fold_others(event);
        if (of_others && event.position % kLightenEvery == 0) of_others();
    };
    whole_ = false;
    read_ahead(store, position_ + 1, until + 1, take_in, take_in_first);
    whole_ = true;
}

ViewBatch Views::changed_versions() {
    ViewBatch batch = changes_of(past_of_book_);
    past_of_others_.take_changes(batch.rows);
    sort_by_key(batch.rows);
    return batch;
}

std::vector<ViewBatch> Views::take_changes() {
    std::vector<ViewBatch> batches{changes_of(book_)};
    std::apply([&](auto&... view) { (batches.push_back(changes_of(view)), ...); }, others());
    batches.push_back(changed_versions());
    for (ViewBatch& batch : batches) batch.rows.emplace_back("", view_mark(position_));
    return batches;
}

RowSum Views::versions() const {
    RowSum sum = past_of_book_.sum();
    sum.add(past_of_others_.sum());
    return sum;
}

void Views::save(Store& store) {
    IPEP_CHECK(noting() == Noting::rows && whole_, "position", position_);
    const auto alone = store.rewrite_rows();
    if (std::ranges::all_of(kept_->aside, [](const auto& view) { return view.second.empty(); }))
        store.write_views(take_changes());
    else
        save_aside(store);
    kept_->store = &store;
}

// In pieces, without marks meanwhile: whoever opens in between folds for itself.
void Views::save_aside(Store& store) {
    set_aside();
    std::vector<ViewBatch> none, marks;
    for (const std::string& name : kNames) {
        none.push_back({name, {{"", std::nullopt}}});
        marks.push_back({name, {{"", view_mark(position_)}}});
    }
    store.write_views(none);
    store.flush();  // what waits to be written to its file would take memory beside the rows
    for (auto& [name, rows] : kept_->aside) {
        RowPieces pieces(name, [&](ViewBatch piece) { store.write_views(std::span(&piece, 1)); });
        for (auto at = rows.from(""); at.valid(); at.next()) pieces.add(at.key(), at.row());
        pieces.finish();
        rows.clear();
    }
    store.write_views(marks);
}

}  // namespace ipep
