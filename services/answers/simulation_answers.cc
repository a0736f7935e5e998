#include "services/answers/simulation_answers.h"

#include <boost/json.hpp>

#include "ledger/about.h"
#include "ledger/code.h"
#include "services/answers/figures.h"
#include "services/files/whole_file.h"
#include "services/histories/adopted_rules_text.h"
#include "services/histories/curve.h"
#include "services/histories/supposed_facts.h"
#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

namespace json = boost::json;

using Simulated = std::variant<SimulationShown, FactsRefused>;

YearRange parse_years(const std::string& text) {
    const auto dash = text.find('-');
    const auto year = [](const std::string& digits) {
        const bool whole = digits.size() == 4 && digits.find_first_not_of("0123456789") == std::string::npos;
        return whole ? std::stoi(digits) : 0;
    };
    const YearRange years{year(text.substr(0, dash)), year(dash == std::string::npos ? text : text.substr(dash + 1))};
    if (!well_formed_year(years.first) || !well_formed_year(years.last) || years.last < years.first)
        throw WrongUsage(tr("--years takes one year or two, as 2019-2021"));
    return years;
}

void check_usage(const questions::Simulate& question) {
    if (question.sweep.empty() && !question.svg.empty()) throw WrongUsage(tr("--svg draws a sweep: give --sweep too"));
    if (question.sweep.size() > 2) throw WrongUsage(tr("--sweep takes one parameter or two"));
    const int asked =
        (question.sweep.empty() ? 0 : 1) + (question.draws ? 1 : 0) + (question.break_even.empty() ? 0 : 1);
    if (asked > 1) throw WrongUsage(tr("--sweep, --draws and --break-even are asked one at a time"));
}

[[noreturn]] void say_wrong(const std::string& sentence, const std::string& text) {
    throw WrongUsage(fill(sentence, {{"text", text}}));
}

ParameterValue setting_of(const std::string& text) {
    if (auto setting = parse_setting(text)) return std::move(*setting);
    say_wrong(
        tr("\"{text}\" sets no parameter: write PARAMETER=VALUE, as caps.groupement=0.015 or advance.recovery=full"),
        text);
}

Reach reach_of(const std::string& text) {
    if (text.empty()) return {};
    if (auto reach = parse_reach(text)) return std::move(*reach);
    say_wrong(
        tr("\"{text}\" is no figure and amount: write balance, savings, due or due/GROUPEMENT, as due/G02=100000.00"),
        text);
}

DrawPlan plan_of(const questions::Simulate& question, const Simulation& simulation) {
    const auto errors = parse_errors(question.errors);
    if (!errors)
        throw WrongUsage(
            tr("--errors takes spending, adjusted, indicators or experience with a share, as indicators=5%"));
    if (const auto most = most_draws(simulation); *question.draws > most)
        throw WrongUsage(fill(tr("--draws: {most} at most of so many figures; take fewer years, or fewer draws"),
                              {{"most", std::to_string(most)}}));
    return {*question.draws, question.seed, *errors};
}

// What can be said without the ledger.
Verdict<Supposition> supposition_of(const questions::Simulate& question, const std::string& rules) {
    Supposition supposition;
    if (!question.years.empty()) supposition.years = parse_years(question.years);
    if (!question.spending.empty()) supposition.spending = IPEP_TRY(spending_factor(question.spending));
    for (const std::string& text : question.set) supposition.parameters.push_back(setting_of(text));
    if (!rules.empty()) supposition.rules = IPEP_TRY(parse_adopted_rules(rules));
    return supposition;
}

Verdict<> check_shown(const Reader& reader, const Book& book, const GroupementId& groupement) {
    const GroupState* page = book.find(groupement);
    if (!page || reader.sees(groupement)) return {};
    return reader.check(Right::read_amounts, page->admission.value.cpam);
}

// What is supposed of single groups, of a ledger that knows them.
Verdict<> leave_out(const Book& book, const Reader& reader, const std::vector<std::string>& groups,
                    Supposition& supposition) {
    for (const std::string& text : groups) {
        const GroupementId id{text};
        if (!book.find(id)) return refuse(code::unknown_groupement, {{"groupement", text}});
        IPEP_TRY(check_shown(reader, book, id));
        supposition.without.insert(id);
    }
    return {};
}

FindEvent events_of(LedgerService& ledger, Position head) {
    return [&ledger, head](const FactKey& key) -> std::optional<Event> {
        const auto position = ledger.store().position_of(key);
        if (!position || *position > head) return std::nullopt;
        return ledger.event(*position);
    };
}

// All that refuses the facts, by line.
Verdict<std::vector<Rejection>> suppose_facts(LedgerService& ledger, const Book& book, const Reader& reader,
                                              const std::string& text, Supposition& supposition) {
    SupposedFacts read = parse_supposed_facts(text);
    for (const SupposedFact& one : read.facts)
        if (const auto groupement = about(widen(one.fact.fact)).groupement)
            IPEP_TRY(check_shown(reader, book, *groupement));
    supposition.facts = std::move(read.facts);
    supposition.recorded = events_of(ledger, book.head());
    std::vector<Rejection> refused = refused_facts(book, supposition);
    std::ranges::move(read.refused, std::back_inserter(refused));
    std::ranges::stable_sort(refused, {}, &Rejection::line);
    return refused;
}

