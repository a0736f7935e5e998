"""Random payments: what is owed is validated, ordered, approved, sent and answered for, by persons who may or may not.

    Payments(random, ledger, folder).step()     one thing a person or the bank does; refused or not, life goes on

`ledger(actor, *arguments)` runs a command and gives its answer, or None where it was refused (`ledger.refusal`). Most
persons do what is theirs; now and then somebody else tries. cycle() is the ordinary way, from what is owed to what the
bank answers.
"""
import datetime
import json
import os
import re

import bank_files

CPAMS = ("351", "752")
ACCOUNTS = {"351": "FR7630006000011234567890189", "752": "FR7699999010010005000791985"}
CNAM, ADMIN = ("anne", "bela"), "root"
DIRECTORS, DCFS = {"351": ("martin", "mado"), "752": ("mona", "mado")}, {"351": ("durand",), "752": ("diane", "dora")}
PERSONS = (*CNAM, ADMIN, "martin", "mado", "mona", "durand", "diane", "dora", "eva")
GROUNDS = ("pièce manquante", "compte à vérifier", "opposition", "service non fait")


def grants(random):
    ceiling = {"ceiling": f"{random.randint(20_000, 90_000)}.00"} if random.random() < 0.5 else {}
    yield {"person": ADMIN, "role": "admin"}
    yield from ({"person": person, "role": "cnam"} for person in CNAM)
    yield {"person": "martin", "role": "director", "cpam": "351", **ceiling}
    yield {"person": "mona", "role": "director", "cpam": "752"}
    yield {"person": "mado", "role": "director"}
    yield {"person": "durand", "role": "dcf", "cpam": "351"}
    yield {"person": "diane", "role": "dcf", "cpam": "752", **ceiling}
    yield {"person": "dora", "role": "dcf", "cpam": "752"}
    yield {"person": "eva", "role": "evaluator"}


