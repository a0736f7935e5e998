// Any bytes are an event or Damaged; an event goes through bytes and comes back the same, and can be shown.
#include <boost/json.hpp>

#include "events/codec.h"
#include "events/event_json.h"
#include "events/seal.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ipep;
    const std::string_view bytes = fuzz::Input(data, size).rest();
    if (const auto record = split_record(bytes)) {
        const auto opened = open_record({}, bytes);
        fuzz::claim(!opened || seal_record({}, std::string(record->payload)) == bytes, "an opened record seals again");
    }
    try {
        const Event event = decode(bytes);
        const std::string again = encode(event);
        const Event back = decode(again);
        fuzz::claim(encode(back) == again, "an event has one form in bytes");
        fuzz::claim(back.body == event.body && back.key == event.key && back.position == event.position,
                    "bytes keep the event");
        (void)boost::json::serialize(to_json(event, {}));
    } catch (const Damaged&) {
        return 0;
    }
    return 0;
}
