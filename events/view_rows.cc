#include "events/view_rows.h"

#include "events/neighbours.h"

namespace ipep {
namespace {

// As they are laid out, about.
std::size_t size_of(std::span<const ViewBatch> batches) {
    constexpr std::size_t kOfARow = 8;
    std::size_t bytes = 64;
    for (const ViewBatch& batch : batches)
        for (const auto& [key, value] : batch.rows) bytes += kOfARow + key.size() + (value ? value->size() : 0);
    return bytes;
}

}  // namespace

std::shared_lock<std::shared_mutex> ViewRows::keep_rows() const {
    const std::lock_guard at_the_door(opening_.neighbours->door);
    return std::shared_lock(opening_.neighbours->room);
}

std::unique_lock<std::shared_mutex> ViewRows::rewrite_rows() {
    const std::lock_guard at_the_door(opening_.neighbours->door);
    std::unique_lock alone(opening_.neighbours->room);
    ++opening_.neighbours->written;
    return alone;
}

std::uint64_t ViewRows::rows_written() const { return opening_.neighbours->written; }

std::optional<std::string> ViewRows::row(const std::string& view, std::string_view key) const {
    return row_in(opening_.kept().row(view, key));
}

void ViewRows::rows(const std::string& view, std::string_view prefix,
                    const std::function<bool(std::string_view, std::string_view)>& visit) const {
    const auto at = opening_.kept().from(view, prefix);
    for (; at->valid() && at->key().starts_with(prefix); at->next()) {
        opening_.options.patience.check();
        if (!visit(at->key(), at->value())) return;
    }
    at->check();
}

std::unique_ptr<LogCursor> ViewRows::rows_from(const std::string& view, std::string_view key) const {
    opening_.options.patience.check();
    return opening_.kept().from(view, key);
}

void ViewRows::write_views(std::span<const ViewBatch> batches, Logged logged) {
    const auto writes = opening_.kept().writes();
    writes->reserve(size_of(batches));
    for (const ViewBatch& batch : batches)
        for (const auto& [key, value] : batch.rows) {
            if (value)
                writes->put(batch.view, key, *value);
            else
                writes->erase(batch.view, key);
        }
    opening_.kept().refuse_if_full(writes->bytes().size());
    opening_.kept().write(*writes, logged, false);  // rebuilt from the events if lost
}

}  // namespace ipep
