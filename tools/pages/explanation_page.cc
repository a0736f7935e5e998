#include "tools/pages/explanation_page.h"

#include <set>

#include "services/words/evidence_words.h"
#include "services/words/explanation_words.h"
#include "services/words/language.h"
#include "services/words/wording.h"
#include "tools/pages/page.h"
#include "tools/pages/style.h"
#include "tools/pages/text_table.h"

namespace ipep {
namespace {

constexpr std::size_t kPoint = 58;   // where the whole part of a value ends
constexpr std::size_t kOrigin = 78;  // where a leaf's origin begins

struct TreeText {
    int depth;
    bool full;
    std::string out;
    std::set<const Explanation*> unfolded;

    // Returns whether the node was derived further up.
    bool head(const Explanation& node, const std::string& first, const std::string& label, bool root) {
        const ShownValue value = shown_value(node);
        const std::size_t width = width_of(first + label) + 1;
        const std::size_t space = kPoint - std::min(kPoint, width_of(value.before));
        std::string line = first + (root ? strong(label) : label) + ' ';
        line.append(space - std::min(space, width), ' ');
        line += root ? strong(value.text()) : value.text();
        const bool again = !node.inputs.empty() && !unfolded.insert(&node).second;
        const std::size_t end = std::max(space, width) + width_of(value.text());
        const std::size_t gap = end + 2 < kOrigin ? kOrigin - end : 2;
        const std::size_t room = full ? 1000 : kPageWidth - std::min(kPageWidth - 8, end + gap);
        const std::string beside = again ? tr("derived above") : node.inputs.empty() ? origin_of(node, room) : "";
        if (!beside.empty()) line += std::string(gap, ' ') + faint(beside);
        out += line + '\n';
        return again;
    }

    // The formula in as many lines as it needs, the section to the right of the first.
    void formula(const Explanation& node, const std::string& margin) {
        const std::string section = node.cite ? cited(*node.cite) : "";
        const std::size_t room = kPageWidth - width_of(margin) - width_of(section) - 3;
        bool first = true;
        for (const std::string& part : wrapped(spoken_formula(node.formula), room)) {
            const std::string line = first ? padded_right(part, room + 3) + section : "  " + part;
            out += margin + faint(line) + '\n';
            first = false;
        }
    }

    void node(const Explanation& node, const std::string& label, const std::string& first, const std::string& rest,
              int level) {
        if (head(node, first, label, level == 0) || node.inputs.empty()) return;
        const bool opens = level < depth;
        if (!opens) unfolded.erase(&node);
        formula(node, rest + (opens ? "│   " : "    "));
        if (opens) children(node, rest, level);
    }

    void children(const Explanation& node, const std::string& rest, int level) {
        const std::size_t all = node.inputs.size();
        const std::size_t visible = full || all <= kInputsShown ? all : kInputsShown - 2;
        for (std::size_t i = 0; i < visible; ++i) {
            const bool last = i + 1 == all;
            const Explanation& input = *node.inputs[i];
            this->node(input, shown_label(input), rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "),
                       level + 1);
        }
        if (visible < all)
            out +=
                rest + "└─ " + fill(tr("and {count} more (--full)"), {{"count", std::to_string(all - visible)}}) + '\n';
    }
};

// What the indicators in the tree are called, and what stands behind the values in it.
std::string legend(const std::string& tree, const ExplanationNotes& notes) {
    std::string text;
    for (const auto& [of, name] : notes.names)
        if (tree.find(' ' + of + ' ') != std::string::npos) text += "  " + of + "  " + name + '\n';
    for (const auto& [position, evidence] : notes.evidence) {
        const std::string event = tr("event") + ' ' + std::to_string(position);
        if (tree.find(event + ' ') == std::string::npos) continue;
        text += "  " + event + "  " + spoken_evidence(evidence) + '\n';
        if (const std::string few = few_answers_sentence(evidence); !few.empty()) text += "    " + strong(few) + '\n';
    }
    return text;
}

}  // namespace

std::string explanation_text(const Derivation& derivation, const Asked& asked, int depth, bool full,
                             const ExplanationNotes& notes) {
    TreeText tree{depth, full, {}, {}};
    tree.node(*derivation.root, title_of(asked), "", "", 0);
    return tree.out + closing_of(derivation, asked) + '\n' + legend(tree.out, notes);
}

}  // namespace ipep
