#include "projections/views.h"

#include "events/big_endian.h"
#include "events/seal.h"
#include "projections/read_ahead.h"

namespace ipep {
namespace {

const std::vector<std::string> kNames = {BookView::name, SettlementView::name, BalanceView::name, EnvelopeView::name,
                                         StatementView::name, OrderView::name};
constexpr std::size_t kChunk = 8u << 20;

std::string mark(Position position) {
    return big_endian(static_cast<std::uint64_t>(kViewsVersion)) + big_endian(position);
}

// The position all kept views stand at; 0 where they do not agree, so that all are folded again.
Position kept_position(const Store& store) {
    std::optional<Position> common;
    for (const auto& name : kNames) {
        if (!store.has_view(name)) return 0;
        const auto bytes = store.row(name, "");
        if (!bytes || bytes->size() != 16 || from_big_endian(*bytes) != static_cast<std::uint64_t>(kViewsVersion))
            return 0;
        const Position position = from_big_endian(std::string_view(*bytes).substr(8));
        if (position > store.head() || (common && *common != position)) return 0;
        common = position;
    }
    return *common;
}

// SHA-256 over the rows in order, each as length and bytes of key and value.
class RowDigest {
public:
    void add(std::string_view key, std::string_view value) {
        ++rows_;
        pending_ += big_endian(key.size()) + big_endian(value.size());
        pending_.append(key).append(value);
        if (pending_.size() > kChunk) mix();
    }
    ViewDigest finish(std::string view) {
        mix();
        return {std::move(view), state_, rows_};
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

}  // namespace

Views::Views(const Store* store, Position position)
    : position_(position),
      book_(position > 0 ? RowSource(*store, BookView::name) : RowSource(), position),
      settlements_(position > 0 ? RowSource(*store, SettlementView::name) : RowSource(), position),
      balances_(position > 0 ? RowSource(*store, BalanceView::name) : RowSource(), position),
      envelope_(position > 0 ? RowSource(*store, EnvelopeView::name) : RowSource(), position),
      statements_(position > 0 ? RowSource(*store, StatementView::name) : RowSource(), position),
      orders_(position > 0 ? RowSource(*store, OrderView::name) : RowSource(), position) {}

Views::Views() : Views(nullptr, 0) {}
Views::Views(const Store& store) : Views(&store, kept_position(store)) {}

bool views_are_stale(const Store& store) { return store.head() > 0 && kept_position(store) == 0; }

std::vector<std::string> missing_views(const Store& store) {
    std::vector<std::string> missing;
    std::ranges::copy_if(kNames, std::back_inserter(missing), [&](const auto& name) { return !store.has_view(name); });
    return missing;
}

void Views::fold(const Event& event) {
    std::apply([&](auto&... view) { (view.fold(event), ...); }, all());
    position_ = event.position;
}

void Views::catch_up(const Store& store, Position until, const std::function<void(Position)>& progress) {
    read_ahead(store, position_ + 1, until + 1, [&](const Event& event) {
        fold(event);
        if (progress && position_ % 10'000 == 0) progress(position_);
    });
}

std::vector<ViewBatch> Views::take_changes() {
    std::vector<ViewBatch> batches;
    std::apply(
        [&](auto&... view) {
            (view.take_changes(batches.emplace_back(ViewBatch{view.name, {}}).rows), ...);
        },
        all());
    for (ViewBatch& batch : batches) {
        std::ranges::sort(batch.rows, {}, &Rows::value_type::first);
        batch.rows.emplace_back("", mark(position_));
    }
    return batches;
}

void Views::save(Store& store) { store.write_views(take_changes()); }

std::vector<ViewDigest> view_digests(const Store& store) {
    std::vector<ViewDigest> digests;
    for (const auto& name : kNames) {
        RowDigest digest;
        RowSource(store, name).each("", [&](std::string_view key, std::string_view value) { digest.add(key, value); });
        digests.push_back(digest.finish(name));
    }
    return digests;
}

std::vector<ViewDigest> view_digests(const std::vector<ViewBatch>& changes) {
    std::vector<ViewDigest> digests;
    for (const ViewBatch& batch : changes) {
        RowDigest digest;
        for (const auto& [key, value] : batch.rows)
            if (!key.empty() && value) digest.add(key, *value);
        digests.push_back(digest.finish(batch.view));
    }
    return digests;
}

std::vector<ViewDigest> rebuild(Store& store, const std::function<void(Position)>& progress) {
    for (const auto& name : kNames) store.clear_view(name);
    Views views;
    views.catch_up(store, store.head(), progress);
    // In chunks, the marks last: whoever opens in between finds no mark and folds for itself. Not through the log file,
    // for the flush at the end writes it all once anyway; a view whose flush is lost lacks its mark with its rows.
    std::vector<ViewBatch> marks;
    for (ViewBatch& batch : views.take_changes()) {
        marks.push_back({batch.view, {batch.rows.back()}});
        batch.rows.pop_back();
        ViewBatch chunk{batch.view, {}};
        std::size_t bytes = 0;
        for (auto& row : batch.rows) {
            if (!row.second) continue;  // came and went
            bytes += row.first.size() + row.second->size();
            chunk.rows.push_back(std::move(row));
            if (bytes < kChunk) continue;
            store.write_views({chunk}, Logged::no);
            chunk.rows.clear();
            bytes = 0;
        }
        store.write_views({chunk}, Logged::no);
    }
    store.write_views(marks, Logged::no);
    store.flush();
    return view_digests(store);
}

}  // namespace ipep
