#include "projections/book_view.h"

#include "projections/row.h"

namespace ipep {
namespace {

const std::string kCommon = "c";
std::string page_key(const GroupementId& groupement) { return "g" + groupement.text; }

CommonPage load_common(const RowSource& source) {
    const auto bytes = source.get(kCommon);
    return bytes ? decode_row<CommonPage>(*bytes) : CommonPage{};
}

}  // namespace

BookView::BookView(RowSource source, Position position)
    : source_(std::move(source)),
      book_(
          load_common(source_), position,
          [this](const GroupementId& groupement) -> std::optional<GroupPage> {
              const auto bytes = source_.get(page_key(groupement));
              if (!bytes) return std::nullopt;
              return decode_row<GroupPage>(*bytes);
          },
          [this] {
              std::vector<GroupementId> all;
              source_.each("g", [&](std::string_view key, std::string_view) {
                  all.push_back({std::string(key.substr(1))});
              });
              return all;
          }) {}

void BookView::take_changes(Rows& to) {
    const Book::Changes changes = book_.take_changes();
    if (changes.common) to.emplace_back(kCommon, encode_row(book_.common()));
    for (const GroupementId& groupement : changes.groupements)
        to.emplace_back(page_key(groupement), encode_row(*book_.find(groupement)));
}

}  // namespace ipep
