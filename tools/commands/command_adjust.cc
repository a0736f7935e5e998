// adjust fit, adjust apply: the model of adjusted spending, and the facts it gives for a groupement's patients.
#include <boost/json.hpp>
#include <iostream>

#include "events/event_json.h"
#include "ledger/code.h"
#include "services/files/whole_file.h"
#include "services/histories/adjustment/adjusted_mean.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
#include "tools/pages/page.h"
#include "tools/pages/style.h"
#include "tools/pages/text_table.h"

namespace ipep {
namespace {

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
Day day_of(const Shell& shell) { return shell.accounting_day().value_or(World::real().today()); }

Verdict<std::vector<RecordFact>> applied(const Shell& shell, const questions::ApplyModel& question) {
    IPEP_TRY(is_identifier("groupement", question.groupement));
    if (!question.adopted.empty()) IPEP_TRY(is_identifier("model", question.adopted));
    IPEP_TRY(is_year(question.year));
    const auto model = IPEP_TRY(read_model(shell, question.model));
    const auto mean = IPEP_TRY(adjusted_mean(model, question.patients));
    MeanOf of{.groupement = {question.groupement}, .year = question.year, .file_name = question.patients};
    if (!question.adopted.empty()) of.model = ModelId{question.adopted};
    return facts_of(mean, model, of, day_of(shell));
}

Verdict<std::vector<RecordFact>> adopted(const Shell& shell, const questions::AdoptModel& question) {
    IPEP_TRY(is_identifier("model", question.name));
    IPEP_TRY(is_year(question.year));
    const auto model = IPEP_TRY(read_model(shell, question.model));
    return std::vector{adoption_of(model, {{question.name}, question.year, question.author}, day_of(shell))};
}

int printed(const Shell& shell, const Verdict<std::vector<RecordFact>>& facts) {
    if (!facts) return shell.refuse(facts.error());
    for (const RecordFact& fact : *facts) shell.out() << boost::json::serialize(to_json(fact)) << '\n';
    return shell.done();
}

}  // namespace

int ask(const Shell& shell, const questions::FitModel& question) {
    std::string split = "line,part\n";
    FitOptions wishes{question.seed, !question.number, {}};
    if (!question.split.empty())
        wishes.on_split = [&](std::int64_t line, bool fitted) {
            split += std::to_string(line) + (fitted ? ",fit\n" : ",test\n");
        };
    const auto model = fit_model(question.sample, wishes);
    if (!model) return shell.refuse(model.error());
    const boost::json::object document = to_json(*model);
    auto out = WholeFile::at(question.out, Existing::goes);  // before the draw is kept: both files or none
    if (!out) return shell.refuse(out.error());
    if (!question.split.empty())
        if (const auto kept = write_whole(question.split, split, Existing::goes); !kept)
            return shell.refuse(kept.error());
    out->write(boost::json::serialize(document) + '\n');
    if (const auto kept = out->keep(); !kept) return shell.refuse(kept.error());
    return shell.answer(nullptr, document, [&] { return model_page(*model); });
}

int ask(const Shell& shell, const questions::ApplyModel& question) { return printed(shell, applied(shell, question)); }
int ask(const Shell& shell, const questions::AdoptModel& question) { return printed(shell, adopted(shell, question)); }

}  // namespace ipep
