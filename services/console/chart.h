// Chart: figures as SVG, written by the server. Each stands before the table of the same figures, for who sees none;
// nothing is said by colour alone.
//
// Units:   amounts in euros and cents; places in tenths of a pixel, computed in whole numbers.
// Source:  SVG 2, presentation attributes and classes only (no style attribute, as the Content-Security-Policy wants).
#pragma once

#include <string>
#include <vector>

#include "ledger/day.h"
#include "ledger/money.h"

namespace ipep {

// One step from the first amount to the last. A sum stands on the ground; a change begins where the step before ended.
struct WaterfallStep {
    std::string label;
    Money amount;
    bool sum = false;
};
// Where the steps come highest.
Money highest(const std::vector<WaterfallStep>& steps);
// `scale`: the amount as wide as the chart, so that charts side by side compare.
std::string waterfall_chart(const std::string& title, const std::vector<WaterfallStep>& steps, Money scale);

// A balance over time: it holds from its day until the next one's.
struct CurvePoint {
    Day on;
    Money balance;
};
std::string balance_chart(const std::string& title, const std::vector<CurvePoint>& points);

// What one year has and what was used of it, as bars one below the other.
struct EnvelopeBars {
    std::string year;
    Money budgeted, seed_credits, settled, ordered, paid, ceiling;
};
std::string envelope_chart(const std::string& title, const std::vector<EnvelopeBars>& years);

// What happened on a day, in one of several rows; one that is not known yet at the state shown is drawn hollow.
struct TimeMark {
    Day on;
    int row = 0;
    std::string words;
    bool is_known = true;
};
// Precondition: there is a mark.
std::string time_chart(const std::string& title, const std::vector<std::string>& rows,
                       const std::vector<TimeMark>& marks);

}  // namespace ipep
