// What the types forbid. Each case alone must fail to compile; case 0, the right way to say it, must not.
#include "ledger/exact.h"
#include "ledger/fact.h"
#include "ledger/rejection.h"

namespace ipep {

inline Money due(const GroupementId&, const CpamId&, Money amount) { return amount; }

inline void say(const GroupementId& groupement, const CpamId& cpam, Money amount, const Decimal& measured,
                const Verdict<Money>& verdict) {
#if CASE == 0
    (void)due(groupement, cpam, amount + Money(1));
    (void)(to_exact(amount) * Exact(1, 3) + to_exact(measured));
    (void)(verdict ? *verdict : Money());
    Id<struct GroupementTag> copy = groupement;
    (void)(copy == groupement && amount < Money(1));
#elif CASE == 1
    (void)(amount + 1);  // cents or euros?
#elif CASE == 2
    Money implicit = 100;
    (void)implicit;
#elif CASE == 3
    (void)Money{12.5};
#elif CASE == 4
    (void)due(cpam, groupement, amount);  // the identifiers in each other's place
#elif CASE == 5
    (void)(groupement == cpam);
#elif CASE == 6
    const double euros = amount;
    (void)euros;
#elif CASE == 7
    (void)(amount * amount);  // square euros
#elif CASE == 8
    (void)(to_exact(amount) + amount);  // a rounding left out
#elif CASE == 9
    (void)(measured + measured);  // a measured value is a text until it is made exact
#elif CASE == 10
    const GroupementId named = std::string("G01");
    (void)named;
#elif CASE == 11
    const Money unchecked = verdict;  // a refusal may be in it
    (void)unchecked;
#elif CASE == 12
    (void)(amount < 1);
#elif CASE == 13
    const Exact rounded = Exact(0.1);
    const float inexact = rounded;
    (void)inexact;
#endif
}

}  // namespace ipep
