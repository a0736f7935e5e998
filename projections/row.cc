#include "projections/row.h"

#include "events/code.h"
#include "events/fault.h"

namespace ipep {

void damaged_row() { throw Fault(code::damaged_store, {{"what", "a view's row"}}); }

}  // namespace ipep
