// Scenario: given facts, when a command, then events or a refusal.
//
// Shape:   every event goes through its bytes (encode, seal, open, decode) before anything is done with it, so that
//          each scenario tests the codec too. What is accepted becomes history, what is refused leaves none.
// Promise: after each command two independent folds are compared: the balances view against sums over the latest
//          settlements and the statement's lines, and both against the book.
// Source:  design, "One event, seven places, one commit".
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "ledger/payment.h"
#include "ledger/year.h"
#include "tests/covers.h"
#include "tests/print.h"
#include "tests/sample.h"

namespace ipep {

class Views;
struct Balance;
struct EnvelopeYear;
struct StatementLine;

struct SettleYear {
    ResultYear year;
    Day on = sample::day("2030-01-31");
};

// What a command gave: the events, or why not.
class Outcome {
public:
    explicit Outcome(Verdict<std::vector<Event>> verdict) : verdict_(std::move(verdict)) {}

    bool accepted() const { return verdict_.has_value(); }
    // Precondition of the rest: accepted. It is a failure of the test if not.
    const std::vector<Event>& events() const;
    std::vector<std::string> kinds() const;
    std::vector<Body> bodies() const;
    template <class Kind>
    std::vector<Kind> all() const {
        std::vector<Kind> found;
        for (const Event& event : events())
            if (const auto* one = std::get_if<Kind>(&event.body)) found.push_back(*one);
        return found;
    }
    template <class Kind>
    Kind only() const {
        const auto found = all<Kind>();
        EXPECT_EQ(found.size(), 1u) << "events of " << kKinds[kKindIndex<Kind>];
        return found.empty() ? Kind{} : found.front();
    }
    // The line of a group in a year; the only one where the year is 0.
    IncentiveSettled row(std::string_view group, ResultYear year = 0) const;

    // Why it was refused; a failure of the test if it was not.
    const Rejection& rejection() const;
    Code code() const { return rejection().code; }

private:
    Verdict<std::vector<Event>> verdict_;
};

class Scenario {
public:
    Scenario();
    Scenario(Scenario&&) noexcept;
    ~Scenario();

    // History: facts in order, under the keys "1", "2" … or the one given. Each must be accepted.
    Scenario& given(const Fact& fact, std::string_view on = "2019-09-01", std::string key = {});
    Scenario& given(const SettleYear& command);
    // Admission, agreement, assessment and roadmap of a group with the sample's seed credit of 60 000.
    Scenario& given_group(std::string_view id, ResultYear first_year = 2019);
    // Targets, patients, value and spending of one year, as the sample has them; the value of S01 as given. The
    // spending of the year before is given too where it is not known.
    Scenario& given_year(std::string_view id, ResultYear year, std::string value = "85", std::string actual = "1000",
                         std::string adjusted = "1000");

    Outcome when(const Fact& fact, std::string_view on = "2019-09-01", std::string key = {});
    Outcome when(const SettleYear& command);
    // Acts already decided against the book as it stands.
    Outcome when(Drafts acts);
    // Who acts from here on; "tester" at first.
    Scenario& by(std::string person);
    // On that day, which is today.
    Acting acting(std::string_view on) const { return {actor_, sample::day(on), sample::day(on)}; }

    const Book& book() const;
    Views& views();
    Balance balance(std::string_view group);
    EnvelopeYear envelope(PaymentYear payment_year);
    std::vector<StatementLine> statement(std::string_view group);
    const std::vector<Event>& history() const { return history_; }
    // The key of the fact recorded last.
    const std::string& last_key() const { return last_key_; }

private:
    const Event& keep(Draft draft);
    Outcome outcome_since(std::size_t from) const;

    std::unique_ptr<Views> views_;
    std::vector<Event> history_;
    Digest chain_{};
    std::string last_key_;
    int facts_ = 0;
    std::int64_t clock_ = 0;  // noon of the last day on which somebody acted
    PersonId actor_{"tester"};
};

// The acts that issue a file of these orders, as a desk makes them.
Drafts file_of(Scenario& scenario, FileIssued file, const std::vector<OrderId>& orders, std::string_view on);

// Compares the folds of what was kept so far. For histories that stand between two commands.
void expect_folds_agree(Views& views, const std::vector<Event>& history);

}  // namespace ipep
