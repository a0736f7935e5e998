// A log's folder made, and opened: checked against the anchor before anything rests on it.
#include <rocksdb/db.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "events/big_endian.h"
#include "events/code.h"
#include "events/folder.h"
#include "events/log_rocksdb.h"
#include "events/log_rocksdb_anchor.h"
#include "events/log_rocksdb_database.h"
#include "events/log_rocksdb_files.h"

namespace ipep {
namespace {

constexpr std::size_t kFlushAbove = 4u << 20;

// Those an older ledger may lack, because they follow from the records or hold none.
const std::vector<std::string>& families_made_anew() {
    static const std::vector<std::string> families{kTreeTable, kAnswerTable};
    return families;
}

std::string database_path(const std::string& folder) { return folder + "/db"; }
std::string anchor_path(const std::string& folder) { return folder + "/anchor"; }

void create_database(rocksdb::Env& env, const std::string& path) {
    auto database = database_options(&env);
    database.create_if_missing = true;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const auto& name :
         {rocksdb::kDefaultColumnFamilyName, kEventTable, kKeyTable, kPersonalTable, kTreeTable, kAnswerTable})
        families.emplace_back(name, family_options(name));
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    check(rocksdb::DB::Open(database, path, families, &handles, &opened));
    for (auto* handle : handles) check(opened->DestroyColumnFamilyHandle(handle));
    check(opened->Close());
    delete opened;
}

std::shared_ptr<rocksdb::FileSystem> shared_system(const std::shared_ptr<LogFiles>& files) {
    return files ? files->system : rocksdb::FileSystem::Default();
}

}  // namespace

void create_log(const std::string& folder, const Format& format, std::shared_ptr<LogFiles> files) {
    rocksdb::FileSystem& system = system_of(files);
    std::error_code error;
    std::vector<std::string> above;  // each folder that gets a new entry
    for (auto made = std::filesystem::absolute(folder + "/").parent_path(); !std::filesystem::exists(made, error);
         made = made.parent_path())
        above.push_back(made.parent_path());
    std::filesystem::create_directories(folder, error);
    if (error) throw fault_of(folder, error);
    refuse_if_disk_is_full(system, folder, 0);
    ::chmod(folder.c_str(), 0700);
    const FolderLock lock(folder);
    const auto known = read_format(folder);
    if (known) throw Fault(code::ledger_exists, {{"path", folder}});
    if (known.error().code != code::no_ledger) throw Fault(known.error().code, known.error().arguments);
    std::filesystem::remove_all(database_path(folder), error);  // of one that was interrupted
    create_database(*rocksdb::NewCompositeEnv(shared_system(files)), database_path(folder));
    Anchor::create(system, anchor_path(folder));
    write_format(system, folder, format);  // last: without it the folder is no ledger yet
    for (const auto& entry : above) sync_folder(system, entry);
}

std::shared_ptr<KeptTables> open_log(const std::string& folder, const StoreOptions& options,
                                     const std::function<void()>& look) {
    return std::make_shared<LogRocksdb>(folder, options, look);
}

LogRocksdb::LogRocksdb(const std::string& folder, const StoreOptions& options, const std::function<void()>& look)
    : folder_(folder),
      options_(options),
      files_(system_of(options_.files)),
      format_(format_of(folder)),
      env_(rocksdb::NewCompositeEnv(shared_system(options_.files))) {
    const bool writes = options_.access == Access::write;
    if (writes) refuse_if_full(0);  // opening writes too
    if (writes) lock_ = std::make_unique<FolderLock>(folder);
    mark_ = Anchor::read(files_, anchor_path(folder));
    if (writes) {
        look();
        anchor_ = std::make_unique<Anchor>(files_, anchor_path(folder), options_.sync);
    }
    if (mark_.position == 0) mark_.digest = seed_of(format_);
    open_database();
}

LogRocksdb::~LogRocksdb() {
    if (!db_) return;
    try {
        if (options_.access == Access::write && written_ > kFlushAbove && !failed_) flush();
    } catch (const Fault&) {
        // The log file still holds everything; the next opening reads it.
    }
    families_.clear();
    db_->Close().PermitUncheckedError();
}

// Beside a writer the files may change between listing and opening them; then once more.
void LogRocksdb::open_database() {
    const bool writes = options_.access == Access::write;
    const std::string path = database_path(folder_);
    rocksdb::Status status;
    for (int attempt = 0; attempt < (writes ? 1 : 20); ++attempt) {
        const auto database = database_options(env_.get());
        std::vector<std::string> names;
        status = rocksdb::DB::ListColumnFamilies(database, path, &names);
        if (status.ok() && writes)
            for (const auto& made_anew : families_made_anew())
                if (std::ranges::find(names, made_anew) == names.end()) names.push_back(made_anew);
        std::vector<rocksdb::ColumnFamilyDescriptor> families;
        for (const auto& name : names) families.emplace_back(name, family_options(name));
        std::vector<rocksdb::ColumnFamilyHandle*> handles;
        rocksdb::DB* opened = nullptr;
        if (status.ok())
            status = writes ? rocksdb::DB::Open(database, path, families, &handles, &opened)
                            : rocksdb::DB::OpenForReadOnly(database, path, families, &handles, &opened);
        if (status.ok()) {
            db_.reset(opened);
            for (std::size_t i = 0; i < handles.size(); ++i) families_[names[i]].reset(handles[i]);
            return;
        }
        if (writes || attempt == 19) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw fault_of(status);
}

// As the files count them, without reading: each is written once and never again.
std::uint64_t LogRocksdb::records_kept() const {
    std::uint64_t count = 0;
    for (const char* part : {"rocksdb.num-entries-active-mem-table", "rocksdb.num-entries-imm-mem-tables"}) {
        std::uint64_t entries = 0;
        if (db_->GetIntProperty(family(kEventTable), part, &entries)) count += entries;
    }
    rocksdb::TablePropertiesCollection tables;
    check(db_->GetPropertiesOfAllTables(family(kEventTable), &tables));
    for (const auto& [path, table] : tables) count += table->num_entries;
    return count;
}

Position LogRocksdb::last_record() const {
    const std::unique_ptr<rocksdb::Iterator> last(db_->NewIterator(read_options(), family(kEventTable)));
    last->SeekToLast();
    check(last->status());
    const Position found = last->Valid() ? from_big_endian(last->key().ToStringView()) : 0;
    if (found < mark_.position || records_kept() < found)  // fewer: an older manifest leaves a hole
        throw Fault(code::below_anchor, {{"acknowledged", std::to_string(mark_.position)},
                                         {"found", std::to_string(std::min(found, records_kept()))}});
    return found;
}

// What a writer beside has on its way it acknowledges in a moment. The anchor is read once more, for a writer may have
// done so and gone since it was read.
bool LogRocksdb::is_left_behind(Position last) const {
    if (FolderLock::is_held(folder_)) return false;
    return last > Anchor::read(files_, anchor_path(folder_)).position;
}

}  // namespace ipep
