#include "tools/event_line.h"

#include <fmt/core.h>

#include "events/event_json.h"
#include "services/language.h"
#include "tools/style.h"
#include "tools/text_table.h"
#include "services/wording.h"

namespace ipep {
namespace {

// Every figure a kind may have, in the order of reading; a settled line says what is due and no more.
constexpr const char* kDecimals[] = {"value", "score", "actualPerPatient", "adjustedPerPatient", "patients"};
constexpr const char* kAmounts[] = {"amount", "due", "net", "gain"};

std::string text_of(const boost::json::value& value) {
    return value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value);
}

// The first figure is what the kind is about and needs no name, unless it is one among many.
std::string figures_of(const boost::json::object& body) {
    std::string text;
    const auto add = [&](const std::string& name, const std::string& figure) {
        const bool named = !text.empty() || (name == "patients" && !body.contains("year"));
        text += "  " + (named ? spoken(name) + ' ' : "") + figure;
    };
    const bool settled = body.contains("due");
    for (const char* name : kDecimals)
        if (const auto* value = body.if_contains(name); value && !settled) add(name, shown_decimal(text_of(*value)));
    for (const char* name : kAmounts) {
        const auto* value = body.if_contains(name);
        if (!value || (settled && name != std::string_view("due"))) continue;
        if (const auto amount = parse_money(text_of(*value))) add(name, with_currency(*amount));
    }
    return text;
}

}  // namespace

std::string event_line(const Event& event) {
    const auto body = std::visit([](const auto& one) { return members_to_json(one); }, event.body);
    std::string subject;
    for (const char* name : {"groupement", "rules", "year", "paymentYear", "indicator"}) {
        const auto* value = body.if_contains(name);
        const bool said = name == std::string_view("rules") && body.contains("groupement");
        if (value && !value->is_null() && !said) subject += ' ' + text_of(*value);
    }
    const std::string recorded = recorded_text(event.recordedAt);
    std::string line = fmt::format("{:>6}  {} {}  {}  {}", event.position, shown(*parse_day(recorded.substr(0, 10))),
                                   recorded.substr(11, 5), shown(event.on),
                                   padded_right(spoken(std::string(kind_of(event.body))), 28)) +
                       subject;
    line = shortened(line + figures_of(body), kPageWidth);
    if (event.key && width_of(line) + 6 < kPageWidth)
        line += "  " + faint(shortened(event.key->text, kPageWidth - 2 - width_of(line)));
    return line + '\n';
}

}  // namespace ipep
