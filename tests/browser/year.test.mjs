// The year's work in the browser, in French: each person does their part, in the order in which it has to be done.
//
// The groupements of CPAM 351 and what they are owed are those of the experiment's expected figures.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before } from "node:test";

import { Desk, open } from "./browser.mjs";
import { ACCOUNTS, CPAM, Ledger, PAYEES } from "./ledger.mjs";
import { statement, STRAY } from "./statement.mjs";
import { step } from "./step.mjs";

const YEAR = 2022, GROUP = "IPEP019";
const expected = JSON.parse(readFileSync(new URL("../data/experiment.expected.json", import.meta.url)));
const settled = expected.settlements.find(one => one.year === YEAR);
const due = settled.groupements.find(one => one.groupement === GROUP).due;

// "1234.50" as it stands on a page.
function shown(amount) {
  const [euros, cents] = amount.split(".");
  return `${euros.replace(/\B(?=(\d{3})+$)/g, " ")},${cents} €`;
}

let ledger, browser;
const desks = {};

// The desk of a person, signed in when it is first asked for.
async function at(by) {
  if (!desks[by]) {
    desks[by] = await Desk.of(browser, { url: ledger.url });
    await desks[by].signIn(ledger.tokens[by]);
  }
  return desks[by];
}

const orders = () => ledger.ask("auditor", "orders", "--cpam", CPAM).orders;
const states = () => Object.fromEntries(orders().map(one => [one.order.slice(-1), one.state]));

before(async () => {
  ledger = new Ledger();
  ledger.settle(2019, YEAR);
  await ledger.serve();
  browser = await open();
});

after(async () => {
  await browser?.close();
  await ledger?.close();
});

