// What a log in PostgreSQL is asked besides the contract of every log (log_contract_test.cc): who may append, what is
// answered where nothing certain is known, and what is found where somebody altered it.
#include "events/log_postgres.h"

#include <gmock/gmock.h>

#include <thread>

#include "events/big_endian.h"
#include "events/code.h"
#include "events/log_memory.h"
#include "events/log_postgres_copy.h"
#include "events/log_rocksdb.h"
#include "events/store.h"
#include "tests/postgres_server.h"
#include "tests/print.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using std::chrono::milliseconds;

const Format kShared{.origin = "shared", .trial = true};
constexpr milliseconds kLong(60'000), kShort(300);

// One that shares the log, with a copy of its own in memory.
struct Sharer {
    Sharer(const PostgresServer::Database& database, milliseconds patience)
        : postgres(std::make_shared<LogPostgres>(std::make_shared<LogMemory>(kShared),
                                                 std::make_unique<SharedLog>(database.node, "test", patience))),
          store(postgres, {.access = Access::write}) {}

    std::uint64_t claim(milliseconds lease = kLong) {
        const auto epoch = postgres->shared().claim("sharer", "http://here", lease);
        if (!epoch) return 0;
        postgres->take_in(store);
        postgres->write_as(*epoch);
        return *epoch;
    }
    // As who is woken, or looks now and then.
    void look() {
        postgres->doubt();
        postgres->take_in(store);
    }
    void append(const std::vector<std::string>& payloads) {
        LogBatch batch{store.records_behind(store.head())};
        Digest before = store.head_digest();
        for (const std::string& payload : payloads) {
            const std::string record = seal_record(before, payload);
            before = split_record(record)->digest;
            batch.records.add(record);
            batch.personal.push_back({"G01", store.head() + batch.records.size(), 0, std::string(32, 'r'), payload});
        }
        store.append(std::move(batch));
    }
    std::shared_ptr<LogPostgres> postgres;
    Store store;
};

template <class Use>
Code code_of(Use&& use, std::string* position = nullptr) {
    try {
        use();
    } catch (const Fault& fault) {
        for (const auto& [name, value] : fault.rejection.arguments)
            if (position && name == "position") *position = value;
        return fault.rejection.code;
    }
    ADD_FAILURE() << "no fault";
    return code::json_malformed;
}

class LogInPostgres : public testing::Test {
protected:
    void SetUp() override {
        if (!PostgresServer::is_installed()) GTEST_SKIP() << "PostgreSQL 15 is not installed";
        server_ = std::make_unique<PostgresServer>();
        database = server_->make_database();
        SharedLog(database.owner, "test", kLong).begin(kShared);
    }
    std::string psql(const std::string& statements) const { return server_->run(database, statements); }
    // Whoever commits waits for a standby that never comes; or for none.
    void wait_for_standby(bool waits) {
        psql("alter system set synchronous_standby_names = '" + std::string(waits ? "absent" : "") +
             "';\nselect pg_reload_conf();");
        std::this_thread::sleep_for(milliseconds(200));
    }
    void expect_altered(const std::string& how, const std::string& position) {
        Sharer writer(database, kLong);
        writer.claim();
        for (int i = 0; i < 3; ++i) writer.append({"one", "two"});
        psql(how);
        Sharer reader(database, kLong);
        std::string found;
        EXPECT_EQ(code_of([&] { reader.look(); }, &found), code::damaged_record) << how;
        EXPECT_EQ(found, position) << how;
        EXPECT_LT(reader.store.head(), 6u) << how;
    }
    std::unique_ptr<PostgresServer> server_;
    PostgresServer::Database database;
};

TEST_F(LogInPostgres, WhatOneAppendsTheOtherTakesIn) {
    Sharer writer(database, kLong), reader(database, kLong);
    EXPECT_EQ(writer.claim(), 1u);
    writer.append({"one", "two"});
    writer.append({"three"});
    reader.look();
    EXPECT_EQ(reader.store.head_digest(), writer.store.head_digest());
    EXPECT_EQ(reader.store.tree().root(3), writer.store.tree().root(3));
    EXPECT_EQ(reader.store.payload(3), "three");
    EXPECT_EQ(reader.store.personal("G01", 2, 0)->value, "two");
    EXPECT_EQ(code_of([&] { reader.append({"four"}); }), code::writer_elsewhere);
    EXPECT_EQ(reader.store.head(), 3u);
}

TEST_F(LogInPostgres, WhoIsDeposedAppendsNothingNorWhoseLeaseEnded) {
    Sharer first(database, kLong), second(database, kLong);
    const auto epoch = first.claim(kShort);
    first.append({"one"});
    EXPECT_EQ(second.claim(), 0u) << "the first holds it";
    std::this_thread::sleep_for(kShort * 2);
    EXPECT_FALSE(first.postgres->shared().renew(epoch, kLong)) << "what ended is not held for longer";
    EXPECT_EQ(code_of([&] { first.append({"late"}); }), code::writer_elsewhere) << "nobody else claimed it";
    EXPECT_EQ(second.claim(), epoch + 1);
    second.append({"two"});
    first.look();
    first.postgres->write_as(epoch);
    EXPECT_EQ(code_of([&] { first.append({"late"}); }), code::writer_elsewhere);
    first.look();
    EXPECT_EQ(first.store.head(), 2u);
    EXPECT_EQ(first.store.payload(2), "two");
    EXPECT_EQ(psql("select string_agg(epoch || ':' || first, ' ' order by number) from ipep.pack"), "1:1 2:2\n");
}

TEST_F(LogInPostgres, TheSameRequestGivesTheFirstAnswerForEver) {
    Sharer writer(database, kLong);
    const auto epoch = writer.claim();
    SharedLog log(database.node, "test", kLong);
    const Mark start{0, seed_of(kShared)};
    const std::string record = seal_record(start.digest, "one");
    const Mark after{1, split_record(record)->digest};
    LogPack pack;
    pack.number = pack.first = 1;
    pack.before = start.digest;
    pack.put(kEventTable, big_endian(1), record);
    const std::string request(16, 'r');
    log.append(pack, start, after, request, epoch);
    log.append(pack, start, after, request, epoch);
    log.append(pack, start, after, request, epoch + 7);  // also once the right to write is another's
    EXPECT_EQ(log.head().mark, after);
    EXPECT_EQ(code_of([&] { log.append(pack, start, after, std::string(16, 's'), epoch); }), code::conflict);
    EXPECT_EQ(psql("select count(*) from ipep.pack"), "1\n");
}

TEST_F(LogInPostgres, OfManyBehindTheSamePositionOneWins) {
    constexpr std::uint64_t kRounds = 10, kWriters = 4;
    SharedLog first(database.node, "test", kLong);
    const auto epoch = first.claim("all", "", kLong).value();
    std::vector<std::unique_ptr<SharedLog>> logs;
    for (std::uint64_t i = 0; i < kWriters; ++i)
        logs.push_back(std::make_unique<SharedLog>(database.node, "test", kLong));
    for (std::uint64_t round = 0; round < kRounds; ++round) {
        const Mark before = first.head().mark;
        std::atomic<std::uint64_t> conflicts{0};
        std::atomic<std::uint64_t> winner{kWriters};
        std::vector<Mark> after(kWriters);
        {
            std::vector<std::jthread> threads;
            for (std::uint64_t i = 0; i < kWriters; ++i)
                threads.emplace_back([&, i] {
                    const std::string record = seal_record(before.digest, "by " + std::to_string(i));
                    after[i] = {before.position + 1, split_record(record)->digest};
                    LogPack pack;
                    pack.number = pack.first = before.position + 1;
                    pack.before = before.digest;
                    pack.put(kEventTable, big_endian(pack.first), record);
                    try {
                        logs[i]->append(pack, before, after[i], big_endian(round) + big_endian(i), epoch);
                        EXPECT_EQ(winner.exchange(i), kWriters) << "two won";
                    } catch (const Fault& fault) {
                        conflicts += fault.rejection.code == code::conflict ? 1 : 0;
                    }
                });
        }
        EXPECT_EQ(conflicts, kWriters - 1);
        ASSERT_LT(winner, kWriters);
        EXPECT_EQ(first.head().mark, after[winner]);
    }
}

TEST_F(LogInPostgres, AnAlteredRecordIsRefusedByItsPosition) {
    expect_altered("update ipep.pack set bytes = set_byte(bytes, 20, get_byte(bytes, 20) # 1) where number = 2", "3");
}

TEST_F(LogInPostgres, AnAlteredRecordUnderANewSealIsRefusedByItsPosition) {
    // The second record of the second pack; who alters it makes the seal again.
    expect_altered(
        "update ipep.pack set bytes = set_byte(bytes, length(bytes) - 1, get_byte(bytes, length(bytes) - 1) # 1) "
        "where number = 2;"
        "update ipep.pack set seal = sha256(int8send(number) || int8send(first) || int8send(count) || before || bytes) "
        "where number = 2;",
        "4");
}

TEST_F(LogInPostgres, AMissingPackIsRefusedByItsPosition) {
    expect_altered("delete from ipep.pack where number = 2", "3");
}

TEST_F(LogInPostgres, ACopyThatHoldsWhatTheLogDoesNotSaysSo) {
    Sharer writer(database, kLong), reader(database, kLong);
    writer.claim();
    writer.append({"one"});
    reader.look();
    psql("delete from ipep.pack; update ipep.head set position = 0, pack = 0, digest = '\\x" +
         to_hex(bytes_of(seed_of(kShared))) + "'");
    Sharer other(database, kLong);
    other.look();
    writer.postgres->shared().release(1);
    other.claim();
    other.append({"another"});
    other.append({"and one more"});
    std::string position;
    EXPECT_EQ(code_of([&] { reader.look(); }, &position), code::copies_differ);
    EXPECT_EQ(position, "1");
}

TEST_F(LogInPostgres, WhatNoStandbyHasIsNotAcknowledgedAndComesInOnceItHas) {
    Sharer writer(database, milliseconds(700));
    writer.claim();
    writer.append({"one"});
    wait_for_standby(true);
    EXPECT_EQ(code_of([&] { writer.append({"two"}); }), code::outcome_unknown);
    EXPECT_EQ(writer.store.head(), 1u);
    EXPECT_EQ(code_of([&] { writer.append({"two again"}); }), code::outcome_unknown) << "before it is known";
    wait_for_standby(false);
    writer.look();
    EXPECT_EQ(writer.store.head(), 2u);
    EXPECT_EQ(writer.store.payload(2), "two");
    writer.append({"three"});
    EXPECT_EQ(writer.store.payload(3), "three");
}

TEST_F(LogInPostgres, AWaitForTheStandbyThatIsCutShortIsNoAcknowledgement) {
    Sharer writer(database, milliseconds(1500));
    writer.claim();
    wait_for_standby(true);
    std::atomic<bool> ended{false};
    std::jthread canceller([&] {
        while (!ended) {
            psql("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
            std::this_thread::sleep_for(milliseconds(50));
        }
    });
    EXPECT_EQ(code_of([&] { writer.append({"one"}); }), code::outcome_unknown);
    ended = true;
    canceller.join();
    EXPECT_EQ(writer.store.head(), 0u);
    wait_for_standby(false);
    writer.look();
    EXPECT_EQ(writer.store.head(), 1u);
}

TEST_F(LogInPostgres, AConnectionLostAtTheCommitIsAskedForAgain) {
    Sharer writer(database, kLong);
    writer.claim();
    writer.append({"one"});
    std::atomic<bool> ended{false};
    std::jthread killer([&] {
        while (!ended) {
            psql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'node'");
            std::this_thread::sleep_for(milliseconds(60));
        }
    });
    Position acknowledged = 1, unknown = 0;
    for (int i = 0; i < 60; ++i) {
        try {
            writer.look();
            const Position before = writer.store.head();
            writer.append({"fact " + std::to_string(i)});
            acknowledged = before + 1;
        } catch (const Fault& fault) {
            ++unknown;
            EXPECT_THAT(fault.rejection.code, testing::AnyOf(code::outcome_unknown, code::log_unreachable));
        }
    }
    ended = true;
    killer.join();
    Sharer reader(database, kLong);
    reader.look();
    try {
        writer.look();
    } catch (const Fault&) {
        writer.look();  // over a new connection
    }
    EXPECT_GE(reader.store.head(), acknowledged);
    EXPECT_EQ(reader.store.head_digest(), writer.store.head_digest());
    EXPECT_LE(reader.store.head(), 61u) << "nothing is there twice";
    std::set<std::string> seen;
    reader.store.scan(1, reader.store.head() + 1, [&](Position, const Record& record) {
        EXPECT_TRUE(seen.insert(std::string(record.payload)).second) << record.payload;
        return true;
    });
}

TEST_F(LogInPostgres, ALedgerMovesEitherWayWithAllItHas) {
    Scratch scratch;
    const std::string from = scratch.path("from"), back = scratch.path("back");
    Store::create(from, kShared);
    Store first(from, {.access = Access::write, .sync = false});
    for (int pack = 0; pack < 3; ++pack) {
        LogBatch batch{first.records_behind(first.head())};
        Digest before = first.head_digest();
        for (int i = 0; i < 700; ++i) {
            const std::string record = seal_record(before, "payload " + std::to_string(i));
            before = split_record(record)->digest;
            batch.records.add(record);
        }
        const std::string key = "key " + std::to_string(pack);
        batch.keys = {{key, first.head() + 3}};
        batch.personal = {{"G0" + std::to_string(pack), first.head() + 3, 0, std::string(32, 'r'), "Anne"}};
        first.append(std::move(batch));
    }
    first.hold();
    first.keep_answer("name", "answer");
    first.release();
    SharedLog shared(database.owner, "test", kLong);
    copy_log(*open_log(from, {}, {}), shared);
    EXPECT_EQ(code_of([&] { copy_log(*open_log(from, {}, {}), shared); }), code::ledger_exists);
    Store::create(back, kShared);
    const StoreOptions options{.access = Access::write, .sync = false};
    const auto postgres = std::make_shared<LogPostgres>(open_folder(back, options),
                                                        std::make_unique<SharedLog>(database.node, "test", kLong));
    Store second(postgres, options);
    postgres->take_in(second);
    EXPECT_EQ(second.head(), 2100u);
    EXPECT_EQ(second.head_digest(), first.head_digest());
    EXPECT_EQ(second.tree().root(2100), first.tree().root(2100));
    for (int pack = 0; pack < 3; ++pack) {
        const std::string number = std::to_string(pack);
        const Position at = static_cast<Position>(pack) * 700 + 3;
        EXPECT_EQ(second.position_of({"key " + number}), at);
        EXPECT_EQ(second.personal("G0" + number, at, 0)->value, "Anne");
    }
    EXPECT_EQ(second.answer("name"), "answer");
}

}  // namespace
}  // namespace ipep
