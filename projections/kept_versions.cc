#include "projections/kept_versions.h"

#include <algorithm>

#include "events/big_endian.h"
#include "events/codec.h"
#include "ledger/about.h"
#include "projections/book_rows.h"
#include "projections/past.h"
#include "projections/row.h"
#include "projections/view_mark.h"

namespace ipep {

Position versions_kept(const Store& store) { return marked_position(store, PastView::name).value_or(0); }

std::vector<std::pair<Position, std::string>> versions_of(const Store& store, char view, std::string_view key,
                                                          Position until) {
    std::vector<std::pair<Position, std::string>> found;
    if (until == 0) return found;
    const std::string name = version_name(view, key);
    const auto at = store.rows_from(PastView::name, version_key(name, until));
    for (; at->valid() && at->key().starts_with(name); at->next())
        found.emplace_back(~from_big_endian(at->key().substr(name.size())), at->value());
    at->check();
    std::ranges::reverse(found);
    return found;
}

BookMark mark_before(const Store& store, Position position) {
    const std::string name = version_name(kPastMarks, "");
    const auto at = store.rows_from(PastView::name, version_key(name, position));
    at->check();
    if (!at->valid() || !at->key().starts_with(name)) return {};
    return {~from_big_endian(at->key().substr(name.size())), decode_row<Position>(at->value())};
}

namespace {

// The first of each chunk between a mark and a position that says something of the groupement or of all, in order; the
// last, which is not whole, among them.
std::vector<Position> chunks_about(const Store& store, Position mark, Position until, const GroupementId& groupement) {
    const Position last = until - until % kPastChunk;
    std::vector<Position> found{last + 1};
    const std::string name = version_name(kPastChunks, "");
    const auto at = store.rows_from(PastView::name, version_key(name, last));
    for (; at->valid() && at->key().starts_with(name); at->next()) {
        const Position end = ~from_big_endian(at->key().substr(name.size()));
        if (end <= mark) break;
        if (names_in_chunk(at->value(), groupement.text)) found.push_back(end - kPastChunk + 1);
    }
    at->check();
    std::ranges::reverse(found);
    return found;
}

}  // namespace

BookOfGroup::BookOfGroup(const Store& store, Position until, const GroupementId& groupement)
    : BookOfGroup(store, until, groupement, mark_before(store, until).position) {}

BookOfGroup::BookOfGroup(const Store& store, Position until, const GroupementId& groupement, Position mark)
    : source_(RowSource::earlier(store, kPastBook, mark)), book_(book_rows::book_over(source_, mark)) {
    for (const Position from : chunks_about(store, mark, until, groupement))
        store.scan(from, std::min(from + kPastChunk, until + 1), [&](Position position, const Record& record) {
            const Event event = read_event(position, record.payload);
            const auto of = about(event.body).groupement;
            if (of && *of != groupement) return true;
            book_.advance_head(position - 1);
            evolve(book_, event);
            return true;
        });
    book_.advance_head(until);
}

}  // namespace ipep
