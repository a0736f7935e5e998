#include "services/words/explanation_words.h"

#include "services/reader/reader.h"
#include "services/words/language.h"
#include "services/words/text_width.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

// Digits that go on are cut, not rounded: "…" stands for the rest of them.
std::string cut(const Exact& value, unsigned places) {
    Exact scale = 1;
    for (unsigned i = 0; i < places; ++i) scale *= 10;
    const Exact scaled = value * scale, whole = Exact(numerator(scaled) / denominator(scaled));
    return shown_decimal(to_decimals(whole / scale, places)) + "…";
}

// A ratio that a rule computed is shown in percent; one that was given stays as it was given.
std::string shown_number(const Explanation& node) {
    if (node.unit == kYear) return node.value;
    const bool ends = node.value.find('/') == std::string::npos;
    if (!ends && node.event) return node.value;
    if (node.unit == kRatio && !node.event) {
        const Exact percent = to_exact(Ratio{node.value}) * 100;
        const std::string exact = to_text(percent);
        return exact.find('/') == std::string::npos ? shown_decimal(exact) : cut(percent, 4);
    }
    if (ends) return shown_decimal(node.value);
    return cut(to_exact(Ratio{node.value}), 6);
}

}  // namespace

ShownValue shown_value(const Explanation& node) {
    if (node.value == kVeil) return {kVeil, ""};
    std::string number = shown_number(node);
    const bool french = language() == Language::french;
    const bool per_patient = node.unit == kEurosPerPatient;
    if (!french && (node.unit == kEuros || per_patient))
        number.insert(number.starts_with("−") ? std::string("−").size() : 0, "€");
    const auto point = std::min(number.find(french ? ',' : '.'), number.size());
    ShownValue value{number.substr(0, point), number.substr(point)};
    if (french && node.unit == kEuros) value.after += " €";
    if (per_patient) value.after += french ? " €/patient" : " /patient";
    if (node.unit == kRatio && !node.event) value.after += french ? " %" : "%";
    return value;
}

std::string shown_label(const Explanation& node) {
    return node.of.empty() ? spoken(node.name) : spoken(node.name) + ' ' + node.of;
}

bool is_doubtful(std::string_view status) { return status != "read" && status != "reconstructed"; }

std::string cited(const Citation& cite) {
    std::string text = cite.section;
    if (!cite.status.empty() && cite.status != "read") text += (text.empty() ? "" : ", ") + tr(cite.status);
    return text;
}

std::string origin_of(const Explanation& leaf, std::size_t room) {
    if (leaf.value == kVeil) return shortened(tr("of another CPAM"), room);
    if (!leaf.event) return leaf.cite ? shortened(cited(*leaf.cite), room) : "";
    const std::string event = tr("event") + ' ' + std::to_string(leaf.event->position);
    if (leaf.cite) return shortened(event + " · " + cited(*leaf.cite), room);
    const std::string day = " · " + shown(leaf.event->on);
    const std::size_t taken = width_of(event + day) + 3;
    if (!leaf.event->source || taken + 4 > room) return event + day;
    return event + " · " + shortened(*leaf.event->source, room - taken) + day;
}

Asked asked_of(const std::string& reference) {
    const auto asked = Reference::parse(reference);
    if (!asked || asked->kind == Reference::Kind::order) return {reference, "", ""};
    const bool is_settled = asked->kind == Reference::Kind::settlement;
    return {asked->groupement.text, is_settled ? asked->figure : "seedCredit", is_settled ? to_text(asked->year) : ""};
}

std::string title_of(const Asked& asked) {
    if (asked.figure.empty()) return fill(tr("Order {order}"), {{"order", asked.groupement}});
    const std::string pattern = asked.year.empty()      ? tr("{figure} of groupement {groupement}")
                                : asked.figure == "due" ? tr("Incentive due to groupement {groupement} for {year}")
                                                        : tr("{figure} of groupement {groupement} for {year}");
    return fill(pattern, {{"figure", titled(asked.figure)}, {"groupement", asked.groupement}, {"year", asked.year}});
}

std::string closing_of(const Derivation& derivation, const Asked& asked) {
    std::string text = fill(tr("Rules {rules}"), {{"rules", derivation.rules.text}});
    if (derivation.revision > 0)
        text += " · " + fill(tr("settlement of {year}, revision {revision}"),
                             {{"year", asked.year}, {"revision", std::to_string(derivation.revision)}});
    return text + " · " +
           fill(tr("log up to position {position}"), {{"position", std::to_string(derivation.known_until)}});
}

}  // namespace ipep
