// Dictionary: what each column of the package means, and each member that a value of a fact may have.
//
// Shape:  one row a column, under its table; one row a member that occurs, under its kind of fact, so that `facts` and
//         `corrections` refer to it by kind and member.
// Source: the labels of meaning.h; those of members are the words of tools/locale, their sections those of the rules.
#pragma once

#include <set>

#include "ledger/book.h"
#include "services/histories/panel/schema.h"

namespace ipep::panel {

// Kind and member, "patientsCounted" and "patients".
using MembersSeen = std::set<std::pair<std::string, std::string>>;

void write_dictionary(RowSink& to, const MembersSeen& members, const Book& book);

}  // namespace ipep::panel
