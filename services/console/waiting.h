// Waiting: what a state of the ledger waits for, and who could do it.
#pragma once

#include <optional>

#include "ledger/command.h"
#include "ledger/year.h"

namespace ipep {

// The first result year some group has that is not settled; nothing where all are.
std::optional<ResultYear> next_year(const Book& book);
// The first settled year whose figures would come out differently now, after a correction.
std::optional<ResultYear> year_to_settle_again(const Book& book, Day on);

}  // namespace ipep
