#include "services/questions/explanation_notes.h"

#include <unordered_set>

#include "services/words/indicator_names.h"

namespace ipep {
namespace {

class Walk {
public:
    Walk(LedgerService& ledger, std::optional<ResultYear> year)
        : ledger_(ledger), rules_(rules_naming(ledger.book().common(), year)) {}

    void look_at(const Explanation& node) {
        if (!seen_.insert(&node).second) return;
        if (!node.of.empty() && !notes_.names.contains(node.of))
            if (std::string name = name_of({node.of}, rules_); !name.empty())
                notes_.names.emplace(node.of, std::move(name));
        if (node.event && is_measure(node))
            if (auto evidence = evidence_of(ledger_.event(node.event->position, false).body))
                notes_.evidence.emplace(node.event->position, std::move(*evidence));
        for (const ExplanationPtr& input : node.inputs) look_at(*input);
    }
    ExplanationNotes take() { return std::move(notes_); }

private:
    static bool is_measure(const Explanation& node) {
        return node.event->kind == "indicatorMeasured" || node.event->kind == "experienceMeasured" ||
               node.event->kind == "factCorrected";
    }

    LedgerService& ledger_;
    const RulesAdopted* rules_;
    std::unordered_set<const Explanation*> seen_;
    ExplanationNotes notes_;
};

}  // namespace

ExplanationNotes notes_of(LedgerService& ledger, const Explanation& root, std::optional<ResultYear> year) {
    Walk walk(ledger, year);
    walk.look_at(root);
    return walk.take();
}

}  // namespace ipep
