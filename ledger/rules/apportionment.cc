#include "ledger/rules/apportionment.h"

#include "ledger/rules/largest_remainder.h"

namespace ipep {

template std::vector<Exact> largest_remainder(const Exact& total, std::span<const Exact> weights);

std::vector<Exact> apportion(const Exact& total, std::span<const Exact> weights, std::size_t) {
    return largest_remainder(total, weights);
}

}  // namespace ipep
