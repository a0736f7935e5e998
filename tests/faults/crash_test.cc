// A crash at every write point: what was acknowledged is there, what was not is there whole or not at all.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "events/code.h"
#include "events/fault.h"
#include "events/log_rocksdb_files.h"
#include "services/audit/verification.h"
#include "services/ledger/ledger_service.h"
#include "tests/faults/harness.h"
#include "tests/faults/trace_disk.h"

namespace ipep::faults {
namespace {

// A recorded run: every operation with its data, and a note before and after each append.
struct Recorded {
    std::string folder;
    int batches = 0;
    bool sync = true;
    std::vector<Step> trace;
    std::vector<std::string> records;
    std::vector<Position> ends{0};  // the head after 0, 1, 2 … batches
};

// What a crash may leave: at least `acknowledged` batches, at most `started`.
struct Bounds {
    bool created = false;  // the ledger itself was acknowledged
    int acknowledged = 0, started = 0;

    void take(const std::string& note) {
        created |= note == "created";
        started += note == "started";
        acknowledged += note == "acknowledged";
    }
};

struct Tally {
    std::uint64_t points = 0, opened = 0, lost = 0, partial = 0, altered = 0, refused = 0, unborn = 0, survived = 0;
    std::uint64_t differences = 0, wrong_retries = 0;
    std::string first;  // what went wrong first

