#include "services/audit/timestamp.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>

#include <ctime>
#include <optional>

#include "events/encoding.h"
#include "events/fault.h"
#include "events/seal.h"
#include "services/files/owned.h"
#include "services/words/code.h"

namespace ipep {
namespace {

using StampRequest = Owned<TS_REQ, TS_REQ_free>;
using StampResponse = Owned<TS_RESP, TS_RESP_free>;
using StampImprint = Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using Algorithm = Owned<X509_ALGOR, X509_ALGOR_free>;
using Certificate = Owned<X509, X509_free>;
using TrustedStore = Owned<X509_STORE, X509_STORE_free>;
using Memory = Owned<BIO, BIO_free_all>;
using StampCheck = Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;

Memory memory_holding(std::string_view bytes) {
    return Memory(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

// What OpenSSL said last, in its words.
std::string last_error() {
    const unsigned long error = ERR_peek_last_error();
    const char* reason = ERR_reason_error_string(error);
    ERR_clear_error();
    return reason ? reason : "unknown";
}

std::string text_of_object(const ASN1_OBJECT* object) {
    char text[128] = {};
    OBJ_obj2txt(text, sizeof text, object, 1);
    return text;
}

std::string bytes_in(const ASN1_STRING* string) {
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
            static_cast<std::size_t>(ASN1_STRING_length(string))};
}

// All of the bytes, and nothing behind them.
StampResponse parse_response(const std::string& bytes) {
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    const unsigned char* end = at + bytes.size();
    StampResponse response(d2i_TS_RESP(nullptr, &at, static_cast<long>(bytes.size())));
    ERR_clear_error();
    return at == end ? std::move(response) : StampResponse();
}

std::optional<std::int64_t> seconds_of(const ASN1_GENERALIZEDTIME* time) {
    std::tm parts{};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return timegm(&parts);
}

// RFC 3161 §2.4.2: 0 granted, 1 granted with changes; else refused.
bool is_granted(TS_RESP* response) {
    const ASN1_INTEGER* status = TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response));
    const long number = status ? ASN1_INTEGER_get(status) : -1;
    return number == 0 || number == 1;
}

std::string why_denied(TS_RESP* response) {
    const auto* texts = TS_STATUS_INFO_get0_text(TS_RESP_get_status_info(response));
    std::string why;
    for (int i = 0; i < sk_ASN1_UTF8STRING_num(texts); ++i)
        why += (why.empty() ? "" : "; ") + bytes_in(sk_ASN1_UTF8STRING_value(texts, i));
    return why.empty() ? "no reason was given" : why;
}

bool is_of(TS_TST_INFO* info, std::string_view text) {
    TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(info);
    const ASN1_OBJECT* algorithm = nullptr;
    X509_ALGOR_get0(&algorithm, nullptr, nullptr, TS_MSG_IMPRINT_get_algo(imprint));
    return OBJ_obj2nid(algorithm) == NID_sha256 && bytes_in(TS_MSG_IMPRINT_get_msg(imprint)) == bytes_of(sha256(text));
}

Verdict<Stamp> stamp_in(const StampResponse& response, std::string_view text) {
    if (!response) return refuse(code::stamp_malformed);
    if (!is_granted(response.get())) return refuse(code::stamp_denied, {{"what", why_denied(response.get())}});
    TS_TST_INFO* info = TS_RESP_get_tst_info(response.get());
    const auto time = info ? seconds_of(TS_TST_INFO_get_time(info)) : std::nullopt;
    if (!time) return refuse(code::stamp_malformed);
    if (!is_of(info, text)) return refuse(code::stamp_of_another);
    return Stamp{*time, text_of_object(TS_TST_INFO_get_policy_id(info)),
                 to_hex(bytes_in(TS_TST_INFO_get_serial(info)))};
}

// A store of the certificates, which judges as of the time; nothing where there is none in the text.
TrustedStore store_of(const std::string& authorities, std::int64_t time) {
    TrustedStore store(X509_STORE_new());
    const Memory memory = memory_holding(authorities);
    std::size_t found = 0;
    while (const Certificate one{PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr)})
        found += X509_STORE_add_cert(store.get(), one.get()) == 1 ? 1 : 0;
    ERR_clear_error();  // of the end of the text
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), time);
    return found > 0 ? std::move(store) : TrustedStore();
}

}  // namespace

std::string stamp_request(std::string_view text) {
    const StampRequest request(TS_REQ_new());
    const StampImprint imprint(TS_MSG_IMPRINT_new());
    const Algorithm algorithm(X509_ALGOR_new());
    const Digest digest = sha256(text);
    unsigned char* bytes = nullptr;
    const bool is_made = request && imprint && algorithm && TS_REQ_set_version(request.get(), 1) == 1 &&
                         X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1 &&
                         TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
                         TS_MSG_IMPRINT_set_msg(imprint.get(), const_cast<unsigned char*>(digest.data()),
                                                static_cast<int>(digest.size())) == 1 &&
                         TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
                         TS_REQ_set_cert_req(request.get(), 1) == 1;
    const int size = is_made ? i2d_TS_REQ(request.get(), &bytes) : -1;
    if (size < 0) throw Fault(code::machine_exhausted, {{"what", "memory"}});
    std::string made(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return made;
}

Verdict<Stamp> read_stamp(const std::string& response, std::string_view text) {
    return stamp_in(parse_response(response), text);
}

Verdict<Stamp> check_stamp(const std::string& response, std::string_view text, const std::string& authorities) {
    const StampResponse parsed = parse_response(response);
    Stamp stamp = IPEP_TRY(stamp_in(parsed, text));
    TrustedStore store = store_of(authorities, stamp.time);
    if (!store) return refuse(code::authority_unreadable);
    const StampCheck check(TS_VERIFY_CTX_new());
    TS_VERIFY_CTX_set_flags(check.get(), TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_DATA);
    TS_VERIFY_CTX_set_data(check.get(), memory_holding(text).release());  // which the check frees, as the store
    TS_VERIFY_CTX_set_store(check.get(), store.release());
    if (TS_RESP_verify_response(check.get(), parsed.get()) != 1)
        return refuse(code::stamp_untrusted, {{"what", last_error()}});
    return stamp;
}

}  // namespace ipep
