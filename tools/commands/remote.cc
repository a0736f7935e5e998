#include "tools/commands/remote.h"

#include <boost/algorithm/string/replace.hpp>
#include <boost/json.hpp>
#include <ostream>
#include <sstream>
#include <thread>

#include "services/answers/answer.h"
#include "services/answers/figures.h"
#include "services/answers/row_page.h"
#include "services/files/folder_archive.h"
#include "services/files/whole_file.h"
#include "services/http/client.h"
#include "services/http/web_token.h"
#include "services/questions/outline.h"
#include "services/words/all_codes.h"
#include "services/words/code.h"
#include "services/words/language.h"

namespace ipep {
namespace {

using http::Effect;
using http::Resource;
using http::Response;

constexpr int kTries = 4;
constexpr std::size_t kLongList = 2000;  // characters: a longer one goes in the body, for heads have their limit

std::string with_slashes(const std::string& text) {
    std::string encoded;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, '/');)
        encoded += (encoded.empty() ? "" : "/") + http::percent_encoded(part);
    return encoded;
}

// The path with the arguments in place, or nothing where one is missing.
std::optional<std::string> path_of(const Resource& resource, const Sought& sought) {
    std::string path = resource.path;
    for (auto from = path.find('{'); from != std::string::npos; from = path.find('{', from)) {
        const auto end = path.find('}', from);
        std::string name = path.substr(from + 1, end - from - 1);
        const bool is_rest = name.ends_with('*');
        if (is_rest) name.pop_back();
        const auto given = sought.given.find(name);
        if (given == sought.given.end()) return std::nullopt;
        const std::string value = is_rest ? with_slashes(given->second) : http::percent_encoded(given->second);
        path.replace(from, end - from + 1, value);
        from += value.size();
    }
    return path;
}

bool is_long(const char* list, const Sought& sought) {
    const auto given = sought.given.find(list);
    return *list && given != sought.given.end() && given->second.size() > kLongList;
}

// Of the question's resources the one that takes the most of what was given.
const Resource* resource_of(const Sought& sought) {
    const Resource* best = nullptr;
    for (const Resource& one : sought.resources) {
        if (!path_of(one, sought)) continue;
        if (*one.body && !sought.given.contains(one.body)) continue;
        if (*one.made && !sought.given.contains(one.made)) continue;
        const auto flag = http::flag_of(one);
        if (!flag.empty() && !sought.given.contains(std::string(flag))) continue;
        const auto arguments = [&](const Resource& r) {
            return std::ranges::count(std::string_view(r.path), '{') + (*r.body != 0) + !http::flag_of(r).empty() +
                   2 * is_long(r.lines, sought);
        };
        if (!best || arguments(one) > arguments(*best)) best = &one;
    }
    return best;
}

std::string query_of(const Resource& resource, const Sought& sought, const CommonOptions& options) {
    http::Fields query;
    for (const auto& [name, value] : sought.given)
        if (name.starts_with("--") && http::lists(resource.options, name.substr(2))) query[name.substr(2)] = value;
    if (!options.as_of.empty()) query["as-of"] = options.as_of;
    if (!options.effective.empty()) query["effective"] = options.effective;
    if (!options.on.empty()) query["on"] = options.on;
    if (!options.proof.empty()) query["proof"] = "true";
    std::string text;
    for (const auto& [name, value] : query)
        text += (text.empty() ? "?" : "&") + name + '=' + http::percent_encoded(value);
    return text;
}

std::string accepted(const std::string& format) {
    if (format == "json") return "application/json";
    return format == "dot" ? "text/vnd.graphviz" : format == "html" ? "text/html" : "text/plain";
}

std::string server_of(const CommonOptions& options) {
    std::string server = options.server;
    while (server.ends_with('/')) server.pop_back();
    return server;
}

http::Sent sent_for(const Resource& resource, const Sought& sought, const CommonOptions& options) {
    http::Sent sent{resource.method,
                    server_of(options) + "/api/v1" + *path_of(resource, sought) + query_of(resource, sought, options)};
    sent.headers["Accept"] = accepted(options.format);
    sent.headers["Accept-Language"] = language() == Language::french ? "fr" : "en";
    if (const std::string& token = options.environment.token; !token.empty())
        sent.headers["Authorization"] = "Bearer " + token;
    if (sent.method == "POST") sent.headers["Idempotency-Key"] = base64url(World::real().random_bytes("request"));
    if (resource.effect == Effect::decides) sent.headers["If-Match"] = "*";
    return sent;
}

