"""A CPAM behind a server: groups that are owed something, the account it pays from, persons with tokens."""
import json
import pathlib
import tempfile

from service_client import DATA, Server, run

ON, EXECUTE = "2030-01-07", "2030-01-08"
IBAN = "FR7630006000011234567890189"
DEBTOR = f'name = "CPAM de test"\niban = "{IBAN}"\nbic = "AGRIFRPP"\n'
FILES = f"/api/v1/cpams/351/files?execute={EXECUTE}&on={ON}"


def groups_of(count, elsewhere=0):
    """So many groups of the CPAM 351 that are owed both tranches of a seed credit, and some of the CPAM 352."""
    whole = [json.loads(line) for line in (DATA / "worked.jsonl").read_text().splitlines()]
    common = [fact for fact in whole if "rulesAdopted" in fact["fact"] or "envelopeBudgeted" in fact["fact"]]
    wanted = ("groupementAdmitted", "conventionSigned", "seedCreditAssessed", "roadmapReceived")
    model = [fact for fact in whole for kind, body in fact["fact"].items()
             if kind in wanted and body["groupement"] == "G03"]
    lines = [json.dumps(fact) for fact in common]
    for number in range(count + elsewhere):
        text = "\n".join(json.dumps(fact) for fact in model)
        if number >= count:
            text = text.replace('"351"', '"352"')
        lines.append(text.replace("G03", f"N{number:04}").replace('"key": "', f'"key": "{number}-'))
    return "\n".join(lines) + "\n"


class Cpam(Server):
    """A server with the account of the CPAM 351, and two persons who may come with a token."""

    def __init__(self, facts=None, groups=0, roles=()):
        self.debtors = tempfile.TemporaryDirectory()
        (pathlib.Path(self.debtors.name) / "351.toml").write_text(DEBTOR)
        noon = {"IPEP_NOW": EXECUTE + "T12:00:00Z"}  # what a person does on a day is done by then
        key = pathlib.Path(self.debtors.name) / "key"
        run("key", "new", key, "--name", "here")
        super().__init__(f'debtors = "{self.debtors.name}"\nsigning_key = "{key}"\n', facts, environment=noon)
        if groups:
            assert self.post("/api/v1/facts", groups_of(groups, elsewhere=1))[0] == 200
        self.grant(roles)

    def grant(self, roles):
        """The first is an administrator and grants the others."""
        for number, (person, role, cpam) in enumerate(roles):
            body = {"person": person, "role": role, **({"cpam": cpam} if cpam else {})}
            line = json.dumps({"key": f"role-{number}", "on": "2020-01-01", "fact": {"roleGranted": body}})
            holder = {"Authorization": self.bearer(roles[0][0])} if number else {}
            status, _, answer = self.post("/api/v1/facts", line, **holder)
            assert status == 200, answer

    def bearer(self, person):
        return "Bearer " + self.token(person)

    def token(self, person):
        kept = self.__dict__.setdefault("tokens", {})
        if person not in kept:
            kept[person] = run("--ledger", self.ledger, "--lang", "en", "token", "new", person).stdout.split()[-1]
        return kept[person]

    def act(self, person, path, body="", **headers):
        return self.post(path, body, Authorization=self.bearer(person), If_Match="*", **headers)

    def ready(self):
        """All that is owed is ordered and approved."""
        status, _, body = self.act("martin", f"/api/v1/cpams/351/orders?on={ON}")
        assert status == 200, body
        orders = json.loads(body)["orders"]
        for order in orders:
            status, _, body = self.act("durand", f"/api/v1/orders/{order['order']}/approval?on={ON}")
            assert status == 200, body
        return orders

    def downloaded(self, location, person="durand"):
        status, headers, body = self.ask("GET", location, Authorization=self.bearer(person))
        assert status == 200 and headers["Content-Type"] == "application/xml", (status, body)
        return body

    def sent(self):
        """The orders that went out, and in which file."""
        orders, path = [], "/api/v1/orders"
        while path:
            status, headers, body = self.ask("GET", path, Authorization=self.bearer("durand"))
            assert status == 200, body
            orders += json.loads(body)["orders"]
            path = headers.get("Link", "<>").split(">")[0][1:]
        return {order["order"]: order["message"] for order in orders if order["state"] == "issued"}


def statement(orders):
    """A camt.053; an order may name a `party`, the other side as the bank knows it."""
    booked = "".join(f'<Ntry><Amt Ccy="EUR">{o["amount"]}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
                     f"<BookgDt><Dt>{EXECUTE}</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>{o['endToEndId']}"
                     f"</EndToEndId></Refs><RltdPties><Cdtr><Nm>{o.get('party', '')}</Nm></Cdtr></RltdPties>"
                     "</TxDtls></NtryDtls></Ntry>" for o in orders)
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>S1</MsgId>'
            f"<CreDtTm>{EXECUTE}T20:00:00Z</CreDtTm></GrpHdr><Stmt><Id>S1</Id><Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>"
            f"{booked}</Stmt></BkToCstmrStmt></Document>")
