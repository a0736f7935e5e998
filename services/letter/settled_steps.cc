#include "services/letter/settled_steps.h"

#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep {

std::vector<SettledStep> settled_steps(const SettledRow& row) {
    const bool is_mixed = row.model == Model::mixed;
    const SettledStep second = is_mixed ? SettledStep{"quality", titled("quality"), row.quality}
                                        : SettledStep{"gross", titled("modulation"), row.gross - row.gain};
    return {{"gain", titled("gain"), row.gain},
            second,
            {"capped", tr("Groupement's cap"), row.capped - row.gross},
            {"nationalReduction", tr("National cap"), -row.nationalReduction},
            {"net", tr("Net of caps"), row.net, true},
            {"advanceGranted", tr("Advance"), row.advanceGranted},
            {"advanceRecovered", tr("Recovered"), -row.advanceRecovered},
            {"due", tr("Due"), row.due, true}};
}

}  // namespace ipep
