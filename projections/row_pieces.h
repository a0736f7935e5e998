// RowPieces: many packed rows of one view, taken out some at a time, so that they are never in memory twice.
#pragma once

#include <functional>
#include <utility>

#include "events/store.h"

namespace ipep {

inline constexpr std::size_t kBytesTogether = 8u << 20;

class RowPieces {
public:
    using Take = std::function<void(ViewBatch)>;
    RowPieces(std::string view, Take take) : piece_{std::move(view), {}}, take_(std::move(take)) {}

    void add(std::string_view key, std::optional<std::string_view> bytes) {
        size_ += key.size() + (bytes ? bytes->size() : 0);
        piece_.rows.emplace_back(key, bytes);
        if (size_ >= kBytesTogether) finish();
    }
    void finish() {
        take_(std::exchange(piece_, {piece_.view, {}}));
        size_ = 0;
    }

private:
    ViewBatch piece_;
    Take take_;
    std::size_t size_ = 0;
};

}  // namespace ipep
