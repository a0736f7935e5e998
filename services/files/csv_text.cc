#include "services/files/csv_text.h"

#include <algorithm>

namespace ipep {
namespace {

constexpr std::string_view kSigns[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
constexpr std::string_view kBeginsCell = ";\t\r\n";

bool is_decimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto digits = [](std::string_view part) {
        return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    const auto point = text.find('.');
    return digits(text.substr(0, point)) && (point == std::string_view::npos || digits(text.substr(point + 1)));
}

bool begins_formula(std::string_view rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of('\''), rest.size()));
    for (const std::string_view sign : kSigns)
        if (rest.starts_with(sign)) return true;
    return false;
}

std::string harmless(std::string_view text) {
    std::string made;
    bool begins = begins_formula(text) && !is_decimal(text);
    if (!begins && text.find_first_of(kBeginsCell) == std::string_view::npos) return std::string(text);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (begins && begins_formula(text.substr(at))) made += '\'';
        made += text[at];
        begins = kBeginsCell.find(text[at]) != std::string_view::npos;
    }
    return made;
}

}  // namespace

void append_csv_text(std::string& to, std::string_view text) {
    const std::string field = harmless(text);
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
        to += field;
        return;
    }
    to += '"';
    for (const char c : field) to.append(c == '"' ? 2 : 1, c);
    to += '"';
}

void append_csv_row(std::string& to, const std::vector<std::string>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) to += ',';
        append_csv_text(to, fields[i]);
    }
    to += "\r\n";
}

}  // namespace ipep
