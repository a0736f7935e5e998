#include "projections/views.h"

#include <future>

#include "events/big_endian.h"
#include "events/seal.h"
#include "ledger/check.h"
#include "projections/kept_versions.h"
#include "projections/landmarks.h"
#include "projections/read_ahead.h"
#include "projections/row.h"
#include "projections/view_mark.h"

namespace ipep {
namespace {

// The versions last: they are no view that is asked.
const std::vector<std::string> kNames = {BookView::name,     SettlementView::name, BalanceView::name,
                                         EnvelopeView::name, StatementView::name,  OrderView::name,
                                         JournalView::name,  PastView::name};
constexpr std::size_t kBytesTogether = 8u << 20;
// What of it stays decoded. A page of a groupement with five years takes about 25 KB, any other row a tenth at most.
constexpr std::size_t kMostPages = 20'000, kMostRows = 200'000;

// Whether another version of this program kept them, which may have had fewer.
bool are_older(const Store& store) {
    return std::ranges::any_of(kNames, [&](const std::string& name) {
        return store.has_view(name) && store.row(name, "") && !marked_position(store, name);
    });
}

// Many packed rows of one view, taken out in pieces, so that they are never in memory twice.
class Pieces {
public:
    using Take = std::function<void(ViewBatch)>;
    Pieces(std::string view, Take take) : piece_{std::move(view), {}}, take_(std::move(take)) {}

    void add(std::string_view key, std::optional<std::string_view> bytes) {
        size_ += key.size() + (bytes ? bytes->size() : 0);
        piece_.rows.emplace_back(key, bytes);
        if (size_ >= kBytesTogether) finish();
    }
    void finish() {
        take_(std::exchange(piece_, {piece_.view, {}}));
        size_ = 0;
    }

private:
    ViewBatch piece_;
    Take take_;
    std::size_t size_ = 0;
};

// Rows of one view after the other, written in a thread of its own while the next are made.
class Writing {
public:
    explicit Writing(Store& store) : store_(store) {}

