// FactFields: the fields of a fact on a page: what they are called, what may be chosen, what stands in them.
#pragma once

#include "services/console/visit.h"
#include "services/forms/fact_form.h"

namespace ipep {

// Each field with its label, hint, choices, value and what is wrong with it. `stands`: what is recorded now, beside it.
std::vector<Data> field_rows(const Visit& visit, std::string_view kind, const forms::Values& values,
                             const std::vector<forms::FieldRefusal>& refused, const forms::Values* stands);
// A value as people read it: "G01 · Nom", "12 500,00 €".
std::string shown_field(const Visit& visit, const forms::Field& field, const std::string& recorded);

}  // namespace ipep
