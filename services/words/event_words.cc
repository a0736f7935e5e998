#include "services/words/event_words.h"

#include <boost/json.hpp>

#include "events/event_json.h"
#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

// Every figure a kind may have, in the order of reading; a settled line says what is due and no more.
constexpr const char* kDecimals[] = {"value", "score", "actualPerPatient", "adjustedPerPatient", "patients"};
constexpr const char* kAmounts[] = {"amount", "due", "net", "gain"};

}  // namespace

boost::json::object body_of(const Event& event) { return body_to_json(event.body); }

std::string text_of(const boost::json::value& value) {
    return value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value);
}

// The first figure is what the kind is about and needs no name, unless it is one among many.
std::string figures_of(const boost::json::object& body) {
    std::string text;
    const auto add = [&](const std::string& name, const std::string& figure) {
        const bool named = !text.empty() || (name == "patients" && !body.contains("year"));
        text += (text.empty() ? "" : "  ") + (named ? spoken(name) + ' ' : "") + figure;
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

std::string subject_of(const boost::json::object& body) {
    std::string subject;
    for (const char* name : {"groupement", "order", "rules", "year", "paymentYear", "indicator"}) {
        const auto* value = body.if_contains(name);
        const bool said = name == std::string_view("rules") && body.contains("groupement");
        if (value && !value->is_null() && !said) subject += (subject.empty() ? "" : " ") + text_of(*value);
    }
    return subject;
}

}  // namespace ipep
