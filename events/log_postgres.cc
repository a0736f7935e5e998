#include "events/log_postgres.h"

#include <algorithm>

#include "events/big_endian.h"
#include "events/code.h"
#include "events/seal.h"
#include "events/store.h"

namespace ipep {
namespace {

using std::chrono::milliseconds;

// Of the copy: the number of the last pack it has.
const std::string kCopyTable = "copy", kPackRow = "pack";
constexpr std::uint64_t kReadAhead = 64;  // packs read at once
constexpr int kAttempts = 3;              // at one commit, where nothing certain is heard of it

[[noreturn]] void throw_differ(Position position, const Digest& here, const Digest& there) {
    throw Fault(
        code::copies_differ,
        {{"position", std::to_string(position)}, {"here", to_hex(bytes_of(here))}, {"there", to_hex(bytes_of(there))}});
}

}  // namespace

// Into the copy's own form and into a pack at once.
class LogPostgres::Writes : public LogWrites {
public:
    explicit Writes(std::unique_ptr<LogWrites> into) : copy(std::move(into)) {}
    void put(const std::string& table, std::string_view key, std::string_view value) override {
        copy->put(table, key, value);
        pack.put(table, key, value);
    }
    void erase(const std::string& table, std::string_view key) override {
        copy->erase(table, key);
        pack.erase(table, key);
    }
    void erase_range(const std::string& table, std::string_view from, std::string_view until) override {
        copy->erase_range(table, from, until);
        pack.erase_range(table, from, until);
    }
    bool empty() const override { return copy->empty(); }
    void reserve(std::size_t bytes) override { copy->reserve(bytes); }
    std::string_view bytes() const override { return copy->bytes(); }

