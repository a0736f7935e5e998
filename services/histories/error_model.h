// ErrorModel: how far what was measured may lie from what is true, and a page whose measures are drawn anew.
//
// Shape:  each fact is drawn once a draw, around the value recorded, with a standard error of its own, independently of
//         all others; a measure of year N is the same in year N and where year N+1 looks back at it. Counts of
//         patients, targets, thresholds, choices and seed credits are not drawn: they are no measurements.
//           actual spending    spending ÷ √patients of the value: the mean of that many persons' spending, whose
//                              standard deviation is `spending` times their mean; patients of the year, else of the
//                              nearest later one, else as admitted
//           adjusted spending  `adjusted` of the value
//           indicators         √(p(1−p) ÷ n) where numerator and denominator are recorded and p = numerator ÷
//                              denominator is at most 1, √numerator ÷ denominator where it is more, else `indicators`
//                              of the value
//           experience         `experience` of the score
//         What is drawn is value + standard error × standard number (drawn_numbers.h), rounded half away from zero to
//         the decimals the value was recorded with, and never below 0
//         (adjusted spending, which is divided by, never below its last decimal); a proportion with its denominator
//         never above 1.
//         Of one year of one groupement are drawn, in this order: actual, adjusted, experience, then the indicators in
//         byte order; each takes its number whether it is recorded or not, so that one more fact moves no other.
// Units:  shares of the value, as decimals: 0.01 is one percent. A standard error is the root of its variance, down to
//         10⁻¹² of the last decimal of the value.
// Errors: parse_errors gives nothing where a text is none of these.
// Source: the shares are assumptions, to be stated by who draws; the defaults say no more than an order of magnitude.
#pragma once

#include "ledger/book.h"
#include "ledger/rejection.h"
#include "ledger/year.h"
#include "services/histories/drawn_numbers.h"

namespace ipep {

struct ErrorModel {
    Ratio spending{"3"}, adjusted{"0.01"}, indicators{"0.05"}, experience{"0.02"};
    bool operator==(const ErrorModel&) const = default;
};
BOOST_DESCRIBE_STRUCT(ErrorModel, (), (spending, adjusted, indicators, experience))

// "spending=300%" or "adjusted=0.02", what is not named as above.
std::optional<ErrorModel> parse_errors(const std::vector<std::string>& texts);

// The measures of one groupement with their standard errors, which are worked out once for all draws.
class DrawnPage {
public:
    DrawnPage(const GroupState& page, const ErrorModel& model);
    // Puts what is drawn in the place of what is recorded. Precondition: a copy of the page.
    void draw(std::uint64_t seed, std::uint64_t number, GroupState& page) const;

private:
    // In units of the last decimal the value was recorded with.
    struct Measure {
        Integer value, error;  // error: times 10¹²
        Integer least;
        std::optional<Integer> most;
        unsigned decimals = 0;
        Decimal drawn(std::int64_t standard) const;
    };
    struct MeasuredYear {
        std::optional<Measure> actual, adjusted, experience;
        std::vector<std::pair<std::size_t, Measure>> indicators;  // in byte order; where each stands on the page
    };
    static Measure measure(const Decimal& value, const Exact& variance, bool at_most_one = false);
    static Measure indicator(const IndicatorMeasured& measured, const ErrorModel& model);

    std::uint64_t name_;
    std::map<ResultYear, MeasuredYear> years_;
};

}  // namespace ipep
