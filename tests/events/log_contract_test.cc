// The contract of a log and of what lies beside it: one suite over everything that keeps one.
#include <gmock/gmock.h>

#include "events/code.h"
#include "events/fault.h"
#include "events/log_memory.h"
#include "events/log_postgres.h"
#include "events/store.h"
#include "tests/postgres_server.h"
#include "tests/print.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const char* const kView = "orders";

// Where a log lies; opened again and again, and one opening goes before the next begins.
struct Place {
    virtual ~Place() = default;
    virtual std::unique_ptr<Store> open(StoreOptions options = {}) = 0;
};

struct OnRocksdb : Place {
    OnRocksdb() { Store::create(folder, {.origin = "contract", .trial = true}); }
    std::unique_ptr<Store> open(StoreOptions options) override {
        options.access = Access::write;
        options.sync = false;
        options.views = {kView};
        return std::make_unique<Store>(folder, std::move(options));
    }
    Scratch scratch;
    std::string folder = scratch.path("ledger");
};

struct InMemory : Place {
    std::unique_ptr<Store> open(StoreOptions options) override {
        options.access = Access::write;
        options.views = {kView};
        return std::make_unique<Store>(kept, std::move(options));
    }
    std::shared_ptr<LogMemory> kept = std::make_shared<LogMemory>(Format{.origin = "contract", .trial = true});
};

// In a database, over a copy in memory that is made anew at each opening: all comes from the database again, but the
// rows of a view, which are no part of a log.
struct OnPostgres : Place {
    OnPostgres() { SharedLog(database.owner, "test", kPatience).begin(format); }
    std::unique_ptr<Store> open(StoreOptions options) override {
        if (postgres) postgres->shared().release(postgres->epoch());
        options.access = Access::write;
        options.views = {kView};
        const auto before = std::exchange(copy, std::make_shared<LogMemory>(format));
        if (before && before->has(kView)) carry_over(*before, *copy);
        postgres = std::make_shared<LogPostgres>(copy, std::make_unique<SharedLog>(database.node, "test", kPatience));
        auto store = std::make_unique<Store>(postgres, std::move(options));
        postgres->take_in(*store);
        postgres->write_as(postgres->shared().claim("test", "", std::chrono::seconds(60)).value());
        return store;
    }
    static void carry_over(const LogMemory& from, LogMemory& to) {
        to.clear({kView});
        const auto rows = to.writes();
        for (const auto at = from.from(kView, "", ReadAhead::no); at->valid(); at->next())
            rows->put(kView, at->key(), at->value());
        to.write(*rows, Logged::yes, false);
    }
    static constexpr std::chrono::seconds kPatience{10};
    const Format format{.origin = "contract", .trial = true};
    PostgresServer server;
    const PostgresServer::Database database = server.make_database();
    std::shared_ptr<LogMemory> copy;
    std::shared_ptr<LogPostgres> postgres;
};

struct Kind {
    const char* name;
    std::unique_ptr<Place> (*make)();
    bool needs_postgres = false;
};
const Kind kKinds[] = {{"OnRocksdb", [] { return std::unique_ptr<Place>(new OnRocksdb); }},
                       {"InMemory", [] { return std::unique_ptr<Place>(new InMemory); }},
                       {"OnPostgres", [] { return std::unique_ptr<Place>(new OnPostgres); }, true}};

LogBatch batch_of(const Store& store, const std::vector<std::string>& payloads) {
    LogBatch batch{store.records_behind(store.head())};
    Digest before = store.head_digest();
    for (const std::string& payload : payloads) {
        const std::string record = seal_record(before, payload);
        before = split_record(record)->digest;
        batch.records.add(record);
    }
    return batch;
}

void append(Store& store, const std::vector<std::string>& payloads, Keys keys = {},
            std::vector<PersonalRow> personal = {}, Erasures erased = {}) {
    LogBatch batch = batch_of(store, payloads);
    batch.keys = std::move(keys);
    batch.personal = std::move(personal);
    batch.erased = std::move(erased);
    store.append(std::move(batch));
}

std::vector<std::string> some(std::size_t count) {
    std::vector<std::string> payloads;
    for (std::size_t i = 0; i < count; ++i) payloads.push_back("payload " + std::to_string(i));
    return payloads;
}

PersonalRow personal(const std::string& subject, Position position, const std::string& value) {
    return {subject, position, 0, std::string(32, 'r'), value};
}

