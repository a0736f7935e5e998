#include "services/histories/draws.h"

#include <algorithm>
#include <future>
#include <mutex>

#include "ledger/code.h"
#include "ledger/year_inputs.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr int kThreads = 2;

using Cents = std::vector<std::int64_t>;

// The years of a book settled without errors, or with those of one draw.
class DrawnBook {
public:
    DrawnBook(const Book& base, const YearRange& years, const YearRange& shown, const DrawPlan& plan)
        : base_(base), years_(years), shown_(shown), plan_(plan) {
        for (const GroupementId& id : base.groupements()) pages_.emplace(id, DrawnPage(*base.find(id), plan.errors));
    }

    // `take` gets each year shown, with its savings. Draw 0 is without errors.
    Verdict<> settle(std::uint64_t number, const std::function<void(const Settlement&, Money savings)>& take) const {
        Book book = overlay_of(base_, [&](const GroupementId& id, GroupState& page) {
            if (number > 0) pages_.at(id).draw(plan_.seed, number, page);
        });
        for (ResultYear year = years_.first; year <= years_.last; ++year) {
            if (groups_of(book, year).empty()) continue;
            const Settlement settled = IPEP_TRY(settle_next(book, year));
            if (shown_.contains(year)) take(settled, savings_of(book, settled));
        }
        return {};
    }

    // What each groupement is due in all, in the order of groupements().
    Verdict<Cents> dues(std::uint64_t number) const {
        std::map<GroupementId, std::int64_t> due;
        IPEP_TRY(settle(number, [&](const Settlement& settled, Money) {
            for (const SettlementLine& line : settled.groups) due[line.row.groupement] += line.row.due.cents();
        }));
        Cents in_order;
        for (const auto& [id, page] : pages_) in_order.push_back(due[id]);
        return in_order;
    }

private:
    const Book& base_;
    YearRange years_, shown_;
    const DrawPlan& plan_;
    std::map<GroupementId, DrawnPage> pages_;
};

// Where the figures of one draw stand in its row: of each year five, then two of each of its groups.
constexpr std::size_t kSavings = 0, kDue = 1, kBalance = 2, kCap = 3, kEnvelope = 4, kNational = 5;
constexpr std::size_t kGroupDue = 0, kGroupCap = 1, kFiguresOfGroup = 2;

Cents row_of(const std::vector<Settlement>& settled, const std::vector<Money>& savings) {
    Cents row;
    for (std::size_t i = 0; i < settled.size(); ++i) {
        const YearSettled& year = settled[i].head.settled;
        for (const Money amount : {savings[i], year.due, savings[i] - year.due, year.cap, year.qualityEnvelope})
            row.push_back(amount.cents());
        for (const SettlementLine& line : settled[i].groups) {
            row.push_back(line.row.due.cents());
            row.push_back(line.row.groupCap.cents());
        }
    }
    return row;
}

Verdict<Cents> row_of_draw(const DrawnBook& book, std::uint64_t number) {
    std::vector<Settlement> settled;
    std::vector<Money> savings;
    IPEP_TRY(book.settle(number, [&](const Settlement& one, Money saved) {
        settled.push_back(one);
        savings.push_back(saved);
    }));
    return row_of(settled, savings);
}

// Patience that several threads ask in turn, and none any more once it is over.
class SharedPatience {
public:
    explicit SharedPatience(const Patience& patience) : patience_(patience) {}

    // False where another thread was told that it is over.
    bool lasts() {
        const std::lock_guard lock(mutex_);
        if (over_) return false;
        over_ = true;  // should the question throw
        patience_.check();
        over_ = false;
        return true;
    }

private:
    const Patience& patience_;
    std::mutex mutex_;
    bool over_ = false;
};

