#include "tools/commands/service_commands.h"

#include <boost/algorithm/string/replace.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ledger/code.h"
#include "services/files/scratch_folder.h"
#include "services/questions/answer.h"
#include "services/words/language.h"
#include "services/words/wording.h"
#include "tools/commands/command_line.h"
#include "tools/commands/openapi.h"
#include "tools/commands/program.h"
#include "tools/commands/question_line.h"
#include "tools/folder_archive.h"

namespace ipep {
namespace {

using http::Answered;
using http::Asked;
using http::Effect;
using http::Resource;

const char kLines[] = "application/jsonl", kBytes[] = "application/octet-stream", kText[] = "text/plain; charset=utf-8",
           kTar[] = "application/x-tar", kXml[] = "application/xml";

// The commands that are no questions of services/questions/ yet (tests/tools/question_test.cc names them).
// method, path, command, effect; options of the query; the argument that is the body; the one that is made; set; type;
// location.
const std::vector<Resource> kOthers = {
    {"POST", "/facts", "append", Effect::records, "", "FILE"},
    {"POST", "/settlements/{YEAR}", "settle", Effect::decides, "dry-run"},
    {"GET", "/settlements/{YEAR}/notices", "notice", Effect::reads_long},
    {"GET", "/settlements/{YEAR}/notices/{GROUPEMENT}", "notice", Effect::reads_long, "", "", "--out", "",
     "application/pdf"},
    {"GET", "/rules", "rules", Effect::reads_quickly},
    {"GET", "/verification", "verify", Effect::reads_long},
    {"POST", "/verification", "verify", Effect::reads_long, "verifier", "--checkpoint"},
    {"POST", "/rebuild", "rebuild", Effect::alone},
    {"GET", "/checkpoint", "checkpoint", Effect::reads_long, "", "", "", "--key=signing_key", kText},
    {"GET", "/proofs/inclusion/{POSITION}", "prove inclusion", Effect::reads_long, "size"},
    {"GET", "/proofs/consistency/{OLD}/{NEW}", "prove consistency", Effect::reads_long},
    {"GET", "/proofs/amounts/{REF*}", "prove amount", Effect::reads_long, "", "", "--out"},
    {"GET", "/leaves/{POSITION}", "leaf", Effect::reads_long, "", "", "", "", kBytes},
    {"GET", "/simulations", "simulate", Effect::reads_long, "spending years sweep full"},
    {"POST", "/simulations", "simulate", Effect::reads_long, "spending years sweep full", "--rules"},
    {"GET", "/exports/panel", "export panel", Effect::reads_long, "xlsx stata sqlite threshold", "", "DIR2", "", kTar},
    {"POST", "/settlements/{YEAR}/validation", "validate", Effect::decides},
    {"POST", "/payees/{KEY}/confirmation", "confirm", Effect::decides},
    {"POST", "/cpams/{CPAM}/orders", "order", Effect::decides, "year"},
    {"GET", "/orders", "orders", Effect::reads_quickly, "cpam state"},
    {"GET", "/orders/{ORDER}/letter", "letter", Effect::reads_for_payment, "", "", "--out", "", "application/pdf"},
    {"GET", "/orders/{ORDER}/checks", "approve", Effect::reads_quickly, "", "", "", "--checks"},
    {"POST", "/orders/{ORDER}/approval", "approve", Effect::decides},
    {"POST", "/orders/{ORDER}/suspension", "suspend", Effect::decides, "ground"},
    {"POST", "/orders/{ORDER}/requisition", "requisition", Effect::decides, "document"},
    {"POST", "/orders/{ORDER}/cancellation", "cancel", Effect::decides, "reason"},
    {"POST", "/orders/{ORDER}/resolution", "resolve", Effect::decides, "document as"},
    {"POST", "/cpams/{CPAM}/files", "issue", Effect::decides, "execute format-version", "", "--out",
     "--debtor=debtors/{CPAM}.toml", "application/json", "/files/{made}"},
    {"GET", "/files/{MESSAGE}", "file", Effect::reads_for_payment, "", "", "--out", "", kXml},
    {"POST", "/bank-files", "bank", Effect::decides, "", "FILE"},
    {"POST", "/cpams/{CPAM}/months/{MONTH}/closing", "close-month", Effect::decides},
    {"GET", "/cpams/{CPAM}/reconciliation", "reconcile", Effect::reads_quickly},
    {"GET", "/cpams/{CPAM}/trial-balance", "trial-balance", Effect::reads_long, "on"},
    {"GET", "/cpams/{CPAM}/accounts/{ACCOUNT}", "account-ledger", Effect::reads_long, "groupement from until"},
    {"GET", "/cpams/{CPAM}/variation-table", "variation-table", Effect::reads_long, "by"},
    {"GET", "/cpams/{CPAM}/journal", "journal", Effect::reads_long, "style from until", "", "", "", kText},
    {"POST", "/backups", "backup", Effect::copies, "", "", "", "DIR2=backups"},
    {"GET", "/exports/audit", "export audit", Effect::reads_long, "sample seed at without-personal", "", "DIR2", "",
     kTar},
};

const std::vector<Resource> kResources = [] {
    std::vector<Resource> all = kOthers;
    questions::for_each_question(
        [&]<class Question>() { all.insert(all.end(), Question::kResources.begin(), Question::kResources.end()); });
    return all;
}();

std::string type_of(const Asked& asked) {
    if (asked.resource->type != std::string_view("application/json") &&
        asked.resource->type != std::string_view(kLines))
        return asked.resource->type;
    if (asked.format == "json") return asked.resource->type;
    // Only a derivation is drawn; what others print as text a browser must not take for a page.
    const bool is_drawn = std::string_view(asked.resource->command) == "explain";
    if (is_drawn && asked.format == "dot") return "text/vnd.graphviz; charset=utf-8";
    return is_drawn && asked.format == "html" ? "text/html; charset=utf-8" : kText;
}

std::string made_bytes(const std::string& path) {
    if (std::filesystem::is_directory(path)) return archive_of(path);
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string filled(std::string text, const http::Fields& values) { return fill(text, {values.begin(), values.end()}); }

// "--debtor=debtors/{CPAM}.toml": the argument, the key, and what the key's value and the rest make.
struct Setting {
    std::string argument, key, value;

    Setting(const Asked& asked, const http::Configuration& configuration) {
        const std::string set = asked.resource->set;
        if (argument = http::flag_of(*asked.resource); !argument.empty()) {
            value = "true";
            return;
        }
        const auto equals = set.find('='), slash = std::min(set.find('/'), set.size());
        if (equals == std::string::npos) return;
        argument = set.substr(0, equals);
        key = set.substr(equals + 1, slash - equals - 1);
        const std::map<std::string_view, const std::string*> values = {{"backups", &configuration.backups},
                                                                       {"debtors", &configuration.debtors},
                                                                       {"signing_key", &configuration.signing_key}};
        if (const std::string& of_key = *values.at(key); !of_key.empty())
            value = of_key + filled(set.substr(slash), asked.arguments);
    }
};

// Facts come one by one and many at once: they are not worth a parser and a file each.
Answered append_facts(const Asked& asked, LedgerService& ledger) {
    auto result = ledger.append(std::string_view(asked.body), asked.person);
    if (!result) return {.exit_code = kRefused, .body = {}, .rejection = std::move(result.error())};
    boost::json::object answer = append_answer(*result);
    if (ledger.format().trial) answer["trial"] = true;
    return {.exit_code = kDone, .body = boost::json::serialize(answer) + '\n'};
}

// How many rows one answer gives of a list that has a cursor.
std::string page_of(const Asked& asked) {
    constexpr std::uint64_t kMost = 1000;
    const auto wished = asked.query.find("limit");
    std::uint64_t rows = 0;
    if (wished == asked.query.end()) return std::to_string(kMost);
    const std::string& text = wished->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rows);
    return error == std::errc() && end == text.data() + text.size() && rows > kMost ? std::to_string(kMost) : text;
}

Answered refused(Rejection rejection) { return {.exit_code = kRefused, .body = {}, .rejection = std::move(rejection)}; }

CommonOptions options_of(const Asked& asked, const http::Configuration& configuration) {
    const auto given = [&](const char* name) {
        const auto found = asked.query.find(name);
        if (found == asked.query.end()) return std::string();
        if (found->second.empty()) throw WrongUsage(tr("a state is a position or a time as 2024-05-31T12:00:00Z"));
        return found->second;
    };
    CommonOptions options;
    options.ledger = configuration.ledger;
    options.as_of = given("as-of");
    options.actor = asked.person.text;
    options.format = asked.format;
    return options;
}

// What a shell of the request was told while `work` was done.
Answered run_in_shell(const Asked& asked, const CommonOptions& options, LedgerService* held, const Patience& patience,
                      const std::function<int(const Shell&)>& work) {
    std::istringstream in;
    std::ostringstream out, err;
    const Shell shell(options, {in, out, err}, held, asked.reader, patience);
    const int exit_code = guarded(shell, [&] { return work(shell); });
    Answered answered{exit_code, out.str(), type_of(asked), shell.refused()};
    answered.shown = shell.shown();
    answered.next = shell.next();
    answered.location = shell.name_made();
    return answered;
}

}  // namespace

const std::vector<Resource>& ServiceCommands::resources() const { return kResources; }

// What is asked is read straight into the question, without a parser.
std::optional<Answered> ServiceCommands::ask_question(const Asked& asked, LedgerService* held,
                                                      const Patience& patience) const {
    std::optional<Answered> answered;
    questions::for_each_question([&]<class Question>() {
        if (std::string_view(Question::kNamed.command) != asked.resource->command) return;
        Asked cut = asked;
        if (http::lists(asked.resource->options, "limit")) cut.query["limit"] = page_of(asked);
        const auto question = questions::read_question<Question>(cut);
        if (!question) {
            answered = refused(question.error());
            return;
        }
        answered = run_in_shell(asked, options_of(asked, configuration_), held, patience,
                                [&](const Shell& shell) { return ask(shell, *question); });
    });
    return answered;
}

Answered ServiceCommands::run(const Asked& asked, LedgerService* held, const Patience& patience) {
    const Resource& resource = *asked.resource;
    const bool is_plain = asked.format == "json" && asked.query.empty();
    if (held && is_plain && std::string_view(resource.command) == "append") return append_facts(asked, *held);
    const Speaking speaking(asked.language == "en" ? Language::english : Language::french);
    try {
        if (auto answered = ask_question(asked, held, patience)) return std::move(*answered);
    } catch (const WrongUsage& usage) {
        return refused({Code::parameter_malformed, {{"what", usage.what()}}});
    }
    Program program;
    CommandLine line(program.parser(), resource.command);
    std::optional<ScratchFolder> folder;
    if (*resource.body || *resource.made) folder.emplace();
    for (const auto& [name, value] : asked.arguments) line.set(name, value);
    for (const auto& [name, value] : asked.query)
        name == "as-of" || name == "on" ? line.common(name, value) : line.set("--" + name, value);
    if (*resource.body) line.set(resource.body, folder->written("body", asked.body));
    const std::string made = *resource.made ? folder->file("made") : "";
    if (*resource.made) line.set(resource.made, made);
    if (const Setting setting(asked, configuration_); *resource.set) {
        if (setting.value.empty())
            return refused({Code::not_configured, {{"key", setting.key}, {"path", resource.path}}});
        line.set(setting.argument, setting.value);
    }
    line.common("ledger", configuration_.ledger);
    line.common("format", asked.format);
    if (!asked.person.text.empty()) line.common("actor", asked.person.text);
    try {
        program.parser().parse(line.reversed());
        Answered answered = run_in_shell(asked, program.options(), held, patience,
                                         [&](const Shell& shell) { return program.run(shell); });
        const std::string name_made = std::exchange(answered.location, {});
        if (answered.exit_code != kDone) return answered;
        if (*resource.location) {
            answered.location = filled(resource.location, {{"made", name_made}});
            // A path of ours says nothing to others.
            boost::replace_all(answered.body, made, "/api/v1" + answered.location);
        } else if (*resource.made) {
            answered.body = made_bytes(made);
        }
        return answered;
    } catch (const CLI::ParseError& error) {
        return refused({Code::parameter_malformed, {{"what", usage_sentence(error)}}});
    } catch (const WrongUsage& usage) {
        return refused({Code::parameter_malformed, {{"what", usage.what()}}});
    }
}

std::string ServiceCommands::sentence(const Rejection& rejection, const std::string& language) const {
    const Speaking speaking(language == "en" ? Language::english : Language::french);
    return spoken_sentence(rejection);
}

std::string ServiceCommands::openapi() const { return openapi_document(kResources); }

}  // namespace ipep
