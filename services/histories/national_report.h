// NationalReport: what the fund spends on the experiment, by title, wave and payment year; what is committed; what is
// to come, under three hypotheses.
//
// Shape:   the two titles of the fund are the incentive and the seed credits. What an overpayment set off is told under
//          the incentive. Sums over all waves are the envelope's (projections/envelope).
// Units:   euros and cents. A forecast is of a payment year whose result year no settlement covers yet.
// Hypotheses: low: nothing more is due. Central: each groupement is due what its latest settled year gave, one without
//          the mean of those that have one, to the cent; of a year never more than the high one. High: 1 % of the
//          spending in that latest year, the national cap.
// Source:  CDC 2019 §9; specification §12; CSS L.162-31-1 and R.162-50-14 (yearly state to Parliament).
#pragma once

#include <map>

#include "ledger/total.h"
#include "ledger/year.h"
#include "projections/edition.h"
#include "services/ledger/ledger_service.h"

namespace ipep {

struct FundUse {
    Total owed, ordered, paid;
    FundUse& operator+=(const FundUse& other);
};

struct FundCommitment {
    Total granted;  // seed credits; else as owed
    FundUse use;
    Total promised() const { return granted - use.owed; }
    Total to_order() const { return use.owed - use.ordered; }
    Total to_pay() const { return use.ordered - use.paid; }
};

struct FundForecast {
    PaymentYear paymentYear = 0;
    std::int64_t groupements = 0;
    Total central, high;
};

struct FundPlace {
    Ground title = Ground::incentive;
    std::int64_t wave = 0;
    PaymentYear paymentYear = 0;
    auto operator<=>(const FundPlace&) const = default;
};

struct NationalReport {
    PaymentYear year = 0;
    std::string rules;  // of the result year that is paid
    Position position = 0;
    Day on;  // of the last event
    std::int64_t recorded_at = 0;
    bool is_trial = false;
    std::vector<TitleBudget> budgets;       // of the text
    std::map<PaymentYear, Money> recorded;  // `envelopeBudgeted`
    std::map<FundPlace, FundUse> uses;
    std::map<Ground, FundCommitment> commitments;
    std::vector<FundForecast> forecast;

    // Added up over what is not given.
    FundUse use(std::optional<Ground> title, std::optional<std::int64_t> wave, std::optional<PaymentYear> year) const;
    Money budget(Ground title, PaymentYear payment_year) const;
    std::vector<PaymentYear> years() const;  // with a budget or a use, in order
    std::vector<std::int64_t> waves() const;
};

// `views` stand at the state asked for.
NationalReport report_of(LedgerService& ledger, Views& views, PaymentYear year);

}  // namespace ipep
