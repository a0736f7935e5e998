#include "services/console/turn.h"

#include <algorithm>

#include "ledger/calendar.h"
#include "ledger/guard.h"
#include "ledger/payment.h"
#include "ledger/suspension.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/console/rights.h"
#include "services/console/waiting.h"
#include "services/words/moment.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

class Finder {
public:
    explicit Finder(const Visit& visit) : visit_(visit), book_(visit.book()), today_(visit.ledger.world().today()) {}

    std::vector<Waiting> find() {
        for (const CpamId& cpam : cpams_read(visit_)) {
            add_orders(cpam);
            add_groups(cpam);
            add_lines(cpam);
            add_month(cpam);
        }
        if (visit_.rights.has(Right::read_amounts)) add_years();
        if (visit_.rights.has(Right::administer)) add_grants();
        return std::move(found_);
    }

private:
    void add_orders(const CpamId& cpam) {
        for (const OrderId& id : visit_.views.orders().of_cpam(cpam)) {
            const Order& order = *book_.find(id);
            const GroupState& page = *book_.find(order.ordered.groupement);
            const bool freed = order.state == OrderState::cancelled || order.state == OrderState::rejected ||
                               order.state == OrderState::returned;
            const Money left = freed ? orderable(book_.common(), order.ordered.groupement, page, today_) : Money();
            const auto turn = turn_of(order, page, left);
            if (!turn) continue;
            const bool checks = *turn == Turn::visa || *turn == Turn::visaRequired;
            found_.push_back({*turn, cpam, id.text, order_path(id), order.lastOn, order.ordered.amount,
                              checks ? order.orderedBy : PersonId{}});
        }
        if (const auto& file = book_.find(cpam)->unwritten)
            found_.push_back({Turn::finishFile,
                              cpam,
                              file->value.message,
                              payments_path(cpam, "/issuing"),
                              file->on,
                              file->value.amount,
                              {}});
    }
    void add_groups(const CpamId& cpam) {
        for (const GroupementId& id : book_.find(cpam)->groupements) {
            const GroupState& page = *book_.find(id);
            for (const PendingPayee& one : page.pendingPayees)
                found_.push_back({Turn::payee, cpam, id.text, payments_path(cpam, "#payees"), one.on, {}, one.by});
            for (const TakenOver& one : page.takenOver)
                if (one.waits())
                    found_.push_back({Turn::takeOver, cpam, id.text, payments_path(cpam, "#taken-over"), one.noted.on,
                                      one.noted.value.amount, one.noted.by});
        }
    }
    void add_lines(const CpamId& cpam) {
        for (const OpenLine* one : waiting_lines(book_, *book_.find(cpam))) {
            const BankLineUnmatched& line = one->line;
            const bool is_said = one->saidAt > 0;
            found_.push_back({is_said ? Turn::confirmLine : Turn::match, cpam, line.reference,
                              line_path(cpam, one->position), parse_day(line.bookedOn.value_or("")), line.amount,
                              one->saidBy, is_said ? said_of(one->said) : ""});
        }
    }
    // The oldest that is over: each is closed before the next.
    void add_month(const CpamId& cpam) {
        const auto month = oldest_open_month(*book_.find(cpam));
        if (!month) return;
        const Day over = *period_of(*month, Span::month).until;
        if (over <= today_)
            found_.push_back(
                {Turn::closing, cpam, shown_month(*month), "/books/" + cpam.text + "/closing", over, {}, {}});
    }
    void add_years() {
        const bool settles = visit_.rights.has(Right::record_results);
        const auto again = settles ? year_to_settle_again(book_, today_) : std::nullopt;
        for (const auto& [year, one] : book_.common().settled) {
            const std::string path = settlement_path(year);
            if (again && *again <= year)
                found_.push_back({Turn::settleAgain, {}, to_text(year), path + "/preview", one.on, {}, {}});
            if (one.is_refused())
                found_.push_back({Turn::refused,
                                  {},
                                  to_text(year),
                                  path,
                                  one.refusedOn,
                                  one.figures.due,
                                  one.refusedBy,
                                  one.refusedFor});
            else if (book_.common().roles_in_force() && !one.is_validated())
                found_.push_back({Turn::validation, {}, to_text(year), path, one.on, one.figures.due, one.settledBy});
        }
    }
    void add_grants() {
        for (const PendingGrant& one : book_.common().pendingGrants)
            found_.push_back(
                {Turn::grant, {}, one.granted.person.text, visit_.event_link(one.position), one.on, {}, one.by});
    }

    const Visit& visit_;
    const Book& book_;
    const Day today_;
    std::vector<Waiting> found_;
};

}  // namespace

