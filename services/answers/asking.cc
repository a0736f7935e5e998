#include "services/answers/asking.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "services/audit/proof.h"
#include "services/ledger/as_of.h"
#include "services/ledger/in_effect.h"
#include "services/words/code.h"
#include "services/words/language.h"

namespace ipep {
namespace {

void close_ledger(LedgerService* ledger) { delete ledger; }
void leave_open(LedgerService* ledger) { ledger->look_at_head(); }

constexpr std::array kCounting = {
    "balances",       "envelope",       "settlement",      "statement",           "journal", "trial-balance",
    "account-ledger", "general-ledger", "variation-table", "bank-reconciliation", "panel"};
// Those that read otherwise.
constexpr std::array kReading = {
    "events",    "explain", "history", "diff",  "review",     "simulate",          "verify",     "orders",
    "reconcile", "letter",  "notice",  "audit", "checkpoint", "closing-checklist", "settlements"};

bool among(const auto& names, std::string_view command) {
    return std::ranges::any_of(names, [&](const char* one) { return command == one; });
}

std::string_view last_word(std::string_view command) { return command.substr(command.find_last_of(' ') + 1); }

bool proves(std::string_view command) { return command.starts_with("prove "); }

[[noreturn]] void say_wrong(const std::string& sentence, std::string_view command) {
    throw WrongUsage(fill(sentence, {{"command", std::string(command)}}));
}

// An option's day, if it was said.
std::optional<Day> said_day(const std::string& text, const std::string& sentence) {
    if (text.empty()) return std::nullopt;
    const auto day = parse_day(text);
    if (!day) throw WrongUsage(sentence);
    return day;
}

}  // namespace

AsOf parse_as_of(const std::string& text) {
    if (text.empty()) return {{}, {}, text};
    const auto when = read_as_of(text);
    if (!when) throw WrongUsage(tr("a state is a position, a day or a time as 2024-05-31T12:00:00Z"));
    return *when;
}

// What is proved is what was known, not what had effect.
bool counts_in_effect(std::string_view command) { return !proves(command) && among(kCounting, last_word(command)); }

void check_day_options(std::string_view command, const AskingOptions& options) {
    if (!options.effective.empty() && !counts_in_effect(command))
        say_wrong(tr("{command} counts nothing in effect on a day: --effective is for balances, envelope, settlement, "
                     "statement, the books and the panel"),
                  command);
    if (options.on.empty()) return;
    if (counts_in_effect(command))
        say_wrong(
            tr("{command} reads: --on is the accounting day of a writing command, --effective the day to count to"),
            command);
    if (among(kReading, last_word(command)) || proves(command))
        say_wrong(tr("{command} reads: --on is the accounting day of a writing command"), command);
}

Period asked_period(const std::string& from, const std::string& until) {
    const std::string sentence = tr("--from and --until take a day as 2024-05-31");
    const Period period{said_day(from, sentence), said_day(until, sentence)};
    if (period.from && period.until && !(*period.from < *period.until))
        throw WrongUsage(tr("--from is a day before --until, which is the first day behind the period"));
    return period;
}

Verdict<Asking::Ledger> Asking::reader(Grounds grounds) {
    auto ledger = prover(grounds);
    if (ledger && ledger->get() != held_) tell_beyond((*ledger)->store());
    return ledger;
}

Verdict<Asking::Ledger> Asking::prover(Grounds grounds) {
    const AsOf when = parse_as_of(options_.as_of);
    const auto effective = effective_day();
    if (held_ && !effective && (options_.as_of.empty() || grounds == Grounds::rows)) {
        Ledger held(held_, leave_open);
        if (auto verdict = held->look_at(when); !verdict) return std::unexpected(std::move(verdict.error()));
        read_at_ = IPEP_TRY(held->position_at(when));
        return held;
    }
    Ledger ledger(new LedgerService(options_.ledger, Access::read, progress(), {.patience = patience_}, grounds),
                  close_ledger);
    if (auto verdict = ledger->look_at(when); !verdict) return std::unexpected(std::move(verdict.error()));
    read_at_ = IPEP_TRY(ledger->position_at(when));
    if (effective) count_in_effect(*ledger, *effective);
    return ledger;
}

Asking::Ledger Asking::writer(Grounds grounds) {
    writes_at_head();
    if (held_) return {held_, leave_open};
    const auto today = said_day(options_.today, tr("--today takes a day as 2024-05-31"));
    Ledger ledger(new LedgerService(options_.ledger, Access::write, progress(), {}, grounds), close_ledger);
    if (today) ledger->state_today(*today);
    return ledger;
}

Store Asking::log(Access access) const { return Store(options_.ledger, {.access = access, .patience = patience_}); }

std::unique_ptr<Store> Asking::told_log() const {
    auto store = std::make_unique<Store>(options_.ledger, StoreOptions{.access = Access::read, .patience = patience_});
    tell_beyond(*store);
    return store;
}

std::string Asking::folder() const {
    if (!names_ledger()) throw WrongUsage(tr("--ledger DIR says which ledger"));
    return options_.ledger;
}

void Asking::at_head_alone(const std::string& sentence) {
    is_of_any_state_ = false;
    if (!options_.as_of.empty()) throw WrongUsage(sentence);
}

void Asking::writes_at_head() { at_head_alone(tr("--as-of is for reading; a writing command writes at the head")); }

void Asking::tell_beyond(const Store& store) const {
    if (const auto beyond = beyond_anchor(store)) warn(*beyond);
}

// A server's reader is of the head, whatever state is asked for.
Reader Asking::reader_of(const LedgerService& ledger) const {
    return reader_ ? reader_->within(ledger.book()) : Reader::at_the_files(ledger.book(), actor());
}

Reader& Asking::asks(const LedgerService& ledger) { return asking_ = reader_of(ledger); }

void Asking::stays_where_it_read() {
    if (read_at_) options_.as_of = std::to_string(*read_at_);
}

void Asking::continues_here(Rest rest) {
    if (read_at_ && is_of_any_state_) rest["as-of"] = std::to_string(*read_at_);
    continues(std::move(rest));
}

PersonId Asking::actor() const {
    if (!options_.actor.empty() && !well_formed(options_.actor))
        throw WrongUsage(tr("--actor takes an identifier: 1 to 64 of A-Z a-z 0-9 . _ -"));
    return {options_.actor};
}

std::optional<Day> Asking::accounting_day() const {
    return said_day(options_.on, tr("--on takes a day as 2024-05-31"));
}

std::optional<Day> Asking::effective_day() const {
    return said_day(options_.effective, tr("--effective takes a day as 2024-05-31"));
}

Verdict<std::string> Asking::read(const std::string& path) const {
    if (path == "-") {
        std::string told(std::istreambuf_iterator<char>(asides_.in), {});
        if (&asides_.in != &std::cin || std::ferror(stdin) == 0) return told;
        return refuse(code::file_unreadable, {{"path", tr("standard input")}, {"what", std::strerror(errno)}});
    }
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad())
        return refuse(code::file_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    return text;
}

}  // namespace ipep
