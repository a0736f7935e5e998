#include "tools/pages/histories_page.h"

#include "events/event_json.h"
#include "services/words/explanation_words.h"
#include "services/words/language.h"
#include "services/words/parameter_words.h"
#include "services/words/wording.h"
#include "tools/pages/figure_table.h"
#include "tools/pages/page.h"
#include "tools/pages/style.h"

namespace ipep {
namespace {

using Align = TextTable::Align;

std::string shown_or_dash(const std::string& value) { return value.empty() ? "–" : shown_decimal(value); }

std::string shown_event(const EventRef& event) {
    std::string text = tr("event") + ' ' + std::to_string(event.position) + " · " + spoken(event.kind);
    return event.key ? text + " · " + shortened(event.key->text, 60) : text;
}

std::string shown_step_value(const HistoryStep& step, const std::string& value) {
    if (value.empty()) return "–";
    Explanation node;
    node.name = step.name;
    node.unit = step.unit;
    node.value = value;
    node.event = step.event;
    return shown_value(node).text();
}

// The way from the amount down to the facts that changed, each step once.
std::string steps_text(const std::vector<HistoryStep>& steps, bool full) {
    constexpr std::size_t kMost = 25;
    std::string text;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (i == kMost && !full)
            return text + "  " +
                   fill(tr("… {count} more steps; --full shows all."), {{"count", std::to_string(steps.size() - i)}}) +
                   '\n';
        const HistoryStep& step = steps[i];
        const std::string label = std::string(2 * static_cast<std::size_t>(step.depth) + 2, ' ') + spoken(step.name) +
                                  (step.of.empty() ? "" : ' ' + step.of);
        text += padded_right(shortened(label, 52), 54) + shown_step_value(step, step.before) + " → " +
                shown_step_value(step, step.after);
        if (step.event) text += "   " + tr("event") + ' ' + std::to_string(step.event->position);
        text += '\n';
    }
    return text;
}

std::string because_text(const AmountRevision& revision, bool full) {
    std::string text =
        '\n' + strong(fill(tr("Revision {revision}, because of"), {{"revision", std::to_string(revision.revision)}})) +
        '\n';
    for (const EventRef& event : revision.because) text += "  " + shown_event(event) + '\n';
    if (revision.because.empty()) text += "  " + tr("nothing this amount rests on: the year was settled again.") + '\n';
    return text + steps_text(revision.steps, full);
}

// Each reason once, with how much rests on it: the most first.
std::string reasons_table(const std::vector<ReviewedAmount>& amounts, bool full) {
    struct Weight {
        std::size_t amounts = 0;
        Total sum;
    };
    std::map<std::pair<std::string, std::string>, Weight> reasons;
    for (const ReviewedAmount& one : amounts)
        for (const ReviewReason& reason : one.because) {
            Weight& weight =
                reasons[reason.parameter.empty() ? std::pair(shown_event(*reason.event), shown(reason.event->on))
                                                 : std::pair(spoken(reason.parameter), reason.section)];
            ++weight.amounts;
            weight.sum += one.amount;
        }
    std::vector<std::pair<std::pair<std::string, std::string>, Weight>> sorted(reasons.begin(), reasons.end());
    std::ranges::stable_sort(sorted, std::greater<>(), [](const auto& one) { return one.second.amounts; });
    TextTable table({{tr("Because of"), Align::left},
                     {tr("Section or day"), Align::left},
                     {tr("Amounts"), Align::right},
                     {tr("Sum of them"), Align::right}});
    for (std::size_t i = 0; i < sorted.size() && (full || i < kMostRows); ++i)
        table.row({shortened(sorted[i].first.first, 62), sorted[i].first.second,
                   shown_count(static_cast<std::int64_t>(sorted[i].second.amounts)), cell(sorted[i].second.sum)});
    return table.text() + more_than(sorted.size(), full);
}

std::string amounts_table(const std::vector<ReviewedAmount>& amounts, bool full) {
    TextTable table({{tr("Amount"), Align::left}, {tr("Value"), Align::right}, {tr("Reasons"), Align::right}});
    Total total;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        total += amounts[i].amount;
        if (full || i < kMostRows)
            table.row({amounts[i].reference, cell(amounts[i].amount), std::to_string(amounts[i].because.size())});
    }
    table.rule();
    table.row({tr("Total"), cell(total), ""});
    return table.text() + more_than(amounts.size(), full);
}

}  // namespace

std::string history_page(const AmountHistory& history, bool full) {
    TextTable table({{tr("Revision"), Align::right},
                     {tr("Position"), Align::right},
                     {tr("Recorded at"), Align::left},
                     {tr("By"), Align::left},
                     {tr("Value"), Align::right},
                     {tr("Difference"), Align::right}});
    std::string reasons;
    for (const AmountRevision& one : history.revisions) {
        const bool first = &one == &history.revisions.front();
        table.row({std::to_string(one.revision), std::to_string(one.position), recorded_text(one.recordedAt),
                   one.by.text,
                   well_formed_decimal(one.value) || one.value.empty() ? shown_or_dash(one.value) : tr(one.value),
                   first || one.difference.empty() ? "" : shown_decimal(one.difference)});
        if (!first) reasons += because_text(one, full);
    }
    return strong(title_of(asked_of(history.reference))) + "\n\n" + table.text() + reasons;
}

