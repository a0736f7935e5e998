// Every page as each role sees it, in French and in English: who may open it, and that it is fit to be read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Desk, open } from "./browser.mjs";
import { Examination } from "./examination.mjs";
import { ACCOUNTS, CPAM, Ledger, PAYEES, TODAY } from "./ledger.mjs";
import { order, paymentsUnderWay } from "./payments.mjs";

const GROUP = "IPEP019", GROUPS = ["IPEP005", GROUP];
const READERS = ["cnam", "director", "dcf", "auditor", "evaluator", "elsewhere"];
const NEAR = READERS.filter(by => by !== "elsewhere");  // who may read of CPAM 351
const READ_ACCOUNTS = ["director", "dcf", "auditor"];

// Who may open what; others are refused, on a page as fit to be read.
const PAGES = {
  "/": [...READERS, "admin"],  // who has nothing to read there is led on
  "/groupements": READERS,
  "/groupements?q=Bretagne&state=": READERS,
  [`/groupements/${GROUP}`]: NEAR,
  "/settlements": READERS,
  "/settlements/facts": ["cnam"],
  "/facts": ["cnam", "director", "dcf", "elsewhere", "admin"],
  "/facts/indicatorMeasured": ["cnam"],
  "/facts/rulesAdopted": ["cnam"],
  "/facts/payeeChanged": ["director", "elsewhere"],
  "/facts/refundReceived": ["dcf"],
  "/facts/roleGranted": ["admin"],
  "/settlements/2021": READERS,
  "/settlements/2021/facts": READERS,
  "/settlements/2023/facts?state=missing&q=sante": READERS,
  "/settlements/2022": READERS,
  "/settlements/2022/preview": READERS,
  "/settlements/2023/preview": READERS,
  "/payments": READERS,
  [`/payments/${CPAM}`]: NEAR,
  [`/payments/${CPAM}?state=paid`]: NEAR,
  [`/payments/${CPAM}/ordering`]: ["director"],
  [`/payments/${CPAM}/issuing`]: ["dcf"],
  [`/payments/${CPAM}/visa`]: ["dcf"],
  [`/payments/${CPAM}/visa?check=fails&sort=amount&dir=down&q=sante`]: ["dcf"],
  [`/payments/${CPAM}/visa/approval`]: ["dcf"],
  [`/payments/${CPAM}/reconciliation`]: NEAR,
  "/waiting": [...READERS, "admin"],
  "/books": READERS,
  [`/books/${CPAM}`]: NEAR,
  [`/books/${CPAM}?journal=LQ&from=2020-01-01&to=2022-12-31`]: NEAR,
  [`/books/${CPAM}/ledger?account=407100`]: NEAR,
  [`/books/${CPAM}/balance?on=2024-06-30`]: NEAR,
  [`/books/${CPAM}/variations?by=year`]: NEAR,
  [`/books/${CPAM}/reconciliation?on=2024-07-31&bank=-1`]: NEAR,
  [`/books/${CPAM}/closing`]: NEAR,
  [`/orders/${order(1)}`]: NEAR,
  [`/orders/${order(2)}`]: NEAR,
  [`/orders/${order(3)}`]: NEAR,
  "/bank-files": ["dcf"],
  "/explain": READERS,
  [`/explain/settlement/2022/${GROUP}/due`]: NEAR,
  [`/explain/seedCredit/${GROUP}`]: NEAR,
  "/events": READERS,
  "/events/knowledge": READERS,
  [`/events?groupement=${GROUP}&kind=conventionSigned`]: READERS,
  "/integrity": [...READERS.filter(by => by !== "evaluator"), "admin"],
  "/persons": [...READERS.filter(by => by !== "evaluator"), "admin"],
  "/persons?q=351&role=dcf&ended=1": [...READERS.filter(by => by !== "evaluator"), "admin"],
  "/rules": READERS,
  "/rules/readings": READERS,
  "/rules/simulation": ["cnam", "auditor", "evaluator"],
  [`/rules/simulation?parameter1=caps.groupement&value1=0,005:0,02:0,005&without=${GROUP}`]:
    ["cnam", "auditor", "evaluator"],
  "/rules/simulation?parameter1=efficiency.share&value1=0,25&draws=100": ["cnam", "auditor", "evaluator"],
  "/rules/unsourced": READERS,
  "/reports/2023": ["cnam", "auditor", "evaluator"],
  "/?as-of=1000": [...READERS, "admin"],
  "/nowhere": [],
};

