// The store's group commit: batches that wait for one synced write, and the answers kept with them.
#include <rocksdb/db.h>

#include "events/big_endian.h"
#include "events/database.h"
#include "events/held_batch.h"
#include "events/store.h"

namespace ipep {

void Store::hold() {
    held_ = std::make_unique<HeldBatch>();
    held_->before = mark_;
    held_->edge_before = edge_;
}

HeldEnd Store::held_end() const {
    if (!held_) return {};
    return {mark_,           edge_, held_->erased.size(), held_->answers.size(), held_->nodes.size(), held_->bytes,
            held_->purges};
}

void Store::cut_back(HeldEnd end) noexcept {
    if (!held_) return;
    held_->cut(end);
    mark_ = end.mark;
    edge_ = std::move(end.edge);
}

void Store::put_held(const HeldBatch& held, rocksdb::WriteBatch& writes) const {
    for (std::size_t i = 0; i < held.records.size(); ++i)
        check(writes.Put(family(kEvents), big_endian(held.before.position + i + 1), held.records[i]));
    Keys keys(held.keys.begin(), held.keys.end());
    std::ranges::sort(keys);  // as the recorder does
    put_keys(keys, writes);
    for (const auto& [place, row] : held.personal) put_personal(row, writes);
    put_erased(held.erased, writes);
    for (const auto& [name, answer] : held.answers) check(writes.Put(family(kAnswers), name, answer));
}

void Store::release() {
    const std::unique_ptr<HeldBatch> all = std::move(held_);
    const Mark after = std::exchange(mark_, all->before);
    TreeEdge edge = std::exchange(edge_, all->edge_before);
    if (all->records.empty() && all->answers.empty()) return;
    rocksdb::WriteBatch writes(0, 0, kProtection, 0);
    put_held(*all, writes);
    put_tree(all->nodes, options_.tree ? std::optional(edge) : std::nullopt, writes);
    keep(writes, after);
    edge_ = std::move(edge);
    if (all->purges) purge_personal();
}

void Store::keep_answer(const std::string& name, const std::string& answer) {
    held_->answers.emplace_back(name, answer);
}

std::optional<std::string> Store::answer(const std::string& name) const {
    if (held_)
        if (const std::string* waiting = held_->answer(name)) return *waiting;
    return row(kAnswers, name);
}

void Store::forget_answers(const std::function<bool(std::string_view)>& old) {
    rocksdb::WriteBatch writes;
    rows(kAnswers, "", [&](std::string_view name, std::string_view answer) {
        if (old(answer)) check(writes.Delete(family(kAnswers), rocksdb::Slice(name.data(), name.size())));
        return true;
    });
    if (writes.Count() > 0) write(writes, false);
}

}  // namespace ipep
