#include "services/answers/row_table.h"

#include <boost/json.hpp>

#include "services/files/csv_text.h"

namespace ipep {
namespace {

using questions::Column;

std::string cell_of(const boost::json::object& row, std::string_view member) {
    const boost::json::value* value = row.if_contains(member);
    if (!value || value->is_null()) return {};
    return value->is_string() ? std::string(value->as_string()) : boost::json::serialize(*value);
}

std::vector<std::string> header_of(const std::vector<Column>& columns) {
    std::vector<std::string> names;
    for (const Column& one : columns)
        if (one.inner.empty())
            names.push_back(one.member);
        else
            names.insert(names.end(), one.inner.begin(), one.inner.end());
    return names;
}

std::vector<std::string> record_of(const boost::json::object& row, const boost::json::object& inner,
                                   const std::vector<Column>& columns) {
    std::vector<std::string> cells;
    for (const Column& one : columns) {
        if (one.inner.empty()) cells.push_back(cell_of(row, one.member));
        for (const std::string& member : one.inner) cells.push_back(cell_of(inner, member));
    }
    return cells;
}

}  // namespace

std::string csv_of(const boost::json::object& answer, const questions::RowList& list) {
    std::string csv;
    append_csv_row(csv, header_of(list.columns));
    const auto holds = std::ranges::find_if(list.columns, [](const Column& one) { return !one.inner.empty(); });
    for (const boost::json::value& value : answer.at(list.member).as_array()) {
        const boost::json::object& row = value.as_object();
        const boost::json::array none;
        const auto& inner = holds == list.columns.end() ? none : row.at(holds->member).as_array();
        for (const boost::json::value& one : inner) append_csv_row(csv, record_of(row, one.as_object(), list.columns));
        if (inner.empty()) append_csv_row(csv, record_of(row, {}, list.columns));
    }
    return csv;
}

}  // namespace ipep
