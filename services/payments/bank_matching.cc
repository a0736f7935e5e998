#include "services/payments/bank_matching.h"

#include <algorithm>
#include <span>

#include "services/payments/evidence.h"

namespace ipep {
namespace {

// 'P', 'B' or 'F' and a ULID, as this program makes them.
bool is_ours(const std::string& reference) {
    constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    return reference.size() == 27 && std::string_view("PBF").find(reference.front()) != std::string_view::npos &&
           reference.find_first_not_of(digits, 1) == std::string::npos;
}

// A file came to so much in so many transfers.
struct BatchTotal {
    std::int64_t count = 0;
    Money amount;
};

bool was_rejected(const Order& order) { return order.state == OrderState::rejected; }
// What came back before its debit was told is still to be debited.
bool is_done(const Order& order) { return order.booked; }

}  // namespace

std::vector<OrderId> BankMatching::named(const BankLine& line) {
    if (const auto one = orders().of_end_to_end(line.end_to_end_id)) return {*one};
    if (line.scope == BankLine::Scope::transfer && !line.end_to_end_id.empty()) return {};
    if (const std::string message = orders().message_of_batch(line.batch_id); !message.empty())
        return orders().of_file(message);
    // A file of ours is one batch, so that its name is the batch's.
    const bool by_file = line.scope != BankLine::Scope::transfer && line.batch_id.empty();
    return by_file || line.scope == BankLine::Scope::file ? orders().of_file(line.message_id) : std::vector<OrderId>{};
}

std::vector<OrderId> BankMatching::by_count_and_sum(const CpamId& cpam, const BankLine& line) {
    const bool unnamed = line.batch_id.empty() && line.message_id.empty() && line.end_to_end_id.empty();
    if (!unnamed || line.scope != BankLine::Scope::batch || line.credit || !line.count || !line.amount) return {};
    std::map<std::string, BatchTotal> open;
    for (const OrderState state : {OrderState::issued, OrderState::accepted})
        for (const OrderId& id : orders().of_cpam(cpam, state)) {
            BatchTotal& total = open[order(id).message];
            ++total.count;
            total.amount += order(id).ordered.amount;
        }
    std::erase_if(
        open, [&](const auto& file) { return file.second.count != *line.count || file.second.amount != *line.amount; });
    return open.size() == 1 ? orders().of_file(open.begin()->first) : std::vector<OrderId>{};
}

// Of a debit, what is not booked yet goes first; then all that could leave; then, where a bank debits the whole batch
// and credits what it rejected, those too. Of a credit, what was rejected; then what was debited, for nothing comes
// back that never left; then the whole.
std::vector<OrderId> BankMatching::booked(const std::vector<OrderId>& named, const BankLine& line) const {
    using Moves = bool (*)(const Order&);
    static constexpr Moves debited[] = {
        [](const Order& one) { return !was_rejected(one) && !is_done(one); },
        [](const Order& one) { return !was_rejected(one); },
        [](const Order& one) { return !is_done(one); },
        [](const Order&) { return true; },
    };
    static constexpr Moves credited[] = {was_rejected, is_done, [](const Order&) { return true; }};
    std::vector<OrderId> by_sum;
    for (const Moves moves : line.credit ? std::span<const Moves>(credited) : std::span<const Moves>(debited)) {
        std::vector<OrderId> chosen;
        Money sum;
        for (const OrderId& id : named)
            if (const Order& one = order(id); one.state != OrderState::cancelled && moves(one)) {
                chosen.push_back(id);
                sum += one.ordered.amount;
            }
        if (chosen.empty() || line.amount != sum) continue;
        if (!line.count || *line.count == static_cast<std::int64_t>(chosen.size())) return chosen;
        if (by_sum.empty()) by_sum = std::move(chosen);
    }
    return by_sum;
}

bool BankMatching::concerns(const CpamId& cpam, const BankLine& line) {
    if (is_ours(line.end_to_end_id) || is_ours(line.batch_id) || is_ours(line.message_id)) return true;
    return !line.party_iban.empty() && accounts_of(cpam).contains(line.party_iban);
}

const std::set<std::string>& BankMatching::accounts_of(const CpamId& cpam) {
    const auto [at, fresh] = accounts_.try_emplace(cpam);
    if (const CpamState* page = ledger_.book().find(cpam); fresh && page)
        for (const GroupementId& id : page->groupements)
            at->second.insert(payee_of(ledger_, ledger_.book().find(id)->payeeAt).iban.value.value_or(""));
    return at->second;
}

}  // namespace ipep
