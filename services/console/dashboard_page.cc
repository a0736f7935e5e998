// Dashboard: what waits first, then the national envelope over the years.
#include "ledger/about.h"
#include "services/console/chart.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/console/waiting.h"
#include "services/histories/stale_year.h"

namespace ipep {
namespace {

Data envelope_row(auto&& of, Total left) {
    Data row;
    row.set("budgeted", euros(of(&EnvelopeYear::budgeted))).set("seed", euros(of(&EnvelopeYear::seedCredits)));
    row.set("settled", euros(of(&EnvelopeYear::settled))).set("ordered", euros(of(&EnvelopeYear::ordered)));
    row.set("paid", euros(of(&EnvelopeYear::paid))).set("left", euros(left)).set("over", left < Total());
    row.set("ceiling", euros(of(&EnvelopeYear::ceiling)));
    return row;
}

// What changes the year's figures; rules adopted since are no correction.
std::string why_again(const Visit& visit, ResultYear year) {
    bool corrected = false, adopted = false;
    for (const StaleYear& stale : stale_years(visit.ledger.store(), visit.book(), year))
        for (const Event& event : stale.because) {
            const bool brings_rules = brought<RulesAdopted>(event.body) != nullptr;
            (brings_rules ? adopted : corrected) = true;
        }
    if (adopted && !corrected) return tr("rules adopted since then change figures that stand");
    return adopted ? tr("rules and facts recorded since then change figures that stand")
                   : tr("a correction changes figures that stand");
}

std::vector<Data> waiting(const Visit& visit) {
    std::vector<Data> all;
    const Book& book = visit.book();
    const Day today = visit.ledger.world().today();
    const auto add = [&](const std::string& what, const std::string& why, const std::string& path) {
        all.emplace_back().set("what", what).set("why", why).set("href", visit.link(path));
    };
    const auto of = [](const std::string& sentence, ResultYear year) {
        return fill(sentence, {{"year", to_text(year)}});
    };
    const bool settles = visit.rights.has(Right::record_results);
    if (const auto year = settles ? year_to_settle_again(book, today) : std::nullopt)
        add(of(tr("{year} should be settled again"), *year), why_again(visit, *year),
            settlement_path(*year) + "/preview");
    if (const auto year = settles ? next_year(book) : std::nullopt; year && !book.common().settled.contains(*year)) {
        const auto drafts = decide_settlement(book, *year, today);
        const std::string path = settlement_path(*year) + "/preview";
        if (drafts)
            add(of(tr("{year} may be settled"), *year),
                tr("groupements settled together; see the figures before it is done"), path);
        else if (const std::size_t missing = drafts.error().missing.size(); missing > 0)
            add(of(tr("{year} waits for facts"), *year),
                fill(tr("facts expected: {count}"), {{"count", std::to_string(missing)}}), path);
    }
    std::int64_t unsigned_agreements = 0;
    for (const GroupementId& id : book.groupements())
        if (const GroupState& page = *book.find(id);
            !page.convention && !page.withdrawal &&
            visit.rights.has(Right::record_agreements, page.admission.value.cpam))
            ++unsigned_agreements;
    if (unsigned_agreements > 0)
        add(fill(tr("Agreements to be signed: {count}"), {{"count", std::to_string(unsigned_agreements)}}),
            tr("nothing is payable before the agreement is signed (CDC §10)"), "/groupements?state=0");
    if (!visit.at_head()) return all;
    for (const auto& [year, one] : book.common().settled)
        if (settles && one.is_refused()) {
            if (one.refusedBy != visit.request.person)
                add(of(tr("The validation of {year} was refused"), year), one.refusedFor, settlement_path(year));
        } else if (settles && book.common().roles_in_force() && !one.is_validated() &&
                   one.settledBy != visit.request.person)
            add(of(tr("{year} may be validated"), year), tr("nothing of it can be ordered before"),
                settlement_path(year));
    std::vector<TaskWaiting> tasks;
    for (const CpamId& cpam : cpams_read(visit))
        std::ranges::copy(payment_tasks(visit, cpam), std::back_inserter(tasks));
    std::ranges::move(task_cards(visit, tasks), std::back_inserter(all));
    return all;
}

}  // namespace

ConsolePage dashboard(const Visit& visit) {
    std::vector<Data> years;
    std::vector<EnvelopeBars> bars;
    EnvelopeTotal total;
    visit.views.envelope().rows.all("", [&](const std::string& key, const EnvelopeYear& year) {
        Data row = envelope_row([&](auto member) { return year.*member; }, year.left());
        row.set("year", key);
        row.set("report_href", visit.rights.reads_all() ? visit.link(report_path(std::stoi(key))) : "");
        const std::string result_year = std::to_string(std::stoi(key) - 1);
        row.set("settled_href", year.settled != Money() ? visit.link("/settlements/" + result_year) : "");
        bars.push_back({key, year.budgeted, year.seedCredits, year.settled, year.ordered, year.paid, year.ceiling});
        years.push_back(std::move(row));
        total.add(year);
    });
    Data data;
    if (!bars.empty())
        data.set("chart",
                 envelope_chart(tr("Budgeted, seed credits, settled, ordered and paid by payment year"), bars));
    data.set("waiting", waiting(visit)).set("years", std::move(years));
    data.set("under_way_href", visit.link("/waiting"));
    data.set("total", envelope_row([&](auto member) { return total.of(member); }, total.left()));
    return visit.page(Section::dashboard, tr("Dashboard"), "dashboard", std::move(data));
}

}  // namespace ipep
