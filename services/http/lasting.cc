#include "services/http/lasting.h"

#include "services/http/reach.h"
#include "services/ledger/as_of.h"

namespace ipep::http {
namespace {

Position last_change_of_roles(const CommonState& common) {
    Position last = 0;
    for (const RoleHeld& held : common.roles) last = std::max({last, held.position, held.revokedAt});
    return last;
}

}  // namespace

std::optional<Lasting> lasting(LedgerService& ledger, const Asked& asked) {
    const Shows shows = asked.resource->shows;
    const auto text = asked.query.find("as-of");
    if ((shows != Shows::amounts && shows != Shows::law) || text == asked.query.end() || text->second.empty() ||
        asked.wants_proof())  // which leads to the head of the day
        return std::nullopt;
    const auto when = read_as_of(text->second);
    if (!when) return std::nullopt;
    const auto position = ledger.position_at(*when);
    if (!position || (when->time && *position == ledger.store().head())) return std::nullopt;
    const std::string tag = '"' + std::to_string(*position);
    if (!has_roles(ledger)) return Lasting{tag + '"', "private, max-age=31536000, immutable"};
    return Lasting{tag + '-' + std::to_string(last_change_of_roles(ledger.book().common())) + '"', "private, no-cache"};
}

}  // namespace ipep::http
