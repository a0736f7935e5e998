// All questions: the one list that the command line and the API walk. A question that is not whole does not compile.
#pragma once

#include "services/questions/explaining.h"
#include "services/questions/reading.h"

namespace ipep::questions {

using AllQuestions =
    boost::mp11::mp_list<Settlement, Balances, Envelope, Statement, Events, Explain, History, Diff, Review>;

// Calls visit.operator()<Asked>() for each question.
template <class Visit>
void for_each_question(Visit&& visit) {
    const auto take = [&]<class Asked>(std::type_identity<Asked>) {
        static_assert(is_whole<Asked>(), "a name, a help, an argument or a path of the question is missing");
        visit.template operator()<Asked>();
    };
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, AllQuestions>>(take);
}

}  // namespace ipep::questions
