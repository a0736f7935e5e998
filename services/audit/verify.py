#!/usr/bin/env python3
"""verify.py: checks an audit pack of the Ipep ledger without trusting the program that wrote it.

    python3 -I verify.py [FOLDER] [--verifier KEY|@FILE]… [--checkpoint FILE]… [--proof FILE]… [--seed TEXT --sample N]

Run a copy of your own: from the package (share/ipep-ledger/verify.py) or the repository of ipep-ledger, not from the
pack. Who made the pack could have written the copy in it; which copy runs, and whether the pack's is the same, is said
first. -I keeps Python to its own modules: without it, it would also take a json.py that lies beside the script.

FOLDER is the pack; without it, the folder this file lies in, or none where only proofs are checked. Every check prints
its name, how much it looked at, and `ok`, each difference, or NOT CHECKED and why. The last line is `0 differences`
(exit 0) or `N differences` (exit 4); exit 2 is wrong usage or a pack that cannot be read.

    --verifier    a key of the signer, obtained another way than with the pack; it goes before the pack's own
    --checkpoint  a checkpoint that you were given earlier and kept: the pack holds at least that log, and the same
    --proof       what `ipep prove` printed, of whatever kind, held against the checkpoints you hold
    --witness, --quorum  keys of witnesses, from the witnesses themselves: so many must have seen a checkpoint
    --timestamp, --authority  time stamps of your checkpoints by RFC 3161, and whose certificates they must lead to;
                  stamps in packs and proofs are read without them, and signatures are checked by the program openssl
    --seed, --sample   draw amounts that nobody could choose: your words, told after you were given the checkpoint
    --monetary-unit paid|due, --materiality, --expected, --confidence  with --seed: each cent has the same chance
    --evaluate    what you found in the amounts drawn by monetary unit: how much may be misstated of all

How it relates to the text: this program was written from the ledger's specification (the rules of the cahier des
charges of 2019, cited here as CDC, section by section), not from the ledger's C++. Two programs and one text: where
the two give one figure, the figure follows from the facts and the text; where they differ, one of them is wrong.
Figures with six decimals and amounts are compared as shown. Nothing here is computed in floating point.

What it shows of payments: that each fact, settlement and act was recorded by a person who held the role for it, and
what takes two persons by two; that nothing was ordered beyond what was owed and validated, approved against a check,
sent otherwise than approved, counted as paid otherwise than sent, or done in a closed month; that vouchers are what
their events say, and each file for the bank what the orders and their payees make.

What it does NOT show: that a fact is true (its source, named in the event, says that), that the person named is who
typed the command, what stands in the bank's files (the events name them by their digests), or, without a checkpoint
that you were given earlier, that the pack is the whole ledger. The books are not in the pack.

Order of this file: exact numbers - the rules, by CDC section - the book of facts and the settlement of a year -
persons - payments - the replay. Who wants to know how an amount comes about need not read further. Then: the stored
bytes (Cap'n Proto) - digests and trees - signatures and notes - the sample - the checks of a pack - what the auditor
brings - seen from outside - the report. It needs Python 3.9 or later and nothing else; for the signatures of time
stamps alone the program openssl.
"""
import sys

if __name__ == "__main__" and not sys.flags.isolated:
    # Nothing is taken from beside the script, not even to start again; `from __future__` would be, so it is not used.
    # What PYTHONPATH, a sitecustomize.py or a .pth file of the user's has done, it has done before this line.
    sys.path = [folder for folder in sys.path[1:] if folder.startswith((sys.base_prefix, sys.base_exec_prefix))]
    print("verify.py: not started isolated. Start it as python3 -I: else Python also runs what lies beside it, and "
          "what PYTHONPATH and sitecustomize.py name.", file=sys.stderr, flush=True)
    if "__file__" not in globals():  # read from a pipe, it cannot be started again
        sys.exit(2)
    import os
    os.execv(sys.executable, [sys.executable, "-I", __file__, *sys.argv[1:]])

import argparse
import base64
import csv
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Tuple

FORMAT = 2  # the newest format of a ledger that this file knows
RULE_CODE = 1  # the version of the rules' code that this file re-performs
LAST_YEAR = 9999
JsonObject = Dict[str, Any]

class Damaged(Exception):
    """Something read from the pack is not what it should be; the text says what."""

FAULTS = (Damaged, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError)

def explain(fault: BaseException) -> str:
    if isinstance(fault, KeyError) and fault.args:
        return f"{show(fault.args[0])} is missing"
    return str(fault) if isinstance(fault, Damaged) else f"{type(fault).__name__} {show(str(fault))}"

def show(value: Any) -> str:
    """A value for a person: JSON, cut, and with nothing in it that a terminal would obey."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    text = text if len(text) <= 200 else text[:200] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)

# ---------------------------------------------------------------------------------------------- exact numbers (§10)

def exact(text: str) -> Fraction:
    """A measured value or a ratio as given: "12", "-0.05" or "1/3"."""
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+|/[0-9]+)?", text):
        raise Damaged(f"{show(text)} is not a number")
    return Fraction(text)

def cents(amount: str) -> int:
    if not re.fullmatch(r"-?[0-9]+\.[0-9]{2}", amount):
        raise Damaged(f"{show(amount)} is not an amount")
    return int(amount.replace(".", ""))

def nearest(value: Fraction) -> int:
    """`round` of the text: to the nearest whole number, half away from zero."""
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size

def decimals(units: int, places: int) -> str:
    whole, rest = divmod(abs(units), 10 ** places)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{places}}"

def euros(amount_cents: int) -> str:
    return decimals(amount_cents, 2)

def six(value: Fraction) -> str:
    return decimals(nearest(value * 10 ** 6), 6)

def byte_order(text: str) -> bytes:
    return text.encode("utf-8")

def apportion(total: int, weights: Dict[str, int]) -> Dict[str, int]:
    """Largest remainder: floors first, then one cent each to the largest remainders, ties to the smaller name."""
    whole = sum(weights.values())
    if not whole:
        return {name: 0 for name in weights}
    parts = {name: total * weight // whole for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: (-(total * weights[name] % whole), byte_order(name)))
    for name in by_remainder[:total - sum(parts.values())]:
        parts[name] += 1
    return parts

# ------------------------------------------------------------------------------------------------------- the rules

def seed_credit(p: JsonObject, assessed: JsonObject) -> Tuple[int, int]:
    """CDC 2019 §10: the seed credit granted, and the first tranche of it (the second is the rest)."""
    s = p["seedCredit"]
    ceiling = s["sizeCeilingPatients"]
    low, high = exact(s["sizeFactorMin"]), exact(s["sizeFactorMax"])
    floor = s.get("sizeFloorPatients", 0)  # §17
    size = low + (high - low) * Fraction(max(min(assessed["patients"], ceiling) - floor, 0), ceiling - floor)
    amount = cents(s["baseAmount"]) * (size + exact(assessed["multiprofessionalModulation"]))
    granted = nearest(Fraction(min(cents(s["ceiling"]), max(cents(s["floor"]), amount))))
    return granted, nearest(granted * exact(s["firstTranche"]))

def indicator_points(p: JsonObject, aim: JsonObject, value: Fraction, before: Optional[str]) -> Fraction:
    """CDC 2019 §8-I-2: target, else intermediate objective, else better, same or worse than the year before.

    Where stability is expected (§17), the change itself is held against both objectives, and more of it is worse.
    """
    points, stable = p["quality"]["points"], aim["direction"] == "stable"
    sign = 1 if aim["direction"] == "up" else -1
    if before is None and stable:
        raise Damaged(f"no value of the year before and no starting value for {show(aim['indicator'])}")
    held = abs(value - exact(before)) if stable and before is not None else value
    for rung in ("target", "intermediate"):
        if sign * held >= sign * exact(aim[rung]):
            return exact(points[rung])
    if before is None:
        raise Damaged(f"no value of the year before and no starting value for {show(aim['indicator'])}")
    if stable:
        return exact(points["worsened"])
    change = sign * (value - exact(before))
    return exact(points["improved" if change > 0 else "worsened" if change < 0 else "stable"])

def component_share(book: "Book", p: JsonObject, year: int, group: str, indicators: List[str]) -> Fraction:
    """CDC 2019 §8-I-2, annexe 1: the points of one component as a part of all that could be reached."""
    total = Fraction(0)
    for indicator in indicators:
        aim = book.find("indicatorTargetsSet", group, year, indicator)
        aim = aim or book.need("indicatorTargetsSet", None, year, indicator)
        earlier = book.find("indicatorMeasured", group, year - 1, indicator)
        value = exact(book.need("indicatorMeasured", group, year, indicator)["value"])
        total += indicator_points(p, aim, value, earlier["value"] if earlier else aim.get("startingValue"))
    return total / (exact(p["quality"]["points"]["target"]) * len(indicators)) if indicators else Fraction(0)

def experience_bonus(book: "Book", p: JsonObject, year: int, group: str) -> Fraction:
    """CDC 2019 §8-I-2: the bonus for the patients' experience."""
    level, bonus = book.need("experienceThresholdsSet", None, year), p["quality"]["experienceBonus"]
    score = exact(book.need("experienceMeasured", group, year)["score"])
    return next((exact(bonus[rung]) for rung in ("target", "intermediate") if score >= exact(level[rung])), Fraction(0))

def quality_score(book: "Book", p: JsonObject, year: int, group: str, rank: int) -> JsonObject:
    """CDC 2019 §8-I: core and chosen indicators by weight, and the bonus."""
    q, chosen_fact = p["quality"], book.find("indicatorsChosen", group)

    def counts(name: str) -> bool:
        start = q["countedFromYear"].get(name, 1)  # §17: from 1000 on a calendar year, below it a rank
        return start <= (year if start >= 1000 else rank)

    core = [indicator for indicator in q["socle"] if counts(indicator)]
    chosen = chosen_fact["indicators"] if chosen_fact and counts("aLaCarte") else []
    weights = q["weights"]["withALaCarte" if chosen else "withoutALaCarte"]
    base = exact(weights["socle"]) * component_share(book, p, year, group, core)
    base += exact(weights["aLaCarte"]) * component_share(book, p, year, group, chosen)
    bonus = experience_bonus(book, p, year, group) if counts("experience") else Fraction(0)
    return {"scoreBase": base, "bonus": bonus, "score": base + bonus}

def efficiency_gain(p: JsonObject, now: JsonObject, before: List[JsonObject], patients: int) -> JsonObject:
    """CDC 2019 §8-II, annexe 5: level and evolution of spending against what was expected, per patient.

    `before` holds the years the trend is taken over (§17), the one before alone where the rules say nothing.
    """
    e, band = p["efficiency"], exact(p["efficiency"]["band"])
    actual, adjusted = exact(now["actualPerPatient"]), exact(now["adjustedPerPatient"])
    gap = max((1 - band) * adjusted - actual, Fraction(0)) or min((1 + band) * adjusted - actual, Fraction(0))
    moved = [exact(b["actualPerPatient"]) * adjusted / exact(b["adjustedPerPatient"]) for b in before]
    evolution = sum(moved, Fraction(0)) / len(moved) - actual
    per_patient = exact(e["share"]) * (exact(e["gapWeight"]) * max(gap, Fraction(0))
                                       + exact(e["evolutionWeight"]) * max(evolution, Fraction(0)))
    gain = nearest(per_patient * patients * 100)
    return {"gap": gap, "evolution": evolution, "perPatient": per_patient, "gain": gain}

def modulation(p: JsonObject, score: Fraction) -> Fraction:
    """CDC 2019 §8-III, target model: a straight line through the knots, flat outside."""
    knots = [(exact(at), exact(value)) for at, value in p["modulation"]["knots"]]
    if score <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in zip(knots, knots[1:]):
        if score <= x1:
            return y0 + (y1 - y0) * (score - x0) / (x1 - x0)
    return knots[-1][1]

def pay_quality(p: JsonObject, rows: List[JsonObject]) -> int:
    """CDC 2019 §8-III: drawing rights on the envelope (mixed), modulation of the gain (target). Gives the envelope."""
    q, mixed = p["quality"], [r for r in rows if r["model"] == "mixed"]
    basis = [] if not mixed else rows if q["envelopeBasis"] == "allSettled" else mixed
    envelope = nearest(exact(q["envelopeShare"]) * sum(r["expenditure"] for r in basis) * 100)
    rights = apportion(envelope, {r["groupement"]: r["patients"] for r in basis})
    full = exact(q["scoreForFullAmount"])
    for r in rows:
        if r["model"] == "mixed":
            right = rights[r["groupement"]]
            earned = nearest(right * min(max(r["score"], Fraction(0)), full) / full)
            r.update(qualityRight=right, quality=earned, modulation=Fraction(0), gross=r["gain"] + earned)
        else:
            change = modulation(p, r["score"])
            r.update(qualityRight=0, quality=0, modulation=change, gross=nearest(r["gain"] * (1 + change)))
    return envelope

def cap(p: JsonObject, rows: List[JsonObject]) -> int:
    """CDC 2019 §8-III: the cap of each group, then the national one, both rounded down. Gives the national cap."""
    of_group, of_nation = exact(p["caps"]["groupement"]), exact(p["caps"]["national"])
    for r in rows:
        r["groupCap"] = of_group * r["expenditure"] * 100 // 1
        r["capped"] = min(r["gross"], r["groupCap"])
    national = of_nation * sum(r["expenditure"] for r in rows) * 100 // 1
    capped = {r["groupement"]: r["capped"] for r in rows}
    kept = apportion(national, capped) if sum(capped.values()) > national else capped
    for r in rows:
        r["net"] = kept[r["groupement"]]
        r["nationalReduction"] = r["capped"] - r["net"]
    return int(national)

def advance(p: JsonObject, r: JsonObject, seed: int, before: int) -> None:
    """CDC 2019 §3: the payment is brought up to the seed credit (mixed), and what was advanced is recovered later."""
    above = r["net"] - seed
    granted = max(0, -above) if r["model"] == "mixed" else 0
    most = above if p["advance"]["recovery"] == "aboveSeedCredit" else r["net"]
    recovered = min(before, most) if above > 0 else 0
    r.update(seedCredit=seed, advanceBefore=before, advanceGranted=granted, advanceRecovered=recovered,
             advanceOutstanding=before + granted - recovered, due=r["net"] + granted - recovered)

# ------------------------------------------------------------------------ the book of facts, and settling (§2 to §11)

class Fact(NamedTuple):
    body: JsonObject
    position: int  # of the first fact, also when it was corrected
    on: str

class Decision(NamedTuple):
    kind: str
    body: JsonObject
    on: Optional[str] = None  # None: the day of the fact, or of the settlement, that it follows from

def identity(kind: str, body: JsonObject) -> Tuple:
    return (kind,) + tuple(str(body.get(member, "")) for member in ("groupement", "year", "tranche"))

def subject_of(kind: str, body: JsonObject, position: int) -> Tuple:
    """A second fact on a subject replaces the first. Rules may be adopted again, and all stay; so with payments."""
    if kind == "rulesAdopted" or kind in PAYMENT_FACTS + OUTSIDE_SETTLEMENTS:
        return (position,)
    return tuple(body.get(member) for member in ("groupement", "year", "indicator", "paymentYear", "subject"))

PAYMENT_FACTS = ("payeeChanged", "oppositionNotified", "oppositionLifted", "creditNotified", "refundReceived",
                 "overpaymentWriteOffDecided", "accrualEstimated", "roleGranted", "roleRevoked")
# §17: they enter no settlement; of some a group has several.
OUTSIDE_SETTLEMENTS = ("observationRecorded", "groupementDescribed", "paymentTakenOver", "adjustmentModelAdopted",
                       "amendmentOpinionGiven", "chosenIndicatorValidated", "engagementSigned", "experimentScheduled")
BOOKED_AS = {"refundReceived": ("refundBooked", "reference"), "accrualEstimated": ("accrualBooked", "year"),
             "overpaymentWriteOffDecided": ("overpaymentWrittenOff", "decision")}

class Book:
    """What is known at a position: the right facts, what was granted, settled and written off.

    apply() takes a fact and gives the decisions that must stand right behind it; settle() gives a settlement's batch.
    """

    def __init__(self) -> None:
        self.facts: Dict[str, Dict[Tuple, Fact]] = defaultdict(dict)  # by kind and subject
        self.keys: Dict[str, Tuple[str, Tuple]] = {}  # key of the first fact -> kind and subject
        self.granted: Dict[str, int] = {}
        self.released: Dict[Tuple[str, int], Tuple[int, int]] = {}  # group, tranche -> payment year, total
        self.written_off: Dict[Tuple[str, int], int] = {}  # group, after year -> what stands
        self.settled: Dict[int, JsonObject] = {}  # the latest revisions, as contract and pack show them
        self.booked: Dict[Tuple, int] = {}  # refunds, overpayments written off, accruals: kind, group and which -> amount

    def apply(self, kind: str, body: JsonObject, position: int, on: str, key: Optional[str] = None) -> List[Decision]:
        if kind == "factCorrected":
            kind, body = self.correct(body)
        else:
            subject = subject_of(kind, body, position)
            self.facts[kind][subject] = Fact(body, position, on)
            if key is not None:
                self.keys.setdefault(key, (kind, subject))
        if kind == "rulesAdopted":
            return [decision for group in self.groups() for decision in self.seed_decisions(group)]
        if kind in ("groupementAdmitted", "conventionSigned", "seedCreditAssessed", "roadmapReceived"):
            return self.seed_decisions(body["groupement"])
        if kind in BOOKED_AS:
            return self.book_amount(kind, body)
        return self.write_off(body) if kind == "advanceWriteOffDecided" else []

    def book_amount(self, kind: str, body: JsonObject) -> List[Decision]:
        """Money back, a write-off, an accrual: booked as it stands; a correction books the difference."""
        decision, which = BOOKED_AS[kind]
        subject, amount = (decision, body["groupement"], body[which]), cents(body["amount"])
        difference = amount - self.booked.get(subject, 0)
        self.booked[subject] = amount
        return [Decision(decision, {"groupement": body["groupement"], which: body[which], "amount": body["amount"],
                                    "difference": euros(difference)})] if difference else []

    def owed(self, group: str) -> int:
        """§11, before payments: seed tranches released, dues of the latest revisions, received back and written off."""
        back = sum(amount for (kind, whose, _), amount in self.booked.items()
                   if whose == group and kind != "accrualBooked")
        rows = [rows_of(settlement).get(group) for settlement in self.settled.values()]
        return (back + sum(total for (whose, _), (_, total) in self.released.items() if whose == group)
                + sum(cents(row["due"]) for row in rows if row))

    def correct(self, body: JsonObject) -> Tuple[str, JsonObject]:
        """§11: the right fact takes the place and the day of the wrong one; the last correction counts."""
        (kind, right), = body["fact"].items()
        if self.keys.get(body["corrects"], ("",))[0] != kind:
            raise Damaged(f"corrects {show(body['corrects'])}, which is no {show(kind)}")
        wrong = self.facts[kind].pop(self.keys[body["corrects"]][1])
        subject = subject_of(kind, right, wrong.position)
        self.facts[kind][subject] = Fact(right, wrong.position, wrong.on)
        self.keys[body["corrects"]] = kind, subject
        return kind, right

    def fact(self, kind: str, group: Any, year: Any = None, indicator: Any = None) -> Optional[Fact]:
        return self.facts[kind].get((group, year, indicator, None, None))

    def find(self, kind: str, *subject: Any) -> Optional[JsonObject]:
        found = self.fact(kind, *subject)
        return found.body if found else None

    def need(self, kind: str, *subject: Any) -> JsonObject:
        found = self.fact(kind, *subject)
        if found is None:
            raise Damaged(f"the fact {kind} {show([s for s in subject if s is not None])} is missing")
        return found.body

    def groups(self) -> List[str]:
        return sorted((subject[0] for subject in self.facts["groupementAdmitted"]), key=byte_order)

    def rules_for(self, year: int) -> Optional[JsonObject]:
        """§1: the rules with the greatest fromYear not after `year`; on a tie, those first recorded later."""
        adopted = [fact for fact in self.facts["rulesAdopted"].values() if fact.body["fromYear"] <= year]
        return max(adopted, key=lambda fact: (fact.body["fromYear"], fact.position)).body if adopted else None

    def years_of(self, group: str) -> List[int]:
        """§1, CDC 2019 §3, §9, §11: the result years, from the first until the phases end or the group has left."""
        admitted, left = self.need("groupementAdmitted", group), self.find("groupementWithdrew", group)
        first = admitted["firstYear"]
        years: List[int] = []
        for year in range(first, min(left["lastYear"] if left else LAST_YEAR, LAST_YEAR) + 1):
            rules = self.rules_for(year)
            if year < 1 or rules is None:
                break
            phases = rules["parameters"]["phases"]
            by_wave = phases.get("resultYearsByWave", {})  # §17
            if len(years) >= by_wave.get(str(admitted["wave"]), phases["resultYears"]):
                break
            years.append(year)
        return years

    def seed_decisions(self, group: str) -> List[Decision]:
        """CDC 2019 §10, §3: what is granted, and the tranches whose conditions are complete, where they change."""
        admitted, assessed = self.fact("groupementAdmitted", group), self.fact("seedCreditAssessed", group)
        rules = self.rules_for(admitted.body["firstYear"]) if admitted else None
        if not admitted or not assessed or not rules:
            return []
        total, first = seed_credit(rules["parameters"], assessed.body)
        decisions, before = [], self.granted.get(group)
        if total != before:
            self.granted[group] = total
            decisions.append(Decision("seedCreditGranted", {"groupement": group, "rules": rules["rules"],
                             "amount": euros(total), "difference": euros(total - (before or 0))}))
        conditions = [admitted, assessed, self.fact("conventionSigned", group)]
        for tranche, part in ((1, first), (2, total - first)):
            conditions += [self.fact("roadmapReceived", group)] if tranche == 2 else []
            if None not in conditions:
                decisions += self.release(group, tranche, part, max(f.on for f in conditions if f))
        return decisions

    def release(self, group: str, tranche: int, total: int, day: str) -> List[Decision]:
        """The payment year is that of the first release, whatever is corrected afterwards."""
        known = self.released.get((group, tranche))
        payment_year, before = known or (int(day[:4]), 0)
        if known and before == total:
            return []
        self.released[group, tranche] = payment_year, total
        return [Decision("seedTrancheReleased", {"groupement": group, "tranche": tranche, "paymentYear": payment_year,
                         "amount": euros(total - before), "total": euros(total)}, None if known else day)]

    def outstanding(self, group: str, year: int, settled: Dict[int, JsonObject]) -> int:
        """Advances still to be recovered when `year` begins: as its last year left them, less what was written off."""
        last = max((y for y in settled if y < year and group in rows_of(settled[y])), default=None)
        if last is None:
            return 0
        written = sum(w for (g, after), w in self.written_off.items() if g == group and last <= after < year)
        return max(0, cents(rows_of(settled[last])[group]["advanceOutstanding"]) - written)

    def write_off(self, decided: JsonObject) -> List[Decision]:
        """§9, CDC 2019 §1: the whole of what is outstanding, after the group's last result year."""
        group = decided["groupement"]
        amount = self.outstanding(group, LAST_YEAR + 1, self.settled)
        if not amount:
            return []
        after = max(self.years_of(group) + [year for year, one in self.settled.items() if group in rows_of(one)])
        self.written_off[group, after] = self.written_off.get((group, after), 0) + amount
        return [Decision("advanceWrittenOff", {"groupement": group, "afterYear": after, "amount": euros(amount),
                                               "decision": decided["decision"]})]

    def settle(self, first: int) -> List[Decision]:
        """§11: settles `first` and, again, every later settled year; only what changes gets a new revision."""
        settled, decisions = dict(self.settled), []
        for year in sorted({first} | {y for y in settled if y > first}):
            old = settled.get(year)
            new, scores = settle_year(self, year, settled)
            if old and (old["national"], old["groupements"]) == (new["national"], new["groupements"]):
                continue
            new["revision"] = old["revision"] + 1 if old else 1
            decisions += year_decisions(new, old, scores, lambda group: self.outstanding(group, year, settled))
            settled[year] = new
        decisions += self.reversals(settled)
        self.settled = settled
        return decisions

    def reversals(self, settled: Dict[int, JsonObject]) -> List[Decision]:
        """§9: a write-off larger than what is outstanding now is reversed by the excess."""
        excess: Dict[str, int] = {}
        room: Dict[Tuple[str, Optional[int]], int] = {}  # group, settled year -> what can still be written off after it
        for (group, after), written in sorted(self.written_off.items(), key=lambda w: (byte_order(w[0][0]), w[0][1])):
            last = max((y for y in settled if y <= after and group in rows_of(settled[y])), default=None)
            there = cents(rows_of(settled[last])[group]["advanceOutstanding"]) if last is not None else 0
            stands = min(written, room.get((group, last), there))
            room[group, last] = room.get((group, last), there) - stands
            self.written_off[group, after] = stands
            excess[group] = excess.get(group, 0) + written - stands
        return [Decision("advanceWriteOffReversed", {"groupement": group, "amount": euros(amount)})
                for group, amount in excess.items() if amount]

def rows_of(settlement: Optional[JsonObject]) -> Dict[str, JsonObject]:
    return {row["groupement"]: row for row in settlement["groupements"]} if settlement else {}

def settle_year(book: Book, year: int, settled: Dict[int, JsonObject]) -> Tuple[JsonObject, Dict[str, Fraction]]:
    """§11: all groups of the year together, under the rules of the year; as shown, and with the exact scores."""
    rules = book.rules_for(year)
    if rules is None:
        raise Damaged(f"no rules are in force for {year}")
    p, rows = rules["parameters"], []
    for group in book.groups():
        if year not in book.years_of(group):
            continue
        rank = year - book.need("groupementAdmitted", group)["firstYear"] + 1
        patients = book.need("patientsCounted", group, year)["patients"]
        now = book.need("expenditureMeasured", group, year)
        row = {"groupement": group, "model": "mixed" if rank <= p["phases"]["mixedYears"] else "target", "rank": rank,
               "patients": patients, "expenditure": exact(now["actualPerPatient"]) * patients}
        trend = range(1, p["efficiency"].get("trendYears", 1) + 1)
        before = [book.need("expenditureMeasured", group, year - k) for k in trend]
        row.update(efficiency_gain(p, now, before, patients))
        row.update(quality_score(book, p, year, group, rank))
        rows.append(row)
    envelope, national_cap = pay_quality(p, rows), cap(p, rows)
    for row in rows:
        group = row["groupement"]
        book.need("seedCreditAssessed", group)
        advance(p, row, book.granted[group], book.outstanding(group, year, settled))
    national = {"expenditure": six(Fraction(sum(r["expenditure"] for r in rows))), "cap": euros(national_cap),
                "qualityEnvelope": euros(envelope)}
    for member in ("capped", "net", "advanceGranted", "advanceRecovered", "due"):
        national[member] = euros(sum(r[member] for r in rows))
    return ({"year": year, "revision": 0, "rules": rules["rules"], "national": national,
             "groupements": [shown(row) for row in rows]}, {r["groupement"]: r["score"] for r in rows})

SIX_DECIMALS = {"gap", "evolution", "perPatient", "scoreBase", "bonus", "score", "expenditure", "modulation"}
AS_IT_IS = {"groupement", "model", "rank", "patients"}

def shown(row: JsonObject) -> JsonObject:
    return {member: value if member in AS_IT_IS else six(value) if member in SIX_DECIMALS else euros(value)
            for member, value in row.items()}

