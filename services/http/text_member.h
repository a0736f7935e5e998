// text_member: a member of a document that a provider of OpenID Connect sent, as text; empty where there is none.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

namespace ipep::http {

inline std::string text_member(const boost::json::object& object, std::string_view name) {
    const boost::json::value* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

}  // namespace ipep::http
