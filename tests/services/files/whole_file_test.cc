// A file or a folder that appears whole or not at all, for its user alone, and through no link.
#include "services/files/whole_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "events/fault.h"
#include "services/words/code.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

namespace fs = std::filesystem;

unsigned mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
    return status.st_mode & 0777;
}

std::size_t entries_in(const std::string& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

template <class Work>
Code fault_in(const Work& work) {
    try {
        work();
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.rejection.sentence().find('{'), std::string::npos) << fault.rejection.sentence();
        return fault.rejection.code;
    }
    return code::conflict;
}

// Whatever the umask; it is the process's own.
struct LooseUmask {
    mode_t before = ::umask(0);
    ~LooseUmask() { ::umask(before); }
};

TEST(WholeFile, StandsNowhereUntilItIsKept) {
    const LooseUmask loose;
    const Scratch scratch;
    fs::create_directory(scratch.path("there"));
    const std::string place = scratch.path("there/file");
    {
        auto file = WholeFile::at(place, Existing::stays);
        ASSERT_TRUE(file);
        file->write("half");
        file->finish();
        EXPECT_FALSE(fs::exists(place));
        EXPECT_EQ(read_file(file->path()), "half");
        EXPECT_EQ(mode_of(file->path()), 0600u);
    }
    EXPECT_EQ(entries_in(scratch.path("there")), 0u);
    EXPECT_TRUE(write_whole(place, "whole", Existing::stays));
    EXPECT_EQ(read_file(place), "whole");
    EXPECT_EQ(mode_of(place), 0600u);
    EXPECT_EQ(entries_in(scratch.path("there")), 1u);
}

TEST(WholeFile, AFileInItsPlaceStaysOrGoesAsWished) {
    const Scratch scratch;
    const std::string place = scratch.path("file");
    std::ofstream(place) << "old";
    EXPECT_EQ(write_whole(place, "new", Existing::stays).error().code, code::file_exists);
    EXPECT_EQ(read_file(place), "old");
    EXPECT_TRUE(write_whole(place, "new", Existing::goes));
    EXPECT_EQ(read_file(place), "new");
    EXPECT_EQ(mode_of(place), 0600u);
}

TEST(WholeFile, AFileThatCameMeanwhileStays) {
    const Scratch scratch;
    const std::string place = scratch.path("file");
    auto file = WholeFile::at(place, Existing::stays);
    ASSERT_TRUE(file);
    std::ofstream(place) << "another's";
    const auto kept = file->keep();
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().code, code::file_exists);
    EXPECT_EQ(read_file(place), "another's");
}

TEST(WholeFile, NoLinkAndNoDeviceGivesWayOrIsFollowed) {
    const Scratch scratch;
    std::ofstream(scratch.path("victim")) << "precious";
    fs::create_symlink(scratch.path("victim"), scratch.path("link"));
    fs::create_symlink(scratch.path("nowhere"), scratch.path("dangling"));
    fs::create_directory(scratch.path("folder"));
    ASSERT_EQ(::mkfifo(scratch.path("pipe").c_str(), 0600), 0);
    for (const char* name : {"link", "dangling", "folder", "pipe"})
        for (const Existing existing : {Existing::stays, Existing::goes}) {
            const auto kept = write_whole(scratch.path(name), "mine", existing);
            ASSERT_FALSE(kept) << name;
            EXPECT_EQ(kept.error().code, code::file_exists);
        }
    EXPECT_EQ(read_file(scratch.path("victim")), "precious");
    EXPECT_FALSE(fs::exists(scratch.path("nowhere")));
    EXPECT_TRUE(fs::is_symlink(scratch.path("link")));
}

TEST(WholeFile, WhatAKilledRunLeftIsClearedUpAndWhatIsBeingMadeIsNot) {
    const Scratch scratch;
    const std::string place = scratch.path("file");
    std::ofstream(place + ".part-aB3dEf") << "left over";
    std::ofstream(place + ".part-longer1") << "somebody's own";
    std::ofstream(scratch.path("victim")) << "precious";
    fs::create_symlink(scratch.path("victim"), place + ".part-GhIjKl");
    auto first = WholeFile::at(place, Existing::goes), second = WholeFile::at(place, Existing::goes);
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(fs::exists(place + ".part-aB3dEf"));
    EXPECT_TRUE(fs::exists(place + ".part-longer1"));
    first->write("first");
    second->write("second");
    EXPECT_TRUE(first->keep());
    EXPECT_TRUE(second->keep());
    EXPECT_EQ(read_file(place), "second");
    EXPECT_EQ(read_file(scratch.path("victim")), "precious");
}

TEST(WholeFile, AFolderAppearsWithAllThatIsInItAndForItsUserAlone) {
    const LooseUmask loose;
    const Scratch scratch;
    const std::string place = scratch.path("folder");
    for (const bool exists : {false, true}) {
        fs::remove_all(place);
        if (exists) fs::create_directory(place);
        auto folder = WholeFolder::at(place + '/');
        ASSERT_TRUE(folder);
        fs::create_directory(folder->path("in"));
        write_new(folder->path("in/one"), "1");
        std::ofstream(folder->path("two")) << "2";
        EXPECT_FALSE(fs::exists(place + "/two"));
        folder->keep();
        EXPECT_EQ(read_file(place + "/in/one"), "1");
        for (const char* name : {"", "/in"}) EXPECT_EQ(mode_of(place + name), 0700u) << name;
        for (const char* name : {"/in/one", "/two"}) EXPECT_EQ(mode_of(place + name), 0600u) << name;
    }
    EXPECT_EQ(WholeFolder::at(place).error().code, code::folder_not_empty);
    fs::create_directory(scratch.path("empty"));
    fs::create_directory_symlink(scratch.path("empty"), scratch.path("link"));
    EXPECT_EQ(WholeFolder::at(scratch.path("link")).error().code, code::folder_not_empty);
    { EXPECT_TRUE(WholeFolder::at(scratch.path("none"))); }
    fs::create_directory(scratch.path("left.part-aB3dEf"));
    { EXPECT_TRUE(WholeFolder::at(scratch.path("left"))); }
    for (const auto& entry : fs::directory_iterator(scratch.path("")))
        EXPECT_EQ(entry.path().string().find(".part-"), std::string::npos) << entry.path();
}

TEST(WholeFile, EachFaultHasItsOwnCode) {
    const Scratch scratch;
    std::ofstream(scratch.path("file")) << "no folder";
    for (const std::string& name : {std::string("absent/one"), std::string("file/one"), std::string(300, 'n')})
        EXPECT_EQ(fault_in([&] { (void)write_whole(scratch.path(name), "", Existing::goes); }), code::path_unusable);
    EXPECT_EQ(fault_in([&] { write_new(scratch.path("file"), ""); }), code::path_unusable);
    EXPECT_EQ(fault_in([&] {
                  NewFile full("/dev/full", ::open("/dev/full", O_WRONLY | O_CLOEXEC));
                  full.write("much");
                  full.close();
              }),
              code::disk_full);
    for (const auto& [error, code] : {std::pair{EACCES, code::permission_missing},
                                      {EPERM, code::permission_missing},
                                      {ENOSPC, code::disk_full},
                                      {EIO, code::disk_fault},
                                      {EROFS, code::disk_fault}})
        EXPECT_EQ(fault_of(scratch.path("file"), error).rejection.code, code) << error;
}

}  // namespace
}  // namespace ipep
