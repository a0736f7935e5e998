// What the questions about payments, letters and books say.
#include "services/letter/notice_pdf.h"
#include "services/letter/report.h"
#include "services/words/language.h"
#include "services/words/wording.h"
#include "tools/pages/books_page.h"
#include "tools/pages/payment_page.h"
#include "tools/pages/text_pages.h"

namespace ipep {
namespace {

// A sentence that names a file, and its digest below it.
std::string kept_text(const std::string& sentence, std::vector<std::pair<std::string, std::string>> words,
                      const KeptFile& file) {
    words.emplace_back("path", file.path);
    return fill(sentence, words) + "SHA-256 " + file.sha256 + '\n';
}

}  // namespace

std::string TextPages::of(const Confirmed& value) {
    return fill(tr("{key} is confirmed and in force."), {{"key", value.key.text}}) + '\n';
}

std::string TextPages::of(const PayeeChecked& value) {
    if (value.doubts.empty()) return tr("Nothing stands out.") + '\n';
    std::string text;
    for (const PayeeDoubtFound& one : value.doubts) text += sentence_of(one) + '\n';
    return text;
}

std::string TextPages::of(const Validated& value) {
    return fill(tr("Revision {revision} of {year} is validated: it may be ordered."),
                {{"revision", std::to_string(value.revision)}, {"year", to_text(value.year)}}) +
           '\n';
}

std::string TextPages::of(const ValidationRefused& value) {
    return fill(tr("The validation of revision {revision} of {year} is refused: {reason}. Nothing of it can be ordered "
                   "before it is corrected and settled again, or validated after all."),
                {{"revision", std::to_string(value.revision)},
                 {"year", to_text(value.year)},
                 {"reason", value.reason}}) +
           '\n';
}

std::string TextPages::of(const LineExplained& value) {
    const std::string sentence = value.confirmed ? tr("The line {line} of the CPAM {cpam} is done with: {what}.")
                                                 : tr("The line {line} of the CPAM {cpam} waits for another person to "
                                                      "confirm it: {what}.");
    return fill(sentence,
                {{"line", std::to_string(value.said.line)}, {"cpam", value.cpam.text}, {"what", said_of(value.said)}}) +
           '\n';
}

std::string TextPages::of(const OrdersShown& value) { return orders_page(value.orders); }

std::string TextPages::of(const questions::Approve& question, const ChecksShown& value) {
    if (!question.cpam.empty()) return all_checks_page(value.orders);
    std::string text;
    for (const OrderChecked& one : value.orders) text += checks_page(one);
    return text;
}

std::string TextPages::of(const ApprovedShown& value) {
    return orders_page(value.approved.orders) + left_page(value.left);
}

std::string TextPages::of(const questions::Issue& question, const IssueResult& value) {
    return issue_page(value, question.out);
}
std::string TextPages::of(const questions::File& question, const IssueResult& value) {
    return issue_page(value, question.out);
}

std::string TextPages::of(const BankReading& value) { return bank_page(value); }

std::string TextPages::of(const ClosedMonth& value) {
    return fill(tr("{month} is closed for the CPAM {cpam}."), {{"month", value.month}, {"cpam", value.cpam.text}}) +
           '\n';
}

std::string TextPages::of(const Reconciliation& value) { return reconciliation_page(value); }

std::string TextPages::of(const LetterRead& value) { return letter_text(value.letter); }

std::string TextPages::of(const LetterKept& value) {
    return kept_text(tr("The letter on the order {order} lies in {path}.\n"), {{"order", value.order.text}},
                     value.file);
}

std::string TextPages::of(const LettersKept& value) {
    std::string text =
        fill(tr("Letters in {path}: {count}.\n"), {{"path", value.path}, {"count", shown_count(value.count)}});
    for (const Rejection& one : value.without) text += "  " + spoken_sentence(one) + '\n';
    return text;
}

std::string TextPages::of(const NoticesRead& value) {
    std::string text;
    for (const AddressedNotice& one : value.notices) text += (text.empty() ? "" : "\f\n") + notice_text(one.notice);
    return text;
}

std::string TextPages::of(const NoticeKept& value) {
    return kept_text(tr("The notice of {groupement} for {year} lies in {path}.\n"),
                     {{"groupement", value.groupement.text}, {"year", to_text(value.year)}}, value.file);
}

std::string TextPages::of(const NoticesKept& value) {
    return fill(tr("Notices written to {path}: {count}.\n"),
                {{"path", value.folder}, {"count", std::to_string(value.files.size())}});
}

std::string TextPages::of(const NationalReport& value) { return notice_text(paper_of(value)); }

std::string TextPages::of(const ReportKept& value) {
    return kept_text(tr("The report of {year} lies in {path}.\n"), {{"year", to_text(value.year)}}, value.file);
}

std::string TextPages::of(const TrialBalanceShown& value) { return trial_balance_page(value.accounts); }
std::string TextPages::of(const AccountLedgerShown& value) { return account_ledger_page(value.ledger); }
std::string TextPages::of(const GeneralLedgerShown& value) { return general_ledger_page(value.accounts); }
std::string TextPages::of(const VariationShown& value) { return variation_page(value.books, value.span); }
std::string TextPages::of(const BankReconciliation& value) { return bank_reconciliation_page(value); }
std::string TextPages::of(const ClosingChecklist& value) { return closing_checklist_page(value); }

}  // namespace ipep
