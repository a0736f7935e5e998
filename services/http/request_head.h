// RequestHead: what stands before a request's body, read in the one way every other reader must read it too.
//
// Shape:  `bytes` is all of it, up to and with the empty line. A field that may come once stands once; the lines of a
//         list are joined; whitespace around a value is no part of it. Whose resource is meant stands in `host`,
//         whether the target or the field named it, in small letters; `target` is a path with its query, "*", or, of
//         CONNECT, a host with its port.
// Errors: request_malformed, where two readers could see two bodies, two hosts or two requests in it;
//         expectation_unknown. Nothing is repaired: no folded line, no bare CR or LF, no second framing.
// Source: RFC 9112 §2.2, §3.2, §5, §6; RFC 9110 §5.3, §7.2, §10.1.1.
#pragma once

#include <expected>

#include "ledger/rejection.h"
#include "services/http/message.h"

namespace ipep::http {

struct RequestHead {
    std::string method, target, host;
    Fields fields;
    bool is_version_11 = false, expects_continue = false;
};
std::expected<RequestHead, Code> read_head(std::string_view bytes);

}  // namespace ipep::http
