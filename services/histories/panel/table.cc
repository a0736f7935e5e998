#include "services/histories/panel/table.h"

#include <date/date.h>

#include <charconv>

namespace ipep::panel {
namespace {

constexpr std::int64_t kDay = 86'400'000'000;

// With leading zeros.
void append_digits(std::string& to, std::uint64_t number, std::size_t width) {
    char digits[20];
    for (std::size_t i = width; i > 0; --i, number /= 10) digits[i - 1] = static_cast<char>('0' + number % 10);
    to.append(digits, width);
}

}  // namespace

void append_day(std::string& to, std::int64_t since_1970) {
    const date::year_month_day day{date::sys_days{date::days{since_1970}}};
    append_digits(to, static_cast<std::uint64_t>(static_cast<int>(day.year())), 4);
    to += '-';
    append_digits(to, static_cast<unsigned>(day.month()), 2);
    to += '-';
    append_digits(to, static_cast<unsigned>(day.day()), 2);
}

void append_time(std::string& to, std::int64_t microseconds) {
    std::int64_t day = microseconds / kDay, within = microseconds % kDay;
    if (within < 0) --day, within += kDay;
    append_day(to, day);
    const auto rest = static_cast<std::uint64_t>(within), seconds = rest / 1'000'000;
    to += 'T';
    append_digits(to, seconds / 3600, 2);
    to += ':';
    append_digits(to, seconds / 60 % 60, 2);
    to += ':';
    append_digits(to, seconds % 60, 2);
    to += '.';
    append_digits(to, rest % 1'000'000, 6);
    to += 'Z';
}

void append_euros(std::string& to, std::int64_t cents) {
    if (cents < 0) to += '-';
    const auto amount = cents < 0 ? -static_cast<std::uint64_t>(cents) : static_cast<std::uint64_t>(cents);
    char digits[20];
    to.append(digits, std::to_chars(digits, digits + sizeof digits, amount / 100).ptr);
    to += '.';
    append_digits(to, amount % 100, 2);
}

}  // namespace ipep::panel
