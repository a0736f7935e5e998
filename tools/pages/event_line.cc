#include "tools/pages/event_line.h"

#include <fmt/core.h>
#include <boost/json.hpp>

#include "events/event_json.h"
#include "services/words/event_words.h"
#include "services/words/language.h"
#include "services/words/wording.h"
#include "tools/pages/style.h"
#include "tools/pages/text_table.h"

namespace ipep {

std::string event_line(const Event& event) {
    const std::string recorded = recorded_text(event.recordedAt);
    std::string line = fmt::format("{:>6}  {} {}  {}  {}", event.position, shown(*parse_day(recorded.substr(0, 10))),
                                   recorded.substr(11, 5), shown(event.on),
                                   padded_right(spoken(std::string(kind_of(event.body))), 28));
    const auto body = body_of(event);
    const std::string subject = subject_of(body), figures = figures_of(body);
    if (!subject.empty()) line += ' ' + subject;
    if (!figures.empty()) line += "  " + figures;
    line = shortened(line, kPageWidth);
    if (event.key && width_of(line) + 6 < kPageWidth)
        line += "  " + faint(shortened(event.key->text, kPageWidth - 2 - width_of(line)));
    return line + '\n';
}

}  // namespace ipep
