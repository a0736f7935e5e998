#include "tools/commands/day_options.h"

#include <algorithm>
#include <array>

#include "services/words/language.h"

namespace ipep {
namespace {

constexpr std::array kCounting = {"balances",      "envelope",       "settlement",      "statement", "journal",
                                  "trial-balance", "account-ledger", "variation-table", "panel"};
// Those that read otherwise.
constexpr std::array kReading = {"events", "explain",   "history", "diff",   "review", "simulate", "verify",
                                 "orders", "reconcile", "letter",  "notice", "prove",  "audit",    "checkpoint"};

bool among(const auto& names, std::string_view command) {
    return std::ranges::any_of(names, [&](const char* one) { return command == one; });
}

[[noreturn]] void refuse(const std::string& sentence, std::string_view command) {
    throw WrongUsage(fill(sentence, {{"command", std::string(command)}}));
}

}  // namespace

bool counts_in_effect(std::string_view command) {
    return among(kCounting, command.substr(command.find_last_of(' ') + 1));
}

void check_day_options(std::string_view command, const CommonOptions& options) {
    if (!options.effective.empty() && !counts_in_effect(command))
        refuse(tr("{command} counts nothing in effect on a day: --effective is for balances, envelope, settlement, "
                  "statement, the books and the panel"),
               command);
    if (options.on.empty()) return;
    if (counts_in_effect(command))
        refuse(tr("{command} reads: --on is the accounting day of a writing command, --effective the day to count to"),
               command);
    if (among(kReading, command))
        refuse(tr("{command} reads: --on is the accounting day of a writing command"), command);
}

Period asked_period(const std::string& from, const std::string& until) {
    const auto asked_day = [](const std::string& text) -> std::optional<Day> {
        if (text.empty()) return std::nullopt;
        const auto day = parse_day(text);
        if (!day) throw WrongUsage(tr("--from and --until take a day as 2024-05-31"));
        return day;
    };
    return {asked_day(from), asked_day(until)};
}

}  // namespace ipep
