#include "services/histories/whole_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <utility>

#include "events/fault.h"
#include "ledger/code.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;

// Beside the place, so that the renaming stays within one file system.
std::string working_name(const std::string& path) {
    const fs::path place = fs::absolute(path).lexically_normal();
    const fs::path named = place.has_filename() ? place : place.parent_path();
    return (named.parent_path() / ('.' + named.filename().string() + ".new-" + std::to_string(::getpid()))).string();
}

[[noreturn]] void fail(const std::string& what, int error) {
    throw Fault(Code::disk_fault, {{"what", what + ": " + std::strerror(error)}});
}

void sync(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) fail(path, errno);
    const int done = ::fsync(descriptor), error = errno;
    ::close(descriptor);
    if (done != 0) fail(path, error);
}

void write_synced(const std::string& path, const std::string& text) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) fail(path, errno);
    int error = 0;
    for (std::size_t at = 0; at < text.size() && error == 0;) {
        const auto written = ::write(descriptor, text.data() + at, text.size() - at);
        if (written < 0 && errno != EINTR) error = errno;
        if (written > 0) at += static_cast<std::size_t>(written);
    }
    if (error == 0 && ::fsync(descriptor) != 0) error = errno;
    ::close(descriptor);
    if (error != 0) fail(path, error);
}

}  // namespace

void write_whole(const std::string& path, const std::string& text) {
    const std::string working = working_name(path);
    std::error_code error;
    try {
        write_synced(working, text);
        fs::rename(working, path);
    } catch (const Fault&) {
        fs::remove(working, error);
        throw;
    } catch (const fs::filesystem_error& failure) {
        fs::remove(working, error);
        throw Fault(Code::disk_fault, {{"what", path + ": " + failure.code().message()}});
    }
}

Verdict<WholeFolder> WholeFolder::at(const std::string& path) {
    std::error_code error;
    if (fs::exists(path, error) && !(fs::is_directory(path, error) && fs::is_empty(path, error)))
        return refuse(Code::folder_not_empty, {{"path", path}});
    WholeFolder folder(path);
    fs::create_directories(folder.working_, error);
    if (error) throw Fault(Code::disk_fault, {{"what", path + ": " + error.message()}});
    return folder;
}

WholeFolder::WholeFolder(std::string path) : place_(std::move(path)), working_(working_name(place_)) {}

WholeFolder::WholeFolder(WholeFolder&& other) noexcept
    : place_(std::move(other.place_)), working_(std::exchange(other.working_, {})) {}

WholeFolder::~WholeFolder() {
    std::error_code ignored;
    if (!working_.empty()) fs::remove_all(working_, ignored);
}

void WholeFolder::keep() {
    for (const auto& entry : fs::directory_iterator(working_)) sync(entry.path().string());
    sync(working_);
    std::error_code error;
    fs::remove(place_, error);  // an empty folder gives way
    fs::rename(working_, place_, error);
    if (error) throw Fault(Code::disk_fault, {{"what", place_ + ": " + error.message()}});
    working_.clear();
}

}  // namespace ipep
