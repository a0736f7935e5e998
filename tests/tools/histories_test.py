#!/usr/bin/env python3
"""histories_test.py IPEP DATA: history, diff and simulate from outside.

What a simulation says is held against a ledger made for it: the same facts, the other rules or the other spending,
settled year by year. What history and diff say is held against the settlements themselves."""
import json, os, subprocess, tempfile, time, xml.dom.minidom
from fractions import Fraction

from simulating import IPEP, answer, lines_of, refused, run

YEARS = {"worked": range(2019, 2024), "experiment": range(2019, 2024), "edges": range(2019, 2024)}


def decimal(number):
    """A fraction whose denominator divides a power of ten, as a decimal text."""
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(abs((number * 10**places).numerator)).rjust(places + 1, "0")
    text = digits[:len(digits) - places] + ("." + digits[len(digits) - places:] if places else "")
    return "-" + text if number < 0 else text


class Ledger:
    def __init__(self, folder):
        self.folder = folder
        assert run("--ledger", folder, "init")[0] == 0

    def append(self, facts):
        text = "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts)
        code, _, error = run("--ledger", self.folder, "append", "-", stdin=text)
        assert code == 0, error

    def settle(self, years):
        for year in years:
            code, _, error = run("--ledger", self.folder, "settle", year)
            assert code == 0, error

    def ask(self, *args):
        return answer("--ledger", self.folder, *args)

    def settlements(self, years):
        return [{k: self.ask("settlement", year)[k] for k in ("year", "rules", "national", "groupements")}
                for year in years]


def figures(simulation):
    assert all(one["revision"] == 1 for one in simulation["settlements"])
    return [{k: one[k] for k in ("year", "rules", "national", "groupements")} for one in simulation["settlements"]]


def changed_rules(fact, rules, from_year, **parameters):
    body = json.loads(json.dumps(fact["fact"]["rulesAdopted"]))
    body.update(rules=rules, fromYear=from_year)
    for path, value in parameters.items():
        at = body["parameters"]
        *way, last = path.split("__")
        for part in way:
            at = at[part]
        at[last] = value
    return body


def other_rules(fact):
    """Rules under which everything moves: seed credits, points, shares, knots, caps, phases, recovery."""
    return [
        changed_rules(fact, "tight", 2018, caps__groupement="0.001", caps__national="0.0005"),
        changed_rules(fact, "generous", 2018, efficiency__share="1", seedCredit__baseAmount="90000.00",
                      quality__envelopeBasis="allSettled", advance__recovery="full"),
        changed_rules(fact, "later", 2021, efficiency__band="0.01", modulation__knots=[["-10", "-0.5"], ["90", "0.9"]]),
        changed_rules(fact, "mixed", 2018, phases__mixedYears=3, quality__envelopeShare="1/700")]


def spending_of(facts, factor):
    first = {f["fact"]["groupementAdmitted"]["groupement"]: f["fact"]["groupementAdmitted"]["firstYear"]
             for f in facts if "groupementAdmitted" in f["fact"]}
    for fact in facts:
        body = fact["fact"].get("expenditureMeasured")
        if body:
            rank = body["year"] - first[body["groupement"]] + 1
            body["actualPerPatient"] = decimal(Fraction(body["actualPerPatient"]) * factor**max(rank, 0))
    return facts


def scheme_of(facts, settlements, factor=Fraction(1)):
    spending = {(b["groupement"], b["year"]): b for f in spending_of(facts, factor)
                if (b := f["fact"].get("expenditureMeasured"))}
    rows = []
    for one in settlements:
        savings = Fraction(0)
        for row in one["groupements"]:
            now, before = (spending[row["groupement"], year] for year in (one["year"], one["year"] - 1))
            evolution = Fraction(before["actualPerPatient"]) * Fraction(now["adjustedPerPatient"]) / Fraction(
                before["adjustedPerPatient"]) - Fraction(now["actualPerPatient"])
            savings += evolution * row["patients"]
        cents = (abs(savings) * 100 + Fraction(1, 2)).__floor__() * (1 if savings >= 0 else -1)
        due = Fraction(one["national"]["due"])
        rows.append((one["year"], Fraction(cents, 100), due, Fraction(cents, 100) - due))
    return rows


