#include "services/histories/adjustment/patient_file.h"

#include "events/byte_order_mark.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr std::size_t kBlock = 1u << 18;

}  // namespace

Verdict<PatientFile> PatientFile::open(const std::string& path, AldField ald) {
    auto source = IPEP_TRY(ByteSource::open(path));
    PatientFile file(std::move(source));
    std::string first;
    IPEP_TRY(file.next(first));
    const auto end = std::min(first.find('\n'), first.size());
    auto header = IPEP_TRY(PatientHeader::read(without_byte_order_mark(std::string_view(first).substr(0, end)), ald));
    file.header_ = std::move(header);
    file.rest_.insert(0, first, std::min(end + 1, first.size()));
    return file;
}

// Reads on until the block is full or the file ends; a last line without its break gets one.
Verdict<> PatientFile::next(std::string& block) {
    block.swap(rest_);
    rest_.clear();
    std::size_t got = 1;
    while (got > 0 && block.size() < kBlock) {
        const std::size_t have = block.size();
        Verdict<std::size_t> read = 0;
        block.resize_and_overwrite(have + kBlock, [&](char* bytes, std::size_t) {
            read = source_.read(bytes + have, kBlock);
            return have + read.value_or(0);
        });
        if (!read) return std::unexpected(std::move(read.error()));
        got = *read;
    }
    if (block.empty()) return {};
    if (got == 0 && block.back() != '\n') block += '\n';
    const auto end = block.rfind('\n');
    if (end == std::string::npos) return refuse(code::row_malformed);
    rest_.assign(block, end + 1);
    block.resize(end + 1);
    return {};
}

}  // namespace ipep
