#include "services/audit/recorded_time.h"

namespace ipep {
namespace {

constexpr std::int64_t kDay = 86'400'000'000, kYear = 366 * kDay;
constexpr std::int64_t kEarliest = 1'514'764'800'000'000;  // 2018, the year of the call the experiment began with
constexpr std::int64_t kFarApart = 5 * kYear;              // as long as the experiment lasts

}  // namespace

std::string_view impossible_time(std::int64_t at, const RecordedTimes& times) {
    if (at < times.before) return "recorded no earlier than the event before";
    if (times.invented) return {};
    if (at < kEarliest) return "recorded since 2018";
    if (at - kDay > times.now) return "recorded no later than today";
    if (times.before == INT64_MIN || at - times.before <= kFarApart) return {};
    return "recorded within five years of the event before";
}

}  // namespace ipep
