#include "projections/traced_year.h"

#include "events/fault.h"
#include "ledger/code.h"
#include "projections/edition.h"

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

// Lifts parameters to leaves, each with what the edition cites beside it.
struct TracedParameters {
    EventRefs& refs;
    Position position;
    const Edition& edition;

    template <class Value>
    Traced operator()(const std::string& path, const Value& value) const {
        const char* unit = std::is_same_v<Value, Money> ? kEuros : "";
        Traced traced = leaf(refs, path, {}, unit, position, value);
        auto node = std::make_shared<Explanation>(*traced.node());
        node->cite = edition.of_parameter(path);
        return Traced::leaf(std::move(node), traced.value());
    }
};

// The same derivation, each step cited as the edition in force does. What is `done` stands under an edition of its own.
class Cited {
public:
    Cited(const Edition& edition, std::initializer_list<ExplanationPtr> done) : edition_(edition) {
        for (const ExplanationPtr& node : done)
            if (node) made_.emplace(node.get(), node);
    }

    void cite(Traced& number) {
        if (const ExplanationPtr node = number.node()) number = Traced::leaf(cited(node), number.value());
    }

private:
    ExplanationPtr cited(const ExplanationPtr& node) {
        if (node->inputs.empty()) return node;  // a fact, or a parameter with its own citation
        if (const auto known = made_.find(node.get()); known != made_.end()) return known->second;
        auto copy = std::make_shared<Explanation>(*node);
        for (ExplanationPtr& input : copy->inputs) input = cited(input);
        if (copy->cite) copy->cite = edition_.of_step(copy->name, *copy->cite);
        originals_.push_back(node);
        return made_[node.get()] = std::move(copy);
    }

    const Edition& edition_;
    std::map<const Explanation*, ExplanationPtr> made_;
    std::vector<ExplanationPtr> originals_;  // kept, so that no other node takes the place of one that was made
};

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
Traced advance_before(EventRefs& refs, const GroupState& page, Year year, const Traced& rank,
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
    const GroupState& page = *known.find(asked);
    auto inputs = GroupReader<Traced, TracedFacts>(known, *known.common().rules_for(year), year, traced)
                      .read(asked, Money(), unused);
    inputs.seedCredit = seed_credit_of(refs, known, page);
    inputs.advanceBefore = advance_before(refs, page, year, inputs.rank, previous);
    return inputs;
}

// The numbers behind the fields of a row.
template <class Year>
auto fields_of(Year& year) {
    auto& in = year.inputs;
    auto& out = year.figures;
    return std::map<std::string, decltype(&in.rank)>{{"rank", &in.rank},
                                                     {"patients", &in.patients},
                                                     {"gap", &out.gap},
                                                     {"evolution", &out.evolution},
                                                     {"perPatient", &out.perPatient},
                                                     {"gain", &out.gain},
                                                     {"scoreBase", &out.scoreBase},
                                                     {"bonus", &out.bonus},
                                                     {"score", &out.score},
                                                     {"expenditure", &out.expenditure},
                                                     {"groupCap", &out.groupCap},
                                                     {"qualityRight", &out.qualityRight},
                                                     {"quality", &out.quality},
                                                     {"modulation", &out.modulation},
                                                     {"gross", &out.gross},
                                                     {"capped", &out.capped},
                                                     {"net", &out.net},
                                                     {"nationalReduction", &out.nationalReduction},
                                                     {"seedCredit", &in.seedCredit},
                                                     {"advanceBefore", &in.advanceBefore},
                                                     {"advanceGranted", &out.advanceGranted},
                                                     {"advanceRecovered", &out.advanceRecovered},
                                                     {"advanceOutstanding", &out.advanceOutstanding},
                                                     {"due", &out.due}};
}

// The number behind a field of the row; nothing where the row has no such field.
std::optional<Traced> field_of(const TracedYear& year, const std::string& field) {
    const auto& in = year.inputs;
    const auto fields = fields_of(year);
    const auto found = fields.find(field);
    if (found == fields.end()) return std::nullopt;
    if (found->second->node()) return *found->second;
    // Nothing counted: a figure of 0 that rests on the rank alone.
    return step(Step{field.c_str(), "", kLadder}, *found->second, as(in.rank, "=", in.rank));
}

