#!/usr/bin/env python3
"""sampling_test.py IPEP DATA: samples by monetary unit from outside, of what was paid and of what is due.

The auditor's script draws them again without the program, finds a sample that was tampered with, and evaluates what
was found in the amounts drawn.
"""
import csv, hashlib, json, os, shutil, subprocess, sys

import paying
from acting import DATA, IPEP, VERIFY, at, done, facts, run, work


def verify(pack, *more):
    done = subprocess.run([sys.executable, "-I", VERIFY, at(pack), *held, *more], capture_output=True, text=True)
    return done.returncode, done.stdout


def findings(rows, name="findings.csv"):
    with open(at(name), "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("reference", "audited"), *rows.items()])
    return "--evaluate", at(name)


def tampered(pack, change):
    """The pack with its sample changed and the manifest made to fit."""
    shutil.rmtree(at("tampered"), ignore_errors=True)
    shutil.copytree(at(pack), at("tampered"))
    with open(at("tampered/sample.json"), encoding="utf-8") as file:
        sample = json.load(file)
    change(sample)
    raw = json.dumps(sample).encode()
    with open(at("tampered/sample.json"), "wb") as file:
        file.write(raw)
    with open(at("tampered/MANIFEST"), encoding="utf-8") as file:
        lines = [line if not line.endswith("  sample.json\n") else f"{hashlib.sha256(raw).hexdigest()}  sample.json\n"
                 for line in file]
    with open(at("tampered/MANIFEST"), "w", encoding="utf-8") as file:
        file.writelines(lines)
    return verify("tampered")


verifier = json.loads(subprocess.run([IPEP, "--format", "json", "key", "new", at("key"), "--name", "here"],
                                     capture_output=True, text=True, check=True).stdout)["verifier"]
done("anne", "init")
done("anne", "append", os.path.join(DATA, "worked.jsonl"))
for year in (2019, 2020, 2021):
    done("anne", "settle", year, "--on", "2024-01-31")
taken = {"groupement": "G02", "ground": "seedCredit", "paymentYear": 2019, "amount": "100.00"}
facts("first", ("p1", "2020-02-01", {"paymentTakenOver": {**taken, "document": "virement 1"}}),
      ("p2", "2021-02-01", {"paymentTakenOver": {**taken, "document": "virement 2", "amount": "200.00"}}),
      ("p3", "2021-02-01", {"paymentTakenOver": {**taken, "document": "virement 3", "amount": "300.00"}}))
done("second", "confirm", "p1", "--on", "2020-02-02")
confirmed = done("second", "confirm", "p2", "--on", "2021-02-02")
facts("first", ("p1c", "2021-03-01", {"factCorrected": {"corrects": "p1", "reason": "r", "fact": {
    "paymentTakenOver": {**taken, "document": "virement 1", "amount": "150.00"}}}}))
done("second", "confirm", "p1c", "--on", "2021-03-02")
paying.pay(lambda ledger, *args: done(args[1], *args[2:]), None, "351", "2024-03-01", work)
with open(at("note"), "w", encoding="utf-8") as file:
    file.write(done("anne", "checkpoint", "--key", at("key")))
size = int(open(at("note"), encoding="utf-8").read().split("\n")[1])
held = ("--checkpoint", at("note"), "--verifier", verifier)
done("anne", "settle", 2022)  # behind the checkpoint: it enters no sample

OWN = ("--seed", "his words", "--monetary-unit", "paid", "--materiality", "600000.00", "--expected", "50000.00")

# ---- of what was paid

made = done("anne", "export", "audit", at("pack"), "--key", at("key"), *OWN, "--at", size)
sample = json.load(open(at("pack/sample.json"), encoding="utf-8"))
unit, drawn = sample["monetaryUnit"], sample["amounts"]
orders = {one["order"]: one["amount"] for one in done("anne", "orders")["orders"]}
taken_over = [event for event in map(json.loads, run("anne", "events")[1].splitlines())
              if event["kind"] == "takeOverConfirmed"]
paid = {**orders, f"takenOver/{taken_over[1]['position']}": "200.00",
        f"takenOver/{taken_over[2]['position']}": "150.00"}
total = sum(int(amount.replace(".", "")) for amount in paid.values())
assert len(orders) > 3 and unit["count"] == len(paid) and unit["total"] == f"{total // 100}.{total % 100:02}", unit
assert (unit["interval"], unit["confidence"]) == ("173333.33", 95), unit  # (600 000 − 50 000 × 1.6) / 3.00
assert made["monetaryUnit"] == unit and made["sample"] == [one["reference"] for one in drawn], made
assert all(paid[one["reference"]] == one["amount"] for one in drawn) and sample["apart"] == [], sample
assert {one["reference"] for one in drawn if one["certain"]} == {
    one for one, amount in paid.items() if int(amount.replace(".", "")) >= 17333333}
code, told = verify("pack", *OWN)
assert code == 0, told
assert f"sample: {len(drawn)} of {len(paid)} amounts paid" in told and "your sample: " in told, told
page = run("anne", "export", "audit", at("shown"), *OWN, form="text")
assert page[0] == 0 and "an interval of €173,333.33 from €" in page[1], page

# ---- what the auditor finds

right = {one["reference"]: one["amount"] for one in drawn}
code, told = verify("pack", *findings(right))
assert code == 0 and "WITHIN the materiality of 600000.00" in told and "upper limit 519999.99" in told, told
code, told = verify("pack", *findings({one: "0.00" for one in right}))
assert code == 0 and "ABOVE the materiality of 600000.00" in told, told
code, told = verify("pack", *findings(dict(list(right.items())[1:])))
assert code == 4 and "drawn, and not among the findings" in told, told

# ---- a sample that does not follow

for change in (lambda s: s["amounts"].pop(), lambda s: s["amounts"][0].update(amount="1.00"),
               lambda s: s["monetaryUnit"].update(start="1.00"), lambda s: s["monetaryUnit"].update(interval="9.00"),
               lambda s: s.update(seed="ours"), lambda s: s["monetaryUnit"].update(population="due"),
               lambda s: s["apart"].append({"reference": "x", "amount": "0.00"})):
    code, told = tampered("pack", change)
    assert code == 4 and any(line.startswith("sample: ") and line.endswith("difference" if ": 1 " in line else
                             "differences") for line in told.splitlines()), told
assert tampered("pack", lambda s: None)[0] == 0

# ---- of what is due

done("anne", "export", "audit", at("due"), "--key", at("key"), "--at", size, "--seed", "x", "--monetary-unit", "due",
     "--materiality", "100000.00", "--confidence", "80")
of_due = json.load(open(at("due/sample.json"), encoding="utf-8"))
assert of_due["monetaryUnit"]["interval"] == "62111.80", of_due  # 100 000 / 1.61
assert {"seedCredit/G01", "settlement/2021/G02/due"} <= {one["reference"] for one in of_due["amounts"]}, of_due
assert verify("due")[0] == 0

# ---- what is refused

for words, code in ((("--materiality", "1000.00", "--expected", "625.00"), "materiality_exhausted"),
                    (("--materiality", "0.00"), "materiality_exhausted"),
                    (("--materiality", "1000"), "amount_malformed"),
                    (("--materiality", "10.00", "--expected", "-1.00"), "amount_malformed")):
    found = run("anne", "export", "audit", at("no"), "--seed", "x", "--monetary-unit", "paid", *words)
    assert found[0] == 1 and json.loads(found[2])["code"] == code, (words, found)
for words in (("--monetary-unit", "paid", "--seed", "x"), ("--monetary-unit", "paid", "--materiality", "5.00"),
              ("--monetary-unit", "all", "--materiality", "5.00", "--seed", "x"), ("--seed", "x"),
              ("--monetary-unit", "paid", "--materiality", "5.00", "--seed", "x", "--sample", "3"),
              ("--monetary-unit", "paid", "--materiality", "5.00", "--seed", "x", "--confidence", "94")):
    assert run("anne", "export", "audit", at("no"), *words)[0] == 2, words
assert not os.path.exists(at("no"))
print(f"{len(drawn)} of {len(paid)} payments drawn by monetary unit, drawn again, evaluated, and every change found")
