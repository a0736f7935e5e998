#include "tools/bench/crowd.h"

#include "services/http/token_file.h"

namespace ipep::bench {

PersonId evaluator(std::size_t number) { return {"evaluator" + std::to_string(number)}; }

void grant_roles(LedgerService& ledger, const CpamId& cpam, std::size_t evaluators) {
    const PersonId root{"root"};
    std::vector<RecordFact> facts;
    const auto grant = [&](const PersonId& person, Role role, std::optional<CpamId> of = {}) {
        facts.push_back({FactKey{"role-" + person.text},
                         *parse_day("2024-01-01"),
                         {},
                         RoleGranted{person, role, std::move(of), {}}});
    };
    grant(root, Role::admin);
    grant(kDirector, Role::director, cpam);
    grant(kDcf, Role::dcf, cpam);
    grant(kAuditor, Role::auditor);
    for (std::size_t i = 0; i < evaluators; ++i) grant(evaluator(i), Role::evaluator);
    expect(ledger.append(std::move(facts), root));
}

std::string as_person(const std::string& ledger, const PersonId& person) {
    const auto token = http::new_token(ledger + "/tokens", person, *parse_day("2099-12-31"));
    return "Authorization: Bearer " + expect(token) + "\r\n";
}

Asker::Asker(std::uint16_t port, const char* path, std::string who)
    : connection_(port),
      asking_(std::async(std::launch::async, [this, path, who = std::move(who)] { ask_on(path, who); })) {}

void Asker::ask_on(const char* path, const std::string& who) {
    try {
        while (!leaves_) {
            const std::string answer = connection_.ask("GET", path, who);
            if (!answer.starts_with("HTTP/1.1 200")) throw std::runtime_error(answer.substr(0, 400));
            ++answered_;
        }
    } catch (const std::runtime_error&) {
        if (!leaves_) throw;
    }
}

void Asker::leave() {
    leaves_ = true;
    connection_.hang_up();
    asking_.get();
}

}  // namespace ipep::bench
