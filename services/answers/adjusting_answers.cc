#include "services/answers/adjusting_answers.h"

#include <boost/json.hpp>

#include "events/code.h"
#include "events/event_json.h"
#include "services/files/whole_file.h"

namespace ipep {
namespace {

namespace json = boost::json;

Verdict<> is_identifier(const char* member, const std::string& text) {
    if (well_formed(text)) return {};
    return refuse(code::identifier_malformed, {{"member", member}, {"text", text}});
}
Verdict<> is_year(ResultYear year) {
    if (well_formed_year(year)) return {};
    return refuse(code::year_malformed, {{"member", "year"}, {"text", to_text(year)}});
}

Verdict<SpendingModel> read_model(const Asking& asking, const std::string& path) {
    const std::string text = IPEP_TRY(asking.read(path));
    return parse_model(text);
}
Day day_of(const Asking& asking) { return asking.accounting_day().value_or(World::real().today()); }

Bytes lines_of(const std::vector<RecordFact>& facts) {
    Bytes lines;
    for (const RecordFact& fact : facts) lines.bytes += json::serialize(to_json(fact)) + '\n';
    return lines;
}

}  // namespace

Verdict<Answer<SpendingModel>> answer(Asking&, const questions::FitModel& question) {
    std::string split = "line,part\n";
    FitOptions wishes{question.seed, !question.number, {}};
    if (!question.split.empty())
        wishes.on_split = [&](std::int64_t line, bool fitted) {
            split += std::to_string(line) + (fitted ? ",fit\n" : ",test\n");
        };
    SpendingModel model = IPEP_TRY(fit_model(question.sample, wishes));
    auto out = IPEP_TRY(WholeFile::at(question.out, Existing::goes));  // before the draw is kept: both files or none
    if (!question.split.empty()) IPEP_TRY(write_whole(question.split, split, Existing::goes));
    out.write(json::serialize(to_json(model)) + '\n');
    IPEP_TRY(out.keep());
    return Answer(std::move(model));
}

json::object document(const SpendingModel& value) { return to_json(value); }

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::ApplyModel& question) {
    IPEP_TRY(is_identifier("groupement", question.groupement));
    if (!question.adopted.empty()) IPEP_TRY(is_identifier("model", question.adopted));
    IPEP_TRY(is_year(question.year));
    const SpendingModel model = IPEP_TRY(read_model(asking, question.model));
    const auto mean = IPEP_TRY(adjusted_mean(model, question.patients));
    MeanOf of{.groupement = {question.groupement}, .year = question.year, .file_name = question.patients};
    if (!question.adopted.empty()) of.model = ModelId{question.adopted};
    return Answer(lines_of(facts_of(mean, model, of, day_of(asking))));
}

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::AdoptModel& question) {
    IPEP_TRY(is_identifier("model", question.name));
    IPEP_TRY(is_year(question.year));
    const SpendingModel model = IPEP_TRY(read_model(asking, question.model));
    return Answer(lines_of({adoption_of(model, {{question.name}, question.year, question.author}, day_of(asking))}));
}

}  // namespace ipep
