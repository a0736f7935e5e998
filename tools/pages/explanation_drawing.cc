// The derivation as a page to unfold and as Graphviz.
#include <fmt/core.h>

#include "services/words/explanation_words.h"
#include "services/words/language.h"
#include "services/words/markup.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

constexpr char kStyle[] =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "details,p{margin:.2rem 0 .2rem 1.5rem}summary,p{overflow:auto}summary{cursor:pointer}"
    "output{float:right;font-variant-numeric:tabular-nums}small{opacity:.7}body>details{margin-left:0}"
    "body>details>summary{font-weight:bold}footer{margin-top:1.5rem;opacity:.7}";

void html_node(std::string& out, const Explanation& node, bool open) {
    const std::string head = escaped(shown_label(node)) + " <output>" + escaped(shown_value(node).text()) + "</output>";
    if (node.inputs.empty()) {
        out += "<p>" + head + " <small>" + escaped(origin_of(node)) + "</small></p>\n";
        return;
    }
    out += fmt::format("<details{}><summary>{}</summary>\n<p><small>{}{}</small></p>\n", open ? " open" : "", head,
                       escaped(spoken_formula(node.formula)), node.cite ? " · " + escaped(cited(*node.cite)) : "");
    for (const auto& input : node.inputs) html_node(out, *input, false);
    out += "</details>\n";
}

int dot_node(std::string& out, const Explanation& node, int& next) {
    const int me = next++;
    std::string label = shown_label(node) + "\\n" + shown_value(node).text();
    if (node.inputs.empty()) label += "\\n" + origin_of(node);
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

std::string explanation_dot(const Derivation& derivation) {
    std::string out = "digraph derivation {\n  rankdir=BT; node [shape=box, fontname=\"sans-serif\"];\n";
    int next = 0;
    dot_node(out, *derivation.root, next);
    return out + "}\n";
}

std::string explanation_html(const Derivation& derivation, const Asked& asked) {
    const std::string title = escaped(title_of(asked));
    std::string out = fmt::format(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\"><title>{}</title>\n<style>{}</style></head><body>\n"
        "<h1>{}</h1>\n",
        language() == Language::french ? "fr" : "en", title, kStyle, title);
    html_node(out, *derivation.root, true);
    return out + "<footer>" + escaped(closing_of(derivation, asked)) + "</footer>\n</body></html>\n";
}

}  // namespace ipep
