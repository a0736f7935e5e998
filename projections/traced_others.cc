#include "projections/traced_others.h"

#include "projections/traced_leaf.h"

namespace ipep {
namespace {

// One node for all that nobody looks at.
const ExplanationPtr& unread() {
    static const auto node = std::make_shared<const Explanation>();
    return node;
}

}  // namespace

Others::Others(EventRefs& refs, Views& settled, BookAt& books, const RulesAdopted& adopted, ResultYear year,
               const SettledLine& line, std::size_t breadth)
    : refs_(refs),
      settled_(settled.book()),
      books_(books),
      edition_(adopted),
      year_(year),
      line_(line),
      decided_(settled.settlements().settlement(year, line.revision)),
      groups_(groups_in(adopted.parameters)),
      breadth_(breadth) {}

ExplanationPtr Others::completed(const ExplanationPtr& node, const GroupementId& own) const {
    const char* part = part_of(*node);
    if (!part) return nullptr;
    const bool is_of_basis = node->name == "basisExpenditure" || node->name == "qualityRight";
    auto copy = std::make_shared<Explanation>(*node);
    const auto at = std::ranges::find_if(
        copy->inputs, [&](const ExplanationPtr& input) { return input->name == part && input->of == own.text; });
    const ExplanationPtr mine = *at;
    std::vector<ExplanationPtr> all;
    for (const Group& group : groups_)
        if (group.is_in_basis || !is_of_basis)
            all.push_back(group.id == own ? mine : all.size() < breadth_ ? of(group.id, part) : unread());
    copy->inputs.insert(copy->inputs.erase(at), all.begin(), all.end());
    return copy;
}

const char* Others::part_of(const Explanation& node) {
    if (node.name == "nationalExpenditure" || node.name == "basisExpenditure") return "expenditure";
    const bool is_shared = node.formula.starts_with("largestRemainder");
    if (node.name == "qualityRight" && is_shared) return "patients";
    return node.name == "nationalCapped" || (node.name == "net" && is_shared) ? "capped" : nullptr;
}

ExplanationPtr Others::of(const GroupementId& id, std::string_view part) const {
    if (part == "capped") return capped(id);
    const YearFacts& facts = facts_of(id);
    const Traced patients =
        leaf(refs_, "patients", id.text, kPatients, facts.patients->position, facts.patients->value.patients);
    if (part == "patients") return patients.node();
    const Traced spending = step(Step{"expenditure", kEuros, {"CDC 2019 §8-II", "read"}, id.text},
                                 leaf(refs_, "actualPerPatient", id.text, kEurosPerPatient, facts.expenditure->position,
                                      facts.expenditure->value.actualPerPatient) *
                                     patients);
    auto cited = std::make_shared<Explanation>(*spending.node());
    cited->cite = edition_.of_step(cited->name, *cited->cite);
    return cited;
}

std::vector<Others::Group> Others::groups_in(const Parameters& rules) const {
    const bool counts_all = rules.quality.envelopeBasis == EnvelopeBasis::allSettled;
    std::vector<Group> groups;
    if (decided_) {
        for (const auto& [position, row] : decided_->groups)
            groups.push_back({row.groupement, counts_all || row.model == Model::mixed});
        return groups;
    }
    for (const GroupementId& id : groups_of(known(), year_)) {
        const auto rank = year_ - known().find(id)->admission.value.firstYear + 1;
        groups.push_back({id, counts_all || rank <= rules.phases.mixedYears});
    }
    return groups;
}

// As they were known. What no later event touched is read where the group stands now, without the book of then.
const YearFacts& Others::facts_of(const GroupementId& id) const {
    const YearFacts* now = settled_.find(id)->facts(year_);
    const auto is_of_then = [&](const auto& fact) { return fact && fact->position < line_.position; };
    if (now && is_of_then(now->patients) && is_of_then(now->expenditure)) return *now;
    return *known().find(id)->facts(year_);
}

// As it was decided; where the settlement is not whole yet, as its facts make it.
ExplanationPtr Others::capped(const GroupementId& id) const {
    if (decided_) {
        const auto& line = *std::ranges::lower_bound(
            decided_->groups, id, {},
            [](const SettlementLine& one) -> const GroupementId& { return one.row.groupement; });
        return leaf(refs_, "capped", id.text, kEuros, line.position, line.row.capped).node();
    }
    if (!undecided_) undecided_ = std::make_unique<TracedGroups>(refs_, known(), year_);
    return undecided_->trace(id, nullptr).figures.capped.node();
}

Completed::Completed(const Others& others, const GroupementId& own, std::initializer_list<ExplanationPtr> done)
    : others_(others), own_(own) {
    for (const ExplanationPtr& node : done)
        if (node) made_.emplace(node.get(), node);
}

void Completed::complete(Traced& number) {
    if (const ExplanationPtr node = number.node()) number = Traced::leaf(completed(node), number.value());
}

ExplanationPtr Completed::completed(const ExplanationPtr& node) {
    if (node->inputs.empty()) return node;
    if (const auto known = made_.find(node.get()); known != made_.end()) return known->second;
    auto copy = std::make_shared<Explanation>(*node);
    for (ExplanationPtr& input : copy->inputs) input = completed(input);
    originals_.push_back(node);
    ExplanationPtr whole = others_.completed(copy, own_);
    return made_[node.get()] = whole ? std::move(whole) : copy->inputs == node->inputs ? node : std::move(copy);
}

}  // namespace ipep
