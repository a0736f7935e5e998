#include "ledger/suspension.h"

#include <algorithm>
#include <utility>

namespace ipep {
namespace {

using enum SuspensionGround;

// As a ground was written before there was a list, in English or French, folded.
constexpr std::pair<std::string_view, SuspensionGround> kPhrases[] = {{"opposition", opposition},
                                                                      {"contested", contestedClaim},
                                                                      {"contestation", contestedClaim},
                                                                      {"creance contestee", contestedClaim},
                                                                      {"no service done", serviceNotDone},
                                                                      {"service non fait", serviceNotDone},
                                                                      {"absence de service", serviceNotDone},
                                                                      {"no credits", noCredits},
                                                                      {"credits epuises", noCredits},
                                                                      {"absence de credit", noCredits},
                                                                      {"credits insuffisants", noCredits},
                                                                      {"suspended decision", suspendedDecision},
                                                                      {"decision suspendue", suspendedDecision}};

// "Créance contestée" as "creance contestee": what a person writes at the head of a sentence, with accents or without.
std::string folded(std::string_view text) {
    constexpr std::string_view letters = "aaaaaaaceeeeiiiidnoooooxouuuuyts";  // U+00C0 to U+00DF, and 32 behind
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto c = static_cast<unsigned char>(text[at]);
        const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : 0);
        if (c == 0xc3 && next >= 0x80) {
            plain += letters[next & 0x1f];
            ++at;
        } else if (c == 0xcc && next >= 0x80) {
            ++at;  // an accent by itself
        } else if (c != ' ' || !plain.empty()) {
            plain += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
    }
    return plain;
}

std::string_view without_spaces(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

}  // namespace

Suspension suspension_of(std::string_view recorded) {
    const auto colon = std::min(recorded.find(':'), recorded.size());
    const std::string name(without_spaces(recorded.substr(0, colon)));
    if (SuspensionGround ground{}; boost::describe::enum_from_string(name.c_str(), ground))
        return {ground, std::string(without_spaces(recorded.substr(std::min(colon + 1, recorded.size()))))};
    const std::string plain = folded(recorded);
    for (const auto& [phrase, ground] : kPhrases)
        if (plain.starts_with(phrase)) return {ground, std::string(recorded)};
    return {other, std::string(recorded)};
}

std::string suspension_text(const std::string& chosen, const std::string& words) {
    const std::string_view plain = without_spaces(words);
    if (plain.empty()) return without_spaces(chosen) == "other" ? std::string() : chosen;
    return std::string(without_spaces(chosen)) + ": " + std::string(plain);
}

bool is_final(SuspensionGround ground) { return ground <= suspendedDecision; }

}  // namespace ipep
