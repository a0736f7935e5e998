#include "services/answers/record_schema.h"

#include <boost/json.hpp>

#include "events/describe.h"
#include "ledger/check.h"
#include "services/questions/shape_schema.h"

namespace ipep {
namespace {

namespace json = boost::json;

json::object reference_to(std::string_view name) { return {{"$ref", "#/components/schemas/" + std::string(name)}}; }

// "yearSettled" as a name of the description: YearSettled.
std::string schema_name(std::string_view kind) {
    std::string name(kind);
    name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    return name;
}

template <class T>
json::object schema_of_members();

template <DescribedEnum E>
json::object schema_of_names() {
    json::array names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto one) { names.emplace_back(one.name); });
    return {{"type", "string"}, {"enum", std::move(names)}};
}

// {"kind": {members}}, of any kind of the sum.
template <class V>
json::object schema_of_kinds() {
    json::array any;
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<V::size>>([&](auto index) {
        const std::string kind(kKinds[kKindIndex<std::variant_alternative_t<index, typename V::Kinds>>]);
        any.push_back({{"type", "object"},
                       {"additionalProperties", false},
                       {"properties", {{kind, reference_to(schema_name(kind))}}},
                       {"required", json::array{kind}}});
    });
    return {{"anyOf", std::move(any)}};
}

template <class T>
json::object schema_of_member() {
    if constexpr (std::is_same_v<T, Json>)
        return schema_of_shape("any");
    else if constexpr (std::is_same_v<T, Personal>)  // erased, or not to be shown
        return schema_of_shape("text|null");
    else if constexpr (std::is_same_v<T, std::string> || TextLike<T>)
        return schema_of_shape("text");
    else if constexpr (std::is_same_v<T, Money>)
        return schema_of_shape("amount");
    else if constexpr (std::is_same_v<T, Day>)
        return schema_of_shape("day");
    else if constexpr (std::is_same_v<T, bool>)
        return schema_of_shape("bool");
    else if constexpr (std::is_integral_v<T> || kIsYear<T>)
        return schema_of_shape("int");
    else if constexpr (DescribedEnum<T>)
        return schema_of_names<T>();
    else if constexpr (std::is_same_v<T, Knot>)  // score and modulation
        return schema_of_shape("[text]");
    else if constexpr (std::is_same_v<T, std::vector<CountedFrom>> || std::is_same_v<T, std::vector<WaveYears>>)
        return schema_of_shape("{*:int}");
    else if constexpr (Variant<T>)
        return schema_of_kinds<T>();
    else if constexpr (List<T>)
        return {{"type", "array"}, {"items", schema_of_member<typename T::value_type>()}};
    else
        return schema_of_members<T>();
}

template <class T>
json::object schema_of_members() {
    json::object properties;
    json::array required;
    for_each_member_type<T>([&]<class Member>(const char* name) {
        if constexpr (Optional<Member>) {
            properties[name] = schema_of_member<typename Member::value_type>();
        } else {
            properties[name] = schema_of_member<Member>();
            required.emplace_back(name);
        }
    });
    json::object schema{{"type", "object"}, {"additionalProperties", false}};
    if (!properties.empty()) schema["properties"] = std::move(properties);
    if (!required.empty()) schema["required"] = std::move(required);
    return schema;
}

void add(json::object& to, const std::string& name, json::object schema) {
    const bool is_new = to.emplace(name, std::move(schema)).second;
    IPEP_CHECK(is_new, "schema", name);
}

}  // namespace

void add_record_schemas(json::object& to) {
    json::array any;
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<Body::size>>([&](auto index) {
        using Kind = std::variant_alternative_t<index, Body::Kinds>;
        const std::string name = schema_name(kKinds[kKindIndex<Kind>]);
        add(to, name, schema_of_members<Kind>());
        any.push_back(reference_to(name));
    });
    add(to, "EventBody", {{"anyOf", std::move(any)}});
    add(to, "Parameters", schema_of_members<Parameters>());
}

}  // namespace ipep
