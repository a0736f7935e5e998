#!/usr/bin/env python3
"""stale_test.py IPEP DATA: years whose inputs changed after they were settled, with which facts and since when."""
import json, os, subprocess, sys, tempfile

IPEP, DATA = sys.argv[1:3]


def run(ledger, *args, lang="en"):
    done = subprocess.run([IPEP, "--ledger", ledger, "--lang", lang, *map(str, args)], capture_output=True, text=True)
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout


def read(ledger, *args):
    return json.loads(run(ledger, "--format", "json", *args))


def append(ledger, work, facts):
    path = os.path.join(work, "more.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(fact) + "\n" for fact in facts)
    run(ledger, "append", path)


def corrected(fact, key, **change):
    [(kind, body)] = fact["fact"].items()
    return {"key": key, "on": "2024-01-15", "fact": {"factCorrected": {
        "corrects": fact["key"], "fact": {kind: {**body, **change}}, "reason": "relecture"}}}


def stale(ledger, *args):
    return {one["year"]: one for one in read(ledger, *args, "review", "stale")["years"]}


with tempfile.TemporaryDirectory() as work:
    ledger = os.path.join(work, "ledger")
    run(ledger, "init", "--trial")
    run(ledger, "append", os.path.join(DATA, "worked.jsonl"))
    with open(os.path.join(DATA, "worked.jsonl"), encoding="utf-8") as file:
        facts = [json.loads(line) for line in file]
    years = sorted({fact["fact"]["patientsCounted"]["year"] for fact in facts if "patientsCounted" in fact["fact"]})
    for year in years:
        run(ledger, "settle", year)
    assert stale(ledger) == {} and "None." in run(ledger, "review", "stale")
    head = read(ledger, "append", os.devnull)["position"]
    find = lambda kind, **like: next(fact for fact in facts if kind in fact["fact"]
                                     and like.items() <= fact["fact"][kind].items())

    # A correction of what a year rests on: that year, since then, by this fact; none of the others.
    spending = find("expenditureMeasured", year=years[1])
    group = spending["fact"]["expenditureMeasured"]["groupement"]
    lower = str(float(spending["fact"]["expenditureMeasured"]["actualPerPatient"]) - 10)
    append(ledger, work, [corrected(spending, "first", actualPerPatient=lower)])
    found = stale(ledger)
    assert years[1] in found and years[0] not in found, found
    one = found[years[1]]
    assert [cause["key"] for cause in one["because"]] == ["first"] and one["wouldChange"] is True, one
    assert one["because"][0]["corrects"] == spending["key"] and one["because"][0]["groupement"] == group
    assert one["since"] == one["because"][0]["recordedAt"] and one["revision"] == 1
    text = run(ledger, "review", "stale")
    assert f"{years[1]}, revision 1: settling again would change it." in text and "first" in text, text
    assert "liquider à nouveau la changerait" in run(ledger, "review", "stale", lang="fr")
    assert "changed after it was settled" in run(ledger, "settlement", years[1])
    assert "changed after it was settled" not in run(ledger, "settlement", years[0])
    assert "changed after it was settled" not in run(ledger, "settlement", years[1], "--revision", 1)
    assert stale(ledger, "--as-of", head) == {}
    assert set(read(ledger, "review", "stale", "--year", years[0])["years"]) == set()
    others = {fact["fact"]["groupementAdmitted"]["groupement"] for fact in facts
              if "groupementAdmitted" in fact["fact"]}
    other = sorted(others - {group})[0]
    assert read(ledger, "review", "stale", "--groupement", other)["years"] == []
    assert read(ledger, "review", "stale", "--groupement", group)["years"]

    # Settled again, nothing is stale.
    run(ledger, "settle", years[1])
    assert not any(one["wouldChange"] for one in stale(ledger).values()), stale(ledger)

    # A correction that moves no figure is told, and so is that it moves none.
    same = corrected(find("patientsCounted", year=years[0]), "second")
    append(ledger, work, [same])
    found = stale(ledger)
    assert [cause["key"] for cause in found[years[0]]["because"]] == ["second"]
    assert found[years[0]]["wouldChange"] is False
    assert "settling again changes nothing" in run(ledger, "review", "stale")
    assert "changed after it was settled" not in run(ledger, "settlement", years[0])
print("stale years are found, with what made them so")
