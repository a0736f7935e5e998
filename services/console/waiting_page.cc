// Waiting: everything under way, one's own turns first, then those of others, with since when and what is waited for.
#include <algorithm>

#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/turn.h"
#include "services/sheets/csv_file.h"

namespace ipep {
namespace {

constexpr std::size_t kTurnsShown = 200;

// The oldest first; what has no day stands before.
std::vector<Waiting> sorted(std::vector<Waiting> all) {
    std::ranges::stable_sort(all, {}, &Waiting::since);
    return all;
}

std::vector<Choice> turns_in(const std::vector<Waiting>& all) {
    std::map<Turn, std::int64_t> counts;
    for (const Waiting& one : all) ++counts[one.turn];
    std::vector<Choice> choices{{"", tr("all")}};
    for (const auto& [turn, count] : counts)
        choices.emplace_back(enum_name(turn), what_of(turn) + " (" + shown_count(count) + ')');
    return choices;
}

void put_rows(const Visit& visit, const std::vector<const Waiting*>& all, const std::string& name, Data& data) {
    std::vector<Data> rows;
    Total sum;
    for (const Waiting* one : all) {
        sum += one->amount;
        if (rows.size() == kTurnsShown) continue;
        Data& row = rows.emplace_back();
        row.set("what", what_of(one->turn))
            .set("about", one->about)
            .set("cpam", one->cpam.text.empty() ? "" : visit.cpam_name(one->cpam));
        row.set("href", one->path.empty() ? "" : visit.link(one->path)).set("amount", euros(one->amount));
        row.set("since", one->since ? shown(*one->since) : "–").set("awaited", awaited_of(one->turn));
        row.set("who", who_of(one->turn)).set("said", one->said);
    }
    Data list;
    list.set("count", shown_count(static_cast<std::int64_t>(all.size()))).set("sum", euros(sum));
    list.set("shortened", all.size() > kTurnsShown).set("any", !all.empty());
    data.set(name, list.set("rows", std::move(rows)));
}

ConsolePage turns_csv(const std::vector<Waiting>& all) {
    sheets::CsvFile file;
    for (const std::string& head : {tr("What"), tr("About"), tr("CPAM"), tr("Since"), tr("What is waited for"),
                                    tr("Said of it"), tr("By whom"), tr("Amount")})
        file.text(head);
    file.end_row();
    for (const Waiting& one : all) {
        for (const std::string& text : {what_of(one.turn), one.about, one.cpam.text, one.since ? shown(*one.since) : "",
                                        awaited_of(one.turn), one.said, who_of(one.turn)})
            file.text(text);
        file.number(to_text(one.amount));
        file.end_row();
    }
    return {200,
            "text/csv; charset=utf-8",
            file.bytes(),
            {{"Content-Disposition", "attachment; filename=\"" + tr("under-way") + ".csv\""}}};
}

}  // namespace

ConsolePage under_way(const Visit& visit) {
    const auto all = sorted(all_waiting(visit));
    const std::string asked = visit.query("what"), cpam = visit.query("cpam");
    std::vector<const Waiting*> own, others;
    std::set<std::string> cpams;
    for (const Waiting& one : all) {
        if (!one.cpam.text.empty()) cpams.insert(one.cpam.text);
        if (!asked.empty() && asked != enum_name(one.turn)) continue;
        if (!cpam.empty() && cpam != one.cpam.text) continue;
        (is_turn_of(visit, one) ? own : others).push_back(&one);
    }
    if (visit.query("kind") == "csv") return turns_csv(all);
    Data data;
    put_rows(visit, own, "own", data);
    put_rows(visit, others, "others", data);
    data.set("whats", choices(turns_in(all), asked)).set("cpams", choices(as_choices(cpams), cpam));
    data.set("csv_href", visit.link("/waiting?kind=csv"));
    return visit.page(Section::dashboard, tr("What is under way"), "under_way", std::move(data));
}

}  // namespace ipep
