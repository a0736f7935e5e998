#!/usr/bin/env python3
"""Who reads what through the service: every role and every resource, nothing of another CPAM, no name for an evaluator;
and who looked at an account stands in the ledger.

    service_reach_test.py IPEP DATA
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from service_client import DATA, check_all, code_of, run
from service_cpam import EXECUTE, FILES, ON, Cpam, statement

ROLES = (("root", "admin", None), ("martin", "director", "351"), ("durand", "dcf", "351"), ("simon", "director", "352"),
         ("dupont", "dcf", "352"), ("leroy", "auditor", None), ("petit", "evaluator", None))
OWN, OTHER, ALL, AUDIT = {"martin", "durand"}, {"simon", "dupont"}, {"leroy", "petit"}, {"leroy"}
READERS = OWN | OTHER | ALL
CHECK = OWN | OTHER | AUDIT | {"root"}


def resources(order, message):
    """Each reading, and who may ask it at all."""
    return {"events": READERS, "balances": READERS, "envelope": READERS, "rules": READERS, "orders": READERS,
            "settlements": READERS,
            "balances/N0000": OWN | ALL, "statements/N0000": OWN | ALL, "events?groupement=N0000": OWN | ALL,
            "orders?cpam=351": OWN | ALL, "explanations/seedCredit/N0000": OWN | ALL,
            "histories/seedCredit/N0000": OWN | ALL, f"explanations/{order}": OWN | ALL,
            f"histories/{order}": OWN | ALL, f"orders/{order}/checks": OWN | AUDIT,
            "cpams/351/reconciliation": OWN | ALL, "cpams/351/trial-balance": OWN | ALL,
            "cpams/351/accounts/408100": OWN | ALL, "cpams/351/variation-table": OWN | ALL,
            "cpams/351/general-ledger": OWN | ALL, "cpams/351/bank-reconciliation": OWN | ALL,
            "cpams/351/closing-checklist": OWN | ALL,
            f"files/{message}": OWN | AUDIT, f"orders/{order}/letter": OWN | AUDIT, "exports/panel": ALL,
            "reports/2021": ALL, "verification": CHECK, "leaves/1": CHECK, "proofs/inclusion/1": CHECK,
            "proofs/balances": CHECK, "proofs/envelope": CHECK, "exports/audit": AUDIT,
            "exports/audit?without-personal=true": CHECK, "exports/audit?without-personal=false": AUDIT}


class Paid(Cpam):
    """Two groups of the CPAM 351 were paid, and its bank told of a line that belongs to nothing; one of 352 was not."""

    def __init__(self):
        super().__init__(groups=2, roles=ROLES)
        self.orders = self.ready()
        status, headers, body = self.act("durand", FILES)
        assert status == 201, body
        self.message = headers["Location"].rsplit("/", 1)[1]
        stranger = {"amount": "17.17", "endToEndId": "STRANGER", "party": "MME MARTIN"}
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
                if path.startswith(("files/", "exports/panel", "orders", "balances", "events")):  # text shows the same
                    assert server.read(person, path, "text/plain")[0] == status, (path, person)


def test_nothing_leads_to_another_cpam_and_no_name_to_an_evaluator():
    hidden = {"simon": (b"N0000", b"N0001", b'"351', b"STRANGER", b"17.17", b"FR7630006"),
              "martin": (b"N0002", b'"352'), "petit": (b"FR76", b"GROUPEMENT N", b"AGRIFRPP", b"MME MARTIN")}
    hidden["dupont"], hidden["durand"] = hidden["simon"], hidden["martin"]
    with Paid() as server:
        whole = ("verification", "leaves/", "proofs/", "exports/audit")  # of the log as a whole
        for path in resources(server.orders[0]["order"], server.message):
            for person, texts in hidden.items():
                texts = [b"FR7699"] if path.startswith(whole) else texts
                for accept in ("application/json", "text/plain", "text/html", "text/vnd.graphviz"):
                    status, body = server.read(person, path, accept)
                    body = re.sub(rb'"[0-9a-f]{64}"', b'""', body)  # a digest may begin as a CPAM does
                    found = [body[max(0, body.find(one) - 200):][:300] for one in texts if one in body]
                    assert status != 200 or not found, (path, person, accept, found)


def test_who_pays_reads_the_names_of_payees_of_the_own_cpam():
    with Paid() as server:
        for path in ("orders", "orders?cpam=351"):
            named = {person: [order["payee"] for order in json.loads(server.read(person, path)[1])["orders"]]
                     for person in ("durand", "leroy", "petit")}
            assert named["durand"] == named["leroy"] and "GROUPEMENT N0000" in named["durand"], named
            assert set(named["petit"]) == {"—"}, named


def test_whoever_reads_the_party_of_a_bank_line_is_recorded():
    with Paid() as server:
        before = server.readings()
        told = {person: json.loads(server.read(person, "cpams/351/reconciliation")[1])["unmatched"][0]
                for person in ("petit", "durand", "leroy")}
        assert told["petit"]["words"] == "withheld" and "party" not in told["petit"], told
        assert told["durand"]["party"] == told["leroy"]["party"] == "MME MARTIN", told
        line = f"351/{told['durand']['line']}"
        assert server.readings()[len(before):] == [("durand", line), ("leroy", line)], server.readings()


def two_cpam():
    """The worked example, G02 being of the CPAM 352; and its results of 2021 settled."""
    facts = []
    for fact in map(json.loads, (DATA / "worked.jsonl").read_text().splitlines()):
        for body in fact["fact"].values():
            if body.get("groupement") == "G02":
                fact["source"] = {"reference": "HIDDEN"}
                body.update({"cpam": "352"} if "cpam" in body else {})
        facts.append(json.dumps(fact))
    server = Cpam()
    assert server.post("/api/v1/facts", "\n".join(facts))[0] == 200
    for year in (2019, 2020, 2021):
        assert server.act("whoever", f"/api/v1/settlements/{year}?on={ON}")[0] == 200
    server.grant(ROLES)
    return server


def test_what_another_cpam_has_a_part_in_is_derived_without_its_part():
    due = "settlement/2021/G01/due"
    with two_cpam() as server:
        ask = lambda person, path, accept: server.ask("GET", path, Authorization=server.bearer(person), Accept=accept)
        hidden = ask("leroy", "/api/v1/explanations/settlement/2021/G02/capped", "application/json")[2]
        part = json.loads(hidden)["value"]
        euros = part[:3] + " " + part[3:].replace(".", ",")
        for path in ("/api/v1/explanations/" + due, f"/api/v1/explanations/{due}?full=true", "/explain/" + due):
            for accept in ("application/json", "text/plain", "text/html", "text/vnd.graphviz"):
                said = {}
                for person in ("martin", "leroy"):
                    status, _, body = ask(person, path, accept)
                    assert status == 200, (path, person, body)
                    said[person] = body.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")
                assert part in said["leroy"] or euros in said["leroy"], (path, accept, part)
                assert not any(one in said["martin"] for one in (part, euros, "HIDDEN")), (path, accept)
                assert "G02" in said["martin"] and "—" in said["martin"], (path, accept)
        proof = [ask(person, "/api/v1/proofs/amounts/" + due, "application/json")[2] for person in ("martin", "leroy")]
        assert proof[0] == proof[1], "a proof that was cut proves nothing"


def test_a_derivation_over_five_years_is_cut_too():
    """A bug's test: it lay deeper than a parser takes from anyone, and the server ended."""
    with Cpam(facts=DATA / "experiment.jsonl") as server:
        for year in range(2019, 2024):
            assert server.post(f"/api/v1/settlements/{year}", If_Match="*")[0] == 200
        server.grant((("root", "admin", None), ("duval", "dcf", "131")))
        status, _, body = server.ask("GET", "/api/v1/explanations/settlement/2023/IPEP025/due",
                                     Authorization=server.bearer("duval"))
        assert status == 200 and json.loads(body)["name"] == "due", (status, body[:200])
        depth = 0
        node = json.loads(body)
        while node.get("inputs"):
            node, depth = max(node["inputs"], key=lambda one: len(json.dumps(one))), depth + 1
        assert depth > 16, depth


