// Store options: how a ledger is opened.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/patience.h"

namespace ipep {

struct LogFiles;  // events/log_rocksdb_files.h

enum class Access : std::uint8_t { read, write };

struct StoreOptions {
    Access access = Access::read;
    // All always on but in the tests and benchmarks that show their price.
    bool sync = true, anchor = true, chain = true, tree = true;
    std::shared_ptr<LogFiles> files = nullptr;    // null: the machine's own
    std::function<void()> before_each_call = {};  // of what keeps the log: what it throws is thrown, in tests
    Patience patience = {};               // of who asks: each record and each row of a view that is read asks it
    std::vector<std::string> views = {};  // have a place for their rows once it is opened to write
};

}  // namespace ipep
