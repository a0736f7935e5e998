// Fuzz: what a harness may say: any input ends in an answer or a refusal, and what is claimed here always holds.
//
// Shape:  each harness is one LLVMFuzzerTestOneInput; a broken claim ends the process, which keeps the input as a file.
// Source: https://llvm.org/docs/LibFuzzer.html.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace ipep::fuzz {

inline void claim(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

// The input, taken from the front piece by piece; zeros and empty texts once it has ended.
class Input {
public:
    Input(const std::uint8_t* data, std::size_t size) : left_(reinterpret_cast<const char*>(data), size) {}

    std::uint8_t byte() {
        const std::string_view one = bytes(1);
        return one.empty() ? 0 : static_cast<std::uint8_t>(one.front());
    }
    std::string_view bytes(std::size_t size) {
        const std::string_view piece = left_.substr(0, size);
        left_.remove_prefix(piece.size());
        return piece;
    }
    std::string_view rest() { return bytes(left_.size()); }

private:
    std::string_view left_;
};

}  // namespace ipep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
