#include "services/audit/restore.h"

#include "events/backup.h"
#include "events/code.h"
#include "events/folder.h"
#include "services/files/whole_file.h"

namespace ipep {
namespace {

Verification look_through(const std::string& folder, const Progress& progress) {
    { const Store whole(folder, {.access = Access::write, .views = Views::names()}); }  // as after a crash
    const Store store(folder, {.access = Access::read});
    return verify(store, progress);
}

}  // namespace

Verdict<Restored> restore(const std::string& backups, const std::string& folder, const Progress& progress) {
    if (read_format(folder)) return refuse(code::ledger_exists, {{"path", folder}});
    auto half = IPEP_TRY(WholeFolder::at(folder));
    const Backup backup = restore_files(backups, half.path());
    Restored restored{backup.number, look_through(half.path(), progress)};
    if (!restored.verification.differences.empty()) {
        const Difference& first = restored.verification.differences.front();
        return refuse(code::backup_damaged, {{"path", backups}, {"what", first.where + ": " + first.found}});
    }
    half.keep();
    return restored;
}

}  // namespace ipep