def test_what_a_role_gave_ends_with_it_also_in_the_past():
    with Paid() as server:
        order = server.orders[0]["order"]
        letter, checks, file = f"orders/{order}/letter", f"orders/{order}/checks", f"files/{server.message}"
        before = int(server.ask("GET", "/api/v1/rules", Authorization=server.bearer("leroy"))[1]["ETag"].strip('"'))
        assert all(server.read("durand", path)[0] == 200 for path in (letter, checks, file))
        listed = f"orders/{order},{order.replace('351', '352', 1)}/checks"
        assert code_of(server.read("durand", listed, "text/plain")[1]) == "not_allowed"
        changes = [{"roleRevoked": {"person": "durand", "role": "dcf", "cpam": "351"}},
                   {"roleGranted": {"person": "durand", "role": "evaluator"}}]
        for number, change in enumerate(changes):
            line = json.dumps({"key": f"change-{number}", "on": ON, "fact": change})
            status, _, body = server.post("/api/v1/facts", line, Authorization=server.bearer("root"))
            assert status == 200, body
        for path in (letter, checks, file, "events", "orders?cpam=351"):
            for accept in ("application/json", "text/plain"):
                for when in ("", f"as-of={before}"):
                    status, body = server.read("durand", path + ("&" if "?" in path else "?") + when, accept)
                    assert status == 403 or not any(one in body for one in (b"FR76", b"GROUPEMENT N")), (path, when)
        assert code_of(server.read("durand", f"{file}?as-of={before}")[1]) == "not_allowed"


