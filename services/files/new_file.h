// NewFile: a file made anew, for its user alone, and written from its first byte to its last.
//
// Shape:   mode 0600 whatever the umask. What stands at the path already, a link too, is neither opened nor followed.
// Errors:  Fault as fault_of() says: path_unusable, where something stands there; permission_missing, disk_full, …
// Threads: one at a time.
#pragma once

#include <string>
#include <string_view>

namespace ipep {

class NewFile {
public:
    explicit NewFile(std::string path);
    // One that was just made so, by its descriptor.
    NewFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile();

    const std::string& path() const { return path_; }
    void write(std::string_view bytes);
    // Whatever was written is in the file, for those who read it there.
    void flush();
    // And survives a power cut, once the folder's entry does.
    void sync();
    void close();

private:
    std::string path_, pending_;
    int descriptor_;
};

// A file of these bytes.
void write_new(const std::string& path, std::string_view bytes);

}  // namespace ipep
