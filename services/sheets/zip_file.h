// ZipFile: the entries of a zip in memory, unpacked one at a time and never beyond a limit, whatever the zip promises.
//
// Limits: 2 000 entries; 64 MiB unpacked in all, counted while it is unpacked.
// Errors: sheet_unreadable, sheet_too_large.
// Source: APPNOTE.TXT, by libzip.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ledger/rejection.h"

namespace ipep::sheets {

inline constexpr std::size_t kMostUnpacked = 64 << 20;

class ZipFile {
public:
    // The bytes stay where they are while it lives.
    static Verdict<ZipFile> open(std::string_view bytes);
    ZipFile(ZipFile&&) noexcept;
    ~ZipFile();

    bool has(const std::string& name) const;
    Verdict<std::string> read(const std::string& name);

private:
    struct Archive;
    explicit ZipFile(std::unique_ptr<Archive> archive);
    std::unique_ptr<Archive> archive_;
};

}  // namespace ipep::sheets
