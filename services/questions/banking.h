// What goes to the bank and comes from it, and the letters: issue, file, bank, explain-line, confirm-line, close-month,
// reconcile, letter, notice.
#pragma once

#include "services/questions/question.h"

namespace ipep::questions {

struct Issue {
    std::string cpam, debtor, execute, out;
    int format_version = 9;

    static constexpr Named kNamed{
        "issue", said("one pain.001 with every approved order of a CPAM"),
        said("Ended in between, the next `issue` finishes the same file: nothing is ever sent twice.\n"
             "Example:  ipep --ledger essai issue 351 --debtor debtor.toml --execute 2026-06-15 --out v.xml")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"CPAM", said("its identifier"), true},
        Argument{"--debtor", said("TOML: name, iban, bic, batch_booking; a server has its own")},
        Argument{"--execute", said("a TARGET day, 2024-05-31"), true},
        Argument{"--out", said("where the file goes"), true},
        Argument{"--format-version", "03, 09", false, "03=3 09=9"}};
    static constexpr std::array kResources{Resource{.method = "POST",
                                                    .path = "/cpams/{CPAM}/files",
                                                    .command = "issue",
                                                    .effect = Effect::decides,
                                                    .options = "execute format-version",
                                                    .made = "--out",
                                                    .set = "--debtor=debtors/{CPAM}.toml",
                                                    .location = "/files/{made}"}};
    static constexpr std::array kAnswers{
        "{cpam:text, message:text, batch:text, sha256:hex, count:int, amount:amount, "
        "execute:day, finished:bool, leftOut:[{order:text, check:text, found:text}], "
        "trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Issue, (), (cpam, debtor, execute, out, format_version))

struct File {
    std::string message, out;

    static constexpr Named kNamed{"file", said("a file issued before, the same bytes once more"),
                                  said("The bank takes a MsgId once: the same file sent twice is not paid twice.")};
    static constexpr auto kShows = Shows::its_own;
    static constexpr std::array kArguments{Argument{"MESSAGE", said("its MsgId, `message` of its orders"), true},
                                           Argument{"--out", said("where the file goes"), true}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/files/{MESSAGE}",
                                                    .command = "file",
                                                    .effect = Effect::reads_for_payment,
                                                    .made = "--out",
                                                    .type = "application/xml"}};
    static constexpr std::array kAnswers{""};
};
BOOST_DESCRIBE_STRUCT(File, (), (message, out))

struct Bank {
    std::string file;

    static constexpr Named kNamed{"bank", said("read what the bank says: pain.002, camt.053 or camt.054")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"FILE", said("the same file twice changes nothing"), true}};
    static constexpr std::array kResources{Resource{
        .method = "POST", .path = "/bank-files", .command = "bank", .effect = Effect::decides, .body = "FILE"}};
    static constexpr std::array kAnswers{
        "{cpam:text, matched:int, unmatched:[{reference:text, amount:amount, why:text, "
        "count?:int}], paid:[text], rejected:[text], returned:[text], told:[{order:text, "
        "answer:text, status:text}], repeated:bool, trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Bank, (), (file))

struct ExplainLine {
    std::string cpam;
    Position line = 0;
    std::string order, refund, groupement, reason;
    bool aside = false;

    static constexpr Named kNamed{
        "explain-line", said("say what a line of the bank is that nothing explained"),
        said("It is a booking of an order, the money of a refund that is recorded, or nothing of ours. Another person\n"
             "confirms it (`confirm-line`), where the line has an amount.\n"
             "Example:  ipep --ledger essai explain-line 351 812 --order 351-2026-000002 --reason \"avis du 3 mars\"\n"
             "          ipep --ledger essai explain-line 351 813 --aside --reason \"frais de tenue de compte\"")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"CPAM", said("its identifier"), true},
                                           Argument{"LINE", said("its number, as `reconcile` lists it"), true},
                                           Argument{"--order", said("as `orders` lists it")},
                                           Argument{"--refund", said("reference of the fact `refundReceived`")},
                                           Argument{"--groupement", said("whose refund it is")},
                                           Argument{"--reason", said("why, in writing"), true},
                                           Argument{"--aside", said("set it aside: it is nothing of ours")}};
    static constexpr std::array kResources{Resource{"POST", "/cpams/{CPAM}/lines/{LINE}/explanation", "explain-line",
                                                    Effect::decides, "order refund groupement reason aside"}};
    static constexpr std::array kAnswers{"BankLine"};

    static std::string settle_words(ExplainLine& said) {
        const int meanings = !said.order.empty() + !said.refund.empty() + said.aside;
        if (meanings != 1) return "one of --order, --refund and --aside is required";
        return said.refund.empty() == said.groupement.empty() ? "" : "--groupement goes with --refund";
    }
};
BOOST_DESCRIBE_STRUCT(ExplainLine, (), (cpam, line, order, refund, groupement, reason, aside))

struct ConfirmLine {
    std::string cpam;
    Position line = 0;

    static constexpr Named kNamed{"confirm-line", said("confirm what another person said a line of the bank is")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"CPAM", said("its identifier"), true},
                                           Argument{"LINE", said("its number, as `reconcile` lists it"), true}};
    static constexpr std::array kResources{
        Resource{"POST", "/cpams/{CPAM}/lines/{LINE}/confirmation", "confirm-line", Effect::decides}};
    static constexpr std::array kAnswers{"BankLine"};
};
BOOST_DESCRIBE_STRUCT(ConfirmLine, (), (cpam, line))

struct CloseMonth {
    std::string cpam, month;

