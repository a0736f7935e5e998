// Behind a proxy that ends TLS: a person signs in under the public url, decides, and leaves.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Desk, open } from "./browser.mjs";
import { CPAM, Ledger, freePort } from "./ledger.mjs";

const NGINX = !spawnSync("nginx", ["-v"]).error;
let ledger, browser, nginx;

// nginx as its documentation sets a proxy up, with a certificate of its own.
function proxy(folder, outside, inside) {
  mkdirSync(folder);
  const file = name => join(folder, name);
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                           file("key"), "-out", file("certificate"), "-subj", "/CN=localhost"], { stdio: "ignore" });
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(one => `${one}_temp_path ${file(one)};`);
  const configuration = ledger.file("nginx.conf", `
    ${process.getuid() === 0 ? "user root;" : ""} daemon off; pid ${file("pid")}; error_log ${file("errors")};
    events {}
    http { access_log off; ${temporary.join(" ")}
      server { listen 127.0.0.1:${outside} ssl;
        ssl_certificate ${file("certificate")}; ssl_certificate_key ${file("key")};
        location / { proxy_pass http://127.0.0.1:${inside}; proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
          proxy_set_header X-Forwarded-Proto $scheme; } } }`);
  return spawn("nginx", ["-c", configuration, "-e", file("errors")], { stdio: "ignore" });
}

before(async () => {
  if (!NGINX) return;
  ledger = new Ledger();
  ledger.settle(2019, 2020);
  ledger.runAs("director", "order", CPAM);
  const outside = await freePort(), inside = await freePort();
  ledger.configuration = ledger.file("ipepd.toml", `ledger = "${ledger.path}"\nport = ${inside}\n` +
    `url = "https://localhost:${outside}"\n[proxy]\ntrusted = ["127.0.0.1"]\n`);
  await ledger.serve();
  nginx = proxy(join(ledger.folder, "nginx"), outside, inside);
  browser = await open();
});

after(async () => {
  await browser?.close();
  nginx?.kill();
  await ledger?.close();
});

const absent = !NGINX && "nginx is not installed";
test("Behind a proxy that ends TLS a person signs in, decides, and leaves", { skip: absent }, async () => {
  const one = await Desk.of(browser, { url: ledger.url, takesAnyCertificate: true });
  const answer = await one.page.goto(`/orders/${CPAM}-2024-000001`);
  assert.equal(one.path(), "/login");
  assert.match(answer.headers()["strict-transport-security"], /^max-age=\d{8}/);
  await one.page.locator("#token").fill(ledger.tokens.dcf);
  await one.press("Se connecter");
  assert.equal(one.path(), `/orders/${CPAM}-2024-000001`);
  const [session] = await one.context.cookies();
  assert.deepEqual([session.name, session.secure, session.httpOnly, session.sameSite],
                   ["__Host-ipep-session", true, true, "Strict"]);
  await one.press(/^Viser/);
  assert.match(await one.said(".notice"), /L'ordre est visé/);
  await one.press("Se déconnecter");
  assert.equal(one.path(), "/login");
  assert.deepEqual(await one.context.cookies(), []);
  assert.deepEqual(one.complaints, []);
  await one.close();
});
