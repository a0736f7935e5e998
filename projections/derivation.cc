#include "projections/derivation.h"

#include <map>

#include "events/fault.h"
#include "ledger/code.h"
#include "ledger/traced.h"
#include "ledger/year_inputs.h"
#include "projections/order_derivation.h"
#include "projections/parameter_source.h"

namespace ipep {
namespace {

// Where an event stands, as a leaf tells it. Each is read from the log once.
class EventRefs {
public:
    explicit EventRefs(const Store& store) : store_(store) {}

    const EventRef& at(Position position) {
        const auto known = refs_.find(position);
        if (known != refs_.end()) return known->second;
        const Event event = read_event(position, store_.payload(position));
        EventRef ref{position, std::string(kind_of(event.body)), event.key, {}, event.on};
        if (event.source) ref.source = event.source->reference;
        return refs_.emplace(position, std::move(ref)).first->second;
    }

private:
    const Store& store_;
    std::map<Position, EventRef> refs_;
};

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

Traced seed_credit_of(EventRefs& refs, const Book& book, const GroupPage& page) {
    const auto& adopted = *book.common().rules_for(page.admission.value.firstYear);
    const TracedParameters lift{refs, adopted.position, ParameterSources(adopted.value.sources)};
    const auto rules = read_seed_credit<Traced>(adopted.value.parameters.seedCredit, lift);
    const auto& assessed = *page.assessment;
    return seed_credit(leaf(refs, "assessedPatients", {}, kPatients, assessed.position, assessed.value.patients),
                       leaf(refs, "multiprofessionalModulation", {}, kRatio, assessed.position,
                            assessed.value.multiprofessionalModulation),
                       rules);
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
            return leaf(*refs, "patients", id.text, kPatients, facts.patients->position, facts.patients->value.patients);
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

// Folds a book of its own up to any position; forwards it goes on from where it stands.
class BookAt {
public:
    explicit BookAt(const Store& store) : store_(store) {}
    const Book& at(Position position) {
        if (position < book_.head()) book_ = Book();
        store_.scan(book_.head() + 1, position + 1, [&](Position here, const Record& record) {
            evolve(book_, read_event(here, record.payload));
            return true;
        });
        return book_;
    }

private:
    const Store& store_;
    Book book_;
};

struct TracedYear {
    GroupInputs<Traced> inputs;
    GroupFigures<Traced> figures;
};

// What was outstanding after the year before, less what was written off in between.
Traced advance_before(EventRefs& refs, const GroupPage& page, Year year, const Traced& rank,
                      const std::optional<TracedYear>& previous) {
    const Step what{"advanceBefore", kEuros, {"CDC 2019 §3", "read"}};
    if (!previous) return step(what, Traced(0), as(rank, "=", Traced(1)));
    const Traced& outstanding = previous->figures.advanceOutstanding;
    const Exact kept = to_exact(page.advance_before(year));
    if (kept == outstanding.value()) return step(what, outstanding);
    return step(what, outstanding - leaf(refs, "writtenOff", page.admission.value.groupement.text, kEuros,
                                         page.writeOffDecision->position, to_money(outstanding.value() - kept)));
}

TracedYear trace_year(EventRefs& refs, const Book& known, const Book& settled, Year year, const GroupementId& asked,
                      const std::optional<TracedYear>& previous) {
    const auto& adopted = *known.common().rules_for(year);
    const auto rules = read_rules<Traced>(
        adopted.value.parameters,
        TracedParameters{refs, adopted.position, ParameterSources(adopted.value.sources)});
    const TracedFacts traced{&refs};
    const UntracedFacts untraced;
    std::vector<GroupInputs<Traced>> groups;
    std::size_t focus = kNoFocus;
    FactsUsed unused;
    for (const GroupementId& id : groups_of(known, year)) {
        if (id != asked) {
            groups.push_back(
                GroupReader<Traced, UntracedFacts>(known, adopted, year, untraced).read(id, Money(), unused));
            continue;
        }
        focus = groups.size();
        groups.push_back(GroupReader<Traced, TracedFacts>(known, adopted, year, traced).read(id, Money(), unused));
        const GroupPage& page = *known.find(id);
        groups[focus].seedCredit = seed_credit_of(refs, known, page);
        groups[focus].advanceBefore = advance_before(refs, page, year, groups[focus].rank, previous);
    }
    auto figures = settle_year(groups, rules, OtherGroups{&refs, &settled, &known, year, &groups, focus}, focus);
    return {groups.at(focus), figures.groups.at(focus)};
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
        {"advanceRecovered", &out.advanceRecovered}, {"advanceOutstanding", &out.advanceOutstanding}, {"due", &out.due}};
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

// The derivation of a figure; nothing where the row has none. What was recorded must come out of it.
ExplanationPtr derived(const TracedYear& year, const std::string& field, const SettledLine& line) {
    const auto number = field_of(year, field);
    if (!number) return nullptr;
    const std::string recorded = figure_of(line.row, field).value();
    if (const std::string found = shown_as_recorded(number->value(), recorded); found != recorded)
        throw Fault(Code::damaged_record, {{"position", std::to_string(line.position)},
                                           {"what", field + " is " + recorded + ", the facts give " + found}});
    return number->node();
}

std::unexpected<Rejection> unknown(const std::string& reference) {
    return refuse(Code::reference_unknown, {{"reference", reference}});
}

// The year itself and every earlier one of the group, because advances come from there.
Verdict<Derivation> explain_settled(const Store& store, Views& views, const std::string& reference, Year year,
                                    const GroupementId& id, const std::string& field) {
    const GroupPage* page = views.book().find(id);
    if (!page) return refuse(Code::unknown_groupement, {{"groupement", id.text}});
    if (!views.book().common().settled.contains(year))
        return refuse(Code::settlement_absent, {{"year", std::to_string(year)}});
    const auto line = page->settled.find(year);
    if (line == page->settled.end()) return unknown(reference);
    EventRefs refs(store);
    BookAt book(store);
    std::optional<TracedYear> traced;
    for (auto at = page->settled.begin(); at != std::next(line); ++at)
        traced = trace_year(refs, book.at(at->second.position - 1), views.book(), at->first, id, traced);
    auto root = derived(*traced, field, line->second);
    if (!root) return unknown(reference);
    return Derivation{std::move(root), views.book().common().settled.at(year).rules, line->second.revision,
                      views.position()};
}

}  // namespace

std::optional<AmountReference> parse_reference(const std::string& reference) {
    std::vector<std::string> parts{""};
    for (const char c : reference) c == '/' ? parts.push_back("") : parts.back().push_back(c);
    if (parts.size() == 2 && parts[0] == "seedCredit") return AmountReference{0, {parts[1]}, {}};
    if (parts.size() == 4 && parts[0] == "settlement" && parts[1].size() == 4 &&
        parts[1].find_first_not_of("0123456789") == std::string::npos)
        return AmountReference{std::stoi(parts[1]), {parts[2]}, parts[3]};
    return std::nullopt;
}

void explain_dues(const Store& store, Views& views, const DueFilter& wanted, const DueVisit& visit) {
    std::vector<std::tuple<Year, Position, GroupementId>> standing;  // years in order, for advances come from the last
    for (const GroupementId& id : views.book().groupements()) {
        const auto& settled = views.book().find(id)->settled;
        const auto last = std::ranges::find_if(settled.rbegin(), settled.rend(),
                                               [&](const auto& line) { return wanted(id, line.first); });
        for (auto line = settled.begin(); line != last.base(); ++line)
            standing.emplace_back(line->first, line->second.position, id);
    }
    std::ranges::sort(standing);
    EventRefs refs(store);
    BookAt book(store);
    std::map<GroupementId, std::optional<TracedYear>> traced;
    for (const auto& [year, position, id] : standing) {
        auto& latest = traced[id];
        latest = trace_year(refs, book.at(position - 1), views.book(), year, id, latest);
        if (wanted(id, year)) visit(id, year, *derived(*latest, "due", views.book().find(id)->settled.at(year)));
    }
}

Verdict<Derivation> explain(const Store& store, Views& views, const std::string& reference) {
    if (const Order* order = views.book().find(OrderId{reference})) return explain_order(store, *order);
    const auto asked = parse_reference(reference);
    if (!asked) return unknown(reference);
    if (asked->year != 0) return explain_settled(store, views, reference, asked->year, asked->groupement, asked->field);
    const GroupPage* page = views.book().find(asked->groupement);
    if (!page) return refuse(Code::unknown_groupement, {{"groupement", asked->groupement.text}});
    if (!page->seedCredit) return unknown(reference);
    EventRefs refs(store);
    const Traced credit = seed_credit_of(refs, views.book(), *page);
    return Derivation{credit.node(), views.book().common().rules_for(page->admission.value.firstYear)->value.rules, 0,
                      views.position()};
}

}  // namespace ipep
