// The visa: what the DCF checks before an order is paid, one check after the other.
//
// Code de la sécurité sociale D.253-4 (two persons), D.122-6 (which checks a requisition covers); GBCP art. 19 and 20
// as doctrine for the checks.
#include "ledger/acting.h"
#include "ledger/code.h"
#include "ledger/order_step.h"
#include "ledger/recorded_by.h"

namespace ipep {
namespace {

// Checks a written order of the director may override. The others are not his to override: another person's right, a
// payee who would not discharge the debt, or money that is not there, not owed or paid already (D.122-6; GBCP art. 39).
bool may_be_requisitioned(CheckName check) {
    return check == CheckName::ceiling || check == CheckName::account || check == CheckName::vouchers;
}

// What a check found: parts between commas, each a phrase, or a phrase, a colon and a value. People read it in their
// language, see spoken_found in services/words/wording.h.
class Found {
public:
    Found() = default;
    explicit Found(std::string text) : text_(std::move(text)) {}
    Found& add(std::string_view phrase, const std::string& value = {}) {
        if (!text_.empty()) text_ += ", ";
        text_ += phrase;
        if (!value.empty()) text_ += ": " + value;
        return *this;
    }
    Found& add(std::string_view phrase, Money amount) { return add(phrase, to_text(amount)); }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

// Who said, of the orders this one replaces, that nothing left or that it came back.
std::set<PersonId> freed_by_hand(const Book& book, const PaymentOrdered& ordered) {
    std::set<PersonId> persons;
    for (const OrderId& id : ordered.replaces)
        if (const Order* replaced = book.find(id)) {
            if (!replaced->resolvedBy.text.empty()) persons.insert(replaced->resolvedBy);
            persons.merge(freed_by_hand(book, replaced->ordered));
        }
    return persons;
}

bool recorded_its_debt(const Book& book, const PaymentOrdered& order, const Acting& by) {
    if (by.bounds == 0) return false;
    const auto recorders = recorded_by(book, order);
    return std::ranges::any_of(recorders, [&](const PersonId& person) { return is_same(by, person); });
}

class Visa {
public:
    Visa(const Book& book, const GroupState& page, const Order& order, const Acting& by, const VisaEvidence& evidence,
         Money more)
        : book_(book), order_(order), by_(by), evidence_(evidence), more_(more), page_(page) {}

    std::vector<VisaCheck> run() {
        const auto& common = book_.common();
        const CpamId& cpam = ordered().cpam;
        add(CheckName::authority, may(common, order_.orderedBy, Right::order, cpam),
            Found().add("ordered by", order_.orderedBy.text));
        check_ceilings();
        check_two_persons();
        check_agreement();
        check_account();
        check_opposition();
        check_credits();
        add(CheckName::debtExact, evidence_.computes_again && still_owed(), evidence_.computed);
        check_not_paid();
        check_vouchers();
        return std::move(checks_);
    }

private:
    const PaymentOrdered& ordered() const { return order_.ordered; }

    void add(CheckName check, bool passes, const Found& found) { add(check, passes, found.text()); }
    void add(CheckName check, bool passes, std::string found, bool final = false) {
        const bool overridden = !passes && !final && !order_.requisitioned.empty() && may_be_requisitioned(check);
        checks_.push_back({check,
                           passes       ? CheckResult::passed
                           : overridden ? CheckResult::requisitioned
                                        : CheckResult::failed,
                           std::move(found)});
    }

    // Who ordered it, who freed its debt by saying what became of the transfer before, and who recorded the debt.
    void check_two_persons() {
        Found found;
        found.add("ordered by", order_.orderedBy.text).add("checked by", by_.person.text);
        bool passes = !is_same(by_, order_.orderedBy);
        for (const PersonId& person : freed_by_hand(book_, ordered())) {
            found.add("debt freed by", person.text);
            passes = passes && !is_same(by_, person);
        }
        if (recorded_its_debt(book_, ordered(), by_)) {
            found.add("debt recorded by", by_.person.text);
            passes = false;
        }
        add(CheckName::twoPersons, passes, found);
    }

