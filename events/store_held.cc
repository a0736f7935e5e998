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
}

void Store::hold_back(const LogBatch& batch) {
    for (std::size_t i = 0; i < batch.records.size(); ++i) {
        const std::string_view one = batch.records[i];
        const std::string key = big_endian(batch.records.before() + i + 1);
        check(held_->writes.Put(family(kEvents), key, rocksdb::Slice(one.data(), one.size())));
    }
    put_beside(batch, held_->writes);
    held_->add(batch);
}

void Store::release() {
    const std::unique_ptr<HeldBatch> all = std::move(held_);
    const Mark after = std::exchange(mark_, all->before);
    if (all->writes.Count() == 0) return;
    keep(all->writes, after);
    if (all->purges) purge_personal();
}

void Store::keep_answer(const std::string& name, const std::string& answer) {
    check(held_->writes.Put(family(kAnswers), name, answer));
    held_->answers[name] = answer;
}

std::optional<std::string> Store::answer(const std::string& name) const {
    if (held_)
        if (const auto waiting = held_->answers.find(name); waiting != held_->answers.end()) return waiting->second;
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
