#include <boost/json.hpp>

#include "ledger/code.h"
// confirm, validate, order, orders, approve, suspend, requisition, cancel, resolve, issue, file, bank, close-month,
// reconcile.
#include "services/payments/payment_answer.h"
#include "services/words/language.h"
#include "tools/commands/command.h"
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

int confirm(const Shell& shell, const std::string& key) {
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        if (const auto done = desk.confirm({key}); !done) return shell.refuse(done.error());
        return shell.answer(&ledger, {{"confirmed", key}}, [&] {
            return fill(tr("{key} is confirmed and in force."), {{"key", key}}) + '\n';
        });
    });
}

int validate(const Shell& shell, Year year) {
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

int order(const Shell& shell, const OrderPayments& command) {
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        const auto ids = desk.order(command);
        return ids ? show_orders(shell, ledger, *ids) : shell.refuse(ids.error());
    });
}

struct OrderFilter {
    std::string cpam, state;
};

int orders(const Shell& shell, const OrderFilter& filter) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const Reader& reader = shell.asks(**ledger);
    std::optional<OrderState> state;
    if (OrderState one{}; boost::describe::enum_from_string(filter.state.c_str(), one)) state = one;
    std::vector<OrderId> ids;
    for (const CpamId& cpam : (*ledger)->book().cpams()) {
        if (!filter.cpam.empty() && cpam.text != filter.cpam) continue;
        if (!reader.may(Right::read_amounts, cpam)) continue;
        for (OrderId& id : (*ledger)->views().orders().of_cpam(cpam, state))
            if (reader.sees((*ledger)->book().find(id)->ordered.groupement)) ids.push_back(std::move(id));
    }
    return show_orders(shell, **ledger, ids);
}

int approve(const Shell& shell, const std::vector<std::string>& texts) {
    const auto ids = order_ids(texts);
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        if (const auto done = desk.approve(ids); !done) return shell.refuse(done.error());
        return show_orders(shell, ledger, ids);
    });
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

int resolve(const Shell& shell, const std::string& id, const Resolution& resolution) {
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        if (const auto done = desk.resolve({id}, resolution); !done) return shell.refuse(done.error());
        return show_orders(shell, ledger, {{id}});
    });
}

int issue(const Shell& shell, IssueRequest wish, const std::string& execute) {
    if (wish.debtor_path.empty()) throw WrongUsage(tr("--debtor is needed: the file that names the account"));
    const auto day = parse_day(execute);
    if (!day) throw WrongUsage(tr("--execute takes a day as 2024-05-31"));
    wish.execute = *day;
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        const auto result = desk.issue(wish);
        if (!result) return shell.refuse(result.error());
        shell.made(result->file.message);
        return shell.answer(&ledger, issue_answer(*result), [&] { return issue_page(*result, wish.out_path); });
    });
}

int write_file(const Shell& shell, const std::string& message, const std::string& path) {
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

int bank(const Shell& shell, const std::string& path) {
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        const auto reading = desk.read_bank_file(path);
        if (!reading) return shell.refuse(reading.error());
        return shell.answer(&ledger, bank_answer(*reading), [&] { return bank_page(*reading); });
    });
}

int close_a_month(const Shell& shell, const std::string& cpam, const std::string& month) {
    const auto first = parse_day(month + "-01");
    if (!first) throw WrongUsage(tr("a month is written 2024-05"));
    return at_desk(shell, [&](LedgerService& ledger, PaymentCommands& desk) {
        if (const auto done = desk.close_month({cpam}, *first); !done) return shell.refuse(done.error());
        return shell.answer(&ledger, {{"cpam", cpam}, {"closed", month}}, [&] {
            return fill(tr("{month} is closed for the CPAM {cpam}."), {{"month", month}, {"cpam", cpam}}) + '\n';
        });
    });
}

int show_reconciliation(const Shell& shell, const std::string& cpam) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    if (!(*ledger)->book().find(CpamId{cpam})) return shell.refuse({Code::unknown_cpam, {{"cpam", cpam}}});
    const Reconciliation found = reconcile((*ledger)->views(), {cpam});
    return shell.answer(ledger->get(), reconciliation_answer(found), [&] { return reconciliation_page(found); });
}

