// A CPAM's payments under way, for pages that show them: of four orders the first is paid, the second with the bank,
// the third suspended, the fourth to be approved.
import { CPAM, EXECUTION } from "./ledger.mjs";
import { statement } from "./statement.mjs";

export const order = number => `${CPAM}-2024-00000${number}`;

export function paymentsUnderWay(ledger) {
  ledger.runAs("director", "order", CPAM);
  const orders = ledger.ask("auditor", "orders", "--cpam", CPAM).orders;
  ledger.runAs("dcf", "approve", order(1), order(2));
  ledger.runAs("dcf", "issue", CPAM, "--debtor", ledger.debtor, "--execute", EXECUTION,
               "--out", `${ledger.folder}/file.xml`);
  ledger.runAs("dcf", "bank", ledger.file("statement.xml", statement(orders.slice(0, 1))));
  ledger.runAs("dcf", "suspend", order(3), "--ground", "Pièce à produire");
}
