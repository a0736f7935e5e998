#include "services/audit/note_key.h"

#include <openssl/pem.h>
#include <sys/stat.h>

#include <cstring>
#include <fstream>

#include "events/encoding.h"
#include "events/fault.h"
#include "events/seal.h"
#include "ledger/check.h"
#include "services/files/whole_file.h"
#include "services/words/code.h"

namespace ipep {
namespace {

using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Context = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Memory = Owned<BIO, BIO_free_all>;

const std::string kNameLine = "Ipep signing key: ";
const std::string kLineStart = "— ";
constexpr std::size_t kKeyBytes = 32, kSignatureBytes = 64;

const unsigned char* bytes_at(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

std::string typed(SignatureType type, const std::string& key) { return static_cast<char>(type) + key; }

std::string key_hash(const std::string& name, const std::string& typed_key) {
    return std::string(bytes_of(sha256(name + '\n' + typed_key)).substr(0, 4));
}

std::string raw_public(const EVP_PKEY* key) {
    std::string bytes(kKeyBytes, '\0');
    std::size_t size = bytes.size();
    const bool is_read = EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(bytes.data()), &size) == 1;
    IPEP_CHECK(is_read && size == bytes.size(), "size", size);  // NoteKey::read takes Ed25519 alone
    return bytes;
}

Key public_key(std::string_view bytes) {
    return Key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_at(bytes), bytes.size()));
}

// RFC 8032 §5.1.3: y is below 2^255 − 19, and x = 0, which is at y = 1 and y = −1, has no sign. OpenSSL takes others.
bool is_form_of_a_point(const std::string& key) {
    const auto first = static_cast<unsigned char>(key[0]), last = static_cast<unsigned char>(key[31]);
    const std::string middle = key.substr(1, 30);
    if ((last & 0x7f) == 0x7f && middle == std::string(30, '\xff')) return first < (last == 0xff ? 0xec : 0xed);
    return last != 0x80 || first != 1 || middle != std::string(30, '\0');
}

NoteVerifier verifier_named(std::string name, std::string key, SignatureType type) {
    std::string hash = key_hash(name, typed(type, key));
    return {std::move(name), std::move(hash), std::move(key), type};
}

}  // namespace

std::string NoteVerifier::text() const { return name + '+' + to_hex(hash) + '+' + base64(typed(type, key)); }

bool NoteVerifier::verifies(std::string_view message, std::string_view signature) const {
    const Key of_point = public_key(key);
    const Context context(EVP_MD_CTX_new());
    return of_point && signature.size() == kSignatureBytes && is_form_of_a_point(key) &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, of_point.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes_at(signature), signature.size(), bytes_at(message), message.size()) ==
               1;
}

Verdict<NoteVerifier> parse_verifier(const std::string& text, SignatureType type) {
    const auto bad = refuse(code::verifier_malformed, {{"text", text}});
    const auto first = text.find('+'), second = text.find('+', first + 1);
    if (first == std::string::npos || second == std::string::npos) return bad;
    const auto bytes = from_base64(text.substr(second + 1));
    if (!bytes || bytes->size() != 1 + kKeyBytes || bytes->front() != static_cast<char>(type)) return bad;
    NoteVerifier verifier = verifier_named(text.substr(0, first), bytes->substr(1), type);
    if (!is_key_name(verifier.name) || verifier.text() != text || !public_key(verifier.key)) return bad;
    return verifier;
}

Verdict<NoteKey> NoteKey::read(const std::string& path) {
    struct stat status {};
    std::ifstream file(path);
    if (!file || ::stat(path.c_str(), &status) != 0)
        return refuse(code::key_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    if ((status.st_mode & 077) != 0) return refuse(code::key_readable_by_others, {{"path", path}});
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    NoteKey named;
    const auto at = text.find(kNameLine);
    if (at != std::string::npos)
        named.name_ = text.substr(at + kNameLine.size(), text.find('\n', at) - at - kNameLine.size());
    const Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    named.key_.reset(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
    if (!named.key_ || EVP_PKEY_id(named.key_.get()) != EVP_PKEY_ED25519 || !is_key_name(named.name_))
        return refuse(code::key_unreadable, {{"path", path}, {"what", "it is no Ed25519 key made by `ipep key new`"}});
    return named;
}

NoteVerifier NoteKey::verifier(SignatureType type) const { return verifier_named(name_, raw_public(key_.get()), type); }

std::string NoteKey::sign(std::string_view message) const {
    std::string signature(kSignatureBytes, '\0');
    std::size_t size = signature.size();
    const Context context(EVP_MD_CTX_new());
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_at(message),
                       message.size()) != 1)
        throw Fault(code::machine_exhausted, {{"what", "memory"}});
    return signature;
}

std::string signature_line(const NoteSignature& signature) {
    return kLineStart + signature.name + ' ' + base64(signature.hash + signature.signature) + '\n';
}

Verdict<std::string> signed_note(const std::string& text, const std::string& key_path) {
    const auto key = IPEP_TRY(NoteKey::read(key_path));
    const NoteVerifier verifier = key.verifier(SignatureType::note);
    return text + '\n' + signature_line({verifier.name, verifier.hash, key.sign(text)});
}

Verdict<std::string> new_key(const std::string& path, const std::string& name, SignatureType type) {
    if (!is_key_name(name)) return refuse(code::key_name_malformed, {{"name", name}});
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    const Memory memory(BIO_new(BIO_s_mem()));
    if (!key || PEM_write_bio_PKCS8PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        throw Fault(code::machine_exhausted, {{"what", "random bytes"}});
    char* pem = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &pem);
    const std::string text = kNameLine + name + '\n' + std::string(pem, static_cast<std::size_t>(size));
    if (!write_whole(path, text, Existing::stays)) return refuse(code::key_exists, {{"path", path}});
    return verifier_named(name, raw_public(key.get()), type).text();
}

Verdict<std::string> verifier_of(const std::string& path, SignatureType type) {
    return IPEP_TRY(NoteKey::read(path)).verifier(type).text();
}

}  // namespace ipep
