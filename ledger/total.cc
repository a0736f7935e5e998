#include "ledger/total.h"

namespace ipep {

Money Total::money() const {
    if (cents_ > Money::limit || cents_ < -Money::limit) throw OutOfRange("total out of range");
    return Money(static_cast<std::int64_t>(cents_));
}

std::string to_text(Total total) {
    const bool negative = total.cents_ < 0;
    std::string text;
    for (auto left = negative ? -total.cents_ : total.cents_; left != 0 || text.size() < 4; left /= 10) {
        if (text.size() == 2) text += '.';
        text += static_cast<char>('0' + static_cast<int>(left % 10));
    }
    if (negative) text += '-';
    return {text.rbegin(), text.rend()};
}

}  // namespace ipep
