#include "projections/traced_year.h"

#include "events/fault.h"
#include "ledger/code.h"
#include "projections/parameter_source.h"

namespace ipep {
namespace {

std::string as_given(const Decimal& value) { return value.text; }
std::string as_given(const Ratio& value) { return value.text; }
std::string as_given(Money value) { return to_text(value); }
std::string as_given(std::int64_t value) { return std::to_string(value); }

const char* unit_of(std::string_view name) {
    if (name == "patients") return kPatients;
    if (name == "firstYear") return kYear;
    if (name.ends_with("PerPatient")) return kEurosPerPatient;
    return "";
}

template <class Value>
Traced leaf(EventRefs& refs, const std::string& name, std::string_view of, const char* unit, Position position,
            const Value& value) {
    auto node = std::make_shared<Explanation>();
    node->name = name;
    node->of = of;
    node->value = as_given(value);
    node->unit = unit;
    node->event = refs.at(position);
    return Traced::leaf(std::move(node), to_exact(value));
}

// Lifts facts to leaves.
struct TracedFacts {
    EventRefs* refs;
    template <class Noted, class Value>
    Traced operator()(const char* name, std::string_view of, const Noted& noted, const Value& value) const {
        return leaf(*refs, name, of, unit_of(name), noted.position, value);
    }
};

// Lifts nothing: the other groups' own figures need no derivation here.
struct UntracedFacts {
    template <class Noted, class Value>
    Traced operator()(const char*, std::string_view, const Noted&, const Value& value) const {
        return Traced(to_exact(value));
    }
};

// Lifts parameters to leaves, each with its section and status.
struct TracedParameters {
    EventRefs& refs;
    Position position;
    ParameterSources sources;

    template <class Value>
    Traced operator()(const std::string& path, const Value& value) const {
        const char* unit = std::is_same_v<Value, Money> ? kEuros : "";
        Traced traced = leaf(refs, path, {}, unit, position, value);
        auto node = std::make_shared<Explanation>(*traced.node());
        const ParameterSource& source = sources.of(path);
        node->cite = Citation{source.section, source.status};
        return Traced::leaf(std::move(node), traced.value());
    }
};

TracedParameters lift_of(EventRefs& refs, const Noted<RulesAdopted>& adopted) {
    return {refs, adopted.position, ParameterSources(adopted.value.sources)};
}

// In place of another group's figure: the facts of its spending, or the event that decided its capped amount.
struct OtherGroups {
    EventRefs* refs;
    const Book* settled;  // after the settlement
    const Book* known;    // before it
    Year year;
    const std::vector<GroupInputs<Traced>>* groups;
    std::size_t focus;

