// Identifiers: what names a groupement, a CPAM, an indicator, a fact; each its own type, so that none passes for another.
//
// Shape:  the text as it was recorded; compared byte by byte, which is the order every list of the ledger follows.
// Errors: none here; `well_formed` says whether a text may be an identifier (1 to 64 of A-Z a-z 0-9 . _ -).
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace ipep {

template <class Tag>
struct Id {
    std::string text;
    auto operator<=>(const Id&) const = default;
    bool operator==(const Id&) const = default;
};

using GroupementId = Id<struct GroupementTag>;
using CpamId = Id<struct CpamTag>;
using IndicatorId = Id<struct IndicatorTag>;
using RulesId = Id<struct RulesTag>;
using ModelId = Id<struct ModelTag>;  // of an adjustment of spending
using PersonId = Id<struct PersonTag>;
using LikenessId = Id<struct LikenessTag>;  // what identifiers that look alike share, see alike.h
using SubjectId = Id<struct SubjectTag>;    // what a fact outside every settlement is about, see stated.h
using OrderId = Id<struct OrderTag>;        // CPAM-FISCALYEAR-NNNNNN, gapless per CPAM and fiscal year

// The key that makes a fact idempotent: any text of 1 to 200 bytes without control characters.
struct FactKey {
    std::string text;
    auto operator<=>(const FactKey&) const = default;
    bool operator==(const FactKey&) const = default;
};

// 1, 2, 3 … in the log; 0 is the state before any event.
using Position = std::uint64_t;

inline bool well_formed(std::string_view identifier) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    return !identifier.empty() && identifier.size() <= 64 &&
           identifier.find_first_not_of(allowed) == std::string_view::npos;
}

}  // namespace ipep

template <class Tag>
struct std::hash<ipep::Id<Tag>> {
    std::size_t operator()(const ipep::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.text); }
};
