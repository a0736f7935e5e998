// SpendingModel: spending of a patient explained by age, sex, ALD, CMU-C, ACS and APL: a linear model, fitted by least
// squares on 70 % of a sample and judged on the rest.
//
// Shape:   a variable is a column, one of the known or one the model names further; or, where a column holds categories
//          (`ald`), one value of it against the smallest; or, where ages are taken by classes, one class of it against
//          the youngest. One is kept only where it improves the adjusted R² of the fit; the worst goes first. Rows
//          count in the sample as they count in a groupement (PatientHeader::is_counted). `ald` holds categories where
//          it holds more than two values, unless it is taken as a number.
// Method:  errors of coefficients are lm's, s √((X'X)⁻¹)ₖₖ; and HC1, which holds where spending spreads more among some
//          patients than among others: √(n/(n−k) (X'X)⁻¹ X' diag(e²) X (X'X)⁻¹)ₖₖ.
// Split:   x₁ is the seed (modulo 2³¹ − 1, 0 read as 1) advanced 16 times by x ← 16807 x mod (2³¹ − 1); for each row
//          counted, in the order of the file, x advances once and the row goes to the fit where
//          x × rows left < wanted rows left × (2³¹ − 1). Of n rows ⌊0.7 n⌋ are wanted.
// Units:   euros a year. Coefficients are the shortest decimals that name the numbers found; applying them is exact.
// Errors:  those of PatientFile; rows_too_few, variables_collinear, categories_too_many; model_malformed on reading.
// Source:  specification §13; CDC 2019, annexe 4; Householder QR by Eigen, block after block.
#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <optional>

#include "services/histories/adjustment/patient_file.h"

namespace ipep {

// The text's own minimum. A model on fewer patients says so wherever it is used.
inline constexpr std::int64_t kTextMinimum = 100'000;

struct ModelTerm {
    PatientColumn column = PatientColumn::age;
    std::string column_name;
    std::optional<Decimal> equals = {};                 // the category it stands for
    std::optional<std::int64_t> from = {}, below = {};  // the class of ages
    Decimal coefficient = {}, standardError = {}, robustError = {};

    bool is_yes_or_no() const { return equals || from; }
    std::string name() const;  // "age", "ald 3", "age 16-29", "age 75+"
};

struct LeftOut {
    std::string name;
    std::string adjustedR2;  // of the fit, had it been kept
};

struct SpendingModel {
    std::string reference, sha256;  // of the sample
    std::string digest;             // of the file the model was read from
    std::int64_t rows = 0, excluded = 0, fitRows = 0, testRows = 0;
    std::uint64_t seed = 1;
    Decimal constant, constantError, constantRobustError;
    std::vector<std::string> further;  // columns of the file besides the known, which a term may name
    std::vector<ModelTerm> terms;
    std::vector<LeftOut> left_out;
    std::string adjustedR2Fit, adjustedR2Test, residualError;

    bool meets_minimum() const { return fitRows + testRows >= kTextMinimum; }
};

struct FitOptions {
    std::uint64_t seed = 1;
    bool ald_categories = true;
    std::vector<std::int64_t> age_classes = {};  // at which ages a class begins behind the youngest, rising
    std::vector<std::string> further = {};       // columns taken as numbers; at most kMostFurther
    // Told of each row counted, in order: its line in the file, and whether it went to the fit.
    std::function<void(std::int64_t line, bool fitted)> on_split = {};
};

Verdict<SpendingModel> fit_model(const std::string& path, const FitOptions& wishes);

boost::json::object to_json(const SpendingModel& model);
Verdict<SpendingModel> parse_model(std::string_view text);

}  // namespace ipep
