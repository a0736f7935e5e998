// Nobody alone: every kind that a person records has a row that says who may, what bounds it and who else must act, and
// a scenario in which one person alone gets nothing out.
#include "ledger/guard.h"

#include <gmock/gmock.h>

#include <functional>

#include "ledger/code.h"
#include "ledger/payment.h"
#include "projections/balance.h"
#include "tests/scenario.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using namespace sample;

const CpamId kCpam{"351"};
const VisaEvidence kSound{true, "FR76…985", true, "computed again"};

const PaymentTakenOver kTakenOver{.groupement = group("A"),
                                  .ground = Ground::seedCredit,
                                  .year = {},
                                  .paymentYear = 2019,
                                  .amount = euros("100.00"),
                                  .document = "virement 1"};

// A groupement A of the CPAM 351 with its seed credit released and 2019 measured; persons with roles. "both" is of the
// Cnam and a DCF, and records the facts of the kind it is asked for.
struct Persons {
    Scenario s;
    int made = 0;

    explicit Persons(std::string_view kind_of_both = {}) {
        s.given(rules()).by("root").given(RoleGranted{{"root"}, Role::admin, {}, {}});
        for (const char* person : {"anne", "bela", "both"}) s.given(RoleGranted{{person}, Role::cnam, {}, {}});
        for (const char* person : {"dcf", "both"}) s.given(RoleGranted{{person}, Role::dcf, {}, {}});
        s.given(RoleGranted{{"director"}, Role::director, {}, {}});
        for (const Fact& fact : std::vector<Fact>{admitted("A"), agreed("A"), assessed("A"), roadmap("A"), target(2019),
                                                  spending("A", 2018), patients("A", 2019), measured("A", 2019, "85"),
                                                  spending("A", 2019), thresholds(2019), experience("A", 2019, "50")}) {
            const auto kind = kKinds[fact.index()];
            const bool of_director = kind == "conventionSigned" || kind == "roadmapReceived";
            s.by(of_director ? "director" : kind == kind_of_both ? "both" : "anne");
            s.given(fact, "2019-09-01", std::string(kind) + '-' + std::to_string(s.book().head()));
        }
    }

    Code code(Drafts drafts) {
        const Outcome outcome = s.when(std::move(drafts));
        return outcome.rejection().code;
    }
    Drafts validate(const char* person) {
        s.by(person);
        return validate_settlement(s.book(), 2019, s.acting("2020-02-02"));
    }
    void settle(const char* by = "anne", const char* second = "bela") {
        s.by(by).given(SettleYear{2019, day("2020-02-01")});
        s.when(validate(second)).events();
    }
    Drafts order(const char* person = "director", std::optional<ResultYear> year = {}, const char* on = "2020-03-01") {
        s.by(person);
        return order_payments(
            s.book(), {kCpam, year, {}}, s.acting(on),
            [](std::string document, Position position) {
                return Voucher{std::move(document), position, "ref", {}};
            },
            [&](const OrderId&) { return "P" + std::to_string(++made); });
    }
    OrderId ordered(std::optional<ResultYear> year = {}, const char* on = "2020-03-01") {
        return s.when(order("director", year, on)).all<PaymentOrdered>().at(0).order;
    }
    Drafts approve(const OrderId& id, const char* person, const char* on = "2020-03-02") {
        s.by(person);
        return approve_orders(s.book(), {id}, s.acting(on), [](const Order&) { return kSound; });
    }
    OrderId approved() {
        const OrderId id = ordered();
        s.when(approve(id, "dcf")).events();
        return id;
    }
    OrderId issued() {
        const OrderId id = approved();
        FileIssued file;
        file.cpam = kCpam;
        file.message = "M";
        file.batch = "B";
        s.when(file_of(s, file, {id}, "2020-03-02")).events();
        return id;
    }
    void bank(const OrderId& id, BankAnswer answer) {
        s.by("dcf").when(take_bank_result(s.book(), id, {answer, "AC04", "R", "f", true}, day("2020-03-03"))).events();
    }
    // The bank shows its amount under a name nobody knows; the DCF is about to say that it is this order's.
    BankLineExplained line_of(const OrderId& id) {
        const Money amount = s.book().find(id)->ordered.amount;
        s.by("dcf").when(Drafts({{day("2020-03-03"), {}, {}, BankFileRead{kCpam, "m", "r", "f", 0, 1}},
                                 {day("2020-03-03"),
                                  {},
                                  {},
                                  BankLineUnmatched{kCpam, "f", "?", -amount, "unknown reference", 0, {}, {}}}}));
        return {kCpam, s.book().head(), LineMeaning::order, id, {}, {}, "statement"};
    }
    // The seed credit is paid and the assessment falls: 30 000.00 were overpaid.
    void overpay() {
        bank(issued(), BankAnswer::paid);
        s.by("anne").given(corrected(key_of("seedCreditAssessed"), assessed("A", 0, "-0.2")), "2020-04-01");
    }
    std::string key_of(std::string_view kind) const {
        for (const Event& event : s.history())
            if (kind_of(event.body) == kind) return event.key->text;
        return {};
    }
    Money orderable_now() const {
        return orderable(s.book().common(), group("A"), *s.book().find(group("A")), kAnyDay);
    }
    // Whether the fact leaves what may be ordered as it was.
    bool leaves_debts(const char* person, const Fact& fact) {
        const Money before = orderable_now();
        s.by(person).given(fact, "2020-02-20");
        return orderable_now() == before;
    }
    Code of(const char* person, const Fact& fact, std::string key = {}) {
        return s.by(person).when(fact, "2020-04-02", std::move(key)).rejection().code;
    }
};

