// View rows: what the views keep beside the log. Each view names its own; which rows they hold is its own business.
//
// Shape:   they follow from the log, so no transaction holds them, and what is lost of them is folded again.
// Threads: as Store; rows are written over, so readers beside the writer keep them while they read some that belong
//          together.
#pragma once

#include <functional>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <utility>

#include "events/log_opening.h"

namespace ipep {

// What a view's rows become; applied whole or not at all.
struct ViewBatch {
    std::string view;
    std::vector<std::pair<std::string, std::optional<std::string>>> rows;  // nothing: the row goes
};

class ViewRows {
public:
    // While one is held no row of a view is written anew: whoever reads rows that belong together holds it.
    std::shared_lock<std::shared_mutex> keep_rows() const;
    // Waits until nobody reads rows, and keeps readers out.
    std::unique_lock<std::shared_mutex> rewrite_rows();
    // How often rows were written anew; what was decoded before is of no use with those written since.
    std::uint64_t rows_written() const;

    bool has_view(const std::string& view) const { return opening_.kept().has(view); }
    std::optional<std::string> row(const std::string& view, std::string_view key) const;
    void rows(const std::string& view, std::string_view prefix,
              const std::function<bool(std::string_view key, std::string_view value)>& visit) const;
    // At the first row whose key is not before `key`.
    std::unique_ptr<LogCursor> rows_from(const std::string& view, std::string_view key) const;
    void write_views(std::span<const ViewBatch> batches, Logged logged = Logged::yes);
    // Their rows go; they have a place for others then.
    void clear_views(const std::vector<std::string>& views) { opening_.kept().clear(views); }

protected:
    explicit ViewRows(LogOpening* opening) : opening_(*opening) {}

private:
    LogOpening& opening_;
};

}  // namespace ipep
