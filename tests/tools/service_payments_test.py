#!/usr/bin/env python3
"""Payments through the service: two persons, a file that is made once and downloaded again, retries over kills.

    service_payments_test.py IPEP DATA
"""
import hashlib
import json
import os
import pathlib
import signal
import tempfile
import threading

from service_client import DATA, Server, check_all, code_of, run
from service_cpam import EXECUTE, FILES, ON, Cpam, statement


def test_from_what_is_owed_to_what_the_bank_did():
    with Cpam(groups=3) as server:
        orders = server.ready()
        assert len(orders) == 3, orders
        status, headers, body = server.act("durand", FILES, key="once")
        issued = json.loads(body)
        assert status == 201 and issued["count"] == 3, body
        assert headers["Location"] == f"/api/v1/files/{issued['message']}", headers
        file = server.downloaded(headers["Location"])
        assert hashlib.sha256(file).hexdigest() == issued["sha256"]
        assert all(order["endToEndId"].encode() in file for order in orders)
        again = server.act("durand", FILES, key="once")
        assert again[0] == 201 and again[2] == body and again[1]["Location"] == headers["Location"], again
        assert server.downloaded(headers["Location"]) == file
        status, _, body = server.act("durand", "/api/v1/bank-files?on=" + EXECUTE, statement(orders))
        assert status == 200 and len(json.loads(body)["paid"]) == 3, body
        lines = server.get("/api/v1/cpams/351/reconciliation")["lines"]
        assert {line["state"] for line in lines} == {"paid"} and len(lines) == 3, lines
        assert server.downloaded(headers["Location"]) == file  # also when it is history
        assert json.loads(server.ask("GET", "/api/v1/verification")[2])["differences"] == []


def test_ipep_over_the_server_writes_the_file_here():
    with Cpam(groups=2) as server, tempfile.TemporaryDirectory() as folder:
        orders = server.ready()
        out, more = pathlib.Path(folder) / "v.xml", pathlib.Path(folder) / "again.xml"
        remote = lambda *words, **o: run("--server", server.url, "--lang", "en", *words,
                                         env={**os.environ, "IPEP_TOKEN": server.token("durand")}, **o)
        issue = ["issue", "351", "--execute", EXECUTE, "--on", ON, "--out", out]
        refused = remote(*issue, "--debtor", "debtor.toml", ok=1).stderr
        assert refused.startswith("ipep: files_of_this_machine: `issue --debtor`"), refused
        assert not out.exists() and not server.sent()
        said = remote(*issue).stdout
        assert "2 transfers" in said and f"the file lies in {out}." in said, said
        assert hashlib.sha256(out.read_bytes()).hexdigest() in said
        issued = {"message": set(server.sent().values()).pop()}
        remote("file", issued["message"], "--out", more)
        assert more.read_bytes() == out.read_bytes()
        beside = pathlib.Path(folder) / "beside.xml"
        run("--ledger", server.ledger, "file", issued["message"], "--out", beside)
        assert beside.read_bytes() == out.read_bytes()
        run("--ledger", server.ledger, "file", issued["message"], "--out", beside)  # the same bytes may lie there
        beside.write_text("of somebody else")
        taken = run("--ledger", server.ledger, "--lang", "en", "file", issued["message"], "--out", beside, ok=1).stderr
        assert taken.startswith("ipep: file_exists: ") and beside.read_text() == "of somebody else", taken
        assert remote("file", "F0", "--out", more, ok=1).stderr.startswith("ipep: file_unreadable: ")
        assert server.sent() == {order["order"]: issued["message"] for order in orders}
        paid = server.act("durand", "/api/v1/bank-files?on=" + EXECUTE, statement(orders))
        assert paid[0] == 200 and len(json.loads(paid[2])["paid"]) == 2, paid
        said = json.dumps({"key": "erased", "on": ON, "fact":
                           {"personalDataErased": {"subject": "N0001", "decision": "demande du 6 janvier"}}})
        erased = server.act("durand", "/api/v1/facts", said)
        assert erased[0] == 200, erased
        refused = remote("file", issued["message"], "--out", more, ok=1).stderr
        assert refused.startswith("ipep: file_unreadable: ") and "erased" in refused, refused


