#include "projections/book_view.h"

#include "projections/row.h"

namespace ipep {
namespace {

const std::string kCommon = "c";

CommonState load_common(const RowSource& source) {
    const auto bytes = source.get(kCommon);
    return bytes ? decode_row<CommonState>(*bytes) : CommonState{};
}

// Pages of one kind lie under a letter of their own.
template <class Key, class Page>
typename Pages<Key, Page>::Loader loader(const RowSource& source, const char* kind) {
    return [&source, kind](const Key& key) -> std::optional<Page> {
        const auto bytes = source.get(kind + key.text);
        if (!bytes) return std::nullopt;
        return decode_row<Page>(*bytes);
    };
}

template <class Key>
std::function<std::vector<Key>()> lister(const RowSource& source, const char* kind) {
    return [&source, kind] {
        std::vector<Key> all;
        source.each(kind, [&](std::string_view key, std::string_view) { all.push_back({std::string(key.substr(1))}); });
        return all;
    };
}

constexpr const char *kGroup = "g", *kOrder = "o", *kCpam = "p", *kLikeness = "n", *kStated = "s";

Book::Kept kept_in(const RowSource& source) {
    return {.group = loader<GroupementId, GroupState>(source, kGroup),
            .groups = lister<GroupementId>(source, kGroup),
            .order = loader<OrderId, Order>(source, kOrder),
            .orders = lister<OrderId>(source, kOrder),
            .cpam = loader<CpamId, CpamState>(source, kCpam),
            .cpams = lister<CpamId>(source, kCpam),
            .likeness = loader<LikenessId, Likeness>(source, kLikeness),
            .stated = loader<SubjectId, Stated>(source, kStated)};
}

}  // namespace

BookView::BookView(RowSource source, Position position)
    : source_(std::move(source)), book_(load_common(source_), position, kept_in(source_)) {}

void BookView::take_changes(Rows& to) {
    const Book::Changes changes = book_.take_changes();
    if (changes.common) to.emplace_back(kCommon, encode_row(book_.common()));
    const auto add = [&](const char* kind, const auto& keys) {
        for (const auto& key : keys) to.emplace_back(kind + key.text, encode_row(*book_.find(key)));
    };
    add(kGroup, changes.groupements);
    add(kOrder, changes.orders);
    add(kCpam, changes.cpams);
    add(kLikeness, changes.likenesses);
    add(kStated, changes.stated);
}

}  // namespace ipep
