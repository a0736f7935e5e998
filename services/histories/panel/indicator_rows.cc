#include "events/describe.h"
#include "ledger/year_inputs.h"
#include "services/histories/panel/line.h"
#include "services/histories/panel/state_rows.h"
#include "services/words/indicator_names.h"

namespace ipep::panel {
namespace {

// One row before its cells are filled; texts of numbers, empty where there is none.
struct Measured {
    std::string indicator, place, direction, value, before, starting, target, intermediate, points;
    bool counted = false, masked = false;
    Position position = 0;
};

// A value that is masked has no text.
template <class Noted>
std::string shown(const Noted& noted, std::int64_t threshold, std::string_view member, bool& masked) {
    for (const FactValue& one :
         values_of(Body(noted.value), {.threshold = threshold, .withheld = false, .described = {}}).values)
        if (one.member == member) {
            masked = masked || one.masked;
            return one.text;
        }
    return {};
}

// The rows of one groupement in one year.
class YearRows {
public:
    YearRows(const Book& book, const GroupState& page, ResultYear year, std::int64_t threshold)
        : book_(book),
          page_(page),
          year_(year),
          threshold_(threshold),
          now_(*page.facts(year)),
          before_(page.facts(year - 1)) {
        if (const auto* rules = book.has_result_year(page, year) ? book.common().rules_for(year) : nullptr) {
            counted_ = counted(book, page, year);
            rules_ = read_quality<Exact>(rules->value.parameters->quality, PlainLift{});
            socle_ = &rules->value.parameters->quality.socle;
        }
    }

    std::vector<Measured> rows() const {
        std::vector<Measured> rows;
        for (const auto& noted : now_.measured) rows.push_back(measured(noted));
        if (now_.experience) rows.push_back(experience(*now_.experience));
        std::ranges::sort(rows, {}, &Measured::indicator);
        return rows;
    }

private:
    static bool holds(const std::vector<IndicatorId>& list, const IndicatorId& id) {
        return std::ranges::find(list, id) != list.end();
    }

    Measured measured(const Noted<IndicatorMeasured>& noted) const {
        const IndicatorId& id = noted.value.indicator;
        Measured row;
        row.indicator = id.text;
        row.position = noted.position;
        row.value = shown(noted, threshold_, "value", row.masked);
        const auto* before = before_ ? before_->measure(id) : nullptr;
        if (before) row.before = shown(*before, threshold_, "value", row.masked);
        const bool core = counted_ && holds(counted_->core, id), chosen = counted_ && holds(counted_->chosen, id);
        row.counted = core || chosen;
        if (core || (socle_ && holds(*socle_, id))) row.place = "core";
        if (chosen || (row.place.empty() && page_.chosen && holds(page_.chosen->value.indicators, id)))
            row.place = "chosen";
        const auto* targets = targets_for(book_, page_, year_, id);
        if (!targets) return row;
        row.direction = enum_name(targets->value.direction);
        row.target = targets->value.target.text;
        row.intermediate = targets->value.intermediate.text;
        if (targets->value.startingValue) row.starting = targets->value.startingValue->text;
        if (!row.counted || row.masked) return row;
        IndicatorResult<Exact> result{id,
                                      targets->value.direction,
                                      to_exact(noted.value.value),
                                      to_exact(targets->value.target),
                                      to_exact(targets->value.intermediate),
                                      {}};
        if (before)
            result.before = to_exact(before->value.value);
        else if (targets->value.startingValue)
            result.before = to_exact(*targets->value.startingValue);
        if (result.before || !needs_before(result)) row.points = to_text(indicator_points(result, *rules_));
        return row;
    }

    Measured experience(const Noted<ExperienceMeasured>& noted) const {
        Measured row;
        row.indicator = kExperienceKey;
        row.place = "experience";
        row.direction = "up";
        row.position = noted.position;
        row.value = shown(noted, threshold_, "score", row.masked);
        if (before_ && before_->experience) row.before = shown(*before_->experience, threshold_, "score", row.masked);
        row.counted = counted_ && counted_->experience;
        const auto levels = book_.common().thresholds.find(year_);
        if (levels == book_.common().thresholds.end()) return row;
        const ExperienceThresholdsSet& set = levels->second.value;
        row.target = set.target.text;
        row.intermediate = set.intermediate.text;
        if (!row.counted || row.masked) return row;
        const ExperienceResult<Exact> result{to_exact(noted.value.score), to_exact(set.intermediate),
                                             to_exact(set.target)};
        row.points = to_text(experience_bonus(result, *rules_));
        return row;
    }

    const Book& book_;
    const GroupState& page_;
    ResultYear year_;
    std::int64_t threshold_;
    const YearFacts& now_;
    const YearFacts* before_;
    std::optional<Counted> counted_;
    std::optional<QualityRules<Exact>> rules_;
    const std::vector<IndicatorId>* socle_ = nullptr;
};

}  // namespace

void write_indicators(RowSink& to, const Book& book, std::int64_t threshold, Pseudonyms& pseudonyms) {
    Line line;
    for (const GroupementId& id : book.groupements()) {
        const GroupState& page = *book.find(id);
        for (const auto& [year, facts] : page.years)
            for (const Measured& one : YearRows(book, page, year, threshold).rows()) {
                const std::string name = name_of({one.indicator}, rules_naming(book.common(), year));
                line.begin().add(pseudonyms.groupement(id.text)).add(year).add(one.indicator).add(name);
                line.add(one.place).add_whether(one.counted).add(one.direction).add(one.value).add(one.before);
                line.add(one.starting).add(one.target).add(one.intermediate).add(one.points);
                to.row(line.add(static_cast<std::int64_t>(one.position)).add_whether(one.masked).row());
            }
    }
}

}  // namespace ipep::panel
