#include "services/histories/panel/xlsx_sink.h"

#include <xlsxwriter.h>

#include <charconv>

#include "events/code.h"
#include "events/fault.h"

namespace ipep::panel {
namespace {

constexpr lxw_row_t kMostRows = 1'048'576;
constexpr double kDaysFrom1900To1970 = 25'569;

double as_number(std::string_view decimal) {
    double number = 0;
    std::from_chars(decimal.data(), decimal.data() + decimal.size(), number);
    return number;
}

// At most as many as keep the sheet readable.
double width_of(const Column& column) {
    const double name = static_cast<double>(column.name.size()) + 2;
    if (column.type == CellType::time) return std::max(name, 20.0);
    return std::max(name, column.type <= CellType::identifier ? 16.0 : 12.0);
}

}  // namespace

struct Workbook::Formats {
    lxw_format *head, *euros, *day, *time;
};

class Workbook::Sheet : public RowSink {
public:
    Sheet(lxw_workbook* book, const Formats& formats, const TableShape& shape)
        : book_(book), formats_(formats), shape_(shape) {
        begin();
    }

    void row(const Row& row) override {
        if (next_ == kMostRows) begin();
        for (std::size_t i = 0; i < row.size(); ++i)
            if (row[i].present) write(static_cast<lxw_col_t>(i), row[i], shape_.columns[i].type);
        ++next_;
    }
    void finish() {
        worksheet_autofilter(sheet_, 0, 0, std::max<lxw_row_t>(1, next_ - 1),
                             static_cast<lxw_col_t>(shape_.columns.size() - 1));
    }

private:
    void begin() {
        if (sheet_) finish();
        const std::string name = ++sheets_ == 1 ? shape_.name : shape_.name + '_' + std::to_string(sheets_);
        sheet_ = workbook_add_worksheet(book_, name.c_str());
        for (std::size_t i = 0; i < shape_.columns.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            worksheet_set_column(sheet_, column, column, width_of(shape_.columns[i]), nullptr);
            worksheet_write_string(sheet_, 0, column, shape_.columns[i].name.c_str(), formats_.head);
        }
        worksheet_freeze_panes(sheet_, 1, 0);
        next_ = 1;
    }

    void write(lxw_col_t column, const Cell& cell, CellType type) {
        const auto number = static_cast<double>(cell.number);
        switch (type) {
            case CellType::text:
            case CellType::identifier:
            case CellType::category:
                worksheet_write_string(sheet_, next_, column, std::string(cell.text).c_str(), nullptr);
                break;
            case CellType::decimal:
            case CellType::nearest: worksheet_write_number(sheet_, next_, column, as_number(cell.text), nullptr); break;
            case CellType::whole: worksheet_write_number(sheet_, next_, column, number, nullptr); break;
            case CellType::euros: worksheet_write_number(sheet_, next_, column, number / 100, formats_.euros); break;
            case CellType::boolean: worksheet_write_boolean(sheet_, next_, column, cell.number != 0, nullptr); break;
            case CellType::day:
                worksheet_write_number(sheet_, next_, column, number + kDaysFrom1900To1970, formats_.day);
                break;
            case CellType::time:
                worksheet_write_number(sheet_, next_, column, number / 86'400e6 + kDaysFrom1900To1970, formats_.time);
                break;
        }
    }

    lxw_workbook* book_;
    const Formats& formats_;
    const TableShape& shape_;
    lxw_worksheet* sheet_ = nullptr;
    lxw_row_t next_ = 0;
    int sheets_ = 0;
};

struct Workbook::Book {
    std::string path, folder;
    lxw_workbook* handle = nullptr;
    Formats formats{};
    std::vector<std::unique_ptr<Sheet>> sheets = {};
};

Workbook::Workbook(const std::string& path, const std::string& folder, const std::string& title, std::int64_t made_at)
    : book_(new Book{path, folder}) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = book_->folder.data();
    book_->handle = workbook_new_opt(path.c_str(), &options);
    if (!book_->handle) throw Fault(code::disk_fault, {{"what", path}});
    lxw_doc_properties properties{};
    std::string shown = title;
    properties.title = shown.data();
    properties.created = made_at;
    workbook_set_properties(book_->handle, &properties);
    const auto format = [&](const char* number_format) {
        lxw_format* made = workbook_add_format(book_->handle);
        if (number_format) format_set_num_format(made, number_format);
        return made;
    };
    book_->formats = {format(nullptr), format("#,##0.00"), format("yyyy-mm-dd"), format("yyyy-mm-dd hh:mm:ss")};
    format_set_bold(book_->formats.head);
}

Workbook::~Workbook() {
    if (book_->handle) workbook_close(book_->handle);
}

RowSink& Workbook::add(const TableShape& shape) {
    book_->sheets.push_back(std::make_unique<Sheet>(book_->handle, book_->formats, shape));
    return *book_->sheets.back();
}

void Workbook::close() {
    for (const auto& sheet : book_->sheets) sheet->finish();
    if (const lxw_error error = workbook_close(std::exchange(book_->handle, nullptr)); error != LXW_NO_ERROR)
        throw Fault(code::disk_fault, {{"what", book_->path + ": " + lxw_strerror(error)}});
}

}  // namespace ipep::panel
