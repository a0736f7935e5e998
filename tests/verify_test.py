#!/usr/bin/env python3
"""Tests of verify.py: the rules against the examples, the bytes against capnp, and a pack with every damage.

    python3 tests/verify_test.py            the examples: IPEP_SHARED, or a folder `shared` beside the project
"""
import base64
import contextlib
import hashlib
import importlib.util
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import types
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
VERIFY = os.path.join(HERE, "..", "services", "audit", "verify.py")
SCHEMA = os.path.join(HERE, "..", "events", "event.capnp")
EXAMPLES = os.path.join(os.environ.get("IPEP_SHARED") or os.path.join(HERE, "..", "..", "shared"), "examples")
HAS_CAPNP = shutil.which("capnp") is not None

spec = importlib.util.spec_from_file_location("verify", VERIFY)
verify = importlib.util.module_from_spec(spec)
sys.modules["verify"] = verify
spec.loader.exec_module(verify)

needs_capnp = unittest.skipUnless(HAS_CAPNP, "the tool capnp is not installed")

# ------------------------------------------------------------------------------------------------------ the engine


def feed(book, name, position=0):
    with open(os.path.join(EXAMPLES, name), encoding="utf-8") as file:
        for line in file:
            fact = json.loads(line)
            (kind, body), = fact["fact"].items()
            position += 1
            book.apply(kind, body, position, fact["on"], fact["key"])
    return position


class Examples(unittest.TestCase):
    def compare(self, book, expected, name):
        for wanted in expected["settlements"]:
            found = {m: v for m, v in book.settled[wanted["year"]].items() if m in wanted}
            self.assertEqual([], list(verify.compare(f"{name} {wanted['year']}", wanted, "expected", found, "found")))
        for wanted in expected.get("seedCredits", []):
            group = wanted["groupement"]
            found = (book.granted[group], book.released[group, 1][1], book.released[group, 2][1])
            self.assertEqual(tuple(verify.cents(wanted[m]) for m in ("total", "first", "second")), found, group)
        for wanted in expected.get("balances", []):
            group = wanted["groupement"]
            rows = [verify.rows_of(settlement).get(group) for settlement in book.settled.values()]
            due = sum(verify.cents(row["due"]) for row in rows if row)
            self.assertEqual(wanted["advanceOutstanding"], verify.euros(book.outstanding(group, 9999, book.settled)))
            self.assertEqual(wanted["due"], verify.euros(due))

    def run_example(self, name):
        if not os.path.isdir(EXAMPLES):
            print(f"skipped {name}: no folder {os.path.normpath(EXAMPLES)}; set IPEP_SHARED")
            self.skipTest("no examples")
        with open(os.path.join(EXAMPLES, name + ".expected.json"), encoding="utf-8") as file:
            expected = json.load(file)
        book = verify.Book()
        head = feed(book, name + ".jsonl")
        for wanted in expected["settlements"]:
            book.settle(wanted["year"])
        self.compare(book, expected, name)
        if "after" in expected:
            feed(book, name + ".corrections.jsonl", head)
            self.compare(book, {"settlements": expected["settlements"]}, name + ", corrected, not settled again")
            book.settle(expected["after"]["settleFrom"])
            self.compare(book, expected["after"], name + ", settled again")
        self.assertEqual([], book.settle(expected["settlements"][0]["year"]))

    def test_worked(self):
        self.run_example("worked")

    def test_experiment(self):
        self.run_example("experiment")

    def test_edges(self):
        self.run_example("edges")

    def test_mssp_2014(self):
        self.run_example("mssp-2014")


class Readings(unittest.TestCase):
    """Where the text leaves a choice: what this program chose."""

    def one_group(self):
        """B alone, with an advance of 70 000 after 2019, its last year."""
        book = verify.Book()
        facts = list(story())
        for position, (kind, body) in enumerate(facts[:facts.index(("settle", 2019))], 1):
            if body.get("groupement", "B") == "B":
                book.apply(kind, body, position, "2019-09-10", f"{kind}-{body.get('year')}")
        left = {"groupement": "B", "lastYear": 2019, "reason": ""}
        book.apply("groupementWithdrew", left, 100, "2020-01-01", "left")
        return book

    def test_on_a_tie_of_rules_a_correction_keeps_the_place_of_what_it_corrects(self):
        book = verify.Book()
        book.apply("rulesAdopted", {**RULES, "rules": "one"}, 1, "2019-01-01", "k1")
        book.apply("rulesAdopted", {**RULES, "rules": "two"}, 2, "2018-01-01", "k2")
        self.assertEqual("two", book.rules_for(2018)["rules"])
        right = {"rulesAdopted": {**RULES, "rules": "one again"}}
        book.apply("factCorrected", {"corrects": "k1", "fact": right, "reason": ""}, 3, "2020-01-01", "k3")
        self.assertEqual("two", book.rules_for(2018)["rules"])
        self.assertIsNone(book.rules_for(2017))

    def test_a_later_year_starts_from_what_was_not_written_off(self):
        book = self.one_group()
        book.settle(2019)
        self.assertEqual(7000000, book.outstanding("B", 2020, book.settled))
        decided = {"groupement": "B", "decision": "D"}
        (written,) = book.apply("advanceWriteOffDecided", decided, 101, "2021-01-01", "off")
        self.assertEqual({"groupement": "B", "afterYear": 2019, "amount": "70000.00", "decision": "D"}, written.body)
        stays = {"groupementWithdrew": {"groupement": "B", "lastYear": 2020, "reason": ""}}
        book.apply("factCorrected", {"corrects": "left", "fact": stays, "reason": ""}, 102, "2021-01-02", "k")
        book.settle(2020)
        self.assertEqual("0.00", verify.rows_of(book.settled[2020])["B"]["advanceBefore"])
        again = {"corrects": "off", "fact": {"advanceWriteOffDecided": decided}, "reason": ""}
        self.assertEqual([], book.apply("factCorrected", again, 103, "2021-01-03", "k2"))

    def test_a_write_off_is_reversed_by_what_a_settlement_takes_away(self):
        book = self.one_group()
        book.settle(2019)
        book.apply("advanceWriteOffDecided", {"groupement": "B", "decision": "D"}, 101, "2021-01-01", "off")
        assessed = {"seedCreditAssessed": {"groupement": "B", "patients": 10000, "multiprofessionalModulation": "0"}}
        correction = {"corrects": "seedCreditAssessed-None", "fact": assessed, "reason": ""}
        granted, first, second = book.apply("factCorrected", correction, 102, "2021-01-02", "k")
        self.assertEqual(("-10000.00", "-5000.00", "-5000.00"),
                         (granted.body["difference"], first.body["amount"], second.body["amount"]))
        last = book.settle(2019)[-1]
        self.assertEqual(("advanceWriteOffReversed", {"groupement": "B", "amount": "10000.00"}), last[:2])
        self.assertEqual([], book.settle(2019))

    def test_a_reversal_looks_at_the_year_the_write_off_stands_after(self):
        book = self.one_group()
        # 2020: evolution 36, gain 120 000, score 40: 115 200; 45 200 above the seed credit are recovered
        spent = {"groupement": "B", "year": 2020, "actualPerPatient": "2264", "adjustedPerPatient": "2000"}
        stays = {"groupement": "B", "lastYear": 2020, "reason": ""}
        for key, right in (("left", {"groupementWithdrew": stays}),
                           ("expenditureMeasured-2020", {"expenditureMeasured": spent})):
            book.apply("factCorrected", {"corrects": key, "fact": right, "reason": ""}, 101, "2020-01-01")
        book.settle(2019)
        book.settle(2020)
        decided = {"groupement": "B", "decision": "D"}
        (written,) = book.apply("advanceWriteOffDecided", decided, 102, "2022-01-01", "off")
        self.assertEqual((2020, "24800.00"), (written.body["afterYear"], written.body["amount"]))
        assessed = {"seedCreditAssessed": {"groupement": "B", "patients": 10000, "multiprofessionalModulation": "0"}}
        correction = {"corrects": "seedCreditAssessed-None", "fact": assessed, "reason": ""}
        book.apply("factCorrected", correction, 103, "2022-01-02")
        last = book.settle(2019)[-1]  # 60 000 advanced, 55 200 recovered: 4 800 stand
        self.assertEqual(("advanceWriteOffReversed", {"groupement": "B", "amount": "20000.00"}), last[:2])

    def test_full_recovery_too_needs_more_than_the_seed_credit(self):
        for net, recovered in ((7000, 0), (7001, 5000)):
            row = {"net": net, "model": "target"}
            verify.advance({"advance": {"recovery": "full"}}, row, 7000, 5000)
            self.assertEqual((recovered, net - recovered), (row["advanceRecovered"], row["due"]))

    def test_a_group_whose_first_year_has_no_rules_has_no_years(self):
        book = self.one_group()
        self.assertEqual([2019], book.years_of("B"))
        book.facts["groupementAdmitted"][("B", None, None, None, None)].body["firstYear"] = 2016
        self.assertEqual([], book.years_of("B"))

    def test_a_correction_of_another_kind_or_of_nothing_is_refused(self):
        book = self.one_group()
        for key in ("left", "nothing", None):
            with self.assertRaises(verify.Damaged):
                book.apply("factCorrected", {"corrects": key, "fact": {"roadmapReceived": {"groupement": "B"}}}, 9, "")


# ---------------------------------------------------------------------------------------------------- a small ledger

RULES = {
    "rules": "test-1", "title": "Règles d'essai", "fromYear": 2018, "sources": {"url": "x", "pages": [1, 2.50, None]},
    "parameters": {
        "currency": "EUR", "phases": {"mixedYears": 1, "resultYears": 2},
        "seedCredit": {"baseAmount": "100000.00", "sizeFactorMin": "0.5", "sizeFactorMax": "1",
                       "sizeCeilingPatients": 50000, "multiprofessionalRange": "0.2", "floor": "30000.00",
                       "ceiling": "130000.00", "firstTranche": "1/2"},
        "quality": {"socle": ["S01"], "aLaCarteMax": 3,
                    "points": {"target": "10", "intermediate": "5", "improved": "2", "stable": "0", "worsened": "-2"},
                    "weights": {"withoutALaCarte": {"socle": "100", "aLaCarte": "0"},
                                "withALaCarte": {"socle": "80", "aLaCarte": "20"}},
                    "experienceBonus": {"intermediate": "10", "target": "20"},
                    "countedFromYear": {"experience": 2, "aLaCarte": 2}, "scoreForFullAmount": "100",
                    "envelopeShare": "0.003", "envelopeBasis": "mixedModel"},
        "efficiency": {"band": "0.05", "share": "1/2", "gapWeight": "1/3", "evolutionWeight": "2/3"},
        "modulation": {"knots": [["0", "-0.2"], ["50", "0"], ["100", "0.2"]]},
        "caps": {"groupement": "0.02", "national": "0.01", "nationalReduction": "proRata"},
        "advance": {"recovery": "aboveSeedCredit"}, "eligibility": {"minimumPatients": 5000}}}


def story():
    """Four groups, two years; a write-off, then corrections that lower what was advanced and take a group away."""
    yield "rulesAdopted", RULES
    for group in ("A", "B", "D", "Ç"):
        yield "groupementAdmitted", {"groupement": group, "name": "Groupe " + group, "legalForm": "SISA", "region": "r",
                                     "cpam": "351", "wave": 1, "firstYear": 2019, "referringPhysicians": 9,
                                     "patients": 10000, "decision": "Arrêté"}
        yield "conventionSigned", {"groupement": group, "cpam": "351",
                                   "payee": {"name": "Payée " + group, "iban": "FR76", "bic": "TESTFRPP"}}
        yield "seedCreditAssessed", {"groupement": group, "patients": 10000, "multiprofessionalModulation": "0.1"}
        yield "roadmapReceived", {"groupement": group}
    yield "envelopeBudgeted", {"paymentYear": 2020, "amount": "4000000.00"}
    yield "indicatorsChosen", {"groupement": "B", "indicators": ["C1"]}
    for year in (2019, 2020):
        yield "indicatorTargetsSet", {"year": year, "indicator": "S01", "direction": "down", "target": "0.1",
                                      "intermediate": "0.2", "startingValue": "0.3"}
        yield "indicatorTargetsSet", {"year": year, "indicator": "C1", "direction": "up", "target": "0.8",
                                      "intermediate": "0.5", "startingValue": "0"}
        yield "experienceThresholdsSet", {"year": year, "intermediate": "60", "target": "75"}
    spending = {"A": ("2000", "1900", "1890"), "B": ("2000", "2300", "2300"), "D": ("2000", "2300", "1700"),
                "Ç": ("2000", "2200", "2250")}
    for group, actual in spending.items():
        for i, value in enumerate(actual):
            yield "expenditureMeasured", {"groupement": group, "year": 2018 + i, "actualPerPatient": value,
                                          "adjustedPerPatient": "2000"}
        for year in (2019, 2020):
            yield "patientsCounted", {"groupement": group, "year": year, "patients": 10000}
            yield "indicatorMeasured", {"groupement": group, "year": year, "indicator": "S01",
                                        "value": "0.1" if group == "A" else "0.35"}
            yield "experienceMeasured", {"groupement": group, "year": year, "score": "75"}
    yield "indicatorMeasured", {"groupement": "B", "year": 2020, "indicator": "C1", "value": "0.80"}
    yield "settle", 2019
    yield "settle", 2020
    yield "advanceWriteOffDecided", {"groupement": "B", "decision": "Décision 1"}
    yield "groupementWithdrew", {"groupement": "Ç", "lastYear": 2020, "reason": "fin"}
    for key, right in (("expenditureMeasured-B-2019", {"groupement": "B", "year": 2019, "actualPerPatient": "1990.000",
                                                       "adjustedPerPatient": "2000"}),
                       ("groupementWithdrew-Ç", {"groupement": "Ç", "lastYear": 2018, "reason": "fin"}),
                       ("seedCreditAssessed-A", {"groupement": "A", "patients": 20000,
                                                 "multiprofessionalModulation": "0.1"}),
                       ("conventionSigned-A", {"groupement": "A", "cpam": "351", "payee": {
                           "name": "Autre", "iban": "FR14", "bic": "TESTFRPP"}})):
        yield "factCorrected", {"corrects": key, "reason": "erreur", "fact": {key.split("-")[0]: right}}
    yield "settle", 2019
    yield "personalDataErased", {"subject": "B", "decision": "Décision 2"}


