#!/usr/bin/env python3
"""whatif_test.py IPEP DATA: simulate as researchers ask it, re-performed from outside.

Each supposition is held against a ledger made for it, to the cent: other parameters, groups left out, other facts,
and measures drawn anew, which this file draws by what services/histories says of them."""
import csv, hashlib, io, json, math, os, tempfile
from fractions import Fraction

from simulating import answer, lines_of, refused, run

YEARS = range(2019, 2024)


def jsonl(facts):
    return "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts)


class Ledger:
    def __init__(self, folder, facts, years=YEARS):
        self.folder = folder
        assert run("--ledger", folder, "init")[0] == 0
        code, _, error = run("--ledger", folder, "append", "-", stdin=jsonl(facts))
        assert code == 0, error
        self.years = []  # that somebody has
        for year in years:
            code, _, error = run("--ledger", folder, "settle", year)
            assert code == 0 or "no_groupement" in error, error
            self.years += [year] if code == 0 else []

    def ask(self, *args, stdin=None):
        return answer("--ledger", self.folder, *args, stdin=stdin)

    def settlements(self):
        return [{k: self.ask("settlement", year)[k] for k in ("year", "national", "groupements")}
                for year in self.years]

    def head(self):
        return self.ask("verify")["events"]


def figures(simulation):
    return [{k: one[k] for k in ("year", "national", "groupements")} for one in simulation["settlements"]]


def with_parameters(facts, **values):
    """The facts, and behind them each rules' parameters once more, with the values by path."""
    more = []
    for fact in facts:
        if "rulesAdopted" not in fact["fact"]:
            continue
        body = json.loads(json.dumps(fact["fact"]["rulesAdopted"]))
        for path, value in values.items():
            *way, last = path.split("__")
            at = body["parameters"]
            for part in way:
                at = at[part]
            at[last] = value
        more.append({"key": f"again {len(more)}", "on": "2024-01-01", "fact": {"rulesAdopted": body}})
    return facts + more


def check_settings(work, name):
    facts = lines_of(name)
    recorded = Ledger(os.path.join(work, name), facts)
    head = recorded.head()
    for number, (options, values) in enumerate([
            (["--set", "caps.groupement=0.005", "--set", "quality.envelopeShare=1/300"],
             {"caps__groupement": "0.005", "quality__envelopeShare": "1/300"}),
            (["--set", "efficiency.gapWeight=1/4"],
             {"efficiency__gapWeight": "1/4", "efficiency__evolutionWeight": "3/4"}),
            (["--set", "quality.weights.withALaCarte.aLaCarte=35"],
             {"quality__weights__withALaCarte": {"socle": "65", "aLaCarte": "35"}}),
            (["--set", "advance.recovery=full", "--set", "quality.envelopeBasis=allSettled"],
             {"advance__recovery": "full", "quality__envelopeBasis": "allSettled"}),
            (["--set", 'modulation.knots=[["0", "-0.2"], ["120", "0.2"]]'],
             {"modulation__knots": [["0", "-0.2"], ["120", "0.2"]]})]):
        fresh = Ledger(os.path.join(work, f"{name}-set-{number}"), with_parameters(facts, **values))
        simulated = recorded.ask("simulate", *options)
        assert figures(simulated) == fresh.settlements(), options
        assert name == "worked" or simulated["differences"], options
    # What `rules` prints is what --rules takes.
    same = recorded.ask("simulate")
    assert recorded.ask("simulate", "--rules", "-", stdin=json.dumps(recorded.ask("rules"))) == same
    shipped = run("rules", "--shipped")[1]
    body = json.dumps(json.loads(shipped)["fact"]["rulesAdopted"])
    of_line, of_body = (run("--ledger", recorded.folder, "simulate", "--rules", "-", stdin=text)
                        for text in (shipped, body))
    assert of_line == of_body and (of_line[0] == 0) == (name != "worked"), of_line  # which has three indicators
    assert recorded.head() == head, "a simulation recorded something"
    return recorded, facts


