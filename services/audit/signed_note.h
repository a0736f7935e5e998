// SignedNote: a text and the signatures under it. Whose they are, and whether they check, is asked elsewhere.
//
// Shape:  the text, an empty line (the last one of the note), lines `— NAME BASE64(key hash of 4 bytes ‖ signature)`.
//         Strictly so: UTF-8 without control characters, nothing else under the empty line, base64 in its one form, at
//         most 1 MiB and 100 signatures. verify.py takes the same notes and no others.
// Source: https://c2sp.org/signed-note
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ipep {

struct NoteSignature {
    std::string name, hash, signature;
};

struct SignedNote {
    std::string text;                       // with its last newline, as it is signed
    std::vector<NoteSignature> signatures;  // at least one
};

std::optional<SignedNote> parse_note(std::string_view note);
// Not empty, and neither "+", white space of Unicode nor a control character in it.
bool is_key_name(std::string_view name);

}  // namespace ipep
