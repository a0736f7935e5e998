#include "services/sheets/csv_reader.h"

#include <unicode/ucnv.h>

#include <algorithm>

#include "events/byte_order_mark.h"
#include "services/sheets/sheet_builder.h"
#include "services/sheets/zip_file.h"
#include "services/words/code.h"
#include "services/words/language.h"
#include "services/words/utf8.h"

namespace ipep::sheets {
namespace {

Verdict<std::string> converted(std::string_view bytes, const char* from) {
    UErrorCode error = U_ZERO_ERROR;
    std::string text(bytes.size() * 3 + 16, '\0');
    const std::int32_t size = ucnv_convert("UTF-8", from, text.data(), static_cast<std::int32_t>(text.size()),
                                           bytes.data(), static_cast<std::int32_t>(bytes.size()), &error);
    if (U_FAILURE(error)) return refuse(code::sheet_unreadable, {{"what", "its letters are in no known encoding"}});
    text.resize(static_cast<std::size_t>(size));
    return text;
}

Verdict<std::string> as_text(std::string_view bytes) {
    using namespace std::literals;
    if (bytes.size() > kMostUnpacked)
        return refuse(code::sheet_too_large, {{"most", std::to_string(kMostUnpacked)}, {"of", tr("bytes unpacked")}});
    if (bytes.starts_with("\xff\xfe"sv)) return converted(bytes.substr(2), "UTF-16LE");
    if (bytes.starts_with("\xfe\xff"sv)) return converted(bytes.substr(2), "UTF-16BE");
    if (bytes.find('\0') != std::string_view::npos)
        return refuse(code::sheet_unreadable, {{"what", "it is neither a spreadsheet nor a text"}});
    bytes = without_byte_order_mark(bytes);
    if (as_utf8(bytes) == bytes) return std::string(bytes);
    return converted(bytes, "windows-1252");
}

// The separator that stands most often outside quotes in the first line that has one.
char separator_of(std::string_view text) {
    std::size_t semicolons = 0, commas = 0, tabs = 0;
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        semicolons += c == ';', commas += c == ',', tabs += c == '\t';
        if (c == '\n' && semicolons + commas + tabs > 0) break;
    }
    if (tabs > semicolons && tabs > commas) return '\t';
    return commas > semicolons ? ',' : ';';
}

// `sep=;` before all rows.
bool take_separator(std::string_view& text, char& separator) {
    if (text.size() < 5 || !text.starts_with("sep=")) return false;
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() != 5) return false;
    separator = line[4];
    text.remove_prefix(std::min(end + 1, text.size()));
    return true;
}

class Fields {
public:
    Fields(std::string_view text, char separator, std::int64_t before, SheetBuilder& to)
        : text_(text), separator_(separator), row_(before + 1), to_(to) {}

    Verdict<> read() {
        while (!text_.empty()) IPEP_TRY(read_field());
        return {};
    }

private:
    // One field and what ends it: a separator, a line break or the end.
    Verdict<> read_field() {
        std::string value;
        if (text_.starts_with('"')) {
            IPEP_TRY(read_quoted(value));
        } else {
            const char ends[] = {separator_, '\r', '\n'};
            const auto end = std::min(text_.find_first_of(std::string_view(ends, 3)), text_.size());
            value = text_.substr(0, end);
            text_.remove_prefix(end);
        }
        IPEP_TRY(to_.put(row_, column_, {CellType::text, std::move(value), 0}));
        if (text_.empty()) return {};
        if (text_.front() == separator_) {
            ++column_;
            text_.remove_prefix(1);
            return {};
        }
        if (text_.front() != '\r' && text_.front() != '\n') return broken();
        text_.remove_prefix(text_.starts_with("\r\n") ? 2 : 1);
        ++row_, column_ = 0;
        return {};
    }

    Verdict<> read_quoted(std::string& value) {
        for (text_.remove_prefix(1);;) {
            const auto end = text_.find('"');
            if (end == std::string_view::npos) return broken();
            value += text_.substr(0, end);
            text_.remove_prefix(end + 1);
            if (!text_.starts_with('"')) return {};
            value += '"';
            text_.remove_prefix(1);
        }
    }

    Verdict<> broken() const {
        return refuse(code::sheet_unreadable,
                      {{"what", "a quote is not closed, or text follows it, row " + std::to_string(row_)}});
    }

    std::string_view text_;
    char separator_;
    std::int64_t row_;
    std::size_t column_ = 0;
    SheetBuilder& to_;
};

}  // namespace

Verdict<Spreadsheet> read_csv(std::string_view bytes) {
    const std::string all = IPEP_TRY(as_text(bytes));
    std::string_view text = all;
    SheetBuilder builder(FileKind::csv);
    char separator = 0;
    const std::int64_t before = take_separator(text, separator) ? 1 : 0;
    if (before == 0) separator = separator_of(text);
    builder.made().separator = separator;
    builder.begin_sheet("");
    IPEP_TRY(Fields(text, separator, before, builder).read());
    return std::move(builder.made());
}

}  // namespace ipep::sheets
