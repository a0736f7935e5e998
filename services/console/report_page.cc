// The national report of a payment year, to read and to take along.
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/letter/notice_pdf.h"
#include "services/letter/report.h"

namespace ipep {
namespace {

ConsolePage downloaded(std::string bytes, const char* type, const std::string& name) {
    return {200, type, std::move(bytes), {{"Content-Disposition", "attachment; filename=\"" + name + "\""}}};
}

}  // namespace

std::string report_path(PaymentYear payment_year) { return "/reports/" + to_text(payment_year); }

ConsolePage national_report(const Visit& visit, const std::string& wanted) {
    // Sums by wave give away a groupement's own where a wave has few.
    if (const auto allowed = visit.rights.check(Right::read_amounts, CpamId{}); !allowed)
        return visit.refused(Section::dashboard, allowed.error());
    const auto number = whole_number(wanted.substr(0, wanted.find('.')));
    const std::string form = wanted.substr(std::min(wanted.find('.'), wanted.size()));
    if (!number || !well_formed_year(*number) || !(form.empty() || form == ".pdf" || form == ".csv"))
        return visit.not_found();
    const PaymentYear year = static_cast<int>(*number);
    const NationalReport report = report_of(visit.ledger, visit.views, year);
    const std::string file = "ipep-" + to_text(year);
    if (form == ".csv") return downloaded(report_csv(report), "text/csv; charset=utf-8", file + form);
    const Notice paper = paper_of(report);
    if (form == ".pdf") {
        auto pdf = notice_pdf(paper);
        if (!pdf) return visit.refused(Section::dashboard, pdf.error());
        return downloaded(std::move(*pdf), "application/pdf", file + form);
    }
    Data data;
    data.set("title", paper.title).set("date", paper.date).set("file", file);
    data.set("pdf_href", visit.link(report_path(year) + ".pdf"))
        .set("csv_href", visit.link(report_path(year) + ".csv"));
    data.set("before", visit.link(report_path(year - 1))).set("after", visit.link(report_path(year + 1)));
    put_paper(paper, data);
    return visit.page(Section::dashboard, paper.title, "report", std::move(data));
}

}  // namespace ipep
