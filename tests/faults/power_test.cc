// A power cut: a file system in an image that hardly writes by itself, a writer that is stopped, and the image as it
// lies there copied and opened. What was acknowledged is in the copy; without sync it is not.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "events/fault.h"
#include "services/audit/verification.h"
#include "services/ledger/ledger_service.h"
#include "tests/faults/harness.h"

namespace ipep::faults {
namespace {

// ext4 in a file, on a loop device. `commit=300`: the journal waits five minutes, unless somebody syncs.
class Image {
public:
    explicit Image(std::string file) : file_(std::move(file)), folder_(file_ + ".mounted") {}
    ~Image() { unmount(); }
    Image(const Image&) = delete;

    // Why it cannot be had, or nothing.
    std::string make() {
        std::ofstream(file_).close();
        for (const auto& command :
             std::vector<std::vector<std::string>>{{"truncate", "-s", "64M", file_}, {"mkfs.ext4", "-q", "-F", file_}})
            if (const Ended how = run(command); how.code != 0) return command[0] + " fails: " + how.err;
        return mount();
    }
    std::string mount() {
        std::filesystem::create_directories(folder_);
        const Ended how = run({"mount", "-o", "loop,commit=300", file_, folder_});
        mounted_ = how.code == 0;
        return mounted_ ? "" : "mounting a loop device needs root: " + how.err;
    }
    void unmount() {
        if (mounted_) run({"umount", folder_});
        mounted_ = false;
    }
    const std::string& file() const { return file_; }
    std::string ledger() const { return folder_ + "/ledger"; }

private:
    std::string file_, folder_;
    bool mounted_ = false;
};

// Appends batch after batch and tells each acknowledgement with the head behind it.
const Child kWriter("writer under power", [](const std::vector<std::string>& arguments) {
    LedgerService ledger(arguments[0], Access::write, {}, {.sync = arguments[1] == "sync"});
    for (int i = 0;; ++i) {
        if (!ledger.append(batch(i), {"test"})) return 1;
        if (i % 200 == 150) ledger.store().flush();
        report(std::to_string(ledger.store().head()));
    }
});

// Stopped for good only once the kernel says so: until then a sync may be under way.
bool stopped(pid_t pid) {
    for (int i = 0; i < 2000; ++i) {
        std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
        std::string text{std::istreambuf_iterator<char>(stat), {}};
        const auto end = text.rfind(')');
        if (end != std::string::npos && text.compare(end + 2, 1, "T") == 0) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

struct Tally {
    std::uint64_t cuts = 0, acknowledged = 0, lost = 0, beyond = 0, refused = 0, differences = 0;
    std::string first;
};

void open_copy(const Scratch& scratch, const std::string& file, Position acknowledged, Tally& tally) {
    Image copy(scratch / "copy");
    std::filesystem::copy_file(file, copy.file(), std::filesystem::copy_options::overwrite_existing);
    if (const auto why = copy.mount(); !why.empty()) FAIL() << why;
    try {
        LedgerService ledger(copy.ledger(), Access::write);
        const Position head = ledger.store().head();
        tally.lost += head < acknowledged;
        tally.beyond += head > acknowledged;
        ledger.views().save(ledger.store());
        tally.differences += verify(ledger.store()).differences.size();
    } catch (const Fault& fault) {
        ++tally.refused;
        if (tally.first.empty()) tally.first = fault.rejection.sentence();
    }
}

// One writer, stopped and let go `cuts` times; each time the image is what a power cut at that moment would leave.
void cut_power(const Scratch& scratch, const Image& image, int cuts, bool sync, Tally& tally) {
    stop_the_clock();
    make_ledger(image.ledger());
    Process writer("writer under power", {image.ledger(), sync ? "sync" : "no sync"});
    Position acknowledged = 0;
    const auto listen = [&](int timeout_ms) {
        while (const auto line = writer.line(timeout_ms)) {
            acknowledged = std::stoull(*line);
            if (timeout_ms > 0) return;
        }
    };
    for (int i = 0; i < cuts; ++i, ++tally.cuts) {
        listen(20'000);  // at least one more
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + 37 * tally.cuts % 150));
        writer.signal(SIGSTOP);
        ASSERT_TRUE(stopped(writer.pid()));
        listen(0);
        std::filesystem::copy_file(image.file(), scratch / "cut", std::filesystem::copy_options::overwrite_existing);
        writer.signal(SIGCONT);
        open_copy(scratch, scratch / "cut", acknowledged, tally);
    }
    tally.acknowledged += acknowledged;
    writer.kill();
    writer.wait();
}

void show(const std::string& name, const Tally& tally) {
    figure(name + ": power cuts", tally.cuts);
    figure(name + ": events acknowledged", tally.acknowledged);
    figure(name + ": cuts that lost acknowledged events", tally.lost);
    figure(name + ": cuts with more than was acknowledged", tally.beyond);
    figure(name + ": refused to open", tally.refused);
    figure(name + ": differences found by verify", tally.differences);
}

void expect_nothing_lost(const std::string& name, int ledgers) {
    Tally tally;
    for (int i = 0; i < ledgers; ++i) {
        const Scratch scratch;
        Image image(scratch / "image");
        if (const auto why = image.make(); !why.empty()) GTEST_SKIP() << why;
        cut_power(scratch, image, 6, true, tally);
    }
    show(name, tally);
    EXPECT_EQ(tally.lost + tally.refused + tally.differences, 0u) << tally.first;
    EXPECT_GT(tally.acknowledged, 10u);
}

TEST(Power, SixCutsUnderLoadLoseNothing) { expect_nothing_lost("power cut", 1); }
TEST(NightlyPower, SixtyCutsUnderLoadLoseNothing) { expect_nothing_lost("power cut nightly", 10); }

TEST(Power, WithoutSyncTheSameCutsLoseWhatWasAcknowledged) {
    const Scratch scratch;
    Image image(scratch / "image");
    if (const auto why = image.make(); !why.empty()) GTEST_SKIP() << why;
    Tally tally;
    cut_power(scratch, image, 3, false, tally);
    show("power cut without sync", tally);
    EXPECT_GT(tally.lost + tally.refused, 0u) << "this test could not fail";
}

}  // namespace
}  // namespace ipep::faults
