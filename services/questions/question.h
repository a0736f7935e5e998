// Question: what may be asked of a ledger, as one plain type each. Its members are its arguments, in the order in which
// they are said; beside them stand its name, its help and the ways it is asked by HTTP.
//
// Shape:   the list of members that BOOST_DESCRIBE_STRUCT gives is the only one: the command line, the resources of the
//          API and `--server` are walks over it (services/questions/all_questions.h). Each member has an Argument.
// Errors:  parameter_malformed, in the words of the command line.
// Source:  contract, "The command": a command and its resource give the same answer.
#pragma once

#include <array>
#include <charconv>

#include "events/describe.h"
#include "services/http/resource.h"

namespace ipep::questions {

// An English sentence of the catalogue, translated where it is shown.
constexpr const char* said(const char* english) { return english; }

struct Argument {
    const char* name;  // "YEAR" has a place of its own, "--revision" is named
    const char* help;
    bool is_required = false;
    const char* choices = "";  // separated by spaces; empty where any text or number will do
    int least = -1;            // of a number: 0, 1, or as its type has it
};

struct Named {
    const char* command;
    const char* help;
    const char* footer = "";
};

// `kResources` may be empty: such a question is asked on the ledger's own machine alone.
template <class Asked>
concept Question = Described<Asked> && requires {
    { Asked::kNamed } -> std::convertible_to<Named>;
    { Asked::kArguments.size() } -> std::same_as<std::size_t>;
    { Asked::kResources.size() } -> std::same_as<std::size_t>;
};

// Whether all that is said of a question stands there: a forgotten help or argument does not compile.
template <Question Asked>
consteval bool is_whole() {
    bool whole = *Asked::kNamed.command != 0 && *Asked::kNamed.help != 0;
    whole = whole && Asked::kArguments.size() == boost::mp11::mp_size<MembersOf<Asked>>::value;
    for (const Argument& one : Asked::kArguments) whole = whole && *one.name != 0 && *one.help != 0;
    for (const http::Resource& one : Asked::kResources)
        whole = whole && std::string_view(one.command) == Asked::kNamed.command && *one.path == '/';
    return whole;
}

// What is wrong with a number as it was written; empty where nothing is. No argument counts below nothing, and each
// stands as it was written: -1 is not 2⁶⁴ − 1.
template <class Number>
std::string read_number(std::string_view text, Number& to);
extern template std::string read_number(std::string_view, std::int64_t&);
extern template std::string read_number(std::string_view, std::uint64_t&);

// What is wrong with the text of one argument.
template <class Member>
std::string read_member(const Argument& argument, std::string_view text, Member& to);
extern template std::string read_member(const Argument&, std::string_view, std::string&);
extern template std::string read_member(const Argument&, std::string_view, std::uint64_t&);
extern template std::string read_member(const Argument&, std::string_view, int&);
extern template std::string read_member(const Argument&, std::string_view, bool&);
extern template std::string read_member(const Argument&, std::string_view, std::optional<int>&);
extern template std::string read_member(const Argument&, std::string_view, std::optional<std::int64_t>&);

// In the words of the command line.
Rejection not_understood(const Argument& argument, const std::string& complaint);
Rejection is_missing(const Argument& argument);
// The text a request gives for an argument, of its path or its query; null where it gives none.
const std::string* text_of(const Argument& argument, const http::Asked& asked);

// The question a request asks.
template <Question Asked>
Verdict<Asked> read_question(const http::Asked& asked) {
    Asked question;
    Verdict<> read;
    std::size_t at = 0;
    for_each_member(question, [&](const char*, auto& member) {
        const Argument& argument = Asked::kArguments[at++];
        const std::string* text = text_of(argument, asked);
        if (!read || (!text && !argument.is_required)) return;
        if (!text)
            read = std::unexpected(is_missing(argument));
        else if (const auto complaint = read_member(argument, *text, member); !complaint.empty())
            read = std::unexpected(not_understood(argument, complaint));
    });
    IPEP_TRY(read);
    return question;
}

}  // namespace ipep::questions