// "both" recorded one kind of the year's facts, others settled and validated: the order is not theirs to approve.
bool of_a_year(std::string_view kind) {
    Persons p(kind);
    p.settle();
    const OrderId id = p.ordered(2019);
    const bool refused = p.code(p.approve(id, "both")) == code::same_person;
    return refused && p.s.when(p.approve(id, "dcf")).kinds() == std::vector<std::string>{"orderApproved"};
}
// The same of the seed credit's.
bool of_seed_credit(std::string_view kind) {
    Persons p(kind);
    const OrderId id = p.ordered();
    const bool refused = p.code(p.approve(id, "both")) == code::same_person;
    return refused && p.s.when(p.approve(id, "dcf")).kinds() == std::vector<std::string>{"orderApproved"};
}
// Who may record it may not give the visa, and nothing leaves without one.
bool no_visa_of(const char* person) {
    Persons p;
    return p.code(p.approve(p.ordered(), person)) == code::not_allowed;
}
bool settles_and_validates_alone() {
    Persons p;
    p.s.by("anne").given(SettleYear{2019, day("2020-02-01")});
    return p.code(p.validate("anne")) == code::same_person && p.orderable_now() == euros("60000.00");
}

using Try = std::function<bool()>;

// By kind: one person alone fails.
const std::map<std::string_view, Try> kTries = {
    {"rulesAdopted", settles_and_validates_alone},
    {"indicatorsChosen", settles_and_validates_alone},
    {"groupementWithdrew", settles_and_validates_alone},
    {"yearSettled", settles_and_validates_alone},
    {"settlementValidated", settles_and_validates_alone},
    {"groupementAdmitted", [] { return of_seed_credit("groupementAdmitted"); }},
    {"seedCreditAssessed", [] { return of_seed_credit("seedCreditAssessed"); }},
    {"conventionSigned", [] { return no_visa_of("director"); }},
    {"roadmapReceived", [] { return no_visa_of("director"); }},
    {"paymentOrdered", [] { return no_visa_of("director"); }},
    {"indicatorTargetsSet", [] { return of_a_year("indicatorTargetsSet"); }},
    {"indicatorMeasured", [] { return of_a_year("indicatorMeasured"); }},
    {"experienceThresholdsSet", [] { return of_a_year("experienceThresholdsSet"); }},
    {"experienceMeasured", [] { return of_a_year("experienceMeasured"); }},
    {"patientsCounted", [] { return of_a_year("patientsCounted"); }},
    {"expenditureMeasured", [] { return of_a_year("expenditureMeasured"); }},
    {"envelopeBudgeted", [] { return Persons().leaves_debts("anne", budget(2020, "9000000.00")); }},
    {"advanceWriteOffDecided", [] { return Persons().of("anne", write_off("A")) == code::write_off_too_early; }},
    {"personalDataErased",
     [] {
         Persons p;
         p.s.by("root").given(PersonalDataErased{"A", "request"});
         const OrderId id = p.ordered();
         p.s.by("dcf").when(suspend_order(p.s.book(), id, "no account", p.s.acting("2020-03-01"))).events();
         p.s.by("director").when(requisition_order(p.s.book(), id, "letter", p.s.acting("2020-03-01"))).events();
         return p.code(p.approve(id, "dcf")) == code::check_failed;
     }},
    {"payeeChanged",
     [] {
         Persons p;
         p.s.by("director").given(PayeeChanged{group("A"), agreed("A").payee, "moved"}, "2020-03-01", "moved");
         const auto confirm = confirm_payee(p.s.book(), group("A"), {"moved"}, p.s.acting("2020-03-01"));
         return p.code(confirm) == code::same_person && p.code(p.approve(p.ordered(), "dcf")) == code::check_failed;
     }},
    {"payeeConfirmed",
     [] {
         Persons p;
         p.s.by("director").given(PayeeChanged{group("A"), agreed("A").payee, "moved"}, "2020-03-01", "moved");
         p.s.by("dcf");
         const auto early = confirm_payee(p.s.book(), group("A"), {"moved"}, p.s.acting("2020-02-28"));
         return p.code(early) == code::day_out_of_order;
     }},
    {"oppositionNotified",
     [] {
         return Persons().leaves_debts("dcf", OppositionNotified{group("A"), "saisie 12"});
     }},
    {"oppositionLifted",
     [] {
         return Persons().of("dcf", OppositionLifted{group("A"), "saisie 12"}) == code::opposition_unknown;
     }},
    {"creditNotified",
     [] {
         return Persons().leaves_debts("anne", CreditNotified{kCpam, 2020, euros("9.00")});
     }},
    {"refundReceived",
     [] {
         Persons p;
         p.overpay();
         const RefundReceived refund{group("A"), euros("30000.00"), "V1"};
         const bool bounded =
             p.of("both", RefundReceived{group("A"), euros("30000.01"), "V1"}) == code::refund_above_overpaid;
         p.s.by("both").given(refund, "2020-04-02");
         p.settle();
         const OrderId id = p.ordered(2019, "2020-04-03");
         return bounded && p.code(p.approve(id, "both", "2020-04-03")) == code::same_person;
     }},
    {"overpaymentWriteOffDecided",
     [] {
         Persons p;
         return p.of("director", OverpaymentWriteOffDecided{group("A"), euros("0.01"), "d"}) ==
                code::write_off_above_overpaid;
     }},
    {"accrualEstimated",
     [] {
         return Persons().leaves_debts("dcf", AccrualEstimated{2019, group("A"), euros("900000.00")});
     }},
    {"roleGranted",
     [] {
         Persons p;
         p.s.by("root").given(RoleGranted{{"second"}, Role::admin, {}, {}});
         p.s.by("root").given(RoleGranted{{"friend"}, Role::dcf, {}, {}}, "2020-04-02", "friend");
         const auto confirm = confirm_role(p.s.book(), {"friend"}, p.s.acting("2020-04-02"));
         return p.code(confirm) == code::same_person && p.code(p.approve(p.ordered(), "friend")) == code::not_allowed;
     }},
    {"roleRevoked",
     [] {
         Persons p;
         p.s.by("root").given(RoleGranted{{"second"}, Role::admin, {}, {}});
         return p.of("root", RoleRevoked{{"second"}, Role::admin, {}}) == code::same_person;
     }},
    {"observationRecorded",
     [] {
         return Persons().leaves_debts(
             "anne", ObservationRecorded{.population = "c", .year = 2019, .measure = "m", .value = {"1"}});
     }},
    {"groupementDescribed",
     [] { return Persons().leaves_debts("anne", GroupementDescribed{.groupement = group("A"), .name = "B"}); }},
    {"adjustmentModelAdopted",
     [] {
         return Persons().leaves_debts("anne", AdjustmentModelAdopted{.model = {"m"},
                                                                      .year = 2019,
                                                                      .author = "a",
                                                                      .sample = "s",
                                                                      .adjustedR2 = {"0.3"},
                                                                      .sha256 = std::string(64, 'a'),
                                                                      .variables = {"age"}});
     }},
    {"amendmentOpinionGiven",
     [] {
         return Persons().leaves_debts("anne", AmendmentOpinionGiven{group("A"), {"cdc-2022"}, "for", "letter"});
     }},
    {"engagementSigned",
     [] {
         return Persons().leaves_debts("anne", EngagementSigned{group("A"), "act"});
     }},
    {"experimentScheduled",
     [] {
         return Persons().of("anne", ExperimentScheduled{day("2019-07-04"), day("2024-07-04"), "d"}) ==
                code::duration_out_of_range;
     }},
    {"chosenIndicatorValidated",
     [] {
         return Persons().of("anne", ChosenIndicatorValidated{group("A"), {"C1"}, "n", "d", "o", "e"}) ==
                code::indicator_not_chosen;
     }},
    {"paymentTakenOver",
     [] {
         Persons p;
         return p.leaves_debts("dcf", kTakenOver) && p.s.balance("A").paid == Money();
     }},
    {"takeOverConfirmed",
     [] {
         Persons p;
         p.s.by("dcf").given(kTakenOver, "2020-03-01", "taken");
         return p.code(confirm_take_over(p.s.book(), group("A"), {"taken"}, p.s.acting("2020-03-01"))) ==
                code::same_person;
     }},
    {"settlementRefused",
     [] {
         Persons p;
         p.s.by("anne").given(SettleYear{2019, day("2020-02-01")});
         return p.code(refuse_settlement(p.s.book(), 2019, "why", p.s.acting("2020-02-02"))) == code::same_person;
     }},
    {"bankLineExplained",
     [] {
         Persons p;
         const BankLineExplained paid = p.line_of(p.issued());
         p.s.when(explain_line(p.s.book(), paid, p.s.acting("2020-03-04"))).events();
         return p.s.book().find(*paid.order)->state == OrderState::issued;
     }},
    {"bankLineConfirmed",
     [] {
         Persons p;
         const BankLineExplained paid = p.line_of(p.issued());
         p.s.when(explain_line(p.s.book(), paid, p.s.acting("2020-03-04"))).events();
         return p.code(confirm_line(p.s.book(), kCpam, paid.line, p.s.acting("2020-03-04"))) == code::same_person;
     }},
    {"roleConfirmed",
     [] {
         Persons p;
         p.s.by("root").given(RoleGranted{{"second"}, Role::admin, {}, {}});
         p.s.by("root").given(RoleGranted{{"second"}, Role::dcf, {}, {}}, "2020-04-02", "more");
         p.s.by("second");  // whose own role it is
         return p.code(confirm_role(p.s.book(), {"more"}, p.s.acting("2020-04-02"))) == code::same_person;
     }},
    {"factCorrected",
     [] {
         Persons p;
         const SeedCreditAssessed more = assessed("A", 10'000, "0.2");
         p.s.by("both").given(corrected(p.key_of("seedCreditAssessed"), more), "2020-02-20");
         return p.code(p.approve(p.ordered(), "both")) == code::same_person;
     }},
    {"orderSuspended", [] { return no_visa_of("director"); }},
    {"orderRequisitioned",
     [] {
         Persons p;
         const OrderId id = p.ordered();
         p.s.by("dcf").when(suspend_order(p.s.book(), id, "opposition", p.s.acting("2020-03-01"))).events();
         p.s.by("director");
         const auto required = requisition_order(p.s.book(), id, "l", p.s.acting("2020-03-01"));
         return p.code(required) == code::requisition_refused;
     }},
    {"orderApproved", [] { return no_visa_of("anne"); }},
    {"orderCancelled",
     [] {
         Persons p;
         const OrderId id = p.issued();
         p.s.by("director");
         return p.code(cancel_order(p.s.book(), id, "late", p.s.acting("2020-03-02"))) == code::order_state;
     }},
    {"fileIssued",
     [] {
         Persons p;
         FileIssued file;
         file.cpam = kCpam;
         const OrderId id = p.ordered();
         p.s.by("dcf");
         return p.code(file_of(p.s, file, {id}, "2020-03-02")) == code::order_state;
     }},
    {"fileWritten",
     [] {
         Persons p;
         p.s.by("director");
         return may_write(p.s.book(), kCpam, p.s.acting("2020-03-02")).error().code == code::not_allowed;
     }},
    {"bankFileRead",
     [] {
         Persons p;
         const OrderId id = p.approved();
         return p.code(take_bank_result(p.s.book(), id, {BankAnswer::returned, "S", "R", "f", true},
                                        day("2020-03-03"))) == code::order_state;
     }},
    {"monthClosed",
     [] {
         Persons p;
         p.s.by("dcf");
         return p.code(close_month(p.s.book(), kCpam, day("2020-03-01"), p.s.acting("2020-03-02"))) ==
                code::month_not_oldest;
     }},
    {"orderResolved",
     [] {
         Persons p;
         const OrderId id = p.issued();
         const auto nothing_left =
             resolve_order(p.s.by("dcf").book(), id, {Became::rejected, "l"}, p.s.acting("2020-03-02"));
         p.s.when(nothing_left).events();
         return p.code(p.approve(p.ordered(), "dcf")) == code::check_failed;
     }},
};

class Guards : public testing::TestWithParam<Guard> {};

TEST_P(Guards, OnePersonAloneFails) {
    const auto found = kTries.find(GetParam().kind);
    ASSERT_NE(found, kTries.end()) << "a scenario is missing";
    EXPECT_TRUE(found->second());
}
INSTANTIATE_TEST_SUITE_P(, Guards, testing::ValuesIn(guards().begin(), guards().end()),
                         [](const auto& one) { return std::string(one.param.kind); });

// What follows by itself, or is the bank's word, has no row: the others have.
TEST(GuardTable, EveryKindThatAPersonRecordsHasARow) {
    const std::set<std::string_view> no_row = {"orderIssued",     "orderAccepted",   "orderRejected",     "orderPaid",
                                               "orderBooked",     "orderReturned",   "bankLineUnmatched", "orderTold",
                                               "orderReinstated", "bankLineMatched", "personalDataRead"};
    std::set<std::string_view> wanted{"yearSettled"}, found;
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (i < Fact::size || (i >= kKindIndex<PayeeConfirmed> && !no_row.contains(kKinds[i])))
            wanted.insert(kKinds[i]);
    for (const Guard& one : guards()) EXPECT_TRUE(found.insert(one.kind).second) << one.kind << " stands twice";
    EXPECT_EQ(found, wanted);
    for (std::size_t i = 0; i < Fact::size; ++i) EXPECT_EQ(guard_of(i).kind, kKinds[i]);
}

// A person with one role alone may record a kind where its row names the role, and nowhere else.
TEST(GuardTable, TheRolesAreThoseThatAuthorityAsks) {
    const Role all[] = {Role::cnam, Role::director, Role::dcf, Role::auditor, Role::evaluator, Role::admin};
    Scenario s;
    s.given(rules()).by("root").given(RoleGranted{{"root"}, Role::admin, {}, {}});
    for (const Role role : all)
        s.given(RoleGranted{{std::string("only-") + boost::describe::enum_to_string(role, "")}, role, {}, {}});
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, PlainFact::Kinds>>([&](auto kind) {
        const Fact fact = typename decltype(kind)::type{};
        const auto row = std::ranges::find(guards(), kKinds[fact.index()], &Guard::kind);
        for (const Role role : all) {
            const PersonId person{std::string("only-") + boost::describe::enum_to_string(role, "")};
            EXPECT_EQ(authorize(s.book(), person, fact).has_value(), std::ranges::count(row->roles, role) == 1)
                << row->kind << ' ' << person.text;
        }
    });
}

TEST(GuardTable, TheReadmeShowsIt) {
    EXPECT_THAT(read_file(project_path("ledger/README.md")), testing::HasSubstr(guards_page()))
        << "ledger/README.md should hold:\n"
        << guards_page();
}

}  // namespace
}  // namespace ipep
