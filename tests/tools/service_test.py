#!/usr/bin/env python3
"""The API from outside: the same answers as the command line, idempotency, preconditions, streams, the one product.

    service_test.py IPEP DATA
"""
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading

from service_client import DATA, IPEP, Server, check_all, code_of, fact, run, wait_for

WORKED = DATA / "worked.jsonl"


def test_the_api_answers_what_the_command_line_answers():
    with Server(facts=WORKED) as server:
        status, headers, _ = server.post("/api/v1/settlements/2019", If_Match="*")
        assert status == 200 and headers["ETag"], headers
        beside = lambda *words: run("--ledger", server.ledger, "--lang", "en", *words).stdout
        for path, words in (("/balances", ["balances"]), ("/balances/G01", ["balances", "G01"]),
                            ("/envelope", ["envelope"]), ("/settlements", ["settlements"]),
                            ("/settlements/2019", ["settlement", "2019"]), ("/statements/G02", ["statement", "G02"]),
                            ("/rules", ["rules"]),
                            ("/explanations/settlement/2019/G01/due", ["explain", "settlement/2019/G01/due"]),
                            ("/verification", ["verify"]), ("/proofs/inclusion/3", ["prove", "inclusion", "3"]),
                            ("/proofs/consistency/3/9", ["prove", "consistency", "3", "9"])):
            _, headers, body = server.ask("GET", "/api/v1" + path)
            assert json.loads(body) == json.loads(beside("--format", "json", *words)), path
            _, _, text = server.ask("GET", "/api/v1" + path, Accept="text/plain", Accept_Language="en")
            assert text.decode() == beside(*words), path
        assert server.get("/api/v1/balances?as-of=0") == {"groupements": [], "trial": True}


def test_a_command_of_ipep_over_the_server_gives_the_same():
    with Server() as server:
        remote = lambda *words, **o: run("--server", server.url, "--lang", "en", *words, **o)
        added = json.loads(remote("append", WORKED, "--format", "json").stdout)
        assert added["appended"] == len(WORKED.read_text().splitlines()), added
        assert remote("settle", "2019").stdout.startswith("Settlement of 2019")
        local = lambda *words: run("--ledger", server.ledger, "--lang", "en", *words)
        for words in (["balances"], ["events", "--groupement", "G02", "--format", "json"], ["verify"],
                      ["explain", "settlement/2019/G01/due", "--depth", "2"]):
            assert remote(*words).stdout == local(*words).stdout, words
        refused = remote("settle", "2021", ok=1).stderr
        assert refused.startswith("ipep: earlier_year_unsettled: "), refused
        refused = json.loads(remote("settle", "2021", "--format", "json", ok=1).stderr)
        assert refused["code"] == "earlier_year_unsettled" and refused["cite"], refused
        assert remote("balances", "--as-of", "99999", ok=1).stderr.startswith("ipep: as_of_beyond_head: ")
        assert remote("statement", "nobody", ok=1).stderr.startswith("ipep: unknown_groupement: ")
        assert remote("key", "new", "x", ok=1).stderr.startswith("ipep: files_of_this_machine: ")
        with tempfile.TemporaryDirectory() as folder:
            pack = pathlib.Path(folder) / "pack"
            remote("export", "audit", pack)
            checked = subprocess.run(["python3", pack / "verify.py"], capture_output=True, text=True, timeout=60)
            assert checked.returncode == 0 and "0 differences" in checked.stdout, checked
            assert remote("export", "audit", pack, ok=1).stderr.startswith("ipep: folder_not_empty: ")
        leaf = lambda *where: subprocess.run([IPEP, *where, "leaf", "1"], capture_output=True, timeout=20).stdout
        assert leaf("--server", server.url) == leaf("--ledger", server.ledger) != b""
    nobody = run("--server", "http://127.0.0.1:1", "--lang", "en", "balances", ok=3).stderr
    assert nobody.startswith("ipep: server_unreachable: ")


def test_beside_a_server_others_read_and_a_write_names_the_server():
    with Server(facts=WORKED) as server:
        assert run("--ledger", server.ledger, "balances").stdout
        busy = run("--ledger", server.ledger, "--lang", "en", "settle", "2019", ok=3).stderr
        assert busy.startswith("ipep: ledger_busy: ") and f"--server {server.url}" in busy, busy
        assert server.stop() == 0
        run("--ledger", server.ledger, "settle", "2019")


def test_the_same_key_gives_the_same_answer_also_after_a_kill():
    with Server() as server:
        assert server.ask("POST", "/api/v1/facts", fact("a"))[0] == 400
        assert code_of(server.ask("POST", "/api/v1/facts", fact("a"))[2]) == "idempotency_key_missing"
        first = server.post("/api/v1/facts", fact("a"), key="k1")
        assert first[0] == 200 and json.loads(first[2])["appended"] == 1
        again = server.post("/api/v1/facts", fact("a"), key="k1")
        assert again[2] == first[2] and again[1]["Idempotency-Replayed"] == "true"
        other = server.post("/api/v1/facts", fact("b", 2032), key="k1")
        assert other[0] == 422 and code_of(other[2]) == "idempotency_key_reused"
        refused = server.post("/api/v1/facts", fact("a", 2033), key="k2")
        assert refused[0] == 422 and code_of(refused[2]) == "key_reused", refused
        server.stop(9)
        server.start()
        after = server.post("/api/v1/facts", fact("a"), key="k1")
        assert after[2] == first[2] and after[1]["Idempotency-Replayed"] == "true"
        assert json.loads(server.post("/api/v1/facts", fact("a"), key="k3")[2])["repeated"] == 1


