// ScratchFolder: a new folder for files that another part of the program wants by name; goes with the object.
//
// Errors:  Fault (as fault_of() says) where none can be made, or a file not be written whole.
// Threads: one at a time.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace ipep {

class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    std::string file(const char* name) const { return path_ / name; }
    // A file of these bytes; gives its path.
    std::string written(const char* name, std::string_view bytes) const;

private:
    std::filesystem::path path_;
};

}  // namespace ipep
