#include "services/letter/notice.h"

#include <algorithm>
#include <set>

#include "ledger/check.h"
#include "ledger/reference.h"
#include "services/letter/letter_words.h"
#include "services/letter/settled_steps.h"
#include "services/words/evidence_words.h"
#include "services/words/explanation_words.h"
#include "services/words/indicator_names.h"
#include "services/words/language.h"
#include "services/words/text_width.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

using Arguments = std::vector<std::pair<std::string, std::string>>;

std::string words(const std::string& path, Arguments arguments = {}) {
    return letter_words("notice." + path, std::move(arguments));
}

// As it was given, or to two places as a settlement has it.
std::string shown_as_given(const Traced& number) {
    const ExplanationPtr node = number.node();
    return node ? shown_value(*node).text() : shown_decimal(to_decimals(number.value(), 2));
}

std::string euros_per_patient(const Decimal& value) {
    return shown_decimal(to_decimals(to_exact(value), 2)) + " €/patient";
}

std::string shown_points(const Decimal& value) { return shown_decimal(to_decimals(to_exact(value), 2)); }

// The node of the name that is of `of`, wherever it stands below; null where there is none.
const Explanation* find(const Explanation& node, std::string_view name, std::string_view of) {
    if (node.name == name && node.of == of) return &node;
    for (const ExplanationPtr& input : node.inputs)
        if (const Explanation* found = find(*input, name, of)) return found;
    return nullptr;
}

NoticeSection amount(const NoticeFacts& facts) {
    const SettledRow& row = facts.line.row;
    NoticeSection section{words("amount.heading"), {}, {words("amount.step"), words("amount.euros")}, {}};
    const std::string year = to_text(facts.year);
    if (row.due > Money())
        section.said = {words(
            "amount.due",
            {{"year", year}, {"amount", amount_in_figures(row.due) + " €"}, {"words", amount_in_words(row.due)}})};
    else
        section.said = {words("amount.nothing", {{"year", year}})};
    if (row.advanceOutstanding > Money())
        section.said.push_back(
            words("amount.outstanding", {{"amount", amount_in_figures(row.advanceOutstanding) + " €"}}));
    for (const SettledStep& step : settled_steps(row))
        section.rows.push_back({{step.label, amount_in_figures(step.amount)}, step.is_sum});
    return section;
}

class Quality {
public:
    explicit Quality(const NoticeFacts& facts) : facts_(facts), section_{words("quality.heading"), {}, {}, {}} {
        for (const char* column : {"indicator", "expected", "value", "before", "intermediate", "target", "points"})
            section_.head.push_back(words(std::string("quality.") + column));
    }

    NoticeSection take() {
        const SettledRow& row = facts_.line.row;
        const auto& inputs = facts_.traced.inputs;
        for (const auto* group : {&inputs.core, &inputs.chosen})
            for (const auto& result : *group) add(result);
        if (inputs.core.empty() && inputs.chosen.empty()) section_.said.push_back(words("quality.none"));
        sum(words("quality.base"), shown_points(row.scoreBase));
        sum(words("quality.bonus"), shown_points(row.bonus));
        sum(words("quality.score"), shown_points(row.score));
        section_.said.push_back(experience(inputs.experience));
        return std::move(section_);
    }

private:
    void add(const IndicatorResult<Traced>& result) {
        const auto node = facts_.traced.figures.scoreBase.node();
        const Explanation* points = node ? find(*node, "points", result.indicator.text) : nullptr;
        const std::string expected = "quality." + std::string(enum_name(result.direction));
        section_.rows.push_back({{named(result.indicator, facts_.adopted), words(expected),
                                  shown_as_given(result.value), before(result), shown_as_given(result.intermediate),
                                  shown_as_given(result.target), points ? shown_value(*points).text() : "–"}});
    }

