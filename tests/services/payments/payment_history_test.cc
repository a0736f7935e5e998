// A thousand random histories of orders, visas, files, bank answers, corrections and month ends, each from a seed that
// is printed: at every position the same sums hold, whatever was asked.
//
// IPEP_TEST_SEED repeats one.
#include <gmock/gmock.h>

#include <random>

#include "ledger/posting.h"
#include "projections/journal.h"
#include "projections/views.h"
#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;

constexpr const char* kGroups[] = {"A", "B", "C"};
const CpamId kCpam{"351"};

// What must hold, counted from the events alone. Specification §11: owed − overpaid = released + due + received back +
// overpayments written off − paid.
class Count {
public:
    void take(const Event& event) {
        on_ = event.on;
        std::visit([&](const auto& one) { see(one); }, event.body);
        journal_.fold(event, posting(event));
        post(event);
        if (const auto* month = std::get_if<MonthClosed>(&event.body))
            closed_.emplace_back(event.position, month->until);
    }

    void compare_sums(const Book& book) const {
        for (const char* name : kGroups) {
            const GroupementId id = group(name);
            const GroupState* page = book.find(id);
            if (!page) continue;
            EXPECT_EQ(page->net(), owed(id)) << name << ": owed − overpaid";
            EXPECT_EQ(page->open, open(id)) << name << ": ordered and not yet paid";
            EXPECT_GE(page->open, Money()) << name;
        }
    }
    // Between two commands, as the books.
    void compare_posted(const Book& book) const {
        for (const auto& [id, posted] : posted_) {
            EXPECT_EQ(book.find(id)->net(), posted.owed) << id.text << ": owed − overpaid, as posted";
            EXPECT_EQ(book.find(id)->open, posted.open) << id.text << ": ordered and not yet paid, as posted";
        }
    }

    void compare(const Book& book, Views& views) const {
        compare_sums(book);
        compare_posted(book);
        for (const auto& [id, order] : orders_) {
            EXPECT_EQ(book.find(id)->state, order.state) << id.text;
            EXPECT_EQ(views.orders().row(id)->state, order.state) << id.text;
            EXPECT_EQ(views.orders().of_end_to_end(order.ordered.endToEndId), id);
        }
        std::size_t listed = 0;
        for (int state = 0; state <= static_cast<int>(OrderState::cancelled); ++state)
            for (const OrderId& id : views.orders().of_cpam(kCpam, static_cast<OrderState>(state))) {
                EXPECT_EQ(static_cast<int>(orders_.at(id).state), state) << id.text;
                ++listed;
            }
        EXPECT_EQ(listed, orders_.size());
    }

    // The books: every entry balances, a closed month stays as it was; between two commands the accounts of a group are
    // its balances (within one an advance is booked before the due that it is part of).
    void compare_books(const Book& book, bool between_commands) {
        std::map<GroupementId, Money> payable;
        Money all;
        journal_.each(kCpam, [&](const JournalEntry& entry) {
            Money sum;
            for (const JournalLine& line : entry.lines) {
                sum += line.amount;
                if (line.account == Account::payable || line.account == Account::overpayments)
                    payable[entry.groupement] -= line.amount;
            }
            EXPECT_EQ(sum, Money()) << "entry of event " << entry.event;
            all += sum;
            for (const auto& [position, until] : closed_)
                if (entry.event > position) {
                    EXPECT_GE(entry.on, until) << "a closed month was touched";
                }
        });
        EXPECT_EQ(all, Money());
        if (!between_commands) return;
        compare_posted(book);
        for (const auto& [id, balance] : payable) EXPECT_EQ(balance, book.find(id)->net()) << id.text;
    }

    std::map<std::string, int> kinds;

private:
    struct Counted {
        PaymentOrdered ordered;
        OrderState state = OrderState::ordered;
    };

