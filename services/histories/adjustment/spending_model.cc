#include "services/histories/adjustment/spending_model.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "events/seal.h"
#include "services/histories/adjustment/least_squares.h"
#include "services/histories/adjustment/row_reader.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr std::uint64_t kModulus = 2'147'483'647, kMultiplier = 16'807;
constexpr std::size_t kMostCategories = 100;
constexpr std::array kExplaining = {PatientColumn::age,  PatientColumn::female, PatientColumn::ald,
                                    PatientColumn::cmuc, PatientColumn::acs,    PatientColumn::apl};

// The shortest decimal that names the number, without an exponent.
Decimal shortest(double number) {
    char text[400];
    const auto end = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed).ptr;
    return {std::string(text, end)};
}

// Which rows go to the fit: selection sampling, so that exactly the wanted number does.
class Split {
public:
    Split(std::uint64_t seed, std::int64_t rows)
        : state_(seed % kModulus == 0 ? 1 : seed % kModulus), left_(rows), wanted_(rows * 7 / 10) {
        for (int i = 0; i < 16; ++i) advance();
    }
    bool takes_next() {
        advance();
        const bool taken = state_ * static_cast<std::uint64_t>(left_) < static_cast<std::uint64_t>(wanted_) * kModulus;
        --left_;
        wanted_ -= taken;
        return taken;
    }

private:
    void advance() { state_ = state_ * kMultiplier % kModulus; }
    std::uint64_t state_;
    std::int64_t left_, wanted_;
};

// The rows that count, as numbers: kExplaining and further ones, then spending.
struct Sample {
    static constexpr std::size_t kAld = 2;  // in kExplaining
    static_assert(kExplaining[kAld] == PatientColumn::ald);
    std::vector<PatientColumn> explaining{kExplaining.begin(), kExplaining.end()};
    std::vector<std::string> names;  // of these
    std::vector<double> numbers;
    std::vector<std::int64_t> lines;                               // in the file
    std::set<double> ald;                                          // its different values, as far as kMostCategories
    std::map<std::size_t, std::vector<std::int64_t>> several_ald;  // of those who have several, by the row counted
    std::int64_t rows = 0;
    Digest digest{};

    std::size_t counted() const { return lines.size(); }
    std::size_t width() const { return explaining.size() + 1; }
    const double* row(std::size_t i) const { return numbers.data() + i * width(); }
    double spending(std::size_t i) const { return row(i)[explaining.size()]; }
    void note_ald(const PatientRow& row) {
        if (row.several_ald.empty()) {
            note_ald(row[PatientColumn::ald].nearest());
            return;
        }
        const auto& own = several_ald.emplace(counted(), ald_numbers(row.several_ald)).first->second;
        for (const std::int64_t one : own) note_ald(static_cast<double>(one));
    }
    void note_ald(double one) {
        if (ald.size() <= kMostCategories) ald.insert(one);
    }
    bool has_ald(std::size_t i, double one) const {
        const auto own = several_ald.find(i);
        if (own == several_ald.end()) return row(i)[kAld] == one;
        return std::ranges::any_of(own->second, [&](std::int64_t of) { return static_cast<double>(of) == one; });
    }
};

Verdict<Sample> read_sample(const std::string& path, const PatientFields& fields) {
    auto file = IPEP_TRY(PatientFile::open(path, fields));
    Sample sample;
    for (std::size_t i = 0; i < fields.further.size(); ++i) sample.explaining.push_back(further_column(i));
    for (const PatientColumn one : kExplaining)
        sample.names.emplace_back(kPatientColumns[static_cast<std::size_t>(one)]);
    sample.names.insert(sample.names.end(), fields.further.begin(), fields.further.end());
    const PatientHeader& header = file.header();
    RowReader reader(header);
    for (std::string block;;) {
        IPEP_TRY(file.next(block));
        if (block.empty()) break;
        IPEP_TRY(reader.each_row(block, kFirstRowLine + sample.rows, [&](const PatientRow& row) {
            ++sample.rows;
            if (!header.is_counted(row)) return;
            for (const PatientColumn column : sample.explaining) sample.numbers.push_back(row[column].nearest());
            sample.numbers.push_back(row[PatientColumn::spending].nearest());
            sample.note_ald(row);
            sample.lines.push_back(kFirstRowLine - 1 + sample.rows);
        }));
    }
    if (sample.counted() == 0) return refuse(code::sample_empty);
    sample.digest = file.digest();
    return sample;
}

