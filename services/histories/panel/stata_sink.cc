#include "services/histories/panel/stata_sink.h"

#include <readstat.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "events/code.h"
#include "events/fault.h"
#include "services/files/new_file.h"

namespace ipep::panel {
namespace {

constexpr std::size_t kWidestText = 2045, kWidestLabel = 80;
constexpr std::int64_t kDaysFrom1960To1970 = 3653;

// At most `bytes` of it, whole characters only.
std::string cut(std::string_view text, std::size_t bytes) {
    if (text.size() > bytes) {
        while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80) --bytes;
        text = text.substr(0, bytes);
    }
    return std::string(text);
}

readstat_type_t stata_type_of(CellType type) {
    if (type <= CellType::identifier) return READSTAT_TYPE_STRING;
    if (type == CellType::category || type == CellType::boolean) return READSTAT_TYPE_INT8;
    if (type == CellType::day) return READSTAT_TYPE_INT32;
    return READSTAT_TYPE_DOUBLE;
}

double number_of(const Cell& cell, CellType type) {
    const auto number = static_cast<double>(cell.number);
    if (type == CellType::euros) return number / 100;
    if (type == CellType::time) return static_cast<double>(cell.number / 1000 + kDaysFrom1960To1970 * 86'400'000);
    if (!is_written(type)) return number;
    double decimal = 0;
    std::from_chars(cell.text.data(), cell.text.data() + cell.text.size(), decimal);
    return decimal;
}

}  // namespace

struct StataSink::Writer {
    std::string path;
    const TableShape& shape;
    NewFile file{path};
    std::optional<Fault> failed = {};  // no exception passes through a library in C
    readstat_writer_t* handle = nullptr;
    std::vector<readstat_variable_t*> variables = {};

    void check(readstat_error_t error) const {
        if (failed) throw *failed;
        if (error != READSTAT_OK)
            throw Fault(code::disk_fault, {{"what", path + ": " + readstat_error_message(error)}});
    }

    readstat_label_set_t* labels_of(const Column& column) const {
        std::vector<std::string> values = column.categories;
        if (column.type == CellType::boolean) values = {"false", "true"};
        if (values.empty()) return nullptr;
        auto* set = readstat_add_label_set(handle, READSTAT_TYPE_INT32, column.name.c_str());
        // A boolean's values are 0 and 1, a category's begin with 1.
        auto number = static_cast<std::int32_t>(column.type != CellType::boolean);
        for (const std::string& value : values) readstat_label_int32_value(set, number++, value.c_str());
        return set;
    }

    void add(const Column& column, std::size_t width) {
        const bool text = column.type <= CellType::identifier;
        auto* variable = readstat_add_variable(handle, column.name.c_str(), stata_type_of(column.type),
                                               text ? std::min(kWidestText, std::max<std::size_t>(width, 1)) : 0);
        readstat_variable_set_label(variable, cut(column.label_fr, kWidestLabel).c_str());
        if (auto* set = labels_of(column)) readstat_variable_set_label_set(variable, set);
        if (column.type == CellType::day) readstat_variable_set_format(variable, "%td");
        if (column.type == CellType::time) readstat_variable_set_format(variable, "%tc");
        if (column.type == CellType::euros) readstat_variable_set_format(variable, "%15.2f");
        if (column.type == CellType::whole) readstat_variable_set_format(variable, "%15.0f");
        variables.push_back(variable);
    }

    void insert(std::size_t i, const Cell& cell) const {
        const Column& column = shape.columns[i];
        const readstat_variable_t* variable = variables[i];
        if (column.type <= CellType::identifier)
            return check(readstat_insert_string_value(handle, variable, cut(cell.text, kWidestText).c_str()));
        if (!cell.present) return check(readstat_insert_missing_value(handle, variable));
        if (column.type == CellType::category) {
            const auto at = std::ranges::find(column.categories, cell.text) - column.categories.begin();
            return check(readstat_insert_int8_value(handle, variable, static_cast<std::int8_t>(at + 1)));
        }
        if (column.type == CellType::boolean)
            return check(readstat_insert_int8_value(handle, variable, static_cast<std::int8_t>(cell.number)));
        if (column.type == CellType::day)
            return check(readstat_insert_int32_value(handle, variable,
                                                     static_cast<std::int32_t>(cell.number + kDaysFrom1960To1970)));
        check(readstat_insert_double_value(handle, variable, number_of(cell, column.type)));
    }
};

StataSink::StataSink(const std::string& path, const TableShape& shape, const CsvReport& csv, const std::string& label,
                     std::int64_t made_at)
    : writer_(new Writer{path, shape}) {
    writer_->handle = readstat_writer_init();
    readstat_set_data_writer(writer_->handle, [](const void* data, size_t size, void* context) {
        auto& writer = *static_cast<Writer*>(context);
        try {
            writer.file.write({static_cast<const char*>(data), size});
            return static_cast<ssize_t>(size);
        } catch (const Fault& fault) {
            writer.failed = fault;
            return ssize_t{-1};
        }
    });
    readstat_writer_set_file_label(writer_->handle, cut(label, kWidestLabel).c_str());
    readstat_writer_set_file_timestamp(writer_->handle, made_at);
    readstat_writer_set_file_format_version(writer_->handle, 118);
    for (std::size_t i = 0; i < shape.columns.size(); ++i) writer_->add(shape.columns[i], csv.widths[i]);
    writer_->check(readstat_begin_writing_dta(writer_->handle, writer_.get(), static_cast<long>(csv.rows)));
}

StataSink::~StataSink() { readstat_writer_free(writer_->handle); }

void StataSink::row(const Row& row) {
    writer_->check(readstat_begin_row(writer_->handle));
    for (std::size_t i = 0; i < row.size(); ++i) writer_->insert(i, row[i]);
    writer_->check(readstat_end_row(writer_->handle));
}

void StataSink::finish() {
    writer_->check(readstat_end_writing(writer_->handle));
    writer_->file.close();
}

}  // namespace ipep::panel
