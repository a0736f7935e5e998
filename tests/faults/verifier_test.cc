// The verifier itself: one damage of each kind, done by one who knows the format, gives exit code 4.
#include <gtest/gtest.h>

#include <algorithm>

#include "events/big_endian.h"
#include "events/codec.h"
#include "events/folder.h"
#include "events/log_rocksdb_anchor.h"
#include "events/log_rocksdb_files.h"
#include "events/seal.h"
#include "tests/faults/harness.h"
#include "tests/faults/raw_database.h"

namespace ipep::faults {
namespace {

class Verifier : public testing::Test {
protected:
    static void SetUpTestSuite() {
        kept_ = std::make_unique<Scratch>();
        stop_the_clock();
        make_ledger(whole());
        write_file(*kept_ / "facts.jsonl", worked_facts());
        ASSERT_EQ(run_ipep(whole(), {"append", *kept_ / "facts.jsonl"}).code, 0);
        for (const char* year : {"2019", "2020"}) ASSERT_EQ(run_ipep(whole(), {"settle", year}).code, 0);
    }
    static void TearDownTestSuite() { kept_.reset(); }
    static std::string whole() { return *kept_ / "whole"; }

    void SetUp() override {
        copy_folder(whole(), folder_);
        ASSERT_EQ(run_ipep(folder_, {"verify"}).code, 0);
    }

    void expect_found(const std::string& name, const std::string& where) {
        const Ended how = run_ipep(folder_, {"verify", "--format", "json"});
        EXPECT_EQ(how.code, 4) << how.out << how.err;
        EXPECT_NE(how.out.find(where), std::string::npos) << how.out;
        figure("verify finds " + name, "exit " + std::to_string(how.code));
    }

    std::vector<Event> events() {
        RawDatabase raw(folder_);
        std::vector<Event> all;
        for (const auto& [key, bytes] : raw.rows("events")) all.push_back(decode(split_record(bytes)->payload));
        return all;
    }

    // Seals every record again, and lets the anchor agree: only what the records say can tell.
    void seal_again(const std::vector<Event>& all) {
        RawDatabase raw(folder_);
        Mark mark{0, seed_of(format_of(folder_))};
        for (const Event& event : all) {
            const std::string record = seal_record(mark.digest, encode(event));
            raw.put("events", big_endian(++mark.position), record);
            mark.digest = split_record(record)->digest;
        }
        Anchor(system_of(nullptr), folder_ + "/anchor").advance(mark);
    }

    template <class Kind>
    Kind& last(std::vector<Event>& all) {
        for (auto at = all.rbegin(); at != all.rend(); ++at)
            if (auto* found = std::get_if<Kind>(&at->body)) return *found;
        throw std::runtime_error("no such event");
    }

