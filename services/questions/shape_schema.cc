#include "services/questions/shape_schema.h"

#include <boost/json.hpp>
#include <map>
#include <stdexcept>

#include "services/questions/shape.h"

namespace ipep {
namespace {

namespace json = boost::json;

json::object text_with(const char* pattern) { return {{"type", "string"}, {"pattern", pattern}}; }

json::object basic(const std::string& name) {
    static const std::map<std::string, json::object> known = {{"text", {{"type", "string"}}},
                                                              {"int", {{"type", "integer"}}},
                                                              {"bool", {{"type", "boolean"}}},
                                                              {"null", {{"type", "null"}}},
                                                              {"object", {{"type", "object"}}},
                                                              {"any", {}},
                                                              {"day", {{"type", "string"}, {"format", "date"}}},
                                                              {"time", {{"type", "string"}, {"format", "date-time"}}},
                                                              {"hex", text_with("^[0-9a-f]+$")},
                                                              {"amount", text_with("^-?[0-9]+\\.[0-9]{2}$")},
                                                              {"decimal", text_with("^-?[0-9]+(\\.[0-9]+)?$")}};
    const auto found = known.find(name);
    if (found == known.end()) throw std::invalid_argument("no shape is named " + name);
    return found->second;
}

class ShapeReader {
public:
    explicit ShapeReader(std::string_view text) : text_(text) {}

    json::object whole() {
        json::object schema = either();
        if (at_ != text_.size()) fail();
        return schema;
    }

private:
    json::object either() {
        json::array any{one()};
        while (takes('|')) any.push_back(one());
        return any.size() == 1 ? any[0].as_object() : json::object{{"anyOf", std::move(any)}};
    }

    json::object one() {
        if (takes('[')) {
            const bool is_paged = takes('+');
            json::object list{{"type", "array"}, {"items", either()}};
            if (is_paged) list["x-paged"] = true;
            expect(']');
            return list;
        }
        if (takes('{')) return members();
        const std::string name = word();
        const bool is_named = !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
        return is_named ? json::object{{"$ref", "#/components/schemas/" + name}} : basic(name);
    }

    json::object members() {
        json::object schema{{"type", "object"}}, properties;
        json::array required;
        do {
            if (takes('*')) {
                expect(':');
                schema["additionalProperties"] = either();
                continue;
            }
            const std::string name = word();
            if (!takes('?')) required.emplace_back(name);
            expect(':');
            properties[name] = either();
        } while (takes(','));
        expect('}');
        if (!schema.contains("additionalProperties")) schema["additionalProperties"] = false;
        if (!properties.empty()) schema["properties"] = std::move(properties);
        if (!required.empty()) schema["required"] = std::move(required);
        return schema;
    }

    std::string word() {
        skip();
        const std::size_t from = at_;
        while (at_ < text_.size() && questions::is_letter(text_[at_])) ++at_;
        return std::string(text_.substr(from, at_ - from));
    }
    void skip() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    bool takes(char c) {
        skip();
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    void expect(char c) {
        if (!takes(c)) fail();
    }
    [[noreturn]] void fail() const { throw std::invalid_argument("shape: " + std::string(text_.substr(at_))); }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

json::object schema_of_shape(std::string_view shape) { return ShapeReader(shape).whole(); }

}  // namespace ipep
