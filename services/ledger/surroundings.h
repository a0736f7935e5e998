// Surroundings: what a process is told besides its commands and facts, by its environment, options or configuration.
//
// Shape:   chosen in main(), from there on the same for all; what is not told has the usual value. The demonstration
//          lets the clock stand at one day of its past after the other (tools/demo_office.h) before it serves.
// Errors:  none here; a time that is none is refused where a trial ledger is opened (services/ledger/world.h).
// Threads: choose before others start.
// Source:  contract, `init --trial`; e-Satis, which counts from 30 answers; tools/environment.h reads the variables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace ipep {

struct Surroundings {
    std::optional<std::string> now = {},
                               seed = {};  // of a trial ledger: a time (RFC 3339) at which it stands, any text
    std::string schemas = {};              // folder of the bank's XSD; empty: no file is held against them
    std::int64_t least_answers = 30;       // from which on a questionnaire counts without a warning
};

void choose_surroundings(Surroundings chosen);
const Surroundings& surroundings();

}  // namespace ipep
