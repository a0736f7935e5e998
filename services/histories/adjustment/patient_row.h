// PatientRow: one line of a file of patients as numbers, and the columns a file has.
//
// Shape:  CSV with a header (RFC 4180: comma, fields may stand in quotes, no line break inside one), or with
//         semicolons, where the header has no comma, and then decimals may have a comma; columns in any order, others
//         are skipped: id, age, female, ald, cmuc, acs, apl, spending and, where they apply, ame, declared,
//         reimbursed, visits, and further ones that a model names. A value is a decimal with at most 18 digits on each
//         side of the point, kept exactly. A patient with several ALD has their numbers in one field, with | ; or +
//         between them: 8|15 (where semicolons end fields, 8;15 in quotes).
// Errors: column_missing, column_repeated for the header; row_malformed, value_malformed for a line, with its number in
//         the file and the name of the column. What stands in the line is never told: it is about a patient.
// Source: contract, `adjust`; specification §13; CDC 2019, annexe 4.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "ledger/exact.h"
#include "ledger/rejection.h"

namespace ipep {

enum class PatientColumn : std::uint8_t {
    age,
    female,
    ald,
    cmuc,
    acs,
    apl,
    spending,
    ame,
    declared,
    reimbursed,
    visits
};
inline constexpr std::array<std::string_view, 11> kPatientColumns = {
    "age", "female", "ald", "cmuc", "acs", "apl", "spending", "ame", "declared", "reimbursed", "visits"};

// Those that a model names besides: behind the known ones, in the order it names them.
inline constexpr std::size_t kMostFurther = 16;
constexpr PatientColumn further_column(std::size_t index) {
    return static_cast<PatientColumn>(kPatientColumns.size() + index);
}

// What the column ald may hold: several ALD of a patient, or one value, where it is taken as a number.
enum class AldField : std::uint8_t { several, one };
// What is read of a file besides the known columns. At most kMostFurther.
struct PatientFields {
    AldField ald = AldField::several;
    std::vector<std::string> further = {};
};

// Whether it holds 0 or 1: another number is a column of something else.
bool must_be_flag(PatientColumn column);

// The exact value of a field: mantissa / 10^decimals. One of more than 15 digits is its text alone.
struct FieldNumber {
    std::int64_t mantissa;
    std::uint32_t decimals;
    std::uint32_t text_size;  // 0: it has no text
    const char* text;         // in the block that is being read

    void set(std::int64_t number, std::uint32_t places) { mantissa = number, decimals = places, text_size = 0; }
    bool is_long() const { return text_size != 0; }
    Exact exact() const;
    double nearest() const;  // for the estimation of a model, never for an amount
    bool at_least(std::int64_t whole) const;

private:
    std::string digits() const;  // of a long one, with a point
};

struct PatientRow {
    std::array<FieldNumber, kPatientColumns.size() + kMostFurther> values;
    std::string_view several_ald;  // the numbers and what is between them, in the block; empty: values has the one
    const FieldNumber& operator[](PatientColumn column) const { return values[static_cast<std::size_t>(column)]; }
    // Whether the patient is of this category of the column; of several ALD, whether it is one of them.
    bool is_in(PatientColumn column, const Exact& category) const;
};

// The header of a file.
class PatientHeader {
public:
    static Verdict<PatientHeader> read(std::string_view line, const PatientFields& fields = {});
    bool has(PatientColumn column) const { return present_[static_cast<std::size_t>(column)]; }

    // What each column of the file is; nothing: it is skipped.
    const std::vector<std::optional<PatientColumn>>& columns() const { return columns_; }

    // What ends a field, and what may stand before its decimals.
    char separator() const { return separator_; }
    std::string_view points() const { return separator_ == ';' ? ".," : "."; }

    // One line that ends at its line break; `line` is the next one afterwards. The rejection's line is 0 still.
    Verdict<> read_row(const char*& line, PatientRow& row) const;

    // Whether the patient counts: never with AME; where the file says who is declared, only who is declared and had a
    // reimbursement, or is under 16 and had two visits.
    bool is_counted(const PatientRow& row) const;

private:
    std::vector<std::optional<PatientColumn>> columns_;
    std::vector<std::string> names_;  // of the columns wanted, by PatientColumn
    std::array<bool, kPatientColumns.size()> present_{};
    AldField ald_ = AldField::several;
    char separator_ = ',';
};

// The different numbers of several ALD, in rising order.
std::vector<std::int64_t> ald_numbers(std::string_view several);

}  // namespace ipep
