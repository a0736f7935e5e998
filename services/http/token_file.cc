#include "services/http/token_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "events/seal.h"
#include "services/files/whole_file.h"
#include "services/http/web_token.h"
#include "services/ledger/world.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

std::unexpected<Rejection> unreadable(const std::string& path, const std::string& what) {
    return refuse(code::tokens_unreadable, {{"path", path}, {"what", what}});
}

Verdict<> write_tokens(const std::string& path, const LocalTokens& tokens) {
    std::string text;
    for (const auto& [digest, token] : tokens)
        text += digest + ' ' + token.person.text + ' ' + to_text(token.until) + '\n';
    return write_whole(path, text, Existing::goes);
}

}  // namespace

FileState state_of(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return {};
    return {status.st_ino, status.st_size, status.st_ctim.tv_sec, status.st_ctim.tv_nsec};
}

std::string digest_of_token(std::string_view token) { return to_hex(bytes_of(sha256(token))); }

Verdict<LocalTokens> read_tokens(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        if (errno == ENOENT) return LocalTokens{};
        return unreadable(path, std::strerror(errno));
    }
    if ((status.st_mode & 077) != 0) return unreadable(path, "others may read it; run chmod 600");
    std::ifstream file(path);
    LocalTokens tokens;
    std::int64_t number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        std::istringstream words(line);
        std::string digest, person, until, rest;
        words >> digest >> person >> until;
        const auto day = parse_day(until);
        if (digest.size() != 64 || !well_formed(person) || !day || words >> rest)
            return unreadable(path, "line " + std::to_string(number) + " is malformed");
        tokens.emplace(digest, LocalToken{{person}, *day});
    }
    return tokens;
}

Verdict<std::string> new_token(const std::string& path, const PersonId& person, Day until) {
    auto tokens = read_tokens(path);
    if (!tokens) return std::unexpected(std::move(tokens.error()));
    const std::string token = "ipep_" + base64url(World::real().random_bytes("token"));
    tokens->emplace(digest_of_token(token), LocalToken{person, until});
    if (auto written = write_tokens(path, *tokens); !written) return std::unexpected(std::move(written.error()));
    return token;
}

Verdict<std::size_t> revoke_tokens(const std::string& path, const PersonId& person) {
    auto tokens = read_tokens(path);
    if (!tokens) return std::unexpected(std::move(tokens.error()));
    const std::size_t gone = std::erase_if(*tokens, [&](const auto& one) { return one.second.person == person; });
    if (auto written = write_tokens(path, *tokens); !written) return std::unexpected(std::move(written.error()));
    return gone;
}

}  // namespace ipep::http
