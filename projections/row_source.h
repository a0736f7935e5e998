// RowSource: where the rows of a view lie that are not in memory: set aside as bytes, else kept in the store, also if
// they come to lie there later; or, as they were at an earlier position, among the versions kept beside them; or they
// are made when they are asked for; nowhere, for a fold in memory alone.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "events/store.h"
#include "projections/rows_aside.h"

namespace ipep {

// Of all views.
struct RowsKept {
    const Store* store = nullptr;  // null where no row of it counts
    std::map<std::string, RowsAside> aside = {};
};

// Makes at least the rows asked for, in order of key: the one with the key, or all whose keys begin so.
enum class Match : std::uint8_t { whole, prefix };
using RowMaker = std::function<Rows(Match match, std::string_view key)>;

class RowSource {
public:
    using Visit = std::function<void(std::string_view key, std::string_view bytes)>;

    RowSource() = default;
    // It stays where it is.
    RowSource(RowsKept& kept, std::string view) : kept_(&kept), aside_(&kept.aside[view]), view_(std::move(view)) {}
    RowSource(const Store& store, std::string view) : store_(&store), view_(std::move(view)) {}

    // As the rows were after the event at `position`; `view` is the letter their versions are under (past.h). A row
    // that is `newer` counts before them; then one is got after the other, and none is walked over.
    static RowSource earlier(const Store& store, char view, Position position, const RowsAside* newer = nullptr);
    static RowSource made(RowMaker make);

    std::optional<std::string> get(std::string_view key) const;
    // In order of key; the row with the empty key is the view's own mark and left out.
    void each(std::string_view prefix, const Visit& visit) const;

private:
    const Store* store() const { return kept_ ? kept_->store : store_; }
    std::optional<std::string> version(std::string_view key) const;
    void each_version(std::string_view prefix, const Visit& visit) const;

    const Store* store_ = nullptr;
    const RowsKept* kept_ = nullptr;
    const RowsAside* aside_ = nullptr;
    std::string view_;  // of versions, its letter
    std::optional<Position> earlier_;
    RowMaker make_;  // null where rows lie somewhere
};

}  // namespace ipep
