// Book: what is known, was decided and was done so far, ready to judge the next command.
//
// Shape:  one page a groupement, an order and a CPAM, one page common to all. Pages are made, copied and destroyed in
//         ledger/group_state.cc alone. `decide` reads the book; `evolve` alone writes it. Pages that are not in memory
//         are fetched through the loader, so that a ledger of any size opens at once.
// Source: specification §2 to §11, §14; contract, "Payments".
#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "ledger/event.h"
#include "ledger/stated.h"
#include "ledger/states.h"
#include "ledger/year.h"

namespace ipep {

// A fact in force: its last correction, if any. `position` is the event that carries the value, `by` who recorded it.
template <class Value>
struct Noted {
    Position position = 0;
    Day on;
    Value value;
    PersonId by;
    BOOST_DESCRIBE_CLASS(Noted, (), (position, on, value, by), (), ())
};

struct YearFacts {
    YearFacts();
    YearFacts(const YearFacts&);
    YearFacts(YearFacts&&) noexcept;
    YearFacts& operator=(const YearFacts&);
    YearFacts& operator=(YearFacts&&) noexcept;
    ~YearFacts();

    std::optional<Noted<PatientsCounted>> patients;
    std::optional<Noted<ExpenditureMeasured>> expenditure;
    std::optional<Noted<ExperienceMeasured>> experience;
    std::vector<Noted<IndicatorMeasured>> measured;
    std::vector<Noted<IndicatorTargetsSet>> targets;  // set for this groupement only

    const Noted<IndicatorMeasured>* measure(const IndicatorId& indicator) const;
    const Noted<IndicatorTargetsSet>* target(const IndicatorId& indicator) const;
};
BOOST_DESCRIBE_STRUCT(YearFacts, (), (patients, expenditure, experience, measured, targets))

// `validatedDue` is the due of the last revision before this one that a second person validated.
struct SettledLine {
    Position position = 0;
    std::int64_t revision = 0;
    SettledRow row;
    Money validatedDue;
    Day on;
};
BOOST_DESCRIBE_STRUCT(SettledLine, (), (position, revision, row, validatedDue, on))

// A seed-credit tranche as released so far, `on` its last change; payment year 0 where it is not released.
struct Tranche {
    Money total;
    PaymentYear paymentYear = 0;
    Day on;
};
BOOST_DESCRIBE_STRUCT(Tranche, (), (total, paymentYear, on))

// A fact that moves money, and how much of it is booked; a correction books the difference.
template <class Fact>
struct Booked {
    Noted<Fact> noted;
    Money booked;
    BOOST_DESCRIBE_CLASS(Booked, (), (noted, booked), (), ())
};

// One debt: what `explain` takes, and the payment year it belongs to.
struct Claim {
    std::string of;
    PaymentYear paymentYear = 0;
    auto operator<=>(const Claim&) const = default;
};
BOOST_DESCRIBE_STRUCT(Claim, (), (of, paymentYear))

// A change of payee that waits for a second person.
struct PendingPayee {
    FactKey key;
    Position position = 0;
    PersonId by;
    Day on;
};
BOOST_DESCRIBE_STRUCT(PendingPayee, (), (key, position, by, on))

// An order that was cancelled, rejected or returned, until orders that name it have taken all it was for. `left`: what
// none of them has taken.
struct FreedOrder {
    OrderId order;
    Ground ground = Ground::seedCredit;
    std::vector<Claim> left;

    bool is_for(const std::vector<OrderPart>& parts) const;
};
BOOST_DESCRIBE_STRUCT(FreedOrder, (), (order, ground, left))

// A payment made before the ledger, and how much of it a second person confirmed. `first` names it to a correction,
// `key` to who confirms it; `bookedAt` is the position of the last confirmation.
struct TakenOver {
    FactKey first, key;
    Noted<PaymentTakenOver> noted;
    Money booked;
    Position bookedAt = 0;

    bool waits() const { return booked != noted.value.amount; }
    Claim claim() const;
};
BOOST_DESCRIBE_STRUCT(TakenOver, (), (first, key, noted, booked, bookedAt))

// A correction finds a description by the key of the first fact.
struct DescribedSince {
    FactKey key;
    Noted<GroupementDescribed> noted;
};
BOOST_DESCRIBE_STRUCT(DescribedSince, (), (key, noted))

struct GroupState {
    GroupState();
    GroupState(const GroupState&);
    GroupState(GroupState&&) noexcept;
    GroupState& operator=(const GroupState&);
    GroupState& operator=(GroupState&&) noexcept;
    ~GroupState();

