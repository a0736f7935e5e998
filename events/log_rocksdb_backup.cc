#include "events/backup.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/backup_engine.h>

#include <filesystem>
#include <sstream>

#include "events/code.h"
#include "events/folder.h"
#include "events/log_rocksdb.h"
#include "events/log_rocksdb_anchor.h"
#include "events/log_rocksdb_files.h"
#include "events/log_rocksdb_snapshot.h"
#include "events/seal.h"
#include "events/store.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void throw_damaged(const std::string& backups, const std::string& what) {
    throw Fault(code::backup_damaged, {{"path", backups}, {"what", what}});
}

std::string metadata(const Format& format, const Mark& mark) {
    return std::to_string(format.format) + ' ' + (format.trial ? "trial" : "real") + ' ' +
           std::to_string(mark.position) + ' ' + to_hex(bytes_of(mark.digest)) + ' ' + format.origin;
}

Backup backup_of(const std::string& backups, const rocksdb::BackupInfo& info) {
    Backup backup{info.backup_id, {}, {}, info.timestamp, static_cast<std::int64_t>(info.size)};
    std::string trial, digest;
    std::istringstream in(info.app_metadata);
    in >> backup.format.format >> trial >> backup.mark.position >> digest >> std::ws;
    const auto known = digest_from_hex(digest);
    if (!std::getline(in, backup.format.origin) || !known) throw_damaged(backups, "its metadata does not check");
    if (backup.format.format < 1 || (trial != "trial" && trial != "real"))
        throw_damaged(backups, "its metadata does not check");
    backup.format.trial = trial == "trial";
    backup.mark.digest = *known;
    return backup;
}

using Reader = std::unique_ptr<rocksdb::BackupEngineReadOnly>;

// What does not check is the backup's damage; a right that is wanting, or a disk that is full or fails, is not.
[[noreturn]] void throw_status(const std::string& backups, const rocksdb::Status& status) {
    if (status.IsIOError() && !status.IsPathNotFound()) throw fault_of(status);
    throw_damaged(backups, status.ToString());
}

bool is_folder(const std::string& backups) {
    std::error_code error;
    const auto status = fs::status(backups, error);
    if (!fs::status_known(status)) throw fault_of(backups, error);
    return fs::is_directory(status);
}

// RocksDB calls a folder missing that it may not look into.
void look_into(const std::string& folder) {
    std::error_code error;
    const fs::directory_iterator first(folder, error);
    if (error && error != std::errc::no_such_file_or_directory) throw fault_of(folder, error);
}

Reader open_backups(const std::string& backups) {
    if (!is_folder(backups)) throw_damaged(backups, "there is no such folder");
    for (const char* inside : {"", "/meta", "/shared_checksum", "/private"}) look_into(backups + inside);
    rocksdb::BackupEngineReadOnly* engine = nullptr;
    const auto status =
        rocksdb::BackupEngineReadOnly::Open(rocksdb::BackupEngineOptions(backups), rocksdb::Env::Default(), &engine);
    if (!status.ok()) throw_status(backups, status);
    return Reader(engine);
}

Backup newest(const rocksdb::BackupEngineReadOnly& engine, const std::string& backups) {
    std::vector<rocksdb::BackupInfo> infos;
    std::vector<rocksdb::BackupID> corrupt;
    engine.GetBackupInfo(&infos);
    engine.GetCorruptedBackups(&corrupt);
    if (!corrupt.empty()) throw_damaged(backups, "backup " + std::to_string(corrupt.back()) + " does not check");
    if (infos.empty()) throw_damaged(backups, "it holds no backup");
    const auto status = engine.VerifyBackup(infos.back().backup_id, true);
    if (!status.ok()) throw_status(backups, status);
    return backup_of(backups, infos.back());
}

}  // namespace

void LogRocksdb::back_up(const std::string& folder, const Mark& mark) {
    rocksdb::BackupEngineOptions options(folder);
    options.share_files_with_checksum = true;
    rocksdb::BackupEngine* opened = nullptr;
    auto status = rocksdb::BackupEngine::Open(options, rocksdb::Env::Default(), &opened);
    const std::unique_ptr<rocksdb::BackupEngine> engine(opened);
    // The mark first: what the files hold beyond it is taken over at the first opening, as after a crash.
    if (status.ok()) status = engine->CreateNewBackupWithMetadata({}, db_.get(), metadata(format_, mark));
    if (!status.ok()) throw_status(folder, status);
}

Mark back_up(const std::string& ledger, const std::string& backups) {
    const Snapshot snapshot(ledger);
    Store store(snapshot.folder(), {.access = Access::write});
    store.backup(backups);
    return {store.head(), store.head_digest()};
}

Backup newest_backup(const std::string& backups) { return newest(*open_backups(backups), backups); }

std::vector<Backup> list_backups(const std::string& backups) {
    if (!is_folder(backups)) return {};
    std::vector<rocksdb::BackupInfo> infos;
    open_backups(backups)->GetBackupInfo(&infos);
    std::vector<Backup> all;
    for (const rocksdb::BackupInfo& info : infos) all.push_back(backup_of(backups, info));
    return all;
}

Backup restore_files(const std::string& backups, const std::string& folder) {
    const auto engine = open_backups(backups);
    const Backup backup = newest(*engine, backups);
    rocksdb::FileSystem& files = system_of(nullptr);
    const std::string database = folder + "/db";
    const auto status = engine->RestoreDBFromBackup(rocksdb::RestoreOptions(), backup.number, database, database);
    if (!status.ok()) throw_status(backups, status);
    Anchor::create(files, folder + "/anchor");
    if (backup.mark.position > 0) Anchor(files, folder + "/anchor").advance(backup.mark);
    write_format(files, folder, backup.format);
    return backup;
}

}  // namespace ipep
