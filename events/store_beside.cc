// The store beside the writer of the same process: files are open once, and each who reads sees a prefix of its own.
#include <rocksdb/db.h>

#include "events/database.h"
#include "events/folder.h"
#include "events/held_batch.h"
#include "events/neighbours.h"
#include "events/store.h"

namespace ipep {

Store::Store() = default;

std::unique_ptr<Store> Store::beside(const Store& writer) {
    std::unique_ptr<Store> reader(new Store());
    reader->folder_ = writer.folder_;
    reader->options_ = writer.options_;
    reader->options_.access = Access::read;
    reader->format_ = writer.format_;
    reader->mark_ = writer.mark_;
    reader->db_ = writer.db_;
    reader->families_ = writer.families_;
    reader->families_.erase(kAnswers);  // dropped by an erasure, they would last as long as a reader holds them
    reader->neighbours_ = writer.neighbours_;
    reader->is_beside_ = true;
    return reader;
}

void Store::follow() {
    const Position head = neighbours_->head;
    if (head == mark_.position) return;
    const Mark before = std::exchange(mark_, {head, {}});
    try {
        mark_.digest = digest_at(head);
    } catch (...) {
        mark_ = before;
        throw;
    }
}

std::shared_lock<std::shared_mutex> Store::keep_rows() const {
    const std::lock_guard at_the_door(neighbours_->door);
    return std::shared_lock(neighbours_->room);
}

std::unique_lock<std::shared_mutex> Store::rewrite_rows() {
    const std::lock_guard at_the_door(neighbours_->door);
    std::unique_lock alone(neighbours_->room);
    ++neighbours_->written;
    return alone;
}

std::uint64_t Store::rows_written() const { return neighbours_->written; }

}  // namespace ipep
