#include "services/histories/parameter_path.h"

#include <charconv>

#include "events/describe.h"
#include "services/words/code.h"

namespace ipep {
namespace {

std::unexpected<Rejection> unknown(const std::string& path) {
    return refuse(code::parameter_unknown, {{"parameter", path}});
}

std::unexpected<Rejection> does_not_fit(const ParameterValue& wanted, const char* what) {
    return refuse(code::parameter_value,
                  {{"parameter", wanted.path}, {"value", to_text(wanted.value)}, {"what", what}});
}

// Follows the path member by member; `rest` is what is left of it.
class Setter {
public:
    explicit Setter(const ParameterValue& wanted) : wanted_(wanted), rest_(wanted.path) {}

    template <class T>
    Verdict<> set(T& to) {
        if constexpr (Described<T>) {
            return enter(to);
        } else if constexpr (std::is_same_v<T, std::vector<Knot>>) {
            const std::string number = next();
            std::size_t index = 0;
            const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), index);
            if (error != std::errc() || *end != '\0' || index < 1 || index > to.size()) return unknown(wanted_.path);
            return enter(to[index - 1]);
        } else if constexpr (std::is_same_v<T, std::vector<CountedFrom>>) {
            const std::string indicator = next();
            for (CountedFrom& entry : to)
                if (entry.indicator == indicator) return number(entry.rank);
            return unknown(wanted_.path);
        } else if constexpr (std::is_same_v<T, std::vector<WaveYears>>) {
            const std::string wave = next();
            for (WaveYears& entry : to)
                if (std::to_string(entry.wave) == wave) return number(entry.years);
            return unknown(wanted_.path);
        } else if constexpr (std::is_same_v<T, std::optional<std::int64_t>>) {
            return number(to ? *to : to.emplace());
        } else if constexpr (Optional<T>) {
            return to ? set(*to) : unknown(wanted_.path);
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
        Verdict<> done = unknown(wanted_.path);
        for_each_member(record, [&](const char* name, auto& member) {
            if (part == name) done = set(member);
        });
        return done;
    }

    template <class T>
    Verdict<> number(T& to) {
        const Exact& value = wanted_.value;
        if (!rest_.empty()) return unknown(wanted_.path);
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
            return unknown(wanted_.path);
        }
        return {};
    }

    const ParameterValue& wanted_;
    std::string rest_;
};

}  // namespace

Verdict<> set_parameter(Parameters& parameters, const ParameterValue& wanted) { return Setter(wanted).set(parameters); }

}  // namespace ipep