# Every decision of the story with what moves in it, each figure checked by hand: kind, group, year.revision or tranche;
# amount difference (outstanding) · amount total (tranche, payment year, day) · net difference · due of the year.
DECISIONS = """
granted A 70000 70000 / tranche A 1 35000 35000 2019 2019-09-10 / tranche A 2 35000 35000 2020 2020-01-15
granted B 70000 70000 / tranche B 1 35000 35000 2019 2019-09-10 / tranche B 2 35000 35000 2020 2020-01-15
granted D 70000 70000 / tranche D 1 35000 35000 2019 2019-09-10 / tranche D 2 35000 35000 2020 2020-01-15
granted Ç 70000 70000 / tranche Ç 1 35000 35000 2019 2019-09-10 / tranche Ç 2 35000 35000 2020 2020-01-15
score A 2019.1 / gain A 2019.1 / capped A 2019.1 / settled A 2019.1 380000
score B 2019.1 / gain B 2019.1 / settled B 2019.1 0 / advanced B 2019.1 70000 70000 70000
score D 2019.1 / gain D 2019.1 / settled D 2019.1 0 / advanced D 2019.1 70000 70000 70000
score Ç 2019.1 / gain Ç 2019.1 / settled Ç 2019.1 0 / advanced Ç 2019.1 70000 70000 70000
year 2019.1 590000
score A 2020.1 / gain A 2020.1 / settled A 2020.1 60000
score B 2020.1 / gain B 2020.1 / settled B 2020.1 0
score D 2020.1 / gain D 2020.1 / capped D 2020.1 / settled D 2020.1 340000 / recovered D 2020.1 70000 70000 0
score Ç 2020.1 / gain Ç 2020.1 / settled Ç 2020.1 0
year 2020.1 330000
written-off B 2020 70000
granted A 80000 10000 / tranche A 1 5000 40000 2019 / tranche A 2 5000 40000 2020
score A 2019.2 / gain A 2019.2 / capped A 2019.2 / settled A 2019.2 0
score B 2019.2 / gain B 2019.2 / settled B 2019.2 33333.33 / advanced B 2019.2 36666.67 -33333.33 36666.67
score D 2019.2 / gain D 2019.2 / settled D 2019.2 0
annulled Ç 2019.2 0 / advanced Ç 2019.2 0 -70000 0
year 2019.2 520000
score A 2020.2 / gain A 2020.2 / settled A 2020.2 0
score B 2020.2 / gain B 2020.2 / settled B 2020.2 0
score D 2020.2 / gain D 2020.2 / capped D 2020.2 / settled D 2020.2 0
annulled Ç 2020.2 0
year 2020.2 330000
reversed B 33333.33
"""
SHORT = {"seedCreditGranted": "granted", "seedTrancheReleased": "tranche", "qualityScored": "score",
         "efficiencyGainEstablished": "gain", "incentiveCapped": "capped", "incentiveSettled": "settled",
         "advanceGranted": "advanced", "advanceRecovered": "recovered", "incentiveAnnulled": "annulled",
         "advanceWrittenOff": "written-off", "advanceWriteOffReversed": "reversed", "yearSettled": "year"}


def in_short(decision):
    kind, b, on = decision
    year = [f"{b['year']}.{b['revision']}"] if "year" in b else []
    named = "groupement tranche afterYear amount difference total outstanding netDifference paymentYear"
    parts = [SHORT[kind]] + [str(b[m]) for m in named.split() if m in b] + ([on] if on else [])
    parts[2 if "groupement" in b else 1:0] = year
    return " ".join(re.sub(r"\.00$", "", part) for part in parts + ([b["due"]] if kind == "yearSettled" else []))


def payee_in(body):
    inside = [body] + list(body["fact"].values() if isinstance(body.get("fact"), dict) else [])
    return next((b["payee"] for b in inside if "payee" in b), None)


def seal(value, name):
    return hashlib.sha256(hashlib.sha256(name.encode()).digest() + value.encode()).digest()


