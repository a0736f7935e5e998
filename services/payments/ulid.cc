#include "services/payments/ulid.h"

namespace ipep {

std::string ulid(std::int64_t now_us, std::string_view random) {
    constexpr char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const auto time = static_cast<std::uint64_t>(now_us / 1000);
    std::string text;
    for (int shift = 45; shift >= 0; shift -= 5) text += digits[time >> shift & 31];
    unsigned kept = 0, bits = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        kept = kept << 8 | static_cast<unsigned char>(random[i]);
        for (bits += 8; bits >= 5; bits -= 5) text += digits[kept >> (bits - 5) & 31];
        kept &= (1u << bits) - 1;
    }
    return text;
}

}  // namespace ipep
