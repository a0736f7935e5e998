#include "services/http/log_lines.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <boost/json.hpp>

#include <atomic>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <cstdio>

#include "events/event_json.h"
#include "services/ledger/world.h"
#include "services/words/utf8.h"

namespace ipep::http {
namespace {

std::atomic<std::uint64_t> lost = 0;
std::atomic<int> failure = 0;

spdlog::logger& logger() {
    static const auto made = [] {
        auto lines = std::make_shared<spdlog::logger>("ipepd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        lines->set_pattern("%v");
        return lines;
    }();
    return *made;
}

}  // namespace

void log_line(Level level, const std::string& event, boost::json::object members) {
    static constexpr const char* names[] = {"info", "warning", "error"};
    static constexpr spdlog::level::level_enum levels[] = {spdlog::level::info, spdlog::level::warn,
                                                           spdlog::level::err};
    const auto index = static_cast<std::size_t>(level);
    boost::json::object line{{"time", recorded_text(World::real().now())}, {"level", names[index]}, {"event", event}};
    for (auto& [name, value] : members) line[name] = std::move(value);
    errno = 0;
    logger().log(levels[index], "{}", as_utf8(boost::json::serialize(line)));
    if (std::ferror(stderr) == 0) return;
    failure = errno;
    ++lost;
    std::clearerr(stderr);
}

std::uint64_t log_lines_lost() { return lost; }
int log_failure() { return failure; }

}  // namespace ipep::http
