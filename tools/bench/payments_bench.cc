// Payments through the ledger, in a process of its own: approved orders issued into one pain.001, and reconciled from
// one camt.053, each as durable as everywhere.
#include <fstream>
#include <iostream>

#include "ledger/calendar.h"
#include "services/payments/payment_commands.h"
#include "tools/bench/bench.h"
#include "tools/bench/statement.h"

namespace ipep::bench {
namespace {

const CpamId kCpam{"351"};
const Day kOrdered = *parse_day("2026-06-12");
const PersonId kDirector{"director"}, kDcf{"dcf"};

// Orders of one CPAM, all approved.
void make_approved(const std::string& folder, std::int64_t groupements) {
    make_ledger(folder, {.groupements = groupements, .cpam = kCpam.text}, Experiment::kFirstYear - 1, 0);
    LedgerService ledger(folder, Access::write);
    const Stopwatch ordering;
    const auto orders = expect(PaymentCommands(ledger, kDirector, kOrdered).order({kCpam, {}, {}}));
    std::cerr << "ipep-bench: ordered in " << ordering.seconds() << " s\n";
    if (static_cast<std::int64_t>(orders.size()) != groupements)
        throw std::runtime_error("other orders than wanted: " + std::to_string(orders.size()));
    const Stopwatch approving;
    PaymentCommands dcf(ledger, kDcf, kOrdered);
    if (auto done = dcf.approve(orders); !done) throw std::runtime_error(done.error().sentence());
    std::cerr << "ipep-bench: approved in " << approving.seconds() << " s\n";
}

// What the bank would book of the orders issued.
TransferSource issued_transfers(LedgerService& ledger) {
    return [&ledger, orders = ledger.views().orders().of_cpam(kCpam, OrderState::issued),
            at = std::size_t{0}]() mutable -> std::optional<Transfer> {
        if (at == orders.size()) return std::nullopt;
        if (at % kTogether == kTogether - 1) ledger.rest();
        const PaymentOrdered& order = ledger.book().find(orders[at++])->ordered;
        return Transfer{order.endToEndId, order.amount, {}, made_up_iban(1), {}, {}};
    };
}

// Every order is performed again when its ledger is verified: ten times as many take ten times as long.
void measure_verifying(std::int64_t count, const std::string& approved, Workspace& workspace, Report& report) {
    const std::string fewer = workspace.fresh();
    make_approved(fewer, std::max<std::int64_t>(1, count / 10));
    const auto verified = [](const std::string& ledger) { return run_alone({"--scale", ledger, "--step", "verify"}); };
    const auto many = verified(approved), few = verified(fewer);
    Workspace::remove(fewer);
    report.measures.push_back({"verification of " + std::to_string(count) + " orders",
                               "a ledger of orders approved, of one CPAM, verified whole",
                               "ours of a tenth of the orders",
                               many.at(2),
                               "events",
                               {many.at(0)},
                               {few.at(0)},
                               Bound{Bound::Kind::below, 13},
                               {{"verified_s_a_million", many.at(0) / (many.at(2) / 1e6), {Bound::Kind::below, 20}}}});
}

}  // namespace

int payments_alone(const std::string& folder) {
    const std::string debtor = folder + "/debtor.toml", pain = folder + "/pain.xml", camt = folder + "/camt.xml";
    std::ofstream(debtor) << "name = \"CPAM\"\niban = \"" << made_up_iban(0) << "\"\nbic = \"TESTFRPP\"\n";
    double issued = 0, reconciled = 0;
    {
        LedgerService ledger(folder + "/ledger", Access::write);
        PaymentCommands desk(ledger, kDcf, kOrdered);
        const Stopwatch issuing;
        expect(desk.issue({kCpam, debtor, pain, next_target_day(ledger.world().today()), 9}));
        issued = issuing.seconds();
    }
    {
        LedgerService ledger(folder + "/ledger", Access::read);
        std::ofstream statement(camt);
        write_statement(statement, made_up_iban(0), issued_transfers(ledger));
    }
    {
        LedgerService ledger(folder + "/ledger", Access::write);
        const Stopwatch reconciling;
        const auto reading = expect(PaymentCommands(ledger, kDcf, *parse_day("2026-06-16")).read_bank_file(camt));
        reconciled = reconciling.seconds();
        if (!reading.unmatched.empty()) throw std::runtime_error("a line matched nothing");
    }
    std::cout << issued << ' ' << reconciled << ' ' << peak_bytes() << '\n';
    return 0;
}

void measure_payments(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::int64_t count = sizes.transfers();
    const std::string approved = workspace.fresh();
    make_approved(approved, count);
    measure_verifying(count, approved, workspace, report);
    Samples seconds, issued, reconciled, peaks;
    for (int i = 0; i < sizes.samples; ++i) {
        const std::string folder = workspace.fresh();
        std::filesystem::create_directory(folder);
        std::filesystem::copy(approved, folder + "/ledger", std::filesystem::copy_options::recursive);
        const auto figures = run_alone({"--payments", folder});
        if (i == 0) measure_books(sizes, folder + "/ledger", kCpam, workspace, report);
        Workspace::remove(folder);
        issued.push_back(figures.at(0));
        reconciled.push_back(figures.at(1));
        seconds.push_back(figures[0] + figures[1]);
        peaks.push_back(figures.at(2) / (1 << 20));
    }
    Workspace::remove(approved);
    report.measures.push_back({"payment of " + std::to_string(count) + " orders",
                               "approved orders issued into one pain.001, validated, and reconciled from one camt.053",
                               "",
                               static_cast<double>(count),
                               "orders",
                               seconds,
                               {},
                               std::nullopt,
                               {{"secondsTogether", median(seconds), {Bound::Kind::below, 30}},
                                {"issueSeconds", median(issued), {Bound::Kind::below, 30}},
                                {"reconcileSeconds", median(reconciled), {Bound::Kind::below, 30}},
                                {"peakMiB", median(peaks), {Bound::Kind::below, 300}}}});
}

}  // namespace ipep::bench
