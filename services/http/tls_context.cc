#include "services/http/tls_context.h"

#include <ctime>

#include "events/fault.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

namespace ssl = boost::asio::ssl;

constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";  // of TLS 1.2; 1.3 has no others

void bind_to_strong(SSL_CTX* context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context, kCiphers);
    SSL_CTX_set_options(
        context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 0);
}

}  // namespace

std::unique_ptr<ssl::context> tls_context(const Tls& tls) {
    if (!tls.on()) return nullptr;
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    bind_to_strong(context->native_handle());
    boost::system::error_code error;
    context->use_certificate_chain_file(tls.certificate, error);
    if (!error) context->use_private_key_file(tls.key, ssl::context::pem, error);
    if (!error && !tls.client_authority.empty()) {
        context->load_verify_file(tls.client_authority, error);
        auto mode = ssl::verify_peer;
        if (tls.client_certificates_required) mode |= ssl::verify_fail_if_no_peer_cert;
        if (!error) context->set_verify_mode(mode, error);
    }
    if (error) throw Fault(code::tls_unusable, {{"path", tls.certificate}, {"what", error.message()}});
    return context;
}

CertifiedPerson person_of(SSL* connection) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(connection), X509_free);
    if (!certificate || SSL_get_verify_result(connection) != X509_V_OK) return {};
    char name[128] = {};
    std::tm end{};
    const int length =
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name, sizeof name);
    if (length <= 0 || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1) return {};
    return {std::string(name, static_cast<std::size_t>(length)), ::timegm(&end)};
}

}  // namespace ipep::http
