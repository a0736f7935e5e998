#include "services/letter/paper_head.h"

namespace ipep {

std::string head_text(const PaperHead& head) {
    std::string text = head.trial.empty() ? "" : head.trial + "\n\n";
    for (const auto* block : {&head.sender, &head.recipient}) {
        for (const std::string& line : *block) text += line + '\n';
        text += '\n';
    }
    text += head.date + "\n\n" + head.title + "\n\n";
    for (const auto& [name, value] : head.references) text += name + " : " + value + '\n';
    return text;
}

}  // namespace ipep
