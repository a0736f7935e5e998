#include "services/histories/adjustment/patient_file.h"

#include "events/byte_order_mark.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr std::size_t kBlock = 1u << 18;

// Behind the last whole line that is not blank: blank ones wait for what comes behind them.
std::size_t end_of_rows(std::string_view block, bool is_last) {
    const auto last_break = block.rfind('\n');
    const auto last = block.find_last_not_of("\r\n", last_break);
    if (last == std::string_view::npos) return is_last ? 0 : last_break + 1;
    return block.find('\n', last) + 1;
}

}  // namespace

Verdict<PatientFile> PatientFile::open(const std::string& path, const PatientFields& fields) {
    auto source = IPEP_TRY(ByteSource::open(path));
    PatientFile file(std::move(source));
    std::string first;
    IPEP_TRY(file.next(first));
    const auto end = std::min(first.find('\n'), first.size());
    auto header =
        IPEP_TRY(PatientHeader::read(without_byte_order_mark(std::string_view(first).substr(0, end)), fields));
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
    if (!block.contains('\n')) return refuse(code::row_malformed);
    const auto end = end_of_rows(block, got == 0);
    rest_.assign(block, end);
    block.resize(end);
    if (got == 0) rest_.clear();  // blank lines
    return {};
}

}  // namespace ipep
