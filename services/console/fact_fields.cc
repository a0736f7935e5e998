#include "services/console/fact_fields.h"

#include <algorithm>

#include "events/code.h"
#include "ledger/description.h"
#include "ledger/guard.h"
#include "services/console/form.h"
#include "services/sheets/measure.h"
#include "services/words/indicator_names.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

using forms::Field;
using forms::FieldKind;

// What an identifier of somebody or something known may be.
std::vector<Choice> known_of(const Visit& visit, const std::string& of) {
    const Book& book = visit.book();
    std::vector<Choice> known;
    if (of == "groupement") {
        for (const GroupementId& id : book.groupements())
            if (visit.rights.reads(id)) known.emplace_back(id.text, id.text + " · " + described(*book.find(id)).name);
    } else if (of == "cpam") {
        for (const CpamId& cpam : book.cpams()) known.emplace_back(cpam.text, cpam.text);
    } else if (of == "indicator") {
        const RulesAdopted* rules = rules_naming(book.common(), {});
        for (const IndicatorId& id : book.common().indicators) known.emplace_back(id.text, named(id, rules));
    } else if (of == "rules") {
        for (const AdoptedRules& one : book.common().rules)
            known.emplace_back(one.noted.value.rules.text, one.noted.value.title);
    } else if (of == "model") {
        for (const auto& [id, model] : book.common().models) known.emplace_back(id.text, id.text);
    } else if (of == "person") {
        std::set<std::string> persons;
        for (const RoleHeld& held : book.common().roles) persons.insert(held.granted.person.text);
        for (const std::string& person : persons) known.emplace_back(person, person);
    }
    return known;
}

// A new groupement has no entry to choose.
bool is_chosen(std::string_view kind, const Field& field) {
    return field.kind == FieldKind::identifier && field.of == "groupement" && kind != "groupementAdmitted";
}

std::string hint_of(std::string_view kind, const Field& field) {
    const auto* measure = sheets::measure_of(kind, field.name);
    std::string hint = measure ? sheets::words_of(measure->unit).shown() : std::string();
    switch (field.kind) {
        case FieldKind::amount: hint = tr("euros and cents"); break;
        case FieldKind::lines: hint = tr("one a line"); break;
        case FieldKind::identifiers: hint = tr("separated by commas"); break;
        case FieldKind::ratio: hint = tr("a decimal, or a fraction as 1/3"); break;
        default: break;
    }
    if (field.is_needed) return hint;
    return hint.empty() ? tr("may stay empty") : hint + ", " + tr("may stay empty");
}

std::string sentence_of(const forms::FieldRefusal& refusal) {
    return refusal.rejection.code == code::member_missing ? tr("Fill this in.") : spoken_sentence(refusal.rejection);
}

// As it stands in the field: decimals as the reader writes them.
std::string typed(const Field& field, const std::string& value) {
    const bool is_number = field.kind == FieldKind::decimal || field.kind == FieldKind::amount;
    std::string text = value;
    if (is_number && language() == Language::french && well_formed_decimal(value)) std::ranges::replace(text, '.', ',');
    return text;
}

}  // namespace

std::vector<Data> field_rows(const Visit& visit, std::string_view kind, const forms::Values& values,
                             const std::vector<forms::FieldRefusal>& refused, const forms::Values* stands) {
    std::vector<Data> rows;
    for (const Field& field : forms::fields_of(kind)) {
        const auto value = values.find(field.name);
        const std::string given = value == values.end() ? std::string() : typed(field, value->second);
        Data& row = rows.emplace_back();
        row.set("name", field.name).set("label", titled(field.member())).set("hint", hint_of(kind, field));
        row.set("value", given).set("needed", field.is_needed);
        const auto wrong = std::ranges::find(refused, field.name, &forms::FieldRefusal::field);
        row.set("error", wrong == refused.end() ? std::string() : sentence_of(*wrong));
        if (stands) {
            const auto known = stands->find(field.name);
            row.set("stands", known == stands->end() ? "–" : shown_field(visit, field, known->second));
        }
        const bool is_choice = field.kind == FieldKind::choice, is_select = is_choice || is_chosen(kind, field);
        const bool is_area = field.kind == FieldKind::lines;
        row.set("area", is_area).set("select", is_select).set("day", field.kind == FieldKind::day);
        row.set("text", !is_area && !is_select && field.kind != FieldKind::day);
        std::vector<Choice> known = known_of(visit, field.of);
        if (is_choice)
            for (const std::string& one : field.choices) known.emplace_back(one, titled(one));
        if (is_select) known.insert(known.begin(), {"", field.is_needed ? tr("choose") : "–"});
        row.set("suggests", !is_select && !known.empty()).set("choices", choices(known, given));
    }
    return rows;
}

std::string shown_field(const Visit& visit, const Field& field, const std::string& recorded) {
    switch (field.kind) {
        case FieldKind::amount: {
            const auto amount = parse_money(recorded);
            return amount ? with_currency(*amount) : recorded;
        }
        case FieldKind::decimal: return well_formed_decimal(recorded) ? shown_decimal(recorded) : recorded;
        case FieldKind::count: return shown_decimal(recorded);
        case FieldKind::day: {
            const auto day = parse_day(recorded);
            return day ? shown(*day) : recorded;
        }
        case FieldKind::choice: return titled(recorded);
        case FieldKind::lines:
        case FieldKind::identifiers: {
            std::string text;
            for (const char c : recorded) text += c == '\n' ? std::string(", ") : std::string(1, c);
            return text;
        }
        default: break;
    }
    const GroupState* page = field.of == "groupement" ? visit.book().find(GroupementId{recorded}) : nullptr;
    if (page) return recorded + " · " + described(*page).name;
    return field.of == "indicator" ? named({recorded}, rules_naming(visit.book().common(), {})) : recorded;
}

}  // namespace ipep
