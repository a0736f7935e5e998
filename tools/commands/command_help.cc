// help: commands, kinds of facts, refusals and a script of completion, made from the lists the program works with.
#include "tools/commands/completion.h"
#include "tools/commands/program.h"
#include "tools/commands/question_line.h"
#include "tools/pages/reference.h"

namespace ipep {
namespace {

std::string commands_reference() {
    Program program;
    return program.parser().get_formatter()->make_help(&program.parser(), "ipep", CLI::AppFormatMode::Normal);
}

}  // namespace

Verdict<Answer<Bytes>> answer(Asking&, const questions::Help& question) {
    return Answer(Bytes{question.topic == "facts"        ? facts_reference()
                        : question.topic == "refusals"   ? refusals_reference()
                        : question.topic == "grounds"    ? grounds_reference()
                        : question.topic == "completion" ? bash_completion()
                                                         : commands_reference()});
}

}  // namespace ipep
