#include "services/witness/witness_submission.h"

#include "events/encoding.h"

namespace ipep {
namespace {

constexpr std::size_t kMostLines = 63;
const std::string kOld = "old ";

}  // namespace

std::string to_bytes(const WitnessSubmission& submission) {
    std::string bytes = kOld + std::to_string(submission.old) + '\n';
    for (const Digest& one : submission.proof) bytes += base64(bytes_of(one)) + '\n';
    return bytes + '\n' + submission.note;
}

std::optional<WitnessSubmission> parse_submission(const std::string& bytes) {
    WitnessSubmission submission;
    auto end = bytes.find('\n');
    if (!bytes.starts_with(kOld) || end == std::string::npos) return std::nullopt;
    const auto old = parse_size(bytes.substr(kOld.size(), end - kOld.size()));
    if (!old) return std::nullopt;
    submission.old = *old;
    for (auto at = end + 1;; at = end + 1) {
        end = bytes.find('\n', at);
        if (end == std::string::npos) return std::nullopt;
        if (end == at) break;
        const auto hash = parse_root(bytes.substr(at, end - at));
        if (!hash || submission.proof.size() == kMostLines) return std::nullopt;
        submission.proof.push_back(*hash);
    }
    submission.note = bytes.substr(end + 1);
    return submission;
}

}  // namespace ipep
