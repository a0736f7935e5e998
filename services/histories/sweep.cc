#include "services/histories/sweep.h"

#include "services/words/code.h"

namespace ipep {
namespace {

std::optional<Exact> number_in(std::string text, bool percent) {
    if (percent && text.ends_with('%')) text.pop_back();
    if (!well_formed_ratio(text)) return std::nullopt;
    return to_exact(Ratio{text});
}

Verdict<Exact> factor_of(const Exact& percent, const std::string& text) {
    if (percent < -100 || percent > 1000) return refuse(code::spending_change_out_of_range, {{"text", text}});
    return Exact(1) + percent / 100;
}

}  // namespace

Verdict<Exact> spending_factor(const std::string& percent) {
    const auto number = number_in(percent, true);
    if (!number) return refuse(code::spending_change_out_of_range, {{"text", percent}});
    return factor_of(*number, percent);
}

Verdict<SweepSteps> parse_steps(const std::string& text, std::int64_t most) {
    const auto malformed = [&] { return refuse(code::sweep_malformed, {{"text", text}}); };
    const auto equals = text.find('='), first = text.find(':', equals), second = text.find(':', first + 1);
    if (equals == std::string::npos || first == std::string::npos || second == std::string::npos) return malformed();
    SweepSteps sweep{text.substr(0, equals), {}, {}, 0};
    const bool percent = sweep.parameter == kSpendingPath;
    const auto from = number_in(text.substr(equals + 1, first - equals - 1), percent);
    const auto to = number_in(text.substr(first + 1, second - first - 1), percent);
    const auto step = number_in(text.substr(second + 1), percent);
    if (!from || !to || !step || *step == 0 || (*to - *from) / *step < 0) return malformed();
    const Integer steps = floor_of((*to - *from) / *step);
    if (steps >= most) return refuse(code::sweep_too_long, {{"most", std::to_string(most)}});
    sweep.from = *from;
    sweep.step = *step;
    sweep.steps = static_cast<std::int64_t>(steps);
    return sweep;
}

Verdict<Sweep> parse_sweep(const std::string& text) {
    const SweepSteps steps = IPEP_TRY(parse_steps(text, kMostSteps));
    Sweep sweep{steps.parameter, {}};
    for (std::int64_t i = 0; i <= steps.steps; ++i) sweep.values.push_back(steps.from + steps.step * Exact(i));
    return sweep;
}

Verdict<Supposition> at_value(Supposition otherwise, const std::string& parameter, const Exact& value) {
    if (parameter == kSpendingPath)
        otherwise.spending = IPEP_TRY(factor_of(value, to_text(value) + '%'));
    else
        otherwise.parameters.push_back({parameter, value});
    return otherwise;
}

Verdict<std::vector<SweepPoint>> run_sweep(const Book& recorded, const Supposition& otherwise,
                                           const std::vector<Sweep>& sweeps, const Patience& patience) {
    std::size_t all = 1;
    for (const Sweep& sweep : sweeps) all *= sweep.values.size();
    if (all > kMostSteps) return refuse(code::sweep_too_long, {{"most", std::to_string(kMostSteps)}});
    std::vector<SweepPoint> points;
    for (std::size_t number = 0; number < all; ++number) {
        Supposition supposition = otherwise;
        SweepPoint point;
        std::size_t left = all, place = number;
        for (const Sweep& sweep : sweeps) {
            left /= sweep.values.size();
            point.values.push_back(sweep.values[place / left]);
            place %= left;
            supposition = IPEP_TRY(at_value(std::move(supposition), sweep.parameter, point.values.back()));
        }
        auto simulation = IPEP_TRY(simulate(recorded, supposition, patience));
        point.total = simulation.total();
        point.scheme = std::move(simulation.scheme);
        points.push_back(std::move(point));
    }
    return points;
}

}  // namespace ipep
