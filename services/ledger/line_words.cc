#include "services/ledger/line_words.h"

#include <algorithm>

#include "ledger/line_subject.h"
#include "services/words/language.h"
#include "services/words/text_width.h"

namespace ipep {
namespace {

constexpr int kWords = 254;  // behind every member that a fact can have, before its voucher
constexpr std::size_t kMostColumns = 500;

// On one line, and no longer than a person reads.
std::string on_one_line(std::string text) {
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return shortened(text, kMostColumns);
}

// Party, a line's end, text.
std::optional<LineWords> read_words(std::string_view value) {
    const auto end = value.find('\n');
    if (end == std::string_view::npos || value.find('\n', end + 1) != std::string_view::npos) return std::nullopt;
    return LineWords{std::string(value.substr(0, end)), std::string(value.substr(end + 1))};
}

}  // namespace

void keep_words(const LedgerService::Keep& keep, const CpamId& cpam, Position line, const LineWords& words) {
    keep.beside(line_subject(cpam, line), line, kWords, on_one_line(words.party) + '\n' + on_one_line(words.text));
}

std::optional<LineWords> words_of_line(const PersonalValues& values, const CpamId& cpam, Position line) {
    const auto row = values.personal(line_subject(cpam, line), line, kWords);
    return row ? read_words(row->value) : std::nullopt;
}

std::optional<ShownWords> shown_words(LedgerService& ledger, const CpamId& cpam, const OpenLine& line, Reader& reader) {
    if (line.line.count > 0) return std::nullopt;
    if (!reader.may(Right::read_payees, cpam)) return ShownWords{};
    auto words = words_of_line(ledger.store(), cpam, line.position);
    if (!words) return ShownWords{WordsState::gone};
    reader.note({line_subject(cpam, line.position)});
    return ShownWords{WordsState::kept, std::move(*words)};
}

std::string spoken_words(const std::optional<ShownWords>& shown) {
    if (!shown) return "–";
    if (shown->state == WordsState::withheld) return kVeil;
    if (shown->state == WordsState::gone)
        return tr("not kept: erased, or read before words were kept; the bank's file has them");
    const auto& [party, text] = shown->words;
    if (party.empty() && text.empty()) return tr("the bank names no party and gives no text");
    return party + (party.empty() || text.empty() ? "" : " · ") + text;
}

bool is_words_of(const Event& event, const PersonalRow& row) {
    const auto* line = std::get_if<BankLineUnmatched>(&event.body);
    return line && row.member == kWords && row.subject == line_subject(line->cpam, event.position) &&
           read_words(row.value);
}

}  // namespace ipep
