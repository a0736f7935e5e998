// ScratchFolder: a new folder for files that another part of the program wants by name; goes with the object.
//
// Errors:  Fault (disk_fault) where none can be made.
// Threads: one at a time.
#pragma once

#include <filesystem>
#include <string>

namespace ipep {

class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    std::string file(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

}  // namespace ipep