std::string value_of(const Store& store, const std::string& subject, Position position) {
    const auto row = store.personal(subject, position, 0);
    return row ? row->value : "-";
}

std::vector<std::string> payloads_of(const Store& store, Position from = 1, Position until = UINT64_MAX) {
    std::vector<std::string> found;
    Position expected = from;
    store.scan(from, until, [&](Position position, const Record& record) {
        EXPECT_EQ(position, expected++);
        found.emplace_back(record.payload);
        return true;
    });
    return found;
}

std::vector<std::string> rows_of(const Store& store, std::string_view prefix = "") {
    std::vector<std::string> found;
    store.rows(kView, prefix, [&](std::string_view key, std::string_view value) {
        found.push_back(std::string(key) + '=' + std::string(value));
        return true;
    });
    return found;
}

template <class Use>
Code fault_of_doing(Use&& use) {
    try {
        use();
    } catch (const Fault& fault) {
        return fault.rejection.code;
    }
    ADD_FAILURE() << "no fault";
    return code::json_malformed;
}

class LogContract : public testing::TestWithParam<Kind> {
protected:
    Store& store() { return *store_; }
    void reopen(StoreOptions options = {}) {
        store_.reset();
        store_ = place_->open(std::move(options));
    }

private:
    void SetUp() override {
        if (GetParam().needs_postgres && !PostgresServer::is_installed())
            GTEST_SKIP() << "PostgreSQL 15 is not installed";
        place_ = GetParam().make();
        store_ = place_->open();
    }

    std::unique_ptr<Place> place_;
    std::unique_ptr<Store> store_;
};

TEST_P(LogContract, ABatchComesBehindTheHeadItWasMadeFor) {
    LogBatch late = batch_of(store(), {"late"});
    append(store(), {"one", "two"});
    const Digest head = store().head_digest();
    EXPECT_EQ(fault_of_doing([&] { store().append(std::move(late)); }), code::conflict);
    EXPECT_EQ(store().head(), 2u);
    EXPECT_EQ(store().head_digest(), head);
    reopen();
    EXPECT_EQ(store().head(), 2u);
    EXPECT_EQ(store().head_digest(), head);
}

TEST_P(LogContract, PositionsHaveNoGapAndEachRecordIsReadAsItWasKept) {
    const std::vector<std::string> payloads = some(150);
    for (std::size_t from = 0, size = 1; from < payloads.size(); from += size++)
        append(store(), {payloads.begin() + static_cast<std::ptrdiff_t>(from),
                         payloads.begin() + static_cast<std::ptrdiff_t>(std::min(from + size, payloads.size()))});
    for (const bool again : {false, true}) {
        if (again) reopen();
        EXPECT_EQ(store().head(), 150u);
        EXPECT_EQ(payloads_of(store()), payloads);
        EXPECT_THAT(payloads_of(store(), 3, 5), ElementsAre("payload 2", "payload 3"));
        EXPECT_THAT(payloads_of(store(), 151), IsEmpty());
        EXPECT_EQ(store().payload(150), "payload 149");
        EXPECT_FALSE(store().record(0));
        EXPECT_FALSE(store().record(151));
        int seen = 0;
        store().scan_bytes(1, 151, [&](Position, std::string_view) { return ++seen < 7; });
        EXPECT_EQ(seen, 7);
    }
}

TEST_P(LogContract, WhatDoesNotCheckAgainstTheRecordBeforeIsFound) {
    append(store(), {"one", "two"});
    LogBatch batch{store().records_behind(2)};
    batch.records.add(seal_record(sha256("another log"), "three"));
    store().append(std::move(batch));
    EXPECT_EQ(fault_of_doing([&] { payloads_of(store()); }), code::damaged_record);
    EXPECT_EQ(fault_of_doing([&] { (void)store().payload(3); }), code::damaged_record);
    EXPECT_THAT(payloads_of(store(), 1, 3), ElementsAre("one", "two"));
    store().scan_bytes(1, 4, [](Position, std::string_view) { return true; });
}

