#include "tests/ledger/proofs/domain.h"
#include "tests/ledger/proofs/property.h"

namespace ipep::proofs {
namespace {

struct Payment {
    bool mixed;
    Recovery recovery;
    Term net, seed, before;
};

Payment any_payment(Path& path) {
    Payment payment;
    payment.mixed = path.choose(2) == 0;
    payment.recovery = static_cast<Recovery>(path.choose(2));
    payment.net = Term(path.cents("net"));
    payment.seed = Term(path.cents("seedCredit", "6000000"));
    payment.before = Term(path.cents("outstandingBefore"));
    path.assume(*payment.net >= 0 && *payment.seed >= 0 && *payment.before >= 0);
    return payment;
}

AdvanceFigures<Term> paid(const Payment& payment) {
    const Term granted = payment.mixed ? advance_granted(payment.net, payment.seed) : no_advance(Term(3), Term(2));
    return settle_advance(payment.net, payment.seed, payment.before, granted, payment.recovery);
}

void due_is_never_negative(Path& path) {
    const Payment payment = any_payment(path);
    path.claim("due", *paid(payment).due >= 0);
}

void outstanding_moves_by_events_alone(Path& path) {
    const Payment payment = any_payment(path);
    const auto figures = paid(payment);
    path.claim("nothing is granted below zero", *figures.granted >= 0);
    path.claim("nothing is recovered below zero", *figures.recovered >= 0);
    path.claim("no more is recovered than was outstanding", *figures.recovered <= *payment.before);
    path.claim("outstanding = before + granted − recovered",
               *figures.outstanding == *payment.before + *figures.granted - *figures.recovered);
    path.claim("outstanding is not negative", *figures.outstanding >= 0);
    path.claim("what is paid beyond the net is outstanding",
               *figures.due - *payment.net == *figures.outstanding - *payment.before);
}

void write_off_takes_what_stands(Path& path) {
    const Term outstanding(path.cents("outstanding")), amount(path.cents("amount"));
    path.assume(*outstanding >= 0 && *amount >= 0);
    const auto after = take_write_off(outstanding, amount);
    path.claim("outstanding is not negative", *after.outstanding >= 0);
    path.claim("nothing negative is reversed", *after.reversed >= 0);
    path.claim("the rest was written off", *outstanding - *after.outstanding == *amount - *after.reversed);
}

Payment above_seed_credit(Path& path) {
    Payment payment = any_payment(path);
    payment.recovery = Recovery::aboveSeedCredit;
    return payment;
}

void mixed_guarantees_the_seed_credit(Path& path) {
    Payment payment = above_seed_credit(path);
    payment.mixed = true;
    path.claim("due is at least the seed credit", *paid(payment).due >= *payment.seed);
}

void recovery_stays_above_the_seed_credit(Path& path) {
    const Payment payment = above_seed_credit(path);
    const auto figures = paid(payment);
    path.claim("what is left is at least the seed credit",
               z3::implies(*figures.recovered > 0, *figures.due >= *payment.seed));
}

void more_net_is_never_less_due(Path& path) {
    Payment less = above_seed_credit(path);
    Payment more = less;
    more.net = Term(path.cents("netMore"));
    path.assume(*less.net <= *more.net);
    path.begin();
    const auto first = paid(less);
    path.begin();
    const auto second = paid(more);
    path.claim("due", *first.due <= *second.due);
}

}  // namespace

std::vector<Property> advance_properties() {
    return {{"DueIsNeverNegative",
             "What is due is never negative.",
             "CDC 2019 §3",
             "advance_granted, settle_advance",
             "any payment that is not negative; both models, both ways to recover",
             due_is_never_negative,
             {Operation::given, 1, "advanceRecovered"}},
            {"OutstandingMovesByEventsAlone",
             "An advance outstanding changes by grant and recovery alone, and is never negative.",
             "CDC 2019 §3",
             "advance_granted, settle_advance",
             "any payment; both models, both ways to recover",
             outstanding_moves_by_events_alone,
             {Operation::minimum, 1}},
            {"WriteOffTakesWhatStands",
             "A write-off never takes more than is outstanding, and what it took too much is reversed to the cent.",
             "CDC 2019 §3",
             "take_write_off",
             "any amounts",
             write_off_takes_what_stands,
             {Operation::minimum, 1}},
            {"MixedModelGuaranteesTheSeedCredit",
             "Under the mixed model what is due is at least the seed credit.",
             "CDC 2019 §3",
             "advance_granted, settle_advance",
             "`aboveSeedCredit`; false under `full`",
             mixed_guarantees_the_seed_credit,
             {Operation::dropped, 1, "advanceGranted"}},
            {"RecoveryStaysAboveTheSeedCredit",
             "A recovery never takes a payment below the seed credit.",
             "CDC 2019 §3",
             "settle_advance",
             "`aboveSeedCredit`, both models; false under `full`",
             recovery_stays_above_the_seed_credit,
             {Operation::given, 1, "advanceRecovered"}},
            {"MoreNetIsNeverLessDue",
             "Who earns more is never due less.",
             "CDC 2019 §3",
             "advance_granted, settle_advance",
             "`aboveSeedCredit`, both models; false under `full`",
             more_net_is_never_less_due,
             {Operation::subtraction, 1}}};
}

}  // namespace ipep::proofs
