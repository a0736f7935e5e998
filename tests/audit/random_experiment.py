"""Random experiments: rules, groups, five years of facts, and what goes wrong afterwards, each from its seed.

    steps(Experiment(random))  ->  ("append", [fact, …]) or ("settle", year), in the order of a life

Everything that the text leaves to a parameter varies, within the invariants of specification §15 and §17; figures stand
on the edges on purpose: targets just reached, spending on the band, negative scores, caps that bind, odd cents. A step
may be refused (a settlement that waits, a write-off too early): that is the program's right, and the life goes on.
"""
from fractions import Fraction

YEARS = range(2016, 2025)  # of facts
LIVED = range(2018, 2024)
SOCLE = ["S01", "S02", "S04", "S07", "S09"]
CHOOSABLE = ["C1", "C2", "C3", "C4"]
IBAN = "FR7699999010010005000791985"


def ratio(random, low, high):
    """A ratio between two whole hundredths, as a decimal or as a fraction that does not end."""
    if random.random() < 0.3:
        return str(Fraction(random.randint(low * 7, high * 7), 700))
    return f"{random.randint(low * 10, high * 10) / 1000:.3f}"


def complement(text):
    rest = 1 - Fraction(text)
    return str(rest)


def amount(random, low, high):
    return f"{random.randint(low, high)}.{random.randint(0, 99):02}"


def second_edition(random, values, evolutions):
    """Parameters that may be absent, each given in some lives (§17)."""
    phases, quality = values["phases"], values["quality"]
    if random.random() < 0.5:
        waves = random.sample(["1", "2", "3"], random.randint(1, 3))
        phases["resultYearsByWave"] = {wave: random.randint(phases["mixedYears"], 5) for wave in waves}
    if random.random() < 0.5:
        values["seedCredit"]["sizeFloorPatients"] = random.choice([0, 5_000, 7_776])
    if random.random() < 0.5:
        values["efficiency"]["trendYears"] = random.randint(1, 3)
    if random.random() < 0.5:
        counted = quality["countedFromYear"]
        for name in random.sample(sorted(counted), random.randint(1, len(counted))):
            counted[name] = random.randint(2018, 2022)
    if random.random() < 0.5:
        quality["indicators"] = [{"id": indicator, "name": f"Indicateur {indicator}", "evolution": evolution,
                                  "source": source} for indicator, (evolution, source) in evolutions.items()]


def parameters(random, evolutions):
    values = first_edition(random)
    if random.random() < 0.6:
        second_edition(random, values, evolutions)
    return values


def first_edition(random):
    low, high = sorted(random.sample(range(20_000, 150_000), 2))
    gap = ratio(random, 0, 100)
    core = str(random.choice([50, 75, 80, 90]))
    knots = sorted(random.sample(range(-10, 121), random.randint(2, 5)))
    ladder = sorted((random.randint(-6, 12) for _ in range(4)), reverse=True)
    mixed = random.randint(1, 3)
    return {
        "currency": "EUR",
        "phases": {"mixedYears": mixed, "resultYears": random.randint(max(mixed, 2), 4)},
        "seedCredit": {"baseAmount": amount(random, 50_000, 150_000), "sizeFactorMin": "0.5", "sizeFactorMax": "1",
                       "sizeCeilingPatients": random.choice([50_000, 30_000, 7_777]), "multiprofessionalRange": "0.2",
                       "floor": f"{low}.00", "ceiling": f"{high}.00",
                       "firstTranche": random.choice(["1/2", "1/3", "0.6"])},
        "quality": {"socle": random.sample(SOCLE, random.randint(1, 5)), "aLaCarteMax": 3,
                    "points": dict(zip(("target", "intermediate", "improved", "stable", "worsened"),
                                       map(str, [max(ladder[0], 1) + 2] + ladder))),
                    "weights": {"withoutALaCarte": {"socle": "100", "aLaCarte": "0"},
                                "withALaCarte": {"socle": core, "aLaCarte": str(100 - int(core))}},
                    "experienceBonus": {"intermediate": "10", "target": random.choice(["20", "12.5"])},
                    "countedFromYear": {random.choice(SOCLE): 2, "aLaCarte": random.choice([1, 2, 3]),
                                        "experience": random.choice([1, 2, 9])},
                    "scoreForFullAmount": random.choice(["100", "80", "33.3"]),
                    "envelopeShare": random.choice(["0.003", "0.0123", "1/300"]),
                    "envelopeBasis": random.choice(["mixedModel", "allSettled"])},
        "efficiency": {"band": random.choice(["0.05", "0", "0.02"]), "share": ratio(random, 20, 80),
                       "gapWeight": gap, "evolutionWeight": complement(gap)},
        "modulation": {"knots": [[str(x), ratio(random, 0, 40) if random.random() < 0.6 else "-0.25"] for x in knots]},
        "caps": {"groupement": random.choice(["0.02", "0.01", "0.0007"]),
                 "national": random.choice(["0.01", "0.002", "1/3000"]), "nationalReduction": "proRata"},
        "advance": {"recovery": random.choice(["aboveSeedCredit", "full"])},
        "eligibility": {"minimumPatients": 5000},
    }


