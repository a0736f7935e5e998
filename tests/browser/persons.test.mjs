// Who holds which role: looked up by those who may, taken away by an administrator, as are a person's tokens.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Desk, open } from "./browser.mjs";
import { CPAM, Ledger, PERSONS } from "./ledger.mjs";

let ledger, browser;

before(async () => {
  const until = { key: "with-ceiling", on: "2020-03-01", fact: { roleGranted: {
    person: "ROUX", role: "director", cpam: CPAM, ceiling: "50000.00" } } };
  ledger = new Ledger();
  ledger.run("append", ledger.file("more.jsonl", JSON.stringify(until) + "\n"));
  await ledger.serve();
  browser = await open();
});

after(async () => {
  await browser?.close();
  await ledger?.close();
});

async function desk(by) {
  const one = await Desk.of(browser, { url: ledger.url });
  await one.signIn(ledger.tokens[by]);
  return one;
}

// The rows of a table of the page, each as its cells say it.
async function rows(one, caption) {
  const table = one.page.getByRole("table", { name: caption });
  return table.locator("tbody tr").evaluateAll(all =>
    all.map(row => [...row.children].map(cell => cell.innerText.replace(/\s+/g, " ").trim())));
}

test("Each sees who holds which role, as far as its own reaches", async () => {
  const admin = await desk("admin");
  await admin.go("/persons");
  const all = await rows(admin, "Rôles");
  assert.equal(all.length, Object.keys(PERSONS).length + 1);
  assert.deepEqual(all.find(([person]) => person === "ROUX"),
                   ["ROUX", "directeur", `CPAM ${CPAM} · CPAM de l'Essai`, "50 000,00 €", "01/03/2020", "ROOT",
                    "retirer"]);
  await admin.page.getByLabel("Personne, CPAM ou groupement").fill("durand");
  await admin.press("Chercher");
  assert.deepEqual((await rows(admin, "Rôles")).map(([person]) => person), ["DURAND"]);
  const elsewhere = await desk("elsewhere");
  await elsewhere.go("/persons");
  const seen = (await rows(elsewhere, "Rôles")).map(([person]) => person);
  assert.ok(seen.includes("DUBOIS") && !seen.includes("DURAND") && !seen.includes("ROUX"), seen);
  assert.equal(await elsewhere.page.getByRole("link", { name: /etirer/ }).count(), 0);
  assert.equal(await elsewhere.page.getByRole("table", { name: "Jetons par personne" }).count(), 0);
  for (const one of [admin, elsewhere]) {
    assert.deepEqual(one.complaints, []);
    await one.close();
  }
});

test("An administrator takes a role away by its form, filled in, and it stays to be seen", async () => {
  const one = await desk("admin");
  await one.go("/persons");
  await one.follow("Retirer : ROUX");
  assert.equal(one.path(), "/facts/roleRevoked");
  await one.page.locator("main form button").first().click();
  await one.page.waitForURL(/\/facts\/roleRevoked$/);
  await one.press(/^Enregistrer/);
  await one.go("/persons");
  assert.ok(!(await rows(one, "Rôles")).some(([person]) => person === "ROUX"));
  await one.page.getByLabel("aussi ceux qui ont pris fin").check();
  await one.press("Chercher");
  const [ended] = (await rows(one, "Rôles")).filter(([person]) => person === "ROUX");
  assert.match(ended.at(-1), /^\d\d\/\d\d\/\d{4}$/);
  await one.close();
});

test("Tokens that are taken away end what was begun with them; nobody else takes any", async () => {
  const admin = await desk("admin"), auditor = await desk("auditor");
  await admin.go("/persons");
  const [held] = (await rows(admin, "Jetons par personne")).filter(([person]) => person === "LEROY");
  assert.equal(held[1], "1");
  assert.equal(await auditor.go("/persons"), 200);
  const forged = await auditor.page.evaluate(async () => {
    const csrf = document.querySelector("[name=csrf]").value;
    const answer = await fetch("/persons/ROOT/tokens/revocation", {
      method: "POST", body: new URLSearchParams({ csrf }) });
    return answer.status;
  });
  assert.equal(forged, 403);
  await admin.press("Retirer les jetons de LEROY");
  assert.match(await admin.said(".notice"), /ne sont plus valables/);
  assert.ok(!(await rows(admin, "Jetons par personne")).some(([person]) => person === "LEROY"));
  await auditor.go("/rules");
  assert.equal(auditor.path(), "/login");
  await admin.go("/rules");
  assert.equal(admin.path(), "/rules");
  for (const one of [admin, auditor]) await one.close();
});
