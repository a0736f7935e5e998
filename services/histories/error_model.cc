#include "services/histories/error_model.h"

#include <algorithm>

#include "events/describe.h"

namespace ipep {
namespace {

constexpr unsigned kPlaces = 12;          // of a standard error, behind the last decimal of its value
constexpr std::int64_t kOne = 1ll << 32;  // a standard number's

// The largest whole number whose square is not more. Precondition: not below zero.
Integer root_of(const Integer& square) {
    if (square < 1) return square;
    Integer root = Integer::power(10, static_cast<unsigned>(square.str().size() / 2 + 1));
    for (;;) {
        const Integer next = (root + square / root) / 2;
        if (next >= root) return root;
        root = next;
    }
}

unsigned decimals_of(const Decimal& value) {
    const auto point = value.text.find('.');
    return point == std::string::npos ? 0 : static_cast<unsigned>(value.text.size() - point - 1);
}

Exact squared(const Exact& number) { return number * number; }

// How many persons the mean of a year is of.
std::int64_t persons(const GroupState& page, ResultYear year) {
    for (auto from = page.years.lower_bound(year); from != page.years.end(); ++from)
        if (from->second.patients && from->second.patients->value.patients > 0)
            return from->second.patients->value.patients;
    return std::max<std::int64_t>(1, page.admission.value.patients);
}

}  // namespace

std::optional<ErrorModel> parse_errors(const std::vector<std::string>& texts) {
    ErrorModel model;
    for (const std::string& text : texts) {
        const auto equals = std::min(text.find('='), text.size());
        std::string share = text.substr(std::min(equals + 1, text.size()));
        const bool percent = share.ends_with('%');
        if (percent) share.pop_back();
        bool known = false;
        for_each_member(model, [&](const char* name, Ratio& member) {
            if (text.substr(0, equals) != name || !well_formed_ratio(share)) return;
            const Exact value = to_exact(Ratio{share}) / (percent ? 100 : 1);
            known = value >= 0 && value <= 1000;
            member.text = to_text(value);
        });
        if (!known) return std::nullopt;
    }
    return model;
}

DrawnPage::Measure DrawnPage::measure(const Decimal& value, const Exact& variance, bool at_most_one) {
    const unsigned decimals = decimals_of(value);
    const Exact unit(Integer::power(10, decimals));
    Measure made{numerator(to_exact(value) * unit),
                 root_of(floor_of(variance * squared(unit) * Exact(Integer::power(10, 2 * kPlaces)))),
                 {},
                 {},
                 decimals};
    if (at_most_one) made.most = numerator(unit);
    return made;
}

DrawnPage::Measure DrawnPage::indicator(const IndicatorMeasured& measured, const ErrorModel& model) {
    const Exact value = to_exact(measured.value);
    if (measured.numerator && measured.denominator && to_exact(*measured.denominator) > 0) {
        const Exact top = abs(to_exact(*measured.numerator)), bottom = to_exact(*measured.denominator);
        const Exact share = top / bottom;
        if (share > 1) return measure(measured.value, top / squared(bottom));
        return measure(measured.value, share * (Exact(1) - share) / bottom, true);
    }
    return measure(measured.value, squared(to_exact(model.indicators) * value));
}

Decimal DrawnPage::Measure::drawn(std::int64_t standard) const {
    const Integer one = Integer::power(10, kPlaces) * Integer(kOne);
    const Integer sum = value * one + error * Integer(standard);
    Integer units = sum < 0 ? Integer(0) : (sum * 2 + one) / (one * 2);
    if (units < least) units = least;
    if (most && units > *most) units = *most;
    std::string text = units.str();
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    if (decimals > 0) text.insert(text.size() - decimals, 1, '.');
    return {std::move(text)};
}

DrawnPage::DrawnPage(const GroupState& page, const ErrorModel& model)
    : name_(DrawnNumbers::name_of(page.admission.value.groupement)) {
    for (const auto& [year, facts] : page.years) {
        MeasuredYear& measured = years_[year];
        if (facts.expenditure) {
            const ExpenditureMeasured& spent = facts.expenditure->value;
            const Exact share = squared(to_exact(model.spending)) / persons(page, year);
            measured.actual = measure(spent.actualPerPatient, squared(to_exact(spent.actualPerPatient)) * share);
            measured.adjusted = measure(spent.adjustedPerPatient,
                                        squared(to_exact(spent.adjustedPerPatient) * to_exact(model.adjusted)));
            measured.adjusted->least = 1;
        }
        if (facts.experience) {
            const Decimal& score = facts.experience->value.score;
            measured.experience = measure(score, squared(to_exact(score) * to_exact(model.experience)));
        }
        std::vector<std::size_t> places(facts.measured.size());
        for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
        std::ranges::sort(places, {}, [&](std::size_t i) { return facts.measured[i].value.indicator; });
        for (const std::size_t i : places)
            measured.indicators.emplace_back(i, indicator(facts.measured[i].value, model));
    }
}

void DrawnPage::draw(std::uint64_t seed, std::uint64_t number, GroupState& page) const {
    for (const auto& [year, measured] : years_) {
        YearFacts& facts = page.years.at(year);
        DrawnNumbers numbers(seed, number, name_, year);
        const auto put = [&](const std::optional<Measure>& measure, Decimal* to) {
            const std::int64_t standard = numbers.standard();
            if (measure) *to = measure->drawn(standard);
        };
        put(measured.actual, facts.expenditure ? &facts.expenditure->value.actualPerPatient : nullptr);
        put(measured.adjusted, facts.expenditure ? &facts.expenditure->value.adjustedPerPatient : nullptr);
        put(measured.experience, facts.experience ? &facts.experience->value.score : nullptr);
        for (const auto& [place, measure] : measured.indicators)
            facts.measured[place].value.value = measure.drawn(numbers.standard());
    }
}

}  // namespace ipep
