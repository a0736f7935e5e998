// Readings: what each reading of the text that is in doubt would move, per groupement and in all. Unsourced: what rests
// on facts or parameters without a source.
#include "services/console/findings.h"
#include "services/console/pages.h"
#include "services/words/explanation_words.h"
#include "services/words/parameter_words.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

Data data_of(const Visit& visit, const AlternativeWorth& one) {
    Data data;
    data.set("value", shown_choice(one.value)).set("moved", one.refused ? "–" : euros(one.moved));
    if (one.refused) data.set("refused", spoken_sentence(*one.refused));
    std::vector<Data> groups;
    for (const auto& [id, amount] : one.groups)
        groups.emplace_back().set("id", id.text).set("href", visit.group_link(id)).set("amount", euros(amount));
    data.set("count", shown_count(static_cast<std::int64_t>(groups.size()))).set("groups", std::move(groups));
    return data;
}

Data data_of(const Visit& visit, const ReadingWorth& worth) {
    const OpenReading& reading = worth.reading;
    std::vector<Data> alternatives;
    for (const AlternativeWorth& one : worth.alternatives) alternatives.push_back(data_of(visit, one));
    Data data;
    data.set("path", reading.path).set("name", titled(reading.path)).set("value", shown_choice(worth.value));
    data.set("section", reading.cite.section).set("status", tr(reading.cite.status));
    data.set("doubtful", is_doubtful(reading.cite.status)).set("quotation", reading.cite.quotation);
    data.set("question", reading.question).set("for", reading.for_it).set("against", reading.against_it);
    data.set("alternatives", std::move(alternatives));
    return data;
}

struct Weight {
    std::string section, href;
    std::size_t amounts = 0;
    Total sum;
};

// Each reason once, the one under most amounts first.
std::vector<Data> reasons_of(const Visit& visit, const std::vector<ReviewedAmount>& amounts) {
    std::map<std::string, Weight> weights;
    for (const ReviewedAmount& one : amounts)
        for (const ReviewReason& reason : one.because) {
            const bool is_event = reason.parameter.empty();
            const std::string position = is_event ? std::to_string(reason.event->position) : "";
            Weight& weight = weights[is_event ? tr("event") + ' ' + position + " · " + spoken(reason.event->kind)
                                              : spoken(reason.parameter)];
            weight.section = is_event ? shown(reason.event->on) : reason.section;
            weight.href = is_event ? visit.event_link(reason.event->position) : visit.link("/rules");
            ++weight.amounts;
            weight.sum += one.amount;
        }
    std::vector<std::pair<std::string, Weight>> sorted(weights.begin(), weights.end());
    std::ranges::stable_sort(sorted, std::greater<>(), [](const auto& one) { return one.second.amounts; });
    std::vector<Data> rows;
    for (const auto& [what, weight] : sorted) {
        Data& row = rows.emplace_back().set("what", what).set("section", weight.section).set("href", weight.href);
        row.set("count", shown_count(static_cast<std::int64_t>(weight.amounts))).set("sum", euros(weight.sum));
    }
    return rows;
}

// The name of the state that is read: its last sealed record.
std::string state_of(const Visit& visit) { return visit.ledger.store().record(visit.views.position()).value_or(""); }

}  // namespace

ConsolePage readings(const Visit& visit, Findings& kept) {
    const auto found = kept.readings.of(state_of(visit), [&]() -> Verdict<std::vector<ReadingWorth>> {
        return worth_of_readings(visit.book(), {}, visit.ledger.store().patience());
    });
    if (!found) return visit.refused(Section::rules, found.error());
    const auto is_shown = [&](const GroupementId& id) { return visit.rights.reads(id); };
    std::vector<Data> rows;
    for (const ReadingWorth& worth : of_groups(**found, is_shown)) rows.push_back(data_of(visit, worth));
    Data data;
    data.set("readings", std::move(rows)).set("rules_href", visit.link("/rules"));
    return visit.page(Section::rules, tr("What readings of the text are worth"), "readings", std::move(data));
}

ConsolePage unsourced(const Visit& visit, Findings& kept) {
    const auto found = kept.unsourced.of(
        state_of(visit), [&] { return review(visit.ledger.store(), visit.views, ReviewList::unsourced, {}); });
    if (!found) return visit.refused(Section::rules, found.error());
    std::vector<ReviewedAmount> amounts = **found;
    std::erase_if(amounts, [&](const ReviewedAmount& one) { return !visit.rights.reads(one.groupement); });
    std::vector<Data> rows;
    Total total;
    for (const ReviewedAmount& one : amounts) {
        total += one.amount;
        Data& row = rows.emplace_back().set("reference", one.reference).set("href", visit.trail_link(one.reference));
        row.set("amount", euros(one.amount)).set("count", std::to_string(one.because.size()));
    }
    Data data;
    data.set("reasons", reasons_of(visit, amounts)).set("amounts", std::move(rows)).set("total", euros(total));
    data.set("rules_href", visit.link("/rules"));
    const std::string title = tr("Amounts that rest on facts or parameters without a source");
    return visit.page(Section::rules, title, "unsourced", std::move(data));
}

}  // namespace ipep
