// Specification §10: the largest remainder, over any number the rules are written over. `apportion` is what rules call.
//
// Shape:  `floor_of` gives the Whole of a Number: cents are counted in it, and given one by one.
// Units:  euros for the total, which is whole cents, and for the shares; any unit for the weights, none negative.
// Status: assumed; the text shares an envelope "en fonction de la taille" and does not say who gets the last cent.
#pragma once

#include <numeric>
#include <span>
#include <vector>

#include "ledger/number.h"

namespace ipep {

template <class Number>
std::vector<Number> largest_remainder(const Number& total, std::span<const Number> weights) {
    using Whole = decltype(floor_of(total));
    const Number all = sum(weights);
    if (value_of(all) == 0) return std::vector<Number>(weights.size(), Number(0));
    const Number cents_per_weight = total * 100 / all;
    std::vector<Whole> cents;
    std::vector<Number> remainders;
    Whole given = 0;
    for (const Number& weight : weights) {
        const Number share = cents_per_weight * weight;
        cents.push_back(floor_of(share));
        remainders.push_back(share - Number(cents.back()));
        given += cents.back();
    }
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
    const auto left = static_cast<std::size_t>(numerator(total * 100) - given);
    for (std::size_t i = 0; i < left; ++i) ++cents[order[i]];
    std::vector<Number> shares;
    for (const Whole& amount : cents) shares.emplace_back(amount, 100);
    return shares;
}

extern template std::vector<Exact> largest_remainder(const Exact& total, std::span<const Exact> weights);

}  // namespace ipep
