// Settlement: the years at a glance, and one year as it stands, its groups, its revisions and what they changed.
#include "events/describe.h"
#include "events/event_json.h"
#include "ledger/description.h"
#include "ledger/reference.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/waiting.h"
#include "services/histories/stale_year.h"
#include "services/payments/payment_commands.h"
#include "services/words/code.h"
#include "services/words/moment.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

std::optional<Settlement> settlement_at(const Visit& visit, ResultYear year, std::int64_t revision) {
    return visit.views.settlements().settlement(year, revision);
}

void add_national(const NationalFigures& figures, Data& data) {
    data.set("expenditure", shown_decimal(to_decimals(to_exact(figures.expenditure), 2)) + " €");
    data.set("cap", euros(figures.cap)).set("envelope", euros(figures.qualityEnvelope));
    data.set("capped", euros(figures.capped)).set("net", euros(figures.net));
    data.set("granted", euros(figures.advanceGranted)).set("recovered", euros(figures.advanceRecovered));
    data.set("due", euros(figures.due));
}

struct Totals {
    std::int64_t patients = 0;
    Money gain, quality, net, granted, recovered, due;

    void add(const SettledRow& row) {
        patients += row.patients;
        gain += row.gain, quality += row.quality, net += row.net;
        granted += row.advanceGranted, recovered += row.advanceRecovered, due += row.due;
    }
};

void put_row(Data& data, const SettledRow& row) {
    data.set("patients", shown_count(row.patients)).set("gain", euros(row.gain)).set("quality", euros(row.quality));
    data.set("net", euros(row.net)).set("granted", euros(row.advanceGranted));
    data.set("recovered", euros(row.advanceRecovered)).set("due", euros(row.due));
}

void add_groups(const Visit& visit, const Settlement& settlement, Data& data) {
    const ResultYear year = settlement.head.settled.year;
    std::vector<Data> rows;
    Totals total;
    for (const auto& [position, row] : settlement.groups) {
        if (!visit.rights.reads(row.groupement)) continue;
        total.add(row);
        Data& one = rows.emplace_back();
        put_row(one, row);
        one.set("id", row.groupement.text).set("href", visit.group_link(row.groupement));
        one.set("name", described(*visit.book().find(row.groupement)).name);
        one.set("notice_href", visit.link(notice_path(year, row.groupement)));
        one.set("model", spoken(row.model == Model::mixed ? "mixed" : "target"));
        one.set("score", shown_decimal(to_decimals(to_exact(row.score), 2)));
        for (const char* field : {"gain", "quality", "net", "advanceGranted", "advanceRecovered", "due", "score"})
            one.set(std::string(field) + "_href",
                    visit.trail_link(Reference::settled(row.groupement, year, field).text()));
    }
    Data sum;
    sum.set("patients", shown_count(total.patients)).set("gain", euros(total.gain));
    sum.set("quality", euros(total.quality));
    sum.set("net", euros(total.net)).set("granted", euros(total.granted)).set("recovered", euros(total.recovered));
    sum.set("due", euros(total.due)).set("partial", !visit.rights.reads_all());
    data.set("rows", std::move(rows)).set("total", std::move(sum));
}

// What a revision made of the one before, amount by amount; a group only one of them has starts or ends at nothing.
std::vector<Data> changes(const Visit& visit, const Settlement& before, const Settlement& after) {
    std::map<GroupementId, std::pair<SettledRow, SettledRow>> pairs;
    for (const auto& [position, row] : before.groups) pairs[row.groupement].first = row;
    for (const auto& [position, row] : after.groups) pairs[row.groupement].second = row;
    std::vector<Data> rows;
    for (const auto& [id, pair] : pairs) {
        if (!visit.rights.reads(id)) continue;
        boost::mp11::mp_for_each<MembersOf<SettledRow>>([&](auto d) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(pair.first.*d.pointer)>, Money>) {
                const Money old = pair.first.*d.pointer, now = pair.second.*d.pointer;
                if (old == now) return;
                Data& row = rows.emplace_back();
                row.set("id", id.text).set("href", visit.group_link(id)).set("figure", titled(d.name));
                row.set("before", euros(old)).set("after", euros(now)).set("difference", euros(now - old));
                row.set("strong", std::string_view(d.name) == "due");
            }
        });
    }
    return rows;
}

void add_revisions(const Visit& visit, ResultYear year, std::int64_t shown_revision, std::int64_t last, Data& data) {
    std::vector<Data> revisions;
    for (std::int64_t revision = last; revision >= 1; --revision) {
        const auto one = settlement_at(visit, year, revision);
        if (!one) continue;
        Data& row = revisions.emplace_back();
        row.set("revision", std::to_string(revision)).set("due", euros(one->head.settled.due));
        row.set("recorded", told_time(one->head.recordedAt)).set("rules", one->head.settled.rules.text);
        row.set("actor", visit.ledger.event(one->head.position, false).actor.text);
        row.set("href", visit.link(settlement_path(year) + "?revision=" + std::to_string(revision)));
        row.set("current", revision == shown_revision);
    }
    data.set("revisions", std::move(revisions));
    const auto before = settlement_at(visit, year, shown_revision - 1);
    const auto after = settlement_at(visit, year, shown_revision);
    if (before && after) {
        data.set("before_revision", std::to_string(shown_revision - 1));
        data.set("changes", changes(visit, *before, *after));
    }
}

