#include "services/books/journal.h"

#include <algorithm>

#include "ledger/about.h"
#include "ledger/check.h"
#include "ledger/posting.h"

namespace ipep {

namespace {

// Where a line stands in the books. What a groupement is owed stands in two accounts, by how much of it is payable.
std::optional<Account> account_of(PostedTo to) {
    using enum PostedTo;
    switch (to) {
        case advances: return Account::advances;
        case charge: return Account::charge;
        case losses: return Account::losses;
        case bank: return Account::bank;
        case bankCharges: return Account::bankCharges;
        case accrued: return Account::accrued;
        case takenOver: return Account::takenOver;
        case seedCredits:
        case dues:
        case payments:
        case refunds:
        case writeOffs:
        case ordered:
        case toOrder: break;
    }
    return std::nullopt;
}

const char* code_of(Operation operation) {
    switch (operation) {
        case Operation::settled: return "LQ";
        case Operation::advanced: return "AV";
        case Operation::setOff: return "IM";
        case Operation::bank: return "BQ";
        case Operation::adjusted: return "RG";
        case Operation::estimated: return "CP";
        case Operation::takenOver: return "RP";
        case Operation::engaged: break;
    }
    return "";
}

// A new debt, as a settlement or an advance makes it; else what is owed moves because of money or a decision.
bool is_debt(PostedTo to) { return to == PostedTo::seedCredits || to == PostedTo::dues; }

}  // namespace

struct Journal::Entering {
    Journal& journal;
    const Event& event;
    const Posting& posting;

    using Lines = std::vector<JournalLine>;

    void enter(const char* code, Lines lines) const {
        std::erase_if(lines, [](const JournalLine& line) { return line.amount == Money(); });
        if (lines.empty()) return;
        Money sum;
        for (const JournalLine& line : lines) sum += line.amount;
        IPEP_CHECK(sum == Money(), "position", event.position, "sum", sum);
        const CpamId& cpam = group().cpam;
        const auto open = journal.open_.find(cpam);
        const Day day = open == journal.open_.end() ? posting.on : std::max(posting.on, open->second);
        journal.entries_.push_back({.event = event.position,
                                    .cpam = cpam,
                                    .groupement = posting.groupement,
                                    .on = day,
                                    .arisen = posting.on,
                                    .code = code,
                                    .kind = std::string(kind_of(event.body)),
                                    .end_to_end = transfer(),
                                    .lines = std::move(lines)});
    }
    // Of the order whose transfer the bank moved.
    std::string transfer() const {
        const auto order = about(event.body).order;
        return order ? journal.transfers_.at(*order) : "";
    }
    Group& group() const { return journal.groups_.at(posting.groupement); }

    // What the groupement is owed falls: what is payable first, the rest was paid too much.
    Lines take(Money amount) const {
        const Money first = std::min(group().payable, amount), rest = amount - first;
        group().payable -= first;
        group().overpaid += rest;
        return {{Account::payable, first}, {Account::overpayments, rest}};
    }
    // Money or a decision closes what was overpaid first; the rest is owed again.
    Lines close(Money amount) const {
        const Money first = std::min(group().overpaid, amount), rest = amount - first;
        group().overpaid -= first;
        group().payable += rest;
        return {{Account::overpayments, -first}, {Account::payable, -rest}};
    }
    Lines owe(Money amount) const {
        group().payable += amount;
        return {{Account::payable, -amount}};
    }
    // After a new debt, at once, what was overpaid before.
    void set_off() const {
        const Money set_off = std::min(group().payable, group().overpaid);
        group().payable -= set_off;
        group().overpaid -= set_off;
        enter(code_of(Operation::setOff), {{Account::payable, set_off}, {Account::overpayments, -set_off}});
    }

    // All lines of what is owed become one movement of it, in the place of the first.
    void run() const {
        Money owed;
        for (const PostingLine& line : posting.lines)
            if (is_owed(line.to)) owed -= line.amount;
        const auto first = std::ranges::find_if(posting.lines, is_owed, &PostingLine::to);
        const bool is_new = first != posting.lines.end() && is_debt(first->to) && owed > Money();
        Lines moved, lines;
        if (owed != Money()) moved = is_new ? owe(owed) : owed > Money() ? close(owed) : take(-owed);
        for (auto line = posting.lines.begin(); line != posting.lines.end(); ++line) {
            if (const auto account = account_of(line->to)) lines.push_back({*account, line->amount});
            if (line == first) std::ranges::move(moved, std::back_inserter(lines));
        }
        enter(code_of(posting.operation), std::move(lines));
        if (is_new) set_off();
    }
};

// Besides what moves: whose books a groupement is in, how a transfer is called, which months are closed.
void Journal::learn(const Event& event) {
    if (const auto* admitted = brought<GroupementAdmitted>(event.body))
        groups_[admitted->groupement].cpam = admitted->cpam;
    if (const auto* order = std::get_if<PaymentOrdered>(&event.body)) transfers_[order->order] = order->endToEndId;
    if (const auto* month = std::get_if<MonthClosed>(&event.body)) open_[month->cpam] = month->until;
}

void Journal::fold(const Event& event) {
    learn(event);
    for (const Posting& one : posting(event)) Entering{*this, event, one}.run();
}

std::vector<JournalEntry> Journal::entries(const CpamId& cpam) const {
    std::vector<JournalEntry> found;
    std::ranges::copy_if(entries_, std::back_inserter(found), [&](const auto& one) { return one.cpam == cpam; });
    std::ranges::stable_sort(found, {}, &JournalEntry::on);
    for (std::size_t i = 0; i < found.size(); ++i) found[i].number = i + 1;
    return found;
}

}  // namespace ipep
