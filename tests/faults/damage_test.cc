// Damage to the files: every acknowledged event is there and valid, or the ledger refuses or verification finds it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "events/seal.h"
#include "services/ledger/ledger_service.h"
#include "tests/faults/harness.h"

namespace ipep::faults {
namespace {

namespace fs = std::filesystem;

struct Tally {
    std::uint64_t cases = 0, whole = 0, refused = 0, by_verify = 0, silent = 0;
    std::uint64_t harmed = 0;  // a refused opening for writing after which the mended files are not whole
    std::map<std::string, std::uint64_t> codes;
    std::string first;
};

// A ledger of 40 batches; `flushed` in tables, else in the log file alone.
class Damage : public testing::Test {
protected:
    void build(int batches, bool flushed, bool anchored = true) {
        stop_the_clock();
        make_ledger(whole_);
        LedgerService ledger(whole_, Access::write, {}, {.anchor = anchored});
        for (int i = 0; i < batches; ++i) {
            ASSERT_TRUE(ledger.append(batch(i), {"test"}));
            if (flushed && i == batches / 2) ledger.store().flush();
        }
        ledger.views().save(ledger.store());
        if (flushed) ledger.store().flush();
        truth_ = truth_of(ledger);
    }

    // Judges one damage: as a reader, as a writer, and after a refusal whether mending brings everything back.
    void damaged(const std::string& name, const std::function<void(const std::string& folder)>& damage) {
        copy_folder(whole_, hurt_);
        damage(hurt_);
        const auto before = files_of(hurt_);
        ++tally_.cases;
        const Judgement read = anchored_ ? judge_reader(hurt_, truth_) : Judgement{};
        const Judgement written = judge_writer(hurt_, truth_);
        if (read.found == Found::silent || written.found == Found::silent) {
            ++tally_.silent;
            if (tally_.first.empty()) tally_.first = name;
        }
        count(written.found == Found::whole ? read : written);
        if (written.found == Found::whole) return;
        const auto whole = files_of(whole_);
        for (const auto& [file, bytes] : whole)
            if (!before.contains(file) || before.at(file) != bytes) write_file(hurt_ + "/" + file, bytes);
        if (judge_writer(hurt_, truth_).found == Found::whole) return;
        ++tally_.harmed;
        if (tally_.first.empty()) tally_.first = name + ", mended";
    }

    void count(const Judgement& one) {
        tally_.whole += one.found == Found::whole;
        tally_.refused += one.found == Found::refused;
        tally_.by_verify += one.found == Found::by_verify;
        if (one.found == Found::refused) ++tally_.codes[one.code];
        if (one.found == Found::by_verify) ++tally_.codes["verify: " + one.code];
    }

    // Flips one bit at every `distance` bytes of each file whose name has `part`.
    void flip(const std::string& part, std::size_t distance) {
        for (const auto& [name, bytes] : files_of(whole_)) {
            if (name.find(part) == std::string::npos) continue;
            for (std::size_t at = std::min(distance / 2, bytes.size() / 2); at < bytes.size(); at += distance)
                damaged(name + " at " + std::to_string(at), [&](const std::string& folder) {
                    std::string flipped = bytes;
                    flipped[at] = static_cast<char>(flipped[at] ^ (1 << (at / distance % 8)));
                    write_file(folder + "/" + name, flipped);
                });
        }
    }

    // Each file whose name has `part`, changed as a whole.
    void change(const std::string& part, const std::string& what, const std::function<std::string(std::string)>& how) {
        for (const auto& [name, bytes] : files_of(whole_))
            if (name.find(part) != std::string::npos)
                damaged(name + " " + what,
                        [&](const std::string& folder) { write_file(folder + "/" + name, how(bytes)); });
    }

    void remove(const std::string& part) {
        for (const auto& [name, bytes] : files_of(whole_))
            if (name.find(part) != std::string::npos && !bytes.empty())
                damaged(name + " deleted", [&](const std::string& folder) { fs::remove(folder + "/" + name); });
    }

