// DayOptions: which commands `--effective` and `--on` mean something to; to the others they are wrong usage.
//
// Source: contract, "The command"; specification §17.
#pragma once

#include "ledger/calendar.h"
#include "tools/commands/shell.h"

namespace ipep {

// Whether the command ("balances", "export panel") counts what is in effect on a day: it tells of amounts that move.
bool counts_in_effect(std::string_view command);
// Throws WrongUsage, naming the command.
void check_day_options(std::string_view command, const CommonOptions& options);
// What `--from` and `--until` say, empty where nothing. Throws WrongUsage where one is no day.
Period asked_period(const std::string& from, const std::string& until);

}  // namespace ipep
