#include "services/http/lanes.h"

namespace ipep::http {
namespace {

constexpr std::size_t kThreads = 2;  // of each: one that takes long leaves another
constexpr int kAfterWriting = 5, kAfterAll = 10;

ReadingLane::Terms of_the_head(const Limits& limits) {
    return {.threads = kThreads,
            .share = {kThreads, static_cast<std::size_t>(limits.waiting)},
            .niceness = kAfterWriting};
}

ReadingLane::Terms that_take_long(const Limits& limits, int niceness) {
    return {.threads = kThreads,
            .share = {static_cast<std::size_t>(limits.readings), static_cast<std::size_t>(limits.readings_waiting)},
            .limit = std::chrono::seconds(limits.reading_seconds),
            .niceness = niceness};
}

}  // namespace

Lanes::Lanes(const Configuration& configuration)
    : glances(of_the_head(configuration.limits)),
      consults(that_take_long(configuration.limits, kAfterWriting)),
      studies(that_take_long(configuration.limits, kAfterAll)) {}

std::map<std::string, ReadingLane::Load> Lanes::load() {
    return {{"glances", glances.load()}, {"consults", consults.load()}, {"studies", studies.load()}};
}

void Lanes::end() {
    studies.close();
    consults.close();
    glances.end();
}

void glance(Lanes& lanes, const CallPtr& call, std::function<void(LedgerService&)> act, Told done) {
    lanes.glances.post(call->person.text, call->request.presence, std::move(act), std::move(done));
}

void study(ReadingLane& lane, const CallPtr& call, std::function<void(const Patience&)> act, Told done) {
    lane.post({call->person.text, call->request.presence,
               [act = std::move(act)](std::size_t, const Patience& patience) { act(patience); }, std::move(done)});
}

}  // namespace ipep::http