def year_decisions(new: JsonObject, old: Optional[JsonObject], scores: Dict[str, Fraction],
                   outstanding_before: Callable[[str], int]) -> List[Decision]:
    """The events of one year of a settlement, in order. Where a line is annulled, the advance before it stands again."""
    decisions, earlier, rules = [], rows_of(old), {"rules": new["rules"]}
    revision = {"year": new["year"], "revision": new["revision"]}

    def decide(kind: str, row: JsonObject, members: str, **more: Any) -> None:
        decisions.append(Decision(kind, {**{m: row[m] for m in ("groupement " + members).split()}, **revision, **more}))

    def move_advance(row: JsonObject, before: JsonObject) -> None:
        for kind in ("advanceGranted", "advanceRecovered"):
            moved = cents(row[kind]) - cents(before.get(kind, "0.00"))
            if moved:
                decide(kind, row, "", amount=row[kind], difference=euros(moved), outstanding=row["advanceOutstanding"])

    for row in new["groupements"]:
        before = earlier.pop(row["groupement"], {})
        decide("qualityScored", row, "scoreBase bonus score", exactScore=str(scores[row["groupement"]]), **rules)
        decide("efficiencyGainEstablished", row, "gap evolution perPatient gain", **rules)
        if row["net"] != row["gross"]:
            decide("incentiveCapped", row, "gross groupCap capped net nationalReduction")
        difference = euros(cents(row["net"]) - cents(before.get("net", "0.00")))
        decide("incentiveSettled", row, " ".join(row), netDifference=difference, **rules)
        move_advance(row, before)
    for group, before in sorted(earlier.items(), key=lambda item: byte_order(item[0])):
        gone = {"groupement": group, "advanceGranted": "0.00", "advanceRecovered": "0.00",
                "advanceOutstanding": euros(outstanding_before(group))}
        decide("incentiveAnnulled", gone, "", netDifference=euros(-cents(before["net"])))
        move_advance(gone, before)
    count = len(new["groupements"])
    decisions.append(Decision("yearSettled", {**new["national"], **revision, **rules, "groupements": count,
                                              "ruleCode": RULE_CODE}))
    return decisions

# ---------------------------------------------------------------------- persons (§14, contract "Payments", CSS D.253-4)

# What each role records. All else - rules, groups, results, settlements and their validation - is the Cnam's.
RECORDS = {
    "director": ("conventionSigned", "roadmapReceived", "payeeChanged", "payeeConfirmed", "overpaymentWriteOffDecided",
                 "paymentOrdered", "orderRequisitioned", "orderCancelled", "orderResolved", "personalDataRead",
                 "paymentTakenOver", "takeOverConfirmed", "bankLineConfirmed"),
    "dcf": ("payeeConfirmed", "oppositionNotified", "oppositionLifted", "refundReceived", "accrualEstimated",
            "orderSuspended", "orderApproved", "fileIssued", "orderIssued", "fileWritten", "orderAccepted",
            "orderRejected", "orderPaid", "orderBooked", "orderReturned", "orderTold", "orderReinstated",
            "orderResolved", "bankFileRead", "bankLineUnmatched", "bankLineMatched", "monthClosed", "personalDataRead",
            "paymentTakenOver", "takeOverConfirmed", "bankLineExplained", "bankLineConfirmed"),
    "auditor": ("personalDataRead",),
    "admin": ("roleGranted", "roleRevoked", "roleConfirmed", "personalDataErased")}
EVERYWHERE = ("cnam", "admin")  # the other roles hold for one CPAM, where they name one
APART = {"director", "dcf"}  # never one person for one CPAM, not even one after the other

def likeness(identifier: str) -> str:
    """What identifiers share that differ by capitals, O and 0, l, I and 1, or by hyphen, underscore and full stop."""
    return identifier.lower().translate(str.maketrans("01i_.", "oll--"))

def is_bound(event: JsonObject) -> bool:
    """Whether the event was judged by days, refunds, second persons and look-alikes when it was recorded."""
    return event.get("bounds", 0) > 0

def same_person(event: JsonObject, other: Optional[str]) -> bool:
    if other is None or not is_bound(event):
        return event["actor"] == other
    return likeness(event["actor"]) == likeness(other)

def day_in_paris(recorded: str) -> str:
    """Summer time from the last Sunday of March to that of October, 1:00 UTC (directive 2000/84/CE)."""
    utc = datetime.fromisoformat(recorded.rstrip("Z")[:19])

    def turn(month: int) -> datetime:
        last = datetime(utc.year, month, 31, 1)
        return last - timedelta(days=(last.weekday() + 1) % 7)

    summer = turn(3) <= utc < turn(10)
    return (utc + timedelta(hours=2 if summer else 1)).date().isoformat()

def not_after_today(event: JsonObject) -> Iterator[str]:
    if is_bound(event) and event["on"] > day_in_paris(event["recordedAt"]):
        yield f"on {event['on']}, which had not come when it was recorded"

class Roles:
    """Who may do what at this position. Until the first role is granted, everybody everything."""

    def __init__(self) -> None:
        self.granted: List[JsonObject] = []  # ever
        self.held: List[JsonObject] = []
        self.pending: Dict[str, Tuple[int, str, JsonObject]] = {}  # by key: granted by one of several admins

    def admins(self) -> set:
        return {likeness(one["person"]) for one in self.held if one["role"] == "admin"}

    def of(self, person: str, role: str, cpam: Optional[str]) -> List[JsonObject]:
        return [one for one in self.held if (one["person"], one["role"]) == (person, role)
                and (role in EVERYWHERE or one.get("cpam") in (None, cpam))]

    def may(self, person: str, kind: str, cpam: Optional[str]) -> bool:
        roles = [role for role, kinds in RECORDS.items() if kind in kinds] or ["cnam"]
        return not self.granted or any(self.of(person, role, cpam) for role in roles)

    def within(self, person: str, role: str, cpam: str, amount: int) -> bool:
        """Whether the person's highest ceiling lets an order of this amount pass."""
        held = self.of(person, role, cpam)
        return not held or any("ceiling" not in one or amount <= cents(one["ceiling"]) for one in held)

    @staticmethod
    def same(one: JsonObject, other: JsonObject) -> bool:
        return all(one.get(member) == other.get(member) for member in ("person", "role", "cpam", "groupement"))

    def grant(self, event: JsonObject, body: JsonObject) -> Iterator[str]:
        yield from self.grantable(event, body)
        if is_bound(event) and len(self.admins()) > 1:
            self.pending[event["key"]] = event["position"], event["actor"], body
        else:
            self.keep(body)

    def keep(self, body: JsonObject) -> None:
        self.granted.append(body)
        self.held.append(body)

    def confirm(self, event: JsonObject) -> Iterator[str]:
        """Where there are several admins, another one confirms what one of them grants."""
        position, person, body = self.pending.pop(event["body"]["confirms"], (None, None, None))
        if body is None or position != event["body"]["grantedAt"]:
            yield "no such grant waits to be confirmed"
            return
        if same_person(event, person) or same_person(event, body["person"]):
            yield f"{show(event['actor'])} takes part in the grant and confirms it"
        yield from self.grantable(event, body)
        self.keep(body)

    def grantable(self, event: JsonObject, body: JsonObject) -> Iterator[str]:
        if not self.granted and (body["role"] != "admin" or "cpam" in body):
            yield "the first role is not that of an admin"
        for other in self.granted:
            same_place = None in (body.get("cpam"), other.get("cpam")) or body["cpam"] == other["cpam"]
            same = likeness if is_bound(event) else str
            if same(other["person"]) == same(body["person"]) and {other["role"], body["role"]} == APART and same_place:
                yield f"{show(body['person'])} would be director and DCF of one CPAM"
        if any(self.same(one, body) for one in self.held):
            yield "the role is held already"
        # §14: a person of a groupement reads what is that one's; no other role is of a groupement.
        is_of_one = body["role"] == "groupement"
        if is_of_one != ("groupement" in body) or (is_of_one and ("cpam" in body or "ceiling" in body)):
            yield "the role and what it is granted for do not fit"

    def revoke(self, event: JsonObject, body: JsonObject) -> Iterator[str]:
        one_of_two = body["role"] == "admin" and len(self.admins()) == 2 and likeness(body["person"]) in self.admins()
        if is_bound(event) and one_of_two and not same_person(event, body["person"]):
            yield "one of two admins is revoked by the other"
        left = [one for one in self.held if not self.same(one, body)]
        if left == self.held:
            yield "the role is not held"
        if not any(one["role"] == "admin" for one in left):
            yield "nobody is admin any more"
        self.held = left

# ------------------------------------------------------------------------------- payments (§11, contract "Payments")

AT_THE_BANK = ("issued", "accepted", "paid", "rejected", "returned")
STEPS = {"orderSuspended": ("ordered",), "orderRequisitioned": ("suspended",), "orderBooked": ("paid", "returned"),
         "orderApproved": ("ordered", "suspended"), "orderCancelled": ("ordered", "suspended", "approved"),
         "orderIssued": ("approved",), "orderAccepted": ("issued",), "orderRejected": ("issued", "accepted"),
         "orderPaid": ("issued", "accepted"), "orderReturned": ("paid",), "orderTold": AT_THE_BANK,
         "orderResolved": AT_THE_BANK, "orderReinstated": ("rejected", "returned")}
STATES = {"orderSuspended": "suspended", "orderApproved": "approved", "orderCancelled": "cancelled",
          "orderIssued": "issued", "orderAccepted": "accepted", "orderRejected": "rejected", "orderPaid": "paid",
          "orderReturned": "returned", "orderReinstated": "accepted"}
STANDING = ("orderBooked", "orderTold", "orderResolved")  # no step: its day is not the order's
FREED = ("orderCancelled", "orderRejected", "orderReturned")  # the amount may be ordered again
TAKEN_WHEN_RECORDED = ("payeeChanged", "oppositionNotified", "oppositionLifted", "roleGranted", "roleRevoked",
                       "personalDataErased")  # another fact undoes it, no correction
MOVES = ("seedTrancheReleased", "incentiveSettled", "refundBooked", "overpaymentWrittenOff", "accrualBooked")
VOUCHERS = {"admission": "groupementAdmitted", "agreement": "conventionSigned", "assessment": "seedCreditAssessed",
            "roadmap": "roadmapReceived"}
# They move nothing in the books.
OF_NO_MONTH = ("payeeConfirmed", "settlementValidated", "settlementRefused", "personalDataRead", "roleConfirmed")
# Whose day is that on which a person acts; the bank's words have the bank's.
BY_A_PERSON = ("payeeConfirmed", "roleConfirmed", "settlementValidated", "paymentOrdered", "orderSuspended",
               "orderRequisitioned", "orderApproved", "orderCancelled", "orderResolved", "fileIssued", "fileWritten",
               "monthClosed", "takeOverConfirmed", "settlementRefused", "bankLineExplained", "bankLineConfirmed")
LAST_CHECKS = ("opposition", "debtExact", "agreement", "account", "notPaid")  # of what may have changed since the visa
# The checks that a written order of the director overrides, and the grounds of suspension that it does not (D.122-6).
# The text names one of the list, alone or before a colon; other text is one of them where it begins like it.
REQUISITIONED = ("ceiling", "account", "vouchers")
GROUNDS = ("opposition", "contestedClaim", "serviceNotDone", "noCredits", "suspendedDecision", "ceilingExceeded",
           "accountInDoubt", "voucherMissing", "other")
NEVER_OVERRIDDEN = GROUNDS[:5]
OF_AN_ACCOUNT = ("AC01", "AC04", "MD07")  # by which a bank rejects the payee's account itself
FINAL_GROUNDS = ("opposition", "contested", "no service done", "no credits", "suspended decision", "contestation",
                 "creance contestee", "service non fait", "absence de service", "decision suspendue",
                 "credits epuises", "absence de credit", "credits insuffisants")  # folded
Claim = Tuple[str, int]  # what is owed, as `explain` takes it, and the payment year it belongs to

def folded(text: str) -> str:
    """Without capitals, without the accents of Latin 1, without blanks before."""
    letters = "aaaaaaaceeeeiiiidnoooooxouuuuyts"
    plain = (letters[ord(c) & 31] if "\u00c0" <= c <= "\u00ff" else c.lower() if c.isascii() else c
             for c in text if not "\u0300" <= c <= "\u033f")
    return "".join(plain).lstrip(" ")

def is_final(ground: str) -> bool:
    name = ground.partition(":")[0].strip(" ")
    return name in NEVER_OVERRIDDEN if name in GROUNDS else folded(ground).startswith(FINAL_GROUNDS)

class Order:
    def __init__(self, event: JsonObject) -> None:
        self.body: JsonObject = event["body"]
        self.amount, self.state = cents(self.body["amount"]), "ordered"
        self.by, self.on = event["actor"], event["on"]  # who ordered; the day of the last step
        self.credits_of: int = self.body["fiscalYear"]  # whose credits its visa engages
        self.ground = ""  # of its suspension
        self.vouched = self.requisitioned = self.booked = False
        self.out = self.back = 0  # on the account beyond what the state says
        self.resolved_by: Optional[str] = None  # who said what became of it
        self.told_by_hand = ""  # the digest of the bank's file a line of which a person said to be the order's

class TakenOver:
    """A payment made before the ledger: what was recorded last, under which key, and how much of it is confirmed."""

    def __init__(self, event: JsonObject, body: JsonObject) -> None:
        self.on, self.booked = event["on"], 0
        self.say(event, body)

    def say(self, event: JsonObject, body: JsonObject) -> None:
        self.key, self.position, self.by, self.body = event.get("key"), event["position"], event["actor"], body

    def claim(self) -> Claim:
        group, year = self.body["groupement"], self.body.get("year")
        return f"seedCredit/{group}" if year is None else f"settlement/{year}/{group}/due", self.body["paymentYear"]

def claims_of(body: JsonObject) -> set:
    """The debts that an order is for."""
    return {(part["of"], part["paymentYear"]) for part in body["parts"]}

