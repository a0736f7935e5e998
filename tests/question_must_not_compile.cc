// What of a question may not be forgotten. Each case alone must fail to compile; case 0, a whole question, must not.
#include "services/questions/question.h"

namespace ipep::questions {

struct Asking {
    ResultYear year = 0;
    std::string by;

#if CASE == 1
    static constexpr Named kNamed{"asking", ""};  // no help
#else
    static constexpr Named kNamed{"asking", said("ask")};
#endif
#if CASE != 2  // nobody says what its answers show of persons
    static constexpr auto kShows = Shows::payees;
#endif
#if CASE == 3
    static constexpr std::array kArguments{Argument{"YEAR", said("year"), true}};  // one of two members
#elif CASE == 4
    static constexpr std::array kArguments{Argument{"YEAR", said("year"), true}, Argument{"--by", said("by"), true}};
#else
    static constexpr std::array kArguments{Argument{"YEAR", said("year"), true}, Argument{"--by", said("by")}};
#endif
#if CASE == 5
    static constexpr std::array kResources{Resource{"GET", "/asked/{YEAR}", "asked", Effect::reads_quickly}};
#elif CASE == 6
    static constexpr std::array kResources{Resource{"GET", "/asked/{MONTH}", "asking", Effect::reads_quickly}};
#elif CASE == 7
    static constexpr std::array kResources{Resource{"GET", "/asked/{YEAR}", "asking", Effect::reads_quickly, "to"}};
#else
    static constexpr std::array kResources{Resource{"GET", "/asked/{YEAR}", "asking", Effect::reads_quickly}};
#endif
#if CASE == 8
    static constexpr std::array kAnswers{""};  // a record of anything
#elif CASE == 9
    static constexpr std::array kAnswers{"{years:[Yaer]}"};
#elif CASE != 10
    static constexpr std::array kAnswers{"{years:[int]}"};
#endif
};
BOOST_DESCRIBE_STRUCT(Asking, (), (year, by))

static_assert(is_whole<Asking>());

}  // namespace ipep::questions
