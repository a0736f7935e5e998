// settlement, balances, envelope, statement, events: the commands that read a state.
#include <boost/json.hpp>
#include <ostream>

#include "events/event_json.h"
#include "ledger/code.h"
#include "services/answer.h"
#include "services/event_filter.h"
#include "services/language.h"
#include "services/recorder.h"
#include "tools/command.h"
#include "tools/event_line.h"
#include "tools/page.h"

namespace ipep {
namespace {

// Opens the ledger at the state asked for and hands it on, or prints why not.
int with_reader(const Shell& shell, const std::function<int(LedgerService&)>& use) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    return use(**ledger);
}

int settlement(const Shell& shell, Year year, std::optional<std::int64_t> revision) {
    return with_reader(shell, [&](LedgerService& ledger) {
        const auto found = ledger.settlement(year, revision);
        if (!found) return shell.refuse(found.error());
        return shell.answer(&ledger, settlement_answer(*found, shell.asks(ledger)), [&] { return settlement_page(*found); });
    });
}

int balances(const Shell& shell, const std::string& groupement) {
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

int envelope(const Shell& shell) {
    return with_reader(shell, [&](LedgerService& ledger) {
        return shell.answer(&ledger, envelope_answer(ledger.views().envelope()),
                            [&] { return envelope_page(ledger.views().envelope()); });
    });
}

int statement(const Shell& shell, const std::string& text) {
    return with_reader(shell, [&](LedgerService& ledger) {
        const auto groupement = ledger.known_groupement(text);
        if (!groupement) return shell.refuse(groupement.error());
        const auto lines = ledger.views().statements().lines(*groupement);
        const std::string& name = ledger.views().book().find(*groupement)->admission.value.name;
        return shell.answer(&ledger, statement_answer(*groupement, name, lines),
                            [&] { return statement_page(name, *groupement, lines); });
    });
}

int events(const Shell& shell, const EventFilter& filter) {
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

}  // namespace

void add_reading_commands(CLI::App& program, Run& run) {
    auto* shown_year = program.add_subcommand("settlement", tr("print a settlement already made"));
    auto year = std::make_shared<Year>(0);
    auto revision = std::make_shared<std::optional<std::int64_t>>();
    shown_year->add_option("YEAR", *year, tr("result year"))->required();
    shown_year->add_option("--revision", *revision, tr("1 is the first; the latest if not given"));
    shown_year->footer(tr("Example:  ipep --ledger essai settlement 2021 --revision 1"));
    shown_year->callback([&run, year, revision] {
        run = [year, revision](const Shell& shell) { return settlement(shell, *year, *revision); };
    });

    auto* standing = program.add_subcommand("balances", tr("what each groupement is owed, was paid, and its advance"));
    auto groupement = std::make_shared<std::string>();
    standing->add_option("GROUPEMENT", *groupement, tr("of this one alone"));
    standing->footer(tr("owed − overpaid = seed credits released + due − paid (specification §11).\n"
                        "Example:  ipep --ledger essai balances --as-of 2022-12-31T23:00:00Z"));
    standing->callback([&run, groupement] {
        run = [groupement](const Shell& shell) { return balances(shell, *groupement); };
    });
    program.add_subcommand("envelope", tr("how much of the national envelope each payment year uses"))
        ->footer(tr("left = budgeted − seed credits − settled; result year N is paid in N+1 (CDC 2019 §9)."))
        ->callback([&run] { run = envelope; });

    auto* account = program.add_subcommand("statement", tr("every line that moves an amount of a groupement"));
    account->add_option("GROUPEMENT", *groupement, tr("its identifier"))->required();
    account->footer(tr("Example:  ipep --ledger essai statement G02"));
    account->callback([&run, groupement] {
        run = [groupement](const Shell& shell) { return statement(shell, *groupement); };
    });

    auto* log = program.add_subcommand("events", tr("facts and decisions in order, a line each"));
    auto filter = std::make_shared<EventFilter>();
    log->add_option("--groupement", filter->groupement, tr("only what names this groupement"));
    log->add_option("--year", filter->year, tr("only what is about this result year"));
    log->add_option("--kind", filter->kind, tr("only this kind"));
    log->add_option("--from", filter->from, tr("first position, inclusive"));
    log->add_option("--until", filter->until, tr("last position, exclusive"));
    log->add_option("--limit", filter->limit, tr("at most so many"))->check(CLI::PositiveNumber);
    log->footer(tr("Example:  ipep --ledger essai events --groupement G02 --year 2021 --format json"));
    log->callback([&run, filter] { run = [filter](const Shell& shell) { return events(shell, *filter); }; });
}

}  // namespace ipep
