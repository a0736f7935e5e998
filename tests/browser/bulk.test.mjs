// Many orders at once, in French: 320 orders of one CPAM looked at in a table and approved by one decision.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Desk, open, violations } from "./browser.mjs";
import { CPAM, Ledger } from "./ledger.mjs";
import { idOf, manyGroupements } from "./many.mjs";
import { step } from "./step.mjs";

const COUNT = 320, STOPPED = idOf(7), STOPPED_LATER = idOf(9);
let ledger, browser, desk, clicks = 0;

const click = async act => { ++clicks; await act; };
const rows = () => desk.page.locator("table.marks tbody tr");
const states = () => {
  const found = {};
  const { orders } = ledger.ask("auditor", "orders", "--cpam", CPAM);
  for (const { state } of orders) found[state] = (found[state] ?? 0) + 1;
  return found;
};

before(async () => {
  ledger = new Ledger(({ fact }) => "rulesAdopted" in fact, manyGroupements(COUNT, CPAM));
  ledger.runAs("director", "order", CPAM);
  await ledger.serve();
  await ledger.record("dcf", "stop-1", { oppositionNotified: { groupement: STOPPED, reference: "saisie 12" } });
  browser = await open();
  desk = await Desk.of(browser, { url: ledger.url });
  await desk.signIn(ledger.tokens.dcf);
});

after(async () => {
  await browser?.close();
  await ledger?.close();
});

step("The DCF comes to a table of all orders, each against the ten checks", async () => {
  await click(desk.follow(/Ordres à viser : 320/));
  assert.equal(desk.path(), `/payments/${CPAM}/visa`);
  assert.match(await desk.said(".figures"), /ordres : 320.*ordres : 319.*ordres : 1/);
  assert.equal(await rows().count(), 100);
  assert.match(await desk.said("tfoot"), /Total, ordres : 320/);
  const stopped = desk.page.locator("tr", { hasText: STOPPED });
  assert.equal(await stopped.locator(".mark").count(), 10);
  assert.equal(await stopped.locator(".mark.bad .in-words").innerText(), "non conforme");
  assert.match(await stopped.innerText(), /Opposition \(opposition : saisie 12\)/);
  assert.deepEqual(await violations(desk.page), []);
});

step("The table is a file too: every order, not a page of them, and the total of the whole", async () => {
  const csv = await desk.downloaded("Télécharger en CSV");
  assert.equal(csv.name, `ordres-a-controler-${CPAM}.csv`);
  const lines = csv.bytes.toString("utf8").trim().split("\r\n");
  assert.equal(lines.length, COUNT + 2);
  assert.match(lines.at(-1), /^"?Total, ordres : 320/);
  const total = await desk.page.locator("tfoot td.n").innerText();
  assert.ok(lines.at(-1).includes(total.replace(/[\s€]/g, "")), `${lines.at(-1)} ${total}`);
  const xlsx = await desk.downloaded("Télécharger en XLSX");
  assert.equal(xlsx.name, `ordres-a-controler-${CPAM}.xlsx`);
  assert.equal(xlsx.bytes.subarray(0, 2).toString(), "PK");
});

step("It is searched without accents, chosen among by what fails, sorted and read a page at a time", async () => {
  const table = desk.page.url();
  await desk.page.getByLabel("Ordre, groupement, nom").fill("MAISON DE SANTE N° 32");
  await desk.press("Chercher");
  assert.equal(await rows().count(), 2);  // 32 and 320
  await desk.go(table);
  await desk.page.getByLabel("Résultat").selectOption("opposition");
  await desk.press("Chercher");
  assert.equal(await rows().count(), 1);
  assert.equal(await desk.page.getByRole("link", { name: /Viser ceux qui passent/ }).count(), 0);
  await desk.go(table);
  await desk.follow("Montant");
  await desk.follow("Montant");
  assert.equal(await desk.page.locator("th[aria-sort=descending]").innerText(), "Montant");
  const amounts = ledger.ask("auditor", "orders", "--cpam", CPAM).orders.map(one => Number(one.amount));
  const first = (await rows().first().locator("td.n").innerText()).replace(/[^\d,]/g, "").replace(",", ".");
  assert.equal(Number(first), Math.max(...amounts));
  await desk.follow(/Page suivante/);
  assert.match(await desk.said("caption"), /page 2 sur 4/);
  assert.match(await desk.said("tfoot"), /Total, ordres : 320/);
  await desk.go(table);
});

step("One decision approves those that pass, each by its own act; what passes no more is told", async () => {
  await click(desk.follow(/Viser ceux qui passent : 319/));
  assert.match(await desk.said(), /ordres : 319/);
  assert.match(await desk.said(), /Non visés : 1/);
  assert.deepEqual(await violations(desk.page), []);
  assert.deepEqual(states(), { ordered: COUNT }, "nothing is recorded");
  await ledger.record("dcf", "stop-2", { oppositionNotified: { groupement: STOPPED_LATER, reference: "saisie 13" } });
  const head = await ledger.head();
  await click(desk.press(/^Viser 319 ordres/));
  assert.match(await desk.said("[role=status]"), /Visés : 318 ordres/);
  assert.match(await desk.said("table"), new RegExp(`${STOPPED_LATER}.*saisie 13`));
  assert.deepEqual(await violations(desk.page), []);
  assert.deepEqual(states(), { ordered: 2, approved: 318 });
  assert.equal(await ledger.head(), head + 318);
  assert.ok(clicks < 10, `${clicks} clicks`);
});

step("All letters of a file are one PDF", async () => {
  await desk.follow("Faire le fichier pour la banque");
  await desk.press(/^Émettre/);
  const [file] = await Promise.all([
    desk.page.waitForEvent("download"), desk.page.locator("a[href$='/letters']").click()]);
  assert.match(file.suggestedFilename(), /\.pdf$/);
  assert.equal(await file.failure(), null);
});

step("What is left stays in the table, and nothing complained", async () => {
  await desk.go(`/payments/${CPAM}/visa`);
  assert.match(await desk.said(".figures"), /ordres : 2 .*ordres : 0 .*ordres : 2/);
  assert.deepEqual(desk.complaints, []);
});