TEST_P(LogContract, ABatchIsKeptWholeOrNotAtAll) {
    std::size_t left = 0;
    reopen({.before_each_call = [&] {
        if (left > 0 && --left == 0) throw Fault(code::disk_fault, {{"what", "made by the test"}});
    }});
    append(store(), {"one"}, {}, {personal("G01", 1, "Anne")});
    const Digest root = store().tree().root(1);
    std::size_t nth = 0;
    for (bool failed = true; failed;) {
        const Position head = store().head();
        LogBatch batch = batch_of(store(), {"two", "three"});
        batch.keys = {{"key", head + 1}};
        batch.personal = {personal("G02", head + 2, "Zoé")};
        batch.erased = {{"G01", head + 1}};
        left = ++nth;
        failed = false;
        try {
            store().append(std::move(batch));
        } catch (const Fault&) {
            failed = true;
        }
        left = 0;
        EXPECT_EQ(store().head(), failed ? 1u : 3u);
        EXPECT_EQ(store().position_of({"key"}).has_value(), !failed);
        EXPECT_EQ(value_of(store(), "G02", 3), failed ? "-" : "Zoé");
        EXPECT_EQ(value_of(store(), "G01", 1), failed ? "Anne" : "-");
        EXPECT_EQ(store().tree().root(store().head()) == root, failed);
    }
    EXPECT_GT(nth, 1u) << "no call was made to fail";
}

TEST_P(LogContract, AKeyIsFoundAtThePositionItWasGiven) {
    std::vector<std::string> names;
    for (int i = 0; i < 100; ++i) names.push_back("key " + std::to_string(i));
    Keys keys;
    std::vector<std::string_view> asked;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i % 3 == 0) keys.emplace_back(names[i], i + 1);
        asked.push_back(names[i]);
    }
    append(store(), some(100), keys);
    for (const bool again : {false, true}) {
        if (again) reopen();
        const auto found = store().positions_of(asked);
        ASSERT_EQ(found.size(), names.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
            EXPECT_EQ(found[i], i % 3 == 0 ? std::optional<Position>(i + 1) : std::nullopt);
            EXPECT_EQ(store().position_of({names[i]}), found[i]);
        }
        std::size_t seen = 0;
        store().each_key([&](std::string_view key, Position position) { return key == names[position - 1] && ++seen; });
        EXPECT_EQ(seen, keys.size());
    }
}

TEST_P(LogContract, AnErasureTakesTheValuesFromBeforeItAndNoOthers) {
    append(store(), {"one", "two"}, {}, {personal("G01", 1, "Anne"), personal("G010", 2, "Zoé")});
    append(store(), {"three", "four"}, {}, {personal("G01", 4, "Anne again")}, {{"G01", 3}});
    store().purge_personal();
    for (const bool again : {false, true}) {
        if (again) reopen();
        EXPECT_EQ(value_of(store(), "G01", 1), "-");
        EXPECT_EQ(value_of(store(), "G01", 4), "Anne again");
        EXPECT_EQ(value_of(store(), "G010", 2), "Zoé");
        std::vector<std::string> all;
        store().each_personal([&](const PersonalRow& row) { all.push_back(row.subject + ' ' + row.value); });
        EXPECT_THAT(all, ElementsAre("G01 Anne again", "G010 Zoé"));
    }
}

TEST_P(LogContract, AnAnswerIsKeptWithWhatItAnswersUntilItIsForgotten) {
    store().hold();
    store().keep_answer("old", "1");
    store().keep_answer("new", "2");
    EXPECT_EQ(store().answer("old"), "1");
    store().release();
    reopen();
    EXPECT_EQ(store().answer("new"), "2");
    EXPECT_FALSE(store().answer("other"));
    store().forget_answers([](std::string_view answer) { return answer == "1"; });
    EXPECT_FALSE(store().answer("old"));
    EXPECT_EQ(store().answer("new"), "2");
    store().purge_personal();
    EXPECT_FALSE(store().answer("new")) << "it may name a person";
}

TEST_P(LogContract, RowsOfAViewAreWrittenOverTakenAwayAndCleared) {
    EXPECT_TRUE(store().has_view(kView));
    EXPECT_FALSE(store().has_view("no view"));
    store().write_views(std::vector<ViewBatch>{{kView, {{"b", "1"}, {"a", "2"}, {"ab", "3"}, {"", "mark"}}}});
    store().write_views(std::vector<ViewBatch>{{kView, {{"b", "4"}, {"a", std::nullopt}}}}, Logged::no);
    EXPECT_EQ(store().row(kView, "b"), "4");
    EXPECT_FALSE(store().row(kView, "a"));
    EXPECT_THAT(rows_of(store()), ElementsAre("=mark", "ab=3", "b=4"));
    EXPECT_THAT(rows_of(store(), "a"), ElementsAre("ab=3"));
    store().flush();
    reopen();
    EXPECT_THAT(rows_of(store()), ElementsAre("=mark", "ab=3", "b=4"));
    store().clear_views({kView});
    EXPECT_TRUE(store().has_view(kView));
    EXPECT_THAT(rows_of(store()), IsEmpty());
    EXPECT_EQ(fault_of_doing([&] { (void)store().row("no view", "a"); }), code::damaged_store);
}

