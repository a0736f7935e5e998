#include "ledger/line_subject.h"

#include <algorithm>

namespace ipep {

std::string line_subject(const CpamId& cpam, Position line) { return cpam.text + '/' + std::to_string(line); }

std::optional<CpamId> cpam_of_line(std::string_view subject) {
    const auto slash = subject.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    return CpamId{std::string(subject.substr(0, slash))};
}

bool is_known_line(const Book& book, std::string_view subject) {
    const auto cpam = cpam_of_line(subject);
    const CpamState* page = cpam ? book.find(*cpam) : nullptr;
    return page && std::ranges::any_of(
                       page->lines, [&](const OpenLine& one) { return line_subject(*cpam, one.position) == subject; });
}

}  // namespace ipep
