#include "projections/book_view.h"

#include "projections/book_rows.h"
#include "projections/row.h"

namespace ipep {

using namespace book_rows;

BookView::BookView(RowSource source, Position position, PastView* past, Position next_mark)
    : source_(std::move(source)), position_(position), past_(past), next_mark_(next_mark) {}

Book& BookView::opened() const {
    if (!book_) book_.emplace(book_over(source_, position_));
    return *book_;
}

void BookView::fold(const Event& event) {
    evolve(opened(), event);
    if (!past_ || event.position != next_mark_) return;
    for (const std::string& key : changed_since_mark())
        past_->note(kPastBook, key, event.position, encoded(*book_, key));
    next_mark_ = mark_behind(event.position, since_mark_.size());
    past_->note(kPastMarks, "", event.position, encode_row(next_mark_));
    since_mark_.clear();
}

const std::unordered_set<std::string>& BookView::changed_since_mark() {
    gather();
    return since_mark_;
}

void BookView::drop() {
    if (!book_) return;
    Book fresh = book_over(source_, book_->head());
    fresh.keep_cpams(*book_);
    book_ = std::move(fresh);
}

void BookView::gather() {
    if (!book_) return;
    const auto take = [&](std::string key) {
        since_mark_.insert(key);
        unsaved_.insert(std::move(key));
    };
    const Book::Changes changes = book_->take_changes();
    if (changes.common) take(kCommon);
    const auto take_all = [&](const char* kind, const auto& keys) {
        for (const auto& key : keys) take(kind + key.text);
    };
    take_all(kGroup, changes.groupements);
    take_all(kOrder, changes.orders);
    take_all(kCpam, changes.cpams);
    take_all(kLikeness, changes.likenesses);
    take_all(kStated, changes.stated);
}

void BookView::take_changes(Rows& to) {
    gather();
    for (const std::string& key : unsaved_) to.emplace_back(key, encoded(*book_, key));
    unsaved_.clear();
}

}  // namespace ipep
