#include "services/payments/payee_doubts.h"

#include "events/describe.h"
#include "ledger/payment.h"
#include "services/payments/accounts_in_force.h"
#include "services/payments/evidence.h"
#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

// Groupements that are named; how many more have the account is said.
constexpr std::size_t kDoubtsNamed = 3;

class Doubts {
public:
    Doubts(LedgerService& ledger, const GroupementId& id, const std::string& iban)
        : ledger_(ledger), book_(ledger.book()), id_(id), page_(*book_.find(id)), iban_(iban) {}

    std::vector<PayeeDoubtFound> find(const std::string& debtor) {
        if (!iban_.empty()) {
            look_at_cpams(debtor);
            look_at_others();
            look_at_rejections();
        }
        look_at_payments();
        return std::move(found_);
    }

private:
    const CpamId& cpam() const { return page_.admission.value.cpam; }

    void look_at_cpams(const std::string& debtor) {
        if (debtor == iban_) return found_.push_back({PayeeDoubt::ownAccount, cpam().text});
        for (const CpamId& id : book_.cpams())
            if (book_.find(id)->account == iban_) return found_.push_back({PayeeDoubt::ownAccount, id.text});
    }
    void look_at_others() {
        auto others = ledger_.accounts().having(ledger_, iban_);
        std::erase(others, id_);
        if (others.empty()) return;
        std::string named;
        std::size_t count = 0;
        for (const GroupementId& other : others) {
            if (count == kDoubtsNamed || book_.find(other)->admission.value.cpam != cpam()) continue;
            named += (named.empty() ? "" : ", ") + other.text;
            ++count;
        }
        if (others.size() > count) named += (named.empty() ? "" : " ") + ("+" + std::to_string(others.size() - count));
        found_.push_back({PayeeDoubt::otherGroupements, std::move(named)});
    }
    void look_at_rejections() {
        for (const GroupementId& id : book_.find(cpam())->groupements)
            for (const auto& [position, code] : book_.find(id)->rejectedPayees)
                if (payee_of(ledger_, position).iban.value == iban_)
                    return found_.push_back({PayeeDoubt::rejected, code});
    }
    void look_at_payments() {
        const Money waits = page_.open + orderable(book_.common(), id_, page_, ledger_.world().today());
        if (waits > Money()) found_.push_back({PayeeDoubt::paymentWaits, to_text(waits)});
    }

    LedgerService& ledger_;
    const Book& book_;
    const GroupementId& id_;
    const GroupState& page_;
    const std::string& iban_;
    std::vector<PayeeDoubtFound> found_;
};

}  // namespace

std::vector<PayeeDoubtFound> doubts_about(LedgerService& ledger, const GroupementId& groupement,
                                          const PendingPayee& pending, const std::string& debtor) {
    const std::string iban = payee_of(ledger, pending.position).iban.value.value_or("");
    return Doubts(ledger, groupement, iban).find(debtor);
}

std::string sentence_of(const PayeeDoubtFound& found) {
    switch (found.doubt) {
        case PayeeDoubt::ownAccount:
            return fill(tr("This is an account from which the CPAM {cpam} pays."), {{"cpam", found.with}});
        case PayeeDoubt::otherGroupements:
            return fill(tr("Other groupements have this account: {groupements}."), {{"groupements", found.with}});
        case PayeeDoubt::rejected: return fill(tr("A bank has rejected this account: {code}."), {{"code", found.with}});
        case PayeeDoubt::paymentWaits: break;
    }
    return fill(tr("The account changes shortly before a payment: {amount} are due to this groupement. Have the change "
                   "confirmed by it in another way than the one it came by."),
                {{"amount", with_currency(*parse_money(found.with))}});
}

}  // namespace ipep
