#include "services/histories/national_report.h"

#include <algorithm>
#include <set>

#include "ledger/exact.h"
#include "projections/read_ahead.h"
#include "services/words/indicator_names.h"

namespace ipep {
namespace {

Ground title_of(const PostingLine& line) {
    const bool is_seed_credit = line.of && line.of->kind == Reference::Kind::seedCredit;
    return is_seed_credit ? Ground::seedCredit : Ground::incentive;
}

// What a line adds to the use of the fund; nothing where it is of no debt.
std::optional<FundUse> use_of(const PostingLine& line) {
    FundUse use;
    switch (line.to) {
        case PostedTo::seedCredits:
        case PostedTo::dues: use.owed -= line.amount; break;
        case PostedTo::ordered: use.ordered += line.amount; break;
        case PostedTo::payments: use.paid += line.amount; break;
        default: return std::nullopt;
    }
    return use;
}

std::map<FundPlace, FundUse> uses_of(LedgerService& ledger, Views& views) {
    const Book& book = views.book();
    std::map<GroupementId, std::int64_t> waves;
    for (const GroupementId& id : book.groupements()) waves[id] = book.find(id)->admission.value.wave;
    std::map<FundPlace, FundUse> uses;
    read_ahead(ledger.store(), 1, views.position() + 1, [&](const Event& event) {
        for (const Posting& one : posting(event))
            for (const PostingLine& line : one.lines)
                if (const auto use = use_of(line))
                    uses[{title_of(line), waves[one.groupement], line.paymentYear}] += *use;
    });
    return uses;
}

// A groupement's latest settled year, as far as a forecast needs it.
struct Latest {
    Money due, cap;
};

std::optional<Latest> latest_of(const GroupState& page) {
    if (page.settled.empty()) return std::nullopt;
    const SettledRow& row = page.settled.rbegin()->second.row;
    return Latest{row.due, to_money(round_cents(to_exact(row.expenditure) / 100))};
}

// Of those that have one; nothing where none has.
Latest mean_of(const std::vector<Latest>& all) {
    if (all.empty()) return {};
    const auto mean = [&](Money Latest::*member) {
        Exact sum = 0;
        for (const Latest& one : all) sum += to_exact(one.*member);
        return to_money(round_cents(sum / static_cast<std::int64_t>(all.size())));
    };
    return {mean(&Latest::due), mean(&Latest::cap)};
}

std::vector<FundForecast> forecast_of(const Book& book, PaymentYear after) {
    std::map<GroupementId, std::optional<Latest>> known;
    std::vector<Latest> settled;
    PaymentYear last = after;
    for (const GroupementId& id : book.groupements()) {
        const GroupState& page = *book.find(id);
        const auto latest = known[id] = latest_of(page);
        if (latest) settled.push_back(*latest);
        last = std::max(last, payment_year_of(book.last_result_year(page)));
    }
    const Latest mean = mean_of(settled);
    std::vector<FundForecast> years;
    for (PaymentYear payment_year = after + 1; payment_year <= last; ++payment_year) {
        FundForecast one{payment_year, 0, {}, {}};
        for (const auto& [id, latest] : known) {
            const GroupState& page = *book.find(id);
            const ResultYear year = result_year_of(payment_year);
            if (!book.has_result_year(page, year) || page.settled.contains(year)) continue;
            ++one.groupements;
            one.central += latest.value_or(mean).due;
            one.high += latest.value_or(mean).cap;
        }
        one.central = std::min(one.central, one.high);
        if (one.groupements > 0) years.push_back(one);
    }
    return years;
}

std::map<Ground, FundCommitment> commitments_of(const NationalReport& report, const Book& book) {
    std::map<Ground, FundCommitment> all;
    for (const Ground title : {Ground::incentive, Ground::seedCredit}) {
        all[title].use = report.use(title, {}, {});
        all[title].granted = all[title].use.owed;
    }
    Total granted;
    for (const GroupementId& id : book.groupements()) granted += book.find(id)->seedCredit.value_or(Money());
    all[Ground::seedCredit].granted = granted;
    return all;
}

}  // namespace

FundUse& FundUse::operator+=(const FundUse& other) {
    owed += other.owed;
    ordered += other.ordered;
    paid += other.paid;
    return *this;
}

FundUse NationalReport::use(std::optional<Ground> title, std::optional<std::int64_t> wave,
                            std::optional<PaymentYear> payment_year) const {
    FundUse sum;
    for (const auto& [place, one] : uses)
        if ((!title || place.title == *title) && (!wave || place.wave == *wave) &&
            (!payment_year || place.paymentYear == *payment_year))
            sum += one;
    return sum;
}

Money NationalReport::budget(Ground title, PaymentYear payment_year) const {
    for (const TitleBudget& one : budgets)
        if (const auto found = one.amounts.find(payment_year); one.title == title && found != one.amounts.end())
            return found->second;
    return {};
}

std::vector<PaymentYear> NationalReport::years() const {
    std::set<PaymentYear> all;
    for (const TitleBudget& one : budgets)
        for (const auto& [payment_year, amount] : one.amounts) all.insert(payment_year);
    for (const auto& [payment_year, amount] : recorded) all.insert(payment_year);
    for (const auto& [place, one] : uses) all.insert(place.paymentYear);
    return {all.begin(), all.end()};
}

std::vector<std::int64_t> NationalReport::waves() const {
    std::set<std::int64_t> all;
    for (const auto& [place, one] : uses) all.insert(place.wave);
    return {all.begin(), all.end()};
}

NationalReport report_of(LedgerService& ledger, Views& views, PaymentYear year) {
    const Book& book = views.book();
    NationalReport report;
    report.year = year;
    report.position = views.position();
    report.is_trial = ledger.format().trial;
    if (const RulesAdopted* rules = rules_naming(book.common(), result_year_of(year))) report.rules = rules->rules.text;
    // Rules that say nothing of a budget leave the one there is.
    for (const AdoptedRules& one : book.common().rules)
        if (auto budgets = budget_of_text(one.noted.value); !budgets.empty()) report.budgets = std::move(budgets);
    if (report.position > 0) {
        const Event last = ledger.event(report.position, false);
        report.on = last.on;
        report.recorded_at = last.recordedAt;
    }
    report.uses = uses_of(ledger, views);
    views.envelope().rows.all("", [&](const std::string& payment_year, const EnvelopeYear& row) {
        if (row.budgeted != Money()) report.recorded[std::stoi(payment_year)] = row.budgeted;
    });
    report.commitments = commitments_of(report, book);
    report.forecast = forecast_of(book, year);
    return report;
}

}  // namespace ipep
