// The accountants' pages, in French: journal, ledger, balance, variations, the bank held against account 512, the
// checklist before a month is closed; what is under way is on somebody's list; a file that is none of the bank's.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Desk, open } from "./browser.mjs";
import { Examination } from "./examination.mjs";
import { CPAM, Ledger } from "./ledger.mjs";
import { order, paymentsUnderWay } from "./payments.mjs";
import { step } from "./step.mjs";

const euros = text => Number(text.replace(/[^\d,−-]/g, "").replace("−", "-").replace(",", "."));

let ledger, browser, desk, director, examination;

before(async () => {
  ledger = new Ledger();
  ledger.settle(2019, 2023);
  paymentsUnderWay(ledger);
  await ledger.serve();
  browser = await open();
  desk = await Desk.of(browser, { url: ledger.url });
  await desk.signIn(ledger.tokens.dcf);
  director = await Desk.of(browser, { url: ledger.url });
  await director.signIn(ledger.tokens.director);
  examination = await Examination.of(desk, "fr");
});

after(async () => {
  await browser?.close();
  await ledger?.close();
});

step("The menu's journal is that of the books, and its totals are of all that is asked for", async () => {
  await desk.follow("Journal");
  assert.equal(desk.path(), `/books/${CPAM}`);
  assert.match(await desk.said("h1"), /Journal de la CPAM/);
  const balance = ledger.ask("auditor", "trial-balance", CPAM);
  assert.equal(euros(await desk.said("tfoot td")), Number(balance.total.debit));
  await desk.page.getByLabel("Journal", { exact: true }).selectOption("BQ");
  await desk.press("Afficher");
  const shown = await desk.page.locator("tbody tr").count();
  assert.equal(shown, 2, "one payment, two lines");
  const csv = await desk.downloaded("Télécharger en CSV");
  assert.equal(csv.name, `journal-${CPAM}.csv`);
  assert.equal(csv.bytes.toString("utf8").trim().split("\r\n").length, 3);
});

step("The FEC of an exercice is downloaded", async () => {
  await desk.go(`/books/${CPAM}`);
  const [download] = await Promise.all([
    desk.page.waitForEvent("download"), desk.page.getByRole("button", { name: "Télécharger le FEC" }).click()]);
  assert.equal(download.suggestedFilename(), `${CPAM}FEC20241231.txt`);
});

step("Ledger and balance hold the same", async () => {
  await desk.follow("Balance");
  await desk.page.getByLabel("À la fin du", { exact: true }).fill("2024-12-31");  // the bank executes after today
  await desk.press("Afficher");
  const row = desk.page.locator("tbody tr", { hasText: "512000" });
  const credit = euros(await row.locator("td").last().innerText());
  await desk.move(row.getByRole("link"));
  assert.equal(desk.path(), `/books/${CPAM}/ledger`);
  assert.equal(euros(await desk.page.locator("tfoot td").last().innerText()), -credit);
});

step("A year's variations close where the next opens", async () => {
  await desk.follow("Tableau de variation");
  const tables = desk.page.locator("main table");
  const of = async (at, cell) => (await tables.nth(at).locator("tfoot td").nth(cell).innerText()).trim();
  assert.ok(await tables.count() > 1);
  for (let at = 0; at + 1 < await tables.count(); ++at) {  // the latest first
    assert.equal(await of(at, 0), await of(at + 1, 4));
    assert.equal(await of(at, 1), await of(at + 1, 5));
  }
});

step("The bank's balance is held against account 512 on a day", async () => {
  await desk.go(`/books/${CPAM}/reconciliation?on=2024-07-31`);
  const said = await desk.said();
  assert.match(said, /FRAIS-BANCAIRES/);
  const expected = await desk.page.locator("tr.strong td").first().innerText();
  await desk.page.locator("#bank").fill(expected.replace(/[^\d,−]/g, "").replace("−", "-"));
  await desk.press("Afficher");
  assert.match(await desk.said(), /ils s'accordent/);
  await desk.page.locator("#bank").fill("beaucoup");
  await desk.press("Afficher");
  assert.match(await desk.said("[role=alert]"), /n'est pas un montant/);
  assert.deepEqual(await examination.here(), []);
});

step("The checklist says what stands in the way, and leads there", async () => {
  await desk.follow("Contrôles de clôture");
  assert.match(await desk.said(), /Rien n'empêche de le clôturer/);
  await desk.page.getByLabel("Mois").selectOption("2024-07");
  await desk.press("Afficher");
  const said = await desk.said();
  assert.match(said, /Il ne peut pas encore être clôturé/);
  assert.match(said, /Le mois n'est pas échu/);
  await desk.follow("Lignes de la banque non rapprochées");
  assert.equal(desk.path(), `/payments/${CPAM}/reconciliation`);
});

step("What is suspended is the director's turn, and once required the DCF's", async () => {
  await director.go("/waiting");
  assert.match(await director.said("section[aria-labelledby=own]"), new RegExp(`${order(3)} Ordre suspendu`));
  await director.go(`/orders/${order(3)}`);
  await director.page.getByLabel("Référence de la réquisition écrite").fill("Réquisition 7");
  await director.press("Réquisitionner");
  await desk.go("/");
  assert.match(await desk.said(), /Ordres réquisitionnés à viser : 1/);
  await desk.follow("Tout ce qui est en cours");
  const own = await desk.said("section[aria-labelledby=own]");
  assert.match(own, new RegExp(`${order(3)} Ordre réquisitionné`));
  assert.match(own, new RegExp(`${order(2)} Ordre à la banque`));
  assert.deepEqual(await examination.here(), []);
});

step("A visa sent twice says that it stands", async () => {
  const second = await desk.context.newPage();
  for (const page of [desk.page, second]) await page.goto(`/orders/${order(4)}`);
  await desk.press(/^Viser/);
  await Promise.all([second.waitForEvent("load"), second.getByRole("button", { name: /^Viser/ }).click()]);
  assert.match(await second.locator(".notice").innerText(), /Votre visa est acquis/);
  await second.close();
});

step("A file that is none of the bank's says what it is, with the form still there", async () => {
  await desk.go("/bank-files");
  const sent = { name: "releve.csv", mimeType: "text/csv", buffer: Buffer.from("Date;Libellé;Débit;Crédit\n") };
  await desk.page.getByLabel("Fichier", { exact: true }).setInputFiles(sent);
  await desk.press("Lire ce fichier");
  assert.match(await desk.said("[role=alert]"), /releve\.csv est un tableau CSV/);
  assert.equal(await desk.page.getByRole("button", { name: "Lire ce fichier" }).count(), 1);
  assert.deepEqual(await examination.here(), []);
});

step("French pages name nothing as the program does, and tell Paris time", async () => {
  const [act] = ledger.runAs("auditor", "events", "--kind", "paymentOrdered", "--format", "json").trim().split("\n");
  for (const path of [`/orders/${order(4)}`, `/events/${JSON.parse(act).position}`]) {
    await desk.go(path);
    const said = await desk.said();
    assert.doesNotMatch(said, /settlement\/|seedCredit\/|incentiveSettled|UTC/, path);
  }
  assert.match(await desk.said(), /01\/07\/2024 10:00:00 \(heure de Paris\)/);
  assert.deepEqual([...desk.complaints, ...director.complaints], []);
});
