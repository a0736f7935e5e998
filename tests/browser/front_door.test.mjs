// The way in: signing in, by keyboard alone where one likes, and a form of another site that is turned away.
//
// And that the watch sees what it is there to see: a test that cannot fail is none.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { Desk, open, violations } from "./browser.mjs";
import { Examination } from "./examination.mjs";
import { CPAM, Ledger } from "./ledger.mjs";

const YEAR = 2019;
let ledger, browser;

before(async () => {
  ledger = new Ledger();
  ledger.settle(YEAR, YEAR + 1);
  ledger.runAs("director", "order", CPAM);
  await ledger.serve();
  browser = await open();
});

after(async () => {
  await browser?.close();
  await ledger?.close();
});

async function desk(by, options = {}) {
  const one = await Desk.of(browser, { url: ledger.url, ...options });
  if (by) await one.signIn(ledger.tokens[by]);
  return one;
}

test("Who has no token sees the page to sign in and nothing else", async () => {
  for (const language of ["fr", "en"]) {
    const visitor = await desk(null, { language });
    const examination = await Examination.of(visitor, language);
    assert.deepEqual([...await examination.open("/login?to=/", 200), ...await examination.narrow()], []);
    assert.equal(await visitor.page.getByRole("alert").count(), 0);
    await visitor.go("/groupements");
    assert.equal(visitor.path(), "/login");
    await visitor.page.locator("#token").fill("ipep_forged");
    await Promise.all([visitor.page.waitForEvent("load"), visitor.page.locator("#token").press("Enter")]);
    assert.match(await visitor.said("[role=alert]"), language === "fr" ? /: jeton inconnu/ : /: unknown token/);
    assert.deepEqual(await violations(visitor.page), []);
    assert.deepEqual(visitor.complaints, []);
    await visitor.close();
  }
});

test("What is decided after the session ended is not done, and signing in leads back to it", async () => {
  const one = await desk("dcf"), path = `/orders/${CPAM}-2024-000001`;
  await one.go(path);
  await one.context.clearCookies();
  await one.press(/^Viser/);
  assert.equal(one.path(), "/login");
  assert.match(await one.said("[role=alert]"), /session est terminée et rien n'a été enregistré/);
  await one.page.locator("#token").fill("ipep_forged");
  await one.press("Se connecter");
  await one.page.locator("#token").fill(ledger.tokens.dcf);
  await one.press("Se connecter");
  assert.equal(one.path(), path);
  assert.equal(await one.page.getByRole("button", { name: /^Viser/ }).count(), 1);
  await one.press("Se déconnecter");
  assert.equal(one.path(), "/login");
  await one.go(path);
  assert.equal(one.path(), "/login");
  assert.deepEqual(one.complaints, []);
  await one.close();
});

// What has the focus, and whether it shows.
const focused = page => page.evaluate(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const { width, height, left } = document.activeElement.getBoundingClientRect();
  const shows = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && width > 0 && height > 0 && left >= 0;
  return { text: document.activeElement.innerText.replace(/\s+/g, " ").trim(), shows };
});

// Tab until `wanted` has the focus; every stop on the way has to show where one is.
async function tabTo(page, wanted) {
  for (let stops = 0; stops < 80; ++stops) {
    await page.keyboard.press("Tab");
    const { text, shows } = await focused(page);
    assert.ok(shows, `the focus does not show on "${text}" of ${page.url()}`);
    if (wanted.test(text)) return;
  }
  assert.fail(`no way by Tab to ${wanted} on ${page.url()}`);
}

async function enter(page) { await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]); }

test("The DCF approves and suspends with the keyboard alone", async () => {
  const one = await desk(null), { page } = one;
  await one.go("/");
  await page.locator("#token:focus").waitFor();  // by itself
  await page.keyboard.type(ledger.tokens.dcf);
  await enter(page);
  await tabTo(page, /Aller au contenu/);
  await page.keyboard.press("Enter");
  await tabTo(page, /Ordres à viser/);
  await enter(page);
  await tabTo(page, /^Viser/);
  await enter(page);
  assert.match(await one.said(".notice"), /L'ordre est visé/);
  await tabTo(page, /^Viser/);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.labels[0].innerText), "Motif");
  await page.keyboard.type("Pièce");  // of the list
  await page.keyboard.press("Tab");
  await page.keyboard.type("Délibération à produire");
  await enter(page);
  assert.match(await one.said(".notice"), /L'ordre est suspendu/);
  assert.deepEqual(one.complaints, []);
  await one.close();
});

// Another site, with a page that sends a form to the console as soon as it is opened.
async function foreignSite(fields) {
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`).join("");
  const page = `<form method="post" action="${ledger.url}/settlements/${YEAR + 1}">${inputs}</form>` +
    "<script>document.forms[0].submit()</script>";
  const server = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(page));
  await new Promise(done => server.listen(0, "127.0.0.1", done));
  return server;
}

test("A form of another site is refused and nothing is recorded, be its token guessed or stolen", async () => {
  const one = await desk("cnam");
  await one.go(`/settlements/${YEAR + 1}/preview`);
  const field = name => one.page.locator(`form.act input[name=${name}]`).inputValue();
  const stolen = { csrf: await field("csrf"), seen: await field("seen") };
  const head = await ledger.head();
  // By its number the other site is a neighbour that is sent the cookie; by its name it is a stranger that is not.
  for (const [host, sends] of [["127.0.0.1", true], ["localhost", false]])
    for (const fields of [{}, { ...stolen, csrf: "guessed" }, stolen]) {
      const site = await foreignSite(fields);
      const [answer] = await Promise.all([
        one.page.waitForResponse(response => response.request().method() === "POST"),
        one.page.goto(`http://${host}:${site.address().port}/`)]);
      assert.equal(answer.status(), sends ? 403 : 303, host);
      assert.equal(one.path(), sends ? `/settlements/${YEAR + 1}` : "/login");
      assert.match(await one.said(), sends ? /ne vient pas d'une page de votre session/ : /Connexion/);
      assert.equal(await ledger.head(), head, `${host} ${Object.keys(fields)}`);
      site.close();
    }
  // The same form from the console's own page is taken.
  await one.go(`/settlements/${YEAR + 1}/preview`);
  await one.press(`Liquider ${YEAR + 1}`);
  assert.notEqual(await ledger.head(), head);
  await one.close();
});

test("The watch sees what it is there to see", async () => {
  const one = await desk("auditor"), { page } = one;
  await one.go("/rules");
  await page.evaluate(() => {
    const planted = document.createElement("div");
    planted.innerHTML = '<img src="https://example.org/pixel.png"><p class="faint">faint</p><h1>second</h1><svg></svg>';
    document.querySelector("main").append(planted);
    document.querySelector(".faint").style.color = "#ddd";
    const script = document.createElement("script");
    script.textContent = "1";
    document.body.append(script);
  });
  const found = (await violations(page)).map(one => one.id);
  assert.ok(found.includes("color-contrast") && found.includes("image-alt"), found);
  assert.ok(one.complaints.some(said => said.includes("Content Security Policy")), one.complaints);
  assert.ok(one.complaints.some(said => said.includes("example.org")), one.complaints);
  await one.close();
});
