// Line: a line of the bank that nothing explained; the orders and refunds it can be of, or that it is none of ours; and
// another person's agreement.
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/ledger/line_words.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

const OpenLine* waiting_line(const Visit& visit, const CpamId& cpam, const std::string& at) {
    const auto position = whole_number(at);
    for (const OpenLine* line : waiting_lines(visit.book(), *visit.book().find(cpam)))
        if (position && line->position == static_cast<Position>(*position)) return line;
    return nullptr;
}

BankLineExplained said_as(const CpamId& cpam, Position line, LineMeaning meaning) {
    return {.cpam = cpam, .line = line, .meaning = meaning, .order = {}, .groupement = {}, .refund = {}, .reason = "-"};
}

// What the line can be: each is judged as saying so would be.
std::vector<Choice> meanings(const Visit& visit, const CpamId& cpam, const OpenLine& line) {
    std::vector<Choice> all;
    const Day today = visit.ledger.world().today();
    const Acting by{visit.request.person, today, today};
    const auto offer = [&](const BankLineExplained& said, std::string value, std::string label) {
        if (explain_line(visit.book(), said, by)) all.emplace_back(std::move(value), std::move(label));
    };
    if (line.line.amount != Money() && line.line.count == 0) {
        for (const OrderId& id : visit.views.orders().of_cpam(cpam)) {
            const PaymentOrdered& order = visit.book().find(id)->ordered;
            auto said = said_as(cpam, line.position, LineMeaning::order);
            said.order = id;
            offer(said, "order/" + id.text,
                  fill(tr("the order {order}, {groupement}, {amount}"), {{"order", id.text},
                                                                         {"groupement", order.groupement.text},
                                                                         {"amount", with_currency(order.amount)}}));
        }
        for (const GroupementId& id : visit.book().find(cpam)->groupements)
            for (const auto& one : visit.book().find(id)->refunds) {
                const RefundReceived& refund = one.noted.value;
                auto said = said_as(cpam, line.position, LineMeaning::refund);
                said.groupement = id;
                said.refund = refund.reference;
                offer(said, "refund/" + id.text + '/' + refund.reference,
                      fill(tr("the refund {reference} of {groupement}, {amount}"),
                           {{"reference", refund.reference},
                            {"groupement", id.text},
                            {"amount", with_currency(refund.amount)}}));
            }
    }
    all.emplace_back("aside", tr("nothing of ours: set it aside"));
    return all;
}

// Nothing where the form says nothing that can be read.
std::optional<BankLineExplained> said_in(const Visit& visit, const CpamId& cpam, Position line) {
    const std::string what = visit.form("what");
    if (what == "aside") return said_as(cpam, line, LineMeaning::aside);
    if (what.starts_with("order/")) {
        auto said = said_as(cpam, line, LineMeaning::order);
        said.order = OrderId{what.substr(6)};
        return said;
    }
    const auto slash = what.find('/', 7);
    if (!what.starts_with("refund/") || slash == std::string::npos) return std::nullopt;
    auto said = said_as(cpam, line, LineMeaning::refund);
    said.groupement = GroupementId{what.substr(7, slash - 7)};
    said.refund = what.substr(slash + 1);
    return said;
}

void put_line(const Visit& visit, const CpamId& cpam, const OpenLine& line, Reader& reader, Data& data) {
    data.set("words", spoken_words(shown_words(visit.ledger, cpam, line, reader)));
    const auto on = parse_day(line.line.bookedOn.value_or(""));
    data.set("on", on ? shown(*on) : "–").set("amount", euros(line.line.amount));
    data.set("reference", line.line.reference).set("bank", line.line.bankReference.value_or("–"));
    data.set("why", why_unmatched(line.line.why, line.line.count)).set("sha256", line.line.sha256);
    data.set("event_href", visit.event_link(line.position)).set("line", std::to_string(line.position));
    data.set("seen", std::to_string(line.saidAt));
    if (line.saidAt > 0) {
        Data said;
        said.set("what", said_of(line.said)).set("person", line.saidBy.text).set("day", shown(line.saidOn));
        data.set("said", std::move(said));
    }
    const bool acts = visit.at_head(), other = line.saidBy != visit.request.person;
    data.set("confirms", acts && line.saidAt > 0 && other &&
                             (visit.rights.has(Right::order, cpam) || visit.rights.has(Right::pay, cpam)));
    const bool explains = acts && visit.rights.has(Right::pay, cpam);
    data.set("explains", explains).set("needs_second", line.line.amount != Money());
    if (explains) data.set("meanings", choices(meanings(visit, cpam, line), ""));
}

}  // namespace

ConsolePage bank_line(const Visit& visit, const CpamId& cpam) {
    const OpenLine* line = waiting_line(visit, cpam, visit.query("at"));
    if (!line) return visit.moved(visit.link(payments_path(cpam, "/reconciliation")), "line_done");
    Data data;
    data.set("cpam", cpam.text).set("back_href", visit.link(payments_path(cpam, "/reconciliation")));
    data.set("path", payments_path(cpam, "/line"));
    Reader reader = visit.reader;
    put_line(visit, cpam, *line, reader, data);
    ConsolePage page = visit.page(Section::payments, tr("A line of the bank"), "line", std::move(data));
    page.shown = reader.shown();
    return page;
}

ConsolePage explain_bank_line(const Visit& visit, const CpamId& cpam) {
    const auto position = static_cast<Position>(whole_number(visit.form("line")).value_or(0));
    auto said = said_in(visit, cpam, position);
    if (!said) return visit.moved(line_path(cpam, position));
    said->reason = visit.form("reason");
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    if (const auto done = desk.explain(*said); !done) return visit.refused(Section::payments, done.error());
    const bool waits_still = waiting_line(visit, cpam, std::to_string(position)) != nullptr;
    return visit.moved(payments_path(cpam, "/reconciliation"), waits_still ? "line_said" : "line_done");
}

ConsolePage confirm_bank_line(const Visit& visit, const CpamId& cpam) {
    const OpenLine* line = waiting_line(visit, cpam, visit.form("line"));
    if (!line) return visit.moved(payments_path(cpam, "/reconciliation"), "line_done");
    // What the person read must be what is confirmed.
    if (visit.form("seen") != std::to_string(line->saidAt)) return visit.moved(line_path(cpam, line->position));
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    if (const auto done = desk.confirm_line(cpam, line->position); !done)
        return visit.refused(Section::payments, done.error());
    return visit.moved(payments_path(cpam, "/reconciliation"), "line_done");
}

}  // namespace ipep
