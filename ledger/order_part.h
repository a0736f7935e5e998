// OrderPart's `of`: how a debt is named in an order, as `explain` takes it.
//
// Source: contract, "An explanation"; specification §11.
#pragma once

#include <charconv>
#include <optional>
#include <string>

#include "ledger/id.h"

namespace ipep {

inline std::string seed_reference(const GroupementId& id) { return "seedCredit/" + id.text; }
inline std::string due_reference(const GroupementId& id, Year year) {
    return "settlement/" + std::to_string(year) + '/' + id.text + "/due";
}
inline std::string back_reference(const GroupementId& id) { return "overpayment/" + id.text; }

inline bool is_seed_credit(std::string_view of) { return of.starts_with("seedCredit/"); }
inline bool is_back(std::string_view of) { return of.starts_with("overpayment/"); }
// The result year of a due; nothing where it is none.
inline std::optional<Year> year_of_due(std::string_view of) {
    constexpr std::string_view head = "settlement/";
    Year year = 0;
    if (!of.starts_with(head)) return std::nullopt;
    const auto [end, error] = std::from_chars(of.data() + head.size(), of.data() + of.size(), year);
    return error == std::errc() ? std::optional(year) : std::nullopt;
}

}  // namespace ipep