    struct Posted {
        Money owed, open;
    };
    void post(const Event& event) {
        for (const Posting& one : posting(event))
            for (const PostingLine& line : one.lines) {
                Posted& posted = posted_[one.groupement];
                if (is_owed(line.to)) posted.owed -= line.amount;
                if (line.to == PostedTo::ordered) posted.open += line.amount;
                if (line.to == PostedTo::payments) posted.open -= line.amount;
            }
    }

    Money owed(const GroupementId& id) const {
        Money sum;
        for (const auto* amounts : {&released_, &back_})
            if (const auto at = amounts->find(id); at != amounts->end()) sum += at->second;
        for (const auto& [year, rows] : due_)
            if (const auto at = rows.find(id); at != rows.end()) sum += at->second;
        for (const auto& [order, one] : orders_)
            if (one.ordered.groupement == id && one.state == OrderState::paid) sum -= one.ordered.amount;
        return sum;
    }
    Money open(const GroupementId& id) const {
        using enum OrderState;
        Money sum;
        for (const auto& [order, one] : orders_)
            if (one.ordered.groupement == id && one.state != paid && one.state != rejected && one.state != returned &&
                one.state != cancelled)
                sum += one.ordered.amount;
        return sum;
    }

    // What was ordered of a debt and not freed since.
    Money taken(const Claim& claim) const {
        Money sum;
        for (const auto& [id, one] : orders_)
            for (const OrderPart& part : one.ordered.parts)
                if (part.of == claim.of && part.paymentYear == claim.paymentYear && one.state < OrderState::rejected)
                    sum += part.amount;
        return sum;
    }

    void see(const SeedTrancheReleased& e) {
        released_[e.groupement] += e.amount;
        claims_[{"seedCredit/" + e.groupement.text, e.paymentYear}] += e.amount;
    }
    void see(const IncentiveSettled& e) {
        due_[e.year][e.groupement] = e.due;
        claims_[{"settlement/" + to_text(e.year) + '/' + e.groupement.text + "/due", payment_year_of(e.year)}] = e.due;
    }
    void see(const IncentiveAnnulled& e) {
        due_[e.year].erase(e.groupement);
        claims_.erase({"settlement/" + to_text(e.year) + '/' + e.groupement.text + "/due", payment_year_of(e.year)});
    }
    void see(const RefundBooked& e) { came_back(e.groupement, e.difference); }
    void see(const OverpaymentWrittenOff& e) { came_back(e.groupement, e.difference); }
    void came_back(const GroupementId& id, Money difference) {
        back_[id] += difference;
        claims_[{"overpayment/" + id.text, year_of(on_)}] += difference;
    }
    void see(const PaymentOrdered& e) {
        ++kinds["ordered"];
        std::string number = std::to_string(++numbers_[e.fiscalYear]);
        number.insert(0, 6 - number.size(), '0');
        EXPECT_EQ(e.order.text, e.cpam.text + '-' + to_text(e.fiscalYear) + '-' + number);
        Money sum;
        for (const OrderPart& part : e.parts) sum += part.amount;
        EXPECT_EQ(sum, e.amount);
        EXPECT_GT(e.amount, Money());
        for (const OrderId& freed : e.replaces) EXPECT_GE(orders_.at(freed).state, OrderState::rejected);
        EXPECT_TRUE(orders_.emplace(e.order, Counted{e, OrderState::ordered}).second);
        EXPECT_TRUE(ids_.insert(e.endToEndId).second) << e.order.text << " bears another's reference";
        EXPECT_LE(open(e.groupement), owed(e.groupement)) << e.order.text << " orders beyond what is owed";
        for (const OrderPart& part : e.parts)
            if (const Claim claim{part.of, part.paymentYear}; part.amount > Money()) {
                EXPECT_LE(taken(claim), claims_[claim]) << e.order.text << " orders a debt twice: " << part.of;
            }
    }
    // `from`: the states it may come from.
    void step(const OrderId& id, OrderState to, std::initializer_list<OrderState> from) {
        OrderState& state = orders_.at(id).state;
        EXPECT_NE(std::ranges::find(from, state), from.end()) << id.text;
        state = to;
        ++kinds[boost::describe::enum_to_string(to, "")];
    }
    void see(const OrderSuspended& e) { step(e.order, OrderState::suspended, {OrderState::ordered}); }
    void see(const OrderRequisitioned& e) {
        step(e.order, OrderState::suspended, {OrderState::suspended});
        ++kinds["requisitioned"];
    }
    void see(const OrderApproved& e) {
        step(e.order, OrderState::approved, {OrderState::ordered, OrderState::suspended});
    }
    void see(const OrderCancelled& e) {
        step(e.order, OrderState::cancelled, {OrderState::ordered, OrderState::suspended, OrderState::approved});
    }
    void see(const OrderIssued& e) {
        step(e.order, OrderState::issued, {OrderState::approved});
        const GroupementId& id = orders_.at(e.order).ordered.groupement;
        EXPECT_LE(open(id), owed(id)) << e.order.text << " is sent although it is not owed any more";
    }
    void see(const OrderAccepted& e) { step(e.order, OrderState::accepted, {OrderState::issued}); }
    void see(const OrderRejected& e) {
        step(e.order, OrderState::rejected, {OrderState::issued, OrderState::accepted});
    }
    void see(const OrderPaid& e) {
        step(e.order, OrderState::paid, {OrderState::issued, OrderState::accepted});
        EXPECT_EQ(e.amount, orders_.at(e.order).ordered.amount);
    }
    void see(const OrderReinstated& e) {
        step(e.order, OrderState::accepted, {OrderState::rejected, OrderState::returned});
    }
    void see(const OrderReturned& e) { step(e.order, OrderState::returned, {OrderState::paid}); }
    void see(const MonthClosed&) { ++kinds["month"]; }
    void see(const FactCorrected&) { ++kinds["corrected"]; }
    void see(const PayeeConfirmed&) { ++kinds["payee"]; }
    template <class Other>
    void see(const Other&) {}