// Calls work(number) for each draw, every thread its own share of them. The refusal of either.
Verdict<> for_each_draw(std::int64_t draws, const Patience& patience,
                        const std::function<Verdict<>(std::uint64_t)>& work) {
    SharedPatience shared(patience);
    const auto work_on = [&](std::int64_t first) -> Verdict<> {
        for (std::int64_t number = first; number <= draws && shared.lasts(); number += kThreads)
            IPEP_TRY(work(static_cast<std::uint64_t>(number)));
        return {};
    };
    std::vector<std::future<Verdict<>>> shares;
    for (std::int64_t first = 1; first <= kThreads; ++first)
        shares.push_back(std::async(std::launch::async, work_on, first));
    Verdict<> all;
    for (auto& share : shares)
        if (auto done = share.get(); !done && all) all = std::move(done);
    return all;
}

Spread spread_of(std::int64_t without, Cents drawn) {
    std::ranges::sort(drawn);
    const auto count = static_cast<std::int64_t>(drawn.size());
    const auto nearest = [&](std::int64_t percent) {
        return Money(drawn[static_cast<std::size_t>((percent * count + 99) / 100 - 1)]);
    };
    Integer sum;
    for (const std::int64_t cents : drawn) sum += cents;
    const Money mean = to_money(Exact(round_half_away(Exact(sum, Integer(count))), 100));
    return {Money(without), mean, nearest(5), nearest(25), nearest(50), nearest(75), nearest(95)};
}

// All draws, a row each; `without` errors beside them.
struct DrawnRows {
    Cents without;
    std::vector<Cents> drawn;

    Spread spread(const std::vector<std::size_t>& places) const {
        const auto sum = [&](const Cents& row) {
            std::int64_t cents = 0;
            for (const std::size_t place : places) cents += row[place];
            return cents;
        };
        Cents column;
        column.reserve(drawn.size());
        for (const Cents& row : drawn) column.push_back(sum(row));
        return spread_of(sum(without), std::move(column));
    }
};

// The places of a row by year and by groupement.
struct Layout {
    std::vector<std::pair<ResultYear, std::size_t>> years;
    std::map<GroupementId, std::vector<std::pair<ResultYear, std::size_t>>> groups;

    explicit Layout(const std::vector<Settlement>& settled) {
        std::size_t at = 0;
        for (const Settlement& one : settled) {
            const ResultYear year = one.head.settled.year;
            years.emplace_back(year, at);
            at += kNational;
            for (const SettlementLine& line : one.groups) {
                groups[line.row.groupement].emplace_back(year, at);
                at += kFiguresOfGroup;
            }
        }
    }
};

std::vector<std::size_t> places_of(const std::vector<std::pair<ResultYear, std::size_t>>& starts, std::size_t figure) {
    std::vector<std::size_t> places;
    for (const auto& [year, start] : starts) places.push_back(start + figure);
    return places;
}

DrawnYear year_of_rows(const DrawnRows& rows, ResultYear year,
                       const std::vector<std::pair<ResultYear, std::size_t>>& starts) {
    const auto spread = [&](std::size_t figure) { return rows.spread(places_of(starts, figure)); };
    return {year, spread(kSavings), spread(kDue), spread(kBalance), spread(kCap), spread(kEnvelope)};
}

// Of every groupement, what it is due in all; nothing where the history as recorded cannot be settled.
std::optional<std::map<GroupementId, Cents>> dues_as_recorded(const Book& recorded, const YearRange& shown,
                                                              const DrawPlan& plan, const Patience& patience) {
    const Supposition nothing{.years = shown};
    const auto base = supposed_book(recorded, nothing);
    if (!base) return std::nullopt;
    const DrawnBook book(*base, years_to_settle(recorded, *base, nothing), shown, plan);
    if (!book.dues(0)) return std::nullopt;
    std::vector<Cents> drawn(static_cast<std::size_t>(plan.draws));
    const auto done = for_each_draw(plan.draws, patience, [&](std::uint64_t number) -> Verdict<> {
        drawn[number - 1] = IPEP_TRY(book.dues(number));
        return {};
    });
    if (!done) return std::nullopt;
    std::map<GroupementId, Cents> dues;
    std::size_t place = 0;
    for (const GroupementId& id : base->groupements()) {
        for (const Cents& row : drawn) dues[id].push_back(row[place]);
        ++place;
    }
    return dues;
}