    static constexpr Named kNamed{"close-month", said("freeze the oldest open month of a CPAM's books")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"CPAM", said("its identifier"), true},
                                           Argument{"MONTH", "2024-05", true}};
    static constexpr std::array kResources{
        Resource{"POST", "/cpams/{CPAM}/months/{MONTH}/closing", "close-month", Effect::decides}};
    static constexpr std::array kAnswers{"{cpam:text, closed:text, trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(CloseMonth, (), (cpam, month))

struct Reconcile {
    std::string cpam;

    static constexpr Named kNamed{
        "reconcile", said("orders, file lines and bank lines side by side"),
        said("Of a line that nothing explained the party and the text are shown, until they are erased (`append` of\n"
             "`personalDataErased` about CPAM/LINE, as 351/812).")};
    static constexpr auto kShows = Shows::payees;
    static constexpr std::array kArguments{Argument{"CPAM", said("its identifier"), true}};
    static constexpr std::array kResources{
        Resource{"GET", "/cpams/{CPAM}/reconciliation", "reconcile", Effect::reads_quickly}};
    static constexpr std::array kAnswers{
        "{lines:[+{order:text, endToEndId:text, amount:amount, state:text, since:day, "
        "fileSha256?:hex, bank?:hex, told?:text}], unmatched:[+{file:hex, amount:amount, "
        "reference:text, why:text, count?:int, line:int, on?:day, words?:text, party?:text, text?:text, "
        "said?:LineSaid}], trial?:bool}"};
};
BOOST_DESCRIBE_STRUCT(Reconcile, (), (cpam))

struct Letter {
    std::string order, out;

    static constexpr Named kNamed{"letter", said("the letter to the groupement on an order that was issued"),
                                  said("Always in French, on one sheet of A4; the same order gives the same bytes.\n"
                                       "Example:  ipep --ledger essai letter 351-2026-000001 --out lettre.pdf")};
    static constexpr auto kShows = Shows::payees;
    static constexpr std::array kArguments{
        Argument{"ORDER", said("as `orders` lists it"), true},
        Argument{"--out", said("where the PDF goes; without it the letter's text is printed")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/orders/{ORDER}/letter",
                                                    .command = "letter",
                                                    .effect = Effect::reads_for_payment,
                                                    .made = "--out",
                                                    .type = "application/pdf"}};
    static constexpr std::array kAnswers{""};
};
BOOST_DESCRIBE_STRUCT(Letter, (), (order, out))

struct Letters {
    std::string message, out;
    bool each = false;

    static constexpr Named kNamed{"letters", said("the letters on all orders of a file for the bank"),
                                  said("What came back from the bank has no letter and is told.\n"
                                       "Example:  ipep --ledger essai letters F01J… --out lettres.pdf")};
    static constexpr auto kShows = Shows::its_own;
    static constexpr std::array kArguments{
        Argument{"MESSAGE", said("its MsgId, `message` of its orders"), true},
        Argument{"--out", said("where they go: one PDF, each letter on a sheet of its own"), true},
        Argument{"--each", said("a folder with a PDF a letter instead")}};
    static constexpr std::array kResources{Resource{.method = "GET",
                                                    .path = "/files/{MESSAGE}/letters",
                                                    .command = "letters",
                                                    .effect = Effect::reads_for_payment,
                                                    .made = "--out",
                                                    .type = "application/pdf"},
                                           Resource{.method = "GET",
                                                    .path = "/files/{MESSAGE}/letters/each",
                                                    .command = "letters",
                                                    .effect = Effect::reads_for_payment,
                                                    .made = "--out",
                                                    .set = "--each",
                                                    .type = "application/x-tar"}};
    static constexpr std::array kAnswers{"", ""};
};
BOOST_DESCRIBE_STRUCT(Letters, (), (message, out, each))

struct Notice {
    std::string year, groupement, out;

    static constexpr Named kNamed{
        "notice", said("the results of a year, as each groupement is told of them"),
        said("Always in French; whatever is due, nothing included. The same settlement gives the same bytes.\n"
             "Example:  ipep --ledger essai notice 2021 --out avis-2021\n"
             "          ipep --ledger essai notice G02 2021 --out avis.pdf")};
    static constexpr auto kShows = Shows::amounts;
    static constexpr std::array kArguments{
        Argument{"YEAR", said("result year"), true},
        Argument{"GROUPEMENT", said("of this one; without it, of all of the year")},
        Argument{"--out", said("where the PDF goes, or the folder of all; without it the text is printed")}};
    static constexpr std::array kResources{Resource{"GET", "/settlements/{YEAR}/notices", "notice", Effect::reads_long},
                                           Resource{.method = "GET",
                                                    .path = "/settlements/{YEAR}/notices/{GROUPEMENT}",
                                                    .command = "notice",
                                                    .effect = Effect::reads_long,
                                                    .made = "--out",
                                                    .type = "application/pdf"}};
    static constexpr std::array kAnswers{
        "{year:int, notices:[+{groupement:text, revision:int, sections:[{heading:text, "
        "said:[text], head:[text], rows:[[text]]}]}], trial?:bool}",
        ""};

    // One groupement's notice is asked for as GROUPEMENT YEAR or as YEAR GROUPEMENT, all of a year's by the year alone.
    static std::string settle_words(Notice& notice) {
        const auto is_year = [](const std::string& text) {
            return text.size() == 4 && text.find_first_not_of("0123456789") == std::string::npos;
        };
        if (!is_year(notice.year) && is_year(notice.groupement)) std::swap(notice.year, notice.groupement);
        if (is_year(notice.year)) return {};
        return "The value " + notice.year + " is not an allowed value for YEAR";
    }
};
BOOST_DESCRIBE_STRUCT(Notice, (), (year, groupement, out))

}  // namespace ipep::questions
