// confirm, validate, order, orders, approve, suspend, requisition, cancel, resolve, issue, file, bank, close-month,
// reconcile.
#include <boost/json.hpp>

#include "ledger/code.h"
#include "ledger/suspension.h"
#include "services/payments/payment_answer.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
#include "tools/pages/page.h"
#include "tools/pages/payment_page.h"

namespace ipep {
namespace {

namespace json = boost::json;

std::vector<OrderId> order_ids(const std::vector<std::string>& texts) {
    std::vector<OrderId> ids;
    for (const std::string& text : texts) ids.push_back({text});
    return ids;
}

// Opens the ledger to write, hands a desk on, and prints what came of it.
template <class Work>
int at_desk(const Shell& shell, Work&& work) {
    const auto ledger = shell.writer(Grounds::log);
    PaymentCommands desk(*ledger, shell.actor(), shell.accounting_day());
    return work(*ledger, desk);
}

// The orders as they stand after the command.
int show_orders(const Shell& shell, const LedgerService& ledger, const std::vector<OrderId>& ids) {
    json::array rows;
    std::vector<const Order*> orders;
    const Reader& reader = shell.asks(ledger);
    for (const OrderId& id : ids) {
        orders.push_back(ledger.book().find(id));
        rows.push_back(order_answer(ledger, *orders.back(), reader));
    }
    return shell.answer(&ledger, {{"orders", std::move(rows)}}, [&] { return orders_page(ledger, orders, reader); });
}

// What an approval would find now; nothing is recorded.
int show_checks(const Shell& shell, const std::vector<std::string>& texts) {
    const auto ledger = shell.reader(Grounds::log);
    if (!ledger) return shell.refuse(ledger.error());
    const Book& book = (*ledger)->book();
    const Reader& reader = shell.asks(**ledger);
    PaymentCommands desk(**ledger, shell.actor(), shell.accounting_day());
    json::array rows;
    std::string text;
    for (const OrderId& id : order_ids(texts)) {
        const auto checks = desk.checks(id);
        if (!checks) return shell.refuse(checks.error());
        const auto allowed = reader.check(Right::read_payees, book.find(id)->ordered.cpam);
        if (!allowed) return shell.refuse(allowed.error());
        rows.push_back(json::object{{"order", id.text}, {"checks", checks_answer(*checks)}});
        text += checks_page(id, *checks);
    }
    return shell.answer(ledger->get(), {{"orders", std::move(rows)}}, [&] { return text; });
}

using Act1 = Verdict<> (PaymentCommands::*)(const OrderId&, const std::string&);

int act_on(const Shell& shell, Act1 act, const std::string& id, const std::string& text) {
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        if (const auto done = (desk.*act)({id}, text); !done) return shell.refuse(done.error());
        return show_orders(shell, ledger, {{id}});
    });
}

}  // namespace

int ask(const Shell& shell, const questions::Confirm& question) {
    const std::string& key = question.key;
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        if (const auto done = desk.confirm({key}); !done) return shell.refuse(done.error());
        return shell.answer(&ledger, {{"confirmed", key}}, [&] {
            return fill(tr("{key} is confirmed and in force."), {{"key", key}}) + '\n';
        });
    });
}

int ask(const Shell& shell, const questions::Validate& question) {
    const Year year = question.year;
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        const auto revision = desk.validate(year);
        if (!revision) return shell.refuse(revision.error());
        return shell.answer(&ledger, {{"year", year}, {"revision", *revision}}, [&] {
            return fill(tr("Revision {revision} of {year} is validated: it may be ordered."),
                        {{"revision", std::to_string(*revision)}, {"year", std::to_string(year)}}) +
                   '\n';
        });
    });
}

int ask(const Shell& shell, const questions::Order& question) {
    const OrderPayments command{{question.cpam}, question.year, {}};
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        const auto ids = desk.order(command);
        return ids ? show_orders(shell, ledger, *ids) : shell.refuse(ids.error());
    });
}

int ask(const Shell& shell, const questions::Orders& question) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const Reader& reader = shell.asks(**ledger);
    std::optional<OrderState> state;
    if (OrderState one{}; boost::describe::enum_from_string(question.state.c_str(), one)) state = one;
    std::vector<OrderId> ids;
    for (const CpamId& cpam : (*ledger)->book().cpams()) {
        if (!question.cpam.empty() && cpam.text != question.cpam) continue;
        if (!reader.may(Right::read_amounts, cpam)) continue;
        for (OrderId& id : (*ledger)->views().orders().of_cpam(cpam, state))
            if (reader.sees((*ledger)->book().find(id)->ordered.groupement)) ids.push_back(std::move(id));
    }
    return show_orders(shell, **ledger, ids);
}

