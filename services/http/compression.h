// Compression: text travels as gzip to whoever takes it.
//
// Shape:   an answer of 1 KiB or more whose type is text; any other travels as it is. Vary is said either way.
//          What a page reflects stands beside the word of its forms; no other site can make a browser ask for such a
//          page, for the session's cookie is SameSite=Strict.
// Threads: any.
// Source:  RFC 9110 §8.4, §12.5.3; RFC 1952.
#pragma once

#include "services/http/message.h"

namespace ipep::http {

// Whether an Accept-Encoding names gzip and does not rule it out.
bool takes_gzip(std::string_view accept_encoding);
void compress(Response& response, const Request& request);

}  // namespace ipep::http
