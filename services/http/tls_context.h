// TlsContext: how the server speaks TLS, and who a client's certificate names.
//
// Shape:   TLS 1.2 and 1.3; each connection has a key of its own that no stored key gives away later (ECDHE), with
//          authenticated encryption. Nothing is resumed or negotiated again: who was named once by a certificate is
//          named anew by each connection.
// Errors:  Fault tls_unusable.
// Source:  RFC 8446; RFC 9325 (BCP 195) §3, §4.
#pragma once

#include <boost/asio/ssl.hpp>
#include <memory>
#include <string>

#include "services/http/configuration.h"

namespace ipep::http {

// Nothing where TLS is off.
std::unique_ptr<boost::asio::ssl::context> tls_context(const Tls& tls);

// Empty where no certificate came, or none that an authority of ours signed.
struct CertifiedPerson {
    std::string name;        // the certificate's common name
    std::int64_t until = 0;  // seconds since 1970
};
CertifiedPerson person_of(SSL* connection);

}  // namespace ipep::http
