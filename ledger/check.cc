#include "ledger/check.h"

#include <cxxabi.h>
#include <errno.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>

namespace ipep {
namespace {

std::string name_of_type(const char* mangled) {
    const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(mangled, nullptr, nullptr, nullptr),
                                                           &std::free);
    return name ? name.get() : mangled;
}

[[noreturn]] void on_terminate() {
    const auto thrown = std::current_exception();
    if (!thrown) end_as_defect("the program was terminated");
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
        end_as_defect("nobody expects " + name_of_type(typeid(error).name()) + ": " + error.what());
    } catch (...) {
        end_as_defect("nobody expects what was thrown");
    }
}

}  // namespace

void end_as_defect(const std::string& what) {
    std::fprintf(stderr,
                 "%s: defect: %s. This is a fault of the program, not of the disk or the data: "
                 "keep this line and report it; nothing more was recorded.\n",
                 program_invocation_short_name, what.c_str());
    std::fflush(stderr);
    std::_Exit(kDefect);
}

void end_on_what_nobody_expects() { std::set_terminate(on_terminate); }

}  // namespace ipep