    std::uint64_t wrong() const { return lost + partial + altered + refused + differences + wrong_retries; }
    void blame(std::uint64_t& count, const std::string& what) {
        ++count;
        if (first.empty()) first = what;
    }
};

// Closed and opened again every 50 appends, flushed once between: log files and manifests change too.
Recorded record_run(const Scratch& scratch, int batches, bool sync) {
    stop_the_clock();
    Recorded run{scratch / "recorded", batches, sync, {}, {}, {0}};
    const auto files = std::make_shared<CountingFileSystem>();
    files->record();
    Store::create(run.folder, {kFormat, "faults", true}, log_files(files));
    files->note("created");
    std::unique_ptr<LedgerService> ledger;
    for (int i = 0; i < batches; ++i) {
        if (i % 50 == 0) {
            ledger.reset();
            ledger = std::make_unique<LedgerService>(run.folder, Access::write, Progress{},
                                                     StoreOptions{.sync = sync, .files = log_files(files)});
        }
        if (i % 50 == 30) ledger->store().flush();
        files->note("started");
        if (!ledger->append(batch(i), {"test"})) throw std::runtime_error("an append was refused");
        files->note("acknowledged");
        run.ends.push_back(ledger->store().head());
    }
    run.records = records_of(ledger->store());
    ledger.reset();
    run.trace = files->trace();
    return run;
}

// The retries are answered as if nothing had happened, and make the log what it was to be.
void retry(const Recorded& run, const Bounds& bounds, std::size_t kept, LedgerService& ledger, Tally& tally) {
    for (int i = std::max(0, bounds.acknowledged - 1); i < bounds.started; ++i) {
        const bool known = static_cast<std::size_t>(i) < kept;
        const auto answer = ledger.append(batch(i), {"test"});
        if (!answer || (answer->appended == 0) != known || (answer->repeated == 0) == known)
            tally.blame(tally.wrong_retries, "batch " + std::to_string(i) + " again");
    }
    const auto records = records_of(ledger.store());
    const auto until = std::max(run.ends[static_cast<std::size_t>(bounds.started)], run.ends[kept]);
    if (records.size() != until || !std::equal(records.begin(), records.end(), run.records.begin()))
        tally.blame(tally.wrong_retries, "the log after the retries");
}

// Whoever was interrupted while making a ledger calls again, and nothing has to be cleared by hand.
void make_again(const std::string& folder, Tally& tally) try {
    ++tally.unborn;
    Store::create(folder, {kFormat, "faults", true});
    const LedgerService ledger(folder, Access::write);
} catch (const Fault& fault) {
    tally.blame(tally.refused, "made again: " + fault.rejection.sentence());
}

void check(const Recorded& run, const std::string& folder, const Bounds& bounds, Tally& tally) {
    ++tally.opened;
    try {
        LedgerService ledger(folder, Access::write);
        const auto records = records_of(ledger.store());
        const auto end = std::ranges::find(run.ends, records.size());
        const auto kept = static_cast<std::size_t>(end - run.ends.begin());
        if (end == run.ends.end()) return tally.blame(tally.partial, "a part of a batch");
        const auto acknowledged = static_cast<std::size_t>(bounds.acknowledged);
        if (kept < acknowledged) return tally.blame(tally.lost, "fewer than acknowledged");
        if (kept > static_cast<std::size_t>(bounds.started)) return tally.blame(tally.altered, "more than started");
        tally.survived += kept > acknowledged;
        if (!std::equal(records.begin(), records.end(), run.records.begin()))
            return tally.blame(tally.altered, "another record");
        ledger.views().save(ledger.store());
        const auto found = verify(ledger.store());
        if (!found.differences.empty()) return tally.blame(tally.differences, found.differences.front().where);
        retry(run, bounds, kept, ledger, tally);
    } catch (const Fault& fault) {
        if (!bounds.created && fault.rejection.code == code::no_ledger) return make_again(folder, tally);
        tally.blame(tally.refused, fault.rejection.sentence());
    }
}

// Many points leave the same disk: it is opened once, under the strictest bounds of them all.
Tally enumerate(const Recorded& run, const Scratch& scratch, std::size_t every) {
    struct Disk {
        Image image;
        Bounds bounds;
    };
    std::map<std::pair<Crash, std::size_t>, Disk> disks;
    TraceDisk disk;
    Bounds now;
    Tally tally;
    std::size_t number = 0;
    for (const Step& step : run.trace) {
        disk.apply(step);
        if (step.op == Op::note) now.take(step.data);
        if (step.op == Op::note ? every > 1 : ++number % every != 0) continue;
        for (const Crash crash : kCrashes) {
            ++tally.points;
            Image image = disk.after(crash);
            std::string all;
            for (const auto& [path, bytes] : image) all += path + '\0' + bytes;
            const auto [at, fresh] = disks.try_emplace({crash, std::hash<std::string>{}(all)}, Disk{{}, now});
            Bounds& bounds = at->second.bounds;
            if (fresh) at->second.image = std::move(image);
            bounds.created |= now.created;
            bounds.acknowledged = now.acknowledged;  // grows: the last is the strictest; of `started` the first is
        }
    }
    for (const auto& [key, one] : disks) {
        lay_out(one.image, run.folder, scratch / "crashed");
        check(run, scratch / "crashed", one.bounds, tally);
    }
    return tally;
}

void show(const std::string& name, const Tally& tally) {
    figure(name + ": crash points", tally.points);
    figure(name + ": different disks opened", tally.opened);
    figure(name + ": acknowledged and lost", tally.lost);
    figure(name + ": partial batches", tally.partial);
    figure(name + ": altered or beyond what was started", tally.altered);
    figure(name + ": refused", tally.refused);
    figure(name + ": verification differs", tally.differences);
    figure(name + ": retries answered wrongly", tally.wrong_retries);
    figure(name + ": not acknowledged, yet there (keys answer)", tally.survived);
    figure(name + ": crashed while it was made, made again", tally.unborn);
}

void enumerate_and_expect_nothing_wrong(const std::string& name, int batches, std::size_t every) {
    const Scratch scratch;
    const Recorded run = record_run(scratch, batches, true);
    const Tally tally = enumerate(run, scratch, every);
    show(name, tally);
    EXPECT_GT(tally.opened, 50u);
    EXPECT_EQ(tally.wrong(), 0u) << tally.first;
}

TEST(Crash, AtEveryWritePointOfSixtyAppendsNothingAcknowledgedIsLost) {
    enumerate_and_expect_nothing_wrong("60 appends, every point", 60, 1);
}

TEST(Crash, AtASampleOfTheWritePointsOfTwoHundredAppendsNothingAcknowledgedIsLost) {
    enumerate_and_expect_nothing_wrong("200 appends, every 41st point", 200, 41);
}

TEST(NightlyCrash, AtEveryWritePointOfTwoHundredAppendsNothingAcknowledgedIsLost) {
    enumerate_and_expect_nothing_wrong("200 appends, every point", 200, 1);
}

TEST(Crash, WithoutSyncTheSameEnumerationLosesWhatWasAcknowledged) {
    const Scratch scratch;
    const Recorded run = record_run(scratch, 15, false);
    const Tally tally = enumerate(run, scratch, 1);
    figure("15 appends without sync: crash points", tally.points);
    figure("15 appends without sync: acknowledged and lost", tally.lost);
    EXPECT_GT(tally.lost, 0u) << "this test could not fail";
}

TEST(Crash, ANewLedgersOwnEntryIsSyncedInTheFolderAbove) {
    const Scratch scratch;
    const Recorded run = record_run(scratch, 1, true);
    const std::string above = run.folder.substr(0, run.folder.rfind('/'));
    EXPECT_TRUE(std::ranges::any_of(
        run.trace, [&](const Step& step) { return step.op == Op::sync_folder && step.path == above; }));
}

// The same with true ends: a child leaves at operation k and tells of each acknowledgement through a pipe.
const Child kLeaving("leaving", [](const std::vector<std::string>& arguments) {
    stop_the_clock();
    const auto files = std::make_shared<CountingFileSystem>();
    files->exit_at(std::stoull(arguments[1]));
    LedgerService ledger(arguments[0], Access::write, {}, {.files = log_files(files)});
    for (int i = 0; i < 12; ++i) {
        report("started");
        if (!ledger.append(batch(i), {"test"})) return 1;
        report("acknowledged");
    }
    return 0;
});

TEST(Crash, AChildThatLeavesAtOperationKLosesNothingItAcknowledged) {
    const Scratch scratch;
    const Recorded run = record_run(scratch, 12, true);
    Tally tally;
    bool finished = false;
    for (int k = 1; !finished; k += 4) {
        std::filesystem::remove_all(scratch / "empty");
        make_ledger(scratch / "empty");
        Process child("leaving", {scratch / "empty", std::to_string(k)});
        Bounds bounds{true, 0, 0};
        while (const auto line = child.line()) bounds.take(*line);
        EXPECT_EQ(child.wait().code, 0);
        finished = bounds.acknowledged == 12;
        ++tally.points;
        check(run, scratch / "empty", bounds, tally);
    }
    show("12 appends, a child that leaves", tally);
    EXPECT_EQ(tally.wrong(), 0u) << tally.first;
}

}  // namespace
}  // namespace ipep::faults
