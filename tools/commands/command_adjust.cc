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
    bool categories = true;
};

struct ApplyWish {
    std::string model, patients, groupement, adopted;
    Year year = 0;
};

struct AdoptWish {
    std::string model, name, author;
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
    std::string page = strong(fill(tr("Adjusted spending, model of {sample}"), {{"sample", model.reference}})) +
                       "\n\n" + table.text() + '\n' +
                       fill(tr("{rows} rows read, {excluded} not counted (§8-II, AME); {fit} for the fit, {test} for "
                               "the test, seed {seed}."),
                            {{"rows", shown_count(model.rows)},
                             {"excluded", shown_count(model.excluded)},
                             {"fit", shown_count(model.fitRows)},
                             {"test", shown_count(model.testRows)},
                             {"seed", std::to_string(model.seed)}}) +
                       '\n' +
                       fill(tr("Adjusted R²: {fit} on the fit"), {{"fit", shown_statistic({model.adjustedR2Fit})}});
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

Verdict<> is_identifier(const char* member, const std::string& text) {
    if (well_formed(text)) return {};
    return refuse(Code::identifier_malformed, {{"member", member}, {"text", text}});
}
Verdict<> is_year(Year year) {
    if (well_formed_year(year)) return {};
    return refuse(Code::year_malformed, {{"member", "year"}, {"text", std::to_string(year)}});
}

Verdict<SpendingModel> read_model(const Shell& shell, const std::string& path) {
    return parse_model(IPEP_TRY(shell.read(path)));
}

void print(const Shell& shell, const RecordFact& fact) { shell.out() << boost::json::serialize(to_json(fact)) << '\n'; }
Day day_of(const Shell& shell) { return shell.accounting_day().value_or(World::real().today()); }

Verdict<> apply(const Shell& shell, const ApplyWish& wish) {
    IPEP_TRY(is_identifier("groupement", wish.groupement));
    if (!wish.adopted.empty()) IPEP_TRY(is_identifier("model", wish.adopted));
    IPEP_TRY(is_year(wish.year));
    const auto model = IPEP_TRY(read_model(shell, wish.model));
    const auto mean = IPEP_TRY(adjusted_mean(model, wish.patients));
    MeanOf of{.groupement = {wish.groupement}, .year = wish.year, .file_name = wish.patients};
    if (!wish.adopted.empty()) of.model = ModelId{wish.adopted};
    for (const RecordFact& fact : facts_of(mean, model, of, day_of(shell))) print(shell, fact);
    return {};
}

Verdict<> adopt(const Shell& shell, const AdoptWish& wish) {
    IPEP_TRY(is_identifier("model", wish.name));
    IPEP_TRY(is_year(wish.year));
    const auto model = IPEP_TRY(read_model(shell, wish.model));
    print(shell, adoption_of(model, {{wish.name}, wish.year, wish.author}, day_of(shell)));
    return {};
}

template <class Wish>
Run running(Verdict<> (*work)(const Shell&, const Wish&), const std::shared_ptr<Wish>& wish) {
    return [work, wish](const Shell& shell) {
        const auto done = work(shell, *wish);
        return done ? shell.done() : shell.refuse(done.error());
    };
}

void add_fit(CLI::App& adjust, Run& run) {
    auto* fitting = adjust.add_subcommand("fit", tr("estimate the model on a sample: 70 % to fit, 30 % to test"));
    auto wish = std::make_shared<FitWish>();
    fitting->add_option("SAMPLE.csv", wish->sample, tr("the sample; plain, gzip or zstd"))->required();
    fitting->add_option("--out", wish->out, tr("where the model goes"))->required();
    fitting->add_option("--seed", wish->seed, tr("of the draw of the 70 % (1)"));
    fitting->add_option("--split", wish->split, tr("where the draw goes, to fit the same rows elsewhere"));
    fitting->add_flag("--ald-categories,!--ald-number", wish->categories,
                      tr("take ald as a category where it has more than two values, or as a number"));
    fitting->footer(
        tr("Columns id,age,female,ald,cmuc,acs,apl,spending[,ame,declared,reimbursed,visits]; rows count as in\n"
           "`adjust apply`. A variable is kept only where it improves the adjusted R² (CDC 2019, annexe 4).\n"
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
    applying->add_option("--model", wish->adopted, tr("under which name the model was adopted"));
    applying->footer(
        tr("Counted: who is declared and had a reimbursement, or is under 16 and had two visits; "
           "never with AME.\n"
           "No row is kept, printed or logged; the facts carry the digest of the file.\n"
           "Example:  ipep adjust apply model.json g02-2021.csv.zst --groupement G02 --year 2021 "
           "> facts.jsonl"));
    applying->callback([&run, wish] { run = running(apply, wish); });
}

void add_adopt(CLI::App& adjust, Run& run) {
    auto* adopting = adjust.add_subcommand("adopt", tr("print the fact that adopts a model, ready to append"));
    auto wish = std::make_shared<AdoptWish>();
    adopting->add_option("MODEL.json", wish->model, tr("what `adjust fit` wrote"))->required();
    adopting->add_option("--model", wish->name, tr("the name it is adopted under"))->required();
    adopting->add_option("--year", wish->year, tr("result year: the year whose care is measured"))->required();
    adopting->add_option("--author", wish->author, tr("who made it"))->required();
    adopting->footer(
        tr("Example:  ipep adjust adopt model.json --model m-2021 --year 2021 --author Cnam > facts.jsonl"));
    adopting->callback([&run, wish] { run = running(adopt, wish); });
}

}  // namespace

void add_adjusting_commands(CLI::App& program, Run& run) {
    auto* adjust = program.add_subcommand("adjust", tr("adjusted spending of patients"))->require_subcommand(1);
    add_fit(*adjust, run);
    add_adopt(*adjust, run);
    add_apply(*adjust, run);
}

}  // namespace ipep