void add_before_orders(CLI::App& program, Run& run) {
    auto* confirmed = program.add_subcommand(
        "confirm", tr("confirm another person's change of payee, or another admin's grant of a role"));
    auto key = std::make_shared<std::string>();
    confirmed->add_option("KEY", *key, tr("key of the fact `payeeChanged` or `roleGranted`"))->required();
    confirmed->callback([&run, key] { run = [key](const Shell& shell) { return confirm(shell, *key); }; });
    auto* validated = program.add_subcommand("validate", tr("validate a settlement as a second person"));
    auto year = std::make_shared<Year>(0);
    validated->add_option("YEAR", *year, tr("result year"))->required();
    validated->callback([&run, year] { run = [year](const Shell& shell) { return validate(shell, *year); }; });
}

void add_orders(CLI::App& program, Run& run) {
    auto* made = program.add_subcommand("order", tr("order what a CPAM owes, one order a groupement and ground"));
    auto command = std::make_shared<OrderPayments>();
    made->add_option("CPAM", command->cpam.text, tr("its identifier"))->required();
    made->add_option("--year", command->year, tr("only what this result year made due"));
    made->footer(
        tr("Overpayments are set off first, the oldest first. Who orders does not approve (CSS D.253-4).\n"
           "Example:  ipep --ledger essai --actor martin order 351"));
    made->callback([&run, command] { run = [command](const Shell& shell) { return order(shell, *command); }; });
    auto* listed = program.add_subcommand("orders", tr("orders and where they stand"));
    auto filter = std::make_shared<OrderFilter>();
    listed->add_option("--cpam", filter->cpam, tr("only of this CPAM"));
    listed->add_option("--state", filter->state, tr("only in this state"))
        ->check(CLI::IsMember(
            {"ordered", "suspended", "approved", "issued", "accepted", "paid", "rejected", "returned", "cancelled"}));
    listed->callback([&run, filter] { run = [filter](const Shell& shell) { return orders(shell, *filter); }; });
}

void add_act(CLI::App& program, Run& run, const char* name, const std::string& help, const char* option,
             const std::string& what, Act1 act) {
    auto* made = program.add_subcommand(name, help);
    auto id = std::make_shared<std::string>(), text = std::make_shared<std::string>();
    made->add_option("ORDER", *id, tr("as `orders` lists it"))->required();
    made->add_option(option, *text, what)->required();
    made->callback([&run, id, text, act] {
        run = [id, text, act](const Shell& shell) { return act_on(shell, act, *id, *text); };
    });
}

void add_resolve(CLI::App& program, Run& run) {
    auto* made = program.add_subcommand("resolve", tr("say what became of a transfer the bank leaves in doubt"));
    auto id = std::make_shared<std::string>(), became = std::make_shared<std::string>();
    auto resolution = std::make_shared<Resolution>();
    made->add_option("ORDER", *id, tr("as `orders` lists it"))->required();
    made->add_option("--document", resolution->document, tr("reference of the document"))->required();
    made->add_option("--as", *became, tr("what became of it; without, that the bank's word was seen"))
        ->check(CLI::IsMember({"paid", "rejected", "returned"}));
    made->footer(
        tr("Who says that nothing left, or that it came back, does not approve the order that replaces it.\n"
           "Example:  ipep --ledger essai resolve 351-2026-000002 --as rejected --document \"courriel 12\""));
    made->callback([&run, id, became, resolution] {
        boost::describe::enum_from_string(became->c_str(), resolution->became);
        run = [id, resolution](const Shell& shell) { return resolve(shell, *id, *resolution); };
    });
}

