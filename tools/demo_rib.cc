#include "tools/demo_rib.h"

#include "ledger/calendar.h"
#include "services/letter/drawing.h"
#include "services/letter/letter_words.h"
#include "tools/demo_office.h"

namespace ipep {

std::string demo_rib(const Payee& payee, Day day) {
    const std::string title = "Relevé d'identité bancaire";
    Sheet sheet = demo_done(Sheet::open({title, "Banque de la démonstration", end_in_paris(day)}));
    Drawing drawing(sheet, 1);
    sheet.begin("Document");
    drawing.heading(title);
    drawing.table({.columns = {{Sheet::kMargin, 100}, {Sheet::kMargin + 100, Sheet::kInner - 100}},
                   .head = {"", "Compte bancaire"},
                   .rows = {{{"Titulaire", *payee.name.value}},
                            {{"IBAN", *payee.iban.value}},
                            {{"BIC", *payee.bic.value}},
                            {{"Établi le", day_in_words(day)}}}});
    drawing.gap(12);
    drawing.paragraph("Compte fictif, pour l'essai du logiciel.", 0);
    sheet.end("Document");
    return sheet.close();
}

}  // namespace ipep
