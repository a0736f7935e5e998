#include "services/ledger/failure.h"

#include <filesystem>
#include <new>
#include <system_error>

#include "events/fault.h"
#include "ledger/money.h"
#include "services/words/code.h"

namespace ipep {

std::optional<Rejection> failure_of(const std::function<void()>& act) {
    try {
        act();
        return std::nullopt;
    } catch (const Fault& fault) {
        return fault.rejection;
    } catch (const OutOfRange&) {
        return Rejection{code::total_out_of_range};
    } catch (const std::filesystem::filesystem_error& error) {
        return fault_of(error.path1().string(), error.code()).rejection;
    } catch (const std::bad_alloc&) {
        return Rejection{code::machine_exhausted, {{"what", "memory"}}};
    } catch (const std::system_error& error) {  // a thread that cannot be started
        const Fault fault = fault_of("", error.code());
        if (fault.rejection.code != code::machine_exhausted) throw;
        return fault.rejection;
    }
}

}  // namespace ipep
