#include "services/explanation_sight.h"

#include <map>

namespace ipep {
namespace {

class Seen {
public:
    explicit Seen(const ReadsOf& reads) : reads_(reads) {}

    // What stands in several places of the tree stays one node.
    const ExplanationPtr& of(const ExplanationPtr& node) {
        if (const auto known = seen_.find(node.get()); known != seen_.end()) return known->second;
        return seen_[node.get()] = made_of(node);
    }

private:
    ExplanationPtr made_of(const ExplanationPtr& node) {
        if (!node->of.empty() && !reads_(node->of)) {
            Explanation hidden;
            hidden.name = node->name, hidden.of = node->of, hidden.value = kOfOthers;
            return std::make_shared<const Explanation>(std::move(hidden));
        }
        std::vector<ExplanationPtr> inputs;
        for (const ExplanationPtr& input : node->inputs) inputs.push_back(of(input));
        if (inputs == node->inputs) return node;
        auto changed = std::make_shared<Explanation>(*node);
        changed->inputs = std::move(inputs);
        return changed;
    }

    const ReadsOf& reads_;
    std::map<const Explanation*, ExplanationPtr> seen_;
};

thread_local ReadsOf asked_here;

}  // namespace

ExplanationPtr seen_by(const ExplanationPtr& root, const ReadsOf& reads) { return reads ? Seen(reads).of(root) : root; }

ReadingFor::ReadingFor(ReadsOf reads) { asked_here = std::move(reads); }
ReadingFor::~ReadingFor() { asked_here = nullptr; }
const ReadsOf& ReadingFor::whom() { return asked_here; }

}  // namespace ipep
