#include "services/histories/histories_answer.h"

#include <boost/json.hpp>

#include "events/event_json.h"
#include "ledger/about.h"
#include "services/answers/figures.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

namespace json = boost::json;

json::value or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object reference_answer(const EventRef& event) {
    json::object answer{{"position", event.position}, {"kind", event.kind}};
    if (event.key) answer["key"] = event.key->text;
    return answer;
}

json::array references_answer(const std::vector<EventRef>& events) {
    json::array list;
    for (const EventRef& event : events) list.push_back(reference_answer(event));
    return list;
}

json::object step_answer(const HistoryStep& step) {
    json::object answer{{"depth", step.depth}, {"name", step.name}};
    if (!step.of.empty()) answer["of"] = step.of;
    answer["before"] = or_null(step.before);
    answer["after"] = or_null(step.after);
    if (step.event) answer["event"] = reference_answer(*step.event);
    return answer;
}

}  // namespace

StateDifference shown_to(const Reader& reader, StateDifference difference) {
    const auto is_hidden = [&](const FigureDifference& one) { return !reader.sees(one.groupement); };
    std::erase_if(difference.figures, is_hidden);
    std::erase_if(difference.balances, is_hidden);
    return difference;
}

std::vector<ReviewedAmount> shown_to(const Reader& reader, std::vector<ReviewedAmount> amounts) {
    std::erase_if(amounts, [&](const ReviewedAmount& one) { return !reader.sees(one.groupement); });
    return amounts;
}

std::vector<StaleYear> shown_to(const Reader& reader, std::vector<StaleYear> years) {
    for (StaleYear& one : years) {
        std::erase_if(one.because, [&](const Event& event) { return !reader.sees(event); });
        std::erase_if(one.joined, [&](const GroupementId& id) { return !reader.sees(id); });
        std::erase_if(one.left, [&](const GroupementId& id) { return !reader.sees(id); });
    }
    return years;
}

json::object history_answer(const AmountHistory& history) {
    json::array revisions;
    for (const AmountRevision& one : history.revisions) {
        json::array steps;
        for (const HistoryStep& step : one.steps) steps.push_back(step_answer(step));
        revisions.push_back({{"revision", one.revision},
                             {"position", one.position},
                             {"recordedAt", recorded_text(one.recordedAt)},
                             {"by", or_null(one.by.text)},
                             {"value", or_null(one.value)},
                             {"difference", or_null(one.difference)},
                             {"because", references_answer(one.because)},
                             {"steps", std::move(steps)}});
    }
    return {{"ref", history.reference}, {"revisions", std::move(revisions)}};
}

json::object difference_answer(const StateDifference& difference) {
    return {{"changes", figures_answer(difference.figures, "before", "after")},
            {"balances", figures_answer(difference.balances, "before", "after")},
            {"corrections", references_answer(difference.corrections)}};
}

json::object review_answer(const std::string& list, const std::vector<ReviewedAmount>& amounts) {
    json::array rows;
    Money total;
    for (const ReviewedAmount& one : amounts) {
        total += one.amount;
        json::array because;
        for (const ReviewReason& reason : one.because) {
            json::object told = reference_answer(*reason.event);
            if (!reason.parameter.empty()) {
                told["parameter"] = reason.parameter;
                told["section"] = reason.section;
            }
            because.push_back(std::move(told));
        }
        json::object row{{"ref", one.reference}, {"groupement", one.groupement.text}};
        if (one.year != 0) row["year"] = one.year.number;
        row["amount"] = to_text(one.amount);
        row["because"] = std::move(because);
        rows.push_back(std::move(row));
    }
    return {{"list", list}, {"amounts", std::move(rows)}, {"total", to_text(total)}};
}

