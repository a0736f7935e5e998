// What would have happened otherwise, by an evaluator in French: the form, its figures beside the command's, and that
// nothing is recorded.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Desk, open } from "./browser.mjs";
import { Examination } from "./examination.mjs";
import { Ledger } from "./ledger.mjs";
import { step } from "./step.mjs";

const GROUP = "IPEP005";
let ledger, browser, desk, examination, head;

const euros = amount => amount.replace(/\B(?=(\d{3})+\.)/g, "\u202f").replace(".", ",").replace("-", "−");
const plain = text => text.replace(/[\u00a0\u202f]/g, " ");
const simulate = (...words) => ledger.ask("evaluator", "simulate", ...words);
const isFit = async () => assert.deepEqual(await examination.here(), []);
const says = async amount => assert.ok(plain(await desk.said("main")).includes(plain(euros(amount))), amount);
const set = (number, parameter, value) => Promise.all([
  desk.page.selectOption(`#parameter${number}`, parameter), desk.page.fill(`#value${number}`, value)]);

before(async () => {
  ledger = new Ledger();
  ledger.settle(2019, 2024);
  await ledger.serve();
  browser = await open();
  desk = await Desk.of(browser, { url: ledger.url });
  await desk.signIn(ledger.tokens.evaluator);
  examination = await Examination.of(desk, "fr");
  head = await ledger.head();
});

after(async () => {
  await browser?.close();
  await ledger?.close();
});

step("The page leads from the rules, and shows the history as it is", async () => {
  await desk.go("/rules");
  await desk.follow("Ce qui se serait passé autrement");
  assert.equal(desk.path(), "/rules/simulation");
  await says(simulate().total.balance);
  assert.match(await desk.said("main"), /Aucun montant ne diffère/);
  await isFit();
});

step("Another value, and a groupement left out: the figures are the command's", async () => {
  await set(1, "efficiency.gapWeight", "0,5");
  await desk.page.fill("#without", GROUP);
  await desk.press("Simuler");
  const told = simulate("--set", "efficiency.gapWeight=0.5", "--without", GROUP);
  for (const year of [...told.scheme, told.total]) await says(year.balance);
  assert.match(await desk.said("section[aria-labelledby=groups]"), new RegExp(GROUP));
  await isFit();
});

step("A row of values has a curve and its table, and the table is had as CSV", async () => {
  await set(1, "spending", "-1:1:0,5");
  await desk.page.fill("#without", "");
  await desk.press("Simuler");
  const told = simulate("--sweep", "spending=-1%:1%:0.5%");
  for (const point of told.sweep.points) await says(point.balance);
  await isFit();
  const href = await desk.page.locator("a.button", { hasText: "CSV" }).getAttribute("href");
  const answer = await desk.context.request.get(href);
  assert.match(answer.headers()["content-type"], /text\/csv/);
  assert.equal((await answer.text()).split("\n").length, 1 + 5 * 6 + 1);
});

step("Measures are drawn anew: the spread of what is due stands there", async () => {
  await set(1, "efficiency.share", "0,25");
  await desk.page.selectOption("#draws", "100");
  await desk.press("Simuler");
  const told = simulate("--set", "efficiency.share=0.25", "--draws", "100").draws;
  await says(told.years.at(-1).due.p95);
  await says(told.groupements.at(-1).due.p05);
  await isFit();
});

step("What cannot be simulated says why, and what was asked stays", async () => {
  await set(1, "caps.groupement", "2");
  await desk.press("Simuler");
  assert.match(await desk.said("[role=alert]"), /caps\.groupement/);
  assert.equal(await desk.page.inputValue("#value1"), "2");
  await isFit();
  assert.equal(await ledger.head(), head, "nothing is recorded");
});
