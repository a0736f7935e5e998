// FactForm: what a person filled in, as the fact to record, or what is wrong with it beside each field.
//
// Shape:   a number is read with a comma or a point before its decimals and blanks between its digits; an account
//          without its blanks; a day as 2024-05-31 or 31/05/2022. What the fields make is one line of JSON, read as
//          every line is. The key is made of all that is said, so that sending a form twice records once; that of a
//          correction of what stands as well, so that a value may come back. Of a payee it is made of a word that the
//          form was given when it was opened: what is made of an account could be tried out.
// Errors:  all of them at once: those of each field, else the first of the line (events/fact_json.h).
// Source:  contract, "A fact, one JSON object a line".
#pragma once

#include "ledger/command.h"
#include "services/forms/fact_field.h"

namespace ipep::forms {

// Besides the fact's own fields.
inline constexpr char kDayField[] = "on", kSourceField[] = "source", kReasonField[] = "reason", kFileField[] = "file",
                      kWordField[] = "word";

// Which fact is put right, and what stands of it.
struct Correcting {
    FactKey key;
    Position standing = 0;
};

struct FieldRefusal {
    std::string field;  // empty: none of them in particular
    Rejection rejection;
};

struct ReadForm {
    std::optional<RecordFact> fact;  // where nothing is refused
    std::vector<FieldRefusal> refused;
};

ReadForm read_form(std::string_view kind, const Values& values, const std::optional<Correcting>& correcting = {});

// The field that a refusal of the ledger is about, by what it names; empty where it names none.
std::string field_of(const Rejection& rejection, const std::vector<Field>& fields);

// An amount as people write it, "1 234,5", as "1234.50"; what is none stays as it is.
std::string amount_text(const std::string& given);

// The fact that a command brings, in its own place or another's.
PlainFact plain(const Fact& fact);

}  // namespace ipep::forms