class Payments:
    """Persons, orders, files and months, step by step: each fact and each act allowed to who recorded it, nothing
    ordered beyond what is owed, no step that is not allowed, paid as ordered and issued.

    fact() judges a fact, decided() a decision, both once the book has taken them; act() what a person or the bank did.
    What stands in the bank's files is not seen here: the events name them by their digests.
    """

    def __init__(self) -> None:
        self.roles = Roles()
        self.orders: Dict[str, Order] = {}
        self.transfers: set = set()  # EndToEndIds
        self.last: Dict[Tuple[str, int], int] = defaultdict(int)  # CPAM and fiscal year -> number of the last order
        self.open: Dict[str, int] = defaultdict(int)  # by group: ordered, not yet paid
        self.paid: Dict[str, int] = defaultdict(int)  # by group: less what came back
        self.ordered: Dict[str, Dict[Claim, int]] = defaultdict(lambda: defaultdict(int))  # by group; not what is freed
        self.doubtful: Dict[str, set] = defaultdict(set)  # by group: orders whose money may have left, or twice
        # Group and ground -> orders to be replaced, each with the debts that no other has taken.
        self.freed: Dict[Tuple[str, str], List[Tuple[str, set]]] = defaultdict(list)
        self.back: Dict[str, Dict[int, int]] = defaultdict(lambda: defaultdict(int))  # group, year: refunds, write-offs
        self.credits: Dict[Tuple[str, int], Tuple[int, str]] = {}  # CPAM and fiscal year -> amount, since when
        self.engaged: Dict[Tuple[str, int], int] = defaultdict(int)  # approved and not freed
        self.payee: Dict[str, int] = {}  # by group: the event that holds the payee in force
        self.changes: Dict[str, Dict[str, Tuple[int, str]]] = defaultdict(dict)  # group, key: of payees not confirmed
        self.rejected: Dict[str, set] = defaultdict(set)  # by group: payees whose account a bank rejected
        self.oppositions: Dict[str, set] = defaultdict(set)
        self.taken_over: Dict[Optional[str], TakenOver] = {}  # by the key of the first fact
        self.models: set = set()  # of adjustment
        self.settled: Dict[int, JsonObject] = {}  # year -> yearSettled, the latest
        self.validated: Dict[int, int] = {}  # year -> revision
        # Group and year -> due of the last revision that was validated, and of the last one before the latest.
        self.validated_due: Dict[Tuple[str, int], int] = {}
        self.due: Dict[Tuple[str, int], int] = {}
        self.papers: Dict[Tuple, int] = {}  # group, kind and year -> the event that holds what an order rests on
        self.ibans: Dict[int, Optional[str]] = {}  # by position, where the pack shows them
        self.files: Dict[str, JsonObject] = {}
        self.waiting: Dict[str, str] = {}  # CPAM -> the file that is issued and not written
        # A bank file's digest and the CPAM it was read for: that something was taken from, that was read to its end
        # (lines said to be unmatched and not met yet).
        self.telling: set = set()
        self.read: Dict[Tuple[str, str], int] = {}
        self.lines: Dict[int, JsonObject] = {}  # position of a line left unmatched -> body
        self.aside: set = set()  # those of them that are nothing of ours
        self.said: Dict[int, JsonObject] = {}  # line -> the last event that says what it is
        self.linked: set = set()  # lines that two persons said to be a refund's
        self.refused: Dict[int, int] = {}  # year -> the revision that a second person refused to validate
        # Money on a CPAM's account that a refund may name: position -> body, group and reference of the refund
        self.seen: Dict[int, List[Any]] = {}
        self.authors: Dict[str, Dict[Tuple, str]] = defaultdict(dict)  # group; kind, year, indicator -> who recorded it
        self.returns: Dict[str, Dict[Tuple, Tuple[int, int, str]]] = defaultdict(dict)  # group; refunds and write-offs
        self.since: Dict[Tuple, str] = {}  # what is owed -> the day of its last change
        self.payee_since: Dict[str, str] = {}  # group
        self.erased: Dict[str, int] = {}  # group -> its last erasure
        self.alike: Dict[Tuple[str, str], str] = {}  # kind of identifier and likeness -> the first of them
        self.in_use: set = set()
        self.last_bounds = 0
        self.first: Dict[str, str] = {}  # CPAM -> the first day on which an amount moves
        self.until: Dict[str, str] = {}  # CPAM -> the first day that is not closed
        self.unseen = 0  # approvals of a transfer to an account that the pack does not show
        self.found: List[str] = []

    def note(self, event: JsonObject, wrong: Iterator[str]) -> None:
        which = event["body"].get("order") or event["body"].get("groupement") or event["body"].get("cpam")
        for text in wrong:
            self.found.append(f"position {event['position']}, {event['kind']} {show(which)}: {text}")

    def differences(self) -> List[str]:
        files = [f"the payment file {show(message)} and its orders differ by {one['count']} and {euros(one['amount'])}"
                 for message, one in self.files.items() if one["count"] or one["amount"]]
        lines = [f"the bank's file {show(digest)} and its unmatched lines differ by {count}"
                 for (digest, _), count in self.read.items() if count]
        return self.found + files + lines

    # facts and decisions

    def fact(self, event: JsonObject, book: Book) -> None:
        self.note(event, self.judge_fact(event, book))

    def judge_fact(self, event: JsonObject, book: Book) -> Iterator[str]:
        kind, body, position = event["kind"], event["body"], event["position"]
        corrects = kind == "factCorrected"
        if corrects:
            (kind, body), = body["fact"].items()
        if corrects and kind in TAKEN_WHEN_RECORDED:
            yield f"{kind} is undone by another fact, not corrected"
        if corrects and kind == "conventionSigned" and self.roles.granted:  # before roles, one person could do all
            yield "an agreement's payee is changed by two persons, not corrected"
        group = body.get("groupement")
        yield from self.allowed(event["actor"], kind, self.cpam_of(group, book))
        yield from self.known_bounds(event)
        self.papers[group, kind, None] = position
        self.authors[group or ""][kind, body.get("year"), body.get("indicator")] = event["actor"]
        if "payee" in body:
            self.ibans[position] = (body["payee"] or {}).get("iban")
        if kind == "roleGranted":
            yield from self.names(event, "person", body["person"])
            if group is not None and not book.find("groupementAdmitted", group):
                yield f"no groupement {show(group)} was admitted"
            yield from self.roles.grant(event, body)
        elif kind == "roleRevoked":
            yield from self.roles.revoke(event, body)
        elif kind == "groupementAdmitted":
            yield from self.names(event, "groupement", group)
            yield from self.names(event, "cpam", body["cpam"])
        elif kind == "conventionSigned":
            self.payee[group] = position
            self.payee_since[group] = event["on"]
        elif kind == "payeeChanged":
            self.changes[group][event["key"]] = position, event["actor"], event["on"]
        elif kind == "personalDataErased":
            self.erased[body["subject"]] = position
        elif kind == "refundReceived":
            self.returns[group]["refund", body["reference"]] = position, cents(body["amount"]), event["actor"]
            self.name_line(body, book)
        elif kind == "paymentTakenOver":
            yield from self.take_over(event, body)
        elif kind == "adjustmentModelAdopted":
            self.models.add(body["model"])
        elif kind == "expenditureMeasured" and body.get("model", None) not in self.models | {None}:
            yield f"adjusted by the model {show(body['model'])}, which is not adopted"
        elif kind == "overpaymentWriteOffDecided":
            self.returns[group]["writeOff", body["decision"]] = position, cents(body["amount"]), event["actor"]
        elif kind == "oppositionNotified":
            self.oppositions[group].add(body["reference"])
        elif kind == "oppositionLifted":
            if body["reference"] not in self.oppositions[group]:
                yield "lifts an opposition that does not stand"
            self.oppositions[group].discard(body["reference"])
        elif kind == "creditNotified":
            series = body["cpam"], body["paymentYear"]
            since = self.credits[series][1] if corrects and series in self.credits else event["on"]
            self.credits[series] = cents(body["amount"]), since

    def take_over(self, event: JsonObject, body: JsonObject) -> Iterator[str]:
        """§17: an incentive names its result year and falls due in the year after it, a seed credit names none."""
        year = body.get("year")
        if (body["ground"] == "incentive") != (year is not None) or year not in (None, body["paymentYear"] - 1):
            yield "its ground and years contradict each other"
        corrected = self.taken_over.get(event["body"].get("corrects"))
        if event["kind"] != "factCorrected":
            self.taken_over[event["key"]] = TakenOver(event, body)
        elif corrected is None:
            raise Damaged(f"corrects {show(event['body']['corrects'])}, which is no payment taken over")
        else:
            if (corrected.claim(), corrected.body["document"]) != (TakenOver(event, body).claim(), body["document"]):
                yield "corrects another payment"
            corrected.say(event, body)

    def confirm_take_over(self, event: JsonObject) -> Iterator[str]:
        """It counts as ordered and paid, or what of it was not yet confirmed does."""
        body, group = event["body"], event["body"]["groupement"]
        one = next((one for one in self.taken_over.values()
                    if (one.key, one.body["groupement"]) == (body["confirms"], group)), None)
        if one is None or one.position != body["takenOverAt"]:
            raise Damaged("no such payment waits to be confirmed")
        difference = cents(one.body["amount"]) - one.booked
        of, payment_year = one.claim()
        if body["amount"] != one.body["amount"] or difference == 0 or body["parts"] != [
                {"of": of, "paymentYear": payment_year, "amount": euros(difference)}]:
            yield "is not the payment that was recorded, less what was confirmed before"
        if same_person(event, one.by):
            yield f"{show(one.by)} recorded the payment and confirms it"
        if event["on"] < one.on:
            yield f"on {event['on']}, before it was paid"
        one.booked += difference
        self.add_parts(body, 1)
        self.paid[group] += difference

    def known_bounds(self, event: JsonObject) -> Iterator[str]:
        bounds = event.get("bounds", 0)
        if bounds < self.last_bounds:
            yield f"judged by the bounds {bounds}, where those before it were judged by {self.last_bounds}"
        self.last_bounds = max(bounds, self.last_bounds)

    def names(self, event: JsonObject, kind: str, identifier: str) -> Iterator[str]:
        first = self.alike.setdefault((kind, likeness(identifier)), identifier)
        in_use = (kind, identifier) in self.in_use and kind != "person"  # from before likenesses were looked at
        self.in_use.add((kind, identifier))
        if is_bound(event) and first != identifier and not in_use:
            yield f"{show(identifier)} looks like {show(first)}, which is in use"

    # refunds and the lines of the bank that show them

    def tells_of(self, position: int, refund: JsonObject) -> bool:
        line = self.seen[position][0]
        named = refund["reference"] in (line["reference"], line.get("bankReference", "")) or position in self.linked
        return named and cents(line["amount"]) >= cents(refund["amount"])

    def line_for(self, refund: JsonObject, book: Book) -> Optional[int]:
        cpam, whose = self.cpam_of(refund["groupement"], book), (refund["groupement"], refund["reference"])
        return next((position for position, (line, owner) in self.seen.items() if line["cpam"] == cpam
                     and owner in (None, whose) and self.tells_of(position, refund)), None)

    def name_line(self, refund: JsonObject, book: Book) -> None:
        position = self.line_for(refund, book)
        if position is not None:
            self.seen[position][1] = refund["groupement"], refund["reference"]

    def recorded_by(self, body: JsonObject) -> set:
        """Who recorded what makes or raises the debt an order pays."""
        group, found, pays_back = body["groupement"], set(), False
        for part in body["parts"]:
            if cents(part["amount"]) <= 0:
                continue
            pays_back |= part["of"].startswith("overpayment/")
            if part["of"].startswith("seedCredit/"):
                found |= {self.authors[group].get((kind, None, None)) for kind in VOUCHERS.values()}
            if part["of"].startswith("settlement/"):
                found |= self.authors_of_year(group, int(part["of"].split("/")[1]))
        for (what, reference), (_, amount, person) in self.returns[group].items():
            refund = {"reference": reference, "amount": euros(amount)}
            shown = any(owner == (group, reference) and self.tells_of(position, refund)
                        for position, (_, owner) in self.seen.items())
            if what == "refund" and amount > 0 and (pays_back or not shown):
                found.add(person)
        return found - {None}

    def authors_of_year(self, group: str, year: int) -> set:
        facts = ("patientsCounted", "expenditureMeasured", "experienceMeasured", "indicatorMeasured",
                 "indicatorTargetsSet", "experienceThresholdsSet")
        found = {person for whose in ("", group) for (kind, when, _), person in self.authors[whose].items()
                 if when == year and kind in facts}
        found.add(self.authors[group].get(("expenditureMeasured", year - 1, None)))
        return found | ({self.settled[year]["actor"]} if year in self.settled else set())

    def decided(self, event: JsonObject, book: Book) -> None:
        self.note(event, self.judge_decision(event, book))

    def judge_decision(self, event: JsonObject, book: Book) -> Iterator[str]:
        """What a decision means for payments; a year is settled by who may."""
        kind, body, group = event["kind"], event["body"], event["body"].get("groupement")
        if kind == "yearSettled":
            yield from self.allowed(event["actor"], kind, None)
            yield from not_after_today(event)
            self.settled[body["year"]] = event
        if kind in MOVES:
            self.move(self.cpam_of(group, book), event["on"])
        if kind == "incentiveSettled":
            self.papers[group, kind, body["year"]] = event["position"]
            self.since[group, "due", body["year"]] = event["on"]
            self.due[group, body["year"]] = self.validated_due.get((group, body["year"]), 0)
        elif kind == "seedTrancheReleased":
            self.since[group, "tranche", body["tranche"]] = event["on"]
        elif kind == "incentiveAnnulled":
            self.due.pop((group, body["year"]), None)
            self.validated_due.pop((group, body["year"]), None)
        elif kind in ("refundBooked", "overpaymentWrittenOff"):
            difference, beyond = cents(body["difference"]), book.owed(group) - self.paid[group]
            year = int(event["on"][:4])
            self.back[group][year] += difference
            self.since[group, "back", year] = max(event["on"], self.since.get((group, "back", year), ""))
            if kind == "refundBooked" and difference > 0 and beyond > 0 and is_bound(event):
                if self.line_for(body, book) is None:
                    yield f"brings {euros(min(difference, beyond))} more than was overpaid, and no line of the bank"
            if kind == "overpaymentWrittenOff" and difference > 0 and beyond > 0:
                yield f"writes off {euros(min(difference, beyond))} more than was overpaid"

    def allowed(self, person: str, kind: str, cpam: Optional[str]) -> Iterator[str]:
        if not self.roles.may(person, kind, cpam):
            yield f"{show(person)} has not the role" + (f" for the CPAM {show(cpam)}" if cpam else "")

    def cpam_of(self, group: Optional[str], book: Book) -> Optional[str]:
        admitted = book.find("groupementAdmitted", group)
        return admitted["cpam"] if admitted else None

    def move(self, cpam: Optional[str], on: str) -> None:
        if cpam is not None:
            self.first[cpam] = min(on, self.first.get(cpam, on))

    # acts

    def act(self, event: JsonObject, book: Book) -> None:
        self.note(event, self.judge_act(event, book))

    def judge_act(self, event: JsonObject, book: Book) -> Iterator[str]:
        kind, body = event["kind"], event["body"]
        order = None
        if kind in STEPS:
            if body["order"] not in self.orders:
                raise Damaged(f"no order {show(body['order'])}")
            order = self.orders[body["order"]]
        cpam = order.body["cpam"] if order else body.get("cpam")
        cpam = cpam or self.cpam_of(body.get("groupement") or body.get("subject"), book)
        yield from self.known_bounds(event)
        if kind in BY_A_PERSON:
            yield from not_after_today(event)
        follows = (order is not None and order.resolved_by == event["actor"]
                   and body.get("sha256", "") in ("", order.told_by_hand))
        right = "orderResolved" if follows and (kind in STATES or body.get("sha256")) else kind
        yield from self.allowed(event["actor"], right, cpam)
        if kind not in OF_NO_MONTH and event["on"] < self.until.get(cpam or "", ""):
            yield f"on {event['on']}, in a closed month"
        if order:
            yield from self.step(event, order, book)
        elif kind == "paymentOrdered":
            yield from self.order(event, book)
        elif kind == "payeeConfirmed":
            yield from self.confirm(event)
        elif kind == "roleConfirmed":
            yield from self.roles.confirm(event)
        elif kind == "takeOverConfirmed":
            yield from self.confirm_take_over(event)
            self.move(cpam, event["on"])
        elif kind == "settlementValidated":
            yield from self.validate(event, book)
        elif kind == "fileIssued":
            yield from self.issue(event, book)
        elif kind == "fileWritten":
            yield from self.written(event)
        elif kind == "bankFileRead":
            yield from self.tell(body["sha256"], body["cpam"])
            self.read[body["sha256"], body["cpam"]] = body["unmatched"]
        elif kind == "bankLineUnmatched":
            if (body["sha256"], body["cpam"]) not in self.read:
                raise Damaged(f"the bank's file {show(body['sha256'])} was not read for {show(body['cpam'])}")
            self.read[body["sha256"], body["cpam"]] -= 1
            self.lines[event["position"]] = body
            if cents(body["amount"]) > 0 and not body.get("count"):
                self.seen[event["position"]] = [body, None]
        elif kind == "bankLineMatched":
            yield from self.known_line(body)
            self.forget_line(body["line"])
        elif kind == "bankLineExplained":
            yield from self.explain_line(event)
        elif kind == "bankLineConfirmed":
            yield from self.confirm_line(event, book)
        elif kind == "settlementRefused":
            yield from self.refuse(event)
        elif kind == "monthClosed":
            yield from self.close(event)

    def confirm(self, event: JsonObject) -> Iterator[str]:
        """A change of payee is in force once a second person confirms it."""
        body = event["body"]
        position, person, on = self.changes[body["groupement"]].pop(body["confirms"], (None, None, ""))
        if position is None or position != body["payeeAt"]:
            yield "no such change of payee waits to be confirmed"
        if same_person(event, person):
            yield f"{show(person)} recorded the change of payee and confirms it"
        if is_bound(event) and event["on"] < on:
            yield f"on {event['on']}, before the change of payee"
        self.payee[body["groupement"]] = body["payeeAt"]
        self.payee_since[body["groupement"]] = event["on"]

    # lines of the bank that nothing explained

    def known_line(self, body: JsonObject) -> Iterator[str]:
        if self.lines.get(body["line"], {}).get("cpam") != body["cpam"]:
            yield f"no line of the bank waits at {body['line']}"

    def forget_line(self, position: int) -> None:
        self.seen.pop(position, None)
        self.lines.pop(position, None)

    def open_line(self, body: JsonObject) -> JsonObject:
        line = self.lines.get(body["line"], {})
        if line.get("cpam") != body["cpam"] or body["line"] in self.aside:
            raise Damaged(f"no line of the bank waits at {body['line']}")
        return line

    def explain_line(self, event: JsonObject) -> Iterator[str]:
        """The DCF says what a line is; one that has no amount is done with."""
        body = event["body"]
        amount = cents(self.open_line(body)["amount"])
        named = {"order": ("order", "groupement"), "refund": ("groupement", "refund"), "aside": ()}[body["meaning"]]
        if any((member in body) != (member in named) for member in ("order", "groupement", "refund")):
            yield "what the line is said to be and what it names do not fit"
        if amount == 0 and body["meaning"] != "aside":
            yield "a line without an amount is said to be money"
        self.said[body["line"]] = event
        if amount == 0:
            self.aside.add(body["line"])

    def confirm_line(self, event: JsonObject, book: Book) -> Iterator[str]:
        """Another person agrees: the line is of a refund of as much, of an order whose step follows, or set aside."""
        body, said = event["body"], self.said.get(event["body"]["line"])
        line = self.open_line(body)
        members = ("meaning", "order", "groupement", "refund")
        if said is None or said["position"] != body["explainedAt"] or any(
                body.get(member) != said["body"].get(member) for member in members):
            raise Damaged("that is not what was said of the line")
        if same_person(event, said["actor"]):
            yield f"{show(said['actor'])} said what the line is and confirms it"
        if event["on"] < said["on"]:
            yield f"on {event['on']}, before it was said"
        if body["meaning"] == "aside":
            self.aside.add(body["line"])
        elif body["meaning"] == "refund":
            yield from self.link(body, line, book)
        else:
            if body["order"] not in self.orders:
                raise Damaged(f"no order {show(body['order'])}")
            order = self.orders[body["order"]]
            if (order.body["cpam"], order.body["groupement"]) != (body["cpam"], body["groupement"]):
                yield "the order is another's"
            charges = (-1 if cents(line["amount"]) < 0 else 1) * (order.amount - abs(cents(line["amount"])))
            if line.get("count") or not 0 <= charges < order.amount:
                yield f"a line of {line['amount']} for an order of {euros(order.amount)}"
            order.resolved_by, order.told_by_hand = event["actor"], line["sha256"]
            self.forget_line(body["line"])

    def link(self, body: JsonObject, line: JsonObject, book: Book) -> Iterator[str]:
        whose = body["groupement"], body["refund"]
        _, amount, _ = self.returns[body["groupement"]].get(("refund", body["refund"]), (0, 0, ""))
        if self.cpam_of(body["groupement"], book) != body["cpam"] or amount == 0 or amount != cents(line["amount"]):
            yield "no refund of that amount"
        if any(owner == whose for _, owner in self.seen.values()) or self.seen.get(body["line"], [0, 0])[1] is not None:
            yield "the line or the refund is another's"
        if body["line"] in self.seen:
            self.seen[body["line"]][1] = whose
            self.linked.add(body["line"])

    def second_of_the_cnam(self, event: JsonObject, doing: str) -> Iterator[str]:
        """Another person than who settled looks at the latest revision."""
        year, revision = event["body"]["year"], event["body"]["revision"]
        if year not in self.settled:
            raise Damaged(f"{year} is not settled")
        latest = self.settled[year]
        if revision != latest["body"]["revision"] or revision == self.validated.get(year):
            yield f"revision {revision} does not wait to be validated"
        if same_person(event, latest["actor"]):
            yield f"{show(event['actor'])} settled {year} and {doing} it"
        if event["on"] < latest["on"]:
            yield f"on {event['on']}, before it was settled"

    def refuse(self, event: JsonObject) -> Iterator[str]:
        yield from self.second_of_the_cnam(event, "refuses")
        year, revision = event["body"]["year"], event["body"]["revision"]
        if self.refused.get(year) == revision:
            yield f"revision {revision} was refused before"
        if not event["body"]["reason"].strip(" "):
            yield "refused without a reason"
        self.refused[year] = revision

    def validate(self, event: JsonObject, book: Book) -> Iterator[str]:
        yield from self.second_of_the_cnam(event, "validates")
        year, revision = event["body"]["year"], event["body"]["revision"]
        self.validated[year] = revision
        self.since["validated", year] = event["on"]
        self.validated_due.update(
            {(group, year): cents(row["due"]) for group, row in rows_of(book.settled.get(year)).items()})

    def dues(self, group: str, book: Book, only_validated: bool, until: str) -> Dict[Claim, int]:
        """What is not ordered yet, the oldest payment year first: above zero to be ordered, below to be set off. What
        falls due after a day does not count on it."""
        claims: Dict[Claim, int] = defaultdict(int)
        later = set()

        def add(claim: Claim, amount: int, *what: Any) -> None:
            claims[claim] += amount
            if self.since.get((group, *what), "") > until:
                later.add(claim)

        for (whose, tranche), (payment_year, total) in book.released.items():
            if whose == group:
                add((f"seedCredit/{group}", payment_year), total, "tranche", tranche)
        for year, settlement in book.settled.items():
            row = rows_of(settlement).get(group)
            if row:
                due, revision = cents(row["due"]), self.settled[year]["body"]["revision"]
                validated = self.validated.get(year) == revision and self.since["validated", year] <= until
                if only_validated and not validated:  # a lower amount counts at once
                    due = min(due, self.due.get((group, year), 0))
                add((f"settlement/{year}/{group}/due", year + 1), due, "due", year)
        for year, amount in self.back[group].items():
            add((f"overpayment/{group}", year), amount, "back", year)
        for claim, amount in self.ordered[group].items():
            claims[claim] -= amount
        oldest_first = sorted(claims, key=lambda claim: (claim[1], byte_order(claim[0])))
        return {claim: claims[claim] for claim in oldest_first if claims[claim] < 0
                or (claims[claim] > 0 and claim not in later)}

    def order(self, event: JsonObject, book: Book) -> Iterator[str]:
        body, order = event["body"], Order(event)
        name, group, cpam, series = body["order"], body["groupement"], body["cpam"], (body["cpam"], body["fiscalYear"])
        self.last[series] += 1
        if name != f"{series[0]}-{series[1]}-{self.last[series]:06}":
            yield f"the next number is {self.last[series]}"
        if name in self.orders:
            yield "ordered twice"
        if body["endToEndId"] in self.transfers:
            yield f"the EndToEndId {show(body['endToEndId'])} was used before"
        if str(body["fiscalYear"]) != event["on"][:4]:
            yield f"in the fiscal year {body['fiscalYear']}, on {event['on']}"
        if book.need("groupementAdmitted", group)["cpam"] != cpam:
            yield "the group is another CPAM's"
        if book.fact("conventionSigned", group) is None:
            yield "before the agreement is signed"
        elif body["payeeAt"] != self.payee.get(group):
            yield f"to the payee of position {body['payeeAt']}, where that of {self.payee.get(group)} is in force"
        elif is_bound(event) and self.payee_since[group] > event["on"]:
            yield f"on {event['on']}, before its payee is in force"
        if not self.roles.within(event["actor"], "director", cpam, order.amount):
            yield "above the director's ceiling"
        yield from self.check_parts(event, order.amount, book)
        if sorted((one["document"], one["position"]) for one in body["vouchers"]) != self.vouchers(event, book):
            yield "its vouchers are not what it rests on"
        order.vouched = bool(body["vouchers"])
        if body["replaces"] != self.replaced(event):
            yield "does not name the orders that it replaces"
        self.orders[name] = order
        self.transfers.add(body["endToEndId"])
        self.open[group] += order.amount
        self.add_parts(body, 1)

    def replaced(self, event: JsonObject) -> List[str]:
        """The freed orders that an order stands for: before the bounds 3 all of its ground, since then those it shares
        a debt with, until orders that name it have taken all of it."""
        body, claims = event["body"], claims_of(event["body"])
        free = self.freed[body["groupement"], body["ground"]]
        if event.get("bounds", 0) < 3:
            names, free[:] = [name for name, _ in free], []
            return names
        names = [name for name, left in free if left & claims]
        free[:] = [(name, left - claims if name in names else left) for name, left in free]
        free[:] = [one for one in free if one[1]]
        return names

    def check_parts(self, event: JsonObject, amount: int, book: Book) -> Iterator[str]:
        """§11: never above owed − ordered and not yet paid; all that is due on a ground, or in a payment year of it; what
        was overpaid is set off, the oldest first; with roles in force, nothing of a revision that nobody validated."""
        body, until = event["body"], event["on"] if is_bound(event) else "9999-12-31"
        group = body["groupement"]
        parts = [(part["of"], part["paymentYear"], cents(part["amount"])) for part in body["parts"]]
        may = max(0, book.owed(group) - self.paid[group] - self.open[group])
        if sum(part[2] for part in parts) != amount:
            yield "its parts do not make its amount"
        elif not 0 < amount <= may:
            yield f"orders {euros(amount)} where {euros(may)} may be ordered"
        elif not self.are_due(body["ground"], parts, self.dues(group, book, bool(self.roles.granted), until)):
            if self.are_due(body["ground"], parts, self.dues(group, book, False, until)):
                yield "before a second person validated the settlement"
            else:
                yield "its parts are not what is due"

    def are_due(self, ground: str, parts: List[Tuple[str, int, int]], dues: Dict[Claim, int]) -> bool:
        debts = [(claim, {claim: amount}) for claim, amount in dues.items() if amount > 0]
        for claim, amount in dues.items():
            for _, debt in debts:
                taken = min(sum(debt.values()), -amount)
                if taken > 0:
                    debt[claim], amount = -taken, amount + taken
        of_ground = [(claim, debt) for claim, debt in debts if sum(debt.values()) > 0
                     and (ground == "seedCredit") == claim[0].startswith("seedCredit/")]

        def together(chosen: List[Tuple[Claim, Dict[Claim, int]]]) -> List[Tuple[str, int, int]]:
            total: Dict[Claim, int] = {}
            for _, debt in chosen:
                for claim, amount in debt.items():
                    total[claim] = total.get(claim, 0) + amount
            return [(of, year, amount) for (of, year), amount in total.items()]

        of_the_year = [(claim, debt) for claim, debt in of_ground if parts and claim[1] == parts[0][1]]
        of_the_result = [(claim, debt) for claim, debt in of_the_year if claim[0].startswith("settlement/")]
        return parts in (together(of_ground), together(of_the_year), together(of_the_result))

    def vouchers(self, event: JsonObject, book: Book) -> List[Tuple[str, Optional[int]]]:
        """The documents behind an order, each with the event that brought it."""
        body = event["body"]
        group, seed = body["groupement"], body["ground"] == "seedCredit"
        wanted = ["admission", "agreement"] + ["assessment"] * seed
        wanted += ["roadmap"] * (seed and (group, 2) in book.released)
        found = [(document, self.papers.get((group, VOUCHERS[document], None))) for document in wanted]
        if ("agreement", body["payeeAt"]) not in found:
            found.append(("payee", body["payeeAt"]))
        years = {part["of"].split("/")[1] for part in body["parts"] if part["of"].startswith("settlement/")}
        found += [("settlement", self.papers[group, "incentiveSettled", year]) for year, one in book.settled.items()
                  if str(year) in years and group in rows_of(one)]
        if is_bound(event) and any(part["of"].startswith("overpayment/") for part in body["parts"]):
            found += [(document, position) for (document, _), (position, *_) in self.returns[group].items()]
        return sorted(found, key=lambda one: (one[0], one[1] or 0))

    def add_parts(self, body: JsonObject, sign: int) -> None:
        for part in body["parts"]:
            self.ordered[body["groupement"]][part["of"], part["paymentYear"]] += sign * cents(part["amount"])

    def step(self, event: JsonObject, order: Order, book: Book) -> Iterator[str]:
        kind, body, group = event["kind"], event["body"], order.body["groupement"]
        if order.state not in STEPS[kind]:
            yield f"from the state {order.state}"
        earliest = min(order.on, day_in_paris(event["recordedAt"])) if is_bound(event) else order.on
        if event["on"] < earliest:
            yield f"on {event['on']}, before {order.on}"
        for member in ("groupement", "parts") if kind == "orderTold" else ("groupement", "amount", "parts"):
            if member in body and body[member] != order.body[member]:
                yield f"{member} is not the order's"
        if kind == "orderApproved":
            yield from self.approve(event, order, book)
        elif kind == "orderRequisitioned":
            if self.oppositions[group] or is_final(order.ground):
                yield "requisitioned on a ground that no requisition overrides"
            order.requisitioned = True
        elif kind == "orderSuspended":
            order.ground = body["ground"]
        elif kind == "orderIssued":
            yield from self.send(event, order, book)
        elif kind == "orderBooked":
            if order.booked:
                yield "booked twice"
            order.booked = True
        elif kind == "orderTold":
            self.hear(body, order)
        elif kind == "orderResolved":
            self.resolve(event, order)
        if kind in ("orderRejected", "orderReturned") or body.get("answer") in ("rejected", "returned"):
            if body.get("reason", body.get("status", "")).split(" ")[0] in OF_AN_ACCOUNT:
                self.rejected[group].add(order.body["payeeAt"])
        if body.get("sha256", "") and body["sha256"] != order.told_by_hand:
            yield from self.tell(body["sha256"], order.body["cpam"])
        elif "sha256" in body and order.resolved_by != event["actor"]:
            yield "told by no file of the bank, and by nobody who resolved it"
        if kind == "orderApproved" and is_bound(event):
            order.credits_of = int(event["on"][:4])
        self.move_amounts(kind, order, event["on"])
        if kind not in STANDING:
            order.on = event["on"]
        order.state = STATES.get(kind, order.state)

    def hear(self, body: JsonObject, order: Order) -> None:
        """A word that makes no step. Money that left, or a word that it may have, although the debt is free, stops
        what the group is paid, until one explains the other or a person does."""
        amount, doubtful = cents(body["amount"]), self.doubtful[order.body["groupement"]]
        order.out += amount if body["answer"] == "paid" else 0
        order.back += amount + cents(body["charges"]) if body["answer"] == "returned" else 0
        if order.out and order.out == order.back:
            doubtful.discard(order.body["order"])
        elif body["answer"] in ("accepted", "paid") and order.state in ("rejected", "returned"):
            doubtful.add(order.body["order"])

    def resolve(self, event: JsonObject, order: Order) -> None:
        if event["body"]["became"] != "seen" or event.get("bounds", 0) < 3:
            order.back = order.out
        if event["body"]["became"] != "seen":
            order.resolved_by = event["actor"]
        self.doubtful[order.body["groupement"]].discard(order.body["order"])

    def freed_by(self, body: JsonObject) -> set:
        """Who said what became of the orders this one replaces."""
        replaced = [self.orders[name] for name in body["replaces"] if name in self.orders]
        return set().union(*({one.resolved_by} | self.freed_by(one.body) for one in replaced))

    def move_amounts(self, kind: str, order: Order, on: str) -> None:
        group, series = order.body["groupement"], (order.body["cpam"], order.credits_of)
        if kind == "orderReturned" and not order.out:
            order.back = 0
        if kind == "orderReinstated":
            self.open[group] += order.amount
            self.engaged[series] += order.amount
            self.add_parts(order.body, 1)
            free = self.freed[group, order.body["ground"]]
            free[:] = [one for one in free if one[0] != order.body["order"]]
        if kind in ("orderCancelled", "orderRejected", "orderPaid"):
            self.open[group] -= order.amount
        self.paid[group] += {"orderPaid": order.amount, "orderReturned": -order.amount}.get(kind, 0)
        if kind == "orderApproved":
            self.engaged[series] += order.amount
        elif kind in FREED and order.state not in ("ordered", "suspended"):
            self.engaged[series] -= order.amount
        if kind in FREED:
            self.add_parts(order.body, -1)
            self.freed[group, order.body["ground"]].append((order.body["order"], claims_of(order.body)))
        if kind == "orderPaid":
            self.move(order.body["cpam"], on)

    def two_persons(self, order: Order, event: JsonObject) -> bool:
        others = {order.by} | self.freed_by(order.body) | (self.recorded_by(order.body) if is_bound(event) else set())
        return not any(same_person(event, one) for one in others - {None})

    def within_credits(self, order: Order, event: JsonObject) -> bool:
        """Of the year of the visa's day, which is no year that is over where the next one's credits are notified."""
        cpam, year = order.body["cpam"], order.body["fiscalYear"]
        if is_bound(event):
            year, now = int(event["on"][:4]), int(day_in_paris(event["recordedAt"])[:4])
            if year < now and (cpam, now) in self.credits:
                return False
        if (cpam, year) not in self.credits:
            return True
        notified, since = self.credits[cpam, year]
        if is_bound(event) and since > event["on"]:
            notified = 0
        return self.engaged[cpam, year] + order.amount <= notified

    def is_rejected(self, order: Order, event: JsonObject) -> bool:
        """Whether a bank rejected the account; a payee that is confirmed anew is another event's."""
        return event.get("bounds", 0) > 1 and order.body["payeeAt"] in self.rejected[order.body["groupement"]]

    def account(self, order: Order, event: JsonObject) -> Optional[bool]:
        iban = self.ibans.get(order.body["payeeAt"])
        return False if self.is_rejected(order, event) else None if iban is None else iban_checks(iban)

    def visa(self, order: Order, event: JsonObject, book: Book) -> Dict[str, Optional[bool]]:
        """The checks of an approval in their order; None: it rests on an account that the pack does not show."""
        body, amount, dcf = order.body, order.amount, event["actor"]
        group, cpam = body["groupement"], body["cpam"]
        erased = is_bound(event) and self.erased.get(group, 0) > body["payeeAt"]
        return {"authority": self.roles.may(order.by, "paymentOrdered", cpam),
                "ceiling": (self.roles.within(order.by, "director", cpam, amount)
                            and self.roles.within(dcf, "dcf", cpam, amount)),
                "twoPersons": self.two_persons(order, event),
                "agreement": not self.changes[group] and self.payee.get(group) == body["payeeAt"] and not erased,
                "account": self.account(order, event),
                "opposition": not self.oppositions[group],
                "credits": self.within_credits(order, event),
                "debtExact": self.open[group] <= book.owed(group) - self.paid[group],
                "notPaid": amount <= self.open[group] and order.state != "paid" and not self.doubtful[group],
                "vouchers": order.vouched}

    def approve(self, event: JsonObject, order: Order, book: Book) -> Iterator[str]:
        """D.253-4, D.122-6: never who ordered; each check passes, or the director overrides it in writing."""
        shown = {check["check"]: check["result"] for check in event["body"]["checks"]}
        if "failed" in shown.values():
            yield "approved although a check failed"
        wanted = self.visa(order, event, book)
        self.unseen += wanted["account"] is None
        if list(shown) != list(wanted):
            yield "not the ten checks in their order"
        for check, passes in wanted.items():
            may_be = ["failed"] if passes is False else ["failed", "passed"]
            is_final = check == "account" and self.is_rejected(order, event)
            if not passes and order.requisitioned and check in REQUISITIONED and not is_final:
                may_be.append("requisitioned")
            if shown.get(check) not in may_be:
                yield f"the check {check} is recorded as {show(shown.get(check))}; performed again, {may_be[-1]}"

    # files, the bank, months

    def issue(self, event: JsonObject, book: Book) -> Iterator[str]:
        """A file holds what is approved of a CPAM and passes, held once more against what may have changed."""
        body = event["body"]
        orders = [one for one in self.orders.values() if (one.body["cpam"], one.state) == (body["cpam"], "approved")
                  and not self.fails(one, event, book)]
        amount = sum(one.amount for one in orders)
        if (body["count"], cents(body["amount"])) != (len(orders), amount) or not orders:
            yield f"holds {body['count']} orders, {body['amount']}; approved are {len(orders)}, {euros(amount)}"
        for one in orders:
            if event["on"] < one.on:
                yield f"sends {show(one.body['order'])} on {event['on']}, before it was approved"
        if body["execute"] < event["on"] or not iban_checks(body["debtorIban"]):
            yield "to be executed before it is issued, or from an account that does not check"
        if body["cpam"] in self.waiting:
            yield f"the file {show(self.waiting[body['cpam']])} was not written before"
        if body["message"] in self.files:
            yield "issued twice"
        self.files[body["message"]] = {"count": body["count"], "amount": cents(body["amount"]), "event": event}
        self.waiting[body["cpam"]] = body["message"]

    def fails(self, order: Order, event: JsonObject, book: Book) -> List[str]:
        checks = {**self.visa(order, event, book), "account": not self.is_rejected(order, event)}
        return [check for check in LAST_CHECKS if not checks[check]]

    def send(self, event: JsonObject, order: Order, book: Book) -> Iterator[str]:
        yield from (f"sends {show(order.body['order'])} against the check {check}"
                    for check in self.fails(order, event, book))
        message, cpam = event["body"]["message"], order.body["cpam"]
        if self.waiting.get(cpam) != message:
            yield f"goes into {show(message)}, which is no file that waits to be written"
        file = self.files.setdefault(message, {"count": 0, "amount": 0, "event": event})
        if (file["event"]["actor"], file["event"]["on"]) != (event["actor"], event["on"]):
            yield "goes into a file that another person, or on another day, issued"
        file["count"] -= 1
        file["amount"] -= order.amount

    def written(self, event: JsonObject) -> Iterator[str]:
        body, file = event["body"], self.files.get(event["body"]["message"])
        if self.waiting.pop(body["cpam"], None) != body["message"] or file is None:
            yield f"{show(body['message'])} is no file that waits to be written"
        elif file["event"]["body"]["sha256"] != body["sha256"]:
            yield "not the bytes that were issued"
        elif event["on"] < file["event"]["on"]:
            yield "written before it was issued"

    def tell(self, digest: str, cpam: str) -> Iterator[str]:
        """What is taken from a bank's file: for one CPAM, before the event that says it was read to its end."""
        if (digest, cpam) in self.read:
            yield f"the bank's file {show(digest)} was counted before"
        self.telling.add((digest, cpam))

    def close(self, event: JsonObject) -> Iterator[str]:
        """The oldest open month and no other, once it is over."""
        body, cpam = event["body"], event["body"]["cpam"]
        oldest = self.until.get(cpam) or self.first.get(cpam, "-")[:8] + "01"
        year, month = int(body["from"][:4]), int(body["from"][5:7])
        after = f"{year + month // 12:04}-{month % 12 + 1:02}-01"
        if body["from"] != oldest or body["until"] != after:
            yield f"closes {body['from']} until {body['until']}, where the oldest open month begins on {oldest}"
        if event["on"] < body["until"]:
            yield f"on {event['on']}, before the month is over"
        self.until[cpam] = body["until"]

def iban_checks(iban: str) -> bool:
    """ISO 13616: the country and the key moved to the end, letters as numbers from 10, modulo 97."""
    moved = iban[4:] + iban[:4]
    return moved.isascii() and moved.isalnum() and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1

# What an act took from outside the rules, made again from the events it names.

def document_of(event: JsonObject) -> Tuple[str, Optional[str]]:
    """What an event says of the document behind it: reference and digest."""
    source = event.get("source")
    if source:
        return source["reference"], source.get("sha256")
    return (event["body"]["decision"] if event["kind"] == "groupementAdmitted"
            else f"{event['kind']} {event['on']}"), None

def masked(iban: str) -> str:
    return "-" if len(iban) < 8 else iban[:4] + "…" + iban[-3:]

