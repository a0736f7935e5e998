// Ordering: what ordering for a CPAM would make, to whom and for how much, before anyone does it; and doing it.
#include "events/describe.h"
#include "ledger/description.h"
#include "ledger/payment.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/console/visa_table.h"
#include "services/payments/evidence.h"
#include "services/payments/payment_commands.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

// What the page, or its form, is asked to order: all that is due, of one groupement, of one payment year.
OrderPayments asked_of(const Visit& visit, const CpamId& cpam) {
    const bool is_form = visit.request.method == "POST";
    const auto said = [&](const char* name) { return is_form ? visit.form(name) : visit.query(name); };
    OrderPayments wanted{cpam, {}, {}};
    if (const std::string group = said("groupement"); !group.empty()) wanted.groupement = GroupementId{group};
    if (const auto year = whole_number(said("year")); year && well_formed_year(*year))
        wanted.payment_year = static_cast<int>(*year);
    return wanted;
}

// The orders as they would be, but for what is given once they are made.
Drafts would_order(const Visit& visit, const OrderPayments& wanted) {
    const Day today = visit.ledger.world().today();
    return order_payments(
        visit.book(), wanted, {visit.request.person, today, today},
        [](std::string document, Position position) {
            return Voucher{std::move(document), position, {}, {}};
        },
        [](const OrderId&) { return std::string(); });
}

// Two previews with one mark would order the same.
std::string seen_of(const std::vector<Draft>& drafts) {
    std::string text;
    for (const Draft& draft : drafts) {
        const auto& order = std::get<PaymentOrdered>(draft.body);
        text += order.order.text + '|' + order.groupement.text + '|' + to_text(order.amount) + '|' +
                std::to_string(order.payeeAt) + '\n';
    }
    return mark_of(text);
}

// What may be chosen among: of all that may be ordered, the groupements and the payment years.
void add_choices(const Visit& visit, const OrderPayments& wanted, Data& data) {
    std::set<std::string> years, groups;
    if (const auto all = would_order(visit, {wanted.cpam, {}, {}}))
        for (const Draft& draft : *all) {
            const auto& order = std::get<PaymentOrdered>(draft.body);
            groups.insert(order.groupement.text);
            for (const OrderPart& part : order.parts)
                if (part.amount > Money()) years.insert(to_text(part.paymentYear));
        }
    const std::string group = wanted.groupement ? wanted.groupement->text : "";
    const std::string year = wanted.payment_year ? to_text(*wanted.payment_year) : "";
    data.set("groups", choices(as_choices(groups), group)).set("years", choices(as_choices(years), year));
    data.set("group_chosen", group).set("year_chosen", year);
}

void add_orders(const Visit& visit, const CpamId& cpam, const std::vector<Draft>& drafts, Data& data) {
    const bool names = visit.rights.has(Right::read_payees, cpam);
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    const auto failing = visit.at_head() ? desk.would_fail(drafts) : std::vector<std::vector<VisaCheck>>(drafts.size());
    std::vector<Data> rows;
    Total sum;
    std::int64_t fail = 0;
    for (std::size_t at = 0; at < drafts.size(); ++at) {
        const auto& order = std::get<PaymentOrdered>(drafts[at].body);
        Money owed, set_off;
        for (const OrderPart& part : order.parts) (part.amount < Money() ? set_off : owed) += part.amount;
        sum += order.amount;
        Data& row = rows.emplace_back();
        row.set("order", order.order.text).set("group", order.groupement.text);
        row.set("group_href", visit.group_link(order.groupement));
        row.set("name", described(*visit.book().find(order.groupement)).name);
        row.set("ground", word(order.ground)).set("owed", euros(owed));
        row.set("set_off", euros(set_off)).set("amount", euros(order.amount));
        row.set("payee", names ? payee_name(visit, order.payeeAt) : "—");
        row.set("failing", failing_in_words(failing[at]));
        fail += !failing[at].empty();
    }
    data.set("failing_count", fail > 0 ? shown_count(fail) : "");
    data.set("count", shown_count(static_cast<std::int64_t>(rows.size()))).set("sum", euros(sum));
    data.set("rows", std::move(rows)).set("seen", seen_of(drafts));
}

// Groupements that are owed more than may be ordered, and why.
void add_held_back(const Visit& visit, const CpamId& cpam, Data& data) {
    std::vector<Data> rows;
    const CommonState& common = visit.book().common();
    for (const GroupementId& id : visit.book().find(cpam)->groupements) {
        const GroupState& page = *visit.book().find(id);
        const Money held = page.net() - page.open - orderable(common, id, page, visit.ledger.world().today());
        if (held <= Money()) continue;
        Data& row = rows.emplace_back();
        row.set("group", id.text).set("group_href", visit.group_link(id)).set("amount", euros(held));
        row.set("why", page.payeeAt == 0 ? tr("nothing is payable before the agreement is signed (CDC §10)")
                                         : tr("a settlement waits for a second person of the Cnam to validate it"));
    }
    data.set("held", std::move(rows));
}

}  // namespace

ConsolePage ordering(const Visit& visit, const CpamId& cpam, const std::string& warning) {
    const OrderPayments wanted = asked_of(visit, cpam);
    const auto drafts = would_order(visit, wanted);
    if (!drafts) return visit.refused(Section::payments, drafts.error());
    Data data;
    add_choices(visit, wanted, data);
    data.set("cpam", cpam.text).set("cpam_href", visit.link(payments_path(cpam))).set("warning", warning);
    data.set("today", shown(visit.ledger.world().today())).set("acts", visit.at_head() && !drafts->empty());
    add_orders(visit, cpam, *drafts, data);
    add_held_back(visit, cpam, data);
    const std::string title = fill(tr("Ordering for the CPAM {cpam}"), {{"cpam", cpam.text}});
    return visit.page(Section::payments, title, "ordering", std::move(data), warning.empty() ? 200 : 409);
}

ConsolePage order_for(const Visit& visit, const CpamId& cpam) {
    const OrderPayments wanted = asked_of(visit, cpam);
    const auto drafts = would_order(visit, wanted);
    if (!drafts) return visit.refused(Section::payments, drafts.error());
    // What the person read must be what is ordered.
    if (visit.form("seen") != seen_of(*drafts))
        return ordering(visit, cpam,
                        tr("What may be ordered has changed since you read this page. Read it again; nothing was "
                           "recorded."));
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    if (const auto ordered = desk.order(wanted); !ordered) return visit.refused(Section::payments, ordered.error());
    return visit.moved(payments_path(cpam, "?state=ordered"), "ordered");
}

}  // namespace ipep
