#include "services/histories/panel/rows.h"

#include <algorithm>
#include <array>

#include "events/describe.h"
#include "ledger/about.h"
#include "projections/read_ahead.h"
#include "projections/statement.h"
#include "services/histories/panel/schema.h"
#include "services/words/indicator_names.h"
#include "services/words/language.h"

namespace ipep::panel {
namespace {

// Texts that describe a groupement or rules, never a person.
constexpr std::array kDescriptions = {"name",     "legalForm",  "region",       "title",
                                      "currency", "suppliedBy", "questionnaire"};
constexpr std::array kCounts = {"patients", "referringPhysicians"};
// Members of a settlement's row that give the number of patients back.
constexpr std::array kTelling = {"patients", "expenditure", "groupCap", "qualityRight", "gain"};

template <std::size_t N>
bool among(const std::array<const char*, N>& names, std::string_view name) {
    return std::ranges::any_of(names, [&](const char* one) { return name == one; });
}

// Fills one row cell by cell; it holds no text itself.
class Line {
public:
    void begin() { row_.clear(); }
    Line& add(Cell cell) {
        row_.push_back(cell);
        return *this;
    }
    Line& add(std::string_view text) { return add(cell(text)); }
    Line& add(std::int64_t number) { return add(cell(number)); }
    Line& add(Money amount) { return add(amount.cents()).add(amount.cents()); }
    Line& add(std::optional<Money> amount) { return amount ? add(*amount) : none().none(); }
    Line& add(const std::optional<Year>& year) { return year ? add(std::int64_t{*year}) : none(); }
    Line& none() { return add(Cell{}); }
    const Row& row() const { return row_; }

private:
    Row row_;
};

// What a fact is about, gathered before its values become rows.
struct Subject {
    std::string_view groupement, cpam, indicator, rules, corrects;
    std::optional<Year> year, payment_year;
};

struct Value {
    std::string member, text;
    std::optional<Money> amount;
    bool masked = false;
};

// Walks a fact: identifiers and years say what it is about, the rest are its values.
class FactWalk {
public:
    FactWalk(const Wishes& wishes, bool hide) : wishes_(wishes), hide_(hide) {}

    template <class Kind>
    void operator()(const Kind& fact) {
        take_members(fact, "");
    }
    void operator()(const FactCorrected& correction) {
        subject.corrects = correction.corrects.text;
        std::visit(*this, correction.fact);
    }

    Subject subject;
    std::vector<Value> values;

private:
    template <class T>
    void take_members(const T& record, const std::string& path) {
        for_each_member(record, [&](const char* name, const auto& member) {
            // The parameters of the rules are known by their own paths, "caps.groupement".
            const bool root = std::is_same_v<T, RulesAdopted> && name == std::string_view("parameters");
            take(root ? "" : path.empty() ? name : path + '.' + name, member);
        });
    }

    template <class T>
    void take(const std::string& path, const T& member) {
        if constexpr (Optional<T>) {
            if (member) take(path, *member);
        } else if constexpr (std::is_same_v<T, GroupementId>) {
            subject.groupement = member.text;
        } else if constexpr (std::is_same_v<T, CpamId>) {
            subject.cpam = member.text;
        } else if constexpr (std::is_same_v<T, RulesId>) {
            subject.rules = member.text;
        } else if constexpr (std::is_same_v<T, IndicatorId>) {
            if (path == "indicator")
                subject.indicator = member.text;
            else
                values.push_back({path, member.text, {}, false});
        } else if constexpr (std::is_same_v<T, Year>) {
            if (path == "year")
                subject.year = member;
            else if (path == "paymentYear")
                subject.payment_year = member;
            else
                values.push_back({path, std::to_string(member), {}, false});
        } else if constexpr (std::is_same_v<T, Personal> || std::is_same_v<T, PersonId> || std::is_same_v<T, Json> ||
                             std::is_same_v<T, FactKey>) {
            // Persons never; quotations of the rules stand with the rules.
        } else {
            take_value(path, member);
        }
    }

