// Stated: what the book keeps of a fact that enters no settlement, so that the same is not recorded twice.
//
// Shape:  a subject is the fact's own words, one behind the other: an observation's population, year, measure and
//         groupement; an opinion's groupement and rules.
// Source: contract, "Second edition".
#pragma once

#include "ledger/fact.h"

namespace ipep {

// `position` is that of the last fact about the subject.
struct Stated {
    Position position = 0;
};
BOOST_DESCRIBE_STRUCT(Stated, (), (position))

SubjectId subject_of(const ObservationRecorded& fact);
SubjectId subject_of(const AmendmentOpinionGiven& fact);

}  // namespace ipep
