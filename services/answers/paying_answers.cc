#include "services/answers/paying_answers.h"

#include <boost/json.hpp>

#include "ledger/code.h"
#include "ledger/suspension.h"
#include "services/words/code.h"
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

std::optional<GroupementId> one_of(const std::string& groupement) {
    return groupement.empty() ? std::nullopt : std::optional(GroupementId{groupement});
}

using ActOnOrder = Verdict<> (PaymentCommands::*)(const OrderId&, const std::string&);

Verdict<Answer<OrdersShown>> act_on(Asking& asking, ActOnOrder act, const std::string& id, const std::string& text) {
    const auto ledger = asking.writer(Grounds::log);
    PaymentCommands desk = desk_of(asking, *ledger);
    IPEP_TRY((desk.*act)({id}, text));
    return shown_orders(asking, *ledger, {{id}});
}

// Nothing is recorded.
Verdict<Answer<ChecksShown>> checks_of(Asking& asking, const questions::Approve& question) {
    const auto ledger = IPEP_TRY(asking.reader(Grounds::log));
    const Book& book = ledger->book();
    const Reader& reader = asking.asks(*ledger);
    PaymentCommands desk = desk_of(asking, *ledger);
    ChecksShown shown;
    for (const OrderId& id : order_ids(question.orders)) {
        auto checks = IPEP_TRY(desk.checks(id));
        IPEP_TRY(reader.check(Right::read_payees, book.find(id)->ordered.cpam));
        shown.orders.push_back({id, book.find(id)->ordered.amount, std::move(checks)});
    }
    if (question.cpam.empty()) return Answer(std::move(shown), *ledger);
    IPEP_TRY(reader.check(Right::read_payees, {question.cpam}));
    const auto waiting = IPEP_TRY(desk.waiting({question.cpam}));
    for (Examined& one : desk.examine(waiting))
        shown.orders.push_back({one.order, book.find(one.order)->ordered.amount, std::move(one.checks)});
    return Answer(std::move(shown), *ledger);
}

template <class Value, class Narrow>
Answer<Value> widened(Answer<Narrow> narrow) {
    Answer<Value> wide{Value(std::move(narrow.value))};
    wide.trial = narrow.trial;
    return wide;
}

}  // namespace

Verdict<Answer<std::variant<Confirmed, PayeeChecked>>> answer(Asking& asking, const questions::Confirm& question) {
    using Shown = std::variant<Confirmed, PayeeChecked>;
    const FactKey key{question.key};
    if (question.checks) {
        if (!question.document.empty()) throw WrongUsage(tr("--checks records nothing, so it takes no --document"));
        const auto ledger = IPEP_TRY(asking.reader(Grounds::log));
        return Answer(Shown(PayeeChecked{key, IPEP_TRY(desk_of(asking, *ledger).doubts(key))}), *ledger);
    }
    const auto ledger = asking.writer(Grounds::log);
    if (question.document.empty()) {
        IPEP_TRY(desk_of(asking, *ledger).confirm(key));
    } else {
        std::string bytes = IPEP_TRY(asking.read(question.document));
        const SentDocument document = IPEP_TRY(sent_document(std::move(bytes)));
        IPEP_TRY(desk_of(asking, *ledger).confirm_with(key, document, asking.asks(*ledger)));
    }
    return Answer(Shown(Confirmed{key}), *ledger);
}

json::object document(const Confirmed& value) { return {{"confirmed", value.key.text}}; }

json::object document(const PayeeChecked& value) {
    json::array warnings;
    for (const PayeeDoubtFound& one : value.doubts)
        warnings.push_back(json::object{{"what", enum_name(one.doubt)}, {"with", one.with}});
    return {{"key", value.key.text}, {"warnings", std::move(warnings)}};
}

Verdict<Answer<Validated>> answer(Asking& asking, const questions::Validate& question) {
    const auto ledger = asking.writer(Grounds::log);
    return Answer(Validated{question.year, IPEP_TRY(desk_of(asking, *ledger).validate(question.year))}, *ledger);
}

json::object document(const Validated& value) { return {{"year", value.year.number}, {"revision", value.revision}}; }

Verdict<Answer<ValidationRefused>> answer(Asking& asking, const questions::Refuse& question) {
    const auto ledger = asking.writer(Grounds::log);
    const auto revision = IPEP_TRY(desk_of(asking, *ledger).refuse_validation(question.year, question.reason));
    return Answer(ValidationRefused{question.year, revision, question.reason}, *ledger);
}

