#include "projections/book_rows.h"

#include "projections/row.h"

namespace ipep::book_rows {
namespace {

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

Book book_over(const RowSource& source, Position position) { return {load_common(source), position, kept_in(source)}; }

std::string encoded(const Book& book, const std::string& key) {
    const std::string name = key.substr(1);
    switch (key.front()) {
        case 'g': return encode_row(*book.find(GroupementId{name}));
        case 'o': return encode_row(*book.find(OrderId{name}));
        case 'p': return encode_row(*book.find(CpamId{name}));
        case 'n': return encode_row(*book.find(LikenessId{name}));
        case 's': return encode_row(*book.find(SubjectId{name}));
        default: return encode_row(book.common());
    }
}

}  // namespace ipep::book_rows
