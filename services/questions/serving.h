// What is of no ledger: token new, token revoke, help.
#pragma once

#include "services/questions/question.h"

namespace ipep::questions {

struct NewToken {
    std::string person;
    int days = 365;
    std::string tokens;

    static constexpr Named kNamed{
        "token new", said("make one; it is printed once and kept as a digest alone"),
        said("Example:  ipep --ledger essai token new DURAND >durand.token\n"
             "          IPEP_TOKEN=$(cat durand.token) ipep --server http://127.0.0.1:8480 balances")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"PERSON", said("whom it stands for; what that person may do, the ledger's roles say"), true},
        Argument{.name = "--days", .help = said("how long it is good (365)"), .least = 0, .most = 3650},
        Argument{"--tokens", said("another file than LEDGER/tokens")}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(NewToken, (), (person, days, tokens))

struct RevokeTokens {
    std::string person, tokens;

    static constexpr Named kNamed{"token revoke", said("end all tokens of a person")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"PERSON", said("whose tokens"), true},
                                           Argument{"--tokens", said("another file than LEDGER/tokens")}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(RevokeTokens, (), (person, tokens))

struct Help {
    std::string topic;

    static constexpr bool kOfEveryMachine = true;
    static constexpr Named kNamed{"help", said("what may be recorded, and what is refused")};
    static constexpr auto kShows = Shows::law;
    static constexpr std::array kArguments{
        Argument{"TOPIC", said("facts, refusals, grounds, or completion: a script for bash; without it, the commands"),
                 false, "facts refusals grounds completion"}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(Help, (), (topic))

}  // namespace ipep::questions
