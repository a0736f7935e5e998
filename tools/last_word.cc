#include "tools/last_word.h"

#include <errno.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "ledger/check.h"
#include "services/words/code.h"
#include "tools/commands/shell.h"

namespace ipep {
namespace {

std::function<void(const Rejection&)> tell_last;

// Heap corruption, or a library that gives up: no fault of the world that we know of.
extern "C" void on_abort(int) {
    constexpr char line[] = ": defect: aborted by a library; nothing more was recorded\n";
    [[maybe_unused]] auto written =
        ::write(STDERR_FILENO, program_invocation_short_name, std::strlen(program_invocation_short_name));
    written = ::write(STDERR_FILENO, line, sizeof line - 1);
    ::_exit(kDefect);
}

// The libraries' headers are compiled into this program: their checks are on what it hands them.
bool is_compiled_in(const char* file) { return std::strncmp(file, "./", 2) != 0; }

}  // namespace

void prepare_last_word(std::function<void(const Rejection&)> tell) {
    tell_last = std::move(tell);
    end_on_what_nobody_expects();
    std::signal(SIGABRT, on_abort);
}

}  // namespace ipep

// In the place of the C library's, which prints and aborts: RocksDB's calls come here.
extern "C" [[noreturn]] void __assert_fail(const char* condition, const char* file, unsigned line,
                                           const char*) noexcept {
    using namespace ipep;
    const std::string what = std::string(condition) + " at " + file + ':' + std::to_string(line);
    if (is_compiled_in(file)) end_as_defect(what);
    const Rejection fault{code::store_stopped, {{"what", what}}};
    if (tell_last)
        tell_last(fault);
    else
        std::fprintf(stderr, "%s: store_stopped: %s\n", program_invocation_short_name, fault.sentence().c_str());
    std::fflush(stderr);
    std::_Exit(kFault);
}
