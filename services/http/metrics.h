// Metrics: what operators see of the service, in Prometheus' text form.
//
// Units:   seconds, bytes; counters end in _total.
// Threads: any.
// Source:  https://prometheus.io/docs/instrumenting/exposition_formats; names checked by `promtool check metrics`.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <map>
#include <mutex>
#include <string>

#include "services/http/reading_crew.h"
#include "services/http/server.h"

namespace ipep::http {

class Metrics {
public:
    Metrics();

    void answered(const std::string& area, int status, double seconds);
    void repeated() { repeated_.Increment(); }
    void reminder(bool is_taken) { reminders_.Add({{"outcome", is_taken ? "taken" : "not_taken"}}).Increment(); }
    void group(std::size_t commands, double seconds);
    void head(Position position);
    // Of a node that shares its log with others: how far the log has come, and whether this node writes it.
    void node(Position log, bool writes);
    // As text, with the load as it is now.
    std::string text(const Load& load, const std::map<std::string, ReadingCrew::Load>& crews, bool writable);

private:
    prometheus::Registry registry_;
    prometheus::Family<prometheus::Counter>& requests_;
    prometheus::Counter& repeated_;
    prometheus::Family<prometheus::Counter>& reminders_;
    prometheus::Histogram &seconds_, &group_seconds_, &group_commands_;
    prometheus::Family<prometheus::Gauge>& readings_;
    std::mutex mutex_;                                               // of the next two
    prometheus::Gauge *log_position_ = nullptr, *writes_ = nullptr;  // of a node alone
    prometheus::Gauge &connections_, &streams_, &position_, &writable_, &log_lines_lost_;
};

}  // namespace ipep::http
