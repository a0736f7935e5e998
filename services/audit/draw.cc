#include "services/audit/draw.h"

#include <algorithm>

#include "events/big_endian.h"
#include "events/seal.h"
#include "ledger/exact_number.h"

namespace ipep {

std::uint64_t drawn_number(const Digest& root, const std::string& text, std::uint64_t k, std::uint64_t below) {
    const Digest state = sha256(bytes_of(root), text);
    Wide number = 0;  // the digest as one number, modulo `below`
    for (const std::uint8_t byte : sha256(bytes_of(state), big_endian(k))) number = (number * 256 + byte) % below;
    return static_cast<std::uint64_t>(number);
}

std::vector<std::string> draw_sample(std::vector<std::string> left, const Digest& root, const std::string& text,
                                     std::uint64_t size) {
    std::ranges::sort(left);
    std::vector<std::string> drawn;
    for (std::uint64_t k = 0; k < size && !left.empty(); ++k) {
        const auto index = static_cast<std::ptrdiff_t>(drawn_number(root, text, k, left.size()));
        drawn.push_back(std::move(left[static_cast<std::size_t>(index)]));
        left.erase(left.begin() + index);
    }
    return drawn;
}

}  // namespace ipep
