// NoteKey: whose a signature under a note is: key files, verifier keys, signatures of Ed25519 and their lines.
//
// Shape:  a verifier key is NAME+HASH+BASE64(type ‖ 32 bytes); HASH is the first 4 bytes of
//         SHA-256(NAME ‖ "\n" ‖ type ‖ key). Type 1 signs the text of a note; type 4 is a witness's, which signs text
//         and time. A key file is PKCS#8 PEM with mode 0600; a line before the PEM block keeps the key's name.
// Errors: key_exists, key_name_malformed, key_readable_by_others, key_unreadable, verifier_malformed.
// Source: https://c2sp.org/signed-note; https://c2sp.org/tlog-cosignature; RFC 8032; RFC 8410.
#pragma once

#include <openssl/evp.h>

#include "ledger/rejection.h"
#include "services/audit/signed_note.h"
#include "services/files/owned.h"

namespace ipep {

enum class SignatureType : char { note = 1, cosignature = 4 };

struct NoteVerifier {
    std::string name, hash, key;  // the key as its 32 bytes
    SignatureType type = SignatureType::note;

    std::string text() const;  // NAME+HASH+BASE64
    // Whether it says that it is this key's: by name and hash.
    bool claims(const NoteSignature& one) const { return one.name == name && one.hash == hash; }
    bool verifies(std::string_view message, std::string_view signature) const;
};
Verdict<NoteVerifier> parse_verifier(const std::string& text, SignatureType type);

class NoteKey {
public:
    static Verdict<NoteKey> read(const std::string& path);
    NoteVerifier verifier(SignatureType type) const;
    std::string sign(std::string_view message) const;  // 64 bytes

private:
    std::string name_;
    Owned<EVP_PKEY, EVP_PKEY_free> key_;
};

// "— NAME BASE64(hash ‖ signature)", with its newline.
std::string signature_line(const NoteSignature& signature);

// The text as a note that the key of the file signs. Precondition: it ends with a newline and has no empty line.
Verdict<std::string> signed_note(const std::string& text, const std::string& key_path);

// Makes a key file, never over another; gives its verifier key.
Verdict<std::string> new_key(const std::string& path, const std::string& name,
                             SignatureType type = SignatureType::note);
// The verifier key of a key file.
Verdict<std::string> verifier_of(const std::string& path, SignatureType type = SignatureType::note);

}  // namespace ipep
