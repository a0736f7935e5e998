// Problem: a refusal or fault as an answer of HTTP.
//
// Shape:  application/problem+json with type, title, status, detail, instance and, where they apply, code, cite, line,
// key,
//         missing. `type` leads to the refusal's page.
// Source: RFC 9457.
#pragma once

#include "ledger/rejection.h"
#include "services/http/message.h"

namespace ipep::http {

// 404 for what is not there, 403 for who may not, 422 for what a rule refuses, 5xx for faults …
int status_of(Code code);
Response problem(const Rejection& rejection, const std::string& detail, const std::string& instance);

}  // namespace ipep::http
