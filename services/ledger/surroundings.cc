#include "services/ledger/surroundings.h"

#include <utility>

namespace ipep {
namespace {

Surroundings told;  // once, by main()

}  // namespace

void choose_surroundings(Surroundings chosen) { told = std::move(chosen); }

const Surroundings& surroundings() { return told; }

}  // namespace ipep
