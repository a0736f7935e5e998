// Resource: one line of the API's table; and what the service asks of those who know the commands behind it.
//
// Shape:  a path's `{NAME}` is the command's argument of that name; only the options listed may come in the query, so
//         that no file name of a client ever becomes one of the server.
// Source: contract, "The command": a command and its resource give the same answer.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/patience.h"
#include "services/http/message.h"
#include "services/ledger/ledger_service.h"
#include "services/reader/reader.h"

namespace ipep::http {

enum class Effect : std::uint8_t {
    reads_quickly,      // reads the head or an earlier state, at once
    reads_for_payment,  // reads long what a payment waits for: a file, a letter, why an order is of its amount
    reads_long,         // reads long; stands before nothing else
    records,            // writes; may come at any state
    decides,            // writes what a person decided on a state seen: needs If-Match
    copies,             // reads with the writer's own store
    alone,              // while nobody has the ledger open
};
constexpr bool reads(Effect effect) {
    return effect == Effect::reads_quickly || effect == Effect::reads_for_payment || effect == Effect::reads_long;
}
inline bool writes(Effect effect) { return effect == Effect::records || effect == Effect::decides; }

// What an answer shows, by which it is decided who may have it (services/http/reach).
enum class Shows : std::uint8_t {
    amounts,        // of groupements: in rows, or of all that is named
    payees,         // amounts, and who is paid and where
    whole_log,      // what proves something of all of it
    log_and_names,  // the same, with names and accounts unless they are left out
    law,            // what is of no groupement
    its_own,        // whose it is, only the command knows
    what_was_done,  // by a command that the ledger judged
};

inline constexpr const char* kPlainText = "text/plain; charset=utf-8";

struct Resource {
    const char* method;
    const char* path;     // after /api/v1
    const char* command;  // the words of the command line
    Effect effect;
    const char* options = "";  // that may stand in the query, without their dashes
    const char* body = "";     // the argument that the request's body is the file of
    const char* made = "";     // the argument that names what the command makes: its bytes are the answer
    const char* set = "";      // an argument and the key of the configuration that it gets: "--key=signing_key";
                               // or a flag of the command: "--checks"
    const char* type = "application/json";
    const char* location = "";  // where what it made is read instead, by members of the answer: "/files/{message}"
    const char* lines = "";     // the argument, a list, that stands in the request's body, one a line
    // As the question says, once it stands in the list of all resources:
    Shows shows = Shows::log_and_names;
    const char* answer = "";  // what its JSON looks like (services/questions/shape.h)
    bool has_pages = false;   // it gives so many rows at a time, and says where it goes on
    bool has_table = false;   // it may be asked for as CSV
    bool has_proof = false;   // it may be asked for with what proves it
};

// "/settlements/{YEAR}" against "/settlements/2021": the arguments, or nothing. `{REF*}` takes all that follows.
std::optional<Fields> matched(std::string_view pattern, std::string_view path);
// The flag that a resource sets, "--checks"; empty where it sets another argument or nothing.
std::string_view flag_of(const Resource& resource);
// The lines of a body as the text of a list: between commas, without blanks around them.
std::string list_of_lines(std::string_view body);
// Whether a list of words separated by spaces has the word.
constexpr bool lists(std::string_view words, std::string_view word) {
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        if (words.substr(0, end) == word) return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

// A command as it is asked for.
struct Asked {
    const Resource* resource = nullptr;
    Fields arguments;  // of the path
    Fields query;
    std::string body;
    PersonId person;
    std::string language, format;  // "fr" or "en"; "json", "csv", "text", "dot", "html"
    Reader reader = {};            // who is answered; who writes is answered what was written

    // Whether what proves the answer is wanted in its place.
    bool wants_proof() const { return query.contains("proof"); }
};

struct Answered {
    int exit_code = 0;
    std::string body;
    std::string content_type = "application/json";
    std::optional<Rejection> rejection = {};
    std::string location = {};         // the path, after /api/v1, of what was made
    Fields next = {};                  // what the query says instead where a list that was cut goes on
    std::set<std::string> shown = {};  // subjects whose names and accounts it shows, as the reader noted
};

// What the service needs of the commands, which lie above it.
struct Commands {
    virtual ~Commands() = default;
    virtual const std::vector<Resource>& resources() const = 0;
    // With the ledger that is held, or, with nothing, with one opened for this command alone, which `patience` may end
    // by ReadingEnded.
    virtual Answered run(const Asked& asked, LedgerService* held, const Patience& patience = {}) = 0;
    virtual std::string sentence(const Rejection& rejection, const std::string& language) const = 0;
    virtual std::string openapi() const = 0;
};

}  // namespace ipep::http