json::object document(const ValidationRefused& value) {
    return {{"year", value.year.number}, {"revision", value.revision}, {"refused", value.reason}};
}

Verdict<Answer<LineExplained>> answer(Asking& asking, const questions::ExplainLine& question) {
    BankLineExplained said{.cpam = {question.cpam},
                           .line = question.line,
                           .meaning = question.aside           ? LineMeaning::aside
                                      : question.order.empty() ? LineMeaning::refund
                                                               : LineMeaning::order,
                           .order = {},
                           .groupement = one_of(question.groupement),
                           .refund = {},
                           .reason = question.reason};
    if (!question.order.empty()) said.order = OrderId{question.order};
    if (!question.refund.empty()) said.refund = question.refund;
    const auto ledger = asking.writer(Grounds::log);
    IPEP_TRY(desk_of(asking, *ledger).explain(said));
    const auto& lines = ledger->book().find(said.cpam)->lines;
    const OpenLine& line = *std::ranges::find(lines, said.line, &OpenLine::position);
    return Answer(LineExplained{said.cpam, line.said, line.saidBy, line.aside}, *ledger);
}

Verdict<Answer<LineExplained>> answer(Asking& asking, const questions::ConfirmLine& question) {
    const CpamId cpam{question.cpam};
    const auto ledger = asking.writer(Grounds::log);
    LineExplained shown{cpam, {}, {}, true};
    if (const CpamState* page = ledger->book().find(cpam))
        if (const auto line = std::ranges::find(page->lines, question.line, &OpenLine::position);
            line != page->lines.end())
            shown.said = line->said, shown.by = line->saidBy;
    IPEP_TRY(desk_of(asking, *ledger).confirm_line(cpam, question.line));
    return Answer(std::move(shown), *ledger);
}

json::object document(const LineExplained& value) {
    return {{"cpam", value.cpam.text},
            {"line", value.said.line},
            {"confirmed", value.confirmed},
            {"said", line_answer(value.said, value.by)}};
}

Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Order& question) {
    const auto ledger = asking.writer(Grounds::log);
    const auto ids =
        IPEP_TRY(desk_of(asking, *ledger)
                     .order({{question.cpam}, question.year, one_of(question.groupement), question.payment_year}));
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

Verdict<Answer<std::variant<OrdersShown, ChecksShown, ApprovedShown>>> answer(Asking& asking,
                                                                              const questions::Approve& question) {
    using Shown = std::variant<OrdersShown, ChecksShown, ApprovedShown>;
    if (question.checks) return widened<Shown>(IPEP_TRY(checks_of(asking, question)));
    const auto ids = order_ids(question.orders);
    const auto ledger = asking.writer(Grounds::log);
    PaymentCommands desk = desk_of(asking, *ledger);
    if (!question.cpam.empty()) {
        IPEP_TRY(authorize(ledger->book().common(), asking.actor(), Right::pay, {question.cpam}));
        const auto waiting = IPEP_TRY(desk.waiting({question.cpam}));
        ApprovedPassing done = IPEP_TRY(desk.approve_passing(waiting));
        auto approved = shown_orders(asking, *ledger, done.approved);
        return Answer(Shown(ApprovedShown{std::move(approved.value), std::move(done.left)}), *ledger);
    }
    IPEP_TRY(desk.approve(ids));
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

bool OrderChecked::passes() const {
    return !checks.empty() && std::ranges::find(checks, CheckResult::failed, &VisaCheck::result) == checks.end();
}

json::object document(const ChecksShown& value) {
    json::array rows;
    for (const OrderChecked& one : value.orders)
        rows.push_back(json::object{
            {"order", one.order.text}, {"amount", to_text(one.amount)}, {"checks", checks_answer(one.checks)}});
    return {{"orders", std::move(rows)}};
}

json::object document(const ApprovedShown& value) {
    json::object answer = document(value.approved);
    json::array left;
    for (const Examined& one : value.left) {
        json::object row{{"order", one.order.text}, {"code", text_of(one.refused->code).code}};
        for (const auto& [name, text] : one.refused->arguments)
            if (name == "check" || name == "found") row[name] = text;
        left.push_back(std::move(row));
    }
    answer["left"] = std::move(left);
    return answer;
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
    return Answer(reconcile(*ledger, ledger->views(), cpam, asking.asks(*ledger)), *ledger);
}

json::object document(const Reconciliation& value) { return reconciliation_answer(value); }

}  // namespace ipep
