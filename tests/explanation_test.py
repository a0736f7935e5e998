#!/usr/bin/env python3
"""explanation_test.py IPEP: every figure of every settlement can be explained, and the explanation holds by itself.

Each node with a formula is computed again from its inputs alone, each leaf is an event of the log that carries the
value, and the root is the figure that was settled. The formula language is described in ledger/explanation.h.
"""
import json, os, re, subprocess, sys, tempfile
from decimal import Decimal
from fractions import Fraction

IPEP = sys.argv[1]
HERE = os.path.dirname(os.path.abspath(__file__))
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]*(?:\[[^\]*]*\])?")


def run(ledger, *args):
    done = subprocess.run([IPEP, "--ledger", ledger, "--format", "json", *args], capture_output=True, text=True)
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout


def cents(number, up):
    scaled = number * 100
    whole = scaled.numerator // scaled.denominator
    if up and abs(scaled) % 1 >= Fraction(1, 2):
        whole = whole + 1 if scaled > 0 else -((-scaled).numerator // (-scaled).denominator) - 1
    elif up and scaled < 0:
        whole = -((-scaled).numerator // (-scaled).denominator)
    return Fraction(whole, 100)


def largest_remainder(total, inputs, asked):
    weights = sorted((n["name"].split("[")[1][:-1], Fraction(n["value"])) for n in inputs)
    everything = sum(w for _, w in weights)
    shares = {g: total * 100 * w / everything for g, w in weights}
    floors = {g: s.numerator // s.denominator for g, s in shares.items()}
    left = int(total * 100) - sum(floors.values())
    for g in sorted(shares, key=lambda g: (floors[g] - shares[g], g))[:left]:
        floors[g] += 1
    return Fraction(floors[asked], 100)


def evaluate(node):
    formula, chosen = (node["formula"].split(", as ", 1) + [""])[:2]
    inputs = {i["name"]: Fraction(i["value"]) for i in node["inputs"]}
    for comparison in filter(None, chosen.split(" and ")):
        left, sign, right = re.match(r"(.*) (<=|>=|<|>|=) (.*)", comparison).groups()
        a, b = compute(left, inputs), compute(right, inputs)
        assert {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b, "=": a == b}[sign], (node["name"], comparison)
    if formula == "sum(inputs)":
        return sum(Fraction(i["value"]) for i in node["inputs"])
    share = re.match(r"largestRemainder\((\w+), (\w+)\[\*\]\)\[(.*)\]$", formula)
    if share:
        weights = [i for i in node["inputs"] if i["name"].startswith(share[2] + "[")]
        return largest_remainder(inputs[share[1]], weights, share[3])
    return compute(formula, inputs)


def compute(formula, inputs):
    functions = {"min": min, "max": max, "round": lambda x: cents(x, True), "floor": lambda x: cents(x, False)}
    names = []

    def stand_in(match):
        name = match[0]
        if name in functions:
            return name
        names.append(inputs[name])
        return f"v[{len(names) - 1}]"

    text = re.sub(r"(?<![\w.\]])(\d+(?:\.\d+)?)(?![\w\[])", r"F('\1')", NAME.sub(stand_in, formula))
    text = re.sub(r"v\[F\('(\d+)'\)\]", r"v[\1]", text)
    return eval(text, {"__builtins__": {}}, {**functions, "F": Fraction, "v": names})


def check(node, events):
    if not node["inputs"]:
        event = events[node["event"]["position"]]
        assert node["event"]["kind"] == event["kind"], node
        assert json.dumps(node["value"]) in json.dumps(event["body"]) or re.search(
            rf"[:\[ ]{re.escape(node['value'])}[,}}\] ]", json.dumps(event["body"])), (node, event)
        return 1
    found = evaluate(node)
    assert found == Fraction(node["value"]), (node["name"], node["formula"], node["value"], str(found))
    return 1 + sum(check(i, events) for i in node["inputs"])


def explain_orders(ledger, figures, nodes):
    """Of every CPAM; then what a correction leaves to order, with what was ordered before."""
    facts = [e for e in map(json.loads, run(ledger, "events").splitlines())]
    cpams = sorted({e["body"]["cpam"] for e in facts if e["kind"] == "groupementAdmitted"})
    value = next(e for e in facts if e["kind"] == "expenditureMeasured" and e["body"]["year"] == 2019)
    higher = {**value["body"], "adjustedPerPatient": str(Decimal(value["body"]["adjustedPerPatient"]) * 2)}
    correction = {"key": "higher", "on": "2024-06-01",
                  "fact": {"factCorrected": {"corrects": value["key"], "reason": "test",
                                          "fact": {"expenditureMeasured": higher}}}}
    orders = []
    for step in ("before", "after"):
        if step == "after":
            subprocess.run([IPEP, "--ledger", ledger, "append", "-"], input=json.dumps(correction), check=True,
                           text=True, capture_output=True)
            run(ledger, "settle", "2019")
        for cpam in cpams:
            orders += json.loads(run(ledger, "order", cpam))["orders"]
    assert any(part["amount"].startswith("-") or part["of"] == one["of"] for order in orders for part in order["parts"]
               for other in orders if other is not order for one in other["parts"]), "no debt was ordered in two steps"
    events = {e["position"]: e for e in map(json.loads, run(ledger, "events").splitlines())}
    for order in orders:
        root = json.loads(run(ledger, "explain", order["order"]))
        assert Fraction(root["value"]) == Fraction(order["amount"]), order
        nodes += check(root, events)
        told = json.loads(run(ledger, "history", order["order"]))["revisions"]
        assert [r["value"] for r in told] == [order["amount"]], told
    return figures + len(orders), nodes


def explain_all(name, years, groups_wanted):
    with tempfile.TemporaryDirectory() as folder:
        ledger = os.path.join(folder, "ledger")
        run(ledger, "init")
        run(ledger, "append", os.path.join(HERE, "data", name + ".jsonl"))
        settlements = [json.loads(run(ledger, "settle", str(year))) for year in years]
        events = {e["position"]: e for e in map(json.loads, run(ledger, "events").splitlines())}
        figures = nodes = 0
        for settlement in settlements:
            for row in settlement["groupements"]:
                if groups_wanted and row["groupement"] not in groups_wanted:
                    continue
                for field, recorded in row.items():
                    if field in ("groupement", "model"):
                        continue
                    reference = f"settlement/{settlement['year']}/{row['groupement']}/{field}"
                    root = json.loads(run(ledger, "explain", reference))
                    places = len(recorded.split(".")[1]) if isinstance(recorded, str) else 0
                    value = Fraction(root["value"])
                    near = abs(value - Fraction(recorded)) <= Fraction(1, 2 * 10**places)
                    assert near, (reference, recorded, root["value"])
                    nodes += check(root, events)
                    figures += 1
        for row in json.loads(run(ledger, "balances"))["groupements"]:
            nodes += check(json.loads(run(ledger, "explain", f"seedCredit/{row['groupement']}")), events)
            figures += 1
        figures, nodes = explain_orders(ledger, figures, nodes)
        print(f"{name}: {figures} figures explained, {nodes} nodes computed again or found in the log")


explain_all("worked", range(2019, 2024), None)
explain_all("edges", range(2019, 2022), {"R00001", "R00007"})
