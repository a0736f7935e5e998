#include "services/questions/outline.h"

#include "services/questions/all_questions.h"
#include "services/questions/row_list.h"

namespace ipep::questions {
namespace {

template <class Member>
constexpr Value value_of() {
    if constexpr (Optional<Member>) return value_of<typename Member::value_type>();
    if constexpr (std::is_same_v<Member, bool>) return Value::flag;
    if constexpr (std::is_arithmetic_v<Member> || kIsYear<Member>) return Value::number;
    return List<Member> ? Value::list : Value::text;
}

// What is read by a GET comes in pages: rows of a list that its shape marks, or events by their position.
Resource whole(Resource one, Shows shows, const char* answer, bool has_proof) {
    one.shows = shows;
    one.answer = answer;
    one.has_proof = has_proof;
    if (std::string_view(one.method) != "GET") return one;
    const auto lists = row_lists(answer);
    one.has_pages = !lists.empty() || http::lists(one.options, "limit");
    one.has_table = std::ranges::any_of(lists, is_table);
    return one;
}

template <Question Asked>
Outline outline_of() {
    Outline outline{Asked::kNamed, Asked::kArguments, {}, {}};
    if constexpr (Asked::kResources.size() > 0)
        for (std::size_t i = 0; i < Asked::kResources.size(); ++i)
            outline.resources.push_back(
                whole(Asked::kResources[i], Asked::kShows, Asked::kAnswers[i], has_proof<Asked>()));
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
        for (const Outline& one : outlines()) made.insert(made.end(), one.resources.begin(), one.resources.end());
        return made;
    }();
    return all;
}

}  // namespace ipep::questions
