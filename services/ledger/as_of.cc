#include "services/ledger/as_of.h"

#include "ledger/calendar.h"
#include "services/ledger/world.h"

namespace ipep {

std::optional<AsOf> read_as_of(const std::string& text) {
    AsOf when{{}, {}, text};
    if (text.find_first_not_of("0123456789") == std::string::npos && text.size() <= 18) {
        when.position = std::stoull(text);
        return when;
    }
    std::string iso = text;
    if (text.size() == 10 && text[2] == '/' && text[5] == '/')
        iso = text.substr(6) + '-' + text.substr(3, 2) + '-' + text.substr(0, 2);
    if (const auto day = parse_day(iso))
        when.time = end_in_paris(*day);
    else
        when.time = parse_time(text);
    if (!when.time) return std::nullopt;
    return when;
}

}  // namespace ipep
