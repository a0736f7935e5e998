#include "services/sheets/plausibility.h"

#include <plausibility_data.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>

#include "services/words/code.h"
#include "services/words/language.h"

namespace ipep::sheets {
namespace {

const toml::table& bounds() {
    static const toml::table table = toml::parse(std::string_view(kPlausibility));
    return table;
}

// The bounds of one measure.
struct Bounds {
    std::optional<Exact> least, most, change, peers;
    std::string least_text, most_text;
    bool repeats = false;

    explicit Bounds(const Measure& measure) {
        const auto own = bounds()[measure.kind][measure.member];
        const auto number = [&](const char* name) -> std::optional<Exact> {
            const auto text = own[name].value<std::string>();
            return text ? std::optional(to_exact(Decimal{*text})) : std::nullopt;
        };
        least = number("least"), most = number("most"), change = number("change"), peers = number("peers");
        least_text = own["least"].value_or(std::string()), most_text = own["most"].value_or(std::string());
        repeats = own["repeats"].value_or(false);
    }
};

Exact size_of(const Exact& number) { return number < Exact(0) ? -number : number; }

std::string about(const Measure& measure, const Subject& subject) {
    std::string text = subject.groupement.text;
    if (!text.empty()) text += " · ";
    text += measure.words.shown();
    if (!subject.indicator.text.empty()) text += ' ' + subject.indicator.text;
    return subject.year == 0 ? text : text + " · " + to_text(subject.year);
}

class Looking {
public:
    Looking(const Book& book, const std::vector<SheetFact>& facts, Day today) : book_(book), today_(today) {
        for (const SheetFact& fact : facts) {
            const Subject subject = subject_of(fact.fact.fact);
            for (const GivenValue& value : fact.values)
                given_[{value.measure, subject.year, subject.indicator}][subject.groupement] = value.text;
        }
    }

    std::vector<Finding> found;

    void look_at(const SheetFact& fact) {
        const Subject subject = subject_of(fact.fact.fact);
        for (const GivenValue& value : fact.values) {
            about_ = about(*value.measure, subject);
            if (value.measure->unit != Unit::direction && well_formed_decimal(value.text)) look_at(value, subject);
        }
        for (const auto& [heading, place] : fact.places)
            if (heading == Heading::day) look_at_day(fact, place, subject.year);
    }

private:
    void say(const Place& place, Rejection rejection) { found.push_back({place, std::move(rejection), about_}); }

    void look_at(const GivenValue& given, const Subject& subject) {
        const Bounds limits(*given.measure);
        const Exact value = to_exact(Decimal{given.text});
        if ((limits.least && value < *limits.least) || (limits.most && value > *limits.most))
            return say(given.place, {code::value_outside_unit,
                                     {{"value", shown_decimal(given.text)},
                                      {"from", shown_decimal(limits.least_text)},
                                      {"until", shown_decimal(limits.most_text)}}});
        look_at_before(given, subject, limits, value);
        if (limits.peers) look_at_peers(given, subject, *limits.peers, value);
    }

    // In the ledger, else in the sheet itself.
    std::string value_of(const Measure& measure, const Subject& subject) const {
        const auto others = given_.find({&measure, subject.year, subject.indicator});
        if (others != given_.end())
            if (const auto own = others->second.find(subject.groupement); own != others->second.end())
                return own->second;
        return known_value(book_, measure, subject);
    }

    void look_at_before(const GivenValue& given, Subject subject, const Bounds& limits, const Exact& value) {
        if (subject.year == 0) return;
        const std::string year = to_text(--subject.year), before_text = value_of(*given.measure, subject);
        if (before_text.empty()) return;
        const Exact before = to_exact(Decimal{before_text});
        if (limits.change && size_of(value - before) > *limits.change * size_of(before))
            say(given.place,
                {code::value_far_from_before,
                 {{"value", shown_decimal(given.text)}, {"before", shown_decimal(before_text)}, {"year", year}}});
        else if (limits.change && !limits.repeats && value == before)
            say(given.place, {code::value_as_before, {{"value", shown_decimal(given.text)}, {"year", year}}});
    }

    void look_at_peers(const GivenValue& given, const Subject& subject, const Exact& times, const Exact& value) {
        std::vector<std::string> others;
        for (const GroupementId& id : book_.groupements()) {
            if (id == subject.groupement) continue;
            std::string known = value_of(*given.measure, {id, subject.year, subject.indicator});
            if (well_formed_decimal(known)) others.push_back(std::move(known));
        }
        if (others.size() < static_cast<std::size_t>(bounds()["peersFrom"].value_or(std::int64_t{5}))) return;
        std::ranges::sort(others, {}, [](const std::string& text) { return to_exact(Decimal{text}); });
        const std::string &from = others[others.size() / 4], &until = others[others.size() * 3 / 4];
        const Exact low = to_exact(Decimal{from}), high = to_exact(Decimal{until}), wide = times * (high - low);
        if (low != high && (value < low - wide || value > high + wide))
            say(given.place, {code::value_far_from_peers,
                              {{"value", shown_decimal(given.text)},
                               {"from", shown_decimal(from)},
                               {"until", shown_decimal(until)}}});
    }

    void look_at_day(const SheetFact& fact, const Place& place, ResultYear year) {
        const Day on = fact.fact.on;
        const auto unusual = [&](Rejection rejection) { say(place, std::move(rejection)); };
        if (on > today_) return unusual({code::day_unusual, {{"on", shown(on)}, {"what", "after today"}}});
        const bool is_measured = std::string_view(fact.values.front().measure->kind).ends_with("Measured") ||
                                 fact.values.front().measure->kind == std::string_view("patientsCounted");
        const auto end = parse_day(to_text(year) + "-12-31");
        if (!is_measured || !end) return;
        if (on < *end)
            unusual({code::day_unusual, {{"on", shown(on)}, {"what", "before the end of the year it is about"}}});
        if (on.since_1970 > end->since_1970 + bounds()["daysAfter"].value_or(std::int64_t{550}))
            unusual({code::day_unusual, {{"on", shown(on)}, {"what", "long after the year it is about"}}});
    }

    const Book& book_;
    Day today_;
    std::string about_;  // what is looked at
    std::map<std::tuple<const Measure*, ResultYear, IndicatorId>, std::map<GroupementId, std::string>> given_;
};

}  // namespace

std::vector<Finding> what_stands_out(const Book& book, const std::vector<SheetFact>& facts, Day today) {
    Looking looking(book, facts, today);
    for (const SheetFact& fact : facts) looking.look_at(fact);
    return std::move(looking.found);
}

}  // namespace ipep::sheets
