#include "tools/pages/missing_page.h"

#include <algorithm>

#include "services/words/awaited.h"
#include "services/words/language.h"
#include "tools/pages/text_table.h"

namespace ipep {
namespace {

constexpr std::size_t kNamedGroups = 3;
constexpr std::size_t kAligned = 42;  // a longer fact pushes its reason

std::string who(const Awaited& one) {
    if (one.groupements.front().empty()) return tr("all");
    if (one.groupements.size() <= kNamedGroups) return listed(one.groupements);
    return fill(tr("{count} groupements"), {{"count", std::to_string(one.groupements.size())}});
}

}  // namespace

std::string missing_page(const Rejection& rejection) {
    std::string settled;
    for (const auto& [name, value] : rejection.arguments)
        if (name == "year") settled = value;
    const std::vector<Awaited> all = awaited(rejection);
    std::size_t names = 0, facts = 0;
    for (const Awaited& one : all) {
        names = std::max(names, width_of(who(one)));
        if (width_of(what_is_awaited(one)) <= kAligned) facts = std::max(facts, width_of(what_is_awaited(one)));
    }
    const std::size_t margin = 2 + names + 2;
    std::string page;
    for (const Awaited& one : all) {
        const std::string start = "  " + padded_right(who(one), names) + "  " + what_is_awaited(one);
        const std::string aligned = padded_right(start, margin + facts), reason = why_awaited(one, settled);
        const bool fits = width_of(aligned) + 2 + width_of(reason) <= kPageWidth;
        page += fits ? aligned + "  " : shortened(start, kPageWidth) + '\n' + std::string(margin + 2, ' ');
        page += reason + '\n';
        for (const std::string& name : one.names)
            page += std::string(margin + 2, ' ') + shortened(name, kPageWidth - margin - 2) + '\n';
        if (one.groupements.size() > kNamedGroups)
            for (const std::string& line : wrapped(listed(one.groupements), kPageWidth - margin - 2))
                page += std::string(margin + 2, ' ') + line + '\n';
    }
    return page;
}

}  // namespace ipep