    template <class T>
    void take_value(const std::string& path, const T& member) {
        if constexpr (std::is_same_v<T, std::string>) {
            if (!hide_ && among(kDescriptions, path)) values.push_back({path, member, {}, false});
        } else if constexpr (std::is_same_v<T, Money>) {
            values.push_back({path, to_text(member), member, false});
        } else if constexpr (std::is_same_v<T, Day>) {
            values.push_back({path, to_text(member), {}, false});
        } else if constexpr (DescribedEnum<T>) {
            values.push_back({path, std::string(enum_name(member)), {}, false});
        } else if constexpr (std::is_integral_v<T>) {
            const bool masked = among(kCounts, path) && member < wishes_.threshold;
            values.push_back({path, masked ? "" : std::to_string(member), {}, masked});
        } else if constexpr (TextLike<T>) {
            values.push_back({path, member.text, {}, false});
        } else if constexpr (std::is_same_v<T, std::vector<CountedFrom>>) {
            for (const CountedFrom& entry : member) take(path + '.' + entry.indicator, entry.rank);
        } else if constexpr (std::is_same_v<T, std::vector<WaveYears>>) {
            for (const WaveYears& entry : member) take(path + '.' + std::to_string(entry.wave), entry.years);
        } else if constexpr (std::is_same_v<T, std::vector<CataloguedIndicator>>) {
            for (const CataloguedIndicator& entry : member) take_members(entry, path + '.' + entry.id.text);
        } else if constexpr (List<T>) {
            std::size_t number = 0;
            for (const auto& one : member) take(path + '.' + std::to_string(++number), one);
        } else {
            take_members(member, path);
        }
    }

    const Wishes& wishes_;
    bool hide_;
};

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
    Pass(const std::map<Year, std::int64_t>& latest, const Wishes& wishes, Pseudonyms& pseudonyms, const Sinks& sinks)
        : latest_(latest), wishes_(wishes), pseudonyms_(pseudonyms), sinks_(sinks) {}

