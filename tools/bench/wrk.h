// Wrk: the load generator, 32 connections on one thread.
//
// Units:  requests a second; milliseconds.
// Errors: std::runtime_error, where it is absent or an answer was no 200.
#pragma once

#include <string>

namespace ipep::bench {

struct Load {
    double per_second = 0, p99_ms = 0;
};
// `url` may stand behind other arguments.
Load measure_with_wrk(const std::string& url, int seconds);

}  // namespace ipep::bench
