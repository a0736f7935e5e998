#!/usr/bin/env python3
"""Each answer of the API is what the description says it is: no member more, none less, none of another kind.

    service_answers_test.py IPEP DATA

A ledger is lived through the service, from its facts to what the bank did; every JSON answer it gives on the way is
held against the schema of its operation. An operation that answers with JSON and was never asked fails the test.
"""
import datetime
import json
import pathlib
import re
import tempfile

from every_command import Life
from service_client import DATA, IPEP, Server, check_all, run
from service_cpam import DEBTOR, EXECUTE, FILES, IBAN, ON

TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}
WORDS = {"type", "pattern", "format", "items", "properties", "required", "additionalProperties", "x-paged"}


def is_of(value, kind):
    return isinstance(value, TYPES[kind]) and not (kind == "integer" and isinstance(value, bool))


def complaint(value, schema, schemas, where="answer"):
    """What is wrong with a value, by the words of JSON Schema that our shapes use; None where nothing is."""
    if "$ref" in schema:
        return complaint(value, schemas[schema["$ref"].rsplit("/", 1)[1]], schemas, where)
    if "anyOf" in schema:
        found = [complaint(value, one, schemas, where) for one in schema["anyOf"]]
        return None if None in found else "; ".join(found)
    assert set(schema) <= WORDS, schema
    if "type" in schema and not is_of(value, schema["type"]):
        return f"{where}: {value!r} is no {schema['type']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return f"{where}: {value!r} does not match {schema['pattern']}"
    if "format" in schema:
        try:
            parse = {"date": datetime.date, "date-time": datetime.datetime}[schema["format"]].fromisoformat
            parse(value.replace("Z", "+00:00"))
        except ValueError as error:
            return f"{where}: {error}"
    parts = []
    if isinstance(value, list):
        parts = [complaint(one, schema.get("items", {}), schemas, f"{where}[{i}]") for i, one in enumerate(value)]
    elif isinstance(value, dict):
        missing = set(schema.get("required", ())) - set(value)
        if missing:
            return f"{where} lacks {missing}"
        for name, one in value.items():
            known = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            if known is False:
                return f"{where}.{name} is not described"
            parts.append(complaint(one, known, schemas, f"{where}.{name}"))
    return next((part for part in parts if part), None)


class Described(Server):
    """A server whose every JSON answer is held against the description of it."""

    def __init__(self, *arguments, **options):
        self.operations, self.held, self.wrong = [], set(), []
        super().__init__(*arguments, **options)
        self.document = json.loads(super().ask("GET", "/api/openapi.json")[2])
        for path, item in self.document["paths"].items():
            pattern = re.sub(r"{\w+}", "[^/]+", path.replace("{REF}", "{REF}[^?]*"))
            for method, operation in item.items():
                self.operations.append((method.upper(), re.compile(pattern + r"(\?.*)?$"), operation))

    def schema_of(self, operation):
        answer = operation["responses"].get("201") or operation["responses"]["200"]
        return answer["content"].get("application/json", {}).get("schema")

    def described(self):
        return {operation["operationId"] for _, _, operation in self.operations if self.schema_of(operation)}

    def ask(self, method, path, body=None, **headers):
        status, heads, answer = super().ask(method, path, body, **headers)
        if status in (200, 201) and heads.get("Content-Type") == "application/json":
            for of, pattern, operation in self.operations:
                if of != method or not pattern.match(path) or not self.schema_of(operation):
                    continue
                found = complaint(json.loads(answer), self.schema_of(operation),
                                  self.document["components"]["schemas"])
                if found:
                    self.wrong.append((operation["operationId"], path, found))
                self.held.add(operation["operationId"])
        return status, heads, answer

    def act(self, person, path, body=""):
        sent = body.encode() if isinstance(body, str) else body
        status, _, answer = self.post("/api/v1/" + path, sent, If_Match="*", Authorization=self.bearer(person))
        assert status in (200, 201), (path, status, answer)
        return json.loads(answer)

    def bearer(self, person):
        kept = self.__dict__.setdefault("tokens", {})
        if person not in kept:
            made = run("--ledger", self.ledger, "--lang", "en", "token", "new", person)
            kept[person] = made.stdout.split()[-1]
        return "Bearer " + kept[person]

    def read(self, path):
        return self.get("/api/v1/" + path)


