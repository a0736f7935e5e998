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

namespace {

// The versions of a row from the last one at or before a position back, while `visit` goes on.
template <class Visit>
void each_back(const Store& store, char view, std::string_view key, Position until, const Visit& visit) {
    const std::string name = version_name(view, key);
    const auto at = store.rows_from(PastView::name, version_key(name, until));
    for (bool goes_on = true; goes_on && at->valid() && at->key().starts_with(name); at->next())
        goes_on = visit(~from_big_endian(at->key().substr(name.size())), at->value());
    at->check();
}

// Payments lean on orders and files of others, and are not followed.
bool is_followed(const Body& body, const GroupementId& groupement) {
    const About of = about(body);
    if (of.groupement && *of.groupement != groupement) return false;
    const bool pays = is_act(body) && (of.order || of.cpam);
    return !pays && !brought<RefundReceived>(body) && !std::holds_alternative<RefundBooked>(body);
}

// The first of each chunk between a mark and a position that says something of the groupement or of all, in order; the
// last, which is not whole, among them.
std::vector<Position> chunks_about(const Store& store, Position mark, Position until, const GroupementId& groupement) {
    const Position last = until - until % kPastChunk;
    std::vector<Position> found{last + 1};
    each_back(store, kPastChunks, "", last, [&](Position end, std::string_view chunk) {
        if (end > mark && names_in_chunk(chunk, groupement.text)) found.push_back(end - kPastChunk + 1);
        return end > mark;
    });
    std::ranges::reverse(found);
    return found;
}

}  // namespace

std::vector<std::pair<Position, std::string>> versions_of(const Store& store, char view, std::string_view key,
                                                          Position until) {
    std::vector<std::pair<Position, std::string>> found;
    if (until == 0) return found;
    each_back(store, view, key, until, [&](Position position, std::string_view bytes) {
        found.emplace_back(position, bytes);
        return true;
    });
    std::ranges::reverse(found);
    return found;
}

std::vector<Position> positions_written(const Store& store, char view, Match match, std::string_view key,
                                        Position until) {
    const std::string wanted = match == Match::whole ? version_name(view, key) : version_prefix(view, key);
    std::vector<Position> found;
    const auto at = store.rows_from(PastView::name, wanted);
    for (; at->valid() && at->key().starts_with(wanted); at->next()) {
        store.patience().check();
        const Position position = since_of_version(at->key());
        if (position <= until) found.push_back(position);
    }
    at->check();
    std::ranges::sort(found);
    const auto again = std::ranges::unique(found);  // one event writes the rows of several years
    found.erase(again.begin(), again.end());
    return found;
}

BookMark mark_before(const Store& store, Position position) {
    BookMark mark;
    each_back(store, kPastMarks, "", position, [&](Position at, std::string_view next) {
        mark = {at, decode_row<Position>(next)};
        return false;
    });
    return mark;
}

std::vector<OrderMade> orders_made(const Store& store, const GroupementId& groupement, Position until) {
    std::vector<OrderMade> made;
    const auto read = [&](Position from, Position behind) {
        store.patience().check();
        store.scan(from, behind, [&](Position position, const Record& record) {
            Event event = read_event(position, record.payload);
            auto* order = std::get_if<PaymentOrdered>(&event.body);
            if (order && order->groupement == groupement) made.push_back({position, std::move(*order)});
            return true;
        });
    };
    const Position kept = std::min(until, versions_kept(store));
    for (const Position from : chunks_about(store, 0, kept, groupement))
        read(from, std::min(from + kPastChunk, kept + 1));
    read(kept + 1, until + 1);  // what no chunk is known of yet
    return made;
}

BookOfGroup::BookOfGroup(const Store& store, Position until, const GroupementId& groupement)
    : BookOfGroup(store, until, groupement, mark_before(store, until).position) {}

BookOfGroup::BookOfGroup(const Store& store, Position until, const GroupementId& groupement, Position mark)
    : source_(RowSource::earlier(store, kPastBook, mark)), book_(book_rows::book_over(source_, mark)) {
    for (const Position from : chunks_about(store, mark, until, groupement))
        store.scan(from, std::min(from + kPastChunk, until + 1), [&](Position position, const Record& record) {
            const Event event = read_event(position, record.payload);
            if (!is_followed(event.body, groupement)) return true;
            book_.advance_head(position - 1);
            evolve(book_, event);
            return true;
        });
    book_.advance_head(until);
}

}  // namespace ipep
