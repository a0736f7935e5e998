// Line subject: whose the words of a line of the bank are, that nothing explained: nobody the ledger knows, so they lie
// under CPAM and position, "351/812", as no groupement is called.
#pragma once

#include "ledger/book.h"

namespace ipep {

std::string line_subject(const CpamId& cpam, Position line);
// The CPAM whose line it is; nothing where the subject is a groupement.
std::optional<CpamId> cpam_of_line(std::string_view subject);
// Whether such a line is known and no order explains it.
bool is_known_line(const Book& book, std::string_view subject);

}  // namespace ipep
