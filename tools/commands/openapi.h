// OpenAPI: the description of the API, made from the table of resources and from what the commands say of their
// arguments.
//
// Source: OpenAPI 3.1.0.
#pragma once

#include <string>
#include <vector>

#include "services/http/resource.h"

namespace ipep {

std::string openapi_document(const std::vector<http::Resource>& resources);

}  // namespace ipep
