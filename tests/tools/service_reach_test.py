#!/usr/bin/env python3
"""Who reads what through the service: every role and every resource, nothing of another CPAM, no name for an evaluator;
and who looked at an account stands in the ledger.

    service_reach_test.py IPEP DATA
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from service_client import check_all, code_of, run
from service_cpam import EXECUTE, FILES, ON, Cpam, statement

ROLES = (("root", "admin", None), ("martin", "director", "351"), ("durand", "dcf", "351"), ("simon", "director", "352"),
         ("dupont", "dcf", "352"), ("leroy", "auditor", None), ("petit", "evaluator", None))
OWN, OTHER, ALL, AUDIT = {"martin", "durand"}, {"simon", "dupont"}, {"leroy", "petit"}, {"leroy"}
READERS = OWN | OTHER | ALL
CHECK = OWN | OTHER | AUDIT | {"root"}


def resources(order, message):
    """Each reading, and who may ask it at all."""
    return {"events": READERS, "balances": READERS, "envelope": READERS, "rules": READERS, "orders": READERS,
            "balances/N0000": OWN | ALL, "statements/N0000": OWN | ALL, "events?groupement=N0000": OWN | ALL,
            "orders?cpam=351": OWN | ALL, "explanations/seedCredit/N0000": OWN | ALL,
            "histories/seedCredit/N0000": OWN | ALL, f"explanations/{order}": OWN | ALL,
            f"histories/{order}": OWN | ALL,
            "cpams/351/reconciliation": OWN | ALL, "cpams/351/trial-balance": OWN | ALL,
            "cpams/351/accounts/408100": OWN | ALL, "cpams/351/variation-table": OWN | ALL,
            f"files/{message}": OWN | AUDIT, f"orders/{order}/letter": OWN | AUDIT, "exports/panel": ALL,
            "verification": CHECK, "leaves/1": CHECK, "proofs/inclusion/1": CHECK, "exports/audit": AUDIT,
            "exports/audit?without-personal=true": CHECK, "exports/audit?without-personal=false": AUDIT}


class Paid(Cpam):
    """Two groups of the CPAM 351 were paid, and its bank told of a line that belongs to nothing; one of 352 was not."""

    def __init__(self):
        super().__init__(groups=2, roles=ROLES)
        self.orders = self.ready()
        status, headers, body = self.act("durand", FILES)
        assert status == 201, body
        self.message = headers["Location"].rsplit("/", 1)[1]
        stranger = {"amount": "17.17", "endToEndId": "STRANGER"}
        status, _, body = self.act("durand", "/api/v1/bank-files?on=" + EXECUTE, statement([*self.orders, stranger]))
        assert status == 200 and json.loads(body)["unmatched"], body

    def read(self, person, path, accept="application/json"):
        status, _, body = self.ask("GET", "/api/v1/" + path, Authorization=self.bearer(person), Accept=accept)
        return status, body

    def readings(self):
        """Who looked at whom, in order."""
        lines = run("--ledger", self.ledger, "events", "--kind", "personalDataRead", "--format", "json").stdout
        return [(one["actor"], one["body"]["subject"]) for one in map(json.loads, lines.splitlines())]


def test_each_role_asks_what_is_its_own():
    with Paid() as server:
        for path, readers in resources(server.orders[0]["order"], server.message).items():
            for person, _, _ in ROLES:
                status, body = server.read(person, path)
                assert (status == 200) == (person in readers), (path, person, status, body[:300])
                assert status == 200 or code_of(body) == "not_allowed", (path, person, body)
                if path.startswith(("files/", "exports/panel", "orders/")):  # bytes are the same for who asks for text
                    assert server.read(person, path, "text/plain")[0] == status, (path, person)


def test_nothing_leads_to_another_cpam_and_no_name_to_an_evaluator():
    hidden = {"simon": (b"N0000", b"N0001", b'"351', b"STRANGER", b"17.17", b"FR7630006"),
              "martin": (b"N0002", b'"352'), "petit": (b"FR76", b"GROUPEMENT N", b"AGRIFRPP")}
    hidden["dupont"], hidden["durand"] = hidden["simon"], hidden["martin"]
    with Paid() as server:
        whole = ("verification", "leaves/", "proofs/", "exports/audit")  # of the log as a whole
        for path in resources(server.orders[0]["order"], server.message):
            for person, texts in hidden.items():
                texts = [b"FR7699"] if path.startswith(whole) else texts
                for accept in ("application/json", "text/plain", "text/html", "text/vnd.graphviz"):
                    status, body = server.read(person, path, accept)
                    found = [body[max(0, body.find(one) - 200):][:300] for one in texts if one in body]
                    assert status != 200 or not found, (path, person, accept, found)


def test_who_looks_at_an_account_stands_in_the_ledger():
    with Paid() as server:
        assert server.readings() == []
        for person in ("petit", "leroy", "leroy", "martin", "dupont"):
            assert server.read(person, "events")[0] == 200
        seen = [("leroy", "N0000"), ("leroy", "N0001"), ("leroy", "N0002"), ("martin", "N0000"), ("martin", "N0001"),
                ("dupont", "N0002")]
        assert server.readings() == seen, server.readings()
        assert server.read("durand", f"files/{server.message}")[0] == 200
        assert server.readings() == seen + [("durand", "N0000"), ("durand", "N0001")], server.readings()
        assert server.read("leroy", "exports/audit?without-personal=true")[0] == 200
        assert b"FR76" not in server.read("leroy", "proofs/amounts/seedCredit/N0000")[1]
        with tempfile.TemporaryDirectory() as folder:
            pack = pathlib.Path(folder) / "pack"
            run("--ledger", server.ledger, "export", "audit", pack)
            done = subprocess.run([sys.executable, pack / "verify.py"], capture_output=True, text=True)
            assert done.returncode == 0 and done.stdout.endswith("0 differences\n"), done.stdout[-2000:]


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
