// Knowledge: what was known when, over the years: settlements, rules, corrections and amendments on a line of time,
// each leading to the state it made.
#include <array>

#include "ledger/calendar.h"
#include "projections/landmarks.h"
#include "services/console/chart.h"
#include "services/console/pages.h"
#include "services/histories/stale_year.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

std::string kind_of(LandmarkKind kind) {
    switch (kind) {
        case LandmarkKind::settled: return tr("settlement");
        case LandmarkKind::rules: return tr("rules");
        case LandmarkKind::corrected: return tr("correction");
        case LandmarkKind::amended: return tr("amendment");
    }
    return {};
}

// What happened of one kind on one day, about one year.
struct DayOfKnowledge {
    std::int64_t day = 0;  // since 1970, in Paris
    LandmarkKind kind = LandmarkKind::settled;
    std::optional<ResultYear> year;
    Position last = 0;
    std::int64_t events = 0, revision = 0;
};

std::vector<DayOfKnowledge> days_of(const std::vector<Landmark>& marks) {
    std::vector<DayOfKnowledge> days;
    for (const Landmark& mark : marks) {
        const std::int64_t day = day_in_paris(mark.recordedAt).since_1970;
        const auto year = mark.kind == LandmarkKind::rules ? std::nullopt : mark.year;
        auto same = std::ranges::find_if(days.rbegin(), days.rend(), [&](const DayOfKnowledge& one) {
            return one.day < day || (one.kind == mark.kind && one.year == year);
        });
        if (same == days.rend() || same->day < day)
            same = (days.push_back({day, mark.kind, year, 0, 0, 0}), days.rbegin());
        same->last = mark.position;
        same->revision = mark.revision;
        ++same->events;
    }
    return days;
}

std::string words_of(const DayOfKnowledge& day) {
    std::string text = kind_of(day.kind);
    if (day.year) text += ' ' + to_text(*day.year);
    if (day.kind == LandmarkKind::settled)
        text += ", " + fill(tr("revision {revision}"), {{"revision", std::to_string(day.revision)}});
    return day.events > 1 ? text + " (" + shown_count(day.events) + ')' : text;
}

std::vector<Data> stale_rows(const Visit& visit) {
    std::vector<Data> rows;
    for (const StaleYear& one : stale_years(visit.ledger.store(), visit.book())) {
        Data& row = rows.emplace_back();
        row.set("year", to_text(one.year)).set("href", visit.link(settlement_path(one.year)));
        row.set("facts", shown_count(static_cast<std::int64_t>(one.because.size())));
        row.set("would_change", one.wouldChange);
        const Position since = one.because.empty() ? one.settledAt : one.because.front().position;
        row.set("since", "/events/knowledge?as-of=" + std::to_string(since)).set("position", std::to_string(since));
    }
    return rows;
}

}  // namespace

ConsolePage knowledge(const Visit& visit) {
    const Position head = visit.ledger.store().head(), at = visit.views.position();
    const auto days = days_of(landmarks(visit.ledger.store(), head));
    std::vector<TimeMark> marks;
    std::vector<Data> rows, ticks;
    for (const DayOfKnowledge& one : days) {
        marks.push_back(
            {{static_cast<std::int32_t>(one.day)}, static_cast<int>(one.kind), words_of(one), one.last <= at});
        Data& row = rows.emplace_back();
        row.set("on", shown(Day{static_cast<std::int32_t>(one.day)})).set("what", words_of(one));
        row.set("position", shown_count(static_cast<std::int64_t>(one.last))).set("known", one.last <= at);
        row.set("href", "/?as-of=" + std::to_string(one.last));
        row.set("here", "/events/knowledge?as-of=" + std::to_string(one.last));
        if (one.kind == LandmarkKind::settled) ticks.emplace_back().set("position", std::to_string(one.last));
    }
    std::ranges::reverse(rows);
    Data data;
    const std::array kinds{tr("settlements"), tr("rules"), tr("corrections"), tr("amendments")};
    if (!marks.empty())
        data.set("chart", time_chart(tr("Settlements, rules, corrections and amendments by the day they were recorded"),
                                     {kinds.begin(), kinds.end()}, marks));
    data.set("rows", std::move(rows)).set("ticks", std::move(ticks)).set("stale", stale_rows(visit));
    data.set("at", std::to_string(at)).set("head", std::to_string(head));
    return visit.page(Section::log, tr("What was known when"), "knowledge", std::move(data));
}

}  // namespace ipep