    // The starting value, where the year before was not measured and one was set.
    std::string before(const IndicatorResult<Traced>& result) const {
        const auto known = std::ranges::find(facts_.before, result.indicator, &std::pair<IndicatorId, Decimal>::first);
        if (known != facts_.before.end()) return shown_decimal(known->second.text);
        return result.before ? shown_as_given(*result.before) : "–";
    }

    void sum(const std::string& what, const std::string& points) {
        section_.rows.push_back({{what, "", "", "", "", "", points}, true});
    }

    static std::string experience(const std::optional<ExperienceResult<Traced>>& measured) {
        if (!measured) return words("quality.no_experience");
        return words("quality.experience", {{"score", shown_as_given(measured->score)},
                                            {"intermediate", shown_as_given(measured->intermediate)},
                                            {"target", shown_as_given(measured->target)}});
    }

    const NoticeFacts& facts_;
    NoticeSection section_;
};

// What stands behind the values, where it was told; what too few answered is said first.
NoticeSection evidence(const NoticeFacts& facts) {
    NoticeSection section{words("evidence.heading"), {}, {words("evidence.measure"), words("evidence.behind")}, {}};
    for (const MeasureEvidence& one : facts.evidence) {
        const std::string what = one.indicator ? named(*one.indicator, facts.adopted) : words("evidence.experience");
        if (one.has_few_answers()) section.said.push_back(what + " — " + few_answers_sentence(one));
        section.rows.push_back({{what, spoken_evidence(one)}});
    }
    return section;
}

NoticeSection spending(const NoticeFacts& facts) {
    const SettledRow& row = facts.line.row;
    const auto& inputs = facts.traced.inputs;
    NoticeSection section{words("spending.heading"), {}, {words("spending.figure"), words("spending.value")}, {}};
    const auto add = [&](const char* figure, Arguments arguments, const std::string& value, bool is_sum = false) {
        section.rows.push_back({{words(std::string("spending.") + figure, std::move(arguments)), value}, is_sum});
    };
    const auto add_year = [&](ResultYear of, const Spending<Traced>& spent) {
        add("actual", {{"year", to_text(of)}}, shown_as_given(spent.actual));
        add("adjusted", {{"year", to_text(of)}}, shown_as_given(spent.adjusted));
    };
    for (std::size_t k = inputs.spendingBefore.size(); k > 0; --k)
        add_year(facts.year - static_cast<int>(k), inputs.spendingBefore[k - 1]);
    add_year(facts.year, inputs.spending);
    add("gap", {}, euros_per_patient(row.gap));
    add("evolution", {}, euros_per_patient(row.evolution));
    add("per_patient", {}, euros_per_patient(row.perPatient));
    add("patients", {}, shown_count(row.patients));
    add("gain", {}, amount_in_figures(row.gain) + " €", true);
    return section;
}

// What the text does not say itself, in what the year was computed by: by section, each name once.
class Assumptions {
public:
    void look_at(const Traced& figure) {
        if (const auto node = figure.node()) walk(*node);
    }
    NoticeSection section() const {
        NoticeSection section{words("assumptions.heading"), {words("assumptions.said")}, {}, {}};
        for (const auto& [cited, names] : names_) {
            std::string joined;
            for (const std::string& name : names) joined += (joined.empty() ? "" : " ; ") + name;
            section.rows.push_back({{cited, joined}});
        }
        if (section.rows.empty())
            section.said = {words("assumptions.none")};
        else
            section.head = {words("assumptions.section"), words("assumptions.what")};
        return section;
    }

private:
    void walk(const Explanation& node) {
        if (!seen_.insert(&node).second) return;
        if (node.cite && node.cite->status != "read") names_[cited(*node.cite)].insert(spoken(node.name));
        for (const ExplanationPtr& input : node.inputs) walk(*input);
    }

    std::set<const Explanation*> seen_;
    std::map<std::string, std::set<std::string>> names_;
};

NoticeSection assumptions(const NoticeFacts& facts) {
    Assumptions found;
    found.look_at(facts.traced.figures.score);
    found.look_at(facts.traced.figures.due);
    return found.section();
}

