#!/usr/bin/env python3
"""Hostile clients get refusals or are cut off, while others are served.

    service_hostile_test.py IPEP DATA
"""
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading

from service_client import DATA, Server, check_all, code_of, fact, run

SHORT = """
[limits]
connections = 40
streams = 3
body_mib = 1
header_seconds = 1
body_seconds = 1
idle_seconds = 2
write_seconds = 1
"""


def raw(server, text, wait=5):
    """Everything the server answers to these bytes until it closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as one:
        try:
            one.sendall(text)
        except OSError:
            pass
        answer = b""
        while True:
            try:
                more = one.recv(65536)
            except OSError:
                return answer
            if not more:
                return answer
            answer += more


CODES = {400: b"request_malformed", 413: b"body_too_large", 431: b"header_too_large"}
GET = b"GET /api/v1/balances HTTP/1.1\r\nHost: 127.0.0.1\r\n"


def test_what_is_no_request_is_refused_and_others_are_served():
    with Server(config=SHORT) as server:
        for text, status in ((b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64), 400),
                             (b"GET /\r\n\r\n", 400),
                             (GET + b"Content-Length: -1\r\n\r\n", 400), (GET + b"Bad Header: x\r\n\r\n", 400),
                             (GET + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
                             (GET + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
                             (GET + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n", 400),
                             (GET + b"X: " + b"a" * 70_000 + b"\r\n\r\n", 431),
                             (GET + b"Content-Length: 1073741824\r\n\r\n", 413)):
            answer = raw(server, text)
            assert answer.startswith(b"HTTP/1.1 %d " % status) and CODES[status] in answer, (text[:80], answer[:200])
            assert server.ask("GET", "/healthz")[0] == 200


def test_a_gigabyte_of_header_is_cut_off_early():
    with Server(config=SHORT) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as one:
            one.sendall(GET)
            sent = 0
            try:
                while sent < 1 << 30:
                    one.sendall(b"X-Fill: " + b"a" * 65_000 + b"\r\n")
                    sent += 65_000
            except OSError:
                pass
        assert sent < 16 << 20, sent
        assert server.ask("GET", "/healthz")[0] == 200


def test_pipelined_requests_are_answered_in_order_and_garbage_ends_them():
    with Server(config=SHORT) as server:
        answer = raw(server, GET + b"\r\n" + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + b"garbage\r\n\r\n")
        assert answer.count(b"HTTP/1.1 200 ") == 2 and answer.count(b"HTTP/1.1 400 ") == 1, answer
        assert answer.index(b"groupements") < answer.index(b"ok\n") < answer.index(b"HTTP/1.1 400 ")


def test_no_path_leads_out():
    with Server(config=SHORT) as server:
        for path in ("/../etc/passwd", "/api/v1/../../etc/passwd", "/%2e%2e/etc/passwd", "//evil", "/\\..\\x",
                     "/api/v1/statements/..%2f..%2fetc", "/api//v1/balances", "/api/v1/%00", "/api/v1/balances?a=%zz",
                     "/api/v1/balances?x=1&x=2"):
            answer = raw(server, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            assert b"path_malformed" in answer or answer[9:12] == b"404", (path, answer)
        for option in ("ledger=/etc", "key=/etc/shadow", "out=/tmp/x", "actor=boss", "--as-of=0", "config=x"):
            assert server.ask("GET", "/api/v1/rules?" + option)[0] == 400, option
        assert code_of(server.ask("GET", "/api/v1/statements/--ledger=x")[2]) == "unknown_groupement"


def test_what_a_client_gives_makes_no_header_and_leads_to_no_other_site():
    end = "%0d%0aX-Evil:%201%0d%0a%0d%0a<script>"
    with Server(config=SHORT) as server:
        token = run("--ledger", server.ledger, "--lang", "en", "token", "new", "martin").stdout.split()[-1]
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        for method, path, body in (("GET", "/api/v1/balances?lang=en" + end, None),
                                   ("GET", "/language?back=/" + end, None),
                                   ("GET", "/language?back=/%09/evil.example", None),
                                   ("GET", "/login?lang=" + end, None), ("GET", "/groupements?as-of=" + end, None),
                                   ("POST", "/login", f"token={token}&to=/" + end),
                                   ("POST", "/login", f"token={token}&to=/%09/evil.example")):
            status, headers, answer = server.ask(method, path, body, **(form if body else {}))
            assert "X-Evil" not in headers and b"<script>" not in answer, (path, headers, answer[:300])
            assert headers.get("Location", "/") == "/", (path, headers)
            assert headers.get("Content-Language", "en") == "en", (path, headers)


def test_what_stands_in_the_ledger_is_no_page_to_a_browser():
    lines = (DATA / "worked.jsonl").read_text().splitlines()
    facts = [json.dumps(json.loads(line) | {"source": {"reference": "<script>alert(1)</script>"}}) for line in lines]
    with Server() as server:
        assert server.post("/api/v1/facts", "\n".join(facts))[0] == 200
        for path, is_page in (("events", False), ("reviews/assumed", False), ("explanations/seedCredit/G01", True)):
            for accept in ("text/html,application/xhtml+xml", "text/vnd.graphviz"):
                status, headers, body = server.ask("GET", "/api/v1/" + path, Accept=accept)
                assert status == 200 and headers["X-Content-Type-Options"] == "nosniff", (path, status, body[:200])
                if not is_page or accept != "text/html,application/xhtml+xml":
                    assert not headers["Content-Type"].startswith("text/html"), (path, accept, headers)
                else:
                    assert headers["Content-Type"].startswith("text/html") and b"<script" not in body, path
                    assert "default-src 'none'" in headers["Content-Security-Policy"], headers


def test_what_does_not_fit_into_the_temporary_folder_is_refused_and_not_lost():
    with tempfile.TemporaryDirectory() as small:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small]).returncode:
            return print("     skipped: a small disk takes root")
        try:
            with Server(environment={"TMPDIR": small}) as server:
                ballast = pathlib.Path(small) / "ballast"
                ballast.write_bytes(bytes(60_000))
                facts = "\n".join(fact(f"k{number}", 1900 + number) for number in range(100))
                refused = server.post("/api/v1/facts?on=2030-01-07", facts, key="once")
                assert refused[0] == 507 and code_of(refused[2]) == "disk_full", refused
                ballast.unlink()
                status, _, body = server.post("/api/v1/facts?on=2030-01-07", facts, key="once")
                assert status == 200 and json.loads(body)["appended"] == 100, (status, body)
        finally:
            subprocess.run(["umount", "-l", small])


def test_who_is_nobody_fills_no_memory():
    with Server() as server:
        token = run("--ledger", server.ledger, "token", "new", "martin").stdout.strip().encode()
        memory = lambda: int(pathlib.Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * 4096
        start, many = memory(), []
        for size in (b"Content-Length: 62914560", b"Transfer-Encoding: chunked") * 4:
            one = socket.create_connection(("127.0.0.1", server.port), timeout=5)
            many.append(one)
            one.sendall(b"POST /api/v1/facts HTTP/1.1\r\nHost: x\r\n" + size + b"\r\n\r\n1000000\r\n")
            assert b"credentials_missing" in one.recv(4096)
            try:
                one.sendall(b"a" * (16 << 20))
            except OSError:
                pass
        assert memory() - start < 16 << 20, (start, memory())
        body = b"\n" * 300_000
        head = (b"POST /api/v1/facts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIdempotency-Key: k\r\n"
                b"Authorization: Bearer ")
        answer = raw(server, head + token + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        assert b"credentials_missing" not in answer and answer.startswith(b"HTTP/1.1 "), answer


def test_the_slow_are_cut_off_while_others_are_served():
    with Server(config=SHORT) as server:
        slow = []
        for text in (GET, b"P", b"POST /api/v1/facts HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nab", b"") * 6:
            one = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            one.sendall(text)
            slow.append(one)
        for number in range(20):
            assert server.post("/api/v1/facts", fact(f"k{number}", 1900 + number))[0] == 200
        for one in slow:  # closed, whatever they were at; else the socket's time is up
            try:
                while one.recv(4096):
                    pass
            except ConnectionResetError:
                pass
            one.close()


def test_streams_have_a_limit_and_one_who_does_not_read_holds_nobody_up():
    with Server(config=SHORT) as server:
        stream = GET.replace(b"balances", b"events?from=1") + b"Accept: text/event-stream\r\n\r\n"
        streams = []
        for _ in range(3):
            one = socket.create_connection(("127.0.0.1", server.port), timeout=5)
            one.sendall(stream)
            assert one.recv(100)
            streams.append(one)
        assert b"streams_exhausted" in raw(server, stream)
        for i in range(20):
            assert server.post("/api/v1/facts", fact(f"k{i}", 1900 + i))[0] == 200
        for one in streams:
            one.close()


def test_a_form_of_another_origin_changes_nothing():
    with Server(config=SHORT) as server:
        for headers in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}):
            refused = server.post("/api/v1/facts", fact("x"), **headers)
            assert refused[0] == 403 and code_of(refused[2]) == "form_forged", refused
        refused = server.ask("POST", "/settlement", "csrf=guess", Content_Type="application/x-www-form-urlencoded")
        assert refused[0] == 403 and code_of(refused[2]) == "form_forged", refused
        rebound = server.ask("GET", "/api/v1/balances", Host="evil.example")
        assert rebound[0] == 401 and code_of(rebound[2]) == "credentials_missing", rebound
        cookie = server.ask("GET", "/")[1].get("Set-Cookie", "")
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie, cookie
        for name in ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"):
            assert name in server.ask("GET", "/")[1], name


def test_many_hostile_clients_at_once_starve_nobody():
    with Server(config=SHORT) as server:
        ending = threading.Event()

        def bother():
            while not ending.is_set():
                raw(server, os.urandom(200), wait=1)

        bothering = [threading.Thread(target=bother) for _ in range(8)]
        for one in bothering:
            one.start()
        try:
            for i in range(50):
                assert server.post("/api/v1/facts", fact(f"k{i}", 1900 + i))[0] == 200
        finally:
            ending.set()
            for one in bothering:
                one.join()


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
