#include "services/sheets/csv_file.h"

#include <algorithm>

#include "services/words/language.h"

namespace ipep::sheets {

CsvFile::CsvFile() : CsvFile(language() == Language::french ? ';' : ',') {}
CsvFile::CsvFile(char separator) : separator_(separator), bytes_("\xef\xbb\xbf") {}

void CsvFile::text(std::string_view text) {
    const bool is_computed = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    field(is_computed ? '\'' + std::string(text) : std::string(text));
}

void CsvFile::number(std::string_view decimal) {
    std::string shown(decimal);
    if (language() == Language::french) std::ranges::replace(shown, '.', ',');
    field(shown);
}

void CsvFile::as_it_was(std::string_view text) { field(text); }

void CsvFile::field(std::string_view text) {
    if (!begins_) bytes_ += separator_;
    begins_ = false;
    const char quoted[] = {separator_, '"', '\r', '\n'};
    if (text.find_first_of(std::string_view(quoted, 4)) == std::string_view::npos) {
        bytes_ += text;
        return;
    }
    bytes_ += '"';
    for (const char c : text) bytes_.append(c == '"' ? 2 : 1, c);
    bytes_ += '"';
}

void CsvFile::end_row() {
    bytes_ += "\r\n";
    begins_ = true;
}

}  // namespace ipep::sheets
