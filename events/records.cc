#include "events/records.h"

#include <rocksdb/write_batch.h>

#include "events/big_endian.h"
#include "events/database.h"

namespace ipep {

Records::Records(Position before, rocksdb::ColumnFamilyHandle* events, std::optional<TreeEdge> edge)
    : before_(before),
      events_(events),
      writes_(std::make_unique<rocksdb::WriteBatch>(0, 0, kProtection, 0)),
      edge_(std::move(edge)) {}
Records::Records(Records&&) noexcept = default;
Records::~Records() = default;

void Records::add(std::string_view record) {
    const Position position = before_ + size() + 1;
    check(writes_->Put(events_, big_endian(position), rocksdb::Slice(record.data(), record.size())));
    places_.push_back({writes_->GetDataSize() - record.size(), record.size()});  // the value is the last that was put
    if (edge_) edge_->add(leaf_hash(record), [&](Subtree one, const Digest& hash) { nodes_.emplace_back(one, hash); });
}

std::string_view Records::operator[](std::size_t index) const {
    const auto [begin, size] = places_[index];
    return std::string_view(writes_->Data()).substr(begin, size);
}

}  // namespace ipep
