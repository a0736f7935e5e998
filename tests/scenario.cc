#include "tests/scenario.h"

#include <boost/json.hpp>

#include "events/codec.h"
#include "events/event_json.h"
#include "events/personal_walk.h"
#include "events/seal.h"
#include "ledger/code.h"
#include "projections/views.h"

namespace ipep {
namespace {

// The balances, summed a second way: seed tranches one by one, the latest settlement of each year as a whole.
struct Sums {
    std::map<GroupementId, Balance> balances;

    explicit Sums(const std::vector<Event>& history) {
        for (const Event& event : history) std::visit(*this, event.body);
        for (const auto& [year, lines] : settled)
            for (const auto& [group, row] : lines) {
                balances[group].due += row.due;
                balances[group].advanceOutstanding += row.advanceGranted - row.advanceRecovered;
            }
    }
    void operator()(const GroupementAdmitted& e) { balances[e.groupement]; }
    void operator()(const SeedTrancheReleased& e) { balances[e.groupement].seedReleased += e.amount; }
    void operator()(const IncentiveSettled& e) { settled[e.year][e.groupement] = e; }
    void operator()(const IncentiveAnnulled& e) { settled[e.year].erase(e.groupement); }
    void operator()(const AdvanceWrittenOff& e) { balances[e.groupement].advanceOutstanding -= e.amount; }
    void operator()(const AdvanceWriteOffReversed& e) { balances[e.groupement].advanceOutstanding += e.amount; }
    void operator()(const PaymentOrdered& e) { orders[e.order] = e; }
    void operator()(const OrderPaid& e) { balances[e.groupement].paid += orders.at(e.order).amount; }
    void operator()(const TakeOverConfirmed& e) {
        for (const OrderPart& part : e.parts) balances[e.groupement].paid += part.amount;
    }
    void operator()(const OrderReturned& e) { balances[e.groupement].paid -= orders.at(e.order).amount; }
    void operator()(const RefundBooked& e) { balances[e.groupement].receivedBack += e.difference; }
    void operator()(const OverpaymentWrittenOff& e) { balances[e.groupement].overpaymentWrittenOff += e.difference; }
    template <class Other>
    void operator()(const Other&) {}

private:
    std::map<OrderId, PaymentOrdered> orders;
    std::map<ResultYear, std::map<GroupementId, SettledRow>> settled;
};

void expect_same(const std::string& what, Money expected, Money found) { EXPECT_EQ(expected, found) << what; }

}  // namespace

void PrintTo(Money amount, std::ostream* out) { *out << to_text(amount); }
std::string shown(const Body& body) { return boost::json::serialize(kind_to_json(body)); }
void PrintTo(const Code& code, std::ostream* out) { *out << text_of(code).code; }

const std::vector<Event>& Outcome::events() const {
    static const std::vector<Event> none;
    if (!verdict_) {
        std::string missing;
        for (const Missing& one : verdict_.error().missing)
            missing += "\n  " + one.groupement + ' ' + one.fact + ' ' + one.indicator + ' ' + to_text(one.year);
        ADD_FAILURE() << "refused: " << text_of(verdict_.error().code).code << ": " << verdict_.error().sentence()
                      << missing;
    }
    return verdict_ ? *verdict_ : none;
}

std::vector<std::string> Outcome::kinds() const {
    std::vector<std::string> kinds;
    for (const Event& event : events()) kinds.emplace_back(kind_of(event.body));
    return kinds;
}

std::vector<Body> Outcome::bodies() const {
    std::vector<Body> bodies;
    for (const Event& event : events()) bodies.push_back(event.body);
    return bodies;
}

IncentiveSettled Outcome::row(std::string_view group, ResultYear year) const {
    for (const IncentiveSettled& row : all<IncentiveSettled>())
        if (row.groupement.text == group && (year == 0 || row.year == year)) return row;
    ADD_FAILURE() << "no line of " << group << " in " << to_text(year);
    return {};
}

const Rejection& Outcome::rejection() const {
    static const Rejection none{code::facts_missing};
    if (verdict_) ADD_FAILURE() << "accepted, with " << verdict_->size() << " events";
    return verdict_ ? none : verdict_.error();
}

Scenario::Scenario() : views_(std::make_unique<Views>()) {}
Scenario::Scenario(Scenario&&) noexcept = default;
Scenario::~Scenario() = default;

const Book& Scenario::book() const { return views_->book(); }
Views& Scenario::views() { return *views_; }

namespace {

// Debits equal credits, in the books and beside them.
void expect_balanced(const Event& event) {
    for (const Posting& one : posting(event)) {
        Money books, beside;
        for (const PostingLine& line : one.lines) (is_in_books(line.to) ? books : beside) += line.amount;
        EXPECT_EQ(books, Money()) << shown(event.body);
        EXPECT_EQ(beside, Money()) << shown(event.body);
    }
}

}  // namespace

const Event& Scenario::keep(Draft draft) {
    constexpr std::int64_t an_hour = 3'600'000'000;
    if (is_act(draft.body) || std::holds_alternative<YearSettled>(draft.body))
        clock_ = std::max(clock_, (24 * std::int64_t{draft.on.since_1970} + 12) * an_hour);
    Event event{history_.size() + 1,   clock_, draft.on, actor_, std::move(draft.key), std::move(draft.source),
                std::move(draft.body), kBounds};
    each_personal(event.body, [&](const std::string&, int index, Personal& personal) {
        personal.seal = seal_personal(std::string(32, static_cast<char>('a' + index)), personal.value.value_or(""));
    });
    const std::string record = seal_record(chain_, encode(event));
    const auto opened = open_record(chain_, record);
    EXPECT_TRUE(opened) << "position " << event.position;
    chain_ = opened->digest;
    history_.push_back(read_event(event.position, opened->payload));
    expect_balanced(history_.back());
    views_->fold(history_.back());
    return history_.back();
}

Outcome Scenario::outcome_since(std::size_t from) const {
    return Outcome(std::vector<Event>(history_.begin() + static_cast<std::ptrdiff_t>(from), history_.end()));
}

Outcome Scenario::when(const Fact& fact, std::string_view on, std::string key) {
    if (key.empty()) key = std::to_string(++facts_);
    const FindFact find = [this](const FactKey& wanted) -> std::optional<Fact> {
        for (const Event& event : history_)
            if (event.key == wanted) return fact_in(event.body);
        return std::nullopt;
    };
    const RecordFact command{{key}, sample::day(on), {}, fact, actor_};
    if (auto verdict = judge(book(), command, find); !verdict) return Outcome(std::unexpected(verdict.error()));
    const std::size_t before = history_.size();
    last_key_ = key;
    const Event recorded = keep({command.on, command.key, {}, widen(fact)});
    for (Draft& draft : consequences(book(), recorded)) keep(std::move(draft));
    expect_folds_agree(*views_, history_);
    return outcome_since(before);
}

Outcome Scenario::when(const SettleYear& command) {
    auto drafts = decide_settlement(book(), command.year, command.on);
    if (!drafts) return Outcome(std::unexpected(std::move(drafts.error())));
    const std::size_t before = history_.size();
    for (Draft& draft : *drafts) keep(std::move(draft));
    expect_folds_agree(*views_, history_);
    return outcome_since(before);
}

Outcome Scenario::when(Drafts acts) {
    if (!acts) return Outcome(std::unexpected(std::move(acts.error())));
    const std::size_t before = history_.size();
    for (Draft& draft : *acts) keep(std::move(draft));
    expect_folds_agree(*views_, history_);
    return outcome_since(before);
}

Scenario& Scenario::by(std::string person) {
    actor_ = {std::move(person)};
    return *this;
}

Scenario& Scenario::given(const Fact& fact, std::string_view on, std::string key) {
    when(fact, on, std::move(key)).events();
    return *this;
}

Scenario& Scenario::given(const SettleYear& command) {
    when(command).events();
    return *this;
}

Scenario& Scenario::given_group(std::string_view id, ResultYear first_year) {
    given(sample::admitted(id, first_year));
    given(sample::agreed(id));
    given(sample::assessed(id));
    return given(sample::roadmap(id));
}

Scenario& Scenario::given_year(std::string_view id, ResultYear year, std::string value, std::string actual,
                               std::string adjusted) {
    if (!book().common().target(year, {"S01"})) given(sample::target(year));
    const GroupState* page = book().find(sample::group(id));
    if (!page->facts(year - 1) || !page->facts(year - 1)->expenditure) given(sample::spending(id, year - 1));
    const std::string suffix = "-" + std::string(id) + "-" + to_text(year);
    given(sample::patients(id, year), "2019-09-01", "patients" + suffix);
    given(sample::measured(id, year, std::move(value)), "2019-09-01", "value" + suffix);
    return given(sample::spending(id, year, std::move(actual), std::move(adjusted)), "2019-09-01", "spending" + suffix);
}

Drafts file_of(Scenario& scenario, FileIssued file, const std::vector<OrderId>& orders, std::string_view on) {
    const Book& book = scenario.book();
    const Acting by = scenario.acting(on);
    IPEP_TRY(begin_file(book, file.cpam, by));
    std::vector<Draft> drafts{{by.on, {}, {}, Body{}}};
    for (const OrderId& order : orders) {
        IPEP_TRY(count_in(file, book, order, by));
        drafts.push_back({by.on, {}, {}, issued_in(file, book, order)});
    }
    if (orders.empty()) return refuse(code::nothing_to_issue, {{"cpam", file.cpam.text}});
    drafts.front().body = std::move(file);
    return drafts;
}

Balance Scenario::balance(std::string_view group) {
    const Balance* found = views_->balances().rows.find(std::string(group));
    EXPECT_NE(found, nullptr) << group;
    return found ? *found : Balance{};
}

EnvelopeYear Scenario::envelope(PaymentYear payment_year) {
    const EnvelopeYear* found = views_->envelope().rows.find(to_text(payment_year));
    return found ? *found : EnvelopeYear{};
}

std::vector<StatementLine> Scenario::statement(std::string_view group) {
    return views_->statements().lines(sample::group(group));
}

void expect_folds_agree(Views& views, const std::vector<Event>& history) {
    const Sums sums(history);
    for (const GroupementId& id : views.book().groupements()) {
        const auto known = sums.balances.find(id);
        ASSERT_NE(known, sums.balances.end()) << id.text;
        const Balance expected = known->second;
        const Balance* found = views.balances().rows.find(id.text);
        ASSERT_NE(found, nullptr) << id.text;
        const std::string at = id.text + " after position " + std::to_string(history.size()) + ": ";
        expect_same(at + "seed credits released", expected.seedReleased, found->seedReleased);
        expect_same(at + "due", expected.due, found->due);
        expect_same(at + "advance outstanding", expected.advanceOutstanding, found->advanceOutstanding);
        expect_same(at + "paid", expected.paid, found->paid);
        expect_same(at + "received back", expected.receivedBack, found->receivedBack);
        expect_same(at + "net by the book", expected.net(), views.book().find(id)->net());
        EXPECT_GE(found->advanceOutstanding, Money()) << at << "an advance is never negative";
        expect_same(at + "advance by the book", expected.advanceOutstanding,
                    views.book().find(id)->advance_outstanding());
        const auto lines = views.statements().lines(id);
        const StatementLine last = lines.empty() ? StatementLine{} : lines.back();
        expect_same(at + "the statement's last line", expected.owed(), last.owed);
        expect_same(at + "the statement's last advance", expected.advanceOutstanding, last.advanceOutstanding);
    }
}

}  // namespace ipep
