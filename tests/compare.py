#!/usr/bin/env python3
"""Runs `ipep` on an example in a fresh ledger and compares every figure with what was computed independently.

    compare.py IPEP FACTS.jsonl

Beside FACTS.jsonl lie FACTS.expected.json and, where corrections arrive after all years are settled,
FACTS.corrections.jsonl. Compared are: every settlement when it is made, read again, and as of each settling; seed
credits and tranches; balances; the envelope's sums; what a correction leaves alone until the years are settled again;
revisions; and that verify and rebuild find nothing. Exit code 1 where anything differs, 77 where FACTS is absent.
"""
import json
import os
import subprocess
import sys
import tempfile
from decimal import Decimal


class Ledger:
    def __init__(self, program, folder):
        self.base = [program, "--ledger", folder, "--format", "json"]

    def run(self, *arguments):
        done = subprocess.run(self.base + [str(a) for a in arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(map(str, arguments))}: exit {done.returncode}: {done.stderr.strip()[:400]}")
        return done.stdout

    def __call__(self, *arguments):
        return json.loads(self.run(*arguments))

    def events(self, *arguments):
        return [json.loads(line) for line in self.run("events", *arguments).splitlines()]


class Comparison:
    def __init__(self):
        self.compared = self.differences = 0

    def same(self, where, expected, found):
        self.compared += 1
        if expected != found:
            self.differences += 1
            if self.differences <= 20:
                print(f"{where}: expected {expected}, found {found}")

    def members(self, where, expected, found):
        for name, value in expected.items():
            self.same(f"{where}.{name}", value, found.get(name))

    def rows(self, where, expected, found):
        self.same(f"{where}: groupements", [r["groupement"] for r in expected], [r["groupement"] for r in found])
        known = {row["groupement"]: row for row in found}
        for row in expected:
            self.members(f"{where}.{row['groupement']}", row, known.get(row["groupement"], {}))

    def settlement(self, where, expected, found):
        where = f"{where} {expected['year']}"
        self.members(where, {k: v for k, v in expected.items() if not isinstance(v, (dict, list))}, found)
        self.members(f"{where}.national", expected["national"], found["national"])
        self.rows(where, expected["groupements"], found["groupements"])

    def seed_credits(self, where, expected, ledger):
        totals, tranches = {}, {}
        for event in ledger.events("--kind", "seedCreditGranted"):
            totals[event["body"]["groupement"]] = event["body"]["amount"]
        for event in ledger.events("--kind", "seedTrancheReleased"):
            tranches[event["body"]["groupement"], event["body"]["tranche"]] = event["body"]["total"]
        self.same(f"{where}: seed credits", len(expected), len(totals))
        for one in expected:
            who = one["groupement"]
            self.same(f"{where}.{who}.total", one["total"], totals.get(who))
            for number, name in ((1, "first"), (2, "second")):
                if (who, number) in tranches:
                    self.same(f"{where}.{who}.{name}", one[name], tranches[who, number])

    def sums(self, where, ledger):
        """Envelope, balances and statements say the same in sum."""
        balances = ledger("balances")["groupements"]
        total = ledger("envelope")["total"]
        add = lambda name: str(sum((Decimal(row[name]) for row in balances), Decimal("0.00")))
        self.same(f"{where}: seed credits in the envelope", add("seedReleased"), total["seedCredits"])
        self.same(f"{where}: settled in the envelope", add("due"), total["settled"])
        for row in balances[:5]:
            lines = ledger("statement", row["groupement"])["lines"]
            if lines:
                self.same(f"{where}.{row['groupement']}: owed", row["owed"], lines[-1]["owed"])
                self.same(f"{where}.{row['groupement']}: advance", row["advanceOutstanding"],
                          lines[-1]["advanceOutstanding"])


def after_corrections(compare, ledger, corrections, expected):
    after = expected["after"]
    head = ledger("verify")["events"]
    ledger("append", corrections)
    for want in expected["settlements"]:
        compare.settlement("corrected, not settled again:", want, ledger("settlement", want["year"]))
    years = [want["year"] for want in after["settlements"]]
    again = ledger("settle", after["settleFrom"])
    changed = [want["year"] for want in after["settlements"] if want["revision"] > 1]
    compare.same("alsoSettled", [year for year in changed if year > after["settleFrom"]], again["alsoSettled"])
    for want in after["settlements"]:
        compare.settlement("settled again:", want, ledger("settlement", want["year"]))
    for want in expected["settlements"]:
        compare.settlement("first revision:", want, ledger("settlement", want["year"], "--revision", 1))
        compare.settlement(f"as of {head}:", want, ledger("--as-of", head, "settlement", want["year"]))
    compare.rows("balances settled again", after["balances"], ledger("balances")["groupements"])
    compare.rows(f"balances as of {head}", expected["balances"], ledger("balances", "--as-of", head)["groupements"])
    compare.seed_credits("settled again", after["seedCredits"], ledger)
    compare.sums("settled again", ledger)
    for year in years:
        compare.same(f"settling {year} once more changes", False, ledger("settle", year)["changed"])


def main(program, facts):
    if not os.path.exists(facts):
        print(f"skipped: {facts} is not there")
        return 77
    stem = facts.removesuffix(".jsonl")
    with open(stem + ".expected.json", encoding="utf-8") as file:
        expected = json.load(file)
    compare = Comparison()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(program, os.path.join(folder, "ledger"))
        ledger("init")
        added = ledger("append", facts)
        again = ledger("append", facts)
        compare.same("appended twice", (0, added["appended"], added["position"]),
                     (again["appended"], again["repeated"], again["position"]))
        compare.seed_credits("granted", expected["seedCredits"], ledger)
        heads = []
        for want in expected["settlements"]:
            dry = ledger("settle", want["year"], "--dry-run")
            compare.settlement("dry run", want, dry)
            compare.settlement("settled", want, ledger("settle", want["year"]))
            heads.append((want, ledger("settlement", want["year"])["position"]))
        for want, position in heads:
            compare.settlement(f"as of {position}:", want, ledger("settlement", want["year"], "--as-of", position))
        if "balances" in expected:
            compare.rows("balances", expected["balances"], ledger("balances")["groupements"])
        compare.sums("settled", ledger)
        corrections = stem + ".corrections.jsonl"
        if "after" in expected and os.path.exists(corrections):
            after_corrections(compare, ledger, corrections, expected)
        views = ledger("verify")["views"]
        compare.same("rebuilt views", views, ledger("rebuild")["views"])
        report = ledger("verify")
        compare.same("verify", [], report["differences"][:3])
    print(f"{compare.compared} compared, {compare.differences} differences")
    return 1 if compare.differences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
