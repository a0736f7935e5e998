#include "services/answers/served_questions.h"

#include <boost/algorithm/string/replace.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "services/answers/openapi.h"
#include "services/answers/row_page.h"
#include "services/files/folder_archive.h"
#include "services/files/scratch_folder.h"
#include "services/questions/outline.h"
#include "services/questions/recording_answer.h"
#include "services/words/code.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

using http::Answered;
using http::Asked;
using http::Effect;
using http::Resource;

const char kLines[] = "application/jsonl";

std::string type_of(const Asked& asked) {
    if (asked.wants_proof()) return "application/json";
    if (asked.resource->type != std::string_view("application/json") &&
        asked.resource->type != std::string_view(kLines))
        return asked.resource->type;
    if (asked.format == "csv") return "text/csv; charset=utf-8; header=present";
    if (asked.format == "json") return asked.resource->type;
    // Only a derivation is drawn; what others print as text a browser must not take for a page.
    const bool is_drawn = std::string_view(asked.resource->command) == "explain";
    if (is_drawn && asked.format == "dot") return "text/vnd.graphviz; charset=utf-8";
    return is_drawn && asked.format == "html" ? "text/html; charset=utf-8" : http::kPlainText;
}

std::string made_bytes(const std::string& path) {
    if (std::filesystem::is_directory(path)) return archive_of(path);
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string filled(std::string text, const http::Fields& values) { return fill(text, {values.begin(), values.end()}); }

// What a request leaves to the server: the file of its body, the place of what is made, a value of the configuration.
// They stand where a client's arguments stand, and no client can say them.
class Errand {
public:
    explicit Errand(const Asked& asked)
        : asked_{asked.resource, asked.arguments, asked.query,  {},
                 asked.person,   asked.language,  asked.format, asked.reader} {
        const Resource& resource = *asked.resource;
        if (*resource.body || *resource.made) folder_.emplace();
        if (*resource.body) put(resource.body, folder_->written("body", asked.body));
        if (*resource.made) put(resource.made, made_ = folder_->file("made"));
    }

    // Errors: not_configured; of the rows asked for: parameter_malformed, cursor_unknown.
    Verdict<> configure(const http::Configuration& configuration) {
        const Resource& resource = *asked_.resource;
        if (http::lists(resource.options, "limit") && !asked_.wants_proof()) IPEP_TRY(ask_by_position(asked_.query));
        if (const auto flag = http::flag_of(resource); !flag.empty()) put(std::string(flag), "true");
        // "--debtor=debtors/{CPAM}.toml": the argument, the key, and what the key's value and the rest make.
        const std::string set = resource.set;
        const auto equals = set.find('='), slash = std::min(set.find('/'), set.size());
        if (equals == std::string::npos) return {};
        const std::string key = set.substr(equals + 1, slash - equals - 1);
        const std::map<std::string_view, const std::string*> values = {{"backups", &configuration.backups},
                                                                       {"debtors", &configuration.debtors},
                                                                       {"pseudonym_key", &configuration.pseudonym_key},
                                                                       {"signing_key", &configuration.signing_key}};
        const std::string& of_key = *values.at(key);
        if (of_key.empty()) return refuse(code::not_configured, {{"key", key}, {"path", resource.path}});
        put(set.substr(0, equals), of_key + filled(set.substr(slash), asked_.arguments));
        return {};
    }

    const Asked& asked() const { return asked_; }

    // What was made is the answer, or the answer says where it lies.
    void hand_over(Answered& answered) const {
        const std::string name = std::exchange(answered.location, {});
        if (answered.exit_code != 0) return;
        if (const char* location = asked_.resource->location; *location) {
            answered.location = filled(location, {{"made", name}});
            // A path of ours says nothing to others.
            boost::replace_all(answered.body, made_, "/api/v1" + answered.location);
        } else if (!made_.empty()) {
            answered.body = made_bytes(made_);
        }
    }

private:
    void put(const std::string& argument, const std::string& value) {
        if (argument.starts_with("--"))
            asked_.query[argument.substr(2)] = value;
        else
            asked_.arguments[argument] = value;
    }

    Asked asked_;
    std::optional<ScratchFolder> folder_;
    std::string made_;
};

// Facts come one by one and many at once: they are not worth a parser and a file each.
Answered append_facts(const Asked& asked, LedgerService& ledger) {
    auto result = ledger.append(std::string_view(asked.body), asked.person);
    if (!result) return ServedQuestions::refused(std::move(result.error()));
    boost::json::object answer = append_answer(*result);
    if (ledger.format().trial) answer["trial"] = true;
    return {.exit_code = 0, .body = boost::json::serialize(answer) + '\n'};
}

AskingOptions options_of(const Asked& asked, const http::Configuration& configuration) {
    const auto given = [&](const char* name, const std::string& form) {
        const auto found = asked.query.find(name);
        if (found == asked.query.end()) return std::string();
        if (found->second.empty()) throw WrongUsage(form);
        return found->second;
    };
    AskingOptions options;
    options.ledger = configuration.ledger;
    options.as_of = given("as-of", tr("a state is a position, a day or a time as 2024-05-31T12:00:00Z"));
    options.effective = given("effective", tr("--effective takes a day as 2024-05-31"));
    options.on = given("on", tr("--on takes a day as 2024-05-31"));
    check_day_options(asked.resource->command, options);
    options.actor = asked.person.text;
    options.brief = asked.format == "text" && !asked.wants_proof();
    return options;
}

}  // namespace

