#include "services/console/visa_table.h"

#include "events/describe.h"
#include "ledger/description.h"
#include "services/sheets/cell_value.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

bool is_before(const VisaRow& one, const VisaRow& other, const std::string& sort) {
    if (sort == "groupement") return one.order->groupement < other.order->groupement;
    if (sort == "year") return one.years < other.years;
    if (sort == "amount") return one.order->amount < other.order->amount;
    return one.order->order < other.order->order;
}

}  // namespace

bool VisaRow::fails(CheckName check) const {
    const auto found = std::ranges::find(examined.checks, check, &VisaCheck::check);
    return found != examined.checks.end() && found->result == CheckResult::failed;
}

VisaChoice VisaChoice::of(const Visit& visit) {
    return {visit.query("check"), visit.query("year"), visit.query("q"), visit.query("sort"), visit.query("dir")};
}

bool VisaChoice::takes(const VisaRow& row) const {
    if (check == "passes" && !row.passes()) return false;
    if (check == "fails" && row.passes()) return false;
    if (CheckName one{}; boost::describe::enum_from_string(check.c_str(), one) && !row.fails(one)) return false;
    if (!year.empty() && std::ranges::none_of(row.years, [&](PaymentYear one) { return to_text(one) == year; }))
        return false;
    if (words.empty()) return true;
    const std::string all = row.order->order.text + ' ' + row.order->groupement.text + ' ' + row.name;
    return sheets::folded(all).find(sheets::folded(words)) != std::string::npos;
}

std::string VisaChoice::query(std::map<std::string, std::string> other) const {
    for (const auto& [name, value] :
         {std::pair("check", &check), {"year", &year}, {"q", &words}, {"sort", &sort}, {"dir", &dir}})
        other.emplace(name, *value);
    std::string text;
    for (const auto& [name, value] : other)
        if (!value.empty()) text += (text.empty() ? '?' : '&') + name + '=' + percent_encoded(value);
    return text;
}

VisaTable VisaTable::find(const Visit& visit, const CpamId& cpam) {
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    VisaTable table;
    for (Examined& one : desk.examine(waiting_for_visa(visit.views, cpam))) {
        const PaymentOrdered& order = visit.book().find(one.order)->ordered;
        VisaRow& row = table.rows_.emplace_back(std::move(one), &order);
        row.name = described(*visit.book().find(order.groupement)).name;
        for (const OrderPart& part : order.parts) row.years.insert(part.paymentYear);
    }
    return table;
}

std::vector<const VisaRow*> VisaTable::chosen(const VisaChoice& choice) const {
    std::vector<const VisaRow*> rows;
    for (const VisaRow& row : rows_)
        if (choice.takes(row)) rows.push_back(&row);
    std::ranges::stable_sort(rows, [&](const VisaRow* one, const VisaRow* other) {
        return choice.dir == "down" ? is_before(*other, *one, choice.sort) : is_before(*one, *other, choice.sort);
    });
    return rows;
}

std::string failing_in_words(const std::vector<VisaCheck>& checks) {
    std::string text;
    for (const VisaCheck& one : checks)
        if (one.result == CheckResult::failed)
            text += (text.empty() ? "" : " · ") + titled(std::string(enum_name(one.check))) + " (" +
                    spoken_found(one.found) + ')';
    return text;
}

std::string why_refused(const Examined& examined) {
    if (!examined.refused) return {};
    const std::string why = failing_in_words(examined.checks);
    return why.empty() ? spoken_sentence(*examined.refused) : why;
}

}  // namespace ipep
