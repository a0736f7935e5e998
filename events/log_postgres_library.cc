#include "events/log_postgres_library.h"

#include "events/code.h"
#include "events/fault.h"

namespace ipep {

const Libpq& libpq() try {
    static const Libpq loaded;
    return loaded;
} catch (const NotInstalled& missing) {
    throw Fault(code::log_unreachable, {{"what", missing.name + ": " + missing.advice}});
}

}  // namespace ipep