    static std::unique_ptr<Scratch> kept_;
    Scratch scratch_;
    const std::string folder_ = scratch_ / "ledger";
};
std::unique_ptr<Scratch> Verifier::kept_;

TEST_F(Verifier, FindsABitOfARecord) {
    RawDatabase raw(folder_);
    std::string bytes = raw.get("events", big_endian(30));
    bytes[60] = static_cast<char>(bytes[60] ^ 1);
    raw.put("events", big_endian(30), bytes);
    expect_found("a record altered", "position 30");
}

TEST_F(Verifier, FindsARecordAlteredAndSealedAgainWithoutTheRest) {
    auto all = events();
    all[39].on.since_1970 += 1;
    {
        RawDatabase raw(folder_);
        const Digest before = split_record(raw.get("events", big_endian(39)))->digest;
        raw.put("events", big_endian(40), seal_record(before, encode(all[39])));
    }
    expect_found("a record altered and sealed again alone", "position 41");
}

TEST_F(Verifier, FindsASettledAmountChangedInALogSealedAgainWhole) {
    auto all = events();
    last<IncentiveSettled>(all).due += Money(100);
    seal_again(all);
    expect_found("a settled amount, whole log sealed again", "incentiveSettled");
}

TEST_F(Verifier, FindsAPersonWhoWasNotThereInALogSealedAgainWhole) {
    auto all = events();
    for (Event& event : all)
        if (std::holds_alternative<IncentiveSettled>(event.body)) event.actor = {"nobody"};
    seal_again(all);
    expect_found("a decision by another than whose fact it follows from", "actor");
}

TEST_F(Verifier, FindsAMeasuredValueChangedInALogSealedAgainWhole) {
    auto all = events();
    for (Event& event : all)
        if (auto* measured = std::get_if<ExpenditureMeasured>(&event.body)) {
            measured->actualPerPatient.text = "1.00";
            if (measured->year == 2020) break;
        }
    seal_again(all);
    expect_found("a measured value, whole log sealed again", "position");
}

TEST_F(Verifier, FindsATimeThatFallsInALogSealedAgainWhole) {
    auto all = events();
    all[50].recordedAt -= 1;
    seal_again(all);
    expect_found("a recorded time that falls", "position 51");
}

TEST_F(Verifier, FindsTwoPositionsSwapped) {
    {
        RawDatabase raw(folder_);
        const std::string one = raw.get("events", big_endian(20)), other = raw.get("events", big_endian(21));
        raw.put("events", big_endian(20), other);
        raw.put("events", big_endian(21), one);
    }
    expect_found("two positions swapped", "position 20");
}

TEST_F(Verifier, FindsARecordTakenOut) {
    RawDatabase(folder_).remove("events", big_endian(25));
    expect_found("a record taken out", "");
}

TEST_F(Verifier, FindsAKeyRemovedMovedOrAdded) {
    const auto keys = RawDatabase(folder_).rows("keys");
    const auto& [key, position] = *std::next(keys.begin(), 5);
    RawDatabase(folder_).remove("keys", key);
    expect_found("a key removed", key);
    RawDatabase(folder_).put("keys", key, big_endian(1));
    expect_found("a key moved", key);
    RawDatabase(folder_).put("keys", key, position);
    RawDatabase(folder_).put("keys", "another", big_endian(7));
    expect_found("a key added", "keys: another");
}

// Each is found by itself, though many are looked up together.
TEST_F(Verifier, FindsTheKeyWhoseRowIsNoneAndThoseBesideIt) {
    const auto keys = RawDatabase(folder_).rows("keys");
    const std::string damaged = std::next(keys.begin(), 5)->first, gone = std::next(keys.begin(), 9)->first;
    RawDatabase(folder_).put("keys", damaged, "none");
    RawDatabase(folder_).remove("keys", gone);
    expect_found("a key's row damaged", damaged);
    expect_found("a key removed beside it", gone);
}

// Some thousands are looked up together, by the thread that reads or by the one that performs.
TEST_F(Verifier, FindsEachKeyThatIsGoneOfManyOnce) {
    std::string facts;
    for (int i = 0; i < 13'000; ++i) {
        const std::string id = "N" + std::to_string(i);
        facts += R"({"key":"a )" + id + R"(","on":"2019-01-02","fact":{"groupementAdmitted":{"groupement":")" + id +
                 R"(","name":"Groupement )" + id +
                 R"(","legalForm":"SISA","region":"Bretagne","cpam":"351","wave":1,)" +
                 R"("firstYear":2019,"referringPhysicians":12,"patients":9000,"decision":"Decree 2019-1"}}})" + '\n';
    }
    write_file(*kept_ / "many.jsonl", facts);
    ASSERT_EQ(run_ipep(folder_, {"append", *kept_ / "many.jsonl"}).code, 0);
    const std::vector<std::string> gone = {"a N7", "a N4500", "a N4501", "a N9000", "a N12999"};
    for (const std::string& key : gone) RawDatabase(folder_).remove("keys", key);
    const std::string told = run_ipep(folder_, {"verify", "--format", "json"}).out;
    for (const std::string& key : gone) {
        const std::string named = "\"key " + key + '"';
        const std::size_t at = told.find(named);
        ASSERT_NE(at, std::string::npos) << named << " in " << told;
        EXPECT_EQ(told.find(named, at + 1), std::string::npos) << named << " twice in " << told;
    }
    figure("verify finds each of many keys removed", std::to_string(gone.size()));
}

TEST_F(Verifier, FindsAPersonalValueChangedOrRemoved) {
    const auto rows = RawDatabase(folder_).rows("personal");
    auto [key, value] = *rows.begin();
    value.back() = static_cast<char>(value.back() ^ 1);
    RawDatabase(folder_).put("personal", key, value);
    expect_found("a personal value changed", "personal data of G01");
    RawDatabase(folder_).remove("personal", key);
    expect_found("a personal value removed", "personal data of G01");
}

