#include "ledger/recorded_by.h"

#include "ledger/reference.h"

namespace ipep {
namespace {

class Recorders {
public:
    Recorders(const Book& book, const GroupState& page) : book_(book), page_(page) {}

    void of_part(const OrderPart& part) {
        if (part.amount <= Money()) return;  // it lowers what is paid
        const auto debt = Reference::parse(part.of);
        if (!debt) return;
        if (debt->kind == Reference::Kind::seedCredit) of_seed_credit();
        if (debt->kind == Reference::Kind::overpayment) of_refunds(Which::all);
        if (debt->kind == Reference::Kind::settlement) of_year(debt->year);
    }
    // What no line of the bank shows raises every order of the group; what comes back to it is a debt of the refunds.
    enum class Which : std::uint8_t { unseen, all };
    void of_refunds(Which which) {
        const CpamState& cpam = *book_.find(page_.admission.value.cpam);
        for (const auto& one : page_.refunds)
            if (one.booked > Money() && (which == Which::all || !is_seen(cpam, one.noted.value))) add(one.noted);
    }
    std::set<PersonId> take() { return std::move(persons_); }

private:
    template <class Value>
    void add(const Noted<Value>& noted) {
        persons_.insert(noted.by);
    }
    template <class Value>
    void add(const std::optional<Noted<Value>>& noted) {
        if (noted) add(*noted);
    }
    void of_seed_credit() {
        add(page_.admission);
        add(page_.convention);
        add(page_.assessment);
        add(page_.roadmap);
    }
    void of_year(ResultYear year) {
        const auto settled = book_.common().settled.find(year);
        if (settled != book_.common().settled.end()) persons_.insert(settled->second.settledBy);
        if (const auto set = book_.common().targets.find(year); set != book_.common().targets.end())
            for (const auto& one : set->second) add(one);
        if (const auto set = book_.common().thresholds.find(year); set != book_.common().thresholds.end())
            add(set->second);
        if (const YearFacts* before = page_.facts(year - 1)) add(before->expenditure);
        const YearFacts* facts = page_.facts(year);
        if (!facts) return;
        add(facts->patients);
        add(facts->expenditure);
        add(facts->experience);
        for (const auto& one : facts->measured) add(one);
        for (const auto& one : facts->targets) add(one);
    }

    const Book& book_;
    const GroupState& page_;
    std::set<PersonId> persons_;
};

// Whether the line can be what the refund tells of.
bool tells_of(const SeenCredit& line, const RefundReceived& refund) {
    const bool is_named = line.reference == refund.reference || line.bankReference == refund.reference;
    return (line.linked || is_named) && line.amount >= refund.amount;
}

}  // namespace

std::set<PersonId> recorded_by(const Book& book, const PaymentOrdered& order) {
    Recorders recorders(book, *book.find(order.groupement));
    for (const OrderPart& part : order.parts) recorders.of_part(part);
    recorders.of_refunds(Recorders::Which::unseen);
    return recorders.take();
}

bool is_seen(const CpamState& cpam, const RefundReceived& refund) {
    return std::ranges::any_of(cpam.seen, [&](const SeenCredit& line) {
        return line.groupement == refund.groupement && line.refund == refund.reference && tells_of(line, refund);
    });
}

const SeenCredit* line_for(const CpamState& cpam, const RefundReceived& refund) {
    const auto line = std::ranges::find_if(cpam.seen, [&](const SeenCredit& one) {
        const bool is_its = one.groupement == refund.groupement && one.refund == refund.reference;
        return (one.refund.empty() || is_its) && tells_of(one, refund);
    });
    return line == cpam.seen.end() ? nullptr : &*line;
}

}  // namespace ipep
