#include "services/files/folder_archive.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "events/fault.h"
#include "services/files/new_file.h"

namespace ipep {
namespace {

constexpr std::size_t kBlock = 512, kNameAt = 0, kNameSize = 100, kModeAt = 100, kSizeAt = 124, kTimeAt = 136,
                      kSumAt = 148, kTypeAt = 156, kMagicAt = 257, kPrefixAt = 345, kPrefixSize = 155;

void put_octal(std::string& block, std::size_t at, std::size_t width, std::uint64_t value) {
    for (std::size_t i = at + width - 1; i-- > at; value /= 8) block[i] = static_cast<char>('0' + value % 8);
}

std::uint64_t checksum(std::string block) {
    block.replace(kSumAt, 8, 8, ' ');
    std::uint64_t sum = 0;
    for (const char c : block) sum += static_cast<unsigned char>(c);
    return sum;
}

// A longer path is cut at a slash into prefix and name.
std::string header_of(const std::string& path, std::uint64_t size) {
    std::string block(kBlock, '\0');
    const std::size_t cut = path.size() > kNameSize ? path.find('/', path.size() - kNameSize - 1) : std::string::npos;
    const std::string name = cut == std::string::npos ? path : path.substr(cut + 1);
    block.replace(kNameAt, name.size(), name);
    if (cut != std::string::npos) block.replace(kPrefixAt, cut, path, 0, cut);
    put_octal(block, kModeAt, 8, 0600);
    put_octal(block, kSizeAt, 12, size);
    put_octal(block, kTimeAt, 12, 0);
    block[kTypeAt] = '0';
    block.replace(kMagicAt, 8, std::string("ustar\00000", 8));
    put_octal(block, kSumAt, 7, checksum(block));
    return block;
}

std::string field(std::string_view block, std::size_t at, std::size_t width) {
    const std::string_view text = block.substr(at, width);
    return std::string(text.substr(0, text.find('\0')));
}

std::uint64_t octal(std::string_view block, std::size_t at, std::size_t width) {
    std::uint64_t value = 0;
    std::from_chars(block.data() + at, block.data() + at + width, value, 8);
    return value;
}

bool leads_out(const std::filesystem::path& path) {
    return path.empty() || path.is_absolute() || std::ranges::find(path, std::filesystem::path("..")) != path.end();
}

}  // namespace

std::string archive_of(const std::string& folder) {
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.insert(entry.path());
    std::string archive;
    for (const auto& path : files) {
        std::ifstream file(path, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        archive += header_of(std::filesystem::relative(path, folder), bytes.size()) + bytes;
        archive.append((kBlock - bytes.size() % kBlock) % kBlock, '\0');
    }
    return archive.append(2 * kBlock, '\0');
}

bool unpack(std::string_view archive, const std::string& folder) {
    while (archive.size() >= kBlock && archive[0] != '\0') {
        const std::string_view block = archive.substr(0, kBlock);
        const std::uint64_t size = octal(block, kSizeAt, 11);
        const std::string prefix = field(block, kPrefixAt, kPrefixSize);
        const std::filesystem::path path =
            prefix.empty() ? field(block, kNameAt, kNameSize) : prefix + '/' + field(block, kNameAt, kNameSize);
        const std::uint64_t padded = (size + kBlock - 1) / kBlock * kBlock;
        if (octal(block, kSumAt, 6) != checksum(std::string(block)) || block[kTypeAt] != '0' || leads_out(path) ||
            padded > archive.size() - kBlock)
            return false;
        const std::filesystem::path target = std::filesystem::path(folder) / path;
        std::error_code error;
        std::filesystem::create_directories(target.parent_path(), error);
        if (error) throw fault_of(target.string(), error);
        write_new(target.string(), archive.substr(kBlock, size));
        archive.remove_prefix(kBlock + padded);
    }
    return archive.size() >= 2 * kBlock;
}

}  // namespace ipep
