#include "events/log_postgres_shared.h"

#include <openssl/rand.h>

#include <cstring>

#include "events/big_endian.h"
#include "events/code.h"
#include "events/seal.h"

namespace ipep {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kMostBytes = 8u << 20;  // of packs read at once

Digest digest_in(const std::string& bytes) {
    Digest digest{};
    std::memcpy(digest.data(), bytes.data(), std::min(bytes.size(), digest.size()));
    return digest;
}

std::string text_of_digest(const Digest& digest) { return std::string(bytes_of(digest)); }

std::string number_of(milliseconds time) { return big_endian(static_cast<std::uint64_t>(time.count())); }

Fault unknown(const std::string& what) { return Fault(code::outcome_unknown, {{"what", what}}); }

std::string what_of(const Fault& fault) { return fault.rejection.arguments.front().second; }

}  // namespace

SharedLog::SharedLog(const std::string& connection, const std::string& name, milliseconds patience)
    : session_(connection, name, patience) {}
SharedLog::SharedLog(std::shared_ptr<PostgresHosts> hosts, const std::string& name, milliseconds patience)
    : session_(std::move(hosts), name, patience) {}

SharedHead SharedLog::head() {
    constexpr const char* kAsked =
        "select format, origin, trial, position, digest, pack, epoch, holder, url, "
        "until between clock_timestamp() and clock_timestamp() + lease from ipep.head";
    PostgresRows answer;
    try {
        answer = session_.ask(kAsked);
    } catch (const LogRefused& refused) {
        if (refused.state != "42P01" && refused.state != "3F000") throw;  // no such table, no such schema
    }
    if (answer.rows.empty()) throw Fault(code::no_ledger, {{"path", "PostgreSQL"}});
    const auto& row = answer.rows.front();
    SharedHead head;
    head.format = {static_cast<int>(from_big_endian(row[0], 4)), row[1], row[2][0] != 0};
    head.mark = {from_big_endian(row[3]), digest_in(row[4])};
    head.pack = from_big_endian(row[5]);
    head.epoch = from_big_endian(row[6]);
    head.holder = row[7];
    head.url = row[8];
    head.is_held = row[9][0] != 0;
    if (head.format.format > kFormat)
        throw Fault(code::format_newer,
                    {{"format", std::to_string(head.format.format)}, {"known", std::to_string(kFormat)}});
    return head;
}

bool SharedLog::begin(const Format& format) {
    const auto made = session_.ask("select ipep.begin_log($1, $2, $3, $4)",
                                   {big_endian(static_cast<std::uint64_t>(format.format), 4), format.origin,
                                    std::string(1, format.trial ? '\1' : '\0'), text_of_digest(seed_of(format))});
    return made.rows.front()[0][0] != 0;
}

std::optional<std::uint64_t> SharedLog::claim(const std::string& holder, const std::string& url, milliseconds lease) {
    const auto claimed = session_.ask("select ipep.claim($1, $2, $3::bigint * interval '1 millisecond')",
                                      {holder, url, number_of(lease)});
    // What was cut short is held by nobody who knows of it, until it ends.
    if (!claimed.warning.empty() || claimed.rows.empty() || claimed.rows.front()[0].empty()) return std::nullopt;
    return from_big_endian(claimed.rows.front()[0]);
}

bool SharedLog::renew(std::uint64_t epoch, milliseconds lease) {
    const auto renewed = session_.ask("select ipep.renew($1, $2::bigint * interval '1 millisecond')",
                                      {big_endian(epoch), number_of(lease)});
    return renewed.rows.front()[0][0] != 0;
}

void SharedLog::release(std::uint64_t epoch) { session_.ask("select ipep.release($1)", {big_endian(epoch)}); }

// A wait for the standbys that is cut short is told as a warning beside an answer that looks like success.
PostgresRows SharedLog::ask_to_commit(const std::string& statement, const std::vector<std::string>& parameters) {
    PostgresRows answer;
    try {
        answer = session_.ask(statement, parameters);
    } catch (const LogLost& lost) {
        throw unknown(what_of(lost));
    }
    if (!answer.warning.empty()) throw unknown(answer.warning);
    return answer;
}

void SharedLog::confirm() {
    if (const auto confirmed = session_.ask("select ipep.confirm()"); !confirmed.warning.empty())
        throw LogLost(confirmed.warning);
}

