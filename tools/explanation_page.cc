#include "tools/explanation_page.h"

#include <fmt/core.h>

#include <set>

#include "events/describe.h"
#include "tools/language.h"
#include "tools/page.h"
#include "tools/text_table.h"

namespace ipep {
namespace {

constexpr std::size_t kWidth = 118, kValueEnd = 88;
constexpr std::size_t kShownInputs = 12;

bool name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-'; }

// Each name of a formula in the reader's words, each sign as people write it.
std::string spoken_formula(const std::string& formula) {
    std::string text;
    for (std::size_t at = 0; at < formula.size();) {
        if (std::isalpha(static_cast<unsigned char>(formula[at]))) {
            std::size_t end = at;
            while (end < formula.size() && name_character(formula[end])) ++end;
            text += spoken(formula.substr(at, end - at));
            at = end;
        } else if (formula[at] == '[') {  // an identifier stays as it is
            const std::size_t end = formula.find(']', at);
            text += formula.substr(at, end - at + 1);
            at = end == std::string::npos ? formula.size() : end + 1;
        } else {
            const std::string_view two = std::string_view(formula).substr(at, 2);
            if (two == "<=" || two == ">=") {
                text += two == "<=" ? "≤" : "≥";
                at += 2;
                continue;
            }
            const char c = formula[at++];
            text += c == '*' ? "×" : c == '-' ? "−" : c == '/' ? "÷" : std::string(1, c);
        }
    }
    return text;
}

std::string shown_value(const Explanation& node) {
    if (node.unit == kYear) return node.value;
    const auto slash = node.value.find('/');
    std::string text = slash == std::string::npos
                           ? shown_decimal(node.value)
                           : shown_decimal(to_decimals(to_exact(Ratio{node.value}), 6)) + "…";
    if (node.unit == kEuros) text += language() == Language::french ? " €" : " EUR";
    if (node.unit == kEurosPerPatient) text += language() == Language::french ? " €/patient" : " EUR/patient";
    return text;
}

std::string shown_label(const Explanation& node) {
    return node.of.empty() ? spoken(node.name) : spoken(node.name) + ' ' + node.of;
}

std::string where_from(const EventRef& event) {
    std::string text = fmt::format("{} {}", tr("event"), event.position);
    if (event.source) text += " · " + *event.source;
    return text + " · " + shown(event.on);
}

std::string cited(const Cite& cite) {
    const bool assumed = std::string_view(cite.status) == "assumed";
    return std::string(cite.section) + (assumed ? ", " + tr("assumed") : "");
}

std::string shortened(std::string text, std::size_t width) {
    if (width_of(text) <= width) return text;
    std::size_t bytes = 0, seen = 0;
    while (bytes < text.size() && (seen < width - 1 || (text[bytes] & 0xc0) == 0x80))
        if ((text[bytes++] & 0xc0) != 0x80) ++seen;
    return text.substr(0, bytes) + "…";
}

struct TreeText {
    int depth;
    bool full;
    std::string out;
    std::set<const Explanation*> unfolded;

    void node(const Explanation& node, const std::string& first, const std::string& rest, int level) {
        const std::string value = shown_value(node);
        std::string line = first + shown_label(node);
        if (node.event && node.inputs.empty()) {
            out += padded_right(line, kValueEnd - std::min(kValueEnd, width_of(value))) + ' ' + value + '\n';
            std::string origin = where_from(*node.event);
            if (node.cite && *node.cite->section) origin += " · " + cited(*node.cite);
            out += shortened(rest + "    " + origin, kWidth) + '\n';
            return;
        }
        out += padded_right(line, kValueEnd - std::min(kValueEnd, width_of(value))) + ' ' + value + '\n';
        const std::string section = node.cite ? cited(*node.cite) : "";
        const bool again = !node.inputs.empty() && !unfolded.insert(&node).second;
        if (again) {
            out += shortened(rest + "    " + tr("derived above"), kWidth) + '\n';
            return;
        }
        const bool opens = !node.inputs.empty() && level < depth;
        if (!opens) unfolded.erase(&node);
        const std::string margin = rest + (opens ? "│   " : "    ");
        const std::string formula = spoken_formula(node.formula);
        out += full || width_of(margin + formula + section) + 2 <= kWidth
                   ? padded_right(margin + formula, kWidth - width_of(section)) + section + '\n'
                   : shortened(margin + formula, kWidth - width_of(section) - 2) + "  " + section + '\n';
        if (opens) children(node, rest, level);
    }

