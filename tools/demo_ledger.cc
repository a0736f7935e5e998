#include "tools/demo_ledger.h"

#include <stdlib.h>

#include <cerrno>
#include <filesystem>

#include "demo_facts.h"
#include "events/fault.h"
#include "events/folder.h"
#include "ledger/code.h"
#include "services/files/whole_file.h"
#include "services/ledger/ledger_service.h"
#include "services/payments/payment_commands.h"

namespace ipep {
namespace {

void settle_years(LedgerService& ledger) {
    for (ResultYear year = 2019; year <= 2023; ++year) {
        const auto settled = ledger.settle(year, std::nullopt, PersonId{"demo"}, false);
        if (!settled) throw Fault(settled.error().code, settled.error().arguments);
    }
}

// By another person than the one who looks, who may then check them.
void order_for_a_cpam(LedgerService& ledger) {
    const auto ordered = PaymentCommands(ledger, PersonId{"MARTIN"}, std::nullopt).order({CpamId{"351"}, {}, {}});
    if (!ordered) throw Fault(ordered.error().code, ordered.error().arguments);
}

}  // namespace

std::string make_demo_ledger(std::string folder) {
    if (folder.empty()) {
        folder = (std::filesystem::temp_directory_path() / "ipep-demo-XXXXXX").string();
        if (!::mkdtemp(folder.data())) throw fault_of(folder, errno);
    }
    if (read_format(folder)) return folder;
    Store::create(folder, {.origin = "ipep-demo", .trial = true});
    LedgerService ledger(folder, Access::write);
    const auto appended = ledger.append(std::string_view(kDemoFacts), PersonId{"demo"});
    if (!appended) throw Fault(appended.error().code, appended.error().arguments);
    settle_years(ledger);
    order_for_a_cpam(ledger);
    return folder;
}

std::string make_demo_debtors(const std::string& folder) {
    const std::string debtors = folder + "-debtors";
    std::error_code error;
    std::filesystem::create_directories(debtors, error);
    if (error) throw fault_of(debtors, error);
    const LedgerService ledger(folder, Access::read);
    for (const CpamId& cpam : ledger.book().cpams()) {
        const std::string text =
            "name = \"CPAM " + cpam.text + "\"\niban = \"FR7630006000011234567890189\"\nbic = \"AGRIFRPP\"\n";
        const auto kept = write_whole(debtors + '/' + cpam.text + ".toml", text, Existing::goes);
        if (!kept) throw Fault(kept.error().code, kept.error().arguments);
    }
    return debtors;
}

}  // namespace ipep