    std::map<OrderId, Counted> orders_;
    std::map<FiscalYear, int> numbers_;
    std::map<GroupementId, Money> released_, back_;
    std::map<ResultYear, std::map<GroupementId, Money>> due_;
    std::map<Claim, Money> claims_;
    std::set<std::string> ids_;
    Day on_;  // of the event that is taken
    std::vector<std::pair<Position, Day>> closed_;
    JournalView journal_{RowSource()};
    std::map<GroupementId, Posted> posted_;
};

// One life of three groupements of one CPAM: each step a command that is mostly sensible, now and then not.
class Life {
public:
    Life(std::uint64_t seed, Count& count) : random_(seed), count_(count) {
        roles_ = chance(2);
        s_.given(rules());
        for (const char* name : kGroups) s_.given_group(name);
        if (roles_) grant();
        follow();
    }

    void step() {
        day_.since_1970 += static_cast<std::int32_t>(below(9));
        switch (below(16)) {
            case 0: return next_year();
            case 1: return correct();
            case 2: return other_facts();
            case 3:
            case 4:
            case 5: return order();
            case 6:
            case 7:
            case 8: return with_order(&Life::visa);
            case 9: return with_order(&Life::hold_back);
            case 10:
            case 11: return issue();
            case 12:
            case 13:
            case 14: return with_order(&Life::bank);
            default: return close();
        }
    }
    // From the first event on, one after the other: the sums and the books hold at each position, and each act is what
    // it would be again.
    void every_position() {
        Views before;
        Count count;
        for (std::size_t at = 0; at < s_.history().size(); ++at) {
            const Event& event = s_.history()[at];
            const auto again = judge_again(before.book(), orders_known(before.orders()), event);
            ASSERT_TRUE(again) << "position " << event.position << ": " << again.error().sentence();
            if (*again) {
                EXPECT_EQ(shown(**again), shown(event.body)) << "position " << event.position;
            }
            before.fold(event);
            count.take(event);
            count.compare_sums(before.book());
            const bool last = at + 1 == s_.history().size() || !is_decision(s_.history()[at + 1].body);
            if (is_decision(event.body) || is_act(event.body)) count.compare_books(before.book(), last);
        }
    }
    void compare() { count_.compare(s_.book(), s_.views()); }

private:
    std::size_t below(std::size_t limit) { return random_() % limit; }
    bool chance(std::size_t one_in) { return below(one_in) == 0; }
    const char* some_group() { return kGroups[below(3)]; }
    Money some_amount() { return Money(static_cast<std::int64_t>(below(9'000'000))); }
    std::string today() const { return to_text(day_); }
    Acting acting(const char* person) {
        s_.by(person);
        return s_.acting(today());
    }

