// Groupements: every group at a glance, found by its name, identifier, region, CPAM or state.
#include <algorithm>

#include "ledger/description.h"
#include "services/console/form.h"
#include "services/console/pages.h"

namespace ipep {
namespace {

enum class Standing : std::uint8_t { withoutAgreement, running, ended, left };

Standing standing_of(const Book& book, const GroupState& page) {
    if (page.withdrawal) return Standing::left;
    if (!page.convention) return Standing::withoutAgreement;
    return page.settled.contains(book.last_result_year(page)) ? Standing::ended : Standing::running;
}

std::string words_of(Standing state) {
    switch (state) {
        case Standing::withoutAgreement: return tr("agreement not signed");
        case Standing::running: return tr("in progress");
        case Standing::ended: return tr("all years settled");
        case Standing::left: break;
    }
    return tr("left");
}

std::string lowered(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

struct Filter {
    std::string words, cpam, wave, state;

    bool takes(const Book& book, const GroupementAdmitted& group, const GroupState& page) const {
        const std::string all = lowered(group.groupement.text + ' ' + group.name + ' ' + group.region + ' ' +
                                        group.cpam.text + ' ' + group.legalForm);
        return all.find(lowered(words)) != std::string::npos && (cpam.empty() || cpam == group.cpam.text) &&
               (wave.empty() || wave == std::to_string(group.wave)) &&
               (state.empty() || state == std::to_string(static_cast<int>(standing_of(book, page))));
    }
};

struct Totals {
    Total seed, due, paid, owed, overpaid, advance;

    void add(const Balance& one) {
        seed += one.seedReleased, due += one.due, paid += one.paid;
        owed += one.owed(), overpaid += one.overpaid(), advance += one.advanceOutstanding;
    }
    void put(Data& row) const {
        row.set("seed", euros(seed)).set("due", euros(due)).set("paid", euros(paid));
        row.set("owed", euros(owed)).set("overpaid", euros(overpaid)).set("advance", euros(advance));
    }
};

}  // namespace

std::string standing(const Book& book, const GroupState& page) {
    const Standing state = standing_of(book, page);
    if (state != Standing::left) return words_of(state);
    return fill(tr("left after {year}"), {{"year", to_text(page.withdrawal->value.lastYear)}});
}

ConsolePage groupements(const Visit& visit) {
    const Book& book = visit.book();
    const Filter filter{visit.query("q"), visit.query("cpam"), visit.query("wave"), visit.query("state")};
    std::vector<Data> rows;
    std::set<std::string> cpams, waves;
    Totals total;
    std::size_t all = 0, shown = 0;
    for (const GroupementId& id : book.groupements()) {
        if (!visit.rights.reads(id)) continue;
        const GroupState& page = *book.find(id);
        const GroupementAdmitted& group = page.admission.value;
        ++all;
        cpams.insert(group.cpam.text);
        waves.insert(std::to_string(group.wave));
        if (!filter.takes(book, group, page)) continue;
        ++shown;
        const Balance* balance = visit.views.balances().rows.find(id.text);
        const Balance none, &stands = balance ? *balance : none;
        Data& row = rows.emplace_back();
        row.set("id", id.text).set("href", visit.group_link(id)).set("name", described(page).name);
        row.set("cpam", group.cpam.text).set("wave", std::to_string(group.wave)).set("state", standing(book, page));
        Totals one;
        one.add(stands);
        one.put(row);
        total.add(stands);
    }
    Data data, sum;
    total.put(sum);
    std::vector<Choice> states;
    for (const Standing state : {Standing::withoutAgreement, Standing::running, Standing::ended, Standing::left})
        states.emplace_back(std::to_string(static_cast<int>(state)), words_of(state));
    data.set("q", filter.words).set("cpams", choices(as_choices(cpams), filter.cpam));
    data.set("waves", choices(as_choices(waves), filter.wave)).set("states", choices(states, filter.state));
    data.set("rows", std::move(rows)).set("total", std::move(sum));
    data.set("count", fill(tr("{shown} of {all} groupements"),
                           {{"shown", std::to_string(shown)}, {"all", std::to_string(all)}}));
    return visit.page(Section::groupements, tr("Groupements"), "groupements", std::move(data));
}

}  // namespace ipep
