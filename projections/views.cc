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

std::size_t bytes_in(const std::vector<ViewBatch>& batches) {
    std::size_t bytes = 0;
    for (const ViewBatch& batch : batches)
        for (const auto& [key, row] : batch.rows) bytes += key.size() + (row ? row->size() : 0);
    return bytes;
}

// The marks last: whoever opens in between finds no mark and folds for itself.
void write_in_chunks(Store& store, std::vector<ViewBatch> batches, Logged logged) {
    std::vector<ViewBatch> marks;
    for (ViewBatch& batch : batches) {
        marks.push_back({batch.view, {std::move(batch.rows.back())}});
        batch.rows.pop_back();
        ViewBatch chunk{batch.view, {}};
        std::size_t bytes = 0;
        for (auto& row : std::exchange(batch.rows, {})) {
            bytes += row.first.size() + (row.second ? row.second->size() : 0);
            chunk.rows.push_back(std::move(row));
            if (bytes < kChunk) continue;
            store.write_views({chunk}, logged);
            chunk.rows.clear();
            bytes = 0;
        }
        store.write_views({chunk}, logged);
    }
    store.write_views(marks, logged);
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

Views::Views(const Store* store, Position position, std::shared_ptr<Aside> aside)
    : store_(store),
      aside_(std::move(aside)),
      position_(position),
      book_(source(BookView::name), position),
      settlements_(source(SettlementView::name), position),
      balances_(source(BalanceView::name), position),
      envelope_(source(EnvelopeView::name), position),
      statements_(source(StatementView::name), position),
      orders_(source(OrderView::name), position) {}

Views::Views() : Views(nullptr, 0, std::make_shared<Aside>()) {}
Views::Views(const Store& store, Position kept)
    : Views(kept > 0 ? &store : nullptr, kept, std::make_shared<Aside>()) {}
Views::Views(const Store& store) : Views(store, kept_position(store)) {}

std::unique_ptr<Views> Views::rested(std::unique_ptr<Views> views) {
    for (ViewBatch& batch : views->changes()) {
        RowsAside& aside = (*views->aside_)[batch.view];
        for (auto& [key, bytes] : batch.rows) aside.insert_or_assign(std::move(key), std::move(bytes));
    }
    return std::unique_ptr<Views>(new Views(views->store_, views->position_, views->aside_));
}

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

std::vector<ViewBatch> Views::changes() {
    std::vector<ViewBatch> batches;
    std::apply(
        [&](auto&... view) {
            (view.take_changes(batches.emplace_back(ViewBatch{view.name, {}}).rows), ...);
        },
        all());
    return batches;
}

std::vector<ViewBatch> Views::take_changes() {
    std::vector<ViewBatch> batches = changes();
    for (ViewBatch& batch : batches) {
        RowsAside aside = std::exchange((*aside_)[batch.view], {});
        for (const auto& [key, bytes] : batch.rows) aside.erase(key);
        while (!aside.empty()) {
            auto row = aside.extract(aside.begin());
            batch.rows.emplace_back(std::move(row.key()), std::move(row.mapped()));
        }
        std::ranges::sort(batch.rows, {}, &Rows::value_type::first);
        batch.rows.emplace_back("", mark(position_));
    }
    return batches;
}

void Views::save(Store& store) {
    std::vector<ViewBatch> batches = take_changes();
    if (bytes_in(batches) <= kChunk) {
        store.write_views(batches);
    } else {
        std::vector<ViewBatch> no_marks;
        for (const ViewBatch& batch : batches) no_marks.push_back({batch.view, {{"", std::nullopt}}});
        store.write_views(no_marks);
        write_in_chunks(store, std::move(batches), Logged::yes);
    }
    store_ = &store;
}

std::vector<ViewDigest> view_digests(const Store& store) {
    std::vector<ViewDigest> digests;
    for (const auto& name : kNames) {
        RowDigest digest;
        RowSource(&store, nullptr, name).each("", [&](std::string_view key, std::string_view value) {
            digest.add(key, value);
        });
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
    // Not through the log file, for the flush at the end writes it all once anyway; a view whose flush is lost lacks
    // its mark with its rows.
    write_in_chunks(store, views.take_changes(), Logged::no);
    store.flush();
    return view_digests(store);
}

}  // namespace ipep
