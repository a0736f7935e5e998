// PaymentTasks: what of a CPAM's payments waits for the person who asks, as its roles let it act; nothing else.
//
// Units:   `amount` is what all of them come to, where the task is about amounts.
// Source:  contract, "Payments", table of rights; code de la sécurité sociale D.253-4, D.122-6.
#pragma once

#include "events/describe.h"
#include "services/console/visit.h"
#include "services/words/wording.h"

namespace ipep {

enum class PaymentTask : std::uint8_t {
    order,
    requisition,
    confirm,
    takeOver,
    visa,
    required,
    issue,
    rejected,
    returned,
    silent,
    told,
    match,
    confirmLine,
    close
};

struct TaskWaiting {
    PaymentTask task = PaymentTask::order;
    CpamId cpam;
    std::int64_t count = 0;
    Total amount;
    std::optional<Day> since = {};  // the oldest of them
};
std::vector<TaskWaiting> payment_tasks(const Visit& visit, const CpamId& cpam);
// As cards, one a task: several CPAM that wait for the same are one card.
std::vector<Data> task_cards(const Visit& visit, const std::vector<TaskWaiting>& tasks);

// Whether the person may confirm, as the second, what another recorded of payees and of payments taken over.
bool may_confirm(const Visit& visit, const CpamId& cpam);
// The CPAM whose payments the person may read, in byte order.
std::vector<CpamId> cpams_read(const Visit& visit);
std::string payments_path(const CpamId& cpam, const std::string& behind = {});
std::string order_path(const OrderId& order);
// A line of the bank that waits, by its position.
std::string line_path(const CpamId& cpam, Position line);
// The file that names the account the CPAM pays from; it may not be there.
std::string debtor_path(const Visit& visit, const CpamId& cpam);
// Where its letter to the groupement is made; empty where none is, not yet at the bank or come back from it, and for
// who may not read payees.
std::string letter_path(const Visit& visit, const Order& order);

// A value of an enumeration as people say it.
std::string word(auto value) { return spoken(std::string(enum_name(value))); }
// The holder of the account named by the event at a position; "—" where it was erased.
std::string payee_name(const Visit& visit, Position payee_at);

}  // namespace ipep
