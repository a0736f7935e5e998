#include "events/strict_json.h"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include "events/byte_order_mark.h"
#include "events/code.h"

namespace ipep {
namespace {

namespace json = boost::json;

// What basic_parser calls as it reads. Containers stand open on a stack until their end.
struct Handler {
    static constexpr std::size_t max_object_size = 10'000;
    static constexpr std::size_t max_array_size = 1'000'000;
    static constexpr std::size_t max_key_size = 1'000;
    static constexpr std::size_t max_string_size = 1'000'000;

    std::vector<JsonNode> open;
    std::vector<std::string> keys;
    std::string text;
    JsonNode root;
    std::string repeated;

    void put(JsonNode node) {
        if (open.empty()) {
            root = std::move(node);
        } else if (auto* array = std::get_if<JsonArray>(&open.back().value)) {
            array->items.push_back(std::move(node));
        } else {
            auto& members = std::get<JsonObject>(open.back().value).members;
            members.emplace_back(std::move(keys.back()), std::move(node));
            keys.pop_back();
        }
    }
    void close() {
        JsonNode done = std::move(open.back());
        open.pop_back();
        put(std::move(done));
    }
    bool key(json::error_code& error) {
        for (const auto& [name, node] : std::get<JsonObject>(open.back().value).members)
            if (name == text) {
                repeated = text;
                error = json::error::syntax;
                return false;
            }
        keys.push_back(std::exchange(text, {}));
        return true;
    }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return open.push_back({JsonObject{}}), true; }
    bool on_object_end(std::size_t, json::error_code&) { return close(), true; }
    bool on_array_begin(json::error_code&) { return open.push_back({JsonArray{}}), true; }
    bool on_array_end(std::size_t, json::error_code&) { return close(), true; }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return text.append(part), true; }
    bool on_key(json::string_view part, std::size_t, json::error_code& error) { return text.append(part), key(error); }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return text.append(part), true; }
    bool on_string(json::string_view part, std::size_t, json::error_code&) {
        text.append(part);
        put({std::exchange(text, {})});
        return true;
    }
    // The text is in one buffer, so the last part of a number is all of it.
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, json::error_code&) { return put({number}), true; }
    bool on_uint64(std::uint64_t, json::string_view all, json::error_code&) { return put({JsonFraction{all}}), true; }
    bool on_double(double, json::string_view all, json::error_code&) { return put({JsonFraction{all}}), true; }
    bool on_bool(bool value, json::error_code&) { return put({value}), true; }
    bool on_null(json::error_code&) { return put({nullptr}), true; }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

}  // namespace

Verdict<JsonNode> parse_strict(std::string_view text) {
    if (text.starts_with(kByteOrderMark))
        return refuse(code::json_malformed, {{"what", "a byte order mark stands before it"}});
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
        return refuse(code::json_malformed, {{"what", "it is UTF-16"}});
    json::basic_parser<Handler> parser{json::parse_options{}};
    json::error_code error;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    Handler& handler = parser.handler();
    if (!handler.repeated.empty()) return refuse(code::member_repeated, {{"member", handler.repeated}});
    if (error)
        return refuse(code::json_malformed,
                      {{"what", std::string(error.message()) + " at byte " + std::to_string(read + 1)}});
    if (text.find_first_not_of(" \t\r", read) != std::string_view::npos)
        return refuse(code::json_malformed, {{"what", "bytes follow it from byte " + std::to_string(read + 1)}});
    if (!std::holds_alternative<JsonObject>(handler.root.value))
        return refuse(code::json_malformed, {{"what", "it is another value"}});
    return std::move(handler.root);
}

}  // namespace ipep
