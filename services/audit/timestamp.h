// Timestamp: that a checkpoint existed at a time, said by an authority that knows nothing of the ledger.
//
// Shape:  a request and a response of RFC 3161 in DER. Stamped is the text of the note, with its last newline and
//         without the signatures, so that the stamp stays good when signatures are added; by SHA-256, without a nonce,
//         for the text is like no other. The response is kept whole: `openssl ts -verify` reads it.
// Units:  seconds since 1970.
// Errors: stamp_malformed, stamp_denied, stamp_of_another, stamp_untrusted, authority_unreadable.
// Source: RFC 3161; RFC 5816 (ESSCertIDv2), which OpenSSL checks.
#pragma once

#include "ledger/rejection.h"

namespace ipep {

std::string stamp_request(std::string_view text);

struct Stamp {
    std::int64_t time = 0;
    std::string policy, serial;  // of the authority: an object identifier; its number in hexadecimal
    bool operator==(const Stamp&) const = default;
};
// What a response says of the text; whoever signed it.
Verdict<Stamp> read_stamp(const std::string& response, std::string_view text);
// The same, signed by an authority whose certificate, at the time of the stamp, leads to one of `authorities` (PEM).
Verdict<Stamp> check_stamp(const std::string& response, std::string_view text, const std::string& authorities);

}  // namespace ipep
