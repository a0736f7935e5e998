#include "services/http/crews.h"

namespace ipep::http {
namespace {

constexpr std::size_t kThreads = 2;  // of each: one that takes long leaves another
constexpr int kAfterWriting = 5, kAfterAll = 10;

ReadingCrew::Terms of_the_head(const Limits& limits) {
    return {
        .threads = kThreads, .share = {kThreads, static_cast<std::size_t>(limits.waiting)}, .niceness = kAfterWriting};
}

ReadingCrew::Terms that_take_long(const Limits& limits, int niceness) {
    return {.threads = kThreads,
            .share = {static_cast<std::size_t>(limits.readings), static_cast<std::size_t>(limits.readings_waiting)},
            .limit = std::chrono::seconds(limits.reading_seconds),
            .niceness = niceness};
}

}  // namespace

Crews::Crews(const Configuration& configuration, std::function<void(Position)> tell)
    : reads_quickly(of_the_head(configuration.limits), std::move(tell)),
      reads_for_payment(that_take_long(configuration.limits, kAfterWriting)),
      reads_long(that_take_long(configuration.limits, kAfterAll)) {}

std::map<std::string, ReadingCrew::Load> Crews::load() {
    return {{"glances", reads_quickly.load()}, {"consults", reads_for_payment.load()}, {"studies", reads_long.load()}};
}

void Crews::end() {
    reads_long.close();
    reads_for_payment.close();
    reads_quickly.end();
}

void glance(Crews& crews, const CallPtr& call, std::function<void(LedgerService&)> act, Told done) {
    crews.reads_quickly.post(call->person.text, call->request.presence, std::move(act), std::move(done));
}

void study(ReadingCrew& crew, const CallPtr& call, std::function<void(const Patience&)> act, Told done) {
    crew.post({call->person.text, call->request.presence,
               [act = std::move(act)](std::size_t, const Patience& patience) { act(patience); }, std::move(done)});
}

}  // namespace ipep::http
