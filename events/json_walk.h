// JsonWalk: any described record as JSON: a settlement's row, national figures, the parts of an order.
//
// Shape:  as events/event_json.h says. A file that includes this compiles the walk over each record it names.
#pragma once

#include <boost/json.hpp>

#include "events/describe.h"

namespace ipep {

template <class T>
boost::json::object members_to_json(const T& record);

boost::json::value parsed(const Json& json);
// "efficiency.band" inside it: the value, or the list the path leads into; null where there is neither.
boost::json::value value_at(const boost::json::value& from, std::string_view path);
boost::json::object ranks_to_json(const std::vector<CountedFrom>& list);
boost::json::object waves_to_json(const std::vector<WaveYears>& list);

template <class Name>
boost::json::object kind_to_json(const Sum<Name>& sum) {
    boost::json::object wrapped;
    std::visit([&]<class Kind>(const Kind& kind) { wrapped[kKinds[kKindIndex<Kind>]] = members_to_json(kind); }, sum);
    return wrapped;
}

template <class T>
boost::json::value member_to_json(const T& v) {
    if constexpr (std::is_same_v<T, std::string>)
        return boost::json::value(v);
    else if constexpr (std::is_same_v<T, Json>)
        return parsed(v);
    else if constexpr (TextLike<T>)
        return boost::json::value(v.text);
    else if constexpr (std::is_same_v<T, Money> || std::is_same_v<T, Day>)
        return boost::json::value(to_text(v));
    else if constexpr (std::is_integral_v<T>)
        return boost::json::value(v);
    else if constexpr (kIsYear<T>)
        return boost::json::value(v.number);
    else if constexpr (DescribedEnum<T>)
        return boost::json::value(enum_name(v));
    else if constexpr (std::is_same_v<T, Personal>)
        return v.value ? boost::json::value(*v.value) : boost::json::value(nullptr);
    else if constexpr (std::is_same_v<T, Knot>)
        return boost::json::array{v.score.text, v.modulation.text};
    else if constexpr (std::is_same_v<T, std::vector<CountedFrom>>)
        return ranks_to_json(v);
    else if constexpr (std::is_same_v<T, std::vector<WaveYears>>)
        return waves_to_json(v);
    else if constexpr (Variant<T>)
        return kind_to_json(v);
    else if constexpr (List<T>) {
        boost::json::array list;
        for (const auto& one : v) list.push_back(member_to_json(one));
        return list;
    } else
        return members_to_json(v);
}

template <class T>
boost::json::object members_to_json(const T& record) {
    boost::json::object object;
    for_each_member(record, [&]<class Member>(const char* name, const Member& member) {
        if constexpr (Optional<Member>) {
            if (member) object[name] = member_to_json(*member);
        } else {
            object[name] = member_to_json(member);
        }
    });
    return object;
}

}  // namespace ipep
