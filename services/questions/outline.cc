#include "services/questions/outline.h"

#include "services/questions/all_questions.h"

namespace ipep::questions {
namespace {

template <class Member>
constexpr Value value_of() {
    if constexpr (Optional<Member>) return value_of<typename Member::value_type>();
    if constexpr (std::is_same_v<Member, bool>) return Value::flag;
    if constexpr (std::is_arithmetic_v<Member>) return Value::number;
    return List<Member> ? Value::list : Value::text;
}

template <Question Asked>
Outline outline_of() {
    Outline outline{Asked::kNamed, Asked::kArguments, {}, Asked::kResources, {}};
    if constexpr (Asked::kResources.size() > 0) outline.answers = Asked::kAnswers;
    for_each_member_type<Asked>([&]<class Member>(const char*) { outline.values.push_back(value_of<Member>()); });
    return outline;
}

}  // namespace

const std::vector<Outline>& outlines() {
    static const std::vector<Outline> all = [] {
        std::vector<Outline> made;
        for_each_question([&]<class Asked>() { made.push_back(outline_of<Asked>()); });
        return made;
    }();
    return all;
}

const std::vector<Resource>& all_resources() {
    static const std::vector<Resource> all = [] {
        std::vector<Resource> made;
        for_each_question([&]<class Asked>() {
            for (Resource one : Asked::kResources) {
                one.shows = Asked::kShows;
                made.push_back(one);
            }
        });
        return made;
    }();
    return all;
}

}  // namespace ipep::questions