std::string SharedLog::new_request() {
    unsigned char bytes[16];
    if (RAND_bytes(bytes, sizeof bytes) != 1) throw Fault(code::machine_exhausted, {{"what", "random bytes"}});
    return {reinterpret_cast<const char*>(bytes), sizeof bytes};
}

void SharedLog::append(const LogPack& pack, const Mark& before, const Mark& after, const std::string& request,
                       std::uint64_t epoch) {
    std::vector<std::string_view> keys[2], values[2], tables, from, until;
    for (const bool answers : {false, true})
        for (const auto& [key, value] : answers ? pack.answers : pack.personal) {
            keys[answers].push_back(key);
            values[answers].push_back(value);
        }
    std::vector<LogPack::Erased> erased;
    pack.each({[](auto) {}, [](auto, auto) {}, [&](const LogPack::Erased& one) { erased.push_back(one); }});
    for (const LogPack::Erased& one : erased) {
        tables.push_back(one.table);
        from.push_back(one.from);
        until.push_back(one.until);
    }
    const auto answer = ask_to_commit(
        "select outcome, at_pack, at_position, at_holder from ipep.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
        "$11, $12, $13, $14, $15, $16)",
        {big_endian(before.position), text_of_digest(before.digest), text_of_digest(after.digest),
         big_endian(pack.records()), big_endian(pack.number), request, big_endian(epoch), text_of_digest(pack.seal()),
         pack.bytes(), bytea_array(keys[0]), bytea_array(values[0]), bytea_array(keys[1]), bytea_array(values[1]),
         text_array(tables), bytea_array(from), bytea_array(until)});
    const auto& row = answer.rows.front();
    if (row[0] == "deposed") throw Fault(code::writer_elsewhere, {{"holder", row[3].empty() ? "nobody" : row[3]}});
    if (row[0] == "conflict") throw Fault(code::conflict, {{"head", std::to_string(from_big_endian(row[2]))}});
}

std::vector<LogPack> SharedLog::packs(std::uint64_t from, std::uint64_t count) {
    const std::vector<std::string> range{big_endian(from), big_endian(from + count), big_endian(kMostBytes)};
    const auto answer = session_.ask(
        "select number, first, count, before, seal, bytes from (select *, sum(octet_length(bytes)) over "
        "(order by number) as all_bytes from ipep.pack where number >= $1 and number < $2) as p "
        "where number = $1 or all_bytes <= $3::bigint order by number",
        range);
    std::vector<LogPack> packs;
    for (const auto& row : answer.rows) {
        LogPack& pack = packs.emplace_back();
        pack.number = from_big_endian(row[0]);
        pack.first = from_big_endian(row[1]);
        pack.before = digest_in(row[3]);
        pack.take_bytes(row[5], from_big_endian(row[2]), row[4]);
    }
    if (packs.empty()) return packs;
    for (const bool answers : {false, true}) {
        const std::string table = answers ? "ipep.answer" : "ipep.personal";
        const auto beside = session_.ask("select pack, key, value from " + table + " where pack between $1 and $2",
                                         {big_endian(packs.front().number), big_endian(packs.back().number)});
        for (const auto& row : beside.rows) {
            const std::uint64_t index = from_big_endian(row[0]) - packs.front().number;
            if (index >= packs.size()) continue;
            (answers ? packs[index].answers : packs[index].personal).insert_or_assign(row[1], row[2]);
        }
    }
    return packs;
}

std::optional<std::uint64_t> SharedLog::pack_ending_at(Position position) {
    const auto answer =
        session_.ask("select min(number) from ipep.pack where first + count - 1 = $1", {big_endian(position)});
    const std::string& number = answer.rows.front()[0];
    return number.empty() ? std::nullopt : std::optional(from_big_endian(number));
}

std::vector<Witness> SharedLog::testify(const Witness& own) {
    session_.ask("select ipep.testify($1, $2, $3, $4)",
                 {big_endian(own.position), own.node, text_of_digest(own.log), text_of_digest(own.tree)});
    const auto answer =
        session_.ask("select node, log, tree from ipep.witness where position = $1", {big_endian(own.position)});
    std::vector<Witness> all;
    for (const auto& row : answer.rows) all.push_back({own.position, row[0], digest_in(row[1]), digest_in(row[2])});
    return all;
}

std::string SharedLog::node_key() { return session_.ask("select key from ipep.node_key").rows.at(0).at(0); }

void SharedLog::listen() { session_.ask("listen ipep"); }

}  // namespace ipep
