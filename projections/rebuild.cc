// Rebuild: the views thrown away and made again; and the digests of their rows, kept or folded.
#include <future>

#include "events/big_endian.h"
#include "events/seal.h"
#include "projections/row_pieces.h"
#include "projections/view_mark.h"
#include "projections/view_writing.h"
#include "projections/views.h"

namespace ipep {
namespace {

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

}  // namespace

std::vector<ViewDigest> view_digests(const Store& store) {
    std::vector<ViewDigest> digests;
    for (const auto& name : Views::names())
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
    for (const auto& name : Views::names())
        if (name != PastView::name) digests.push_back(RowDigest::of(folded.packed(name), name));
    digests.push_back({PastView::name, folded.versions().digest(), folded.versions().rows()});
    return digests;
}

// Nothing through the log file, for the flush at the end writes it all once anyway; a view whose flush is lost lacks
// its mark with its rows. The marks last: whoever opens in between finds none.
std::vector<ViewDigest> rebuild(Store& store, const std::function<void(Position)>& progress) {
    store.clear_views(Views::names());
    Views views(Noting::rows);
    RowSum versions;
    ViewWriting writing(store, [&](const ViewBatch& batch) {
        if (batch.view != PastView::name) return;
        for (const auto& [key, value] : batch.rows) versions.add(key, value.value_or(""));
    });
    views.catch_up_lightly(store, store.head(), progress, [&](Rows noted) {
        writing.write({PastView::name, std::move(noted)});
    });
    const auto written_out = [&](const std::string& name) {
        RowDigest digest;
        RowPieces pieces(name, [&](ViewBatch piece) { writing.write(std::move(piece)); });
        views.packed(name).each("", [&](std::string_view key, std::string_view value) {
            digest.add(key, value);
            pieces.add(key, value);
        });
        pieces.finish();
        return digest.finish(name);
    };
    auto of_book = std::async(std::launch::async, written_out, BookView::name);
    std::vector<ViewDigest> digests;
    for (const auto& name : Views::names())
        if (name != BookView::name && name != PastView::name) digests.push_back(written_out(name));
    digests.insert(digests.begin(), of_book.get());
    writing.finish();
    std::vector<ViewBatch> marks;
    for (const auto& name : Views::names()) marks.push_back({name, {{"", view_mark(views.position())}}});
    store.write_views(marks, Logged::no);
    store.flush();
    digests.push_back({PastView::name, versions.digest(), versions.rows()});
    return digests;
}

}  // namespace ipep
