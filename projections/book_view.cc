#include "projections/book_view.h"

#include "projections/book_rows.h"

namespace ipep {

using namespace book_rows;

BookView::BookView(RowSource source, Position position, PastView* past)
    : source_(std::move(source)), position_(position), past_(past) {}

Book& BookView::opened() const {
    if (!book_) book_.emplace(book_over(source_, position_));
    return *book_;
}

void BookView::fold(const Event& event) {
    evolve(opened(), event);
    if (!past_ || event.position % kBookWindow != 0) return;
    for (const std::string& key : changed_in_window())
        past_->note(kPastBook, key, event.position, encoded(*book_, key));
    in_window_.clear();
}

const std::set<std::string>& BookView::changed_in_window() {
    gather();
    return in_window_;
}

void BookView::gather() {
    if (!book_) return;
    const auto take = [&](std::string key) {
        in_window_.insert(key);
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
