#include "services/histories/break_even.h"

namespace ipep {
namespace {

constexpr std::string_view kDuePrefix = "due/";

Money due_of(const Simulation& simulation, const GroupementId& groupement) {
    Money due;
    for (const Settlement& one : simulation.settlements)
        for (const SettlementLine& line : one.groups)
            if (line.row.groupement == groupement) due += line.row.due;
    return due;
}

Money figure_in(const Simulation& simulation, const Reach& reach) {
    if (reach.groupement) return due_of(simulation, *reach.groupement);
    const SchemeYear total = simulation.total();
    if (reach.figure == "savings") return total.savings;
    return reach.figure == "due" ? total.incentives : total.balance();
}

// The values by their number, each simulated when it is asked for.
struct Steps {
    const Book& recorded;
    const Supposition& otherwise;
    const BreakEvenPlan& plan;
    const Patience& patience;

    Verdict<BreakEvenSide> at(std::int64_t number) const {
        const Exact value = plan.from + plan.step * Exact(number);
        const Supposition supposition = IPEP_TRY(at_value(otherwise, plan.parameter, value));
        const Simulation simulation = IPEP_TRY(simulate(recorded, supposition, patience));
        return BreakEvenSide{value, figure_in(simulation, plan.reach)};
    }
};

}  // namespace

std::optional<Reach> parse_reach(const std::string& text) {
    const auto equals = text.find('=');
    const auto amount = equals == std::string::npos ? std::nullopt : parse_money(text.substr(equals + 1));
    const std::string figure = text.substr(0, equals);
    if (!amount) return std::nullopt;
    if (figure == "balance" || figure == "savings" || figure == "due") return Reach{figure, {}, *amount};
    if (!figure.starts_with(kDuePrefix) || !well_formed(figure.substr(kDuePrefix.size()))) return std::nullopt;
    return Reach{"due", GroupementId{figure.substr(kDuePrefix.size())}, *amount};
}

Verdict<BreakEvenPlan> parse_break_even(const std::string& steps, Reach reach) {
    const SweepSteps parsed = IPEP_TRY(parse_steps(steps, kMostStepsBetween));
    return BreakEvenPlan{parsed.parameter, parsed.from, parsed.step, parsed.steps, std::move(reach)};
}

Verdict<BreakEven> find_break_even(const Book& recorded, const Supposition& otherwise, const BreakEvenPlan& plan,
                                   const Patience& patience) {
    const Steps steps{recorded, otherwise, plan, patience};
    std::int64_t low = 0, high = plan.steps;
    BreakEvenSide before = IPEP_TRY(steps.at(low)), after = IPEP_TRY(steps.at(high));
    const Money amount = plan.reach.amount;
    if (before.figure == amount) return BreakEven{before, before, true};
    if (after.figure == amount) return BreakEven{after, after, true};
    const bool rises = before.figure < amount;
    if (rises == (after.figure < amount)) return BreakEven{before, after, false};
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        BreakEvenSide found = IPEP_TRY(steps.at(middle));
        if (found.figure == amount) return BreakEven{found, found, true};
        const bool is_before = (found.figure < amount) == rises;
        (is_before ? low : high) = middle;
        (is_before ? before : after) = std::move(found);
    }
    return BreakEven{before, after, true};
}

}  // namespace ipep
