// ConsolePages: the console as the service asks for it.
#pragma once

#include "services/console/console.h"
#include "services/http/browser_pages.h"

namespace ipep {

// A page that refuses is a line of the log. `console` outlives what is given.
http::Pages pages_of(Console& console);

}  // namespace ipep
