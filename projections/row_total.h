// RowTotal: rows of amounts added up member by member, whatever they hold.
#pragma once

#include <array>

#include "events/describe.h"
#include "ledger/total.h"

namespace ipep {

template <class Row>
class RowTotal {
public:
    void add(const Row& row) {
        std::size_t at = 0;
        boost::mp11::mp_for_each<Members>([&](auto d) { totals_[at++] += row.*d.pointer; });
    }
    Total of(Money Row::*wanted) const {
        std::size_t at = 0, found = 0;
        boost::mp11::mp_for_each<Members>([&](auto d) {
            if (d.pointer == wanted) found = at;
            ++at;
        });
        return totals_[found];
    }

private:
    using Members = MembersOf<Row>;
    std::array<Total, boost::mp11::mp_size<Members>::value> totals_;
};

}  // namespace ipep
