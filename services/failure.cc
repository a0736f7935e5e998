#include "services/failure.h"

#include <filesystem>
#include <new>
#include <system_error>

#include "events/fault.h"
#include "ledger/code.h"
#include "ledger/money.h"

namespace ipep {
namespace {

Rejection exhausted(std::string what) { return {Code::machine_exhausted, {{"what", std::move(what)}}}; }

bool is_of_the_machine(const std::error_code& code) {
    for (const auto one : {std::errc::resource_unavailable_try_again, std::errc::not_enough_memory,
                           std::errc::too_many_files_open, std::errc::too_many_files_open_in_system})
        if (code == one) return true;
    return false;
}

}  // namespace

std::optional<Rejection> failure_of(const std::function<void()>& act) {
    try {
        act();
        return std::nullopt;
    } catch (const Fault& fault) {
        return fault.rejection;
    } catch (const OutOfRange&) {
        return Rejection{Code::total_out_of_range};
    } catch (const std::filesystem::filesystem_error& error) {
        return fault_of(error.path1().string(), error.code()).rejection;
    } catch (const std::bad_alloc&) {
        return exhausted("memory");
    } catch (const std::system_error& error) {  // a thread that cannot be started
        if (!is_of_the_machine(error.code())) throw;
        return exhausted(error.code().message());
    }
}

}  // namespace ipep