TEST_P(LogContract, WhatIsHeldIsReadHereAndByNobodyElseUntilItIsReleased) {
    append(store(), {"one", "two"}, {{"a", 1}}, {personal("G01", 1, "Anne"), personal("G02", 2, "Zoé")});
    const auto reader = Store::beside(store());
    store().hold();
    EXPECT_TRUE(store().holds());
    append(store(), {"three"}, {{"b", 3}}, {personal("G01", 3, "Anne again")}, {{"G01", 3}});
    append(store(), {"four"}, {}, {}, {{"G02", 4}});
    const auto stands = [&] {
        EXPECT_EQ(store().head(), 4u);
        EXPECT_THAT(payloads_of(store()), ElementsAre("one", "two", "three", "four"));
        EXPECT_THAT(payloads_of(store(), 4), ElementsAre("four"));
        EXPECT_EQ(store().payload(3), "three");
        EXPECT_EQ(store().position_of({"b"}), 3u);
        EXPECT_THAT(store().positions_of({"a", "b", "c"}), ElementsAre(1, 3, std::nullopt));
        EXPECT_EQ(value_of(store(), "G01", 1), "-");
        EXPECT_EQ(value_of(store(), "G01", 3), "Anne again");
        EXPECT_EQ(value_of(store(), "G02", 2), "-");
    };
    stands();
    reader->follow();
    EXPECT_EQ(reader->head(), 2u);
    EXPECT_THAT(payloads_of(*reader), ElementsAre("one", "two"));
    EXPECT_FALSE(reader->position_of({"b"}));
    EXPECT_EQ(value_of(*reader, "G01", 1), "Anne");
    const Digest root = store().tree().root(4);
    store().release();
    EXPECT_FALSE(store().holds());
    stands();
    reader->follow();
    EXPECT_EQ(reader->head(), 4u);
    EXPECT_EQ(value_of(*reader, "G01", 1), "-");
    EXPECT_EQ(reader->tree().root(4), root);
}

TEST_P(LogContract, WhatIsHeldAndNotReleasedIsGone) {
    append(store(), {"one"});
    store().hold();
    append(store(), {"two"}, {{"b", 2}});
    store().keep_answer("name", "answer");
    reopen();
    EXPECT_EQ(store().head(), 1u);
    EXPECT_FALSE(store().position_of({"b"}));
    EXPECT_FALSE(store().answer("name"));
}

TEST_P(LogContract, CutBackLeavesWhatCameBeforeAndNothingBehind) {
    append(store(), {"one"}, {}, {personal("G01", 1, "Anne")});
    store().hold();
    append(store(), {"two"}, {{"b", 2}}, {personal("G01", 2, "Anne again")});
    store().keep_answer("first", "1");
    const Digest head = store().head_digest(), root = store().tree().root(2);
    const HeldEnd outer = store().held_end();
    append(store(), some(70), {{"c", 3}}, {personal("G02", 3, "Zoé")}, {{"G01", 3}});
    const HeldEnd inner = store().held_end();
    append(store(), {"four"}, {{"d", 73}});
    store().keep_answer("second", "2");
    store().purge_personal();
    store().cut_back(inner);
    EXPECT_EQ(store().head(), 72u);
    EXPECT_FALSE(store().position_of({"d"}));
    EXPECT_EQ(store().position_of({"c"}), 3u);
    store().cut_back(outer);
    const auto stands = [&] {
        EXPECT_EQ(store().head(), 2u);
        EXPECT_EQ(store().head_digest(), head);
        EXPECT_EQ(store().tree().root(2), root);
        EXPECT_FALSE(store().record(3));
        EXPECT_THAT(store().positions_of({"b", "c", "d"}), ElementsAre(2, std::nullopt, std::nullopt));
        EXPECT_EQ(value_of(store(), "G01", 1), "Anne");
        EXPECT_EQ(value_of(store(), "G01", 2), "Anne again");
        EXPECT_EQ(value_of(store(), "G02", 3), "-");
        EXPECT_EQ(store().answer("first"), "1");
        EXPECT_FALSE(store().answer("second"));
    };
    stands();
    store().release();
    stands();
    append(store(), {"three again"}, {{"c", 3}});
    reopen();
    EXPECT_THAT(payloads_of(store()), ElementsAre("one", "two", "three again"));
    EXPECT_EQ(store().position_of({"c"}), 3u);
}

