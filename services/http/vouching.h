// Vouching: what one node tells another of who asked it, by a session of its console or a client's certificate, whose
// command it passes on.
//
// Shape:  a header about this very request, good for a minute, sealed by HMAC-SHA256 with the key that the database has
//         for its nodes (ipep.node_key): who may read that may append to the log as well.
// Errors: nothing, where it is not good, or no key is known.
// Source: RFC 2104.
#pragma once

#include <optional>

#include "services/http/message.h"

namespace ipep::http {

inline const std::string kVouched = "ipep-vouched";

struct Vouched {
    PersonId person;
    std::string csrf;        // of the session; empty where there is none
    bool signed_in = false;  // by a session the person may end
};

// Of which a request's body is checked as well, or not yet there.
enum class Extent : std::uint8_t { head, whole };

std::string vouch(const std::string& key, const Vouched& who, const Request& request, const std::string& body,
                  std::int64_t now);
std::optional<Vouched> vouched_in(const std::string& key, const Request& request, Extent extent, std::int64_t now);

}  // namespace ipep::http