const std::vector<Resource>& ServedQuestions::resources() const { return questions::all_resources(); }

// What is asked is read straight into its question, without a parser.
Answered ServedQuestions::run(const Asked& asked, LedgerService* held, const Patience& patience) {
    const bool is_plain = asked.format == "json" && asked.query.empty();
    if (held && is_plain && std::string_view(asked.resource->command) == questions::Append::kNamed.command)
        return append_facts(asked, *held);
    const Speaking speaking(asked.language == "en" ? Language::english : Language::french);
    Answered answered;
    try {
        Errand errand(asked);
        if (auto ready = errand.configure(configuration_); !ready) return refused(std::move(ready.error()));
        std::istringstream nothing;
        const Asides asides{nothing, [](const Rejection&) {}, [](const std::string&) {}};
        Asking asking(options_of(asked, configuration_), asides, held, asked.reader, patience);
        answered = answer_in(asking, errand.asked());
        answered.content_type = type_of(asked);
        answered.shown = asking.shown();
        if (!asked.wants_proof()) answered.next = asking.next();
        answered.location = asking.name_made();
        errand.hand_over(answered);
    } catch (const WrongUsage& usage) {
        return refused({code::parameter_malformed, {{"what", usage.what()}}});
    }
    return answered;
}

Answered ServedQuestions::written(Asking& asking, const Asked& asked, const Give& give) const {
    if (asked.wants_proof()) return written_proof(asked, give);
    auto page = RowPage::of(asked);
    if (!page) return refused(page.error());
    std::ostringstream out;
    Told came = told([&]() -> Verdict<Ended> {
        Verdict<> given;
        const DataForm form = [&](boost::json::object&& data) {
            auto bytes = page->bytes(std::move(data));
            if (!bytes) given = std::unexpected(std::move(bytes.error()));
            return bytes ? std::move(*bytes) : std::string();
        };
        const Ended ended = IPEP_TRY(give(out, form, nullptr));
        IPEP_TRY(given);
        if (!page->next().empty()) asking.continues_here(page->next());
        return ended;
    });
    return {.exit_code = static_cast<int>(came.ended), .body = out.str(), .rejection = std::move(came.rejection)};
}

Answered ServedQuestions::written_proof(const Asked& asked, const Give& give) const {
    if (configuration_.signing_key.empty())
        return refused({code::not_configured, {{"key", "signing_key"}, {"path", asked.resource->path}}});
    std::string proof;
    const auto keep = [&](const boost::json::object& made) -> Verdict<> {
        proof = boost::json::serialize(made) + '\n';
        return {};
    };
    const ProofWish wish{configuration_.signing_key, keep, true};
    std::ostringstream unsaid;
    Told came = told([&] { return give(unsaid, whole_json, &wish); });
    return {
        .exit_code = static_cast<int>(came.ended), .body = std::move(proof), .rejection = std::move(came.rejection)};
}

Answered ServedQuestions::refused(Rejection rejection) {
    return {.exit_code = static_cast<int>(Ended::refused), .body = {}, .rejection = std::move(rejection)};
}

std::string ServedQuestions::sentence(const Rejection& rejection, const std::string& language) const {
    const Speaking speaking(language == "en" ? Language::english : Language::french);
    return spoken_sentence(rejection);
}

std::string ServedQuestions::openapi() const { return openapi_document(); }

}  // namespace ipep
