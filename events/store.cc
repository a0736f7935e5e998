#include "events/store.h"

#include <algorithm>
#include <iterator>

#include "events/log_rocksdb.h"
#include "events/log_transaction.h"

namespace ipep {

// A writer looks first, read-only: an opening to write deletes a damaged log file, a read-only one leaves it to be
// mended.
std::shared_ptr<KeptTables> open_folder(const std::string& folder, const StoreOptions& options) {
    return open_log(folder, options, [&] {
        StoreOptions look = options;
        look.access = Access::read;
        const Store first(folder, look);
    });
}

void Store::create(const std::string& folder, const Format& format, std::shared_ptr<LogFiles> files) {
    create_log(folder, format, std::move(files));
}

Store::Store(LogOpening opening)
    : LogOpening(std::move(opening)),
      Log(this),
      LogKeys(this),
      PersonalValues(this),
      KeptAnswers(this),
      ViewRows(this) {}

Store::Store(std::shared_ptr<KeptTables> kept, StoreOptions given)
    : Store(LogOpening(std::move(kept), std::move(given))) {
    check_opening();
    if (!writes()) return;
    std::vector<std::string> absent;
    std::ranges::copy_if(options.views, std::back_inserter(absent), [&](const auto& view) { return !has_view(view); });
    if (!absent.empty()) clear_views(absent);
}

Store::Store(const std::string& folder, StoreOptions given) : Store(open_folder(folder, given), given) {}

std::unique_ptr<Store> Store::beside(const Store& writer) {
    return std::unique_ptr<Store>(new Store(LogOpening::beside(writer)));
}

void Store::hold() { transaction = std::make_unique<LogTransaction>(kept(), mark, edge); }

HeldEnd Store::held_end() const {
    if (!transaction) return {};
    return {mark, edge, transaction->size(), transaction->purges};
}

void Store::cut_back(HeldEnd end) noexcept {
    if (!transaction) return;
    transaction->cut_back(end.writes);
    transaction->purges = end.purges;
    mark = end.mark;
    edge = std::move(end.edge);
}

void Store::release() {
    const std::unique_ptr<LogTransaction> all = std::move(transaction);
    const Mark after = std::exchange(mark, all->mark());
    TreeEdge edge_after = std::exchange(edge, all->edge());
    if (all->size() == 0) return;
    const auto writes = kept().writes();
    all->copy_to(*writes);
    keep(*writes, after);
    edge = std::move(edge_after);
    if (all->purges) purge_personal();
}

void Store::purge_personal() {
    if (transaction) {
        transaction->purges = true;
        return;
    }
    kept().clear({kAnswerTable});
    kept().flush();  // the log file with the values goes
    kept().purge(kPersonalTable);
}

}  // namespace ipep
