#include "services/answers/paying_answers.h"

#include <boost/json.hpp>

#include "ledger/code.h"
#include "ledger/suspension.h"
#include "services/words/language.h"

namespace ipep {
namespace {

namespace json = boost::json;

std::vector<OrderId> order_ids(const std::vector<std::string>& texts) {
    std::vector<OrderId> ids;
    for (const std::string& text : texts) ids.push_back({text});
    return ids;
}

PaymentCommands desk_of(const Asking& asking, LedgerService& ledger) {
    return {ledger, asking.actor(), asking.accounting_day()};
}

Answer<OrdersShown> shown_orders(Asking& asking, const LedgerService& ledger, const std::vector<OrderId>& ids) {
    OrdersShown shown;
    const Reader& reader = asking.asks(ledger);
    for (const OrderId& id : ids) shown.orders.push_back(shown_order(ledger, *ledger.book().find(id), reader));
    return Answer(std::move(shown), ledger);
}

using ActOnOrder = Verdict<> (PaymentCommands::*)(const OrderId&, const std::string&);

Verdict<Answer<OrdersShown>> act_on(Asking& asking, ActOnOrder act, const std::string& id, const std::string& text) {
    const auto ledger = asking.writer(Grounds::log);
    PaymentCommands desk = desk_of(asking, *ledger);
    IPEP_TRY((desk.*act)({id}, text));
    return shown_orders(asking, *ledger, {{id}});
}

// Nothing is recorded.
Verdict<Answer<ChecksShown>> checks_of(Asking& asking, const std::vector<std::string>& texts) {
    const auto ledger = IPEP_TRY(asking.reader(Grounds::log));
    const Book& book = ledger->book();
    const Reader& reader = asking.asks(*ledger);
    PaymentCommands desk = desk_of(asking, *ledger);
    ChecksShown shown;
    for (const OrderId& id : order_ids(texts)) {
        auto checks = IPEP_TRY(desk.checks(id));
        IPEP_TRY(reader.check(Right::read_payees, book.find(id)->ordered.cpam));
        shown.orders.emplace_back(id, std::move(checks));
    }
    return Answer(std::move(shown), *ledger);
}

template <class Value, class Narrow>
Answer<Value> widened(Answer<Narrow> narrow) {
    Answer<Value> wide{Value(std::move(narrow.value))};
    wide.trial = narrow.trial;
    return wide;
}

}  // namespace

Verdict<Answer<Confirmed>> answer(Asking& asking, const questions::Confirm& question) {
    const auto ledger = asking.writer(Grounds::log);
    IPEP_TRY(desk_of(asking, *ledger).confirm({question.key}));
    return Answer(Confirmed{{question.key}}, *ledger);
}

json::object document(const Confirmed& value) { return {{"confirmed", value.key.text}}; }

Verdict<Answer<Validated>> answer(Asking& asking, const questions::Validate& question) {
    const auto ledger = asking.writer(Grounds::log);
    return Answer(Validated{question.year, IPEP_TRY(desk_of(asking, *ledger).validate(question.year))}, *ledger);
}

json::object document(const Validated& value) { return {{"year", value.year}, {"revision", value.revision}}; }

Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Order& question) {
    const auto ledger = asking.writer(Grounds::log);
    const auto ids = IPEP_TRY(desk_of(asking, *ledger).order({{question.cpam}, question.year, {}}));
    return shown_orders(asking, *ledger, ids);
}

Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Orders& question) {
    const auto ledger = IPEP_TRY(asking.reader());
    const Reader& reader = asking.asks(*ledger);
    std::optional<OrderState> state;
    if (OrderState one{}; boost::describe::enum_from_string(question.state.c_str(), one)) state = one;
    std::vector<OrderId> ids;
    for (const CpamId& cpam : ledger->book().cpams()) {
        if (!question.cpam.empty() && cpam.text != question.cpam) continue;
        if (!reader.may(Right::read_amounts, cpam)) continue;
        for (OrderId& id : ledger->views().orders().of_cpam(cpam, state))
            if (reader.sees(ledger->book().find(id)->ordered.groupement)) ids.push_back(std::move(id));
    }
    return shown_orders(asking, *ledger, ids);
}

