// JudgeAgain: an act judged once more, from the state before it and what the event says came from outside: identifiers,
// documents, evidence, the bank's words. Of a fact, and of a settled year, whether the person might record it.
//
// Shape:  the act that should stand there, or the refusal that should have met it; nothing where all of it comes from
//         outside (a fact, a file that was read, personal data that was looked at).
// Source: contract, `verify`; specification §11.
#pragma once

#include "ledger/payment.h"

namespace ipep {

// What a list of orders tells faster than the book.
struct OrdersKnown {
    std::function<std::vector<OrderId>(const CpamId& cpam)> approved;
    std::function<std::vector<OrderId>(const std::string& message)> of_file;
};

Verdict<std::optional<Body>> judge_again(const Book& book, const OrdersKnown& orders, const Event& event);

}  // namespace ipep