def sepa_text(text: str, limit: int, ampersand: str) -> Optional[str]:
    """EPC217-08: what banks carry of a name. None where this program does not know how its letters are written."""
    latin = ""
    for c in text:
        plain = LATIN.get(c) or "".join(p for p in unicodedata.normalize("NFD", c) if not "\u0300" <= p <= "\u036f")
        plain = ampersand if c == "&" else " " if c in "\t\n\r" else plain
        if not re.fullmatch(r"[A-Za-z0-9/?:().,'+ -]*", plain):
            return None
        latin += plain
    return re.sub(" +", " ", latin).strip(" ")[:limit].rstrip(" ")

LATIN = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "\u00a0": " "}

def bank_file(file: JsonObject, transfers: List[Tuple[JsonObject, JsonObject]], ampersand: str) -> Optional[bytes]:
    """The pain.001 of orders and their payees, byte by byte; None where a name is beyond sepa_text()."""
    old = file["formatVersion"] == 3
    agent = "FinInstnId/BIC" if old else "FinInstnId/BICFI"
    debtor = sepa_text(file["debtorName"], 70, ampersand)
    created = (EPOCH + timedelta(microseconds=int(file["createdAt"]))).strftime("%Y-%m-%dT%H:%M:%SZ")
    totals = [("NbOfTxs", str(file["count"])), ("CtrlSum", file["amount"])]
    head = [("GrpHdr", [("MsgId", file["message"]), ("CreDtTm", created), *totals, ("InitgPty/Nm", debtor)])]
    lines = [("PmtInfId", file["batch"]), ("PmtMtd", "TRF"), ("BtchBookg", "true" if file["batchBooking"] else "false"),
             *totals, ("PmtTpInf/SvcLvl/Cd", "SEPA"), ("ReqdExctnDt" if old else "ReqdExctnDt/Dt", file["execute"]),
             ("Dbtr/Nm", debtor), ("DbtrAcct/Id/IBAN", file["debtorIban"]), ("DbtrAgt/" + agent, file["debtorBic"]),
             ("ChrgBr", "SLEV")]
    names = [debtor]
    for order, payee in transfers:
        names.append(sepa_text(payee["name"], 70, ampersand))
        lines.append(("CdtTrfTxInf", [
            ("PmtId/EndToEndId", order["endToEndId"]), ("Amt", [('InstdAmt Ccy="EUR"', order["amount"])]),
            *([("CdtrAgt/" + agent, payee["bic"])] if payee["bic"] else []), ("Cdtr/Nm", names[-1]),
            ("CdtrAcct/Id/IBAN", payee["iban"]), ("RmtInf/Ustrd", f"IPEP {order['order']} {order['groupement']}")]))
    if None in names:
        return None
    name = "pain.001.001.03" if old else "pain.001.001.09"
    space = f'Document xmlns="urn:iso:std:iso:20022:tech:xsd:{name}"'
    root = [(space, [("CstmrCdtTrfInitn", head + [("PmtInf", lines)])])]
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(elements(root, 0))).encode("utf-8")

def elements(parts: List[Tuple[str, Any]], depth: int) -> Iterator[str]:
    for path, content in parts:
        path, _, below = path.partition("/") if " " not in path else (path, "", "")
        end = path.split(" ")[0]
        if below or isinstance(content, list):
            yield f"{' ' * depth}<{path}>\n"
            yield from elements([(below, content)] if below else content, depth + 1)
            yield f"{' ' * depth}</{end}>\n"
        else:
            yield f"{' ' * depth}<{path}>{content}</{end}>\n"

# ------------------------------------------------------------------------------------------------------ the replay

BEHIND_A_FACT = ("seedCreditGranted", "seedTrancheReleased")
OF_A_YEAR = ("qualityScored", "efficiencyGainEstablished", "incentiveCapped", "incentiveSettled", "advanceGranted",
             "advanceRecovered", "incentiveAnnulled", "yearSettled")

class Replay:
    """Re-performs a log: applies each fact to a book, and holds each recorded decision against the recomputed one."""

    def __init__(self, events: List[JsonObject]) -> None:
        self.book = Book()
        self.kinds = {event["position"]: event["kind"] for event in events}
        self.pending: List[Decision] = []  # recomputed, not yet met in the log
        self.started: set = set()  # years whose settlement was recomputed since the last fact
        self.cause: JsonObject = {}  # the fact, or the first event of the settlement, that decisions follow from
        self.found: List[Tuple[Any, str]] = []  # (year, revision), and the difference
        self.rule_codes: Dict[Any, Any] = {}
        self.rows: Dict[Any, List[JsonObject]] = defaultdict(list)
        self.recorded: Dict[Any, JsonObject] = {}  # settlements by year and revision, as the events have them
        self.recomputed: Dict[Any, JsonObject] = {}
        self.not_judged: Dict[str, int] = defaultdict(int)  # kinds without a rule here
        self.payments = Payments()
        for event in events:
            try:
                self.take(event)
            except FAULTS as fault:
                self.differ(event["body"], f"{place_of(event)}: cannot be re-performed: {explain(fault)}")
        self.flush()

    def differ(self, body: JsonObject, text: str) -> None:
        self.found.append(((str(body.get("year")), str(body.get("revision"))), text))

    def differences(self) -> Iterator[str]:
        for revision, text in self.found:
            code = self.rule_codes.get(revision, RULE_CODE)
            age = "an earlier" if isinstance(code, int) and code < RULE_CODE else "another"
            yield text + ("" if code == RULE_CODE else f" (computed by {age} version of the rules' code)")

    def take(self, event: JsonObject) -> None:
        kind, body = event["kind"], event["body"]
        if "key" in event and corrected_kind(kind, body) not in FACTS + ACTS:  # of a later version
            self.flush()
            self.not_judged[kind] += 1
        elif kind in FACTS:
            self.flush()
            self.started.clear()
            self.cause = event
            self.pending = self.book.apply(kind, body, event["position"], event["on"], event.get("key"))
            self.payments.fact(event, self.book)
        elif kind in ACTS:
            self.flush()
            self.payments.act(event, self.book)
        elif kind in KINDS:
            self.keep(kind, body)
            self.match(event, kind, body)
            self.check_facts(event)
            self.payments.decided(event, self.book)
        else:
            self.not_judged[kind] += 1

    def flush(self, until: Optional[int] = None) -> None:
        """What was recomputed and did not come is missing."""
        for decision in self.pending[:until]:
            self.differ(decision.body, f"missing: {label(decision.kind, decision.body)}")
        del self.pending[:until]

    def match(self, event: JsonObject, kind: str, body: JsonObject) -> None:
        if kind in OF_A_YEAR and self.find(kind, body) is None:
            self.begin(body["year"])
            self.cause = event
        index = self.find(kind, body)
        if index is None:
            return self.differ(body, f"{place_of(event)}: does not follow from the facts")
        if kind not in BEHIND_A_FACT:  # elsewhere the order is fixed
            self.flush(index)
            index = 0
        expected = self.pending.pop(index)
        found = {member: value for member, value in body.items() if member != "facts"}
        if "ruleCode" in found:
            found["ruleCode"] = RULE_CODE
        if "exactScore" in found and exact(found["exactScore"]) == exact(expected.body["exactScore"]):
            found["exactScore"] = expected.body["exactScore"]
        for text in compare(place_of(event), found, "recorded", expected.body, "recomputed"):
            self.differ(body, text)
        for member, wanted in (("on", expected.on or self.cause["on"]), ("actor", self.cause["actor"])):
            if event[member] != wanted:
                self.differ(body, f"{place_of(event)}, {member}: recorded {show(event[member])}, not {show(wanted)}")
        if kind == "yearSettled" and body.get("ruleCode") != RULE_CODE:  # go on from what that code has settled
            self.book.settled[body["year"]] = self.recorded[body["year"], body["revision"]]

    def find(self, kind: str, body: JsonObject) -> Optional[int]:
        wanted = identity(kind, body)
        return next((i for i, decision in enumerate(self.pending) if identity(*decision[:2]) == wanted), None)

    def begin(self, year: int) -> None:
        """A batch begins with its first year; all that it must hold is recomputed here."""
        if year in self.started or any(decision.body.get("year") == year for decision in self.pending):
            return
        self.flush()
        self.started.add(year)
        self.pending = self.book.settle(year)
        self.recomputed.update({(s["year"], s["revision"]): s for s in self.book.settled.values()})

    def keep(self, kind: str, body: JsonObject) -> None:
        revision = body.get("year"), body.get("revision")
        if kind == "incentiveSettled":
            self.rows[revision].append({member: body.get(member) for member in ROW})
        elif kind == "yearSettled":
            self.rule_codes[str(revision[0]), str(revision[1])] = body.get("ruleCode")
            self.recorded[revision] = {"year": revision[0], "revision": revision[1], "rules": body.get("rules"),
                                       "national": {member: body.get(member) for member in NATIONAL},
                                       "groupements": self.rows.pop(revision, [])}

    def check_facts(self, event: JsonObject) -> None:
        if any(member.name == "facts" for member in LAYOUT[event["kind"]].members):
            for used in event["body"]["facts"]:
                if self.kinds.get(used) not in FACTS or not used < event["position"]:
                    self.differ(event["body"], f"{place_of(event)}: used {show(used)}, which is not an earlier fact")

def corrected_kind(kind: str, body: JsonObject) -> str:
    return next(iter(body["fact"]), kind) if kind == "factCorrected" else kind

def place_of(event: JsonObject) -> str:
    return f"position {event['position']}, {label(event['kind'], event['body'])}"

def label(kind: str, body: JsonObject) -> str:
    names = [show(body[member]).strip('"') for member in ("groupement", "year", "tranche") if member in body]
    return " ".join([show(kind)[1:-1]] + names)

ABSENT = object()

def compare(where: str, one: Any, one_is: str, two: Any, two_is: str) -> Iterator[str]:
    """Every difference between two JSON values, both ways; 1, 1.0, "1" and true are four different values."""
    if isinstance(one, dict) and isinstance(two, dict):
        for member in list(one) + [m for m in two if m not in one]:
            inside = f"{where}, {show(member)[1:-1]}"
            yield from compare(inside, one.get(member, ABSENT), one_is, two.get(member, ABSENT), two_is)
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for i, (left, right) in enumerate(zip(one, two)):
            yield from compare(f"{where}[{i}]", left, one_is, right, two_is)
    elif type(one) is not type(two) or one != two:
        left, right = ("nothing" if value is ABSENT else show(value) for value in (one, two))
        yield f"{where}: {one_is} {left}, {two_is} {right}"

# --------------------------------------------------------------------------------- the stored bytes (Cap'n Proto)

# The structs of event.capnp, members in the order of their numbers: name, and kind of value where it is not text.
# `?`: a null pointer means absent. cents: an amount; time, day: microseconds and days since 1970; =a|b: an enumeration;
# sealed: a digest of personal data; json: text that holds JSON; whole: text that holds a whole number; ranks, waves, pairs:
# lists that JSON shows in another form.
STRUCTS = """
Event: position u64, recordedAt time, on day, actor, key?, source Source?, body Body, bounds i32
Source: reference, sha256?
WaveYears: wave i64, years i64
Phases: mixedYears i64, resultYears i64, resultYearsByWave waves?
SeedCreditParameters: baseAmount cents, sizeFactorMin, sizeFactorMax, sizeCeilingPatients i64, multiprofessionalRange,
    floor cents, ceiling cents, firstTranche, sizeFloorPatients whole?
PointsLadder: target, intermediate, improved, stable, worsened
ComponentWeights: socle, aLaCarte
Weights: withoutALaCarte ComponentWeights, withALaCarte ComponentWeights
ExperienceBonus: intermediate, target
CountedFrom: indicator, rank i64
CataloguedIndicator: id, name, theme?, evolution =up|down|stable, unit?, source =snds|collected
QualityParameters: socle [text], aLaCarteMax i64, points PointsLadder, weights Weights,
    experienceBonus ExperienceBonus, countedFromYear ranks, scoreForFullAmount, envelopeShare,
    envelopeBasis =mixedModel|allSettled, indicators [CataloguedIndicator]?
EfficiencyParameters: band, share, gapWeight, evolutionWeight, trendYears whole?
Knot: score, modulation
ModulationParameters: knots pairs
CapsParameters: groupement, national, nationalReduction =proRata
AdvanceParameters: recovery =aboveSeedCredit|full
EligibilityParameters: minimumPatients i64
Parameters: currency?, phases Phases, seedCredit SeedCreditParameters, quality QualityParameters,
    efficiency EfficiencyParameters, modulation ModulationParameters, caps CapsParameters, advance AdvanceParameters,
    eligibility EligibilityParameters
Payee: name sealed, iban sealed, bic sealed
rulesAdopted: rules, title, fromYear i32, parameters Parameters, sources json?
groupementAdmitted: groupement, name, legalForm, region, cpam, wave i64, firstYear i32, referringPhysicians i64,
    patients i64, decision, derogation?
conventionSigned: groupement, cpam, payee Payee
seedCreditAssessed: groupement, patients i64, multiprofessionalModulation
roadmapReceived: groupement
indicatorsChosen: groupement, indicators [text]
indicatorTargetsSet: year i32, indicator, direction =up|down|stable, target, intermediate, startingValue?, groupement?
indicatorMeasured: groupement, year i32, indicator, value, numerator?, denominator?, extractedOn?, suppliedBy?,
    nationalAverage?, questionnaire?, sent whole?, answered whole?, definitionSha256?
experienceThresholdsSet: year i32, intermediate, target
experienceMeasured: groupement, year i32, score, numerator?, denominator?, extractedOn?, suppliedBy?,
    nationalAverage?, questionnaire?, sent whole?, answered whole?, definitionSha256?
patientsCounted: groupement, year i32, patients i64
expenditureMeasured: groupement, year i32, actualPerPatient, adjustedPerPatient, model?
envelopeBudgeted: paymentYear i32, amount cents
groupementWithdrew: groupement, lastYear i32, reason, ground?, rules?
advanceWriteOffDecided: groupement, decision
personalDataErased: subject, decision
factCorrected: corrects, fact Body, reason
seedCreditGranted: groupement, rules, amount cents, difference cents, facts [u64]
seedTrancheReleased: groupement, tranche i64, paymentYear i32, amount cents, total cents, facts [u64]
qualityScored: groupement, year i32, revision i64, rules, scoreBase, bonus, score, exactScore, facts [u64]
efficiencyGainEstablished: groupement, year i32, revision i64, rules, gap, evolution, perPatient, gain cents,
    facts [u64]
incentiveCapped: groupement, year i32, revision i64, gross cents, groupCap cents, capped cents, net cents,
    nationalReduction cents
incentiveSettled: groupement, model =mixed|target, rank i64, patients i64, gap, evolution, perPatient, gain cents,
    scoreBase, bonus, score, expenditure, groupCap cents, qualityRight cents, quality cents, modulation, gross cents,
    capped cents, net cents, nationalReduction cents, seedCredit cents, advanceBefore cents, advanceGranted cents,
    advanceRecovered cents, advanceOutstanding cents, due cents, year i32, revision i64, rules, netDifference cents,
    facts [u64]
advanceGranted: groupement, year i32, revision i64, amount cents, difference cents, outstanding cents
advanceRecovered: groupement, year i32, revision i64, amount cents, difference cents, outstanding cents
advanceWrittenOff: groupement, afterYear i32, amount cents, decision, facts [u64]
advanceWriteOffReversed: groupement, amount cents
incentiveAnnulled: groupement, year i32, revision i64, netDifference cents
yearSettled: expenditure, cap cents, qualityEnvelope cents, capped cents, net cents, advanceGranted cents,
    advanceRecovered cents, due cents, year i32, revision i64, rules, groupements i64, ruleCode i64, facts [u64]
OrderPart: of, paymentYear i32, amount cents
Voucher: document, position u64, reference, sha256?
VisaCheck: check =authority|ceiling|twoPersons|agreement|account|opposition|credits|debtExact|notPaid|vouchers,
    result =passed|failed|requisitioned, found
payeeChanged: groupement, payee Payee, reason
oppositionNotified: groupement, reference
oppositionLifted: groupement, reference
creditNotified: cpam, paymentYear i32, amount cents
refundReceived: groupement, amount cents, reference
overpaymentWriteOffDecided: groupement, amount cents, decision
accrualEstimated: year i32, groupement, amount cents
roleGranted: person, role =cnam|director|dcf|auditor|evaluator|admin|groupement, cpam?, ceiling?, groupement?
roleRevoked: person, role =cnam|director|dcf|auditor|evaluator|admin|groupement, cpam?, groupement?
refundBooked: groupement, reference, amount cents, difference cents
overpaymentWrittenOff: groupement, decision, amount cents, difference cents
accrualBooked: groupement, year i32, amount cents, difference cents
payeeConfirmed: groupement, confirms, payeeAt u64
settlementValidated: year i32, revision i64
paymentOrdered: order, cpam, fiscalYear i32, groupement, ground =seedCredit|incentive, amount cents, parts [OrderPart],
    endToEndId, payeeAt u64, vouchers [Voucher], replaces [text]
orderSuspended: order, groupement, ground
orderRequisitioned: order, groupement, document
orderApproved: order, groupement, checks [VisaCheck]
orderCancelled: order, groupement, parts [OrderPart], reason
fileIssued: cpam, message, batch, sha256, createdAt i64, formatVersion i64, count i64, amount cents, execute day,
    debtorName, debtorIban, debtorBic, batchBooking i64
orderIssued: order, groupement, message
fileWritten: cpam, message, sha256
orderAccepted: order, groupement, status, sha256
orderRejected: order, groupement, parts [OrderPart], reason, sha256
orderPaid: order, groupement, amount cents, parts [OrderPart], bankReference, sha256
orderBooked: order, groupement, bankReference, sha256, charges cents
orderReturned: order, groupement, amount cents, parts [OrderPart], reason, bankReference, sha256, charges cents
bankFileRead: cpam, message, reference, sha256, matched i64, unmatched i64
bankLineUnmatched: cpam, sha256, reference, amount cents, why, count i64, bookedOn?, bankReference?
monthClosed: cpam, from day, until day
personalDataRead: subject, reason
orderTold: order, groupement, answer =nothing|accepted|paid|rejected|returned, status, amount cents, charges cents,
    bankReference, sha256
orderResolved: order, groupement, became =seen|paid|rejected|returned, document
orderReinstated: order, groupement, amount cents, parts [OrderPart]
bankLineMatched: cpam, line u64
roleConfirmed: confirms, grantedAt u64
observationRecorded: population, year i32, measure, value, groupement?
groupementDescribed: groupement, name?, legalForm?, holder?, region?, referringPhysicians whole?, professionals whole?,
    hospital?, themes [text]?
paymentTakenOver: groupement, ground =seedCredit|incentive, year whole?, paymentYear i32, amount cents, document
adjustmentModelAdopted: model, year i32, author, sample, adjustedR2, sha256, variables [text]
amendmentOpinionGiven: groupement, rules, opinion, reference
chosenIndicatorValidated: groupement, indicator, name, definition, arsOpinion, decision
takeOverConfirmed: groupement, confirms, takenOverAt u64, amount cents, parts [OrderPart]
engagementSigned: groupement, document
experimentScheduled: from day, until day, decision
settlementRefused: year i32, revision i64, reason
bankLineExplained: cpam, line u64, meaning =order|refund|aside, order?, groupement?, refund?, reason
bankLineConfirmed: cpam, line u64, explainedAt u64, meaning =order|refund|aside, order?, groupement?, refund?
[text]: item
[u64]: item u64
"""
WIDTHS = {"u64": 64, "i64": 64, "cents": 64, "time": 64, "i32": 32, "day": 32}
EPOCH = datetime(1970, 1, 1)

class Member(NamedTuple):
    name: str
    type: str
    optional: bool
    width: int  # bits; 0: a pointer
    at: int  # first bit in the data section, or index of the pointer

class Layout(NamedTuple):
    members: List[Member]
    known_bits: int
    pointers: int

def lay_out(declaration: str) -> Layout:
    """Cap'n Proto's places: a value takes the first hole of its size; a larger hole is halved where there is none."""
    holes: Dict[int, int] = {}
    members, words, pointers = [], 0, 0

    def take(width: int) -> int:
        nonlocal words
        if width not in holes:
            if width == 64:
                words += 1
                return 64 * (words - 1)
            at = take(2 * width)
            holes[width] = at + width
            return at
        return holes.pop(width)

    for member in declaration.split(", "):
        name, type_ = (member.rstrip("?") + " text").split()[:2]
        width = 16 if type_.startswith("=") else WIDTHS.get(type_, 0)
        members.append(Member(name, type_, member.endswith("?"), width, take(width) if width else pointers))
        pointers += 0 if width else 1
    return Layout(members, sum(((1 << m.width) - 1) << m.at for m in members if m.width), pointers)

LAYOUT = {name: lay_out(text) for name, text in
          (line.split(": ") for line in STRUCTS.replace(",\n    ", ", ").strip().split("\n"))}
KINDS = [name for name in LAYOUT if name[0].islower()]  # in the order of their numbers
FACTS = (KINDS[:KINDS.index("factCorrected") + 1] + KINDS[KINDS.index("payeeChanged"):KINDS.index("refundBooked")]
         + list(OUTSIDE_SETTLEMENTS))
# What persons and the bank did, which follows from no rule.
ACTS = [kind for kind in KINDS[KINDS.index("payeeConfirmed"):] if kind not in FACTS]
ROW = [m.name for m in LAYOUT["incentiveSettled"].members][:26]
NATIONAL = [m.name for m in LAYOUT["yearSettled"].members][:8]

class Seal(bytes):
    """What stands in a sealed record for personal data: SHA-256(32 random bytes, value)."""

class Struct(NamedTuple):
    message: "Message"
    bits: int  # the data section as one little-endian number
    data_bytes: int
    segment: int
    pointers: int  # where the pointer section starts, in words
    count: int
    depth: int

    def find(self, index: int) -> Optional[Tuple[int, int, int]]:
        return self.message.follow(self.segment, self.pointers + index) if index < self.count else None

class Message:
    """A stream-framed message. Everything is checked against the bounds; no pointer makes the reader run away."""

    def __init__(self, payload: bytes) -> None:
        count = 1 + int.from_bytes(payload[:4], "little")
        head = (4 + 4 * count + 7) // 8 * 8
        if len(payload) < head or count > 512:
            raise Damaged("the segment table is damaged")
        sizes = [8 * int.from_bytes(payload[4 + 4 * i:8 + 4 * i], "little") for i in range(count)]
        if head + sum(sizes) != len(payload):
            raise Damaged("the segments are not as long as the payload")
        starts = [head + sum(sizes[:i]) for i in range(count)]
        self.segments = [payload[start:start + size] for start, size in zip(starts, sizes)]
        self.budget = len(payload) // 2 + 1024  # four times its words

    def words(self, segment: int, start: int, count: int, cost: int = 1) -> bytes:
        self.budget -= count + cost
        if self.budget < 0:
            raise Damaged("the message refers to itself too often")
        if segment >= len(self.segments) or start < 0 or 8 * (start + count) > len(self.segments[segment]):
            raise Damaged("a pointer leads out of the message")
        return self.segments[segment][8 * start:8 * (start + count)]

    def word(self, segment: int, at: int) -> int:
        return int.from_bytes(self.words(segment, at, 1, 0), "little")

    def follow(self, segment: int, at: int) -> Optional[Tuple[int, int, int]]:
        """The pointer at a word: itself, and segment and word where its object starts; None if it is null."""
        word, start = self.word(segment, at), at + 1
        if word & 3 == 2:  # far: the pointer proper stands in a landing pad
            segment, start, double = word >> 32, word >> 3 & 0x1FFFFFFF, word & 4
            far, word = self.word(segment, start), self.word(segment, start + 1 if double else start)
            if double:  # a pad of two words: where the object is, and what it is
                if far & 7 != 2 or word >> 2 & 0x3FFFFFFF:
                    raise Damaged("a double-far landing pad is damaged")
                return word, far >> 32, far >> 3 & 0x1FFFFFFF
            start += 1
        if word & 2:
            raise Damaged("a pointer of an unknown kind")
        offset = word >> 2 & 0x3FFFFFFF
        return (word, segment, start + offset - (offset >> 29 << 30)) if word else None

    def struct(self, found: Optional[Tuple[int, int, int]], depth: int) -> Struct:
        if depth > 32:
            raise Damaged("structs are nested too deeply")
        if found is None:
            return Struct(self, 0, 0, 0, 0, 0, depth)
        word, segment, start = found
        if word & 3:
            raise Damaged("a struct is expected")
        return self.element(segment, start, word >> 32 & 0xFFFF, word >> 48, depth)

    def element(self, segment: int, start: int, data: int, pointers: int, depth: int) -> Struct:
        raw = self.words(segment, start, data + pointers)[:8 * data]
        return Struct(self, int.from_bytes(raw, "little"), len(raw), segment, start + data, pointers, depth)

    def bytes_of(self, found: Optional[Tuple[int, int, int]]) -> bytes:
        if found is None:
            return b""
        word, segment, start = found
        if word & 3 != 1 or word >> 32 & 7 != 2:
            raise Damaged("text or data is expected")
        return self.words(segment, start, ((word >> 35) + 7) // 8)[:word >> 35]

    def text_of(self, found: Optional[Tuple[int, int, int]]) -> str:
        raw = self.bytes_of(found)
        if found is not None and not raw.endswith(b"\0"):
            raise Damaged("a text does not end")
        return raw[:-1].decode("utf-8")

    def list_of(self, found: Optional[Tuple[int, int, int]], depth: int) -> List[Struct]:
        """Any list as structs: a list of values or pointers reads as structs of one member."""
        if found is None:
            return []
        word, segment, start = found
        size, count = word >> 32 & 7, word >> 35
        if word & 3 != 1 or size == 1:
            raise Damaged("a list is expected")
        if size == 7:
            tag = self.word(segment, start)
            items, data, pointers = tag >> 2 & 0x3FFFFFFF, tag >> 32 & 0xFFFF, tag >> 48
            if tag & 3 or items * (data + pointers) > count:
                raise Damaged("a list of structs is damaged")
            self.words(segment, start + 1, count, items)
            each = data + pointers
            return [self.element(segment, start + 1 + i * each, data, pointers, depth) for i in range(items)]
        if size == 6:
            self.words(segment, start, count)
            return [self.element(segment, start + i, 0, 1, depth) for i in range(count)]
        width = (0, 0, 1, 2, 4, 8)[size]
        raw = self.words(segment, start, (width * count + 7) // 8, count)
        return [Struct(self, int.from_bytes(raw[width * i:width * (i + 1)], "little"), width, segment, 0, 0, depth)
                for i in range(count)]

def decode(struct: Struct, name: str) -> JsonObject:
    """A struct as JSON shows it. Bits or pointers that the schema does not know are not passed over."""
    layout, value = LAYOUT[name], {}
    if struct.bits & ~layout.known_bits or any(struct.find(i) for i in range(layout.pointers, struct.count)):
        raise Damaged(f"unknown field in {name}")
    for m in layout.members:
        if m.width:
            value[m.name] = number(m.type, struct.bits >> m.at & (1 << m.width) - 1, m.width)
        else:
            found = struct.find(m.at)
            if found is not None or not m.optional:
                value[m.name] = pointed(struct, m.type, found)
    return value

def number(type_: str, raw: int, width: int) -> Any:
    signed = raw - (raw >> width - 1 << width)
    if type_.startswith("="):
        names = type_[1:].split("|")
        if raw >= len(names):
            raise Damaged(f"unknown value {raw} where {' or '.join(names)} is expected")
        return names[raw]
    if type_ == "time":
        return (EPOCH + timedelta(microseconds=signed)).isoformat(timespec="microseconds") + "Z"
    if type_ == "day":
        return (EPOCH.date() + timedelta(days=signed)).isoformat()
    return euros(signed) if type_ == "cents" else raw if type_ == "u64" else signed

def pointed(struct: Struct, type_: str, found: Optional[Tuple[int, int, int]]) -> Any:
    message, depth = struct.message, struct.depth + 1
    if type_ == "text":
        return message.text_of(found)
    if type_ == "whole":
        text = message.text_of(found)
        if str(int(text)) != text:
            raise Damaged("a number is not written as numbers are")
        return int(text)
    if type_ == "waves":
        return once([(str(wave), years) for wave, years in
                     (decode(item, "WaveYears").values() for item in message.list_of(found, depth))])
    if type_ == "json":
        return parse(message.text_of(found).encode())
    if type_ == "sealed":
        seal = Seal(message.bytes_of(found))
        if len(seal) != 32:
            raise Damaged("a seal has not 32 bytes")
        return seal
    if type_ == "Body":
        return dict([decode_body(message.struct(found, depth))])
    if type_[1:-1] in LAYOUT and type_.startswith("["):
        return [decode(item, type_[1:-1]) for item in message.list_of(found, depth)]
    if type_.startswith("["):
        items = message.list_of(found, depth)
        if any(item.data_bytes < 8 if type_ == "[u64]" else item.count < 1 for item in items):
            raise Damaged("a list holds other values than it should")
        return [decode(item, type_)["item"] for item in items]
    if type_ == "pairs":
        return [list(decode(item, "Knot").values()) for item in message.list_of(found, depth)]
    if type_ == "ranks":
        return once([tuple(decode(item, "CountedFrom").values()) for item in message.list_of(found, depth)])
    return decode(message.struct(found, depth), type_)

def decode_body(struct: Struct) -> Tuple[str, JsonObject]:
    kind = struct.bits & 0xFFFF
    if kind >= len(KINDS):
        return LATER, {}
    if struct.bits >> 16 or any(struct.find(i) for i in range(1, struct.count)):
        raise Damaged("unknown field in Body")
    return KINDS[kind], decode(struct.message.struct(struct.find(0), struct.depth + 1), KINDS[kind])

# The name of each kind that this file has no layout for: of a later version of the schema.
LATER = "a kind of a later version"

def decode_event(payload: bytes) -> JsonObject:
    message = Message(payload)
    event = decode(message.struct(message.follow(0, 0), 0), "Event")
    (event["kind"], event["body"]), = event["body"].items()
    if not event["bounds"]:  # from before there was any such number
        del event["bounds"]
    return event

# ------------------------------------------------------------------------------------------ JSON, digests and trees

def once(members: List[Tuple[str, Any]]) -> JsonObject:
    if len(dict(members)) != len(members):
        raise Damaged("a member is repeated")
    return dict(members)

def refuse_constant(name: str) -> Any:
    raise Damaged(f"{name} is not JSON")

def parse(raw: bytes) -> Any:
    return json.loads(raw.decode("utf-8"), object_pairs_hook=once, parse_float=Decimal, parse_constant=refuse_constant)

def unbase64(text: str) -> bytes:
    raw = base64.b64decode(text.encode("ascii"), validate=True)
    if to_base64(raw) != text:
        raise Damaged("not the base64 form of its bytes")
    return raw

def to_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()

def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()

def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\0", leaf)

def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1", left, right)

def tree_root(hashes: List[bytes]) -> bytes:
    """RFC 6962 §2.1. Pairing level by level, an odd last node rising as it is, gives the same tree."""
    level = list(hashes)
    while len(level) > 1:
        odd = level[len(level) & ~1:]
        level = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)] + odd
    return level[0] if level else sha256()

