// Serving answers: local bearer tokens of the service, for persons and machines without another way to say who they
// are.
#pragma once

#include <boost/json/fwd.hpp>

#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/questions/serving.h"

namespace ipep {

struct TokenMade {
    std::string token;  // never to be seen again
    PersonId person;
    Day until;
};
Verdict<Answer<TokenMade>> answer(Asking& asking, const questions::NewToken& question);
boost::json::object document(const TokenMade& value);

struct TokensRevoked {
    PersonId person;
    std::size_t count = 0;
};
Verdict<Answer<TokensRevoked>> answer(Asking& asking, const questions::RevokeTokens& question);
boost::json::object document(const TokensRevoked& value);

}  // namespace ipep
