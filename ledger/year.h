// Years: of results, of payment, of accounts; each its own type, so that none passes for another.
//
// Shape:  a calendar year, 1900 to 2999; 0 where there is none. A number is whatever year is asked for; a year becomes
//         another kind of year only by the functions below.
// Source: specification §1; what result year N makes due is paid in N + 1.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace ipep {

template <class Tag>
struct CalendarYear {
    int number = 0;

    constexpr CalendarYear() = default;
    constexpr CalendarYear(int calendar_year) : number(calendar_year) {}
    auto operator<=>(const CalendarYear&) const = default;

    constexpr CalendarYear& operator++() { return ++number, *this; }
    constexpr CalendarYear& operator--() { return --number, *this; }
    friend constexpr CalendarYear operator+(CalendarYear year, int years) { return year.number + years; }
    friend constexpr CalendarYear operator-(CalendarYear year, int years) { return year.number - years; }
    friend constexpr int operator-(CalendarYear a, CalendarYear b) { return a.number - b.number; }
    friend std::string to_text(CalendarYear year) { return std::to_string(year.number); }
};

using ResultYear = CalendarYear<struct ResultYearTag>;    // whose care is measured
using PaymentYear = CalendarYear<struct PaymentYearTag>;  // in which what a result year makes due is paid
using FiscalYear = CalendarYear<struct FiscalYearTag>;    // whose credits an order takes, and whose books it stands in

constexpr PaymentYear payment_year_of(ResultYear year) { return year.number + 1; }
constexpr ResultYear result_year_of(PaymentYear year) { return year.number - 1; }
constexpr FiscalYear fiscal_year_of(PaymentYear year) { return year.number; }

constexpr bool well_formed_year(std::int64_t number) { return number >= 1900 && number <= 2999; }
template <class Tag>
constexpr bool well_formed_year(CalendarYear<Tag> year) {
    return well_formed_year(year.number);
}

template <class T>
inline constexpr bool kIsYear = false;
template <class Tag>
inline constexpr bool kIsYear<CalendarYear<Tag>> = true;

}  // namespace ipep
