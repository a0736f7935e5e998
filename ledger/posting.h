// Posting: what an event moves of debts and money, said once, as lines that balance. Balances, statements, the
// envelope, the journal, the panel and the history of an order fold these lines and look at no kind of event for it.
//
// Shape:   an event that moves nothing has no posting; an estimate has two, for it is reversed. What an order engages
//          stands in lines of its own, `ordered` against `toOrder`, which are in no book.
// Units:   euros and cents; a line's amount is a debit where positive, a credit where negative.
// Promise: the lines of a posting add up to nothing. Each kind says in posting.cc what it moves, or that it moves
//          nothing; a new kind does not compile until it does.
// Source:  specification §11, §12; contract, "Payments"; posting scheme in services/books/README.md.
#pragma once

#include "ledger/event.h"
#include "ledger/reference.h"
#include "ledger/year.h"

namespace ipep {

// What a line is posted to. The first five say by what a groupement is owed more (credit) or less (debit).
enum class PostedTo : std::uint8_t {
    seedCredits,
    dues,
    payments,
    refunds,
    writeOffs,
    advances,
    charge,
    losses,
    bank,
    bankCharges,
    accrued,
    takenOver,
    ordered,
    toOrder
};
BOOST_DESCRIBE_ENUM(PostedTo, seedCredits, dues, payments, refunds, writeOffs, advances, charge, losses, bank,
                    bankCharges, accrued, takenOver, ordered, toOrder)

constexpr bool is_owed(PostedTo to) { return to <= PostedTo::writeOffs; }
constexpr bool is_in_books(PostedTo to) { return to < PostedTo::ordered; }

// Why it moves: a debt settled, an advance granted, one set off, money at the bank, a correction or a loss, an estimate
// at the end of a year, a payment made before the ledger, an order.
enum class Operation : std::uint8_t { settled, advanced, setOff, bank, adjusted, estimated, takenOver, engaged };
BOOST_DESCRIBE_ENUM(Operation, settled, advanced, setOff, bank, adjusted, estimated, takenOver, engaged)

// `of` and `paymentYear`: the debt, on lines that say what of one is owed, paid or ordered.
struct PostingLine {
    PostedTo to = PostedTo::charge;
    Money amount;
    std::optional<Reference> of = {};
    PaymentYear paymentYear = 0;
};

struct Posting {
    GroupementId groupement;
    Day on;
    Operation operation = Operation::settled;
    std::vector<PostingLine> lines;
};
using Postings = std::vector<Posting>;

Postings posting(const Event& event);

}  // namespace ipep
