"""A ledger lived through the service, from its facts to what the bank did: each resource that answers is asked.

    with LivingServer(folder) as server:     an empty folder for what the server is configured with
        live(server)
        server.answers                       [(operation, path, what it answered)], of those that answer with JSON
        server.described                     {operation: the schema of its answer}, of all such operations
"""
import hashlib
import json
import pathlib
import re
import tempfile

from every_command import Life
from service_client import DATA, IPEP, Server, run
from service_cpam import DEBTOR, EXECUTE, FILES, IBAN, ON


class LivingServer(Server):
    """A server with debtor, key and backups in a folder; whoever acts has a token."""

    def __init__(self, folder):
        at = pathlib.Path(folder)
        (at / "debtors").mkdir()
        (at / "debtors/351.toml").write_text(DEBTOR)
        self.verifier = run("key", "new", at / "key", "--name", "ipep-ledger").stdout.strip()
        self.tokens, self.answers, self.described, self.operations = {}, [], {}, []
        super().__init__(f'debtors = "{at}/debtors"\nbackups = "{at}/backups"\nsigning_key = "{at}/key"\n',
                         environment={"IPEP_NOW": EXECUTE + "T12:00:00Z"})
        self.document = json.loads(super().ask("GET", "/api/openapi.json")[2])
        for path, item in self.document["paths"].items():
            pattern = re.compile(re.sub(r"{\w+}", "[^/]+", path.replace("{REF}", "{REF}[^?]*")) + r"(\?.*)?$")
            for method, operation in item.items():
                answer = operation["responses"].get("201") or operation["responses"]["200"]
                if schema := answer["content"].get("application/json", {}).get("schema"):
                    self.described[operation["operationId"]] = schema
                    self.operations.append((method.upper(), pattern, operation["operationId"]))

    def ask(self, method, path, body=None, **headers):
        status, heads, answer = super().ask(method, path, body, **headers)
        if status in (200, 201) and heads.get("Content-Type") == "application/json":
            self.answers += [(name, path, json.loads(answer)) for of, pattern, name in self.operations
                             if of == method and pattern.match(path)]
        return status, heads, answer

    def act(self, person, path, body=""):
        sent = body.encode() if isinstance(body, str) else body
        status, _, answer = self.post("/api/v1/" + path, sent, If_Match="*", Authorization=self.bearer(person))
        assert status in (200, 201), (path, status, answer)
        return json.loads(answer)

    def bearer(self, person):
        if person not in self.tokens:
            made = run("--ledger", self.ledger, "--lang", "en", "token", "new", person)
            self.tokens[person] = made.stdout.split()[-1]
        return "Bearer " + self.tokens[person]

    def read(self, path):
        return self.get("/api/v1/" + path)


def settle_years(server):
    server.act("anne", "facts", (DATA / "worked.jsonl").read_bytes())
    for year in (2019, 2020, 2021):
        server.act("anne", f"settlements/{year}?on={ON}")
    server.act("zoe", f"settlements/2019/refusal?reason=twice&on={ON}")
    server.read("settlements")
    server.act("zoe", f"settlements/2019/validation?on={ON}")
    moved = {"groupement": "G03", "reason": "moved", "payee": {"name": "G03", "iban": IBAN, "bic": "AGRIFRPP"}}
    rib = "holder;G03\n"
    source = {"reference": "RIB", "sha256": hashlib.sha256(rib.encode()).hexdigest()}
    recorded = server.act("anne", "facts", json.dumps({"key": "moved", "on": "2025-02-01", "source": source,
                                                       "fact": {"payeeChanged": moved}}))
    server.act("anne", f"events/{recorded['position']}/voucher", rib)
    server.read("payees/moved/checks")
    server.act("zoe", f"payees/moved/confirmation?on={ON}")
    server.act("anne", "facts", json.dumps({"key": "again", "on": "2025-02-03",
                                            "fact": {"payeeChanged": {**moved, "reason": "again"}}}))
    server.act("zoe", f"payees/again/confirmation/document?on={ON}", rib)


