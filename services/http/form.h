// Form: the fields and files of a form that a browser sent.
//
// Shape:  application/x-www-form-urlencoded or multipart/form-data; a field stands once, files may repeat.
// Errors: nothing, where the body is none of these or malformed.
// Source: RFC 7578; WHATWG URL.
#pragma once

#include <optional>

#include "services/http/message.h"

namespace ipep::http {

struct FormFile {
    std::string field, name, type, bytes;
};
struct Form {
    Fields fields;
    std::vector<FormFile> files;
};
std::optional<Form> parse_form_body(const std::string& content_type, std::string_view body);

}  // namespace ipep::http
