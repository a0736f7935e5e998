#include "events/folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "events/code.h"
#include "events/fault.h"

namespace ipep {
namespace {

// Whoever asks whether a ledger is held holds it for a moment himself.
constexpr int kAttempts = 3;
constexpr std::chrono::milliseconds kAMoment(2);

// Whether the making of a ledger was interrupted: nothing but its files, FORMAT not yet among them, and not a byte of
// data, so that a ledger that lost its FORMAT is never taken for one.
bool is_half_made(const std::filesystem::path& folder) {
    static const std::set<std::string> made = {"LOCK", "db", "anchor", "FORMAT.new"};
    std::error_code error, ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (!made.contains(entry.path().filename())) return false;
    if (error) throw fault_of(folder, error);  // what cannot be seen is not absent
    for (const auto& entry : std::filesystem::directory_iterator(folder / "db", ignored)) {
        const auto kind = entry.path().extension();
        if (kind == ".sst" || (kind == ".log" && entry.file_size(ignored) > 0)) return false;
    }
    return true;
}

}  // namespace

FolderLock::FolderLock(const std::string& folder, const char* name)
    : descriptor_(::open((folder + '/' + name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0) throw fault_of(folder + '/' + name, errno);
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        if (attempt > 0) std::this_thread::sleep_for(kAMoment);
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) continue;
        announce("ipep");
        return;
    }
    char holder[256] = {};
    const auto size = ::read(descriptor_, holder, sizeof holder - 1);
    ::close(descriptor_);
    throw Fault(code::ledger_busy, {{"holder", size > 0 ? holder : "ipep"}});
}

bool FolderLock::is_held(const std::string& folder, const char* name) {
    const int file = ::open((folder + '/' + name).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    const bool held = ::flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(file);
    return held;
}

// Word of the one before may still stand there. Without it the lock is as good: a disk that fails here fails again.
void FolderLock::announce(const std::string& holder) const {
    if (::ftruncate(descriptor_, 0) == 0) [[maybe_unused]]
        const auto written = ::pwrite(descriptor_, holder.data(), holder.size(), 0);
}

FolderLock::~FolderLock() { ::close(descriptor_); }

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

Verdict<Format> read_format(const std::string& folder) {
    std::error_code error;
    const auto status = std::filesystem::status(folder, error);
    if (!std::filesystem::status_known(status)) throw fault_of(folder, error);
    if (!std::filesystem::exists(status) || (std::filesystem::is_directory(status) && is_half_made(folder)))
        return refuse(code::no_ledger, {{"path", folder}});
    const auto not_one = [&](const char* what) {
        return refuse(code::not_a_ledger, {{"path", folder}, {"what", what}});
    };
    errno = 0;
    std::ifstream file(folder + "/FORMAT", std::ios::binary);
    if (!file && errno != ENOENT && errno != ENOTDIR) throw fault_of(folder + "/FORMAT", errno);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::istringstream lines(bytes);
    std::string name, number, label, origin, trial;
    if (!(lines >> name >> number)) return not_one("it has no FORMAT file");
    if (name != "ipep-ledger") return not_one("its FORMAT file is of something else");
    Format format;
    const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), format.format);
    if (failed != std::errc() || end != number.data() + number.size()) return not_one("its FORMAT file is damaged");
    if (format.format < 1) return not_one("its FORMAT file names a format that never was");
    if (format.format > kFormat)
        throw Fault(code::format_newer, {{"format", number}, {"known", std::to_string(kFormat)}});
    if (lines >> label >> std::ws) std::getline(lines, format.origin);
    format.trial = lines >> trial && trial == "trial";
    if (format_text(format) != bytes) return not_one("its FORMAT file is damaged");
    return format;
}

Format format_of(const std::string& folder) {
    auto format = read_format(folder);
    if (!format) throw Fault(format.error().code, format.error().arguments);
    return *format;
}

}  // namespace ipep