// What an act took from outside the rules, changed in a log that is sealed again whole.
class VerifierOfPayments : public Verifier {
protected:
    void SetUp() override {
        Verifier::SetUp();
        const std::string debtor = scratch_ / "debtor.toml";
        write_file(debtor, "name = \"CPAM\"\niban = \"FR7630006000011234567890189\"\nbic = \"AGRIFRPP\"\n");
        ASSERT_EQ(run_ipep(folder_, {"--actor", "martin", "order", "351"}).code, 0);
        std::vector<std::string> approve = {"--actor", "durand", "approve"};
        for (const Event& event : events())
            if (const auto* order = std::get_if<PaymentOrdered>(&event.body)) approve.push_back(order->order.text);
        ASSERT_EQ(run_ipep(folder_, approve).code, 0);
        ASSERT_EQ(run_ipep(folder_, {"--actor", "durand", "issue", "351", "--debtor", debtor, "--execute", "2024-06-03",
                                     "--out", scratch_ / "out.xml"})
                      .code,
                  0);
        const Ended whole = run_ipep(folder_, {"verify", "--format", "json"});
        ASSERT_EQ(whole.code, 0) << whole.out;
        ASSERT_NE(whole.out.find("\"files\":1,\"unmade\":[]"), std::string::npos) << whole.out;
    }
};

TEST_F(VerifierOfPayments, FindsAVoucherThatIsNotWhatItsEventSays) {
    auto all = events();
    last<PaymentOrdered>(all).vouchers.front().reference = "another";
    seal_again(all);
    expect_found("a voucher's reference", "voucher");
    all = events();
    last<PaymentOrdered>(all).vouchers.front().sha256 = std::string(64, '0');
    seal_again(all);
    expect_found("a voucher's digest", "voucher");
}

TEST_F(VerifierOfPayments, FindsWhatAVisaDidNotFind) {
    for (const CheckName check : {CheckName::account, CheckName::debtExact}) {
        auto all = events();
        auto& checks = last<OrderApproved>(all).checks;
        const auto one = std::ranges::find(checks, check, &VisaCheck::check);
        const std::string found = std::exchange(one->found, "another");
        seal_again(all);
        expect_found("what a visa found", check == CheckName::account ? ": account" : ": debtExact");
        one->found = found;
        seal_again(all);
    }
}

TEST_F(VerifierOfPayments, FindsAFileForTheBankThatWasNotThisOne) {
    const auto whole = events();
    const std::function<void(FileIssued&)> changes[] = {
        [](FileIssued& file) { file.debtorIban = "FR7610107001011234567890129"; },
        [](FileIssued& file) { file.debtorName = "another"; },
        [](FileIssued& file) { file.execute.since_1970 += 1; },
        [](FileIssued& file) { file.createdAt += 1'000'000; },
        [](FileIssued& file) { file.sha256 = std::string(64, '0'); },
    };
    for (const auto& change : changes) {
        auto all = whole;
        change(last<FileIssued>(all));
        seal_again(all);
        expect_found("a file for the bank that is another", "file F");
    }
}

TEST_F(VerifierOfPayments, SaysThatAFileOfAnErasedPayeeCannotBeMadeAgain) {
    auto all = events();  // while an order is open no command erases its payee
    Event& erased = all.emplace_back(all.back());
    erased.position = all.size();
    erased.key = FactKey{"e"};
    erased.body = PersonalDataErased{"G01", "x"};
    seal_again(all);
    {
        RawDatabase raw(folder_);
        raw.put("keys", "e", big_endian(all.size()));
        for (const auto& [key, value] : raw.rows("personal"))
            if (key.starts_with("G01")) raw.remove("personal", key);
    }
    const Ended how = run_ipep(folder_, {"verify", "--format", "json"});
    EXPECT_EQ(how.code, 0) << how.out;
    EXPECT_NE(how.out.find("\"files\":0,\"unmade\":[{\"file\":\"F"), std::string::npos) << how.out;
}

TEST_F(Verifier, FindsRowsOfNothingInTheLog) {
    const std::string row(40, 'x');
    RawDatabase(folder_).put("personal", std::string("G01") + '\0' + big_endian(2) + '\7', row);
    expect_found("a personal row of no member", "personal data of G01, position 2");
    RawDatabase(folder_).remove("personal", std::string("G01") + '\0' + big_endian(2) + '\7');
    RawDatabase(folder_).put("personal", std::string("G99") + '\0' + big_endian(9999) + '\0', row);
    expect_found("a personal row beyond the head", "personal data of G99, position 9999");
    RawDatabase(folder_).remove("personal", std::string("G99") + '\0' + big_endian(9999) + '\0');
    RawDatabase(folder_).put("keys", "beyond", big_endian(9999));
    expect_found("a key beyond the head", "keys: beyond");
}

TEST_F(Verifier, FindsAnAnchorOfAnotherLog) {
    Mark mark{10, sha256("another log")};
    Anchor(system_of(nullptr), folder_ + "/anchor").advance(mark);
    expect_found("an anchor of another log", "store");
}

}  // namespace
}  // namespace ipep::faults
