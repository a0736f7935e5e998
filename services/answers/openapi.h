// OpenAPI: the description of the API, a walk over the list of questions.
//
// Source: OpenAPI 3.1.0.
#pragma once

#include <string>

namespace ipep {

std::string openapi_document();

}  // namespace ipep
