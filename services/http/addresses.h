// Addresses: to which address of mail each person is told what waits.
//
// Shape:   a line a person: PERSON ADDRESS; empty lines and those that begin with # say nothing.
// Errors:  config_unreadable, naming the line.
// Threads: any.
// Source:  RFC 5321 §4.1.2, in the one form without quotes and comments.
#pragma once

#include <map>
#include <string>

#include "ledger/id.h"
#include "ledger/rejection.h"

namespace ipep::http {

bool is_address(std::string_view text);
Verdict<std::map<PersonId, std::string>> read_addresses(const std::string& path);

}  // namespace ipep::http