std::optional<Turn> turn_of(const Order& order, const GroupState& page, Money orderable) {
    const bool doubtful = page.doubtful.contains(order.ordered.order) || !order.told.empty();
    switch (order.state) {
        case OrderState::ordered: return Turn::visa;
        case OrderState::suspended:
            if (!order.requisitioned.empty()) return Turn::visaRequired;
            return is_final(suspension_of(order.suspended).ground) ? Turn::cancellation : Turn::requisition;
        case OrderState::approved: return Turn::issue;
        case OrderState::issued:
        case OrderState::accepted: return doubtful ? Turn::doubt : Turn::bank;
        case OrderState::paid:
            if (doubtful) return Turn::doubt;
            return order.booked ? std::nullopt : std::optional(Turn::statement);
        case OrderState::rejected:
        case OrderState::returned:
        case OrderState::cancelled: break;
    }
    if (doubtful) return Turn::doubt;
    const bool waits =
        std::ranges::any_of(page.freed, [&](const FreedOrder& one) { return one.order == order.ordered.order; });
    return waits && orderable > Money() ? std::optional(Turn::orderAgain) : std::nullopt;
}

std::vector<Right> rights_of(Turn turn) {
    switch (turn) {
        case Turn::visa:
        case Turn::visaRequired:
        case Turn::issue:
        case Turn::finishFile:
        case Turn::bank:
        case Turn::statement:
        case Turn::match:
        case Turn::closing: return {Right::pay};
        case Turn::requisition:
        case Turn::cancellation:
        case Turn::orderAgain: return {Right::order};
        case Turn::doubt:
        case Turn::confirmLine: return {Right::order, Right::pay};
        case Turn::payee:
        case Turn::takeOver: return {Right::record_agreements, Right::pay};
        case Turn::settleAgain:
        case Turn::refused:
        case Turn::validation: return {Right::record_results};
        case Turn::grant: break;
    }
    return {Right::administer};
}

std::string what_of(Turn turn) {
    switch (turn) {
        case Turn::visa: return tr("Order to be checked");
        case Turn::visaRequired: return tr("Order required by the director");
        case Turn::requisition: return tr("Order suspended");
        case Turn::cancellation: return tr("Order suspended on a ground no requisition overrides");
        case Turn::issue: return tr("Order approved");
        case Turn::finishFile: return tr("File for the bank begun");
        case Turn::bank: return tr("Order at the bank");
        case Turn::doubt: return tr("Order of which the bank told what nobody acts on");
        case Turn::statement: return tr("Payment on no account statement");
        case Turn::orderAgain: return tr("Debt free again after its order");
        case Turn::match: return tr("Line of the bank left unmatched");
        case Turn::confirmLine: return tr("Line of the bank explained");
        case Turn::payee: return tr("Change of payee");
        case Turn::takeOver: return tr("Payment made before the ledger");
        case Turn::grant: return tr("Role granted");
        case Turn::settleAgain: return tr("Settlement that a correction changes");
        case Turn::validation: return tr("Settlement not validated");
        case Turn::refused: return tr("Settlement whose validation was refused");
        case Turn::closing: break;
    }
    return tr("Month that is over");
}

std::string awaited_of(Turn turn) {
    switch (turn) {
        case Turn::visa: return tr("the DCF's visa, or a suspension");
        case Turn::visaRequired: return tr("the DCF's visa upon the written order");
        case Turn::requisition: return tr("what is missing, a requisition, or its cancellation");
        case Turn::cancellation: return tr("what is missing, or its cancellation");
        case Turn::issue: return tr("the next file for the bank");
        case Turn::finishFile: return tr("the file to be written");
        case Turn::bank: return tr("what the bank says, by its file");
        case Turn::doubt: return tr("somebody to say what became of it");
        case Turn::statement: return tr("the account statement that shows it");
        case Turn::orderAgain: return tr("a new order");
        case Turn::match: return tr("an order or a refund that explains it, or a reason to set it aside");
        case Turn::confirmLine:
        case Turn::payee:
        case Turn::takeOver: return tr("a second person's confirmation");
        case Turn::grant: return tr("another administrator's confirmation");
        case Turn::settleAgain: return tr("to be settled again");
        case Turn::validation: return tr("another person of the Cnam to validate it");
        case Turn::refused: return tr("what is wrong to be corrected and settled again, or to be validated after all");
        case Turn::closing: break;
    }
    return tr("its closing");
}

std::vector<Role> roles_of(Turn turn) {
    std::vector<Role> roles;
    for (const Right right : rights_of(turn)) std::ranges::copy(roles_giving(right), std::back_inserter(roles));
    return roles;
}

std::string who_of(Turn turn) {
    std::string text;
    for (const Role role : roles_of(turn)) text += (text.empty() ? "" : ", ") + word_of(role);
    return text;
}

std::vector<Waiting> all_waiting(const Visit& visit) { return Finder(visit).find(); }

bool is_turn_of(const Visit& visit, const Waiting& one) {
    if (!one.barred.text.empty() && one.barred == visit.request.person) return false;
    return std::ranges::any_of(rights_of(one.turn), [&](Right right) { return visit.rights.has(right, one.cpam); });
}

}  // namespace ipep