NoticeSection explanation(const NoticeFacts& facts) {
    const std::string reference = Reference::due(facts.group.groupement, facts.year).text();
    return {words("explanation.heading"), {words("explanation.said", {{"reference", reference}})}, {}, {}};
}

constexpr std::size_t kPaperWidth = 100;

std::string table_text(const NoticeSection& section) {
    std::vector<TableRow> rows = section.rows;
    rows.insert(rows.begin(), {section.head, true});
    std::vector<std::size_t> widths(section.head.size());
    for (const TableRow& row : rows)
        for (std::size_t i = 1; i < widths.size(); ++i) widths[i] = std::max(widths[i], width_of(row.cells[i]) + 2);
    const bool is_of_numbers = has_numbers(section);
    if (!is_of_numbers) widths[1] = kPaperWidth * 2 / 3;
    widths[0] = kPaperWidth;
    for (std::size_t i = 1; i < widths.size(); ++i) widths[0] -= widths[i];
    std::string text;
    for (const TableRow& row : rows) {
        std::vector<std::vector<std::string>> cells;
        std::size_t height = 1;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            cells.push_back(wrapped(row.cells[i], widths[i] - (i == 0 ? 0 : 2)));
            height = std::max(height, cells.back().size());
        }
        for (std::size_t line = 0; line < height; ++line) {
            std::string joined;
            for (std::size_t i = 0; i < widths.size(); ++i) {
                const std::string cell = line < cells[i].size() ? cells[i][line] : "";
                joined += i > 0 && is_of_numbers ? padded_left(cell, widths[i]) : padded_right(cell, widths[i]);
            }
            text += joined.substr(0, joined.find_last_not_of(' ') + 1) + '\n';
        }
    }
    return text;
}

}  // namespace

bool has_numbers(const NoticeSection& section) {
    return section.head.size() > 2 || (!section.rows.empty() && section.rows.back().is_sum);
}

Notice notice_of(const NoticeFacts& facts) {
    const Speaking french(Language::french);
    const std::string year = to_text(facts.year), id = facts.group.groupement.text;
    const std::string revision = std::to_string(facts.line.revision), rank = std::to_string(facts.line.row.rank);
    Notice notice;
    notice.title = words("title", {{"year", year}});
    notice.sender = {letter_words("head.cpam", {{"cpam", facts.group.cpam.text}}), words("sender")};
    const std::string groupement = letter_words("head.groupement", {{"groupement", id}});
    notice.recipient = {facts.group.name};
    if (facts.group.name != groupement) notice.recipient.push_back(groupement);
    notice.date = letter_words("head.date", {{"date", day_in_words(facts.settled_on)}});
    const char* model = facts.line.row.model == Model::mixed ? "reference.mixed" : "reference.target";
    notice.references = {
        {words("reference.settlement"), words("reference.revision", {{"year", year}, {"revision", revision}})},
        {words("reference.rules"), facts.rules.text},
        {words("reference.model"), words(model, {{"rank", rank}})}};
    notice.sections = {amount(facts), Quality(facts).take(), spending(facts), assumptions(facts), explanation(facts)};
    if (!facts.evidence.empty()) notice.sections.insert(notice.sections.begin() + 2, evidence(facts));
    if (facts.is_trial) notice.trial = letter_words("head.trial");
    notice.recorded_at = facts.recorded_at;
    return notice;
}

std::string notice_text(const Notice& notice) {
    std::string text = head_text(notice);
    for (const NoticeSection& section : notice.sections) {
        text += '\n' + section.heading + '\n' + (section.said.empty() ? "" : "\n");
        for (const std::string& said : section.said)
            for (const std::string& line : wrapped(said, kPaperWidth)) text += line + '\n';
        if (!section.rows.empty()) text += '\n' + table_text(section);
    }
    return text;
}

}  // namespace ipep
