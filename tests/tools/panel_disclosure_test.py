#!/usr/bin/env python3
"""panel_disclosure_test.py IPEP DATA: an attack on the panel: masked counts of patients taken back from the rest.

The attacker has the package alone. For each groupement and year he takes every number of every table that is about
them, what is left of each national sum once the others are taken away, and what the rules say; and tries quotients,
quotients of differences, shares of the quality envelope and the line of the seed credit. On a package whose counts
alone are struck out he finds nearly all of them; on the masked package none."""
import collections, csv, json, os, subprocess, sys, tempfile
from fractions import Fraction
from itertools import permutations

IPEP, DATA = sys.argv[1:3]
COUNTS = {"patients", "seed_patients", "referring_physicians"}


def run(*args):
    done = subprocess.run([IPEP, "--lang", "en", *map(str, args)], capture_output=True, text=True)
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout


def tables(folder):
    found = {}
    for name in ("results", "payments", "facts", "groups", "years", "indicators", "orders", "order_parts", "flows",
                 "corrections"):
        with open(os.path.join(folder, name + ".csv"), encoding="utf-8", newline="") as file:
            found[name] = list(csv.DictReader(file))
    return found


def number(text):
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def truth(full):
    """{(groupement, year): patients} of the settlements; year 0: what the seed credit is assessed on."""
    counts = {(row["groupement"], row["year"]): int(row["patients"]) for row in full["results"] if row["patients"]}
    return {**counts, **{(row["groupement"], "0"): int(row["seed_patients"]) for row in full["groups"]}}


def struck(full):
    """The package with the counts alone struck out, as a release that masks cell by cell would be."""
    found = {name: [{column: "" if column in COUNTS else text for column, text in row.items()} for row in rows]
             for name, rows in full.items()}
    for row in found["facts"]:
        if row["member"] in ("patients", "referringPhysicians"):
            row.update(value="", number="")
    return found


class Attack:
    """What can be known of each groupement and year, and the whole numbers that follow from it."""

    def __init__(self, release):
        self.release = release
        self.of_year = collections.defaultdict(dict)  # (groupement, year): {what: number}
        for name in ("results", "years"):
            for row in release[name]:
                if row["latest"] == "true":
                    self.take(row.get("groupement", ""), row["year"], name, row)
        for row in release["facts"]:
            if row["latest"] == "true" and row["groupement"] and row["year"] and row["number"]:
                self.of_year[row["groupement"], row["year"]]["fact " + row["member"] + row["indicator"]] = \
                    Fraction(row["number"])
        for row in release["payments"]:
            if row["year"] and row["amount"]:
                known = self.of_year[row["groupement"], row["year"]]
                known["paid"] = known.get("paid", 0) + Fraction(row["amount"])
        self.take_away()

    def take(self, groupement, year, name, row):
        for column, text in row.items():
            if column in ("position", "year", "revision") or column.endswith("_cents"):
                continue
            if number(text) is not None:
                self.of_year[groupement, year][f"{name} {column}"] = number(text)

    def take_away(self):
        """What national sums leave for the one groupement of a year that does not tell its part."""
        groups = collections.defaultdict(list)
        for row in self.release["results"]:
            if row["latest"] == "true" and row["state"] == "settled":
                groups[row["year"]].append(row)
        for (nobody, year), national in list(self.of_year.items()):
            if nobody:
                continue
            for column in ("expenditure", "capped", "net", "due", "advance_granted", "advance_recovered"):
                silent = [row for row in groups[year] if not row[column]]
                if f"years {column}" in national and len(silent) == 1:
                    rest = national[f"years {column}"] - sum(Fraction(r[column]) for r in groups[year] if r[column])
                    self.of_year[silent[0]["groupement"], year]["rest " + column] = rest

    def candidates(self, key):
        known = {name: value for name, value in self.of_year[key].items() if value}
        found = {a / b for (_, a), (_, b) in permutations(known.items(), 2)}
        found |= {(a - c) / b for (_, a), (_, b), (_, c) in permutations(list(known.items())[:24], 3)}
        return {abs(one) for one in found | self.shares(key) | self.seed(key)}

    def shares(self, key):
        """quality right = envelope × patients ÷ all patients; another group's tells envelope ÷ all patients."""
        _, year = key
        right = self.of_year[key].get("results quality_right")
        rates = [row["results quality_right"] / row["results patients"] for (group, of), row in self.of_year.items()
                 if group and of == year and row.get("results quality_right") and row.get("results patients")]
        return {right / rate for rate in rates} if right else set()

    def seed(self, key):
        """seed credit = base × (min + (max − min) × patients ÷ ceiling) × (1 + modulation)."""
        group, year = key
        if year != "0":
            return set()
        rules = {row["member"]: Fraction(row["value"]) for row in self.release["facts"]
                 if row["kind"] == "rulesAdopted" and row["member"].startswith("seedCredit.")}
        amounts = {Fraction(row["seed_credit"]) for row in self.release["groups"]
                   if row["groupement"] == group and row["seed_credit"]}
        paid = [Fraction(row["amount"]) for row in self.release["payments"]
                if row["groupement"] == group and row["kind"] == "seedTrancheReleased" and row["amount"]]
        amounts |= {sum(paid)} if paid else set()
        modulations = {Fraction(row["value"]) for row in self.release["facts"] if row["groupement"] == group
                       and row["member"] == "multiprofessionalModulation" and row["value"]}
        name = lambda part: rules["seedCredit." + part]
        return {(amount / name("baseAmount") / (1 + m) - name("sizeFactorMin")) * name("sizeCeilingPatients")
                / (name("sizeFactorMax") - name("sizeFactorMin")) for amount in amounts for m in modulations | {0}}

    def recovers(self, key, count):
        """Whether the count is among what follows, to within the cents amounts are rounded to."""
        return any(abs(one - count) < Fraction(1, 4) and count > 200 and abs(one - count) / count < Fraction(1, 10**6)
                   or (key[1] == "0" and abs(one - count) < 1) for one in self.candidates(key))


