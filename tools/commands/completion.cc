#include "tools/commands/completion.h"

#include "services/questions/all_questions.h"
#include "services/questions/outline.h"
#include "tools/commands/program.h"

namespace ipep {
namespace {

using questions::Argument;
using questions::Outline;

// A line of `case`: the words that follow a key.
std::string offered(const std::string& key, const std::string& words) {
    return "    \"" + key + "\") echo \"" + words + "\" ;;\n";
}

std::string choices_of(const Argument& argument) {
    std::string words;
    for (const auto& [name, number] : questions::named_numbers(argument)) words += (words.empty() ? "" : " ") + name;
    return words.empty() ? argument.choices : words;
}

bool is_option(const Argument& argument) { return std::string_view(argument.name).starts_with("--"); }

// The commands at each place: "" for the first word, "prove" for the second.
std::string commands_by_place() {
    std::map<std::string, std::string> words;
    for (const Outline& one : questions::outlines()) {
        const std::string command = one.named.command;
        const auto space = command.find(' ');
        const std::string family = space == std::string::npos ? "" : command.substr(0, space);
        std::string& place = words[""];
        const std::string first = command.substr(0, space);
        if ((place + ' ').find(' ' + first + ' ') == std::string::npos) place += ' ' + first;
        if (!family.empty()) words[family] += ' ' + command.substr(space + 1);
    }
    std::string lines;
    for (const auto& [place, list] : words) lines += offered(place, list.substr(1));
    return lines;
}

std::string options_by_command() {
    std::string lines;
    for (const Outline& one : questions::outlines()) {
        std::string words;
        for (const Argument& argument : one.arguments)
            if (is_option(argument) || *argument.choices != 0)
                words += (words.empty() ? "" : " ") + (is_option(argument) ? argument.name : choices_of(argument));
        if (!words.empty()) lines += offered(one.named.command, words);
    }
    return lines;
}

std::string choices_by_option() {
    std::string lines;
    for (const Outline& one : questions::outlines())
        for (const Argument& argument : one.arguments)
            if (is_option(argument) && *argument.choices != 0)
                lines += offered(std::string(one.named.command) + ' ' + argument.name, choices_of(argument));
    return lines;
}

// Of every command.
std::string common_options() {
    Program program;
    std::string words;
    for (const CLI::Option* option : program.parser().get_options())
        if (!option->get_lnames().empty()) words += " --" + option->get_lnames().front();
    return words.substr(1);
}

std::string function_of(const char* name, const std::string& lines) {
    return std::string(name) + "() {\n    case \"$1\" in\n" + lines + "    esac\n}\n";
}

}  // namespace

std::string bash_completion() {
    const char* const offer = R"bash(_ipep() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= one words
    for one in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case " $(_ipep_commands "$command") " in *" $one "*) command=${command:+$command }$one ;; esac
    done
    words=$(_ipep_choices "$command $before")
    [[ -n $words ]] || words="$(_ipep_commands "$command") $(_ipep_options "$command")"
    [[ $word != -* ]] || words+=" $_ipep_common"
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _ipep ipep
)bash";
    return "# bash completion for ipep:  source <(ipep help completion)\n_ipep_common=\"" + common_options() + "\"\n" +
           function_of("_ipep_commands", commands_by_place()) + function_of("_ipep_options", options_by_command()) +
           function_of("_ipep_choices", choices_by_option()) + offer;
}

}  // namespace ipep
