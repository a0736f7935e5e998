// PaperHead: what stands at the head of each paper that goes to a groupement.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ipep {

struct PaperHead {
    std::string title;
    std::vector<std::string> sender, recipient;  // the first line stands out
    std::string date;
    std::vector<std::pair<std::string, std::string>> references;
    std::string trial;             // that nothing is paid in a trial ledger; else empty
    std::int64_t recorded_at = 0;  // microseconds since 1970, UTC: the document's dates
};
// For a terminal.
std::string head_text(const PaperHead& head);

}  // namespace ipep
