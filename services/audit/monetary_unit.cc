#include "services/audit/monetary_unit.h"

#include <boost/json.hpp>

#include "ledger/exact_number.h"
#include "services/audit/draw.h"
#include "services/words/code.h"

namespace ipep {
namespace {

namespace json = boost::json;

// "3.00": two decimals, as an amount has them.
std::string hundredths(int factor) { return to_text(Money(factor)); }

json::array amounts_answer(const Amounts& amounts) {
    json::array told;
    for (const auto& [reference, amount] : amounts)
        told.push_back({{"reference", reference}, {"amount", to_text(amount)}});
    return told;
}

}  // namespace

Verdict<UnitPlan> plan_sample(const UnitWish& wish) {
    const SamplingFactors& factors =
        *std::ranges::find(kSamplingFactors, wish.confidence, &SamplingFactors::confidence);
    const Wide left = Wide(wish.materiality.cents()) * 100 - Wide(wish.expected.cents()) * factors.expansion_factor;
    const Wide interval = left / factors.confidence_factor;
    if (interval < 1)
        return refuse(code::materiality_exhausted, {{"materiality", to_text(wish.materiality)},
                                                    {"expected", to_text(wish.expected)},
                                                    {"factor", hundredths(factors.expansion_factor)}});
    return UnitPlan{wish, factors, Money(static_cast<std::int64_t>(std::min<Wide>(interval, Money::limit)))};
}

UnitSample draw_by_unit(const Amounts& population, const Digest& root, const std::string& text, const UnitPlan& plan) {
    const std::int64_t interval = plan.interval.cents();
    UnitSample sample{
        .plan = plan,
        .start =
            Money(1 + static_cast<std::int64_t>(drawn_number(root, text, 0, static_cast<std::uint64_t>(interval)))),
        .total = {},
        .drawn = {},
        .apart = {}};
    std::int64_t next = sample.start.cents();  // the next cent that draws
    for (const auto& [reference, amount] : population) {
        if (amount <= Money()) {
            sample.apart[reference] = amount;
            continue;
        }
        ++sample.count;
        sample.total += amount;
        if (sample.total.cents() < next) continue;
        const std::int64_t hits = (sample.total.cents() - next) / interval + 1;
        sample.drawn.push_back({reference, amount, sample.total, Money(next), static_cast<std::uint64_t>(hits)});
        next += hits * interval;
    }
    return sample;
}

json::object unit_sample_answer(const UnitSample& sample) {
    const UnitPlan& plan = sample.plan;
    json::array drawn;
    for (const UnitDrawn& one : sample.drawn)
        drawn.push_back({{"reference", one.reference},
                         {"amount", to_text(one.amount)},
                         {"reaches", to_text(one.reaches)},
                         {"first", to_text(one.first)},
                         {"hits", one.hits},
                         {"certain", one.amount >= plan.interval}});
    return {{"monetaryUnit",
             {{"population", plan.wish.population},
              {"count", sample.count},
              {"total", to_text(sample.total)},
              {"materiality", to_text(plan.wish.materiality)},
              {"expected", to_text(plan.wish.expected)},
              {"confidence", plan.factors.confidence},
              {"confidenceFactor", hundredths(plan.factors.confidence_factor)},
              {"expansionFactor", hundredths(plan.factors.expansion_factor)},
              {"interval", to_text(plan.interval)},
              {"start", to_text(sample.start)}}},
            {"amounts", std::move(drawn)},
            {"apart", amounts_answer(sample.apart)}};
}

}  // namespace ipep
