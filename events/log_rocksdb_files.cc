#include "events/log_rocksdb_files.h"

#include <cerrno>
#include <cstring>

#include "events/code.h"

namespace ipep {
namespace {

// Kept free beyond what a batch needs, because RocksDB ends the process when a write meets a full disk.
constexpr std::uint64_t kReserve = 12u << 20;

// RocksDB keeps of `errno` what strerror() makes of it, and a path behind: "… Permission denied: While open …: PATH".
// Of what is no failure of the disk; else 0.
int error_kept_in(const rocksdb::Status& status) {
    for (const int error : {EACCES, EPERM, EMFILE, ENFILE, ENOMEM})
        if (status.ToString().find(std::strerror(error)) != std::string::npos) return error;
    return 0;
}

std::string path_in(const rocksdb::Status& status) {
    const std::string text = status.ToString();
    return text.substr(text.find('/') == std::string::npos ? 0 : text.find('/'));
}

}  // namespace

std::shared_ptr<LogFiles> log_files(std::shared_ptr<rocksdb::FileSystem> system) {
    return std::make_shared<LogFiles>(std::move(system));
}

rocksdb::FileSystem& system_of(const std::shared_ptr<LogFiles>& files) {
    return files ? *files->system : *rocksdb::FileSystem::Default();
}

// A file that is not there is damage; one that cannot be read or written is the disk's fault, or a right or
// the machine's means are wanting.
Fault fault_of(const rocksdb::Status& status) {
    if (status.IsNoSpace()) return Fault(code::disk_full, {{"free", "0"}});
    if (const int error = error_kept_in(status)) return fault_of(path_in(status), error);
    const bool wrapped = status.ToString().find("IO error: ") != std::string::npos;
    const bool damaged = status.IsCorruption() || status.IsPathNotFound() || status.IsNotFound() ||
                         (status.IsInvalidArgument() && !wrapped);
    return Fault(damaged ? code::damaged_store : code::disk_fault, {{"what", status.ToString()}});
}

Fault fault_of_file(const std::string& name, const rocksdb::IOStatus& status) {
    if (const int error = error_kept_in(status)) return fault_of(name, error);
    return Fault(code::disk_fault, {{"what", name + ": " + status.ToString()}});
}

void refuse_if_disk_is_full(rocksdb::FileSystem& files, const std::string& folder, std::size_t bytes) {
    std::uint64_t free = 0;
    const auto status = files.GetFreeSpace(folder, {}, &free, nullptr);
    if (status.ok() && free < kReserve + 3 * bytes)
        throw Fault(code::disk_full, {{"free", std::to_string(free >> 20)}});
}

void write_format(rocksdb::FileSystem& files, const std::string& folder, const Format& format) {
    const auto check = [](const rocksdb::IOStatus& status) {
        if (!status.ok()) throw fault_of_file("FORMAT", status);
    };
    const std::string path = folder + "/FORMAT";
    std::unique_ptr<rocksdb::FSWritableFile> file;
    check(files.NewWritableFile(path + ".new", {}, &file, nullptr));
    check(file->Append(format_text(format), {}, nullptr));
    check(file->Fsync({}, nullptr));
    check(file->Close({}, nullptr));
    check(files.RenameFile(path + ".new", path, {}, nullptr));
    sync_folder(files, folder);
}

void sync_folder(rocksdb::FileSystem& files, const std::string& folder) {
    std::unique_ptr<rocksdb::FSDirectory> directory;
    auto status = files.NewDirectory(folder, {}, &directory, nullptr);
    if (status.ok()) status = directory->Fsync({}, nullptr);
    if (!status.ok()) throw fault_of_file(folder, status);
}

}  // namespace ipep