    Noted<GroupementAdmitted> admission;
    std::optional<Noted<CpamId>> convention;
    std::optional<Noted<SeedCreditAssessed>> assessment;
    std::optional<Noted<RoadmapReceived>> roadmap;
    std::optional<Noted<IndicatorsChosen>> chosen;
    std::optional<Noted<GroupementWithdrew>> withdrawal;
    std::optional<Noted<AdvanceWriteOffDecided>> writeOffDecision;
    std::map<ResultYear, YearFacts> years;
    std::optional<Money> seedCredit;  // granted
    Tranche firstTranche, secondTranche;
    std::map<ResultYear, SettledLine> settled;  // the latest revision of each year
    std::map<ResultYear, Money> writtenOff;     // by the year each follows; what reversals left of it

    Position payeeAt = 0;   // the event that holds the payee in force; 0 before the agreement
    Day payeeOn;            // since when
    Position erasedAt = 0;  // the last erasure of the payees before it
    std::vector<PendingPayee> pendingPayees;
    std::map<Position, std::string> rejectedPayees;  // whose account a bank rejected: by the event, the reason's code
    std::map<std::string, Position> oppositions;     // those that stand, by reference
    std::vector<Booked<RefundReceived>> refunds;
    std::vector<Booked<OverpaymentWriteOffDecided>> overpaymentWriteOffs;
    std::map<ResultYear, Booked<AccrualEstimated>> accruals;
    std::map<PaymentYear, Money> back;  // refunds and overpayments written off, by the year they were booked
    std::map<PaymentYear, Day> backOn;  // the last day of each
    std::map<Claim, Money> ordered;     // ordered and not freed, paid ones included
    Money paid, open;                   // by the bank, less returns; ordered and not yet paid
    std::vector<FreedOrder> freed;
    std::set<OrderId> doubtful;  // whose money may have left though their debt is free: nothing is paid
    std::vector<TakenOver> takenOver;
    std::vector<DescribedSince> descriptions;  // in the order of their first recording
    std::optional<Noted<EngagementSigned>> engagement;
    std::vector<Noted<ChosenIndicatorValidated>> validated;  // of the indicators it chose

    // owed − overpaid (specification §11).
    Money net() const;
    Money overpaid() const { return std::max(-net(), Money()); }
    const YearFacts* facts(ResultYear year) const;
    // The advance outstanding when `year` begins to be settled, and at the end of what is settled.
    Money advance_before(ResultYear year) const;
    Money advance_outstanding() const;
    // A reversal tells its amount alone: each write-off comes down to what is outstanding where it stands.
    void trim_write_offs();
};
BOOST_DESCRIBE_STRUCT(GroupState, (),
                      (admission, convention, assessment, roadmap, chosen, withdrawal, writeOffDecision, years,
                       seedCredit, firstTranche, secondTranche, settled, writtenOff, payeeAt, payeeOn, erasedAt,
                       pendingPayees, rejectedPayees, oppositions, refunds, overpaymentWriteOffs, accruals, back,
                       backOn, ordered, paid, open, freed, doubtful, takenOver, descriptions, engagement, validated))

enum class OrderState : std::uint8_t {
    ordered,
    suspended,
    approved,
    issued,
    accepted,
    paid,
    rejected,
    returned,
    cancelled
};
BOOST_DESCRIBE_ENUM(OrderState, ordered, suspended, approved, issued, accepted, paid, rejected, returned, cancelled)

// One order as it stands. `lastOn` is the day of the last act on it, which the next may not precede.
struct Order {
    Order();
    Order(const Order&);
    Order(Order&&) noexcept;
    Order& operator=(const Order&);
    Order& operator=(Order&&) noexcept;
    ~Order();

