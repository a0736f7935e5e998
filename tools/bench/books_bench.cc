// Books: the balance of every account of a CPAM's books, of our log beside hledger and ledger on the journal we print
// of the same books; whole processes each.
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "services/books/account_movement.h"
#include "services/books/journal_text.h"
#include "tools/bench/bench.h"

namespace ipep::bench {
namespace {

struct Rival {
    const char* program;
    JournalStyle style;
    double at_least;  // times as long as ours
};
constexpr Rival kRivals[] = {{"hledger", JournalStyle::hledger, 100}, {"ledger", JournalStyle::ledger, 20}};

bool succeeds(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

double balance_of(const std::string& program, const std::string& journal) {
    const Stopwatch watch;
    if (!succeeds(program + " -f " + journal + " balance")) throw std::runtime_error(program + " refuses " + journal);
    return watch.seconds();
}

}  // namespace

int books_alone(const std::string& folder, const std::string& cpam) {
    LedgerService ledger(folder, Access::read);
    Money sum;
    const auto accounts = movements(ledger.views(), {cpam}, {});
    for (const AccountMovement& one : accounts) sum += one.closing();
    if (accounts.empty() || sum != Money()) throw std::runtime_error("books that do not balance");
    std::cout << accounts.size() << '\n';
    return 0;
}

void measure_books(const Sizes& sizes, const std::string& ledger, const CpamId& cpam, Workspace& workspace,
                   Report& report) {
    for (const Rival& rival : kRivals) {
        if (!succeeds(std::string("command -v ") + rival.program)) {
            std::cerr << "ipep-bench: no " << rival.program << " here, so it is no rival\n";
            continue;
        }
        const std::string journal = workspace.fresh();
        {
            LedgerService service(ledger, Access::read);
            std::ofstream(journal) << journal_text(rival.style, read_books(service.views(), cpam), {});
        }
        const auto pair = alternate(
            sizes.samples,
            [&] {
                const Stopwatch watch;
                run_alone({"--books", ledger, "--cpam", cpam.text});
                return watch.seconds();
            },
            [&] { return balance_of(rival.program, journal); });
        report.measures.push_back({std::string("balances of the books beside ") + rival.program,
                                   "a process that opens the ledger and balances every account of one CPAM",
                                   std::string(rival.program) + " balance, on the journal we print of the same books",
                                   static_cast<double>(sizes.transfers()), "transfers", pair.ours, pair.rival,
                                   Bound{Bound::Kind::at_least, rival.at_least}});
        std::filesystem::remove(journal);
    }
}

}  // namespace ipep::bench