// What is asked beside the simulation itself.
Verdict<> ask_more(const Book& book, const Reader& reader, const Patience& patience,
                   const questions::Simulate& question, SimulationShown& shown) {
    if (!shown.sweeps.empty()) shown.points = IPEP_TRY(run_sweep(book, shown.supposition, shown.sweeps, patience));
    if (question.draws) {
        const DrawPlan plan = plan_of(question, shown.simulation);
        shown.drawn = shown_to(reader, IPEP_TRY(run_draws(book, shown.supposition, plan, patience)));
    }
    if (!question.break_even.empty()) {
        BreakEvenPlan plan = IPEP_TRY(parse_break_even(question.break_even, reach_of(question.reach)));
        if (plan.reach.groupement) IPEP_TRY(check_shown(reader, book, *plan.reach.groupement));
        const BreakEven found = IPEP_TRY(find_break_even(book, shown.supposition, plan, patience));
        shown.break_even.emplace(std::move(plan), found);
    }
    return {};
}

}  // namespace

Verdict<Simulated> simulation_of(LedgerService& ledger, const Book& book, const Reader& reader,
                                 const questions::Simulate& question, const SuppositionTexts& texts) {
    check_usage(question);
    const Patience& patience = ledger.store().patience();
    SimulationShown shown;
    shown.supposition = IPEP_TRY(supposition_of(question, texts.rules));
    shown.settings = question.set;
    for (const std::string& sweep : question.sweep) shown.sweeps.push_back(IPEP_TRY(parse_sweep(sweep)));
    IPEP_TRY(leave_out(book, reader, question.without, shown.supposition));
    auto refused = IPEP_TRY(suppose_facts(ledger, book, reader, texts.facts, shown.supposition));
    if (!refused.empty()) return FactsRefused{std::move(refused)};
    shown.simulation = shown_to(reader, IPEP_TRY(simulate(book, shown.supposition, patience)));
    IPEP_TRY(ask_more(book, reader, patience, question, shown));
    for (const auto& [year, settled] : book.common().settled) shown.recorded[year] = settled.figures.due;
    shown.supposition.recorded = {};  // asks the ledger, which goes
    return shown;
}

Verdict<Answer<Simulated>> answer(Asking& asking, const questions::Simulate& question) {
    SuppositionTexts texts;
    if (!question.rules.empty()) texts.rules = IPEP_TRY(asking.read(question.rules));
    if (!question.facts.empty()) texts.facts = IPEP_TRY(asking.read(question.facts));
    const auto ledger = IPEP_TRY(asking.reader());
    Answer simulated(IPEP_TRY(simulation_of(*ledger, ledger->book(), asking.asks(*ledger), question, texts)), *ledger);
    if (const auto* none = std::get_if<FactsRefused>(&simulated.value)) {
        for (const Rejection& one : none->refused) asking.warn(one);
        simulated.ended = Ended::refused;
        return simulated;
    }
    const auto& shown = std::get<SimulationShown>(simulated.value);
    if (!question.svg.empty() && shown.sweeps.size() == 2 && shown.sweeps[1].values.size() > kMostLines)
        throw WrongUsage(fill(tr("--svg draws at most {most} lines: take fewer values of the second parameter"),
                              {{"most", std::to_string(kMostLines)}}));
    if (!question.svg.empty())
        IPEP_TRY(write_whole(question.svg, sweep_svg(shown.sweeps, shown.points), Existing::goes));
    if (!question.csv.empty()) IPEP_TRY(write_whole(question.csv, csv_of(shown), Existing::goes));
    return simulated;
}

json::object document(const SimulationShown& value) {
    json::object told = simulation_answer(value.simulation);
    if (value.sweeps.size() == 1) told["sweep"] = sweep_answer(value.sweeps.front(), value.points);
    if (value.sweeps.size() == 2) told["grid"] = grid_answer(value.sweeps, value.points);
    if (value.drawn) told["draws"] = drawn_answer(*value.drawn);
    if (value.break_even) told["breakEven"] = break_even_answer(value.break_even->first, value.break_even->second);
    return told;
}

json::object document(const FactsRefused& value) {
    json::array errors;
    for (const Rejection& one : value.refused) errors.push_back(rejection_answer(one, spoken_sentence(one)));
    return {{"errors", std::move(errors)}};
}

std::string csv_of(const SimulationShown& value) {
    if (!value.sweeps.empty()) return sweep_csv(value.sweeps, value.points);
    return value.drawn ? drawn_csv(*value.drawn) : simulation_csv(value.simulation);
}

}  // namespace ipep
