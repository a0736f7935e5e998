// Measure: ours beside a rival's, in turn on one machine, and what was wanted of it.
//
// Shape:  ours, rival, ours, rival …: what the machine does meanwhile hits both.
// Units:  seconds for what is timed; `units` are counted in one run, so that a speed is units a second.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ipep::bench {

class Stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
};

using Samples = std::vector<double>;  // seconds
double median(Samples samples);

// A run prepares, times what it is about, cleans up, and gives the seconds.
using Run = std::function<double()>;
struct Pair {
    Samples ours, rival;
};
Pair alternate(int samples, const Run& ours, const Run& rival);

// What a figure may at most or must at least be.
struct Bound {
    enum class Kind : std::uint8_t { at_least, below } kind;
    double value = 0;
    bool holds(double figure) const { return kind == Kind::at_least ? figure >= value : figure < value; }
};

struct Measure {
    std::string name;
    std::string what;   // that is timed, in words
    std::string rival;  // what it is; empty where the bound is absolute
    double units = 1;   // in one run of ours
    std::string unit;   // of what: "facts", "events"
    Samples ours, rivals;
    std::optional<Bound> ratio;  // of speeds, ours ÷ the rival's; for `below`, of times
    struct Limit {
        std::string name;  // with its unit last
        double figure = 0;
        Bound bound;
    };
    std::vector<Limit> limits = {};  // absolute ones

    double ratio_found() const;  // the median of what each turn gave
    bool reached() const;
};

boost::json::object to_json(const Measure& measure);

// Indented, so that a person can read it.
std::string pretty(const boost::json::value& value, int depth = 0);

}  // namespace ipep::bench
