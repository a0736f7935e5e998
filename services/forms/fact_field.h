// FactField: a kind of fact as the fields of a form, read off its described members: a new member has its field.
//
// Shape:   in declared order, a member of a member by both names ("payee.iban"). What is optional may stay empty. Rules
//          have no fields: they come as a file.
// Units:   as the fact has them; an amount is euros and cents, a decimal as it was given.
// Source:  contract, "A fact, one JSON object a line"; ledger/fact.h.
#pragma once

#include <map>

#include "ledger/fact.h"

namespace ipep::forms {

enum class FieldKind : std::uint8_t {
    text,
    lines,
    identifier,
    identifiers,
    decimal,
    ratio,
    count,
    year,
    day,
    amount,
    choice
};

struct Field {
    std::string name;  // in the fact
    FieldKind kind = FieldKind::text;
    bool is_needed = true;
    bool is_personal = false;  // of a person: never shown from the ledger
    std::string of = {};       // whose identifier: "groupement", "cpam", "indicator", "rules", "model", "person"
    std::vector<std::string> choices = {};  // what is recorded of each

    // "iban" of "payee.iban".
    std::string member() const { return name.substr(name.find_last_of('.') + 1); }
};

// Empty where there is no such kind of fact, or it has no form of fields.
std::vector<Field> fields_of(std::string_view kind);

// What a form shows of a fact: by field; lists one a line; what is absent or personal is left out.
using Values = std::map<std::string, std::string>;
Values values_of(const PlainFact& fact);

}  // namespace ipep::forms
