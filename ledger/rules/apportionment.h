// Specification §10: apportion = largest remainder. Each share is first rounded down to the cent; the cents that are
// left go one each to the largest remainders, ties to the smaller groupement identifier (byte order).
//
// Units:   euros (whole cents) for the total and the shares; any unit for the weights, none negative.
// Shape:   weights in byte order of the groupements; the shares in the same order. All weights 0: all shares 0.
// Status:  read (CDC 2019 §8-III "répartie entre les groupements, en fonction de la taille"); the rounding is assumed.
#pragma once

#include <span>
#include <vector>

#include "ledger/number.h"

namespace ipep {

// `focus` is the share a derivation asks for; it has a meaning for traced numbers only.
std::vector<Exact> apportion(const Exact& total, std::span<const Exact> weights, std::size_t focus);

}  // namespace ipep
