// Notice: what a groupement is told of one year's results, whatever is due.
//
// Shape:  an address and sections; a section has sentences, then perhaps a table whose rows have a cell for each head.
//         It stands in French, as it is sent. Nothing of it depends on the clock: one settlement, one notice.
// Source: CDC 2019 §13-II, §15; contract, "A settlement".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ledger/fact.h"
#include "ledger/year.h"
#include "projections/traced_year.h"
#include "services/ledger/measure_evidence.h"
#include "services/letter/paper_head.h"
#include "services/letter/table_row.h"

namespace ipep {

struct NoticeSection {
    std::string heading;
    std::vector<std::string> said, head;
    std::vector<TableRow> rows;
    double number_width = 44;  // in points, of a column of numbers
};

// Whether what stands behind the first column is numbers, which stand to the right.
bool has_numbers(const NoticeSection& section);

struct Notice : PaperHead {
    std::vector<NoticeSection> sections;
};

// What the ledger knows of a groupement's year.
struct NoticeFacts {
    ResultYear year = 0;
    const GroupementAdmitted& group;
    const SettledLine& line;
    const TracedYear& traced;
    std::vector<std::pair<IndicatorId, Decimal>> before;  // values of the year before, where they are known
    std::vector<MeasureEvidence> evidence = {};           // of the year's measures, where the facts say it
    const RulesAdopted* adopted = nullptr;                // in force for the year: what indicators are called
    RulesId rules;
    Day settled_on;
    std::int64_t recorded_at = 0;
    bool is_trial = false;
};

Notice notice_of(const NoticeFacts& facts);
// The same for a terminal.
std::string notice_text(const Notice& notice);

}  // namespace ipep
