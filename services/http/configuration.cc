#include "services/http/configuration.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>

#include "services/http/addresses.h"
#include "services/http/site.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

using Setter = std::function<bool(const toml::node&)>;
using Setters = std::map<std::string, Setter>;

Setter text(std::string& to) {
    return [&to](const toml::node& node) {
        if (!node.is_string()) return false;
        to = *node.value<std::string>();
        return true;
    };
}

Setter flag(bool& to) {
    return [&to](const toml::node& node) {
        if (!node.is_boolean()) return false;
        to = *node.value<bool>();
        return true;
    };
}

template <class Number>
Setter number(Number& to, std::int64_t least, std::int64_t most) {
    return [&to, least, most](const toml::node& node) {
        if (!node.is_integer()) return false;
        const std::int64_t value = *node.value<std::int64_t>();
        if (value < least || value > most) return false;
        to = static_cast<Number>(value);
        return true;
    };
}

Setter one_of(std::string& to, std::vector<std::string> allowed) {
    return [&to, allowed = std::move(allowed)](const toml::node& node) {
        if (!node.is_string()) return false;
        to = *node.value<std::string>();
        return std::ranges::find(allowed, to) != allowed.end();
    };
}

Setter texts(std::vector<std::string>& to) {
    return [&to](const toml::node& node) {
        const toml::array* all = node.as_array();
        if (!all) return false;
        to.clear();
        for (const toml::node& one : *all) {
            if (!one.is_string()) return false;
            to.push_back(*one.value<std::string>());
        }
        return true;
    };
}

