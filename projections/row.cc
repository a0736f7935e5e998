#include "projections/row.h"

#include "events/fault.h"
#include "ledger/code.h"

namespace ipep {

void damaged_row() { throw Fault(Code::damaged_store, {{"what", "a view's row"}}); }

}  // namespace ipep
