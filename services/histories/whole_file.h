// WholeFile: a file, or a folder of files, that appears whole or not at all: written beside its place and renamed.
//
// Errors: Fault disk_fault, where it cannot be written; then nothing is left of it. An existing file is replaced by
//         write_whole; a folder must be absent or empty (folder_not_empty).
#pragma once

#include <functional>
#include <string>

#include "ledger/rejection.h"

namespace ipep {

void write_whole(const std::string& path, const std::string& text);

// A folder under its working name until keep(); gone with the object otherwise.
class WholeFolder {
public:
    // Errors: folder_not_empty.
    static Verdict<WholeFolder> at(const std::string& path);
    WholeFolder(WholeFolder&& other) noexcept;
    WholeFolder& operator=(WholeFolder&&) = delete;
    ~WholeFolder();

    std::string path(const std::string& name) const { return working_ + '/' + name; }
    void keep();

private:
    explicit WholeFolder(std::string path);
    std::string place_, working_;
};

}  // namespace ipep
