#include "services/ledger/event_filter.h"

#include "ledger/about.h"

namespace ipep {

bool EventFilter::takes(const Body& body) const {
    if (!kind.empty() && kind != kind_of(body)) return false;
    if (groupement.empty() && order.empty() && !year) return true;
    const About named = about(body);
    if (!groupement.empty() && named.groupement != GroupementId{groupement}) return false;
    if (!order.empty() && named.order != OrderId{order}) return false;
    return !year || named.year == year;
}

}  // namespace ipep
