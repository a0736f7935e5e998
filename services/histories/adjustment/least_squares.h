// LeastSquares: the rows of a linear model folded into the triangle of their QR decomposition, block after block, from
// which the model of any subset of its columns follows.
//
// Shape:  columns 0 (the constant) to n−1, then the value to explain. Rows come in any number; the triangle has n + 1.
// Memory: constant.
// Method: Householder QR (Eigen), as R's `lm` does; a column counts as a combination of those before it where what is
//         left of it is below 10⁻⁷ of its length, which is lm's tolerance.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <optional>
#include <vector>

namespace ipep {

struct Solution {
    std::vector<double> coefficients, standard_errors;
    double residual_error = 0;  // √(RSS / (rows − columns))
};

// What the errors of coefficients are where what is left of a row spreads otherwise for some than for others: HC1
// (MacKinnon and White 1985). HC3, which a sample smaller than the text's would ask for, has no value for a category of
// one patient.
class RobustErrors {
public:
    // The columns a model was solved for, and the inverse of their triangle.
    RobustErrors(std::vector<std::size_t> columns, const Solution& solution, Eigen::MatrixXd inverse);

    // Each row that the model was solved from, as it was added to it.
    void add(const std::vector<double>& row);
    std::vector<double> found() const;

private:
    std::vector<std::size_t> columns_;
    Eigen::VectorXd coefficients_, chosen_;
    Eigen::MatrixXd inverse_, squares_;  // squares_: Σ e² z z', z being the row times the inverse
    std::int64_t rows_ = 0;
};

class LeastSquares {
public:
    explicit LeastSquares(std::size_t columns);

    // One row: the columns, then the value.
    void add(const std::vector<double>& row);
    // After the last row, before any question.
    void finish();

    std::int64_t rows() const { return rows_; }
    // The first column that is a combination of those before it; `columns` stands for a value that does not vary.
    std::optional<std::size_t> dependent_column() const;
    Solution solve(const std::vector<std::size_t>& columns) const;
    RobustErrors robust_errors(const std::vector<std::size_t>& columns) const;
    double adjusted_r2(const std::vector<std::size_t>& columns) const;
    // Of coefficients found elsewhere, on these rows.
    double adjusted_r2_of(const std::vector<std::size_t>& columns, const std::vector<double>& coefficients) const;

private:
    void fold();
    // The triangle of chosen columns and the value behind them.
    Eigen::MatrixXd triangle(const std::vector<std::size_t>& columns) const;
    double total_square() const;  // about the mean
    double adjusted(double residual_square, std::size_t columns) const;

    std::size_t columns_;
    std::int64_t rows_ = 0;
    Eigen::Index filled_ = 0;
    Eigen::MatrixXd block_;  // the triangle so far, then new rows
};

}  // namespace ipep
