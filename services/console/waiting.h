// Waiting: what a state of the ledger waits for, and who could do it.
#pragma once

#include <optional>

#include "ledger/command.h"

namespace ipep {

// The first result year some group has that is not settled; nothing where all are.
std::optional<Year> next_year(const Book& book);
// The first settled year whose figures would come out differently now, after a correction.
std::optional<Year> year_to_settle_again(const Book& book, Day on);

}  // namespace ipep
