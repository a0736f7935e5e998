#include "services/http/remembered_answer.h"

#include <boost/json.hpp>

#include "events/seal.h"

namespace ipep::http {

std::string digest_of(const Request& request, std::string_view body) {
    std::string text = request.method;
    for (const std::string* part : {&request.target, &request.header("accept"), &request.header("content-type")})
        text.append("\n").append(*part);
    return to_hex(bytes_of(sha256(text + "\n", body)));
}

std::string to_bytes(const RememberedAnswer& answer) {
    boost::json::object headers;
    for (const auto& [name, value] : answer.response.headers) headers[name] = value;
    const boost::json::array roles(answer.roles.begin(), answer.roles.end());
    return boost::json::serialize(boost::json::object{{"at", answer.at},
                                                      {"request", answer.request},
                                                      {"status", answer.response.status},
                                                      {"type", answer.response.content_type},
                                                      {"headers", std::move(headers)},
                                                      {"roles", roles},
                                                      {"body", answer.response.body}});
}

RememberedAnswer remembered_answer(std::string_view bytes) {
    const boost::json::object parsed = boost::json::parse(bytes).as_object();
    const auto text = [&](const char* name) { return std::string(parsed.at(name).as_string()); };
    RememberedAnswer answer{parsed.at("at").as_int64(),
                            text("request"),
                            {static_cast<int>(parsed.at("status").as_int64()), text("type"), text("body")}};
    for (const auto& [name, value] : parsed.at("headers").as_object())
        answer.response.headers.emplace_back(name, std::string(value.as_string()));
    if (const auto* roles = parsed.if_contains("roles"))  // those kept before it was have none
        for (const auto& role : roles->as_array()) answer.roles.emplace(role.as_string());
    return answer;
}

}  // namespace ipep::http
