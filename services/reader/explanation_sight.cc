#include "services/reader/explanation_sight.h"

#include <map>

namespace ipep {
namespace {

class Seen {
public:
    explicit Seen(const Reader& reader) : reader_(reader) {}

    // What stands in several places of the tree stays one node.
    const ExplanationPtr& of(const ExplanationPtr& node) {
        if (const auto known = seen_.find(node.get()); known != seen_.end()) return known->second;
        return seen_[node.get()] = made_of(node);
    }

private:
    ExplanationPtr made_of(const ExplanationPtr& node) {
        if (!node->of.empty() && !reader_.sees_of(node->of)) {
            Explanation hidden;
            hidden.name = node->name, hidden.of = node->of, hidden.value = kVeil;
            return std::make_shared<const Explanation>(std::move(hidden));
        }
        std::vector<ExplanationPtr> inputs;
        for (const ExplanationPtr& input : node->inputs) inputs.push_back(of(input));
        if (inputs == node->inputs) return node;
        auto changed = std::make_shared<Explanation>(*node);
        changed->inputs = std::move(inputs);
        return changed;
    }

    const Reader& reader_;
    std::map<const Explanation*, ExplanationPtr> seen_;
};

}  // namespace

ExplanationPtr seen_by(const ExplanationPtr& root, const Reader& reader) { return Seen(reader).of(root); }

}  // namespace ipep
