#include "services/histories/adjustment/adjusted_mean.h"

#include <algorithm>
#include <mutex>
#include <thread>

#include "events/seal.h"
#include "services/histories/adjustment/patient_file.h"
#include "services/histories/adjustment/row_reader.h"
#include "services/words/code.h"

namespace ipep {
namespace {

// The exact sum of a column: one sum for each number of decimals, so that adding is one addition.
class ColumnSum {
public:
    void add(const FieldNumber& number) {
        if (number.is_long())
            others_ += number.exact();
        else
            sums_[number.decimals] += number.mantissa;
    }
    void add(const ColumnSum& other) {
        for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += other.sums_[i];
        others_ += other.others_;
    }
    Exact value() const {
        Exact total = others_;
        Integer scale = 1;
        for (const Wide sum : sums_) {
            total += Exact(Integer(sum), scale);
            scale *= 10;
        }
        return total;
    }

private:
    std::array<Wide, 19> sums_{};
    Exact others_ = 0;
};

struct Sums {
    std::int64_t rows = 0, patients = 0;
    ColumnSum spending;
    std::vector<ColumnSum> columns;         // of the terms that are a column
    std::vector<std::int64_t> in_category;  // of those that are a category

    explicit Sums(std::size_t terms) : columns(terms), in_category(terms) {}

    void add(const Sums& other) {
        rows += other.rows;
        patients += other.patients;
        spending.add(other.spending);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            columns[i].add(other.columns[i]);
            in_category[i] += other.in_category[i];
        }
    }
};

// A file summed by as many threads as there are cores. Each reads the next block, one at a time because the digest
// needs them in order, and parses it while the others read.
class Summing {
public:
    Summing(PatientFile& file, const SpendingModel& model) : file_(file), model_(model) {
        for (const ModelTerm& term : model.terms)
            categories_.push_back(term.equals ? std::optional(to_exact(*term.equals)) : std::nullopt);
    }

    Verdict<Sums> sum() {
        std::vector<Sums> sums(std::max(1u, std::thread::hardware_concurrency()), Sums(model_.terms.size()));
        {
            std::vector<std::jthread> threads;
            for (Sums& one : sums) threads.emplace_back([this, &one] { work(one); });
        }
        if (refused_) {
            for (std::size_t block = 0; block < refused_block_; ++block) refused_->line += lines_[block];
            return std::unexpected(std::move(*refused_));
        }
        if (broken_) return std::unexpected(std::move(*broken_));
        for (std::size_t i = 1; i < sums.size(); ++i) sums.front().add(sums[i]);
        return std::move(sums.front());
    }

private:
    void work(Sums& sums) {
        RowReader reader(file_.header());
        std::string block;
        while (const auto number = next(block)) {
            const auto add_row = [&](const PatientRow& row) { add(row, sums); };
            const auto lines = reader.each_row(block, kFirstRowLine, add_row);
            const std::scoped_lock lock(mutex_);
            if (lines) {
                lines_[*number] = *lines;
            } else if (!refused_ || *number < refused_block_) {
                refused_ = lines.error();
                refused_block_ = *number;
            }
        }
    }

    // The number of the block; nothing at the end, or once a row was refused or the file broke.
    std::optional<std::size_t> next(std::string& block) {
        const std::scoped_lock lock(mutex_);
        if (refused_ || broken_) return std::nullopt;
        if (auto read = file_.next(block); !read) broken_ = std::move(read.error());
        if (broken_ || block.empty()) return std::nullopt;
        lines_.push_back(0);
        return lines_.size() - 1;
    }

    void add(const PatientRow& row, Sums& sums) const {
        ++sums.rows;
        if (!file_.header().is_counted(row)) return;
        ++sums.patients;
        sums.spending.add(row[PatientColumn::spending]);
        for (std::size_t i = 0; i < categories_.size(); ++i) {
            const ModelTerm& term = model_.terms[i];
            const FieldNumber& number = row[term.column];
            if (categories_[i])
                sums.in_category[i] += row.is_in(term.column, *categories_[i]);
            else if (term.from)
                sums.in_category[i] += number.at_least(*term.from) && !(term.below && number.at_least(*term.below));
            else
                sums.columns[i].add(number);
        }
    }

    PatientFile& file_;
    const SpendingModel& model_;
    std::vector<std::optional<Exact>> categories_;
    std::mutex mutex_;                           // of all below, and of the file
    std::vector<std::int64_t> lines_;            // of each block
    std::optional<Rejection> refused_, broken_;  // by a row; by the file, behind the blocks read so far
    std::size_t refused_block_ = 0;
};

// As a number, the column has one value a patient.
AldField ald_field(const SpendingModel& model) {
    const bool is_number = std::ranges::any_of(
        model.terms, [](const ModelTerm& one) { return one.column == PatientColumn::ald && !one.equals; });
    return is_number ? AldField::one : AldField::several;
}

}  // namespace

Verdict<AdjustedMean> adjusted_mean(const SpendingModel& model, const std::string& path) {
    auto file = IPEP_TRY(PatientFile::open(path, {ald_field(model), model.further}));
    const auto sums = IPEP_TRY(Summing(file, model).sum());
    if (sums.patients == 0) return refuse(code::sample_empty);
    AdjustedMean mean{sums.rows, sums.patients, sums.spending.value() / sums.patients, to_exact(model.constant),
                      file.digest()};
    for (std::size_t i = 0; i < model.terms.size(); ++i) {
        const Exact sum = model.terms[i].is_yes_or_no() ? Exact(sums.in_category[i]) : sums.columns[i].value();
        mean.adjusted += to_exact(model.terms[i].coefficient) * sum / sums.patients;
    }
    return mean;
}

std::vector<RecordFact> facts_of(const AdjustedMean& mean, const SpendingModel& model, const MeanOf& of, Day on) {
    const std::string digest = to_hex(bytes_of(mean.file));
    std::string reference =
        cited_name(of.file_name) + ", model " + model.digest.substr(0, 12) + " of " + model.reference;
    if (!model.meets_minimum())
        reference += " (fitted on " + std::to_string(model.fitRows + model.testRows) + " patients, fewer than " +
                     std::to_string(kTextMinimum) + ")";
    const Source source{reference, digest};
    const std::string subject = of.groupement.text + '-' + to_text(of.year) + '-' + digest.substr(0, 12);
    return {{FactKey{"patientsCounted-" + subject}, on, source, PatientsCounted{of.groupement, of.year, mean.patients}},
            {FactKey{"expenditureMeasured-" + subject}, on, source,
             ExpenditureMeasured{.groupement = of.groupement,
                                 .year = of.year,
                                 .actualPerPatient = {to_decimals(mean.actual)},
                                 .adjustedPerPatient = {to_decimals(mean.adjusted)},
                                 .model = of.model}}};
}

RecordFact adoption_of(const SpendingModel& model, const Adoption& adoption, Day on) {
    const std::string& r2 = model.adjustedR2Test.empty() ? model.adjustedR2Fit : model.adjustedR2Test;
    AdjustmentModelAdopted fact{.model = adoption.model,
                                .year = adoption.year,
                                .author = adoption.author,
                                .sample = model.reference + ", SHA-256 " + model.sha256,
                                .adjustedR2 = {to_decimals(to_exact(Decimal{r2}), 6)},
                                .sha256 = model.digest,
                                .variables = {}};
    for (const ModelTerm& term : model.terms) fact.variables.push_back(term.name());
    return {FactKey{"adjustmentModelAdopted-" + adoption.model.text}, on, {}, std::move(fact)};
}

}  // namespace ipep
