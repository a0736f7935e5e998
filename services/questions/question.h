// Question: what may be asked of a ledger, as one plain type each. Its members are its arguments, in the order in which
// they are said; beside them stand its name, its help and the ways it is asked by HTTP.
//
// Shape:   the list of members that BOOST_DESCRIBE_STRUCT gives is the only one: the command line, the resources of the
//          API, `--server`, the description and completion are walks over it (services/questions/all_questions.h). Each
//          member has an Argument; what an answer shows of persons is said too (kShows).
// Errors:  parameter_malformed, in the words of the command line.
// Source:  contract, "The command": a command and its resource give the same answer.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "events/describe.h"
#include "services/http/resource.h"
#include "services/questions/shape.h"

namespace ipep::questions {

using http::Effect;
using http::Resource;
using http::Shows;

// An English sentence of the catalogue, translated where it is shown.
constexpr const char* said(const char* english) { return english; }

struct Argument {
    const char* name;  // "YEAR" has a place of its own, "--revision" is named
    const char* help;
    bool is_required = false;
    const char* choices = "";   // separated by spaces, empty where any will do; of a number "09=9", its name and it
    int least = -1, most = -1;  // of a number: -1 is as its type has it
    const char* needs = "";     // the argument that must stand with it
};

struct Named {
    const char* command;  // one word, or two of a family: "prove inclusion"
    const char* help;
    const char* footer = "";
};

// `kResources` may be empty: such a question is asked on the ledger's own machine alone. `kAnswers` says of each
// resource what its JSON looks like (services/questions/shape.h), "" where it answers with none. `static std::string
// settle_words(Asked&)` puts words in order that may be said in more ways than one, or says what is wrong with them.
template <class Asked>
concept Question = Described<Asked> && requires {
    { Asked::kNamed } -> std::convertible_to<Named>;
    { Asked::kArguments.size() } -> std::same_as<std::size_t>;
    { Asked::kResources.size() } -> std::same_as<std::size_t>;
    { Asked::kShows } -> std::convertible_to<Shows>;
};

// Whether a request of the resource can say the argument: in its path, its query, its body, or as what the server adds.
consteval bool says(const Resource& resource, const Argument& argument) {
    const std::string_view name = argument.name, path = resource.path, set = resource.set;
    const auto at = path.find(std::string("{") + argument.name);
    if (at != path.npos && (path[at + 1 + name.size()] == '}' || path[at + 1 + name.size()] == '*')) return true;
    return name == resource.body || name == resource.lines || name == resource.made ||
           name == set.substr(0, set.find('=')) ||
           (name.starts_with("--") && http::lists(resource.options, name.substr(2)));
}

// How many names a resource uses.
consteval std::size_t names_in(const Resource& resource) {
    const std::string_view path = resource.path, options = resource.options;
    const auto words = options.empty() ? 0 : std::ranges::count(options, ' ') + 1;
    const auto alone = (*resource.body != 0) + (*resource.lines != 0) + (*resource.made != 0) + (*resource.set != 0);
    return static_cast<std::size_t>(std::ranges::count(path, '{') + words + alone);
}

// Whether each name that a resource uses is an argument, and each argument that is required can be said.
consteval bool fits(const Resource& resource, std::span<const Argument> arguments) {
    std::size_t known = http::lists(resource.options, "on");  // the accounting day, which is no question's own
    for (const Argument& one : arguments) {
        known += says(resource, one);
        if (one.is_required && !says(resource, one)) return false;
    }
    return known == names_in(resource);
}

// Whether what answers as JSON says what it looks like, in names that are known.
consteval bool is_shown_by(const Resource& resource, std::string_view shape) {
    if ((std::string_view(resource.type) == "application/json") == shape.empty()) return false;
    return names_known_shapes(shape);
}

// Whether all that is said of a question stands there: a forgotten help or argument does not compile.
template <Question Asked>
consteval bool is_whole() {
    bool whole = *Asked::kNamed.command != 0 && *Asked::kNamed.help != 0;
    whole = whole && Asked::kArguments.size() == boost::mp11::mp_size<MembersOf<Asked>>::value;
    for (const Argument& one : Asked::kArguments) whole = whole && *one.name != 0 && *one.help != 0;
    for (const Resource& one : Asked::kResources)
        whole = whole && std::string_view(one.command) == Asked::kNamed.command && *one.path == '/' &&
                fits(one, Asked::kArguments);
    if constexpr (Asked::kResources.size() > 0) {
        whole = whole && Asked::kAnswers.size() == Asked::kResources.size();
        for (std::size_t i = 0; whole && i < Asked::kResources.size(); ++i)
            whole = is_shown_by(Asked::kResources[i], Asked::kAnswers[i]);
    }
    return whole;
}

// Whether its answer may be asked for with what proves it: it reads a state, takes no file and makes none, and is no
// proof itself.
template <Question Asked>
consteval bool has_proof() {
    bool reads_alone = Asked::kResources.size() > 0 && Asked::kShows != Shows::whole_log;
    for (const Resource& one : Asked::kResources)
        reads_alone = reads_alone && http::reads(one.effect) && std::string_view(one.method) == "GET" &&
                      *one.body == 0 && *one.made == 0 && *one.lines == 0;
    return reads_alone;
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
extern template std::string read_member(const Argument&, std::string_view, std::int64_t&);
extern template std::string read_member(const Argument&, std::string_view, int&);
extern template std::string read_member(const Argument&, std::string_view, ResultYear&);
extern template std::string read_member(const Argument&, std::string_view, PaymentYear&);
extern template std::string read_member(const Argument&, std::string_view, FiscalYear&);
extern template std::string read_member(const Argument&, std::string_view, std::optional<ResultYear>&);
extern template std::string read_member(const Argument&, std::string_view, std::optional<PaymentYear>&);
extern template std::string read_member(const Argument&, std::string_view, bool&);
extern template std::string read_member(const Argument&, std::string_view, std::optional<int>&);
extern template std::string read_member(const Argument&, std::string_view, std::optional<std::int64_t>&);
extern template std::string read_member(const Argument&, std::string_view, std::optional<std::uint64_t>&);
// Of a list, separated by commas.
extern template std::string read_member(const Argument&, std::string_view, std::vector<std::string>&);

// "03=3 09=9": the numbers by their names.
std::map<std::string, int> named_numbers(const Argument& argument);

// In the words of the command line.
Rejection not_understood(const std::string& what);
// The first that is required and missing, or stands without what it needs.
Verdict<> check_given(std::span<const Argument> arguments, const http::Asked& asked);
// The text a request gives for an argument, of its path or its query; null where it gives none.
const std::string* text_of(const Argument& argument, const http::Asked& asked);

// What is wrong with the words together; empty where nothing is.
template <Question Asked>
std::string settle_words(Asked& question) {
    if constexpr (requires { Asked::settle_words(question); }) return Asked::settle_words(question);
    return {};
}

// The question a request asks.
template <Question Asked>
Verdict<Asked> read_question(const http::Asked& asked) {
    Asked question;
    std::string wrong;
    std::size_t at = 0;
    for_each_member(question, [&](const char*, auto& member) {
        const Argument& argument = Asked::kArguments[at++];
        const std::string* text = text_of(argument, asked);
        if (!text || !wrong.empty()) return;
        if (const auto complaint = read_member(argument, *text, member); !complaint.empty())
            wrong = std::string(argument.name) + ": " + complaint;
    });
    if (wrong.empty()) {
        IPEP_TRY(check_given(Asked::kArguments, asked));
        wrong = settle_words(question);
    }
    if (!wrong.empty()) return std::unexpected(not_understood(wrong));
    return question;
}

}  // namespace ipep::questions
