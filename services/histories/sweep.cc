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

Verdict<Sweep> parse_sweep(const std::string& text) {
    const auto malformed = [&] { return refuse(code::sweep_malformed, {{"text", text}}); };
    const auto equals = text.find('='), first = text.find(':', equals), second = text.find(':', first + 1);
    if (equals == std::string::npos || first == std::string::npos || second == std::string::npos) return malformed();
    Sweep sweep{text.substr(0, equals), {}};
    const bool percent = sweep.parameter == kSpendingPath;
    const auto from = number_in(text.substr(equals + 1, first - equals - 1), percent);
    const auto to = number_in(text.substr(first + 1, second - first - 1), percent);
    const auto step = number_in(text.substr(second + 1), percent);
    if (!from || !to || !step || *step == 0 || (*to - *from) / *step < 0) return malformed();
    const Integer steps = floor_of((*to - *from) / *step);
    if (steps >= kMostSteps) return refuse(code::sweep_too_long, {{"most", std::to_string(kMostSteps)}});
    for (int i = 0; i <= steps; ++i) sweep.values.push_back(*from + *step * i);
    return sweep;
}

Verdict<std::vector<SweepPoint>> run_sweep(const Book& recorded, const Supposition& otherwise, const Sweep& sweep,
                                           const Patience& patience) {
    std::vector<SweepPoint> points;
    for (const Exact& value : sweep.values) {
        Supposition supposition = otherwise;
        if (sweep.parameter == kSpendingPath) {
            auto factor = IPEP_TRY(factor_of(value, to_text(value) + '%'));
            supposition.spending = std::move(factor);
        } else {
            supposition.parameters.push_back({sweep.parameter, value});
        }
        auto simulation = IPEP_TRY(simulate(recorded, supposition, patience));
        SchemeYear total = simulation.total();
        points.push_back({value, std::move(simulation.scheme), total});
    }
    return points;
}

}  // namespace ipep
