#include "tools/bench/measure.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <cmath>

namespace ipep::bench {
namespace {

namespace json = boost::json;

// Four digits that count: more would only be noise.
double shown(double figure) {
    if (figure == 0 || !std::isfinite(figure)) return figure;
    const double scale = std::pow(10.0, 3 - std::floor(std::log10(std::abs(figure))));
    return std::round(figure * scale) / scale;
}

json::object side(const Samples& samples, const Measure& measure) {
    json::array all;
    for (const double seconds : samples) all.push_back(shown(seconds));
    json::object object{{"medianSeconds", shown(median(samples))}, {"samplesSeconds", std::move(all)}};
    if (!measure.unit.empty()) object[measure.unit + "PerSecond"] = shown(measure.units / median(samples));
    return object;
}

json::object wanted(const Bound& bound) {
    return {{bound.kind == Bound::Kind::at_least ? "atLeast" : "below", bound.value}};
}

}  // namespace

double median(Samples samples) {
    if (samples.empty()) return 0;
    std::ranges::sort(samples);
    const std::size_t middle = samples.size() / 2;
    return samples.size() % 2 == 1 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2;
}

Pair alternate(int samples, const Run& ours, const Run& rival) {
    Pair pair;
    for (int i = 0; i < samples; ++i) {
        pair.ours.push_back(ours());
        pair.rival.push_back(rival());
    }
    return pair;
}

double Measure::ratio_found() const {
    Samples times;
    for (std::size_t i = 0; i < ours.size(); ++i) times.push_back(ours[i] / rivals[i]);
    return ratio && ratio->kind == Bound::Kind::below ? median(times) : 1 / median(times);
}

bool Measure::reached() const {
    const bool compared = !ratio || ratio->holds(ratio_found());
    return compared && std::ranges::all_of(limits, [](const Limit& limit) { return limit.bound.holds(limit.figure); });
}

json::object to_json(const Measure& measure) {
    json::object object{{"name", measure.name}, {"what", measure.what}, {"ours", side(measure.ours, measure)}};
    if (!measure.rival.empty()) {
        json::object rival{{"what", measure.rival}};
        Measure plain = measure;
        if (measure.ratio && measure.ratio->kind == Bound::Kind::below) plain.unit.clear();  // of another size
        for (auto& [name, value] : side(measure.rivals, plain)) rival[name] = value;
        object["rival"] = std::move(rival);
    }
    if (!measure.rivals.empty()) object["ratio"] = shown(measure.ratio_found());
    if (measure.ratio) object["wantedRatio"] = wanted(*measure.ratio);
    for (const Measure::Limit& limit : measure.limits)
        object[limit.name] = json::object{{"found", shown(limit.figure)}, {"wanted", wanted(limit.bound)}};
    if (measure.ratio || !measure.limits.empty()) object["reached"] = measure.reached();
    return object;
}

std::string pretty(const json::value& value, int depth) {
    const bool list = value.is_array();
    if (!value.is_object() && !(list && !value.as_array().empty() && value.as_array().front().is_object())) {
        if (value.is_double()) return fmt::format("{}", value.as_double());
        if (!list) return json::serialize(value);
        std::string text;
        for (const auto& one : value.as_array()) text += (text.empty() ? "" : ", ") + pretty(one);
        return '[' + text + ']';
    }
    const std::string indent(static_cast<std::size_t>(2 * depth + 2), ' ');
    std::string text;
    const auto add = [&](const std::string& line) { text += (text.empty() ? "\n" : ",\n") + indent + line; };
    if (list)
        for (const auto& one : value.as_array()) add(pretty(one, depth + 1));
    else
        for (const auto& [name, one] : value.as_object()) add(json::serialize(name) + ": " + pretty(one, depth + 1));
    return (list ? '[' : '{') + text + '\n' + indent.substr(2) + (list ? ']' : '}');
}

}  // namespace ipep::bench
