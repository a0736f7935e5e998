// CountingFileSystem: the machine's files, with every writing operation numbered, remembered, failed or made the last.
//
// Shape:   operations 1, 2, 3 … in the order they were done, whatever thread did them. RocksDB's own LOG and LOCK,
//          which hold nothing of the ledger, are not seen.
// Promise: a failed operation changes nothing on disk; an ending process does nothing of operation k.
// Threads: any; one lock is held for each operation, so that the trace is the order on disk.
// Source:  rocksdb/file_system.h, FileSystemWrapper.
#pragma once

#include <rocksdb/file_system.h>

#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace ipep::faults {

enum class Op : std::uint8_t { create, append, overwrite, sync, rename, remove, sync_folder, read, note };
inline constexpr std::size_t kOps = 9;
inline constexpr std::array<const char*, kOps> kOpNames = {"create", "append",      "overwrite", "sync", "rename",
                                                           "remove", "sync_folder", "read",      "note"};

struct Step {
    Op op = Op::note;
    std::string path, to, data;  // `to` of a rename; `data` of an append or overwrite, or the note
    std::uint64_t offset = 0;
};

// The nth operation of a kind, counted from 1, fails: once with an input/output error, as a disk does whose next sync
// says that all is well; or for lack of space, and then all of that kind behind it too.
struct Failure {
    Op op = Op::sync;
    std::uint64_t nth = 1;
    bool no_space = false;
};

class CountingFileSystem : public rocksdb::FileSystemWrapper {
public:
    CountingFileSystem() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
    const char* Name() const override { return "CountingFileSystem"; }

    void record() { recording_ = true; }
    void note(std::string text);
    void fail(const Failure& failure) { failure_ = failure; }
    void exit_at(std::uint64_t operation) { exit_at_ = operation; }

    std::uint64_t count(Op op) const { return counts_[static_cast<std::size_t>(op)]; }
    std::uint64_t writes() const { return writes_; }
    const std::vector<Step>& trace() const { return trace_; }

    // Does one operation: counts, fails or ends the process, or runs it and remembers what was done.
    template <class Do>
    rocksdb::IOStatus step(Step step, Do&& run) {
        const std::lock_guard lock(mutex_);
        if (auto failed = before(step); !failed.ok()) return failed;
        auto status = run();
        if (status.ok() && recording_ && step.op != Op::read) trace_.push_back(std::move(step));
        return status;
    }

    using Status = rocksdb::IOStatus;
    using Path = const std::string&;
    using Options = const rocksdb::FileOptions&;
    using IO = const rocksdb::IOOptions&;
    using Debug = rocksdb::IODebugContext*;
    Status NewSequentialFile(Path, Options, std::unique_ptr<rocksdb::FSSequentialFile>*, Debug) override;
    Status NewRandomAccessFile(Path, Options, std::unique_ptr<rocksdb::FSRandomAccessFile>*, Debug) override;
    Status NewWritableFile(Path, Options, std::unique_ptr<rocksdb::FSWritableFile>*, Debug) override;
    Status NewRandomRWFile(Path, Options, std::unique_ptr<rocksdb::FSRandomRWFile>*, Debug) override;
    Status NewDirectory(Path, IO, std::unique_ptr<rocksdb::FSDirectory>*, Debug) override;
    Status RenameFile(Path, Path, IO, Debug) override;
    Status DeleteFile(Path, IO, Debug) override;

private:
    Status before(const Step& step);

    mutable std::mutex mutex_;
    std::array<std::uint64_t, kOps> counts_{};
    std::uint64_t writes_ = 0;
    std::optional<std::uint64_t> exit_at_;
    std::optional<Failure> failure_;
    bool recording_ = false;
    std::vector<Step> trace_;
};

}  // namespace ipep::faults
