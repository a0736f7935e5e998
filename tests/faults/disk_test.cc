// The disk fails or is full: one typed refusal on one line, reads go on, and writing resumes once it is mended.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "events/code.h"
#include "events/fault.h"
#include "events/log_rocksdb_files.h"
#include "services/audit/verification.h"
#include "services/ledger/ledger_service.h"
#include "tests/faults/counting_file_system.h"
#include "tests/faults/harness.h"

namespace ipep::faults {
namespace {

// A file system of its own in memory, to be filled and made read-only; needs root.
class SmallDisk {
public:
    explicit SmallDisk(const std::string& path, const std::string& size) : path_(path) {
        std::filesystem::create_directories(path_);
        mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    bool mounted() const { return mounted_; }
    bool read_only(bool yes) {
        return ::mount(nullptr, path_.c_str(), nullptr, MS_REMOUNT | (yes ? MS_RDONLY : 0), nullptr) == 0;
    }
    // Fills it until `left` bytes are free.
    void fill(std::uint64_t left) {
        empty();
        struct statvfs space {};
        ::statvfs(path_.c_str(), &space);
        const std::uint64_t free = space.f_bfree * space.f_frsize;
        const int file = ::open((path_ + "/ballast").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (free > left) {
            EXPECT_EQ(::posix_fallocate(file, 0, static_cast<off_t>(free - left)), 0);
        }
        ::close(file);
    }
    void empty() { ::unlink((path_ + "/ballast").c_str()); }

private:
    std::string path_;
    bool mounted_ = false;
};

std::string first_word(const std::string& line) { return line.substr(0, line.find(':', 6)); }

void expect_refusal(const Ended& how, const std::string& code, const std::string& when) {
    EXPECT_EQ(how.signal, 0) << when;
    EXPECT_EQ(how.code, 3) << when << how.out << how.err;
    EXPECT_EQ(first_word(how.err), "ipep: " + code) << when << how.err;
    EXPECT_EQ(std::ranges::count(how.err, '\n'), 1) << when << how.err;
}

class Disk : public testing::Test {
protected:
    void SetUp() override {
        make_ledger(ledger_);
        write_file(first_, batch(0) + batch(1));
        write_file(second_, batch(2));
        write_file(large_, [] {
            std::string lines;
            for (int i = 0; i < 2000; ++i) lines += batch(i);
            return lines;
        }());
        ASSERT_EQ(run_ipep(ledger_, {"append", first_}).code, 0);
    }
    void expect_reads(const std::string& when) {
        EXPECT_EQ(run_ipep(ledger_, {"balances"}).code, 0) << when;
        EXPECT_EQ(run_ipep(ledger_, {"verify"}).code, 0) << when;
    }
    void expect_writes(const std::string& when) {
        const Ended how = run_ipep(ledger_, {"append", second_});
        EXPECT_EQ(how.code, 0) << when << how.err;
        expect_reads(when);
    }

    Scratch scratch_;
    const std::string ledger_ = scratch_ / "disk/ledger", first_ = scratch_ / "1.jsonl", second_ = scratch_ / "2.jsonl",
                      large_ = scratch_ / "large.jsonl";
};

class OwnDisk : public Disk {
protected:
    void SetUp() override {
        if (!disk_.mounted()) GTEST_SKIP() << "mounting a small file system needs root";
        Disk::SetUp();
    }
    SmallDisk disk_{scratch_ / "disk", "48m"};
};

TEST_F(OwnDisk, FullAtAnyPointIsRefusedAndWritingResumes) {
    std::uint64_t cases = 0, refused = 0;
    for (const std::uint64_t left : {0, 4096, 100'000, 1'000'000, 8'000'000, 12'000'000, 13'000'000, 16'000'000})
        for (const auto& file : {second_, large_}) {
            disk_.fill(left);
            const Ended how = run_ipep(ledger_, {"append", file});
            ++cases;
            if (how.code != 0) expect_refusal(how, "disk_full", std::to_string(left) + " bytes left ");
            refused += how.code != 0;
            expect_reads("full");
        }
    disk_.empty();
    expect_writes("space again");
    figure("disk full: appends", cases);
    figure("disk full: refused as disk_full, exit 3", refused);
    EXPECT_GE(refused, 10u);
}

TEST_F(OwnDisk, FullUnderARunningWriterIsRefusedAndResumesWithoutRestart) {
    LedgerService ledger(ledger_, Access::write);
    int next = 2;
    for (int round = 0; round < 3; ++round) {
        disk_.fill(1'000'000);
        try {
            (void)ledger.append(batch(next), {"test"});
            FAIL() << "recorded on a full disk";
        } catch (const Fault& fault) {
            EXPECT_EQ(fault.rejection.code, code::disk_full);
        }
        expect_reads("beside the writer");
        disk_.empty();
        const auto again = ledger.append(batch(next++), {"test"});
        ASSERT_TRUE(again);
        EXPECT_GT(again->appended, 0u);
    }
    figure("disk full under a running writer", "refused 3 times, resumed 3 times");
}

TEST_F(OwnDisk, FullWhileALedgerIsMadeIsRefused) {
    disk_.fill(200'000);
    expect_refusal(run_ipep(scratch_ / "disk/another", {"init"}), "disk_full", "init ");
}

TEST_F(OwnDisk, ReadOnlyIsRefusedAndReadsGoOn) {
    ASSERT_TRUE(disk_.read_only(true));
    expect_refusal(run_ipep(ledger_, {"append", second_}), "disk_fault", "read-only ");
    expect_reads("read-only");
    ASSERT_TRUE(disk_.read_only(false));
    expect_writes("writable again");
    figure("read-only remount", "refused as disk_fault, reads went on, writing resumed");
}

TEST_F(Disk, ALimitOnFileSizeIsOneTypedLineAndNothingIsLost) {
    std::uint64_t cases = 0, refused = 0;
    for (const rlim_t most : {1u, 100u, 4096u, 8192u, 20'000u, 60'000u, 200'000u}) {
        const Ended how = run_ipep(ledger_, {"append", large_}, {{RLIMIT_FSIZE, most}});
        ++cases;
        // A write that RocksDB takes for impossible ends the program by a check of its own.
        const bool stopped = how.err.starts_with("ipep: store_stopped");
        if (how.code != 0)
            expect_refusal(how, stopped ? "store_stopped" : "disk_fault", "limit " + std::to_string(most) + " ");
        refused += how.code != 0;
        expect_reads("limit " + std::to_string(most));
    }
    expect_writes("no limit");
    figure("RLIMIT_FSIZE: appends", cases);
    figure("RLIMIT_FSIZE: refused as disk_fault or store_stopped, exit 3", refused);
    EXPECT_GT(refused, 3u);
}

TEST_F(Disk, TooFewFileDescriptorsIsOneTypedLineAndNothingIsLost) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the sanitizer opens a pipe to see whether an address may be read, and cannot do without";
#endif
    std::uint64_t cases = 0, refused = 0;
    for (rlim_t most = 4; most <= 40; ++most) {
        const Ended how = run_ipep(ledger_, {"append", second_}, {{RLIMIT_NOFILE, most}});
        ++cases;
        if (how.err.starts_with("ipep: file_unreadable")) continue;  // the facts, not the ledger
        if (how.code != 0) expect_refusal(how, "machine_exhausted", "descriptors " + std::to_string(most) + " ");
        refused += how.code != 0;
    }
    expect_writes("no limit");
    figure("RLIMIT_NOFILE 4 to 40: appends", cases);
    figure("RLIMIT_NOFILE 4 to 40: refused as machine_exhausted, exit 3", refused);
}

// A writer whose files fail from the nth operation of a kind on; it tries to go on after the fault.
const Child kFailing("failing", [](const std::vector<std::string>& arguments) {
    const auto files = std::make_shared<CountingFileSystem>();
    files->fail({static_cast<Op>(std::stoi(arguments[1])), std::stoull(arguments[2]), arguments[3] == "full"});
    try {
        LedgerService ledger(arguments[0], Access::write, {}, {.files = log_files(files)});
        for (int i = 0; i < 12; ++i) {
            try {
                report("started");
                const auto answer = ledger.append(batch(i), {"test"});
                report(answer ? "acknowledged" : "refused");
                if (i == 6) ledger.store().flush();
            } catch (const Fault&) {
                report("fault");
            }
        }
    } catch (const Fault& fault) {
        report("fault");
        report(std::string(text_of(fault.rejection.code).code));
    }
    if (files->count(static_cast<Op>(std::stoi(arguments[1]))) >= std::stoull(arguments[2])) report("failed");
    return 0;
});

struct Failed {
    std::uint64_t acknowledged = 0, after_fault = 0, faults = 0, failed = 0;
    bool aborted = false;
};

Failed run_failing(const std::string& folder, Op op, std::uint64_t nth, bool full) {
    const std::string kind = std::to_string(static_cast<int>(op));
    Process child("failing", {folder, kind, std::to_string(nth), full ? "full" : "eio"});
    Failed result;
    while (const auto line = child.line()) {
        result.faults += *line == "fault";
        result.failed += *line == "failed";
        result.acknowledged += *line == "acknowledged";
        result.after_fault += *line == "acknowledged" && result.faults > 0;
    }
    result.aborted = child.wait().signal == SIGABRT;
    return result;
}

struct FailureTally {
    std::uint64_t cases = 0, faults = 0, aborted = 0, after_fault = 0, lost = 0;
};

// After the fault: a restart without it recovers what was acknowledged, and the same keys go on.
void fail_at_every(Op op, bool full, std::uint64_t step, FailureTally& tally) {
    const Scratch scratch;
    const std::string folder = scratch / "ledger";
    for (std::uint64_t nth = 1;; nth += step) {
        std::filesystem::remove_all(folder);
        make_ledger(folder);
        const Failed how = run_failing(folder, op, nth, full);
        if (how.failed == 0 && !how.aborted) break;
        ++tally.cases;
        tally.faults += how.faults > 0;
        tally.aborted += how.aborted;
        tally.after_fault += op != Op::read && how.after_fault > 0;
        LedgerService ledger(folder, Access::write);
        for (std::uint64_t i = 0; i < 12; ++i) {
            const auto again = ledger.append(batch(static_cast<int>(i)), {"test"});
            ASSERT_TRUE(again);
            if (i < how.acknowledged && how.after_fault == 0) tally.lost += again->appended;
        }
        EXPECT_TRUE(verify(ledger.store()).differences.empty());
    }
}

void show(const std::string& name, const FailureTally& tally) {
    figure(name + ": failing operations", tally.cases);
    figure(name + ": told as a fault (the others harm nothing)", tally.faults);
    figure(name + ": ended by RocksDB's own assertion", tally.aborted);
    figure(name + ": acknowledged after the fault", tally.after_fault);
    figure(name + ": acknowledged and lost", tally.lost);
    EXPECT_GT(tally.cases, 5u);
    EXPECT_EQ(tally.after_fault, 0u);
    EXPECT_EQ(tally.lost, 0u);
}

TEST(Failure, AWriteThatFailsStopsTheWriterAndLosesNothing) {
    FailureTally tally;
    for (const Op op : {Op::append, Op::overwrite, Op::create})
        fail_at_every(op, false, op == Op::append ? 5 : 1, tally);
    show("write fails (EIO)", tally);
}

TEST(Failure, AFullDiskNobodyForesawStopsTheWriterAndLosesNothing) {
    FailureTally tally;
    for (const Op op : {Op::append, Op::overwrite, Op::create})
        fail_at_every(op, true, op == Op::append ? 9 : 3, tally);
    show("write fails (ENOSPC behind the check)", tally);
}

TEST(Failure, ASyncThatFailsStopsTheWriterAndIsNeverRepeated) {
    FailureTally tally;
    for (const Op op : {Op::sync, Op::sync_folder}) fail_at_every(op, false, 1, tally);
    show("sync fails (EIO)", tally);
}

TEST(Failure, AReadThatFailsIsAFaultAndLosesNothing) {
    FailureTally tally;
    fail_at_every(Op::read, false, 3, tally);
    show("read fails (EIO)", tally);
}

}  // namespace
}  // namespace ipep::faults
