// A year's results from a spreadsheet, in French: the sheet that asks for them, filled in wrong, mended, recorded, settled.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before } from "node:test";

import { Desk, open } from "./browser.mjs";
import { Ledger } from "./ledger.mjs";
import { step } from "./step.mjs";

const YEAR = 2023;
const MEMBERS = {
  "patients": ["patientsCounted", "patients"],
  "dépense réelle": ["expenditureMeasured", "actualPerPatient"],
  "dépense ajustée": ["expenditureMeasured", "adjustedPerPatient"],
  "indicateur": ["indicatorMeasured", "value"],
  "expérience des patients": ["experienceMeasured", "score"],
};
const read = name => readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8");
const facts = read("experiment.jsonl").split("\n").filter(Boolean).map(line => JSON.parse(line));
const expected = JSON.parse(read("experiment.expected.json")).settlements.find(one => one.year === YEAR);
const paid = expected.groupements.find(one => one.due !== "0.00");
const KINDS = new Set(Object.values(MEMBERS).map(([kind]) => kind));
const isResult = ({ fact }) => KINDS.has(Object.keys(fact)[0]) && Object.values(fact)[0].year === YEAR;

function valueOf(measure, groupement, indicator) {
  const [kind, member] = MEMBERS[measure];
  const found = facts.find(one => isResult(one) && one.fact[kind]?.groupement === groupement &&
                                  (one.fact[kind].indicator ?? "") === indicator);
  return `${found.fact[kind][member]}`.replace(".", ",");
}

let ledger, browser, desk, rows;

const file = (name, changed = {}) => ({
  name, mimeType: "text/csv",
  buffer: Buffer.from("\ufeff" + rows.map((row, number) => (changed[number] ?? row).join(";")).join("\r\n") + "\r\n"),
});

async function send(sent) {
  await desk.page.locator("#file").setInputFiles(sent);
  await desk.press("Lire ce fichier");
}

before(async () => {
  ledger = new Ledger(one => !isResult(one));
  ledger.settle(2019, YEAR);
  await ledger.serve();
  browser = await open();
  desk = await Desk.of(browser, { url: ledger.url });
  await desk.signIn(ledger.tokens.cnam);
});

after(async () => {
  await browser?.close();
  await ledger?.close();
});

step("The sheet asks for what the year waits for", async () => {
  await desk.follow("Liquidation");
  await desk.follow("Enregistrer des faits d'un tableur");
  await desk.page.locator("#kind").selectOption("csv");
  const [download] = await Promise.all([
    desk.page.waitForEvent("download"), desk.page.getByRole("button", { name: "Télécharger le tableau" }).click()]);
  assert.equal(download.suggestedFilename(), `ipep-${YEAR}.csv`);
  const text = readFileSync(await download.path(), "utf8").replace("\ufeff", "");
  rows = text.split("\r\n").filter(Boolean).map(line => line.split(";"));
  assert.deepEqual([rows[0][0], rows[0][8]], ["Groupement", "Valeur"]);
  assert.ok(rows.length > 100);
  for (const row of rows.slice(1)) row[8] = valueOf(row[3], row[0], row[4]);
});

step("A sheet that is wrong is told all of it, and given back", async () => {
  const head = await ledger.head();
  const wrong = { 3: rows[3].with(8, "12 34"), 7: rows[7].with(0, "IPEP999"), 9: rows[9].with(9, "31/02/2024") };
  await send(file("faux.csv", wrong));
  const said = await desk.said();
  assert.match(said, /faux\.csv : 3 erreurs/);
  for (const place of ["I4", "A8", "J10"]) assert.ok(said.includes(place), place);
  const [download] = await Promise.all([
    desk.page.waitForEvent("download"), desk.page.getByRole("button", { name: /Télécharger le fichier/ }).click()]);
  assert.equal(readFileSync(await download.path()).subarray(0, 2).toString(), "PK");
  await send({ name: "photo.png", mimeType: "image/png", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]) });
  assert.match(await desk.said(".refusal"), /ne se lit pas comme un tableau/);
  assert.equal(await ledger.head(), head);
});

step("What would be recorded is shown with the settlement that follows, and what stands out takes a reason", async () => {
  const head = await ledger.head();
  await send(file("juste.csv"));
  const said = await desk.said();
  assert.match(said, /juste\.csv : ce qui serait enregistré/);
  assert.match(said, new RegExp(`La liquidation de ${YEAR} qui s'ensuivrait`));
  const due = paid.due.split(".");
  const row = await desk.said(`section[aria-labelledby=ahead] tr:has-text("${paid.groupement}")`);
  assert.ok(row.includes(`${due[0].replace(/\B(?=(\d{3})+$)/g, " ")},${due[1]}`), row);
  assert.equal(await ledger.head(), head, "nothing is recorded yet");
  for (const reason of await desk.page.locator("input[name^=reason-]").all()) await reason.fill("vérifié au SNDS");
  await desk.press("Enregistrer ces faits");
  assert.match(await desk.said(".notice"), /Faits enregistrés/);
  assert.ok(await ledger.head() > head);
  await send(file("juste.csv"));
  assert.equal(await desk.page.getByRole("button", { name: "Enregistrer ces faits" }).count(), 0, "nothing is new");
});

step("The year is settled as the expected figures say", async () => {
  await desk.follow("Liquidation");
  await desk.follow(`${YEAR}`);
  await desk.press(`Liquider ${YEAR}`);
  const settled = ledger.ask("auditor", "settlement", `${YEAR}`);
  assert.equal(settled.national.due, expected.national.due);
  assert.deepEqual(desk.complaints, []);
});
