// Book: what is known and what was decided so far, ready to judge the next command.
//
// Shape:  one page a groupement, one page common to all. `decide` reads it; `evolve` alone writes it. Pages that are not
//         in memory are fetched through the loader, so that a ledger of any size opens at once.
// Source: specification §2 to §11.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>

#include "ledger/event.h"

namespace ipep {

// A fact in force: its last correction, if any. `position` is the event that carries the value.
template <class Value>
struct Noted {
    Position position = 0;
    Day on;
    Value value;
    BOOST_DESCRIBE_CLASS(Noted, (), (position, on, value), (), ())
};

struct YearFacts {
    std::optional<Noted<PatientsCounted>> patients;
    std::optional<Noted<ExpenditureMeasured>> expenditure;
    std::optional<Noted<ExperienceMeasured>> experience;
    std::vector<Noted<IndicatorMeasured>> measured;
    std::vector<Noted<IndicatorTargetsSet>> targets;  // set for this groupement only

    const Noted<IndicatorMeasured>* measure(const IndicatorId& indicator) const;
    const Noted<IndicatorTargetsSet>* target(const IndicatorId& indicator) const;
};
BOOST_DESCRIBE_STRUCT(YearFacts, (), (patients, expenditure, experience, measured, targets))

struct SettledLine {
    Position position = 0;
    std::int64_t revision = 0;
    SettledRow row;
};
BOOST_DESCRIBE_STRUCT(SettledLine, (), (position, revision, row))

// A seed-credit tranche as released so far; payment year 0 where it is not released.
struct Tranche {
    Money total;
    Year paymentYear = 0;
};
BOOST_DESCRIBE_STRUCT(Tranche, (), (total, paymentYear))

struct GroupPage {
    Noted<GroupementAdmitted> admission;
    std::optional<Noted<CpamId>> convention;
    std::optional<Noted<SeedCreditAssessed>> assessment;
    std::optional<Noted<RoadmapReceived>> roadmap;
    std::optional<Noted<IndicatorsChosen>> chosen;
    std::optional<Noted<GroupementWithdrew>> withdrawal;
    std::optional<Noted<AdvanceWriteOffDecided>> writeOffDecision;
    std::map<Year, YearFacts> years;
    std::optional<Money> seedCredit;  // granted
    Tranche firstTranche, secondTranche;
    std::map<Year, SettledLine> settled;  // the latest revision of each year
    std::map<Year, Money> writtenOff;  // by the year each follows; what reversals left of it

    const YearFacts* facts(Year year) const;
    // The advance outstanding when `year` begins to be settled, and at the end of what is settled.
    Money advance_before(Year year) const;
    Money advance_outstanding() const;
    // A reversal tells its amount alone: each write-off comes down to what is outstanding where it stands.
    void trim_write_offs();
};
BOOST_DESCRIBE_STRUCT(GroupPage, (),
                      (admission, convention, assessment, roadmap, chosen, withdrawal, writeOffDecision, years,
                       seedCredit, firstTranche, secondTranche, settled, writtenOff))

struct SettledYear {
    Position position = 0;
    Day on;
    std::int64_t revision = 0;
    RulesId rules;
    NationalFigures figures;
};
BOOST_DESCRIBE_STRUCT(SettledYear, (), (position, on, revision, rules, figures))

// Rules may be adopted twice for one year, so a correction finds them by the key of the first fact.
struct AdoptedRules {
    FactKey key;
    Noted<RulesAdopted> noted;
};
BOOST_DESCRIBE_STRUCT(AdoptedRules, (), (key, noted))

struct CommonPage {
    std::vector<AdoptedRules> rules;  // in the order of their first recording
    std::map<Year, std::vector<Noted<IndicatorTargetsSet>>> targets;
    std::map<Year, Noted<ExperienceThresholdsSet>> thresholds;
    std::map<Year, Noted<EnvelopeBudgeted>> budgets;
    std::set<IndicatorId> indicators;  // core under some rules, or chosen by some group, so far
    std::map<Year, SettledYear> settled;

    // The rules in force for a year: greatest fromYear ≤ year, on a tie the later fact. Null before the first.
    const Noted<RulesAdopted>* rules_for(Year year) const;
    const Noted<IndicatorTargetsSet>* target(Year year, const IndicatorId& indicator) const;
};
BOOST_DESCRIBE_STRUCT(CommonPage, (), (rules, targets, thresholds, budgets, indicators, settled))

class Book {
public:
    using Loader = std::function<std::optional<GroupPage>(const GroupementId&)>;
    using Lister = std::function<std::vector<GroupementId>()>;

    Book() = default;
    Book(CommonPage common, Position head, Loader loader, Lister lister);

    const CommonPage& common() const { return common_; }
    // Null where no such groupement is known.
    const GroupPage* find(const GroupementId& groupement) const;
    // Every groupement known, in byte order.
    std::vector<GroupementId> groupements() const;
    Position head() const { return head_; }

    // The last result year: the fixpoint of ranks under the rules of each year, and the withdrawal.
    Year last_result_year(const GroupPage& page) const;
    // Without the withdrawal: the last year the group could have.
    Year last_possible_year(const GroupPage& page) const;
    bool has_result_year(const GroupPage& page, Year year) const;
    // The year a write-off follows: the last result year, or a later one whose line stands until it is settled again.
    Year write_off_year(const GroupPage& page) const;

    // For evolve alone.
    GroupPage& page(const GroupementId& groupement);
    GroupPage& new_page(const GroupementId& groupement);
    CommonPage& common_page();
    void advance_head(Position position) { head_ = position; }

    // What changed since the last call, for whoever keeps the pages.
    struct Changes {
        std::vector<GroupementId> groupements;
        bool common = false;
    };
    Changes take_changes();

private:
    struct Slot {
        std::unique_ptr<GroupPage> page;
        bool changed = false;
    };
    Slot* load(const GroupementId& groupement) const;

    CommonPage common_;
    Position head_ = 0;
    mutable std::unordered_map<GroupementId, Slot> pages_;
    std::vector<GroupementId> changed_;
    bool common_changed_ = false;
    Loader loader_;
    Lister lister_;
};

// Applies an event that was decided. Judges nothing; a breach of what decide promised ends the process.
void evolve(Book& book, const Event& event);

}  // namespace ipep
