// AmountBound: how great an amount may be that is recorded, so that nothing a ledger adds up leaves the range of Money.
//
// Units:  10 milliard euros for what is of one groupement, order or CPAM: 90 000 of them can be added up in any order.
//         450 milliard for what is of the nation in one year: the 2000 years there are can be added up.
// Errors: amount_out_of_range, before it is folded. What an older program recorded beyond it stands.
// Source: ops/decisions/0013-failures.md.
#pragma once

#include "ledger/money.h"

namespace ipep {

inline constexpr Money kMostRecorded{Money::limit / 90'000};
inline constexpr Money kMostNational{Money::limit / 2000};

}  // namespace ipep