    std::unique_ptr<LogWrites> copy;
    LogPack pack;
};

LogPostgres::LogPostgres(std::shared_ptr<KeptTables> copy, std::unique_ptr<SharedLog> shared)
    : copy_(std::move(copy)), shared_(std::move(shared)) {}

std::unique_ptr<LogWrites> LogPostgres::writes() const { return std::make_unique<Writes>(copy_->writes()); }

// A copy that was a ledger of its own, before it was shared, knows no pack: its head tells.
void LogPostgres::find_place() {
    if (!copy_->has(kCopyTable)) copy_->clear({kCopyTable});
    const Mark here = copy_->mark();
    const SharedHead there = shared_->head();
    if (seed_of(there.format) != seed_of(copy_->format())) throw Fault(code::format_differs);
    if (const auto row = row_in(copy_->row(kCopyTable, kPackRow))) {
        pack_ = from_big_endian(*row);
    } else if (here.position > 0) {
        const auto ends = shared_->pack_ending_at(here.position);
        if (!ends) throw_differ(here.position, here.digest, {});
        pack_ = *ends;
    }
    if (there.pack == pack_ && there.mark != here) throw_differ(here.position, here.digest, there.mark.digest);
    if (there.pack < pack_ || there.mark.position < here.position)
        throw_differ(here.position, here.digest, there.mark.digest);
    expected_ = there.pack;
}

// Over a new connection nothing is taken before a quorum has it: a primary that came back shows what it had written
// and nobody else had.
std::optional<LogPack> LogPostgres::next_pack() {
    if (!in_doubt_ && read_.empty() && expected_ <= pack_) return std::nullopt;
    if (in_doubt_ || connections_ != shared_->connections()) {
        read_.clear();
        shared_->confirm();
        connections_ = shared_->connections();
        find_place();
        in_doubt_ = false;
    }
    if (read_.empty() && expected_ > pack_) {
        for (LogPack& pack : shared_->packs(pack_ + 1, kReadAhead)) read_.push_back(std::move(pack));
        if (read_.empty() || read_.front().number != pack_ + 1)
            throw Fault(code::damaged_record, {{"position", std::to_string(copy_->mark().position + 1)},
                                               {"what", "pack " + std::to_string(pack_ + 1) + " is missing"}});
    }
    if (read_.empty()) return std::nullopt;
    LogPack pack = std::move(read_.front());
    read_.pop_front();
    return pack;
}

// Through the store's own append, which lays the records out, adds to the tree and moves the head.
void LogPostgres::take_in(Store& store) {
    while (const auto pack = next_pack()) {
        taken_ = &*pack;
        try {
            take(store, *pack);
        } catch (...) {
            taken_ = nullptr;
            throw;
        }
        taken_ = nullptr;
    }
}

void LogPostgres::take(Store& store, const LogPack& pack) {
    const auto damaged = [&](Position position, const char* what) {
        return Fault(code::damaged_record, {{"position", std::to_string(position)}, {"what", what}});
    };
    Mark after = copy_->mark();
    if (pack.first != after.position + 1) throw damaged(after.position + 1, "the next pack does not begin at it");
    if (pack.before != after.digest) throw_differ(after.position, after.digest, pack.before);
    LogBatch batch{store.records_behind(after.position)};
    pack.each({[&](std::string_view bytes) {
                   const auto record = open_record(after.digest, bytes);
                   if (!record) throw damaged(after.position + 1, "its digest does not check");
                   after = {after.position + 1, record->digest};
                   batch.records.add(bytes);
               },
               [&](std::string_view key, Position position) { batch.keys.emplace_back(key, position); },
               [](const auto&) {}});
    if (after.position != pack.last()) throw damaged(after.position + 1, "its pack ends before it");
    if (!batch.records.empty()) return store.append(std::move(batch));
    const auto into = copy_->writes();
    for (const auto& [key, position] : batch.keys) into->put(kKeyTable, key, big_endian(position));
    keep_taken(*into, after);
}

// With what stands beside the records of the pack.
void LogPostgres::keep_taken(LogWrites& into, const Mark& mark) {
    const LogPack& pack = *taken_;
    bool erases_answers = false;
    pack.each({[](auto) {}, [](auto, auto) {},
               [&](const LogPack::Erased& erased) {
                   if (is_all_answers(erased))
                       erases_answers = true;
                   else
                       into.erase_range(erased.table, erased.from, erased.until);
               }});
    if (erases_answers) copy_->clear({kAnswerTable});
    for (const auto& [key, value] : pack.personal) into.put(kPersonalTable, key, value);
    for (const auto& [key, value] : pack.answers) into.put(kAnswerTable, key, value);
    into.put(kCopyTable, kPackRow, big_endian(pack.number));
    copy_->keep(into, mark);
    pack_ = pack.number;
    if (!erases_answers) return;  // what was erased goes out of the files too
    copy_->flush();
    copy_->purge(kPersonalTable);
}

void LogPostgres::keep(LogWrites& writes, const Mark& mark) {
    auto& both = dynamic_cast<Writes&>(writes);
    if (taken_) return keep_taken(*both.copy, mark);
    if (!both.pack.empty()) {
        commit(both.pack, mark);
        both.copy->put(kCopyTable, kPackRow, big_endian(both.pack.number));
    }
    copy_->keep(*both.copy, mark);
    pack_ = both.pack.empty() ? pack_.load() : both.pack.number;
}

void LogPostgres::write(LogWrites& writes, Logged logged, bool synced) {
    auto& both = dynamic_cast<Writes&>(writes);
    if (!both.pack.empty()) return keep(writes, copy_->mark());
    copy_->write(*both.copy, logged, synced);
}

void LogPostgres::clear(const std::vector<std::string>& tables) {
    if (std::ranges::find(tables, kAnswerTable) == tables.end()) return copy_->clear(tables);
    LogPack pack;
    pack.clear_answers();
    commit(pack, copy_->mark());
    copy_->clear(tables);
    const auto place = copy_->writes();
    place->put(kCopyTable, kPackRow, big_endian(pack.number));
    copy_->keep(*place, copy_->mark());
    pack_ = pack.number;
}

// Where nothing certain is heard of it, it is asked for again as the same request. After that it is in doubt: what
// became of it is found out before anything else is appended.
void LogPostgres::commit(LogPack& pack, const Mark& after) {
    if (epoch_ == 0) throw Fault(code::writer_elsewhere, {{"holder", "another node"}});
    if (in_doubt_) throw Fault(code::outcome_unknown, {{"what", "the commit before it is not known of"}});
    const Mark before = copy_->mark();
    pack.number = pack_ + 1;
    pack.first = before.position + 1;
    pack.before = before.digest;
    const std::string request = SharedLog::new_request();
    bool is_unknown = false;  // of an attempt before
    for (int attempt = 1;; ++attempt) {
        try {
            shared_->append(pack, before, after, request, epoch_);
            connections_ = shared_->connections();
            expected_ = std::max(pack.number, expected_.load());
            return;
        } catch (const Fault& fault) {
            const Code code = fault.rejection.code;
            const bool is_certain = code == code::writer_elsewhere || code == code::conflict;
            is_unknown = !is_certain && (is_unknown || code == code::outcome_unknown);
            if (is_unknown && attempt < kAttempts) continue;
            if (is_certain) epoch_ = 0;  // who appended has the right now
            in_doubt_ = true;
            if (is_unknown) throw Fault(code::outcome_unknown, {{"what", fault.rejection.arguments.front().second}});
            if (code == code::conflict) throw Fault(code::writer_elsewhere, {{"holder", "another node"}});
            throw;
        }
    }
}

}  // namespace ipep
