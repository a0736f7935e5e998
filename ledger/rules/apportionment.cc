#include "ledger/rules/apportionment.h"

#include <numeric>

namespace ipep {

std::vector<Exact> apportion(const Exact& total, std::span<const Exact> weights, std::size_t) {
    const Exact all = sum(weights);
    if (all == 0) return std::vector<Exact>(weights.size(), Exact(0));
    const Exact cents_per_weight = total * 100 / all;
    std::vector<Integer> cents;
    std::vector<Exact> remainders;
    Integer given = 0;
    for (const Exact& weight : weights) {
        const Exact share = cents_per_weight * weight;
        cents.push_back(floor_of(share));
        remainders.push_back(share - Exact(cents.back()));
        given += cents.back();
    }
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
    const auto left = static_cast<std::size_t>(numerator(total * 100) - given);
    for (std::size_t i = 0; i < left; ++i) ++cents[order[i]];
    std::vector<Exact> shares;
    for (const Integer& amount : cents) shares.emplace_back(amount, 100);
    return shares;
}

}  // namespace ipep
