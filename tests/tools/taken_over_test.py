#!/usr/bin/env python3
"""taken_over_test.py IPEP DATA: what was paid before the ledger, and facts that enter no settlement, from outside.

They are recorded, confirmed, corrected and refused on the command line; balances, envelope, orders, derivations, books,
panel and pack show them as what they are, and no figure of a settlement moves.
"""
import csv, json, os, shutil, subprocess, sys

from acting import DATA, at, done, facts, lines, run


def refused(expected, actor, *args, **more):
    code, out, err = run(actor, *args, **more)
    assert code == 1 and json.loads(err)["code"] == expected and out == "", (expected, args, code, err)


def of(rows, **wanted):
    return next(row for row in rows if all(row[name] == value for name, value in wanted.items()))


done("anne", "init", "--trial")
done("anne", "append", os.path.join(DATA, "worked.jsonl"))
settled = [done("anne", "settle", year, "--on", "2024-01-31") for year in (2019, 2020, 2021)]
before = of(done("anne", "balances")["groupements"], groupement="G02")

# ---- what was paid before the ledger

payment = {"groupement": "G02", "ground": "incentive", "year": 2019, "paymentYear": 2020,
           "amount": "1000.00", "document": "virement 12"}
facts("martin", ("p1", "2020-06-30", {"paymentTakenOver": payment}))
assert of(done("anne", "balances")["groupements"], groupement="G02") == before, "nobody else has confirmed it"
refused("same_person", "martin", "confirm", "p1", "--on", "2024-02-01")
refused("payee_not_pending", "durand", "confirm", "p2", "--on", "2024-02-01")
refused("day_out_of_order", "durand", "confirm", "p1", "--on", "2020-06-29")
done("durand", "confirm", "p1", "--on", "2024-02-01")
refused("payee_not_pending", "durand", "confirm", "p1", "--on", "2024-02-01")
after = of(done("anne", "balances")["groupements"], groupement="G02")
assert (before["paid"], after["paid"], after["due"]) == ("0.00", "1000.00", before["due"]), after
year = of(done("anne", "envelope")["years"], paymentYear=2020)
assert (year["paid"], year["ordered"]) == ("1000.00", "1000.00"), year
assert done("anne", "statement", "G02")["lines"][-1]["kind"] == "takeOverConfirmed"
for code, change in (("duplicate_fact", {}), ("taken_over_contradicts", {"paymentYear": 2021}),
                     ("taken_over_contradicts", {"ground": "seedCredit"}),
                     ("unknown_year", {"year": 2030, "paymentYear": 2031}),
                     ("unknown_groupement", {"groupement": "Z99"}),
                     ("amount_not_positive", {"amount": "0.00", "document": "x"})):
    line = lines(("x", "2020-07-01", {"paymentTakenOver": {**payment, **change}}))
    refused(code, "martin", "append", "-", data=line)

# What is left is ordered, and its derivation names what was paid before.
row = of(settled[0]["groupements"], groupement="G02")
orders = done("martin", "order", "351", "--year", "2019", "--on", "2024-03-01")["orders"]
order = of(orders, groupement="G02")
cents = lambda text: int(text.replace(".", ""))
assert cents(order["amount"]) == cents(row["due"]) - 100_000, (order, row["due"])
told = json.dumps(done("anne", "explain", order["order"], "--full"))
assert "takenOver[virement 12]" in told, told

# A wrong one is corrected, and counts once the correction is confirmed.
facts("martin", ("c1", "2024-03-02", {"factCorrected": {
    "corrects": "p1", "reason": "typed twice", "fact": {"paymentTakenOver": {**payment, "amount": "900.00"}}}}))
assert of(done("anne", "balances")["groupements"], groupement="G02")["paid"] == "1000.00"
done("durand", "confirm", "c1", "--on", "2024-03-03")
assert of(done("anne", "balances")["groupements"], groupement="G02")["paid"] == "900.00"

# ---- facts that enter no settlement

digest = "a" * 64
model = {"model": "m-2021", "year": 2021, "author": "Cnam", "sample": "EGB 2021", "adjustedR2": "0.31",
         "sha256": digest, "variables": ["age", "ald 1"]}
observed = {"population": "témoin", "year": 2012, "measure": "visits", "value": "3.40"}
facts("anne", ("o1", "2024-01-01", {"observationRecorded": observed}),
      ("o2", "2024-01-01", {"observationRecorded": {**observed, "groupement": "G02", "year": 2040}}),
      ("d1", "2022-01-01", {"groupementDescribed": {"groupement": "G02", "name": "Pôle Sud", "holder": "GCS",
                                                    "themes": ["AVC", "plaies"], "professionals": 12}}),
      ("m1", "2022-01-01", {"adjustmentModelAdopted": model}),
      ("a1", "2022-01-01", {"amendmentOpinionGiven": {"groupement": "G02", "rules": "cdc-2023", "opinion": "favorable",
                                                      "reference": "lettre 3"}}))
for code, body in (("duplicate_fact", {"observationRecorded": observed}),
                   ("duplicate_fact", {"adjustmentModelAdopted": model}),
                   ("model_contradicts", {"adjustmentModelAdopted": {**model, "model": "m2", "adjustedR2": "1.2"}}),
                   ("description_empty", {"groupementDescribed": {"groupement": "G02"}}),
                   ("indicator_not_chosen", {"chosenIndicatorValidated": {
                       "groupement": "G02", "indicator": "S01", "name": "n", "definition": "d", "arsOpinion": "o",
                       "decision": "e"}})):
    refused(code, "anne", "append", "-", data=lines(("y", "2024-01-02", body)))
assert done("anne", "statement", "G02")["name"] == "Pôle Sud"
assert done("anne", "--as-of", "171", "statement", "G02")["name"] != "Pôle Sud", "the past keeps its own name"
for one, year in zip(settled, (2019, 2020, 2021)):
    assert done("anne", "settlement", year)["groupements"] == one["groupements"], "no figure of a settlement moves"
    assert done("anne", "settle", year)["revision"] == 1

# ---- what others read

verified = done("anne", "verify")
assert verified["differences"] == [], verified
done("anne", "export", "audit", at("pack"))
pack = subprocess.run([sys.executable, "-I", os.path.join(at("pack"), "verify.py"), at("pack")], capture_output=True,
                      text=True)
assert pack.returncode == 0, pack.stdout
done("anne", "export", "panel", at("panel"))
with open(os.path.join(at("panel"), "payments.csv"), encoding="utf-8-sig") as file:
    kinds = [row["kind"] for row in csv.DictReader(file)]
assert kinds.count("takeOverConfirmed") == 2, kinds
journal = run("anne", "journal", "351", "--style", "csv", form="text")
assert journal[0] == 0 and "890000" in journal[1], journal[2]
if shutil.which("hledger"):
    hledger = run("anne", "journal", "351", "--style", "hledger", form="text")[1]
    with open(at("books.journal"), "w", encoding="utf-8") as file:
        file.write(hledger)
    subprocess.run(["hledger", "-f", at("books.journal"), "check", "--strict"], check=True)
print("payments taken over, observations, descriptions, models and opinions")
