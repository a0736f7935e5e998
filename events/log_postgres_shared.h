// Shared log: the log of a ledger in a PostgreSQL database, as the nodes that share it ask for it. What may be done is
// said by ops/postgres/schema.sql; here each of its functions is a call.
//
// Shape:   one row decides where the log ends and who may append (SharedHead); a pack a commit lies behind it.
// Promise: append() has returned: the pack survives the loss of the primary, where a quorum of standbys is configured.
// Errors:  Fault log_unreachable; conflict, where the log has grown; writer_elsewhere, where the right to write is
//          another's, or nobody's; outcome_unknown, where a commit was asked for and nothing certain was heard of it;
//          no_ledger, where the database holds none; damaged_record, naming a pack's first position.
// Threads: one at a time.
#pragma once

#include <memory>

#include "events/log_pack.h"
#include "events/log_postgres_session.h"

namespace ipep {

struct SharedHead {
    Format format;
    Mark mark;
    std::uint64_t pack = 0, epoch = 0;
    std::string holder, url;  // who may write, and where others reach it
    bool is_held = false;     // by the clock of the database
};

struct Witness {
    Position position = 0;
    std::string node;
    Digest log{}, tree{};
};

class SharedLog {
public:
    SharedLog(const std::string& connection, const std::string& name, std::chrono::milliseconds patience);
    SharedLog(std::shared_ptr<PostgresHosts> hosts, const std::string& name, std::chrono::milliseconds patience);

    SharedHead head();
    // For the owner of the database: the log of a ledger, with nothing in it. Whether it was not there before.
    bool begin(const Format& format);
    // The epoch under which the right to write is held from now on; nothing where another holds it.
    std::optional<std::uint64_t> claim(const std::string& holder, const std::string& url,
                                       std::chrono::milliseconds lease);
    bool renew(std::uint64_t epoch, std::chrono::milliseconds lease);
    void release(std::uint64_t epoch);
    // What was committed before lies on the disks of a quorum once this returns.
    void confirm();
    // 16 random bytes, which name one request to append.
    static std::string new_request();
    // Behind `before`. The same request again gives the first answer.
    void append(const LogPack& pack, const Mark& before, const Mark& after, const std::string& request,
                std::uint64_t epoch);
    // At most so many packs from the number on, and at most so many bytes unless the first has more. What was erased
    // since is in none.
    std::vector<LogPack> packs(std::uint64_t from, std::uint64_t count);
    // The number of the pack that ends at the position: the first of them. Nothing where none does.
    std::optional<std::uint64_t> pack_ending_at(Position position);
    // What the nodes found last that stand at this one's position, which says what it found.
    std::vector<Witness> testify(const Witness& own);

    // With what nodes vouch to each other.
    std::string node_key();
    // From then on wait() hears of packs.
    void listen();
    bool wait(std::chrono::milliseconds most) { return session_.wait(most); }
    std::uint64_t connections() const { return session_.connections(); }
    const std::shared_ptr<PostgresHosts>& hosts() const { return session_.hosts(); }

private:
    PostgresRows ask_to_commit(const std::string& statement, const std::vector<std::string>& parameters);

    PostgresSession session_;
};

}  // namespace ipep
