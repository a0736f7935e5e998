#include "services/bank/file_kind.h"

#include <algorithm>

namespace ipep {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF", kBlanks = " \t\r\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view first_line(std::string_view text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

bool is_cfonb(std::string_view line) {
    const bool is_record = line.size() == 120 || line.size() == 160 || line.size() == 240;
    return is_record && is_digit(line[0]) && is_digit(line[1]);
}

bool has_columns(std::string_view line) {
    return std::ranges::any_of(std::string_view(";,\t"), [&](char sign) { return std::ranges::count(line, sign) > 1; });
}

}  // namespace

FileKind kind_of_file(std::string_view bytes) {
    if (bytes.starts_with("PK") || bytes.starts_with("\xD0\xCF\x11\xE0")) return FileKind::spreadsheet;
    if (bytes.starts_with("%PDF")) return FileKind::pdf;
    std::string_view text = bytes;
    if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
    if (is_cfonb(first_line(text))) return FileKind::cfonb;
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    if (text.starts_with("OFXHEADER") || text.starts_with("<OFX>")) return FileKind::ofx;
    if (text.starts_with('<'))
        return text.substr(0, 2000).find("pain.001") == text.npos ? FileKind::xml : FileKind::transfers;
    if (text.starts_with(":20:") || text.starts_with("{1:")) return FileKind::mt940;
    return has_columns(first_line(text)) ? FileKind::table : FileKind::unknown;
}

}  // namespace ipep
