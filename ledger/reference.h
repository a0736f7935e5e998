// Reference: the name of an amount, as orders carry it and `explain` takes it.
//
// Shape:  seedCredit/G02 · settlement/2021/G02/due, or another figure of the line · overpayment/G02, what came back of
//         an overpayment or was written off · 351-2026-000004, an order.
// Errors: `parse` gives nothing where a text has none of these forms; whether there is such an amount, it does not ask.
// Promise: what is written reads back as it was, and what is read is written as the same text again.
// Source: contract, "An explanation"; specification §11.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/id.h"
#include "ledger/year.h"

namespace ipep {

struct Reference {
    enum class Kind : std::uint8_t { seedCredit, settlement, overpayment, order };

    Kind kind = Kind::order;
    GroupementId groupement;  // of none where it names an order
    ResultYear year = 0;      // the result year of a settlement
    std::string figure;       // of a settlement: a member of its row
    OrderId order;

    static Reference seed_credit(GroupementId groupement);
    static Reference settled(GroupementId groupement, ResultYear year, std::string figure);
    static Reference due(GroupementId groupement, ResultYear year) {
        return settled(std::move(groupement), year, "due");
    }
    static Reference overpayment(GroupementId groupement);
    static Reference of(OrderId order);

    std::string text() const;
    // The line whose figures are named below it: settlement/2021/G02. Precondition: of a settlement.
    std::string line() const;
    static std::optional<Reference> parse(std::string_view text);
    bool operator==(const Reference&) const = default;
};

// Whether the text names an amount of the kind.
bool names(std::string_view text, Reference::Kind kind);

}  // namespace ipep