    void children(const Explanation& node, const std::string& rest, int level) {
        const std::size_t all = node.inputs.size();
        const std::size_t visible = full || all <= kShownInputs ? all : kShownInputs - 2;
        for (std::size_t i = 0; i < visible; ++i) {
            const bool last = i + 1 == all;
            this->node(*node.inputs[i], rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), level + 1);
        }
        if (visible < all)
            out += rest + "└─ " + fill(tr("and {count} more (--full)"), {{"count", std::to_string(all - visible)}}) + '\n';
    }
};

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '&') out += "&amp;";
        else if (c == '"') out += "&quot;";
        else out += c;
    }
    return out;
}

void html_node(std::string& out, const Explanation& node, bool open) {
    const std::string head = escaped(shown_label(node)) + " <output>" + escaped(shown_value(node)) + "</output>";
    if (node.inputs.empty()) {
        out += "<p>" + head + " <small>" + (node.event ? escaped(where_from(*node.event)) : "") +
               (node.cite ? " · " + escaped(cited(*node.cite)) : "") + "</small></p>\n";
        return;
    }
    out += fmt::format("<details{}><summary>{}</summary>\n<p><small>{}{}</small></p>\n", open ? " open" : "", head,
                       escaped(spoken_formula(node.formula)), node.cite ? " · " + escaped(cited(*node.cite)) : "");
    for (const auto& input : node.inputs) html_node(out, *input, false);
    out += "</details>\n";
}

int dot_node(std::string& out, const Explanation& node, int& next) {
    const int me = next++;
    std::string label = shown_label(node) + "\\n" + shown_value(node);
    if (node.event && node.inputs.empty()) label += "\\n" + where_from(*node.event);
    std::string quoted;
    for (const char c : label) quoted += c == '"' ? std::string("\\\"") : std::string(1, c);
    out += fmt::format("  n{} [label=\"{}\"];\n", me, quoted);
    for (const auto& input : node.inputs) {
        const int child = dot_node(out, *input, next);
        out += fmt::format("  n{} -> n{};\n", child, me);
    }
    return me;
}

}  // namespace

std::string spoken(const std::string& name) {
    static const std::string same[] = {"min", "max", "round", "floor", "sum", "as", "and"};
    if (std::ranges::find(same, name) != std::end(same)) return tr(name);
    std::string words;
    for (const char c : name) {
        if (c == '.') words += ' ';
        else if (std::isupper(static_cast<unsigned char>(c)) && !words.empty()) words += {' ', static_cast<char>(c + 32)};
        else words += c;
    }
    return tr(words);
}

std::string explanation_text(const Derivation& derivation, const std::string& title, int depth, bool full) {
    TreeText tree{depth, full, {}, {}};
    tree.node(*derivation.root, title + " · ", "", 0);
    tree.out += '\n' + fill(tr("Rules {rules} · journal up to position {position}"),
                            {{"rules", derivation.rules.text}, {"position", std::to_string(derivation.known_until)}});
    if (derivation.revision > 0)
        tree.out += " · " + fill(tr("revision {revision}"), {{"revision", std::to_string(derivation.revision)}});
    return tree.out + '\n';
}

std::string explanation_dot(const Derivation& derivation) {
    std::string out = "digraph derivation {\n  rankdir=BT; node [shape=box, fontname=\"sans-serif\"];\n";
    int next = 0;
    dot_node(out, *derivation.root, next);
    return out + "}\n";
}

std::string explanation_html(const Derivation& derivation, const std::string& title) {
    std::string out = fmt::format(
        "<!doctype html>\n<html lang=\"{}\"><meta charset=\"utf-8\"><title>{}</title>\n"
        "<style>body{{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}"
        "details,p{{margin:.2rem 0 .2rem 1.5rem}}output{{float:right;font-variant-numeric:tabular-nums}}"
        "small{{color:#555}}</style>\n<h1>{}</h1>\n",
        language() == Language::french ? "fr" : "en", escaped(title), escaped(title));
    html_node(out, *derivation.root, true);
    return out + "</html>\n";
}

boost::json::object explanation_json(const Explanation& node, const RulesId& rules) {
    boost::json::object out{{"name", node.label()}, {"value", node.value}};
    if (!node.unit.empty()) out["unit"] = node.unit;
    if (!node.formula.empty()) out["formula"] = node.formula;
    if (node.cite && *node.cite->section)
        out["cite"] = {{"rules", rules.text}, {"section", node.cite->section}, {"status", node.cite->status}};
    if (node.event) {
        boost::json::object event{{"position", node.event->position}, {"kind", node.event->kind}};
        if (node.event->key) event["key"] = node.event->key->text;
        out["event"] = std::move(event);
    }
    boost::json::array inputs;
    for (const auto& input : node.inputs) inputs.push_back(explanation_json(*input, rules));
    out["inputs"] = std::move(inputs);
    return out;
}

}  // namespace ipep
