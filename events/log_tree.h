// Log tree: how the log's Merkle tree is stored: its nodes from kStoredLevel up, and its size.
#pragma once

#include "events/log_tables.h"
#include "events/records.h"

namespace ipep {

void put(const TreeNodes& nodes, LogWrites& writes);
// With the last of the nodes: the tree is then as large as its edge says.
void put(const TreeNodes& nodes, const TreeEdge& edge, LogWrites& writes);

}  // namespace ipep
