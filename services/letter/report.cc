#include "services/letter/report.h"

#include "events/describe.h"
#include "services/letter/letter_words.h"
#include "services/words/explanation_words.h"
#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

constexpr double kNumberWidth = 64;
constexpr Ground kTitles[] = {Ground::incentive, Ground::seedCredit};

std::string say(const std::string& path, std::vector<std::pair<std::string, std::string>> arguments = {}) {
    return letter_words("report." + path, std::move(arguments));
}

std::string said_of(Ground title) { return say("title." + std::string(enum_name(title))); }

std::string figure(Total amount) { return amount == Total() ? "–" : shown_decimal(to_text(amount)); }

NoticeSection section(const std::string& name, std::vector<std::string> head) {
    NoticeSection made;
    made.heading = say(name + ".heading");
    made.head = std::move(head);
    made.number_width = kNumberWidth;
    return made;
}

std::vector<std::string> use_head(const std::string& first) {
    return {say(first), say("budget"), say("owed"), say("ordered"), say("paid"), say("left")};
}

// Where nothing was budgeted, nothing is left of it.
TableRow use_row(const std::string& what, Total budget, const FundUse& use, bool is_sum = false) {
    const Total left = budget == Total() ? Total() : budget - use.owed;
    return {{what, figure(budget), figure(use.owed), figure(use.ordered), figure(use.paid), figure(left)}, is_sum};
}

NoticeSection by_title(const NationalReport& report, Ground title) {
    NoticeSection made = section("by_title", use_head("payment_year"));
    made.heading = said_of(title);
    for (const TitleBudget& one : report.budgets)
        if (one.title == title) made.said.push_back(cited(one.cite) + " : " + one.cite.quotation);
    if (made.said.empty()) made.said.push_back(say("no_budget"));
    Total budget;
    for (const PaymentYear year : report.years()) {
        const FundUse use = report.use(title, {}, year);
        const Money of_year = report.budget(title, year);
        budget += of_year;
        if (of_year != Money() || use.owed != Total() || use.ordered != Total() || use.paid != Total())
            made.rows.push_back(use_row(to_text(year), of_year, use));
    }
    made.rows.push_back(use_row(say("total"), budget, report.use(title, {}, {}), true));
    return made;
}

// Both titles together, against what is recorded as budgeted.
NoticeSection envelope(const NationalReport& report) {
    NoticeSection made = section("envelope", use_head("payment_year"));
    Total budget;
    for (const PaymentYear year : report.years()) {
        const auto recorded = report.recorded.find(year);
        const Money of_year = recorded == report.recorded.end() ? Money() : recorded->second;
        budget += of_year;
        made.rows.push_back(use_row(to_text(year), of_year, report.use({}, {}, year)));
    }
    made.rows.push_back(use_row(say("total"), budget, report.use({}, {}, {}), true));
    return made;
}

// Of one payment year, or of all of them.
NoticeSection by_wave(const NationalReport& report, std::optional<PaymentYear> year) {
    NoticeSection made =
        section(year ? "by_wave" : "all_years", {say("title_and_wave"), say("owed"), say("ordered"), say("paid")});
    if (year) made.heading = say("by_wave.heading", {{"year", to_text(*year)}});
    const auto add = [&](const std::string& what, const FundUse& use, bool is_sum) {
        made.rows.push_back({{what, figure(use.owed), figure(use.ordered), figure(use.paid)}, is_sum});
    };
    for (const Ground title : kTitles)
        for (const std::int64_t wave : report.waves())
            add(say("of_wave", {{"title", said_of(title)}, {"wave", std::to_string(wave)}}),
                report.use(title, wave, year), false);
    add(say("total"), report.use({}, {}, year), true);
    return made;
}

NoticeSection commitments(const NationalReport& report) {
    NoticeSection made = section("commitments", {say("title_word"), say("granted"), say("promised"), say("to_order"),
                                                 say("to_pay"), say("paid")});
    FundCommitment sum;
    const auto add = [&](const std::string& what, const FundCommitment& one, bool is_sum) {
        made.rows.push_back({{what, figure(one.granted), figure(one.promised()), figure(one.to_order()),
                              figure(one.to_pay()), figure(one.use.paid)},
                             is_sum});
    };
    for (const auto& [title, one] : report.commitments) {
        add(said_of(title), one, false);
        sum.granted += one.granted;
        sum.use += one.use;
    }
    add(say("total"), sum, true);
    return made;
}

NoticeSection forecast(const NationalReport& report) {
    NoticeSection made = section(
        "forecast", {say("payment_year"), say("groupements"), say("low"), say("central"), say("high"), say("budget")});
    made.said = {say("forecast.low"), say("forecast.central"), say("forecast.high"), say("forecast.apart")};
    if (report.forecast.empty()) {
        made.said = {say("forecast.none")};
        made.head.clear();
    }
    for (const FundForecast& one : report.forecast)
        made.rows.push_back(
            {{to_text(one.paymentYear), shown_count(one.groupements), figure(Total()), figure(one.central),
              figure(one.high), figure(report.budget(Ground::incentive, one.paymentYear))},
             one.paymentYear == report.forecast.back().paymentYear});
    return made;
}

}  // namespace

Notice paper_of(const NationalReport& report) {
    const Speaking french(Language::french);
    Notice paper;
    paper.title = say("heading", {{"year", to_text(report.year)}});
    paper.sender = {letter_words("notice.sender")};
    paper.date = say("date", {{"date", day_in_words(report.on)}});
    paper.references = {{say("position"), shown_count(static_cast<std::int64_t>(report.position))},
                        {letter_words("notice.reference.rules"), report.rules}};
    if (report.is_trial) paper.trial = letter_words("head.trial");
    paper.recorded_at = report.recorded_at;
    paper.sections = {by_title(report, Ground::incentive),
                      by_title(report, Ground::seedCredit),
                      envelope(report),
                      by_wave(report, report.year),
                      by_wave(report, {}),
                      commitments(report),
                      forecast(report)};
    return paper;
}

std::string report_csv(const NationalReport& report) {
    std::string text = "payment_year,title,wave,figure,amount\n";
    const auto add = [&](PaymentYear year, std::string_view title, const std::string& wave, const char* name,
                         Total amount) {
        text += to_text(year) + ',' + std::string(title) + ',' + wave + ',' + name + ',' + to_text(amount) + '\n';
    };
    for (const TitleBudget& one : report.budgets)
        for (const auto& [year, amount] : one.amounts) add(year, enum_name(one.title), "", "budget", amount);
    for (const auto& [year, amount] : report.recorded) add(year, "", "", "budgeted", amount);
    for (const auto& [place, use] : report.uses)
        for (const auto& [name, amount] :
             {std::pair{"owed", use.owed}, std::pair{"ordered", use.ordered}, std::pair{"paid", use.paid}})
            add(place.paymentYear, enum_name(place.title), std::to_string(place.wave), name, amount);
    for (const FundForecast& one : report.forecast)
        for (const auto& [name, amount] :
             {std::pair{"low", Total()}, std::pair{"central", one.central}, std::pair{"high", one.high}})
            add(one.paymentYear, enum_name(Ground::incentive), "", name, amount);
    return text;
}

}  // namespace ipep
