#include "services/letter/letter.h"

#include <algorithm>

#include "ledger/check.h"
#include "services/letter/letter_words.h"
#include "services/payments/remittance.h"
#include "services/words/text_width.h"

namespace ipep {
namespace {

std::vector<std::string> closing_of(const LetterFacts& facts) {
    const PaymentOrdered& order = facts.order;
    std::vector<std::string> closing = {letter_words("body.in_words", {{"words", amount_in_words(order.amount)}}),
                                        letter_words("body.account", {{"account", facts.account},
                                                                      {"payee", facts.payee},
                                                                      {"remittance", remittance_of(order)},
                                                                      {"end_to_end", order.endToEndId}})};
    std::string replaced;
    for (const OrderId& id : order.replaces) replaced += (replaced.empty() ? "" : ", ") + id.text;
    if (!replaced.empty()) closing.push_back(letter_words("body.replaces", {{"orders", replaced}}));
    closing.push_back(letter_words("body.trace", {{"order", order.order.text}}));
    closing.push_back(letter_words("body.closing"));
    return closing;
}

constexpr std::size_t kTextWidth = 80;

std::string paragraph(const std::string& text) {
    std::string lines;
    for (const std::string& line : wrapped(text, kTextWidth)) lines += line + '\n';
    return lines;
}

std::string aligned(const LetterLine& line) {
    const std::string amount = amount_in_figures(line.amount);
    const std::size_t left = kTextWidth - std::min(kTextWidth, width_of(amount) + 2);
    return padded_right(shortened(line.what, left), left) + "  " + amount + '\n';
}

}  // namespace

Letter letter_of(const LetterFacts& facts) {
    Money sum;
    for (const LetterLine& line : facts.lines) sum += line.amount;
    IPEP_CHECK(sum == facts.order.amount, "order", facts.order.order, "sum", sum, "amount", facts.order.amount);
    const PaymentOrdered& order = facts.order;
    Letter letter;
    letter.title = letter_words("head.title", {{"amount", amount_in_figures(order.amount) + " €"}});
    letter.sender = {facts.file.debtorName, letter_words("head.cpam", {{"cpam", order.cpam.text}}),
                     letter_words("head.office")};
    const std::string groupement = letter_words("head.groupement", {{"groupement", order.groupement.text}});
    letter.recipient = {facts.payee, groupement};
    if (facts.groupement != facts.payee && facts.groupement != groupement) letter.recipient.push_back(facts.groupement);
    letter.date = letter_words("head.date", {{"date", day_in_words(facts.issued_on)}});
    letter.references = {
        {letter_words("reference.ground"),
         letter_words(order.ground == Ground::seedCredit ? "reference.seedCredit" : "reference.incentive")},
        {letter_words("reference.order"), order.order.text},
        {letter_words("reference.fiscal_year"), to_text(order.fiscalYear)}};
    letter.opening = {letter_words("body.greeting"),
                      letter_words("body.opening", {{"execute", day_in_words(facts.file.execute)}})};
    letter.what = letter_words("table.what");
    letter.how_much = letter_words("table.amount");
    letter.lines = facts.lines;
    letter.total = {letter_words("table.total"), order.amount};
    letter.closing = closing_of(facts);
    letter.signature = letter_words("body.signature");
    if (facts.trial) letter.trial = letter_words("head.trial");
    letter.recorded_at = facts.recorded_at;
    return letter;
}

std::string letter_text(const Letter& letter) {
    std::string text = head_text(letter);
    for (const std::string& said : letter.opening) text += '\n' + paragraph(said);
    text += '\n' + padded_right(letter.what, kTextWidth - width_of(letter.how_much)) + letter.how_much + '\n';
    for (const LetterLine& line : letter.lines) text += aligned(line);
    text += aligned(letter.total);
    for (const std::string& said : letter.closing) text += '\n' + paragraph(said);
    return text + '\n' + letter.signature + '\n';
}

}  // namespace ipep
