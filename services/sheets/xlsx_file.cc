#include "services/sheets/xlsx_file.h"

#include <xlsxwriter.h>

#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>

#include "events/code.h"
#include "events/fault.h"
#include "services/files/scratch_folder.h"

namespace ipep::sheets {
namespace {

constexpr double kDaysFrom1900To1970 = 25'569;

lxw_format* format_of(lxw_workbook* book, Look look) {
    lxw_format* made = workbook_add_format(book);
    if (look == Look::head) {
        format_set_bold(made);
        format_set_bottom(made, LXW_BORDER_THIN);
    }
    if (look == Look::text) format_set_num_format(made, "@");  // so that 042 stays
    if (look == Look::hint) format_set_font_color(made, 0x666666);
    if (look == Look::day) format_set_num_format(made, "dd/mm/yyyy");
    if (look == Look::input || look == Look::day) format_set_bg_color(made, 0xFFF8DC);
    if (look == Look::wrong) format_set_bg_color(made, 0xFFC7CE);
    if (look == Look::input || look == Look::wrong) format_set_border(made, LXW_BORDER_HAIR);
    return made;
}

lxw_data_validation expectation(std::string& unit) {
    lxw_data_validation expected{};
    expected.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    expected.error_message = unit.data();
    return expected;
}

}  // namespace

struct XlsxFile::Book {
    ScratchFolder folder;
    std::string path = folder.file("book.xlsx"), temporary = folder.file("");
    lxw_workbook* handle = nullptr;
    lxw_worksheet* sheet = nullptr;
    std::array<lxw_format*, kLooks> formats{};

    lxw_format* look(Look look) const { return formats[static_cast<std::size_t>(look)]; }
};

XlsxFile::XlsxFile() : book_(std::make_unique<Book>()) {
    lxw_workbook_options options{};
    options.tmpdir = book_->temporary.data();
    book_->handle = workbook_new_opt(book_->path.c_str(), &options);
    if (!book_->handle) throw Fault(code::disk_fault, {{"what", book_->path}});
    for (std::size_t i = 0; i < kLooks; ++i) book_->formats[i] = format_of(book_->handle, static_cast<Look>(i));
}

XlsxFile::~XlsxFile() {
    if (book_->handle) workbook_close(book_->handle);
}

void XlsxFile::sheet(const std::string& name) {
    book_->sheet = workbook_add_worksheet(book_->handle, name.empty() ? nullptr : name.c_str());
    if (!book_->sheet) book_->sheet = workbook_add_worksheet(book_->handle, nullptr);  // a name that is no sheet's
}

void XlsxFile::text(CellAt at, const std::string& text, Look look) {
    worksheet_write_string(book_->sheet, at.row, at.column, text.c_str(), book_->look(look));
}

void XlsxFile::number(CellAt at, const std::string& decimal, Look look) {
    double number = 0;
    std::from_chars(decimal.data(), decimal.data() + decimal.size(), number);
    worksheet_write_number(book_->sheet, at.row, at.column, number, book_->look(look));
}

void XlsxFile::day(CellAt at, Day day, Look look) {
    worksheet_write_number(book_->sheet, at.row, at.column, day.since_1970 + kDaysFrom1900To1970, book_->look(look));
}

void XlsxFile::empty(CellAt at, Look look) {
    worksheet_write_blank(book_->sheet, at.row, at.column, book_->look(look));
}

void XlsxFile::note(CellAt at, const std::string& text) {
    worksheet_write_comment(book_->sheet, at.row, at.column, text.c_str());
}

void XlsxFile::width(std::uint16_t column, double characters) {
    worksheet_set_column(book_->sheet, column, column, characters, nullptr);
}

void XlsxFile::expect_whole(CellAt at, const std::string& unit) {
    std::string said = unit;
    lxw_data_validation expected = expectation(said);
    expected.validate = LXW_VALIDATION_TYPE_INTEGER;
    expected.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
    worksheet_data_validation_cell(book_->sheet, at.row, at.column, &expected);
}

void XlsxFile::expect_between(CellAt at, double from, double until, const std::string& unit) {
    std::string said = unit;
    lxw_data_validation expected = expectation(said);
    expected.validate = LXW_VALIDATION_TYPE_DECIMAL;
    expected.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    expected.minimum_number = from;
    expected.maximum_number = until;
    worksheet_data_validation_cell(book_->sheet, at.row, at.column, &expected);
}

void XlsxFile::expect_one_of(CellAt at, const std::vector<std::string>& choices) {
    std::vector<std::string> kept = choices;
    std::vector<char*> words;
    for (std::string& one : kept) words.push_back(one.data());
    words.push_back(nullptr);
    lxw_data_validation expected{};
    expected.validate = LXW_VALIDATION_TYPE_LIST;
    expected.value_list = words.data();
    worksheet_data_validation_cell(book_->sheet, at.row, at.column, &expected);
}

void XlsxFile::finish_table(std::uint32_t last_row, std::uint16_t last_column) {
    worksheet_freeze_panes(book_->sheet, 1, 0);
    worksheet_autofilter(book_->sheet, 0, 0, last_row, last_column);
}

std::string XlsxFile::bytes() {
    if (const lxw_error error = workbook_close(std::exchange(book_->handle, nullptr)); error != LXW_NO_ERROR)
        throw Fault(code::disk_fault, {{"what", book_->path + ": " + lxw_strerror(error)}});
    std::ifstream file(book_->path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace ipep::sheets
