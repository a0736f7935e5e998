#include "services/http/metrics.h"

#include <prometheus/text_serializer.h>

#include "services/http/log_lines.h"

namespace ipep::http {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30};
const prometheus::Histogram::BucketBoundaries kCommands = {1, 2, 4, 8, 16, 32, 64, 128, 256};

prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

prometheus::Histogram& histogram(prometheus::Registry& registry, const char* name, const char* help,
                                 const prometheus::Histogram::BucketBoundaries& buckets) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, buckets);
}

}  // namespace

Metrics::Metrics()
    : requests_(prometheus::BuildCounter()
                    .Name("ipepd_requests_total")
                    .Help("Requests answered, by area and status.")
                    .Register(registry_)),
      repeated_(prometheus::BuildCounter()
                    .Name("ipepd_repeated_answers_total")
                    .Help("Requests answered by the bytes of an earlier answer at the same head.")
                    .Register(registry_)
                    .Add({})),
      reminders_(prometheus::BuildCounter()
                     .Name("ipepd_reminders_total")
                     .Help("Mails of what waits, by whether the relay took them.")
                     .Register(registry_)),
      seconds_(histogram(registry_, "ipepd_request_duration_seconds",
                         "From the last byte of a request to the first of its answer.", kSeconds)),
      group_seconds_(histogram(registry_, "ipepd_commit_duration_seconds",
                               "Judging and keeping one group of commands, its sync included.", kSeconds)),
      group_commands_(histogram(registry_, "ipepd_commit_commands", "Commands kept by one synced write.", kCommands)),
      readings_(prometheus::BuildGauge()
                    .Name("ipepd_readings")
                    .Help("Readings by crew, running or waiting.")
                    .Register(registry_)),
      connections_(gauge(registry_, "ipepd_open_connections", "Connections open.")),
      streams_(gauge(registry_, "ipepd_open_streams", "Event streams open.")),
      position_(gauge(registry_, "ipepd_head_position", "Position of the last event acknowledged.")),
      writable_(gauge(registry_, "ipepd_writable", "1 while commands are taken, 0 after a disk failed.")),
      log_lines_lost_(gauge(registry_, "ipepd_log_lines_lost", "Lines of the log that stderr did not take.")) {}

void Metrics::answered(const std::string& area, int status, double seconds) {
    requests_.Add({{"area", area}, {"status", std::to_string(status)}}).Increment();
    seconds_.Observe(seconds);
}

void Metrics::group(std::size_t commands, double seconds) {
    group_seconds_.Observe(seconds);
    group_commands_.Observe(static_cast<double>(commands));
}

void Metrics::head(Position position) { position_.Set(static_cast<double>(position)); }

void Metrics::node(Position log, bool writes) {
    const std::lock_guard lock(mutex_);
    if (!log_position_) {
        log_position_ =
            &gauge(registry_, "ipepd_log_position", "Position of the last event of the log that is shared.");
        writes_ = &gauge(registry_, "ipepd_node_writes", "1 on the node that writes the log that is shared.");
    }
    log_position_->Set(static_cast<double>(log));
    writes_->Set(writes ? 1 : 0);
}

std::string Metrics::text(const Load& load, const std::map<std::string, ReadingCrew::Load>& crews, bool writable) {
    for (const auto& [name, crew] : crews) {
        readings_.Add({{"crew", name}, {"state", "running"}}).Set(static_cast<double>(crew.running));
        readings_.Add({{"crew", name}, {"state", "waiting"}}).Set(static_cast<double>(crew.waiting));
    }
    connections_.Set(static_cast<double>(load.connections));
    streams_.Set(static_cast<double>(load.streams));
    writable_.Set(writable ? 1 : 0);
    log_lines_lost_.Set(static_cast<double>(log_lines_lost()));
    return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace ipep::http
