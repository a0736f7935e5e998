// A person at a browser: signed in, watched for what no page may do.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(process.env.IPEP_BROWSER_MODULES + "/");
const { chromium } = require("playwright-core");
export const AXE = require("axe-core").source;

const CHROMIUM = process.env.IPEP_CHROMIUM;
const PATIENCE = 60_000;  // milliseconds; a slow machine is no failure

export function open() {
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

// `complaints` gathers errors of scripts and of the console, refusals of the Content-Security-Policy among them, and
// requests to others. A page that was answered with an error status is no complaint: the tests ask for its status.
export class Desk {
  static async of(browser, { url, language = "fr", width = 1280, takesAnyCertificate = false }) {
    const desk = new Desk();
    desk.url = url;
    desk.context = await browser.newContext({
      baseURL: url, locale: language === "fr" ? "fr-FR" : "en-GB", viewport: { width, height: 900 },
      acceptDownloads: true, ignoreHTTPSErrors: takesAnyCertificate,
    });
    desk.context.setDefaultTimeout(PATIENCE);
    desk.page = await desk.context.newPage();
    desk.complaints = [];
    desk.watch(desk.page);
    return desk;
  }

  watch(page) {
    page.on("pageerror", error => this.complaints.push(`${page.url()}: ${error.message}`));
    page.on("console", message => {
      const isStatus = message.location().url === page.url() && message.text().startsWith("Failed to load resource");
      if (["error", "warning"].includes(message.type()) && !isStatus)
        this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on("request", request => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== this.url && protocol !== "data:") this.complaints.push(`${page.url()}: asks ${request.url()}`);
    });
  }

  async signIn(token) {
    await this.page.goto("/");
    await this.page.locator("#token").fill(token);
    await Promise.all([this.page.waitForEvent("load"), this.page.locator("#token").press("Enter")]);
  }

  // The status a page is answered with.
  async go(path) { return (await this.page.goto(path)).status(); }

  // What a page says to its reader, every space a plain one.
  said(where = "main") { return plain(this.page.locator(where).first()); }
  path() { return new URL(this.page.url()).pathname; }
  // By link or by button to another page, wholly there afterwards.
  follow(name) { return this.move(this.page.getByRole("link", { name }).first()); }
  press(name) { return this.move(this.page.getByRole("button", { name })); }
  async move(by) { await Promise.all([this.page.waitForEvent("load"), by.click()]); }
  // What is downloaded by a click: its name and its bytes.
  async downloaded(name) {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"), this.page.getByRole("link", { name }).first().click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  async close() { await this.context.close(); }
}

async function plain(locator) { return (await locator.innerText()).replace(/\s+/g, " "); }

// Serious and critical violations of WCAG 2.1 A and AA, each with the elements it is found on.
export async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
    const result = await window.axe.run(document, {
      runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false,
    });
    return result.violations.map(({ id, impact, nodes }) => ({ id, impact, on: nodes.map(node => node.html) }));
  });
  return found.filter(one => ["serious", "critical"].includes(one.impact));
}
