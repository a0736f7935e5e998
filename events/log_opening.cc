#include "events/log_opening.h"

#include "events/log_transaction.h"
#include "events/neighbours.h"

namespace ipep {

LogOpening::LogOpening(std::shared_ptr<KeptTables> kept, StoreOptions given)
    : options(std::move(given)),
      mark(kept->mark()),
      neighbours(std::make_shared<Neighbours>()),
      kept_(std::move(kept)) {}
LogOpening::LogOpening(LogOpening&&) noexcept = default;
LogOpening::~LogOpening() = default;

LogOpening LogOpening::beside(const LogOpening& writer) {
    LogOpening reader(writer.kept_, writer.options);
    reader.options.access = Access::read;
    reader.mark = writer.mark;
    reader.neighbours = writer.neighbours;
    return reader;
}

KeptTables& LogOpening::kept() const {
    if (options.before_each_call) options.before_each_call();
    return *kept_;
}

LogTables& LogOpening::tables() const {
    LogTables& kept = this->kept();
    return transaction ? *transaction : kept;
}

void LogOpening::keep(LogWrites& writes, const Mark& until) {
    tables().keep(writes, until);
    mark = until;
    if (!transaction) neighbours->head = until.position;
}

}  // namespace ipep