def told(scheme):
    return [(row["year"], Fraction(row["savings"]), Fraction(row["incentives"]), Fraction(row["balance"]))
            for row in scheme]


def check_simulations(work, name):
    facts, years = lines_of(name), YEARS[name]
    recorded = Ledger(os.path.join(work, name))
    recorded.append(facts)
    recorded.settle(years)
    head = run("--ledger", recorded.folder, "events")[1].count("\n")

    same = recorded.ask("simulate")
    assert figures(same) == recorded.settlements(years) and same["differences"] == []
    assert told(same["scheme"]) == scheme_of(lines_of(name), same["settlements"])
    rules_fact = next(f for f in facts if "rulesAdopted" in f["fact"])
    for number, rules in enumerate(other_rules(rules_fact)):
        path = os.path.join(work, "rules.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(rules, file, ensure_ascii=False)
        simulated = recorded.ask("simulate", "--rules", path)
        fresh = Ledger(os.path.join(work, f"{name}-{number}"))
        fresh.append(facts + [{"key": "other rules", "on": "2024-01-01", "fact": {"rulesAdopted": rules}}])
        fresh.settle(years)
        wanted = fresh.settlements(years)
        assert figures(simulated) == wanted, (name, rules["rules"])
        assert told(simulated["scheme"]) == scheme_of(lines_of(name), wanted)
        rows = {(one["year"], row["groupement"]): row for one in recorded.settlements(years)
                for row in one["groupements"]}
        moved = {(one["year"], row["groupement"], field): (rows[one["year"], row["groupement"]][field], row[field])
                 for one in wanted for row in one["groupements"] for field in row
                 if rows[one["year"], row["groupement"]][field] != row[field]}
        assert moved == {(d["year"], d["groupement"], d["field"]): (d["recorded"], d["simulated"])
                         for d in simulated["differences"]}
        assert moved, "rules that move nothing test nothing"
        part = recorded.ask("simulate", "--rules", path, "--years", "2021-2022")
        assert figures(part) == wanted[2:4] and [row["year"] for row in part["scheme"]] == [2021, 2022]

    cheaper = recorded.ask("simulate", "--spending", "-0.5%")
    fresh = Ledger(os.path.join(work, name + "-cheaper"))
    fresh.append(spending_of(lines_of(name), Fraction(995, 1000)))
    fresh.settle(years)
    assert figures(cheaper) == fresh.settlements(years)
    assert told(cheaper["scheme"]) == scheme_of(lines_of(name), cheaper["settlements"], Fraction(995, 1000))
    assert run("--ledger", recorded.folder, "events")[1].count("\n") == head, "a simulation recorded something"

    # A simulation needs no writer's lock: one is held meanwhile.
    writer = subprocess.Popen([IPEP, "--ledger", recorded.folder, "append", "-"], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL)
    time.sleep(1)
    assert run("--ledger", recorded.folder, "settle", years[0], "--dry-run")[0] == 3, "the lock is not held"
    assert figures(recorded.ask("simulate", "--spending", "-0.5%")) == figures(cheaper)
    writer.stdin.close()
    assert writer.wait() == 0

    svg = os.path.join(work, name + ".svg")
    swept = recorded.ask("simulate", "--sweep", "spending=-1%:1%:0.5%", "--svg", svg)["sweep"]
    assert [point["value"] for point in swept["points"]] == ["-1", "-0.5", "0", "0.5", "1"]
    assert swept["points"][1]["scheme"] == cheaper["scheme"] and swept["points"][2]["scheme"] == same["scheme"]
    assert xml.dom.minidom.parse(svg).documentElement.tagName == "svg"
    caps = recorded.ask("simulate", "--sweep", "caps.groupement=0.01:0.02:0.005")["sweep"]["points"]
    assert len(caps) == 3 and caps[2]["scheme"] == same["scheme"]
    return recorded


def check_history(ledger, name, years):
    """After corrections: every revision, its difference and its causes."""
    corrections = lines_of(name + ".corrections")
    before = int(answer("--ledger", ledger.folder, "verify")["events"])
    first = {year: ledger.ask("settlement", year) for year in years}
    ledger.append(corrections)
    ledger.settle([years[0]])
    after = int(answer("--ledger", ledger.folder, "verify")["events"])
    keys = {one["key"] for one in corrections}
    caused = set()
    for year in years:
        last = ledger.ask("settlement", year)
        revisions = [ledger.ask("settlement", year, "--revision", one + 1)["groupements"]
                     for one in range(last["revision"])]
        for number, row in enumerate(last["groupements"]):
            for field in ("due", "score", "patients")[:3 if number % 10 == 0 else 1]:
                ref = f"settlement/{year}/{row['groupement']}/{field}"
                told = ledger.ask("history", ref)
                assert told["ref"] == ref
                values = []
                for revision in told["revisions"]:
                    then = revisions[revision["revision"] - 1]
                    values.append(next(r for r in then if r["groupement"] == row["groupement"])[field])
                    assert revision["value"] == str(values[-1])
                assert [r["revision"] for r in told["revisions"]] == list(range(1, last["revision"] + 1))
                assert sum(Fraction(r["difference"]) for r in told["revisions"]) == Fraction(values[-1])
                assert told["revisions"][0]["because"] == []
                for revision, (a, b) in zip(told["revisions"][1:], zip(values, values[1:])):
                    assert (a != b) <= bool(revision["because"]), (ref, revision)
                    assert all(e["kind"] == "factCorrected" and e["key"] in keys for e in revision["because"]), revision
                    caused |= {e["key"] for e in revision["because"]}
                    if a != b and field == "due":
                        assert revision["steps"][0]["name"] == "due"
    moved = {}
    for year in years:
        last = ledger.ask("settlement", year)
        for a, b in zip(first[year]["groupements"], last["groupements"]):
            moved.update({(year, a["groupement"], f): (a[f], b[f]) for f in a if a[f] != b[f]})
    assert moved and caused, "corrections that move nothing test nothing"
    pick = lambda changes: {(c["year"], c["groupement"], c["field"]): (c["before"], c["after"]) for c in changes}
    assert pick(ledger.ask("diff", before, after)["changes"]) == moved
    assert pick(ledger.ask("diff", after, before)["changes"]) == {k: (b, a) for k, (a, b) in moved.items()}
    assert ledger.ask("diff", after, after) == {"changes": [], "balances": [], "corrections": []}
    from_nothing = pick(ledger.ask("diff", 0, after)["changes"])
    for year in years:
        for row in ledger.ask("settlement", year)["groupements"]:
            for field, value in row.items():
                if field != "groupement":
                    assert from_nothing[year, row["groupement"], field] == (None, value)
    # As it was known before the corrections, there is one revision.
    ref = f"settlement/{years[0]}/{first[years[0]]['groupements'][0]['groupement']}/due"
    assert len(ledger.ask("history", ref, "--as-of", before)["revisions"]) == 1


def check_reviews(work):
    """Assumed parameters by the derivations, facts without a source by the events."""
    ledger = Ledger(os.path.join(work, "review"))
    facts = lines_of("worked")
    bare = next(f for f in facts if f["fact"].get("patientsCounted", {}).get("year") == 2021)
    del bare["source"]
    ledger.append(facts)
    ledger.settle(range(2019, 2024))
    body = bare["fact"]["patientsCounted"]
    unsourced = ledger.ask("review", "unsourced")
    wanted = [f"settlement/2021/{body['groupement']}/due"]
    assert [one["ref"] for one in unsourced["amounts"]] == wanted, unsourced
    assert [e["key"] for e in unsourced["amounts"][0]["because"]] == [bare["key"]]
    assert ledger.ask("review", "unsourced", "--year", 2020)["amounts"] == []
    assumed = ledger.ask("review", "assumed", "--groupement", "G02")
    assert {one["ref"] for one in assumed["amounts"]} == {"seedCredit/G02"} | {
        f"settlement/{year}/G02/due" for year in range(2019, 2023)}
    for one in assumed["amounts"]:
        leaves, todo = set(), [ledger.ask("explain", one["ref"])]
        while todo:
            node = todo.pop()
            todo += node["inputs"]
            if "event" in node and node.get("cite", {}).get("status") == "assumed":
                leaves.add(node["name"])
        assert {reason["parameter"] for reason in one["because"]} == leaves and leaves, one["ref"]
    assert ledger.ask("review", "corrected")["amounts"] == [], "nothing was paid"
    for reading in ledger.ask("review", "readings", "--groupement", "G02")["readings"]:
        for one in reading["alternatives"]:
            assert "refused" in one or set(one["groupements"]) <= {"G02"}, reading


def check_refusals(ledger, work):
    ask = ("--ledger", ledger.folder)
    with open(os.path.join(work, "rules.json"), encoding="utf-8") as file:
        rules = json.load(file)
    broken = os.path.join(work, "broken.json")

    def with_rules(code, change):
        text = json.loads(json.dumps(rules))
        change(text)
        with open(broken, "w", encoding="utf-8") as file:
            json.dump(text, file)
        refused(code, *ask, "simulate", "--rules", broken)

    with_rules("rules_invalid", lambda r: r["parameters"]["efficiency"].update(gapWeight="1/2"))
    with_rules("member_missing", lambda r: r["parameters"].pop("caps"))
    with_rules("member_unknown", lambda r: r.update(schema=2))
    with_rules("facts_missing", lambda r: r["parameters"]["quality"]["socle"].append("S99"))
    refused("file_unreadable", *ask, "simulate", "--rules", os.path.join(work, "absent"))
    for text in ("x", "-101%", "1e3"):
        refused("spending_change_out_of_range", *ask, "simulate", "--spending", text)
    for text in ("caps.groupement", "caps.groupement=1:2", "caps.groupement=0:1:0", "caps.groupement=1:0:1", "a=b:c:d"):
        refused("sweep_malformed", *ask, "simulate", "--sweep", text)
    refused("sweep_too_long", *ask, "simulate", "--sweep", "caps.groupement=0:1:0.0001")
    for path in ("caps", "caps.none", "currency", "modulation.knots.9.score", "caps.groupement.more"):
        refused("parameter_unknown", *ask, "simulate", "--sweep", path + "=0:1:1")
    refused("parameter_value", *ask, "simulate", "--sweep", "phases.mixedYears=1:2:0.5")
    refused("parameter_value", *ask, "simulate", "--sweep", "seedCredit.floor=1:2:0.005")
    refused("rules_invalid", *ask, "simulate", "--sweep", "efficiency.gapWeight=0:2:0.5")
    refused("no_groupement", *ask, "simulate", "--years", "2040")
    empty = Ledger(os.path.join(work, "empty"))
    refused("nothing_to_simulate", "--ledger", empty.folder, "simulate")
    refused("reference_unknown", *ask, "history", "settlement/2021/G01/none")
    refused("as_of_beyond_head", *ask, "diff", 0, 999999)
    for usage in (("simulate", "--years", "21"), ("simulate", "--svg", "x.svg"), ("diff", "x", "1"),
                  ("diff", "0", "1", "--as-of", "1")):
        assert run(*ask, *usage)[0] == 2, usage


with tempfile.TemporaryDirectory() as work:
    for name in YEARS:
        ledger = check_simulations(work, name)
        if name != "worked":
            check_history(ledger, name, list(YEARS[name]))
        else:
            check_refusals(ledger, work)
            check_reviews(work)
            seeds = ledger.ask("history", "seedCredit/G01")["revisions"]
            assert [s["revision"] for s in seeds] == [1] and seeds[0]["value"] == seeds[0]["difference"]
print("histories: simulations equal ledgers made for them; every revision and difference is told")