    void show(const std::string& name) {
        std::string codes;
        for (const auto& [code, count] : tally_.codes) codes += " " + code + " " + std::to_string(count);
        figure(name, std::to_string(tally_.cases) + " cases: whole " + std::to_string(tally_.whole) + ", refused " +
                         std::to_string(tally_.refused) + ", found by verify " + std::to_string(tally_.by_verify) +
                         ", silent " + std::to_string(tally_.silent) + " (" + codes + " )");
        EXPECT_GT(tally_.cases, 0u);
        EXPECT_EQ(tally_.silent, 0u) << tally_.first;
        EXPECT_EQ(tally_.harmed, 0u) << tally_.first;
    }

    Scratch scratch_;
    const std::string whole_ = scratch_ / "whole", hurt_ = scratch_ / "hurt";
    Truth truth_;
    Tally tally_;
    bool anchored_ = true;
};
using NightlyDamage = Damage;

TEST_F(Damage, ABitFlippedInTheLogFileAtEvery512BytesIsRefusedAndNothingIsDeleted) {
    build(40, false);
    flip(".log", 512);
    show("log file, one bit at every 512 B");
    EXPECT_GT(tally_.refused, 20u);
}

TEST_F(Damage, WithoutTheAnchorTheSameFlipsAreMissed) {
    build(40, false, false);
    anchored_ = false;
    flip(".log", 512);
    figure("the same without the anchor", std::to_string(tally_.silent) + " silent of " + std::to_string(tally_.cases));
    EXPECT_GT(tally_.silent, 20u) << "this test could not fail";
    EXPECT_LT(tally_.silent, tally_.cases);
}

TEST_F(Damage, ATailOfTheLogFileCutZeroedOrExtendedIsRefusedOrHarmless) {
    build(40, false);
    for (const std::size_t lost : {1, 7, 100, 511, 512, 4096, 20000, 30000, 40000, 1 << 30}) {
        const auto kept = [&](const std::string& bytes) { return bytes.size() - std::min(lost, bytes.size()); };
        const std::string size = std::to_string(lost);
        change(".log", "cut by " + size, [&](std::string bytes) { return bytes.substr(0, kept(bytes)); });
        change(".log", "zeroed " + size, [&](std::string bytes) {
            return bytes.replace(kept(bytes), std::string::npos, bytes.size() - kept(bytes), '\0');
        });
    }
    const auto refused = tally_.refused;
    for (const char filler : {'\0', '\1', '\xff'})
        change(".log", "extended", [&](std::string bytes) { return bytes + std::string(5000, filler); });
    show("log file, tail cut, zeroed, extended");
    EXPECT_GE(refused, 6u);
}

TEST_F(Damage, ADeletedFileIsRefusedWhetherLogTableManifestOrCurrent) {
    build(40, false);
    for (const char* part : {".log", "MANIFEST", "CURRENT", "anchor", "FORMAT"}) remove(part);
    EXPECT_EQ(tally_.refused, tally_.cases);
    show("deleted, all in the log file");
}

TEST_F(Damage, ADeletedTableIsRefused) {
    build(40, true);
    for (const char* part : {".sst", "MANIFEST", "CURRENT"}) remove(part);
    show("deleted, all in tables");
}

TEST_F(Damage, AFileReplacedByAnOlderOneIsRefusedOrHarmless) {
    stop_the_clock();
    make_ledger(whole_);
    std::vector<std::map<std::string, std::string>> older{files_of(whole_)};
    LedgerService ledger(whole_, Access::write);
    for (int i = 0; i < 40; ++i) {
        ASSERT_TRUE(ledger.append(batch(i), {"test"}));
        if (i % 10 == 5) older.push_back(files_of(whole_));
        if (i % 20 == 15) ledger.store().flush();
        if (i % 20 == 16) older.push_back(files_of(whole_));
    }
    truth_ = truth_of(ledger);
    ledger.views().save(ledger.store());
    for (std::size_t age = 0; age < older.size(); ++age)
        for (const std::string part : {".log", ".sst", "MANIFEST", "CURRENT", "db/", "db/ and FORMAT"})
            damaged(part + " of " + std::to_string(age), [&](const std::string& folder) {
                for (const auto& [name, bytes] : older[age])
                    if (name.find(part.substr(0, 3)) != std::string::npos || name.find(part) != std::string::npos)
                        write_file(folder + "/" + name, bytes);
            });
    show("replaced by an older file");
}

TEST_F(Damage, OneBitInEachTableIsRefusedOrFound) {
    build(40, true);
    flip(".sst", 300);
    show("tables, one bit at every 300 B");
    EXPECT_GE(tally_.cases, 60u);
}

TEST_F(NightlyDamage, OneBitAtEvery512BytesOfLargeTablesIsRefusedOrFound) {
    build(1200, true);
    flip(".sst", 512);
    show("large tables, one bit at every 512 B");
}

TEST_F(NightlyDamage, OneBitAtEvery7thByteOfTheManifestIsRefusedOrHarmless) {
    build(40, true);
    flip("MANIFEST", 7);
    flip("CURRENT", 1);
    show("manifest, one bit at every 7th byte");
}

TEST_F(Damage, AManifestFlippedOrCutIsRefusedOrHarmless) {
    build(40, true);
    flip("MANIFEST", 61);
    for (std::size_t lost = 1; lost < 1500; lost += 53)
        change("MANIFEST", "cut by " + std::to_string(lost),
               [&](std::string bytes) { return bytes.substr(0, bytes.size() - std::min(lost, bytes.size())); });
    flip("CURRENT", 5);
    show("manifest and CURRENT, flipped or cut");
}

TEST_F(Damage, ABitOfTheFormatIsRefused) {
    build(3, false);
    flip("FORMAT", 1);
    show("FORMAT, one bit in every byte");
    EXPECT_EQ(tally_.refused, tally_.cases);
}

// One slot may go: the other holds the position before, and what lies beyond it is taken over.
TEST_F(Damage, OneSlotOfTheAnchorMayGoAndBothAreRefused) {
    build(40, false);
    const auto with_slots = [](bool first, bool second) {
        return [=](std::string bytes) {
            if (first) bytes[20] = static_cast<char>(bytes[20] ^ 4);
            if (second) bytes[4096 + 20] = static_cast<char>(bytes[4096 + 20] ^ 4);
            return bytes;
        };
    };
    for (const bool first : {true, false}) {
        copy_folder(whole_, hurt_);
        write_file(hurt_ + "/anchor", with_slots(first, !first)(read_file(hurt_ + "/anchor")));
        const auto seen = Store(hurt_, {.access = Access::read}).head();  // a reader may miss the last batch
        EXPECT_GE(seen + 10, truth_.records.size());
        EXPECT_EQ(judge_writer(hurt_, truth_).found, Found::whole);
        EXPECT_EQ(judge_reader(hurt_, truth_).found, Found::whole);
    }
    change("anchor", "both slots", with_slots(true, true));
    change("anchor", "emptied", [](const std::string&) { return std::string(); });
    EXPECT_EQ(tally_.codes["anchor_missing"], 2u);
    show("anchor, slots flipped");
}

// An anchor replaced by an older one promises less than was acknowledged: what the log holds beyond is adopted, and a
// loss between the two goes unseen. Receipts and backups cover that (ops/decisions/0003-durability.md).
TEST_F(Damage, AnOlderAnchorIsAdoptedForwardAndMissesOnlyWhatItDoesNotKnow) {
    build(20, false);
    const std::string older = read_file(whole_ + "/anchor");
    {
        LedgerService ledger(whole_, Access::write);
        for (int i = 20; i < 30; ++i) ASSERT_TRUE(ledger.append(batch(i), {"test"}));
        truth_ = truth_of(ledger);
    }
    damaged("older anchor", [&](const std::string& folder) { write_file(folder + "/anchor", older); });
    EXPECT_EQ(judge_writer(hurt_, truth_).found, Found::whole);
    figure("anchor older than the log", "the log's head is adopted");
}

}  // namespace
}  // namespace ipep::faults