void add_visa(CLI::App& program, Run& run) {
    auto* approved = program.add_subcommand("approve", tr("the DCF's visa, after the checks"));
    auto ids = std::make_shared<std::vector<std::string>>();
    auto checks_only = std::make_shared<bool>(false);
    approved->add_option("ORDER", *ids, tr("as `orders` lists it"))->required();
    approved->add_flag("--checks", *checks_only, tr("show the checks one by one and record nothing"));
    approved->callback([&run, ids, checks_only] {
        run = [ids, checks_only](const Shell& shell) {
            return *checks_only ? show_checks(shell, *ids) : approve(shell, *ids);
        };
    });
    add_act(program, run, "suspend", tr("suspend an order, and say why"), "--ground", tr("why"),
            &PaymentCommands::suspend);
    add_act(program, run, "requisition", tr("the director's written order to pay what is suspended"), "--document",
            tr("reference of the document"), &PaymentCommands::requisition);
    add_act(program, run, "cancel", tr("cancel an order before it is issued"), "--reason", tr("why"),
            &PaymentCommands::cancel);
}

void add_bank(CLI::App& program, Run& run) {
    auto* issued = program.add_subcommand("issue", tr("one pain.001 with every approved order of a CPAM"));
    auto wish = std::make_shared<IssueRequest>();
    auto execute = std::make_shared<std::string>();
    issued->add_option("CPAM", wish->cpam.text, tr("its identifier"))->required();
    issued->add_option("--debtor", wish->debtor_path, tr("TOML: name, iban, bic, batch_booking; a server has its own"));
    issued->add_option("--execute", *execute, tr("a TARGET day, 2024-05-31"))->required();
    issued->add_option("--out", wish->out_path, tr("where the file goes"))->required();
    issued->add_option("--format-version", wish->format_version, "03, 09")
        ->transform(CLI::CheckedTransformer(std::map<std::string, int>{{"03", 3}, {"09", 9}}));
    issued->footer(
        tr("Ended in between, the next `issue` finishes the same file: nothing is ever sent twice.\n"
           "Example:  ipep --ledger essai issue 351 --debtor debtor.toml --execute 2026-06-15 --out v.xml"));
    issued->callback(
        [&run, wish, execute] { run = [wish, execute](const Shell& shell) { return issue(shell, *wish, *execute); }; });
    auto* again = program.add_subcommand("file", tr("a file issued before, the same bytes once more"));
    auto message = std::make_shared<std::string>(), place = std::make_shared<std::string>();
    again->add_option("MESSAGE", *message, tr("its MsgId, `message` of its orders"))->required();
    again->add_option("--out", *place, tr("where the file goes"))->required();
    again->footer(tr("The bank takes a MsgId once: the same file sent twice is not paid twice."));
    again->callback([&run, message, place] {
        run = [message, place](const Shell& shell) { return write_file(shell, *message, *place); };
    });
    auto* read = program.add_subcommand("bank", tr("read what the bank says: pain.002, camt.053 or camt.054"));
    auto path = std::make_shared<std::string>();
    read->add_option("FILE", *path, tr("the same file twice changes nothing"))->required();
    read->callback([&run, path] { run = [path](const Shell& shell) { return bank(shell, *path); }; });
}

void add_months(CLI::App& program, Run& run) {
    auto* closed = program.add_subcommand("close-month", tr("freeze the oldest open month of a CPAM's books"));
    auto cpam = std::make_shared<std::string>(), month = std::make_shared<std::string>();
    closed->add_option("CPAM", *cpam, tr("its identifier"))->required();
    closed->add_option("MONTH", *month, "2024-05")->required();
    closed->callback([&run, cpam, month] {
        run = [cpam, month](const Shell& shell) { return close_a_month(shell, *cpam, *month); };
    });
    auto* held = program.add_subcommand("reconcile", tr("orders, file lines and bank lines side by side"));
    held->add_option("CPAM", *cpam, tr("its identifier"))->required();
    held->callback([&run, cpam] { run = [cpam](const Shell& shell) { return show_reconciliation(shell, *cpam); }; });
}

}  // namespace

void add_paying_commands(CLI::App& program, Run& run) {
    add_before_orders(program, run);
    add_orders(program, run);
    add_visa(program, run);
    add_resolve(program, run);
    add_bank(program, run);
    add_months(program, run);
}

}  // namespace ipep
