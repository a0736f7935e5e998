// What every page owes every reader, whoever reads it: looked at in the browser, told as a list of what is amiss.
import { violations } from "./browser.mjs";

const MOST = 200 * 1024;  // bytes a page may take over the wire, with all it needs

// Runs in the page.
function outline(language) {
  const amiss = [];
  const many = selector => document.querySelectorAll(selector).length;
  if (many("h1") !== 1) amiss.push(`has ${many("h1")} h1`);
  if (document.documentElement.lang !== language) amiss.push(`says lang=${document.documentElement.lang}`);
  if (!document.title.trim()) amiss.push("has no title");
  for (const chart of document.querySelectorAll("svg:not([aria-hidden])")) {
    if (chart.getAttribute("role") !== "img" || !chart.getAttribute("aria-label")) amiss.push("has a chart of no name");
    if (!chart.closest("section")?.querySelector("table tbody tr")) amiss.push("has a chart without its table");
  }
  return amiss;
}

// Runs in the page: what shows of the parts that paper has no use for.
function onScreenOnly() {
  return [...document.querySelectorAll("nav, form, button, .skip")]
    .filter(part => part.getClientRects().length > 0).map(part => part.outerHTML.slice(0, 80));
}

export class Examination {
  static async of(desk, language) {
    const one = new Examination();
    Object.assign(one, { desk, language, page: desk.page, weight: 0 });
    const network = await desk.context.newCDPSession(desk.page);
    await network.send("Network.enable");
    await network.send("Network.setCacheDisabled", { cacheDisabled: true });
    network.on("Network.loadingFinished", ({ encodedDataLength }) => { one.weight += encodedDataLength; });
    return one;
  }

  // Opens the page; `status` is what it has to be answered with.
  async open(path, status) {
    this.weight = 0;
    const answered = await this.desk.go(path);
    const amiss = await this.looked();
    if (answered !== status) amiss.push(`answers ${answered}, not ${status}`);
    if (this.weight === 0 || this.weight > MOST) amiss.push(`weighs ${this.weight} bytes`);
    return amiss.map(what => `${path} ${what}`);
  }

  // Of the page that is open, be it the answer to a form.
  async here() {
    const amiss = await this.looked();
    return [...amiss.map(what => `${this.desk.path()} ${what}`), ...await this.narrow()];
  }

  async looked() {
    const amiss = await this.page.evaluate(outline, this.language);
    for (const { id, impact, on } of await violations(this.page)) amiss.push(`${impact} ${id}: ${on.slice(0, 3)}`);
    return amiss;
  }

  // Nothing but tables scrolls sideways on a telephone.
  async narrow() {
    const before = this.page.viewportSize();
    await this.page.setViewportSize({ width: 400, height: 800 });
    const width = await this.page.evaluate(() => document.documentElement.scrollWidth);
    await this.page.setViewportSize(before);
    return width > 400 ? [`${this.desk.path()} is ${width} pixels wide on 400`] : [];
  }

  // As fit to be read where the reader prefers dark.
  async dark() {
    await this.page.emulateMedia({ colorScheme: "dark" });
    const found = await violations(this.page);
    await this.page.emulateMedia({ colorScheme: null });
    return found.map(({ id, impact, on }) => `${this.desk.path()} in the dark ${impact} ${id}: ${on.slice(0, 3)}`);
  }

  // On paper: some pages, and on them nothing that is there to be clicked.
  async print() {
    await this.page.emulateMedia({ media: "print" });
    const left = await this.page.evaluate(onScreenOnly);
    await this.page.emulateMedia({ media: null });
    const pages = (await this.page.pdf()).toString("latin1").match(/\/Type \/Page\b/g);
    if (!pages) left.push("no page");
    return left.map(what => `${this.desk.path()} prints ${what}`);
  }
}