def merkle_root(leaves: List[bytes]) -> bytes:
    return tree_root([leaf_hash(leaf) for leaf in leaves])

def root_by_inclusion(index: int, size: int, leaf: bytes, path: List[bytes]) -> bytes:
    """RFC 9162 §2.1.3.2: the root of `size` leaves that the path leads to from the hash of leaf `index`."""
    if not 0 <= index < size:
        raise Damaged(f"there is no leaf {index} among {size}")
    node, last, root = index, size - 1, leaf
    for step in path:
        if not last:
            raise Damaged("the path is too long")
        if node & 1 or node == last:
            root = node_hash(step, root)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            root = node_hash(root, step)
        node, last = node >> 1, last >> 1
    if last:
        raise Damaged("the path is too short")
    return root

def roots_by_consistency(older: int, newer: int, older_root: bytes, path: List[bytes]) -> Tuple[bytes, bytes]:
    """RFC 9162 §2.1.4.2: the roots of both sizes that the path leads to. From 0, and between equal sizes, no path."""
    if not 0 <= older <= newer:
        raise Damaged(f"{newer} leaves do not extend {older}")
    if older in (0, newer) or not path:
        if path or older not in (0, newer):
            raise Damaged("the path is too long" if path else "the path is too short")
        return (older_root, older_root) if older == newer else (sha256(), b"")
    if older & older - 1 == 0:
        path = [older_root] + path
    node, last = older - 1, newer - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if not last:
            raise Damaged("the path is too long")
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    if last:
        raise Damaged("the path is too short")
    return old, new

# --------------------------------------------------------------------------------------------- signatures and notes

P25519 = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, P25519 - 2, P25519) % P25519
Point = Tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z

def point_add(p: Point, q: Point) -> Point:
    """RFC 8032 §5.1.4."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P25519, (p[1] + p[0]) * (q[1] + q[0]) % P25519
    c, d = 2 * p[3] * q[3] * CURVE_D % P25519, 2 * p[2] * q[2] % P25519
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P25519, g * h % P25519, f * g % P25519, e * h % P25519

def point_times(n: int, p: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while n:
        total, p, n = point_add(total, p) if n & 1 else total, point_add(p, p), n >> 1
    return total

def point_bytes(p: Point) -> bytes:
    inverse = pow(p[2], P25519 - 2, P25519)
    x, y = p[0] * inverse % P25519, p[1] * inverse % P25519
    return (y | (x & 1) << 255).to_bytes(32, "little")

def point_of(raw: bytes) -> Point:
    """RFC 8032 §5.1.3."""
    y, odd = int.from_bytes(raw, "little") & (1 << 255) - 1, raw[31] >> 7
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, P25519 - 2, P25519) % P25519
    x = pow(square, (P25519 + 3) // 8, P25519)
    if x * x % P25519 != square:
        x = x * pow(2, (P25519 - 1) // 4, P25519) % P25519
    if y >= P25519 or x * x % P25519 != square or (x == 0 and odd):
        raise Damaged("not a point of the curve")
    x = P25519 - x if x & 1 != odd else x
    return x, y, 1, x * y % P25519

BASE_POINT = point_of((4 * pow(5, P25519 - 2, P25519) % P25519).to_bytes(32, "little"))

def ed25519_verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 §5.1.7: S·B = R + k·A, compared as bytes. A key that is no point has signed nothing."""
    s = int.from_bytes(signature[32:], "little")
    if len(key) != 32 or len(signature) != 64 or s >= ORDER:
        return False
    try:
        x, y, z, t = point_of(key)
    except Damaged:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return point_bytes(point_add(point_times(s, BASE_POINT), point_times(k, (-x, y, z, -t)))) == signature[:32]

# What a name of a key does not hold, besides "+" and control characters: the white space of Unicode.
SPACES = " \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
MOST_NOTE_BYTES, MOST_SIGNATURES = 1 << 20, 100  # the standard asks for a limit of at least 16

class Verifier(NamedTuple):
    name: str
    key_hash: bytes
    key: bytes

class Note(NamedTuple):
    text: bytes  # with its last newline, as it is signed
    signatures: List[Tuple[str, bytes, bytes]]  # name, key hash, signature

class IndexHead(NamedTuple):
    """How many subjects an index has, and its root."""
    subjects: int
    root: bytes

class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes
    indexes: Dict[str, IndexHead] = {}  # by the name of its line; without those that came after it was signed

def is_key_name(name: str) -> bool:
    return bool(name) and not any(c < " " or c in SPACES + "+" for c in name)

def read_verifier(text: str, kind: int = 1) -> Verifier:
    """C2SP signed-note: NAME+HASH+BASE64. Kind 1 signs notes; 4 is a witness's (C2SP tlog-cosignature)."""
    name, given, encoded = text.split("+", 2)
    raw = unbase64(encoded)
    if (len(raw) != 33 or raw[0] != kind or not is_key_name(name)
            or given != sha256(name.encode(), b"\n", raw)[:4].hex()):
        raise Damaged("not a verifier key of the form NAME+HASH+BASE64 for Ed25519, or of another kind")
    return Verifier(name, bytes.fromhex(given), raw[1:])

def read_note(raw: bytes) -> Note:
    """C2SP signed-note: a text, an empty line, lines `— NAME BASE64` and nothing else. Here the lines may be wanting:
    so it is in a pack that was exported without a key."""
    text, gap, lines = raw.rpartition(b"\n\n")
    if len(raw) > MOST_NOTE_BYTES or any(byte < 0x20 and byte != 0x0A for byte in raw):
        raise Damaged("a note is too long, or holds a control character")
    if not gap or (lines and not lines.endswith(b"\n")) or lines.count(b"\n") > MOST_SIGNATURES:
        raise Damaged("not a signed note")
    signatures, _ = [], raw.decode("utf-8")
    for line in lines.decode("utf-8").split("\n")[:-1]:
        dash, name, encoded = line.split(" ", 2)
        signature = unbase64(encoded)
        if dash != "—" or not is_key_name(name) or len(signature) < 5:
            raise Damaged("a signature line is damaged")
        signatures.append((name, signature[:4], signature[4:]))
    return Note(text + b"\n", signatures)

def signatures_of(note: Note, keys: List[Verifier]) -> Tuple[int, List[str]]:
    """How many signatures are of these keys, and what is wrong with them: there is one, and each checks. Others' are
    passed over, also under a known name or a known hash alone."""
    known = {(key.name, key.key_hash): key.key for key in keys}
    ours = [(known[name, key_hash], name, signature) for name, key_hash, signature in note.signatures
            if (name, key_hash) in known]
    if not ours:
        return 0, [f"no signature by {', '.join(show(key.name) for key in keys)} with a key that you gave"]
    return len(ours), [f"a signature by {show(name)} is wrong" for key, name, signature in ours
                       if not ed25519_verifies(key, note.text, signature)]

def read_index(lines: List[str], name: str) -> Optional[IndexHead]:
    """Of the extension lines of a checkpoint: a name, how many subjects, the root."""
    found = None
    for parts in (line.split(" ") for line in lines if line.startswith(name + " ")):
        if len(parts) != 3 or not re.fullmatch("0|[1-9][0-9]{0,18}", parts[1]) or len(unbase64(parts[2])) != 32:
            raise Damaged(f"the checkpoint's {name} is not a number and a root")
        found = IndexHead(int(parts[1]), unbase64(parts[2]))
    return found

def read_checkpoint(text: bytes) -> Checkpoint:
    """C2SP tlog-checkpoint: origin, size, root, our indexes, and lines that are not ours; none is empty."""
    lines = text.decode("utf-8").split("\n")[:-1]
    if len(lines) < 3 or "" in lines or not re.fullmatch("0|[1-9][0-9]{0,19}", lines[1]):
        raise Damaged("not a checkpoint of origin, size and root")
    indexes = {name: read_index(lines[3:], name) for name in INDEXES}
    head = Checkpoint(lines[0], int(lines[1]), unbase64(lines[2]),
                      {name: found for name, found in indexes.items() if found})
    if head.size >= 1 << 64 or len(head.root) != 32:
        raise Damaged("not a checkpoint of origin, size and root")
    return head

def open_note(raw: bytes, keys: List[Verifier]) -> Checkpoint:
    """The checkpoint of a note that one of these keys has signed."""
    note = read_note(raw)
    if not note.signatures:
        raise Damaged("not a signed note")
    wrong = signatures_of(note, keys)[1]
    if wrong:
        raise Damaged(wrong[0])
    return read_checkpoint(note.text)

# ------------------------------------------------------------------------------------------------------- the sample

def draw_sample(root: bytes, seed: str, size: int, references: List[str]) -> List[str]:
    """A sample neither side can choose: the root fixes the ledger's part, the seed is the auditor's.

    The list is sorted by bytes; state = SHA-256(root, seed); draw k takes SHA-256(state, k as 8 bytes big-endian), read
    as a big-endian number, modulo the number of references still in the list, and takes that one out.
    """
    state, left, drawn = sha256(root, seed.encode("utf-8")), sorted(references, key=byte_order), []
    for k in range(min(size, len(left))):
        drawn.append(left.pop(int.from_bytes(sha256(state, k.to_bytes(8, "big")), "big") % len(left)))
    return drawn

def amounts_at(events: List[JsonObject], size: int) -> Dict[str, str]:
    """What can be drawn of the first `size` events: each due of the latest revisions, each seed credit. As recorded;
    that each is what the rules give is the check `figures`."""
    amounts: Dict[str, str] = {}
    for event in events:
        kind, body = event["kind"], event["body"]
        if event["position"] <= size and kind == "seedCreditGranted":
            amounts[f"seedCredit/{body['groupement']}"] = body["amount"]
        elif event["position"] <= size and kind in ("incentiveSettled", "incentiveAnnulled"):
            amounts.pop(f"settlement/{body['year']}/{body['groupement']}/due", None)
            if kind == "incentiveSettled":
                amounts[f"settlement/{body['year']}/{body['groupement']}/due"] = body["due"]
    return amounts

def paid_at(events: List[JsonObject], size: int) -> Dict[str, str]:
    """What had been paid after the first `size` events: each order whose transfer left and did not come back; each
    payment made before the ledger, as it was confirmed last."""
    amounts: Dict[str, str] = {}
    first: Dict[str, str] = {}  # key of a correction -> key of the fact it corrects
    taken_over: Dict[str, JsonObject] = {}
    for event in events:
        kind, body = event["kind"], event["body"]
        if event["position"] > size:
            continue
        if kind == "orderPaid":
            amounts[body["order"]] = body["amount"]
        elif kind == "orderReturned":
            amounts.pop(body["order"], None)
        elif kind == "factCorrected":
            first[event["key"]] = body["corrects"]
        elif kind == "takeOverConfirmed":
            taken_over[first.get(body["confirms"], body["confirms"])] = event
    amounts.update({f"takenOver/{event['position']}": event["body"]["amount"] for event in taken_over.values()})
    return amounts

POPULATIONS: Dict[str, Callable[[List[JsonObject], int], Dict[str, str]]] = {"due": amounts_at, "paid": paid_at}
# By confidence in percent, in hundredths: by how much a misstatement that is expected widens what is looked at.
# AICPA, Audit Guide "Audit Sampling", expansion factors for expected misstatement.
EXPANSION = {50: 100, 63: 115, 70: 120, 75: 125, 80: 130, 85: 140, 90: 150, 95: 160, 99: 190}

class ByUnit(NamedTuple):
    """What an auditor states for a sample by monetary unit; amounts in cents, confidence in percent."""
    population: str
    materiality: int
    expected: int
    confidence: int

def reaches(hundredths: int, count: int, confidence: int) -> bool:
    """Whether at most `count` occurrences, where hundredths/100 are to be expected, are no more probable (Poisson)
    than the risk that the confidence leaves: Σ xⁱ/i! for i ≤ count, over eˣ, is at most 1 − confidence.

    In whole numbers: a term is cut behind its 60th decimal, which loses less than the margin that is asked for.
    """
    term = some = whole = 10 ** 60
    i = 0
    while term:
        i += 1
        term = term * hundredths // (100 * i)
        whole += term
        some += term if i <= count else 0
    left, right = 100 * some, (100 - confidence) * whole
    if abs(left - right) < whole // 10 ** 50:
        raise Damaged("a confidence factor is too close to a hundredth to be told")
    return left < right

def confidence_factor(confidence: int, count: int) -> int:
    """The factor for so many overstatements, in hundredths, rounded up, as the AICPA's table has it: 3.00, 4.75, 6.30 …
    for 95 percent."""
    low, high = 0, 100
    while not reaches(high, count, confidence):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle, count, confidence) else (middle, high)
    return high

def interval_of(wish: ByUnit) -> int:
    """(materiality − expected × expansion factor) / confidence factor, down to the cent."""
    left = 100 * wish.materiality - EXPANSION[wish.confidence] * wish.expected
    interval = left // confidence_factor(wish.confidence, 0)
    if interval < 1 or wish.expected < 0:
        raise Damaged("nothing is left of the materiality once the expected misstatement is taken off")
    return interval

def draw_by_unit(root: bytes, seed: str, wish: ByUnit, amounts: Dict[str, str]) -> JsonObject:
    """The amounts above zero lie one behind the other, in byte order of their references; from the start on, each
    interval-th cent draws the amount it lies in. start = 1 + SHA-256(SHA-256(root, seed), 8 bytes of zero) modulo the
    interval. What reaches the interval is certain to be drawn."""
    interval = interval_of(wish)
    start = 1 + int.from_bytes(sha256(sha256(root, seed.encode("utf-8")), bytes(8)), "big") % interval
    drawn, end, following = [], 0, start
    for reference in sorted(amounts, key=byte_order):
        amount = cents(amounts[reference])
        end += max(amount, 0)
        if amount <= 0 or end < following:
            continue
        hits = (end - following) // interval + 1
        drawn.append({"reference": reference, "amount": euros(amount), "reaches": euros(end),
                      "first": euros(following), "hits": hits, "certain": amount >= interval})
        following += hits * interval
    apart = [one for one in sorted(amounts, key=byte_order) if cents(amounts[one]) <= 0]
    return {"monetaryUnit": {
                "population": wish.population, "count": len(amounts) - len(apart), "total": euros(end),
                "materiality": euros(wish.materiality), "expected": euros(wish.expected),
                "confidence": wish.confidence, "confidenceFactor": euros(confidence_factor(wish.confidence, 0)),
                "expansionFactor": euros(EXPANSION[wish.confidence]), "interval": euros(interval),
                "start": euros(start)},
            "amounts": drawn, "apart": [{"reference": one, "amount": amounts[one]} for one in apart]}

def wish_of(unit: JsonObject) -> ByUnit:
    """The wish that a sample says it follows."""
    if natural(unit["confidence"], "confidence") not in EXPANSION or unit["population"] not in POPULATIONS:
        raise Damaged("a sample by monetary unit of another population or confidence than this file knows")
    return ByUnit(unit["population"], cents(unit["materiality"]), cents(unit["expected"]), unit["confidence"])

def tell_by_unit(sample: JsonObject) -> str:
    unit, apart = sample["monetaryUnit"], sample["apart"]
    return (f"{len(sample['amounts'])} of {unit['count']} amounts {unit['population']}, together {unit['total']}, by "
            f"monetary unit: materiality {unit['materiality']}, expected {unit['expected']}, confidence "
            f"{unit['confidence']} %, so an interval of ({unit['materiality']} − {unit['expected']} × "
            f"{unit['expansionFactor']}) / {unit['confidenceFactor']} = {unit['interval']}, from {unit['start']} on; "
            f"{len(apart)} of zero or below stand apart, together {euros(sum(cents(a['amount']) for a in apart))}")

def print_by_unit(sample: JsonObject) -> str:
    return "".join(f"\n    {show(one['reference'])[1:-1]}  {one['amount']}  drawn by {one['first']}"
                   + (f", certain, hits: {one['hits']}" if one["certain"] else "") for one in sample["amounts"])

def read_findings(raw: bytes, drawn: List[JsonObject]) -> Tuple[Dict[str, int], List[str]]:
    """The audited amounts of the drawn ones, in cents, and what is wrong with the file: CSV with the columns
    `reference` and `audited`, between commas or semicolons; other columns are the auditor's own."""
    text = raw.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in text.split("\n")[0] else ",")
    if not {"reference", "audited"} <= set(rows.fieldnames or ()):
        raise Damaged("the findings have no columns `reference` and `audited`")
    audited: Dict[str, int] = {}
    wrong, known = [], {one["reference"] for one in drawn}
    for row in rows:
        reference, amount = row["reference"], cents(row["audited"] or "")
        if reference not in known or reference in audited:
            wrong.append(f"{show(reference)}: " + ("found twice" if reference in audited else "was not drawn"))
        if amount < 0:
            wrong.append(f"{show(reference)}: audited below zero; what should not have been paid at all is 0.00")
        audited[reference] = amount
    wrong += [f"{show(one)}: drawn, and not among the findings" for one in sorted(known - set(audited), key=byte_order)]
    return audited, wrong

class Evaluation(NamedTuple):
    """What findings show of the population; cents, exact. Understatements are told apart and never set off."""
    known: int  # overstated in amounts that were certain to be drawn
    taintings: List[Tuple[Fraction, str]]  # of the others, the largest first, with their references
    projected: Fraction
    basic: Fraction  # the allowance where nothing is found
    incremental: Fraction
    limit: Fraction
    understated: Fraction  # projected in the same way

def evaluate(sample: JsonObject, audited: Dict[str, int]) -> Evaluation:
    """An overstatement in a certain amount counts as it is; in another it taints its interval: (amount − audited) /
    amount × interval. The limit adds, for what was not looked at, the basic precision, confidence factor × interval,
    and for each tainting, from the largest on, what the next factor grows by beyond 1."""
    unit = sample["monetaryUnit"]
    interval, confidence = cents(unit["interval"]), unit["confidence"]
    known, taintings, understated = 0, [], Fraction(0)
    unseen = cents(unit["total"])  # in amounts below the interval
    for one in sample["amounts"]:
        amount, found = cents(one["amount"]), audited[one["reference"]]
        unseen -= amount if one["certain"] else 0
        weight = Fraction(1) if one["certain"] else Fraction(interval, amount)
        if found > amount:
            understated += weight * (found - amount)
        elif one["certain"]:
            known += amount - found
        elif found < amount:
            taintings.append((Fraction(amount - found, amount), one["reference"]))
    taintings.sort(key=lambda tainting: (-tainting[0], byte_order(tainting[1])))
    factors = [confidence_factor(confidence, count) for count in range(len(taintings) + 1)]
    growth = [Fraction(after - before, 100) - 1 for before, after in zip(factors, factors[1:])]
    projected = known + sum((share for share, _ in taintings), Fraction(0)) * interval
    basic = Fraction(factors[0] * interval, 100) if unseen else Fraction(0)
    incremental = sum((grown * share for grown, (share, _) in zip(growth, taintings)), Fraction(0)) * interval
    return Evaluation(known, taintings, projected, basic, incremental, projected + basic + incremental, understated)

