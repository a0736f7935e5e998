#include "services/files/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "events/fault.h"

namespace ipep {
namespace {

constexpr std::size_t kChunk = 1u << 16;

int made(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0) throw fault_of(path, errno);
    return descriptor;
}

}  // namespace

NewFile::NewFile(std::string path) : path_(std::move(path)), descriptor_(made(path_)) {}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      pending_(std::move(other.pending_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

NewFile::~NewFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void NewFile::write(std::string_view bytes) {
    pending_ += bytes;
    if (pending_.size() >= kChunk) flush();
}

void NewFile::flush() {
    for (std::string_view left = pending_; !left.empty();) {
        const auto written = ::write(descriptor_, left.data(), left.size());
        if (written < 0 && errno != EINTR) throw fault_of(path_, errno);
        if (written > 0) left.remove_prefix(static_cast<std::size_t>(written));
    }
    pending_.clear();
}

void NewFile::sync() {
    flush();
    if (::fchmod(descriptor_, 0600) != 0 || ::fsync(descriptor_) != 0) throw fault_of(path_, errno);
}

void NewFile::close() {
    flush();
    if (::close(std::exchange(descriptor_, -1)) != 0) throw fault_of(path_, errno);
}

void write_new(const std::string& path, std::string_view bytes) {
    NewFile file(path);
    file.write(bytes);
    file.close();
}

}  // namespace ipep
