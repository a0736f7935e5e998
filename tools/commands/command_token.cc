// token: local bearer tokens of the service, for persons and machines without another way to say who they are.
#include <boost/json.hpp>
#include <ostream>

#include "services/http/token_file.h"
#include "services/words/language.h"
#include "tools/commands/command.h"
#include "tools/pages/page.h"

namespace ipep {
namespace {

std::string file_of(const Shell& shell, const std::string& named) {
    if (!named.empty()) return named;
    if (shell.options().ledger.empty()) throw WrongUsage(tr("--ledger DIR says which ledger"));
    return shell.options().ledger + "/tokens";
}

PersonId person_of(const std::string& text) {
    if (!well_formed(text)) throw WrongUsage(tr("a person is an identifier: 1 to 64 of A-Z a-z 0-9 . _ -"));
    return {text};
}

int make_token(const Shell& shell, const std::string& file, const std::string& person, int days) {
    Day until = World::real().today();
    until.since_1970 += days;
    const auto token = http::new_token(file_of(shell, file), person_of(person), until);
    if (!token) return shell.refuse(token.error());
    return shell.answer(nullptr, {{"token", *token}, {"person", person}, {"until", to_text(until)}},
                        [&] { return *token + '\n'; });
}

int revoke(const Shell& shell, const std::string& file, const std::string& person) {
    const auto gone = http::revoke_tokens(file_of(shell, file), person_of(person));
    if (!gone) return shell.refuse(gone.error());
    return shell.answer(nullptr, {{"person", person}, {"revoked", *gone}}, [&] {
        return fill(tr("{count} tokens of {person} are no longer good."),
                    {{"count", std::to_string(*gone)}, {"person", person}}) +
               '\n';
    });
}

}  // namespace

void add_token_commands(CLI::App& program, Run& run) {
    auto* tokens = program.add_subcommand("token", tr("tokens for the service"))->require_subcommand(1);
    auto person = std::make_shared<std::string>(), file = std::make_shared<std::string>();
    auto days = std::make_shared<int>(365);
    auto* fresh = tokens->add_subcommand("new", tr("make one; it is printed once and kept as a digest alone"));
    fresh->add_option("PERSON", *person, tr("whom it stands for; what that person may do, the ledger's roles say"))
        ->required();
    fresh->add_option("--days", *days, tr("how long it is good (365)"))->check(CLI::Range(0, 3650));
    fresh->add_option("--tokens", *file, tr("another file than LEDGER/tokens"));
    fresh->footer(
        tr("Example:  ipep --ledger essai token new DURAND >durand.token\n"
           "          IPEP_TOKEN=$(cat durand.token) ipep --server http://127.0.0.1:8480 balances"));
    fresh->callback([&run, file, person, days] {
        run = [file, person, days](const Shell& shell) { return make_token(shell, *file, *person, *days); };
    });
    auto* gone = tokens->add_subcommand("revoke", tr("end all tokens of a person"));
    gone->add_option("PERSON", *person, tr("whose tokens"))->required();
    gone->add_option("--tokens", *file, tr("another file than LEDGER/tokens"));
    gone->callback(
        [&run, file, person] { run = [file, person](const Shell& shell) { return revoke(shell, *file, *person); }; });
}

}  // namespace ipep
