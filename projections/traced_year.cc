#include "projections/traced_year.h"

#include <set>

#include "events/code.h"
#include "events/fault.h"
#include "projections/edition.h"
#include "projections/traced_leaf.h"
#include "projections/traced_others.h"

namespace ipep {
namespace {

const char* unit_of(std::string_view name) {
    if (name == "patients") return kPatients;
    if (name == "firstYear") return kYear;
    if (name.ends_with("PerPatient")) return kEurosPerPatient;
    return "";
}

// Lifts facts to leaves.
struct TracedFacts {
    EventRefs* refs;
    template <class Noted, class Value>
    Traced operator()(const char* name, std::string_view of, const Noted& noted, const Value& value) const {
        return leaf(*refs, name, of, unit_of(name), noted.position, value);
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

// What was outstanding after the year before, less what was written off in between.
Traced advance_before(EventRefs& refs, const GroupState& page, ResultYear year, const Traced& rank,
                      const TracedYear* previous) {
    const Step what{"advanceBefore", kEuros, {"CDC 2019 §3", "read"}};
    if (!previous) return step(what, Traced(0), as(rank, "=", Traced(1)));
    const Traced& outstanding = previous->figures.advanceOutstanding;
    const Exact kept = to_exact(page.advance_before(year));
    if (kept == outstanding.value()) return step(what, outstanding);
    if (!page.writeOffDecision)
        throw Fault(code::damaged_record,
                    {{"position", std::to_string(page.admission.position)},
                     {"what", "its advance before " + to_text(year) + " follows from no record"}});
    return step(what, outstanding - leaf(refs, "writtenOff", page.admission.value.groupement.text, kEuros,
                                         page.writeOffDecision->position, to_money(outstanding.value() - kept)));
}

// The inputs of the group asked for, every fact a leaf.
GroupInputs<Traced> traced_inputs(EventRefs& refs, const Book& known, ResultYear year, const GroupementId& asked,
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

// Recorded to six places; where it uses more than four, more may be behind them.
bool is_whole(const Decimal& recorded) { return recorded.text.ends_with("00"); }

}  // namespace

bool stand_in_order(const GroupState& page, ResultYear year) {
    const auto is_broken = [](const auto& one, const auto& next) {
        return one.first + 1 != next.first || one.second.position > next.second.position;
    };
    const auto end = page.settled.upper_bound(year);
    return std::adjacent_find(page.settled.begin(), end, is_broken) == end;
}

SettledChain settled_chain(BookAt& books, const GroupState& page, ResultYear year) {
    SettledChain chain(page.settled.begin(), page.settled.upper_bound(year));
    if (stand_in_order(page, year)) return chain;
    chain.erase(chain.begin(), std::prev(chain.end()));
    for (;;) {
        const auto& [next, line] = chain.front();
        const GroupementId& id = page.admission.value.groupement;
        const auto& known = books.at(line.position - 1, id).find(id)->settled;
        const auto end = known.lower_bound(next);
        if (end == known.begin()) return chain;
        chain.insert(chain.begin(), *std::prev(end));
    }
}

Traced seed_credit_of(EventRefs& refs, const Book& book, const GroupState& page) {
    const auto& adopted = *book.common().rules_for(page.admission.value.firstYear);
    const Edition edition(adopted.value);
    const auto rules = read_seed_credit<Traced>(adopted.value.parameters->seedCredit,
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

// The years of a group up to one, each over those before it.
struct GroupTraces::Years {
    EventRefs& refs;
    BookAt& books;
    Views& settled;
    const GroupementId& groupement;
    std::size_t breadth;
    SettledChain lines;
    std::set<ResultYear> whole = {};                     // with what the others brought
    std::map<const Explanation*, ResultYear> cut = {};   // nodes that lack it
    std::vector<std::unique_ptr<TracedYear>> made = {};  // of this turn; the later ones stand on the earlier

    const TracedYear& trace() {
        while (made.size() < lines.size()) trace(lines[made.size()].first, lines[made.size()].second);
        return *made.back();
    }
    // The same where a year has what the others brought.
    const TracedYear& trace_with(ResultYear year) {
        whole.insert(year);
        const auto line = std::ranges::find(lines, year, &SettledChain::value_type::first);
        const auto at = static_cast<std::size_t>(line - lines.begin());
        made.resize(at + 1);
        std::erase_if(cut, [&](const auto& node) { return node.second >= year; });
        complete(*made.back(), year, line->second, at == 0 ? nullptr : made[at - 1].get());
        return trace();
    }

    // The year of a node that is looked into and lacks inputs; nothing where there is none.
    std::optional<ResultYear> year_cut(const ExplanationPtr& root, int depth) const {
        std::vector<ExplanationPtr> level{root};
        std::set<const Explanation*> seen;
        for (int below = 0; below < depth && !level.empty(); ++below) {
            std::vector<ExplanationPtr> next;
            for (const ExplanationPtr& node : level) {
                if (!seen.insert(node.get()).second) continue;
                if (const auto found = cut.find(node.get()); found != cut.end()) return found->second;
                next.insert(next.end(), node->inputs.begin(), node->inputs.end());
            }
            level = std::move(next);
        }
        return std::nullopt;
    }

private:
    void trace(ResultYear year, const SettledLine& line) {
        const TracedYear* previous = made.empty() ? nullptr : made.back().get();
        const Book& known = books.at(line.position - 1, groupement);
        const RulesAdopted& adopted = known.common().rules_for(year)->value;
        const Edition edition(adopted);
        auto& traced = *made.emplace_back(std::make_unique<TracedYear>());
        if (const auto figures = recorded(adopted.parameters, year, line)) {
            const TracedParameters parameters{refs, known.common().rules_for(year)->position, edition};
            traced.inputs = traced_inputs(refs, known, year, groupement, previous);
            traced.figures =
                settle_group(traced.inputs, read_rules<Traced>(adopted.parameters, parameters), *figures, 0);
            cite_year(traced, edition, previous);
        } else {
            traced = TracedGroups(refs, books.at(line.position - 1), year).trace(groupement, previous);
        }
        if (whole.contains(year)) return complete(traced, year, line, previous);
        note_cut(traced.figures.net.node(), year);
        note_cut(traced.figures.qualityRight.node(), year);
    }

    void complete(TracedYear& traced, ResultYear year, const SettledLine& line, const TracedYear* previous) {
        const RulesAdopted& adopted = books.at(line.position - 1, groupement).common().rules_for(year)->value;
        const Others others(refs, settled, books, adopted, year, line, breadth);
        Completed completed(
            others, groupement,
            {traced.inputs.seedCredit.node(), previous ? previous->figures.advanceOutstanding.node() : nullptr});
        for (const auto& [name, number] : fields_of(traced)) completed.complete(*number);
    }

    // The year's figures and the group's, as they were recorded; nothing where they were rounded, or where the
    // settlement is not whole yet at this position.
    std::optional<YearFigures<Exact>> recorded(const Parameters& rules, ResultYear year, const SettledLine& line) {
        const SettlementHead* head = settled.settlements().head(year, line.revision);
        if (!head || !is_whole(head->settled.expenditure)) return std::nullopt;
        YearFigures<Exact> figures;
        figures.expenditure = to_exact(head->settled.expenditure);
        figures.cap = to_exact(head->settled.cap);
        figures.capped = to_exact(head->settled.capped);
        figures.basisExpenditure = figures.expenditure;
        if (rules.quality.envelopeBasis == EnvelopeBasis::mixedModel && line.row.model == Model::mixed) {
            figures.basisExpenditure = 0;
            const auto all = settled.settlements().settlement(year, line.revision);
            for (const auto& [position, row] : all->groups) {
                if (row.model != Model::mixed) continue;
                if (!is_whole(row.expenditure)) return std::nullopt;
                figures.basisExpenditure += to_exact(row.expenditure);
            }
        }
        auto& own = figures.groups.emplace_back();
        own.qualityRight = to_exact(line.row.qualityRight);
        own.net = to_exact(line.row.net);
        return figures;
    }

    // What the national cap and the quality envelope rest on; the years before stand in neither.
    void note_cut(const ExplanationPtr& node, ResultYear year) {
        if (!node || node->inputs.empty()) return;
        if (Others::part_of(*node)) cut.emplace(node.get(), year);
        for (const ExplanationPtr& input : node->inputs) note_cut(input, year);
    }
};

ExplanationPtr GroupTraces::figure(Views& settled, ResultYear year, const std::string& name, const Looking& looking) {
    const GroupState& page = *settled.book().find(groupement_);
    Years years{refs_, book_, settled, groupement_, looking.breadth, settled_chain(book_, page, year)};
    if (looking.depth == kWholeDerivation)
        for (const auto& [one, line] : years.lines) years.whole.insert(one);
    const TracedYear* traced = &years.trace();
    for (;;) {
        auto root = derived(*traced, name, years.lines.back().second);
        const auto missing = root ? years.year_cut(root, looking.depth) : std::nullopt;
        if (!missing) return root;
        traced = &years.trace_with(*missing);
    }
}

TracedGroups::TracedGroups(EventRefs& refs, const Book& known, ResultYear year)
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
        throw Fault(code::damaged_record, {{"position", std::to_string(line.position)},
                                           {"what", field + " is " + recorded + ", the facts give " + found}});
    return number->node();
}

}  // namespace ipep
