#include "services/sheets/zip_file.h"

#include <zip.h>

#include <array>

#include "services/words/code.h"
#include "services/words/language.h"

namespace ipep::sheets {
namespace {

constexpr std::int64_t kMostEntries = 2'000;

}  // namespace

struct ZipFile::Archive {
    zip_t* zip = nullptr;
    std::size_t unpacked = 0;
    ~Archive() {
        if (zip) zip_discard(zip);
    }
};

ZipFile::ZipFile(std::unique_ptr<Archive> archive) : archive_(std::move(archive)) {}
ZipFile::ZipFile(ZipFile&&) noexcept = default;
ZipFile::~ZipFile() = default;

Verdict<ZipFile> ZipFile::open(std::string_view bytes) {
    auto archive = std::make_unique<Archive>();
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source) archive->zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    if (source && !archive->zip) zip_source_free(source);
    zip_error_fini(&error);
    if (!archive->zip) return refuse(code::sheet_unreadable, {{"what", "its archive is damaged or cut off"}});
    if (zip_get_num_entries(archive->zip, 0) > kMostEntries)
        return refuse(code::sheet_too_large, {{"most", std::to_string(kMostEntries)}, {"of", tr("parts")}});
    return ZipFile(std::move(archive));
}

bool ZipFile::has(const std::string& name) const { return zip_name_locate(archive_->zip, name.c_str(), 0) >= 0; }

Verdict<std::string> ZipFile::read(const std::string& name) {
    std::string text;
    zip_file_t* file = zip_fopen(archive_->zip, name.c_str(), 0);
    if (!file) return refuse(code::sheet_unreadable, {{"what", "a part of it is missing or protected"}});
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> closed(file, zip_fclose);
    std::array<char, 1 << 16> piece;
    for (;;) {
        const zip_int64_t got = zip_fread(file, piece.data(), piece.size());
        if (got < 0) return refuse(code::sheet_unreadable, {{"what", "a part of it is damaged"}});
        if (got == 0) return text;
        archive_->unpacked += static_cast<std::size_t>(got);
        if (archive_->unpacked > kMostUnpacked)
            return refuse(code::sheet_too_large,
                          {{"most", std::to_string(kMostUnpacked)}, {"of", tr("bytes unpacked")}});
        text.append(piece.data(), static_cast<std::size_t>(got));
    }
}

}  // namespace ipep::sheets
