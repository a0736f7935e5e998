#include "tools/shell.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "services/answer.h"
#include "tools/language.h"
#include "tools/missing_page.h"
#include "tools/page.h"
#include "tools/wording.h"

namespace ipep {
namespace {

// The catalogue's sentence with its arguments, all of it in the reader's language.
std::string spoken_sentence(const Rejection& rejection) {
    Rejection spoken = rejection;
    for (auto& [name, value] : spoken.arguments)
        value = name == "path" && value.empty() ? "DIR" : spoken_argument(name, value);
    return spoken.sentence(tr(text_of(rejection.code).sentence));
}

}  // namespace

AsOf parse_as_of(const std::string& text) {
    AsOf when{{}, {}, text};
    if (text.empty()) return when;
    const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
    if (digits && text.size() <= 18)
        when.position = std::stoull(text);
    else
        when.time = parse_time(text);
    if (!when.position && !when.time)
        throw WrongUsage(tr("a state is a position or a time as 2024-05-31T12:00:00Z"));
    return when;
}

Verdict<std::string> read_whole(const std::string& path) {
    if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad())
        return refuse(Code::file_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    return text;
}

Verdict<std::unique_ptr<LedgerService>> Shell::reader() const {
    const AsOf when = parse_as_of(options_.as_of);
    auto ledger = std::make_unique<LedgerService>(options_.ledger, Access::read, progress());
    if (auto verdict = ledger->look_at(when); !verdict) return std::unexpected(std::move(verdict.error()));
    return ledger;
}

std::unique_ptr<LedgerService> Shell::writer() const {
    if (!options_.as_of.empty()) throw WrongUsage(tr("--as-of is for reading; a writing command writes at the head"));
    return std::make_unique<LedgerService>(options_.ledger, Access::write, progress());
}

std::optional<Day> Shell::accounting_day() const {
    if (options_.on.empty()) return std::nullopt;
    const auto day = parse_day(options_.on);
    if (!day) throw WrongUsage(tr("--on takes a day as 2024-05-31"));
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
        std::cout << boost::json::serialize(document) << '\n';
    } else {
        std::cout << text();
        if (trial) std::cout << tr("Trial ledger: nothing in it was paid.") << '\n';
    }
    std::cout.flush();
    return std::cout ? kDone : kFault;
}

int Shell::refuse(const Rejection& rejection, ExitCode code) const {
    const CodeText& text = text_of(rejection.code);
    const std::string sentence = spoken_sentence(rejection);
    if (json()) {
        std::cerr << boost::json::serialize(rejection_answer(rejection, sentence)) << '\n';
        return code;
    }
    std::string line = fmt::format("ipep: {}: ", text.code);
    if (rejection.line > 0) line += fill(tr("line {number}: "), {{"number", std::to_string(rejection.line)}});
    line += sentence;
    if (!text.section.empty()) line += fmt::format(" ({})", text.section);
    line += '\n';
    if (!rejection.missing.empty()) line += missing_page(rejection) + tr("Nothing was recorded.") + '\n';
    std::cerr << line;
    return code;
}

// On a terminal only, and only where it takes long enough to be seen.
Progress Shell::progress() const {
    if (json() || !::isatty(STDERR_FILENO)) return {};
    return [last = -1](std::string_view what, std::uint64_t done, std::uint64_t all) mutable {
        const int percent = all == 0 ? 100 : static_cast<int>(done * 100 / all);
        if (percent == last) return;
        last = percent;
        fmt::print(stderr, "\r{} {} %{}", tr(what), percent, percent >= 100 ? "\r\033[K" : "");
    };
}

}  // namespace ipep