    // An account that a bank rejected discharges no debt, whatever the director writes, until it is confirmed anew.
    void check_account() {
        const auto rejected = page_.rejectedPayees.find(ordered().payeeAt);
        const bool stands = by_.bounds > 1 && rejected != page_.rejectedPayees.end();
        Found found(evidence_.account);
        if (stands) found.add("rejected by a bank", rejected->second);
        add(CheckName::account, evidence_.account_checks && !stands, found.text(), !evidence_.can_be_sent || stands);
    }

    void check_not_paid() {
        Found found;
        found.add("amount", ordered().amount);
        for (const OrderId& order : page_.doubtful) found.add("may have left already", order.text);
        const bool is_open = page_.open >= ordered().amount && order_.state != OrderState::paid;
        add(CheckName::notPaid, is_open && page_.doubtful.empty(), found);
    }

    void check_ceilings() {
        const auto& common = book_.common();
        const auto director = ceiling_of(common, order_.orderedBy, Role::director, ordered().cpam);
        const auto dcf = ceiling_of(common, by_.person, Role::dcf, ordered().cpam);
        const bool within = (!director || ordered().amount <= *director) && (!dcf || ordered().amount <= *dcf);
        Found found;
        found.add("amount", ordered().amount);
        if (director) found.add("ceiling of the director", *director);
        if (dcf) found.add("ceiling of the DCF", *dcf);
        if (!director && !dcf) found.add("no ceiling");
        add(CheckName::ceiling, within, found);
    }

    void check_agreement() {
        const bool same = page_.payeeAt == ordered().payeeAt;
        const bool erased = page_.erasedAt > ordered().payeeAt && by_.bounds > 0;
        const bool settled = page_.convention && page_.pendingPayees.empty() && same && !erased;
        Found found;
        if (page_.convention)
            found.add("agreement at position", std::to_string(page_.convention->position));
        else
            found.add("no agreement");
        if (!page_.pendingPayees.empty()) found.add("a change of payee waits to be confirmed");
        if (!same) found.add("the payee has changed since it was ordered");
        if (erased) found.add("the payee's name and account were erased");
        add(CheckName::agreement, settled, found);
    }

    void check_opposition() {
        Found found;
        for (const auto& [reference, position] : page_.oppositions) found.add("opposition", reference);
        if (page_.oppositions.empty()) found.add("none stands");
        add(CheckName::opposition, page_.oppositions.empty(), found);
    }

    void check_credits() {
        const CpamState& cpam = *book_.find(ordered().cpam);
        const FiscalYear year = credits_of(ordered(), by_), now = year_of(by_.today);
        // A day in a year that is over is no way around the credits of the year that money leaves in.
        if (by_.bounds > 0 && year < now && cpam.credits.contains(now))
            return add(CheckName::credits, false, Found().add("the day lies before the fiscal year", to_text(now)));
        const auto notified = cpam.credits.find(year);
        if (notified == cpam.credits.end()) return add(CheckName::credits, true, Found().add("no credits notified"));
        const bool later = by_.bounds > 0 && notified->second.on > by_.on;
        const auto engaged = cpam.engaged.find(year);
        const Money left = (later ? Money() : notified->second.value.amount) - more_ -
                           (engaged == cpam.engaged.end() ? Money() : engaged->second);
        add(CheckName::credits, ordered().amount <= left,
            Found().add("amount", ordered().amount).add("credits left", left));
    }

    // A revision that came after the order may have lowered what is owed.
    bool still_owed() const { return page_.net() >= page_.open; }

    void check_vouchers() {
        Found found;
        for (const Voucher& one : ordered().vouchers) found.add(one.document, std::to_string(one.position));
        if (ordered().vouchers.empty()) found.add("none");
        const bool present = std::ranges::all_of(
            ordered().vouchers, [&](const Voucher& one) { return one.position > 0 && one.position <= book_.head(); });
        add(CheckName::vouchers, present && !ordered().vouchers.empty(), found);
    }

