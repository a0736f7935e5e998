#include "services/words/moment.h"

#include "ledger/calendar.h"
#include "ledger/clock.h"
#include "services/words/language.h"

namespace ipep {

std::string shown_time(std::int64_t time) { return shown(day_in_paris(time)) + ' ' + clock_in_paris(time); }

std::string told_time(std::int64_t time) { return fill(tr("{time} (Paris time)"), {{"time", shown_time(time)}}); }

std::string shown_month(Day day) {
    return language() == Language::french ? shown(day).substr(3) : shown(day).substr(0, 7);
}

}  // namespace ipep