int ask(const Shell& shell, const questions::Approve& question) {
    if (question.checks) return show_checks(shell, question.orders);
    const auto ids = order_ids(question.orders);
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        if (const auto done = desk.approve(ids); !done) return shell.refuse(done.error());
        return show_orders(shell, ledger, ids);
    });
}

int ask(const Shell& shell, const questions::Suspend& question) {
    return act_on(shell, &PaymentCommands::suspend, question.order, suspension_text(question.ground, question.words));
}

int ask(const Shell& shell, const questions::Requisition& question) {
    return act_on(shell, &PaymentCommands::requisition, question.order, question.document);
}

int ask(const Shell& shell, const questions::Cancel& question) {
    return act_on(shell, &PaymentCommands::cancel, question.order, question.reason);
}

int ask(const Shell& shell, const questions::Resolve& question) {
    Resolution resolution{.document = question.document};
    boost::describe::enum_from_string(question.became.c_str(), resolution.became);
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        if (const auto done = desk.resolve({question.order}, resolution); !done) return shell.refuse(done.error());
        return show_orders(shell, ledger, {{question.order}});
    });
}

int ask(const Shell& shell, const questions::Issue& question) {
    if (question.debtor.empty()) throw WrongUsage(tr("--debtor is needed: the file that names the account"));
    const auto day = parse_day(question.execute);
    if (!day) throw WrongUsage(tr("--execute takes a day as 2024-05-31"));
    const IssueRequest wish{.cpam = {question.cpam},
                            .debtor_path = question.debtor,
                            .out_path = question.out,
                            .execute = *day,
                            .format_version = question.format_version};
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        const auto result = desk.issue(wish);
        if (!result) return shell.refuse(result.error());
        shell.made(result->file.message);
        return shell.answer(&ledger, issue_answer(*result), [&] { return issue_page(*result, wish.out_path); });
    });
}

int ask(const Shell& shell, const questions::File& question) {
    const std::string &message = question.message, &path = question.out;
    const auto ledger = shell.reader(Grounds::log);
    if (!ledger) return shell.refuse(ledger.error());
    const auto file = PaymentCommands(**ledger, shell.actor(), shell.accounting_day()).write_once_more(message, path);
    if (!file) return shell.refuse(file.error());
    Reader& reader = shell.asks(**ledger);
    if (!reader.may(Right::read_payees, file->cpam))
        if (const auto allowed = reader.check(Right::read_payees); !allowed) return shell.refuse(allowed.error());
    reader.note(subjects_of((*ledger)->views(), message));
    const IssueResult result{*file, true};
    return shell.answer(ledger->get(), issue_answer(result), [&] { return issue_page(result, path); });
}

int ask(const Shell& shell, const questions::Bank& question) {
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        const auto reading = desk.read_bank_file(question.file);
        if (!reading) return shell.refuse(reading.error());
        return shell.answer(&ledger, bank_answer(*reading), [&] { return bank_page(*reading); });
    });
}

int ask(const Shell& shell, const questions::CloseMonth& question) {
    const std::string &cpam = question.cpam, &month = question.month;
    const auto first = parse_day(month + "-01");
    if (!first) throw WrongUsage(tr("a month is written 2024-05"));
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        if (const auto done = desk.close_month({cpam}, *first); !done) return shell.refuse(done.error());
        return shell.answer(&ledger, {{"cpam", cpam}, {"closed", month}}, [&] {
            return fill(tr("{month} is closed for the CPAM {cpam}."), {{"month", month}, {"cpam", cpam}}) + '\n';
        });
    });
}

int ask(const Shell& shell, const questions::Reconcile& question) {
    const std::string& cpam = question.cpam;
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    if (!(*ledger)->book().find(CpamId{cpam})) return shell.refuse({Code::unknown_cpam, {{"cpam", cpam}}});
    const Reconciliation found = reconcile((*ledger)->views(), {cpam});
    return shell.answer(ledger->get(), reconciliation_answer(found), [&] { return reconciliation_page(found); });
}

}  // namespace ipep
