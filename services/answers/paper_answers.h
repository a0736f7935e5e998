// Paper answers: letters, notices of results and the national report, read or written to a file.
//
// Source: contract, "Letters", "Second edition".
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/year.h"
#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/histories/national_report.h"
#include "services/letter/letter.h"
#include "services/letter/notice_reading.h"
#include "services/questions/banking.h"
#include "services/questions/reporting.h"

namespace ipep {

struct LetterRead {
    OrderId order;
    Letter letter;
};
struct LetterKept {
    OrderId order;
    KeptFile file;
};
Verdict<Answer<std::variant<LetterRead, LetterKept>>> answer(Asking& asking, const questions::Letter& question);
boost::json::object document(const LetterRead& value);
boost::json::object document(const LetterKept& value);

// Of a file for the bank: one PDF, or a folder with one each.
struct LettersKept {
    std::string message, path;
    std::int64_t count = 0;
    std::vector<Rejection> without;
};
Verdict<Answer<LettersKept>> answer(Asking& asking, const questions::Letters& question);
boost::json::object document(const LettersKept& value);

struct NoticesRead {
    ResultYear year = 0;
    std::vector<AddressedNotice> notices;
};
// Of one groupement, or of all those in a folder.
struct NoticeKept {
    ResultYear year = 0;
    GroupementId groupement;
    KeptFile file;
};
struct NoticesKept {
    ResultYear year = 0;
    std::string folder;
    std::vector<NoticeKept> files;
};
Verdict<Answer<std::variant<NoticesRead, NoticeKept, NoticesKept>>> answer(Asking& asking,
                                                                           const questions::Notice& question);
boost::json::object document(const NoticesRead& value);
boost::json::object document(const NoticeKept& value);
boost::json::object document(const NoticesKept& value);

struct ReportKept {
    PaymentYear year = 0;
    KeptFile file;
};
Verdict<Answer<std::variant<NationalReport, ReportKept>>> answer(Asking& asking, const questions::Report& question);
boost::json::object document(const NationalReport& value);
boost::json::object document(const ReportKept& value);

}  // namespace ipep
