// Issuing: the file for the bank as it would be, from which account and on which day; making it; its bytes again.
#include "events/describe.h"
#include "ledger/calendar.h"
#include "services/bank/debtor.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/files/scratch_folder.h"
#include "services/payments/evidence.h"
#include "services/payments/payment_answer.h"
#include "services/payments/payment_commands.h"
#include "services/words/code.h"
#include "services/words/wording.h"

#include <fstream>

namespace ipep {
namespace {

constexpr std::size_t kOrdersShown = 200;

std::vector<OrderId> approved(const Visit& visit, const CpamId& cpam) {
    return visit.views.orders().of_cpam(cpam, OrderState::approved);
}

// Two readings with one mark would issue the same from the same account.
std::string seen_of(const Debtor& debtor, const std::vector<OrderId>& orders) {
    std::string text = debtor.name + '\n' + debtor.iban + '\n' + debtor.bic + '\n';
    for (const OrderId& order : orders) text += order.text + '\n';
    return mark_of(text);
}

void add_orders(const Visit& visit, const std::vector<OrderId>& orders, Data& data) {
    std::vector<Data> rows;
    Total sum;
    for (const OrderId& id : orders) {
        const PaymentOrdered& what = visit.book().find(id)->ordered;
        sum += what.amount;
        if (rows.size() == kOrdersShown) continue;
        Data& row = rows.emplace_back();
        row.set("order", id.text).set("href", visit.link(order_path(id))).set("group", what.groupement.text);
        row.set("group_href", visit.group_link(what.groupement)).set("amount", euros(what.amount));
        const Payee payee = payee_of(visit.ledger, what.payeeAt);
        row.set("payee", payee.name.value.value_or("—"));
        row.set("account", payee.iban.value ? masked(*payee.iban.value) : "—");
    }
    data.set("shortened", orders.size() > kOrdersShown).set("rows", std::move(rows)).set("sum", euros(sum));
    data.set("count", shown_count(static_cast<std::int64_t>(orders.size())));
}

// Recorded and perhaps never in its place: it is finished before another is made.
void add_unwritten(const Visit& visit, const CpamId& cpam, Data& data) {
    const auto& unwritten = visit.book().find(cpam)->unwritten;
    if (unwritten) data.set("unwritten", unwritten->value.message);
}

}  // namespace

ConsolePage issuing(const Visit& visit, const CpamId& cpam, const std::string& warning) {
    if (const auto allowed = visit.rights.check(Right::pay, cpam); !allowed)
        return visit.refused(Section::payments, allowed.error());
    if (visit.options.debtors.empty())
        return visit.refused(Section::payments,
                             {code::not_configured, {{"key", "debtors"}, {"path", visit.request.path}}});
    const auto debtor = read_debtor(debtor_path(visit, cpam));
    if (!debtor) return visit.refused(Section::payments, debtor.error());
    const auto orders = approved(visit, cpam);
    const Day day = next_target_day(visit.ledger.world().today());
    Data data;
    data.set("cpam", cpam.text).set("cpam_href", visit.link(payments_path(cpam))).set("warning", warning);
    data.set("debtor", debtor->name).set("account", masked(debtor->iban)).set("bic", debtor->bic);
    data.set("batch", debtor->batch_booking ? tr("one debit for the whole file") : tr("one debit for each transfer"));
    data.set("day", to_text(day)).set("seen", seen_of(*debtor, orders));
    add_orders(visit, orders, data);
    add_unwritten(visit, cpam, data);
    data.set("acts", visit.at_head() && (!orders.empty() || visit.book().find(cpam)->unwritten));
    const std::string title = fill(tr("File for the bank of the CPAM {cpam}"), {{"cpam", cpam.text}});
    return visit.page(Section::payments, title, "issuing", std::move(data), warning.empty() ? 200 : 409);
}

ConsolePage issue_file(const Visit& visit, const CpamId& cpam) {
    const auto debtor = read_debtor(debtor_path(visit, cpam));
    // What the person read must be what is issued.
    if (!debtor || visit.form("seen") != seen_of(*debtor, approved(visit, cpam)))
        return issuing(visit, cpam,
                       tr("The approved orders or the account have changed since you read this page. Read it again; "
                          "nothing was recorded."));
    const auto day = parse_day(visit.form("execute"));
    if (!day)
        return visit.refused(Section::payments,
                             {code::day_malformed, {{"member", "execute"}, {"text", visit.form("execute")}}});
    const ScratchFolder folder;
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    const auto issued = desk.issue({cpam, debtor_path(visit, cpam), folder.file("file.xml"), *day});
    if (!issued) return visit.refused(Section::payments, issued.error());
    return visit.moved(payments_path(cpam), "issued");
}

ConsolePage file(const Visit& visit, const std::string& message) {
    const ScratchFolder folder;
    const std::string path = folder.file("file.xml");
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    const auto written = desk.write_once_more(message, path);
    if (!written) return visit.refused(Section::payments, written.error());
    std::ifstream in(path, std::ios::binary);
    return {200,
            "application/xml",
            {std::istreambuf_iterator<char>(in), {}},
            {{"Content-Disposition", "attachment; filename=\"" + message + ".xml\""}},
            {},
            subjects_of(visit.views, message)};
}

}  // namespace ipep
