#include "tools/commands/shell.h"

#include <fmt/core.h>
#include <unistd.h>
#include <boost/json.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "ledger/code.h"
#include "services/audit/proof.h"
#include "services/ledger/as_of.h"
#include "services/ledger/in_effect.h"
#include "services/questions/answer.h"
#include "services/words/language.h"
#include "services/words/utf8.h"
#include "services/words/wording.h"
#include "tools/pages/missing_page.h"
#include "tools/pages/page.h"

namespace ipep {
namespace {

// What did not go out is tried once more, for the system says why to the last who asked.
int why_lost(int said_before) {
    errno = 0;
    std::fflush(stdout);
    return errno != 0 ? errno : said_before != 0 ? said_before : EIO;
}

void close_ledger(LedgerService* ledger) { delete ledger; }
void leave_open(LedgerService*) {}

}  // namespace

AsOf parse_as_of(const std::string& text) {
    if (text.empty()) return {{}, {}, text};
    const auto when = read_as_of(text);
    if (!when) throw WrongUsage(tr("a state is a position, a day or a time as 2024-05-31T12:00:00Z"));
    return *when;
}

Shell::Shell(const CommonOptions& options) : options_(options), streams_{std::cin, std::cout, std::cerr} {}

// A server's reader is of the head, whatever state is asked for.
Reader& Shell::asks(const LedgerService& ledger) const {
    return asking_ = reader_ ? reader_->within(ledger.book()) : Reader::at_the_files(ledger.book(), actor());
}

Verdict<std::string> Shell::read(const std::string& path) const {
    if (path == "-") {
        std::string told(std::istreambuf_iterator<char>(streams_.in), {});
        if (&streams_.in != &std::cin || std::ferror(stdin) == 0) return told;
        return ipep::refuse(Code::file_unreadable, {{"path", tr("standard input")}, {"what", std::strerror(errno)}});
    }
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad())
        return ipep::refuse(Code::file_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    return text;
}

int Shell::done() const {
    streams_.out.flush();
    if (streams_.out) return kDone;
    if (lost_ == 0) lost_ = why_lost(errno);
    return kFault;
}

int Shell::ended(int code) const {
    if (done() == kDone) return code;
    return refuse({Code::output_lost, {{"stream", tr("Standard output")}, {"what", std::strerror(lost_)}}}, kFault);
}

Verdict<Shell::Ledger> Shell::reader(Grounds grounds) const {
    auto ledger = prover(grounds);
    if (ledger && ledger->get() != held_) tell_beyond((*ledger)->store());
    return ledger;
}

Verdict<Shell::Ledger> Shell::prover(Grounds grounds) const {
    const AsOf when = parse_as_of(options_.as_of);
    const auto effective = effective_day();
    if (held_ && options_.as_of.empty() && !effective) return Ledger(held_, leave_open);
    Ledger ledger(new LedgerService(options_.ledger, Access::read, progress(), {.patience = patience_}, grounds),
                  close_ledger);
    if (auto verdict = ledger->look_at(when); !verdict) return std::unexpected(std::move(verdict.error()));
    if (effective) count_in_effect(*ledger, *effective);
    return ledger;
}

Shell::Ledger Shell::writer(Grounds grounds) const {
    if (!options_.as_of.empty()) throw WrongUsage(tr("--as-of is for reading; a writing command writes at the head"));
    if (held_) return {held_, leave_open};
    const auto today = parse_day(options_.today);
    if (!options_.today.empty() && !today) throw WrongUsage(tr("--today takes a day as 2024-05-31"));
    Ledger ledger(new LedgerService(options_.ledger, Access::write, progress(), {}, grounds), close_ledger);
    if (today) ledger->state_today(*today);
    return ledger;
}

std::unique_ptr<Store> Shell::log() const {
    auto store = std::make_unique<Store>(options_.ledger, StoreOptions{.access = Access::read, .patience = patience_});
    tell_beyond(*store);
    return store;
}

void Shell::tell_beyond(const Store& store) const {
    if (const auto beyond = beyond_anchor(store)) warn(*beyond);
}

std::optional<Day> Shell::accounting_day() const {
    if (options_.on.empty()) return std::nullopt;
    const auto day = parse_day(options_.on);
    if (!day) throw WrongUsage(tr("--on takes a day as 2024-05-31"));
    return day;
}

std::optional<Day> Shell::effective_day() const {
    if (options_.effective.empty()) return std::nullopt;
    const auto day = parse_day(options_.effective);
    if (!day) throw WrongUsage(tr("--effective takes a day as 2024-05-31"));
    return day;
}

PersonId Shell::actor() const {
    const char* name = std::getenv("IPEP_ACTOR");
    std::string actor = !options_.actor.empty() ? options_.actor : name ? name : "";
    if (!actor.empty() && !well_formed(actor))
        throw WrongUsage(tr("--actor takes an identifier: 1 to 64 of A-Z a-z 0-9 . _ -"));
    return {std::move(actor)};
}

int Shell::answer(const LedgerService* ledger, boost::json::object document,
                  const std::function<std::string()>& text) const {
    const bool trial = ledger && ledger->format().trial;
    if (json()) {
        if (trial) document["trial"] = true;
        out() << as_utf8(boost::json::serialize(document)) << '\n';
    } else {
        out() << as_utf8(text());
        if (trial) out() << tr("Trial ledger: nothing in it was paid.") << '\n';
    }
    return done();
}

int Shell::refuse(const Rejection& rejection, ExitCode code) const {
    refused_ = rejection;
    return refuse(rejection, spoken_sentence(rejection), code);
}

int Shell::refuse(const Rejection& rejection, const std::string& sentence, ExitCode code) const {
    tell(rejection, sentence);
    return code;
}

void Shell::warn(const Rejection& rejection) const { tell(rejection, spoken_sentence(rejection)); }

void Shell::tell(const Rejection& rejection, const std::string& sentence) const {
    const CodeText& text = text_of(rejection.code);
    if (json()) {
        streams_.err << as_utf8(boost::json::serialize(rejection_answer(rejection, sentence))) << '\n';
        return;
    }
    std::string line = fmt::format("ipep: {}: ", text.code);
    if (rejection.line > 0) line += fill(tr("line {number}: "), {{"number", std::to_string(rejection.line)}});
    line += sentence;
    if (!text.section.empty()) line += fmt::format(" ({})", text.section);
    line += '\n';
    if (!rejection.missing.empty()) line += missing_page(rejection) + tr("Nothing was recorded.") + '\n';
    streams_.err << as_utf8(line);
}

void Shell::note(const std::string& sentence) const {
    if (json())
        streams_.err << as_utf8(boost::json::serialize(boost::json::object{{"note", sentence}})) << '\n';
    else
        streams_.err << as_utf8("ipep: " + sentence) << '\n';
}

// On a terminal only, and only where it takes long enough to be seen.
Progress Shell::progress() const {
    if (&streams_.err != &std::cerr || json() || !::isatty(STDERR_FILENO)) return {};
    return [last = -1](std::string_view what, std::uint64_t done, std::uint64_t all) mutable {
        const int percent = all == 0 ? 100 : static_cast<int>(done * 100 / all);
        if (percent == last) return;
        last = percent;
        std::cerr << fmt::format("\r{} {} %{}", tr(what), percent, percent >= 100 ? "\r\033[K" : "");
    };
}

}  // namespace ipep
