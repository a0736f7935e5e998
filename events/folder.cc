#include "events/folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "events/fault.h"
#include "events/seal.h"

namespace ipep {
namespace {

// The last line is a digest of those before it: a flipped bit makes no other ledger of it.
std::string to_text(const Format& format) {
    const std::string text = "ipep-ledger " + std::to_string(format.format) + "\norigin " + format.origin + "\n" +
                             (format.trial ? "trial\n" : "");
    return text + "sha256 " + to_hex(bytes_of(sha256(text))) + "\n";
}

}  // namespace

FolderLock::FolderLock(const std::string& folder)
    : descriptor_(::open((folder + "/LOCK").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0) throw Fault(Code::disk_fault, {{"what", "LOCK: " + std::string(std::strerror(errno))}});
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(descriptor_);
    throw Fault(Code::ledger_busy);
}

FolderLock::~FolderLock() { ::close(descriptor_); }

Verdict<Format> read_format(const std::string& folder) {
    std::error_code ignored;
    if (!std::filesystem::exists(folder, ignored) ||
        (std::filesystem::is_directory(folder, ignored) && std::filesystem::is_empty(folder, ignored)))
        return refuse(Code::no_ledger, {{"path", folder}});
    const auto not_one = [&](const char* what) {
        return refuse(Code::not_a_ledger, {{"path", folder}, {"what", what}});
    };
    errno = 0;
    std::ifstream file(folder + "/FORMAT", std::ios::binary);
    if (!file && errno != ENOENT)
        throw Fault(Code::disk_fault, {{"what", "FORMAT: " + std::string(std::strerror(errno))}});
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::istringstream lines(bytes);
    std::string name, number, label, origin, trial;
    if (!(lines >> name >> number)) return not_one("it has no FORMAT file");
    if (name != "ipep-ledger") return not_one("its FORMAT file is of something else");
    Format format;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), format.format);
    if (error != std::errc() || end != number.data() + number.size()) return not_one("its FORMAT file is damaged");
    if (format.format > kFormat)
        throw Fault(Code::format_newer, {{"format", number}, {"known", std::to_string(kFormat)}});
    if (lines >> label >> std::ws) std::getline(lines, format.origin);
    format.trial = lines >> trial && trial == "trial";
    if (to_text(format) != bytes) return not_one("its FORMAT file is damaged");
    return format;
}

void write_format(rocksdb::FileSystem& files, const std::string& folder, const Format& format) {
    const auto check = [](const rocksdb::IOStatus& status) {
        if (!status.ok()) throw Fault(Code::disk_fault, {{"what", "FORMAT: " + status.ToString()}});
    };
    const std::string path = folder + "/FORMAT";
    std::unique_ptr<rocksdb::FSWritableFile> file;
    check(files.NewWritableFile(path + ".new", {}, &file, nullptr));
    check(file->Append(to_text(format), {}, nullptr));
    check(file->Fsync({}, nullptr));
    check(file->Close({}, nullptr));
    check(files.RenameFile(path + ".new", path, {}, nullptr));
    sync_folder(files, folder);
}

void sync_folder(rocksdb::FileSystem& files, const std::string& folder) {
    std::unique_ptr<rocksdb::FSDirectory> directory;
    auto status = files.NewDirectory(folder, {}, &directory, nullptr);
    if (status.ok()) status = directory->Fsync({}, nullptr);
    if (!status.ok()) throw Fault(Code::disk_fault, {{"what", folder + ": " + status.ToString()}});
}

}  // namespace ipep
