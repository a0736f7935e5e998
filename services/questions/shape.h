// Shape: what the JSON of an answer looks like, in a short notation beside the question. The description of the API is
// made of it, and a test holds it against real answers (tests/tools/service_answers_test.py).
//
// Shape:  {name:S, other?:S} an object with no member besides; {*:S} one with any names; [S] a list; [+S] one whose
//         rows may be asked for a page at a time, and as CSV (services/questions/row_list.h); S|S either;
//         text, int, bool, null, amount ("1234.56"), decimal, day, time, hex (lower-case), object and any; a name with
//         a capital is one of kShapes.
// Errors: a name that nobody defined does not compile (services/questions/question.h).
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace ipep::questions {

// Without a shape it is a record of the log, described by a walk over its members (services/answers/record_schema.h).
struct NamedShape {
    std::string_view name, shape;
};

// What more than one answer has in it, or what has itself in it.
inline constexpr std::array kShapes{
    NamedShape{"Parameters", ""},
    NamedShape{"EventBody", ""},
    NamedShape{"Missing", "{fact:text, groupement?:text, year?:int, indicator?:text, name?:text}"},
    NamedShape{"Source", "{reference:text, sha256?:hex}"},
    NamedShape{"NationalFigures",
               "{expenditure:decimal, cap:amount, qualityEnvelope:amount, capped:amount, net:amount, "
               "advanceGranted:amount, advanceRecovered:amount, due:amount}"},
    NamedShape{"GroupFigures",
               "{groupement:text, model:text, rank:int, patients:int, gap:decimal, evolution:decimal, "
               "perPatient:decimal, gain:amount, scoreBase:decimal, bonus:decimal, score:decimal, "
               "expenditure:decimal, groupCap:amount, qualityRight:amount, quality:amount, modulation:decimal, "
               "gross:amount, capped:amount, net:amount, nationalReduction:amount, seedCredit:amount, "
               "advanceBefore:amount, advanceGranted:amount, advanceRecovered:amount, advanceOutstanding:amount, "
               "due:amount}"},
    NamedShape{"Settlement",
               "{year:int, revision:int, rules:text, national:NationalFigures, "
               "groupements:[+GroupFigures], position:int, recordedAt:time, trial?:bool}"},
    NamedShape{"SettledYear",
               "{year:int, paymentYear:int, revision:int, rules:text, on:day, position:int, validated:bool, "
               "validatedRevision?:int, validatedBy?:text, validatedOn?:day, refusedRevision?:int, refusedBy?:text, "
               "refusedOn?:day, refusedFor?:text, expenditure:decimal, cap:amount, "
               "qualityEnvelope:amount, capped:amount, net:amount, advanceGranted:amount, advanceRecovered:amount, "
               "due:amount}"},
    NamedShape{"Settled",
               "{year:int, revision:int, rules:text, national:NationalFigures, groupements:[GroupFigures], "
               "position:int, recordedAt:time, alsoSettled:[int], changed:bool, trial?:bool}"},
    NamedShape{"Balance",
               "{groupement:text, seedReleased:amount, due:amount, paid:amount, owed:amount, "
               "overpaid:amount, advanceOutstanding:amount, trial?:bool}"},
    NamedShape{"Balances", "{groupements:[+Balance], trial?:bool}"},
    NamedShape{"EnvelopeYear",
               "{paymentYear:int, budgeted:amount, seedCredits:amount, settled:amount, "
               "ordered:amount, paid:amount, left:amount, ceiling:amount}"},
    NamedShape{"EnvelopeTotal",
               "{budgeted:amount, seedCredits:amount, settled:amount, ordered:amount, paid:amount, "
               "left:amount, ceiling:amount}"},
    NamedShape{"StatementLine",
               "{position:int, on:day, kind:text, year?:int, amount:amount, owed:amount, overpaid:amount, "
               "advanceOutstanding:amount}"},
    NamedShape{"Statement", "{groupement:text, name:text, lines:[+StatementLine], trial?:bool}"},
    NamedShape{"Refusal", "{code:text, detail:text, line?:int, key?:text, cite?:text, missing?:[Missing]}"},
    NamedShape{"Finding", "{sheet:text, row:int, column:text, heading:text, code:text, detail:text}"},
    NamedShape{"Warning", "{key:text, code:text, detail:text, groupement:text, year:int, indicator?:text}"},
    NamedShape{"Evidence",
               "{numerator?:decimal, denominator?:decimal, extractedOn?:day, suppliedBy?:text, "
               "nationalAverage?:decimal, questionnaire?:text, sent?:int, answered?:int, "
               "definitionSha256?:text}"},
    NamedShape{"EventRef", "{position:int, kind:text, key?:text, evidence?:Evidence}"},
    NamedShape{"Cite", "{rules:text, section:text, status:text}"},
    NamedShape{"Derivation",
               "{name:text, value:text, unit?:text, formula?:text, cite?:Cite, event?:EventRef, "
               "inputs:[Derivation], deeper?:bool, trial?:bool}"},
    NamedShape{
        "Order",
        "{order:text, groupement:text, amount:amount, ground:text, endToEndId:text, payee:text, state:text, "
        "cpam:text, fiscalYear:int, since:day, orderedBy:text, "
        "parts:[{of:text, paymentYear:int, amount:amount}], "
        "vouchers:[{document:text, position:int, reference:text, sha256?:hex}], replaces:[text], "
        "approvedBy?:text, suspendedFor?:text, suspensionGround?:text, requisition?:text, message?:text, told?:text, "
        "resolved?:{by:text, document:text}}"},
    NamedShape{"Orders", "{orders:[+Order], trial?:bool}"},
    NamedShape{"LineSaid", "{as:text, by:text, reason:text, order?:text, groupement?:text, refund?:text}"},
    NamedShape{"BankLine", "{cpam:text, line:int, confirmed:bool, said:LineSaid, trial?:bool}"},
    NamedShape{"Approved", "{orders:[Order], left?:[{order:text, code:text, check?:text, found?:text}], trial?:bool}"},
    NamedShape{"Checks",
               "{orders:[{order:text, amount:amount, checks:[{check:text, result:text, found:text}]}], trial?:bool}"},
    NamedShape{"ViewDigest", "{view:text, rows:int, digest:hex}"},
    NamedShape{"Verification",
               "{events:int, settlements:int, erased:int, files:int, unmade:[{file:text, why:text}], "
               "format:null|{number:int, origin:text, trial:bool, sealed:bool}, log:hex, root:hex, "
               "views:[ViewDigest], differences:[{where:text, expected:text, found:text, note?:text}]}"},
    NamedShape{"LedgerLine",
               "{number:int, on:day, journal:text, event:int, kind:text, groupement:text, debit:amount, "
               "credit:amount, balance:amount}"},
    NamedShape{"InclusionProof", "{leafIndex:int, treeSize:int, leafHash:hex, hashes:[hex]}"},
    NamedShape{"ProvedEvent",
               "{position:int, recordedAt:time, on:day, actor:text, kind:text, key?:text, "
               "source?:Source, digest:hex, body:EventBody, bounds?:int, leaf:text, proof:InclusionProof}"},
    NamedShape{"LateValidations",
               "{list:text, indicators:[+{groupement:text, indicator:text, name?:text, until:day, validated?:day}], "
               "trial?:bool}"},
    NamedShape{"StaleYears",
               "{list:text, years:[+{year:int, revision:int, settledAt:int, since:time, wouldChange:bool, "
               "joined:[text], left:[text], because:[{position:int, recordedAt:time, kind:text, key?:text, "
               "corrects?:text, groupement?:text}]}], trial?:bool}"},
    NamedShape{"IndexLeaf", "{subject:text, count:int, root:hex, leafIndex:int, hashes:[hex]}"},
    NamedShape{"Seen", "{checkpoint:text, timestamps?:[text], hashes:[hex]}"},
    NamedShape{"CompletenessProof",
               "{completeness:text, answer:[int], checkpoint:text, verifier?:text, timestamps?:[text], seen?:Seen, "
               "leaf?:IndexLeaf, "
               "neighbours?:[IndexLeaf], entries:[{entry:text, event:ProvedEvent}], none?:bool, from?:day, "
               "until?:day}"},
    NamedShape{"BalanceProof",
               "{completeness:text, answer:[int], balance:Balance, knownAt:int, checkpoint:text, verifier?:text, "
               "timestamps?:[text], seen?:Seen, leaf?:IndexLeaf, neighbours?:[IndexLeaf], "
               "entries:[{entry:text, event:ProvedEvent}]}"},
    NamedShape{"StatementProof",
               "{completeness:text, answer:[int], lines:[StatementLine], knownAt:int, checkpoint:text, verifier?:text, "
               "timestamps?:[text], seen?:Seen, leaf?:IndexLeaf, neighbours?:[IndexLeaf], "
               "entries:[{entry:text, event:ProvedEvent}]}"},
    NamedShape{"SettlementProof",
               "{settlement:Settlement, checkpoint:text, verifier?:text, timestamps?:[text], seen?:Seen, "
               "events:[ProvedEvent], settled:{leaf:IndexLeaf, entries:[text]}}"},
    NamedShape{"IndexSubject", "{subject:text, count:int, root:hex, entries?:[text]}"},
    NamedShape{"BalancesProof",
               "{balances:[Balance], knownAt:int, checkpoint:text, verifier?:text, timestamps?:[text], seen?:Seen, "
               "subjects:[IndexSubject], events:[ProvedEvent]}"},
    NamedShape{"EnvelopeProof",
               "{envelope:[EnvelopeYear], knownAt:int, checkpoint:text, verifier?:text, timestamps?:[text], "
               "seen?:Seen, subjects:[IndexSubject], events:[ProvedEvent]}"},
    NamedShape{"SchemeYear", "{year:int, savings:amount, incentives:amount, balance:amount}"},
    NamedShape{"SchemeTotal", "{savings:amount, incentives:amount, balance:amount}"},
    NamedShape{"Sweep",
               "{parameter:text, points:[{value:decimal, scheme:[SchemeYear], savings:amount, "
               "incentives:amount, balance:amount}]}"},
    NamedShape{"Grid",
               "{parameters:[text], points:[{values:[decimal], scheme:[SchemeYear], savings:amount, "
               "incentives:amount, balance:amount}]}"},
    NamedShape{"Spread", "{without:amount, mean:amount, p05:amount, p25:amount, p50:amount, p75:amount, p95:amount}"},
    NamedShape{"Draws",
               "{draws:int, seed:text, generator:text, distribution:text, errors:{*:decimal}, against:text, "
               "years:[{year?:int, savings:Spread, due:Spread, balance:Spread, cap:Spread, qualityEnvelope:Spread}], "
               "groupements:[{groupement:text, year?:int, due:Spread, groupCap:Spread, more?:int, same?:int, "
               "less?:int}]}"},
    NamedShape{"BreakEven",
               "{parameter:text, reach:{figure:text, groupement?:text, amount:amount}, "
               "before:{value:decimal, figure:amount}, after:{value:decimal, figure:amount}, crosses:bool}"},
    NamedShape{
        "Simulation",
        "{settlements:[{year:int, revision:int, rules:text, national:NationalFigures, "
        "groupements:[GroupFigures]}], "
        "differences:[{groupement:text, year?:int, field:text, recorded:text|int|null, simulated:text|int|null}], "
        "scheme:[SchemeYear], total:SchemeTotal, sweep?:Sweep, grid?:Grid, draws?:Draws, breakEven?:BreakEven, "
        "trial?:bool}"},
    NamedShape{"ReviewedAmounts",
               "{list:text, amounts:[+{ref:text, groupement:text, year?:int, amount:amount, "
               "because:[{position:int, kind:text, key?:text, parameter?:text, section?:text}]}], total:amount, "
               "trial?:bool}"},
    NamedShape{"ReviewedReadings",
               "{list:text, readings:[+{parameter:text, value:any, cite:Cite, question:text, for:text, against:text, "
               "alternatives:[{value:any, refused?:Refusal, moved?:amount, groupements?:{*:amount}}]}], trial?:bool}"},
};

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Whether each name with a capital in it is one of kShapes; members are written small.
constexpr bool names_known_shapes(std::string_view shape) {
    for (std::size_t at = 0; at < shape.size();) {
        std::size_t end = at;
        while (end < shape.size() && is_letter(shape[end])) ++end;
        const std::string_view word = shape.substr(at, end - at);
        const bool is_name = !word.empty() && word[0] >= 'A' && word[0] <= 'Z';
        if (is_name && std::ranges::find(kShapes, word, &NamedShape::name) == kShapes.end()) return false;
        at = end + 1;
    }
    return true;
}
static_assert(std::ranges::all_of(kShapes, [](const NamedShape& one) { return names_known_shapes(one.shape); }));

}  // namespace ipep::questions
