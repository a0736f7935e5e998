#!/usr/bin/env python3
"""service_past_test.py IPEP DATA: the past from outside: what is answered at a position and how long it may be kept, a
derivation as deep as asked, and how what stands changed."""
import json
import pathlib
import subprocess
import sys
import tempfile

from service_client import DATA, Server, check_all, code_of, fact, run

WORKED = DATA / "worked.jsonl"
VERIFY = pathlib.Path(__file__).resolve().parents[2] / "services/audit/verify.py"
FOR_EVER = "private, max-age=31536000, immutable"
PATHS = ("balances", "balances/G01", "envelope", "statements/G01", "settlements/2019", "rules",
         "explanations/settlement/2019/G01/due?depth=1", "histories/settlement/2019/G01/due")


def settled(server):
    for year in (2019, 2020):
        assert server.post(f"/api/v1/settlements/{year}", If_Match="*")[0] == 200
    return int(server.ask("GET", "/api/v1/balances")[1]["ETag"].strip('"'))


def at(path, position):
    return f"/api/v1/{path}{'&' if '?' in path else '?'}as-of={position}"


def test_an_answer_at_a_position_is_that_of_a_ledger_which_ended_there():
    with Server(facts=WORKED) as server:
        first = settled(server)
        answers = {path: server.ask("GET", "/api/v1/" + path)[2] for path in PATHS}
        server.post("/api/v1/facts", fact("later"))
        server.post("/api/v1/settlements/2021", If_Match="*")
        for path in PATHS:
            assert server.ask("GET", at(path, first))[2] == answers[path], path
        words = ("--ledger", server.ledger, "--format", "json", "--as-of", first, "balances")
        assert run(*words).stdout.encode() == answers["balances"]
        assert server.ask("GET", "/api/v1/balances")[2] != answers["balances"], "the reader is back at the head"


def test_each_answer_is_proved_where_that_is_asked_for():
    with tempfile.TemporaryDirectory() as folder:
        key, proof = pathlib.Path(folder) / "key", pathlib.Path(folder) / "proof.json"
        verifier = run("key", "new", key, "--name", "ipep-ledger").stdout.strip()
        with Server(f'signing_key = "{key}"\n', facts=WORKED) as server:
            first = settled(server)
            server.post("/api/v1/facts", fact("later"))
            for path in (*PATHS, "events?limit=3", "orders", "cpams/351/journal?style=csv"):
                status, heads, body = server.ask("GET", at(path, first) + "&proof=true")
                assert status == 200 and heads["Content-Type"] == "application/json", (path, status, body)
                assert heads["Cache-Control"] == "no-store", (path, heads)
                proof.write_bytes(body)
                done = subprocess.run([sys.executable, "-I", VERIFY, "--proof", proof, "--verifier", verifier],
                                      capture_output=True, text=True)
                assert done.returncode == 0, (path, done.stdout)
            run("--server", server.url, "balances", "--proof", pathlib.Path(folder) / "asked.json")
            assert json.loads((pathlib.Path(folder) / "asked.json").read_text())["knownAt"] == first + 1
            for path, code in (("checkpoint?proof=true", "query_unknown"), ("orders?proof=no", "parameter_malformed"),
                               ("orders?proof=true&limit=1", "query_unknown"),
                               ("orders?proof=true&after=x", "query_unknown")):
                assert code_of(server.ask("GET", "/api/v1/" + path)[2]) == code, path
            asked = pathlib.Path(folder) / "events.json"
            run("--server", server.url, "events", "--limit", 3, "--proof", asked)
            assert json.loads(asked.read_text())["answer"].count("\n") == 3
            run("--server", server.url, "events", "--proof", folder + "/all.json")
            assert len(json.loads((pathlib.Path(folder) / "all.json").read_text())["records"]) == first + 1
    with Server(facts=WORKED) as server:
        assert code_of(server.ask("GET", "/api/v1/rules?proof=true")[2]) == "not_configured"


def test_what_never_changes_may_be_kept_for_ever():
    with Server(facts=WORKED) as server:
        first = settled(server)
        for path in PATHS:
            status, heads, _ = server.ask("GET", at(path, first))
            assert status == 200 and heads["ETag"] == f'"{first}"' and heads["Cache-Control"] == FOR_EVER, (path, heads)
            status, heads, body = server.ask("GET", at(path, first), If_None_Match=heads["ETag"])
            assert status == 304 and not body and heads["Cache-Control"] == FOR_EVER, (path, status)
            assert server.ask("GET", at(path, first - 1), If_None_Match=f'"{first}"')[0] == 200
        # A day that later events may still belong to, the head, and what is refused: none of them for ever.
        for path in ("/api/v1/balances?as-of=2999-12-31", "/api/v1/balances", at("balances", 10**6),
                     at("balances/G99", first), at("balances", "x")):
            assert "immutable" not in server.ask("GET", path)[1].get("Cache-Control", ""), path
        # Who is paid and where may be erased.
        for path in ("orders", "events"):
            assert "immutable" not in server.ask("GET", at(path, first))[1]["Cache-Control"], path