def test_what_a_server_does_not_take_is_refused_and_nothing_is_done():
    with Cpam(groups=2) as server, tempfile.TemporaryDirectory() as folder:
        made = json.loads(server.act("martin", f"/api/v1/cpams/351/orders?on={ON}")[2])["orders"]
        orders = [one["order"] for one in made]
        remote = lambda *words, **o: run("--server", server.url, "--lang", "en", *words,
                                         env={**os.environ, "IPEP_TOKEN": server.token("durand")}, **o).stdout
        said = remote("approve", *orders, "--checks")
        assert all(order in said for order in orders) and said.count("passed") == 10 * len(orders), said
        one = json.loads(remote("--format", "json", "approve", orders[0], "--checks"))
        assert [row["order"] for row in one["orders"]] == orders[:1], one
        states = {one["state"] for one in server.get("/api/v1/orders", Authorization=server.bearer("durand"))["orders"]}
        assert states == {"ordered"}, "the checks alone approve nothing"
        refused = run("--server", server.url, "--lang", "en", "export", "panel", folder + "/panel", "--pseudonyms", "k",
                      ok=1).stderr
        assert refused.startswith("ipep: files_of_this_machine: `export panel --pseudonyms`"), refused
        refused = run("--server", server.url, "--lang", "en", "balances", env={**os.environ, "IPEP_TOKEN": "x"},
                      ok=1).stderr
        assert refused.startswith("ipep: credentials_invalid: ") and "IPEP_TOKEN" in refused, refused


def test_a_list_longer_than_a_head_goes_in_the_body():
    with Cpam(groups=700) as server:
        status, _, body = server.act("martin", f"/api/v1/cpams/351/orders?on={ON}")
        orders = [order["order"] for order in json.loads(body)["orders"]]
        assert status == 200 and len(orders) == 700, body[:500]
        remote = lambda *words, **o: run("--server", server.url, "--lang", "en", *words, "--on", ON,
                                         env={**os.environ, "IPEP_TOKEN": server.token("durand")}, **o)
        checked = json.loads(remote("--format", "json", "approve", *orders[:650], "--checks").stdout)["orders"]
        assert [one["order"] for one in checked] == orders[:650] and all(len(one["checks"]) == 10 for one in checked)
        approved = json.loads(remote("--format", "json", "approve", *orders[:650]).stdout)["orders"]
        assert [one["order"] for one in approved] == orders[:650], len(approved)
        assert {one["state"] for one in approved} == {"approved"}
        refused = remote("approve", *orders, ok=1).stderr  # all of them or none
        assert refused.startswith("ipep: order_state: "), refused
        left = json.loads(remote("--format", "json", "approve", "--cpam", "351").stdout)
        assert [one["order"] for one in left["orders"]] == orders[650:] and left["left"] == [], left["left"]


def test_one_decision_approves_what_passes_and_says_of_the_rest_why_not():
    with Cpam(groups=5) as server:
        status, _, body = server.act("martin", f"/api/v1/cpams/351/orders?on={ON}")
        made = json.loads(body)["orders"]
        said = json.dumps({"key": "stop", "on": ON, "fact": {
            "oppositionNotified": {"groupement": made[2]["groupement"], "reference": "saisie 12"}}})
        assert server.act("durand", "/api/v1/facts", said)[0] == 200
        remote = lambda *words, **o: run("--server", server.url, "--lang", "en", *words, "--on", ON,
                                         env={**os.environ, "IPEP_TOKEN": server.token("durand")}, **o)
        before = remote("approve", "--cpam", "351", "--checks").stdout
        assert "4 of 5 orders pass" in before and "opposition: saisie 12" in before, before
        status, _, body = server.act("durand", f"/api/v1/approvals?cpam=351&on={ON}")
        done = json.loads(body)
        assert status == 200 and len(done["orders"]) == 4, body
        assert done["left"] == [{"order": made[2]["order"], "code": "check_failed", "check": "opposition",
                                 "found": "opposition: saisie 12"}], done["left"]
        acts = server.ask("GET", "/api/v1/events?kind=orderApproved")[2].splitlines()
        assert len(acts) == 4, "each order has its own act"
        assert remote("approve", ok=2).stderr, "an order or a CPAM"


