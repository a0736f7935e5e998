// PersonalWalk: every personal member of an event's fact, with its subject and its place among them.
#pragma once

#include "events/describe.h"

namespace ipep {

// visit(subject, index, personal), in declared order. The subject of a payee is its groupement.
template <class Fact, class Visit>
void each_personal_of(Fact& fact, const std::string& subject, int& index, Visit& visit) {
    for_each_member(fact, [&]<class Member>(const char*, Member& member) {
        if constexpr (std::is_same_v<std::remove_const_t<Member>, Personal>)
            visit(subject, index++, member);
        else if constexpr (std::is_same_v<std::remove_const_t<Member>, Payee>)
            each_personal_of(member, subject, index, visit);
    });
}

template <class AnyBody, class Visit>
void each_personal(AnyBody& body, Visit&& visit) {
    const auto in_fact = [&](auto& fact) {
        int index = 0;
        if constexpr (requires {
                          fact.payee;
                          fact.groupement.text;
                      })
            each_personal_of(fact, fact.groupement.text, index, visit);
    };
    if (auto* correction = std::get_if<FactCorrected>(&body))
        std::visit(in_fact, correction->fact);
    else
        std::visit(in_fact, body);
}

}  // namespace ipep
