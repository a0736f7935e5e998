#include "services/histories/parameter_path.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "events/describe.h"
#include "events/fact_json.h"
#include "events/json_walk.h"
#include "services/words/code.h"

namespace ipep {
namespace {

std::unexpected<Rejection> unknown_path(const std::string& path) {
    return refuse(code::parameter_unknown, {{"parameter", path}});
}

// A number for a parameter.
struct Wanted {
    const std::string& path;
    Exact value;
};

std::unexpected<Rejection> does_not_fit(const Wanted& wanted, const char* what) {
    return refuse(code::parameter_value,
                  {{"parameter", wanted.path}, {"value", to_text(wanted.value)}, {"what", what}});
}

// Follows the path member by member; `rest` is what is left of it.
class Setter {
public:
    explicit Setter(const Wanted& wanted) : wanted_(wanted), rest_(wanted.path) {}

    template <class T>
    Verdict<> set(T& to) {
        if constexpr (Described<T>) {
            return enter(to);
        } else if constexpr (std::is_same_v<T, std::vector<Knot>>) {
            const std::string number = next();
            std::size_t index = 0;
            const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), index);
            if (error != std::errc() || *end != '\0' || index < 1 || index > to.size())
                return unknown_path(wanted_.path);
            return enter(to[index - 1]);
        } else if constexpr (std::is_same_v<T, std::vector<CountedFrom>>) {
            const std::string indicator = next();
            for (CountedFrom& entry : to)
                if (entry.indicator == indicator) return number(entry.rank);
            return unknown_path(wanted_.path);
        } else if constexpr (std::is_same_v<T, std::vector<WaveYears>>) {
            const std::string wave = next();
            for (WaveYears& entry : to)
                if (std::to_string(entry.wave) == wave) return number(entry.years);
            return unknown_path(wanted_.path);
        } else if constexpr (std::is_same_v<T, std::optional<std::int64_t>>) {
            return number(to ? *to : to.emplace());
        } else if constexpr (Optional<T>) {
            return to ? set(*to) : unknown_path(wanted_.path);
        } else {
            return number(to);
        }
    }

private:
    std::string next() {
        const auto end = std::min(rest_.find('.'), rest_.size());
        std::string part = rest_.substr(0, end);
        rest_.erase(0, std::min(end + 1, rest_.size()));
        return part;
    }

    template <class T>
    Verdict<> enter(T& record) {
        const std::string part = next();
        Verdict<> done = unknown_path(wanted_.path);
        for_each_member(record, [&](const char* name, auto& member) {
            if (part == name) done = set(member);
        });
        return done;
    }

    template <class T>
    Verdict<> number(T& to) {
        const Exact& value = wanted_.value;
        if (!rest_.empty()) return unknown_path(wanted_.path);
        if constexpr (std::is_same_v<T, Ratio>) {
            to.text = to_text(value);
        } else if constexpr (std::is_same_v<T, Decimal>) {
            to.text = to_text(value);
            if (to.text.contains('/')) return does_not_fit(wanted_, "a decimal");
        } else if constexpr (std::is_same_v<T, Money>) {
            if (denominator(value * 100) != 1) return does_not_fit(wanted_, "an amount with two decimals");
            to = to_money(value);
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
            if (denominator(value) != 1 || abs(value) > 1'000'000'000) return does_not_fit(wanted_, "a whole number");
            to = static_cast<std::int64_t>(numerator(value));
        } else {
            return unknown_path(wanted_.path);
        }
        return {};
    }

    const Wanted& wanted_;
    std::string rest_;
};

// Two parameters that make `sum` together.
struct Tie {
    const char *first, *second;
    int sum;
};
constexpr Tie kTies[] = {
    {"efficiency.gapWeight", "efficiency.evolutionWeight", 1},
    {"quality.weights.withoutALaCarte.socle", "quality.weights.withoutALaCarte.aLaCarte", 100},
    {"quality.weights.withALaCarte.socle", "quality.weights.withALaCarte.aLaCarte", 100},
};

// The number set last.
const Exact* number_for(const std::vector<ParameterValue>& wanted, std::string_view path) {
    const Exact* number = nullptr;
    for (const ParameterValue& one : wanted)
        if (one.path == path) number = std::get_if<Exact>(&one.value);
    return number;
}

Verdict<> set_number(Parameters& parameters, const std::string& path, const Exact& value) {
    const Wanted wanted{path, value};
    return Setter(wanted).set(parameters);
}

// Of a tie of which one is set.
Verdict<> set_the_other(Parameters& parameters, const std::vector<ParameterValue>& wanted, const Tie& tie) {
    const Exact *first = number_for(wanted, tie.first), *second = number_for(wanted, tie.second);
    if ((first == nullptr) == (second == nullptr)) return {};
    return set_number(parameters, first ? tie.second : tie.first, Exact(tie.sum) - (first ? *first : *second));
}

// Whether JSON may stand at the path: all before its last part are records.
bool is_place(const boost::json::value& parameters, std::string_view path) {
    const auto dot = path.find('.');
    if (!parameters.is_object() || path.empty()) return false;
    if (dot == std::string_view::npos) return true;
    const auto* member = parameters.as_object().if_contains(path.substr(0, dot));
    return member && is_place(*member, path.substr(dot + 1));
}

Verdict<> set_json(Parameters& parameters, const std::string& path, const std::string& json) {
    if (!is_place(members_to_json(parameters), path)) return unknown_path(path);
    parameters = IPEP_TRY(with_parameter(parameters, path, json));
    return {};
}

bool is_word(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

}  // namespace

std::optional<ParameterValue> parse_setting(const std::string& text) {
    const auto equals = std::min(text.find('='), text.size());
    ParameterValue setting{text.substr(0, equals), std::string()};
    const std::string value = text.substr(std::min(equals + 1, text.size()));
    boost::system::error_code malformed;
    if (well_formed_ratio(value))
        setting.value = to_exact(Ratio{value});
    else if (!value.empty() && is_word(value))
        setting.value = '"' + value + '"';
    else if (boost::json::parse(value, malformed); !malformed)
        setting.value = value;
    else
        return std::nullopt;
    return setting.path.empty() ? std::nullopt : std::optional(setting);
}

Verdict<> set_parameters(Parameters& parameters, const std::vector<ParameterValue>& wanted) {
    for (const ParameterValue& one : wanted) {
        const auto* number = std::get_if<Exact>(&one.value);
        IPEP_TRY(number ? set_number(parameters, one.path, *number)
                        : set_json(parameters, one.path, std::get<std::string>(one.value)));
    }
    for (const Tie& tie : kTies) IPEP_TRY(set_the_other(parameters, wanted, tie));
    return {};
}

}  // namespace ipep