std::string header_of(const Response& response, std::string_view name) {
    for (const auto& [one, value] : response.headers)
        if (one == name) return value;
    return {};
}

// A server cannot know how its client is told who asks.
std::string where_credentials_are(Code code) {
    if (code != code::credentials_missing && code != code::credentials_invalid) return {};
    return ' ' + tr("`ipep` takes the token from IPEP_TOKEN, a certificate from IPEP_CERTIFICATE and IPEP_KEY.");
}

int tell_problem(const Shell& shell, const Response& response) {
    boost::system::error_code error;
    const boost::json::value body = boost::json::parse(response.body, error);
    const auto text = [&](const char* name) {
        const auto* value = !error && body.is_object() ? body.as_object().if_contains(name) : nullptr;
        return value && value->is_string() ? std::string(value->as_string()) : std::string();
    };
    const std::string code = text("code");
    for (const Code one : all_codes()) {
        if (text_of(one).code != code) continue;
        const ExitCode exit = response.status >= 500             ? kFault
                              : one == code::parameter_malformed ? kWrongUsage
                                                                 : kRefused;
        return shell.refuse(rejection_from(one, body.as_object()), text("detail") + where_credentials_are(one), exit);
    }
    const std::string what = "HTTP " + std::to_string(response.status);
    return shell.refuse({code::server_unreachable, {{"url", shell.options().server}, {"what", what}}}, kFault);
}

// What the server made, where it was asked for.
int keep(const Shell& shell, const std::string& where, const Response& response) {
    if (response.content_type != "application/x-tar") {
        const auto kept = write_whole(where, response.body, Existing::stays);
        return kept ? kDone : shell.refuse(kept.error());
    }
    auto folder = WholeFolder::at(where);
    if (!folder) return shell.refuse(folder.error());
    if (!unpack(response.body, folder->path())) {
        const std::string what = tr("what it sent is no folder of files");
        return shell.refuse({code::server_unreachable, {{"url", shell.options().server}, {"what", what}}}, kFault);
    }
    folder->keep();
    return kDone;
}

int say(const Shell& shell, const Response& response) {
    shell.out() << response.body;
    const std::string exit = header_of(response, "Ipep-Exit-Code");
    const int done = shell.done();
    return done != kDone || exit.empty() ? done : std::stoi(exit);
}

bool is_done(const Response& response) { return response.status == 200 || response.status == 201; }

// A command whose answer was lost is asked again: its Idempotency-Key makes it one.
Verdict<Response> ask(const http::Sent& sent, const Environment& own) {
    const http::ClientTls tls{own.authority, own.certificate, own.key};
    auto response = http::fetch(sent, tls);
    for (int tried = 1; tried < kTries && !response; ++tried) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100 * tried));
        response = http::fetch(sent, tls);
    }
    return response;
}

// An option that was given and that the resource does not take: its configuration decides it, or it names a file here.
std::optional<std::string> not_taken(const Resource& resource, const Sought& sought) {
    for (const auto& [name, value] : sought.given) {
        const bool is_file = name == resource.body || name == resource.made;
        if (!name.starts_with("--") || is_file || name == http::flag_of(resource)) continue;
        if (!http::lists(resource.options, std::string_view(name).substr(2))) return name;
    }
    return std::nullopt;
}

// The path behind `rel="next"`, which is all a Link of ours says.
std::string next_of(const Response& response) {
    const std::string link = header_of(response, "Link");
    return link.empty() ? link : link.substr(1, link.find('>') - 1);
}

std::string limited(std::string path, std::uint64_t left) {
    const auto at = path.find("limit=");
    if (at != std::string::npos) path.replace(at, path.find('&', at) - at, "limit=" + std::to_string(left));
    return path;
}

