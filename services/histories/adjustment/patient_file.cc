#include "services/histories/adjustment/patient_file.h"

namespace ipep {
namespace {

constexpr std::size_t kBlock = 1u << 20;

}  // namespace

// Reads on until a block is pending or the file ends; a last line without its break gets one.
Verdict<> PatientFile::fill() {
    while (!ended_ && pending_.size() < kBlock) {
        const std::size_t have = pending_.size();
        pending_.resize(have + kBlock);
        const auto got = source_.read(pending_.data() + have, kBlock);
        if (!got) return std::unexpected(got.error());
        pending_.resize(have + *got);
        ended_ = *got == 0;
    }
    if (ended_ && !pending_.empty() && pending_.back() != '\n') pending_ += '\n';
    return {};
}

Verdict<PatientFile> PatientFile::open(const std::string& path) {
    auto source = ByteSource::open(path);
    if (!source) return std::unexpected(std::move(source.error()));
    PatientFile file(std::move(*source));
    if (auto filled = file.fill(); !filled) return std::unexpected(std::move(filled.error()));
    const auto end = file.pending_.find('\n');
    auto header = PatientHeader::read(std::string_view(file.pending_).substr(0, end));
    if (!header) return std::unexpected(std::move(header.error()));
    file.header_ = std::move(*header);
    file.pending_.erase(0, end == std::string::npos ? end : end + 1);
    if (auto filled = file.fill(); !filled) return std::unexpected(std::move(filled.error()));
    if (file.pending_.empty()) return refuse(Code::sample_empty);
    return file;
}

Verdict<std::string> PatientFile::next() {
    if (auto filled = fill(); !filled) return std::unexpected(std::move(filled.error()));
    if (pending_.empty()) return std::string();
    const auto end = pending_.rfind('\n');
    if (end == std::string::npos) return refuse(Code::row_malformed);
    std::string rest = pending_.substr(end + 1);
    pending_.resize(end + 1);
    return std::exchange(pending_, std::move(rest));
}

}  // namespace ipep