def test_what_cannot_be_recorded_is_not_shown():
    with Paid() as server:
        server.stop()
        whole = server.ledger.with_name("whole")
        server.ledger.rename(whole)
        server.ledger.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", server.ledger]).returncode:
            return print("     skipped: a small disk takes root")
        try:
            shutil.copytree(whole, server.ledger, dirs_exist_ok=True)
            server.start()
            ballast = server.ledger / "ballast"
            with ballast.open("w") as file:
                space = os.statvfs(server.ledger)
                os.posix_fallocate(file.fileno(), 0, space.f_bfree * space.f_frsize)
            for _ in range(2):
                status, body = server.read("martin", "events")
                assert code_of(body) == "disk_full", (status, body[:300])
            ballast.unlink()
            assert server.read("martin", "events")[0] == 200
            assert server.readings() == [("martin", "N0000"), ("martin", "N0001")], server.readings()
        finally:
            server.stop()
            subprocess.run(["umount", "-l", server.ledger])


def test_who_looks_at_an_account_stands_in_the_ledger():
    with Paid() as server:
        assert server.readings() == []
        for person in ("petit", "leroy", "leroy", "martin", "dupont"):
            assert server.read(person, "events")[0] == 200
        seen = [("leroy", "N0000"), ("leroy", "N0001"), ("leroy", "N0002"), ("martin", "N0000"), ("martin", "N0001"),
                ("dupont", "N0002")]
        assert server.readings() == seen, server.readings()
        for path in ("events", f"files/{server.message}"):
            headers = server.ask("GET", "/api/v1/" + path, Authorization=server.bearer("durand"))[1]
            assert headers["Cache-Control"] == "no-store", "a copy would be read without a trace"
        assert server.readings() == seen + [("durand", "N0000"), ("durand", "N0001")], server.readings()
        assert server.read("dupont", "events?as-of=20")[0] == 200  # of a time when nobody had a role
        assert server.readings()[-1] == ("durand", "N0001"), "who was shown nothing read nothing"
        assert server.read("leroy", "exports/audit?without-personal=true")[0] == 200
        assert b"FR76" not in server.read("leroy", "proofs/amounts/seedCredit/N0000")[1]
        with tempfile.TemporaryDirectory() as folder:
            pack = pathlib.Path(folder) / "pack"
            run("--ledger", server.ledger, "export", "audit", pack)
            done = subprocess.run([sys.executable, "-I", pack / "verify.py"], capture_output=True, text=True)
            assert done.returncode == 0 and done.stdout.endswith("0 differences\n"), done.stdout[-2000:]


def test_an_answer_kept_is_for_who_holds_the_roles_it_was_given_to():
    with Cpam(groups=1, roles=ROLES) as server:
        def change(kind, key, person="martin"):
            body = {"person": person, "role": "director", "cpam": "351"}
            line = json.dumps({"key": key, "on": "2020-01-02", "fact": {kind: body}})
            status, _, answer = server.act("root", "/api/v1/facts", line, key="facts-" + key)
            assert status == 200, answer

        order = lambda who: server.act(who, f"/api/v1/cpams/351/orders?on={ON}", key="once")
        first = order("martin")
        again = order("martin")
        assert first[0] in (200, 201) and again[2] == first[2] and again[1]["Idempotency-Replayed"] == "true", again
        assert order("durand")[0] == 403, "the key of another is another key"
        change("roleRevoked", "end")
        refused = order("martin")
        assert refused[0] == 403 and code_of(refused[2]) == "not_allowed" and refused[2] != first[2], refused
        change("roleGranted", "anew")
        assert order("martin")[2] == first[2]
        kept = server.act("root", "/api/v1/facts", "", key="root")
        assert server.act("root", "/api/v1/facts", "", key="root")[1]["Idempotency-Replayed"] == "true", kept


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
