#include "tools/commands/program.h"

#include "services/questions/outline.h"
#include "services/words/language.h"
#include "services/words/wording.h"
#include "tools/commands/question_line.h"

namespace ipep {
namespace {

void add_common_options(CLI::App& program, CommonOptions& options) {
    program.add_option("--ledger", options.ledger, tr("folder of the ledger"))->envname("IPEP_LEDGER");
    program
        .add_option("--server", options.server, tr("ask this server instead of a ledger here, http://… or https://…"))
        ->envname("IPEP_SERVER");
    program.add_option("--as-of", options.as_of, tr("read the state after this position, or at this time (RFC 3339)"));
    program.add_option("--effective", options.effective, tr("count what is in effect at the end of this day"));
    CLI::Option* proof =
        program.add_option("--proof", options.proof, tr("a file that proves the answer, checked by verify.py"));
    proof->check([](const std::string& file) { return file.empty() ? tr("--proof names no file") : std::string(); });
    CLI::Option* key = program.add_option("--proof-key", options.proof_key, tr("signs the proof; made by `key new`"));
    key->needs(proof);
    program.add_option("--format", options.format, tr("text for people, json for programs; explain: dot or html too"))
        ->check(CLI::IsMember({"text", "json", "dot", "html"}));
    program.add_option("--on", options.on, tr("accounting day of a writing command, 2024-05-31"));
    program.add_option("--today", options.today, tr("which day it is, where the clock is far from the last event"));
    program.add_option("--actor", options.actor, tr("who acts; also from IPEP_ACTOR"));
    program
        .add_option("--least-answers", options.least_answers,
                    tr("from how many answers on a questionnaire counts without a warning (30)"))
        ->check(CLI::NonNegativeNumber);
    program.add_option("--lang", options.lang, tr("fr or en; else the locale's"))->check(CLI::IsMember({"fr", "en"}));
}

void speak_help(CLI::App& program) {
    const std::pair<const char*, std::string> labels[] = {{"Usage", tr("Usage")},
                                                          {"OPTIONS", tr("OPTIONS")},
                                                          {"SUBCOMMAND", tr("COMMAND")},
                                                          {"TEXT", tr("TEXT")},
                                                          {"REQUIRED", tr("REQUIRED")},
                                                          {"INT", tr("NUMBER")},
                                                          {"UINT", tr("NUMBER")},
                                                          {"Env", tr("Env")},
                                                          {"INT:NONNEGATIVE", tr("NUMBER")},
                                                          {"Positionals", tr("Arguments")}};
    for (const auto& [label, word] : labels) program.get_formatter()->label(label, word);
}

template <class Number>
std::string read_number(std::string& text) {
    Number number = 0;
    const std::string complaint = questions::read_number(text, number);
    if (complaint.empty()) text = std::to_string(number);
    return complaint;
}

void read_numbers_as_written(CLI::App& program) {
    for (CLI::Option* option : program.get_options()) {
        const std::string type = option->get_type_name();
        if (type.starts_with("UINT")) option->transform(CLI::Validator(read_number<std::uint64_t>, ""));
        if (type.starts_with("INT")) option->transform(CLI::Validator(read_number<std::int64_t>, ""));
    }
    for (CLI::App* command : program.get_subcommands({})) read_numbers_as_written(*command);
}

// Where there is a ledger here, the key is here too; a server has its own.
void check_proof(const std::string& command, const CommonOptions& options) {
    if (options.proof.empty()) return;
    const auto& all = questions::outlines();
    const auto found =
        std::ranges::find_if(all, [&](const questions::Outline& one) { return one.named.command == command; });
    if (found->resources.empty() || !found->resources.front().has_proof)
        throw WrongUsage(fill(tr("{command} gives no answer that --proof could prove: it is for what reads a state"),
                              {{"command", command}}));
    if (options.server.empty() == options.proof_key.empty())
        throw WrongUsage(options.server.empty() ? tr("--proof needs --proof-key FILE, which signs it")
                                                : tr("the server signs a proof with its own key, without --proof-key"));
}

}  // namespace

Program::Program()
    : parser_(tr("Ipep ledger: incentive payments and advances, every amount traced to its facts."), "ipep") {
    add_common_options(parser_, options_);
    parser_.fallthrough();
    parser_.require_subcommand(1);
    parser_.set_help_flag("-h,--help", tr("print this help"));
    questions::for_each_question_by_chapter(
        [&]<class Asked>(const char* chapter) { add_question<Asked>(parser_, tr(chapter), run_); });
    read_numbers_as_written(parser_);
    speak_help(parser_);
}

int Program::run(const Shell& shell) const {
    const CLI::App* chosen = &parser_;
    std::string name;
    while (!chosen->get_subcommands().empty()) {
        chosen = chosen->get_subcommands().front();
        name += (name.empty() ? "" : " ") + chosen->get_name();
    }
    check_day_options(name, shell.options());
    check_proof(name, shell.options());
    return run_(shell);
}

// The parser says it in English; its names and values stay.
std::string usage_sentence(const CLI::ParseError& error) {
    const std::string what = error.what();
    if (language() == Language::english) return what;
    if (const auto at = what.find(" is required"); at != std::string::npos)
        return what.starts_with("A subcommand") ? tr("A subcommand is required")
                                                : fill(tr("{what} is required"), {{"what", what.substr(0, at)}});
    const auto colon = what.find(": ");
    const std::string rest = colon == std::string::npos ? what : what.substr(colon + 2);
    if (what.starts_with("The following argument")) return fill(tr("not expected here: {what}"), {{"what", rest}});
    return fill(tr("not understood: {what}"), {{"what", what.starts_with("Could not convert") ? rest : what}});
}

}  // namespace ipep