// Whether the latest revision may be ordered, and whether this person may let it be.
void add_validation(const Visit& visit, const SettledYear& latest, Data& data) {
    if (latest.is_validated())
        data.set("validated_by", latest.validatedBy.text.empty() ? "–" : latest.validatedBy.text);
    else
        data.set("unvalidated", visit.book().common().roles_in_force());
    if (latest.is_refused()) {
        Data refused;
        refused.set("person", latest.refusedBy.text).set("day", shown(latest.refusedOn));
        data.set("refused", refused.set("reason", latest.refusedFor));
    }
    const bool validates = visit.at_head() && !latest.is_validated() && latest.settledBy != visit.request.person &&
                           visit.rights.has(Right::record_results, CpamId{});
    data.set("validates", validates).set("refuses", validates && !latest.is_refused());
    data.set("settled_by", latest.settledBy.text).set("seen", std::to_string(latest.revision));
}

void add_stale(const Visit& visit, ResultYear year, Data& data) {
    const auto stale = stale_years(visit.ledger.store(), visit.book(), year);
    data.set("stale", !stale.empty()).set("would_change", !stale.empty() && stale.front().wouldChange);
    data.set("knowledge_href", visit.rights.opens(Section::log) ? visit.link("/events/knowledge") : "");
}

}  // namespace

ConsolePage settlements(const Visit& visit) {
    std::vector<Data> rows;
    const auto& settled = visit.book().common().settled;
    for (const auto& [year, one] : settled) {
        Data& row = rows.emplace_back();
        row.set("year", to_text(year)).set("href", visit.link(settlement_path(year)));
        row.set("state", fill(tr("settled, revision {revision}"), {{"revision", std::to_string(one.revision)}}));
        row.set("rules", one.rules.text).set("on", shown(one.on)).set("net", euros(one.figures.net));
        row.set("granted", euros(one.figures.advanceGranted)).set("recovered", euros(one.figures.advanceRecovered));
        row.set("due", euros(one.figures.due)).set("good", true);
        row.set("grid_href", visit.link(settlement_path(year) + "/facts"));
    }
    if (const auto year = next_year(visit.book()); year && !settled.contains(*year)) {
        const auto drafts = decide_settlement(visit.book(), *year, visit.ledger.world().today());
        const std::size_t missing = drafts ? 0 : drafts.error().missing.size();
        Data& row = rows.emplace_back();
        row.set("year", to_text(*year)).set("href", visit.link(settlement_path(*year) + "/preview"));
        row.set("state", drafts        ? tr("may be settled")
                         : missing > 0 ? fill(tr("waits for {count} facts"), {{"count", std::to_string(missing)}})
                                       : spoken_sentence(drafts.error()));
        row.set("good", drafts.has_value()).set("grid_href", visit.link(settlement_path(*year) + "/facts"));
    }
    Data data;
    data.set("rows", std::move(rows));
    const bool records = visit.at_head() && visit.rights.has(Right::record_results);
    data.set("facts_href", records ? "/settlements/facts" : "");
    return visit.page(Section::settlement, tr("Settlement"), "settlements", std::move(data));
}

ConsolePage settlement(const Visit& visit, ResultYear year) {
    const auto& settled = visit.book().common().settled;
    const auto latest = settled.find(year);
    if (latest == settled.end()) return visit.moved(visit.link(settlement_path(year) + "/preview"));
    std::int64_t revision = latest->second.revision;
    if (const auto asked = whole_number(visit.query("revision"))) revision = *asked;
    const auto found = settlement_at(visit, year, revision);
    if (!found)
        return visit.refused(Section::settlement, {code::revision_absent,
                                                   {{"year", to_text(year)},
                                                    {"revision", std::to_string(revision)},
                                                    {"last", std::to_string(latest->second.revision)}}});
    const YearSettled& head = found->head.settled;
    Data data;
    data.set("year", to_text(year)).set("revision", std::to_string(revision)).set("rules", head.rules.text);
    data.set("recorded", told_time(found->head.recordedAt)).set("standing", revision == latest->second.revision);
    data.set("position", std::to_string(found->head.position));
    data.set("event_href", visit.link("/events/" + std::to_string(found->head.position)));
    data.set("preview_href", visit.at_head() ? settlement_path(year) + "/preview" : "");
    if (revision == latest->second.revision) {
        add_validation(visit, latest->second, data);
        add_stale(visit, year, data);
    }
    add_national(head, data);
    add_groups(visit, *found, data);
    add_revisions(visit, year, revision, latest->second.revision, data);
    const std::string title = fill(tr("Settlement of {year}"), {{"year", to_text(year)}});
    return visit.page(Section::settlement, title, "settlement", std::move(data));
}

ConsolePage validate(const Visit& visit, ResultYear year, Second second) {
    const auto& settled = visit.book().common().settled;
    const auto latest = settled.find(year);
    // What the person read must be what is decided on.
    if (latest != settled.end() && visit.form("seen") != std::to_string(latest->second.revision))
        return visit.moved(settlement_path(year), "revised");
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    const bool refuses = second == Second::refuses;
    const auto done = refuses ? desk.refuse_validation(year, visit.form("reason")) : desk.validate(year);
    if (!done) return visit.refused(Section::settlement, done.error());
    return visit.moved(settlement_path(year), refuses ? "validation_refused" : "validated");
}

}  // namespace ipep
