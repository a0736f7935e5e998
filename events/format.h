// Format: what a ledger is, as FORMAT in its folder says and its first record is sealed behind.
#pragma once

#include <string>

#include "ledger/digest.h"

namespace ipep {

inline constexpr int kFormat = 2;  // from 2 on the first record is sealed behind FORMAT

struct Format {
    int format = kFormat;
    std::string origin = "ipep-ledger";
    bool trial = false;
};

// The digest before the first record: 32 zero bytes in format 1; from 2 on that of FORMAT's lines, so that whoever
// changes origin or `trial` by hand changes what the first record is sealed behind, and so every digest of the log.
Digest seed_of(const Format& format);
bool is_sealed(const Format& format);
// FORMAT as it lies there.
std::string format_text(const Format& format);

}  // namespace ipep
