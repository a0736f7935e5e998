// Preview: what settling a year would do, to whom and for how much, before anyone does it; and doing it.
#include <boost/json.hpp>
#include <boost/json/serialize.hpp>

#include "events/event_json.h"
#include "ledger/description.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/words/awaited.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

void add_missing(const Visit& visit, const Rejection& rejection, ResultYear year, Data& data) {
    std::vector<Data> rows;
    for (Awaited& one : awaited(rejection)) {
        const bool of_all = one.groupements.front().empty();
        std::erase_if(one.groupements, [&](const std::string& id) { return !of_all && !visit.rights.reads({id}); });
        if (one.groupements.empty()) continue;
        Data& row = rows.emplace_back();
        row.set("what", what_is_awaited(one)).set("why", why_awaited(one, to_text(year)));
        row.set("who", of_all ? tr("all") : listed(one.groupements)).set("names", texts(one.names));
    }
    data.set("sentence", spoken_sentence(rejection)).set("section", std::string(text_of(rejection.code).section));
    data.set("missing", std::move(rows));
}

struct Sums {
    Money before, after;
};

// One line for each groupement and year whose amount due would be another one.
void add_changes(const Visit& visit, ResultYear year, const std::vector<Draft>& drafts, Data& data) {
    std::vector<Data> rows, years;
    Sums total;
    const auto add = [&](const GroupementId& id, ResultYear of, Money before, Money after) {
        if (!visit.rights.reads(id)) return;
        total.before += before, total.after += after;
        Data& row = rows.emplace_back();
        row.set("year", to_text(of)).set("id", id.text).set("href", visit.group_link(id));
        row.set("name", described(*visit.book().find(id)).name);
        row.set("before", euros(before)).set("after", euros(after)).set("difference", euros(after - before));
    };
    for (const Draft& draft : drafts) {
        if (const auto* line = std::get_if<IncentiveSettled>(&draft.body)) {
            const auto& known = visit.book().find(line->groupement)->settled;
            const auto stands = known.find(line->year);
            const Money before = stands == known.end() ? Money() : stands->second.row.due;
            if (stands == known.end() || before != line->due) add(line->groupement, line->year, before, line->due);
        } else if (const auto* annulled = std::get_if<IncentiveAnnulled>(&draft.body)) {
            const auto& known = visit.book().find(annulled->groupement)->settled;
            if (const auto stands = known.find(annulled->year); stands != known.end())
                add(annulled->groupement, annulled->year, stands->second.row.due, Money());
        } else if (const auto* settled = std::get_if<YearSettled>(&draft.body)) {
            Data& one = years.emplace_back();
            one.set("year", to_text(settled->year)).set("revision", std::to_string(settled->revision));
            one.set("rules", settled->rules.text).set("due", euros(settled->due)).set("cap", euros(settled->cap));
            one.set("later", settled->year != year);
        }
    }
    Data sum;
    sum.set("before", euros(total.before)).set("after", euros(total.after));
    sum.set("difference", euros(total.after - total.before));
    data.set("count", std::to_string(rows.size())).set("moves", euros(total.after - total.before));
    data.set("rows", std::move(rows)).set("years", std::move(years)).set("total", std::move(sum));
}

// Two previews with one mark would record the same; what others record meanwhile changes it only where it counts.
std::string seen_of(const Verdict<std::vector<Draft>>& drafts) {
    if (!drafts) return {};
    std::string text;
    for (const Draft& draft : *drafts)
        text += to_text(draft.on) + boost::json::serialize(kind_to_json(draft.body)) + '\n';
    return mark_of(text);
}

}  // namespace

ConsolePage settlement_preview(const Visit& visit, ResultYear year, const std::string& warning) {
    const auto drafts = decide_settlement(visit.book(), year, visit.ledger.world().today());
    const auto& settled = visit.book().common().settled;
    Data data;
    data.set("year", to_text(year)).set("again", settled.contains(year)).set("warning", warning);
    data.set("stands_href", settled.contains(year) ? visit.link(settlement_path(year)) : "");
    data.set("today", shown(visit.ledger.world().today()));
    data.set("seen", seen_of(drafts));
    if (!drafts) {
        add_missing(visit, drafts.error(), year, data);
    } else if (drafts->empty()) {
        data.set("unchanged", true);
    } else {
        data.set("changed", true).set("acts", visit.at_head() && visit.rights.has(Right::record_results));
        add_changes(visit, year, *drafts, data);
    }
    const std::string title = fill(tr("Settling {year}"), {{"year", to_text(year)}});
    return visit.page(Section::settlement, title, "preview", std::move(data), warning.empty() ? 200 : 409);
}

ConsolePage settle(const Visit& visit, ResultYear year) {
    if (const auto allowed = visit.rights.check(Right::record_results, CpamId{}); !allowed)
        return visit.refused(Section::settlement, allowed.error());
    // What the person read must be what is done.
    if (visit.form("seen") != seen_of(decide_settlement(visit.book(), year, visit.ledger.world().today())))
        return settlement_preview(
            visit, year,
            tr("What would be settled has changed since you read this page. Read it again; nothing was recorded."));
    const auto result = visit.ledger.settle(year, std::nullopt, visit.request.person, false);
    if (!result) return visit.refused(Section::settlement, result.error());
    return visit.moved(settlement_path(year), result->changed ? "settled" : "unchanged");
}

}  // namespace ipep
