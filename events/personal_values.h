// Personal values: what names a person, beside the log, which holds seals of it alone.
//
// Shape: found by subject, position of the event, and index of the member.
#pragma once

#include <functional>
#include <utility>

#include "events/log_opening.h"

namespace ipep {

struct PersonalRow {
    std::string subject;
    Position position = 0;
    int member = 0;
    std::string random, value;
};
using Erasures = std::vector<std::pair<std::string, Position>>;  // of the subject, each value from before the position

void put(const PersonalRow& row, LogWrites& writes);
void put(const Erasures& erased, LogWrites& writes);

class PersonalValues {
public:
    std::optional<PersonalRow> personal(const std::string& subject, Position position, int member) const;
    // In order of subject and position.
    void each_personal(const std::function<void(const PersonalRow&)>& visit) const;

protected:
    explicit PersonalValues(const LogOpening* opening) : opening_(*opening) {}

private:
    const LogOpening& opening_;
};

}  // namespace ipep
