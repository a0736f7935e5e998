#include "events/format.h"

#include "events/seal.h"

namespace ipep {
namespace {

constexpr int kFirstSealed = 2;  // the format from which on FORMAT is sealed

std::string lines_of(const Format& format) {
    return "ipep-ledger " + std::to_string(format.format) + "\norigin " + format.origin + "\n" +
           (format.trial ? "trial\n" : "");
}

}  // namespace

bool is_sealed(const Format& format) { return format.format >= kFirstSealed; }

Digest seed_of(const Format& format) { return is_sealed(format) ? sha256(lines_of(format)) : Digest{}; }

// The last line is a digest of those before it: a flipped bit makes no other ledger of it.
std::string format_text(const Format& format) {
    const std::string lines = lines_of(format);
    return lines + "sha256 " + to_hex(bytes_of(sha256(lines))) + "\n";
}

}  // namespace ipep
