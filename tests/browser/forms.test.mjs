// A fact by its form, and a fact put right, in French: filled in wrong, mended, seen, recorded; each page fit to be read.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Desk, open } from "./browser.mjs";
import { Examination } from "./examination.mjs";
import { GROUP, Ledger } from "./ledger.mjs";
import { step } from "./step.mjs";

let ledger, browser, desk, examination;

const field = name => desk.page.locator(`[name="${name}"]`).last();  // of the form, behind what is only carried on
const fill = (name, value) => field(name).fill(value);
// What a page owes its reader, though it answers a form.
const isFit = async () => assert.deepEqual(await examination.here(), []);

before(async () => {
  ledger = new Ledger();
  ledger.settle(2019, 2022);
  await ledger.serve();
  browser = await open();
  desk = await Desk.of(browser, { url: ledger.url });
  await desk.signIn(ledger.tokens.cnam);
  examination = await Examination.of(desk, "fr");
});

after(async () => {
  await browser?.close();
  await ledger?.close();
});

step("Who records results finds the forms of results, and no others", async () => {
  await desk.follow("Saisie");
  assert.equal(desk.path(), "/facts");
  const said = await desk.said();
  assert.match(said, /Résultats d'une année/);
  assert.doesNotMatch(said, /Changement de bénéficiaire|Rôle accordé/i);
  await isFit();
});

step("A form filled in wrong says so beside its fields", async () => {
  const head = await ledger.head();
  await desk.go("/facts/envelopeBudgeted");
  await fill("paymentYear", "20");
  await fill("amount", "1.234,567");
  await desk.press("Voir ce qui s'ensuivrait");
  assert.match(await desk.said(), /Rien n'a été enregistré/);
  for (const name of ["paymentYear", "amount"])
    assert.equal(await field(name).getAttribute("aria-invalid"), "true", name);
  assert.equal(await field("amount").inputValue(), "1.234,567", "what was typed stays");
  await isFit();
  assert.equal(await ledger.head(), head);
});

step("Mended, it is seen and then recorded", async () => {
  const head = await ledger.head();
  await fill("paymentYear", "2026");
  await fill("amount", "1 234 567,5");
  await fill("source", "arrêté du 1er juin 2024");
  await desk.press("Voir ce qui s'ensuivrait");
  assert.match(await desk.said("section[aria-labelledby=preview]"), /1 234 567,50 €/);
  await isFit();
  assert.equal(await ledger.head(), head, "nothing is recorded yet");
  await desk.press("Enregistrer ce fait");
  assert.equal(desk.path(), `/events/${head + 1}`);
  assert.match(await desk.said(".notice"), /Le fait est enregistré/);
  assert.deepEqual([...ledger.kindsAfter(head)], ["envelopeBudgeted"]);
});

step("A fact is put right from its own page, with the euros seen before, in five clicks", async () => {
  const spent = ledger.runAs("auditor", "events", "--format", "json", "--groupement", GROUP, "--year", "2020",
                             "--kind", "expenditureMeasured").trim().split("\n").map(line => JSON.parse(line))[0];
  const head = await ledger.head();
  await desk.go(`/events/${spent.position}`);
  await desk.follow("Corriger ce fait");
  const before = Number((await field("actualPerPatient").inputValue()).replace(",", "."));
  await fill("actualPerPatient", `${(before - 20).toFixed(2)}`.replace(".", ","));
  await fill("reason", "relecture du SNDS");
  await isFit();
  await desk.press("Voir ce qui s'ensuivrait");
  const said = await desk.said("section[aria-labelledby=preview]");
  assert.match(said, /Montants dus qui changeraient/);
  assert.match(said, new RegExp(GROUP));
  await isFit();
  for (const reason of await desk.page.locator("input[name^=why-]").all()) await reason.fill("vérifié");
  await desk.press("Enregistrer cette correction");
  assert.equal(desk.path(), `/events/${head + 1}`);
  await desk.go(`/events/${spent.position}`);
  assert.match(await desk.said(), /Ce fait a été corrigé/);
  await isFit();
  const stale = ledger.ask("auditor", "review", "stale").years.map(one => one.year);
  assert.ok(stale.includes(2020), "the year may be settled again");
  assert.deepEqual(desk.complaints, []);
});
