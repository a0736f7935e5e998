// Check: what only this program can break. It stays on in release and ends the process before the next append.
//
// Shape:  IPEP_CHECK(condition, "name", value, …): the values are printed with the condition where it does not hold.
// Errors: the process ends with exit code 70 (EX_SOFTWARE); nothing is flushed, so no answer stands half done. A
//         refusal is a value (ledger/rejection.h), a fault of the world is thrown (events/fault.h); this is neither.
// Source: design, "Five sentences"; contract, exit codes.
#pragma once

#include <boost/describe/enum_to_string.hpp>
#include <concepts>
#include <string>

#include "ledger/money.h"
#include "ledger/year.h"

namespace ipep {

inline constexpr int kDefect = 70;

// Prints one line on stderr and ends the process.
[[noreturn]] void end_as_defect(const std::string& what);
// Whatever nobody catches ends the process the same way, as do pure calls and exceptions where none may leave.
void end_on_what_nobody_expects();

namespace checking {

inline std::string shown(std::string_view text) { return '"' + std::string(text) + '"'; }
inline std::string shown(Money amount) { return to_text(amount); }
template <class Tag>
std::string shown(CalendarYear<Tag> year) {
    return to_text(year);
}
inline std::string shown(std::integral auto number) { return std::to_string(number); }
template <class Enum>
requires std::is_enum_v<Enum> std::string shown(Enum value) { return boost::describe::enum_to_string(value, "?"); }
template <class Id>
requires requires(const Id& id) { shown(id.text); }
std::string shown(const Id& id) { return shown(id.text); }

inline void add(std::string&) {}
template <class Value, class... Rest>
void add(std::string& line, const char* name, const Value& value, const Rest&... rest) {
    line += line.ends_with('(') ? "" : ", ";
    line += name;
    line += ' ';
    line += shown(value);
    add(line, rest...);
}

template <class... Values>
[[noreturn, gnu::cold, gnu::noinline]] void failed(const char* condition, const char* file, int line,
                                                   const Values&... values) {
    std::string what = std::string(condition) + " does not hold at " + file + ':' + std::to_string(line) + " (";
    add(what, values...);
    end_as_defect(what + ')');
}

}  // namespace checking
}  // namespace ipep

#define IPEP_CHECK(condition, ...)                                                                    \
    do {                                                                                              \
        if (!(condition)) [[unlikely]]                                                                \
            ::ipep::checking::failed(#condition, __FILE_NAME__, __LINE__ __VA_OPT__(, ) __VA_ARGS__); \
    } while (false)
