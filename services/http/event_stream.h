// EventStream: the events from a position on, as server-sent events whose ids are positions.
//
// Shape:   an event of a groupement beyond the person's reach is left out. Names and accounts are left out for
//          everyone: nobody reads them by the way.
// Promise: `Last-Event-ID` resumes with the position behind it: no gap, nothing twice.
// Source:  WHATWG HTML, server-sent events.
#pragma once

#include "services/http/readers.h"
#include "services/http/server.h"

namespace ipep::http {

class EventStream final : public Stream {
public:
    EventStream(Readers& readers, Position from, PersonId person)
        : readers_(readers), from_(from), person_(std::move(person)) {}
    void next(std::function<void(std::string chunk)> done) override;

private:
    Readers& readers_;
    Position from_;
    PersonId person_;
};

}  // namespace ipep::http
