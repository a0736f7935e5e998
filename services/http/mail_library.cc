#include "services/http/mail_library.h"

#include "events/fault.h"
#include "services/words/code.h"

namespace ipep::http {

const Libcurl& libcurl() try {
    static const Libcurl loaded;
    return loaded;
} catch (const NotInstalled& missing) {
    throw Fault(code::file_unreadable, {{"path", missing.name}, {"what", missing.advice}});
}

}  // namespace ipep::http