class Payments:
    def __init__(self, random, ledger, folder, cpam_of):
        self.random, self.ledger, self.folder, self.cpam_of = random, ledger, folder, cpam_of
        self.day, self.count = datetime.date(2020, 1, 20), 0
        self.ledger.today = self.day
        self.to_validate = set()  # years, since they were settled last
        self.sent = {cpam: [] for cpam in CPAMS}  # message, batch, {EndToEndId: amount}
        self.pending, self.standing = [], []  # keys of payees not confirmed; oppositions
        self.shown = {cpam: [] for cpam in CPAMS}  # what statements show and no order explains: reference, amount
        for cpam, account in ACCOUNTS.items():
            together = random.choice(["true", "false"])
            with open(self.path(f"{cpam}.toml"), "w", encoding="utf-8") as file:
                file.write(f'name = "CPAM {cpam}"\niban = "{account}"\nbic = "AGRIFRPP"\nbatch_booking = {together}\n')

    def path(self, name):
        return os.path.join(self.folder, name)

    def next(self):
        self.count += 1
        return self.count

    def run(self, actor, *arguments):
        on = self.day if self.random.random() < 0.9 else self.day - datetime.timedelta(days=40)
        return self.ledger(actor, *arguments, "--on", on.isoformat())

    def one_of(self, persons):
        return self.random.choice(persons if self.random.random() < 0.92 else PERSONS)

    def fact(self, actor, kind, body):
        key = f"{kind}-of-payments-{self.next()}"
        line = json.dumps({"key": key, "on": self.day.isoformat(), "fact": {kind: body}}, ensure_ascii=False)
        return key if self.ledger(actor, "append", "-", lines=line) is not None else None

    def step(self):
        random = self.random
        self.day += datetime.timedelta(days=random.randint(0, 9))
        self.ledger.today = self.day
        cpam = random.choice(sorted(self.cpam_of.values()))
        deeds = [(3, self.cycle), (2, self.order), (3, self.visa), (1, self.issue), (3, self.bank), (2, self.payee),
                 (1, self.opposition), (5, self.money), (2, self.months), (1, self.validate), (2, self.roles),
                 (2, self.taken_over), (1, self.told), (3, self.lines)]
        random.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])[0](cpam)

    def cycle(self, cpam):
        """What is in the way is put aside, then everything is done as it should."""
        for actor, group, reference in self.standing:
            self.fact(actor, "oppositionLifted", {"groupement": group, "reference": reference})
        for key in self.pending:
            self.run(self.random.choice(PERSONS), "confirm", key)
        self.standing, self.pending = [], []
        self.validate(cpam)
        self.order(cpam)
        if self.random.random() < 0.8:
            self.visa(cpam)
        waiting = self.orders(cpam, "ordered")
        if waiting and self.run(DCFS[cpam][0], "approve", *waiting) is None:
            for order in waiting:
                self.run(self.random.choice(DCFS[cpam]), "approve", order)
        if self.issue(cpam) is None and self.ledger.refusal["code"] == "check_failed":
            for order in self.orders(cpam, "approved"):
                self.run(DIRECTORS[cpam][1], "cancel", order, "--reason", "à refaire")
        for _ in range(self.random.randint(1, 3)):
            self.bank(cpam)

    def orders(self, cpam, state):
        return [one["order"] for one in self.ledger(None, "orders", "--cpam", cpam, "--state", state)["orders"]]

    def validate(self, _):
        for year in sorted(self.to_validate):
            if self.random.random() < 0.5:
                self.run(self.one_of(CNAM), "refuse", str(year), "--reason", "à revoir")
            done = self.run(self.one_of(CNAM), "validate", str(year)) is not None
            if done or self.ledger.refusal["code"] == "revision_validated":
                self.to_validate.discard(year)

    def order(self, cpam):
        only = ["--year", str(self.random.randint(2019, 2023))] if self.random.random() < 0.25 else []
        self.run(self.one_of(DIRECTORS[cpam]), "order", cpam, *only)

    def visa(self, cpam):
        waiting = self.orders(cpam, self.random.choice(["ordered", "ordered", "suspended", "approved", "paid"]))
        for order in self.random.sample(waiting, min(2, len(waiting))):
            chance = self.random.random()
            if chance < 0.7:
                self.run(self.one_of(DCFS[cpam]), "suspend", order, "--ground", self.random.choice(GROUNDS))
                self.run(self.one_of(DIRECTORS[cpam]), "requisition", order, "--document", "Lettre 7")
            if chance < 0.5:
                self.run(self.one_of(DCFS[cpam]), "approve", order)
            elif chance > 0.8:
                self.run(self.one_of(DIRECTORS[cpam]), "cancel", order, "--reason", "à refaire")

    def issue(self, cpam):
        execute, out = self.day + datetime.timedelta(days=1), self.path(f"issued-{self.next()}.xml")
        while execute.weekday() > 4:
            execute += datetime.timedelta(days=1)
        version = self.random.choice(["03", "09"])
        answer = self.run(self.one_of(DCFS[cpam]), "issue", cpam, "--debtor", self.path(f"{cpam}.toml"), "--execute",
                          execute.isoformat(), "--out", out, "--format-version", version)
        if answer is not None:
            self.sent[cpam].append(bank_files.transfers_of(out))
        return answer

    def bank(self, cpam):
        if not self.sent[cpam]:
            return
        random, name = self.random, f"bank-{self.next()}.xml"
        message, batch, transfers = random.choice(self.sent[cpam][-3:])
        if random.random() < 0.5:
            text = bank_files.pain002(name, message, batch, [
                (one, random.choice(["ACCP", "ACSP", "ACSC", "RJCT", "PDNG"])) for one in transfers])
        else:
            text = bank_files.camt053(name, ACCOUNTS[cpam], self.day.isoformat(),
                                      list(self.entries(batch, transfers)) + list(self.foreign(cpam)))
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        for _ in range(random.choice([1, 1, 2])):
            self.run(self.one_of(DCFS[cpam]), "bank", self.path(name))
        if random.random() < 0.5:
            self.lines(cpam)

    def entries(self, batch, transfers):
        random = self.random
        if random.random() < 0.2:
            cents = sum(int(amount.replace(".", "")) for amount in transfers.values())
            yield bank_files.batch(batch), f"{cents // 100}.{cents % 100:02}", "DBIT", f"R{self.next()}"
            return
        for one, amount in transfers.items():
            way = random.choice(["DBIT", "DBIT", "DBIT", "back", "both"])
            if way != "back":
                yield bank_files.transfer(one, amount, "DBIT"), amount, "DBIT", f"R{self.next()}"
            if way != "DBIT":
                yield bank_files.transfer(one, amount, "CRDT", True), amount, "CRDT", f"R{self.next()}"

    def foreign(self, cpam):
        """Lines that are no order's, not the amount of one, or another CPAM's."""
        if self.random.random() < 0.3:
            yield bank_files.transfer("UNKNOWN", "12.00", "DBIT"), "12.00", "DBIT", f"R{self.next()}"
        elif self.random.random() < 0.4:
            self.shown[cpam].append((f"VIR{self.next()}", f"{self.random.randint(1, 9_000)}.00"))
            reference, amount = self.shown[cpam][-1]
            yield bank_files.transfer(reference, amount, "CRDT"), amount, "CRDT", f"R{self.next()}"
        others = [file[2] for other in CPAMS for file in self.sent[other] if other != cpam]
        if others and self.random.random() < 0.5:
            one, amount = self.random.choice(list(self.random.choice(others).items()))
            yield bank_files.transfer(one, amount, "DBIT"), amount, "DBIT", f"R{self.next()}"

    def groups(self, cpam):
        return [group for group, whose in self.cpam_of.items() if whose == cpam] or list(self.cpam_of)

    def payee(self, cpam):
        group = self.random.choice(self.groups(cpam))
        key = self.fact(self.one_of(DIRECTORS[cpam]), "payeeChanged", {
            "groupement": group, "reason": "déménagement",
            "payee": {"name": f"AUTRE {group}", "iban": ACCOUNTS[cpam], "bic": "AGRIFRPP"}})
        if key and self.random.random() < 0.6:
            self.run(self.random.choice(DIRECTORS[cpam] + DCFS[cpam]), "confirm", key)
        elif key:
            self.pending.append(key)

    def taken_over(self, cpam):
        """A payment made before the ledger, confirmed or not, and now and then corrected."""
        random, group = self.random, self.random.choice(self.groups(cpam))
        year = random.choice([None, 2019, 2020])
        of = {"ground": "seedCredit"} if year is None else {"ground": "incentive", "year": year}
        body = {"groupement": group, **of, "paymentYear": 2020 if year is None else year + random.choice([1, 1, 1, 2]),
                "amount": f"{random.randint(1, 9_000)}.{random.randint(0, 99):02}", "document": f"VIR {self.next()}"}
        key, persons = None, DIRECTORS[cpam] + DCFS[cpam]
        for _ in range(random.choice([1, 1, 2])):
            if key is None:
                key = waiting = self.fact(self.one_of(persons), "paymentTakenOver", body)
            else:
                right = {"paymentTakenOver": {**body, "amount": random.choice(["0.00", "12.00"])}}
                waiting = self.fact(self.one_of(persons), "factCorrected",
                                    {"corrects": key, "fact": right, "reason": "erreur"})
            if waiting and random.random() < 0.8:
                self.run(random.choice(persons), "confirm", waiting)

    def told(self, cpam):
        """What enters no settlement."""
        group, number = self.random.choice(self.groups(cpam)), self.next()
        model = f"model-{number}"
        observed = {"population": "témoin", "year": 2012, "measure": f"m{number}", "value": "0.50"}
        facts = [("observationRecorded", observed),
                 ("observationRecorded", {**observed, "groupement": group}),
                 ("groupementDescribed", {"groupement": group, "name": f"Pôle {number}", "themes": ["AVC", "plaies"]}),
                 ("amendmentOpinionGiven", {"groupement": group, "rules": f"r-{number}", "opinion": "favorable",
                                            "reference": "lettre"}),
                 ("adjustmentModelAdopted", {"model": model, "year": 2019, "author": "Cnam", "sample": "EGB",
                                             "adjustedR2": "0.31", "sha256": "0" * 64, "variables": ["age"]})]
        lines = [json.dumps({"key": f"{kind}-{number}-{place}", "on": self.day.isoformat(), "fact": {kind: body}},
                            ensure_ascii=False) for place, (kind, body) in enumerate(facts)]
        kind, body = self.random.choice(facts)
        if self.ledger(self.one_of(CNAM), "append", "-", lines="\n".join(lines)) is not None:
            key = f"{kind}-{number}-{facts.index((kind, body))}"
            self.fact(self.one_of(CNAM), "factCorrected", {"corrects": key, "fact": {kind: body}, "reason": "erreur"})

    def lines(self, cpam):
        """What the bank showed and nothing explained is said to be something, rightly or not, and confirmed or not."""
        random = self.random
        found = self.ledger(None, "reconcile", cpam)
        orders = [one for one in found["lines"] if one["state"] in ("issued", "accepted", "paid")]
        for line in random.sample(found["unmatched"], min(3, len(found["unmatched"]))):
            amount = line["amount"].lstrip("-")
            alike = [one for one in orders if one["amount"] == amount] or orders
            meanings = [["--aside"]]
            if alike:
                meanings += [["--order", random.choice(alike)["order"]]] * 2
            if not line["amount"].startswith("-") and amount != "0.00":
                group, reference = random.choice(self.groups(cpam)), f"CHQ {self.next()}"
                refund = {"groupement": group, "amount": amount, "reference": reference}
                if self.fact(self.one_of(DCFS[cpam]), "refundReceived", refund):
                    meanings = [["--refund", reference, "--groupement", group]]
            self.run(self.one_of(DCFS[cpam]), "explain-line", cpam, str(line["line"]), *random.choice(meanings),
                     "--reason", "lettre")
            if random.random() < 0.8:
                self.run(self.one_of(DIRECTORS[cpam] + DCFS[cpam]), "confirm-line", cpam, str(line["line"]))

    def opposition(self, cpam):
        group, reference = self.random.choice(self.groups(cpam)), f"ATD {self.next()}"
        actor = self.one_of(DCFS[cpam])
        if self.fact(actor, "oppositionNotified", {"groupement": group, "reference": reference}):
            self.standing.append((DCFS[cpam][0], group, reference))

    def money(self, cpam):
        """Credits, money that came back, what is written off, accruals, and their corrections."""
        random, group = self.random, self.random.choice(self.groups(cpam))
        amount = f"{random.randint(1, 30_000)}.{random.randint(0, 99):02}"
        overpaid = [(row["groupement"], row["overpaid"]) for row in self.ledger(None, "balances")["groupements"]
                    if row["overpaid"] != "0.00" and self.cpam_of[row["groupement"]] == cpam]
        forgiven = random.choice(overpaid) if overpaid else (group, "0.01")
        credits = {"cpam": cpam, "paymentYear": self.day.year, "amount": f"{random.randint(100_000, 900_000)}.00"}
        refund = {"groupement": group, "amount": amount, "reference": f"V{self.next()}"}
        if overpaid and random.random() < 0.7:
            refund.update(groupement=forgiven[0], amount=forgiven[1])
        elif self.shown[cpam] and random.random() < 0.8:
            refund["reference"], refund["amount"] = random.choice(self.shown[cpam])
        facts = [(CNAM, "creditNotified", credits), (DCFS[cpam], "refundReceived", refund),
                 (DIRECTORS[cpam], "overpaymentWriteOffDecided",
                  {"groupement": forgiven[0], "amount": forgiven[1], "decision": f"D{self.next()}"}),
                 (DCFS[cpam], "accrualEstimated",
                  {"groupement": group, "year": random.randint(2019, 2022), "amount": amount})]
        closes = overpaid and random.random() < 0.7  # by a refund, or by a decision
        of_refund = [facts[1]] * 4 if self.shown[cpam] else []
        persons, kind, body = facts[random.choice((1, 1, 2))] if closes else random.choice(facts + of_refund)
        key = self.fact(self.one_of(persons), kind, body)
        if key and random.random() < 0.5:
            right = {kind: {**body, "amount": amount}}
            self.fact(self.one_of(persons), "factCorrected", {"corrects": key, "fact": right, "reason": "erreur"})

    def months(self, cpam):
        """The oldest open month and those behind it, until one is refused."""
        month = "2019-09"
        for _ in range(self.random.randint(1, 12)):
            if self.run(self.one_of(DCFS[cpam]), "close-month", cpam, month) is not None:
                year, number = map(int, month.split("-"))
                month = f"{year + number // 12}-{number % 12 + 1:02}"
            elif self.ledger.refusal["code"] == "month_not_oldest":
                month = re.search(r" is (\d{4}-\d\d)\.", self.ledger.refusal["detail"])[1]
            else:
                return

    def roles(self, cpam):
        """Somebody goes, and comes back or does not; or is given what excludes what they have."""
        person, role = self.random.choice([("mado", "director"), ("mona", "dcf"), ("dora", "dcf"), ("bela", "cnam")])
        body = {"person": person, "role": role, **({"cpam": "752"} if role == "dcf" else {})}
        self.fact(self.one_of((ADMIN,)), "roleRevoked", body)
        if self.random.random() < 0.8:
            self.fact(self.one_of((ADMIN,)), "roleGranted", body)
