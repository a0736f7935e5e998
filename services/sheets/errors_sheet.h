// ErrorsSheet: the file as it came, with what is wrong beside it, to be given back to whoever filled it in.
//
// Shape:  every cell where it stood; a cell that is refused or stands out is coloured and has the sentence as its note;
//         the column "Errors" behind the table says all of a row's, by cell. A CSV has that column alone.
#pragma once

#include "services/sheets/sheet_import.h"

namespace ipep::sheets {

std::string errors_csv(const SheetImport& import);
std::string errors_xlsx(const SheetImport& import);

}  // namespace ipep::sheets
