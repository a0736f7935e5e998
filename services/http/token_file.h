// TokenFile: local bearer tokens, for machines and for who has no OpenID Connect provider; kept as digests alone.
//
// Shape:  one line a token: SHA-256 in hexadecimal, person, and the day it ends. A token is `ipep_` and 32 random bytes
//         in base64url: so long that a plain digest cannot be searched. The file has mode 0600.
// Errors: tokens_unreadable, where others may read the file or a line is malformed.
// Threads: one at a time.
#pragma once

#include <map>
#include <string>

#include "ledger/day.h"
#include "ledger/id.h"
#include "ledger/rejection.h"

namespace ipep::http {

struct LocalToken {
    PersonId person;
    Day until;  // the last day it is good
};
using LocalTokens = std::map<std::string, LocalToken>;  // by digest

// What changes whenever a file is written anew, be it twice within a tick of the clock, or is opened to others; the
// same for every absent one.
struct FileState {
    std::uint64_t number = 0;
    std::int64_t size = -1, seconds = 0, nanoseconds = 0;
    bool operator==(const FileState&) const = default;
};
FileState state_of(const std::string& path);

// An absent file holds none.
Verdict<LocalTokens> read_tokens(const std::string& path);
// Makes one and keeps its digest; gives the token, which is never to be seen again.
Verdict<std::string> new_token(const std::string& path, const PersonId& person, Day until);
// Takes all tokens of a person away; gives how many.
Verdict<std::size_t> revoke_tokens(const std::string& path, const PersonId& person);

std::string digest_of_token(std::string_view token);

}  // namespace ipep::http
