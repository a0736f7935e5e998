#include "tools/pages/page.h"

#include <fmt/core.h>

#include "events/describe.h"
#include "events/event_json.h"
#include "events/folder.h"
#include "services/words/language.h"
#include "services/words/wording.h"
#include "tools/pages/style.h"
#include "tools/pages/text_table.h"

namespace ipep {
namespace {

using Align = TextTable::Align;

TextTable::Column left(const char* title) { return {tr(title), Align::left}; }
TextTable::Column right(const char* title) { return {tr(title), Align::right}; }

std::string rounded(const Decimal& decimal, unsigned places) {
    return shown_decimal(to_decimals(to_exact(decimal), places));
}

}  // namespace

std::string settlement_page(const Settlement& settlement) {
    const YearSettled& head = settlement.head.settled;
    std::string page =
        strong(fill(
            tr("Settlement of {year}, revision {revision}, rules {rules}"),
            {{"year", to_text(head.year)}, {"revision", std::to_string(head.revision)}, {"rules", head.rules.text}})) +
        "\n\n";
    TextTable table({left("Groupement"), left("Model"), right("Patients"), right("Score"), right("Gain"),
                     right("Quality"), right("Net of caps"), right("Advance"), right("Recovered"), right("Due")});
    std::int64_t patients = 0;
    Money gain, quality;
    for (const auto& [position, row] : settlement.groups) {
        patients += row.patients;
        gain += row.gain;
        quality += row.quality;
        const std::string model = row.model == Model::mixed ? tr("mixed") : tr("target");
        table.row({row.groupement.text, model + ' ' + std::to_string(row.rank), shown_count(row.patients),
                   rounded(row.score, 1), cell(row.gain), cell(row.quality), cell(row.net), cell(row.advanceGranted),
                   cell(row.advanceRecovered), cell(row.due)});
    }
    table.rule();
    table.row({tr("Total"), "", shown_count(patients), "", cell(gain), cell(quality), cell(head.net),
               cell(head.advanceGranted), cell(head.advanceRecovered), cell(head.due)});
    page += table.text();
    page += fill(tr("\nSpending of the groups {expenditure}; quality envelope {envelope}.\n"
                    "National cap {cap}, {reached}.\n"),
                 {{"expenditure", with_currency(to_money(round_cents(to_exact(head.expenditure))))},
                  {"envelope", with_currency(head.qualityEnvelope)},
                  {"cap", with_currency(head.cap)},
                  {"reached", head.capped > head.cap ? tr("reached: amounts were cut") : tr("not reached")}});
    return page;
}

std::string settlements_page(const SettlementsShown& settled) {
    TextTable table({right("Year"), right("Payment year"), right("Revision"), left("Settled on"), right("Position"),
                     left("Validated on"), left("Validated by"), right("Quality envelope"), right("Net of caps"),
                     right("Due")});
    for (const auto& [year, one] : settled.years) {
        const bool is_validated = one.validated == one.revision;
        table.row({to_text(year), to_text(payment_year_of(year)), std::to_string(one.revision), shown(one.on),
                   std::to_string(one.position), is_validated ? shown(one.validatedOn) : "–",
                   is_validated       ? one.validatedBy.text
                   : one.is_refused() ? fill(tr("refused by {person}"), {{"person", one.refusedBy.text}})
                                      : "",
                   cell(one.figures.qualityEnvelope), cell(one.figures.net), cell(one.figures.due)});
    }
    return table.text();
}

std::string balances_page(const BalancesShown& shown) {
    TextTable table({left("Groupement"), right("Seed credits released"), right("Incentive due"), right("Paid"),
                     right("Left owed"), right("Overpaid"), right("Advance outstanding")});
    RowTotal<Balance> total;
    Total owed, overpaid;
    for (const auto& [groupement, balance] : shown.rows) {
        table.row({groupement.text, cell(balance.seedReleased), cell(balance.due), cell(balance.paid),
                   cell(balance.owed()), cell(balance.overpaid()), cell(balance.advanceOutstanding)});
        total.add(balance);
        owed += balance.owed();
        overpaid += balance.overpaid();
    }
    if (shown.of_one) return table.text();
    table.rule();
    table.row({tr("Total"), cell(total.of(&Balance::seedReleased)), cell(total.of(&Balance::due)),
               cell(total.of(&Balance::paid)), cell(owed), cell(overpaid),
               cell(total.of(&Balance::advanceOutstanding))});
    const EnvelopeTotal& used = shown.envelope;
    const Total budgeted = used.of(&EnvelopeYear::budgeted), spent = budgeted - used.left();
    if (budgeted == Total())
        return table.text() +
               fill(tr("\nNational envelope: {used} used; no budget is recorded.\n"), {{"used", with_currency(spent)}});
    return table.text() + fill(tr("\nNational envelope: {used} used of {budgeted} budgeted, {left} left.\n"),
                               {{"used", with_currency(spent)},
                                {"budgeted", with_currency(budgeted)},
                                {"left", with_currency(used.left())}});
}

std::string envelope_page(const EnvelopeRows& envelope) {
    TextTable table({left("Payment year"), right("Budgeted"), right("Seed credits"), right("Settled"), right("Ordered"),
                     right("Paid"), right("Left"), right("1 % ceiling")});
    const auto row = [&](const std::string& name, auto&& of, Total left) {
        table.row({name, cell(of(&EnvelopeYear::budgeted)), cell(of(&EnvelopeYear::seedCredits)),
                   cell(of(&EnvelopeYear::settled)), cell(of(&EnvelopeYear::ordered)), cell(of(&EnvelopeYear::paid)),
                   cell(left), cell(of(&EnvelopeYear::ceiling))});
    };
    for (const auto& [payment_year, year] : envelope.years)
        row(
            to_text(payment_year), [&](auto member) { return year.*member; }, year.left());
    table.rule();
    row(
        tr("Total"), [&](auto member) { return envelope.total.of(member); }, envelope.total.left());
    return table.text();
}

std::string statement_page(const std::string& name, const GroupementId& groupement,
                           const std::vector<StatementLine>& lines) {
    TextTable table({right("Position"), left("Day"), left("Line"), right("Year"), right("Amount"), right("Left owed"),
                     right("Overpaid"), right("Advance outstanding")});
    for (const StatementLine& line : lines)
        table.row({std::to_string(line.position), shown(line.on), spoken(line.kind),
                   line.year ? to_text(*line.year) : "", cell(line.amount), cell(line.owed), cell(line.overpaid),
                   cell(line.advanceOutstanding)});
    return strong(groupement.text + " · " + shortened(name, 100)) + "\n\n" + table.text();
}

std::string digests_page(const std::vector<ViewDigest>& digests) {
    TextTable table({left("View"), right("Rows"), left("SHA-256 over its rows")});
    for (const ViewDigest& one : digests)
        table.row({one.view, shown_count(static_cast<std::int64_t>(one.rows)), to_hex(bytes_of(one.digest))});
    return table.text();
}

std::string verification_page(const Verification& verification) {
    std::string page = fill(tr("{events} events read again, {settlements} settlements performed again.\n"),
                            {{"events", shown_count(static_cast<std::int64_t>(verification.events))},
                             {"settlements", shown_count(static_cast<std::int64_t>(verification.settlements))}});
    page += fill(tr("Log up to here: {digest}\n\n"), {{"digest", to_hex(bytes_of(verification.log))}});
    if (!verification.views.empty()) page += digests_page(verification.views) + '\n';
    if (verification.files > 0)
        page += fill(tr("Files for the bank made again: {count}.\n"),
                     {{"count", shown_count(static_cast<std::int64_t>(verification.files))}});
    if (verification.format && !is_sealed(*verification.format))
        page += tr("Made before format 2: its origin, and whether it is a trial, are sealed by nothing.\n");
    if (verification.erased > 0)
        page += fill(tr("{erased} personal values were erased by decision; their seals remain.\n"),
                     {{"erased", std::to_string(verification.erased)}});
    for (const UnmadeFile& one : verification.unmade)
        page += fill(tr("The file {file} for the bank cannot be made again: {why}.\n"),
                     {{"file", one.message}, {"why", phrase(one.why)}});
    for (const Difference& one : verification.differences) {
        page += fmt::format("{}\n  {} {}\n  {} {}\n", one.where, tr("expected:"), phrase(one.expected), tr("found:   "),
                            phrase(one.found));
        if (!one.note.empty()) page += "  " + phrase(one.note) + '\n';
    }
    if (verification.differences.empty()) return page + tr("No difference.") + '\n';
    return page + fill(tr("Differences: {count}"), {{"count", std::to_string(verification.differences.size())}}) + '\n';
}

}  // namespace ipep
