// Letter: what the letter on one payment says to the groupement, before anything is drawn.
//
// Shape:  lines of the table add up to its total, which is the order's amount; a line that is taken off is negative.
//         Nothing of it depends on the clock or on what became of the payment later: one order, one letter.
// Units:  euros and cents; recorded_at is microseconds since 1970, UTC, of the event that issued the order.
// Source: specification §11; contract, "Payments"; NF Z 11-001 for where things stand on the sheet.
#pragma once

#include <string>
#include <vector>

#include "ledger/act.h"
#include "services/letter/paper_head.h"

namespace ipep {

struct LetterLine {
    std::string what;
    Money amount;
    bool operator==(const LetterLine&) const = default;
};

// What the ledger knows of an order that was issued.
struct LetterFacts {
    PaymentOrdered order;
    FileIssued file;
    Day issued_on;
    std::int64_t recorded_at = 0;
    std::string payee, account, groupement;  // the holder's name, the IBAN masked, the group's name
    std::vector<LetterLine> lines;
    bool trial = false;
};

struct Letter : PaperHead {
    std::vector<std::string> opening;
    std::string what, how_much;  // heads of the table's columns
    std::vector<LetterLine> lines;
    LetterLine total;
    std::vector<std::string> closing;
    std::string signature;
};

Letter letter_of(const LetterFacts& facts);
// The same for a terminal.
std::string letter_text(const Letter& letter);

}  // namespace ipep
