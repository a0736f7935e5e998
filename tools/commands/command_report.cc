// report: what the fund spends on the experiment.
#include <boost/json.hpp>

#include "events/seal.h"
#include "services/files/whole_file.h"
#include "services/histories/histories_answer.h"
#include "services/letter/notice_pdf.h"
#include "services/letter/report.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"

namespace ipep {

int ask(const Shell& shell, const questions::Report& question) {
    if (!well_formed_year(question.year)) throw WrongUsage(tr("YEAR is a payment year as 2022"));
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    // Sums by wave give away a groupement's own where a wave has few.
    if (const auto allowed = shell.asks(**ledger).check(Right::read_amounts); !allowed)
        return shell.refuse(allowed.error());
    const NationalReport report = report_of(**ledger, (*ledger)->views(), question.year);
    if (question.out.empty())
        return shell.answer(ledger->get(), shell.json() ? report_answer(report) : boost::json::object(),
                            [&] { return notice_text(paper_of(report)); });
    const bool is_csv = question.out.ends_with(".csv");
    const auto bytes = is_csv ? Verdict<std::string>(report_csv(report)) : notice_pdf(paper_of(report));
    if (!bytes) return shell.refuse(bytes.error());
    if (const auto kept = write_whole(question.out, *bytes, Existing::stays); !kept) return shell.refuse(kept.error());
    const std::string digest = to_hex(bytes_of(sha256(*bytes)));
    return shell.answer(ledger->get(), {{"year", question.year}, {"file", question.out}, {"sha256", digest}}, [&] {
        return fill(tr("The report of {year} lies in {path}.\n"),
                    {{"year", std::to_string(question.year)}, {"path", question.out}}) +
               "SHA-256 " + digest + '\n';
    });
}

}  // namespace ipep
