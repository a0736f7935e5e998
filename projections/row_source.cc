#include "projections/row_source.h"

#include <algorithm>

#include "ledger/check.h"
#include "projections/past.h"

namespace ipep {
namespace {

constexpr int kStepsBeforeSeek = 8;

}  // namespace

RowSource RowSource::earlier(const Store& store, char view, Position position, const RowsAside* newer) {
    RowSource source(store, std::string(1, view));
    source.aside_ = newer;
    source.earlier_ = position;
    return source;
}

RowSource RowSource::made(RowMaker make) {
    RowSource source;
    source.make_ = std::move(make);
    return source;
}

std::optional<std::string> RowSource::version(std::string_view key) const {
    const std::string name = version_name(view_.front(), key);
    const auto at = store_->rows_from(PastView::name, version_key(name, *earlier_));
    at->check();
    if (!at->valid() || !at->key().starts_with(name) || at->value().empty()) return std::nullopt;
    return std::string(at->value());
}

void RowSource::each_version(std::string_view prefix, const Visit& visit) const {
    IPEP_CHECK(!aside_, "prefix", prefix);
    const std::string wanted = version_prefix(view_.front(), prefix);
    const auto at = store_->rows_from(PastView::name, wanted);
    // Most rows have few versions: to step over those is less than to look for the next row.
    const auto go_to = [&](const std::string& key) {
        for (int steps = 0; steps < kStepsBeforeSeek && at->valid() && at->key() < key; ++steps) at->next();
        if (at->valid() && at->key() < key) at->seek(key);
    };
    while (at->valid() && at->key().starts_with(wanted)) {
        const std::string name(name_of_version(at->key()));
        go_to(version_key(name, *earlier_));
        if (at->valid() && at->key().starts_with(name)) {
            if (!at->value().empty()) visit(key_of_version(name), at->value());
            go_to(version_key(name, 0));
        }
    }
    at->check();
}

std::optional<std::string> RowSource::get(std::string_view key) const {
    if (make_) {
        const Rows rows = make_(Match::whole, key);
        const auto found = std::ranges::find(rows, key, &Rows::value_type::first);
        return found == rows.end() ? std::nullopt : found->second;
    }
    if (aside_)
        if (const auto found = aside_->find(key))
            return found->transform([](auto bytes) { return std::string(bytes); });
    if (earlier_) return version(key);
    return store() ? store()->row(view_, key) : std::nullopt;
}

void RowSource::each(std::string_view prefix, const Visit& visit) const {
    if (earlier_) return each_version(prefix, visit);
    if (make_) {
        for (const auto& [key, bytes] : make_(Match::prefix, prefix))
            if (bytes && key.starts_with(prefix)) visit(key, *bytes);
        return;
    }
    static const RowsAside none;
    const RowsAside& aside = aside_ ? *aside_ : none;
    auto at = aside.from(prefix);
    const auto visit_aside_before = [&](const std::string_view* key) {
        for (; at.valid() && at.key().starts_with(prefix) && (!key || at.key() < *key); at.next())
            if (at.row()) visit(at.key(), *at.row());
    };
    if (store())
        store()->rows(view_, prefix, [&](std::string_view key, std::string_view value) {
            if (key.empty()) return true;
            visit_aside_before(&key);
            if (!at.valid() || at.key() != key) {
                visit(key, value);
            } else {
                if (at.row()) visit(key, *at.row());
                at.next();
            }
            return true;
        });
    visit_aside_before(nullptr);
}

}  // namespace ipep