class Ledger:
    """Makes the files of a pack as the contract has them. `tamper` may change an event before it is sealed."""

    def __init__(self, tamper=lambda event: event):
        self.book, self.events, self.settlements, self.decisions = verify.Book(), [], {}, []
        self.tamper = tamper
        for kind, body in story():
            if kind == "settle":
                self.decide(self.book.settle(body), "2026-11-23")
                for s in self.book.settled.values():
                    self.settlements[f"settlements/{s['year']}-r{s['revision']}.json"] = s
                continue
            subject = [str(body[m]) for m in ("groupement", "year", "indicator") if m in body]
            key = "-".join([kind] + (subject or [str(len(self.events))]))
            self.add(kind, body, "2019-09-10" if kind != "roadmapReceived" else "2020-01-15", key)
            event = self.events[-1]
            self.decide(self.book.apply(kind, body, event["position"], event["on"], key), event["on"])

    def add(self, kind, body, on, key=None):
        position = len(self.events) + 1
        time = verify.EPOCH + verify.timedelta(days=20000, seconds=position // 3, microseconds=position)
        event = {"position": position, "recordedAt": time.isoformat(timespec="microseconds") + "Z", "on": on,
                 "actor": "essai", "kind": kind, "body": body}
        if key:
            event.update(key=key, source={"reference": "jeu d'essai"})
        if key and position % 2:
            event["source"]["sha256"] = "ab" * 32
        self.events.append(self.tamper(event))

    def decide(self, decisions, on):
        self.decisions += decisions
        for d in decisions:
            listed = any(m.name == "facts" for m in verify.LAYOUT[d.kind].members)
            self.add(d.kind, {**d.body, **({"facts": [1, 2]} if listed else {})}, d.on or on)


# The other direction than verify.py's, by other means: amounts and enumerations are known by name, capnp does the rest.
AMOUNTS = set("""baseAmount floor ceiling amount difference total gain gross groupCap capped net nationalReduction
    qualityRight quality seedCredit advanceBefore advanceGranted advanceRecovered advanceOutstanding due netDifference
    cap qualityEnvelope outstanding""".split())
ENUMERATIONS = {"direction", "model", "envelopeBasis", "nationalReduction", "recovery"}


def as_text(value, name="", label=""):
    """A value in capnp's text form."""
    if name == "countedFromYear":
        value = [{"indicator": k, "rank": v} for k, v in value.items()]
    elif name == "knots":
        value = [{"score": a, "modulation": b} for a, b in value]
    elif name == "sources":
        value = json.dumps(value)
    elif name == "payee":
        return "(" + ", ".join(f'{m} = 0x"{seal(v, label + m).hex()}"' for m, v in value.items()) + ")"
    if isinstance(value, dict):
        return "(" + ", ".join(f"{m} = {as_text(v, m, label)}" for m, v in value.items()) + ")"
    if isinstance(value, list):
        return "[" + ", ".join(as_text(v, "", label) for v in value) + "]"
    if name in AMOUNTS and re.fullmatch(r"-?\d+\.\d\d", value):
        return str(int(value.replace(".", "")))
    if name in ENUMERATIONS or isinstance(value, int):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def later_schema(folder):
    """The schema as a later version may have it: a field and a kind more."""
    with open(SCHEMA, encoding="utf-8") as file:
        later = file.read()
    tags = [int(tag) for tag in re.findall(r"@(\d+)", re.search(r"struct Body {.*?^}", later, re.S | re.M).group())]
    gap = "".join(f" gap{tag} @{tag} :Void;" for tag in range(max(tags) + 1, len(verify.KINDS)))
    for pattern, new in ((r"struct RoadmapReceived {", " late @1 :Text; n @2 :Int8;"),
                         (r"\byearSettled @\d+ :\w+;", f"{gap} more @{len(verify.KINDS)} :RoadmapReceived;")):
        later, count = re.subn(pattern, lambda found: found.group() + new, later)
        assert count == 1, pattern
    with open(os.path.join(folder, "later.capnp"), "w", encoding="utf-8") as file:
        file.write(later)
    return file.name


def encode(events, schema=SCHEMA):
    """The events' payloads, by `capnp encode`."""
    texts = []
    for event in events:
        days = (verify.datetime.fromisoformat(event["on"]) - verify.EPOCH).days
        delta = verify.datetime.fromisoformat(event["recordedAt"][:-1]) - verify.EPOCH
        out = {m: event[m] for m in ("position", "actor", "key", "source") if m in event}
        out.update(on=days, recordedAt=delta // verify.timedelta(microseconds=1), body={event["kind"]: event["body"]})
        texts.append(as_text(out, "", str(event["position"])))
    raw = subprocess.run(["capnp", "encode", schema, "Event"], input="\n".join(texts).encode(),
                         stdout=subprocess.PIPE, check=True).stdout
    payloads = []
    while raw:
        count = 1 + int.from_bytes(raw[:4], "little")
        sizes = sum(int.from_bytes(raw[4 + 4 * i:8 + 4 * i], "little") for i in range(count))
        size = (4 + 4 * count + 7) // 8 * 8 + 8 * sizes
        payloads.append(raw[:size])
        raw = raw[size:]
    return payloads


def sign(secret, message):
    """RFC 8032 §5.1.6, on verify.py's curve."""
    digest = hashlib.sha512(secret).digest()
    scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    key = verify.point_bytes(verify.point_times(scalar, verify.BASE_POINT))
    r = int.from_bytes(hashlib.sha512(digest[32:] + message).digest(), "little") % verify.ORDER
    first = verify.point_bytes(verify.point_times(r, verify.BASE_POINT))
    k = int.from_bytes(hashlib.sha512(first + key + message).digest(), "little")
    return key, first + ((r + k * scalar) % verify.ORDER).to_bytes(32, "little")


def signer(secret, name="ipep-ledger"):
    """The verifier key, and a function that signs a note."""
    raw = b"\1" + sign(secret, b"")[0]
    key_hash = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]

    def note(text):
        signature = base64.b64encode(key_hash + sign(secret, text.encode())[1]).decode()
        return f"{text}\n— {name} {signature}\n"
    return f"{name}+{key_hash.hex()}+{base64.b64encode(raw).decode()}", note


VERIFIER, NOTE = signer(b"k" * 32)


def format_file(lines):
    return f"{lines}sha256 {hashlib.sha256(lines.encode()).hexdigest()}\n"


def pack_files(ledger, personal=True, schema=SCHEMA, is_what=None):
    """`is_what`: the lines of FORMAT, which the first record is sealed behind; none before format 2."""
    files, lines, leaves, previous = {}, [], [], hashlib.sha256(is_what.encode()).digest() if is_what else bytes(32)
    if is_what:
        files["FORMAT"] = format_file(is_what)
    for event, payload in zip(ledger.events, encode(ledger.events, schema)):
        previous = hashlib.sha256(previous + payload).digest()
        leaves.append(payload + previous)
        leaf = base64.b64encode(leaves[-1]).decode()
        line = json.loads(json.dumps({**event, "digest": previous.hex(), "leaf": leaf}))
        payee = payee_in(line["body"])
        if payee:
            random_of = {m: hashlib.sha256(f"{event['position']}{m}".encode()).hexdigest() for m in payee}
            if personal and event["body"].get("groupement") != "B":
                line["personal"] = {m: {"value": v, "random": random_of[m]} for m, v in payee.items()}
            else:
                payee.update({m: None for m in payee})
        lines.append(json.dumps(line, ensure_ascii=False))
        if event["kind"] == "rulesAdopted":
            files[f"rules/{event['position']:06}.json"] = json.dumps(event["body"])
    root = verify.merkle_root(leaves)
    files["events.jsonl"] = "\n".join(lines) + "\n"
    files["checkpoint"] = NOTE(f"ipep-ledger\n{len(leaves)}\n{base64.b64encode(root).decode()}\n")
    files["verifier"] = VERIFIER + "\n"
    files.update({name: json.dumps(s) for name, s in ledger.settlements.items()})
    drawn = verify.draw_sample(root, "dé", 3, list(verify.amounts_at(ledger.events, len(leaves))))
    at = {"size": len(leaves), "root": base64.b64encode(root).decode()}
    files["sample.json"] = json.dumps({"seed": "dé", "size": 3, "amounts": drawn, "checkpoint": at})
    if not personal:
        files["WITHOUT-PERSONAL"] = "Names and accounts are left out.\n"
    with open(VERIFY, encoding="utf-8") as file:
        files["verify.py"] = file.read()
    return {name: text.encode() for name, text in files.items()}


def write_pack(folder, files, manifest=True):
    for name, raw in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(raw)
    if manifest:
        lines = [f"{hashlib.sha256(raw).hexdigest()}  {name}\n" for name, raw in sorted(files.items())]
        with open(os.path.join(folder, "MANIFEST"), "w", encoding="utf-8") as file:
            file.write("".join(lines))


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = verify.main(list(arguments))
        except SystemExit as end:
            code = end.code
    return code, out.getvalue(), err.getvalue()


class Story(unittest.TestCase):
    def test_the_decisions_are_those_checked_by_hand(self):
        wanted = [part for line in DECISIONS.strip().split("\n") for part in line.split(" / ")]
        self.assertEqual(wanted, [in_short(decision) for decision in Ledger().decisions])

    def test_a_write_off_does_not_change_the_years_before_it(self):
        rows = verify.rows_of(Ledger().book.settled[2020])
        self.assertEqual(("36666.67", "36666.67"), (rows["B"]["advanceBefore"], rows["B"]["advanceOutstanding"]))

    def test_every_member_of_a_decision_is_in_the_schema_and_the_other_way_round(self):
        for kind, body, _ in Ledger().decisions:
            members = {m.name for m in verify.LAYOUT[kind].members}
            self.assertEqual(members - {"facts"}, set(body), kind)


@needs_capnp
class Packs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = Ledger()
        cls.files = pack_files(cls.ledger)

    def check(self, files, *arguments, manifest=True):
        """Exit code, the names of the checks that found something, and the output."""
        with tempfile.TemporaryDirectory() as folder:
            write_pack(folder, files, manifest)
            code, out, err = run(folder, *arguments)
        found = re.findall(r"^([A-Za-z ]+): .*\d+ differences?$", out, re.MULTILINE)
        last = out.splitlines()[-1] if out else ""
        self.assertTrue(code == 2 or re.fullmatch(r"\d+ differences", last), out + err)
        self.assertEqual(code == 0, last == "0 differences", out)
        return code, found, out + err

    def found(self, wanted, files, *arguments, text=""):
        code, found, out = self.check(files, *arguments)
        self.assertEqual(4, code, out)
        self.assertEqual(wanted, found, out)
        self.assertIn(text, out)

    def changed(self, name, old, new, count=1):
        self.assertIn(old, self.files[name].decode())
        return {**self.files, name: self.files[name].decode().replace(old, new, count).encode()}

    def event(self, kind, change, **members):
        """The pack with the first event of a kind (and these members in its body) changed in events.jsonl only."""
        lines = self.files["events.jsonl"].decode().splitlines()
        for i, line in enumerate(lines):
            event = json.loads(line)
            if event["kind"] == kind and all(event["body"].get(m) == v for m, v in members.items()):
                change(event)
                lines[i] = json.dumps(event)
                return {**self.files, "events.jsonl": ("\n".join(lines) + "\n").encode()}
        raise AssertionError(kind)

    # what is right

    def test_the_story_reaches_every_kind(self):
        payments = set(verify.KINDS[verify.KINDS.index("payeeChanged"):])  # those have tests of their own
        self.assertEqual(set(verify.KINDS) - payments, {event["kind"] for event in self.ledger.events})

    def test_figures_checked_by_hand(self):
        rows = verify.rows_of(json.loads(self.files["settlements/2019-r1.json"]))
        a = rows["A"]  # evolution 2000 × 2000/2000 − 1900 = 100; 1/2 × 2/3 × 100 × 10 000 patients
        self.assertEqual(("0.000000", "100.000000", "33.333333", "333333.33"), tuple(a[m] for m in ROW_HEAD))
        # envelope 0.3 % of 10 000 × (1900 + 2300 + 2300 + 2200) = 261 000, a quarter each; score 100
        self.assertEqual(("65250.00", "65250.00", "398583.33"), (a["qualityRight"], a["quality"], a["gross"]))
        self.assertEqual(("380000.00", "380000.00"), (a["groupCap"], a["due"]))  # 2 % of 19 M€
        b = rows["B"]  # nothing earned: an advance of the seed credit, 100 000 × (0.6 + 0.1)
        self.assertEqual(("70000.00", "0.00", "70000.00"), (b["seedCredit"], b["net"], b["due"]))
        self.assertEqual(("-200.000000", "-20.000000"), (b["gap"], b["score"]))
        d = verify.rows_of(json.loads(self.files["settlements/2020-r1.json"]))["D"]
        # gap 1900 − 1700, evolution 2300 − 1700: 1/2 × (200/3 + 2/3 × 600); no better or worse, bonus 20: − 12 %
        self.assertEqual(("200.000000", "600.000000", "233.333333", "2333333.33"), tuple(d[m] for m in ROW_HEAD))
        self.assertEqual(("20.000000", "-0.120000", "2053333.33"), (d["score"], d["modulation"], d["gross"]))
        # capped at 2 % of 17 M€; the advance of 2019 comes back out of what is above the seed credit
        self.assertEqual(("340000.00", "70000.00", "270000.00"), (d["net"], d["advanceRecovered"], d["due"]))

    def test_a_right_pack_is_accepted(self):
        code, found, out = self.check(self.files)
        self.assertEqual((0, []), (code, found), out)
        self.assertIn("12 values against their seals, 3 erased", out)
        self.assertIn("signatures against the key in the pack", out)

    def test_the_copy_in_the_pack_checks_its_own_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            write_pack(folder, self.files)
            done = subprocess.run([sys.executable, os.path.join(folder, "verify.py")], capture_output=True, cwd=HERE,
                                  env={**os.environ, "PYTHONIOENCODING": "ascii"})
        self.assertEqual((0, b"0 differences"), (done.returncode, done.stdout.splitlines()[-1]))
        self.assertIn(b"Start it as python3 -I", done.stderr)

    def test_a_pack_without_the_optional_parts(self):
        files = {n: raw for n, raw in pack_files(self.ledger, personal=False).items()
                 if n not in ("checkpoint", "verifier", "sample.json")}
        code, _, out = self.check(files)
        self.assertEqual(0, code, out)
        self.assertRegex(out, r"personal data: NOT CHECKED: .*: 12 values sealed and not shown, 3 erased\n")
        code, found, _ = self.check(files, "--verifier", VERIFIER)
        self.assertEqual((4, ["signature"]), (code, found))
        code, _, out = self.check({n: r for n, r in self.files.items() if n != "verifier"})
        self.assertEqual(0, code)
        self.assertRegex(out, r"(?m)^signature: NOT CHECKED: 1 signatures, but no verifier key .*(?<!ok)$")

    def test_a_trial_says_so(self):
        files = dict(self.files)
        for name in files:
            if name.endswith(".json"):
                files[name] = json.dumps({"trial": True, **json.loads(files[name])}).encode()
        code, _, out = self.check(files)
        self.assertEqual(0, code, out)
        self.assertIn("TRIAL", out)

    def test_the_first_record_is_sealed_behind_the_format(self):
        trial = "ipep-ledger 2\norigin ipep-ledger\ntrial\n"
        files = pack_files(self.ledger, is_what=trial)
        code, found, out = self.check(files)
        self.assertEqual((0, []), (code, found), out)
        self.assertIn('format: 2, origin "ipep-ledger", a trial: ok', out)
        self.assertIn("TRIAL", out)
        real, other = trial.replace("trial\n", ""), trial.replace("origin ipep", "origin other")
        for wrong, where in ((real, ["chain"]), (other, ["format", "chain"]),
                             (trial.replace("2", "3"), ["format", "chain"]), (trial.replace("2", "1"), ["chain"])):
            self.found(where, {**files, "FORMAT": format_file(wrong).encode()})
        self.found(["format", "chain"], {**files, "FORMAT": files["FORMAT"].replace(b"trial\n", b"")})
        self.found(["format", "chain"], {**files, "FORMAT": b"ipep-ledger 0\n"})
        self.found(["chain"], {name: raw for name, raw in files.items() if name != "FORMAT"})
        self.assertIn("format: NOT CHECKED: the pack has none", self.check(self.files)[2])

    def test_times_that_no_clock_gives(self):
        wrong = verify.impossible_time
        self.assertEqual([], list(wrong("2024-05-31T12:00:00.000000Z", "")))
        self.assertEqual([], list(wrong("2024-05-31T12:00:00.000000Z", "2020-05-31T12:00:00.000000Z")))
        self.assertEqual(["recorded before 2018"], list(wrong("1970-01-01T00:00:00.000000Z", "")))
        self.assertEqual(["recorded after today"], list(wrong("2999-01-01T00:00:00.000000Z", "")))
        self.assertEqual(["recorded more than five years after the event before it"],
                         list(wrong("2024-05-31T12:00:00.000000Z", "2019-01-31T12:00:00.000000Z")))

    def test_a_fresh_sample(self):
        code, _, out = self.check(self.files, "--seed", "dé", "--sample", "3")
        self.assertEqual(0, code, out)
        for reference in json.loads(self.files["sample.json"])["amounts"]:
            amount = verify.amounts_at(self.ledger.events, len(self.ledger.events))[reference]
            self.assertEqual(2, out.count(f"    {reference}  {amount}\n"), out)

    def test_decisions_behind_rules_may_come_in_any_order_of_groups(self):
        pending = [verify.Decision("seedCreditGranted", {"groupement": g}) for g in "AB"]
        replay = verify.Replay([])
        replay.pending, replay.cause = list(pending), {"on": "", "actor": ""}
        for decision in reversed(pending):
            replay.match({"position": 9, "kind": decision.kind, "body": decision.body, **replay.cause}, *decision[:2])
        self.assertEqual([], replay.found)

    # what is wrong

    def test_a_flipped_leaf_byte(self):
        def flip(event):
            raw = bytearray(base64.b64decode(event["leaf"]))
            raw[-60] ^= 1
            event["leaf"] = base64.b64encode(raw).decode()
        self.found(["chain", "sealed bytes", "Merkle root", "sample"], self.event("patientsCounted", flip))

    def test_an_altered_amount(self):
        files = self.event("incentiveSettled", lambda e: e["body"].update(due="380000.01"), groupement="A")
        self.found(["sealed bytes", "figures", "settlement files"], files,
                   text='recorded "380000.01", recomputed "380000.00"')

    def test_an_altered_day_key_and_source(self):
        for change in ({"on": "2019-09-11"}, {"key": "x"}, {"source": {"reference": "y"}}, {"actor": "z"}, {"more": 1}):
            self.found(["sealed bytes"], self.event("envelopeBudgeted", lambda e: e.update(change)))

    def test_a_removed_event(self):
        lines = self.files["events.jsonl"].splitlines(True)
        wanted = next(i for i, line in enumerate(lines) if b'"qualityScored"' in line)
        files = {**self.files, "events.jsonl": b"".join(lines[:wanted] + lines[wanted + 1:])}
        self.found(["chain", "Merkle root", "figures", "sample"], files, text="missing: qualityScored A 2019")

    def test_two_events_in_the_wrong_order(self):
        lines = self.files["events.jsonl"].splitlines(True)
        at = next(i for i, line in enumerate(lines) if b'"qualityScored"' in line)
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
        self.found(["chain", "Merkle root", "figures", "sample"], {**self.files, "events.jsonl": b"".join(lines)})

    def test_an_altered_settlement_file(self):
        files = self.changed("settlements/2020-r1.json", '"rank": 2', '"rank": 1')
        self.found(["settlement files"], files)
        self.found(["settlement files"], {n: r for n, r in self.files.items() if n != "settlements/2019-r2.json"})
        self.found(["settlement files"], {**self.files, "settlements/2031-r1.json": b"{}"})

    def test_altered_rules(self):
        self.found(["rules files"], self.changed("rules/000001.json", '"0.003"', '"0.004"'))
        self.found(["rules files"], {n: r for n, r in self.files.items() if not n.startswith("rules/")})

    def test_a_wrong_root(self):
        text = NOTE(f"ipep-ledger\n{len(self.ledger.events)}\n{base64.b64encode(bytes(32)).decode()}\n").encode()
        self.found(["Merkle root"], {**self.files, "checkpoint": text})
        root = self.files["checkpoint"].decode().split("\n")[2]
        self.found(["Merkle root"], {**self.files, "checkpoint": NOTE(f"ipep-ledger\n7\n{root}\n").encode()})

    def test_a_wrong_signature(self):
        head, line = self.files["checkpoint"].decode().rstrip("\n").rsplit(" ", 1)
        raw = bytearray(base64.b64decode(line))
        raw[40] ^= 1
        self.found(["signature"], {**self.files, "checkpoint": f"{head} {base64.b64encode(raw).decode()}\n".encode()})
        other = signer(b"o" * 32)[0]
        self.found(["signature"], self.files, "--verifier", other, text="no signature by")
        self.found(["signature"], {**self.files, "verifier": b"nonsense"})

    def test_a_wrong_sample(self):
        amounts = json.loads(self.files["sample.json"])["amounts"]
        self.found(["sample"], {**self.files, "sample.json": json.dumps(
            {"seed": "dé", "size": 3, "amounts": amounts[::-1]}).encode()})

    def test_a_wrong_name_of_a_payee(self):
        def rename(event):
            event["personal"]["name"]["value"] = event["body"]["payee"]["name"] = "Another"
        self.found(["personal data"], self.event("conventionSigned", rename))
        self.found(["personal data"], self.event("conventionSigned", lambda e: e.pop("personal")),
                   text="shown without the random bytes")
        self.found(["personal data"], self.event("conventionSigned", lambda e: e["body"]["payee"].update(bic=None)))

    def test_the_manifest(self):
        for files in ({**self.files, "extra": b"x"}, {n: r for n, r in self.files.items() if n != "verifier"},
                      {**self.files, "verify.py": self.files["verify.py"] + b"\n"}):
            with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
                write_pack(folder, files)
                write_pack(other, self.files)
                shutil.copy(os.path.join(other, "MANIFEST"), folder)
                code, out, _ = run(folder)
            self.assertEqual(4, code, out)
            self.assertRegex(out, r"(?m)^manifest: .*: 1 difference$")
        code, found, _ = self.check(self.files, manifest=False)
        self.assertEqual((4, ["manifest"]), (code, found))

    def test_a_repeated_key(self):
        files = self.event("roadmapReceived", lambda e: e.update(key="roadmapReceived-A"), groupement="B")
        self.found(["sealed bytes", "keys"], files)

    # what is sealed and signed, but computed wrongly

    def tampered(self, kind, change, **members):
        def tamper(event):
            if event["kind"] == kind and all(event["body"].get(m) == v for m, v in members.items()):
                event = json.loads(json.dumps(event))
                change(event)
            return event
        return pack_files(Ledger(tamper))

    def test_wrong_figures_that_were_sealed(self):
        for kind, member, value in [
                ("seedCreditGranted", "difference", "70000.01"), ("seedTrancheReleased", "paymentYear", 2031),
                ("seedTrancheReleased", "amount", "1.00"), ("qualityScored", "exactScore", "99"),
                ("qualityScored", "bonus", "1.000000"), ("efficiencyGainEstablished", "gain", "0.01"),
                ("incentiveCapped", "groupCap", "1.00"), ("advanceGranted", "outstanding", "1.00"),
                ("advanceRecovered", "difference", "1.00"), ("advanceWrittenOff", "amount", "1.00"),
                ("advanceWriteOffReversed", "amount", "1.00"), ("incentiveAnnulled", "netDifference", "1.00"),
                ("qualityScored", "facts", [1, 9999]), ("qualityScored", "facts", [5]),
                ("yearSettled", "groupements", 9)]:
            with self.subTest(kind=kind, member=member):
                self.found(["figures"], self.tampered(kind, lambda e: e["body"].update({member: value})))

    def test_a_tranche_released_on_another_day(self):
        self.found(["figures"], self.tampered("seedTrancheReleased", lambda e: e.update(on="2019-09-09")))

    def test_a_decision_has_the_day_and_the_person_of_what_it_follows_from(self):
        for kind, members in (("seedCreditGranted", {}), ("seedTrancheReleased", {}),
                              ("qualityScored", {"groupement": "B"}), ("advanceWrittenOff", {}),
                              ("incentiveSettled", {"groupement": "D", "year": 2020}),
                              ("seedTrancheReleased", {"amount": "5000.00"}), ("yearSettled", {"year": 2020}),
                              ("advanceWriteOffReversed", {}), ("incentiveAnnulled", {})):
            for change, text in (({"actor": "another"}, 'actor: recorded "another"'),
                                 ({"on": "2031-01-01"}, 'on: recorded "2031-01-01"')):
                with self.subTest(kind=kind, members=members, change=change):
                    self.found(["figures"], self.tampered(kind, lambda e: e.update(change), **members), text=text)

    def test_another_version_of_the_rules_code(self):
        def older(event):
            if event["kind"] in ("qualityScored", "yearSettled") and event["body"]["revision"] == 1:
                event = json.loads(json.dumps(event))
                event["body"].update({"ruleCode": 0} if event["kind"] == "yearSettled" else {"bonus": "1.000000"})
            return event
        self.found(["figures"], pack_files(Ledger(older)), text="(computed by an earlier version of the rules' code)")

    # what cannot be read

    def test_an_unknown_kind(self):
        files = self.event("envelopeBudgeted", lambda e: e.update(kind="more"))
        self.found(["sealed bytes"], files, text='kind: sealed "envelopeBudgeted", events.jsonl "more"')

    def later_pack(self):
        """The story, and behind it a fact, a correction of it and a decision of a kind that verify.py does not know."""
        ledger = Ledger()
        ledger.add("more", {"groupement": "A"}, "2024-01-01", "later fact")
        ledger.add("factCorrected", {"corrects": "later fact", "fact": {"more": {"groupement": "A"}}, "reason": "x"},
                   "2024-01-01", "later correction")
        ledger.add("more", {"groupement": "B"}, "2024-01-01")
        with tempfile.TemporaryDirectory() as folder:
            return pack_files(ledger, schema=later_schema(folder))

    def test_kinds_of_a_later_version_are_counted_and_not_judged(self):
        code, found, out = self.check(self.later_pack())
        self.assertEqual((0, []), (code, found), out)
        self.assertIn("NOT JUDGED, no rule here: 1 factCorrected, 2 more: ok", out)
        self.assertIn("3 bodies of a later version not: ok", out)

    def test_a_kind_of_a_later_version_does_not_hide_one_that_is_known(self):
        files = self.later_pack()
        for old, new, checks in ((b'"kind": "more"', b'"kind": "roadmapReceived"', ["sealed bytes"]),
                                 (b'{"more":', b'{"roadmapReceived":', ["sealed bytes", "figures"])):
            changed = {**files, "events.jsonl": files["events.jsonl"].replace(old, new, 1)}
            self.found(checks, changed, text="the sealed kind is not roadmapReceived")

    def test_lines_that_are_no_events(self):
        for line in (b"", b"{}", b"[1]", b"null", b"\xff", b'{"position":NaN}', b"[" * 100000, b'{"a":1,"a":2}',
                     b"1e999"):
            code, found, out = self.check({**self.files, "events.jsonl": line + b"\n" + self.files["events.jsonl"]})
            self.assertEqual(4, code)
            self.assertIn("chain", found, out)

    def test_what_is_no_pack(self):
        for arguments in (["/nonexistent"], ["--seed", "x"], ["--sample", "x"], ["--verifier", "x"], ["a", "b"],
                          ["--verifier", "@/nonexistent"], ["--seed", "x", "--sample", "-1"]):
            code, out, err = run(*arguments)
            self.assertEqual((2, ""), (code, out), arguments)
            self.assertNotIn("Traceback", err)

    def test_an_empty_ledger(self):
        code, _, out = self.check({"events.jsonl": b""})
        self.assertEqual(0, code, out)

    def test_no_damage_ends_in_a_traceback(self):
        seed = random.randrange(1 << 32)
        print(f"random damage, seed {seed}")
        chance = random.Random(seed)
        values = [None, True, -1, 10 ** 30, "", "\ud800", "x\n\x1b[1m", [], [[]], {}, {"a": []}, "1/0", "9" * 50, 2.5]
        names = [n for n in self.files if n != "verify.py"]
        for _ in range(150):
            name = chance.choice(names + ["events.jsonl"] * len(names))
            raw = bytearray(self.files[name])
            if name == "events.jsonl" and chance.random() < 0.8:
                lines = self.files[name].decode().splitlines()
                for _ in range(chance.choice((1, 1, 40))):
                    i = chance.randrange(len(lines))
                    event = json.loads(lines[i])
                    inside = chance.choice([event, event["body"], event["body"]])
                    while isinstance(inside, dict) and inside:
                        member = chance.choice(list(inside))
                        if not isinstance(inside[member], dict) or chance.random() < 0.3:
                            inside[member] = chance.choice(values)
                            break
                        inside = inside[member]
                    lines[i] = json.dumps(event)
                    if not isinstance(event["body"], dict):
                        lines[i] = json.dumps({**event, "body": {}})
                raw = "\n".join(lines).encode()
            else:
                for _ in range(chance.choice((1, 5, 50))):
                    raw[chance.randrange(len(raw))] = chance.randrange(256)
                raw = raw[:chance.randrange(len(raw))] if chance.random() < 0.2 else raw
            if bytes(raw) != self.files[name]:
                code, _, out = self.check({**self.files, name: bytes(raw)})
                self.assertNotIn("Traceback", out)
                self.assertNotIn("\x1b", out)


ROW_HEAD = ("gap", "evolution", "perPatient", "gain")

# ------------------------------------------------------------------------------------------- trees, curves, messages


CHECKS = ("authority", "ceiling", "twoPersons", "agreement", "account", "opposition", "credits", "debtExact", "notPaid",
          "vouchers")


def checks(**others):
    return [{"check": check, "result": others.get(check, "passed"), "found": ""} for check in CHECKS]


def order(number, amount, year, **more):
    """An order of A's due of a result year, as the director of 351 makes it."""
    name = f"351-2023-{number:06}"
    vouchers = [("admission", 9), ("agreement", 11), ("settlement", {2021: 12, 2022: 15}[year])]
    return {"order": name, "cpam": "351", "fiscalYear": 2023, "groupement": "A", "ground": "incentive",
            "parts": [{"of": f"settlement/{year}/A/due", "paymentYear": year + 1, "amount": amount}],
            "amount": amount, "endToEndId": f"P{number}", "payeeAt": 11, "replaces": [],
            "vouchers": [{"document": document, "position": at} for document, at in vouchers], **more}


def payments_of(name, amount, year):
    """What an event on an order repeats of it."""
    return {"order": name, "groupement": "A", "amount": amount, "sha256": "b1", "bankReference": "R",
            "parts": [{"of": f"settlement/{year}/A/due", "paymentYear": year + 1, "amount": amount}]}


ONE, TWO, THREE = ("351-2023-000001", "351-2023-000002", "351-2023-000003")
PAYEE = {"name": "Payée", "iban": "FR7630006000011234567890189", "bic": "AGRIFRPP"}


def life():
    """Roles, two years settled and validated, an order paid and returned, its successor suspended, requisitioned and
    paid, one cancelled, another payee, a month closed: (kind, who, day, body)."""
    for person, role, more in (("root", "admin", {}), ("anne", "cnam", {}), ("bela", "cnam", {}),
                               ("martin", "director", {"cpam": "351", "ceiling": "90.00"}),
                               ("mona", "director", {"cpam": "352"}), ("durand", "dcf", {"cpam": "351"}),
                               ("diane", "dcf", {"cpam": "352"}), ("dora", "dcf", {"cpam": "351", "ceiling": "50.00"})):
        yield "roleGranted", "root", "2023-01-01", {"person": person, "role": role, **more}
    for group in ("A", "B"):
        yield "groupementAdmitted", "anne", "2023-01-02", {"groupement": group, "cpam": "351", "firstYear": 2021}
    yield "conventionSigned", "martin", "2023-01-03", {"groupement": "A", "cpam": "351", "payee": PAYEE}
    for year, amount in ((2021, "60.00"), (2022, "40.00")):
        yield "incentiveSettled", "anne", f"2023-02-0{year - 2020}", {"groupement": "A", "year": year, "due": amount}
        yield "yearSettled", "anne", f"2023-02-0{year - 2020}", {"year": year, "revision": 1}
        yield "settlementValidated", "bela", f"2023-02-0{year - 2020}", {"year": year, "revision": 1}
    yield "creditNotified", "anne", "2023-02-03", {"cpam": "351", "paymentYear": 2023, "amount": "130.00"}
    yield "paymentOrdered", "martin", "2023-02-04", order(1, "60.00", 2021)
    yield "orderApproved", "durand", "2023-02-05", {"order": ONE, "groupement": "A", "checks": checks()}
    yield from sent("M1", ONE, "60.00", "2023-02-06")
    yield "orderAccepted", "durand", "2023-02-07", {"order": ONE, "groupement": "A", "status": "ACCP", "sha256": "b1"}
    yield "orderPaid", "durand", "2023-02-08", payments_of(ONE, "60.00", 2021)
    yield "orderBooked", "durand", "2023-02-08", {"order": ONE, "groupement": "A", "bankReference": "R", "sha256": "b1"}
    yield "bankFileRead", "durand", "2023-02-09", {"cpam": "351", "sha256": "b1", "matched": 2, "unmatched": 1}
    yield "bankLineUnmatched", "durand", "2023-02-09", {"cpam": "351", "sha256": "b1", "amount": "-1.00"}
    yield "monthClosed", "durand", "2023-03-01", {"cpam": "351", "from": "2023-02-01", "until": "2023-03-01"}
    yield "orderReturned", "durand", "2023-03-02", {**payments_of(ONE, "60.00", 2021), "sha256": "b2"}
    yield "bankFileRead", "durand", "2023-03-02", {"cpam": "351", "sha256": "b2", "matched": 1, "unmatched": 0}
    yield "paymentOrdered", "martin", "2023-03-03", order(2, "60.00", 2021, replaces=[ONE])
    yield "orderSuspended", "durand", "2023-03-05", {"order": TWO, "groupement": "A", "ground": "compte à vérifier"}
    yield "orderRequisitioned", "martin", "2023-03-06", {"order": TWO, "groupement": "A", "document": "L"}
    yield "orderApproved", "dora", "2023-03-07", {"order": TWO, "groupement": "A",
                                                  "checks": checks(ceiling="requisitioned")}
    yield from sent("M2", TWO, "60.00", "2023-03-08")
    yield "orderRejected", "durand", "2023-03-09", {**payments_of(TWO, "60.00", 2021), "sha256": "b3"}
    yield "bankFileRead", "durand", "2023-03-09", {"cpam": "351", "sha256": "b3", "matched": 1, "unmatched": 0}
    yield "payeeChanged", "martin", "2023-03-09", {"groupement": "A", "payee": PAYEE, "reason": ""}
    yield "payeeConfirmed", "durand", "2023-03-10", {"groupement": "A", "confirms": "key-41", "payeeAt": 41}
    yield "oppositionNotified", "durand", "2023-03-11", {"groupement": "A", "reference": "ATD"}
    yield "oppositionLifted", "durand", "2023-03-12", {"groupement": "A", "reference": "ATD"}
    whole = order(3, "100.00", 2021, replaces=[TWO], payeeAt=41)
    whole["parts"] = [{"of": f"settlement/{year}/A/due", "paymentYear": year + 1, "amount": amount}
                      for year, amount in ((2021, "60.00"), (2022, "40.00"))]
    whole["vouchers"] += [{"document": "payee", "position": 41}, {"document": "settlement", "position": 15}]
    yield "roleRevoked", "root", "2023-03-13", {"person": "martin", "role": "director", "cpam": "351"}
    yield "roleGranted", "root", "2023-03-13", {"person": "martin", "role": "director", "cpam": "351"}
    yield "paymentOrdered", "martin", "2023-03-13", whole
    yield "orderApproved", "durand", "2023-03-14", {"order": THREE, "groupement": "A", "checks": checks()}
    yield "orderCancelled", "martin", "2023-03-15", {"order": THREE, "groupement": "A", "parts": whole["parts"],
                                                     "reason": ""}
    yield "refundReceived", "durand", "2023-03-16", {"groupement": "A", "amount": "5.00", "reference": "V"}
    yield "refundBooked", "durand", "2023-03-16", {"groupement": "A", "reference": "V", "amount": "5.00",
                                                   "difference": "5.00"}
    yield "paymentTakenOver", "martin", "2023-03-01", {"groupement": "B", "ground": "incentive", "year": 2021,
                                                       "paymentYear": 2022, "amount": "7.00", "document": "VIR"}
    yield "takeOverConfirmed", "durand", "2023-03-17", {
        "groupement": "B", "confirms": "key-52", "takenOverAt": 52, "amount": "7.00",
        "parts": [{"of": "settlement/2021/B/due", "paymentYear": 2022, "amount": "7.00"}]}


def sent(message, name, amount, on):
    yield "fileIssued", "durand", on, {"cpam": "351", "message": message, "sha256": message, "count": 1,
                                       "amount": amount, "execute": "2023-12-01", "debtorIban": PAYEE["iban"]}
    yield "orderIssued", "durand", on, {"order": name, "groupement": "A", "message": message}
    yield "fileWritten", "durand", on, {"cpam": "351", "message": message, "sha256": message}


# A rule, the event of the life that breaks it and how, and what verify.py says: kind, which of the kind, change, text.
PLANTED = [
    # who acts
    ("roleGranted", 0, {"role": "cnam"}, "the first role is not that of an admin"),
    ("roleGranted", 4, {"person": "martin", "role": "dcf", "cpam": "351"}, "would be director and DCF of one CPAM"),
    ("roleGranted", 4, {"person": "anne", "role": "cnam", "cpam": None}, "the role is held already"),
    ("roleGranted", 2, "anne", '"anne" has not the role'),
    ("roleRevoked", 0, {"person": "nobody"}, "the role is not held"),
    ("roleRevoked", 0, {"person": "root", "role": "admin", "cpam": None}, "nobody is admin any more"),
    ("groupementAdmitted", 0, "martin", '"martin" has not the role for the CPAM'),
    ("conventionSigned", 0, "mona", '"mona" has not the role for the CPAM "351"'),
    ("yearSettled", 0, "durand", '"durand" has not the role'),
    ("settlementValidated", 0, "martin", '"martin" has not the role'),
    ("paymentOrdered", 0, "durand", '"durand" has not the role for the CPAM "351"'),
    ("paymentOrdered", 0, "mona", '"mona" has not the role for the CPAM "351"'),
    ("orderApproved", 0, "diane", '"diane" has not the role for the CPAM "351"'),
    ("orderPaid", 0, "martin", '"martin" has not the role for the CPAM "351"'),
    ("monthClosed", 0, "diane", '"diane" has not the role for the CPAM "351"'),
    # two persons
    ("settlementValidated", 1, "anne", '"anne" settled 2022 and validates it'),
    ("orderApproved", 0, "martin", "the check twoPersons is recorded as"),
    ("payeeConfirmed", 0, "martin", '"martin" recorded the change of payee and confirms it'),
    ("payeeConfirmed", 0, {"confirms": "key-1"}, "no such change of payee waits"),
    ("payeeConfirmed", 0, {"payeeAt": 11}, "no such change of payee waits"),
    ("takeOverConfirmed", 0, "martin", '"martin" recorded the payment and confirms it'),
    ("takeOverConfirmed", 0, "mona", '"mona" has not the role for the CPAM "351"'),
    ("takeOverConfirmed", 0, {"confirms": "key-1"}, "no such payment waits to be confirmed"),
    ("takeOverConfirmed", 0, {"takenOverAt": 11}, "no such payment waits to be confirmed"),
    ("takeOverConfirmed", 0, {"amount": "8.00"}, "is not the payment that was recorded"),
    ("takeOverConfirmed", 0, {"parts": []}, "is not the payment that was recorded"),
    ("takeOverConfirmed", 0, "2023-02-28", "in a closed month"),
    ("paymentTakenOver", 0, {"paymentYear": 2023}, "its ground and years contradict each other"),
    ("paymentTakenOver", 0, {"ground": "seedCredit"}, "its ground and years contradict each other"),
    ("paymentTakenOver", 0, "anne", '"anne" has not the role for the CPAM "351"'),
    # what may be ordered
    ("settlementValidated", 0, None, "before a second person validated the settlement"),
    ("settlementValidated", 0, {"revision": 2}, "revision 2 does not wait to be validated"),
    ("settlementValidated", 0, "2023-01-31", "before it was settled"),
    ("paymentOrdered", 0, {"order": TWO}, "the next number is 1"),
    ("paymentOrdered", 1, {"order": ONE}, "ordered twice"),
    ("paymentOrdered", 1, {"endToEndId": "P1"}, "was used before"),
    ("paymentOrdered", 0, {"fiscalYear": 2022}, "in the fiscal year 2022, on 2023-02-04"),
    ("paymentOrdered", 0, {"cpam": "352"}, "the group is another CPAM's"),
    ("paymentOrdered", 0, {"groupement": "B"}, "before the agreement is signed"),
    ("paymentOrdered", 0, {"payeeAt": 10}, "to the payee of position 10"),
    ("paymentOrdered", 0, {"amount": "90.01", "parts": [{"of": "x", "paymentYear": 1, "amount": "90.01"}]},
     "above the director's ceiling"),
    ("paymentOrdered", 0, {"amount": "60.01"}, "its parts do not make its amount"),
    ("paymentOrdered", 2, {"amount": "100.01", "parts": [{"of": "x", "paymentYear": 1, "amount": "100.01"}]},
     "orders 100.01 where 100.00 may be ordered"),
    ("paymentOrdered", 0, {"parts": [{"of": "settlement/2021/A/due", "paymentYear": 2023, "amount": "60.00"}]},
     "its parts are not what is due"),
    ("paymentOrdered", 0, {"amount": "1.00", "parts": [{"of": "settlement/2021/A/due", "paymentYear": 2022,
                                                        "amount": "1.00"}]}, "its parts are not what is due"),
    ("paymentOrdered", 0, {"ground": "seedCredit"}, "its parts are not what is due"),
    ("paymentOrdered", 1, {"replaces": []}, "does not name the orders that it replaces"),
    ("paymentOrdered", 0, {"vouchers": order(1, "", 2021)["vouchers"][1:]}, "its vouchers are not what it rests on"),
    ("paymentOrdered", 0, {"vouchers": order(1, "", 2022)["vouchers"]}, "its vouchers are not what it rests on"),
    ("paymentOrdered", 2, {"vouchers": order(1, "", 2021)["vouchers"]}, "its vouchers are not what it rests on"),
    # steps and visas
    ("orderAccepted", 0, {"order": "351-2023-000009"}, 'no order "351-2023-000009"'),
    ("orderApproved", 0, None, "from the state ordered"),
    ("orderPaid", 0, {"amount": "60.01"}, "amount is not the order's"),
    ("orderReturned", 0, {"parts": []}, "parts is not the order's"),
    ("orderReturned", 0, None, "orders 60.00 where 40.00 may be ordered"),
    ("orderApproved", 0, "2023-02-03", "on 2023-02-03, before 2023-02-04"),
    ("orderApproved", 0, {"checks": checks(credits="failed")}, "approved although a check failed"),
    ("orderApproved", 0, {"checks": checks()[1:]}, "not the ten checks in their order"),
    ("orderApproved", 0, "dora", "the check ceiling is recorded as"),
    ("orderApproved", 0, {"checks": checks(ceiling="requisitioned")}, 'is recorded as "requisitioned"'),
    ("orderApproved", 1, {"checks": checks()}, "the check ceiling is recorded as"),
    ("orderRequisitioned", 0, None, "the check ceiling is recorded as"),
    ("orderApproved", 1, {"checks": checks(ceiling="requisitioned", agreement="requisitioned")},
     "the check agreement is recorded as"),
    ("orderSuspended", 0, {"ground": "service non fait"}, "on a ground that no requisition overrides"),
    ("orderSuspended", 0, {"ground": " Créance CONTESTE\u0301E par le payeur"}, "that no requisition overrides"),
    ("orderSuspended", 0, {"ground": "contestedClaim: lettre du 3 mai"}, "that no requisition overrides"),
    ("orderSuspended", 0, {"ground": "suspendedDecision"}, "that no requisition overrides"),
    ("roleGranted", 5, {"role": "groupement"}, "the role and what it is granted for do not fit"),
    ("roleGranted", 5, {"groupement": "A"}, "the role and what it is granted for do not fit"),
    ("oppositionLifted", 0, None, "the check opposition is recorded as"),
    ("oppositionLifted", 0, {"reference": "other"}, "lifts an opposition that does not stand"),
    ("creditNotified", 0, {"amount": "59.99"}, "the check credits is recorded as"),
    ("conventionSigned", 0, {"payee": {**PAYEE, "iban": "FR7630006000011234567890188"}},
     "the check account is recorded as"),
    ("roleRevoked", 0, {"person": "durand", "role": "dcf"}, '"durand" has not the role for the CPAM "351"'),
    # files, the bank, months
    ("fileIssued", 0, {"count": 2}, "holds 2 orders, 60.00; approved are 1, 60.00"),
    ("fileIssued", 0, {"amount": "60.01"}, "differ by 0 and 0.01"),
    ("fileIssued", 1, {"message": "M1"}, "issued twice"),
    ("fileIssued", 0, "2023-02-04", "before it was approved"),
    ("orderIssued", 0, None, "differ by 1 and 60.00"),
    ("orderIssued", 0, {"message": "M9"}, 'goes into "M9", which is no file that waits to be written'),
    ("orderIssued", 0, "dora", "that another person, or on another day, issued"),
    ("fileWritten", 0, {"sha256": "other"}, "not the bytes that were issued"),
    ("fileWritten", 0, {"message": "M9"}, '"M9" is no file that waits to be written'),
    ("fileWritten", 0, "2023-02-05", "written before it was issued"),
    ("fileIssued", 0, {"execute": "2023-02-05"}, "to be executed before it is issued"),
    ("fileIssued", 0, {"debtorIban": "FR7630006000011234567890188"}, "from an account that does not check"),
    ("fileWritten", 0, None, 'the file "M1" was not written before'),
    ("orderBooked", 0, {"sha256": "b0"}, None),  # another file, which was not read to its end
    ("bankFileRead", 0, {"cpam": "352"}, 'the bank\'s file "b1" was not read for "351"'),
    ("bankFileRead", 0, "2023-01-31", None),
    ("bankFileRead", 1, "2023-02-28", "in a closed month"),
    ("bankLineUnmatched", 0, {"cpam": "352"}, 'the bank\'s file "b1" was not read for "352"'),
    ("orderReturned", 0, {"sha256": "b1"}, '"b1" was counted before'),
    ("bankFileRead", 1, {"sha256": "b1"}, '"b1" was counted before'),
    ("bankFileRead", 0, {"unmatched": 2}, 'the bank\'s file "b1" and its unmatched lines differ by 1'),
    ("bankLineUnmatched", 0, {"sha256": "b9"}, 'the bank\'s file "b9" was not read for "351"'),
    ("orderReturned", 0, "2023-02-28", "in a closed month"),
    ("paymentOrdered", 1, "2023-02-28", "in a closed month"),
    ("monthClosed", 0, "2023-02-28", "before the month is over"),
    ("monthClosed", 0, {"from": "2023-03-01", "until": "2023-04-01"}, "the oldest open month begins on 2023-02-01"),
    ("monthClosed", 0, {"until": "2023-03-02"}, "the oldest open month begins on 2023-02-01"),
]


class PaymentRules(unittest.TestCase):
    """Payments on a book that knows two dues of A, 60.00 and 40.00."""

    def take(self, events):
        book, payments = verify.Book(), verify.Payments()
        for position, (kind, actor, on, body) in enumerate(events, 1):
            event = {"position": position, "kind": kind, "actor": actor, "on": on, "key": f"key-{position}",
                     "body": body}
            try:
                if kind in verify.FACTS:
                    book.apply(kind, body, position, on, event["key"])
                    payments.fact(event, book)
                elif kind in verify.ACTS:
                    payments.act(event, book)
                else:
                    if kind == "incentiveSettled":
                        row = {"groupement": "A", "due": body["due"]}
                        book.settled[body["year"]] = {"revision": 1, "groupements": [row]}
                    payments.decided(event, book)
            except verify.Damaged as damage:
                payments.found.append(str(damage))
        return payments

    def planted(self, kind, which, change):
        """The life with one event of a kind changed: another person, another day, other members, or left out."""
        events = list(life())
        at = [i for i, event in enumerate(events) if event[0] == kind][which]
        _, actor, on, body = events[at]
        if change is None:  # in its place one that says nothing about payments
            kind, actor, body = "envelopeBudgeted", "anne", {}
        elif isinstance(change, dict):
            body = {m: v for m, v in {**body, **change}.items() if v is not None}
        elif re.match(r"\d", change):
            on = change
        else:
            actor = change
        events[at] = kind, actor, on, body
        return self.take(events).differences()

    def test_the_life_is_right(self):
        payments = self.take(life())
        self.assertEqual([], payments.differences())
        self.assertEqual(["returned", "rejected", "cancelled"], [one.state for one in payments.orders.values()])
        self.assertEqual((0, 0, 700), (payments.paid["A"], payments.open["A"], payments.paid["B"]))

    def test_the_life_reaches_every_kind_of_payments(self):
        met = {event[0] for event in life()}
        others = {"overpaymentWriteOffDecided", "accrualEstimated", "personalDataRead",  # tests of their own
                  "orderTold", "orderResolved", "orderReinstated", "bankLineMatched", "roleConfirmed",
                  "settlementRefused", "bankLineExplained", "bankLineConfirmed"}
        kinds = set(verify.ACTS) | set(verify.PAYMENT_FACTS)
        self.assertEqual(kinds - others, met & kinds)

    def test_approvals_on_accounts_that_are_not_shown_are_counted(self):
        bare = [(kind, actor, on, {**body, "payee": dict.fromkeys(PAYEE)} if "payee" in body else body)
                for kind, actor, on, body in life()]
        payments = self.take(bare)
        approved = sum(kind == "orderApproved" for kind, *_ in bare)
        self.assertEqual(([], approved), (payments.differences(), payments.unseen))
        self.assertEqual(0, self.take(life()).unseen)

    def after_the_life(self, *events):
        return self.take([*life(), *events]).differences()

    def words(self, **changes):
        """After the life: the account shows that the rejected transfer left; a person says so, and it is paid."""
        told = {"order": TWO, "groupement": "A", "answer": "paid", "status": "X", "amount": "60.00", "charges": "0.00",
                "sha256": "b4"}
        line = {"cpam": "351", "sha256": "b4", "amount": "-60.00"}
        whole = payments_of(TWO, "60.00", 2021)
        events = [("orderTold", "durand", told),
                  ("bankFileRead", "durand", {"cpam": "351", "sha256": "b4", "matched": 0, "unmatched": 1}),
                  ("bankLineUnmatched", "durand", line),
                  ("orderResolved", "martin", {"order": TWO, "groupement": "A", "became": "paid", "document": "L"}),
                  ("orderReinstated", "martin", {m: whole[m] for m in ("order", "groupement", "amount", "parts")}),
                  ("orderPaid", "martin", {**whole, "sha256": ""}),
                  ("bankLineMatched", "durand", {"cpam": "351", "line": len(list(life())) + 3})]
        return [(kind, changes.get(kind, {}).get("actor", actor), "2023-03-20",
                 {**body, **{m: v for m, v in changes.get(kind, {}).items() if m != "actor"}})
                for kind, actor, body in events]

    def test_words_of_the_bank_and_what_a_person_made_of_them(self):
        self.assertEqual([], self.after_the_life(*self.words()))
        for kind, change, text in (("orderResolved", {"actor": "anne"}, '"anne" has not the role'),
                                   ("orderPaid", {"actor": "durand"}, "by nobody who resolved it"),
                                   ("orderTold", {"actor": "martin"}, '"martin" has not the role'),
                                   ("orderReinstated", {"amount": "1.00"}, "amount is not the order's"),
                                   ("orderTold", {"order": THREE}, "from the state cancelled"),
                                   ("bankLineMatched", {"line": 1}, "no line of the bank waits at 1")):
            with self.subTest(kind=kind, change=change):
                found = self.after_the_life(*self.words(**{kind: change}))
                self.assertTrue(any(text in difference for difference in found), found)

    @staticmethod
    def until(kind):
        """The life up to the first event of a kind, with it."""
        events = list(life())
        return events[:[event[0] for event in events].index(kind) + 1]

    def expect_of(self, before, events, changes):
        """Right as they are; each change of one of them is found, as (kind, change, text)."""
        self.assertEqual([], self.take([*before, *events]).differences())
        for kind, change, text in changes:
            changed = []
            for one, actor, on, body in events:
                if one == kind and isinstance(change, dict):
                    body = {m: v for m, v in {**body, **change}.items() if v is not None}
                elif one == kind:
                    actor, on = (actor, change) if change[:1].isdigit() else (change, on)
                changed.append((one, actor, on, body))
            with self.subTest(kind=kind, change=change):
                found = self.take([*before, *changed]).differences()
                self.assertTrue(any(text in difference for difference in found), found)

    def test_a_settlement_is_refused_by_a_second_person_with_a_reason(self):
        refused = ("settlementRefused", "bela", "2023-02-02", {"year": 2021, "revision": 1, "reason": "2020"})
        before = self.until("yearSettled")
        self.expect_of(before, [refused], [
            ("settlementRefused", "anne", '"anne" settled 2021 and refuses it'),
            ("settlementRefused", "martin", '"martin" has not the role'),
            ("settlementRefused", "2023-01-31", "before it was settled"),
            ("settlementRefused", {"revision": 2}, "revision 2 does not wait to be validated"),
            ("settlementRefused", {"reason": " "}, "refused without a reason"),
            ("settlementRefused", {"year": 2022}, "2022 is not settled")])
        again = self.take([*before, refused, refused]).differences()
        self.assertTrue(any("revision 1 was refused before" in one for one in again), again)

    def said(self, before, amount, confirmed_by="martin", **meaning):
        """A line of the bank, what the DCF says of it, and the director's agreement."""
        at = len(before)
        line = {"cpam": "351", "line": at + 2}
        named = {"explainedAt": at + 3, **line, **meaning}
        return [("bankFileRead", "durand", "2023-03-20", {"cpam": "351", "sha256": "b7", "matched": 0, "unmatched": 1}),
                ("bankLineUnmatched", "durand", "2023-03-20",
                 {"cpam": "351", "sha256": "b7", "amount": amount, "reference": "?"}),
                ("bankLineExplained", "durand", "2023-03-20", {**line, **meaning, "reason": "letter"}),
                ("bankLineConfirmed", confirmed_by, "2023-03-21", named)]

    def test_a_line_of_the_bank_is_set_aside_by_two_persons(self):
        before = list(life())
        self.expect_of(before, self.said(before, "-18.30", meaning="aside"), [
            ("bankLineExplained", "martin", '"martin" has not the role for the CPAM "351"'),
            ("bankLineConfirmed", "durand", '"durand" said what the line is and confirms it'),
            ("bankLineConfirmed", "mona", '"mona" has not the role for the CPAM "351"'),
            ("bankLineConfirmed", "2023-03-19", "before it was said"),
            ("bankLineConfirmed", "2023-02-28", "in a closed month"),
            ("bankLineConfirmed", {"explainedAt": 3}, "that is not what was said of the line"),
            ("bankLineConfirmed", {"meaning": "order"}, "that is not what was said of the line"),
            ("bankLineExplained", {"line": 1}, "no line of the bank waits at 1"),
            ("bankLineExplained", {"order": ONE}, "and what it names do not fit")])
        done = self.take([*before, *self.said(before, "-18.30", meaning="aside"),
                          ("bankLineExplained", "durand", "2023-03-22",
                           {"cpam": "351", "line": len(before) + 2, "meaning": "aside", "reason": "again"})])
        self.assertTrue(any("no line of the bank waits" in one for one in done.differences()))

    def test_a_line_of_the_bank_pays_the_order_it_is_said_to_be_of(self):
        before = self.until("fileWritten")
        said = self.said(before, "-62.50", meaning="order", order=ONE, groupement="A")
        paid = {**payments_of(ONE, "60.00", 2021), "sha256": "b7"}
        booked = {"order": ONE, "groupement": "A", "bankReference": "R", "sha256": "b7"}
        self.expect_of(before, [*said, ("orderPaid", "martin", "2023-03-21", paid),
                                ("orderBooked", "martin", "2023-03-21", booked)], [
            ("bankLineUnmatched", {"amount": "-59.99"}, "a line of -59.99 for an order of 60.00"),
            ("bankLineUnmatched", {"amount": "-120.00"}, "a line of -120.00 for an order of 60.00"),
            ("bankLineExplained", {"groupement": None}, "and what it names do not fit"),
            ("orderPaid", {"sha256": "b8"}, '"martin" has not the role for the CPAM "351"'),
            ("orderBooked", {"sha256": "b8"}, '"martin" has not the role for the CPAM "351"')])

    def test_a_line_of_the_bank_is_the_refund_of_as_much(self):
        before = list(life())
        said = self.said(before, "5.00", meaning="refund", groupement="A", refund="V")
        self.expect_of(before, said, [
            ("bankLineUnmatched", {"amount": "5.01"}, "no refund of that amount"),
            ("bankLineUnmatched", {"amount": "0.00"}, "a line without an amount is said to be money")])
        payments = self.take([*before, *said])
        self.assertEqual([("A", "V")], [owner for _, owner in payments.seen.values()])
        other = self.said([*before, *said], "5.00", meaning="refund", groupement="A", refund="V")
        found = self.take([*before, *said, *[(*one[:3], {**one[3], "sha256": "b8"} if "sha256" in one[3] else one[3])
                                             for one in other]]).differences()
        self.assertTrue(any("the line or the refund is another's" in one for one in found), found)

    def test_who_says_that_nothing_left_approves_no_order_that_replaces_it(self):
        resolved = ("orderResolved", "durand", "2023-03-20",
                    {"order": TWO, "groupement": "A", "became": "rejected", "document": "L"})
        again = order(4, "100.00", 2021, replaces=[THREE], payeeAt=41)
        again["parts"] = [{"of": f"settlement/{year}/A/due", "paymentYear": year + 1, "amount": amount}
                          for year, amount in ((2021, "60.00"), (2022, "40.00"))]
        again["vouchers"] += [{"document": "payee", "position": 41}, {"document": "settlement", "position": 15}]
        name = again["order"]
        found = self.after_the_life(resolved, ("paymentOrdered", "martin", "2023-03-21", again),
                                    ("orderApproved", "durand", "2023-03-22",
                                     {"order": name, "groupement": "A", "checks": checks()}))
        self.assertTrue(any("the check twoPersons" in one for one in found), found)

    def bound(self, *events, recorded="2023-06-01", bounds=2):
        """After the life, events that are judged by today's bounds."""
        book, payments = verify.Book(), verify.Payments()
        for position, (kind, actor, on, body) in enumerate([*life(), *events], 1):
            event = {"position": position, "kind": kind, "actor": actor, "on": on, "key": f"key-{position}",
                     "body": body, "recordedAt": recorded + "T10:00:00.000000Z"}
            if position > len(list(life())):
                event["bounds"] = bounds
            if kind in verify.FACTS:
                book.apply(kind, body, position, on, event["key"])
                payments.fact(event, book)
            elif kind in verify.ACTS:
                payments.act(event, book)
            else:
                if kind == "incentiveSettled":
                    row = {"groupement": "A", "due": body["due"]}
                    book.settled[body["year"]] = {"revision": 1, "groupements": [row]}
                payments.decided(event, book)
        return payments.differences()

    def expect(self, text, *events, **more):
        found = self.bound(*events, **more)
        self.assertEqual(text is None, not found, found)
        self.assertTrue(text is None or any(text in one for one in found), found)

    # 45.00 are owed to A in 2021 and 2022, less 5.00 that came back unasked and are owed too: 105.00.
    def again(self, on="2023-05-01", **changes):
        whole = order(4, "105.00", 2021, replaces=[THREE], payeeAt=41)
        whole["parts"] = [{"of": "settlement/2021/A/due", "paymentYear": 2022, "amount": "60.00"},
                          {"of": "overpayment/A", "paymentYear": 2023, "amount": "5.00"},
                          {"of": "settlement/2022/A/due", "paymentYear": 2023, "amount": "40.00"}]
        position = [kind for kind, *_ in life()].index("refundReceived") + 1
        whole["vouchers"] += [{"document": "payee", "position": 41}, {"document": "settlement", "position": 15},
                              {"document": "refund", "position": position}]
        return "paymentOrdered", "mado", on, {**whole, **changes}

    MADO = ("roleGranted", "root", "2023-04-01", {"person": "mado", "role": "director"})

    def approval(self, person, on="2023-05-02"):
        return "orderApproved", person, on, {"order": "351-2023-000004", "groupement": "A", "checks": checks()}

    def test_an_order_of_a_day_before_a_validation_is_of_what_was_validated_before(self):
        at = len(list(life())) + 2
        revised = [("incentiveSettled", "anne", "2023-04-02", {"groupement": "A", "year": 2021, "due": "70.00"}),
                   ("yearSettled", "anne", "2023-04-02", {"year": 2021, "revision": 2}),
                   ("settlementValidated", "bela", "2023-04-10", {"year": 2021, "revision": 2})]

        def ordered(on, amount, of_2021):
            _, actor, _, body = self.again()
            parts = [{**body["parts"][0], "amount": of_2021}, *body["parts"][1:]]
            vouchers = [{**one, "position": at} if one["position"] == 12 else one for one in body["vouchers"]]
            return "paymentOrdered", actor, on, {**body, "amount": amount, "parts": parts, "vouchers": vouchers}

        self.expect(None, self.MADO, *revised, ordered("2023-04-05", "105.00", "60.00"))
        self.expect(None, self.MADO, *revised, ordered("2023-04-10", "115.00", "70.00"))
        self.expect("before a second person validated", self.MADO, *revised, ordered("2023-04-05", "115.00", "70.00"))
        self.expect("its parts are not what is due", self.MADO, *revised, ordered("2023-04-10", "105.00", "60.00"))

    def test_days_have_come(self):
        self.expect(None, self.MADO, self.again())
        self.expect("which had not come when it was recorded", self.MADO, self.again(), recorded="2023-04-30")
        self.expect("its parts are not what is due", self.MADO, self.again("2023-03-15"))
        for recorded, day in (("2023-03-26T00:59:59.999999Z", "2023-03-26"), ("2023-07-14T22:00:00.0Z", "2023-07-15"),
                              ("2023-07-14T21:59:59.9Z", "2023-07-14"), ("2023-12-31T23:00:00.0Z", "2024-01-01"),
                              ("2023-10-29T22:59:59.0Z", "2023-10-29")):
            self.assertEqual(day, verify.day_in_paris(recorded))

    def test_a_refund_is_a_voucher_and_who_recorded_it_unseen_approves_nothing(self):
        _, actor, on, body = self.again()
        without = {**body, "vouchers": [one for one in body["vouchers"] if one["document"] != "refund"]}
        self.expect("its vouchers are not what it rests on", self.MADO, ("paymentOrdered", actor, on, without))
        third = ("roleGranted", "root", "2023-04-01", {"person": "dina", "role": "dcf", "cpam": "351"})
        self.expect(None, self.MADO, third, self.again(), self.approval("dina"))
        self.expect("the check twoPersons is recorded as", self.MADO, self.again(), self.approval("durand"))

    def test_a_refund_beyond_what_is_overpaid_names_a_line_of_the_bank(self):
        refund = {"groupement": "A", "amount": "9.00", "reference": "VIR 7"}
        booked = (("refundReceived", "durand", "2023-04-02", refund),
                  ("refundBooked", "durand", "2023-04-02", {**refund, "difference": "9.00"}))
        self.expect("more than was overpaid, and no line of the bank", *booked)
        for amount, text in (("8.99", "and no line of the bank"), ("9.00", None)):
            read = ("bankFileRead", "durand", "2023-04-01", {"cpam": "351", "sha256": "b9", "matched": 0,
                                                             "unmatched": 1})
            line = ("bankLineUnmatched", "durand", "2023-04-01", {"cpam": "351", "sha256": "b9", "amount": amount,
                                                                  "reference": "VIR 7"})
            self.expect(text, read, line, *booked)

    def test_credits_are_those_of_the_year_of_the_visa(self):
        third = ("roleGranted", "root", "2023-04-01", {"person": "dina", "role": "dcf", "cpam": "351"})
        small = ("creditNotified", "anne", "2024-01-01", {"cpam": "351", "paymentYear": 2024, "amount": "1.00"})
        self.expect("the check credits is recorded as", self.MADO, third, small, self.again("2023-12-30"),
                    self.approval("dina", "2024-01-02"), recorded="2024-01-02")
        self.expect("the check credits is recorded as", self.MADO, third, small, self.again("2023-12-30"),
                    self.approval("dina", "2023-12-31"), recorded="2024-01-02")

    def test_nobody_is_two_persons_and_no_admin_grants_alone(self):
        self.expect('"Durand" looks like "durand"', ("roleGranted", "root", "2023-04-01",
                                                     {"person": "Durand", "role": "director", "cpam": "352"}))
        second = ("roleGranted", "root", "2023-04-01", {"person": "second", "role": "admin"})
        waiting = ("roleGranted", "root", "2023-04-01", {"person": "zoe", "role": "cnam"})
        at = len(list(life())) + 2
        confirmed = {"confirms": f"key-{at}", "grantedAt": at}
        settled = ("yearSettled", "zoe", "2023-04-03", {"year": 2022, "revision": 2})
        self.expect(None, second, waiting, ("roleConfirmed", "second", "2023-04-02", confirmed), settled)
        self.expect('"zoe" has not the role', second, waiting, settled)
        self.expect("takes part in the grant", second, waiting, ("roleConfirmed", "root", "2023-04-02", confirmed))
        self.expect("one of two admins", second, ("roleRevoked", "root", "2023-04-02",
                                                  {"person": "second", "role": "admin"}))

    def test_an_erased_payee_is_paid_nothing_and_what_fails_stays_behind(self):
        third = ("roleGranted", "root", "2023-04-01", {"person": "dina", "role": "dcf", "cpam": "351"})
        erased = ("personalDataErased", "root", "2023-04-02", {"subject": "A", "decision": "D"})
        self.expect("the check agreement is recorded as", self.MADO, third, erased, self.again(),
                    self.approval("dina"))
        stops = ("oppositionNotified", "durand", "2023-05-02", {"groupement": "A", "reference": "ATD 2"})
        file = [(kind, actor, "2023-05-03", {**body, **({"execute": "2023-12-01"} if "execute" in body else {})})
                for kind, actor, _, body in sent("M4", "351-2023-000004", "105.00", "2023-05-03")]
        self.expect(None, self.MADO, third, self.again(), self.approval("dina"), *file)
        self.expect("against the check opposition", self.MADO, third, self.again(), self.approval("dina"), stops, *file)

    def test_an_account_that_a_bank_rejected_is_confirmed_anew(self):
        third = ("roleGranted", "root", "2023-04-01", {"person": "dina", "role": "dcf", "cpam": "351"})
        kind, actor, on, body = self.again()
        name, parts = body["order"], {"groupement": "A", "order": body["order"], "parts": body["parts"]}
        file = [(one, who, "2023-05-03", {**what, **({"execute": "2023-12-01"} if "execute" in what else {})})
                for one, who, _, what in sent("M4", name, "105.00", "2023-05-03")]
        read = ("bankFileRead", "durand", "2023-05-04", {"cpam": "351", "sha256": "b4", "matched": 1, "unmatched": 0})

        def life_with(reason, payee_at=41, *between):
            rejected = ("orderRejected", "durand", "2023-05-04", {**parts, "reason": reason, "sha256": "b4"})
            five = {**body, "order": "351-2023-000005", "endToEndId": "P5", "replaces": [name], "payeeAt": payee_at}
            five["vouchers"] = [{**one, **({"position": payee_at} if one["document"] == "payee" else {})}
                                for one in body["vouchers"]]
            return (self.MADO, third, (kind, actor, on, body), self.approval("dina"), *file, rejected, read, *between,
                    ("paymentOrdered", "mado", "2023-05-08", five),
                    ("orderApproved", "dina", "2023-05-09", {"order": five["order"], "groupement": "A",
                                                            "checks": checks()}))

        self.expect("the check account is recorded as", *life_with("AC04 closed account"))
        self.expect(None, *life_with("AC04 closed account"), bounds=1)
        self.expect(None, *life_with("AM04"))
        self.expect(None, *life_with("RJCT AC01"))
        at = len(list(life())) + 10
        anew = (("payeeChanged", "mado", "2023-05-05", {"groupement": "A", "payee": PAYEE, "reason": ""}),
                ("payeeConfirmed", "dina", "2023-05-06", {"groupement": "A", "confirms": f"key-{at}", "payeeAt": at}))
        self.expect(None, *life_with("AC04", at, *anew))

    def test_bounds_never_go_back(self):
        book, payments = verify.Book(), verify.Payments()
        for position, bounds in ((1, 1), (2, 0)):
            event = {"position": position, "kind": "roleGranted", "actor": "root", "on": "2023-01-01", "bounds": bounds,
                     "key": f"k{position}", "recordedAt": "2023-01-01T00:00:00.000000Z",
                     "body": {"person": f"p{position}x", "role": "admin"}}
            book.apply("roleGranted", event["body"], position, event["on"], event["key"])
            payments.fact(event, book)
        self.assertTrue(any("judged by the bounds 0" in one for one in payments.differences()))

    def test_what_is_written_off_was_overpaid(self):
        less = ("incentiveSettled", "anne", "2023-04-01", {"groupement": "A", "year": 2021, "due": "0.00"})
        decided = {"groupement": "A", "decision": "D"}
        for amount, beyond in (("5.00", "5.00"), ("0.01", "0.01")):  # 45.00 are owed: nothing is overpaid
            off = (("overpaymentWriteOffDecided", "martin", "2023-04-02", {**decided, "amount": amount}),
                   ("overpaymentWrittenOff", "martin", "2023-04-02", {**decided, "amount": amount,
                                                                      "difference": amount}))
            (found,) = self.after_the_life(less, *off)
            self.assertIn(f"writes off {beyond} more than was overpaid", found)

    def test_who_reads_names_and_estimates_accruals(self):
        for kind, body, may in (("personalDataRead", {"subject": "A"}, {"martin", "durand"}),
                                ("accrualEstimated", {"groupement": "A", "year": 2022, "amount": "1.00"}, {"durand"})):
            for person in ("martin", "durand", "anne", "diane"):
                found = self.after_the_life((kind, person, "2023-04-01", body))
                self.assertEqual(person in may, not found, found)

    def test_what_took_effect_when_it_was_recorded_is_not_corrected(self):
        right = {"oppositionLifted": {"groupement": "A", "reference": "ATD"}}
        found = self.take([*life(), ("factCorrected", "durand", "2023-04-01", {"corrects": "key-44", "fact": right})])
        self.assertIn("oppositionLifted is undone by another fact, not corrected", found.differences()[0])
        right = {"conventionSigned": {"groupement": "A", "cpam": "351", "payee": PAYEE}}
        found = self.take([*life(), ("factCorrected", "martin", "2023-04-01", {"corrects": "key-11", "fact": right})])
        self.assertIn("an agreement's payee is changed by two persons", found.differences()[0])

    def test_each_rule_that_is_broken_is_named(self):
        for kind, which, change, text in PLANTED:
            with self.subTest(kind=kind, which=which, change=change):
                found = self.planted(kind, which, change)
                self.assertEqual(text is None, not found, found)
                self.assertTrue(text is None or any(text in difference for difference in found), found)


class Replaced(unittest.TestCase):
    @staticmethod
    def order(bounds, *debts):
        parts = [{"of": of, "paymentYear": 2023} for of in debts]
        return {"bounds": bounds, "body": {"groupement": "G01", "ground": "incentive", "parts": parts}}

    @staticmethod
    def payments(*freed):
        payments = verify.Payments()
        payments.freed["G01", "incentive"] = [(name, {(of, 2023) for of in debts}) for name, *debts in freed]
        return payments

    def test_an_order_replaces_those_it_shares_a_debt_with(self):
        payments = self.payments(("one", "a"), ("two", "b", "c"))
        self.assertEqual(payments.replaced(self.order(3, "d")), [])
        self.assertEqual(payments.replaced(self.order(3, "a", "b")), ["one", "two"])
        self.assertEqual(payments.replaced(self.order(3, "a", "b")), [], "what it was for is ordered")
        self.assertEqual(payments.replaced(self.order(3, "c")), ["two"])
        self.assertEqual(payments.freed["G01", "incentive"], [])

    def test_before_the_bounds_3_all_of_its_ground(self):
        payments = self.payments(("one", "a"), ("two", "b"))
        self.assertEqual(payments.replaced(self.order(2, "d")), ["one", "two"])
        self.assertEqual(payments.replaced(self.order(3, "a")), [])

    def test_what_was_seen_is_no_explanation(self):
        for bounds, became, back in ((3, "seen", 0), (2, "seen", 7), (3, "paid", 7), (3, "returned", 7)):
            order = types.SimpleNamespace(body={"groupement": "G01", "order": "o"}, out=7, back=0, resolved_by=None)
            verify.Payments().resolve({"bounds": bounds, "actor": "p", "body": {"became": became}}, order)
            self.assertEqual(order.back, back, (bounds, became))

class Booked(unittest.TestCase):
    def test_money_that_came_back_is_booked_and_a_correction_books_the_difference(self):
        book = verify.Book()
        for position, amount, wanted in ((1, "5.00", "5.00"), (2, "5.00", None), (3, "3.00", "-2.00")):
            fact = {"groupement": "A", "amount": amount, "reference": "V1"}
            found = book.apply("refundReceived", fact, position, "2024-01-01", f"k{position}")
            self.assertEqual([wanted] if wanted else [], [decision.body["difference"] for decision in found])
        self.assertEqual(300, book.owed("A"))


class Digests(unittest.TestCase):
    LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    ROOTS = """e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
        fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
        aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
        d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
        4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
        76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
        ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
        5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328""".split()

    def test_roots_of_rfc_6962(self):
        for n, root in enumerate(self.ROOTS):
            self.assertEqual(root, verify.merkle_root([bytes.fromhex(leaf) for leaf in self.LEAVES[:n]]).hex())

    def test_the_sample_by_its_definition(self):
        left, drawn = ["B", "C", "é", "a"], []
        left.sort(key=lambda s: s.encode())
        state = hashlib.sha256(bytes(32) + "graine".encode()).digest()
        for k in range(4):
            number = int(hashlib.sha256(state + bytes(7) + bytes([k])).hexdigest(), 16)
            drawn.append(left.pop(number % len(left)))
        self.assertEqual(drawn, verify.draw_sample(bytes(32), "graine", 9, ["é", "a", "C", "B"]))
        self.assertEqual(drawn[:2], verify.draw_sample(bytes(32), "graine", 2, ["a", "é", "B", "C"]))


class Signatures(unittest.TestCase):
    VECTORS = [  # RFC 8032 §7.1, tests 1 to 3: secret, public, message, signature
        ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
         "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
         "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
         "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]

    def test_vectors_of_rfc_8032(self):
        for secret, key, message, signature in self.VECTORS:
            key, message, signature = (bytes.fromhex(x) for x in (key, message, signature))
            self.assertTrue(verify.ed25519_verifies(key, message, signature))
            self.assertFalse(verify.ed25519_verifies(key, message + b"x", signature))
            high = int.from_bytes(signature[32:], "little") + verify.ORDER
            self.assertFalse(verify.ed25519_verifies(key, message, signature[:32] + high.to_bytes(32, "little")))
            self.assertEqual((key, signature), sign(bytes.fromhex(secret), message))

    def test_a_note_that_others_made(self):
        key = verify.read_verifier("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        text, ((name, key_hash, signature),) = verify.read_note((
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
            "— PeterNeumann "
            "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
        ).encode())
        self.assertEqual((key.name, key.key_hash), (name, key_hash))
        self.assertTrue(verify.ed25519_verifies(key.key, text, signature))


def framed(*segments):
    table = (len(segments) - 1).to_bytes(4, "little") + b"".join((len(s) // 8).to_bytes(4, "little") for s in segments)
    return table + bytes(-len(table) % 8) + b"".join(segments)


def words(*numbers):
    return b"".join((n & (1 << 64) - 1).to_bytes(8, "little") for n in numbers)


class Messages(unittest.TestCase):
    @needs_capnp
    def test_the_table_has_the_places_of_the_schema(self):
        text = subprocess.run(["capnp", "compile", "-ocapnp", SCHEMA], stdout=subprocess.PIPE, check=True).stdout
        structs = dict(re.findall(r"^struct (\w+) [^\n]*\{[^\n]*\n(.*?)^\}", text.decode(), re.S | re.M))
        tags = re.findall(r"(\w+) @\d+ :\w+;  # ptr\[0\], union tag = (\d+)", structs.pop("Body"))
        self.assertEqual([(kind, str(i)) for i, kind in enumerate(verify.KINDS)], tags)
        table = {name[0].upper() + name[1:]: layout for name, layout in verify.LAYOUT.items() if name.isalnum()}
        self.assertEqual(set(structs), set(table))
        for name, body in structs.items():
            places = r"(\w+) @\d+ :[\w()]+(?: \$later\(void\))?;  # (?:bits\[(\d+), (\d+)\)|ptr\[(\d+)\])"
            wanted = re.findall(places, body)
            found = [(m.name, str(m.at), str(m.at + m.width), "") if m.width else (m.name, "", "", str(m.at))
                     for m in table[name].members]
            self.assertEqual(wanted, found, name)
        with open(SCHEMA, encoding="utf-8") as file:
            absent = re.findall(r"(\w+) @\d+ :[\w()]+(?: \$later)?; *#.*absent: null", file.read())
        optional = [m.name for name in structs for m in table[name].members if m.optional]
        self.assertEqual(sorted(absent), sorted(optional))

    @needs_capnp
    def test_what_capnp_encodes(self):
        events = Ledger().events
        payloads = encode(events)
        for event, payload in zip(events, payloads):
            found = verify.decode_event(payload)
            self.assertEqual([], list(verify.compare("", verify.without_seals(found, event), "", plain(event), "")))
        self.assertEqual(seal("FR76", "3iban"), verify.decode_event(payloads[2])["body"]["payee"]["iban"])

    @needs_capnp
    def test_far_and_double_far_pointers(self):
        payload = encode(Ledger().events[:1])[0]
        body, wanted = payload[8:], verify.decode_event(payload)
        root = int.from_bytes(body[:8], "little")
        self.assertEqual(0, root & 0xFFFFFFFF)
        self.assertEqual(wanted, verify.decode_event(framed(words(2 | 1 << 32), body)))
        pad = words(2 | 1 << 3 | 1 << 32, root)
        self.assertEqual(wanted, verify.decode_event(framed(words(2 | 4 | 2 << 32), body, pad)))
        for segments in ([words(2 | 7 << 32)], [words(2 | 1 << 32), words(2 | 1 << 32)], [words(3)], [b""],
                         [words(6 | 2 << 32), body, words(2)], [words(2 | 4 | 1 << 32), words(root, root)]):
            with self.assertRaises(verify.Damaged):
                verify.decode_event(framed(*segments))

    @needs_capnp
    def test_flipped_bits_are_read_or_refused(self):
        for payload in encode(Ledger().events[:3]):
            for bit in range(8 * len(payload)):
                raw = bytearray(payload)
                raw[bit // 8] ^= 1 << bit % 8
                with contextlib.suppress(*verify.FAULTS):
                    verify.decode_event(bytes(raw))
            for size in range(len(payload)):
                with self.assertRaises(verify.FAULTS):
                    verify.decode_event(payload[:size])

    @needs_capnp
    def test_fields_of_a_later_schema_are_not_passed_over(self):
        with tempfile.TemporaryDirectory() as folder:
            schema = later_schema(folder)
            for body, text in (('roadmapReceived = (groupement = "G", late = "x")', "unknown field in roadmapReceived"),
                               ('roadmapReceived = (groupement = "G", n = 1)', "unknown field in roadmapReceived"),
                               ('more = (groupement = "G")', None), ('roadmapReceived = (groupement = "G")', None)):
                raw = subprocess.run(["capnp", "encode", schema, "Event"], check=True,
                                     input=f"(position = 1, body = ({body}))".encode(), stdout=subprocess.PIPE)
                if text is None:
                    known = body.startswith("roadmap")
                    self.assertEqual({"groupement": "G"} if known else {}, verify.decode_event(raw.stdout)["body"])
                    continue
                with self.assertRaisesRegex(verify.Damaged, text):
                    verify.decode_event(raw.stdout)

    def test_a_fact_that_contains_itself(self):
        loop = words(3 << 32 | 4 << 48, 0, 0, 0, 0, 0, 0, 1 << 32 | 1 << 48,  # Event; its last pointer: Body in word 8
                     16, 3 << 48, 0, (-4 & 0x3FFFFFFF) << 2 | 1 << 32 | 1 << 48, 0)  # factCorrected, fact: word 8 again
        with self.assertRaisesRegex(verify.Damaged, "too deeply"):
            verify.decode_event(framed(loop))

    def test_lists_that_promise_more_than_they_hold(self):
        for size in (0, 7):  # a list of 2^29 - 1 voids, of 2^29 - 1 structs of no size
            most = (1 << 29) - 1
            message = verify.Message(framed(words(1 | size << 32 | (0 if size else most) << 35, most << 2)))
            with self.assertRaisesRegex(verify.Damaged, "too often"):
                message.list_of(message.follow(0, 0), 0)


def plain(event):
    return {m: v for m, v in json.loads(json.dumps(event), parse_float=verify.Decimal).items()}


class Numbers(unittest.TestCase):
    def test_half_away_from_zero(self):
        for text, wanted in (("0.5", 1), ("-0.5", -1), ("1.49", 1), ("-2.5", -3), ("1/3", 0), ("-1/2", -1)):
            self.assertEqual(wanted, verify.nearest(verify.exact(text)))
        self.assertEqual(("-0.05", "0.00", "12.30"), tuple(map(verify.euros, (-5, 0, 1230))))
        self.assertEqual("0.000000", verify.six(verify.exact("-0.0000004")))

    def test_apportion(self):
        self.assertEqual({"b": 33, "a": 34, "c": 33}, verify.apportion(100, {"b": 1, "a": 1, "c": 1}))
        self.assertEqual({"a": 0, "b": 0}, verify.apportion(0, {"a": 0, "b": 0}))

    def test_what_is_no_number(self):
        for text in ("", "1e5", "٣", "1.", ".5", "+1", " 1", "1/2/3", "NaN", "1\n"):
            with self.assertRaises(verify.Damaged):
                verify.exact(text)
        for text in ("1", "1.0", "1.000", "1,00", "1.00\n"):
            with self.assertRaises(verify.Damaged):
                verify.cents(text)

    def test_one_is_not_true_and_not_a_text(self):
        for one, two in ((1, True), (1, "1"), (0, None), ([], {}), ({"a": None}, {}), ([1], [1, 1])):
            self.assertTrue(list(verify.compare("", one, "", two, "")), (one, two))


# ------------------------------------------------------------------------------------------------ seen from outside


class SeenFromOutside(unittest.TestCase):
    """The vector of events/README.md, and lines that are nearly it. Time stamps are timestamp_test.py's."""

    TEXT = "ipep.example\n2\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n"
    WITNESS = "witness.example+20bc7f2b+BMhTrQ8M0rYZrqks7sT9VqJNZJnVhM55JX5Fz9gTm2Cn"
    SIGNED = ("ILx/KwAAAABkGFDLCQmFRxaHF0GkkoHO/s2xWT6zCsFEvHkQO3um3evJQMsX8++vFtdHhzp0ZhCVgAorbddy0kdmVCpS72GnEns5"
              "Dw==")

    def seen(self, signed=SIGNED, text=TEXT, name="witness.example"):
        note = verify.read_note(f"{text}\n— {name} {signed}\n".encode())
        return verify.cosignatures_of(note, [verify.read_verifier(self.WITNESS, 4)])

    def test_the_vector(self):
        with open(os.path.join(HERE, "..", "events", "README.md"), encoding="utf-8") as file:
            written = file.read()
        for part in (self.WITNESS, self.SIGNED, hashlib.sha256(self.TEXT.encode()).hexdigest()):
            self.assertIn(part, written)
        self.assertEqual({"witness.example": 1679315147}, self.seen())
        self.assertRaises(verify.Damaged, verify.read_verifier, self.WITNESS)

    def test_what_is_nearly_it(self):
        raw = base64.b64decode(self.SIGNED)
        for at in (4, 11, 12, 75):
            changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1:]
            self.assertRaises(verify.Damaged, self.seen, base64.b64encode(changed).decode())
        for other in (raw[:75], raw + b"\0", raw[:10]):
            self.assertRaises(verify.Damaged, self.seen, base64.b64encode(other).decode())
        self.assertRaises(verify.Damaged, self.seen, text=self.TEXT.replace("\n2\n", "\n3\n"))
        self.assertEqual({}, self.seen(name="other.example"))
        self.assertEqual({}, self.seen(base64.b64encode(b"abcd" + raw[4:]).decode()))

    def test_der_is_one_form(self):
        self.assertEqual([(0x30, b"\2\1\0")], verify.der_parts(bytes.fromhex("3003020100")))
        for bad in ("30", "3004020100", "308103020100", "30820003020100", "3080020100", "3f03020100", "30850000000001"):
            self.assertRaises(verify.Damaged, verify.der_parts, bytes.fromhex(bad))

if __name__ == "__main__":
    unittest.main()
