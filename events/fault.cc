#include "events/fault.h"
#include "events/code.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace ipep {
namespace {

bool is_about_the_place(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
        case EISDIR:
        case EEXIST:
        case ENOTEMPTY:
        case ELOOP:
        case ENAMETOOLONG:
        case EBUSY:
        case EXDEV:
        case EFBIG:
        case EINVAL: return true;
        default: return false;
    }
}

bool is_of_the_machine(int error) { return error == EMFILE || error == ENFILE || error == ENOMEM || error == EAGAIN; }

std::uintmax_t mebibytes_free(const std::string& path) {
    std::error_code error;
    auto there = std::filesystem::absolute(path, error);
    while (there.has_relative_path() && !std::filesystem::exists(there, error)) there = there.parent_path();
    const auto space = std::filesystem::space(there, error);
    return error ? 0 : space.available >> 20;
}

}  // namespace

Fault fault_of(const std::string& path, int error) {
    const std::string what = std::strerror(error);
    if (is_of_the_machine(error)) return Fault(code::machine_exhausted, {{"what", what}});
    if (error == EACCES || error == EPERM) return Fault(code::permission_missing, {{"path", path}, {"what", what}});
    if (error == ENOSPC || error == EDQUOT)
        return Fault(code::disk_full, {{"free", std::to_string(mebibytes_free(path))}});
    if (is_about_the_place(error)) return Fault(code::path_unusable, {{"path", path}, {"what", what}});
    return Fault(code::disk_fault, {{"what", path + ": " + what}});
}

Fault fault_of(const std::string& path, const std::error_code& error) { return fault_of(path, error.value()); }

}  // namespace ipep
