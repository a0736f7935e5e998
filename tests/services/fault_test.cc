// What the world may break is a fault with its own code, found before anything rests on it.
#include <gmock/gmock.h>
#include <rocksdb/db.h>
#include <rocksdb/file_system.h>

#include <fstream>

#include "events/backup.h"
#include "events/big_endian.h"
#include "events/code.h"
#include "events/fault.h"
#include "events/folder.h"
#include "events/log_rocksdb_files.h"
#include "services/audit/restore.h"
#include "tests/print.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;

template <class Use>
void expect_fault(Code code, Use&& use) {
    try {
        use();
        ADD_FAILURE() << "no fault";
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.rejection.code, code) << fault.rejection.sentence();
        EXPECT_EQ(fault.rejection.sentence().find('{'), std::string::npos) << fault.rejection.sentence();
    }
}

void open(const std::string& folder, Access access) { LedgerService service(folder, access); }

// A closed ledger of the worked example.
struct Closed : TrialFolder {
    Closed() {
        append_data("worked.jsonl");
        close();
    }
    std::string file(const std::string& name) const { return folder() + '/' + name; }
    void write(const std::string& name, const std::string& text) const { std::ofstream(file(name)) << text; }
};

// Changes one stored record, as no command could.
void overwrite_record(const std::string& folder, Position position, const std::function<void(std::string&)>& change) {
    const std::string path = folder + "/db";
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, path, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const auto& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, path, families, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    for (auto* handle : handles)
        if (handle->GetName() == "events") {
            std::string bytes;
            ASSERT_TRUE(db->Get({}, handle, big_endian(position), &bytes).ok());
            change(bytes);
            ASSERT_TRUE(db->Put({}, handle, big_endian(position), bytes).ok());
        }
    for (auto* handle : handles) ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
    ASSERT_TRUE(db->Close().ok());
}

TEST(Fault, NoLedgerIsThere) {
    const Scratch scratch;
    expect_fault(code::no_ledger, [&] { open(scratch.path("nowhere"), Access::read); });
    fs::create_directory(scratch.path("empty"));
    expect_fault(code::no_ledger, [&] { open(scratch.path("empty"), Access::write); });
}

TEST(Fault, AnotherFolderIsNotALedger) {
    const Closed ledger;
    for (const char* format :
         {"", "something else\n", "ipep-ledger x\n", "ipep-ledger 1\n", "ipep-ledger 1\norigin\n"}) {
        ledger.write("FORMAT", format);
        expect_fault(code::not_a_ledger, [&] { open(ledger.folder(), Access::read); });
    }
}

TEST(Fault, ANewerFormatIsNotRead) {
    const Closed ledger;
    ledger.write("FORMAT", format_text({kFormat + 1, "trial", false}));
    expect_fault(code::format_newer, [&] { open(ledger.folder(), Access::read); });
}

TEST(Fault, OneWriterAtATimeAndReadersBesideIt) {
    TrialFolder ledger;
    ledger.append_data("worked.jsonl");
    expect_fault(code::ledger_busy, [&] { open(ledger.folder(), Access::write); });
    open(ledger.folder(), Access::read);
    ledger.close();
    open(ledger.folder(), Access::write);
}

TEST(Fault, AChangedRecordIsFoundWhereItIsRead) {
    const Closed ledger;
    overwrite_record(ledger.folder(), 5, [](std::string& bytes) { bytes[40] = static_cast<char>(bytes[40] ^ 1); });
    LedgerService reader(ledger.folder(), Access::read);
    expect_fault(code::damaged_record, [&] { reader.event(5); });
    const auto found = verify(reader.store());
    ASSERT_FALSE(found.differences.empty());
    EXPECT_EQ(found.differences.front().where, "position 5");
    // An earlier state is read of its rows; what is decided on rests on the log.
    expect_fault(code::damaged_record, [&] { reader.rest_on_log(); });
}

TEST(Fault, ARecordSealedAgainIsFoundByTheOneBehindIt) {
    const Closed ledger;
    overwrite_record(ledger.folder(), 5, [&](std::string& bytes) {
        const Store store(ledger.folder(), {.access = Access::read});
        Digest before = split_record(*store.record(4))->digest;
        std::string payload(split_record(bytes)->payload);
        payload.back() = static_cast<char>(payload.back() ^ 1);
        bytes = seal_record(before, payload);
    });
    const Store store(ledger.folder(), {.access = Access::read});
    const auto found = verify(store);
    ASSERT_FALSE(found.differences.empty());
    const auto behind = [](const Difference& one) { return one.where.starts_with("position 6"); };
    EXPECT_TRUE(std::ranges::any_of(found.differences, behind)) << "its digest rests on another one";
}

TEST(Fault, AnOverwrittenHeadIsNotWhatWasAcknowledged) {
    Closed ledger;
    Position head = 0;
    {
        const Store store(ledger.folder(), {.access = Access::read});
        head = store.head();
    }
    overwrite_record(ledger.folder(), head,
                     [](std::string& bytes) { bytes.back() = static_cast<char>(~bytes.back()); });
    for (const Access access : {Access::read, Access::write})
        expect_fault(code::damaged_record, [&] { open(ledger.folder(), access); });
}

