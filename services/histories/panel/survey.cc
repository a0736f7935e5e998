#include "services/histories/panel/survey.h"

#include "ledger/about.h"
#include "projections/read_ahead.h"
#include "services/histories/panel/fact_values.h"

namespace ipep::panel {
namespace {

class Surveyor {
public:
    Surveyor(std::int64_t threshold, std::optional<Day> effective) : threshold_(threshold), effective_(effective) {}

    void take(const Event& event) {
        if (const auto* correction = std::get_if<FactCorrected>(&event.body)) {
            Position& stands = stands_[correction->corrects.text];
            found_.replaced_by[stands] = event.position;
            found_.replaces[event.position] = stands;
            stands = event.position;
        } else if (event.key && !is_decision(event.body) && !is_act(event.body)) {
            stands_[event.key->text] = event.position;
        }
        const auto* year = std::get_if<YearSettled>(&event.body);
        if (year && (!effective_ || event.on <= *effective_)) found_.standing[year->year] = year->revision;
        if (threshold_ == 0) return;
        if (has_small_count(event.body, threshold_)) found_.withheld.insert(*about(event.body).groupement);
        if (const auto* settled = std::get_if<IncentiveSettled>(&event.body))
            settled_[settled->groupement].insert(settled->year);
    }

    Survey finish() {
        for (const GroupementId& id : found_.withheld)
            if (const auto years = settled_.find(id); years != settled_.end())
                found_.withheld_years.insert(years->second.begin(), years->second.end());
        return std::move(found_);
    }

private:
    std::int64_t threshold_;
    std::optional<Day> effective_;
    std::unordered_map<std::string, Position> stands_;  // where the fact of a key stands: itself, or its correction
    std::map<GroupementId, std::set<ResultYear>> settled_;
    Survey found_;
};

}  // namespace

Survey survey(const Store& store, Position until, std::int64_t threshold, std::optional<Day> effective) {
    Surveyor surveyor(threshold, effective);
    read_ahead(store, 1, until + 1, [&](const Event& event) { surveyor.take(event); });
    return surveyor.finish();
}

}  // namespace ipep::panel