def check_example(name, threshold, work):
    ledger = ("--ledger", os.path.join(work, name))
    run(*ledger, "init", "--trial")
    run(*ledger, "append", os.path.join(DATA, name + ".jsonl"))
    events = [json.loads(line) for line in run(*ledger, "--format", "json", "events", "--kind", "patientsCounted")
              .splitlines()]
    for year in sorted({event["body"]["year"] for event in events}):
        run(*ledger, "settle", year)
    folders = {wished: os.path.join(work, f"{name}-{wished}") for wished in (0, threshold)}
    for wished, folder in folders.items():
        run(*ledger, "export", "panel", folder, "--threshold", wished)
    full, masked = tables(folders[0]), tables(folders[threshold])
    counts = truth(full)
    small = {key for key, count in counts.items() if count < threshold}
    assert small, "nothing is small"
    weak, strong = Attack(struck(full)), Attack(masked)
    lost = [key for key in sorted(small) if weak.recovers(key, counts[key])]
    held = [key for key in sorted(small) if strong.recovers(key, counts[key])]
    assert not held, f"{len(held)} of {len(small)} counts were recovered: {held[:5]}"
    check_masks(masked, small, threshold)
    print(f"{name}: {len(lost)} of {len(small)} counts follow where counts alone are struck out, none where masked")
    return len(lost), len(small)


def check_masks(release, small, threshold):
    groups = {group for group, _ in small}
    for row in release["results"]:
        hidden = row["groupement"] in groups
        assert (row["masked"] == "true") == hidden and (row["due"] == "") == hidden, row
        assert row["score"] or row["state"] == "annulled", row
        assert row["patients"] == "" or int(row["patients"]) >= threshold
    for name in ("payments", "orders", "order_parts"):
        assert all((row["amount"] == "") == (row["groupement"] in groups) for row in release[name]), name
    assert not groups & {row["groupement"] for row in release["flows"]}
    years = {row["year"] for row in release["results"] if row["groupement"] in groups}
    for row in release["years"]:
        assert (row["due"] == "") == (row["year"] in years) == (row["masked"] == "true"), row


with tempfile.TemporaryDirectory() as work:
    with open(os.path.join(DATA, "experiment.jsonl"), encoding="utf-8") as file:
        counts = [fact["seedCreditAssessed"]["patients"] for fact in (json.loads(line)["fact"] for line in file)
                  if "seedCreditAssessed" in fact]
    lost = small = 0
    # The last hides one groupement alone, or few: what national sums leave is theirs.
    for threshold in (12000, 8000, min(counts) + 1):
        os.mkdir(os.path.join(work, str(threshold)))
        found = check_example("experiment", threshold, os.path.join(work, str(threshold)))
        lost, small = lost + found[0], small + found[1]
    assert lost >= 0.8 * small, f"the attack is no attack: {lost} of {small}"
print("nothing masked follows from what is given")
