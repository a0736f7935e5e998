#include "tools/demo_ledger.h"

#include <stdlib.h>

#include <filesystem>

#include "demo_facts.h"
#include "events/fault.h"
#include "events/folder.h"
#include "services/ledger_service.h"

namespace ipep {
namespace {

void settle_years(LedgerService& ledger) {
    for (Year year = 2019; year <= 2023; ++year) {
        const auto settled = ledger.settle(year, std::nullopt, PersonId{"demo"}, false);
        if (!settled) throw Fault(settled.error().code, settled.error().arguments);
    }
}

}  // namespace

std::string make_demo_ledger(std::string folder) {
    if (folder.empty()) {
        folder = (std::filesystem::temp_directory_path() / "ipep-demo-XXXXXX").string();
        if (!::mkdtemp(folder.data())) throw Fault(Code::disk_fault, {{"what", "no temporary folder"}});
    }
    if (read_format(folder)) return folder;
    Store::create(folder, {.origin = "ipep-demo", .trial = true});
    LedgerService ledger(folder, Access::write);
    const auto appended = ledger.append(std::string_view(kDemoFacts), PersonId{"demo"});
    if (!appended) throw Fault(appended.error().code, appended.error().arguments);
    settle_years(ledger);
    return folder;
}

}  // namespace ipep