json::object readings_answer(const std::vector<ReadingWorth>& worths) {
    json::array readings;
    for (const ReadingWorth& worth : worths) {
        json::array alternatives;
        for (const AlternativeWorth& one : worth.alternatives) {
            json::object told{{"value", json::parse(one.value)}};
            if (one.refused) {
                told["refused"] = rejection_answer(*one.refused, spoken_sentence(*one.refused));
            } else {
                json::object groups;
                for (const auto& [id, amount] : one.groups) groups[id.text] = to_text(amount);
                told["moved"] = to_text(one.moved);
                told["groupements"] = std::move(groups);
            }
            alternatives.push_back(std::move(told));
        }
        const Citation& cite = worth.reading.cite;
        readings.push_back({{"parameter", worth.reading.path},
                            {"value", worth.value.empty() ? json::value() : json::parse(worth.value)},
                            {"cite", {{"rules", cite.rules}, {"section", cite.section}, {"status", cite.status}}},
                            {"question", worth.reading.question},
                            {"for", worth.reading.for_it},
                            {"against", worth.reading.against_it},
                            {"alternatives", std::move(alternatives)}});
    }
    return {{"list", "readings"}, {"readings", std::move(readings)}};
}

json::object report_answer(const NationalReport& report) {
    const auto used = [](const FundUse& use) {
        return json::object{
            {"owed", to_text(use.owed)}, {"ordered", to_text(use.ordered)}, {"paid", to_text(use.paid)}};
    };
    json::array titles, recorded, forecast;
    for (const auto& [title, committed] : report.commitments) {
        json::array years;
        for (const PaymentYear year : report.years()) {
            json::object row = used(report.use(title, {}, year));
            row["paymentYear"] = year.number;
            row["budget"] = to_text(report.budget(title, year));
            json::array waves;
            for (const std::int64_t wave : report.waves()) {
                json::object of_wave = used(report.use(title, wave, year));
                of_wave["wave"] = wave;
                waves.push_back(std::move(of_wave));
            }
            row["waves"] = std::move(waves);
            years.push_back(std::move(row));
        }
        json::object total = used(committed.use);
        total["granted"] = to_text(committed.granted);
        total["promised"] = to_text(committed.promised());
        total["toOrder"] = to_text(committed.to_order());
        total["toPay"] = to_text(committed.to_pay());
        titles.push_back({{"title", enum_name(title)}, {"years", std::move(years)}, {"commitments", std::move(total)}});
    }
    for (const auto& [year, amount] : report.recorded)
        recorded.push_back({{"paymentYear", year.number}, {"amount", to_text(amount)}});
    for (const FundForecast& one : report.forecast)
        forecast.push_back({{"paymentYear", one.paymentYear.number},
                            {"groupements", one.groupements},
                            {"low", to_text(Total())},
                            {"central", to_text(one.central)},
                            {"high", to_text(one.high)}});
    return {{"year", report.year.number},  {"position", report.position},     {"rules", report.rules},
            {"titles", std::move(titles)}, {"budgeted", std::move(recorded)}, {"forecast", std::move(forecast)}};
}

json::object stale_answer(const std::vector<StaleYear>& years) {
    const auto names = [](const std::vector<GroupementId>& groups) {
        json::array list;
        for (const GroupementId& id : groups) list.emplace_back(id.text);
        return list;
    };
    json::array rows;
    for (const StaleYear& one : years) {
        json::array because;
        for (const Event& event : one.because) {
            json::object told{{"position", event.position},
                              {"recordedAt", recorded_text(event.recordedAt)},
                              {"kind", kind_of(event.body)}};
            if (event.key) told["key"] = event.key->text;
            if (const auto* correction = std::get_if<FactCorrected>(&event.body))
                told["corrects"] = correction->corrects.text;
            if (const auto groupement = about(event.body).groupement) told["groupement"] = groupement->text;
            because.push_back(std::move(told));
        }
        rows.push_back({{"year", one.year.number},
                        {"revision", one.revision},
                        {"settledAt", one.settledAt},
                        {"since", recorded_text(one.since)},
                        {"wouldChange", one.wouldChange},
                        {"joined", names(one.joined)},
                        {"left", names(one.left)},
                        {"because", std::move(because)}});
    }
    return {{"list", "stale"}, {"years", std::move(rows)}};
}

json::object late_answer(const std::vector<ChosenIndicator>& late) {
    json::array rows;
    for (const ChosenIndicator& one : late) {
        json::object row{{"groupement", one.groupement.text}, {"indicator", one.indicator.text}};
        if (!one.name.empty()) row["name"] = one.name;
        row["until"] = to_text(one.until);
        if (one.validated) row["validated"] = to_text(*one.validated);
        rows.push_back(std::move(row));
    }
    return {{"list", "late"}, {"indicators", std::move(rows)}};
}

}  // namespace ipep