TEST_P(LogContract, WhereReleasingFailsNothingOfItStands) {
    bool fails = false;
    reopen({.before_each_call = [&] {
        if (fails) throw Fault(code::disk_full, {{"free", "0"}});
    }});
    append(store(), {"one"});
    const Digest head = store().head_digest();
    store().hold();
    append(store(), {"two"}, {{"b", 2}});
    fails = true;
    EXPECT_EQ(fault_of_doing([&] { store().release(); }), code::disk_full);
    fails = false;
    EXPECT_FALSE(store().holds());
    EXPECT_EQ(store().head(), 1u);
    EXPECT_EQ(store().head_digest(), head);
    EXPECT_FALSE(store().position_of({"b"}));
    append(store(), {"two again"});
    EXPECT_THAT(payloads_of(store()), ElementsAre("one", "two again"));
}

TEST_P(LogContract, APurgeThatIsHeldIsDoneOnceItIsReleased) {
    store().hold();
    append(store(), {"one"});
    store().keep_answer("name", "answer");
    store().release();
    store().hold();
    append(store(), {"two"});
    store().purge_personal();
    EXPECT_EQ(store().answer("name"), "answer");
    store().release();
    EXPECT_FALSE(store().answer("name"));
}

TEST_P(LogContract, TheTreeIsThatOfTheRecords) {
    TreeEdge edge;
    Digest before = store().head_digest();
    std::vector<Digest> roots{edge.root()}, leaves;
    for (const std::string& payload : some(200)) {
        const std::string record = seal_record(before, payload);
        before = split_record(record)->digest;
        leaves.push_back(leaf_hash(record));
        edge.add(leaves.back(), [](Subtree, const Digest&) {});
        roots.push_back(edge.root());
    }
    const auto payloads = some(200);
    append(store(), {payloads.begin(), payloads.begin() + 77});
    store().hold();
    append(store(), {payloads.begin() + 77, payloads.begin() + 130});
    append(store(), {payloads.begin() + 130, payloads.end()});
    const auto stands = [&] {
        for (std::uint64_t size = 0; size <= 200; ++size) EXPECT_EQ(store().tree().root(size), roots[size]) << size;
        const auto proof = store().tree().inclusion(123, 200);
        EXPECT_TRUE(verify_inclusion(leaves[123], 123, 200, proof, roots[200]));
    };
    stands();
    store().release();
    stands();
    EXPECT_TRUE(store().stored_subtree({kStoredLevel, 5}));
    EXPECT_FALSE(store().stored_subtree({kStoredLevel, 6})) << "it is not whole";
    EXPECT_FALSE(store().stored_subtree({0, 0})) << "a leaf is hashed from its record";
    reopen();
    stands();
    store().rebuild_tree();
    stands();
    append(store(), {"one more"});
    edge.add(leaf_hash(*store().record(201)), [](Subtree, const Digest&) {});
    EXPECT_EQ(store().tree().root(201), edge.root());
}

TEST_P(LogContract, AReaderBesideSeesAPrefixAndMoreOnceItFollows) {
    append(store(), {"one"}, {{"a", 1}});
    const auto reader = Store::beside(store());
    append(store(), {"two"}, {{"b", 2}});
    EXPECT_THAT(payloads_of(*reader), ElementsAre("one"));
    EXPECT_FALSE(reader->position_of({"b"}));
    EXPECT_FALSE(reader->record(2));
    reader->follow();
    EXPECT_EQ(reader->head_digest(), store().head_digest());
    EXPECT_THAT(payloads_of(*reader), ElementsAre("one", "two"));
    EXPECT_EQ(reader->position_of({"b"}), 2u);
}

INSTANTIATE_TEST_SUITE_P(, LogContract, testing::ValuesIn(kKinds),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace ipep
