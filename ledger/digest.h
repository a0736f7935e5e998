// Digest: 32 bytes of SHA-256. Only the shape; hashing is done where bytes are (events/seal).
#pragma once

#include <array>
#include <cstdint>

namespace ipep {

using Digest = std::array<std::uint8_t, 32>;

}  // namespace ipep
