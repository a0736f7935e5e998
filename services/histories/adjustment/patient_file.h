// PatientFile: a file of patients, however large, in blocks of whole lines.
//
// Memory:  one block at a time, a quarter of a megabyte, so that it is still in the cache when its rows are read; a
//          line that does not fit in one is refused.
// Errors:  those of ByteSource and PatientHeader.
// Source:  contract, `adjust`.
#pragma once

#include "services/histories/adjustment/byte_source.h"
#include "services/histories/adjustment/patient_row.h"

namespace ipep {

class PatientFile {
public:
    static Verdict<PatientFile> open(const std::string& path, const PatientFields& fields);

    const PatientHeader& header() const { return header_; }
    // The next whole lines, the last of them ended too, into a block whose memory is used again; empty at the end.
    // Blank lines behind the last row are none of it.
    Verdict<> next(std::string& block);
    // Precondition: next() has come to its end.
    Digest digest() { return source_.digest(); }

private:
    explicit PatientFile(ByteSource source) : source_(std::move(source)) {}

    ByteSource source_;
    PatientHeader header_;
    std::string rest_;  // the beginning of a line, or, before the first block, what came with the header
};

// The header is line 1 of the file.
inline constexpr std::int64_t kFirstRowLine = 2;

}  // namespace ipep
