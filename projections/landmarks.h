// Landmarks: where what is known changed as people remember it: a year settled, rules adopted, a fact corrected, a
// groupement that amends. They are found without reading what lies between.
//
// Shape:  in order of position. `of` names the groupement, or the rules; `year` is the result year it is about.
// Errors: Fault damaged_store, where the rows are none.
#pragma once

#include "events/store.h"
#include "ledger/event.h"

namespace ipep {

enum class LandmarkKind : std::uint8_t { settled, rules, corrected, amended };
BOOST_DESCRIBE_ENUM(LandmarkKind, settled, rules, corrected, amended)

struct Landmark {
    Position position = 0;
    std::int64_t recordedAt = 0;
    LandmarkKind kind = LandmarkKind::settled;
    std::optional<ResultYear> year;
    std::string of;
    std::int64_t revision = 0;  // of a year settled
};
BOOST_DESCRIBE_STRUCT(Landmark, (), (position, recordedAt, kind, year, of, revision))

std::optional<Landmark> landmark_of(const Event& event);
// Up to `until` inclusive. What the kept rows lack is read of the log.
std::vector<Landmark> landmarks(const Store& store, Position until);

}  // namespace ipep