    void grant() {
        s_.by("admin").given(RoleGranted{{"admin"}, Role::admin, {}, {}});
        for (const char* person : {"cnam1", "cnam2"}) s_.given(RoleGranted{{person}, Role::cnam, {}, {}});
        s_.given(RoleGranted{{"director"}, Role::director, kCpam, euros("80000.00")});
        s_.given(RoleGranted{{"dcf"}, Role::dcf, kCpam, {}});
    }
    // What was recorded since, counted.
    void follow() {
        for (; counted_ < s_.history().size(); ++counted_) count_.take(s_.history()[counted_]);
    }
    void note(const Outcome&) { follow(); }

    void next_year() {
        if (year_ > 2022) return;
        s_.by("cnam1");
        for (const char* name : kGroups)
            s_.given_year(name, year_, std::to_string(70 + below(30)), std::to_string(950 + below(100)));
        note(s_.when(SettleYear{year_, day_}));
        ++year_;
    }
    void correct() {
        if (year_ == 2019) return;
        const int year = 2019 + static_cast<int>(below(static_cast<std::size_t>(year_ - 2019)));
        const char* name = some_group();
        const std::string suffix = "-" + std::string(name) + "-" + std::to_string(year);
        s_.by("cnam2");
        note(chance(2)
                 ? s_.when(corrected("value" + suffix, measured(name, year, std::to_string(60 + below(40)))), today())
                 : s_.when(corrected("spending" + suffix, spending(name, year, std::to_string(940 + below(120)))),
                           today()));
        if (chance(2)) note(s_.when(SettleYear{year, day_}));
        if (chance(2)) note(s_.when(validate_settlement(s_.book(), year, acting("cnam1"))));
    }
    void other_facts() {
        const GroupementId id = group(some_group());
        s_.by("dcf");
        const std::string text = "r" + std::to_string(below(4));
        switch (below(7)) {
            case 0: return note(s_.when(RefundReceived{id, some_amount(), text}, today()));
            case 1: return note(s_.when(OverpaymentWriteOffDecided{id, some_amount(), text}, today()));
            case 2: return note(s_.when(OppositionNotified{id, text}, today()));
            case 3: return note(s_.when(OppositionLifted{id, text}, today()));
            case 4:
                return note(
                    s_.when(CreditNotified{kCpam, 2020 + static_cast<int>(below(3)), euros("150000.00")}, today()));
            case 5: {
                const std::string key = "payee-" + today();
                note(s_.when(PayeeChanged{id, agreed(id.text).payee, "moved"}, today(), key));
                return note(s_.when(confirm_payee(s_.book(), id, {key}, acting("director"))));
            }
            default:
                for (int year = 2019; year < year_; ++year)
                    note(s_.when(validate_settlement(s_.book(), year, acting("cnam2"))));
        }
    }
    void order() {
        std::optional<ResultYear> only;
        if (chance(4)) only = 2019 + static_cast<int>(below(4));
        note(s_.when(order_payments(
            s_.book(), {kCpam, only, {}}, acting("director"),
            [](std::string document, Position position) {
                return Voucher{std::move(document), position, "ref", {}};
            },
            [&](const OrderId& id) { return "P" + id.text + '/' + std::to_string(s_.history().size()); })));
    }
    void with_order(void (Life::*act)(const OrderId&)) {
        const auto orders = s_.views().orders().of_cpam(kCpam);
        if (!orders.empty()) (this->*act)(orders[orders.size() - 1 - below(std::min<std::size_t>(orders.size(), 6))]);
    }
    void visa(const OrderId& id) {
        const VisaEvidence evidence{!chance(12), "FR76…985", !chance(12), "computed again"};
        note(s_.when(approve_orders(s_.book(), {id}, acting(chance(10) ? "director" : "dcf"),
                                    [&](const Order&) { return evidence; })));
    }
    void hold_back(const OrderId& id) {
        if (chance(3)) return note(s_.when(cancel_order(s_.book(), id, "by mistake", acting("director"))));
        note(s_.when(suspend_order(s_.book(), id, chance(3) ? "opposition" : "no roadmap", acting("dcf"))));
        if (chance(2)) note(s_.when(requisition_order(s_.book(), id, "letter", acting("director"))));
    }
    void issue() {
        FileIssued file;
        file.cpam = kCpam;
        file.message = "M" + std::to_string(s_.history().size());
        file.batch = "B" + std::to_string(s_.history().size());
        acting("dcf");
        note(s_.when(file_of(s_, file, s_.views().orders().of_cpam(kCpam, OrderState::approved), today())));
        const auto& unwritten = s_.book().find(kCpam)->unwritten;
        const auto count = static_cast<std::size_t>(unwritten ? unwritten->value.count : 0);
        EXPECT_EQ(s_.views().orders().of_file(file.message).size(), count);
        if (unwritten) note(s_.when(Drafts{{{day_, {}, {}, FileWritten{kCpam, file.message, ""}}}}));
    }
    void bank(const OrderId& id) {
        const BankAnswer answers[] = {BankAnswer::accepted, BankAnswer::paid,     BankAnswer::paid,
                                      BankAnswer::paid,     BankAnswer::rejected, BankAnswer::returned};
        acting("dcf");
        const Day on = std::max(day_, s_.book().find(id)->lastOn);
        note(s_.when(take_bank_result(s_.book(), id, {answers[below(6)], "S", "R", "f", chance(2)}, on)));
    }
    void close() {
        const CpamState* page = s_.book().find(kCpam);
        const auto oldest = oldest_open_month(*page);
        if (oldest) note(s_.when(close_month(s_.book(), kCpam, *oldest, acting("dcf"))));
    }

    std::mt19937_64 random_;
    Count& count_;
    Scenario s_;
    std::size_t counted_ = 0;
    bool roles_ = false;
    int year_ = 2019;
    Day day_ = sample::day("2020-02-01");
};

TEST(PaymentHistories, TheSameSumsHoldAtEveryPosition) {
    const char* wish = std::getenv("IPEP_TEST_SEED");
    const std::uint64_t first = wish ? std::strtoull(wish, nullptr, 10) : std::random_device{}();
    std::map<std::string, int> seen;
    for (std::uint64_t seed = first; seed < first + (wish ? 1 : 1000) && !testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed));
        Count count;
        Life life(seed, count);
        for (int step = 0; step < 60; ++step) {
            life.step();
            life.compare();
        }
        life.every_position();
        for (const auto& [kind, times] : count.kinds) seen[kind] += times;
    }
    if (wish) return;
    for (const char* kind : {"ordered", "suspended", "requisitioned", "approved", "issued", "accepted", "paid",
                             "rejected", "returned", "cancelled", "month", "corrected", "payee"})
        EXPECT_GT(seen[kind], 100) << kind << " hardly ever happened: the histories test too little";
}

}  // namespace
}  // namespace ipep
