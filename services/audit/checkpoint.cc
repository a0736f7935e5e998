#include "services/audit/checkpoint.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>
#include <memory>

#include "events/big_endian.h"
#include "events/encoding.h"
#include "events/fault.h"
#include "ledger/check.h"
#include "services/audit/signed_note.h"
#include "services/files/whole_file.h"
#include "services/words/code.h"

namespace ipep {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

constexpr char kEd25519 = 1;  // signed-note's algorithm number
const std::string kNameLine = "Ipep signing key: ";
const std::string kDash = "— ";
const std::string kIndexLine = "ipep-index/v1 ";

struct NamedKey {
    std::string name;
    Key key{nullptr, EVP_PKEY_free};
};

std::string raw_public(EVP_PKEY* key) {
    std::string raw(32, '\0');
    std::size_t size = raw.size();
    const bool is_read = EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(raw.data()), &size) == 1;
    IPEP_CHECK(is_read && size == raw.size(), "size", size);  // read_key takes Ed25519 alone
    return raw;
}

std::string key_hash(const std::string& name, const std::string& key_bytes) {
    return std::string(bytes_of(sha256(name + '\n' + key_bytes)).substr(0, 4));
}

std::string verifier_text(const NamedKey& named) {
    const std::string bytes = kEd25519 + raw_public(named.key.get());
    return named.name + '+' + to_hex(key_hash(named.name, bytes)) + '+' + base64(bytes);
}

Verdict<NamedKey> read_key(const std::string& path) {
    struct stat status {};
    std::ifstream file(path);
    if (!file || ::stat(path.c_str(), &status) != 0)
        return refuse(code::key_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    if ((status.st_mode & 077) != 0) return refuse(code::key_readable_by_others, {{"path", path}});
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    NamedKey named;
    const auto at = text.find(kNameLine);
    if (at != std::string::npos)
        named.name = text.substr(at + kNameLine.size(), text.find('\n', at) - at - kNameLine.size());
    const Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
    named.key.reset(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
    if (!named.key || EVP_PKEY_id(named.key.get()) != EVP_PKEY_ED25519 || !is_key_name(named.name))
        return refuse(code::key_unreadable, {{"path", path}, {"what", "it is no Ed25519 key made by `ipep key new`"}});
    return named;
}

struct Verifier {
    std::string name, hash;
    Key key{nullptr, EVP_PKEY_free};
};

Verdict<Verifier> parse_verifier(const std::string& text) {
    const auto bad = refuse(code::verifier_malformed, {{"text", text}});
    const auto first = text.find('+'), second = text.find('+', first + 1);
    if (first == std::string::npos || second == std::string::npos) return bad;
    const auto bytes = from_base64(text.substr(second + 1));
    if (!bytes || bytes->size() != 33 || bytes->front() != kEd25519) return bad;
    Verifier verifier{text.substr(0, first), key_hash(text.substr(0, first), *bytes), {nullptr, EVP_PKEY_free}};
    if (!is_key_name(verifier.name) || to_hex(verifier.hash) != text.substr(first + 1, second - first - 1)) return bad;
    verifier.key.reset(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                                   reinterpret_cast<const unsigned char*>(bytes->data()) + 1, 32));
    if (!verifier.key) return bad;
    return verifier;
}

// RFC 8032 §5.1.3: y is below 2^255 − 19, and x = 0, which is at y = 1 and y = −1, has no sign. OpenSSL takes others.
bool is_form_of_a_point(const std::string& key) {
    const auto first = static_cast<unsigned char>(key[0]), last = static_cast<unsigned char>(key[31]);
    const std::string middle = key.substr(1, 30);
    if ((last & 0x7f) == 0x7f && middle == std::string(30, '\xff')) return first < (last == 0xff ? 0xec : 0xed);
    return last != 0x80 || first != 1 || middle != std::string(30, '\0');
}

bool signature_checks(const Verifier& verifier, const SignedNote& note, const std::string& signature) {
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return signature.size() == 64 && is_form_of_a_point(raw_public(verifier.key.get())) &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, verifier.key.get()) == 1 &&
           EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), 64,
                            reinterpret_cast<const unsigned char*>(note.text.data()), note.text.size()) == 1;
}

// At least one signature is this key's, and all that are check; others' are passed over, also under its name or its
// hash alone.
bool is_signed_by(const SignedNote& note, const Verifier& verifier) {
    const auto is_its = [&](const NoteSignature& one) {
        return one.name == verifier.name && one.hash == verifier.hash;
    };
    return std::ranges::any_of(note.signatures, is_its) &&
           std::ranges::all_of(note.signatures, [&](const NoteSignature& one) {
               return !is_its(one) || signature_checks(verifier, note, one.signature);
           });
}