TEST(Fault, AStoreWithoutItsManifestIsDamaged) {
    const Closed ledger;
    fs::remove(ledger.file("db/CURRENT"));
    for (const Access access : {Access::read, Access::write})
        expect_fault(code::damaged_store, [&] { open(ledger.folder(), access); });
}

TEST(Fault, AMissingOrDamagedAnchorIsAFault) {
    const Closed ledger;
    ledger.write("anchor", std::string(8192, '\0'));
    expect_fault(code::anchor_missing, [&] { open(ledger.folder(), Access::read); });
    fs::remove(ledger.file("anchor"));
    for (const Access access : {Access::read, Access::write})
        expect_fault(code::anchor_missing, [&] { open(ledger.folder(), access); });
}

TEST(Fault, AnOlderStoreUnderANewerAnchorIsBelowIt) {
    Closed ledger;
    const Scratch scratch;
    fs::copy(ledger.file("db"), scratch.path("older"), fs::copy_options::recursive);
    ledger.reopen();
    ledger.settle(2019);
    ledger.close();
    fs::remove_all(ledger.file("db"));
    fs::copy(scratch.path("older"), ledger.file("db"), fs::copy_options::recursive);
    for (const Access access : {Access::read, Access::write})
        expect_fault(code::below_anchor, [&] { open(ledger.folder(), access); });
}

// `trial` taken out, or the origin changed, the digest of FORMAT made to fit: the first record tells at every opening.
TEST(Fault, AFormatChangedByHandIsNotTheLedgers) {
    const Closed ledger;
    const Format made = format_of(ledger.folder());
    const Format changed[] = {
        {made.format, made.origin, !made.trial}, {made.format, "another", made.trial}, {1, made.origin, made.trial}};
    for (const Format& other : changed) {
        ledger.write("FORMAT", format_text(other));
        for (const Access access : {Access::read, Access::write})
            expect_fault(code::format_differs, [&] { open(ledger.folder(), access); });
    }
    ledger.write("FORMAT", format_text({0, made.origin, made.trial}));
    expect_fault(code::not_a_ledger, [&] { open(ledger.folder(), Access::read); });
    ledger.write("FORMAT", format_text(made));
    open(ledger.folder(), Access::write);
}

// What a backup says the ledger is becomes its FORMAT.
TEST(Fault, ABackupWhoseFormatWasChangedIsNotRestored) {
    const Closed ledger;
    const Scratch scratch;
    back_up(ledger.folder(), scratch.path("backups"));
    const fs::path meta = fs::directory_iterator(scratch.path("backups") + "/meta")->path();
    std::string text = read_file(meta);
    const std::string trial = "20747269616C20", real = "207265616C20";  // " trial ", " real ", as RocksDB keeps them
    const auto at = text.find(trial);
    ASSERT_NE(at, std::string::npos) << text;
    text.replace(at, trial.size(), real);
    std::ofstream(meta) << text;
    expect_fault(code::format_differs, [&] { (void)restore(scratch.path("backups"), scratch.path("restored")); });
    EXPECT_FALSE(fs::exists(scratch.path("restored")));
}

// A disk that is full, or fails, once it is told to.
struct MoodyDisk : rocksdb::FileSystemWrapper {
    MoodyDisk() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
    const char* Name() const override { return "MoodyDisk"; }
    rocksdb::IOStatus GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options, std::uint64_t* free,
                                   rocksdb::IODebugContext* context) override {
        const auto status = FileSystemWrapper::GetFreeSpace(path, options, free, context);
        if (full) *free = 1u << 20;
        return status;
    }
    rocksdb::IOStatus NewRandomRWFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSRandomRWFile>* file,
                                      rocksdb::IODebugContext* context) override {
        if (broken) return rocksdb::IOStatus::IOError("broken");
        return FileSystemWrapper::NewRandomRWFile(path, options, file, context);
    }
    bool full = false, broken = false;
};

TEST(Fault, AFullDiskRecordsNothing) {
    const Closed ledger;
    const auto disk = std::make_shared<MoodyDisk>();
    LedgerService service(ledger.folder(), Access::write, {}, {.files = log_files(disk)});
    const std::string before = state_of(service);
    disk->full = true;
    expect_fault(code::disk_full, [&] { (void)service.settle(2019, {}, {}, false); });
    EXPECT_EQ(state_of(service), before);
    disk->full = false;
    EXPECT_TRUE(service.settle(2019, {}, {}, false));
}

TEST(Fault, AFailingDiskIsAFault) {
    const Closed ledger;
    const auto disk = std::make_shared<MoodyDisk>();
    disk->broken = true;
    const StoreOptions options{.files = log_files(disk)};
    expect_fault(code::disk_fault, [&] { LedgerService service(ledger.folder(), Access::write, {}, options); });
    const Scratch scratch;
    std::ofstream(scratch.path("file")) << "no folder";
    expect_fault(code::path_unusable, [&] { Store::create(scratch.path("file/ledger"), {}); });
}

TEST(Fault, ALogThatHasGrownMeanwhileIsAConflict) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    Store& store = ledger.service().store();
    expect_fault(code::conflict, [&] { store.append({store.records_behind(3)}); });
}

}  // namespace
}  // namespace ipep
