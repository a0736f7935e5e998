// judging: the refusals that judges of facts share.
//
// Shape:  each answers nothing or what it found, or the refusal; private to judge.cc, judge_payment.cc and
//         judge_evaluation.cc.
#pragma once

#include "ledger/book.h"
#include "ledger/code.h"
#include "ledger/rejection.h"
#include "ledger/year.h"

namespace ipep {

inline Verdict<const GroupState*> known_group(const Book& book, const GroupementId& groupement) {
    if (const GroupState* page = book.find(groupement)) return page;
    return refuse(code::unknown_groupement, {{"groupement", groupement.text}});
}

inline Verdict<> year_within(const GroupementId& groupement, ResultYear year, ResultYear from, ResultYear until) {
    if (year >= from && year <= until) return {};
    return refuse(
        code::unknown_year,
        {{"year", to_text(year)}, {"groupement", groupement.text}, {"from", to_text(from)}, {"until", to_text(until)}});
}

inline std::unexpected<Rejection> duplicate(std::string subject, Position position) {
    return refuse(code::duplicate_fact, {{"subject", std::move(subject)}, {"position", std::to_string(position)}});
}

inline constexpr std::int64_t kMaximumCount = 999'999'999;

inline Verdict<> count_within(const char* member, std::int64_t value, std::int64_t from) {
    if (value >= from && value <= kMaximumCount) return {};
    return refuse(code::count_out_of_range,
                  {{"member", member}, {"value", std::to_string(value)}, {"from", std::to_string(from)}});
}

inline Verdict<> not_negative(const char* member, Money amount) {
    if (amount >= Money()) return {};
    return refuse(code::amount_negative, {{"member", member}, {"value", to_text(amount)}});
}

inline Verdict<> is_digest(const char* member, const std::string& text) {
    if (text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos) return {};
    return refuse(code::digest_malformed, {{"member", member}, {"text", text}});
}

// Where an agreement or a change of it sends money.
inline Verdict<> account_checks(const Payee& payee) {
    if (!iban_checks(payee.iban.value.value_or(""))) return refuse(code::iban_invalid);
    if (!bic_checks(payee.bic.value.value_or(""))) return refuse(code::bic_invalid);
    return {};
}

}  // namespace ipep
