#include "projections/kept_versions.h"

#include <algorithm>

#include "events/big_endian.h"
#include "events/codec.h"
#include "ledger/about.h"
#include "projections/book_rows.h"
#include "projections/past.h"
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

BookOfGroup::BookOfGroup(const Store& store, Position until, const GroupementId& groupement)
    : source_(RowSource::earlier(store, kPastBook, window_before(until))),
      book_(book_rows::book_over(source_, window_before(until))) {
    store.scan(window_before(until) + 1, until + 1, [&](Position position, const Record& record) {
        const Event event = read_event(position, record.payload);
        const auto of = about(event.body).groupement;
        if (!of || *of == groupement)
            evolve(book_, event);
        else
            book_.advance_head(position);
        return true;
    });
}

}  // namespace ipep
