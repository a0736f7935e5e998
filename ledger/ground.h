// Ground: what a payment is of. An order has one, so has a payment that was made before the ledger.
//
// Source: contract, "Payments", `order`.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>

namespace ipep {

enum class Ground : std::uint8_t { seedCredit, incentive };
BOOST_DESCRIBE_ENUM(Ground, seedCredit, incentive)

}  // namespace ipep