step("The Cnam previews a year and settles it", async () => {
  const desk = await at("cnam");
  await desk.follow("Liquidation");
  await desk.follow(`${YEAR}`);
  assert.equal(desk.path(), `/settlements/${YEAR}/preview`);
  const head = await ledger.head();
  assert.match(await desk.said(), /rien n'est enregistré/);
  assert.ok((await desk.said()).includes(shown(settled.national.due)));
  assert.equal(await ledger.head(), head);
  await desk.press(`Liquider ${YEAR}`);
  assert.match(await desk.said(".notice"), /La liquidation est enregistrée/);
  assert.equal(desk.path(), `/settlements/${YEAR}`);
  assert.ok((await desk.said("tr:has-text('" + GROUP + "')")).includes(shown(due)));
  assert.equal(await desk.page.getByRole("button", { name: /Valider/ }).count(), 0, "not by who settled");
});

step("A second person of the Cnam refuses to validate it, and who settled reads why", async () => {
  const desk = await at("cnam2"), reason = "IPEP005 : dépenses 2021 à vérifier";
  await desk.go(`/settlements/${YEAR}`);
  assert.match(await desk.said(), /Pas encore validée/);
  await desk.page.getByLabel("Motif", { exact: true }).fill(reason);
  await desk.press(/Refuser la révision 1/);
  assert.match(await desk.said(".notice"), /La validation est refusée/);
  const settler = await at("cnam");
  await settler.go("/");
  await settler.follow(/La validation de 2022 est refusée/);
  assert.ok((await settler.said()).includes(`KARIM a refusé de la valider : « ${reason} »`));
  await settler.go("/waiting");
  assert.ok((await settler.said("section[aria-labelledby=own]")).includes(reason));
  await desk.go("/waiting");
  assert.ok((await desk.said("section[aria-labelledby=others]")).includes(reason), "no longer the second person's turn");
});

step("Once asked, the second person validates it after all", async () => {
  const desk = await at("cnam2");
  await desk.go(`/settlements/${YEAR}`);
  assert.equal(await desk.page.getByRole("button", { name: /Refuser/ }).count(), 0, "it is refused");
  await desk.press(/Valider la révision 1/);
  assert.match(await desk.said(".notice"), /La liquidation est validée/);
  assert.match(await desk.said(), /KARIM/);
});

step("The director orders what the CPAM owes", async () => {
  const desk = await at("director");
  await desk.follow(/Groupements à ordonnancer : 2/);
  assert.equal(desk.path(), `/payments/${CPAM}/ordering`);
  for (const payee of PAYEES) assert.ok((await desk.said()).includes(payee));
  await desk.press(/^Ordonnancer/);
  assert.match(await desk.said(".notice"), /Les ordres sont émis/);
  assert.deepEqual(states(), { 1: "ordered", 2: "ordered", 3: "ordered", 4: "ordered" });
});

step("The DCF reads ten checks and approves the orders one by one, and suspends one", async () => {
  const desk = await at("dcf"), vouchers = [/Intéressement liquidé 01\/07\/2024/, /Feuille de route/];
  await desk.follow(/Ordres à viser : 4/);
  for (const number of [1, 2, 3, 4]) {
    assert.match(desk.path(), new RegExp(`^/orders/${CPAM}-2024-00000${number}$`));
    assert.equal(await desk.page.locator(".checks li").count(), 10);
    assert.equal(await desk.page.locator(".checks .bad").count(), 0);
    assert.match(await desk.said("section[aria-labelledby=vouchers]"), vouchers[number % 2]);
    if (number === 2) {
      await desk.page.getByLabel("Motif").selectOption("voucherMissing");
      await desk.page.getByLabel("Avec vos propres mots").fill("Délibération du groupement à produire");
      await desk.press("Suspendre l'ordre");
      assert.match(await desk.said(".notice"), /L'ordre est suspendu/);
      await desk.follow(`CPAM ${CPAM}`);
      await desk.follow(/Ordres à viser : 2/);
    } else {
      await desk.press(/^Viser/);
      assert.match(await desk.said(".notice"), /L'ordre est visé/);
    }
  }
  assert.deepEqual(states(), { 1: "approved", 2: "suspended", 3: "approved", 4: "approved" });
});

step("The director requires the suspended one in writing, and the DCF approves it", async () => {
  const director = await at("director");
  await director.go("/");
  await director.follow(/Ordres suspendus : 1/);
  await director.follow(`${CPAM}-2024-000002`);
  assert.match(await director.said(), /Pièce justificative manquante : Délibération du groupement à produire/);
  await director.page.getByLabel("Référence de la réquisition écrite").fill("Réquisition 2024-7");
  await director.press("Réquisitionner");
  assert.match(await director.said(".notice"), /La réquisition est enregistrée/);
  const dcf = await at("dcf");
  await dcf.go(`/orders/${CPAM}-2024-000002`);
  assert.match(await dcf.said(), /Réquisition 2024-7/);
  await dcf.press(/^Viser/);
  assert.deepEqual(states(), { 1: "approved", 2: "approved", 3: "approved", 4: "approved" });
});

step("The DCF makes the file for the bank and downloads it", async () => {
  const desk = await at("dcf");
  await desk.go("/");
  await desk.follow(/Ordres visés à émettre : 4/);
  await desk.press(/^Émettre/);
  assert.match(await desk.said(".notice"), /Le fichier est émis/);
  const [message] = new Set(orders().map(one => one.message));
  const file = await desk.downloaded(message);
  assert.equal(file.name, `${message}.xml`);
  for (const account of ACCOUNTS) assert.ok(file.bytes.includes(account));
  const digest = createHash("sha256").update(file.bytes).digest("hex");
  assert.ok((await desk.said(`tr:has-text("${message}")`)).includes(digest));
});

step("The DCF reads the bank's statement, and the reconciliation shows what it leaves open", async () => {
  const desk = await at("dcf");
  await desk.follow("Lire un fichier de la banque");
  const empty = { name: "vide.xml", mimeType: "text/xml", buffer: Buffer.from("") };
  await desk.page.getByLabel("Fichier", { exact: true }).setInputFiles(empty);
  await desk.press("Lire ce fichier");
  assert.match(await desk.said("[role=alert]"), /vide\.xml est vide ; rien n'a été enregistré/);
  const buffer = Buffer.from(statement(orders().slice(0, 3)));
  const file = { name: "releve.xml", mimeType: "text/xml", buffer };
  await desk.page.getByLabel("Fichier", { exact: true }).setInputFiles(file);
  await desk.press("Lire ce fichier");
  assert.deepEqual(states(), { 1: "paid", 2: "paid", 3: "paid", 4: "issued" });
  await desk.follow(/^Rapprochement/);
  const [open, lost] = await desk.page.locator("section table").all();
  assert.match(await open.innerText(), new RegExp(`${CPAM}-2024-000004`));
  assert.equal(await open.locator("tbody tr").count(), 1);
  assert.match(await lost.innerText(), new RegExp(STRAY.endToEndId));
});

step("What names no order is said to be something by one person and confirmed by another", async () => {
  const dcf = await at("dcf"), unmatched = desk => desk.page.locator("section[aria-labelledby=unmatched]");
  await dcf.follow(STRAY.endToEndId);
  assert.equal(dcf.path(), `/payments/${CPAM}/line`);
  assert.match(await dcf.said(), /12,34 €/);
  await dcf.page.getByLabel("Ce qu'elle est", { exact: true }).selectOption("aside");
  await dcf.page.getByLabel("Motif", { exact: true }).fill("frais de tenue de compte");
  await dcf.press("Enregistrer");
  assert.match(await dcf.said(".notice"), /une autre personne le confirme/);
  assert.match(await unmatched(dcf).innerText(), /mise de côté : frais de tenue de compte \(à confirmer\)/);
  await dcf.follow(STRAY.endToEndId);
  assert.equal(await dcf.page.getByRole("button", { name: /Confirmer/ }).count(), 0, "not by who said it");
  const director = await at("director");
  await director.go("/");
  await director.follow(/Lignes de la banque expliquées, à confirmer : 1/);
  await director.follow(STRAY.endToEndId);
  await director.press("Confirmer ce qui en est dit");
  assert.match(await director.said(".notice"), /La ligne est traitée/);
  assert.match(await unmatched(director).innerText(), /Aucun/);
  await director.go(`/books/${CPAM}/reconciliation?on=2024-07-31`);
  assert.match(await director.said(), /mise de côté : frais de tenue de compte/);
});

step("The DCF closes the oldest month, then those that follow at once", async () => {
  const desk = await at("dcf");
  await desk.go(`/payments/${CPAM}`);
  const oldest = async () => /plus ancien mois ouvert est (\d\d\/\d{4})/.exec(await desk.said())[1];
  const before = await oldest();
  await desk.press("Clôturer ces mois");
  assert.match(await desk.said(".notice"), /Les mois sont clôturés/);
  assert.notEqual(await oldest(), before);
  await desk.page.getByLabel(/jusqu'à/).selectOption("2024-05");
  await desk.press("Clôturer ces mois");
  assert.equal(await oldest(), "06/2024");
});

step("The auditor follows an amount to its fact and takes the proof along", async () => {
  const desk = await at("auditor");
  await desk.follow("Groupements");
  await desk.follow(GROUP);
  await desk.move(desk.page.locator(`a[href="/explain/settlement/${YEAR}/${GROUP}/due"]`).first());
  assert.ok((await desk.said("h1")).includes(shown(due)));
  const folded = desk.page.locator(".tree details:not([open])");
  assert.notEqual(await folded.count(), 0);
  await desk.page.getByRole("button", { name: "Tout déplier" }).click();
  assert.equal(await folded.count(), 0);
  const proof = await desk.downloaded("Télécharger la preuve");
  assert.equal(proof.name, `proof-settlement-${YEAR}-${GROUP}-due.json`);
  assert.ok(JSON.parse(proof.bytes));
  const fact = desk.page.locator(".tree .leaf", { hasText: "SNDS" }).first().getByRole("link");
  const event = await fact.innerText();
  await desk.move(fact);
  assert.match(await desk.said(), /SNDS/);
  assert.match(desk.path(), new RegExp(`^/events/${event.replace(/\D/g, "")}$`));
});

step("Nothing that happened troubles the verification, and no page complained", async () => {
  const desk = await at("auditor");
  await desk.follow("Intégrité");
  await desk.press(/Vérifier/);
  assert.match(await desk.said(), /Aucun écart/);
  for (const [by, one] of Object.entries(desks)) assert.deepEqual(one.complaints, [], by);
});
