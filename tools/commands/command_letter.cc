// letter.
#include <boost/json.hpp>

#include "events/seal.h"
#include "ledger/code.h"
#include "services/files/whole_file.h"
#include "services/letter/letter_pdf.h"
#include "services/letter/letter_reading.h"
#include "services/words/language.h"
#include "tools/commands/command.h"

namespace ipep {
namespace {

struct LetterWish {
    OrderId order;
    std::string out;
};

int write_letter(const Shell& shell, const LetterWish& wish) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const auto letter = letter_on(**ledger, wish.order, shell.asks(**ledger));
    if (!letter) return shell.refuse(letter.error());
    if (wish.out.empty())
        return shell.answer(ledger->get(), {{"order", wish.order.text}, {"letter", letter_text(*letter)}},
                            [&] { return letter_text(*letter); });
    const auto pdf = letter_pdf(*letter);
    if (!pdf) return shell.refuse(pdf.error());
    if (const auto kept = write_whole(wish.out, *pdf, Existing::stays); !kept) return shell.refuse(kept.error());
    const std::string digest = to_hex(bytes_of(sha256(*pdf)));
    return shell.answer(ledger->get(), {{"order", wish.order.text}, {"sha256", digest}}, [&] {
        return fill(tr("The letter on the order {order} lies in {path}.\n"),
                    {{"order", wish.order.text}, {"path", wish.out}}) +
               "SHA-256 " + digest + '\n';
    });
}

}  // namespace

void add_letter_command(CLI::App& program, Run& run) {
    auto* letter = program.add_subcommand("letter", tr("the letter to the groupement on an order that was issued"));
    auto wish = std::make_shared<LetterWish>();
    letter->add_option("ORDER", wish->order.text, tr("as `orders` lists it"))->required();
    letter->add_option("--out", wish->out, tr("where the PDF goes; without it the letter's text is printed"));
    letter->footer(
        tr("Always in French, on one sheet of A4; the same order gives the same bytes.\n"
           "Example:  ipep --ledger essai letter 351-2026-000001 --out lettre.pdf"));
    letter->callback([&run, wish] { run = [wish](const Shell& shell) { return write_letter(shell, *wish); }; });
}

}  // namespace ipep