void add_age_classes(const std::vector<std::int64_t>& begins, std::vector<ModelTerm>& to) {
    for (std::size_t i = 0; i < begins.size(); ++i) {
        ModelTerm term{PatientColumn::age, "age", {}, begins[i]};
        if (i + 1 < begins.size()) term.below = begins[i + 1];
        to.push_back(std::move(term));
    }
}

Verdict<> add_ald(const Sample& sample, std::vector<ModelTerm>& to) {
    if (sample.ald.size() > kMostCategories)
        return refuse(code::categories_too_many, {{"column", "ald"}, {"most", std::to_string(kMostCategories)}});
    // The first is what the others are held against; where a patient has several, only to have none can be that.
    const bool is_base = sample.several_ald.empty() || *sample.ald.begin() == 0;
    for (auto value = std::next(sample.ald.begin(), is_base); value != sample.ald.end(); ++value)
        to.push_back({PatientColumn::ald, "ald", shortest(*value)});
    return {};
}

// The variables a sample offers, in order.
Verdict<std::vector<ModelTerm>> candidates(const Sample& sample, const FitOptions& wishes) {
    std::vector<ModelTerm> terms;
    const bool is_more_than_a_flag = !sample.several_ald.empty() || sample.ald.size() > 2;
    for (std::size_t i = 0; i < sample.explaining.size(); ++i) {
        const PatientColumn column = sample.explaining[i];
        if (column == PatientColumn::age && !wishes.age_classes.empty())
            add_age_classes(wishes.age_classes, terms);
        else if (column == PatientColumn::ald && wishes.ald_categories && is_more_than_a_flag)
            IPEP_TRY(add_ald(sample, terms));
        else
            terms.push_back({column, sample.names[i]});
    }
    return terms;
}

// Constant, terms, spending: one row of the design.
class Design {
public:
    Design(const Sample& sample, const std::vector<ModelTerm>& terms) : sample_(sample) {
        for (const ModelTerm& term : terms) {
            const auto at = std::ranges::find(sample.explaining, term.column) - sample.explaining.begin();
            variables_.push_back({term, static_cast<std::size_t>(at), term.equals ? std::stod(term.equals->text) : 0});
        }
    }
    std::vector<double> row(std::size_t at) const {
        std::vector<double> row{1};
        for (const Variable& one : variables_) row.push_back(value(one, at));
        row.push_back(sample_.spending(at));
        return row;
    }

private:
    struct Variable {
        ModelTerm term;
        std::size_t column;
        double category;
    };
    // Of the columns, ald alone is taken by category, and age by class.
    double value(const Variable& one, std::size_t at) const {
        const double number = sample_.row(at)[one.column];
        if (one.term.equals) return sample_.has_ald(at, one.category) ? 1 : 0;
        if (!one.term.from) return number;
        const auto reaches = [&](std::int64_t age) { return number >= static_cast<double>(age); };
        return reaches(*one.term.from) && !(one.term.below && reaches(*one.term.below)) ? 1 : 0;
    }

    const Sample& sample_;
    std::vector<Variable> variables_;
};

struct Parts {
    LeastSquares fit, test;
};

// Each row counted, in order, and whether it goes to the fit.
template <class Take>
void each_drawn(const Sample& sample, std::uint64_t seed, const Take& take) {
    Split split(seed, static_cast<std::int64_t>(sample.counted()));
    for (std::size_t i = 0; i < sample.counted(); ++i) take(i, split.takes_next());
}

Parts split_sample(const Sample& sample, const std::vector<ModelTerm>& terms, const FitOptions& wishes) {
    Parts parts{LeastSquares(terms.size() + 1), LeastSquares(terms.size() + 1)};
    const Design design(sample, terms);
    each_drawn(sample, wishes.seed, [&](std::size_t i, bool fitted) {
        (fitted ? parts.fit : parts.test).add(design.row(i));
        if (wishes.on_split) wishes.on_split(sample.lines[i], fitted);
    });
    parts.fit.finish();
    parts.test.finish();
    return parts;
}

