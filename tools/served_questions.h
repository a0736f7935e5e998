// The questions as the programs serve them: with the text the command line prints.
#pragma once

#include <memory>

#include "services/http/configuration.h"
#include "services/http/resource.h"

namespace ipep {

std::unique_ptr<http::Commands> served_questions(const http::Configuration& configuration);

}  // namespace ipep
