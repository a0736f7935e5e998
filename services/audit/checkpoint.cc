#include "services/audit/checkpoint.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "events/encoding.h"
#include "services/words/code.h"

namespace ipep {

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

namespace {

// An extension line that is ours, "ipep-index/v1 31 ROOT", and where what it says stands.
struct IndexLine {
    std::string begins;
    std::optional<IndexHead> Checkpoint::*head;
};
const IndexLine kIndexLines[] = {{"ipep-index/v1 ", &Checkpoint::index}, {"ipep-envelope/v1 ", &Checkpoint::envelope}};

// What stands behind the beginning of one.
std::optional<IndexHead> parse_index(const std::string& said) {
    const auto space = said.find(' ');
    if (space == std::string::npos) return std::nullopt;
    const auto subjects = parse_size(said.substr(0, space));
    const auto root = parse_root(said.substr(space + 1));
    if (!subjects || !root) return std::nullopt;
    return IndexHead{*subjects, *root};
}

}  // namespace

// The three lines, and of the extension lines behind them the indexes; others are ignored, as the standard says. None
// is empty, and one that begins as an index does is one.
std::optional<Checkpoint> parse_checkpoint(const std::string& text) {
    const auto first = text.find('\n'), second = text.find('\n', first + 1), third = text.find('\n', second + 1);
    if (third == std::string::npos || text.find("\n\n") != std::string::npos || first == 0) return std::nullopt;
    const auto size = parse_size(text.substr(first + 1, second - first - 1));
    const auto root = parse_root(text.substr(second + 1, third - second - 1));
    if (!size || !root) return std::nullopt;
    Checkpoint checkpoint{.origin = text.substr(0, first), .size = *size, .root = *root};
    for (auto at = third + 1; at < text.size(); at = text.find('\n', at) + 1) {
        const std::string line = text.substr(at, text.find('\n', at) - at);
        for (const auto& [begins, head] : kIndexLines) {
            if (!line.starts_with(begins)) continue;
            if (checkpoint.*head = parse_index(line.substr(begins.size())); !(checkpoint.*head)) return std::nullopt;
        }
    }
    return checkpoint;
}

std::string unsigned_note(const Checkpoint& checkpoint) {
    std::string text =
        checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' + base64(bytes_of(checkpoint.root)) + '\n';
    for (const auto& [begins, member] : kIndexLines)
        if (const auto& head = checkpoint.*member)
            text += begins + std::to_string(head->subjects) + ' ' + base64(bytes_of(head->root)) + '\n';
    return text;
}

Verdict<std::string> sign(const Checkpoint& checkpoint, const std::string& key_path) {
    return signed_note(unsigned_note(checkpoint), key_path);
}

bool is_signed_by(const SignedNote& note, const NoteVerifier& verifier) {
    return std::ranges::any_of(note.signatures, [&](const NoteSignature& one) { return verifier.claims(one); }) &&
           std::ranges::all_of(note.signatures, [&](const NoteSignature& one) {
               return !verifier.claims(one) || verifier.verifies(note.text, one.signature);
           });
}

Verdict<Checkpoint> open_note(const std::string& note, const std::string& verifier_text) {
    const auto verifier = IPEP_TRY(parse_verifier(verifier_text, SignatureType::note));
    const auto parsed = parse_note(note);
    if (!parsed) return refuse(code::checkpoint_malformed);
    if (!is_signed_by(*parsed, verifier)) return refuse(code::signature_invalid, {{"name", verifier.name}});
    const auto checkpoint = parse_checkpoint(parsed->text);
    if (!checkpoint) return refuse(code::checkpoint_malformed);
    return *checkpoint;
}

}  // namespace ipep
