// Report: the yearly national report as a paper, for the ministry and the Cnam.
//
// Shape:  a notice without an addressee; in French, as it is sent. Nothing of it depends on the clock: one state of the
//         ledger, one report. As CSV one figure a row, `payment_year,title,wave,figure,amount`, with two decimals.
// Source: CDC 2019 §9; services/histories/national_report.h.
#pragma once

#include "services/histories/national_report.h"
#include "services/letter/notice.h"

namespace ipep {

Notice paper_of(const NationalReport& report);
std::string report_csv(const NationalReport& report);

}  // namespace ipep