// Who is paid and on which account; the DCF of the CPAM reads all of it somewhere, an evaluator none of it anywhere.
// Elsewhere, nothing of this CPAM is read at all.
const NEW_PAYEE = "GROUPEMENT 19 NOUVEAU";
const SECRETS = [...PAYEES, NEW_PAYEE, ...ACCOUNTS.map(account => `${account.slice(0, 4)}…${account.slice(-3)}`)];
const HIDDEN = { evaluator: [...SECRETS, ...ACCOUNTS], elsewhere: [...SECRETS, ...ACCOUNTS, ...GROUPS, order(1)] };

let ledger, browser;

before(async () => {
  ledger = new Ledger();
  ledger.settle(2019, 2023);
  paymentsUnderWay(ledger);
  const payee = { name: NEW_PAYEE, iban: ACCOUNTS[0], bic: "TESTFRPP" };
  const changed = { groupement: GROUP, payee, reason: "changement de banque" };
  ledger.runAs("director", "append", ledger.file("payee.jsonl", JSON.stringify(
    { key: "payee-1", on: TODAY, fact: { payeeChanged: changed } }) + "\n"));
  const agreement = ledger.ask("auditor", "events", "--groupement", GROUP, "--kind", "conventionSigned");
  PAGES[`/events/${agreement.position}`] = NEAR;
  const [stray] = ledger.ask("auditor", "reconcile", CPAM).unmatched;
  PAGES[`/payments/${CPAM}/line?at=${stray.line}`] = NEAR;
  await ledger.serve();
  browser = await open();
});

after(async () => {
  await browser?.close();
  await ledger?.close();
});

async function visit(by, language) {
  const desk = await Desk.of(browser, { url: ledger.url, language });
  await desk.signIn(ledger.tokens[by]);
  const examination = await Examination.of(desk, language);
  const amiss = [], told = new Set(), links = new Map();  // of each shape of link, one
  for (const [path, openTo] of Object.entries(PAGES)) {
    const status = openTo.includes(by) ? 200 : openTo.length ? 403 : 404;
    amiss.push(...await examination.open(path, status));
    const text = await desk.page.locator("main").innerHTML();
    amiss.push(...(HIDDEN[by] ?? []).filter(secret => text.includes(secret)).map(secret => `${path} tells ${secret}`));
    if (by === "dcf") SECRETS.filter(secret => text.includes(secret)).forEach(secret => told.add(secret));
    if (language === "en") continue;  // the rest is the same in every language
    amiss.push(...await examination.narrow());
    if (by === "auditor") amiss.push(...await examination.print(), ...await examination.dark());
    for (const href of await desk.page.$$eval("main a[href^='/']", all => all.map(one => one.getAttribute("href"))))
      links.set(href.replace(/\d+/g, "9"), href);
  }
  for (const href of links.values()) {
    const answer = await desk.context.request.get(href);
    if (answer.status() !== 200) amiss.push(`a link to ${href} is answered ${answer.status()}`);
  }
  if (by === "dcf") assert.deepEqual(SECRETS.filter(secret => !told.has(secret)), []);
  await desk.close();
  return [...amiss, ...desk.complaints];
}

for (const by of [...READERS, "admin"])
  test(`${by} reads every page`, async () => {
    const head = await ledger.head();
    assert.deepEqual(await Promise.all([visit(by, "fr"), visit(by, "en")]), [[], []]);
    // Reading changes nothing, but who reads an account stands in the ledger.
    assert.deepEqual([...ledger.kindsAfter(head)], READ_ACCOUNTS.includes(by) ? ["personalDataRead"] : []);
  });
