#include "services/histories/adjustment/least_squares.h"

namespace ipep {
namespace {

constexpr Eigen::Index kRowsAtOnce = 2048;
constexpr double kTolerance = 1e-7;

Eigen::MatrixXd triangle_of(const Eigen::MatrixXd& rows) {
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(rows);
    const Eigen::Index size = std::min(rows.rows(), rows.cols());
    return qr.matrixQR().topRows(size).triangularView<Eigen::Upper>();
}

}  // namespace

LeastSquares::LeastSquares(std::size_t columns)
    : columns_(columns), block_(Eigen::MatrixXd::Zero(kRowsAtOnce, static_cast<Eigen::Index>(columns) + 1)) {}

void LeastSquares::add(const std::vector<double>& row) {
    if (filled_ == block_.rows()) fold();
    for (std::size_t i = 0; i < row.size(); ++i) block_(filled_, static_cast<Eigen::Index>(i)) = row[i];
    ++filled_;
    ++rows_;
}

void LeastSquares::fold() {
    const Eigen::MatrixXd top = triangle_of(block_.topRows(filled_));
    block_.topRows(top.rows()) = top;
    filled_ = top.rows();
}

void LeastSquares::finish() {
    const Eigen::MatrixXd top = triangle_of(block_.topRows(filled_));
    block_ = Eigen::MatrixXd::Zero(block_.cols(), block_.cols());
    block_.topRows(top.rows()) = top;
}

std::optional<std::size_t> LeastSquares::dependent_column() const {
    for (Eigen::Index j = 0; j < block_.cols() - 1; ++j)
        if (std::abs(block_(j, j)) <= kTolerance * block_.col(j).norm()) return static_cast<std::size_t>(j);
    const Eigen::Index value = block_.cols() - 1;
    const double varies = block_.col(value).tail(value).norm();
    if (varies <= kTolerance * block_.col(value).norm()) return columns_;
    return std::nullopt;
}

Eigen::MatrixXd LeastSquares::triangle(const std::vector<std::size_t>& columns) const {
    Eigen::MatrixXd chosen(block_.rows(), static_cast<Eigen::Index>(columns.size()) + 1);
    for (std::size_t k = 0; k < columns.size(); ++k)
        chosen.col(static_cast<Eigen::Index>(k)) = block_.col(static_cast<Eigen::Index>(columns[k]));
    chosen.rightCols(1) = block_.rightCols(1);
    return triangle_of(chosen);
}

Solution LeastSquares::solve(const std::vector<std::size_t>& columns) const {
    const Eigen::MatrixXd all = triangle(columns);
    const auto size = static_cast<Eigen::Index>(columns.size());
    const auto upper = all.topLeftCorner(size, size).triangularView<Eigen::Upper>();
    const Eigen::VectorXd found = upper.solve(all.col(size).head(size));
    const double left = all(size, size);
    Solution solution;
    solution.residual_error = std::abs(left) / std::sqrt(static_cast<double>(rows_ - size));
    const Eigen::MatrixXd inverse = upper.solve(Eigen::MatrixXd::Identity(size, size));
    for (Eigen::Index k = 0; k < size; ++k) {
        solution.coefficients.push_back(found(k));
        solution.standard_errors.push_back(solution.residual_error * inverse.row(k).norm());
    }
    return solution;
}

RobustErrors LeastSquares::robust_errors(const std::vector<std::size_t>& columns) const {
    const auto size = static_cast<Eigen::Index>(columns.size());
    const Eigen::MatrixXd all = triangle(columns);
    const auto upper = all.topLeftCorner(size, size).triangularView<Eigen::Upper>();
    return {columns, solve(columns), upper.solve(Eigen::MatrixXd::Identity(size, size))};
}

RobustErrors::RobustErrors(std::vector<std::size_t> columns, const Solution& solution, Eigen::MatrixXd inverse)
    : columns_(std::move(columns)),
      coefficients_(Eigen::Map<const Eigen::VectorXd>(solution.coefficients.data(), inverse.rows())),
      chosen_(inverse.rows()),
      inverse_(std::move(inverse)),
      squares_(Eigen::MatrixXd::Zero(inverse_.rows(), inverse_.rows())) {}

void RobustErrors::add(const std::vector<double>& row) {
    for (std::size_t k = 0; k < columns_.size(); ++k) chosen_(static_cast<Eigen::Index>(k)) = row[columns_[k]];
    const Eigen::VectorXd weighed = (row.back() - coefficients_.dot(chosen_)) * (inverse_.transpose() * chosen_);
    squares_.selfadjointView<Eigen::Upper>().rankUpdate(weighed);
    ++rows_;
}

std::vector<double> RobustErrors::found() const {
    const auto size = static_cast<double>(columns_.size()), rows = static_cast<double>(rows_);
    const Eigen::MatrixXd all = inverse_ * squares_.selfadjointView<Eigen::Upper>() * inverse_.transpose();
    std::vector<double> errors;
    for (Eigen::Index k = 0; k < all.rows(); ++k) errors.push_back(std::sqrt(all(k, k) * rows / (rows - size)));
    return errors;
}

double LeastSquares::total_square() const {
    const Eigen::Index value = block_.cols() - 1;
    return block_.col(value).tail(value).squaredNorm();
}

double LeastSquares::adjusted(double residual_square, std::size_t columns) const {
    const auto rows = static_cast<double>(rows_);
    return 1 - (residual_square / (rows - static_cast<double>(columns))) / (total_square() / (rows - 1));
}

double LeastSquares::adjusted_r2(const std::vector<std::size_t>& columns) const {
    const Eigen::MatrixXd all = triangle(columns);
    const auto size = static_cast<Eigen::Index>(columns.size());
    return adjusted(all(size, size) * all(size, size), columns.size());
}

double LeastSquares::adjusted_r2_of(const std::vector<std::size_t>& columns,
                                    const std::vector<double>& coefficients) const {
    Eigen::VectorXd left = block_.rightCols(1);
    for (std::size_t k = 0; k < columns.size(); ++k)
        left -= coefficients[k] * block_.col(static_cast<Eigen::Index>(columns[k]));
    return adjusted(left.squaredNorm(), columns.size());
}

}  // namespace ipep
