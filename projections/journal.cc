#include "projections/journal.h"

#include <algorithm>

#include "events/big_endian.h"
#include "ledger/about.h"
#include "ledger/check.h"
#include "projections/table_members.h"

namespace ipep {

template class Table<JournalEntry>;
template class Table<BookedGroup>;
template class Table<OpenMonth>;

namespace {

std::string entry_prefix(const CpamId& cpam) { return "e" + cpam.text + '\0'; }
std::string group_key(const GroupementId& groupement) { return "g" + groupement.text; }
std::string month_key(const CpamId& cpam) { return "m" + cpam.text; }

// Byte order is order of day, also before 1970.
std::string day_key(Day day) { return big_endian(static_cast<std::uint32_t>(day.since_1970) ^ 0x80000000u, 4); }

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

struct JournalView::Entering {
    JournalView& journal;
    const Event& event;
    const Posting& posting;
    std::uint64_t& made;  // entries of the event
    BookedGroup& group;

    using Lines = std::vector<JournalLine>;

    void enter(const char* code, Lines lines) const {
        std::erase_if(lines, [](const JournalLine& line) { return line.amount == Money(); });
        if (lines.empty()) return;
        Money sum;
        for (const JournalLine& line : lines) sum += line.amount;
        IPEP_CHECK(sum == Money(), "position", event.position, "sum", sum);
        const CpamId& cpam = group.cpam;
        const OpenMonth* open = journal.months_.find(month_key(cpam));
        journal.keep({.event = event.position,
                      .cpam = cpam,
                      .groupement = posting.groupement,
                      .on = open ? std::max(posting.on, open->from) : posting.on,
                      .arisen = posting.on,
                      .code = code,
                      .kind = std::string(kind_of(event.body)),
                      .order = about(event.body).order.value_or(OrderId{}),
                      .lines = std::move(lines)},
                     made++);
    }

    // What the groupement is owed falls: what is payable first, the rest was paid too much.
    Lines take(Money amount) const {
        const Money first = std::min(group.payable, amount), rest = amount - first;
        group.payable -= first;
        group.overpaid += rest;
        return {{Account::payable, first}, {Account::overpayments, rest}};
    }
    // Money or a decision closes what was overpaid first; the rest is owed again.
    Lines close(Money amount) const {
        const Money first = std::min(group.overpaid, amount), rest = amount - first;
        group.overpaid -= first;
        group.payable += rest;
        return {{Account::overpayments, -first}, {Account::payable, -rest}};
    }
    Lines owe(Money amount) const {
        group.payable += amount;
        return {{Account::payable, -amount}};
    }
    // After a new debt, at once, what was overpaid before.
    void set_off() const {
        const Money set_off = std::min(group.payable, group.overpaid);
        group.payable -= set_off;
        group.overpaid -= set_off;
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

// Besides what moves: whose books a groupement is in, which months are closed.
void JournalView::learn(const Event& event) {
    if (const auto* admitted = brought<GroupementAdmitted>(event.body))
        groups_.edit(group_key(admitted->groupement)).cpam = admitted->cpam;
    if (const auto* month = std::get_if<MonthClosed>(&event.body))
        months_.edit(month_key(month->cpam)).from = month->until;
}

// Those of an event are in the order they are made in.
void JournalView::keep(JournalEntry entry, std::uint64_t nth) {
    const std::string key = entry_prefix(entry.cpam) + day_key(entry.on) + big_endian(entry.event) + big_endian(nth, 1);
    entries_.add(key, std::move(entry));
}

void JournalView::fold(const Event& event, const Postings& postings) {
    learn(event);
    std::uint64_t made = 0;
    for (const Posting& one : postings)
        Entering{*this, event, one, made, groups_.edit(group_key(one.groupement))}.run();
}

void JournalView::each(const CpamId& cpam, const std::function<void(const JournalEntry&)>& visit) {
    entries_.all(entry_prefix(cpam), [&](const std::string&, const JournalEntry& entry) {
        if (entry.event <= until_) visit(entry);
    });
}

}  // namespace ipep
