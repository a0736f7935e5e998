// Remote: a question asked of a server instead of a ledger on this machine: the same words, the same answer.
//
// Shape:  the resource of the question gives path and query; a file the command reads is the body; what it makes comes
//         back as bytes. IPEP_TOKEN is the bearer token; IPEP_CA, IPEP_CERTIFICATE and IPEP_KEY are PEM files for TLS.
// Errors: the server's problem, told as the command would tell it; server_unreachable; files_of_this_machine.
#pragma once

#include "services/questions/question.h"
#include "tools/commands/shell.h"

namespace ipep {

// A question, as far as it is told to a server: what was given, by the names of its arguments ("YEAR", "--revision").
struct Sought {
    std::string command;
    std::span<const http::Resource> resources;
    http::Fields given;
};

// Precondition: options().server is set.
int ask_server(const Shell& shell, const Sought& sought);

// How an argument is written; nothing where it says nothing.
std::string written(const std::string& text);
std::string written(bool flag);
std::string written(const std::vector<std::string>& list);
template <std::integral Number>
std::string written(Number number) {
    return std::to_string(number);
}
template <class Tag>
std::string written(CalendarYear<Tag> year) {
    return to_text(year);
}
template <class Member>
std::string written(const std::optional<Member>& member) {
    return member ? written(*member) : std::string();
}

// What stands as it stands where nothing is said is not told.
template <questions::Question Asked>
Sought sought(const Asked& question) {
    Sought sought{Asked::kNamed.command, Asked::kResources, {}};
    const Asked unsaid;
    std::size_t at = 0;
    boost::mp11::mp_for_each<MembersOf<Asked>>([&](auto member) {
        const questions::Argument& argument = Asked::kArguments[at++];
        const auto& value = question.*member.pointer;
        if (argument.is_required || value != unsaid.*member.pointer) sought.given[argument.name] = written(value);
    });
    return sought;
}

}  // namespace ipep