Setters setters_of(Configuration& all) {
    constexpr std::int64_t day = 86'400;
    Limits& limits = all.limits;
    return {{"ledger", text(all.ledger)},
            {"log", one_of(all.log, {"rocksdb", "postgres"})},
            {"address", text(all.address)},
            {"port", number(all.port, 0, 65535)},
            {"url", text(all.url)},
            {"threads", number(all.threads, 1, 64)},
            {"signing_key", text(all.signing_key)},
            {"pseudonym_key", text(all.pseudonym_key)},
            {"backups", text(all.backups)},
            {"debtors", text(all.debtors)},
            {"tokens", text(all.tokens)},
            {"log_requests", one_of(all.log_requests, {"changes", "all", "none"})},
            {"answers_days", number(all.answers_days, 1, 3650)},
            {"least_answers", number(all.least_answers, 0, 1'000'000)},
            {"limits.header_kib", number(limits.header_kib, 1, 1024)},
            {"limits.body_mib", number(limits.body_mib, 1, 4096)},
            {"limits.connections", number(limits.connections, 1, 100'000)},
            {"limits.connections_client", number(limits.connections_client, 1, 100'000)},
            {"limits.streams", number(limits.streams, 0, 100'000)},
            {"limits.waiting", number(limits.waiting, 1, 1'000'000)},
            {"limits.readings", number(limits.readings, 1, 64)},
            {"limits.readings_waiting", number(limits.readings_waiting, 1, 10'000)},
            {"limits.header_seconds", number(limits.header_seconds, 1, day)},
            {"limits.body_seconds", number(limits.body_seconds, 1, day)},
            {"limits.idle_seconds", number(limits.idle_seconds, 1, day)},
            {"limits.write_seconds", number(limits.write_seconds, 1, day)},
            {"limits.reading_seconds", number(limits.reading_seconds, 1, day)},
            {"tls.certificate", text(all.tls.certificate)},
            {"tls.key", text(all.tls.key)},
            {"tls.client_authority", text(all.tls.client_authority)},
            {"tls.client_certificates_required", flag(all.tls.client_certificates_required)},
            {"proxy.trusted", texts(all.proxy.trusted)},
            {"proxy.header", one_of(all.proxy.header, {"x-forwarded-for", "forwarded"})},
            {"oidc.issuer", text(all.oidc.issuer)},
            {"oidc.audience", text(all.oidc.audience)},
            {"oidc.jwks_file", text(all.oidc.jwks_file)},
            {"oidc.jwks_url", text(all.oidc.jwks_url)},
            {"oidc.person_claim", text(all.oidc.person_claim)},
            {"oidc.name", text(all.oidc.name)},
            {"oidc.client_id", text(all.oidc.client_id)},
            {"oidc.client_secret_file", text(all.oidc.client_secret_file)},
            {"oidc.scopes", text(all.oidc.scopes)},
            {"oidc.authority", text(all.oidc.authority)},
            {"mail.relay", text(all.mail.relay)},
            {"mail.from", text(all.mail.from)},
            {"mail.addresses", text(all.mail.addresses)},
            {"mail.user", text(all.mail.user)},
            {"mail.password_file", text(all.mail.password_file)},
            {"mail.authority", text(all.mail.authority)},
            {"mail.hour", number(all.mail.hour, 0, 23)},
            {"postgres.connection", text(all.postgres.connection)},
            {"postgres.node", text(all.postgres.node)},
            {"postgres.url", text(all.postgres.url)},
            {"postgres.authority", text(all.postgres.authority)},
            {"postgres.lease_seconds", number(all.postgres.lease_seconds, 1, 3600)},
            {"postgres.patience_seconds", number(all.postgres.patience_seconds, 1, 3600)}};
}

Verdict<> take(const toml::table& table, const std::string& prefix, const Setters& setters, const std::string& path) {
    for (const auto& [name, node] : table) {
        const std::string key = prefix + std::string(name.str());
        const auto setter = setters.find(key);
        const std::string line = std::to_string(node.source().begin.line);
        if (setter != setters.end()) {
            if (!setter->second(node))
                return refuse(code::config_value, {{"path", path}, {"line", line}, {"key", key}});
            continue;
        }
        const bool is_section =
            std::ranges::any_of(setters, [&](const auto& one) { return one.first.starts_with(key + '.'); });
        if (!is_section || !node.is_table())
            return refuse(code::config_unknown_key, {{"path", path}, {"line", line}, {"key", key}});
        if (auto taken = take(*node.as_table(), key + '.', setters, path); !taken) return taken;
    }
    return {};
}

// Which key of the provider is wrong or missing; null where none is.
const char* wrong_of(const Oidc& oidc) {
    if (!oidc.on()) return oidc.signs_in() ? "oidc.issuer" : nullptr;
    const bool has_file = !oidc.jwks_file.empty(), has_url = !oidc.jwks_url.empty();
    if (!oidc.signs_in())
        return oidc.audience.empty() ? "oidc.audience" : has_file == has_url ? "oidc.jwks_file" : nullptr;
    // Its keys are found by what it says of itself, which nobody on the way may change.
    const auto slash = std::min(oidc.issuer.find('/', oidc.issuer.find("://") + 3), oidc.issuer.size());
    const auto site = parse_site(oidc.issuer.substr(0, slash));
    if (!site || (!site->is_secure && !is_loopback_name(site->name))) return "oidc.issuer";
    if (has_file && has_url) return "oidc.jwks_file";
    return (' ' + oidc.scopes + ' ').find(" openid ") == std::string::npos ? "oidc.scopes" : nullptr;
}

const char* wrong_of(const Mail& mail) {
    if (!mail.on()) return nullptr;
    if (!mail.relay.starts_with("smtp://") && !mail.relay.starts_with("smtps://")) return "mail.relay";
    if (!is_address(mail.from)) return "mail.from";
    if (mail.addresses.empty()) return "mail.addresses";
    return mail.user.empty() != mail.password_file.empty() ? "mail.password_file" : nullptr;
}

// What belongs together is given together.
Verdict<> check(const Configuration& all, const std::string& path) {
    const auto wrong = [&](const char* key) {
        return refuse(code::config_value, {{"path", path}, {"line", "-"}, {"key", key}});
    };
    if (all.ledger.empty()) return wrong("ledger");
    if (!all.url.empty() && !parse_site(all.url)) return wrong("url");
    if (!std::ranges::all_of(all.proxy.trusted, [](const auto& one) { return parse_network(one).has_value(); }))
        return wrong("proxy.trusted");
    if (all.is_node() && all.postgres.connection.empty()) return wrong("postgres.connection");
    if (all.is_node() && all.postgres.node.empty()) return wrong("postgres.node");
    if (!all.postgres.url.empty() && !parse_site(all.postgres.url)) return wrong("postgres.url");
    if (all.tls.certificate.empty() != all.tls.key.empty()) return wrong("tls.key");
    if (all.tls.client_certificates_required && all.tls.client_authority.empty()) return wrong("tls.client_authority");
    if (const char* key = wrong_of(all.oidc)) return wrong(key);
    if (const char* key = wrong_of(all.mail)) return wrong(key);
    return {};
}

}  // namespace

Proxies Proxy::proxies() const {
    Proxies all;
    all.say_forwarded = header == "forwarded";
    for (const std::string& one : trusted)
        if (const auto network = parse_network(one)) all.trusted.push_back(*network);
    return all;
}

std::string Configuration::public_url() const {
    if (!url.empty()) return url;
    const bool is_v6 = address.find(':') != std::string::npos;
    return (tls.on() ? "https://" : "http://") + (is_v6 ? '[' + address + ']' : address) + ':' + std::to_string(port);
}

Verdict<Configuration> read_configuration(const std::string& path) {
    Configuration configuration;
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad())
        return refuse(code::config_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    try {
        const toml::table table = toml::parse(text, path);
        if (auto taken = take(table, "", setters_of(configuration), path); !taken)
            return std::unexpected(std::move(taken.error()));
    } catch (const toml::parse_error& error) {
        const std::string line = std::to_string(error.source().begin.line);
        return refuse(code::config_unreadable,
                      {{"path", path}, {"what", std::string(error.description()) + ", line " + line}});
    }
    if (auto checked = check(configuration, path); !checked) return std::unexpected(std::move(checked.error()));
    return configuration;
}

}  // namespace ipep::http