    void write(ViewBatch batch) {
        finish();
        under_way_ = std::async(std::launch::async,
                                [this, one = std::move(batch)] { store_.write_views(std::span(&one, 1), Logged::no); });
    }
    // Throws what stopped it.
    void finish() {
        if (under_way_.valid()) under_way_.get();
    }

private:
    Store& store_;
    std::future<void> under_way_;
};

// SHA-256 over the rows in order, each as length and bytes of key and value.
class RowDigest {
public:
    void add(std::string_view key, std::string_view value) {
        ++rows_;
        pending_ += big_endian(key.size()) + big_endian(value.size());
        pending_.append(key).append(value);
        if (pending_.size() > kBytesTogether) mix();
    }
    ViewDigest finish(std::string view) {
        mix();
        return {std::move(view), state_, rows_};
    }
    static ViewDigest of(const RowSource& rows, const std::string& view) {
        RowDigest digest;
        rows.each("", [&](std::string_view key, std::string_view value) { digest.add(key, value); });
        return digest.finish(view);
    }

private:
    void mix() {
        state_ = sha256(bytes_of(state_), pending_);
        pending_.clear();
    }
    Digest state_{};
    std::string pending_;
    std::uint64_t rows_ = 0;
};

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
    PastView* noted = past_.noting() == Noting::none ? nullptr : &past_;
    if (standing == Standing::head) {
        const BookMark mark = noted && kept_->store ? mark_before(*kept_->store, position_) : BookMark{};
        return {source(BookView::name, kPastBook, standing), position_, noted, mark.next};
    }
    const Position mark = mark_before(*kept_->store, position_).position;
    return {RowSource::earlier(*kept_->store, kPastBook, mark), mark};
}

std::tuple<BookView&, SettlementView&, BalanceView&, EnvelopeView&, StatementView&, OrderView&, JournalView&>
Views::folded() {
    return std::tie(book_, settlements_, balances_, envelope_, statements_, orders_, journal_);
}

Views::Views(std::shared_ptr<RowsKept> kept, Position position, Noting noting, Standing standing)
    : kept_(std::move(kept)),
      position_(position),
      opened_at_(standing == Standing::head ? position : 0),
      is_late_(standing == Standing::earlier),
      past_(noting, position),
      book_(book_source(standing)),
      settlements_(source(SettlementView::name, {}, Standing::head),
                   standing == Standing::earlier ? position : UINT64_MAX),
      balances_(source(BalanceView::name, kPastBalances, standing), noting == Noting::none ? nullptr : &past_),
      envelope_(source(EnvelopeView::name, kPastEnvelope, standing), noting == Noting::none ? nullptr : &past_),
      statements_(source(StatementView::name, {}, Standing::head),
                  standing == Standing::earlier ? position : UINT64_MAX),
      orders_(source(OrderView::name, kPastOrders, standing), noting == Noting::none ? nullptr : &past_),
      journal_(source(JournalView::name, {}, Standing::head), standing == Standing::earlier ? position : UINT64_MAX) {}

Views::~Views() = default;

Views::Views(Noting noting) : Views(std::make_shared<RowsKept>(), 0, noting) {}
Views::Views(const Store& store, Noting noting)
    : Views(std::make_shared<RowsKept>(kept_position(store) > 0 ? &store : nullptr), kept_position(store), noting) {}

std::unique_ptr<Views> Views::at(const Store& store, Position until, const std::function<void(Position)>& progress) {
    const Position kept = kept_position(store);
    if (until < kept)
        return std::unique_ptr<Views>(
            new Views(std::make_shared<RowsKept>(&store), until, Noting::none, Standing::earlier));
    return caught_up(std::make_unique<Views>(store), store, until, progress);
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
    BookView book(RowSource::earlier(*kept_->store, kPastBook, from), from);
    read_ahead(*kept_->store, from + 1, until + 1, [&](const Event& event) { book.fold(event); });
    book_.add_changed(book.changed_since_mark());
}

// What others folded of the chunk.
void Views::know_chunk(Position end) {
    for (Position at = end - kPastChunk + 1; at <= past_.seen_since(); ++at)
        past_.see_before(read_event(at, kept_->store->payload(at)));
}

void Views::note_versions(const Event& event) {
    if (event.position % kPastChunk == 0) know_chunk(event.position);
    past_.see(event);
    if (const auto mark = landmark_of(event)) past_.note(kPastLandmarks, "", event.position, encode_row(*mark));
}

void Views::set_aside() {
    each_change([&](const ViewBatch& batch) { set_aside(batch); });
}

RowSource Views::packed(const std::string& view) {
    set_aside();
    return {*kept_, view};
}

bool Views::is_heavy() {
    const std::size_t rows = std::apply([](auto&... view) { return (view.in_memory() + ...); }, folded());
    return book_.in_memory() > kMostPages || rows > kMostRows;
}

std::unique_ptr<Views> Views::rested(std::unique_ptr<Views> views) {
    views->set_aside();
    auto rested = std::unique_ptr<Views>(new Views(views->kept_, views->position_, views->past_.noting()));
    rested->past_ = std::move(views->past_);
    rested->opened_at_ = views->opened_at_;
    rested->book_.go_on(views->book_);
    return rested;
}

// Rows that are written once are never looked for by a fold: they go first, and cost nobody another look.
std::unique_ptr<Views> Views::lightened(std::unique_ptr<Views> views) {
    const auto set_aside_written_once = [&](auto& view) {
        if constexpr (requires(Rows rows) { view.take_written_once(rows); }) {
            ViewBatch batch{view.name, {}};
            view.take_written_once(batch.rows);
            views->set_aside(batch);
        }
    };
    std::apply([&](auto&... view) { (set_aside_written_once(view), ...); }, views->folded());
    return views->is_heavy() ? rested(std::move(views)) : std::move(views);
}

std::optional<std::string> Views::unlike(const Store& store) {
    set_aside();
    const auto found = std::ranges::find_if_not(kNames, [&](const std::string& name) {
        return name == PastView::name || are_same(kept_->aside[name], RowSource(store, name));
    });
    return found == kNames.end() ? std::nullopt : std::optional(*found);
}

std::unique_ptr<Views> Views::caught_up(std::unique_ptr<Views> views, const Store& store, Position until,
                                        const std::function<void(Position)>& progress) {
    for (; until > views->position() + kLightenEvery; views = lightened(std::move(views)))
        views->catch_up(store, views->position() + kLightenEvery, progress);
    views->catch_up(store, until, progress);
    return views;
}

std::unique_ptr<Views> fold_anew(const Store& store, Position until, const std::function<void(Position)>& progress) {
    return Views::caught_up(std::make_unique<Views>(), store, until, progress);
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

void Views::fold(const Event& event) {
    if (past_.noting() != Noting::none && event.position == book_.next_mark()) know_since_mark();
    whole_ = false;
    const Postings postings = posting(event);  // once for all views that fold what moves
    const auto fold_into = [&](auto& view) {
        if constexpr (requires { view.fold(event, postings); })
            view.fold(event, postings);
        else
            view.fold(event);
    };
    std::apply([&](auto&... view) { (fold_into(view), ...); }, folded());
    if (past_.noting() != Noting::none) note_versions(event);
    position_ = event.position;
    whole_ = true;
}

void Views::catch_up(const Store& store, Position until, const std::function<void(Position)>& progress) {
    read_ahead(store, position_ + 1, until + 1, [&](const Event& event) {
        fold(event);
        if (progress && position_ % 10'000 == 0) progress(position_);
    });
}

void Views::each_change(const TakeChanges& take) {
    const auto take_from = [&](auto& view) {
        ViewBatch batch{view.name, {}};
        view.take_changes(batch.rows);
        if (!std::ranges::is_sorted(batch.rows, {}, &Rows::value_type::first))
            std::ranges::sort(batch.rows, {}, &Rows::value_type::first);
        take(std::move(batch));
    };
    std::apply([&](auto&... view) { (take_from(view), ...); }, folded());
    take_from(past_);
}

std::vector<ViewBatch> Views::take_changes() {
    std::vector<ViewBatch> batches;
    each_change([&](ViewBatch batch) {
        batch.rows.emplace_back("", view_mark(position_));
        batches.push_back(std::move(batch));
    });
    return batches;
}

Rows Views::take_versions() {
    Rows versions;
    past_.take_changes(versions);
    return versions;
}

void Views::save(Store& store) {
    IPEP_CHECK(past_.noting() == Noting::rows, "position", position_);
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
        Pieces pieces(name, [&](ViewBatch piece) { store.write_views(std::span(&piece, 1)); });
        for (auto at = rows.from(""); at.valid(); at.next()) pieces.add(at.key(), at.row());
        pieces.finish();
        rows.clear();
    }
    store.write_views(marks);
}

std::vector<ViewDigest> view_digests(const Store& store) {
    std::vector<ViewDigest> digests;
    for (const auto& name : kNames)
        if (name != PastView::name) digests.push_back(RowDigest::of(RowSource(store, name), name));
    RowSum versions;
    RowSource(store, PastView::name).each("", [&](std::string_view key, std::string_view value) {
        versions.add(key, value);
    });
    digests.push_back({PastView::name, versions.digest(), versions.rows()});
    return digests;
}

std::vector<ViewDigest> view_digests(Views& folded) {
    std::vector<ViewDigest> digests;
    for (const auto& name : kNames)
        if (name != PastView::name) digests.push_back(RowDigest::of(folded.packed(name), name));
    digests.push_back({PastView::name, folded.versions().digest(), folded.versions().rows()});
    return digests;
}

// Nothing through the log file, for the flush at the end writes it all once anyway; a view whose flush is lost lacks
// its mark with its rows. The marks last: whoever opens in between finds none.
std::vector<ViewDigest> rebuild(Store& store, const std::function<void(Position)>& progress) {
    store.clear_views(kNames);
    auto views = std::make_unique<Views>(Noting::rows);
    Writing writing(store);
    RowSum versions;
    while (views->position() < store.head()) {
        views->catch_up(store, std::min(store.head(), views->position() + kLightenEvery), progress);
        Rows noted = views->take_versions();
        for (const auto& [key, value] : noted) versions.add(key, value.value_or(""));
        writing.write({PastView::name, std::move(noted)});
        views = Views::lightened(std::move(views));
    }
    std::vector<ViewDigest> digests;
    std::vector<ViewBatch> marks{{PastView::name, {{"", view_mark(views->position())}}}};
    for (const auto& name : kNames) {
        if (name == PastView::name) continue;
        RowDigest digest;
        Pieces pieces(name, [&](ViewBatch piece) { writing.write(std::move(piece)); });
        views->packed(name).each("", [&](std::string_view key, std::string_view value) {
            digest.add(key, value);
            pieces.add(key, value);
        });
        pieces.finish();
        digests.push_back(digest.finish(name));
        marks.push_back({name, {{"", view_mark(views->position())}}});
    }
    writing.finish();
    store.write_views(marks, Logged::no);
    store.flush();
    digests.push_back({PastView::name, versions.digest(), versions.rows()});
    return digests;
}

}  // namespace ipep
