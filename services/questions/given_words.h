// GivenWords: the arguments of a question as texts, by their names ("YEAR", "--revision"), as they are told to a server
// and stand in a proof. What stands as it stands where nothing is said is not told.
#pragma once

#include "services/questions/question.h"

namespace ipep::questions {

// How an argument is written; nothing where it says nothing.
std::string written(const std::string& text);
std::string written(bool flag);
std::string written(const std::vector<std::string>& list);
template <std::integral Number>
std::string written(Number number) {
    return std::to_string(number);
}
template <class Tag>
std::string written(CalendarYear<Tag> year) {
    return to_text(year);
}
template <class Member>
std::string written(const std::optional<Member>& member) {
    return member ? written(*member) : std::string();
}

template <Question Asked>
http::Fields given_words(const Asked& question) {
    http::Fields given;
    const Asked unsaid;
    std::size_t at = 0;
    boost::mp11::mp_for_each<MembersOf<Asked>>([&](auto member) {
        const Argument& argument = Asked::kArguments[at++];
        const auto& value = question.*member.pointer;
        if (argument.is_required || value != unsaid.*member.pointer) given[argument.name] = written(value);
    });
    return given;
}

}  // namespace ipep::questions
