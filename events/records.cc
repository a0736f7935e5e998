#include "events/records.h"

#include "events/big_endian.h"

namespace ipep {

void Records::add(std::string_view record) {
    const Position position = before_ + size() + 1;
    writes_->put(kEventTable, big_endian(position), record);
    places_.push_back({writes_->bytes().size() - record.size(), record.size()});  // the value that was put last
    if (edge_) edge_->add(leaf_hash(record), [&](Subtree one, const Digest& hash) { nodes_.emplace_back(one, hash); });
}

std::string_view Records::operator[](std::size_t index) const {
    const auto [begin, size] = places_[index];
    return writes_->bytes().substr(begin, size);
}

}  // namespace ipep