    Position position = 0;
    PaymentOrdered ordered;
    OrderState state = OrderState::ordered;
    Day lastOn;
    PersonId orderedBy, approvedBy;
    FiscalYear creditsOf = 0;              // the fiscal year whose credits its visa engages
    std::string suspended, requisitioned;  // the ground; the document
    std::string message, batch;            // of the file it went into
    bool booked = false;                   // seen on a statement
    Day bookedOn;                          // as the books have it
    bool reasoned = false;                 // rejected, and the bank said why
    std::string reason;                    // why it was rejected or came back, as the bank gave it
    std::string told;                      // the bank's last word that made no step, until a step or a person ends it
    Money out, back, charges;              // seen on the account beyond what the state says
    Day toldOn;                            // the last of these
    std::string backReference, backReason;
    PersonId resolvedBy;     // who said what became of it
    std::string resolution;  // on the strength of which document
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (position, ordered, state, lastOn, orderedBy, approvedBy, creditsOf, suspended, requisitioned,
                       message, batch, booked, bookedOn, reasoned, reason, told, out, back, charges, toldOn,
                       backReference, backReason, resolvedBy, resolution))

// Money that a bank's file shows on a CPAM's account and no order explains: what a refund may name, once. `linked`: two
// persons said that it is the refund's, whatever reference the bank gave.
struct SeenCredit {
    Position position = 0;
    std::string reference, bankReference;
    Money amount;
    GroupementId groupement;  // whose refund it is
    std::string refund;       // its reference; empty while none names it
    bool linked = false;
};
BOOST_DESCRIBE_STRUCT(SeenCredit, (), (position, reference, bankReference, amount, groupement, refund, linked))

// A line of a bank's file that no order explained. What a person said of it is in `said`, once `saidAt` is not 0;
// `aside`: it is nothing of ours, and another person agreed, or it has no amount.
struct OpenLine {
    Position position = 0;
    BankLineUnmatched line;
    BankLineExplained said;
    Position saidAt = 0;
    PersonId saidBy;
    Day saidOn;
    bool aside = false;
};
BOOST_DESCRIBE_STRUCT(OpenLine, (), (position, line, said, saidAt, saidBy, saidOn, aside))

struct CpamState {
    CpamState();
    CpamState(const CpamState&);
    CpamState(CpamState&&) noexcept;
    CpamState& operator=(const CpamState&);
    CpamState& operator=(CpamState&&) noexcept;
    ~CpamState();

    std::set<GroupementId> groupements;
    std::map<FiscalYear, std::int64_t> orders;            // the last number of each fiscal year
    std::map<FiscalYear, Noted<CreditNotified>> credits;  // by fiscal year
    std::map<FiscalYear, Money> engaged;                  // approved and not freed, by fiscal year
    std::optional<Day> first;                             // of what moves an amount
    std::optional<Day> open;                              // the first day of the oldest open month, once one is closed
    std::optional<Noted<FileIssued>> unwritten;           // issued, and not known to lie where it was asked for
    std::string account;                                  // IBAN of the last file
    std::vector<SeenCredit> seen;
    std::vector<OpenLine> lines;  // in the order in which they were read
};
BOOST_DESCRIBE_STRUCT(CpamState, (),
                      (groupements, orders, credits, engaged, first, open, unwritten, account, seen, lines))

// A role that one of several admins granted and another has to confirm.
struct PendingGrant {
    FactKey key;
    Position position = 0;
    PersonId by;
    RoleGranted granted;
    Day on;
};
BOOST_DESCRIBE_STRUCT(PendingGrant, (), (key, position, by, granted, on))

// `revokedAt` is 0 while the role is held.
struct RoleHeld {
    RoleGranted granted;
    Position position = 0, revokedAt = 0;
};
BOOST_DESCRIBE_STRUCT(RoleHeld, (), (granted, position, revokedAt))

// `validated` is the latest revision that a second person validated, 0 where none was; `refused` the latest that one
// refused to validate, and why.
struct SettledYear {
    Position position = 0;
    Day on;
    std::int64_t revision = 0;
    RulesId rules;
    NationalFigures figures;
    PersonId settledBy;
    std::int64_t validated = 0;
    PersonId validatedBy;
    Day validatedOn;
    std::int64_t refused = 0;
    PersonId refusedBy;
    Day refusedOn;
    std::string refusedFor;

    bool is_validated() const { return validated == revision; }
    // The latest revision waits for who settled it, and no longer for a second person.
    bool is_refused() const { return refused == revision && !is_validated(); }
};
BOOST_DESCRIBE_STRUCT(SettledYear, (),
                      (position, on, revision, rules, figures, settledBy, validated, validatedBy, validatedOn, refused,
                       refusedBy, refusedOn, refusedFor))

// Rules may be adopted twice for one year, so a correction finds them by the key of the first fact.
struct AdoptedRules {
    FactKey key;
    Noted<RulesAdopted> noted;
};
BOOST_DESCRIBE_STRUCT(AdoptedRules, (), (key, noted))

struct CommonState {
    CommonState();
    CommonState(const CommonState&);
    CommonState(CommonState&&) noexcept;
    CommonState& operator=(const CommonState&);
    CommonState& operator=(CommonState&&) noexcept;
    ~CommonState();

    std::vector<AdoptedRules> rules;  // in the order of their first recording
    std::map<ResultYear, std::vector<Noted<IndicatorTargetsSet>>> targets;
    std::map<ResultYear, Noted<ExperienceThresholdsSet>> thresholds;
    std::map<PaymentYear, Noted<EnvelopeBudgeted>> budgets;
    std::map<ModelId, Noted<AdjustmentModelAdopted>> models;
    std::optional<Noted<ExperimentScheduled>> schedule;
    std::set<IndicatorId> indicators;  // core under some rules, or chosen by some group, so far
    std::map<ResultYear, SettledYear> settled;
    std::vector<RoleHeld> roles;  // revoked ones too: nobody is director and DCF of one CPAM, even one after the other
    std::vector<PendingGrant> pendingGrants;

