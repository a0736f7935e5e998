// RowShape: where the fields of a row lie, learned from one row and recognised in others. Most rows of a file have one
// of a few shapes; such a row is checked sixteen bytes at once and read without looking for its commas.
//
// Shape:   every byte lies within its range: a digit, 0 or 1 for a flag, the very separator, point or line break, and
//          for a column that is skipped anything that could not end it. A field has at most eight bytes, no sign, no
//          quote.
// Threads: none of its own; const after it was learned.
#pragma once

#include <optional>

#include "services/histories/adjustment/patient_row.h"

namespace ipep {

class RowShape {
public:
    // Of a row that the header has read, its line break included; nothing where a field is written otherwise.
    static std::optional<RowShape> learn(const PatientHeader& header, std::string_view row);

    // False, and `to` holds nothing, where the row is of another shape. Precondition: it has as many bytes.
    bool read(const char* row, PatientRow& to) const;

private:
    using Bytes = signed char __attribute__((vector_size(16)));
    struct Piece {
        std::size_t at;
        Bytes lowest, highest;
    };
    struct Digit {
        std::size_t at, column;
    };
    struct Number {
        std::size_t at, column;
        int shift;                    // to the left, so that the last digit comes to lie highest
        std::uint64_t before, after;  // the point; where there is none, all is after it
        std::uint32_t decimals;
    };
    struct Place {
        std::size_t begin, size;
    };
    bool learn_field(const PatientHeader& header, std::optional<PatientColumn> column, std::string_view row,
                     Place place);
    bool has(const char* row) const;
    static Bytes piece_of(const char* at);

    std::string lowest_, highest_;  // of each byte
    std::vector<Piece> pieces_;
    std::vector<Digit> digits_;
    std::vector<Number> numbers_;
};

}  // namespace ipep
