// notice.
#include <boost/json.hpp>

#include "events/seal.h"
#include "services/files/whole_file.h"
#include "services/letter/notice_pdf.h"
#include "services/letter/notice_reading.h"
#include "services/words/language.h"
#include "tools/commands/command.h"

namespace ipep {
namespace {

struct NoticeRequest {
    std::string asked_year;
    Year year = 0;
    std::string groupement, out;
};

std::string sha256_of(const std::string& bytes) { return to_hex(bytes_of(sha256(bytes))); }

boost::json::array sections_of(const Notice& notice) {
    boost::json::array sections;
    for (const NoticeSection& section : notice.sections) {
        boost::json::array rows;
        for (const TableRow& row : section.rows) rows.emplace_back(boost::json::value_from(row.cells));
        sections.push_back({{"heading", section.heading},
                            {"said", boost::json::value_from(section.said)},
                            {"head", boost::json::value_from(section.head)},
                            {"rows", std::move(rows)}});
    }
    return sections;
}

int tell(const Shell& shell, LedgerService* ledger, Year year, const std::vector<AddressedNotice>& notices) {
    boost::json::array told;
    for (const AddressedNotice& one : notices)
        told.push_back(
            {{"groupement", one.groupement.text}, {"revision", one.revision}, {"sections", sections_of(one.notice)}});
    return shell.answer(ledger, {{"year", year}, {"notices", std::move(told)}}, [&] {
        std::string text;
        for (const AddressedNotice& one : notices) text += (text.empty() ? "" : "\f\n") + notice_text(one.notice);
        return text;
    });
}

// One file a groupement, in a folder that stands whole or not at all.
Verdict<boost::json::array> write_folder(const std::vector<AddressedNotice>& notices, const NoticeRequest& wish) {
    auto folder = IPEP_TRY(WholeFolder::at(wish.out));
    boost::json::array files;
    for (const AddressedNotice& one : notices) {
        const auto pdf = IPEP_TRY(notice_pdf(one.notice));
        const std::string name = std::to_string(wish.year) + '-' + one.groupement.text + ".pdf";
        IPEP_TRY(write_whole(folder.path(name), pdf, Existing::stays));
        files.push_back({{"groupement", one.groupement.text}, {"file", name}, {"sha256", sha256_of(pdf)}});
    }
    folder.keep();
    return files;
}

int write_notices(const Shell& shell, const NoticeRequest& wish) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const auto only = wish.groupement.empty() ? std::nullopt : std::optional(GroupementId{wish.groupement});
    const auto notices = notices_of(**ledger, wish.year, only, shell.asks(**ledger));
    if (!notices) return shell.refuse(notices.error());
    if (wish.out.empty()) return tell(shell, ledger->get(), wish.year, *notices);
    if (!only) {
        auto files = write_folder(*notices, wish);
        if (!files) return shell.refuse(files.error());
        const std::string count = std::to_string(files->size());
        return shell.answer(ledger->get(), {{"year", wish.year}, {"files", std::move(*files)}}, [&] {
            return fill(tr("Notices written to {path}: {count}.\n"), {{"path", wish.out}, {"count", count}});
        });
    }
    const auto pdf = notice_pdf(notices->front().notice);
    if (!pdf) return shell.refuse(pdf.error());
    if (const auto kept = write_whole(wish.out, *pdf, Existing::stays); !kept) return shell.refuse(kept.error());
    const boost::json::object answer{{"year", wish.year}, {"groupement", wish.groupement}, {"sha256", sha256_of(*pdf)}};
    return shell.answer(ledger->get(), answer, [&] {
        return fill(tr("The notice of {groupement} for {year} lies in {path}.\n"),
                    {{"groupement", wish.groupement}, {"year", std::to_string(wish.year)}, {"path", wish.out}}) +
               "SHA-256 " + sha256_of(*pdf) + '\n';
    });
}

bool is_year(const std::string& text) {
    return text.size() == 4 && text.find_first_not_of("0123456789") == std::string::npos;
}

// One groupement's notice is asked for as GROUPEMENT YEAR or as YEAR GROUPEMENT, all of a year's by the year alone.
void order_words(NoticeRequest& wish) {
    if (!is_year(wish.asked_year) && is_year(wish.groupement)) std::swap(wish.asked_year, wish.groupement);
    if (!is_year(wish.asked_year)) throw CLI::ConversionError(wish.asked_year, "YEAR");
    wish.year = std::stoi(wish.asked_year);
}

}  // namespace

void add_notice_command(CLI::App& program, Run& run) {
    auto* notice = program.add_subcommand("notice", tr("the results of a year, as each groupement is told of them"));
    auto wish = std::make_shared<NoticeRequest>();
    notice->add_option("YEAR", wish->asked_year, tr("result year"))->required();
    notice->add_option("GROUPEMENT", wish->groupement, tr("of this one; without it, of all of the year"));
    notice->add_option("--out", wish->out,
                       tr("where the PDF goes, or the folder of all; without it the text is printed"));
    notice->footer(
        tr("Always in French; whatever is due, nothing included. The same settlement gives the same bytes.\n"
           "Example:  ipep --ledger essai notice 2021 --out avis-2021\n"
           "          ipep --ledger essai notice G02 2021 --out avis.pdf"));
    notice->callback([&run, wish] {
        order_words(*wish);
        run = [wish](const Shell& shell) { return write_notices(shell, *wish); };
    });
}

}  // namespace ipep
