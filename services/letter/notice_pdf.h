// Notice PDF: the notice drawn on A4, tagged so that a screen reader follows it; the same notice, the same bytes.
//
// Shape:  Document with H1, H2, P and tables; as many pages as it takes. Otherwise as services/letter/letter_pdf.h.
// Errors: file_unreadable, where the fonts' package is missing.
#pragma once

#include "ledger/rejection.h"
#include "services/letter/notice.h"

namespace ipep {

Verdict<std::string> notice_pdf(const Notice& notice);

}  // namespace ipep
