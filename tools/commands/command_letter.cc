// letter.
#include <boost/json.hpp>

#include "events/seal.h"
#include "ledger/code.h"
#include "services/files/whole_file.h"
#include "services/letter/letter_pdf.h"
#include "services/letter/letter_reading.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"

namespace ipep {
int ask(const Shell& shell, const questions::Letter& question) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const auto letter = letter_on(**ledger, {question.order}, shell.asks(**ledger));
    if (!letter) return shell.refuse(letter.error());
    if (question.out.empty())
        return shell.answer(ledger->get(), {{"order", question.order}, {"letter", letter_text(*letter)}},
                            [&] { return letter_text(*letter); });
    const auto pdf = letter_pdf(*letter);
    if (!pdf) return shell.refuse(pdf.error());
    if (const auto kept = write_whole(question.out, *pdf, Existing::stays); !kept) return shell.refuse(kept.error());
    const std::string digest = to_hex(bytes_of(sha256(*pdf)));
    return shell.answer(ledger->get(), {{"order", question.order}, {"sha256", digest}}, [&] {
        return fill(tr("The letter on the order {order} lies in {path}.\n"),
                    {{"order", question.order}, {"path", question.out}}) +
               "SHA-256 " + digest + '\n';
    });
}

}  // namespace ipep
