// RowReader: the rows of blocks, read by the shapes of rows before them, or, where a row has none of these, field by
// field.
//
// Memory:  a few shapes for each length of a row.
// Errors:  those of PatientHeader::read_row, with the number of the line.
// Threads: one a reader; the header may be shared.
#pragma once

#include "services/histories/adjustment/row_shape.h"

namespace ipep {

class RowReader {
public:
    explicit RowReader(const PatientHeader& header) : header_(header) {}

    // The rows of one block of whole lines, in order, until a line is refused; the rejection's line counts from
    // `first_line`. Gives the number of lines read.
    template <class Take>
    Verdict<std::int64_t> each_row(std::string_view block, std::int64_t first_line, Take&& take) {
        std::int64_t line = first_line;
        for (const char *at = block.data(), *end = at + block.size(); at < end; ++line) {
            if (auto read = read_row(at, end); !read) {
                read.error().line = line;
                return std::unexpected(std::move(read.error()));
            }
            take(static_cast<const PatientRow&>(row_));
        }
        return line - first_line;
    }

private:
    static constexpr std::size_t kLongest = 256, kShapes = 16;  // of a row with a shape; of one length

    Verdict<> read_row(const char*& at, const char* end);

    const PatientHeader& header_;
    PatientRow row_{};
    std::array<std::vector<RowShape>, kLongest> shapes_;  // by the length of the row
};

}  // namespace ipep
