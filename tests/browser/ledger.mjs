// A ledger of the five-year experiment in a temporary folder, the persons who work on it, and its server.
//
// Its clock stands still on 1 July 2024. Commands of the program prepare it; what is tested happens over the server.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const IPEP = resolve(process.env.IPEP);
const DATA = fileURLToPath(new URL("../data/", import.meta.url));
const AT_NOW = { ...process.env, IPEP_NOW: "2024-07-01T08:00:00Z" };
export const TODAY = "2024-07-01", EXECUTION = "2024-07-02";

export const CPAM = "351", GROUP = "IPEP005";
export const ACCOUNT = "FR7630006000011234567890189";  // of the CPAM
// What only some may read of the groupements of CPAM 351: holders and accounts.
export const PAYEES = ["GROUPEMENT DE SANTÉ 05 BRETAGNE", "GROUPEMENT DE SANTÉ 19 BRETAGNE"];
export const ACCOUNTS = ["FR7699999010050005003959557", "FR7699999010190005015046156"];

export const PERSONS = {
  admin: { person: "ROOT", role: "admin" },
  cnam: { person: "CLAIRE", role: "cnam" },
  cnam2: { person: "KARIM", role: "cnam" },
  director: { person: "MARTIN", role: "director", cpam: CPAM },
  dcf: { person: "DURAND", role: "dcf", cpam: CPAM },
  auditor: { person: "LEROY", role: "auditor" },
  evaluator: { person: "PETIT", role: "evaluator" },
  elsewhere: { person: "DUBOIS", role: "director", cpam: "751" },
};

export class Ledger {
  // Of the experiment's facts those that `keep` takes, and `more` behind them.
  constructor(keep = () => true, more = []) {
    this.folder = mkdtempSync(join(tmpdir(), "ipep-browser-"));
    this.path = join(this.folder, "ledger");
    this.run("init", "--trial");
    const facts = readFileSync(join(DATA, "experiment.jsonl"), "utf8").split("\n").filter(Boolean);
    const taken = [...facts.filter(line => keep(JSON.parse(line))), ...more.map(one => JSON.stringify(one))];
    this.run("append", this.file("facts.jsonl", taken.join("\n") + "\n"));
    const grants = Object.values(PERSONS).map((granted, number) =>
      JSON.stringify({ key: `role-${number}`, on: "2019-01-01", fact: { roleGranted: granted } }));
    this.run("append", this.file("roles.jsonl", grants.join("\n") + "\n"));
    const debtors = join(this.folder, "debtors");
    mkdirSync(debtors);
    this.debtor = join(debtors, `${CPAM}.toml`);
    writeFileSync(this.debtor, `name = "CPAM de l'Essai"\niban = "${ACCOUNT}"\nbic = "AGRIFRPP"\n`);
    this.configuration =
      this.file("ipepd.toml", `ledger = "${this.path}"\nport = 0\ndebtors = "${debtors}"\n`);
  }

  // What a command of `ipep` prints; `by` is a key of PERSONS.
  run(...words) { return this.runAs("admin", ...words); }
  runAs(by, ...words) {
    return execFileSync(IPEP, ["--ledger", this.path, "--actor", PERSONS[by].person, "--lang", "en", ...words],
                        { encoding: "utf8", env: AT_NOW, stdio: ["ignore", "pipe", "pipe"] });
  }
  // The same, where it prints JSON.
  ask(by, ...words) { return JSON.parse(this.runAs(by, "--format", "json", ...words)); }

  file(name, content) {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  // Settled by one person of the Cnam and validated by another.
  settle(from, until) {
    for (let year = from; year < until; ++year) {
      this.runAs("cnam", "settle", `${year}`);
      this.runAs("cnam2", "validate", `${year}`);
    }
  }

  token(by) { return this.run("token", "new", PERSONS[by].person).trim().split(/\s+/).at(-1); }

  async serve() {
    this.tokens = Object.fromEntries(Object.keys(PERSONS).map(by => [by, this.token(by)]));
    const log = join(this.folder, "log");
    this.server = spawn(join(IPEP, "..", "ipepd"), ["--config", this.configuration],
                        { env: AT_NOW, stdio: ["ignore", "ignore", openSync(log, "w")] });
    this.ended = new Promise(done => this.server.once("exit", (code, signal) => done(signal ?? code)));
    while (!this.url) {
      await new Promise(done => setTimeout(done, 20));
      const text = readFileSync(log, "utf8");
      if (this.server.exitCode !== null) throw new Error(`ipepd ended: ${text}`);
      const lines = text.split("\n").slice(0, -1).map(line => JSON.parse(line));
      this.url = lines.find(line => line.event === "serving")?.url;
    }
  }

  // Recorded by a person while it is served.
  async record(by, key, fact) {
    const answer = await fetch(`${this.url}/api/v1/facts`, {
      method: "POST", body: JSON.stringify({ key, on: TODAY, fact }) + "\n",
      headers: { Authorization: `Bearer ${this.tokens[by]}`, "Idempotency-Key": key,
                 "Content-Type": "application/jsonl" },
    });
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
  }

  // The position the log stands at.
  async head() {
    const answer = await fetch(`${this.url}/api/v1/balances`,
                               { headers: { Authorization: `Bearer ${this.tokens.auditor}` } });
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    return Number(answer.headers.get("etag").replaceAll('"', ""));
  }

  // The kinds of what was recorded after a position.
  kindsAfter(position) {
    const events = this.runAs("auditor", "events", "--from", `${position + 1}`, "--format", "json").trim();
    return new Set(events.split("\n").filter(Boolean).map(line => JSON.parse(line).kind));
  }

  async close() {
    if (this.server) {
      this.server.kill("SIGTERM");
      const how = await this.ended;
      if (how !== 0) throw new Error(`ipepd ended with ${how}: ${readFileSync(join(this.folder, "log"), "utf8")}`);
    }
    rmSync(this.folder, { recursive: true });
  }
}

export function freePort() {
  return new Promise(done => {
    const one = createServer().listen(0, "127.0.0.1", () => {
      const { port } = one.address();
      one.close(() => done(port));
    });
  });
}
