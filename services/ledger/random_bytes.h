// RandomBytes: the random bytes that personal values are kept with, some drawn at once: to ask for those of one value
// costs as much as to judge the fact it is in.
//
// Shape:  32 bytes a value; what was given is no longer here.
// Errors: Fault machine_exhausted.
// Source: OpenSSL, RAND_bytes(3).
#pragma once

#include <array>
#include <string>

namespace ipep {

class RandomBytes {
public:
    RandomBytes() = default;
    ~RandomBytes();
    RandomBytes(const RandomBytes&) = delete;

    std::string next();

private:
    static constexpr std::size_t kValue = 32, kValues = 16;
    std::array<unsigned char, kValue * kValues> drawn_{};
    std::size_t left_ = 0;  // values
};

}  // namespace ipep