def check_grid(recorded, work):
    table = os.path.join(work, "grid.csv")
    sweeps = ["--sweep", "efficiency.gapWeight=0:1:1/2", "--sweep", "caps.groupement=0.01:0.02:0.005"]
    told = recorded.ask("simulate", *sweeps, "--csv", table, "--svg", os.path.join(work, "grid.svg"))["grid"]
    assert told["parameters"] == ["efficiency.gapWeight", "caps.groupement"] and len(told["points"]) == 9
    for point in told["points"]:
        gap, cap = point["values"]
        single = recorded.ask("simulate", "--set", f"efficiency.gapWeight={gap}", "--set", f"caps.groupement={cap}")
        assert single["scheme"] == point["scheme"] and single["total"]["balance"] == point["balance"]
    with open(table, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wanted = [(*p["values"], str(y.get("year", "all")), y["savings"], y["incentives"], y["balance"])
              for p in told["points"] for y in [*p["scheme"], p]]
    assert [tuple(row.values()) for row in rows] == wanted
    ask = ("--ledger", recorded.folder, "simulate")
    code, text, _ = run(*ask, "--sweep", "spending=-1%:1%:1%", "--sweep", "efficiency.share=0:1:1/4")
    assert code == 0 and "Balance by" in text and max(map(len, text.splitlines())) < 120
    refused("sweep_too_long", *ask, "--sweep", "spending=0:1:0.01", "--sweep", "efficiency.share=0:1:0.01")
    refused("rules_invalid", *ask, "--set", "efficiency.gapWeight=1/4", "--set", "efficiency.evolutionWeight=1/4")
    refused("parameter_unknown", *ask, "--set", "caps.none=1")
    refused("parameter_unknown", *ask, "--set", "modulation.knots.1=[1]")
    refused("member_missing", *ask, "--rules", write(work, "fact.json", json.dumps(
        {"key": "k", "on": "2024-01-01", "fact": {"envelopeBudgeted": {"paymentYear": 2024, "amount": "1.00"}}})))
    for usage in (["--sweep", "a=0:1:1"] * 3, ["--draws", "2", "--sweep", "spending=0:1:1"], ["--seed", "2"],
                  ["--reach", "due=0.00"], ["--set", "caps.groupement"], ["--set", "caps.groupement=["],
                  ["--draws", "1", "--errors", "age=1%"], ["--draws", "100000"],
                  ["--break-even", "spending=0%:1%:1%", "--reach", "due/G02"],
                  ["--break-even", "spending=0%:1%:1%", "--reach", "patients=1.00"]):
        assert run(*ask, *usage)[0] == 2, usage


def write(work, name, text):
    path = os.path.join(work, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def about(fact):
    body = next(iter(fact["fact"].values()))
    return body.get("groupement")


def check_groups_and_facts(recorded, facts, work, name):
    groups = [f["fact"]["groupementAdmitted"]["groupement"] for f in facts if "groupementAdmitted" in f["fact"]]
    left_out = groups[1]
    fewer = [fact for fact in facts if about(fact) != left_out]
    without = Ledger(os.path.join(work, name + "-without"), fewer)
    simulated = recorded.ask("simulate", "--without", left_out)
    assert figures(simulated) == without.settlements()
    gone = [d for d in simulated["differences"] if d["groupement"] == left_out and d["field"] == "due"]
    assert gone and all(d["simulated"] is None and d["recorded"] for d in gone)
    refused("unknown_groupement", "--ledger", recorded.folder, "simulate", "--without", "nobody")
    nobody = [word for group in groups for word in ("--without", group)]
    refused("nothing_to_simulate", "--ledger", recorded.folder, "simulate", *nobody)

    # The group comes back as a participant nobody recorded.
    newcomer = write(work, "newcomer.jsonl", jsonl([fact for fact in facts if about(fact) == left_out]))
    joined = without.ask("simulate", "--facts", newcomer)
    assert figures(joined) == recorded.settlements()
    assert {d["groupement"] for d in joined["differences"] if d["recorded"] is None} == {left_out}

    # Corrections, as a copy of the ledger settles them after all years.
    corrections = lines_of(name + ".corrections")
    corrected = Ledger(os.path.join(work, name + "-corrected"), facts + corrections)
    path = write(work, "corrections.jsonl", jsonl(corrections))
    simulated = recorded.ask("simulate", "--facts", path)
    assert figures(simulated) == corrected.settlements() and simulated["differences"]

    wrong = [facts[3], {**facts[4], "on": "2031-01-01"}, {"key": "x1", "on": "2024-01-01", "fact": {"nothing": {}}},
             {"key": "x2", "on": "2024-01-01", "fact": {"factCorrected": {
                 "corrects": "nobody", "reason": "r", "fact": {"patientsCounted": {
                     "groupement": groups[0], "year": 2020, "patients": 9000}}}}},
             {"key": "x3", "on": "2024-01-01", "fact": {"patientsCounted": {
                 "groupement": "nobody", "year": 2020, "patients": 9000}}}]
    path = write(work, "wrong.jsonl", "\n" + jsonl(wrong))
    dry = json.loads(run("--ledger", recorded.folder, "--format", "json", "append", path, "--dry-run")[1])["errors"]
    code, out, error = run("--ledger", recorded.folder, "--format", "json", "simulate", "--facts", path)
    assert code == 1 and json.loads(out)["errors"] == dry and [e["line"] for e in dry] == [3, 4, 5, 6], (out, dry)
    assert error.count("\n") == len(dry)


MASK = 2**64 - 1


def mix(bits):
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9 & MASK
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb & MASK
    return bits ^ (bits >> 31)


class Numbers:
    def __init__(self, seed, draw, group, year):
        name = int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big")
        self.state = mix((mix((mix(seed) + draw) & MASK) + name) & MASK) + year & MASK

    def standard(self):
        total = 0
        for _ in range(6):
            self.state = self.state + 0x9e3779b97f4a7c15 & MASK
            bits = mix(self.state)
            total += (bits >> 32) + (bits & 0xffffffff)
        return Fraction(total - 6 * 0xffffffff, 2**32)


def drawn(text, variance, standard, least=0, most=None):
    places = len(text.partition(".")[2])
    unit = 10**places
    error = Fraction(math.isqrt(math.floor(variance * unit**2 * 10**24)), 10**12)
    value = Fraction(text) * unit + error * standard
    units = max(math.floor(value + Fraction(1, 2)) if value >= 0 else 0, least)
    if most is not None:
        units = min(units, most * unit)
    digits = str(units).rjust(places + 1, "0")
    return digits[:len(digits) - places] + ("." + digits[len(digits) - places:] if places else "")


def draw_facts(facts, seed, number, errors):
    """Every measure drawn anew; the facts of one groupement and year by their kind."""
    facts = json.loads(json.dumps(facts))
    patients, admitted, years = {}, {}, {}
    for fact in facts:
        (kind, body), = fact["fact"].items()
        if kind == "patientsCounted":
            patients[body["groupement"], body["year"]] = body["patients"]
        if kind == "groupementAdmitted":
            admitted[body["groupement"]] = body["patients"]
        if kind in ("expenditureMeasured", "experienceMeasured", "indicatorMeasured"):
            years.setdefault((body["groupement"], body["year"]), []).append((kind, body))
    for (group, year), measures in years.items():
        numbers = Numbers(seed, number, group, year)
        first, second, third = (numbers.standard() for _ in range(3))
        later = [y for g, y in patients if g == group and y >= year]
        persons = patients[group, min(later)] if later else admitted[group]
        for kind, body in measures:
            if kind == "expenditureMeasured":
                for member, standard, variance in (
                        ("actualPerPatient", first, errors["spending"]**2 / persons),
                        ("adjustedPerPatient", second, errors["adjusted"]**2)):
                    body[member] = drawn(body[member], Fraction(body[member])**2 * variance, standard,
                                         member == "adjustedPerPatient")
            if kind == "experienceMeasured":
                body["score"] = drawn(body["score"], (Fraction(body["score"]) * errors["experience"])**2, third)
        indicators = [body for kind, body in measures if kind == "indicatorMeasured"]
        for body in sorted(indicators, key=lambda one: one["indicator"].encode()):
            standard, value = numbers.standard(), Fraction(body["value"])
            if "denominator" in body:
                top, bottom = Fraction(str(body["numerator"])), Fraction(str(body["denominator"]))
                share = top / bottom
                variance = share * (1 - share) / bottom if share <= 1 else top / bottom**2
                body["value"] = drawn(body["value"], variance, standard, 0, 1 if share <= 1 else None)
                del body["numerator"], body["denominator"]  # they say another value
            else:
                body["value"] = drawn(body["value"], (value * errors["indicators"])**2, standard)
    return facts


def spread(values):
    values = sorted(values)
    mean = Fraction(sum(values), 1) / len(values) * 100
    cents = math.floor(abs(mean) + Fraction(1, 2)) * (1 if mean >= 0 else -1)
    at = lambda percent: values[-(-percent * len(values) // 100) - 1]
    return {"mean": Fraction(cents, 100), **{f"p{p:02d}": at(p) for p in (5, 25, 50, 75, 95)}}


def check_draws(work, name, facts, recorded, options, supposed):
    """A few draws, each as a ledger of its own."""
    errors = {"spending": Fraction(1, 2), "adjusted": Fraction(1, 50), "indicators": Fraction(1, 10),
              "experience": Fraction(1, 20)}
    asked = ["--draws", "4", "--seed", "18446744073709551557",
             "--errors", "spending=50%", "--errors", "adjusted=0.02", "--errors", "indicators=1/10",
             "--errors", "experience=5%", *options]
    told = recorded.ask("simulate", *asked)["draws"]
    assert told == recorded.ask("simulate", *asked)["draws"], "the same seed gives the same"
    ledgers, plain = [], []
    for number in range(1, 5):
        again = draw_facts(facts, 18446744073709551557, number, errors)
        ledgers.append(Ledger(os.path.join(work, f"{name}-draw-{number}"), supposed(again)).settlements())
        if options:
            plain.append(Ledger(os.path.join(work, f"{name}-plain-{number}"), again).settlements())
    base = Ledger(os.path.join(work, f"{name}-draw-0"), supposed(facts)).settlements()

    def check(spreads, of):
        wanted = {"without": of(base), **spread([of(one) for one in ledgers])}
        assert {name: Fraction(amount) for name, amount in spreads.items()} == wanted

    for place, one in enumerate(told["years"][:-1]):
        for figure, member in (("due", "due"), ("cap", "cap"), ("qualityEnvelope", "qualityEnvelope")):
            check(one[figure], lambda years: Fraction(years[place]["national"][member]))
    check(told["years"][-1]["due"], lambda years: sum(Fraction(year["national"]["due"]) for year in years))

    def of_group(years, group, member="due", year=None):
        return sum(Fraction(row[member]) for one in years for row in one["groupements"]
                   if row["groupement"] == group and year in (None, one["year"]))

    assert told["against"] == ("recorded" if options else "withoutErrors")
    for one in told["groupements"]:
        group, year = one["groupement"], one.get("year")
        check(one["due"], lambda years: of_group(years, group, "due", year))
        check(one["groupCap"], lambda years: of_group(years, group, "groupCap", year))
        if year is None:
            pairs = [(of_group(a, group), of_group(b, group)) for a, b in zip(ledgers, plain or [base] * 4)]
            assert (one["more"], one["same"], one["less"]) == (
                sum(a > b for a, b in pairs), sum(a == b for a, b in pairs), sum(a < b for a, b in pairs)), one
    other = recorded.ask("simulate", "--draws", "4", *options)["draws"]
    assert other["years"] != told["years"] and other["seed"] == "1"


def check_break_even(recorded):
    found = recorded.ask("simulate", "--break-even", "spending=-5%:5%:0.001%")["breakEven"]
    before, after = (Fraction(found[side]["value"]) for side in ("before", "after"))
    assert after - before == Fraction(1, 1000) or before == after
    for side in ("before", "after"):
        single = recorded.ask("simulate", "--spending", found[side]["value"] + "%")
        assert single["total"]["balance"] == found[side]["figure"]
    assert Fraction(found["before"]["figure"]) >= 0 >= Fraction(found["after"]["figure"])
    group = recorded.ask("simulate")["settlements"][-1]["groupements"][0]["groupement"]
    due = lambda *options: sum(Fraction(row["due"]) for one in recorded.ask("simulate", *options)["settlements"]
                               for row in one["groupements"] if row["groupement"] == group)
    target = (due("--set", "caps.groupement=0") + due()) / 2
    whole = math.floor(target * 100)
    cents, text = Fraction(whole, 100), f"{whole // 100}.{whole % 100:02d}"
    found = recorded.ask("simulate", "--break-even", "caps.groupement=0:0.02:0.000001", "--reach",
                         f"due/{group}={text}")["breakEven"]
    sides = [due("--set", f"caps.groupement={found[side]['value']}") for side in ("before", "after")]
    assert sides == [Fraction(found[side]["figure"]) for side in ("before", "after")]
    assert sides[0] <= cents <= sides[1] or sides[1] <= cents <= sides[0]
    ask = ("--ledger", recorded.folder, "simulate", "--break-even")
    refused("sweep_malformed", *ask, "spending=0%:1%")
    apart = recorded.ask("simulate", "--break-even", "spending=0%:0.001%:0.001%", "--reach", "due=1.00")["breakEven"]
    assert not apart["crosses"] and [apart[side]["value"] for side in ("before", "after")] == ["0", "0.001"]


with tempfile.TemporaryDirectory() as work:
    recorded, facts = check_settings(work, "experiment")
    check_grid(recorded, work)
    check_groups_and_facts(recorded, facts, work, "experiment")
    check_break_even(recorded)
    check_draws(work, "experiment", facts, recorded, [], lambda drawn: drawn)
    recorded, facts = check_settings(work, "worked")
    check_draws(work, "worked", facts, recorded, ["--set", "efficiency.share=1/4", "--without", "G03"],
                lambda drawn: with_parameters([f for f in drawn if about(f) != "G03"], efficiency__share="1/4"))
print("what-if: every supposition equals a ledger made for it")
