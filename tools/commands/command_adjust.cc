// adjust fit, adjust apply: the model of adjusted spending, and the facts it gives for a groupement's patients.
#include <boost/json.hpp>
#include <iostream>

#include "events/event_json.h"
#include "ledger/code.h"
#include "services/files/whole_file.h"
#include "services/histories/adjustment/adjusted_mean.h"
#include "services/words/language.h"
#include "tools/commands/command.h"
#include "tools/pages/page.h"
#include "tools/pages/style.h"
#include "tools/pages/text_table.h"

namespace ipep {
namespace {

struct FitWish {
    std::string sample, out, split;
    std::uint64_t seed = 1;
    bool categories = false;
};

struct ApplyWish {
    std::string model, patients, groupement;
    Year year = 0;
};

// Statistics of six digits that count are enough to read; the file has them all.
std::string shown_statistic(const Decimal& number) { return shown_decimal(to_decimals(to_exact(number), 6)); }

std::string model_page(const SpendingModel& model) {
    TextTable table({{tr("Variable"), TextTable::Align::left},
                     {tr("Coefficient"), TextTable::Align::right},
                     {tr("Standard error"), TextTable::Align::right}});
    table.row({tr("constant"), shown_statistic(model.constant), shown_statistic(model.constantError)});
    for (const ModelTerm& term : model.terms)
        table.row({term.name(), shown_statistic(term.coefficient), shown_statistic(term.standardError)});
    std::string page =
        strong(fill(tr("Adjusted spending, model of {sample}"), {{"sample", model.reference}})) + "\n\n" +
        table.text() + '\n' +
        fill(tr("{rows} rows read, {excluded} excluded (AME); {fit} for the fit, {test} for the test, seed {seed}."),
             {{"rows", shown_count(model.rows)},
              {"excluded", shown_count(model.excluded)},
              {"fit", shown_count(model.fitRows)},
              {"test", shown_count(model.testRows)},
              {"seed", std::to_string(model.seed)}}) +
        '\n' + fill(tr("Adjusted R²: {fit} on the fit"), {{"fit", shown_statistic({model.adjustedR2Fit})}});
    if (!model.adjustedR2Test.empty())
        page += fill(tr(", {test} on the test"), {{"test", shown_statistic({model.adjustedR2Test})}});
    page += ".\n";
    for (const LeftOut& one : model.left_out)
        page += fill(tr("Left out: {variable}; with it the adjusted R² of the fit is {with}."),
                     {{"variable", one.name}, {"with", shown_statistic({one.adjustedR2})}}) +
                '\n';
    if (!model.meets_minimum())
        page += fill(tr("The text asks for a sample of at least {least} patients; this one has {rows}. "
                        "The model says so, and so do the facts made with it."),
                     {{"least", shown_count(kTextMinimum)}, {"rows", shown_count(model.fitRows + model.testRows)}}) +
                '\n';
    return page;
}

int fit(const Shell& shell, const FitWish& wish) {
    std::string split = "line,part\n";
    FitOptions wishes{wish.seed, wish.categories, {}};
    if (!wish.split.empty())
        wishes.on_split = [&](std::int64_t line, bool fitted) {
            split += std::to_string(line) + (fitted ? ",fit\n" : ",test\n");
        };
    const auto model = fit_model(wish.sample, wishes);
    if (!model) return shell.refuse(model.error());
    const boost::json::object document = to_json(*model);
    auto out = WholeFile::at(wish.out, Existing::goes);  // before the draw is kept: both files or none
    if (!out) return shell.refuse(out.error());
    if (!wish.split.empty())
        if (const auto kept = write_whole(wish.split, split, Existing::goes); !kept) return shell.refuse(kept.error());
    out->write(boost::json::serialize(document) + '\n');
    if (const auto kept = out->keep(); !kept) return shell.refuse(kept.error());
    return shell.answer(nullptr, document, [&] { return model_page(*model); });
}

int apply(const Shell& shell, const ApplyWish& wish) {
    if (!well_formed(wish.groupement))
        return shell.refuse({Code::identifier_malformed, {{"member", "groupement"}, {"text", wish.groupement}}});
    if (!well_formed_year(wish.year))
        return shell.refuse({Code::year_malformed, {{"member", "year"}, {"text", std::to_string(wish.year)}}});
    const auto text = shell.read(wish.model);
    if (!text) return shell.refuse(text.error());
    const auto model = parse_model(*text);
    if (!model) return shell.refuse(model.error());
    const auto mean = adjusted_mean(*model, wish.patients);
    if (!mean) return shell.refuse(mean.error());
    const Day on = shell.accounting_day().value_or(World::real().today());
    for (const RecordFact& fact : facts_of(*mean, *model, {wish.groupement}, wish.year, on, wish.patients))
        shell.out() << boost::json::serialize(to_json(fact)) << '\n';
    return shell.done();
}

void add_fit(CLI::App& adjust, Run& run) {
    auto* fitting = adjust.add_subcommand("fit", tr("estimate the model on a sample: 70 % to fit, 30 % to test"));
    auto wish = std::make_shared<FitWish>();
    fitting->add_option("SAMPLE.csv", wish->sample, tr("the sample; plain, gzip or zstd"))->required();
    fitting->add_option("--out", wish->out, tr("where the model goes"))->required();
    fitting->add_option("--seed", wish->seed, tr("of the draw of the 70 % (1)"));
    fitting->add_option("--split", wish->split, tr("where the draw goes, to fit the same rows elsewhere"));
    fitting->add_flag("--ald-categories", wish->categories, tr("take ald as a category, not as a number"));
    fitting->footer(
        tr("Columns id,age,female,ald,cmuc,acs,apl,spending[,ame]; rows with AME are left out. "
           "A variable is kept\n"
           "only where it improves the adjusted R² (CDC 2019, annexe 4).\n"
           "Example:  ipep adjust fit sample.csv --out model.json --seed 2017"));
    fitting->callback([&run, wish] { run = [wish](const Shell& shell) { return fit(shell, *wish); }; });
}

void add_apply(CLI::App& adjust, Run& run) {
    auto* applying = adjust.add_subcommand("apply", tr("print the facts of a groupement's patients, ready to append"));
    auto wish = std::make_shared<ApplyWish>();
    applying->add_option("MODEL.json", wish->model, tr("what `adjust fit` wrote"))->required();
    applying->add_option("PATIENTS.csv", wish->patients, tr("the patients; plain, gzip or zstd"))->required();
    applying->add_option("--groupement", wish->groupement, tr("its identifier"))->required();
    applying->add_option("--year", wish->year, tr("result year: the year whose care is measured"))->required();
    applying->footer(
        tr("Counted: who is declared and had a reimbursement, or is under 16 and had two visits; "
           "never with AME.\n"
           "No row is kept, printed or logged; the facts carry the digest of the file.\n"
           "Example:  ipep adjust apply model.json g02-2021.csv.zst --groupement G02 --year 2021 "
           "> facts.jsonl"));
    applying->callback([&run, wish] { run = [wish](const Shell& shell) { return apply(shell, *wish); }; });
}

}  // namespace

void add_adjusting_commands(CLI::App& program, Run& run) {
    auto* adjust = program.add_subcommand("adjust", tr("adjusted spending of patients"))->require_subcommand(1);
    add_fit(*adjust, run);
    add_apply(*adjust, run);
}

}  // namespace ipep
