// WholeFile: a file, or a folder of files, that appears whole or not at all: made beside its place, then moved there.
//
// Shape:   beside PLACE it is PLACE.part-XXXXXX, made anew and for its user alone: files 0600, folders 0700, whatever
//          the umask. No link is followed, there or in its place. It is locked while it is made: what a run that was
//          killed left has a lock that nobody holds, and the next run for the same place removes it.
// Promise: once it has its place it survives a power cut.
// Errors:  file_exists, folder_not_empty, where something stands that does not give way; Fault as fault_of() says.
//          Nothing is left then.
#pragma once

#include <string>
#include <string_view>

#include "ledger/rejection.h"
#include "services/files/new_file.h"

namespace ipep {

// What happens to a file that has the place already. A link, a folder or a device keeps it always.
enum class Existing : std::uint8_t { stays, goes };

class WholeFile {
public:
    // Errors: file_exists.
    static Verdict<WholeFile> at(const std::string& place, Existing existing);
    WholeFile(WholeFile&& other) noexcept;
    WholeFile& operator=(WholeFile&&) = delete;
    ~WholeFile();

    void write(std::string_view bytes) { file_.write(bytes); }
    // All that was written is safe, and can be read at path().
    void finish() { file_.sync(); }
    // Where it lies until it has its place.
    const std::string& path() const { return file_.path(); }
    // Errors: file_exists, where a file came to the place meanwhile and stays.
    Verdict<> keep();

private:
    WholeFile(std::string place, Existing existing, NewFile file);

    std::string place_;
    Existing existing_;
    NewFile file_;
    bool kept_ = false;
};

// Errors: file_exists.
Verdict<> write_whole(const std::string& place, std::string_view bytes, Existing existing);

// The same of a folder, whose place is absent or an empty folder.
class WholeFolder {
public:
    // Errors: folder_not_empty.
    static Verdict<WholeFolder> at(const std::string& place);
    WholeFolder(WholeFolder&& other) noexcept;
    WholeFolder& operator=(WholeFolder&&) = delete;
    ~WholeFolder();

    // Where it lies until it has its place.
    const std::string& path() const { return working_; }
    std::string path(const std::string& name) const { return working_ + '/' + name; }
    void keep();

private:
    WholeFolder(std::string place, std::string working, int lock);

    std::string place_, working_;
    int lock_;
};

}  // namespace ipep
