// RowSource: where the rows of a view lie that are not in memory: set aside as bytes, else kept in the store; or, as
// they were at an earlier position, among the versions kept beside them; or they are made when they are asked for;
// nowhere, for a fold in memory alone.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "events/store.h"
#include "projections/view.h"

namespace ipep {

// Rows that are newer than the store's; nothing where a row is gone.
using RowsAside = std::map<std::string, std::optional<std::string>, std::less<>>;

// Makes at least the rows asked for, in order of key: the one with the key, or all whose keys begin so.
enum class Match : std::uint8_t { whole, prefix };
using RowMaker = std::function<Rows(Match match, std::string_view key)>;

class RowSource {
public:
    using Visit = std::function<void(std::string_view key, std::string_view bytes)>;

    RowSource() = default;
    // Either may be null.
    RowSource(const Store* store, const RowsAside* aside, std::string view)
        : store_(store), aside_(aside), view_(std::move(view)) {}

    // As the rows were after the event at `position`; `view` is the letter their versions are under (past.h).
    static RowSource earlier(const Store& store, char view, Position position);
    static RowSource made(RowMaker make);

    std::optional<std::string> get(std::string_view key) const;
    // In order of key; the row with the empty key is the view's own mark and left out.
    void each(std::string_view prefix, const Visit& visit) const;

private:
    std::optional<std::string> version(std::string_view key) const;
    void each_version(std::string_view prefix, const Visit& visit) const;

    const Store* store_ = nullptr;
    const RowsAside* aside_ = nullptr;
    std::string view_;  // of versions, its letter
    std::optional<Position> earlier_;
    RowMaker make_;  // null where rows lie somewhere
};

}  // namespace ipep