def test_two_at_once_make_one_file():
    with Cpam(groups=5) as server:
        server.ready()
        answers = []
        ask = lambda: answers.append(server.act("durand", FILES))
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        made = [json.loads(body) for status, _, body in answers if status == 201]
        refused = [code_of(body) for status, _, body in answers if status != 201]
        assert len(made) == 1 and made[0]["count"] == 5 and refused == ["nothing_to_issue"] * 3, answers


def test_a_retry_over_kills_is_one_file():
    """More orders than are in memory at once; killed at other moments, asked again with the same key."""
    with Cpam(groups=1100) as server:
        status, _, body = server.act("martin", f"/api/v1/cpams/351/orders?on={ON}")
        orders = [order["order"] for order in json.loads(body)["orders"]]
        assert status == 200 and len(orders) == 1100, body[:500]
        for start in range(0, len(orders), 100):
            run("--server", server.url, "approve", *orders[start:start + 100], "--on", ON,
                env={**os.environ, "IPEP_TOKEN": server.token("durand")})
        answers = []

        def ask():
            try:
                answers.append(server.act("durand", FILES, key="over kills"))
            except OSError:
                pass  # killed before it answered

        for delay in (0.0, 0.02, 0.05, 0.1, 0.2):
            asking = threading.Thread(target=ask)
            asking.start()
            asking.join(delay)
            server.stop(signal.SIGKILL)
            asking.join()
            server.start()
        status, headers, body = server.act("durand", FILES, key="over kills")
        assert status == 201 and all(answer[2] == body for answer in answers), (status, body, answers)
        issued = json.loads(body)
        assert issued["count"] == 1100
        assert hashlib.sha256(server.downloaded(headers["Location"])).hexdigest() == issued["sha256"]
        assert server.sent() == dict.fromkeys(orders, issued["message"])
        assert code_of(server.act("durand", FILES)[2]) == "nothing_to_issue"


def test_what_is_not_configured_or_not_allowed_is_refused():
    with Server(facts=DATA / "worked.jsonl") as server:
        answer = server.post(FILES, If_Match="*")
        assert code_of(answer[2]) == "not_configured" and "debtors" in answer[2].decode(), answer
        assert code_of(server.post(FILES)[2]) == "position_required"
    roles = (("root", "admin", None), ("martin", "director", "351"), ("durand", "dcf", "351"),
             ("dupont", "dcf", "352"), ("leroy", "auditor", None), ("petit", "evaluator", None))
    with Cpam(groups=2, roles=roles) as server:
        server.ready()
        for person in ("martin", "dupont", "leroy", "petit", "root"):
            status, _, body = server.act(person, FILES)
            assert status == 403 and code_of(body) == "not_allowed", (person, body)
        status, headers, body = server.act("durand", FILES)
        assert status == 201, body
        seen = {person: server.ask("GET", headers["Location"], Authorization=server.bearer(person))[0]
                for person, _, _ in roles}
        assert seen == {"root": 403, "martin": 200, "durand": 200, "dupont": 403, "leroy": 200, "petit": 403}, seen


def test_the_page_of_an_order_shows_what_its_account_was_confirmed_with():
    roles = (("root", "admin", None), ("martin", "director", "351"), ("zoe", "dcf", "351"))
    rib = b"%PDF-1.7 account"
    payee = {"name": "ASSO N", "iban": "FR1420041010050500013M02606", "bic": "AGRIFRPP"}
    moved = {"key": "moved", "on": ON,
             "fact": {"payeeChanged": {"groupement": "N0000", "payee": payee, "reason": "another bank"}}}
    with Cpam(groups=2, roles=roles) as server:
        assert server.act("martin", "/api/v1/facts", json.dumps(moved))[0] == 200
        status, _, body = server.act("zoe", f"/api/v1/payees/moved/confirmation/document?on={ON}", rib)
        assert status == 200, body
        status, _, body = server.act("martin", f"/api/v1/cpams/351/orders?on={ON}")
        assert status == 200, body
        orders = json.loads(body)["orders"]
        pages = {order["groupement"]: server.ask("GET", "/orders/" + order["order"],
                                                 Authorization=server.bearer("zoe"))[2] for order in orders}
        digest = hashlib.sha256(rib).hexdigest().encode()
        assert digest in pages["N0000"] and b"/voucher" in pages["N0000"], pages["N0000"]
        assert digest not in pages["N0001"], "its account is the agreement's"


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
