// Pages of the console: each takes a visit and gives the whole answer.
#pragma once

#include "ledger/year.h"
#include "services/audit/verification.h"
#include "services/console/visit.h"
#include "services/letter/notice.h"
#include "services/payments/payment_commands.h"

namespace ipep {

ConsolePage dashboard(const Visit& visit);
// Everything under way, and whose turn it is.
ConsolePage under_way(const Visit& visit);
ConsolePage groupements(const Visit& visit);
ConsolePage groupement(const Visit& visit, const GroupementId& id);
ConsolePage settlements(const Visit& visit);
ConsolePage settlement(const Visit& visit, ResultYear year);
// `warning`: why it was not done when it was asked for.
ConsolePage settlement_preview(const Visit& visit, ResultYear year, const std::string& warning = {});
ConsolePage settle(const Visit& visit, ResultYear year);
// By a second person, who lets it be ordered or says why not.
enum class Second : std::uint8_t { validates, refuses };
ConsolePage validate(const Visit& visit, ResultYear year, Second second);
// What the groupement is told of the year.
std::string notice_path(ResultYear year, const GroupementId& id);
ConsolePage notice(const Visit& visit, ResultYear year, const GroupementId& id);
// Its references and sections, as paper.html shows them.
void put_paper(const Notice& paper, Data& data);
// `wanted`: a payment year, with .pdf or .csv behind it for the file.
std::string report_path(PaymentYear payment_year);
ConsolePage national_report(const Visit& visit, const std::string& wanted);
// Facts in from a spreadsheet: what may be filled in, and a file that was, before and after it is recorded.
ConsolePage sheet_of_facts(const Visit& visit, const std::string& warning = {});
ConsolePage facts_template(const Visit& visit);
ConsolePage read_facts(const Visit& visit);
ConsolePage facts_with_errors(const Visit& visit);
ConsolePage record_facts(const Visit& visit);
// The facts a settlement of the year reads, groupement by measure.
ConsolePage year_facts(const Visit& visit, ResultYear year);
// A form for every fact the person may record; what it would do, or doing it. The same to put a fact right.
ConsolePage fact_kinds(const Visit& visit);
ConsolePage fact_form(const Visit& visit, const std::string& kind);
ConsolePage act_on_fact(const Visit& visit, const std::string& kind, bool records_it);
ConsolePage correction_form(const Visit& visit, Position position);
ConsolePage act_on_correction(const Visit& visit, Position position, bool records_it);
// Whether the person may put right what the event brings.
bool may_correct(const Visit& visit, const Event& event);
// The double-entry books of the CPAM the person may read, and those of one; each page is a CSV with `kind` csv.
ConsolePage books_of_all(const Visit& visit);
ConsolePage books_journal(const Visit& visit, const CpamId& cpam);
ConsolePage books_ledger(const Visit& visit, const CpamId& cpam);
ConsolePage books_balance(const Visit& visit, const CpamId& cpam);
ConsolePage books_variations(const Visit& visit, const CpamId& cpam);
ConsolePage books_reconciliation(const Visit& visit, const CpamId& cpam);
ConsolePage books_closing(const Visit& visit, const CpamId& cpam);
// The FEC to download, of an exercice or of the days asked for.
ConsolePage fec(const Visit& visit, const CpamId& cpam);
// Who holds which role, since when and by whom; and, for who may, the tokens of this server.
ConsolePage persons(const Visit& visit);
ConsolePage revoke_tokens_of(const Visit& visit, const PersonId& person);
ConsolePage trail_search(const Visit& visit);
ConsolePage trail(const Visit& visit, const std::string& reference);
ConsolePage trail_proof(const Visit& visit, const std::string& reference);
ConsolePage event_log(const Visit& visit);
ConsolePage log_event(const Visit& visit, Position position);
// The document behind an event; giving it where its source names one that is not kept; where it can be opened, empty
// where there is none or the person may not.
ConsolePage voucher(const Visit& visit, Position position);
ConsolePage give_voucher(const Visit& visit, Position position);
std::string voucher_path(const Visit& visit, Position position);
ConsolePage rules(const Visit& visit);
// What was known when: settlements, rules, corrections and amendments on a line of time, and years that are stale.
ConsolePage knowledge(const Visit& visit);
// What would have happened under other values or without some groups.
ConsolePage simulation(const Visit& visit);
// What readings of the text are worth; what has no source.
struct Findings;
ConsolePage readings(const Visit& visit, Findings& kept);
ConsolePage unsourced(const Visit& visit, Findings& kept);

// The last verification run from the console since the program started.
struct LastVerification {
    std::int64_t at = 0;  // microseconds since 1970, UTC
    PersonId by;
    Verification result;
};
ConsolePage integrity(const Visit& visit, const std::optional<LastVerification>& last);

// Payments. The CPAM is known and the person may read its amounts.
ConsolePage payments(const Visit& visit);
ConsolePage payments_of(const Visit& visit, const CpamId& cpam);
ConsolePage ordering(const Visit& visit, const CpamId& cpam, const std::string& warning = {});
ConsolePage order_for(const Visit& visit, const CpamId& cpam);
ConsolePage order(const Visit& visit, const OrderId& id, const std::string& warning = {});
// All orders of the CPAM that wait for a visa, against its checks; what one decision on them would approve; doing it.
ConsolePage visa(const Visit& visit, const CpamId& cpam);
ConsolePage visa_approval(const Visit& visit, const CpamId& cpam);
ConsolePage approve_passing(const Visit& visit, const CpamId& cpam);
// `act`: approval, suspension, requisition, cancellation.
ConsolePage act_on_order(const Visit& visit, const OrderId& id, const std::string& act);
ConsolePage issuing(const Visit& visit, const CpamId& cpam, const std::string& warning = {});
ConsolePage issue_file(const Visit& visit, const CpamId& cpam);
// The pain.001 `message` to download, as it was issued.
ConsolePage file(const Visit& visit, const std::string& message);
ConsolePage confirm_payee(const Visit& visit, const CpamId& cpam);
ConsolePage close_months(const Visit& visit, const CpamId& cpam);
ConsolePage reconciliation(const Visit& visit, const CpamId& cpam);
// A line of the bank that nothing explained; what it is; another person's agreement.
ConsolePage bank_line(const Visit& visit, const CpamId& cpam);
ConsolePage explain_bank_line(const Visit& visit, const CpamId& cpam);
ConsolePage confirm_bank_line(const Visit& visit, const CpamId& cpam);
// `reading`: what came of the file `name` that was sent.
ConsolePage bank_files(const Visit& visit, const std::optional<BankReading>& reading = {},
                       const std::string& name = {});
ConsolePage read_bank_file(const Visit& visit);
// The state in words, and how it is to look.
void put_state(OrderState state, Data& row);
// Why the bank rejected it or sent it back, in words; empty of any other order.
std::string reason_of(const Order& order);

// How far a groupement is: "in progress", "left after 2021".
std::string standing(const Book& book, const GroupState& page);

}  // namespace ipep