// A page behind the first; without it, the code to end with, the reason being told.
std::expected<Response, int> page_at(const Shell& shell, const std::string& path, const http::Sent& sent) {
    auto page = ask({"GET", server_of(shell.options()) + path, sent.headers}, shell.options().environment);
    if (!page) return std::unexpected(shell.refuse(page.error(), kFault));
    if (!is_done(*page)) return std::unexpected(tell_problem(shell, *page));
    return std::move(*page);
}

// As it stands in the list of all resources, which says what its answers look like.
const Resource& described(const Resource& resource) {
    return *std::ranges::find_if(questions::all_resources(), [&](const Resource& one) {
        return std::string_view(one.method) == resource.method && std::string_view(one.path) == resource.path;
    });
}

// The pages of one answer, as the one answer they are.
int say_joined(const Shell& shell, const Resource& resource, const http::Sent& sent, Response page) {
    boost::system::error_code error;
    boost::json::value whole = boost::json::parse(page.body, error);
    for (std::string next = next_of(page); !error && !next.empty(); next = next_of(page)) {
        auto more = page_at(shell, next, sent);
        if (!more) return more.error();
        page = std::move(*more);
        boost::json::value rest = boost::json::parse(page.body, error);
        if (!error && rest.is_object() && whole.is_object())
            join_page(whole.as_object(), std::move(rest.as_object()), described(resource));
        else
            error = boost::json::error::syntax;
    }
    if (error)
        return shell.refuse({code::server_unreachable, {{"url", shell.options().server}, {"what", error.message()}}},
                            kFault);
    page.body = whole_json(std::move(whole.as_object()));
    return say(shell, page);
}

// A list comes a page at a time: all of them, or as many rows as were asked for.
int say_pages(const Shell& shell, const Sought& sought, const http::Sent& sent, Response page) {
    const auto wished = sought.given.find("--limit");
    std::uint64_t left = wished == sought.given.end() ? UINT64_MAX : std::stoull(wished->second);
    for (std::string next = next_of(page);; next = next_of(page)) {
        if (const int said = say(shell, page); said != kDone) return said;
        left -= std::min(left, static_cast<std::uint64_t>(std::ranges::count(page.body, '\n')));
        if (next.empty() || left == 0) return kDone;
        auto more = page_at(shell, limited(next, left), sent);
        if (!more) return more.error();
        page = std::move(*more);
    }
}

}  // namespace

int ask_server(const Shell& shell, const Sought& sought) {
    const Resource* resource = resource_of(sought);
    if (!resource) return shell.refuse({code::files_of_this_machine, {{"command", sought.command}}});
    if (const auto option = not_taken(*resource, sought))
        return shell.refuse({code::files_of_this_machine, {{"command", sought.command + ' ' + *option}}});
    http::Sent sent = sent_for(*resource, sought, shell.options());
    if (*resource->body) {
        auto body = shell.asking().read(sought.given.at(resource->body));
        if (!body) return shell.refuse(body.error());
        sent.body = std::move(*body);
    }
    if (const auto list = sought.given.find(resource->lines); list != sought.given.end())
        sent.body = boost::algorithm::replace_all_copy(list->second, ",", "\n");
    const Environment& own = shell.options().environment;
    auto response = ask(sent, own);
    if (!response) return shell.refuse(response.error(), kFault);
    if (!is_done(*response)) return tell_problem(shell, *response);
    const std::string made = *resource->made ? sought.given.at(resource->made) : shell.options().proof;
    if (const std::string location = header_of(*response, "Location"); !location.empty()) {
        boost::replace_all(response->body, location, made);
        const auto file = ask({"GET", server_of(shell.options()) + location, sent.headers}, own);
        if (!file) return shell.refuse(file.error(), kFault);
        if (!is_done(*file)) return tell_problem(shell, *file);
        if (const int kept = keep(shell, made, *file); kept != kDone) return kept;
        return say(shell, *response);
    }
    if (response->content_type == "application/json" && !next_of(*response).empty())
        return say_joined(shell, *resource, sent, std::move(*response));
    if (made.empty()) return say_pages(shell, sought, sent, std::move(*response));
    if (const int kept = keep(shell, made, *response); kept != kDone) return kept;
    shell.out() << (shell.json() ? boost::json::serialize(boost::json::object{{"made", made}}) : made) << '\n';
    return shell.done();
}

}  // namespace ipep
