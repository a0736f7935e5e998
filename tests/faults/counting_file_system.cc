#include "tests/faults/counting_file_system.h"

#include <unistd.h>

namespace ipep::faults {
namespace {

using namespace rocksdb;

struct Reading : FSSequentialFileOwnerWrapper {
    Reading(std::unique_ptr<FSSequentialFile> file, CountingFileSystem& all, std::string name)
        : FSSequentialFileOwnerWrapper(std::move(file)), files(all), path(std::move(name)) {}
    IOStatus Read(size_t n, const IOOptions& options, Slice* result, char* scratch, IODebugContext* debug) override {
        return files.step({Op::read, path, {}, {}, 0},
                          [&] { return FSSequentialFileOwnerWrapper::Read(n, options, result, scratch, debug); });
    }
    CountingFileSystem& files;
    std::string path;
};

struct Looking : FSRandomAccessFileOwnerWrapper {
    Looking(std::unique_ptr<FSRandomAccessFile> file, CountingFileSystem& all, std::string name)
        : FSRandomAccessFileOwnerWrapper(std::move(file)), files(all), path(std::move(name)) {}
    IOStatus Read(uint64_t offset, size_t n, const IOOptions& options, Slice* result, char* scratch,
                  IODebugContext* debug) const override {
        return files.step({Op::read, path, {}, {}, offset}, [&] {
            return FSRandomAccessFileOwnerWrapper::Read(offset, n, options, result, scratch, debug);
        });
    }
    IOStatus MultiRead(FSReadRequest* requests, size_t count, const IOOptions& options,
                       IODebugContext* debug) override {
        return files.step({Op::read, path, {}, {}, 0},
                          [&] { return FSRandomAccessFileOwnerWrapper::MultiRead(requests, count, options, debug); });
    }
    CountingFileSystem& files;
    std::string path;
};

struct Writing : FSWritableFileOwnerWrapper {
    Writing(std::unique_ptr<FSWritableFile> file, CountingFileSystem& all, std::string name)
        : FSWritableFileOwnerWrapper(std::move(file)), files(all), path(std::move(name)) {}
    using FSWritableFileOwnerWrapper::Append;
    IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
        return files.step({Op::append, path, {}, data.ToString(), 0},
                          [&] { return FSWritableFileOwnerWrapper::Append(data, options, debug); });
    }
    IOStatus Append(const Slice& data, const IOOptions& options, const DataVerificationInfo&,
                    IODebugContext* debug) override {
        return Append(data, options, debug);
    }
    IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
        return files.step({Op::sync, path, {}, {}, 0},
                          [&] { return FSWritableFileOwnerWrapper::Sync(options, debug); });
    }
    IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
        return files.step({Op::sync, path, {}, {}, 0},
                          [&] { return FSWritableFileOwnerWrapper::Fsync(options, debug); });
    }
    CountingFileSystem& files;
    std::string path;
};

struct Overwriting : FSRandomRWFileOwnerWrapper {
    Overwriting(std::unique_ptr<FSRandomRWFile> file, CountingFileSystem& all, std::string name)
        : FSRandomRWFileOwnerWrapper(std::move(file)), files(all), path(std::move(name)) {}
    IOStatus Write(uint64_t offset, const Slice& data, const IOOptions& options, IODebugContext* debug) override {
        return files.step({Op::overwrite, path, {}, data.ToString(), offset},
                          [&] { return FSRandomRWFileOwnerWrapper::Write(offset, data, options, debug); });
    }
    IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
        return files.step({Op::sync, path, {}, {}, 0},
                          [&] { return FSRandomRWFileOwnerWrapper::Sync(options, debug); });
    }
    IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override { return Sync(options, debug); }
    CountingFileSystem& files;
    std::string path;
};

struct Folder : FSDirectoryWrapper {
    Folder(std::unique_ptr<FSDirectory>&& folder, CountingFileSystem& all, std::string name)
        : FSDirectoryWrapper(std::move(folder)), files(all), path(std::move(name)) {}
    IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
        return files.step({Op::sync_folder, path, {}, {}, 0},
                          [&] { return FSDirectoryWrapper::Fsync(options, debug); });
    }
    IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug, const DirFsyncOptions&) override {
        return Fsync(options, debug);
    }
    CountingFileSystem& files;
    std::string path;
};

template <class Mine, class File>
void wrap(std::unique_ptr<File>* file, CountingFileSystem& files, const std::string& path) {
    *file = std::make_unique<Mine>(std::move(*file), files, path);
}

}  // namespace

IOStatus CountingFileSystem::before(const Step& step) {
    const auto nth = ++counts_[static_cast<std::size_t>(step.op)];
    if (step.op != Op::read && ++writes_ == exit_at_) ::_exit(0);
    if (!failure_ || failure_->op != step.op || nth < failure_->nth) return IOStatus::OK();
    if (nth > failure_->nth && !failure_->no_space) return IOStatus::OK();
    return failure_->no_space ? IOStatus::NoSpace("no space left (made by the test)", step.path)
                              : IOStatus::IOError("input/output error (made by the test)", step.path);
}

void CountingFileSystem::note(std::string text) {
    const std::lock_guard lock(mutex_);
    trace_.push_back({Op::note, {}, {}, std::move(text), 0});
}

IOStatus CountingFileSystem::NewSequentialFile(Path path, Options options, std::unique_ptr<FSSequentialFile>* file,
                                               Debug debug) {
    auto status = target()->NewSequentialFile(path, options, file, debug);
    if (status.ok()) wrap<Reading>(file, *this, path);
    return status;
}

IOStatus CountingFileSystem::NewRandomAccessFile(Path path, Options options, std::unique_ptr<FSRandomAccessFile>* file,
                                                 Debug debug) {
    auto status = target()->NewRandomAccessFile(path, options, file, debug);
    if (status.ok()) wrap<Looking>(file, *this, path);
    return status;
}

IOStatus CountingFileSystem::NewWritableFile(Path path, Options options, std::unique_ptr<FSWritableFile>* file,
                                             Debug debug) {
    auto status =
        step({Op::create, path, {}, {}, 0}, [&] { return target()->NewWritableFile(path, options, file, debug); });
    if (status.ok()) wrap<Writing>(file, *this, path);
    return status;
}

IOStatus CountingFileSystem::NewRandomRWFile(Path path, Options options, std::unique_ptr<FSRandomRWFile>* file,
                                             Debug debug) {
    auto status = target()->NewRandomRWFile(path, options, file, debug);
    if (status.ok()) wrap<Overwriting>(file, *this, path);
    return status;
}

IOStatus CountingFileSystem::NewDirectory(Path path, IO options, std::unique_ptr<FSDirectory>* folder, Debug debug) {
    auto status = target()->NewDirectory(path, options, folder, debug);
    if (status.ok()) wrap<Folder>(folder, *this, path);
    return status;
}

IOStatus CountingFileSystem::RenameFile(Path from, Path to, IO options, Debug debug) {
    return step({Op::rename, from, to, {}, 0}, [&] { return target()->RenameFile(from, to, options, debug); });
}

IOStatus CountingFileSystem::DeleteFile(Path path, IO options, Debug debug) {
    return step({Op::remove, path, {}, {}, 0}, [&] { return target()->DeleteFile(path, options, debug); });
}

}  // namespace ipep::faults