class Experiment:
    def __init__(self, random):
        self.random, self.number, self.facts = random, 0, []  # facts: (key, kind, body), to be corrected
        self.groups = {f"G{i:02}": random.choice([2019, 2019, 2020]) for i in range(1, random.randint(2, 9) + 1)}
        self.cpam_of = {group: random.choice(["351", "351", "752"]) for group in self.groups}
        self.aims, self.adopted, self.known = {}, [], set()
        self.names = []  # of the rules adopted
        self.evolutions = {indicator: (random.choice(["up", "up", "up", "down", "down", "stable"]),
                                       random.choice(["snds", "collected"])) for indicator in SOCLE + CHOOSABLE}

    def fact(self, kind, body, on="2019-09-01"):
        self.number += 1
        key = f"{kind}-{self.number}"
        if kind != "factCorrected":
            self.facts.append((key, kind, body))
        return {"key": key, "on": on, "fact": {kind: body}}

    def rules(self, year):
        values = parameters(self.random, self.evolutions)
        self.adopted.append((year, values["phases"]))
        self.known |= set(values["quality"]["socle"])
        self.names.append(f"rules-{year}-{self.number}")
        return self.fact("rulesAdopted", {"rules": self.names[-1], "title": "Règles", "fromYear": year,
                                          "parameters": values})

    def last_year(self, first):
        """§1: ranks go on while the rules of the year have as many."""
        year = first
        while year - first + 1 <= self.result_years(year, str(first - 2018)):
            year += 1
        return year - 1

    def result_years(self, year, wave):
        _, phases = max((rules for rules in self.adopted if rules[0] <= year), key=lambda rules: rules[0])
        return phases.get("resultYearsByWave", {}).get(wave, phases["resultYears"])

    def value(self, indicator, year):
        """Often exactly what is aimed at, or a hundredth beside it."""
        target, intermediate = self.aims[indicator, year]
        if self.evolutions[indicator][0] == "stable":  # what counts is the change
            change = self.random.choice([0, 0, target, intermediate, -target - 1, intermediate + 1])
            return f"{(5000 + change) / 100:.2f}"
        near = self.random.choice([target, intermediate, self.random.randint(4000, 9900)])
        return f"{(near + self.random.choice([-1, 0, 0, 1])) / 100:.2f}"

    def spending(self):
        adjusted = self.random.randint(150_000, 350_000)
        times = self.random.choice([95, 105, 100, self.random.randint(80, 120)])
        actual = f"{adjusted * times // 100 / 100:.2f}" + self.random.choice(["", "0001", "99"])
        return {"actualPerPatient": actual, "adjustedPerPatient": f"{adjusted / 100:.2f}"}

    def admission(self, group, first):
        random, day = self.random, f"{first}-07-03"
        yield self.fact("groupementAdmitted", {
            "groupement": group, "name": f"Groupement {group}", "legalForm": "SISA", "region": "Bretagne",
            "cpam": self.cpam_of[group], "wave": first - 2018, "firstYear": first, "referringPhysicians": 10,
            "patients": 10_000, "decision": "Arrêté"}, day)
        if random.random() < 0.9:
            yield self.fact("conventionSigned", {"groupement": group, "cpam": self.cpam_of[group], "payee": {
                "name": f"PAYEE {group}", "iban": IBAN, "bic": "TESTFRPP"}}, f"{first}-09-02")
        yield self.fact("seedCreditAssessed", {"groupement": group, "patients": random.randint(0, 70_000),
                                               "multiprofessionalModulation": random.choice(["0", "0.2", "-1/7"])})
        if random.random() < 0.8:
            yield self.fact("roadmapReceived", {"groupement": group}, f"{first}-12-15")
        if random.random() < 0.6:
            chosen = random.sample(CHOOSABLE, random.randint(1, 3))
            self.known |= set(chosen)
            yield self.fact("indicatorsChosen", {"groupement": group, "indicators": chosen})

    def targets(self, year, indicator):
        direction, source = self.evolutions[indicator]
        levels = range(0, 300) if direction == "stable" else range(5000, 9500)
        pair = sorted(self.random.sample(levels, 2), reverse=direction == "up")
        self.aims[indicator, year] = pair
        if self.random.random() < 0.01:  # contradicts the catalogue, where there is one
            direction = "up"
        body = {"year": year, "indicator": indicator, "direction": direction,
                "target": f"{pair[0] / 100:.2f}", "intermediate": f"{pair[1] / 100:.2f}"}
        if self.random.random() < (0.6 if source == "collected" else 0.02):
            body["startingValue"] = "0"
        yield self.fact("indicatorTargetsSet", body)
        if self.random.random() < 0.2:
            yield self.fact("indicatorTargetsSet", {**body, "groupement": self.random.choice(list(self.groups))})

    def year_facts(self, year, indicators):
        random = self.random
        for indicator in indicators:
            yield from self.targets(year, indicator)
        yield self.fact("experienceThresholdsSet", {"year": year, "intermediate": "60", "target": "75"})
        yield self.fact("envelopeBudgeted", {"paymentYear": year + 1, "amount": amount(random, 1_000, 7_000_000)})
        for group, first in self.groups.items():
            if first - 3 <= year < first - 1:  # before that only a trend looks at it
                yield self.fact("expenditureMeasured", {"groupement": group, "year": year, **self.spending()})
            if not first - 1 <= year <= self.last_year(first):
                continue
            yield self.fact("patientsCounted", {"groupement": group, "year": year,
                                                "patients": random.choice([5_000, 49_999, random.randint(0, 60_000)])})
            yield self.fact("expenditureMeasured", {"groupement": group, "year": year, **self.spending()})
            yield self.fact("experienceMeasured", {"groupement": group, "year": year,
                                                   "score": random.choice(["59.99", "60", "75", "74.999"]),
                                                   **random.choice([{}, {"sent": 400, "answered": 31}])})
            for indicator in indicators:
                value = self.value(indicator, year)
                yield self.fact("indicatorMeasured", {"groupement": group, "year": year, "indicator": indicator,
                                                      "value": value, **self.evidence(value)})

    def evidence(self, value):
        """What stands behind a value, in some lives; now and then it does not give the value."""
        random = self.random
        if random.random() < 0.8:
            return {}
        denominator = random.choice([100, 700, 1_000])
        numerator = int(Fraction(value) * denominator) + (random.random() < 0.02)
        return {"numerator": numerator, "denominator": denominator, "extractedOn": "2020-04-01", "suppliedBy": "ATIH",
                "nationalAverage": "61.5", "definitionSha256": "5e" * 32}

    def correction(self):
        random = self.random
        key, kind, body = random.choice(self.facts)
        right = dict(body)
        if kind == "rulesAdopted":
            right["parameters"] = parameters(random, self.evolutions)
        elif kind == "expenditureMeasured":
            right.update(self.spending())
        elif kind == "patientsCounted":
            right["patients"] = random.randint(0, 60_000)
        elif kind == "seedCreditAssessed":
            right["patients"] = random.randint(0, 90_000)
        elif kind == "indicatorMeasured":
            right = {**{name: body[name] for name in ("groupement", "year", "indicator")},
                     "value": self.value(body["indicator"], body["year"])}
        elif kind == "experienceMeasured":
            right["score"] = random.choice(["59", "61", "80"])
        elif kind == "indicatorTargetsSet":
            right["intermediate"] = right["target"]
        elif kind == "groupementAdmitted":
            right["firstYear"] = random.choice([2019, 2020])
        elif kind == "groupementWithdrew":
            right.update(self.leaving())
        elif kind == "envelopeBudgeted":
            right["amount"] = amount(random, 0, 100)
        return self.fact("factCorrected", {"corrects": key, "fact": {kind: right}, "reason": "erreur de saisie"})

    def leaving(self):
        body = {"lastYear": self.random.choice(LIVED), "reason": "refus de l'avenant"}
        ground = self.random.choice([{}, {}, {"ground": "endOfPhase2"},
                                     {"ground": "amendmentRefused", "rules": self.random.choice(self.names)}])
        return {**body, **ground}

    def event(self):
        """What happens between two settlements."""
        random = self.random
        chance, group = random.random(), random.choice(list(self.groups))
        if chance < 0.55:
            return self.correction()
        if chance < 0.70:
            return self.fact("groupementWithdrew", {"groupement": group, **self.leaving()})
        if chance < 0.95:
            return self.fact("advanceWriteOffDecided", {"groupement": group, "decision": "Décision 12"})
        return self.rules(random.choice(LIVED))


def steps(one):
    """The life of an Experiment."""
    random = one.random
    yield "append", [one.rules(year) for year in random.choice([[2018], [2018, 2020], [2018, 2021], [2018, 2022]])]
    yield "append", [fact for group, first in one.groups.items() for fact in one.admission(group, first)]
    yield "append", [fact for year in YEARS for fact in one.year_facts(year, sorted(one.known))]
    for year in range(2019, 2025):
        yield "settle", year
        for _ in range(random.randint(0, 2)):
            yield "append", [one.event()]
    for _ in range(random.randint(2, 10)):
        yield "append", [one.event()]
        if random.random() < 0.6:
            yield "settle", random.randint(2019, 2023)
    for group in one.groups:
        yield "append", [one.fact("advanceWriteOffDecided", {"groupement": group, "decision": "Décision 13"})]
    for _ in range(random.randint(0, 4)):
        yield "append", [one.correction()]
        yield "settle", random.randint(2019, 2023)
    if random.random() < 0.3:
        group = random.choice(list(one.groups))
        yield "append", [one.fact("personalDataErased", {"subject": group, "decision": "Demande"})]