    bool roles_in_force() const { return !roles.empty(); }
    // The rules in force for a year: greatest fromYear ≤ year, on a tie the later fact. Null before the first.
    const Noted<RulesAdopted>* rules_for(ResultYear year) const;
    const Noted<IndicatorTargetsSet>* target(ResultYear year, const IndicatorId& indicator) const;
};
BOOST_DESCRIBE_STRUCT(CommonState, (),
                      (rules, targets, thresholds, budgets, models, schedule, indicators, settled, roles,
                       pendingGrants))

// The identifier in use that others must not look like.
struct Likeness {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Likeness, (), (text))

extern template class Pages<GroupementId, GroupState>;
extern template class Pages<OrderId, Order>;
extern template class Pages<CpamId, CpamState>;
extern template class Pages<LikenessId, Likeness>;
extern template class Pages<SubjectId, Stated>;
using GroupPages = Pages<GroupementId, GroupState>;
using OrderPages = Pages<OrderId, Order>;
using CpamPages = Pages<CpamId, CpamState>;
using Likenesses = Pages<LikenessId, Likeness>;
using StatedPages = Pages<SubjectId, Stated>;

class Book {
public:
    // Where pages are fetched that are not in memory.
    struct Kept {
        GroupPages::Loader group;
        GroupPages::Lister groups;
        OrderPages::Loader order;
        OrderPages::Lister orders;
        CpamPages::Loader cpam;
        CpamPages::Lister cpams;
        Likenesses::Loader likeness;
        StatedPages::Loader stated;
    };

    Book() = default;
    Book(CommonState common, Position head, Kept kept);

    const CommonState& common() const { return common_; }
    // Null where no such groupement, order or CPAM is known.
    const GroupState* find(const GroupementId& groupement) const { return groups_.find(groupement); }
    const Order* find(const OrderId& order) const { return orders_.find(order); }
    const CpamState* find(const CpamId& cpam) const { return cpams_.find(cpam); }
    const Likeness* find(const LikenessId& likeness) const { return likenesses_.find(likeness); }
    const Stated* find(const SubjectId& subject) const { return stated_.find(subject); }
    // All that are known, in byte order.
    std::vector<GroupementId> groupements() const { return groups_.all(); }
    std::vector<OrderId> orders() const { return orders_.all(); }
    std::vector<CpamId> cpams() const { return cpams_.all(); }
    Position head() const { return head_; }

    // The last result year: the fixpoint of ranks under the rules of each year, and the withdrawal.
    ResultYear last_result_year(const GroupState& page) const;
    // Without the withdrawal: the last year the group could have.
    ResultYear last_possible_year(const GroupState& page) const;
    bool has_result_year(const GroupState& page, ResultYear year) const;
    // The year a write-off follows: the last result year, or a later one whose line stands until it is settled again.
    ResultYear write_off_year(const GroupState& page) const;

    // For evolve alone. Precondition of page() and order(): it is known.
    GroupState& page(const GroupementId& groupement) { return groups_.edit(groupement); }
    Order& order(const OrderId& order) { return orders_.edit(order); }
    GroupState& new_page(const GroupementId& groupement) { return groups_.make(groupement); }
    Order& new_order(const OrderId& order) { return orders_.make(order); }
    CpamState& cpam_state(const CpamId& cpam) { return cpams_.make(cpam); }
    Likeness& likeness(const LikenessId& likeness) { return likenesses_.make(likeness); }
    Stated& stated(const SubjectId& subject) { return stated_.make(subject); }
    CommonState& common_state();
    void advance_head(Position position) { head_ = position; }

    // What changed since the last call, for whoever keeps the pages.
    struct Changes {
        std::vector<GroupementId> groupements;
        std::vector<OrderId> orders;
        std::vector<CpamId> cpams;
        std::vector<LikenessId> likenesses;
        std::vector<SubjectId> stated;
        bool common = false;
    };
    Changes take_changes();
    std::size_t pages_in_memory() const;
    // Those are few, some large, and needed by every order: whoever drops the other pages keeps these.
    // Precondition: the changes of `before` were taken, and it is not asked again.
    void keep_cpams(Book& before) { cpams_.take_pages(before.cpams_); }

private:
    CommonState common_;
    Position head_ = 0;
    GroupPages groups_;
    OrderPages orders_;
    CpamPages cpams_;
    Likenesses likenesses_;
    StatedPages stated_;
    bool common_changed_ = false;
};

// Applies an event that was decided. Judges nothing; a breach of what decide promised ends the process.
void evolve(Book& book, const Event& event);

}  // namespace ipep
