// ClosingChecklist: what still stands in the way of closing a month of a CPAM's books.
//
// Shape:   every point, in the order of the enumeration, with how many of it there are, none included. Two of them
//          bind: the month must be over, and those before it closed. The others are what is better done before: what is
//          posted after a month is closed stands in the next one.
// Days:    of orders and lines of the bank, those up to the month's last day.
// Source:  code de la sécurité sociale D.122-6; notes on payments, "Month".
#pragma once

#include <boost/describe.hpp>

#include "services/books/books.h"

namespace ipep {

enum class ClosingPoint : std::uint8_t {
    monthRuns,
    monthsBefore,
    fileUnwritten,
    linesUnmatched,
    wordsTold,
    ordersToVisa,
    ordersSuspended,
    ordersToIssue,
    ordersAtBank,
    paymentsUnseen,
    payeesPending,
    takeOversPending,
    settlementsUnvalidated,
    accrualsMissing
};
BOOST_DESCRIBE_ENUM(ClosingPoint, monthRuns, monthsBefore, fileUnwritten, linesUnmatched, wordsTold, ordersToVisa,
                    ordersSuspended, ordersToIssue, ordersAtBank, paymentsUnseen, payeesPending, takeOversPending,
                    settlementsUnvalidated, accrualsMissing)

struct ClosingItem {
    ClosingPoint point = ClosingPoint::monthRuns;
    std::int64_t count = 0;
    Total amount;              // of what has amounts
    std::optional<Day> since;  // the oldest of them
    bool binds = false;        // the month cannot be closed while it stands
};

struct ClosingChecklist {
    CpamId cpam;
    Day month;               // its first day
    bool is_closed = false;  // then nothing is listed
    std::vector<ClosingItem> items;

    bool may_close() const;
};

// "Orders to be checked", in the reader's language.
std::string words_of(ClosingPoint point);

// `month`: its first day; without one the oldest that is open, or that of `today` where no amount ever moved.
ClosingChecklist closing_checklist(Views& views, const CpamId& cpam, std::optional<Day> month, Day today);

}  // namespace ipep