def read_all(server):
    due = "settlement/2021/G01/due"
    for path in ("settlements/2021", "settlements/2019?revision=1", "settlements", "balances", "balances/G01",
                 "envelope", "statements/G01", f"explanations/{due}", f"histories/{due}", "differences/20/140", "rules",
                 "reviews/assumed", "reviews/unsourced", "reviews/corrected", "reviews/readings",
                 "simulations?spending=-1%25", "simulations?sweep=spending=-1%25:1%25:1%25",
                 "simulations?sweep=spending=-1%25:1%25:1%25,efficiency.share=0:1:1",
                 "simulations?set=caps.groupement=0.01&without=G02&draws=3&seed=7&errors=adjusted=0.02,spending=1",
                 "simulations?break-even=spending=-5%25:5%25:1%25&reach=balance=0.00",
                 "settlements/2021/notices",
                 "verification", "proofs/inclusion/3", "proofs/consistency/2/9", f"proofs/amounts/{due}",
                 "reports/2022", "reviews/stale", "reviews/late",
                 "proofs/none/payments/G01", "proofs/none/payments/G03"):
        server.ask("GET", "/api/v1/" + path)
    _, _, sheet = server.ask("GET", "/api/v1/settlements/2022/template")
    server.act("anne", "imports?dry-run=true", sheet)


def pay(server):
    orders = server.act("martin", f"cpams/351/orders?on={ON}")["orders"]
    names = [order["order"] for order in orders]
    server.read(f"orders/{names[0]}/checks")
    server.act("durand", f"orders/{names[0]}/suspension?ground=doubt&on={ON}")
    server.act("martin", f"orders/{names[0]}/requisition?document=D1&on={ON}")
    server.act("martin", f"orders/{names[1]}/cancellation?reason=twice&on={ON}")
    server.act("durand", f"orders/{names[0]}/approval?on={ON}")
    server.act("durand", f"checks?cpam=351&on={ON}")
    server.act("durand", f"approvals?on={ON}", "\n".join(names[2:]))
    issued = server.act("durand", FILES.removeprefix("/api/v1/"))
    with tempfile.TemporaryDirectory() as folder:
        life = Life(IPEP, DATA, folder)
        told, stray = (pathlib.Path(path).read_text() for path in (life.answer(issued, orders), life.stray()))
    server.act("durand", f"bank-files?on={EXECUTE}", told)
    server.act("durand", f"bank-files?on={EXECUTE}", stray)
    [line] = server.read("cpams/351/reconciliation")["unmatched"]
    at = f"cpams/351/lines/{line['line']}"
    server.act("durand", f"{at}/explanation?aside=true&reason=fees&on={EXECUTE}")
    server.read("cpams/351/reconciliation")
    server.act("martin", f"{at}/confirmation?on={EXECUTE}")
    server.act("martin", f"orders/{names[2]}/resolution?as=rejected&document=L1&on={EXECUTE}")
    return names


def books(server, order):
    for path in ("orders", f"explanations/{order}", f"histories/{order}", "cpams/351/reconciliation",
                 "cpams/351/trial-balance", f"cpams/351/trial-balance?effective={ON}", "cpams/351/accounts/407100",
                 "cpams/351/accounts/407100?groupement=G01", "cpams/351/variation-table",
                 "cpams/351/variation-table?by=month", "cpams/351/general-ledger",
                 f"cpams/351/bank-reconciliation?effective={ON}&bank=0.00",
                 f"cpams/351/closing-checklist?month={ON[:7]}", "verification", "proofs/all/payments/G01",
                 "proofs/balances/G01", "proofs/statements/G01", "proofs/settlements/2019",
                 "proofs/balances", "proofs/envelope",
                 f"proofs/orders/351/{ON[:4]}"):
        server.read(path)
    lines = server.ask("GET", "/api/v1/events?kind=seedTrancheReleased")[2].splitlines()
    oldest = min(json.loads(line)["on"] for line in lines)[:7]
    server.act("durand", f"cpams/351/months/{oldest}/closing?on={EXECUTE}")


def keep(server):
    _, _, checkpoint = server.ask("GET", "/api/v1/checkpoint")
    server.act("anne", "verification?verifier=" + server.verifier.replace("+", "%2B"), checkpoint.decode())
    rules = next(json.loads(line)["fact"]["rulesAdopted"] for line in (DATA / "worked.jsonl").read_text().splitlines()
                 if "rulesAdopted" in line)
    server.act("anne", "simulations?spending=-1%25", json.dumps(rules))
    server.act("anne", "simulations/facts?without=G02", json.dumps(
        {"key": "supposed", "on": "2025-01-01", "fact": {"envelopeBudgeted": {"paymentYear": 2031, "amount": "1.00"}}}))
    server.act("anne", "backups")
    server.act("anne", "rebuild")


def live(server):
    settle_years(server)
    read_all(server)
    order, *_ = pay(server)
    books(server, order)
    keep(server)
