// Signing in at a provider of another site (npm's oidc-provider): the way there and back, links in mails, the way out.
//
// The ledger is at 127.0.0.1, all others at localhost: to a browser these are sites of their own, so that it withholds
// the session's cookie from what they lead to.
import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { Desk, open, violations } from "./browser.mjs";
import { Examination } from "./examination.mjs";
import { Ledger, PERSONS, freePort } from "./ledger.mjs";

const PAGE = "/settlements";
let ledger, browser, provider, issuer, mail;

async function listening(handler, port = 0) {
  const server = createServer(handler);
  await new Promise(done => server.listen(port, "localhost", done));
  return server;
}

before(async () => {
  const require = createRequire(process.env.IPEP_BROWSER_MODULES + "/");
  const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);
  const port = await freePort(), own = `http://127.0.0.1:${port}`;
  issuer = `http://localhost:${await freePort()}`;
  const one = new Provider(issuer, {
    clients: [{
      client_id: "ipep", client_secret: "secret of the client", redirect_uris: [`${own}/login/return`],
      post_logout_redirect_uris: [`${own}/login`],
    }],
    pkce: { required: () => true },
    cookies: { keys: ["of the tests"] },
  });
  provider = await listening(one.callback(), new URL(issuer).port);
  mail = await listening((_, answer) => answer
    .writeHead(200, { "Content-Type": "text/html" }).end(`<a href="${own}${PAGE}">Something waits</a>`));
  ledger = new Ledger();
  const secret = ledger.file("secret", "secret of the client\n");
  chmodSync(secret, 0o600);
  ledger.configuration = ledger.file("ipepd.toml", `ledger = "${ledger.path}"\nport = ${port}\n` +
    `[oidc]\nissuer = "${issuer}"\nclient_id = "ipep"\nclient_secret_file = "${secret}"\n` +
    `name = "la connexion d'essai"\n`);
  await ledger.serve();
  browser = await open();
});

after(async () => {
  await browser?.close();
  for (const one of [provider, mail]) one?.closeAllConnections(), one?.close();
  await ledger?.close();
});

async function visitor(options = {}) {
  const one = await Desk.of(browser, { url: ledger.url, ...options });
  // Pages of the provider would fetch a font.
  await one.context.route(url => url.hostname !== "localhost" && url.hostname !== "127.0.0.1", route => route.abort());
  return one;
}

// What a person does at the provider.
async function atProvider(one, person) {
  await one.page.locator("[name=login]").fill(person);
  await one.page.locator("[name=password]").fill("any");
  await one.page.locator("[type=submit]").click();
  await one.page.getByRole("button", { name: "Continue" }).click();
}

async function signIn(one, person) {
  await one.page.getByRole("link", { name: /^Se connecter par la connexion d'essai/ }).click();
  await atProvider(one, person);
  await one.page.waitForURL(url => url.origin === ledger.url && !url.pathname.startsWith("/login"));
}

// What the ledger's own pages are to blame for.
const complaints = one => one.complaints.filter(said => !/asks http:\/\/localhost:/.test(said) &&
  !said.startsWith(issuer));

test("The page to sign in is fit to be read, and keeps the token for who has one", async () => {
  for (const language of ["fr", "en"]) {
    const one = await visitor({ language });
    const examination = await Examination.of(one, language);
    assert.deepEqual([...await examination.open("/login?to=/", 200), ...await examination.narrow()], []);
    await one.page.locator("summary").click();
    assert.deepEqual(await violations(one.page), []);
    assert.ok(await one.page.locator("#token").isVisible());
    assert.deepEqual(complaints(one), []);
    await one.close();
  }
});

test("Who was not signed in comes from a mail through the provider to the page it tells of", async () => {
  const one = await visitor();
  await one.page.goto(`http://localhost:${mail.address().port}/`);
  await one.page.getByRole("link").click();
  await one.page.waitForURL(/\/login/);
  await signIn(one, PERSONS.cnam.person);
  assert.equal(one.path(), PAGE);
  assert.match(await one.said(".who"), /CLAIRE/);
  const cookies = await one.context.cookies(ledger.url);
  assert.deepEqual(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
                   [["ipep-session", true, "Strict"]]);
  // The next mail opens at once.
  await one.page.goto(`http://localhost:${mail.address().port}/`);
  await one.page.getByRole("link").click();
  await one.page.waitForURL(url => url.pathname === PAGE);
  assert.match(await one.said(".who"), /CLAIRE/);
  assert.deepEqual(complaints(one), []);
  await one.close();
});

test("Who is known to the provider already signs in by one click, and leaves both", async () => {
  const one = await visitor();
  await one.go("/rules?as-of=5");
  await signIn(one, PERSONS.auditor.person);
  assert.equal(new URL(one.page.url()).search, "?as-of=5");
  await one.context.clearCookies({ name: "ipep-session" });
  await one.go("/rules");
  await one.page.getByRole("link", { name: /^Se connecter par/ }).click();
  await one.page.waitForURL(url => url.pathname === "/rules");
  assert.match(await one.said(".who"), /LEROY/);
  await one.page.getByRole("button", { name: "Se déconnecter" }).click();
  await one.page.waitForURL(url => url.origin === issuer);
  await one.page.getByRole("button", { name: "Yes, sign me out" }).click();
  await one.page.waitForURL(url => url.origin === ledger.url && url.pathname === "/login");
  await one.page.getByRole("link", { name: /^Se connecter par/ }).click();
  await one.page.locator("[name=login]").waitFor();  // it asks again
  assert.deepEqual((await one.context.cookies(ledger.url)).map(({ name }) => name), ["ipep-sign-in"]);
  assert.deepEqual(complaints(one), []);
  await one.close();
});

test("Who turns back at the provider is told so, and may try again", async () => {
  const one = await visitor();
  await one.go("/rules");
  await one.page.getByRole("link", { name: /^Se connecter par/ }).click();
  await one.page.getByRole("link", { name: /Cancel/ }).click();
  await one.page.waitForURL(/\/login\/return/);
  assert.match(await one.said("[role=alert]"), /ne vous a pas connecté, et répond access_denied/);
  assert.deepEqual(await violations(one.page), []);
  await one.page.reload();  // what was used is used
  assert.match(await one.said("[role=alert]"), /n'a pas été commencée dans ce navigateur/);
  await one.go("/rules");
  await signIn(one, PERSONS.auditor.person);
  assert.equal(one.path(), "/rules");
  await one.close();
});
