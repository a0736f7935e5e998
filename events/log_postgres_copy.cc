#include "events/log_postgres_copy.h"

#include "events/big_endian.h"
#include "events/code.h"
#include "events/merkle.h"
#include "events/seal.h"

namespace ipep {
namespace {

constexpr std::size_t kCopied = 1000;                // rows in a pack of a copy
constexpr std::chrono::milliseconds kHeld(600'000);  // the right to write, from pack to pack
constexpr std::uint64_t kPacks = 64;                 // read at once

// Records one behind the other.
struct Chain {
    explicit Chain(const Format& format) : mark{0, seed_of(format)} {}
    void add(Position position, std::string_view bytes) {
        const auto record = position == mark.position + 1 ? open_record(mark.digest, bytes) : std::nullopt;
        if (!record)
            throw Fault(code::damaged_record, {{"position", std::to_string(mark.position + 1)},
                                               {"what", "it is missing, or its digest does not check"}});
        mark = {position, record->digest};
        edge.add(leaf_hash(bytes), [](Subtree, const Digest&) {});
    }
    Mark mark;
    TreeEdge edge;
};

// Packs on their way to a shared log, one behind the other.
class PackSender {
public:
    PackSender(SharedLog& to, const Mark& start, std::uint64_t epoch) : to_(to), head_(start), epoch_(epoch) {
        begin(1);
    }
    void put(const std::string& table, std::string_view key, std::string_view value) {
        pack_.put(table, key, value);
        ++rows_;
    }
    bool is_full() const { return rows_ == kCopied; }
    // What was put, until `after`.
    void send(const Mark& after) {
        if (pack_.empty()) return;
        if (!to_.renew(epoch_, kHeld)) throw Fault(code::writer_elsewhere, {{"holder", to_.head().holder}});
        to_.append(pack_, head_, after, SharedLog::new_request(), epoch_);
        head_ = after;
        begin(pack_.number + 1);
    }

private:
    void begin(std::uint64_t number) {
        pack_ = {};
        pack_.number = number;
        pack_.first = head_.position + 1;
        pack_.before = head_.digest;
        rows_ = 0;
    }

    SharedLog& to_;
    Mark head_;
    std::uint64_t epoch_;
    LogPack pack_;
    std::size_t rows_ = 0;
};

}  // namespace

// Two rows of one key never are in a table, so that what is added twice does not go out again.
void RowsTogether::add(std::string_view key, std::string_view value) {
    ++count;
    const Digest one = sha256(big_endian(key.size()) + std::string(key), value);
    for (std::size_t i = 0; i < digest.size(); ++i) digest[i] = static_cast<Digest::value_type>(digest[i] ^ one[i]);
}

LogSummary summary_of(const KeptTables& log) {
    Chain chain(log.format());
    LogSummary summary;
    const auto each = [&](const std::string& table, const auto& visit) {
        const auto at = log.from(table, "", ReadAhead::yes);
        for (; at->valid(); at->next()) visit(at->key(), at->value());
        at->check();
    };
    each(kEventTable, [&](std::string_view key, std::string_view value) {
        if (from_big_endian(key) <= log.mark().position) chain.add(from_big_endian(key), value);
    });
    each(kKeyTable, [&](std::string_view key, std::string_view value) { summary.keys.add(key, value); });
    each(kPersonalTable, [&](std::string_view key, std::string_view value) { summary.personal.add(key, value); });
    each(kAnswerTable, [&](std::string_view key, std::string_view value) { summary.answers.add(key, value); });
    summary.mark = chain.mark;
    summary.root = chain.edge.root();
    return summary;
}

LogSummary summary_of(SharedLog& log) {
    const SharedHead head = log.head();
    Chain chain(head.format);
    LogSummary summary;
    for (std::uint64_t next = 1; next <= head.pack;) {
        const auto packs = log.packs(next, kPacks);
        if (packs.empty() || packs.front().number != next)
            throw Fault(code::damaged_record, {{"position", std::to_string(chain.mark.position + 1)},
                                               {"what", "pack " + std::to_string(next) + " is missing"}});
        for (const LogPack& pack : packs) {
            Position position = pack.first;
            pack.each({[&](std::string_view record) { chain.add(position++, record); },
                       [&](std::string_view key, Position at) { summary.keys.add(key, big_endian(at)); },
                       [](const auto&) {}});
            for (const auto& [key, value] : pack.personal) summary.personal.add(key, value);
            for (const auto& [key, value] : pack.answers) summary.answers.add(key, value);
        }
        next = packs.back().number + 1;
    }
    summary.mark = chain.mark;
    summary.root = chain.edge.root();
    return summary;
}

void copy_log(const KeptTables& from, SharedLog& to) {
    to.begin(from.format());
    if (seed_of(to.head().format) != seed_of(from.format())) throw Fault(code::format_differs);
    if (to.head().pack != 0) throw Fault(code::ledger_exists, {{"path", "PostgreSQL"}});
    const auto epoch = to.claim("ipep log copy", "", kHeld);
    if (!epoch) throw Fault(code::writer_elsewhere, {{"holder", to.head().holder}});
    Chain chain(from.format());
    PackSender sender(to, chain.mark, *epoch);
    for (const std::string& table : {kEventTable, kKeyTable, kPersonalTable, kAnswerTable}) {
        const auto at = from.from(table, "", ReadAhead::yes);
        for (; at->valid(); at->next()) {
            if (table == kEventTable) {
                if (from_big_endian(at->key()) > from.mark().position) break;
                chain.add(from_big_endian(at->key()), at->value());
            }
            sender.put(table, at->key(), at->value());
            if (sender.is_full()) sender.send(chain.mark);
        }
        at->check();
        sender.send(chain.mark);
    }
    to.release(*epoch);
}

}  // namespace ipep
