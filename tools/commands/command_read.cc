// settlement, balances, envelope, statement, events: the commands that read a state.
#include <boost/json.hpp>
#include <ostream>

#include "events/event_json.h"
#include "ledger/code.h"
#include "ledger/description.h"
#include "services/histories/stale_year.h"
#include "services/ledger/event_filter.h"
#include "services/ledger/in_effect.h"
#include "services/ledger/recorder.h"
#include "services/questions/answer.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
#include "tools/pages/event_line.h"
#include "tools/pages/page.h"

namespace ipep {
namespace {

// Opens the ledger at the state asked for and hands it on, or prints why not.
int with_reader(const Shell& shell, const std::function<int(LedgerService&)>& use) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    return use(**ledger);
}

// Of a year whose last revision is asked for: that something it rests on changed since.
std::string stale_words(LedgerService& ledger, const questions::Settlement& question) {
    if (question.revision) return {};
    const auto stale = stale_years(ledger.store(), ledger.book(), question.year);
    if (stale.empty() || !stale.front().wouldChange) return {};
    return '\n' +
           fill(tr("What {year} rests on changed after it was settled; settling again would change it "
                   "(`ipep review stale`)."),
                {{"year", std::to_string(question.year)}}) +
           '\n';
}

}  // namespace

int ask(const Shell& shell, const questions::Settlement& question) {
    return with_reader(shell, [&](LedgerService& ledger) {
        const auto day = shell.effective_day();
        const auto found = settlement_in_effect(ledger, question.year, question.revision, day);
        if (!found) return shell.refuse(found.error());
        return shell.answer(&ledger, settlement_answer(*found, shell.asks(ledger)),
                            [&] { return settlement_page(*found) + (day ? "" : stale_words(ledger, question)); });
    });
}

int ask(const Shell& shell, const questions::Balances& question) {
    const std::string& groupement = question.groupement;
    return with_reader(shell, [&](LedgerService& ledger) {
        if (!groupement.empty()) {
            const auto known = ledger.known_groupement(groupement);
            if (!known) return shell.refuse(known.error());
            return shell.answer(&ledger, balance_answer(*known, ledger.views().balances()),
                                [&] { return balances_page(ledger.views(), groupement); });
        }
        return shell.answer(&ledger, balances_answer(ledger.views().balances(), shell.asks(ledger)),
                            [&] { return balances_page(ledger.views()); });
    });
}

int ask(const Shell& shell, const questions::Envelope&) {
    return with_reader(shell, [&](LedgerService& ledger) {
        return shell.answer(&ledger, envelope_answer(ledger.views().envelope()),
                            [&] { return envelope_page(ledger.views().envelope()); });
    });
}

int ask(const Shell& shell, const questions::Statement& question) {
    return with_reader(shell, [&](LedgerService& ledger) {
        const auto groupement = ledger.known_groupement(question.groupement);
        if (!groupement) return shell.refuse(groupement.error());
        const auto lines = ledger.views().statements().lines(*groupement);
        const std::string name = described(*ledger.views().book().find(*groupement)).name;
        return shell.answer(&ledger, statement_answer(*groupement, name, lines),
                            [&] { return statement_page(name, *groupement, lines); });
    });
}

int ask(const Shell& shell, const questions::Events& question) {
    const EventFilter filter{question.groupement, question.kind,  question.year,
                             question.from,       question.until, question.limit};
    if (!filter.kind.empty() && std::ranges::find(kKinds, filter.kind) == kKinds.end())
        return shell.refuse({Code::kind_unknown, {{"kind", filter.kind}}});
    return with_reader(shell, [&](LedgerService& ledger) {
        if (!filter.groupement.empty())
            if (const auto known = ledger.known_groupement(filter.groupement); !known)
                return shell.refuse(known.error());
        const Position end = std::min(filter.until, ledger.views().position() + 1);
        Reader& reader = shell.asks(ledger);
        std::uint64_t given = 0;
        ledger.store().scan(filter.from, end, [&](Position position, const Record& record) {
            if (given == filter.limit) {
                shell.continues(position);
                return false;
            }
            Event event = read_event(position, record.payload);
            if (!filter.takes(event.body)) return true;
            ++given;
            if (!reader.sees(event)) return static_cast<bool>(shell.out());
            reveal_personal(ledger.store(), event);
            reader.read(event);
            if (shell.json()) {
                auto line = to_json(event, record.digest);
                if (ledger.format().trial) line["trial"] = true;
                shell.out() << boost::json::serialize(line) << '\n';
            } else {
                shell.out() << event_line(event);
            }
            return static_cast<bool>(shell.out());
        });
        return shell.done();
    });
}

}  // namespace ipep
