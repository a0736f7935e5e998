// Codec: an event as Cap'n Proto bytes (events/event.capnp) and back.
//
// Shape:  a stream-framed message; members are found by name, so the schema and the plain types agree or nothing runs.
// Errors: Damaged, if the bytes are no event. A digest is checked before (events/seal): Cap'n Proto itself reads many
//         damaged messages as other valid ones.
// Source: https://capnproto.org/encoding.html
#pragma once

#include <span>
#include <stdexcept>
#include <string>

#include "ledger/event.h"

namespace ipep {

struct Damaged : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string encode(const Event& event);
Event decode(std::string_view bytes);

// The event at a position of a log. Errors: Fault damaged_record, if the bytes are no event or another position's.
Event read_event(Position position, std::string_view payload);

}  // namespace ipep
