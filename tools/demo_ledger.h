// DemoLedger: the five years of the made-up experiment as a ledger: 30 groupements, two waves, an amendment, groups
// that leave; settled from 2019 to 2023; ordered, paid, sent back, refused and waiting as tools/demo_story.h tells.
#pragma once

#include <string>

namespace ipep {

// Gives the folder; a temporary one where none is named. A ledger that is there already is taken as it is.
std::string make_demo_ledger(std::string folder);

}  // namespace ipep
