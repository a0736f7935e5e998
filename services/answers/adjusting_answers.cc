#include "services/answers/adjusting_answers.h"

#include <algorithm>
#include <boost/algorithm/string/split.hpp>
#include <boost/json.hpp>
#include <iterator>

#include "events/code.h"
#include "events/event_json.h"
#include "ledger/book.h"
#include "services/files/whole_file.h"
#include "services/forms/standing_fact.h"
#include "services/words/language.h"

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

// Said one by one, or with commas between them.
std::vector<std::string> parts_of(const std::vector<std::string>& texts) {
    std::vector<std::string> parts, some;
    for (const std::string& text : texts) {
        boost::split(some, text, [](char c) { return c == ','; });
        std::ranges::move(some, std::back_inserter(parts));
    }
    return parts;
}

std::vector<std::int64_t> ages_of(const std::vector<std::string>& texts) {
    constexpr std::int64_t kOldest = 150;
    std::vector<std::int64_t> ages;
    for (const std::string& text : parts_of(texts)) {
        std::int64_t age = 0;
        const bool is_number = questions::read_number(text, age).empty();
        if (!is_number || age > kOldest || age <= (ages.empty() ? 0 : ages.back()))
            throw WrongUsage(tr("--age-classes takes ages in rising order, as 16,30,45,60,75"));
        ages.push_back(age);
    }
    return ages;
}

// The fact itself where the ledger has none, nothing where it has the same.
template <class Kind>
Verdict<> add_correction(LedgerService& ledger, const std::optional<Noted<Kind>>& known, const std::string& reason,
                         RecordFact fact, std::vector<RecordFact>& to) {
    Kind& said = std::get<Kind>(fact.fact);
    if (known && known->value == said) return {};
    if (known) {
        const auto standing = IPEP_TRY(forms::standing_fact(ledger, known->position));
        fact.key.text += "-c" + std::to_string(standing.standing);  // the same file may correct twice, by two models
        fact.fact = FactCorrected{.corrects = standing.key, .fact = std::move(said), .reason = reason};
    }
    to.push_back(std::move(fact));
    return {};
}

// As they are to be recorded where patients were extracted again.
Verdict<std::vector<RecordFact>> corrections(Asking& asking, const questions::ApplyModel& question,
                                             std::vector<RecordFact> facts) {
    asking.folder();
    const auto ledger = IPEP_TRY(asking.reader());
    const auto groupement = IPEP_TRY(ledger->known_groupement(question.groupement));
    const YearFacts* const known = ledger->book().find(groupement)->facts(question.year);
    std::vector<RecordFact> made;
    const auto add = [&]<class Kind>(std::optional<Noted<Kind>> YearFacts::*member, RecordFact& fact) {
        return add_correction(*ledger, known ? known->*member : std::optional<Noted<Kind>>(), question.corrects,
                              std::move(fact), made);
    };
    IPEP_TRY(add(&YearFacts::patients, facts.at(0)));
    IPEP_TRY(add(&YearFacts::expenditure, facts.at(1)));
    if (made.empty()) asking.note(tr("The ledger has the same figures already: there is nothing to correct."));
    return made;
}

}  // namespace

Verdict<Answer<SpendingModel>> answer(Asking&, const questions::FitModel& question) {
    std::string split = "line,part\n";
    std::vector<std::string> columns = parts_of(question.columns);
    if (columns.size() > kMostFurther)
        throw WrongUsage(fill(tr("--columns takes at most {most} names"), {{"most", std::to_string(kMostFurther)}}));
    FitOptions wishes{question.seed, !question.number, ages_of(question.ages), std::move(columns), {}};
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
    auto facts = facts_of(mean, model, of, day_of(asking));
    if (!question.corrects.empty()) facts = IPEP_TRY(corrections(asking, question, std::move(facts)));
    return Answer(lines_of(facts));
}

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::AdoptModel& question) {
    IPEP_TRY(is_identifier("model", question.name));
    IPEP_TRY(is_year(question.year));
    const SpendingModel model = IPEP_TRY(read_model(asking, question.model));
    return Answer(lines_of({adoption_of(model, {{question.name}, question.year, question.author}, day_of(asking))}));
}

}  // namespace ipep
