#include "services/questions/row_list.h"

#include <algorithm>
#include <boost/json.hpp>

#include "services/questions/shape.h"
#include "services/questions/shape_schema.h"

namespace ipep::questions {
namespace {

using boost::json::object;

// Where a name stands, what it is the name of.
object resolved(const object& schema) {
    const auto* name = schema.if_contains("$ref");
    if (!name) return schema;
    const std::string_view path = name->as_string();
    const auto* known = std::ranges::find(kShapes, path.substr(path.rfind('/') + 1), &NamedShape::name);
    if (known->shape.empty()) return {{"type", "object"}};  // of a record
    return schema_of_shape(known->shape);
}

const object* members_of(const object& schema) {
    const auto* members = schema.if_contains("properties");
    return members ? &members->as_object() : nullptr;
}

std::vector<object> ways_of(const object& schema) {
    const auto* any = schema.if_contains("anyOf");
    if (!any) return {resolved(schema)};
    std::vector<object> ways;
    for (const auto& one : any->as_array()) ways.push_back(resolved(one.as_object()));
    return ways;
}

// Whether it is a value, or holds nothing but values `levels` deep at most.
bool holds_values(const object& any_schema, int levels) {
    for (const object& schema : ways_of(any_schema)) {
        const auto* type = schema.if_contains("type");
        const bool is_list = type && type->as_string() == "array", is_object = type && type->as_string() == "object";
        if (!is_list && !is_object) continue;
        if (levels == 0) return false;
        if (is_list && !holds_values(schema.at("items").as_object(), levels - 1)) return false;
        if (!is_object) continue;
        const object* members = members_of(schema);
        const auto* others = schema.if_contains("additionalProperties");
        if (!members && !others) return false;  // "object" says nothing of what is in it
        if (others && others->is_object() && !holds_values(others->as_object(), levels - 1)) return false;
        if (members && !std::ranges::all_of(*members, [&](const auto& one) {
                return holds_values(one.value().as_object(), levels - 1);
            }))
            return false;
    }
    return true;
}

RowList list_of(std::string_view member, const object& list);

Column column_of(std::string_view member, const object& schema, bool& is_flat) {
    constexpr int kObjectsInAList = 2;
    Column column{std::string(member)};
    if (!schema.contains("x-paged")) {
        is_flat = is_flat && holds_values(schema, kObjectsInAList);
        return column;
    }
    const RowList inner = list_of(member, schema);
    is_flat = is_flat && inner.is_flat;
    for (const Column& one : inner.columns) column.inner.push_back(one.member);
    return column;
}

RowList list_of(std::string_view member, const object& list) {
    const object row = resolved(list.at("items").as_object());
    RowList found{std::string(member), {}, true};
    if (const object* members = members_of(row))
        for (const auto& one : *members)
            found.columns.push_back(column_of(one.key(), one.value().as_object(), found.is_flat));
    return found;
}

}  // namespace

std::vector<RowLists> row_lists(std::string_view shape) {
    std::vector<RowLists> found;
    if (shape.empty()) return found;
    for (const object& way : ways_of(schema_of_shape(shape))) {
        RowLists lists;
        if (const object* members = members_of(way))
            for (const auto& one : *members)
                if (one.value().as_object().contains("x-paged"))
                    lists.push_back(list_of(one.key(), one.value().as_object()));
        if (!lists.empty()) found.push_back(std::move(lists));
    }
    return found;
}

bool is_table(const RowLists& lists) { return lists.size() == 1 && lists.front().is_flat; }

}  // namespace ipep::questions
