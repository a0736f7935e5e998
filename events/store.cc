#include "events/store.h"

#include <rocksdb/db.h>
#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "events/big_endian.h"
#include "events/database.h"
#include "events/fault.h"
#include "events/folder.h"
#include "events/held_batch.h"
#include "events/neighbours.h"
#include "ledger/code.h"

namespace ipep {
namespace {

constexpr std::size_t kFlushAbove = 4u << 20;

std::string database_path(const std::string& folder) { return folder + "/db"; }
std::string anchor_path(const std::string& folder) { return folder + "/anchor"; }

}  // namespace

void Store::create(const std::string& folder, const Format& format, std::shared_ptr<rocksdb::FileSystem> files) {
    const auto env = make_env(files);
    std::error_code error;
    std::vector<std::string> above;  // each folder that gets a new entry
    for (auto made = std::filesystem::absolute(folder + "/").parent_path(); !std::filesystem::exists(made, error);
         made = made.parent_path())
        above.push_back(made.parent_path());
    std::filesystem::create_directories(folder, error);
    if (error) throw fault_of(folder, error);
    refuse_if_disk_is_full(*files, folder, 0);
    ::chmod(folder.c_str(), 0700);
    const FolderLock lock(folder);
    const auto known = read_format(folder);
    if (known) throw Fault(Code::ledger_exists, {{"path", folder}});
    if (known.error().code != Code::no_ledger) throw Fault(known.error().code, known.error().arguments);
    std::filesystem::remove_all(database_path(folder), error);  // of one that was interrupted
    auto database = database_options(env.get());
    database.create_if_missing = true;
    std::vector<rocksdb::ColumnFamilyDescriptor> families{
        {rocksdb::kDefaultColumnFamilyName, family_options(rocksdb::kDefaultColumnFamilyName)}};
    for (const auto& name : all_families()) families.emplace_back(name, family_options(name));
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    check(rocksdb::DB::Open(database, database_path(folder), families, &handles, &opened));
    for (auto* handle : handles) check(opened->DestroyColumnFamilyHandle(handle));
    check(opened->Close());
    delete opened;
    Anchor::create(*files, anchor_path(folder));
    write_format(*files, folder, format);  // last: without it the folder is no ledger yet
    for (const auto& entry : above) sync_folder(*files, entry);
}

Store::Store(const std::string& folder, StoreOptions options)
    : folder_(folder),
      options_(std::move(options)),
      format_(format_of(folder)),
      neighbours_(std::make_shared<Neighbours>()) {
    env_ = make_env(options_.files);
    const bool writes = options_.access == Access::write;
    if (writes) refuse_if_disk_is_full(*options_.files, folder, 0);  // opening writes too
    if (writes) lock_ = std::make_unique<FolderLock>(folder);
    mark_ = Anchor::read(*options_.files, anchor_path(folder));
    if (writes) {
        // Look first, read-only: a read-write opening deletes a damaged log file, a read-only one leaves it to be
        // mended.
        StoreOptions look = options_;
        look.access = Access::read;
        const Store first(folder, look);
        anchor_ = std::make_unique<Anchor>(*options_.files, anchor_path(folder), options_.sync);
    }
    if (mark_.position == 0) mark_.digest = seed_of(format_);
    open_database();
    check_head();
    check_first();
    if (writes && options_.tree) catch_up_tree();
    neighbours_->head = head();
}

Store::~Store() {
    if (!db_ || is_beside_) return;
    try {
        if (options_.access == Access::write && written_ > kFlushAbove && !failed_) flush();
    } catch (const Fault&) {
        // The log file still holds everything; the next opening reads it.
    }
    families_.clear();
    db_->Close().PermitUncheckedError();
}

// Beside a writer the files may change between listing and opening them; then once more.
void Store::open_database() {
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
    throw_fault(status);
}

rocksdb::ColumnFamilyHandle* Store::family(const std::string& name) const {
    before_call();
    const auto found = families_.find(name);
    if (found == families_.end()) throw Fault(Code::damaged_store, {{"what", "no column family " + name}});
    return found->second.get();
}

// As the files count them, without reading: each is written once and never again.
std::uint64_t Store::records_kept() const {
    std::uint64_t count = 0;
    for (const char* part : {"rocksdb.num-entries-active-mem-table", "rocksdb.num-entries-imm-mem-tables"}) {
        std::uint64_t entries = 0;
        if (db_->GetIntProperty(family(kEvents), part, &entries)) count += entries;
    }
    rocksdb::TablePropertiesCollection tables;
    check(db_->GetPropertiesOfAllTables(family(kEvents), &tables));
    for (const auto& [path, table] : tables) count += table->num_entries;
    return count;
}

// What was acknowledged must be there, to the byte. What lies beyond was on its way when the process ended: it is whole
// (a batch is), so the writer takes it over, and readers wait for that.
void Store::check_head() {
    const std::unique_ptr<rocksdb::Iterator> last(db_->NewIterator(read_options(), family(kEvents)));
    last->SeekToLast();
    check(last->status());
    const Position found = last->Valid() ? from_big_endian(last->key().ToStringView()) : 0;
    last_found_ = found;
    if (found < mark_.position || records_kept() < found)  // fewer: an older manifest leaves a hole
        throw Fault(Code::below_anchor,
                    {{"acknowledged", std::to_string(mark_.position)},
                     {"found", std::to_string(std::min(found, records_kept()))}});
    if (mark_.position > 0) {
        if (digest_at(mark_.position) != mark_.digest)
            throw Fault(Code::damaged_record, {{"position", std::to_string(mark_.position)},
                                               {"what", "it is not the one that was acknowledged"}});
    }
    if (found == mark_.position) return;
    if (options_.access == Access::read) {
        beyond_ = left_behind(found);
        return;
    }
    Mark ahead = mark_;
    const Position until = found + 1;
    mark_.position = found;  // so that scan() reaches them
    scan(ahead.position + 1, until, [&](Position position, const Record& one) {
        ahead = {position, one.digest};
        return true;
    });
    if (options_.anchor) anchor_->advance(ahead);
    mark_ = ahead;
}

// What a writer beside has on its way it acknowledges in a moment. The anchor is read once more, for a writer may have
// done so and gone since it was read.
Position Store::left_behind(Position found) const {
    if (FolderLock::is_held(folder_)) return 0;
    const Position now = Anchor::read(*options_.files, anchor_path(folder_)).position;
    return found > now ? found - mark_.position : 0;
}

// One look at each opening tells whether this FORMAT is the one the ledger was made with.
void Store::check_first() const {
    if (head() == 0 || !options_.chain) return;
    if (!open_record(seed_of(format_), *record(1))) throw Fault(Code::format_differs);
}

void Store::announce(const std::string& holder) const { lock_->announce(holder); }

void Store::clear_family(const std::string& name) {
    check(db_->DropColumnFamily(family(name)));
    rocksdb::ColumnFamilyHandle* fresh = nullptr;
    check(db_->CreateColumnFamily(family_options(name), name, &fresh));
    families_[name].reset(fresh);
}

void Store::flush() {
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    for (const auto& [name, handle] : families_) handles.push_back(handle.get());
    check(db_->Flush({}, handles));
    written_ = 0;
}

}  // namespace ipep