    const Book& book_;
    const Order& order_;
    const Acting& by_;
    const VisaEvidence& evidence_;
    Money more_;
    const GroupState& page_;
    std::vector<VisaCheck> checks_;
};

Verdict<> passed(const OrderId& order, const std::vector<VisaCheck>& checks) {
    const auto failed = std::ranges::find(checks, CheckResult::failed, &VisaCheck::result);
    if (failed == checks.end()) return {};
    return refuse(code::check_failed, {{"order", order.text},
                                       {"check", boost::describe::enum_to_string(failed->check, "")},
                                       {"found", failed->found}});
}

// Whether the person may give the order a visa now, whatever its checks find.
Verdict<> takes_a_visa(const Book& book, const OrderId& id, const Acting& by) {
    const auto& order = *IPEP_TRY(known_order(book, id));
    IPEP_TRY(authorize(book.common(), by.person, Right::pay, order.ordered.cpam));
    IPEP_TRY(may_take<OrderApproved>(order));
    return follows(book, order, by);
}

Verdict<> by_two_persons(const Book& book, const Order& order, const Acting& by) {
    if (is_same(by, order.orderedBy))
        return refuse(code::same_person, {{"what", "ordering and approving"}, {"person", by.person.text}});
    if (recorded_its_debt(book, order.ordered, by))
        return refuse(code::same_person,
                      {{"what", "recording a debt and approving its order"}, {"person", by.person.text}});
    return {};
}

}  // namespace

FiscalYear credits_of(const PaymentOrdered& order, const Acting& by) {
    return by.bounds > 0 ? year_of(by.on) : order.fiscalYear;
}

std::vector<VisaCheck> visa_checks(const Book& book, const Order& order, const Acting& by, const VisaEvidence& evidence,
                                   Money more) {
    return Visa(book, *book.find(order.ordered.groupement), order, by, evidence, more).run();
}

std::vector<VisaCheck> checks_ahead(const Book& book, const PaymentOrdered& ordered, const Acting& by,
                                    const VisaEvidence& evidence, Money more) {
    GroupState page = *book.find(ordered.groupement);
    page.open += ordered.amount;
    Order order;
    order.ordered = ordered;
    order.orderedBy = by.person;
    auto checks = Visa(book, page, order, by, evidence, more).run();
    std::erase_if(checks, [](const VisaCheck& one) { return one.check == CheckName::twoPersons; });
    return checks;
}

std::vector<Examined> examine_orders(const Book& book, const std::vector<OrderId>& orders, const Acting& by,
                                     const FindEvidence& evidence) {
    std::vector<Examined> examined;
    std::map<std::pair<CpamId, FiscalYear>, Money> before;
    std::set<OrderId> seen;
    for (const OrderId& id : orders) {
        if (!seen.insert(id).second) continue;
        Examined& one = examined.emplace_back(Examined{id, {}, {}});
        if (auto taken = takes_a_visa(book, id, by); !taken) {
            one.refused = std::move(taken.error());
            continue;
        }
        const Order& order = *book.find(id);
        Money& more = before[{order.ordered.cpam, credits_of(order.ordered, by)}];
        one.checks = visa_checks(book, order, by, evidence(order), more);
        auto allowed = by_two_persons(book, order, by);
        if (allowed) allowed = passed(id, one.checks);
        if (allowed)
            more += order.ordered.amount;
        else
            one.refused = std::move(allowed.error());
    }
    return examined;
}

Draft approval_of(const Book& book, Examined passing, const Acting& by) {
    const GroupementId& groupement = book.find(passing.order)->ordered.groupement;
    return {by.on, {}, {}, OrderApproved{passing.order, groupement, std::move(passing.checks)}};
}

Drafts approve_orders(const Book& book, const std::vector<OrderId>& orders, const Acting& by,
                      const FindEvidence& evidence) {
    std::vector<Draft> drafts;
    for (Examined& one : examine_orders(book, orders, by, evidence)) {
        if (one.refused) return std::unexpected(std::move(*one.refused));
        drafts.push_back(approval_of(book, std::move(one), by));
    }
    return drafts;
}

Verdict<> still_passes(const Book& book, const Order& order, const Acting& by) {
    const VisaEvidence as_approved{.account_checks = true, .account = {}, .computes_again = true, .computed = {}};
    auto checks = visa_checks(book, order, {order.approvedBy, order.lastOn, by.today, by.bounds}, as_approved);
    std::erase_if(checks, [](const VisaCheck& one) {
        return one.check != CheckName::agreement && one.check != CheckName::account &&
               one.check != CheckName::opposition && one.check != CheckName::debtExact &&
               one.check != CheckName::notPaid;
    });
    return passed(order.ordered.order, checks);
}

}  // namespace ipep
