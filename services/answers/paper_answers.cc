#include "services/answers/paper_answers.h"

#include <boost/json.hpp>

#include "events/seal.h"
#include "services/answers/figures.h"
#include "services/files/whole_file.h"
#include "services/histories/histories_answer.h"
#include "services/letter/letter_pdf.h"
#include "services/letter/letter_reading.h"
#include "services/letter/notice_pdf.h"
#include "services/letter/report.h"
#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

namespace json = boost::json;

json::array sections_of(const Notice& notice) {
    json::array sections;
    for (const NoticeSection& section : notice.sections) {
        json::array rows;
        for (const TableRow& row : section.rows) rows.emplace_back(json::value_from(row.cells));
        sections.push_back({{"heading", section.heading},
                            {"said", json::value_from(section.said)},
                            {"head", json::value_from(section.head)},
                            {"rows", std::move(rows)}});
    }
    return sections;
}

// One file a groupement, in a folder that stands whole or not at all.
Verdict<NoticesKept> write_folder(const std::vector<AddressedNotice>& notices, ResultYear year,
                                  const std::string& place) {
    auto folder = IPEP_TRY(WholeFolder::at(place));
    NoticesKept kept{year, place, {}};
    for (const AddressedNotice& one : notices) {
        const std::string name = to_text(year) + '-' + one.groupement.text + ".pdf";
        const std::string pdf = IPEP_TRY(notice_pdf(one.notice));
        KeptFile file = IPEP_TRY(keep_file(folder.path(name), pdf));
        file.path = name;
        kept.files.push_back({year, one.groupement, std::move(file)});
    }
    folder.keep();
    return kept;
}

// One file a letter, in a folder that stands whole or not at all.
Verdict<> write_folder(const LettersOfFile& found, const std::string& place) {
    auto folder = IPEP_TRY(WholeFolder::at(place));
    for (const auto& [order, letter] : found.letters) {
        const std::string pdf = IPEP_TRY(letter_pdf(letter));
        IPEP_TRY(keep_file(folder.path(order.text + ".pdf"), pdf));
    }
    folder.keep();
    return {};
}

Verdict<> write_one(const LettersOfFile& found, const std::string& message, const std::string& place) {
    std::vector<Letter> letters;
    for (const auto& [order, letter] : found.letters) letters.push_back(letter);
    const std::string pdf = IPEP_TRY(letters_pdf(message, letters));
    IPEP_TRY(keep_file(place, pdf));
    return {};
}

using LetterAnswer = std::variant<LetterRead, LetterKept>;
using NoticeAnswer = std::variant<NoticesRead, NoticeKept, NoticesKept>;
using ReportAnswer = std::variant<NationalReport, ReportKept>;

}  // namespace

Verdict<Answer<LetterAnswer>> answer(Asking& asking, const questions::Letter& question) {
    const auto ledger = IPEP_TRY(asking.reader());
    Letter letter = IPEP_TRY(letter_on(*ledger, {question.order}, asking.asks(*ledger)));
    if (question.out.empty()) return Answer(LetterAnswer(LetterRead{{question.order}, std::move(letter)}), *ledger);
    const std::string pdf = IPEP_TRY(letter_pdf(letter));
    return Answer(LetterAnswer(LetterKept{{question.order}, IPEP_TRY(keep_file(question.out, pdf))}), *ledger);
}

json::object document(const LetterRead& value) {
    return {{"order", value.order.text}, {"letter", letter_text(value.letter)}};
}

json::object document(const LetterKept& value) { return {{"order", value.order.text}, {"sha256", value.file.sha256}}; }

Verdict<Answer<LettersKept>> answer(Asking& asking, const questions::Letters& question) {
    const auto ledger = IPEP_TRY(asking.reader());
    LettersOfFile found = IPEP_TRY(letters_of(*ledger, question.message, asking.asks(*ledger)));
    if (found.letters.empty()) return std::unexpected(std::move(found.without.front()));
    IPEP_TRY(question.each ? write_folder(found, question.out) : write_one(found, question.message, question.out));
    const auto count = static_cast<std::int64_t>(found.letters.size());
    return Answer(LettersKept{question.message, question.out, count, std::move(found.without)}, *ledger);
}

json::object document(const LettersKept& value) {
    json::array without;
    for (const Rejection& one : value.without) without.push_back(rejection_answer(one, spoken_sentence(one)));
    return {{"message", value.message}, {"path", value.path}, {"count", value.count}, {"without", std::move(without)}};
}

Verdict<Answer<NoticeAnswer>> answer(Asking& asking, const questions::Notice& question) {
    const ResultYear year = std::stoi(question.year);
    const auto ledger = IPEP_TRY(asking.reader());
    const auto only = question.groupement.empty() ? std::nullopt : std::optional(GroupementId{question.groupement});
    auto notices = IPEP_TRY(notices_of(*ledger, year, only, asking.asks(*ledger)));
    if (question.out.empty()) return Answer(NoticeAnswer(NoticesRead{year, std::move(notices)}), *ledger);
    if (!only) return Answer(NoticeAnswer(IPEP_TRY(write_folder(notices, year, question.out))), *ledger);
    const std::string pdf = IPEP_TRY(notice_pdf(notices.front().notice));
    return Answer(NoticeAnswer(NoticeKept{year, *only, IPEP_TRY(keep_file(question.out, pdf))}), *ledger);
}

json::object document(const NoticesRead& value) {
    json::array told;
    for (const AddressedNotice& one : value.notices)
        told.push_back(
            {{"groupement", one.groupement.text}, {"revision", one.revision}, {"sections", sections_of(one.notice)}});
    return {{"year", value.year.number}, {"notices", std::move(told)}};
}

json::object document(const NoticeKept& value) {
    return {{"year", value.year.number}, {"groupement", value.groupement.text}, {"sha256", value.file.sha256}};
}

json::object document(const NoticesKept& value) {
    json::array files;
    for (const NoticeKept& one : value.files)
        files.push_back({{"groupement", one.groupement.text}, {"file", one.file.path}, {"sha256", one.file.sha256}});
    return {{"year", value.year.number}, {"files", std::move(files)}};
}

Verdict<Answer<ReportAnswer>> answer(Asking& asking, const questions::Report& question) {
    if (!well_formed_year(question.year)) throw WrongUsage(tr("YEAR is a payment year as 2022"));
    const auto ledger = IPEP_TRY(asking.reader());
    // Sums by wave give away a groupement's own where a wave has few.
    IPEP_TRY(asking.asks(*ledger).check(Right::read_amounts));
    NationalReport report = report_of(*ledger, ledger->views(), question.year);
    if (question.out.empty()) return Answer(ReportAnswer(std::move(report)), *ledger);
    const bool is_csv = question.out.ends_with(".csv");
    const std::string bytes = is_csv ? report_csv(report) : IPEP_TRY(notice_pdf(paper_of(report)));
    return Answer(ReportAnswer(ReportKept{question.year, IPEP_TRY(keep_file(question.out, bytes))}), *ledger);
}

json::object document(const NationalReport& value) { return report_answer(value); }

json::object document(const ReportKept& value) {
    return {{"year", value.year.number}, {"file", value.file.path}, {"sha256", value.file.sha256}};
}

}  // namespace ipep
