#include "tools/bench/wrk.h"

#include <memory>
#include <regex>
#include <stdexcept>

namespace ipep::bench {

Load measure_with_wrk(const std::string& url, int seconds) {
    const std::string command = "wrk --latency -t1 -c32 -d" + std::to_string(seconds) + "s " + url + " 2>&1";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string text;
    char bytes[1024];
    while (std::fgets(bytes, sizeof bytes, pipe.get())) text += bytes;
    std::smatch rate, late, errors;
    static const std::regex rate_of(R"(Requests/sec:\s+([\d.]+))"), late_of(R"(99%\s+([\d.]+)(us|ms|s))"),
        bad(R"(Non-2xx.*)");
    if (!std::regex_search(text, rate, rate_of) || !std::regex_search(text, late, late_of) ||
        std::regex_search(text, errors, bad))
        throw std::runtime_error("wrk: " + text);
    const double unit = late[2] == "us" ? 0.001 : late[2] == "ms" ? 1 : 1000;
    return {std::stod(rate[1]), std::stod(late[1]) * unit};
}

}  // namespace ipep::bench
