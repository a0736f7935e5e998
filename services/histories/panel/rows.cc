#include "services/histories/panel/rows.h"

#include <algorithm>
#include <array>

#include "events/describe.h"
#include "ledger/about.h"
#include "projections/read_ahead.h"
#include "projections/statement.h"
#include "services/histories/panel/flow_rows.h"
#include "services/histories/panel/line.h"
#include "services/histories/panel/order_rows.h"
#include "services/histories/panel/state_rows.h"
#include "services/words/indicator_names.h"
#include "services/words/language.h"

namespace ipep::panel {
namespace {

// Decimals of a settlement's row that amounts and counts of patients would follow from, or which follow from them.
constexpr std::array kTelling = {"gap", "evolution", "perPatient", "expenditure"};

bool is_telling(std::string_view name) {
    return std::ranges::any_of(kTelling, [&](const char* one) { return name == one; });
}

// One groupement's account as the pass goes on.
struct Account {
    Balance balance;
    RulesId incentive_rules, seed_rules;
};

// The first line by which a groupement is owed more or less; null where an advance alone moves.
const PostingLine* owed_in(const std::vector<PostingLine>& lines) {
    const auto found = std::ranges::find_if(lines, is_owed, &PostingLine::to);
    return found == lines.end() ? nullptr : &*found;
}

// Which debt a payment is about; an order has parts of one alone, and what came back is of none.
std::string_view ground_of(const std::vector<PostingLine>& lines) {
    const PostingLine* owed = owed_in(lines);
    if (owed && (owed->to == PostedTo::refunds || owed->to == PostedTo::writeOffs)) return {};
    const bool is_seed_credit = owed && owed->of && owed->of->kind == Reference::Kind::seedCredit;
    return enum_name(is_seed_credit ? Ground::seedCredit : Ground::incentive);
}

class Pass {
public:
    Pass(const Release& release, const Sinks& sinks) : on_(release), sinks_(sinks) {}

    void take(const Event& event) {
        if (!is_decision(event.body) && !is_act(event.body)) fact(event);
        Postings postings = posting(event);
        std::erase_if(postings, [&](const Posting& one) { return !is_in_effect(one.on); });
        flows_.take(postings);
        if (!is_in_effect(event.on)) return;
        std::visit([&](const auto& body) { decision(event, body); }, event.body);
        if (const auto movement = movement_in(postings)) payment(event, *movement, postings.front().lines);
        orders_.take(event);
    }

    MembersSeen finish() {
        flows_.write(to(Which::flows), on_.pseudonyms, on_.survey);
        orders_.write(to(Which::orders), to(Which::orderParts), on_.pseudonyms, on_.survey);
        return std::move(seen_);
    }

private:
    bool is_in_effect(Day day) const { return !on_.wishes.effective || day <= *on_.wishes.effective; }
    RowSink& to(Which table) const { return *sinks_[static_cast<std::size_t>(table)]; }
    Line& start(const Event& event) {
        return line_.begin().add(static_cast<std::int64_t>(event.position)).add(event.on).add(event.recordedAt);
    }
    bool stands(ResultYear year, std::int64_t revision) const {
        const auto standing = on_.survey.standing.find(year);
        return standing != on_.survey.standing.end() && standing->second == revision;
    }

    template <class Other>
    void decision(const Event&, const Other&) {}
    void decision(const Event&, const SeedCreditGranted& granted) {
        accounts_[granted.groupement].seed_rules = granted.rules;
    }
    void decision(const Event& event, const IncentiveSettled& settled) {
        accounts_[settled.groupement].incentive_rules = settled.rules;
        result(event, settled.year, settled.revision, "settled", settled.rules.text, settled, settled.netDifference);
    }
    // Its line says nothing any more: every figure is 0, so that sums over the latest revision hold.
    void decision(const Event& event, const IncentiveAnnulled& annulled) {
        SettledRow nothing;
        nothing.groupement = annulled.groupement;
        result(event, annulled.year, annulled.revision, "annulled", accounts_[annulled.groupement].incentive_rules.text,
               nothing, annulled.netDifference);
    }
    void decision(const Event& event, const YearSettled& settled) {
        const bool masked = on_.survey.withheld_years.contains(settled.year);
        const bool latest = stands(settled.year, settled.revision);
        start(event).add(settled.year).add(settled.revision).add_whether(latest);
        line_.add_whether(latest && on_.stale.contains(settled.year)).add(settled.rules.text).add(settled.groupements);
        for_each_member(static_cast<const NationalFigures&>(settled),
                        [&]<class Member>(const char*, const Member& one) {
                            if constexpr (std::is_same_v<Member, Money>)
                                line_.add(masked ? std::nullopt : std::optional(one));
                            else
                                line_.add(masked ? "" : std::string_view(one.text));
                        });
        to(Which::years).row(line_.add_whether(masked).row());
    }

