#include "services/sheets/sheet.h"

#include "services/sheets/csv_reader.h"
#include "services/sheets/ods_reader.h"
#include "services/sheets/xlsx_reader.h"
#include "services/sheets/zip_file.h"
#include "services/words/code.h"

namespace ipep::sheets {

Verdict<Spreadsheet> read_spreadsheet(std::string_view bytes) {
    using namespace std::literals;
    if (bytes.starts_with("\xd0\xcf\x11\xe0"sv))
        return refuse(code::sheet_unreadable, {{"what", "it is protected by a password, or of the old kind .xls"}});
    if (!bytes.starts_with("PK\x03\x04"sv)) return read_csv(bytes);
    auto archive = IPEP_TRY(ZipFile::open(bytes));
    if (archive.has("content.xml")) return read_ods(archive);
    if (archive.has("_rels/.rels")) return read_xlsx(archive);
    return refuse(code::sheet_unreadable, {{"what", "it is an archive of something else"}});
}

std::string column_letters(std::size_t column) {
    std::string letters;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return letters;
}

}  // namespace ipep::sheets
