// notice.
#include <boost/json.hpp>

#include "events/seal.h"
#include "services/files/whole_file.h"
#include "services/letter/notice_pdf.h"
#include "services/letter/notice_reading.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"

namespace ipep {
namespace {

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

int tell_notices(const Shell& shell, LedgerService* ledger, Year year, const std::vector<AddressedNotice>& notices) {
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
Verdict<boost::json::array> write_folder(const std::vector<AddressedNotice>& notices,
                                         const questions::Notice& question) {
    auto folder = IPEP_TRY(WholeFolder::at(question.out));
    boost::json::array files;
    for (const AddressedNotice& one : notices) {
        const auto pdf = IPEP_TRY(notice_pdf(one.notice));
        const std::string name = question.year + '-' + one.groupement.text + ".pdf";
        IPEP_TRY(write_whole(folder.path(name), pdf, Existing::stays));
        files.push_back({{"groupement", one.groupement.text}, {"file", name}, {"sha256", sha256_of(pdf)}});
    }
    folder.keep();
    return files;
}

}  // namespace

int ask(const Shell& shell, const questions::Notice& question) {
    const Year year = std::stoi(question.year);
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const auto only = question.groupement.empty() ? std::nullopt : std::optional(GroupementId{question.groupement});
    const auto notices = notices_of(**ledger, year, only, shell.asks(**ledger));
    if (!notices) return shell.refuse(notices.error());
    if (question.out.empty()) return tell_notices(shell, ledger->get(), year, *notices);
    if (!only) {
        auto files = write_folder(*notices, question);
        if (!files) return shell.refuse(files.error());
        const std::string count = std::to_string(files->size());
        return shell.answer(ledger->get(), {{"year", year}, {"files", std::move(*files)}}, [&] {
            return fill(tr("Notices written to {path}: {count}.\n"), {{"path", question.out}, {"count", count}});
        });
    }
    const auto pdf = notice_pdf(notices->front().notice);
    if (!pdf) return shell.refuse(pdf.error());
    if (const auto kept = write_whole(question.out, *pdf, Existing::stays); !kept) return shell.refuse(kept.error());
    const boost::json::object answer{{"year", year}, {"groupement", question.groupement}, {"sha256", sha256_of(*pdf)}};
    return shell.answer(ledger->get(), answer, [&] {
        return fill(tr("The notice of {groupement} for {year} lies in {path}.\n"),
                    {{"groupement", question.groupement}, {"year", question.year}, {"path", question.out}}) +
               "SHA-256 " + sha256_of(*pdf) + '\n';
    });
}

}  // namespace ipep
