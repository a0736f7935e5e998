#include "services/words/wording.h"

#include <algorithm>

#include "ledger/book.h"
#include "ledger/suspension.h"
#include "services/words/language.h"
#include "services/words/reference_words.h"

namespace ipep {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

// Reads a formula from left to right, a name, a literal or a sign at a time.
class FormulaReader {
public:
    explicit FormulaReader(const std::string& formula) : rest_(formula) {}

    std::string text() {
        while (!rest_.empty()) {
            if (taken("sum(inputs)"))
                text_ += tr("sum of the lines below");
            else if (taken("[*]"))
                text_ += ' ' + tr("of each");
            else if (taken(", as "))
                text_ += ", " + tr("as") + ' ';
            else if (taken(", "))
                text_ += language() == Language::french ? " ; " : ", ";
            else if (is_letter(rest_.front()))
                text_ += spoken(token());
            else if (is_digit(rest_.front()))
                literal(token());
            else if (rest_.front() == '[')
                bracket();
            else
                sign();
        }
        return text_;
    }

private:
    bool taken(std::string_view what) {
        if (!rest_.starts_with(what)) return false;
        rest_.remove_prefix(what.size());
        return true;
    }

    std::string token() {
        const auto is_part = [](char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '_'; };
        const auto end = std::ranges::find_if_not(rest_, is_part);
        const std::string name(rest_.begin(), end);
        rest_.remove_prefix(name.size());
        return name;
    }

    // A year is a literal too: whole numbers are not grouped.
    void literal(const std::string& number) {
        text_ += number.find('.') == std::string::npos ? number : shown_decimal(number);
    }

    // points[S01]; after an apportionment, whose share it is.
    void bracket() {
        const auto end = std::min(rest_.find(']'), rest_.size() - 1);
        const std::string of(rest_.substr(1, end - 1));
        const bool share = text_.ends_with(')');
        if (share) text_ += ", " + (of.empty() ? tr("share of this groupement") : tr("share of"));
        if (!of.empty()) text_ += ' ' + of;
        rest_.remove_prefix(end + 1);
    }

    void sign() {
        constexpr std::pair<std::string_view, std::string_view> signs[] = {
            {"<=", "≤"}, {">=", "≥"}, {"*", "×"}, {"-", "−"}, {"/", "÷"}};
        for (const auto& [written, shown] : signs)
            if (taken(written)) {
                text_ += shown;
                return;
            }
        text_ += rest_.front();
        rest_.remove_prefix(1);
    }

    std::string_view rest_;
    std::string text_;
};

}  // namespace

std::string spoken(const std::string& name) {
    std::string words, kept;
    for (std::size_t at = 0; at < name.size();) {
        const char c = name[at];
        const bool begins = at == 0 || name[at - 1] == '.';
        if (begins && at > 0 && (is_upper(c) || is_digit(c))) {
            const std::size_t end = std::min(name.find('.', at), name.size());
            kept = name.substr(at, end - at);
            words += "{n}";
            at = end;
            continue;
        }
        if (is_upper(c) && !begins) words += ' ';
        words += c == '.' ? ' ' : is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
        ++at;
    }
    return replaced(tr(words), "{n}", kept);
}

std::string titled(const std::string& name) {
    std::string text = spoken(name);
    if (text.empty()) return text;
    if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    // é to É: the same first byte, the second 0x20 below.
    if (text.starts_with("\u00e9")) text[1] = static_cast<char>(text[1] - 0x20);
    return text;
}

std::string spoken_formula(const std::string& formula) { return FormulaReader(formula).text(); }

std::string phrase(const std::string& english) {
    if (language() == Language::english) return english;
    const std::string exact = tr(english);
    if (exact != english) return exact;
    const auto end = english.find_last_of("0123456789") + 1;  // 0 where there is no number
    const auto begin = english.find_last_not_of("0123456789", end - 1) + 1;
    if (end == 0) return exact;
    const std::string pattern = english.substr(0, begin) + "{n}" + english.substr(end);
    return replaced(tr(pattern), "{n}", english.substr(begin, end - begin));
}

