// ByteSource: the bytes of a file, or of what comes in where it is named "-", plain, gzip or zstd (told by their first
//             bytes), and the digest of the file as it lies.
//
// Memory:  constant; gzip files of several members and zstd files of several frames are read to their end.
// Errors:  file_unreadable; archive_damaged, where a compressed file ends early or does not check.
// Threads: one.
// Source:  RFC 1952 (gzip), RFC 8878 (zstd).
#pragma once

#include <memory>
#include <string>

#include "ledger/digest.h"
#include "ledger/rejection.h"

namespace ipep {

inline constexpr std::string_view kStandardInput = "-";
// What a file is called where it is cited: no folder, which is of one machine.
std::string cited_name(const std::string& path);

class ByteSource {
public:
    static Verdict<ByteSource> open(const std::string& path);
    ByteSource(ByteSource&&) noexcept;
    ~ByteSource();

    // Up to `size` bytes; 0 at the end.
    Verdict<std::size_t> read(char* to, std::size_t size);
    // SHA-256 of the file. Precondition: it was read to its end.
    Digest digest();

private:
    class File;
    class Decoder;
    class Plain;
    class Gzip;
    class Zstd;
    explicit ByteSource(std::unique_ptr<Decoder> decoder);
    std::unique_ptr<Decoder> decoder_;
};

}  // namespace ipep
