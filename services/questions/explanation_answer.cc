#include "services/questions/explanation_answer.h"

#include <boost/json.hpp>

namespace ipep {

boost::json::object explanation_answer(const Explanation& node, const RulesId& rules, const ExplanationNotes& notes,
                                       int depth) {
    boost::json::object out{{"name", node.label()}, {"value", node.value}};
    if (!node.unit.empty()) out["unit"] = node.unit;
    if (!node.formula.empty()) out["formula"] = node.formula;
    if (node.cite && !(node.cite->section.empty() && node.cite->rules.empty()))
        out["cite"] = {{"rules", node.cite->rules.empty() ? rules.text : node.cite->rules},
                       {"section", node.cite->section},
                       {"status", node.cite->status}};
    if (node.event) {
        boost::json::object event{{"position", node.event->position}, {"kind", node.event->kind}};
        if (node.event->key) event["key"] = node.event->key->text;
        const auto behind = notes.evidence.find(node.event->position);
        if (behind != notes.evidence.end()) event["evidence"] = evidence_answer(behind->second);
        out["event"] = std::move(event);
    }
    boost::json::array inputs;
    if (depth > 0)
        for (const auto& input : node.inputs) inputs.push_back(explanation_answer(*input, rules, notes, depth - 1));
    else if (!node.inputs.empty())
        out["deeper"] = true;
    out["inputs"] = std::move(inputs);
    return out;
}

}  // namespace ipep
