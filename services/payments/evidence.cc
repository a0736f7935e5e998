#include "services/payments/evidence.h"

#include "ledger/about.h"
#include "ledger/code.h"
#include "projections/derivation.h"
#include "services/bank/sepa_checks.h"
#include "services/payments/accounts_in_force.h"
#include "services/payments/issued_transfer.h"

namespace ipep {
namespace {

// Groupements of the order's CPAM with the same account that a visa names one by one; it does not name another CPAM's.
constexpr std::size_t kNamed = 3;

// The first event of the revision that ends at `last`.
Position first_of(const LedgerService& ledger, Position last, ResultYear year, std::int64_t revision) {
    const auto belongs = [&](Position position) {
        const About named = about(ledger.event(position, false).body);
        return named.year == year && named.revision == revision;
    };
    while (last > 1 && belongs(last - 1)) --last;
    return last;
}

// Of the log up to and with an event.
Digest digest_at(const Store& store, Position position) {
    Digest digest{};
    store.scan(position, position + 1, [&](Position, const Record& record) {
        digest = record.digest;
        return true;
    });
    return digest;
}

}  // namespace

Payee payee_in(const Event& event) {
    const auto payee = [](const auto& fact) {
        if constexpr (requires { fact.payee.iban; })
            return fact.payee;
        else
            return Payee{};
    };
    if (const auto* correction = std::get_if<FactCorrected>(&event.body)) return std::visit(payee, correction->fact);
    return std::visit(payee, event.body);
}

Payee payee_of(const LedgerService& ledger, Position payee_at) {
    return payee_at == 0 ? Payee{} : payee_in(ledger.event(payee_at));
}

std::string debts_named(const PaymentOrdered& order) {
    std::string named;
    for (const OrderPart& part : order.parts) named += (named.empty() ? "" : ", ") + part.of;
    return named;
}

AccountFound account_found(const Transfer& transfer) {
    const auto sent = SepaChecks().transfer(transfer);
    std::string account = masked(transfer.creditor_iban);
    if (!sent) account += ", cannot be sent: " + std::string(text_of(sent.error().code).code);
    return {sent.has_value(), std::move(account)};
}

std::string masked(const std::string& iban) {
    return iban.size() < 8 ? std::string("-") : iban.substr(0, 4) + "…" + iban.substr(iban.size() - 3);
}

VisaEvidence Evidence::of(const Order& order) {
    VisaEvidence evidence;
    const Transfer transfer = transfer_of(order.ordered, payee_of(ledger_, order.ordered.payeeAt));
    const AccountFound found = account_found(transfer);
    evidence.account = found.told;
    auto others = ledger_.accounts().having(ledger_, transfer.creditor_iban);
    std::erase(others, order.ordered.groupement);
    std::size_t named = 0;
    for (const GroupementId& id : others) {
        const bool is_named = named < kNamed && ledger_.book().find(id)->admission.value.cpam == order.ordered.cpam;
        if (is_named) evidence.account += ", also the account of: " + id.text;
        named += is_named;
    }
    if (others.size() > named) evidence.account += ", further groupements: " + std::to_string(others.size() - named);
    evidence.account_checks = evidence.can_be_sent = found.can_be_sent;
    evidence.computed = debts_named(order.ordered);
    evidence.computes_again = std::ranges::all_of(
        order.ordered.parts, [&](const OrderPart& part) { return computes_again(part, order.ordered.groupement); });
    return evidence;
}

bool Evidence::computes_again(const OrderPart& part, const GroupementId& id) {
    const auto debt = Reference::parse(part.of);
    if (!debt || debt->kind == Reference::Kind::overpayment) return true;  // a fact, not computed
    if (debt->kind == Reference::Kind::seedCredit) {
        const auto credit = explain(ledger_.store(), ledger_.views(), part.of);
        const auto& granted = ledger_.book().find(id)->seedCredit;
        return credit && granted && credit->root->value == to_text(*granted);
    }
    const auto& lines = ledger_.views().book().find(id)->settled;
    const auto recorded = lines.find(debt->year);
    if (recorded == lines.end()) return part.amount < Money();  // annulled: what was paid of it is set off
    const auto& again = settled_again(debt->year);
    const auto row = again.find(id);
    return row != again.end() && row->second == recorded->second.row;
}

const SettledAgain::Rows& Evidence::settled_again(ResultYear year) {
    auto& again = again_[year];
    if (again) return *again;
    const SettledYear& settled = ledger_.views().book().common().settled.at(year);
    const Digest log = digest_at(ledger_.store(), settled.position);
    again = ledger_.settled_again().find(year, log);
    if (again) return *again;
    again = std::make_shared<const SettledAgain::Rows>(perform_again(year, settled));
    ledger_.settled_again().keep(year, log, again);
    return *again;
}

SettledAgain::Rows Evidence::perform_again(ResultYear year, const SettledYear& settled) const {
    SettledAgain::Rows rows;
    const Position before = first_of(ledger_, settled.position, year, settled.revision) - 1;
    const auto then = fold_anew(ledger_.store(), before);
    const auto decided = decide_settlement(then->book(), year, settled.on);
    if (!decided) return rows;
    for (const Draft& draft : *decided)
        if (const auto* line = std::get_if<IncentiveSettled>(&draft.body); line && line->year == year)
            rows[line->groupement] = *line;
    return rows;
}

}  // namespace ipep
