// Draw: numbers that neither side can choose, once the auditor holds the root they are drawn at and then tells his
// text.
//
// Shape:  state = SHA-256(root ‖ text); number k = SHA-256(state ‖ k as 8 bytes), big-endian, modulo what it is below.
// Source: events/README.md, "A sample".
#pragma once

#include <string>
#include <vector>

#include "ledger/digest.h"

namespace ipep {

// Number `k`, from 0 on and below `below`. Precondition: `below` > 0.
std::uint64_t drawn_number(const Digest& root, const std::string& text, std::uint64_t k, std::uint64_t below);

// `size` of the references, or all there are, in the order of drawing: each leaves the list, sorted by bytes.
std::vector<std::string> draw_sample(std::vector<std::string> population, const Digest& root, const std::string& text,
                                     std::uint64_t size);

}  // namespace ipep