Verdict<Answer<std::variant<OrdersShown, ChecksShown>>> answer(Asking& asking, const questions::Approve& question) {
    using Shown = std::variant<OrdersShown, ChecksShown>;
    if (question.checks) return widened<Shown>(IPEP_TRY(checks_of(asking, question.orders)));
    const auto ids = order_ids(question.orders);
    const auto ledger = asking.writer(Grounds::log);
    IPEP_TRY(desk_of(asking, *ledger).approve(ids));
    return widened<Shown>(shown_orders(asking, *ledger, ids));
}

Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Suspend& question) {
    return act_on(asking, &PaymentCommands::suspend, question.order, suspension_text(question.ground, question.words));
}

Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Requisition& question) {
    return act_on(asking, &PaymentCommands::requisition, question.order, question.document);
}

Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Cancel& question) {
    return act_on(asking, &PaymentCommands::cancel, question.order, question.reason);
}

Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Resolve& question) {
    Resolution resolution{.document = question.document};
    boost::describe::enum_from_string(question.became.c_str(), resolution.became);
    const auto ledger = asking.writer(Grounds::log);
    IPEP_TRY(desk_of(asking, *ledger).resolve({question.order}, resolution));
    return shown_orders(asking, *ledger, {{question.order}});
}

json::object document(const OrdersShown& value) {
    json::array rows;
    for (const OrderShown& one : value.orders) rows.push_back(order_answer(one));
    return {{"orders", std::move(rows)}};
}

json::object document(const ChecksShown& value) {
    json::array rows;
    for (const auto& [id, checks] : value.orders)
        rows.push_back(json::object{{"order", id.text}, {"checks", checks_answer(checks)}});
    return {{"orders", std::move(rows)}};
}

Verdict<Answer<IssueResult>> answer(Asking& asking, const questions::Issue& question) {
    if (question.debtor.empty()) throw WrongUsage(tr("--debtor is needed: the file that names the account"));
    const auto day = parse_day(question.execute);
    if (!day) throw WrongUsage(tr("--execute takes a day as 2024-05-31"));
    const IssueRequest wish{.cpam = {question.cpam},
                            .debtor_path = question.debtor,
                            .out_path = question.out,
                            .execute = *day,
                            .format_version = question.format_version};
    const auto ledger = asking.writer(Grounds::log);
    IssueResult result = IPEP_TRY(desk_of(asking, *ledger).issue(wish));
    asking.made(result.file.message);
    return Answer(std::move(result), *ledger);
}

Verdict<Answer<IssueResult>> answer(Asking& asking, const questions::File& question) {
    const auto ledger = IPEP_TRY(asking.reader(Grounds::log));
    const FileIssued file = IPEP_TRY(desk_of(asking, *ledger).write_once_more(question.message, question.out));
    Reader& reader = asking.asks(*ledger);
    if (!reader.may(Right::read_payees, file.cpam)) IPEP_TRY(reader.check(Right::read_payees));
    reader.note(subjects_of(ledger->views(), question.message));
    return Answer(IssueResult{file, true}, *ledger);
}

json::object document(const IssueResult& value) { return issue_answer(value); }

Verdict<Answer<BankReading>> answer(Asking& asking, const questions::Bank& question) {
    const auto ledger = asking.writer(Grounds::log);
    return Answer(IPEP_TRY(desk_of(asking, *ledger).read_bank_file(question.file)), *ledger);
}

json::object document(const BankReading& value) { return bank_answer(value); }

Verdict<Answer<ClosedMonth>> answer(Asking& asking, const questions::CloseMonth& question) {
    const auto first = parse_day(question.month + "-01");
    if (!first) throw WrongUsage(tr("a month is written 2024-05"));
    const auto ledger = asking.writer(Grounds::log);
    IPEP_TRY(desk_of(asking, *ledger).close_month({question.cpam}, *first));
    return Answer(ClosedMonth{{question.cpam}, question.month}, *ledger);
}

json::object document(const ClosedMonth& value) { return {{"cpam", value.cpam.text}, {"closed", value.month}}; }

Verdict<Answer<Reconciliation>> answer(Asking& asking, const questions::Reconcile& question) {
    const CpamId cpam{question.cpam};
    const auto ledger = IPEP_TRY(asking.reader());
    if (!ledger->book().find(cpam)) return refuse(code::unknown_cpam, {{"cpam", question.cpam}});
    return Answer(reconcile(ledger->views(), cpam), *ledger);
}

json::object document(const Reconciliation& value) { return reconciliation_answer(value); }

}  // namespace ipep
