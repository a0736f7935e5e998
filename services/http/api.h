// Api: /api/v1/…, each command of the ledger as a resource of one table.
//
// Shape:   a reading of the head or of an earlier state is answered beside the writer; what reads long, or what is in
//          effect on a day, gets a reader of its own, and another crew; a command goes to CommandOnce; `events` may be
//          a stream.
// Errors:  problems of RFC 9457; 304 where nothing has changed; 406 for a form it does not have.
// Threads: any.
// Source:  contract; RFC 9110 (ETag, If-None-Match).
#pragma once

#include "services/http/access_log.h"
#include "services/http/command_once.h"
#include "services/http/crews.h"
#include "services/http/reach.h"

namespace ipep::http {

class Api {
public:
    Api(const Configuration& configuration, Commands& commands, CommandQueue& desk, Crews& crews, Readings& readings,
        Passing* passing)
        : commands_(commands), crews_(crews), once_(configuration, commands, desk, passing), readings_(readings) {}

    void answer(const CallPtr& call);

private:
    // The resource asked for, into the call; else the methods its path takes.
    std::string find_resource(Call& call) const;
    // By its Accept, into the call. Errors: not_acceptable.
    Verdict<> choose_form(Call& call) const;
    Verdict<> check_query(const Call& call) const;
    Verdict<> check_position(const Call& call) const;
    void run(const CallPtr& call);
    void read(const CallPtr& call);
    // Calls `next` where the person may ask this at all; the call knows then as which reader.
    void within_reach(const CallPtr& call, std::function<void()> next);
    void read_long(const CallPtr& call);
    void open_stream(const CallPtr& call);

    Commands& commands_;
    Crews& crews_;
    CommandOnce once_;
    Readings& readings_;
};

}  // namespace ipep::http
