// RememberedAnswer: what a command was answered, under its Idempotency-Key, kept beside the log in the same write as
// what the command did, so that whoever asks again gets the same answer, also after a restart.
//
// Shape:  by person and key; with the digest of the request, so that another request under the same key is told apart.
// Source: draft-ietf-httpapi-idempotency-key-header.
#pragma once

#include <set>

#include "ledger/digest.h"
#include "services/http/message.h"

namespace ipep::http {

struct RememberedAnswer {
    std::int64_t at = 0;  // microseconds since 1970
    std::string request;  // digest of method, target and body, in hexadecimal
    Response response;
    std::set<std::string> roles = {};  // that the person held when the command was done: "director 351"
};

std::string digest_of(const Request& request, std::string_view body);
std::string to_bytes(const RememberedAnswer& answer);
RememberedAnswer remembered_answer(std::string_view bytes);

}  // namespace ipep::http
