#include "projections/row_source.h"

namespace ipep {

std::optional<std::string> RowSource::get(std::string_view key) const {
    if (aside_)
        if (const auto found = aside_->find(key); found != aside_->end()) return found->second;
    return store_ ? store_->row(view_, key) : std::nullopt;
}

void RowSource::each(std::string_view prefix, const Visit& visit) const {
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

}  // namespace ipep