def up(amount: Fraction) -> str:
    return euros(-(-amount.numerator // amount.denominator))

def tell_evaluation(sample: JsonObject, found: Evaluation) -> str:
    unit = sample["monetaryUnit"]
    lines = [f"tainted {six(share)}, {show(reference)[1:-1]}: {euros(nearest(share * cents(unit['interval'])))}"
             for share, reference in found.taintings]
    lines.append(f"projected misstatement {euros(nearest(found.projected))}, {euros(found.known)} of it known in "
                 f"amounts that were certain; basic precision {up(found.basic)}; incremental allowance "
                 f"{up(found.incremental)}; upper limit {up(found.limit)}")
    if found.understated:
        lines.append(f"understated besides, projected: {euros(nearest(found.understated))}; set off against nothing")
    within = found.limit <= cents(unit["materiality"])
    lines.append(f"with a confidence of {unit['confidence']} % no more than {up(found.limit)} is overstated: "
                 + (f"WITHIN the materiality of {unit['materiality']}" if within else
                    f"ABOVE the materiality of {unit['materiality']}: these amounts cannot be accepted on this sample"))
    if sample["apart"]:
        lines.append(f"nothing is said here of the {len(sample['apart'])} amounts of zero or below")
    return "".join(f"\n    {line}" for line in lines)

# -------------------------------------------------------------------------------------------- the checks of a pack

EVENT_SHAPE = {"position": int, "recordedAt": str, "on": str, "actor": str, "kind": str, "digest": str, "leaf": str,
               "body": dict}

def impossible_time(text: str, before: str) -> Iterator[str]:
    """Times that no clock which goes right gives; a trial's clock is invented."""
    def read(one: str) -> datetime:
        return datetime.strptime(one, "%Y-%m-%dT%H:%M:%S.%fZ")

    if text < "2018":
        yield "recorded before 2018"
    elif read(text) > datetime.now(timezone.utc).replace(tzinfo=None) + timedelta(days=1):
        yield "recorded after today"
    elif before and read(text) - read(before) > timedelta(days=5 * 366):
        yield "recorded more than five years after the event before it"

class Pack:
    """The pack and what was found in it. Each check_… adds its differences to a list and says what it looked at."""

    def __init__(self, folder: str, keys: List[Verifier]) -> None:
        self.folder, self.given = os.path.abspath(folder), keys
        lines = self.read("events.jsonl").split(b"\n")
        self.lines = lines[:-1] if lines[-1] == b"" else lines
        self.events: List[JsonObject] = []
        self.hashes: List[bytes] = []  # of the leaves
        self.leaves: List[bytes] = []
        self.roots: Dict[int, bytes] = {}  # by size
        self.sealed: List[Optional[JsonObject]] = []  # the events as their bytes say; None where they cannot be read
        self.trial = False
        self.seed = bytes(32)  # the digest before the first record
        self.replay = Replay([])

    def read(self, name: str) -> bytes:
        return read_file(os.path.join(self.folder, *name.split("/")))

    def root(self, size: int) -> bytes:
        if natural(size, "size") > len(self.hashes):
            raise Damaged(f"the pack has {len(self.hashes)} events, not {size}")
        if size not in self.roots:
            self.roots[size] = tree_root(self.hashes[:size])
        return self.roots[size]

    def has(self, name: str) -> bool:
        return os.path.exists(os.path.join(self.folder, name))

    def origin(self) -> Optional[str]:
        """The log that its checkpoint is of, where it has one."""
        return read_checkpoint(read_note(self.read("checkpoint")).text).origin if self.has("checkpoint") else None

    def files(self, under: str = "") -> List[str]:
        found = []
        for folder, _, names in os.walk(os.path.join(self.folder, under)):
            found += [os.path.relpath(os.path.join(folder, name), self.folder).replace(os.sep, "/") for name in names]
        return sorted(found)

    def parse(self, raw: bytes) -> Any:
        """A trial ledger says in every file that it is one; that is no figure."""
        value = parse(raw)
        if isinstance(value, dict) and value.get("trial") is True:
            self.trial = True
            del value["trial"]
        return value

    def check_manifest(self, found: List[str]) -> str:
        listed: Dict[str, str] = {}
        for line in self.read("MANIFEST").decode("utf-8").rstrip("\n").split("\n"):
            if not re.fullmatch(r"[0-9a-f]{64}  .+", line) or line[66:] in listed:
                found.append(f"a line is damaged or repeated: {show(line)}")
            else:
                listed[line[66:]] = line[:64]
        present = set(self.files()) - {"MANIFEST"}
        for name in sorted(present | set(listed)):
            if name not in listed or name not in present:
                found.append(f"{show(name)}: " + ("not listed" if name in present else "listed, but not in the pack"))
            elif not os.path.isfile(os.path.join(self.folder, name)):
                found.append(f"{show(name)}: not a plain file")
            elif sha256(self.read(name)).hex() != listed[name]:
                found.append(f"{show(name)}: not the bytes that are listed")
        return f"{len(listed)} files"

    def check_format(self, found: List[str]) -> str:
        """What the ledger is, by its FORMAT. From format 2 on the first record is sealed behind its lines."""
        if not self.has("FORMAT"):
            return "NOT CHECKED: the pack has none, as those made before format 2: a trial is sealed by nothing"
        read = re.fullmatch(rb"((ipep-ledger ([1-9][0-9]{0,8})\norigin ([^\n]+)\n)(trial\n)?)sha256 ([0-9a-f]{64})\n",
                            self.read("FORMAT"))
        if not read or sha256(read[1]).hex() != read[6].decode():
            raise Damaged("FORMAT is not what it should be, or its digest is another")
        number, origin = int(read[3]), read[4].decode("utf-8")
        self.trial = self.trial or read[5] is not None
        if number > FORMAT:
            found.append(f"format {number}: this program knows {FORMAT}")
        if self.has("checkpoint") and self.read("checkpoint").split(b"\n")[0] != read[4]:
            found.append(f"the origin is {show(origin)}, and another in the checkpoint")
        what = f"{number}, origin {show(origin)}, {'a trial' if read[5] else 'no trial'}"
        if number == 1:
            return f"NOT CHECKED: {what}: sealed by nothing before format 2"
        self.seed = sha256(read[1])
        return what

    def check_chain(self, found: List[str]) -> str:
        """Positions 1, 2, 3 …, time never runs backwards, each digest is that of the one before and the payload."""
        previous, position, time = self.seed, 0, ""
        for count, line in enumerate(self.lines, 1):
            try:
                event = self.parse(line)
                bad = [m for m, type_ in EVENT_SHAPE.items() if type(event.get(m)) is not type_]
                if bad:
                    raise Damaged(f"{bad[0]} is missing or of another type")
                leaf = unbase64(event["leaf"])
                if len(leaf) < 40:
                    raise Damaged("the leaf is too short")
            except FAULTS as fault:
                found.append(f"line {count}: not an event: {explain(fault)}")
                continue
            self.events.append(event)
            self.leaves.append(leaf)
            at = f"position {event['position']}"
            if event["position"] != position + 1:
                found.append(f"{at}: stands behind position {position}")
            if sha256(previous, leaf[:-32]) != leaf[-32:]:
                found.append(f"{at}: the digest in the leaf is not that of the record before and the payload")
            if event["digest"] != leaf[-32:].hex():
                found.append(f"{at}: the digest shown is not that in the leaf")
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", event["recordedAt"], re.ASCII):
                found.append(f"{at}: recordedAt is {show(event['recordedAt'])}")
            elif event["recordedAt"] < time:
                found.append(f"{at}: recorded before the event before it")
            elif not self.trial:
                found += [f"{at}: {wrong}" for wrong in impossible_time(event["recordedAt"], time)]
            previous, position, time = leaf[-32:], event["position"], event["recordedAt"]
        self.hashes = [leaf_hash(leaf) for leaf in self.leaves]
        return f"{len(self.lines)} records"

    def check_bytes(self, found: List[str]) -> str:
        """Every member in the sealed bytes is in events.jsonl, and the other way round."""
        later = 0
        for event, leaf in zip(self.events, self.leaves):
            at, sealed = f"position {event['position']}", None
            try:
                sealed = decode_event(leaf[:-32])
                plain = {m: value for m, value in event.items() if m not in ("digest", "leaf", "personal")}
                later += corrected_kind(sealed["kind"], sealed["body"]) == LATER
                found += compare(at, without_seals(sealed, plain), "sealed", plain, "events.jsonl")
            except FAULTS as fault:
                found.append(f"{at}: the bytes cannot be read: {explain(fault)}")
            self.sealed.append(sealed)
        return f"{len(self.events)} records decoded" + (f", {later} bodies of a later version not" if later else "")

    def check_personal(self, found: List[str]) -> str:
        """Names and accounts are those that were sealed. None is left out, but what was erased by an event, or all of
        them, where the pack says so."""
        erased = {event["body"]["subject"]: event["position"] for event in self.sealed
                  if event and event["kind"] == "personalDataErased"}
        counts = {"checked": 0, "erased": 0, "left out": 0}
        for event, sealed in zip(self.events, self.sealed):
            opened, seals, plain = event.get("personal", {}), payee_of(sealed), payee_of(event)
            gone = event["position"] <= erased.get(bearer_of(sealed).get("groupement"), 0)
            for member in list(seals) + [m for m in opened if m not in seals]:
                at = f"position {event['position']}, {show(member)[1:-1]}"
                try:
                    if member in opened:
                        counts["checked"] += 1
                        found += check_opened(at, opened[member], seals.get(member), plain.get(member))
                        if gone:
                            found.append(f"{at}: shown, although it was erased")
                        continue
                    counts["erased" if gone else "left out"] += 1
                    if plain.get(member) is not None:
                        found.append(f"{at}: shown without the random bytes that would prove it")
                    elif not gone and not self.has(WITHOUT_PERSONAL):
                        found.append(f"{at}: left out, and no event erased it")
                except FAULTS as fault:
                    found.append(f"{at}: {explain(fault)}")
        return self.tell_personal(found, **{name.replace(" ", "_"): count for name, count in counts.items()})

    def tell_personal(self, found: List[str], checked: int, erased: int, left_out: int) -> str:
        if not self.has(WITHOUT_PERSONAL):
            return f"{checked} values against their seals, {erased} erased"
        if checked:
            found.append(f"{WITHOUT_PERSONAL} says that all names and accounts are left out; {checked} values are not")
        return f"NOT CHECKED: made without names and accounts: {left_out} values sealed and not shown, {erased} erased"

    def check_root(self, found: List[str]) -> str:
        count, root = len(self.hashes), to_base64(self.root(len(self.hashes)))
        if not self.has("checkpoint"):
            return f"NOT CHECKED: {count} leaves, root {root}, and no checkpoint in the pack"
        head = read_checkpoint(read_note(self.read("checkpoint")).text)
        if head.size != count:
            found.append(f"the checkpoint is for {head.size} events, the pack has {count}")
        if to_base64(head.root) != root:
            found.append(f"the checkpoint has the root {to_base64(head.root)}, the leaves have {root}")
        if head.size == count and not are_alike(indexed(head, self.events)._replace(root=head.root), head):
            found.append("the checkpoint's indexes are not those of the events")
        return f"{count} leaves, root {root}, checkpoint of {show(head.origin)}" + (
            f", index of {head.indexes[AMOUNTS].subjects} subjects" if AMOUNTS in head.indexes else "")

    def check_signature(self, found: List[str]) -> str:
        if not self.has("checkpoint"):
            if self.given:
                found.append("a verifier key was given, but the pack has no checkpoint")
            return "NOT CHECKED: no checkpoint in the pack"
        note = read_note(self.read("checkpoint"))
        if not self.given and not self.has("verifier") and not note.signatures:
            return "NOT CHECKED: nobody signed the checkpoint; compare it with one that you were given"
        if not self.given and not self.has("verifier"):
            return (f"NOT CHECKED: {len(note.signatures)} signatures, but no verifier key in the pack and none by "
                    "--verifier")
        keys = self.given or [read_verifier(self.read("verifier").decode("utf-8").rstrip(" \r\n"))]
        count, wrong = signatures_of(note, keys)
        found += wrong
        whose = "the keys given" if self.given else "the key in the pack (give your own by --verifier)"
        return f"{count} signatures against {whose}"

    def check_keys(self, found: List[str]) -> str:
        seen: Dict[str, int] = {}
        for event in (event for event in self.events if "key" in event):
            first = seen.setdefault(json.dumps(event["key"]), event["position"])
            if first != event["position"]:
                found.append(f"position {event['position']}: the key {show(event['key'])} is that of position {first}")
        return f"{len(seen)} keys"

    def check_figures(self, found: List[str]) -> str:
        """Replays the facts and recomputes every decision: seed credits, tranches, settlements, write-offs."""
        self.replay = Replay(self.events)
        found += self.replay.differences()
        decisions = sum(event["kind"] in KINDS and event["kind"] not in FACTS + ACTS for event in self.events)
        later = [f"{count} {show(kind)[1:-1]}" for kind, count in sorted(self.replay.not_judged.items())]
        return (f"{decisions} decisions, {len(self.replay.recorded)} settlements recomputed"
                + (f"; NOT JUDGED, no rule here: {', '.join(later)}" if later else ""))

    def check_payments(self, found: List[str]) -> str:
        payments = self.replay.payments
        found += payments.differences()
        found += self.evidence()
        part = len(payments.telling) - len(payments.read)
        return (f"{len(payments.orders)} orders, {euros(sum(payments.paid.values()))} paid, "
                f"{len(payments.read)} bank files read" + (f", {part} NOT TO ITS END" if part else "")
                + (f"; the account of {payments.unseen} approvals NOT SHOWN" if payments.unseen else ""))

    def evidence(self) -> Iterator[str]:
        """Each voucher is what its event says, and what a visa found of the account and the debts what there is."""
        orders: Dict[str, JsonObject] = {}
        for event in self.events:
            at, body = f"position {event['position']}, {event['kind']}", event["body"]
            if event["kind"] == "paymentOrdered":
                orders[body["order"]] = body
                for one in body["vouchers"]:
                    named = document_of(self.events[one["position"] - 1])
                    if (one["reference"], one.get("sha256")) != named:
                        yield f"{at}: the voucher {show(one['document'])} is not what position {one['position']} says"
            elif event["kind"] == "orderApproved":
                order, shown = orders[body["order"]], {check["check"]: check["found"] for check in body["checks"]}
                iban = self.replay.payments.ibans.get(order["payeeAt"])
                if iban is not None and shown.get("account", "").split(", ")[0] != masked(iban):
                    yield f"{at}: found an account that is not the payee's"
                if shown.get("debtExact") != ", ".join(part["of"] for part in order["parts"]):
                    yield f"{at}: computed other debts than the order's"

    def check_bank_files(self, found: List[str]) -> str:
        """Each file for the bank, made again, has the recorded digest: debtor, references, payees, count and sum."""
        made, hidden, unknown, orders, file, inside = 0, 0, 0, {}, None, []
        for event in self.events:
            body = event["body"]
            if event["kind"] == "paymentOrdered":
                orders[body["order"]] = body
            elif event["kind"] == "fileIssued":
                file, inside = body, []
            elif event["kind"] == "orderIssued" and file and body["message"] == file["message"]:
                order = orders[body["order"]]
                inside.append((order, payee_of(self.events[order["payeeAt"] - 1]) or {}))
                if len(inside) != file["count"]:
                    continue
                if any(payee.get(member) is None for _, payee in inside for member in ("name", "iban")):
                    hidden += 1
                    continue
                texts = [bank_file(file, inside, ampersand) for ampersand in ("+", "")]
                unknown += texts[0] is None
                made += texts[0] is not None
                if texts[0] is not None and file["sha256"] not in [sha256(text or b"").hex() for text in texts]:
                    found.append(f"the file {show(file['message'])}, made again, is another")
        left = (f"; NOT MADE AGAIN: {hidden} whose accounts are not shown" if hidden else "") + (
            f"; NOT MADE AGAIN: {unknown} with letters that are not written here" if unknown else "")
        return ("NOT CHECKED: " if left and not made else "") + f"{made} made again" + left

    def check_settlements(self, found: List[str]) -> str:
        wanted = {f"settlements/{show(year)}-r{show(revision)}.json": (year, revision)
                  for year, revision in self.replay.recorded}
        there = self.files("settlements")
        found += [f"{show(name)}: no such settlement in the events" for name in there if name not in wanted]
        for name, revision in wanted.items():
            if name not in there:
                found.append(f"{name}: missing")
                continue
            try:
                file = self.parse(self.read(name))
                found += compare(name, file, "file", self.replay.recorded[revision], "events")
                found += compare(name, file, "file", self.replay.recomputed.get(revision, ABSENT), "recomputed")
            except FAULTS as fault:
                found.append(f"{name}: {explain(fault)}")
        return f"{len(there)} files"

    def check_rules(self, found: List[str]) -> str:
        adopted, corrected, there = {}, {}, self.files("rules")
        for event in self.events:
            name, body = f"rules/{event['position']:06}.json", event["body"]
            if event["kind"] == "rulesAdopted":
                adopted[name] = body
            elif isinstance(body.get("fact"), dict) and "rulesAdopted" in body["fact"]:
                corrected[name] = body["fact"]["rulesAdopted"]
        found += [f"{name}: missing" for name in adopted if name not in there]
        for name in there:
            try:
                wanted = adopted.get(name, corrected.get(name))
                found += compare(show(name), self.parse(self.read(name)), "file", wanted, "event")
            except FAULTS as fault:
                found.append(f"{show(name)}: {explain(fault)}")
        return f"{len(there)} files"

    def check_sample(self, found: List[str], held: "Held") -> str:
        if not self.has("sample.json"):
            return "NOT CHECKED: no sample in the pack"
        sample = self.parse(self.read("sample.json"))
        at = sample.get("checkpoint", {"size": len(self.hashes)})["size"]  # packs of earlier versions: at their head
        root = self.root(at)
        if "monetaryUnit" in sample:
            drawn = self.by_unit(at, sample["seed"], wish_of(sample["monetaryUnit"]))
            wanted, more, text = drawn, print_by_unit(drawn), f"{tell_by_unit(drawn)}, at {at} events"
        else:
            amounts = amounts_at(self.events, at)
            taken = draw_sample(root, sample["seed"], natural(sample["size"], "size"), list(amounts))
            wanted, more = {"size": sample["size"], "amounts": taken}, print_sample(taken, amounts)
            text = f"{len(taken)} of {len(amounts)} amounts at {at} events"
        wanted = {"seed": sample["seed"], **wanted}
        if "checkpoint" in sample:
            wanted["checkpoint"] = {"size": at, "root": to_base64(root)}
        found += compare("sample.json", sample, "file", wanted, "drawn")
        return f"{text}, {held.fixes(at, root)}{more}"

    def by_unit(self, at: int, seed: str, wish: ByUnit) -> JsonObject:
        return draw_by_unit(self.root(at), seed, wish, POPULATIONS[wish.population](self.events, at))

    def newest(self, held: "Held") -> int:
        """The size of the newest checkpoint that the auditor holds: it alone was fixed before his words were known."""
        count = len(self.hashes)
        return max((head.size for _, head in held.opened if head.size <= count), default=count)

    def fresh_sample(self, found: List[str], held: "Held", seed: str, wish: Any) -> str:
        """Drawn with the auditor's words: so many amounts, or by monetary unit."""
        at = self.newest(held)
        root = self.root(at)
        if isinstance(wish, ByUnit):
            sample = self.by_unit(at, seed, wish)
            return (f"{tell_by_unit(sample)}, with {show(seed)} at {at} events, {held.fixes(at, root)}"
                    + print_by_unit(sample))
        amounts = amounts_at(self.events, at)
        drawn = draw_sample(root, seed, wish, list(amounts))
        return (f"{len(drawn)} of {len(amounts)} amounts drawn with {show(seed)} at {at} events, {held.fixes(at, root)}"
                + print_sample(drawn, amounts))

    def check_findings(self, found: List[str], held: "Held", wishes: "Wishes") -> str:
        """What the auditor found in the amounts drawn, of the sample he draws here, else of the pack's."""
        if wishes.seed is not None and isinstance(wishes.sample, ByUnit):
            sample, whose = self.by_unit(self.newest(held), wishes.seed, wishes.sample), "your sample"
        else:
            told = self.parse(self.read("sample.json"))
            if "monetaryUnit" not in told:
                raise Damaged("only a sample by monetary unit tells of the amounts that were not drawn")
            sample = self.by_unit(told["checkpoint"]["size"], told["seed"], wish_of(told["monetaryUnit"]))
            whose = "the sample of the pack"
        audited, wrong = read_findings(wishes.findings or b"", sample["amounts"])
        found += wrong
        if wrong:
            return f"{len(audited)} amounts, of {len(sample['amounts'])} drawn in {whose}; not evaluated"
        return f"{len(audited)} amounts of {whose}" + tell_evaluation(sample, evaluate(sample, audited))

WITHOUT_PERSONAL = "WITHOUT-PERSONAL"  # a file of a pack that was made so

def read_file(path: str) -> bytes:
    if os.path.exists(path) and not os.path.isfile(path):
        raise Damaged(f"{show(os.path.basename(path))} is not a plain file")
    with open(path, "rb") as file:
        return file.read()

def natural(value: Any, name: str) -> int:
    if type(value) is not int or value < 0:
        raise Damaged(f"{name} is not a number from 0")
    return value

def check_opened(at: str, opened: JsonObject, seal: Optional[bytes], plain: Any) -> Iterator[str]:
    value, random = opened["value"], bytes.fromhex(opened["random"])
    if len(random) != 32 or sha256(random, value.encode("utf-8")) != seal:
        yield f"{at}: value and random bytes do not give the seal"
    if plain != value:
        yield f"{at}: the body shows another value"

def print_sample(drawn: List[str], amounts: Dict[str, str]) -> str:
    return "".join(f"\n    {show(reference)[1:-1]}  {show(amounts[reference])[1:-1]}" for reference in drawn)

def bearer_of(event: Optional[JsonObject]) -> JsonObject:
    """What has a payee: the fact, or the right fact in a correction."""
    body = (event or {}).get("body", {})
    for inside in [body] + (list(body["fact"].values()) if isinstance(body.get("fact"), dict) else []):
        if isinstance(inside, dict) and isinstance(inside.get("payee"), dict):
            return inside
    return {}

def payee_of(event: Optional[JsonObject]) -> JsonObject:
    return bearer_of(event).get("payee", {})

def without_seals(sealed: Any, plain: Any) -> Any:
    """A seal agrees here with any text and with null: whether the text is the sealed one is the next check."""
    if isinstance(sealed, Seal):
        return plain if plain is None or isinstance(plain, str) else "personal data"
    if not isinstance(sealed, dict):
        return sealed
    if LATER in (sealed.get("kind"), *sealed) and isinstance(plain, dict):
        return without_later(sealed, plain)
    if plain is None and sealed and all(isinstance(value, Seal) for value in sealed.values()):
        return None
    known = plain if isinstance(plain, dict) else {}
    return {member: without_seals(value, known.get(member, ABSENT)) for member, value in sealed.items()}

def texts_under_seals(sealed: Any, plain: Any, path: Tuple[str, ...] = ()) -> Iterator[Tuple[Tuple[str, ...], str]]:
    """What is shown in the place of a seal, and where."""
    if isinstance(sealed, Seal) and isinstance(plain, str):
        yield path, plain
    if isinstance(sealed, dict) and isinstance(plain, dict):
        for member, value in sealed.items():
            yield from texts_under_seals(value, plain.get(member), path + (member,))

def at_path(value: Any, path: Tuple[str, ...]) -> Any:
    for member in path:
        value = value.get(member) if isinstance(value, dict) else None
    return value

def without_later(sealed: JsonObject, plain: JsonObject) -> JsonObject:
    """A body whose layout is not known here agrees with any body of any kind that is not known either."""
    known = [kind for kind in (plain.get("kind"), *plain) if kind in KINDS]
    if known:
        raise Damaged(f"the sealed kind is not {known[0]}")
    if "kind" not in sealed:
        return plain
    envelope = {member: value for member, value in sealed.items() if member not in ("kind", "body")}
    return {**envelope, "kind": plain.get("kind"), "body": plain.get("body")}

# ----------------------------------------------------------------------------------------- what the auditor brings

# ------------------------------------------------------------------------- the completeness index (events/README.md)

PAYMENTS = ("orderPaid", "orderReturned", "takeOverConfirmed")
# What moves what is owed or advanced, by where it tells its payment year: in itself, as the year after its result year,
# in its parts, or by its day.
OF_ITS_YEAR, OF_NEXT_YEAR = ("seedTrancheReleased",), ("incentiveSettled", "incentiveAnnulled", "advanceGranted",
                                                      "advanceRecovered")
OF_PARTS, OF_ITS_DAY = PAYMENTS, ("refundBooked", "overpaymentWrittenOff", "advanceWrittenOff",
                                  "advanceWriteOffReversed")

def paid_by(event: JsonObject) -> int:
    body = event["body"]
    if event["kind"] == "takeOverConfirmed":
        return sum(cents(part["amount"]) for part in body["parts"])
    return cents(body["amount"]) * (-1 if event["kind"] == "orderReturned" else 1)

ENGAGED = ("paymentOrdered", "orderCancelled", "orderRejected", "orderReinstated")

def envelope_entries(event: JsonObject) -> List[Tuple[str, str]]:
    """The payment years whose envelope an event states a figure of, or moves, and its entries."""
    kind, body = event["kind"], event["body"]
    if kind == "factCorrected":
        (brought, fact), = body["fact"].items()
        years = {fact["paymentYear"]} if brought == "envelopeBudgeted" else set()
    elif kind in ("envelopeBudgeted", "seedTrancheReleased"):
        years = {body["paymentYear"]}
    elif kind == "yearSettled":
        years = {body["year"] + 1}
    else:
        years = {part["paymentYear"] for part in body["parts"]} if kind in PAYMENTS + ENGAGED else set()
    return [(f"envelope/{year}", f"{year} {kind} {event['position']}") for year in sorted(years)]

def index_entries(event: JsonObject) -> List[Tuple[str, str]]:
    """Subjects and entries of an event, of all that moves what a group is owed or paid, and of the steps of orders."""
    kind, body, position = event["kind"], event["body"], event["position"]
    entries = []
    if "order" in body:
        cpam, year, _ = body["order"].rsplit("-", 2)
        entries.append((f"orders/{cpam}/{year}", f"{year} {kind} {position}"))
    years = set()
    if kind in OF_ITS_YEAR:
        years = {body["paymentYear"]}
    elif kind in OF_NEXT_YEAR:
        years = {body["year"] + 1}
    elif kind in OF_PARTS:
        years = {part["paymentYear"] for part in body["parts"]}
    elif kind in OF_ITS_DAY:
        years = {int(event["on"][:4])}
    return entries + [(f"payments/{body['groupement']}", f"{year} {kind} {position}") for year in sorted(years)]

def subject_text(subject: str, count: int, root: bytes) -> bytes:
    return f"{subject}\n{count}\n{to_base64(root)}\n".encode()

AMOUNTS, ENVELOPE = "ipep-index/v1", "ipep-envelope/v1"
INDEXES = {AMOUNTS: index_entries, ENVELOPE: envelope_entries}

def entries_root(texts: List[str]) -> Tuple[int, bytes]:
    """How many entries a subject has, and their root."""
    return len(texts), tree_root([leaf_hash(text.encode()) for text in texts])

class CompletenessIndex:
    """By subject, the entries of all events, as one of INDEXES tells them."""

    def __init__(self, name: str) -> None:
        self.entries_of = INDEXES[name]
        self.leaves: Dict[str, List[bytes]] = defaultdict(list)

    def add(self, event: JsonObject) -> None:
        for subject, entry in self.entries_of(event):
            self.leaves[subject].append(leaf_hash(entry.encode()))

    def head(self) -> IndexHead:
        subjects = sorted(self.leaves, key=byte_order)
        return IndexHead(len(subjects), tree_root([
            leaf_hash(subject_text(one, len(self.leaves[one]), tree_root(self.leaves[one]))) for one in subjects]))

def index_of(events: List[JsonObject], name: str) -> CompletenessIndex:
    index = CompletenessIndex(name)
    for event in events:
        index.add(event)
    return index

def indexed(head: Checkpoint, events: List[JsonObject]) -> Checkpoint:
    """The checkpoint with the indexes of these events, as far as it has them."""
    return head._replace(indexes={name: index_of(events[:head.size], name).head() for name in head.indexes})

def are_alike(one: Checkpoint, other: Checkpoint) -> bool:
    """Of the same events; one that was signed before there was an index says nothing of it."""
    return one.root == other.root and all(other.indexes.get(name, mine) == mine for name, mine in one.indexes.items())

class Held:
    """Checkpoints that the auditor was given earlier and kept: what nobody can change any more."""

    def __init__(self, files: List[Tuple[str, bytes]], keys: List[Verifier]) -> None:
        self.files, self.keys = files, keys
        self.opened: List[Tuple[str, Checkpoint]] = []  # file, and what was signed

    def check(self, found: List[str], pack: Optional[Pack]) -> str:
        """Each is signed by the key; no two are of different logs; the pack's log is the same, or extends it."""
        if not self.files:
            return ("NOT CHECKED: none given by --checkpoint; a log that was cut or written anew and then signed again "
                    "would not be found")
        for file, raw in self.files:
            try:
                head = open_note(raw, self.keys)
            except FAULTS as fault:
                found.append(f"{show(file)}: {explain(fault)}")
                continue
            found += [f"{show(file)} and {show(other)}: signed for different logs" for other, known in self.opened
                      if known.origin != head.origin or (known.size == head.size and not are_alike(known, head))]
            self.opened.append((file, head))
            if pack:
                found += (f"{show(file)}: {text}" for text in self.against(pack, head))
        return f"{len(self.opened)} of {len(self.files)} that you hold" + (", against the pack" if pack else "")

    def against(self, pack: Pack, head: Checkpoint) -> Iterator[str]:
        count = len(pack.hashes)
        origin = pack.origin()
        if origin is not None and origin != head.origin:
            yield f"of the log {show(head.origin)}, the pack is of {show(origin)}"
        if head.size > count:
            yield f"signed for {head.size} events, the pack has {count}: the last {head.size - count} are missing"
        elif pack.root(head.size) != head.root:
            yield f"the first {head.size} events of the pack are not those that were signed: it is no extension"
        elif not are_alike(head, indexed(head, pack.events)):
            yield f"its indexes are not those of the first {head.size} events of the pack"

    def root(self, size: int) -> Optional[bytes]:
        return next((head.root for _, head in self.opened if head.size == size), None)

    def notes(self) -> Iterator[Tuple[bytes, Checkpoint]]:
        """Each that checked, as it was given."""
        given = dict(self.files)
        yield from ((given[file], head) for file, head in self.opened)

    def fixes(self, size: int, root: bytes) -> str:
        """Whether a draw from this root is worth something: only if it was fixed before the words were known."""
        if self.root(size) == root:
            return "the root of a checkpoint that you hold"
        return "a root that NO checkpoint that you hold fixes (who made the pack could try until the draw suited)"

# --------------------------------------------- seen from outside: witnesses (C2SP tlog-cosignature), time (RFC 3161)

def cosignatures_of(note: Note, witnesses: List[Verifier]) -> Dict[str, int]:
    """Which witnesses have signed a note, and when, in seconds since 1970. Each signature that says it is one of these
    witnesses' checks: Ed25519 over "cosignature/v1", the time and the text; before it stand the 8 bytes of the time."""
    seen: Dict[str, int] = {}
    for witness in witnesses:
        for name, key_hash, signature in note.signatures:
            if (name, key_hash) != (witness.name, witness.key_hash):
                continue
            time = int.from_bytes(signature[:8], "big")
            message = f"cosignature/v1\ntime {time}\n".encode() + note.text
            if len(signature) != 72 or time >= 1 << 63 or not ed25519_verifies(witness.key, message, signature[8:]):
                raise Damaged(f"the cosignature of {show(name)} is wrong")
            seen[name] = time
    return seen

def utc(seconds: int) -> str:
    try:
        return (datetime(1970, 1, 1) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        return f"second {seconds}"

def der_parts(raw: bytes) -> List[Tuple[int, bytes]]:
    """Tag and content of each value (X.690 §8.1, §10.1): definite lengths in their shortest form, nothing behind."""
    parts, at = [], 0
    while at < len(raw):
        if len(raw) < at + 2 or raw[at] & 0x1F == 0x1F:
            raise Damaged("not DER")
        tag, length, start = raw[at], raw[at + 1], at + 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(raw[at + 2:start], "big")
            if start > len(raw) or raw[at + 2:at + 3] in (b"", b"\0") or length < 0x80:
                raise Damaged("not DER")
        at = start + length
        if at > len(raw):
            raise Damaged("cut short")
        parts.append((tag, raw[start:at]))
    return parts

def der_inside(part: Tuple[int, bytes], tag: int) -> List[Tuple[int, bytes]]:
    if part[0] != tag:
        raise Damaged("not the structure of a time stamp")
    return der_parts(part[1])

SEQUENCE, INTEGER, OBJECT, OCTETS, TIME, INSIDE = 0x30, 0x02, 0x06, 0x04, 0x18, 0xA0
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
TST_INFO = bytes.fromhex("2a864886f70d0109100104")  # 1.2.840.113549.1.9.16.1.4
SHA256_NAME = bytes.fromhex("608648016503040201")  # 2.16.840.1.101.3.4.2.1

class Stamp(NamedTuple):
    imprint: bytes  # SHA-256 of what was stamped
    time: int  # seconds since 1970

def read_stamp(raw: bytes) -> Stamp:
    """RFC 3161 §2.4.2: what a response says; who signed it is asked elsewhere."""
    whole = der_parts(raw)
    if len(whole) != 1:
        raise Damaged("bytes stand behind the time stamp" if whole else "an empty time stamp")
    response = der_inside(whole[0], SEQUENCE)
    if der_inside(response[0], SEQUENCE)[0] not in ((INTEGER, b"\0"), (INTEGER, b"\1")) or len(response) != 2:
        raise Damaged("the authority gave no time stamp")
    content = der_inside(response[1], SEQUENCE)
    signed = der_inside(der_inside(content[1], INSIDE)[0], SEQUENCE)
    wrapped = der_inside(signed[2], SEQUENCE)
    if content[0] != (OBJECT, SIGNED_DATA) or wrapped[0] != (OBJECT, TST_INFO):
        raise Damaged("what is signed is no time stamp")
    octets = der_inside(wrapped[1], INSIDE)[0]
    if octets[0] != OCTETS:
        raise Damaged("not the structure of a time stamp")
    info = der_inside(der_parts(octets[1])[0], SEQUENCE)
    imprint = der_inside(info[2], SEQUENCE)
    if der_inside(imprint[0], SEQUENCE)[0] != (OBJECT, SHA256_NAME) or imprint[1][0] != OCTETS:
        raise Damaged("a time stamp of another digest than SHA-256")
    read = re.fullmatch(rb"([0-9]{14})(\.[0-9]+)?Z", info[4][1]) if info[4][0] == TIME else None
    if not read:
        raise Damaged("a time stamp without a time")
    when = datetime.strptime(read[1].decode(), "%Y%m%d%H%M%S")
    return Stamp(imprint[1][1], int((when - datetime(1970, 1, 1)).total_seconds()))

def openssl_checks(raw: bytes, text: bytes, authority: bytes, time: int) -> Optional[bool]:
    """Whether the stamp's signature leads to the authority's certificates, at the time of the stamp; None where there
    is no openssl to ask."""
    program = shutil.which("openssl")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for name, content in (("response", raw), ("text", text), ("authority", authority)):
            names[name] = os.path.join(folder, name)
            with open(names[name], "wb") as file:
                file.write(content)
        done = subprocess.run([program, "ts", "-verify", "-in", names["response"], "-data", names["text"],
                               "-CAfile", names["authority"], "-attime", str(time)],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env={"PATH": os.environ.get("PATH", os.defpath), "OPENSSL_CONF": os.devnull})
    return done.returncode == 0 and b"Verification: OK" in done.stdout

def seen_before(proof: JsonObject, head: Checkpoint) -> Optional[Checkpoint]:
    """The earlier checkpoint that others have seen, where a proof brings one along: its head extends that."""
    if "seen" not in proof:
        return None
    earlier = read_checkpoint(read_note(proof["seen"]["checkpoint"].encode("utf-8")).text)
    path = [digest_of(one) for one in proof["seen"]["hashes"]]
    roots = roots_by_consistency(earlier.size, head.size, earlier.root, path)
    if earlier.origin != head.origin or earlier.size > head.size or roots != (earlier.root, head.root):
        raise Damaged(f"its log does not extend the {earlier.size} events that others have seen")
    return earlier

class Outside:
    """What others say of checkpoints: witnesses that have seen them, authorities that stamped them."""

    def __init__(self, witnesses: List[Verifier], quorum: int, authorities: List[bytes],
                 stamps: List[Tuple[str, bytes]]) -> None:
        self.witnesses, self.quorum, self.authorities = witnesses, quorum, authorities
        self.stamps = stamps  # file, and what is in it: each is of some checkpoint here
        self.used: set = set()

    def of_note(self, raw: bytes, stamps: List[bytes]) -> Tuple[int, List[str]]:
        """By how many witnesses a note was seen, and all that is known of it."""
        note = read_note(raw)
        seen = cosignatures_of(note, self.witnesses)
        told = [f"seen by {show(name)} at {utc(time)}" for name, time in seen.items()]
        for file, given in self.stamps:
            if self.what_is(given, note.text) == "":
                self.used.add(file)
                stamps = stamps + [given]
        return len(seen), told + [self.of_stamp(note.text, one) for one in stamps]

    @staticmethod
    def what_is(raw: bytes, text: bytes) -> str:
        """Why it is no time stamp of the text; empty where it is one."""
        try:
            return "" if read_stamp(raw).imprint == sha256(text) else "a time stamp of no checkpoint here"
        except FAULTS as fault:
            return explain(fault)

    def of_stamp(self, text: bytes, raw: bytes) -> str:
        stamp = read_stamp(raw)
        if stamp.imprint != sha256(text):
            raise Damaged("its time stamp is of another checkpoint")
        when = f"stamped at {utc(stamp.time)}"
        if not self.authorities:
            return f"{when}, signature NOT CHECKED: no authority given by --authority"
        answers = [openssl_checks(raw, text, one, stamp.time) for one in self.authorities]
        if None in answers:
            return f"{when}, signature NOT CHECKED: there is no program openssl here"
        if True not in answers:
            raise Damaged(f"its time stamp ({when}) is signed by no authority that you gave")
        return f"{when} by an authority that you gave"

    def reaches(self, seen: int) -> str:
        if not self.quorum:
            return ""
        if seen < self.quorum:
            raise Damaged(f"{seen} of your {len(self.witnesses)} witnesses have seen it, not {self.quorum}")
        return f", seen by {seen} of your {len(self.witnesses)} witnesses"

    def seen_of_held(self, held: Held, size: int, root: bytes) -> int:
        """By how many witnesses the checkpoints that the auditor holds of this head were seen, at most."""
        return max((len(cosignatures_of(read_note(raw), self.witnesses)) for raw, head in held.notes()
                    if (head.size, head.root) == (size, root)), default=0)

    def of_held(self, held: Held, size: int, root: bytes) -> str:
        """Of a proof without a checkpoint of its own, which rests on one that the auditor holds."""
        return self.reaches(self.seen_of_held(held, size, root))

    def of_proof(self, proof: JsonObject, head: Checkpoint, held: Held) -> str:
        """Of the checkpoint in a proof, of one that is held of the same head, or of an earlier one in it that its log
        extends."""
        raw = proof["checkpoint"].encode("utf-8")
        if b"\n\n" not in raw:
            raw += b"\n"
        seen, told = self.of_note(raw, [unbase64(one) for one in proof.get("timestamps", [])])
        seen = max(seen, self.seen_of_held(held, head.size, head.root))
        whose = f" of {head.size} events"
        earlier = seen_before(proof, head)
        if earlier and seen < max(self.quorum, 1):
            raw = proof["seen"]["checkpoint"].encode("utf-8")
            seen, more = self.of_note(raw, [unbase64(one) for one in proof["seen"].get("timestamps", [])])
            told, whose = told + more, f" of the first {earlier.size} of {head.size} events"
        reached = self.reaches(seen)
        return "".join(f"; {one}" for one in told) + (reached + whose if reached else "")

    def notes(self, pack: Optional[Pack], held: Held) -> Iterator[Tuple[str, bytes, List[bytes]]]:
        """Each checkpoint that is here, with its name and the time stamps beside it."""
        for file, raw in held.files:
            yield show(file), raw, []
        names = [name for name in pack.files() if re.fullmatch("checkpoint|checkpoints/[0-9]+", name)] if pack else []
        for name in names:
            stamps = [one for one in pack.files() if re.fullmatch(re.escape(name) + r"\.[0-9]+\.tsr", one)]
            yield f"{name} of the pack", pack.read(name), [pack.read(one) for one in stamps]

    @staticmethod
    def head_of(raw: bytes, pack: Optional[Pack]) -> Optional[Checkpoint]:
        """What a note says, if it is a checkpoint, and of the pack's log."""
        try:
            head = read_checkpoint(read_note(raw).text)
        except FAULTS:
            return None
        is_of = not pack or (head.size <= len(pack.hashes) and pack.root(head.size) == head.root)
        return head if is_of else None

    def check(self, found: List[str], pack: Optional[Pack], held: Held, demands: bool) -> str:
        """How far the log was seen. That a checkpoint you hold, or the pack's own, is of its log is checked before."""
        most, count, lines = -1, 0, []
        wrong: set = set()  # one checkpoint may be here under two names
        for name, raw, stamps in self.notes(pack, held):
            count += 1
            head = self.head_of(raw, pack)
            if head is None:
                found += [f"{name}: no checkpoint of the pack's log"] if name.startswith("checkpoints/") else []
                continue
            try:
                seen, told = self.of_note(raw, stamps)
            except FAULTS as fault:
                known = (head.origin, head.size, head.root, explain(fault))
                found += [f"{name}: {explain(fault)}"] if known not in wrong else []
                wrong.add(known)
                continue
            lines += [f"\n    {name}, {head.size} events: {one}" for one in told]
            most = max(most, head.size) if self.quorum and seen >= self.quorum else most
        found += [f"{show(file)}: {self.what_is(raw, b'')}" for file, raw in self.stamps if file not in self.used]
        if self.quorum and most < 0 and demands:
            found.append(f"no checkpoint here was seen by {self.quorum} of your {len(self.witnesses)} witnesses")
        if not self.witnesses and not lines:
            return "NOT CHECKED: no witness given by --witness, and no time stamp"
        text = f"{count} checkpoints" + ("" if self.witnesses else ", witnesses NOT CHECKED: none given by --witness")
        if most >= 0:
            text += f", {most} events seen by {self.quorum} of your {len(self.witnesses)} witnesses or more"
            if pack and most < len(pack.hashes):
                text += f", the last {len(pack.hashes) - most} NOT"
        return text + "".join(lines)

# The members of each kind of proof, by the one that it is known by; all may lead to a checkpoint.
PROVED = {"leafIndex": "leafIndex treeSize leafHash hashes", "oldSize": "oldSize newSize hashes",
          "derivation": "reference value derivation root rules events",
          "subjects": "subjects events knownAt balances envelope",
          "completeness": "completeness answer leaf neighbours entries none from until knownAt balance lines",
          "settlement": "settlement events settled",
          "asked": "asked answer attestation records"}

class Proofs:
    """What `ipep prove` printed, held against the checkpoints that the auditor holds, else the pack's records."""

    def __init__(self, files: List[Tuple[str, bytes]], held: Held, pack: Optional[Pack], outside: Outside) -> None:
        self.files, self.held, self.pack, self.outside = files, held, pack, outside
        self.signed: Dict[int, bytes] = {}  # roots of checkpoints in proofs, each signed with a key that was given
        self.linked: Dict[int, bytes] = {}  # those of them that a proof links with a checkpoint that is held

    def check(self, found: List[str]) -> str:
        shown: Dict[str, str] = {}
        read = []
        for file, raw in self.files:
            try:
                read.append((file, parse(raw)))
                self.note_signed(read[-1][1])
            except FAULTS as fault:
                found.append(f"{show(file)}: {explain(fault)}")
        # What links two heads goes before what stands on one of them.
        for file, proof in sorted(read, key=lambda one: not (isinstance(one[1], dict) and "oldSize" in one[1])):
            try:
                shown[file] = f"\n    {show(file)}: " + self.kind_of(proof)(proof)
            except FAULTS as fault:
                found.append(f"{show(file)}: {explain(fault)}")
        return f"{len(self.files)} files" + "".join(shown[file] for file, _ in self.files if file in shown)

    def note_signed(self, proof: Any) -> None:
        raw = proof.get("checkpoint") if isinstance(proof, dict) else None
        if isinstance(raw, str) and self.held.keys and "\n\n" in raw:
            try:
                head = open_note(raw.encode("utf-8"), self.held.keys)
            except FAULTS:
                return  # said where the proof is looked at
            self.signed.setdefault(head.size, head.root)

    def kind_of(self, proof: JsonObject) -> Callable[[JsonObject], str]:
        kinds = {"leafIndex": self.inclusion, "oldSize": self.consistency, "derivation": self.amount,
                 "subjects": self.listed, "completeness": self.completeness, "settlement": self.settlement,
                 "asked": self.answered}
        for member in kinds:
            if member in proof:
                others = set(proof) - set(PROVED[member].split()) - {"checkpoint", "verifier", "timestamps", "seen"}
                if others:
                    raise Damaged(f"not of this kind of proof: {', '.join(map(show, sorted(others)))}")
                return kinds[member]
        raise Damaged("no proof of inclusion, consistency, an amount, a list, completeness, a settlement or an answer")

    def root(self, size: int, signed: Optional[Checkpoint] = None) -> Tuple[bytes, str]:
        """The root of a size, and who says so; `signed` is what a proof brings along."""
        root = self.held.root(size)
        if root is not None:
            return root, "the checkpoint that you hold"
        if self.pack and size <= len(self.pack.hashes):
            return self.pack.root(size), "the pack's records, NOT a checkpoint that you hold"
        if signed and self.linked.get(size) == signed.root:
            return signed.root, "the checkpoint in it, which a proof links with one that you hold"
        if signed and self.held.opened:
            sizes = sorted((size, max(known.size for _, known in self.held.opened)))
            raise Damaged(f"nothing links its checkpoint of {size} events with those that you hold; what "
                          f"`ipep prove consistency {sizes[0]} {sizes[1]}` prints does, given by --proof too")
        if signed:
            return signed.root, f"the checkpoint of {show(signed.origin)} in it, signed with a key that you gave"
        raise Damaged(f"a checkpoint of {size} events is needed, and you gave none")

    def known_root(self, size: int) -> Tuple[bytes, str]:
        """As `root`, or that of a checkpoint which another proof here brings along."""
        if self.held.root(size) is None and not (self.pack and size <= len(self.pack.hashes)) and size in self.signed:
            return self.signed[size], "a checkpoint in another proof, signed with a key that you gave"
        return self.root(size)

    def inclusion(self, proof: JsonObject) -> str:
        index, size, leaf, path = proof_members(proof, "leafIndex", "treeSize", "leafHash", "hashes")
        root, whose = self.root(size)
        if root_by_inclusion(index, size, leaf, path) != root:
            raise Damaged(f"does not lead to the root of {size} events")
        if self.pack and index < len(self.pack.hashes) and self.pack.hashes[index] != leaf:
            raise Damaged(f"not the record at position {index + 1} of the pack")
        return (f"position {index + 1} is in the log of {size} events, by {whose}"
                + (self.outside.of_held(self.held, size, root) if self.held.root(size) == root else ""))

    def consistency(self, proof: JsonObject) -> str:
        older, newer, path = proof_members(proof, "oldSize", "newSize", "hashes")
        (old, _), (new, whose) = self.known_root(older) if older else (sha256(), ""), self.known_root(newer)
        old_found, new_found = roots_by_consistency(older, newer, old, path)
        if old_found != old or (older and new_found != new):
            raise Damaged(f"{newer} events do not extend {older}")
        held = self.held.root(newer) == new
        if held or self.held.root(older) == old:  # an empty log links nothing
            self.linked.update({newer: new, older: old} if older else {})
        return (f"the log of {newer} events extends that of {older}, by {whose}"
                + (self.outside.of_held(self.held, newer, new) if held else ""))

    def head(self, proof: JsonObject) -> Tuple[Checkpoint, str, Optional[Checkpoint]]:
        """The checkpoint in a proof, who says that it is one of this log, and what a key that was given signed of it."""
        raw, keys = proof["checkpoint"].encode("utf-8"), self.held.keys
        is_note = b"\n\n" in raw  # else the text alone: nobody signed it
        head = read_checkpoint(read_note(raw).text if is_note else raw)
        signed = open_note(raw, keys) if is_note and keys else None
        origins = [known.origin for _, known in self.held.opened] + [self.pack.origin() if self.pack else None]
        others = [origin for origin in origins if origin not in (None, head.origin)]
        if others:
            raise Damaged(f"its checkpoint is of the log {show(head.origin)}, yours of {show(others[0])}")
        earlier = seen_before(proof, head)
        if earlier and earlier.size > 0 and self.held.root(earlier.size) == earlier.root:
            self.linked[head.size] = head.root
        root, whose = self.root(head.size, signed)
        if root != head.root:
            raise Damaged(f"its checkpoint has another root of {head.size} events")
        if not all(are_alike(known, head) for _, known in self.held.opened if known.size == head.size):
            raise Damaged(f"its checkpoint has another index of {head.size} events than one that you hold")
        return head, whose, signed

    def index(self, head: Checkpoint, signed: Optional[Checkpoint], name: str) -> Tuple[IndexHead, str]:
        """An index of a head, and who says so: a checkpoint that is held, the pack's records, or a signature by a key
        that was given. A checkpoint that was signed before there was one says of nothing that it is absent."""
        mine = head.indexes.get(name)
        if mine is None:
            raise Damaged(f"its checkpoint has no {name}")
        held = next((known.indexes[name] for _, known in self.held.opened
                     if known.size == head.size and name in known.indexes), None)
        if held is not None:
            found, whose = held, "the checkpoint that you hold"
        elif self.pack and head.size <= len(self.pack.events):
            found, whose = index_of(self.pack.events[:head.size], name).head(), "the pack's records"
        elif signed is not None:
            found, whose = mine, "the checkpoint in it, signed with your key"
        else:
            raise Damaged(f"its {name} is signed by no key that you gave, and there is no pack")
        if mine != found:
            raise Damaged(f"its checkpoint has another {name} of {head.size} events")
        return found, whose

    def completeness(self, proof: JsonObject) -> str:
        """These are all: every entry of the subject is shown, and the subject is in the index, or it is not in it."""
        head, whose, signed = self.head(proof)
        index, index_by = self.index(head, signed, AMOUNTS)
        subject, entries = proof["completeness"], proof["entries"]
        if not re.fullmatch(r"payments/[A-Za-z0-9._-]+|orders/[A-Za-z0-9._-]+/[0-9]{4}", subject):
            raise Damaged(f"no subject of the index: {show(subject)}")
        texts = [entry["entry"] for entry in entries]
        if "leaf" in proof:
            count, root = subject_leaf(index, proof["leaf"], subject)
            if (count, root) != entries_root(texts):
                raise Damaged(f"its entries are not the {count} that the index has of {show(subject)}")
        elif texts:
            raise Damaged("it shows entries of a subject that it says is not in the index")
        else:
            self.absent(index, subject, proof["neighbours"])
        for entry in entries:
            event = entry["event"]
            self.proved_event(event, head)
            if (subject, entry["entry"]) not in index_entries(event):
                raise Damaged(f"position {event['position']}: it does not enter the index as {show(entry['entry'])}")
        if proof.get("knownAt", 0) > head.size:
            raise Damaged(f"it tells of position {proof['knownAt']}, its checkpoint of {head.size} events")
        found = self.answer(proof, [entry["event"] for entry in entries])
        return (f"{found}, of {len(texts)} entries, which are all of {show(subject)} in {head.size} events by {whose}, "
                f"index by {index_by}" + self.outside.of_proof(proof, head, self.held))

    def listed(self, proof: JsonObject) -> str:
        """A list is whole: every subject of an index is shown, and every entry of those that the list is of."""
        head, whose, signed = self.head(proof)
        kind, *more = [kind for kind in LISTS if kind in proof] or [""]
        if not kind or more:
            raise Damaged("neither a list of balances nor the envelope, or both")
        name, prefix, prove = LISTS[kind]
        index, index_by = self.index(head, signed, name)
        events = {event["position"]: event for event in proof["events"]}
        for event in proof["events"]:
            self.proved_event(event, head)
        known = natural(proof["knownAt"], "knownAt")
        if known > head.size:
            raise Damaged(f"it tells of position {known}, its checkpoint of {head.size} events")
        leaves, rows, used = [], {}, set()
        for one in proof["subjects"]:
            subject, count, root = one["subject"], natural(one["count"], "count"), digest_of(one["root"])
            leaves.append(leaf_hash(subject_text(subject, count, root)))
            if not subject.startswith(prefix):
                if "entries" in one:
                    raise Damaged(f"it shows entries of {show(subject)}, which is not in the list")
                continue
            texts = texts_of(one)
            if (count, root) != entries_root(texts):
                raise Damaged(f"its entries are not the {count} that the index has of {show(subject)}")
            positions = [int(text.rpartition(" ")[2]) for text in texts]
            for text, position in zip(texts, positions):
                if position not in events or (subject, text) not in INDEXES[name](events[position]):
                    raise Damaged(f"position {position}: it does not enter the index as {show(text)}")
            used.update(positions)
            # An event enters once for each year it is of.
            counted = [position for position in dict.fromkeys(positions) if position <= known]
            rows[subject[len(prefix):]] = [events[position] for position in counted]
        subjects = [one["subject"] for one in proof["subjects"]]
        if subjects != sorted(subjects, key=byte_order) or (len(leaves), tree_root(leaves)) != index:
            raise Damaged(f"its subjects are not the {index.subjects} of the index")
        if sorted(used) != [event["position"] for event in proof["events"]]:
            raise Damaged("its events are not those of its entries, each once")
        wanted = prove({subject: moved for subject, moved in rows.items() if moved})
        differences = list(compare(kind, proof[kind], "told", wanted, "of its entries"))
        if differences:
            raise Damaged(differences[0])
        totals = {name: sum(cents(row[name]) for row in wanted) for name in (wanted[0] if wanted else {})
                  if isinstance(wanted[0][name], str) and name != "groupement"}
        return (f"after position {known} the {kind} had {len(wanted)} rows, together "
                + (", ".join(f"{name} {euros(amount)}" for name, amount in totals.items()) or "nothing")
                + f", which are all that {len(events)} of {head.size} events make, by {whose}, index by {index_by}"
                + self.outside.of_proof(proof, head, self.held))

    @staticmethod
    def absent(index: IndexHead, subject: str, beside: List[JsonObject]) -> None:
        """No such subject: the leaves before and after its place lie side by side, or are the first or the last."""
        places = []
        for leaf in beside:
            subject_leaf(index, leaf, leaf["subject"])
            places.append((natural(leaf["leafIndex"], "leafIndex"), byte_order(leaf["subject"])))
        wanted = byte_order(subject)
        before = [at for at, name in places if name < wanted]
        after = [at for at, name in places if name > wanted]
        last = before[-1] if before else -1
        following = after[0] if after else index.subjects
        if len(before) + len(after) != len(places) or len(places) > 2 or following != last + 1:
            raise Damaged(f"it does not show that {show(subject)} is not in the index")

    @staticmethod
    def answer(proof: JsonObject, events: List[JsonObject]) -> str:
        """The events that the question asks for, and nothing else; and what they come to."""
        subject, is_payments = proof["completeness"], proof["completeness"].startswith("payments/")
        since, until = proof.get("from"), proof.get("until")
        for day in (since, until):
            if day is not None and not is_day(day):
                raise Damaged(f"its period is of no day: {show(str(day))}")
        if (since is not None or until is not None) and ("balance" in proof or "lines" in proof or not is_payments):
            raise Damaged("it is of a period, and of what has none")
        if since is not None and until is not None and since >= until:
            raise Damaged(f"its period holds no day: from {since} until before {until}")
        wanted = {event["position"]: event for event in events
                  if (event["kind"] in PAYMENTS and (since or "") <= event["on"] < (until or "~") if is_payments
                      else event["kind"] == "paymentOrdered")}
        if "balance" in proof and "lines" in proof:
            raise Damaged("a balance and a statement are two proofs")
        if "balance" in proof:
            return prove_balance(proof, {event["position"]: event for event in events})
        if "lines" in proof:
            return prove_statement(proof, {event["position"]: event for event in events})
        if proof["answer"] != sorted(wanted):
            raise Damaged(f"its answer is not what its entries show: {show(sorted(wanted))}")
        if proof.get("none") and wanted:
            raise Damaged("it says that there is none, and shows some")
        if is_payments:
            amount = sum(paid_by(event) for event in wanted.values())
            period = (f" from {since}" if since else "") + (f" until before {until}" if until else "")
            return (f"{len(wanted)} payments of {show(subject.partition('/')[2])}{period or ' on any day'}, "
                    f"together {euros(amount)}")
        numbers = sorted(event["body"]["order"].rpartition("-")[2] for event in wanted.values())
        if numbers != [f"{number:06}" for number in range(1, len(numbers) + 1)]:
            raise Damaged("its orders are not numbered without a gap")
        return f"{len(wanted)} orders, numbered without a gap"

    def amount(self, proof: JsonObject) -> str:
        """The events behind an amount are in the log; how it is derived from them the pack's figures show."""
        head, whose, _ = self.head(proof)
        events = {event["position"]: event for event in proof["events"]}
        for position, event in events.items():
            self.proved_event(event, head)
        used = {leaf["position"] for leaf in leaves_of(proof["derivation"])}
        if used != set(events):
            raise Damaged(f"rests on events that it does not hold, or holds others: {show(sorted(used ^ set(events)))}")
        if proof["derivation"]["value"] != proof["value"]:
            raise Damaged(f"its derivation comes to {show(str(proof['derivation']['value']))}")
        if proof["root"] != head.root.hex():
            raise Damaged("its root is another than that of its checkpoint")
        for leaf in leaves_of(proof["derivation"]):
            event = events[leaf["position"]]
            if any(leaf.get(member) != event.get(member) for member in ("kind", "key")):
                raise Damaged(f"position {leaf['position']}: its derivation names another event")
        amount = amounts_at(self.pack.events if self.pack else [], head.size).get(proof["reference"])
        if amount is not None and exact(amount) != exact(proof["value"]):
            raise Damaged(f"{show(proof['reference'])} is {show(proof['value'])}, in the pack {show(amount)}")
        checked = ("the pack has the amount; its derivation is NOT CHECKED" if amount is not None
                   else "its value and derivation are NOT CHECKED")
        return (f"the {len(events)} events behind {show(proof['reference'])} are in the log of {head.size}, by {whose}"
                + "; " + checked + self.outside.of_proof(proof, head, self.held))

    def settlement(self, proof: JsonObject) -> str:
        """Its rows and national figures are those of events in the log; the year's says how many rows there are."""
        head, whose, signed = self.head(proof)
        for event in proof["events"]:
            self.proved_event(event, head)
        *rows, year = sorted(proof["events"], key=lambda event: event["position"])
        if year["kind"] != "yearSettled" or any(row["kind"] != "incentiveSettled" for row in rows):
            raise Damaged("its events are not one of the year behind one a groupement")
        of = {member: year["body"][member] for member in ("year", "revision", "rules")}
        if any({member: row["body"][member] for member in of} != of for row in rows):
            raise Damaged("it shows a row of another settlement")
        groups = [row["body"]["groupement"] for row in rows]
        if len(set(groups)) != len(groups) or len(groups) != year["body"]["groupements"]:
            raise Damaged(f"it shows {len(set(groups))} of the {year['body']['groupements']} groupements settled")
        wanted = {**of, "national": {member: year["body"][member] for member in NATIONAL},
                  "groupements": [{member: row["body"][member] for member in ROW} for row in rows],
                  "position": year["position"], "recordedAt": year["recordedAt"]}
        differences = list(compare("settlement", proof["settlement"], "told", wanted, "of its events"))
        if differences:
            raise Damaged(differences[0])
        return (f"revision {of['revision']} of {of['year']} comes to {year['body']['due']} for {len(groups)} "
                f"groupements, whose rows are in the log of {head.size} events, by {whose}"
                + self.last_of(proof, year, head, signed) + self.outside.of_proof(proof, head, self.held))

    def answered(self, proof: JsonObject) -> str:
        """The signer gave this answer to this question, at this head; and what the answer names is in the log. That it
        follows from the log is not shown here."""
        head, whose, _ = self.head(proof)
        if not self.held.keys:
            raise Damaged("who gave the answer is not known: no key given by --verifier")
        digest = sha256(proof["asked"].encode("utf-8"), b"\n", proof["answer"].encode("utf-8"))
        lines = ["ipep-answer/v1", to_base64(digest), head.origin, str(head.size), to_base64(head.root)]
        note = read_note(proof["attestation"].encode("utf-8"))
        if note.text != "".join(line + "\n" for line in lines).encode("utf-8"):
            raise Damaged("what is signed is of another question, answer or head")
        wrong = signatures_of(note, self.held.keys)[1]
        if wrong:
            raise Damaged(wrong[0])
        asked = parse(proof["asked"].encode("utf-8"))
        known = natural(asked["knownAt"], "knownAt")
        if known > head.size:
            raise Damaged(f"it tells of position {known}, its checkpoint of {head.size} events")
        records = []
        for record in proof["records"]:
            index, size, leaf, path = proof_members(record, "leafIndex", "treeSize", "leafHash", "hashes")
            if size != head.size or root_by_inclusion(index, size, leaf, path) != head.root:
                raise Damaged(f"position {index + 1}: does not lead to the root of {head.size} events")
            records.append(index + 1)
        named = sorted(set(at for at in positions_named(proof["answer"]) if 0 < at <= head.size))
        if records != named:
            raise Damaged(f"its records are not those that the answer names: {show(named)}")
        # Whole, and each argument by itself: no argument can pass for another, or hide one.
        of = {name: asked[name] for name in ("effective", "today", "language") if name in asked}
        words = json.dumps([asked["command"], asked["arguments"], of])[1:-1]
        who = f", as {show(asked['person'])} is shown it" if "person" in asked else ""
        trial = ", a TRIAL ledger" if asked.get("trial") else ""
        return (f"after position {known} the signer answered so to {words}{who}, in the log of {head.size} events"
                f"{trial}, by {whose}; the {len(records)} events that the answer names are in it; that it follows from "
                "them is NOT CHECKED" + self.outside.of_proof(proof, head, self.held))

    def last_of(self, proof: JsonObject, year: JsonObject, head: Checkpoint, signed: Optional[Checkpoint]) -> str:
        """Whether the year was settled again since: all that the index of the envelope has of its payment year."""
        if "settled" not in proof:
            return "; whether it was revised since it does not show"
        index, index_by = self.index(head, signed, ENVELOPE)
        texts, subject = texts_of(proof["settled"]), f"envelope/{year['body']['year'] + 1}"
        if subject_leaf(index, proof["settled"]["leaf"], subject) != entries_root(texts):
            raise Damaged(f"its entries are not those that the index has of {show(subject)}")
        at = [int(text.split(" ")[2]) for text in texts if text.split(" ")[1] == "yearSettled"]
        if year["position"] not in at:
            raise Damaged("the index does not have it")
        later = [position for position in at if position > year["position"]]
        text = f"; it was revised since, at position {later[-1]}" if later else (
            f"; it is the last revision in these {head.size} events")
        behind = [event["position"] for event in (self.pack.events if self.pack else [])[head.size:]
                  if event["kind"] == "yearSettled" and event["body"]["year"] == year["body"]["year"]]
        if behind:
            text += f", and was revised behind them, at position {behind[-1]} of the pack"
        return text + f", index by {index_by}"

    def proved_event(self, event: JsonObject, head: Checkpoint) -> None:
        leaf, at = unbase64(event["leaf"]), f"position {event['position']}"
        index, size, hashed, path = proof_members(event["proof"], "leafIndex", "treeSize", "leafHash", "hashes")
        if (index, size, hashed) != (event["position"] - 1, head.size, leaf_hash(leaf)):
            raise Damaged(f"{at}: the proof is of another record or log")
        if root_by_inclusion(index, size, hashed, path) != head.root:
            raise Damaged(f"{at}: does not lead to the root of {size} events")
        if digest_of(event["digest"]) != leaf[-32:]:
            raise Damaged(f"{at}: its digest is not that of its record")
        plain = {member: value for member, value in event.items() if member not in ("digest", "leaf", "proof")}
        sealed = decode_event(leaf[:-32])
        differences = list(compare(at, without_seals(sealed, plain), "sealed", plain, "shown"))
        if differences:
            raise Damaged(differences[0])
        of_pack = self.pack.events[index] if self.pack and index < len(self.pack.events) else {}
        for path, text in texts_under_seals(sealed, plain):
            if text != at_path(of_pack, path):
                raise Damaged(f"{at}: nothing here shows that {'.'.join(path)} is the text that is sealed")

def moved_by(event: JsonObject) -> Dict[str, int]:
    """By what an event moves a balance (§11): seed credits released, what is due, what came back or was written off of
    an overpayment, what was paid, the advance outstanding."""
    kind, body = event["kind"], event["body"]
    if kind in PAYMENTS:
        amount = sum(cents(part["amount"]) for part in body["parts"])
        return {"paid": -amount if kind == "orderReturned" else amount}
    member, moves = {
        "seedTrancheReleased": ("amount", {"seedReleased": 1}),
        "incentiveSettled": ("netDifference", {"due": 1}),
        "incentiveAnnulled": ("netDifference", {"due": 1}),
        "advanceGranted": ("difference", {"due": 1, "advanceOutstanding": 1}),
        "advanceRecovered": ("difference", {"due": -1, "advanceOutstanding": -1}),
        "advanceWrittenOff": ("amount", {"advanceOutstanding": -1}),
        "advanceWriteOffReversed": ("amount", {"advanceOutstanding": 1}),
        "refundBooked": ("difference", {"back": 1}),
        "overpaymentWrittenOff": ("difference", {"back": 1})}[kind]
    return {name: sign * cents(body[member]) for name, sign in moves.items()}

def is_day(text: Any) -> bool:
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

def known_of(proof: JsonObject, events: Dict[int, JsonObject]) -> List[JsonObject]:
    """The events that moved a groupement's balance until a position, in order. They are all: the log only grows, so
    that those that came later change nothing of what was known then."""
    known = natural(proof["knownAt"], "knownAt")
    counted = sorted(position for position in events if position <= known)
    if proof["answer"] != counted:
        raise Damaged(f"its answer is not what moved the balance until then: {show(counted)}")
    return [events[position] for position in counted]

def net_of(sums: Dict[str, int]) -> int:
    return sums["seedReleased"] + sums["due"] + sums["back"] - sums["paid"]

def result_year_of(event: JsonObject) -> Optional[int]:
    """Whose result an event moves what is owed of; of what was paid before the ledger, that of its last part."""
    if event["kind"] != "takeOverConfirmed":
        return event["body"].get("year")
    years = [int(part["of"].split("/")[1]) for part in event["body"]["parts"] if part["of"].startswith("settlement/")]
    return years[-1] if years else None

def prove_statement(proof: JsonObject, events: Dict[int, JsonObject]) -> str:
    """Each line of the statement follows from its event and those before it; an event that moves nothing has none."""
    sums: Dict[str, int] = defaultdict(int)
    lines = []
    for event in known_of(proof, events):
        before, advance = net_of(sums), sums["advanceOutstanding"]
        for name, amount in moved_by(event).items():
            sums[name] += amount
        net = net_of(sums)
        amount = net - before or sums["advanceOutstanding"] - advance
        line = {member: event[member] for member in ("position", "on", "kind")}
        year = result_year_of(event)
        if year is not None:
            line["year"] = year
        line.update({name: euros(value) for name, value in (
            ("amount", amount), ("owed", max(net, 0)), ("overpaid", max(-net, 0)),
            ("advanceOutstanding", sums["advanceOutstanding"]))})
        lines += [line] if amount else []
    differences = list(compare("lines", proof["lines"], "told", lines, "of its entries"))
    if differences:
        raise Damaged(differences[0])
    return (f"after position {proof['knownAt']} the statement of {show(proof['completeness'].partition('/')[2])} has "
            f"{len(lines)} lines" + (f", and {lines[-1]['owed']} is owed" if lines else ""))

def balance_of(groupement: str, counted: List[JsonObject]) -> JsonObject:
    """What a group is owed, was paid, and its advance, after all events that moved it."""
    sums: Dict[str, int] = defaultdict(int)
    for event in counted:
        for name, amount in moved_by(event).items():
            sums[name] += amount
    net = net_of(sums)
    return {"groupement": groupement, **{name: euros(amount) for name, amount in (
        ("seedReleased", sums["seedReleased"]), ("due", sums["due"]), ("paid", sums["paid"]), ("owed", max(net, 0)),
        ("overpaid", max(-net, 0)), ("advanceOutstanding", sums["advanceOutstanding"]))}}

def prove_balance(proof: JsonObject, events: Dict[int, JsonObject]) -> str:
    """The balance after a position is the sum of what moved it until then."""
    subject, known = proof["completeness"].partition("/")[2], proof["knownAt"]
    counted = known_of(proof, events)
    wanted = balance_of(subject, counted)
    differences = list(compare("balance", proof["balance"], "told", wanted, "of its entries"))
    if differences:
        raise Damaged(differences[0])
    moved = f", last moved at {counted[-1]['recordedAt']}" if counted else ""
    later = [events[position]["recordedAt"] for position in sorted(events) if position > known]
    return (f"after position {known} {show(subject)} was owed {wanted['owed']}, overpaid {wanted['overpaid']}, paid "
            f"{wanted['paid']}, its advance {wanted['advanceOutstanding']}{moved}"
            + (f", next at {later[0]}" if later else ", and not since"))

def envelope_of(year: int, counted: List[JsonObject]) -> JsonObject:
    """How much of the national envelope a payment year uses (§12): what is budgeted, settled and capped an event
    states, the rest are sums."""
    found: Dict[str, int] = defaultdict(int)
    for event in counted:
        kind, body = event["kind"], event["body"]
        fact = body["fact"]["envelopeBudgeted"] if kind == "factCorrected" else body
        if kind in ("envelopeBudgeted", "factCorrected"):
            found["budgeted"] = cents(fact["amount"])
        elif kind == "yearSettled":
            found["settled"], found["ceiling"] = cents(body["due"]), cents(body["cap"])
        elif kind == "seedTrancheReleased":
            found["seedCredits"] += cents(body["amount"])
        else:
            amount = sum(cents(part["amount"]) for part in body["parts"] if part["paymentYear"] == year)
            for name, moves in (("ordered", kind != "orderPaid"), ("paid", kind in PAYMENTS)):
                found[name] += amount * moves * (-1 if kind in FREED else 1)
    found["left"] = found["budgeted"] - found["seedCredits"] - found["settled"]
    return {"paymentYear": year, **{name: euros(found[name]) for name in (
        "budgeted", "seedCredits", "settled", "ordered", "paid", "left", "ceiling")}}

# Lists that are proved whole: the index whose subjects they are of, what those begin with, and the rows.
LISTS: Dict[str, Tuple[str, str, Callable[[Dict[str, List[JsonObject]]], List[JsonObject]]]] = {
    "balances": (AMOUNTS, "payments/", lambda rows: [balance_of(*row) for row in rows.items()]),
    "envelope": (ENVELOPE, "envelope/", lambda rows: [envelope_of(int(year), moved) for year, moved in rows.items()])}

def texts_of(subject: JsonObject) -> List[str]:
    texts = subject["entries"]
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Damaged("its entries are no list of texts")
    return texts

def subject_leaf(index: IndexHead, leaf: JsonObject, subject: str) -> Tuple[int, bytes]:
    """How many entries the index has of a subject, and their root."""
    if leaf["subject"] != subject:
        raise Damaged(f"the leaf is that of {show(leaf['subject'])}")
    count, root = natural(leaf["count"], "count"), digest_of(leaf["root"])
    at, hashes = natural(leaf["leafIndex"], "leafIndex"), [digest_of(one) for one in leaf["hashes"]]
    if root_by_inclusion(at, index.subjects, leaf_hash(subject_text(subject, count, root)), hashes) != index.root:
        raise Damaged(f"{show(subject)}: does not lead to the root of the index")
    return count, root

def proof_members(proof: JsonObject, *names: str) -> Iterator[Any]:
    """Sizes and positions as numbers, hashes as bytes; nothing else is in a proof."""
    if set(proof) != set(names):
        raise Damaged(f"not the members {', '.join(names)}")
    for name in names:
        if name == "leafHash":
            yield digest_of(proof[name])
        elif name != "hashes":
            yield natural(proof[name], name)
        elif isinstance(proof[name], list):
            yield [digest_of(one) for one in proof[name]]
        else:
            raise Damaged("hashes is no list")

def digest_of(text: str) -> bytes:
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise Damaged(f"{show(text)} is no SHA-256 digest")
    return bytes.fromhex(text)

def positions_named(answer: str) -> Iterator[int]:
    """Every event that an answer names, by `position` or `event`, where it is data: one value of JSON a line."""
    def of(value: Any) -> Iterator[int]:
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for name, one in inside:
            if name in ("position", "event") and isinstance(one, int) and not isinstance(one, bool):
                yield one
            yield from of(one)
    for line in answer.split("\n"):
        try:
            value = json.loads(line)
        except ValueError:
            continue
        yield from of(value)

def leaves_of(node: JsonObject) -> Iterator[JsonObject]:
    """The events that a derivation names."""
    if "event" in node:
        yield node["event"]
    for inside in node.get("inputs", []):
        yield from leaves_of(inside)

# ------------------------------------------------------------------------------------------------------ the report

def check_script(found: List[str], pack: Optional[Pack]) -> str:
    """Which copy of this file runs. Nothing that Python runs here lies in the pack."""
    own, folder = os.path.realpath(__file__), os.path.realpath(pack.folder) if pack else None
    digest = sha256(read_file(own)).hex()
    text = f"SHA-256 {digest} of {show(own)[1:-1]}"
    files = {name: getattr(module, "__file__", None) for name, module in list(sys.modules.items())}
    found += [f"the module {name} was taken from the pack: {show(file)}" for name, file in sorted(files.items())
              if folder and file and os.path.realpath(file) != own and is_inside(os.path.realpath(file), folder)]
    if pack is None:
        return text
    theirs = os.path.join(pack.folder, "verify.py")
    if folder and is_inside(own, folder):
        return (f"NOT CHECKED: {text}: the copy that came with the pack, and who made the pack could have written it. "
                "Take one from the package or the repository of ipep-ledger")
    if not os.path.isfile(theirs):
        return f"{text}; the pack has none"
    other = sha256(read_file(theirs)).hex()
    return f"{text}; the pack's copy is " + ("the same" if other == digest else f"ANOTHER, SHA-256 {other}: not run")

def is_inside(path: str, folder: str) -> bool:
    return os.path.commonpath([path, folder]) == folder

def run_check(name: str, work: Callable[[List[str]], str], most_lines: int = 50) -> int:
    found: List[str] = []
    try:
        looked_at = work(found)
    except FAULTS as fault:
        looked_at = "not finished"
        found.append(explain(fault))
    head, _, rest = looked_at.partition("\n")
    if found:
        head += f": {len(found)} difference{'' if len(found) == 1 else 's'}"
    elif not head.startswith("NOT CHECKED"):
        head += ": ok"
    print(f"{name}: {head}" + (f"\n{rest}" if rest else ""))
    for text in found[:most_lines]:
        print(f"  {text}")
    if len(found) > most_lines:
        print(f"  … and {len(found) - most_lines} more")
    return len(found)

# --------------------------------------------------------------------------- adjusted spending (§13, CDC 2019 annexe 4)

def patient_rows(data: bytes) -> Iterator[Dict[str, str]]:
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    text = data.decode("utf-8-sig")
    header = text.split("\n", 1)[0]
    if ";" not in header or "," in header:
        return csv.DictReader(io.StringIO(text, newline=""))
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")  # and decimals may have a comma
    return ({name: field if name == "ald" else field.replace(",", ".") for name, field in row.items()} for row in rows)

def counts_as_patient(row: Dict[str, str]) -> bool:
    """CDC 2019 §8-II: declared and reimbursed at least once, or under 16 and seen at least twice; never with AME."""
    if exact(row.get("ame", "0")) != 0:
        return False
    if "declared" not in row:
        return True
    return ((exact(row["declared"]) != 0 and exact(row["reimbursed"]) > 0)
            or (exact(row["age"]) < 16 and exact(row["visits"]) >= 2))

def ald_of(field: str) -> List[Fraction]:
    """The long-term illnesses of a patient: one value, or whole numbers with | ; or + between them."""
    parts = re.split(r"[|;+]", field)
    if "/" in field or len(parts) > 1 and not all(re.fullmatch(r"[0-9]{1,4}", part) and int(part) for part in parts):
        raise Damaged(f"{show(field)} is no list of ALD")
    return [exact(part) for part in parts]

def holds(row: Dict[str, str], column: str, value: Fraction) -> bool:
    return value in ald_of(row[column]) if column == "ald" else exact(row[column]) == value

def means_of(model: JsonObject, rows: Iterator[Dict[str, str]]) -> Tuple[int, str, str]:
    """Patients counted, actual and adjusted spending per patient: the mean over them of constant + Σ coefficient ×
    variable, a variable being a column, or whether a column holds one value, of several ALD one among them, or whether
    it lies in a class, from its beginning to below its end."""
    def variable(one: JsonObject, row: Dict[str, str]) -> Fraction:
        column = one["column"]
        if "equals" in one:
            return Fraction(holds(row, column, exact(one["equals"])))
        number = exact(row[column])
        if "from" not in one:
            return number
        return Fraction(one["from"] <= number and ("below" not in one or number < one["below"]))

    count, actual, adjusted = 0, Fraction(0), Fraction(0)
    for row in filter(counts_as_patient, rows):
        count += 1
        actual += exact(row["spending"])
        adjusted += sum(exact(one["coefficient"]) * variable(one, row) for one in model["variables"])
    if not count:
        raise Damaged("no patient counts")
    return count, six(actual / count), six(exact(model["constant"]["coefficient"]) + adjusted / count)

def check_adjusted(found: List[str], events: List[JsonObject], file: bytes,
                   patients: Tuple[Tuple[str, bytes], ...]) -> str:
    """The means that a given model gives for given patients are those that were recorded with the file's digest."""
    model, digest, compared = json.loads(file), sha256(file).hex(), 0
    adopted = {event["body"]["model"]: event["body"]["sha256"] for event in events
               if event["kind"] == "adjustmentModelAdopted"}
    for name, data in patients:
        count, actual, adjusted = means_of(model, patient_rows(data))
        wanted = {"patientsCounted": {"patients": count},
                  "expenditureMeasured": {"actualPerPatient": actual, "adjustedPerPatient": adjusted}}
        named = [event for event in events if event.get("source", {}).get("sha256") == sha256(data).hex()
                 and event["kind"] in wanted]
        if not named:
            found.append(f"{show(name)}: no fact was recorded with the digest of this file")
        for event in named:
            compared += 1
            body = event["body"]
            for member, value in wanted[event["kind"]].items():
                if body[member] != value:
                    found.append(f"position {event['position']}: {member} {body[member]}, recomputed {value}")
            if "model" in body and adopted.get(body["model"]) != digest:
                found.append(f"position {event['position']}: adjusted by {show(body['model'])}, which is another model")
    return f"{compared} facts recomputed from {len(patients)} files"

class Wishes(NamedTuple):
    keys: List[Verifier]
    checkpoints: List[Tuple[str, bytes]]  # file, and what is in it
    proofs: List[Tuple[str, bytes]]
    seed: Optional[str]
    sample: Any  # how many amounts, or a ByUnit
    model: Optional[bytes] = None  # of an adjustment of spending
    patients: Tuple[Tuple[str, bytes], ...] = ()
    witnesses: Tuple[Verifier, ...] = ()
    quorum: int = 0
    authorities: Tuple[bytes, ...] = ()  # certificates, PEM
    stamps: Tuple[Tuple[str, bytes], ...] = ()
    findings: Optional[bytes] = None

def checks_of(pack: Optional[Pack], wishes: Wishes) -> Iterator[Tuple[str, Callable[[List[str]], str]]]:
    held = Held(wishes.checkpoints, wishes.keys)
    outside = Outside(list(wishes.witnesses), wishes.quorum, list(wishes.authorities), list(wishes.stamps))
    proofs = Proofs(wishes.proofs, held, pack, outside)
    yield "script", lambda found: check_script(found, pack)
    if pack:
        yield from [("manifest", pack.check_manifest), ("format", pack.check_format), ("chain", pack.check_chain),
                    ("sealed bytes", pack.check_bytes),
                    ("personal data", pack.check_personal), ("Merkle root", pack.check_root),
                    ("signature", pack.check_signature)]
    yield "your checkpoints", lambda found: held.check(found, pack)
    if wishes.proofs:
        yield "your proofs", proofs.check
    if pack or wishes.checkpoints:
        yield "seen from outside", lambda found: outside.check(found, pack, held, bool(pack) or not wishes.proofs)
    if not pack:
        return
    yield from [("keys", pack.check_keys), ("figures", pack.check_figures), ("payments", pack.check_payments),
                ("files for the bank", pack.check_bank_files),
                ("settlement files", pack.check_settlements), ("rules files", pack.check_rules)]
    yield "sample", lambda found: pack.check_sample(found, held)
    if wishes.seed is not None:
        seed, size = wishes.seed, wishes.sample
        yield "your sample", lambda found: pack.fresh_sample(found, held, seed, size)
    if wishes.findings is not None:
        yield "your findings", lambda found: pack.check_findings(found, held, wishes)
    if wishes.model is not None:
        model = wishes.model
        yield "your patients", lambda found: check_adjusted(found, pack.events, model, wishes.patients)

def verify(folder: Optional[str], wishes: Wishes) -> int:
    pack = Pack(folder, wishes.keys) if folder is not None else None
    differences = sum(run_check(name, work) for name, work in checks_of(pack, wishes))
    if pack and pack.trial:
        print("This is the pack of a TRIAL ledger: clock and random bytes were chosen.")
    print(f"{differences} differences")
    return 4 if differences else 0

def wishes_of(parser: argparse.ArgumentParser, given: argparse.Namespace) -> Wishes:
    if ((given.seed is not None) != (given.sample is not None or given.monetary_unit is not None)
            or (given.sample is not None and given.monetary_unit is not None) or (given.sample or 0) < 0):
        parser.error("--seed TEXT and --sample N go together, N not negative, or --seed TEXT and --monetary-unit")
    if (given.monetary_unit is None) != (given.materiality is None):
        parser.error("--monetary-unit and --materiality EUROS go together")
    if given.monetary_unit is None and (given.expected is not None or given.confidence is not None):
        parser.error("--expected EUROS and --confidence PERCENT go with --monetary-unit")
    if given.checkpoint and not given.verifier:
        parser.error("--checkpoint FILE needs --verifier KEY, the key that signed it")
    if given.quorum is not None and not 0 < given.quorum <= len(given.witness):
        parser.error("--quorum N is of so many witnesses, each given by --witness KEY")
    if given.timestamp and not given.checkpoint:
        parser.error("--timestamp FILE needs --checkpoint FILE, what was stamped")
    if bool(given.model) != bool(given.patients):
        parser.error("--model FILE and --patients FILE go together")
    what = "--verifier"
    try:
        keys = [read_verifier(said_key(text)) for text in given.verifier]
        what = "--checkpoint"
        checkpoints = [(name, read_file(name)) for name in given.checkpoint]
        what = "--proof"
        proofs = [(name, read_file(name)) for name in given.proof]
        what = "--witness"
        witnesses = tuple(read_verifier(said_key(text), 4) for text in given.witness)
        if len({witness.key for witness in witnesses}) != len(witnesses):
            raise Damaged("one witness counts once; give each once")
        what = "--authority and --timestamp"
        authorities = tuple(read_file(name) for name in given.authority)
        stamps = tuple((name, read_file(name)) for name in given.timestamp)
        what = "--model and --patients"
        model = read_file(given.model) if given.model else None
        patients = tuple((name, read_file(name)) for name in given.patients)
        what = "--evaluate"
        findings = read_file(given.evaluate) if given.evaluate else None
        what = "--monetary-unit"
        sample = given.sample or 0
        if given.monetary_unit:
            sample = ByUnit(given.monetary_unit, cents(given.materiality), cents(given.expected or "0.00"),
                            given.confidence or 95)
            interval_of(sample)
    except FAULTS as fault:
        parser.error(f"{what}: {explain(fault)}")
    return Wishes(keys, checkpoints, proofs, given.seed, sample, model, patients, witnesses, given.quorum or 0,
                  authorities, stamps, findings)

def said_key(text: str) -> str:
    return read_file(text[1:]).decode("utf-8").rstrip(" \r\n") if text.startswith("@") else text

def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(
        prog="verify.py", usage="python3 -I verify.py [FOLDER] [options]",
        description="Checks an audit pack of the Ipep ledger. Run your own copy, from the package (share/ipep-ledger) "
        "or the repository, not the one in the pack: who made the pack could have written that.")
    parser.add_argument("folder", metavar="FOLDER", nargs="?", help="the pack; else where this file lies")
    parser.add_argument("--verifier", metavar="KEY|@FILE", action="append", default=[],
                        help="a key of the signer, NAME+HASH+BASE64; may be repeated, where it was changed")
    parser.add_argument("--checkpoint", metavar="FILE", action="append", default=[],
                        help="a signed checkpoint that you were given earlier; may be repeated")
    parser.add_argument("--proof", metavar="FILE", action="append", default=[],
                        help="what `ipep prove` printed; without FOLDER, only this is checked; may be repeated")
    parser.add_argument("--witness", metavar="KEY|@FILE", action="append", default=[],
                        help="the key of a witness, obtained from the witness; may be repeated")
    parser.add_argument("--quorum", metavar="N", type=int, help="so many witnesses must have seen a checkpoint")
    parser.add_argument("--timestamp", metavar="FILE", action="append", default=[],
                        help="what an authority of time answered (RFC 3161) for a checkpoint that you give")
    parser.add_argument("--authority", metavar="FILE", action="append", default=[],
                        help="certificates (PEM) that a time stamp must lead to, checked by the program openssl")
    parser.add_argument("--seed", metavar="TEXT", help="draw a sample with your own text, at the newest checkpoint")
    parser.add_argument("--sample", metavar="N", type=int, help="how many amounts to draw")
    parser.add_argument("--monetary-unit", choices=sorted(POPULATIONS),
                        help="draw by monetary unit instead, of what was paid or of what is due")
    parser.add_argument("--materiality", metavar="EUROS", help="the misstatement that is tolerable, as 5000.00")
    parser.add_argument("--expected", metavar="EUROS", help="the misstatement that is expected (0.00)")
    parser.add_argument("--confidence", type=int, choices=sorted(EXPANSION),
                        help="in percent; the rest is the risk of incorrect acceptance (95)")
    parser.add_argument("--evaluate", metavar="FILE",
                        help="findings (CSV: reference, audited) of a sample by monetary unit, yours or the pack's")
    parser.add_argument("--model", metavar="FILE", help="an adjustment model, as `ipep adjust fit` wrote it")
    parser.add_argument("--patients", metavar="FILE", action="append", default=[],
                        help="patients (CSV, plain or gzip) whose means were recorded; may be repeated")
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    wishes = wishes_of(parser, given)
    folder = given.folder
    if folder is None and not wishes.proofs:
        folder = os.path.dirname(os.path.abspath(__file__))
    try:
        return verify(folder, wishes)
    except FAULTS + (MemoryError,) as fault:
        print(f"verify.py: {show(folder)} cannot be read as an audit pack: {explain(fault)}", file=sys.stderr)
        return 2

if __name__ == "__main__":
    sys.exit(main())