def settle_years(server):
    server.act("anne", "facts", (DATA / "worked.jsonl").read_bytes())
    for year in (2019, 2020, 2021):
        server.act("anne", f"settlements/{year}?on={ON}")
    server.act("zoe", f"settlements/2019/validation?on={ON}")
    moved = {"groupement": "G03", "reason": "moved", "payee": {"name": "G03", "iban": IBAN, "bic": "AGRIFRPP"}}
    server.act("anne", "facts", json.dumps({"key": "moved", "on": "2025-02-01", "fact": {"payeeChanged": moved}}))
    server.read("payees/moved/checks")
    server.act("zoe", f"payees/moved/confirmation?on={ON}")


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
        told = pathlib.Path(Life(IPEP, DATA, folder).answer(issued, orders)).read_text()
    server.act("durand", f"bank-files?on={EXECUTE}", told)
    server.act("martin", f"orders/{names[2]}/resolution?as=rejected&document=L1&on={EXECUTE}")
    return names


def books(server, order):
    for path in ("orders", f"explanations/{order}", f"histories/{order}", "cpams/351/reconciliation",
                 "cpams/351/trial-balance", f"cpams/351/trial-balance?effective={ON}", "cpams/351/accounts/407100",
                 "cpams/351/accounts/407100?groupement=G01", "cpams/351/variation-table",
                 "cpams/351/variation-table?by=month", "cpams/351/general-ledger",
                 f"cpams/351/bank-reconciliation?effective={ON}&bank=0.00",
                 f"cpams/351/closing-checklist?month={ON[:7]}", "verification", "proofs/all/payments/G01",
                 "proofs/balances/G01",
                 f"proofs/orders/351/{ON[:4]}"):
        server.read(path)
    lines = server.ask("GET", "/api/v1/events?kind=seedTrancheReleased")[2].splitlines()
    oldest = min(json.loads(line)["on"] for line in lines)[:7]
    server.act("durand", f"cpams/351/months/{oldest}/closing?on={EXECUTE}")


def keep(server, verifier):
    _, _, checkpoint = server.ask("GET", "/api/v1/checkpoint")
    server.act("anne", "verification?verifier=" + verifier.replace("+", "%2B"), checkpoint.decode())
    rules = next(json.loads(line)["fact"]["rulesAdopted"] for line in (DATA / "worked.jsonl").read_text().splitlines()
                 if "rulesAdopted" in line)
    server.act("anne", "simulations?spending=-1%25", json.dumps(rules))
    server.act("anne", "simulations/facts?without=G02", json.dumps(
        {"key": "supposed", "on": "2025-01-01", "fact": {"envelopeBudgeted": {"paymentYear": 2031, "amount": "1.00"}}}))
    server.act("anne", "backups")
    server.act("anne", "rebuild")


def test_each_answer_is_what_its_schema_says():
    with tempfile.TemporaryDirectory() as folder:
        at = pathlib.Path(folder)
        (at / "debtors").mkdir()
        (at / "debtors/351.toml").write_text(DEBTOR)
        verifier = run("key", "new", at / "key", "--name", "ipep-ledger").stdout.strip()
        config = f'debtors = "{at}/debtors"\nbackups = "{at}/backups"\nsigning_key = "{at}/key"\n'
        with Described(config, environment={"IPEP_NOW": EXECUTE + "T12:00:00Z"}) as server:
            settle_years(server)
            read_all(server)
            order, *_ = pay(server)
            books(server, order)
            keep(server, verifier)
            assert not server.wrong, server.wrong[:5]
            assert server.held == server.described(), ("never asked", server.described() - server.held)


def test_a_member_that_is_not_described_is_found():
    schema = {"type": "object", "additionalProperties": False, "required": ["a"],
              "properties": {"a": {"type": "integer"}}}
    assert complaint({"a": 1}, schema, {}) is None
    for wrong in ({}, {"a": "1"}, {"a": True}, {"a": 1, "b": 2}, []):
        assert complaint(wrong, schema, {}), wrong


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
