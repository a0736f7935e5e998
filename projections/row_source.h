// RowSource: where the rows of a view lie that are not in memory; nowhere, for a fold in memory alone.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "events/store.h"

namespace ipep {

class RowSource {
public:
    RowSource() = default;
    RowSource(const Store& store, std::string view) : store_(&store), view_(std::move(view)) {}

    std::optional<std::string> get(std::string_view key) const {
        return store_ ? store_->row(view_, key) : std::nullopt;
    }
    // In order of key; the row with the empty key is the view's own mark and left out.
    void each(std::string_view prefix, const std::function<void(std::string_view, std::string_view)>& visit) const {
        if (!store_) return;
        store_->rows(view_, prefix, [&](std::string_view key, std::string_view value) {
            if (!key.empty()) visit(key, value);
            return true;
        });
    }

private:
    const Store* store_ = nullptr;
    std::string view_;
};

}  // namespace ipep
