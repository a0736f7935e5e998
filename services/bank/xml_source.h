// XML source: the bytes of a file, a document after the other, each within the limits, all in the digest.
//
// Shape:  next_document() goes to where the next one begins, past blanks, comments and instructions; read() gives its
//         bytes up to the end of its root, then nothing.
// Errors: those of xml_limits.h; Fault disk_fault, where the file cannot be read to its end.
// Why:    banks put several messages into one file, and blank lines before the first; a parser takes neither.
#pragma once

#include <istream>

#include "events/seal.h"
#include "services/bank/xml_limits.h"

namespace ipep {

class XmlSource {
public:
    explicit XmlSource(std::istream& input) : input_(input) {}

    // Whether there is one; the first is also begun where the file is empty, for the parser to say so.
    Verdict<bool> next_document();
    Verdict<std::size_t> read(char* to, std::size_t most);
    // Nothing of the file is left.
    bool at_end() const { return at_end_ && held_.size() == from_; }
    // Lines of the file before this document.
    std::int64_t lines_before() const { return lines_before_; }
    Digest digest() { return digest_.finish(); }

private:
    bool fill(std::size_t wanted);
    std::string_view held() const { return std::string_view(held_).substr(from_); }
    void pass(std::size_t bytes);
    Verdict<> pass_until(std::string_view end);

    std::istream& input_;
    std::string held_;  // read, and not given yet from `from_` on
    std::size_t from_ = 0;
    bool at_end_ = false;
    std::int64_t lines_before_ = 0, lines_passed_ = 0;
    XmlLimits limits_;
    FileDigest digest_;
};

}  // namespace ipep