// How often a sum of the places is more than what stands beside it, the same or less.
void compare(const DrawnRows& rows, const std::vector<std::size_t>& places,
             const std::function<std::int64_t(std::size_t)>& beside, DrawnAmount& amount) {
    for (std::size_t i = 0; i < rows.drawn.size(); ++i) {
        std::int64_t due = 0;
        for (const std::size_t place : places) due += rows.drawn[i][place];
        ++(due > beside(i) ? amount.more : due < beside(i) ? amount.less : amount.same);
    }
}

Verdict<Drawn> draw_all(const Book& recorded, const Supposition& supposition, const DrawPlan& plan,
                        const Patience& patience) {
    const Book base = IPEP_TRY(supposed_book(recorded, supposition));
    if (base.groupements().empty()) return refuse(code::nothing_to_simulate);
    const YearRange years = years_to_settle(recorded, base, supposition);
    const YearRange shown = supposition.years.value_or(years);
    const DrawnBook book(base, years, shown, plan);
    std::vector<Settlement> settled;
    std::vector<Money> savings;
    IPEP_TRY(book.settle(0, [&](const Settlement& one, Money saved) {
        settled.push_back(one);
        savings.push_back(saved);
    }));
    const Layout layout(settled);
    DrawnRows rows{row_of(settled, savings), std::vector<Cents>(static_cast<std::size_t>(plan.draws))};
    const auto draw = [&](std::uint64_t number) -> Verdict<> {
        rows.drawn[number - 1] = IPEP_TRY(row_of_draw(book, number));
        return {};
    };
    IPEP_TRY(for_each_draw(plan.draws, patience, draw));
    Drawn drawn{plan, {}, {}, false};
    for (const auto& start : layout.years) drawn.years.push_back(year_of_rows(rows, start.first, {start}));
    drawn.years.push_back(year_of_rows(rows, 0, layout.years));
    std::optional<std::map<GroupementId, Cents>> beside;
    if (!supposition.changes_nothing()) beside = dues_as_recorded(recorded, shown, plan, patience);
    drawn.paired = beside.has_value();
    for (const auto& [id, starts] : layout.groups) {
        for (const auto& start : starts)
            drawn.amounts.push_back(
                {id, start.first, rows.spread({start.second + kGroupDue}), rows.spread({start.second + kGroupCap})});
        const auto dues = places_of(starts, kGroupDue);
        DrawnAmount all{id, 0, rows.spread(dues), rows.spread(places_of(starts, kGroupCap))};
        const Cents* others = beside && beside->contains(id) ? &beside->at(id) : nullptr;
        const std::int64_t without = all.due.without.cents();
        const auto beside_it = [&](std::size_t i) {
            if (!beside) return without;
            return others ? (*others)[i] : std::int64_t(0);  // of nothing as recorded
        };
        compare(rows, dues, beside_it, all);
        drawn.amounts.push_back(all);
    }
    return drawn;
}

}  // namespace

std::int64_t most_draws(const Simulation& simulation) {
    std::int64_t figures = 1;
    for (const Settlement& one : simulation.settlements)
        figures += static_cast<std::int64_t>(kNational +
                                             kFiguresOfGroup * static_cast<std::size_t>(one.head.settled.groupements));
    return std::min(kMostDraws, kMostDrawnFigures / figures);
}

Verdict<Drawn> run_draws(const Book& recorded, const Supposition& supposition, const DrawPlan& plan,
                         const Patience& patience) {
    try {
        return draw_all(recorded, supposition, plan, patience);
    } catch (const OutOfRange&) {
        const auto& settled = recorded.common().settled;
        const ResultYear year = supposition.years ? supposition.years->last
                                : settled.empty() ? 0
                                                  : settled.rbegin()->first;
        return refuse(code::amount_out_of_range, {{"year", to_text(year)}});
    }
}

}  // namespace ipep
