#include "services/files/whole_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "events/fault.h"
#include "services/words/code.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = ".part-", kLetters = "XXXXXX";
constexpr int kTries = 100;

std::string without_end_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
}

std::string folder_of(const std::string& place) {
    const std::string folder = fs::path(place).parent_path().string();
    return folder.empty() ? "." : folder;
}

// Whether something stands there, itself and not what it may lead to.
bool stands(const std::string& path, struct stat& status) {
    if (::lstat(path.c_str(), &status) == 0) return true;
    if (errno != ENOENT) throw fault_of(path, errno);
    return false;
}

bool lock(int descriptor) { return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0; }

// Another run, clearing up, may have taken for a leftover what was made but a moment ago.
bool is_mine(int descriptor) {
    struct stat status {};
    return lock(descriptor) && ::fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

// Ours, and of a run that is no more.
bool is_left_over(int descriptor) {
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)) &&
           status.st_uid == ::geteuid() && lock(descriptor);
}

void clear_up(const std::string& place) {
    const std::string start = fs::path(place).filename().string() + std::string(kMark);
    std::error_code error;
    for (fs::directory_iterator entry(folder_of(place), error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with(start) || name.size() != start.size() + kLetters.size()) continue;
        const int descriptor = ::open(entry->path().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (descriptor < 0) continue;
        std::error_code ignored;
        if (is_left_over(descriptor)) fs::remove_all(entry->path(), ignored);
        ::close(descriptor);
    }
}

void sync_folder_of(const std::string& place) {
    const std::string folder = folder_of(place);
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!synced) throw fault_of(folder, error);
}

// False where something has the place. A file system that cannot rename so takes a second name and gives the first up.
bool take_free_place(const std::string& from, const std::string& place) {
    int done = ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, place.c_str(), RENAME_NOREPLACE);
    if (done != 0 && (errno == EINVAL || errno == ENOSYS)) {
        done = ::link(from.c_str(), place.c_str());
        if (done == 0) ::unlink(from.c_str());
    }
    if (done != 0 && errno != EEXIST) throw fault_of(place, errno);
    return done == 0;
}

void set_and_sync(const fs::path& path, bool folder) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    const bool done = descriptor >= 0 && ::fchmod(descriptor, folder ? 0700 : 0600) == 0 && ::fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!done) throw fault_of(path.string(), error);
}

}  // namespace

Verdict<WholeFile> WholeFile::at(const std::string& place, Existing existing) {
    struct stat status {};
    if (stands(place, status) && (existing == Existing::stays || !S_ISREG(status.st_mode)))
        return refuse(code::file_exists, {{"path", place}});
    clear_up(place);
    for (int tried = 0; tried < kTries; ++tried) {
        std::string name = place + std::string(kMark) + std::string(kLetters);
        const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
        if (descriptor < 0) throw fault_of(place, errno);
        NewFile file(name, descriptor);
        if (is_mine(descriptor)) return WholeFile(place, existing, std::move(file));
        ::unlink(name.c_str());
    }
    throw fault_of(place, EBUSY);
}

WholeFile::WholeFile(std::string place, Existing existing, NewFile file)
    : place_(std::move(place)), existing_(existing), file_(std::move(file)) {}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : place_(std::move(other.place_)),
      existing_(other.existing_),
      file_(std::move(other.file_)),
      kept_(std::exchange(other.kept_, true)) {}

WholeFile::~WholeFile() {
    if (!kept_) ::unlink(path().c_str());
}

Verdict<> WholeFile::keep() {
    finish();
    if (existing_ == Existing::goes) {
        if (::rename(path().c_str(), place_.c_str()) != 0) throw fault_of(place_, errno);
    } else if (!take_free_place(path(), place_)) {
        return refuse(code::file_exists, {{"path", place_}});
    }
    kept_ = true;
    sync_folder_of(place_);
    return {};
}

Verdict<> write_whole(const std::string& place, std::string_view bytes, Existing existing) {
    auto file = IPEP_TRY(WholeFile::at(place, existing));
    file.write(bytes);
    return file.keep();
}

Verdict<WholeFolder> WholeFolder::at(const std::string& given) {
    const std::string place = without_end_slash(given);
    struct stat status {};
    std::error_code error;
    if (stands(place, status)) {
        const bool empty = S_ISDIR(status.st_mode) && fs::is_empty(place, error);
        if (error) throw fault_of(place, error);
        if (!empty) return refuse(code::folder_not_empty, {{"path", given}});
    }
    fs::create_directories(folder_of(place), error);
    if (error) throw fault_of(given, error);
    clear_up(place);
    for (int tried = 0; tried < kTries; ++tried) {
        std::string name = place + std::string(kMark) + std::string(kLetters);
        if (!::mkdtemp(name.data())) throw fault_of(given, errno);
        const int descriptor = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (descriptor >= 0 && is_mine(descriptor)) return WholeFolder(place, name, descriptor);
        if (descriptor >= 0) ::close(descriptor);
        ::rmdir(name.c_str());
    }
    throw fault_of(given, EBUSY);
}

WholeFolder::WholeFolder(std::string place, std::string working, int lock)
    : place_(std::move(place)), working_(std::move(working)), lock_(lock) {}

WholeFolder::WholeFolder(WholeFolder&& other) noexcept
    : place_(std::move(other.place_)),
      working_(std::exchange(other.working_, {})),
      lock_(std::exchange(other.lock_, -1)) {}

WholeFolder::~WholeFolder() {
    std::error_code ignored;
    if (!working_.empty()) fs::remove_all(working_, ignored);
    if (lock_ >= 0) ::close(lock_);
}

void WholeFolder::keep() {
    std::error_code error;
    for (fs::recursive_directory_iterator entry(working_, error), end; !error && entry != end; entry.increment(error))
        set_and_sync(entry->path(), entry->is_directory(error));
    if (error) throw fault_of(working_, error);
    set_and_sync(working_, true);
    // Over an empty folder a folder may be moved.
    if (::rename(working_.c_str(), place_.c_str()) != 0) throw fault_of(place_, errno);
    working_.clear();
    sync_folder_of(place_);
}

}  // namespace ipep