    void result(const Event& event, ResultYear year, std::int64_t revision, const char* state, const std::string& rules,
                const SettledRow& row, Money difference) {
        const bool annulled = row.rank == 0, masked = on_.survey.withholds(row.groupement);
        start(event).add(year).add(revision);
        line_.add_whether(stands(year, revision)).add(state).add(rules);
        for_each_member(row, [&]<class Member>(const char* name, const Member& member) {
            if constexpr (std::is_same_v<Member, GroupementId>)
                line_.add(on_.pseudonyms.groupement(member.text));
            else if constexpr (std::is_same_v<Member, Money>)
                line_.add(masked ? std::nullopt : std::optional(member));
            else if constexpr (std::is_same_v<Member, Model>)
                line_.add(annulled ? "" : enum_name(member));
            else if constexpr (std::is_same_v<Member, Decimal>)
                line_.add(masked && is_telling(name) ? "" : std::string_view(member.text));
            else
                annulled || (name == std::string_view("patients") && member < on_.wishes.threshold) ? line_.none()
                                                                                                    : line_.add(member);
        });
        line_.add(masked ? std::nullopt : std::optional(difference)).add_whether(masked);
        to(Which::results).row(line_.row());
    }

    void payment(const Event& event, const Movement& movement, const std::vector<PostingLine>& lines) {
        Account& account = accounts_[movement.groupement];
        if (movement.amount() == Money()) return;
        const StatementLine moved = statement_line(event, movement, account.balance);
        const auto order = about(event.body).order;
        const std::string shown_order = order ? on_.pseudonyms.order(order->text) : "";
        const bool masked = on_.survey.withholds(movement.groupement);
        const auto shown = [&](Money amount) { return masked ? std::nullopt : std::optional(amount); };
        start(event)
            .add(moved.kind)
            .add(on_.pseudonyms.groupement(movement.groupement.text))
            .add(ground_of(lines))
            .add(shown_order)
            .add(moved.year)
            .add(rules_of(lines, moved, account))
            .add(shown(moved.amount))
            .add(shown(moved.owed))
            .add(shown(moved.overpaid))
            .add(shown(moved.advanceOutstanding))
            .add_whether(masked);
        to(Which::payments).row(line_.row());
    }

    // Those the amount was decided under; none for what no rule decides.
    static std::string_view rules_of(const std::vector<PostingLine>& lines, const StatementLine& moved,
                                     const Account& account) {
        if (moved.year) return account.incentive_rules.text;
        const PostingLine* owed = owed_in(lines);
        return owed && owed->to == PostedTo::seedCredits ? std::string_view(account.seed_rules.text) : "";
    }

    void fact(const Event& event) {
        const auto* correction = std::get_if<FactCorrected>(&event.body);
        const std::string kind(correction ? kind_of(correction->fact) : kind_of(event.body));
        const auto groupement = about(event.body).groupement;
        FactMask mask{.threshold = on_.wishes.threshold, .withheld = false, .described = {}};
        if (groupement) {
            mask.withheld = on_.survey.withholds(*groupement);
            mask.described = on_.descriptions.of(*groupement);
        }
        if (const auto* seen = brought<ObservationRecorded>(event.body)) observation(event, *seen);
        const FactValues found = values_of(event.body, mask);
        for (const FactValue& value : found.values) {
            seen_.emplace(kind, value.member);
            fact_row(event, kind, found.subject, value);
        }
        if (correction) correct(event, kind, found);
        if (on_.survey.replaced_by.contains(event.position)) replaced_[event.position] = found.values;
    }

