#include "services/http/browser_session.h"

#include <algorithm>

#include "events/seal.h"
#include "services/http/site.h"
#include "services/ledger/world.h"

namespace ipep::http {
namespace {

constexpr std::int64_t kSilence = 30 * 60, kWhole = 12 * 3600;
constexpr std::size_t kMostSessions = 10'000;
constexpr std::ptrdiff_t kMostSessionsOfOne = 200;

std::string digest(const std::string& value) { return std::string(bytes_of(sha256(value))); }
bool is_over(const BrowserSession& one, std::int64_t now) {
    return now - one.seen > kSilence || now - one.began > kWhole;
}

}  // namespace

BrowserSessions::BrowserSessions(bool is_secure)
    : is_secure_(is_secure), cookie_(is_secure ? "__Host-ipep-session" : "ipep-session") {}

std::string BrowserSessions::set_cookie(const std::string& value, const char* more) const {
    return cookie_ + '=' + value + "; Path=/; HttpOnly; SameSite=Strict" + (is_secure_ ? "; Secure" : "") + more;
}

std::string cookie_of(const Request& request, const std::string& name) {
    std::string_view all = request.header("cookie");
    std::optional<std::string> value;
    while (!all.empty()) {
        const auto end = std::min(all.find(';'), all.size());
        const std::string_view one = without_spaces(all.substr(0, end));
        all.remove_prefix(std::min(end + 1, all.size()));
        if (!one.starts_with(name + '=')) continue;
        std::string found(one.substr(name.size() + 1));
        if (value && *value != found) return {};
        value = std::move(found);
    }
    return value.value_or("");
}

std::optional<BrowserSession> BrowserSessions::of(const Request& request, std::int64_t now) {
    const std::string value = cookie_of(request, cookie_);
    if (value.empty()) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(digest(value));
    if (found == sessions_.end()) return std::nullopt;
    if (is_over(found->second, now)) {
        sessions_.erase(found);
        return std::nullopt;
    }
    found->second.seen = now;
    return found->second;
}

bool BrowserSessions::lasts(const BrowserSession& session, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(session.name);
    return found != sessions_.end() && !is_over(found->second, now);
}

// Those that are over go, then the person's own that was silent longest, then anybody's.
void BrowserSessions::make_room(const PersonId& person, std::int64_t now) {
    std::erase_if(sessions_, [&](const auto& one) { return is_over(one.second, now); });
    const auto is_own = [&](const auto& one) { return one.second.person == person; };
    const bool has_many = std::ranges::count_if(sessions_, is_own) >= kMostSessionsOfOne;
    if (!has_many && sessions_.size() < kMostSessions) return;
    auto silent = sessions_.end();
    for (auto one = sessions_.begin(); one != sessions_.end(); ++one)
        if ((!has_many || is_own(*one)) && (silent == sessions_.end() || one->second.seen < silent->second.seen))
            silent = one;
    sessions_.erase(silent);
}

std::pair<BrowserSession, std::string> BrowserSessions::begin(const PersonId& person,
                                                              const std::optional<Credential>& from, std::int64_t now,
                                                              std::shared_ptr<const std::string> id_token) {
    const World world = World::real();
    const std::string value = base64url(world.random_bytes("session"));
    BrowserSession session{digest(value),      person, base64url(world.random_bytes("csrf")), from, now, now,
                           std::move(id_token)};
    const std::lock_guard lock(mutex_);
    make_room(person, now);
    sessions_[session.name] = session;
    return {session, set_cookie(value, "")};
}

std::string BrowserSessions::end(const Request& request) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(digest(cookie_of(request, cookie_)));
    return set_cookie("", "; Max-Age=0");
}

bool is_own_origin(const Request& request) {
    const std::string& origin = request.header("origin");
    const std::string& site = request.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none") return false;
    if (origin.empty() || origin == request.origin) return true;
    const std::string& asked = request.header("host");
    const auto host = parse_host(asked);
    return host && is_loopback_name(host->name) && (origin == "http://" + asked || origin == "https://" + asked);
}

}  // namespace ipep::http