    void take(const Event& event) {
        if (!is_decision(event.body)) fact(event);
        std::visit([&](const auto& body) { decision(event, body); }, event.body);
        const Postings postings = posting(event);
        if (const auto movement = movement_in(postings)) payment(event, *movement, postings.front().lines);
    }

private:
    Line& start(const Event& event) {
        line_.begin();
        return line_.add(static_cast<std::int64_t>(event.position))
            .add(std::int64_t{event.on.since_1970})
            .add(event.recordedAt);
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

    void result(const Event& event, Year year, std::int64_t revision, const char* state, const std::string& rules,
                const SettledRow& row, Money difference) {
        const bool annulled = row.rank == 0, masked = !annulled && row.patients < wishes_.threshold;
        const auto standing = latest_.find(year);
        start(event).add(std::int64_t{year}).add(revision);
        line_.add(std::int64_t{standing != latest_.end() && standing->second == revision}).add(state).add(rules);
        for_each_member(row, [&]<class Member>(const char* name, const Member& member) {
            const bool hidden = masked && among(kTelling, name);
            if constexpr (std::is_same_v<Member, GroupementId>)
                line_.add(pseudonyms_.groupement(member.text));
            else if constexpr (std::is_same_v<Member, Money>)
                line_.add(hidden ? std::nullopt : std::optional(member));
            else if constexpr (std::is_same_v<Member, Model>)
                line_.add(annulled ? "" : enum_name(member));
            else if constexpr (std::is_same_v<Member, Decimal>)
                line_.add(hidden ? "" : std::string_view(member.text));
            else
                hidden || annulled ? line_.none() : line_.add(member);
        });
        line_.add(difference).add(std::int64_t{masked});
        sinks_.results.row(line_.row());
    }

    void payment(const Event& event, const Movement& movement, const std::vector<PostingLine>& lines) {
        Account& account = accounts_[movement.groupement];
        if (movement.amount() == Money()) return;
        const StatementLine moved = statement_line(event, movement, account.balance);
        const auto order = pseudonyms_.hide() ? std::nullopt : about(event.body).order;  // it names the CPAM
        start(event)
            .add(moved.kind)
            .add(pseudonyms_.groupement(movement.groupement.text))
            .add(ground_of(lines))
            .add(order ? order->text : "")
            .add(moved.year)
            .add(rules_of(lines, moved, account))
            .add(moved.amount)
            .add(moved.owed)
            .add(moved.overpaid)
            .add(moved.advanceOutstanding);
        sinks_.payments.row(line_.row());
    }

    // Those the amount was decided under; none for what no rule decides.
    static std::string_view rules_of(const std::vector<PostingLine>& lines, const StatementLine& moved,
                                     const Account& account) {
        if (moved.year) return account.incentive_rules.text;
        const PostingLine* owed = owed_in(lines);
        return owed && owed->to == PostedTo::seedCredits ? std::string_view(account.seed_rules.text) : "";
    }

    // Known by then: the greatest first year that is not after it, the later of two alike; for what is of no year the
    // last.
    const RulesAdopted* rules_for(const std::optional<Year>& year) const {
        const RulesAdopted* found = nullptr;
        for (const RulesAdopted& one : rules_)
            if (!year || (one.fromYear <= *year && (!found || one.fromYear >= found->fromYear))) found = &one;
        return found;
    }

    void fact(const Event& event) {
        if (const auto* adopted = brought<RulesAdopted>(event.body)) rules_.push_back(*adopted);
        FactWalk walk(wishes_, pseudonyms_.hide());
        const auto* correction = std::get_if<FactCorrected>(&event.body);
        const std::string_view kind = correction ? kind_of(correction->fact) : kind_of(event.body);
        visit_fact(event.body, walk);
        if (walk.values.empty()) walk.values.emplace_back();
        for (const Value& value : walk.values) fact_row(event, kind, walk.subject, value);
    }

    static void visit_fact(const Body& body, FactWalk& walk) {
        std::visit(
            [&](const auto& one) {
                if constexpr (std::is_constructible_v<Fact, decltype(one)>) walk(one);
            },
            body);
    }

    void fact_row(const Event& event, std::string_view kind, const Subject& subject, const Value& value) {
        const bool hide = pseudonyms_.hide();
        const auto shown = [&](std::string_view text) { return hide ? std::string_view() : text; };
        start(event).add(kind);
        line_.add(subject.groupement.empty() ? "" : pseudonyms_.groupement(subject.groupement));
        line_.add(subject.cpam.empty() ? "" : pseudonyms_.cpam(subject.cpam));
        line_.add(subject.year).add(subject.payment_year).add(subject.indicator);
        name_ = subject.indicator.empty() ? "" : name_of({std::string(subject.indicator)}, rules_for(subject.year));
        line_.add(name_).add(subject.rules);
        line_.add(value.member).add(value.text).add(value.amount).add(std::int64_t{value.masked});
        line_.add(event.key ? shown(event.key->text) : "").add(shown(subject.corrects));
        line_.add(event.source ? shown(event.source->reference) : "");
        line_.add(event.source && event.source->sha256 ? std::string_view(*event.source->sha256) : "");
        sinks_.facts.row(line_.row());
    }

    const std::map<Year, std::int64_t>& latest_;
    const Wishes& wishes_;
    Pseudonyms& pseudonyms_;
    const Sinks& sinks_;
    std::unordered_map<GroupementId, Account> accounts_;
    Line line_;
    std::vector<RulesAdopted> rules_;  // in the order of adoption
    std::string name_;                 // of the row's indicator, in French: the words of the text
};

}  // namespace

void write_rows(const Store& store, Position until, const std::map<Year, std::int64_t>& latest, const Wishes& wishes,
                Pseudonyms& pseudonyms, const Sinks& sinks, const std::function<void(Position)>& progress) {
    const Speaking french(Language::french);
    Pass pass(latest, wishes, pseudonyms, sinks);
    read_ahead(store, 1, until + 1, [&](const Event& event) {
        pass.take(event);
        if (progress && event.position % 10'000 == 0) progress(event.position);
    });
}

}  // namespace ipep::panel
