#include "services/audit/signed_note.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "events/encoding.h"

namespace ipep {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;
constexpr std::ptrdiff_t kMostSignatures = 100;  // the standard asks for a limit of at least 16
constexpr std::string_view kDash = "— ";
constexpr std::size_t kHashBytes = 4;

// Whether it is UTF-8 and `takes` takes every character of it.
template <class Takes>
bool all_characters(std::string_view text, Takes takes) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
        UChar32 character = 0;
        U8_NEXT(bytes, at, size, character);
        if (character < 0 || !takes(character)) return false;
    }
    return true;
}

std::optional<NoteSignature> parse_signature(std::string_view line) {
    if (!line.starts_with(kDash)) return std::nullopt;
    line.remove_prefix(kDash.size());
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) return std::nullopt;
    const auto bytes = from_base64(line.substr(space + 1));
    if (!bytes || bytes->size() <= kHashBytes) return std::nullopt;
    return NoteSignature{std::string(line.substr(0, space)), bytes->substr(0, kHashBytes), bytes->substr(kHashBytes)};
}

}  // namespace

bool is_key_name(std::string_view name) {
    return !name.empty() && name.size() <= kMostBytes &&
           all_characters(name, [](UChar32 c) { return c >= 0x20 && c != '+' && !u_isUWhiteSpace(c); });
}

std::optional<SignedNote> parse_note(std::string_view note) {
    const std::size_t gap = note.rfind("\n\n");
    if (gap == std::string_view::npos || note.size() > kMostBytes || note.size() == gap + 2 || !note.ends_with('\n') ||
        !all_characters(note, [](UChar32 c) { return c >= 0x20 || c == '\n'; }))
        return std::nullopt;
    SignedNote parsed{std::string(note.substr(0, gap + 1)), {}};
    std::string_view lines = note.substr(gap + 2);
    if (std::ranges::count(lines, '\n') > kMostSignatures) return std::nullopt;
    for (; !lines.empty(); lines.remove_prefix(lines.find('\n') + 1)) {
        auto signature = parse_signature(lines.substr(0, lines.find('\n')));
        if (!signature) return std::nullopt;
        parsed.signatures.push_back(std::move(*signature));
    }
    return parsed;
}

}  // namespace ipep
