// Rows of nothing: keys and personal values that lie beside the log and belong to no event of it.
//
// Shape:  what a writer beside has on its way is passed over.
// Errors: Fault damaged_store, damaged_record.
#pragma once

#include <functional>
#include <string>

#include "events/store.h"

namespace ipep {

using FoundRow = std::function<void(std::string where, std::string expected, std::string found)>;

// Precondition: each of the `keys` events that have one is found by it.
void rows_of_nothing(const Store& store, std::uint64_t keys, const FoundRow& differs);

}  // namespace ipep