std::optional<Digest> parse_root(const std::string& text) {
    Digest root{};
    const auto bytes = from_base64(text);
    if (!bytes || bytes->size() != root.size()) return std::nullopt;
    std::memcpy(root.data(), bytes->data(), bytes->size());
    return root;
}
std::optional<std::uint64_t> parse_size(const std::string& text) {
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc() || end != text.data() + text.size() || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    return size;
}

// "ipep-index/v1 31 ROOT", of the extension lines.
std::optional<IndexHead> parse_index(const std::string& line) {
    const auto space = line.find(' ', kIndexLine.size());
    if (!line.starts_with(kIndexLine) || space == std::string::npos) return std::nullopt;
    const auto subjects = parse_size(line.substr(kIndexLine.size(), space - kIndexLine.size()));
    const auto root = parse_root(line.substr(space + 1));
    if (!subjects || !root) return std::nullopt;
    return IndexHead{*subjects, *root};
}

// The three lines, and of the extension lines behind them the index; others are ignored, as the standard says. None is
// empty, and one that begins as the index does is one.
std::optional<Checkpoint> parse_text(const std::string& text) {
    const auto first = text.find('\n'), second = text.find('\n', first + 1), third = text.find('\n', second + 1);
    if (third == std::string::npos || text.find("\n\n") != std::string::npos || first == 0) return std::nullopt;
    const auto size = parse_size(text.substr(first + 1, second - first - 1));
    const auto root = parse_root(text.substr(second + 1, third - second - 1));
    if (!size || !root) return std::nullopt;
    Checkpoint checkpoint{.origin = text.substr(0, first), .size = *size, .root = *root};
    for (auto at = third + 1; at < text.size(); at = text.find('\n', at) + 1) {
        const std::string line = text.substr(at, text.find('\n', at) - at);
        if (!line.starts_with(kIndexLine)) continue;
        if (checkpoint.index = parse_index(line); !checkpoint.index) return std::nullopt;
    }
    return checkpoint;
}

}  // namespace

Verdict<std::string> new_key(const std::string& path, const std::string& name) {
    if (!is_key_name(name)) return refuse(code::key_name_malformed, {{"name", name}});
    NamedKey named{name, Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free)};
    const Memory memory(BIO_new(BIO_s_mem()), BIO_free);
    if (!named.key ||
        PEM_write_bio_PKCS8PrivateKey(memory.get(), named.key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        throw Fault(code::machine_exhausted, {{"what", "random bytes"}});
    char* pem = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &pem);
    const std::string text = kNameLine + name + '\n' + std::string(pem, static_cast<std::size_t>(size));
    if (!write_whole(path, text, Existing::stays)) return refuse(code::key_exists, {{"path", path}});
    return verifier_text(named);
}

Verdict<std::string> verifier_of(const std::string& path) {
    const auto named = IPEP_TRY(read_key(path));
    return verifier_text(named);
}

std::string unsigned_note(const Checkpoint& checkpoint) {
    std::string text =
        checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' + base64(bytes_of(checkpoint.root)) + '\n';
    if (checkpoint.index)
        text += kIndexLine + std::to_string(checkpoint.index->subjects) + ' ' +
                base64(bytes_of(checkpoint.index->root)) + '\n';
    return text;
}

Verdict<std::string> sign(const Checkpoint& checkpoint, const std::string& key_path) {
    const auto named = IPEP_TRY(read_key(key_path));
    const std::string text = unsigned_note(checkpoint);
    std::string signature(64, '\0');
    std::size_t size = signature.size();
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, named.key.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1)
        throw Fault(code::machine_exhausted, {{"what", "memory"}});
    const std::string hash = key_hash(named.name, kEd25519 + raw_public(named.key.get()));
    return text + '\n' + kDash + named.name + ' ' + base64(hash + signature) + '\n';
}

Verdict<Checkpoint> open_note(const std::string& note, const std::string& verifier_text) {
    const auto verifier = IPEP_TRY(parse_verifier(verifier_text));
    const auto parsed = parse_note(note);
    if (!parsed) return refuse(code::checkpoint_malformed);
    if (!is_signed_by(*parsed, verifier)) return refuse(code::signature_invalid, {{"name", verifier.name}});
    const auto checkpoint = parse_text(parsed->text);
    if (!checkpoint) return refuse(code::checkpoint_malformed);
    return *checkpoint;
}

}  // namespace ipep