// Drops the worst variable while that improves the adjusted R². Column 0 is the constant and stays.
std::vector<std::size_t> kept_columns(const LeastSquares& fit, std::size_t columns) {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < columns; ++i) kept.push_back(i);
    for (bool improved = true; improved && kept.size() > 1;) {
        double best = fit.adjusted_r2(kept);
        std::size_t worst = 0;
        for (std::size_t k = 1; k < kept.size(); ++k) {
            auto fewer = kept;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(k));
            if (const double without = fit.adjusted_r2(fewer); without >= best) best = without, worst = k;
        }
        improved = worst != 0;
        if (improved) kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(worst));
    }
    return kept;
}

// What the chosen columns give, and what the others would have given; the columns.
std::vector<std::size_t> conclude(const Parts& parts, const std::vector<ModelTerm>& terms, SpendingModel& model) {
    const std::vector<std::size_t> kept = kept_columns(parts.fit, terms.size() + 1);
    const Solution solution = parts.fit.solve(kept);
    model.constant = shortest(solution.coefficients.front());
    model.constantError = shortest(solution.standard_errors.front());
    for (std::size_t k = 1; k < kept.size(); ++k) {
        model.terms.push_back(terms[kept[k] - 1]);
        model.terms.back().coefficient = shortest(solution.coefficients[k]);
        model.terms.back().standardError = shortest(solution.standard_errors[k]);
    }
    for (std::size_t column = 1; column <= terms.size(); ++column) {
        if (std::ranges::binary_search(kept, column)) continue;
        auto more = kept;
        more.insert(std::ranges::upper_bound(more, column), column);
        model.left_out.push_back({terms[column - 1].name(), shortest(parts.fit.adjusted_r2(more)).text});
    }
    model.adjustedR2Fit = shortest(parts.fit.adjusted_r2(kept)).text;
    model.residualError = shortest(solution.residual_error).text;
    if (parts.test.rows() > static_cast<std::int64_t>(kept.size()))
        model.adjustedR2Test = shortest(parts.test.adjusted_r2_of(kept, solution.coefficients)).text;
    return kept;
}

// The rows of the fit are looked at once more, now that what is left of each is known.
void add_robust_errors(const Sample& sample, const Design& design, const RobustErrors& start, SpendingModel& model) {
    RobustErrors errors = start;
    each_drawn(sample, model.seed, [&](std::size_t i, bool fitted) {
        if (fitted) errors.add(design.row(i));
    });
    const std::vector<double> found = errors.found();
    model.constantRobustError = shortest(found.front());
    for (std::size_t k = 0; k < model.terms.size(); ++k) model.terms[k].robustError = shortest(found[k + 1]);
}

}  // namespace

std::string ModelTerm::name() const {
    if (equals) return column_name + ' ' + equals->text;
    if (!from) return column_name;
    return column_name + ' ' + std::to_string(*from) + (below ? '-' + std::to_string(*below - 1) : "+");
}

Verdict<SpendingModel> fit_model(const std::string& path, const FitOptions& wishes) {
    const auto sample =
        IPEP_TRY(read_sample(path, {wishes.ald_categories ? AldField::several : AldField::one, wishes.further}));
    const auto terms = IPEP_TRY(candidates(sample, wishes));
    const Parts parts = split_sample(sample, terms, wishes);
    if (parts.fit.rows() <= static_cast<std::int64_t>(terms.size()) + 1)
        return refuse(code::rows_too_few,
                      {{"rows", std::to_string(parts.fit.rows())}, {"least", std::to_string(terms.size() + 2)}});
    if (const auto column = parts.fit.dependent_column())
        return refuse(code::variables_collinear,
                      {{"column", *column > terms.size() ? "spending" : terms[*column - 1].name()}});
    SpendingModel model;
    model.reference = cited_name(path);
    model.sha256 = to_hex(bytes_of(sample.digest));
    model.rows = sample.rows;
    model.excluded = sample.rows - static_cast<std::int64_t>(sample.counted());
    model.fitRows = parts.fit.rows();
    model.testRows = parts.test.rows();
    model.seed = wishes.seed;
    model.further = wishes.further;
    const auto kept = conclude(parts, terms, model);
    add_robust_errors(sample, Design(sample, terms), parts.fit.robust_errors(kept), model);
    return model;
}

}  // namespace ipep
