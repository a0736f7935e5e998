// Accepted: the form in which a request takes its answer, by its Accept, of those its resource has.
//
// Shape:  what has JSON has text too, a derivation drawings, a table CSV, the events a stream. A resource of another
//         type answers with it whatever of these is asked for. The most specific range decides over a form; of forms
//         that are as welcome, the one named first. What is no media range is passed over; who names none takes any.
// Errors: nothing, where no form is taken.
// Source: RFC 9110 §12.5.1.
#pragma once

#include "services/http/resource.h"

namespace ipep::http {

// "json", "csv", "text", "dot", "html", "stream".
std::optional<std::string> accepted_form(const Resource& resource, std::string_view accept);
// The media types a resource answers with, as its readers are told them.
std::string offered_types(const Resource& resource);

}  // namespace ipep::http
