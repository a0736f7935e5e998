#include "services/restore.h"

#include <filesystem>

#include "events/backup.h"
#include "events/folder.h"
#include "ledger/code.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;

Verification look_through(const std::string& folder, const Progress& progress) {
    { const Store whole(folder, {.access = Access::write}); }  // takes over what was on its way, as after a crash
    const Store store(folder, {.access = Access::read});
    return verify(store, progress);
}

}  // namespace

Verdict<Restored> restore(const std::string& backups, const std::string& folder, const Progress& progress) {
    if (read_format(folder)) return refuse(Code::ledger_exists, {{"path", folder}});
    std::error_code ignored;
    if (fs::exists(folder, ignored) && !fs::is_empty(folder, ignored))
        return refuse(Code::folder_not_empty, {{"path", folder}});
    const TemporaryFolder half(folder + ".restoring");  // unless it was moved to its place
    fs::remove_all(half.path);
    const Backup backup = restore_files(backups, half.path);
    Restored restored{backup.number, look_through(half.path, progress)};
    if (!restored.verification.differences.empty()) {
        const Difference& first = restored.verification.differences.front();
        return refuse(Code::backup_damaged, {{"path", backups}, {"what", first.where + ": " + first.found}});
    }
    fs::remove(folder, ignored);  // an empty folder gives way
    fs::rename(half.path, folder);
    return restored;
}

}  // namespace ipep
