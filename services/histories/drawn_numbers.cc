#include "services/histories/drawn_numbers.h"

#include "events/seal.h"

namespace ipep {
namespace {

constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;  // the golden ratio
constexpr std::uint64_t kHalf = 0xffffffff;
constexpr int kPairs = 6;

}  // namespace

std::uint64_t DrawnNumbers::mix(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

DrawnNumbers::DrawnNumbers(std::uint64_t seed, std::uint64_t draw, std::uint64_t name, ResultYear year)
    : state_(mix(mix(mix(seed) + draw) + name) + static_cast<std::uint64_t>(year.number)) {}

std::uint64_t DrawnNumbers::name_of(const GroupementId& groupement) {
    const Digest digest = sha256(groupement.text);
    std::uint64_t name = 0;
    for (std::size_t i = 0; i < sizeof name; ++i) name = name << 8 | digest[i];
    return name;
}

std::uint64_t DrawnNumbers::next() { return mix(state_ += kStep); }

std::int64_t DrawnNumbers::standard() {
    std::int64_t sum = 0;
    for (int i = 0; i < kPairs; ++i) {
        const std::uint64_t bits = next();
        sum += static_cast<std::int64_t>(bits >> 32) + static_cast<std::int64_t>(bits & kHalf);
    }
    return sum - kPairs * static_cast<std::int64_t>(kHalf);
}

}  // namespace ipep