def test_a_request_still_running_is_told_so():
    with Server() as server:
        facts = "\n".join(fact(f"k{i}", 1900 + i % 1000) for i in range(1000)) + "\n"
        answers = []
        post = lambda: answers.append(server.post("/api/v1/facts", facts, key="one"))
        threads = [threading.Thread(target=post) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        codes = {code_of(body) for status, _, body in answers if status == 409}
        assert codes <= {"idempotency_running"} and codes, [a[0] for a in answers]
        good = {body for status, _, body in answers if status == 200}
        assert len(good) == 1, answers


def test_a_long_list_comes_a_page_at_a_time():
    with Server(facts=DATA / "experiment.jsonl") as server:
        beside = run("--ledger", server.ledger, "events", "--format", "json").stdout
        pages, path = [], "/api/v1/events"
        while path:
            status, headers, body = server.ask("GET", path)
            assert status == 200, body
            pages.append(body.decode())
            path = headers.get("Link", "<>").split(">")[0][1:]
        assert [page.count("\n") for page in pages[:2]] == [1000, 1000] and "".join(pages) == beside
        one = server.ask("GET", "/api/v1/events?kind=rulesAdopted&limit=1&as-of=900")
        assert one[2].count(b"\n") == 1 and "as-of=900" in one[1]["Link"] and "kind=rulesAdopted" in one[1]["Link"], one
        assert "Link" not in server.ask("GET", "/api/v1/events?kind=rulesAdopted&until=9")[1]
        for limit in ("0", "x", "-1"):
            assert server.ask("GET", "/api/v1/events?limit=" + limit)[0] == 400, limit
        remote = lambda *words: run("--server", server.url, "events", *words).stdout
        assert remote("--format", "json") == beside
        assert remote("--format", "json", "--limit", "1500") == "".join(beside.splitlines(True)[:1500])
        assert remote("--lang", "en") == run("--ledger", server.ledger, "--lang", "en", "events").stdout


def test_a_decision_names_the_state_it_was_taken_on():
    with Server(facts=WORKED) as server:
        missing = server.post("/api/v1/settlements/2019")
        assert missing[0] == 428 and code_of(missing[2]) == "position_required"
        seen = server.ask("GET", "/api/v1/balances")[1]["ETag"]
        assert server.ask("GET", "/api/v1/balances", If_None_Match=seen)[0] == 304
        server.post("/api/v1/facts", fact("later"))
        changed = server.post("/api/v1/settlements/2019", If_Match=seen)
        assert changed[0] == 412 and code_of(changed[2]) == "position_changed"
        seen = server.ask("GET", "/api/v1/settlements/2019?lang=en")
        assert seen[0] == 404 and code_of(seen[2]) == "settlement_absent"
        seen = server.ask("GET", "/api/v1/balances")[1]["ETag"]
        tried = server.post("/api/v1/settlements/2019?dry-run=true", If_Match=seen)
        assert tried[0] == 200 and json.loads(tried[2])["changed"], tried
        done = server.post("/api/v1/settlements/2019", If_Match=seen)
        assert done[0] == 200 and json.loads(done[2])["year"] == 2019, done


def test_problems_say_what_to_do_in_both_languages():
    with Server() as server:
        for language, word in (("fr", "admis"), ("en", "known")):
            status, headers, body = server.ask("GET", "/api/v1/statements/G99", Accept_Language=language)
            problem = json.loads(body)
            assert status == 404 and headers["Content-Type"] == "application/problem+json"
            assert problem["code"] == "unknown_groupement" and problem["cite"] and problem["status"] == 404
            assert json.loads(server.ask("GET", problem["type"])[2])["code"] == "unknown_groupement"
            assert problem["instance"].endswith(headers["Request-Id"])
        assert "known" in problem["detail"]
        for method, path, status, code in (("GET", "/api/v1/nothing", 404, "resource_unknown"),
                                           ("DELETE", "/api/v1/balances", 405, "method_not_allowed"),
                                           ("GET", "/api/v1/balances?ledger=/etc", 400, "query_unknown"),
                                           ("GET", "/api/v1/settlements/x", 400, "parameter_malformed"),
                                           ("GET", "/api/v1/checkpoint", 404, "not_configured")):
            answer = server.ask(method, path)
            assert answer[0] == status and code_of(answer[2]) == code, (path, answer)
        lines = server.post("/api/v1/facts", fact("a") + "\n{}\n")
        assert lines[0] == 422 and json.loads(lines[2])["line"] == 2, lines


STREAM = b"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"


def read_stream(server, count, **headers):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as open_socket:
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        open_socket.sendall(STREAM + f"{head}\r\n".encode())
        text = b""
        while text.count(b"\nid: ") < count:
            more = open_socket.recv(65536)
            assert more, text[-200:]
            text += more
    return [int(line[4:]) for line in text.decode().splitlines() if line.startswith("id: ")], text


def test_a_stream_resumes_without_a_gap():
    with Server() as server:
        for i in range(5):
            server.post("/api/v1/facts", fact(f"s{i}", 2040 + i))
        ids, text = read_stream(server, 3, Last_Event_ID="2")
        assert ids == [3, 4, 5], ids
        assert b'"position":3' in text
        refused = server.ask("GET", "/api/v1/events?kind=yearSettled", Accept="text/event-stream")
        assert refused[0] == 400 and code_of(refused[2]) == "query_unknown", "a stream has every event"
        got = []
        reader = threading.Thread(target=lambda: got.append(read_stream(server, 3, Last_Event_ID="4")[0]))
        reader.start()
        for i in range(5, 7):
            server.post("/api/v1/facts", fact(f"s{i}", 2040 + i))
        reader.join(10)
        assert got == [[5, 6, 7]], got


def test_500_streams_cost_little():
    with Server(config="[limits]\nconnections_client = 600\n") as server:
        lines = lambda: pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
        status = lambda name: int([line for line in lines() if line.startswith(name)][0].split()[1])
        server.get("/api/v1/balances")
        threads, memory = status("Threads"), status("VmRSS")
        streams = []
        for _ in range(500):
            one = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            one.sendall(STREAM + b"\r\n")
            streams.append(one)
        for one in streams:
            assert one.recv(4096).startswith(b"HTTP/1.1 200")
        assert status("Threads") == threads
        each = (status("VmRSS") - memory) / 500
        assert each < 100, f"{each} KiB a stream"
        server.post("/api/v1/facts", fact("news"))
        for one in streams:
            assert b"id: 1\n" in one.recv(65536)
            one.close()
        print(f"     {each:.1f} KiB a stream, {threads} threads")


def test_the_metrics_are_sound_and_the_rest_of_operation():
    with Server() as server:
        server.get("/api/v1/balances")
        assert server.ask("GET", "/healthz")[2] == b"ok\n" and server.ask("GET", "/readyz")[0] == 200
        metrics = server.ask("GET", "/metrics")[2]
        assert b'ipepd_requests_total{area="api",status="200"} 1' in metrics, metrics
        checked = subprocess.run(["promtool", "check", "metrics"], input=metrics, capture_output=True)
        assert checked.returncode == 0, checked
        document = server.get("/api/openapi.json")
        pathlib.Path(server.folder.name, "openapi.json").write_text(json.dumps(document))
        assert server.stop() == 0
        events = [line["event"] for line in server.log()]
        assert events[-1] == "stopped", events


def test_the_log_says_who_asked_under_the_id_the_client_was_given():
    with Server() as server:
        status, headers, _ = server.ask("GET", "/api/v1/nothing")
        refused = [line for line in server.log() if line["event"] == "request"]
        assert refused[-1]["request"] == headers["Request-Id"] and refused[-1]["person"] == "demo", refused


def test_a_stop_finishes_what_was_taken():
    with Server() as server:
        facts = "\n".join(fact(f"k{i}", 1900 + i % 1000) for i in range(1000)) + "\n"
        answers = []
        thread = threading.Thread(target=lambda: answers.append(server.post("/api/v1/facts", facts)))
        thread.start()
        # Taken: its connection is open beside the one that asks, or it is answered already.
        wait_for(lambda: answers or b"ipepd_open_connections 2" in server.ask("GET", "/metrics")[2])
        assert server.stop() == 0
        thread.join()
        assert answers[0][0] == 200, answers
        assert json.loads(run("--ledger", server.ledger, "--format", "json", "verify").stdout)["events"] == 1000


def test_a_configuration_with_an_unknown_key_is_refused():
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "c.toml"
        for text, code in (('ledger = "x"\n[limits]\nheader_kb = 3\n', "config_unknown_key"),
                           ('ledger = "x"\nport = "80"\n', "config_value"), ("ledger = \n", "config_unreadable"),
                           ('ledger = "x"\n[tls]\ncertificate = "/none"\nkey = "/none"\n', "tls_unusable"),
                           ('ledger = "x"\naddress = "nowhere"\n', "listening_failed")):
            config.write_text(text)
            words = [IPEP.parent / "ipepd", "--config", config]
            done = subprocess.run(words, capture_output=True, text=True, timeout=10)
            assert done.returncode in (2, 3) and f"ipepd: {code}: " in done.stderr, (code, done)


def test_the_demo_serves_five_years_without_any_configuration():
    process = subprocess.Popen([IPEP.parent / "ipepd", "--demo", "--port", "0"], stderr=subprocess.PIPE, text=True)
    try:
        said = json.loads(process.stderr.readline())
        answer = run("--server", said["url"], "--format", "json", "balances").stdout
        assert len(json.loads(answer)["groupements"]) == 30
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0
        process.stderr.close()


if __name__ == "__main__":
    os.environ.pop("IPEP_LEDGER", None)
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
