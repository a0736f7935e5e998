// Coverage: what g++ reports at each basic block, told to libFuzzer in the form it understands.
//
// Shape:   libFuzzer comes with clang and counts what clang's own instrumentation counts. What is fuzzed is compiled by
//          g++ 12, as in the product (clang 14 reads no std::expected); g++ calls __sanitizer_cov_trace_pc, which the
//          linker leads here (--wrap), for libFuzzer's own stops with "no longer supported".
// Threads: one, as libFuzzer runs.
// Source:  https://llvm.org/docs/LibFuzzer.html; GCC manual, -fsanitize-coverage=trace-pc.
#include <cstddef>
#include <cstdint>

extern "C" void __sanitizer_cov_8bit_counters_init(std::uint8_t* from, std::uint8_t* until);

namespace {

constexpr unsigned kBits = 16;
constexpr std::size_t kCounters = std::size_t{1} << kBits;
std::uint8_t counters[kCounters];
[[maybe_unused]] const bool known = (__sanitizer_cov_8bit_counters_init(counters, counters + kCounters), true);

}  // namespace

extern "C" void __wrap___sanitizer_cov_trace_pc();
extern "C" void __wrap___sanitizer_cov_trace_pc() {
    const auto block = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
    std::uint8_t& counter = counters[(block * 0x9E37'79B9'7F4A'7C15u) >> (64 - kBits)];  // Knuth's multiplicative hash
    ++counter;
}
