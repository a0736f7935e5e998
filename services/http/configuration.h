// Configuration: what `ipepd` is told, from one TOML file. Every member has a sound value; an unknown key is refused.
//
// Units:  sizes in KiB or MiB, times in seconds, as the last word of a key says.
// Errors: config_unreadable (the file, or TOML that does not parse), config_unknown_key, config_value.
// Source: https://toml.io/en/v1.0.0; ops/ipepd.toml shows every key.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/rejection.h"
#include "services/http/forwarded.h"

namespace ipep::http {

struct Limits {
    std::int64_t header_kib = 16, body_mib = 64;
    std::int64_t connections = 1024, streams = 1000, waiting = 4096;
    std::int64_t connections_client = 256;             // of one address
    std::int64_t readings = 1, readings_waiting = 16;  // long ones, of a person
    std::int64_t header_seconds = 10, body_seconds = 60, idle_seconds = 75, write_seconds = 30, reading_seconds = 120;
};

struct Tls {
    std::string certificate, key, client_authority;  // PEM files; TLS is off without the first two
    bool client_certificates_required = false;
    bool on() const { return !certificate.empty(); }
};

// Proxies before the server, which are believed what they say of their clients.
struct Proxy {
    std::vector<std::string> trusted;        // addresses and networks
    std::string header = "x-forwarded-for";  // in which they say it: this and x-forwarded-proto, or "forwarded"
    Proxies proxies() const;
};

// An OpenID Connect provider: its tokens are taken as bearers where `audience` is given, and people sign in at it where
// `client_id` is.
struct Oidc {
    std::string issuer, audience, jwks_file, jwks_url;
    std::string person_claim = "sub";
    std::string name;                           // what people call it; else the issuer's host
    std::string client_id, client_secret_file;  // without a secret the client is a public one
    std::string scopes = "openid";
    std::string authority;  // PEM file of who vouches for its certificate; else the system's
    bool on() const { return !issuer.empty(); }
    bool signs_in() const { return !client_id.empty(); }
};

// A relay that takes reminders of what waits; nothing is sent without one.
struct Mail {
    std::string relay;                // smtp://HOST[:PORT], with STARTTLS beyond this machine, or smtps://
    std::string from;                 // an address
    std::string addresses;            // file: PERSON ADDRESS, a line each
    std::string user, password_file;  // where the relay asks for them
    std::string authority;            // PEM file of who vouches for its certificate; else the system's
    std::int64_t hour = 7;            // of the day, in Paris, from which the reminders of a day are sent
    bool on() const { return !relay.empty(); }
};

// A log that several servers share; each has a name of its own.
struct Postgres {
    std::string connection;  // as libpq has it
    std::string node;
    std::string url;        // where the other nodes reach this one; else the server's own
    std::string authority;  // of the other nodes' certificates; else the system's
    std::int64_t lease_seconds = 3, patience_seconds = 5;
};

struct Configuration {
    std::string ledger;
    std::string log = "rocksdb";  // where it is kept: rocksdb, in the folder; postgres, with a copy in the folder
    std::string address = "127.0.0.1";
    std::uint16_t port = 8480;
    std::string url;  // under which others reach it, perhaps through a proxy; else made from address and port
    std::int64_t threads = 2;
    std::string signing_key;               // of checkpoints
    std::string pseudonym_key;             // file with the key of the pseudonyms of the panel
    std::string backups;                   // folder of backups
    std::string debtors;                   // folder with a CPAM.toml for each account payments are made from
    std::string tokens;                    // file of local tokens; else LEDGER/tokens
    std::string log_requests = "changes";  // changes (commands and refusals), all, none
    std::int64_t answers_days = 30;        // how long a command's answer is remembered
    std::int64_t least_answers = 30;       // from which on a questionnaire counts without a warning
    Limits limits;
    Tls tls;
    Proxy proxy;
    Oidc oidc;
    Mail mail;
    Postgres postgres;
    bool demo = false;  // whoever comes over the loopback may do everything

    std::string public_url() const;
    std::string tokens_file() const { return tokens.empty() ? ledger + "/tokens" : tokens; }
    // Whether it shares its log with others.
    bool is_node() const { return log == "postgres"; }
    // Whether others reach it over TLS.
    bool is_secure() const { return tls.on() || url.starts_with("https://"); }
};

Verdict<Configuration> read_configuration(const std::string& path);

}  // namespace ipep::http
