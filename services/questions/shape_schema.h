// ShapeSchema: the shape of an answer (services/questions/shape.h) as JSON Schema, as OpenAPI 3.1 takes it.
//
// Shape:  an object takes no member besides those it names; a name is a reference into components/schemas.
// Errors: std::invalid_argument, where the notation does not hold.
#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>

namespace ipep {

boost::json::object schema_of_shape(std::string_view shape);

}  // namespace ipep
