#include "services/http/provider.h"

#include <fstream>

#include "events/fault.h"
#include "services/http/log_lines.h"
#include "services/http/text_member.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

constexpr auto kFresh = std::chrono::minutes(10);
constexpr auto kRest = std::chrono::seconds(5);  // after a reading, before there is another
constexpr int kPatience = 5;                     // seconds for each step of a request

std::unexpected<Rejection> unreachable(const std::string& url, const std::string& what) {
    return refuse(code::provider_unreachable, {{"url", url}, {"what", what}});
}

// Whether a client's secret goes into the header, which is the usual way where nothing is said.
bool takes_header(const boost::json::object& description) {
    const boost::json::value* ways = description.if_contains("token_endpoint_auth_methods_supported");
    if (!ways || !ways->is_array()) return true;
    const auto has = [&](std::string_view way) {
        return std::ranges::any_of(ways->as_array(),
                                   [&](const auto& one) { return one.is_string() && one.as_string() == way; });
    };
    return has("client_secret_basic") || !has("client_secret_post");
}

}  // namespace

Provider::Provider(const Oidc& oidc) : oidc_(oidc) {
    if (auto read = read_again(); !read) {
        if (!oidc.jwks_file.empty() && read.error().code == code::tokens_unreadable)
            throw Fault(read.error().code, read.error().arguments);
        log_line(Level::warning, "provider_keys_absent", {{"detail", read.error().sentence()}});
    }
    keeper_ = std::thread([this] { keep_fresh(); });
}

Provider::~Provider() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    ending_.notify_all();
    keeper_.join();
}

void Provider::keep_fresh() {
    std::unique_lock lock(mutex_);
    while (!ending_.wait_for(lock, kFresh, [this] { return ends_; })) {
        lock.unlock();
        if (const auto read = read_again(); !read)
            log_line(Level::warning, "provider_keys_stale", {{"detail", read.error().sentence()}});
        lock.lock();
    }
}

std::shared_ptr<const KeySet> Provider::keys() {
    const std::lock_guard lock(mutex_);
    return keys_;
}

std::shared_ptr<const ProviderDescription> Provider::description() {
    const std::lock_guard lock(mutex_);
    return description_;
}

Verdict<std::shared_ptr<const ProviderDescription>> Provider::described() {
    if (auto known = description()) return known;
    if (auto read = read_again(); !read) return std::unexpected(std::move(read.error()));
    return description();
}

void Provider::renew_keys() {
    if (const auto read = read_again(); !read)
        log_line(Level::warning, "provider_keys_stale", {{"detail", read.error().sentence()}});
}

Verdict<Response> Provider::ask(const Sent& sent) const {
    auto response = fetch(sent, {.authority = oidc_.authority}, kPatience);
    if (response) return response;
    std::string url, what;
    for (const auto& [name, value] : response.error().arguments) (name == "url" ? url : what) = value;
    return unreachable(url, what);
}

Verdict<ProviderDescription> Provider::read_description() const {
    const std::string issuer =
        oidc_.issuer.ends_with('/') ? oidc_.issuer.substr(0, oidc_.issuer.size() - 1) : oidc_.issuer;
    const std::string url = issuer + "/.well-known/openid-configuration";
    const auto response = ask({.url = url});
    if (!response) return std::unexpected(response.error());
    if (response->status != 200) return unreachable(url, "HTTP " + std::to_string(response->status));
    boost::system::error_code error;
    const auto document = boost::json::parse(response->body, error);
    if (error || !document.is_object()) return unreachable(url, "no description of a provider");
    const auto& all = document.as_object();
    if (text_member(all, "issuer") != oidc_.issuer) return unreachable(url, "another issuer");
    ProviderDescription read{text_member(all, "authorization_endpoint"), text_member(all, "token_endpoint"),
                             text_member(all, "jwks_uri"), text_member(all, "end_session_endpoint"), takes_header(all)};
    const std::string scheme = oidc_.issuer.substr(0, oidc_.issuer.find("://") + 3);
    for (const std::string& address : {read.authorization, read.token, read.keys})
        if (!address.starts_with(scheme)) return unreachable(url, "no description of a provider");
    if (!read.end_session.starts_with(scheme)) read.end_session.clear();
    return read;
}

Verdict<KeySet> Provider::read_keys(const std::string& address) const {
    std::string document;
    if (!oidc_.jwks_file.empty()) {
        std::ifstream file(oidc_.jwks_file, std::ios::binary);
        document.assign(std::istreambuf_iterator<char>(file), {});
    } else {
        auto response = ask({.url = address});
        if (!response) return std::unexpected(std::move(response.error()));
        document = std::move(response->body);
    }
    auto keys = KeySet::parse(document);
    const std::string& source = oidc_.jwks_file.empty() ? address : oidc_.jwks_file;
    if (!keys) return refuse(code::tokens_unreadable, {{"path", source}, {"what", keys.error()}});
    return std::move(*keys);
}

Verdict<> Provider::read_again() {
    const std::lock_guard one_at_a_time(reading_);
    {
        const std::lock_guard lock(mutex_);
        const auto now = std::chrono::steady_clock::now();
        if (read_at_ && now - *read_at_ < kRest) return failure_ ? std::unexpected(*failure_) : Verdict<>();
    }
    Verdict<ProviderDescription> description;
    if (oidc_.signs_in()) description = read_description();
    const bool knows_where = description || !oidc_.jwks_url.empty() || !oidc_.jwks_file.empty();
    const std::string address = oidc_.jwks_url.empty() && description ? description->keys : oidc_.jwks_url;
    Verdict<KeySet> keys = knows_where ? read_keys(address) : std::unexpected(description.error());
    const std::lock_guard lock(mutex_);
    read_at_ = std::chrono::steady_clock::now();
    failure_.reset();
    if (!keys) failure_ = keys.error();
    if (!description) failure_ = description.error();
    if (keys) keys_ = std::make_shared<const KeySet>(std::move(*keys));
    if (description && oidc_.signs_in())
        description_ = std::make_shared<const ProviderDescription>(std::move(*description));
    return failure_ ? std::unexpected(*failure_) : Verdict<>();
}

}  // namespace ipep::http