    Traced operator()(std::size_t i, const char* figure, const Traced& value) const {
        if (i == focus) return value;
        const GroupementId& id = (*groups)[i].groupement;
        const YearFacts& facts = *known->find(id)->facts(year);
        const auto patients = [&] {
            return leaf(*refs, "patients", id.text, kPatients, facts.patients->position,
                        facts.patients->value.patients);
        };
        if (figure == std::string_view("patients")) return patients();
        if (figure == std::string_view("expenditure"))
            return step(Step{"expenditure", kEuros, {"CDC 2019 §8-II", "read"}, id.text},
                        leaf(*refs, "actualPerPatient", id.text, kEurosPerPatient, facts.expenditure->position,
                             facts.expenditure->value.actualPerPatient) *
                            patients());
        const SettledLine& line = settled->find(id)->settled.at(year);
        return leaf(*refs, figure, id.text, kEuros, line.position, line.row.capped);
    }
};

// What was outstanding after the year before, less what was written off in between.
Traced advance_before(EventRefs& refs, const GroupPage& page, Year year, const Traced& rank,
                      const TracedYear* previous) {
    const Step what{"advanceBefore", kEuros, {"CDC 2019 §3", "read"}};
    if (!previous) return step(what, Traced(0), as(rank, "=", Traced(1)));
    const Traced& outstanding = previous->figures.advanceOutstanding;
    const Exact kept = to_exact(page.advance_before(year));
    if (kept == outstanding.value()) return step(what, outstanding);
    return step(what, outstanding - leaf(refs, "writtenOff", page.admission.value.groupement.text, kEuros,
                                         page.writeOffDecision->position, to_money(outstanding.value() - kept)));
}

// The inputs of the group asked for, every fact a leaf.
GroupInputs<Traced> traced_inputs(EventRefs& refs, const Book& known, Year year, const GroupementId& asked,
                                  const TracedYear* previous) {
    const TracedFacts traced{&refs};
    FactsUsed unused;
    const GroupPage& page = *known.find(asked);
    auto inputs = GroupReader<Traced, TracedFacts>(known, *known.common().rules_for(year), year, traced)
                      .read(asked, Money(), unused);
    inputs.seedCredit = seed_credit_of(refs, known, page);
    inputs.advanceBefore = advance_before(refs, page, year, inputs.rank, previous);
    return inputs;
}

// The number behind a field of the row; nothing where the row has no such field.
std::optional<Traced> field_of(const TracedYear& year, const std::string& field) {
    const GroupInputs<Traced>& in = year.inputs;
    const GroupFigures<Traced>& out = year.figures;
    const std::map<std::string, const Traced*> fields = {
        {"rank", &in.rank}, {"patients", &in.patients}, {"gap", &out.gap}, {"evolution", &out.evolution},
        {"perPatient", &out.perPatient}, {"gain", &out.gain}, {"scoreBase", &out.scoreBase}, {"bonus", &out.bonus},
        {"score", &out.score}, {"expenditure", &out.expenditure}, {"groupCap", &out.groupCap},
        {"qualityRight", &out.qualityRight}, {"quality", &out.quality}, {"modulation", &out.modulation},
        {"gross", &out.gross}, {"capped", &out.capped}, {"net", &out.net},
        {"nationalReduction", &out.nationalReduction}, {"seedCredit", &in.seedCredit},
        {"advanceBefore", &in.advanceBefore}, {"advanceGranted", &out.advanceGranted},
        {"advanceRecovered", &out.advanceRecovered}, {"advanceOutstanding", &out.advanceOutstanding},
        {"due", &out.due}};
    const auto found = fields.find(field);
    if (found == fields.end()) return std::nullopt;
    if (found->second->node()) return *found->second;
    // Nothing counted: a figure of 0 that rests on the rank alone.
    return step(Step{field.c_str(), "", kLadder}, *found->second, as(in.rank, "=", in.rank));
}

std::string shown_as_recorded(const Exact& value, const std::string& recorded) {
    const auto point = recorded.find('.');
    return to_decimals(value, point == std::string::npos ? 0 : static_cast<unsigned>(recorded.size() - point - 1));
}

// `known` is the book before the settlement, `settled` after it, `previous` the group's year before.
TracedYear trace_year(EventRefs& refs, const Book& known, const Book& settled, Year year, const GroupementId& asked,
                      const TracedYear* previous) {
    const auto& adopted = *known.common().rules_for(year);
    const auto rules = read_rules<Traced>(adopted.value.parameters, lift_of(refs, adopted));
    const UntracedFacts untraced;
    std::vector<GroupInputs<Traced>> groups;
    std::size_t focus = kNoFocus;
    FactsUsed unused;
    for (const GroupementId& id : groups_of(known, year)) {
        if (id == asked) {
            focus = groups.size();
            groups.push_back(traced_inputs(refs, known, year, id, previous));
        } else {
            groups.push_back(
                GroupReader<Traced, UntracedFacts>(known, adopted, year, untraced).read(id, Money(), unused));
        }
    }
    auto figures = settle_year(groups, rules, OtherGroups{&refs, &settled, &known, year, &groups, focus}, focus);
    return {groups.at(focus), figures.groups.at(focus)};
}

}  // namespace

Traced seed_credit_of(EventRefs& refs, const Book& book, const GroupPage& page) {
    const auto& adopted = *book.common().rules_for(page.admission.value.firstYear);
    const auto rules = read_seed_credit<Traced>(adopted.value.parameters.seedCredit, lift_of(refs, adopted));
    const auto& assessed = *page.assessment;
    return seed_credit(leaf(refs, "assessedPatients", {}, kPatients, assessed.position, assessed.value.patients),
                       leaf(refs, "multiprofessionalModulation", {}, kRatio, assessed.position,
                            assessed.value.multiprofessionalModulation),
                       rules);
}

const TracedYear& GroupTraces::year(const Book& settled, Year year) {
    const auto& lines = settled.find(groupement_)->settled;
    const TracedYear* traced = nullptr;  // the year itself and every earlier one, because advances come from there
    for (auto line = lines.begin(); line != lines.upper_bound(year); ++line) {
        const Position position = line->second.position;
        auto known = traced_.find(position);
        if (known == traced_.end())
            known = traced_.emplace(position, trace_year(refs_, book_.at(position - 1), settled, line->first,
                                                         groupement_, traced)).first;
        traced = &known->second;
    }
    return *traced;
}

TracedGroups::TracedGroups(EventRefs& refs, const Book& known, Year year)
    : refs_(refs), known_(known), year_(year), groups_(groups_of(known, year)) {
    const auto& adopted = *known.common().rules_for(year);
    const PlainFacts plain;
    std::vector<GroupInputs<Exact>> inputs;
    FactsUsed unused;
    for (const GroupementId& id : groups_)
        inputs.push_back(GroupReader<Exact, PlainFacts>(known, adopted, year, plain).read(id, Money(), unused));
    figures_ = settle_year(inputs, read_rules<Exact>(adopted.value.parameters, PlainLift{}), NoWitness{});
    rules_ = read_rules<Traced>(adopted.value.parameters, lift_of(refs, adopted));
}

TracedYear TracedGroups::trace(const GroupementId& asked, const TracedYear* previous) {
    const auto at = std::ranges::lower_bound(groups_, asked) - groups_.begin();
    auto inputs = traced_inputs(refs_, known_, year_, asked, previous);
    auto figures = settle_group(inputs, rules_, figures_, static_cast<std::size_t>(at));
    return {std::move(inputs), std::move(figures)};
}

ExplanationPtr derived(const TracedYear& year, const std::string& field, const SettledLine& line) {
    const auto number = field_of(year, field);
    if (!number) return nullptr;
    const std::string recorded = figure_of(line.row, field).value();
    if (const std::string found = shown_as_recorded(number->value(), recorded); found != recorded)
        throw Fault(Code::damaged_record, {{"position", std::to_string(line.position)},
                                           {"what", field + " is " + recorded + ", the facts give " + found}});
    return number->node();
}

}  // namespace ipep