def test_with_roles_it_is_asked_again():
    with Server(facts=WORKED) as server:
        first = settled(server)
        granted = lambda key, person, role: json.dumps(
            {"key": key, "on": "2024-05-31", "fact": {"roleGranted": {"person": person, "role": role}}})
        assert server.post("/api/v1/facts", granted("r1", "ada", "admin"))[0] == 200
        bearer = "Bearer " + run("--ledger", server.ledger, "--lang", "en", "token", "new", "ada").stdout.split()[-1]
        assert server.post("/api/v1/facts", granted("r2", "ada", "auditor"), Authorization=bearer)[0] == 200
        path = at("balances", first)
        assert server.ask("GET", path, If_None_Match=f'"{first}"')[0] == 401
        heads = server.ask("GET", path, Authorization=bearer)[1]
        assert heads["Cache-Control"] == "private, no-cache" and heads["ETag"].startswith(f'"{first}-'), heads
        seen = heads["ETag"]
        assert server.ask("GET", path, Authorization=bearer, If_None_Match=seen)[0] == 304
        assert server.post("/api/v1/facts", granted("r3", "bob", "auditor"), Authorization=bearer)[0] == 200
        status, heads, _ = server.ask("GET", path, Authorization=bearer, If_None_Match=seen)
        assert status == 200 and heads["ETag"] != seen, "what a person may read changed"


def tree_cut(node, depth):
    """The whole derivation, cut where `--depth` cuts it."""
    inputs = node["inputs"]
    if depth > 0:
        return node | {"inputs": [tree_cut(one, depth - 1) for one in inputs]}
    return {key: value for key, value in node.items() if key != "inputs"} | (
        {"deeper": True} if inputs else {}) | {"inputs": []}


def test_a_derivation_is_as_deep_as_asked():
    with Server(facts=DATA / "experiment.jsonl") as server:
        for year in (2019, 2020, 2021):
            assert server.post(f"/api/v1/settlements/{year}", If_Match="*")[0] == 200
        groups = [row["groupement"] for row in server.get("/api/v1/settlements/2021")["groupements"]]
        for group in groups[:1]:
            for figure in ("due", "qualityRight"):
                path = f"/api/v1/explanations/settlement/2021/{group}/{figure}"
                whole = server.get(path)
                for depth in range(6):
                    cut = server.get(path + f"?depth={depth}")
                    wanted = tree_cut(whole, depth)
                    wanted.pop("trial", None), cut.pop("trial", None)
                    assert cut == wanted, (group, figure, depth)


def test_how_what_stands_changed():
    with Server(facts=WORKED) as server:
        head = settled(server)
        told = lambda ref: server.get("/api/v1/histories/" + ref)["revisions"]
        statement = server.get("/api/v1/statements/G01")["lines"]
        balance = told("balance/G01")
        assert balance[-1]["value"] == statement[-1]["owed"], balance
        assert {one["position"] for one in balance} <= {line["position"] for line in statement}
        year = server.get("/api/v1/envelope")["years"][-1]
        name = str(year["paymentYear"])
        assert told(f"envelope/{name}")[-1]["value"] == year["left"]
        assert told(f"envelope/{name}/settled")[-1]["value"] == year["settled"]
        for one in told(f"envelope/{name}"):
            then = server.get(at("envelope", one["position"]))["years"]
            assert [row["left"] for row in then if str(row["paymentYear"]) == name] == [one["value"]]
        national = told("national/2019/due")
        assert [one["value"] for one in national] == [server.get("/api/v1/settlements/2019")["national"]["due"]]
        for wrong in ("balance/G99", "balance/G01/x", "envelope/x", "envelope/1900", "national/2019/x",
                      "national/2050/due", "balance/G01/owed/x"):
            assert server.ask("GET", "/api/v1/histories/" + wrong)[0] in (404, 409, 422, 400), wrong
        text = run("--ledger", server.ledger, "--lang", "en", "history", "balance/G01").stdout
        assert str(balance[-1]["position"]) in text, text
        assert head > 0 and code_of(server.ask("GET", at("balances", 10**9))[2]) == "as_of_beyond_head"


check_all([test_an_answer_at_a_position_is_that_of_a_ledger_which_ended_there,
           test_each_answer_is_proved_where_that_is_asked_for,
           test_what_never_changes_may_be_kept_for_ever, test_with_roles_it_is_asked_again,
           test_a_derivation_is_as_deep_as_asked, test_how_what_stands_changed])
