#include "services/histories/state_difference.h"

#include <boost/json.hpp>

#include "events/describe.h"
#include "events/event_json.h"

namespace ipep {
namespace {

using SettledRows = std::map<std::pair<ResultYear, GroupementId>, SettledRow>;

// What a balance says, as `balances` gives it.
struct Standing {
    Money seedReleased, due, paid, owed, overpaid, advanceOutstanding;
};
BOOST_DESCRIBE_STRUCT(Standing, (), (seedReleased, due, paid, owed, overpaid, advanceOutstanding))

struct State {
    SettledRows rows;
    std::map<GroupementId, Standing> balances;
};

State state_of(Views& views) {
    State state;
    const Book& book = views.book();
    for (const GroupementId& id : book.groupements())
        for (const auto& [year, line] : book.find(id)->settled) state.rows.emplace(std::pair(year, id), line.row);
    views.balances().rows.all("", [&](const std::string& groupement, const Balance& balance) {
        state.balances.emplace(GroupementId{groupement},
                               Standing{balance.seedReleased, balance.due, balance.paid, balance.owed(),
                                        balance.overpaid(), balance.advanceOutstanding});
    });
    return state;
}

// Calls visit(key, a, b) for every key of either, in order; null where it is not in one.
template <class Map, class Visit>
void side_by_side(const Map& before, const Map& after, Visit&& visit) {
    auto a = before.begin(), b = after.begin();
    while (a != before.end() || b != after.end()) {
        const bool only_a = b == after.end() || (a != before.end() && a->first < b->first);
        const bool only_b = a == before.end() || (b != after.end() && b->first < a->first);
        visit(only_b ? b->first : a->first, only_b ? nullptr : &a->second, only_a ? nullptr : &b->second);
        if (!only_b) ++a;
        if (!only_a) ++b;
    }
}

void compare_balances(const GroupementId& id, const Standing* before, const Standing* after,
                      std::vector<FigureDifference>& found) {
    boost::mp11::mp_for_each<MembersOf<Standing>>([&](auto d) {
        if (before && after && before->*d.pointer == after->*d.pointer) return;
        const auto shown = [&](const Standing* one) {
            return one ? boost::json::value(to_text(one->*d.pointer)) : boost::json::value(nullptr);
        };
        found.push_back({id, 0, d.name, shown(before), shown(after)});
    });
}

}  // namespace

StateDifference state_difference(const Store& store, Position before, Position after) {
    const Position first = std::min(before, after), second = std::max(before, after);
    State older = state_of(*Views::at(store, first));
    StateDifference difference;
    store.scan(first + 1, second + 1, [&](Position position, const Record& record) {
        const Event event = read_event(position, record.payload);
        if (std::holds_alternative<FactCorrected>(event.body))
            difference.corrections.push_back({position, std::string(kind_of(event.body)), event.key, {}, event.on});
        return true;
    });
    State newer = state_of(*Views::at(store, second));
    if (after < before) std::swap(older, newer);
    side_by_side(older.rows, newer.rows, [&](const auto& key, const SettledRow* was, const SettledRow* is) {
        compare_rows(key.first, key.second, was, is, difference.figures);
    });
    side_by_side(older.balances, newer.balances, [&](const auto& id, const Standing* was, const Standing* is) {
        compare_balances(id, was, is, difference.balances);
    });
    return difference;
}

}  // namespace ipep