std::string difference_page(const StateDifference& difference, Position before, Position after, bool full) {
    std::string page = strong(fill(tr("From position {before} to position {after}"),
                                   {{"before", std::to_string(before)}, {"after", std::to_string(after)}})) +
                       "\n\n";
    if (difference.figures.empty() && difference.balances.empty())
        return page + tr("No figure and no balance differs.") + '\n';
    if (!difference.figures.empty()) page += due_table(difference.figures, {tr("before"), tr("after")}, full) + '\n';
    if (!difference.balances.empty())
        page += balance_table(difference.balances, {tr("Before"), tr("After")}, full) + '\n';
    if (!difference.corrections.empty()) page += strong(tr("Corrections in between")) + '\n';
    for (std::size_t i = 0; i < difference.corrections.size() && (full || i < kMostRows); ++i)
        page += "  " + shown_event(difference.corrections[i]) + '\n';
    page += more_than(difference.corrections.size(), full);
    return page;
}

std::string review_page(ReviewList list, const std::vector<ReviewedAmount>& amounts, bool full) {
    const std::string titles[] = {tr("Amounts that rest on assumed parameters"),
                                  tr("Amounts that rest on facts or parameters without a source"),
                                  tr("Amounts whose facts were corrected after a payment")};
    const std::string title = strong(titles[static_cast<std::size_t>(list)]) + "\n\n";
    if (amounts.empty()) return title + tr("None.") + '\n';
    return title + reasons_table(amounts, full) + '\n' + amounts_table(amounts, full);
}

std::string late_page(const std::vector<ChosenIndicator>& late) {
    const std::string title =
        strong(tr("Chosen indicators not validated within three months of the admission (CDC 2019 §8-I)")) + "\n\n";
    if (late.empty()) return title + tr("None.") + '\n';
    TextTable table({{tr("Groupement"), Align::left},
                     {tr("Indicator"), Align::left},
                     {tr("Name"), Align::left},
                     {tr("Until"), Align::left},
                     {tr("Validated on"), Align::left}});
    for (const ChosenIndicator& one : late)
        table.row({one.groupement.text, one.indicator.text, one.name.empty() ? "–" : one.name, shown(one.until),
                   one.validated ? shown(*one.validated) : "–"});
    return title + table.text();
}

std::string stale_page(const std::vector<StaleYear>& years, bool full) {
    constexpr std::size_t kMost = 25;
    std::string text = strong(tr("Years whose inputs changed after they were settled")) + "\n";
    if (years.empty()) return text + '\n' + tr("None.") + '\n';
    for (const StaleYear& one : years) {
        const std::string head = one.wouldChange ? tr("{year}, revision {revision}: settling again would change it.")
                                                 : tr("{year}, revision {revision}: settling again changes nothing.");
        text += '\n' + fill(head, {{"year", to_text(one.year)}, {"revision", std::to_string(one.revision)}}) + '\n';
        for (std::size_t i = 0; i < one.because.size(); ++i) {
            const std::size_t left = one.because.size() - i;
            if (i == kMost && !full) {
                text += "  " + fill(tr("… {count} more; --full shows all."), {{"count", std::to_string(left)}}) + '\n';
                break;
            }
            const Event& event = one.because[i];
            text += "  " + recorded_text(event.recordedAt).substr(0, 10) + "  " +
                    shown_event({event.position, std::string(kind_of(event.body)), event.key, {}, event.on}) + '\n';
        }
        for (const GroupementId& id : one.joined)
            text += "  " +
                    fill(tr("{groupement} has this year now, and is not settled in it."), {{"groupement", id.text}}) +
                    '\n';
        for (const GroupementId& id : one.left)
            text += "  " +
                    fill(tr("{groupement} is settled in it, and has this year no more."), {{"groupement", id.text}}) +
                    '\n';
    }
    return text;
}

namespace {

std::string reading_words(const ReadingWorth& worth) {
    std::string text = '\n' + strong(titled(worth.reading.path)) + " · " + cited(worth.reading.cite) + '\n';
    text += "  " + worth.reading.question + '\n';
    text += "  " +
            fill(tr("for {value}: {words}"), {{"value", shown_choice(worth.value)}, {"words", worth.reading.for_it}}) +
            '\n';
    text += "  " + fill(tr("against: {words}"), {{"words", worth.reading.against_it}}) + '\n';
    for (const AlternativeWorth& one : worth.alternatives)
        for (const auto& [id, amount] : one.groups)
            text += "  " + padded_right(shortened(shown_choice(one.value), 30), 32) + padded_right(id.text, 12) +
                    cell(amount) + '\n';
    return text;
}

}  // namespace

std::string readings_page(const std::vector<ReadingWorth>& worths, bool full) {
    TextTable table({{tr("Parameter"), Align::left},
                     {tr("Status"), Align::left},
                     {tr("As adopted"), Align::left},
                     {tr("Instead"), Align::left},
                     {tr("Moves (€)"), Align::right}});
    std::string refused, words;
    for (const ReadingWorth& worth : worths) {
        const std::string name = shortened(spoken(worth.reading.path), 40);
        for (const AlternativeWorth& one : worth.alternatives) {
            table.row({name, tr(worth.reading.cite.status), shortened(shown_choice(worth.value), 20),
                       shortened(shown_choice(one.value), 26), one.refused ? "–" : cell(one.moved)});
            if (one.refused)
                refused += "  " + name + " = " + shortened(shown_choice(one.value), 26) + ": " +
                           spoken_sentence(*one.refused) + '\n';
        }
        if (full) words += reading_words(worth);
    }
    std::string page = strong(tr("What readings of the text are worth")) + "\n\n";
    if (worths.empty()) return page + tr("None.") + '\n';
    page += table.text();
    if (!refused.empty()) page += '\n' + tr("Not to be computed:") + '\n' + refused;
    return page + words;
}

}  // namespace ipep
