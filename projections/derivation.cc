#include "projections/derivation.h"

#include <map>

#include "events/code.h"
#include "projections/order_derivation.h"
#include "projections/traced_year.h"

namespace ipep {
namespace {

std::unexpected<Rejection> unknown(const std::string& reference) {
    return refuse(code::reference_unknown, {{"reference", reference}});
}

Verdict<Derivation> explain_settled(Views& views, const std::string& reference, const Reference& asked,
                                    GroupTraces& traces, const Looking& looking) {
    const ResultYear year = asked.year;
    const GroupState* page = views.book().find(asked.groupement);
    if (!page) return refuse(code::unknown_groupement, {{"groupement", asked.groupement.text}});
    if (!views.book().common().settled.contains(year))
        return refuse(code::settlement_absent, {{"year", to_text(year)}});
    const auto line = page->settled.find(year);
    if (line == page->settled.end()) return unknown(reference);
    auto root = traces.figure(views, year, asked.figure, looking);
    if (!root) return unknown(reference);
    return Derivation{std::move(root), views.book().common().settled.at(year).rules, line->second.revision,
                      views.position()};
}

// In a state between the settlements of several years that were made again together, where a later year still stands on
// what an earlier one was.
void trace_chain(const Store& store, EventRefs& refs, BookAt& books, const GroupState& page,
                 const std::pair<const ResultYear, SettledLine>& asked, const YearVisit& visit) {
    const GroupementId& id = page.admission.value.groupement;
    std::optional<TracedYear> traced;
    for (const auto& [year, line] : settled_chain(books, page, asked.first)) {
        store.patience().check();
        traced = TracedGroups(refs, books.at(line.position - 1), year).trace(id, traced ? &*traced : nullptr);
    }
    visit(id, asked.first, *traced, asked.second, books.at(asked.second.position - 1));
}

}  // namespace

void trace_years(const Store& store, Views& views, const YearFilter& wanted, const YearVisit& visit) {
    // Years in order, for advances come from the last; a revision of a year is one batch.
    std::map<std::pair<ResultYear, std::int64_t>, std::map<GroupementId, const SettledLine*>> standing;
    EventRefs refs(store);
    BookAt book(store);
    for (const GroupementId& id : views.book().groupements()) {
        const GroupState& page = *views.book().find(id);
        const auto& settled = page.settled;
        const auto last = std::ranges::find_if(settled.rbegin(), settled.rend(),
                                               [&](const auto& line) { return wanted(id, line.first); });
        if (last != settled.rend() && !stand_in_order(page, last->first)) {
            for (auto line = settled.begin(); line != last.base(); ++line)
                if (wanted(id, line->first)) trace_chain(store, refs, book, page, *line, visit);
            continue;
        }
        for (auto line = settled.begin(); line != last.base(); ++line)
            standing[{line->first, line->second.revision}].emplace(id, &line->second);
    }
    std::map<GroupementId, TracedYear> traced;  // the latest of each
    for (const auto& [settlement, lines] : standing) {
        Position first = store.head();
        for (const auto& [id, line] : lines) first = std::min(first, line->position);
        const Book& known = book.at(first - 1);
        TracedGroups groups(refs, known, settlement.first);
        for (const auto& [id, line] : lines) {
            store.patience().check();
            const auto before = traced.find(id);
            TracedYear& latest = traced[id] = groups.trace(id, before == traced.end() ? nullptr : &before->second);
            if (wanted(id, settlement.first)) visit(id, settlement.first, latest, *line, known);
        }
    }
}

void explain_dues(const Store& store, Views& views, const YearFilter& wanted, const DueVisit& visit) {
    trace_years(store, views, wanted,
                [&](const GroupementId& id, ResultYear year, const TracedYear& traced, const SettledLine& line,
                    const Book&) { visit(id, year, *derived(traced, "due", line)); });
}

Verdict<Derivation> explain(const Store& store, Views& views, const std::string& reference, const Looking& looking) {
    const auto asked = Reference::parse(reference);
    if (!asked) return unknown(reference);
    if (asked->kind == Reference::Kind::order) {
        const Order* order = views.book().find(asked->order);
        return order ? explain_order(store, *order) : unknown(reference);
    }
    GroupTraces traces(store, asked->groupement);
    if (asked->kind == Reference::Kind::settlement) return explain_settled(views, reference, *asked, traces, looking);
    return explain(store, views, reference, traces);
}

Verdict<Derivation> explain(const Store& store, Views& views, const std::string& reference, GroupTraces& traces) {
    const auto asked = Reference::parse(reference);
    if (!asked) return unknown(reference);
    if (asked->kind == Reference::Kind::settlement) return explain_settled(views, reference, *asked, traces, {});
    if (asked->kind != Reference::Kind::seedCredit) return unknown(reference);  // a fact, not computed
    const GroupState* page = views.book().find(asked->groupement);
    if (!page) return refuse(code::unknown_groupement, {{"groupement", asked->groupement.text}});
    if (!page->seedCredit) return unknown(reference);
    EventRefs refs(store);
    const Traced credit = seed_credit_of(refs, views.book(), *page);
    return Derivation{credit.node(), views.book().common().rules_for(page->admission.value.firstYear)->value.rules, 0,
                      views.position()};
}

}  // namespace ipep
