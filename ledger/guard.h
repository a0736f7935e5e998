// Guard: of every kind that a person records, who may, what bounds it, and who else must act before money moves by it.
//
// Shape:  one row a kind, in the order of the kinds, facts first. The table in ledger/README.md is written from it,
//         authority asks it who may record a fact, and each row has a scenario in which one person alone fails.
// Source: contract, "Payments"; code de la sécurité sociale D.253-4, D.122-6.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fact.h"

namespace ipep {

enum class Right : std::uint8_t;  // of authority.h

struct Guard {
    std::string_view kind;
    std::vector<Role> roles;
    std::string_view bound, second;
};

std::span<const Guard> guards();
// Of the fact in this place among the kinds. Precondition: it is a fact.
const Guard& guard_of(std::size_t fact);
// The roles that give a right.
const std::vector<Role>& roles_giving(Right right);
// What a role does by recording its facts.
Right right_of(Role role);
// Whether a fact of this kind may be corrected. What took effect when it was recorded is undone by another fact.
bool is_correctable(std::string_view kind);
// The table as Markdown.
std::string guards_page();

}  // namespace ipep
