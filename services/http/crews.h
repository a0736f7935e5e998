// Crews: where readings run, apart from the writer and from each other: those of the head, those a payment waits for,
// and those that take long and stand before nothing.
//
// Shape:   each has threads of its own; to the scheduler of the machine the first are the writer's, then what a payment
//          waits for, then the rest.
// Threads: any.
// Source:  ops/decisions/0014-crowds.md.
#pragma once

#include "services/http/call.h"
#include "services/http/readers.h"

namespace ipep::http {

struct Crews {
    // `tell` as the readers of the head have it.
    Crews(const Configuration& configuration, std::function<void(Position)> tell);

    Readers reads_quickly;
    ReadingCrew reads_for_payment, reads_long;  // which open a reader for each reading

    std::map<std::string, ReadingCrew::Load> load();  // by name of the crew
    // Nobody waits for a reading any more.
    void end();
};

// Reads for a call; `done` is told why not where it was not read.
using Told = std::function<void(const Rejection* why_not)>;
void glance(Crews& crews, const CallPtr& call, std::function<void(LedgerService&)> act, Told done);
void study(ReadingCrew& crew, const CallPtr& call, std::function<void(const Patience&)> act, Told done);

}  // namespace ipep::http