std::string why_unmatched(const std::string& why, std::int64_t count) {
    return count == 0 ? phrase(why) : fill(tr("lines of other business: {count}"), {{"count", shown_count(count)}});
}

std::string said_of(const BankLineExplained& said) {
    const std::string sentence = said.meaning == LineMeaning::order    ? tr("a booking of {what}: {reason}")
                                 : said.meaning == LineMeaning::refund ? tr("the refund {what}: {reason}")
                                                                       : tr("set aside: {reason}");
    const std::string what = said.order                       ? said.order->text
                             : said.refund && said.groupement ? *said.refund + " (" + said.groupement->text + ')'
                                                              : std::string();
    return fill(sentence, {{"what", what}, {"reason", said.reason}});
}

std::string why_at_bank(const OpenLine& line) {
    const std::string why = why_unmatched(line.line.why, line.line.count);
    if (line.saidAt == 0) return why;
    return why + " · " + said_of(line.said) + (line.aside ? "" : " (" + tr("to be confirmed") + ')');
}

std::string spoken_ground(const std::string& recorded) {
    const Suspension suspension = suspension_of(recorded);
    if (suspension.words == recorded) return recorded;
    const std::string ground = titled(boost::describe::enum_to_string(suspension.ground, ""));
    if (suspension.words.empty()) return ground;
    return ground + (language() == Language::french ? " : " : ": ") + suspension.words;
}

std::string spoken_found(const std::string& found) {
    const auto spoken_part = [](const std::string& part) {
        const auto colon = part.find(": ");
        if (const std::string named = spoken_reference(part); named != part) return named;
        if (colon == std::string::npos) return phrase(part);
        const std::string value = part.substr(colon + 2);
        const auto amount = parse_money(value);
        return phrase(part.substr(0, colon)) + (language() == Language::french ? " : " : ": ") +
               (amount ? with_currency(*amount) : value);
    };
    std::string text;
    for (std::size_t from = 0, end = 0; end != std::string::npos; from = end + 2) {
        end = found.find(", ", from);
        text += (from == 0 ? "" : ", ") + spoken_part(found.substr(from, end - from));
    }
    return text;
}

// "cnam, director, dcf (CPAM 351)": the roles in words, the CPAM as it stands.
std::string spoken_roles(const std::string& value) {
    const std::string roles = value.substr(0, value.find(" ("));
    const auto word_of = [](const std::string& role) {
        return role == "cnam" ? "Cnam" : role == "dcf" ? tr("DCF") : role == "admin" ? tr("administrator") : tr(role);
    };
    std::string text;
    for (std::size_t from = 0; from < roles.size();) {
        const std::size_t end = std::min(roles.find(", ", from), roles.size());
        text += (text.empty() ? "" : ", ") + word_of(roles.substr(from, end - from));
        from = end + 2;
    }
    return text + value.substr(roles.size());
}

std::string spoken_argument(const std::string& name, const std::string& value) {
    if (name == "found") return spoken_found(value);
    if (language() == Language::english) return value;
    if (name == "wanted") return replaced(phrase(value), "\" or \"", "\" " + tr("or") + " \"");
    if (name == "of") return value == "the line" ? phrase(value) : value;
    if (name == "state" || name == "check") return spoken(value);
    if (name == "roles") return spoken_roles(value);
    if (name != "what") return value;
    // "quality.points.target: above 0": the path stays.
    const auto colon = value.find(": ");
    const std::string whole = phrase(value);
    if (whole != value || colon == std::string::npos) return whole;
    return value.substr(0, colon) + " : " + phrase(value.substr(colon + 2));
}

std::string spoken_sentence(const Rejection& rejection) {
    Rejection spoken = rejection;
    for (auto& [name, value] : spoken.arguments)
        value = name == "path" && value.empty() ? "DIR" : spoken_argument(name, value);
    return spoken.sentence(tr(text_of(rejection.code).sentence));
}

}  // namespace ipep
