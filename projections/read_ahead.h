// ReadAhead: the events of a store in order, read, checked and decoded on a thread of their own while the caller folds.
//
// Why:     decoding and folding take about as long; together on two cores a replay takes half the time of one.
// Threads: `first` is called on the thread that reads, with each event before `fold` is; they share nothing that either
//          writes. Where few events are read there is no such thread.
// Errors:  what the reading (Fault damaged_record) or `first` throws is thrown here, after the events before it. Where
//          `fold` throws, `first` is up to a thousand events ahead.
#pragma once

#include "events/log.h"
#include "ledger/event.h"

namespace ipep {

using Fold = std::function<void(const Event&)>;

// `from` inclusive until `until` exclusive.
void read_ahead(const Log& log, Position from, Position until, const Fold& fold, const Fold& first = {});

}  // namespace ipep