    void observation(const Event& event, const ObservationRecorded& seen) {
        start(event).add(seen.population).add(seen.year).add(seen.measure).add(seen.value.text);
        line_.add(seen.groupement ? on_.pseudonyms.groupement(seen.groupement->text) : "");
        to(Which::observations).row(line_.add_whether(!on_.survey.replaced_by.contains(event.position)).row());
    }

    // What the row is about, from its groupement on.
    Line& add_subject(const Event& event, const std::string& kind, const Subject& subject) {
        start(event).add(kind);
        line_.add(subject.groupement.empty() ? "" : on_.pseudonyms.groupement(subject.groupement));
        line_.add(subject.cpam.empty() ? "" : on_.pseudonyms.cpam(subject.cpam));
        name_ = subject.indicator.empty()
                    ? ""
                    : name_of({std::string(subject.indicator)}, rules_naming(on_.book.common(), subject.year));
        line_.add(subject.year).add(subject.payment_year).add(subject.indicator).add(name_);
        return line_.add(subject.rules);
    }

    void fact_row(const Event& event, const std::string& kind, const Subject& subject, const FactValue& value) {
        const std::string key = event.key ? on_.pseudonyms.key(event.key->text) : "",
                          corrects = on_.pseudonyms.key(subject.corrects),
                          source = event.source ? on_.pseudonyms.source(event.source->reference) : "";
        add_subject(event, kind, subject).add_whether(!on_.survey.replaced_by.contains(event.position));
        line_.add(value.member).add(value.text).add(value.number).add(value.amount).add_whether(value.masked);
        line_.add(key).add(corrects).add(source);
        line_.add(event.source && event.source->sha256 ? std::string_view(*event.source->sha256) : "");
        to(Which::facts).row(line_.row());
    }

    // The members it changed, in order; one that is on one side alone has nothing on the other.
    void correct(const Event& event, const std::string& kind, const FactValues& now) {
        const Position replaces = on_.survey.replaces.at(event.position);
        std::map<std::string, std::pair<const FactValue*, const FactValue*>> members;
        const std::vector<FactValue>& before = replaced_.at(replaces);
        for (const FactValue& one : before) members[one.member].first = &one;
        for (const FactValue& one : now.values) members[one.member].second = &one;
        for (const auto& [member, sides] : members) {
            const auto [was, is] = sides;
            if (was && is && *was == *is && !was->masked) continue;
            const bool masked = (was && was->masked) || (is && is->masked);
            add_subject(event, kind, now.subject).add(member).add(was ? std::string_view(was->text) : "");
            line_.add(is ? std::string_view(is->text) : "").add(static_cast<std::int64_t>(replaces));
            to(Which::corrections).row(line_.add_whether(masked).row());
        }
        replaced_.erase(replaces);
    }

    const Release& on_;
    const Sinks& sinks_;
    std::unordered_map<GroupementId, Account> accounts_;
    std::unordered_map<Position, std::vector<FactValue>> replaced_;  // of facts a correction is still to come for
    FlowRows flows_;
    OrderRows orders_;
    MembersSeen seen_;
    Line line_;
    std::string name_;  // of the row's indicator, in French: the words of the text
};

}  // namespace

MembersSeen write_rows(const Store& store, const Release& release, const Sinks& sinks,
                       const std::function<void(Position)>& progress) {
    const Speaking french(Language::french);
    Pass pass(release, sinks);
    read_ahead(store, 1, release.until + 1, [&](const Event& event) {
        pass.take(event);
        if (progress && event.position % 10'000 == 0) progress(event.position);
    });
    write_groups(*sinks[static_cast<std::size_t>(Which::groups)], release.book, release.survey, release.descriptions,
                 release.wishes.threshold, release.pseudonyms);
    write_indicators(*sinks[static_cast<std::size_t>(Which::indicators)], release.book, release.wishes.threshold,
                     release.pseudonyms);
    return pass.finish();
}

}  // namespace ipep::panel
