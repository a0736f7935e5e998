#include "services/histories/adjustment/adjusted_mean.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

#include "events/seal.h"

namespace ipep {
namespace {

__extension__ using Wide = __int128;

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
    std::vector<ColumnSum> columns;           // of the terms that are a column
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

// Takes blocks in order from one thread and has them parsed by others.
class Summing {
public:
    Summing(const PatientHeader& header, const SpendingModel& model) : header_(header), model_(model) {
        for (const ModelTerm& term : model.terms)
            categories_.push_back(term.equals ? std::optional(to_exact(*term.equals)) : std::nullopt);
        const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
        for (unsigned i = 0; i < cores; ++i) sums_.emplace_back(model.terms.size());
        for (unsigned i = 0; i < cores; ++i) threads_.emplace_back([this, i] { work(sums_[i]); });
    }

    // Takes the block, leaves one whose memory may be used again. False once a row was refused: what follows need not
    // be read.
    bool give(std::string& block) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_.size() < 2 * threads_.size(); });
        if (refused_) return false;
        lines_.push_back(0);
        waiting_.emplace_back(lines_.size() - 1, std::move(block));
        block = spare_.empty() ? std::string() : std::move(spare_.back());
        if (!spare_.empty()) spare_.pop_back();
        changed_.notify_all();
        return true;
    }

    Verdict<Sums> finish() {
        {
            const std::scoped_lock lock(mutex_);
            ended_ = true;
            changed_.notify_all();
        }
        threads_.clear();  // each ends when nothing waits
        if (refused_) {
            for (std::size_t block = 0; block < refused_block_; ++block) refused_->line += lines_[block];
            return std::unexpected(std::move(*refused_));
        }
        Sums total(model_.terms.size());
        for (const Sums& one : sums_) total.add(one);
        return total;
    }

private:
    void work(Sums& sums) {
        for (;;) {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            auto [number, block] = std::move(waiting_.front());
            waiting_.pop_front();
            changed_.notify_all();
            lock.unlock();
            const auto lines = each_row(header_, block, kFirstRowLine, [&](const PatientRow& row) { add(row, sums); });
            lock.lock();
            spare_.push_back(std::move(block));
            if (lines) {
                lines_[number] = *lines;
            } else if (!refused_ || number < refused_block_) {
                refused_ = lines.error();
                refused_block_ = number;
            }
        }
    }

    void add(const PatientRow& row, Sums& sums) const {
        ++sums.rows;
        if (!header_.is_counted(row)) return;
        ++sums.patients;
        sums.spending.add(row[PatientColumn::spending]);
        for (std::size_t i = 0; i < categories_.size(); ++i) {
            const FieldNumber& value = row[model_.terms[i].column];
            if (!categories_[i])
                sums.columns[i].add(value);
            else
                sums.in_category[i] += value.exact() == *categories_[i];
        }
    }

    const PatientHeader& header_;
    const SpendingModel& model_;
    std::vector<std::optional<Exact>> categories_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::pair<std::size_t, std::string>> waiting_;
    std::vector<std::string> spare_;
    std::vector<std::int64_t> lines_;  // of each block
    std::optional<Rejection> refused_;
    std::size_t refused_block_ = 0;
    bool ended_ = false;
    std::vector<Sums> sums_;
    std::vector<std::jthread> threads_;  // last: they end before what they use
};

}  // namespace

Verdict<AdjustedMean> adjusted_mean(const SpendingModel& model, const std::string& path) {
    auto file = PatientFile::open(path);
    if (!file) return std::unexpected(std::move(file.error()));
    std::optional<Rejection> broken;  // of the archive, behind the rows read so far
    Summing summing(file->header(), model);
    for (std::string block;;) {
        auto read = file->next(block);
        if (!read) broken = std::move(read.error());
        if (!read || block.empty() || !summing.give(block)) break;
    }
    const auto sums = summing.finish();
    if (!sums) return std::unexpected(sums.error());
    if (broken) return std::unexpected(std::move(*broken));
    if (sums->patients == 0) return refuse(Code::sample_empty);
    AdjustedMean mean{sums->rows, sums->patients, sums->spending.value() / sums->patients, to_exact(model.constant),
                      file->digest()};
    for (std::size_t i = 0; i < model.terms.size(); ++i) {
        const Exact sum = model.terms[i].equals ? Exact(sums->in_category[i]) : sums->columns[i].value();
        mean.adjusted += to_exact(model.terms[i].coefficient) * sum / sums->patients;
    }
    return mean;
}

std::vector<RecordFact> facts_of(const AdjustedMean& mean, const SpendingModel& model, const GroupementId& groupement,
                                 Year year, Day on, const std::string& file_name) {
    const std::string digest = to_hex(bytes_of(mean.file));
    std::string reference = std::filesystem::path(file_name).filename().string() + ", model " +
                            model.digest.substr(0, 12) + " of " + model.reference;
    if (!model.meets_minimum())
        reference += " (fitted on " + std::to_string(model.fitRows + model.testRows) + " patients, fewer than " +
                     std::to_string(kTextMinimum) + ")";
    const Source source{reference, digest};
    const std::string subject = groupement.text + '-' + std::to_string(year) + '-' + digest.substr(0, 12);
    return {{FactKey{"patientsCounted-" + subject}, on, source, PatientsCounted{groupement, year, mean.patients}},
            {FactKey{"expenditureMeasured-" + subject}, on, source,
             ExpenditureMeasured{groupement, year, {to_decimals(mean.actual)}, {to_decimals(mean.adjusted)}}}};
}

}  // namespace ipep
