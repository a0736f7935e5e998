#include "services/histories/derivation_change.h"

#include <functional>
#include <map>
#include <set>

#include "events/codec.h"

namespace ipep {
namespace {

bool is_decided(const std::string& kind) {
    const auto at = std::ranges::find(kKinds, kind) - kKinds.begin();
    return static_cast<std::size_t>(at) >= Fact::size;
}

// Whether the input is only what the amount was weighed against, under a national cap that did not bind: what others
// bring to it moved nothing.
bool is_cap_above(const Explanation& node, const Explanation& input) {
    const bool is_weighed = input.name == "nationalCapped" || input.name == "nationalCap";
    return is_weighed && node.name == "net" && !node.formula.starts_with("largestRemainder");
}

// Whether a national cap bound somewhere in the derivation.
bool binds(const Explanation& root) {
    std::set<const Explanation*> seen;
    const std::function<bool(const Explanation&)> look = [&](const Explanation& node) {
        if (!seen.insert(&node).second) return false;
        if (node.name == "net" && node.formula.starts_with("largestRemainder")) return true;
        return std::ranges::any_of(node.inputs, [&](const ExplanationPtr& input) { return look(*input); });
    };
    return look(root);
}

// Leaves of a derivation: facts by position, decisions of others by their label.
struct Leaves {
    std::map<Position, EventRef> facts;
    std::map<std::string, const Explanation*> decisions;
    std::set<const Explanation*> seen;

    // With what an amount was weighed against under a national cap, or without it.
    Leaves(const Explanation& root, bool is_weighed) : with_cap(is_weighed) { take(root); }

private:
    bool with_cap;

    void take(const Explanation& node) {
        if (!seen.insert(&node).second) return;
        if (node.event && is_decided(node.event->kind))
            decisions.emplace(node.label(), &node);
        else if (node.event)
            facts.emplace(node.event->position, *node.event);
        for (const auto& input : node.inputs)
            if (with_cap || !is_cap_above(node, *input)) take(*input);
    }
};

Positions facts_of(const Store& store, Position position) {
    const Event event = read_event(position, store.payload(position));
    const auto* settled = std::get_if<IncentiveSettled>(&event.body);
    return settled ? settled->facts : Positions{};
}

class StepsBetween {
public:
    explicit StepsBetween(std::vector<HistoryStep>& steps) : steps_(steps) {}

    void compare(const Explanation* before, const Explanation* after, int depth) {
        const Explanation& shown = after ? *after : *before;
        if (!seen_.insert({before, after}).second) return;
        const std::string was = before ? before->value : "", is = after ? after->value : "";
        if (was != is) steps_.push_back({depth, shown.name, shown.of, shown.unit, was, is, shown.event});
        if (!before || !after) return;
        std::map<std::string, const Explanation*> old;
        for (const auto& input : before->inputs)
            if (!is_cap_above(*before, *input) || !is_cap_above(*after, *input))
                old.emplace(input->label(), input.get());
        for (const auto& input : after->inputs) {
            if (is_cap_above(*after, *input) && is_cap_above(*before, *input)) continue;
            const auto match = old.extract(input->label());
            compare(match ? match.mapped() : nullptr, input.get(), depth + 1);
        }
        for (const auto& [label, gone] : old) compare(gone, nullptr, depth + 1);
    }

private:
    std::vector<HistoryStep>& steps_;
    std::set<std::pair<const Explanation*, const Explanation*>> seen_;
};

}  // namespace

EventRef reference_to(const Store& store, Position position) {
    const Event event = read_event(position, store.payload(position));
    return {position, std::string(kind_of(event.body)), event.key, {}, event.on};
}

std::vector<HistoryStep> changed_steps(const Explanation& before, const Explanation& after) {
    std::vector<HistoryStep> steps;
    StepsBetween(steps).compare(&before, &after, 0);
    return steps;
}

std::vector<EventRef> new_facts(const Store& store, const Explanation& before, const Explanation& after,
                                Position since) {
    const bool is_weighed = binds(before) || binds(after);
    const Leaves old(before, is_weighed), now(after, is_weighed);
    std::map<Position, EventRef> found;
    for (const auto& [position, fact] : now.facts)
        if (position > since && !old.facts.contains(position)) found.emplace(position, fact);
    for (const auto& [label, decision] : now.decisions) {
        const auto was = old.decisions.find(label);
        if (was == old.decisions.end() || was->second->value == decision->value) continue;
        Positions fresh;
        std::ranges::set_difference(facts_of(store, decision->event->position),
                                    facts_of(store, was->second->event->position), std::back_inserter(fresh));
        for (const Position position : fresh)
            if (position > since && !found.contains(position)) found.emplace(position, reference_to(store, position));
    }
    std::vector<EventRef> facts;
    for (auto& [position, fact] : found) facts.push_back(std::move(fact));
    return facts;
}

}  // namespace ipep
