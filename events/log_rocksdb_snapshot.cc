#include "events/log_rocksdb_snapshot.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "events/code.h"
#include "events/log_rocksdb_files.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;

constexpr int kAttempts = 100;

std::string read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The file that CURRENT names, and how long it is; it is only ever appended to.
struct Manifest {
    std::string name;
    std::uintmax_t bytes = 0;
    bool operator==(const Manifest&) const = default;
};

Manifest manifest_of(const fs::path& database) {
    std::string name = read_text(database / "CURRENT");
    name.erase(std::min(name.find('\n'), name.size()));
    std::error_code absent;  // the opening that follows says so
    const auto bytes = fs::file_size(database / name, absent);
    return {name, absent ? 0 : bytes};
}

bool is_copied(const std::string& name) {
    return name.ends_with(".log") || name.starts_with("OPTIONS-") || name == "IDENTITY" || name == "CURRENT";
}

// Listed whole before any is copied: all log files but the last are complete from then on.
std::vector<std::string> names_in(const fs::path& database) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(database)) names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
}

// Whether what was gathered is whole. A file that has gone meanwhile was named no more, or the manifest has changed.
bool gather(const fs::path& database, const fs::path& to) {
    fs::create_directory(to);
    const Manifest before = manifest_of(database);
    for (const std::string& name : names_in(database)) {
        std::error_code failed;
        if (name.ends_with(".sst"))
            fs::create_hard_link(database / name, to / name, failed);
        else if (is_copied(name) || name == before.name)
            fs::copy_file(database / name, to / name, failed);
        if (failed && failed != std::errc::no_such_file_or_directory)
            throw fs::filesystem_error("snapshot", database / name, to / name, failed);
    }
    return manifest_of(database) == before;
}

std::size_t bytes_copied(const fs::path& database) {
    std::error_code gone;
    std::size_t bytes = 0;
    for (const std::string& name : names_in(database))
        if (name.ends_with(".log"))
            if (const auto size = fs::file_size(database / name, gone); !gone) bytes += size;
    return bytes;
}

void take(const fs::path& ledger, const fs::path& folder) {
    fs::remove_all(folder);
    fs::create_directory(folder);
    fs::permissions(folder, fs::perms::owner_all);
    for (const char* name : {"FORMAT", "anchor"}) fs::copy_file(ledger / name, folder / name);  // the anchor first
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        if (gather(ledger / "db", folder / "db")) return;
        fs::remove_all(folder / "db");
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw Fault(code::ledger_busy);
}

// Before its lock makes a file there.
const std::string& known(const std::string& ledger) {
    format_of(ledger);
    return ledger;
}

}  // namespace

Snapshot::Snapshot(const std::string& ledger) : lock_(known(ledger), "SNAPSHOT"), folder_(ledger + "/snapshot") {
    try {
        refuse_if_disk_is_full(system_of(nullptr), ledger, bytes_copied(fs::path(ledger) / "db"));
        take(ledger, folder_.path);
    } catch (const fs::filesystem_error& error) {
        throw fault_of(error.path1().string(), error.code());
    }
}

}  // namespace ipep
