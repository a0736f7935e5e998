// Lasting: what an answer about an earlier state is known by. The state never changes; what a person may read of it
// does.
//
// Shape:   the ETag is the position, and where roles are in force the position of their last change behind it. Without
//          roles the answer may be kept for ever (RFC 8246); with them it is asked again each time, which costs a 304.
//          Answers that may show payees are none of these: what was erased of a person is gone from them later.
// Source:  RFC 9110 §8.8.3, RFC 9111 §5.2, RFC 8246; ops/decisions/0028-the-past.md.
#pragma once

#include "services/http/resource.h"

namespace ipep::http {

struct Lasting {
    std::string tag, cache_control;
};

// Nothing where the head is asked for, by a time that later events may belong to, or what may change. `ledger` stands
// at its head.
std::optional<Lasting> lasting(LedgerService& ledger, const Asked& asked);

}  // namespace ipep::http
