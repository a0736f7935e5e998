// RowSource: where the rows of a view lie that are not in memory: set aside as bytes, else kept in the store; nowhere,
// for a fold in memory alone.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "events/store.h"

namespace ipep {

// Rows that are newer than the store's; nothing where a row is gone.
using RowsAside = std::map<std::string, std::optional<std::string>, std::less<>>;

class RowSource {
public:
    using Visit = std::function<void(std::string_view key, std::string_view bytes)>;

    RowSource() = default;
    // Either may be null.
    RowSource(const Store* store, const RowsAside* aside, std::string view)
        : store_(store), aside_(aside), view_(std::move(view)) {}

    std::optional<std::string> get(std::string_view key) const {
        if (aside_)
            if (const auto found = aside_->find(key); found != aside_->end()) return found->second;
        return store_ ? store_->row(view_, key) : std::nullopt;
    }
    // In order of key; the row with the empty key is the view's own mark and left out.
    void each(std::string_view prefix, const Visit& visit) const {
        static const RowsAside none;
        const RowsAside& aside = aside_ ? *aside_ : none;
        auto at = aside.lower_bound(prefix);
        const auto visit_aside_before = [&](const std::string_view* key) {
            for (; at != aside.end() && at->first.starts_with(prefix) && (!key || at->first < *key); ++at)
                if (at->second) visit(at->first, *at->second);
        };
        if (store_)
            store_->rows(view_, prefix, [&](std::string_view key, std::string_view value) {
                if (key.empty()) return true;
                visit_aside_before(&key);
                if (at == aside.end() || at->first != key) {
                    visit(key, value);
                } else {
                    if (at->second) visit(key, *at->second);
                    ++at;
                }
                return true;
            });
        visit_aside_before(nullptr);
    }

private:
    const Store* store_ = nullptr;
    const RowsAside* aside_ = nullptr;
    std::string view_;
};

}  // namespace ipep
