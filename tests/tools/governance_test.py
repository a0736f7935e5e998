#!/usr/bin/env python3
"""governance_test.py IPEP DATA: chosen indicators validated in time; names beside identifiers in what is awaited."""
import json, os, subprocess, sys, tempfile

IPEP, DATA = sys.argv[1:3]
NAME = "Taux de passages aux urgences non suivis d'hospitalisation"


def run(ledger, *args, lang="en", code=0, data=None):
    done = subprocess.run([IPEP, "--ledger", ledger, "--lang", lang, *map(str, args)], capture_output=True, text=True,
                          input=data, env={**os.environ, "IPEP_NOW": "2024-05-31T12:00:00Z"})
    assert done.returncode == code, (args, done)
    return done.stderr if code else done.stdout


def fact(key, on, kind, **body):
    return json.dumps({"key": key, "on": on, "fact": {kind: body}}) + "\n"


with tempfile.TemporaryDirectory() as work, open(os.path.join(DATA, "worked.jsonl"), encoding="utf-8") as file:
    ledger = os.path.join(work, "ledger")
    lines = file.readlines()
    admissions = {one["fact"]["groupementAdmitted"]["groupement"]: one["on"] for one in map(json.loads, lines)
                  if "groupementAdmitted" in one["fact"]}
    chosen = {one["groupement"]: one["indicators"]
              for one in (json.loads(line)["fact"].get("indicatorsChosen") for line in lines) if one}
    run(ledger, "init", "--trial")
    run(ledger, "append", "-", data="".join(lines))
    late = lambda *more: json.loads(run(ledger, "--format", "json", "review", "late", *more))["indicators"]
    assert {(one["groupement"], one["indicator"]) for one in late()} == {
        (of, one) for of, all in chosen.items() for one in all}
    (group, indicators), *rest = sorted(chosen.items())
    months = lambda day: f"{day[:5]}{int(day[5:7]) + 3:02d}{day[7:]}"
    assert all(one["until"] == months(admissions[one["groupement"]]) and "validated" not in one for one in late())
    validate = lambda on: fact("v", on, "chosenIndicatorValidated", groupement=group, indicator=indicators[0],
                               name="Suivi du diabète", definition="d", arsOpinion="favorable", decision="Cnam")
    for day, told in ((months(admissions[group]), None), ("2023-01-31", ("2023-01-31", "Suivi du diabète"))):
        of_its_own = os.path.join(work, day)
        run(of_its_own, "init", "--trial")
        run(of_its_own, "append", "-", data="".join(lines) + validate(day))
        found = json.loads(run(of_its_own, "--format", "json", "review", "late", "--groupement", group))["indicators"]
        found = {one["indicator"]: (one["validated"], one["name"]) for one in found if "validated" in one}
        assert found == ({indicators[0]: told} if told else {}), found
    french = run(ledger, "review", "late", lang="fr")
    assert "non validés dans les trois mois" in french and "Au plus tard le" in french, french

    # What a settlement waits for names its indicators.
    own = os.path.join(work, "own")
    shorter = [line for line in lines if not ('"indicatorMeasured"' in line and '"S02"' in line)]
    run(own, "init", "--trial")
    run(own, "append", "-", data="".join(shorter))
    text = run(own, "settle", 2019, lang="fr", code=1)
    assert f"S02 {NAME}" in text, text
    rules = json.loads(next(line for line in lines if '"rulesAdopted"' in line))
    catalogue = json.loads(subprocess.run([IPEP, "rules", "--shipped"], capture_output=True, text=True).stdout)
    catalogue = catalogue["fact"]["rulesAdopted"]["parameters"]["quality"]["indicators"]
    for one in catalogue:
        one["name"] += " (2030)"
    rules["fact"]["rulesAdopted"]["parameters"]["quality"]["indicators"] = catalogue
    named = os.path.join(work, "named")
    run(named, "init", "--trial")
    run(named, "append", "-", data=json.dumps(rules) + "\n" +
        "".join(line for line in shorter if '"rulesAdopted"' not in line))
    sheet = os.path.join(work, "awaited.csv")
    run(named, "template", 2019, "--out", sheet, lang="fr")
    with open(sheet, encoding="utf-8-sig") as asked:
        assert f"S02 {NAME} (2030)" in asked.read()
    refused = json.loads(run(named, "--format", "json", "settle", 2019, code=1))
    assert {one["name"] for one in refused["missing"] if one.get("indicator") == "S02"} == {NAME + " (2030)"}, refused
    assert f"S02 {NAME} (2030)" in run(named, "settle", 2019, lang="fr", code=1)
print("governance: validation in time, names of what is awaited")
