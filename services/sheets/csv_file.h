// CsvFile: a CSV as the reader's spreadsheet opens it by a double click: semicolons and decimal commas in French,
// commas and points in English, UTF-8 behind a byte order mark.
//
// Shape:  a text that a spreadsheet would compute (=, +, -, @ at its beginning) gets an apostrophe in front.
// Source: RFC 4180; OWASP, "CSV Injection".
#pragma once

#include <string>
#include <string_view>

namespace ipep::sheets {

class CsvFile {
public:
    CsvFile();
    // With that separator, whatever the language.
    explicit CsvFile(char separator);

    void text(std::string_view text);
    // With a point, or empty.
    void number(std::string_view decimal);
    // As it stood in another file.
    void as_it_was(std::string_view text);
    void end_row();
    const std::string& bytes() const { return bytes_; }

private:
    void field(std::string_view text);

    char separator_;
    std::string bytes_;
    bool begins_ = true;
};

}  // namespace ipep::sheets