// The seed credit, and what was outstanding before, stand under the rules they came from.
void cite_year(TracedYear& year, const Edition& edition, const TracedYear* previous) {
    Cited cited(edition,
                {year.inputs.seedCredit.node(), previous ? previous->figures.advanceOutstanding.node() : nullptr});
    for (const auto& [name, number] : fields_of(year)) cited.cite(*number);
}

std::string shown_as_recorded(const Exact& value, const std::string& recorded) {
    const auto point = recorded.find('.');
    return to_decimals(value, point == std::string::npos ? 0 : static_cast<unsigned>(recorded.size() - point - 1));
}

// `known` is the book before the settlement, `settled` after it, `previous` the group's year before.
TracedYear trace_year(EventRefs& refs, const Book& known, const Book& settled, Year year, const GroupementId& asked,
                      const TracedYear* previous) {
    const auto& adopted = *known.common().rules_for(year);
    const Edition edition(adopted.value);
    const auto rules = read_rules<Traced>(adopted.value.parameters, TracedParameters{refs, adopted.position, edition});
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
    TracedYear traced{groups.at(focus), figures.groups.at(focus)};
    cite_year(traced, edition, previous);
    return traced;
}

}  // namespace

Traced seed_credit_of(EventRefs& refs, const Book& book, const GroupState& page) {
    const auto& adopted = *book.common().rules_for(page.admission.value.firstYear);
    const Edition edition(adopted.value);
    const auto rules = read_seed_credit<Traced>(adopted.value.parameters.seedCredit,
                                                TracedParameters{refs, adopted.position, edition});
    const auto& assessed = *page.assessment;
    Traced credit =
        seed_credit(leaf(refs, "assessedPatients", {}, kPatients, assessed.position, assessed.value.patients),
                    leaf(refs, "multiprofessionalModulation", {}, kRatio, assessed.position,
                         assessed.value.multiprofessionalModulation),
                    rules);
    Cited(edition, {}).cite(credit);
    return credit;
}

const TracedYear& GroupTraces::year(const Book& settled, Year year) {
    const auto& lines = settled.find(groupement_)->settled;
    const TracedYear* traced = nullptr;  // the year itself and every earlier one, because advances come from there
    for (auto line = lines.begin(); line != lines.upper_bound(year); ++line) {
        const Position position = line->second.position;
        auto known = traced_.find(position);
        if (known == traced_.end())
            known = traced_
                        .emplace(position,
                                 trace_year(refs_, book_.at(position - 1), settled, line->first, groupement_, traced))
                        .first;
        traced = &known->second;
    }
    return *traced;
}

TracedGroups::TracedGroups(EventRefs& refs, const Book& known, Year year)
    : refs_(refs),
      known_(known),
      year_(year),
      groups_(groups_of(known, year)),
      edition_(known.common().rules_for(year)->value) {
    const auto& adopted = *known.common().rules_for(year);
    const PlainFacts plain;
    std::vector<GroupInputs<Exact>> inputs;
    FactsUsed unused;
    for (const GroupementId& id : groups_)
        inputs.push_back(GroupReader<Exact, PlainFacts>(known, adopted, year, plain).read(id, Money(), unused));
    figures_ = settle_year(inputs, read_rules<Exact>(adopted.value.parameters, PlainLift{}), NoWitness{});
    rules_ = read_rules<Traced>(adopted.value.parameters, TracedParameters{refs, adopted.position, edition_});
}

TracedYear TracedGroups::trace(const GroupementId& asked, const TracedYear* previous) {
    const auto at = std::ranges::lower_bound(groups_, asked) - groups_.begin();
    auto inputs = traced_inputs(refs_, known_, year_, asked, previous);
    auto figures = settle_group(inputs, rules_, figures_, static_cast<std::size_t>(at));
    TracedYear traced{std::move(inputs), std::move(figures)};
    cite_year(traced, edition_, previous);
    return traced;
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
