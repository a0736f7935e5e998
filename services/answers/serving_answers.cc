#include "services/answers/serving_answers.h"

#include <boost/json.hpp>

#include "services/http/token_file.h"
#include "services/words/language.h"

namespace ipep {
namespace {

std::string file_of(const Asking& asking, const std::string& named) {
    return named.empty() ? asking.folder() + "/tokens" : named;
}

PersonId person_of(const std::string& text) {
    if (!well_formed(text)) throw WrongUsage(tr("a person is an identifier: 1 to 64 of A-Z a-z 0-9 . _ -"));
    return {text};
}

}  // namespace

namespace json = boost::json;

Verdict<Answer<TokenMade>> answer(Asking& asking, const questions::NewToken& question) {
    Day until = World::real().today();
    until.since_1970 += question.days;
    const std::string file = file_of(asking, question.tokens);
    const PersonId person = person_of(question.person);
    return Answer(TokenMade{IPEP_TRY(http::new_token(file, person, until)), person, until});
}

json::object document(const TokenMade& value) {
    return {{"token", value.token}, {"person", value.person.text}, {"until", to_text(value.until)}};
}

Verdict<Answer<TokensRevoked>> answer(Asking& asking, const questions::RevokeTokens& question) {
    const std::string file = file_of(asking, question.tokens);
    const PersonId person = person_of(question.person);
    return Answer(TokensRevoked{person, IPEP_TRY(http::revoke_tokens(file, person))});
}

json::object document(const TokensRevoked& value) { return {{"person", value.person.text}, {"revoked", value.count}}; }

}  // namespace ipep
