#include "services/http/form.h"

#include <algorithm>

namespace ipep::http {
namespace {

// The value of `name="…"` in a header's parameters.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
    const std::string marked = std::string(name) + "=\"";
    for (std::size_t at = header.find(marked); at != std::string_view::npos; at = header.find(marked, at + 1)) {
        if (at > 0 && header[at - 1] != ' ' && header[at - 1] != ';') continue;  // "name" in "filename"
        const auto from = at + marked.size(), end = header.find('"', from);
        if (end == std::string_view::npos) return std::nullopt;
        return std::string(header.substr(from, end - from));
    }
    return std::nullopt;
}

std::string boundary_of(std::string_view type) {
    const auto at = type.find("boundary=");
    if (at == std::string_view::npos) return {};
    std::string_view value = type.substr(at + 9);
    value = value.substr(0, value.find(';'));
    if (value.starts_with('"') && value.size() > 1) value = value.substr(1, value.size() - 2);
    return std::string(value);
}

// One part: its header lines, an empty line, its bytes.
bool take_part(std::string_view part, Form& form) {
    const auto blank = part.find("\r\n\r\n");
    if (blank == std::string_view::npos) return false;
    std::string_view head = part.substr(0, blank);
    const std::string_view bytes = part.substr(blank + 4);
    std::string disposition, type = "application/octet-stream";
    while (!head.empty()) {
        const auto end = std::min(head.find("\r\n"), head.size());
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(std::min(end + 2, head.size()));
        const std::string small = in_small_letters(line);
        if (small.starts_with("content-disposition:")) disposition = line;
        if (small.starts_with("content-type:"))
            type = line.substr(std::min(line.find_first_not_of(' ', 13), line.size()));
    }
    const auto name = parameter(disposition, "name"), file = parameter(disposition, "filename");
    if (!name || !is_utf8(disposition)) return false;
    if (file) {
        form.files.push_back({*name, *file, type, std::string(bytes)});
        return true;
    }
    return is_utf8(bytes) && form.fields.emplace(*name, std::string(bytes)).second;
}

std::optional<Form> parse_multipart(const std::string& boundary, std::string_view body) {
    const std::string mark = "--" + boundary;
    if (boundary.empty() || boundary.size() > 70 || !body.starts_with(mark)) return std::nullopt;
    Form form;
    body.remove_prefix(mark.size());
    while (body.starts_with("\r\n")) {
        const auto end = body.find("\r\n" + mark, 2);
        if (end == std::string_view::npos || !take_part(body.substr(2, end - 2), form)) return std::nullopt;
        body.remove_prefix(end + 2 + mark.size());
    }
    return body.starts_with("--") ? std::optional(std::move(form)) : std::nullopt;
}

}  // namespace

std::optional<Form> parse_form_body(const std::string& content_type, std::string_view body) {
    if (content_type.starts_with("multipart/form-data")) return parse_multipart(boundary_of(content_type), body);
    if (!content_type.starts_with("application/x-www-form-urlencoded")) return std::nullopt;
    auto fields = parse_form(body);
    return fields ? std::optional(Form{std::move(*fields), {}}) : std::nullopt;
}

}  // namespace ipep::http
