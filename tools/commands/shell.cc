#include "tools/commands/shell.h"

#include <fmt/core.h>
#include <unistd.h>
#include <boost/json.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include "services/answers/figures.h"
#include "services/files/whole_file.h"
#include "services/words/code.h"
#include "services/words/language.h"
#include "services/words/utf8.h"
#include "services/words/wording.h"
#include "tools/pages/missing_page.h"

namespace ipep {
namespace {

// What did not go out is tried once more, for the system says why to the last who asked.
int why_lost(int said_before) {
    errno = 0;
    std::fflush(stdout);
    return errno != 0 ? errno : said_before != 0 ? said_before : EIO;
}

}  // namespace

Shell::Shell(const CommonOptions& options) : options_(options) {
    if (options_.actor.empty()) options_.actor = options_.environment.actor;
    options_.brief = options_.format == "text" && options_.proof.empty();  // what is shown is what is proved
}

std::ostream& Shell::out() const { return std::cout; }

std::optional<ProofWish> Shell::proof_wish() const {
    if (options_.proof.empty()) return std::nullopt;
    return ProofWish{options_.proof_key, [this](const boost::json::object& proof) {
                         return write_whole(options_.proof, boost::json::serialize(proof) + '\n', Existing::stays);
                     }};
}

Asking Shell::asking() const {
    return {options_, Asides{std::cin, [this](const Rejection& rejection) { warn(rejection); },
                             [this](const std::string& sentence) { note(sentence); }, progress()}};
}

int Shell::done() const {
    std::cout.flush();
    if (std::cout) return kDone;
    if (lost_ == 0) lost_ = why_lost(errno);
    return kFault;
}

int Shell::ended(int code) const {
    if (done() == kDone) return code;
    return refuse({code::output_lost, {{"stream", tr("Standard output")}, {"what", std::strerror(lost_)}}}, kFault);
}

int Shell::told(const std::function<Verdict<Ended>()>& work) const {
    const Told came = ipep::told(work);
    if (came.rejection) return refuse(*came.rejection, static_cast<ExitCode>(came.ended));
    const int written = done();
    return written != kDone ? written : static_cast<int>(came.ended);
}

int Shell::guarded(const std::function<int()>& work) const {
    int code = kDone;
    const Told came = ipep::told([&]() -> Verdict<Ended> {
        code = work();
        return Ended::done;
    });
    return came.rejection ? refuse(*came.rejection, static_cast<ExitCode>(came.ended)) : code;
}

int Shell::refuse(const Rejection& rejection, ExitCode code) const {
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
        std::cerr << as_utf8(boost::json::serialize(rejection_answer(rejection, sentence))) << '\n';
        return;
    }
    std::string line = fmt::format("ipep: {}: ", text.code);
    if (rejection.line > 0) line += fill(tr("line {number}: "), {{"number", std::to_string(rejection.line)}});
    line += sentence;
    if (!text.section.empty()) line += fmt::format(" ({})", text.section);
    line += '\n';
    if (!rejection.missing.empty()) line += missing_page(rejection) + tr("Nothing was recorded.") + '\n';
    std::cerr << as_utf8(line);
}

void Shell::note(const std::string& sentence) const {
    if (json())
        std::cerr << as_utf8(boost::json::serialize(boost::json::object{{"note", sentence}})) << '\n';
    else
        std::cerr << as_utf8("ipep: " + sentence) << '\n';
}

// On a terminal only, and only where it takes long enough to be seen.
Progress Shell::progress() const {
    if (json() || !::isatty(STDERR_FILENO)) return {};
    return [last = -1](std::string_view what, std::uint64_t done, std::uint64_t all) mutable {
        const int percent = all == 0 ? 100 : static_cast<int>(done * 100 / all);
        if (percent == last) return;
        last = percent;
        std::cerr << fmt::format("\r{} {} %{}", tr(what), percent, percent >= 100 ? "\r\033[K" : "");
    };
}

}  // namespace ipep
