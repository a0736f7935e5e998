// Environment: the variables of the process, all of them, read once at the beginning of main().
//
// Shape:   LC_ALL, LC_MESSAGES, LANG: the locale; NO_COLOR, TERM: whether a terminal may be styled; IPEP_ACTOR;
//          IPEP_TOKEN, IPEP_CERTIFICATE, IPEP_KEY, IPEP_CA: how a server knows who asks; IPEP_NOW, IPEP_SEED, IPEP_XSD,
//          IPEP_LEAST_ANSWERS: what the ledger is told besides. The parser of `ipep` takes IPEP_LEDGER and IPEP_SERVER
//          as the options they stand for. One that is not set is empty; IPEP_LEAST_ANSWERS that is no number counts as
//          not set.
// Source:  https://no-color.org; POSIX, 8.2 for the order of the locale's variables.
#pragma once

#include "services/ledger/surroundings.h"

namespace ipep {

struct Environment {
    std::string locale, actor;
    bool styled = false;  // a terminal that takes marks, and nobody refuses them
    std::string token, certificate, key, authority;
    std::optional<std::string> now, seed;
    std::string schemas;
    std::optional<std::int64_t> least_answers;

    // What the variables say of them; else `least`, where it is given; else what is usual.
    Surroundings surroundings(std::optional<std::int64_t> least = {}) const;
};

Environment read_environment();

}  // namespace ipep
