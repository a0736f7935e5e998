// token: local bearer tokens of the service, for persons and machines without another way to say who they are.
#include <boost/json.hpp>
#include <ostream>

#include "services/http/token_file.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
#include "tools/pages/page.h"

namespace ipep {
namespace {

std::string file_of(const Shell& shell, const std::string& named) {
    if (!named.empty()) return named;
    if (shell.options().ledger.empty()) throw WrongUsage(tr("--ledger DIR says which ledger"));
    return shell.options().ledger + "/tokens";
}

PersonId person_of(const std::string& text) {
    if (!well_formed(text)) throw WrongUsage(tr("a person is an identifier: 1 to 64 of A-Z a-z 0-9 . _ -"));
    return {text};
}

}  // namespace

int ask(const Shell& shell, const questions::NewToken& question) {
    const std::string& person = question.person;
    Day until = World::real().today();
    until.since_1970 += question.days;
    const auto token = http::new_token(file_of(shell, question.tokens), person_of(person), until);
    if (!token) return shell.refuse(token.error());
    return shell.answer(nullptr, {{"token", *token}, {"person", person}, {"until", to_text(until)}},
                        [&] { return *token + '\n'; });
}

int ask(const Shell& shell, const questions::RevokeTokens& question) {
    const std::string& person = question.person;
    const auto gone = http::revoke_tokens(file_of(shell, question.tokens), person_of(person));
    if (!gone) return shell.refuse(gone.error());
    return shell.answer(nullptr, {{"person", person}, {"revoked", *gone}}, [&] {
        return fill(tr("{count} tokens of {person} are no longer good."),
                    {{"count", std::to_string(*gone)}, {"person", person}}) +
               '\n';
    });
}

}  // namespace ipep
