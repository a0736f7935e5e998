#include "ledger/alike.h"

#include "ledger/code.h"

namespace ipep {
namespace {

char sign_of(char c) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    switch (c) {
        case '0': return 'o';
        case '1':
        case 'i': return 'l';
        case '_':
        case '.': return '-';
        default: return c;
    }
}

}  // namespace

std::string likeness(std::string_view identifier) {
    std::string text(identifier);
    std::ranges::transform(text, text.begin(), sign_of);
    return text;
}

LikenessId likeness_of(const GroupementId& groupement) { return {"g/" + likeness(groupement.text)}; }
LikenessId likeness_of(const CpamId& cpam) { return {"c/" + likeness(cpam.text)}; }
LikenessId likeness_of(const PersonId& person) { return {"p/" + likeness(person.text)}; }

template <class Id>
Verdict<> looks_like_no_other(const Book& book, const char* member, const Id& id) {
    const Likeness* known = book.find(likeness_of(id));
    if (!known || known->text == id.text) return {};
    return refuse(code::identifier_alike, {{"member", member}, {"text", id.text}, {"known", known->text}});
}

template Verdict<> looks_like_no_other(const Book& book, const char* member, const GroupementId& id);
template Verdict<> looks_like_no_other(const Book& book, const char* member, const CpamId& id);
template Verdict<> looks_like_no_other(const Book& book, const char* member, const PersonId& id);

}  // namespace ipep
