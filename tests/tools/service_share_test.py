#!/usr/bin/env python3
"""A client has its share of the connections: whatever crowd comes, others and who watches are answered.

    service_share_test.py IPEP DATA
"""
import http.client
import resource
import socket

from service_client import Server, check_all, code_of, run, wait_for


def ask(server, path, source="127.0.0.1"):
    """Status and body, asked from an address of the loopback's network."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=(source, 0))
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def opened(server, source, sent=b""):
    one = socket.create_connection(("127.0.0.1", server.port), timeout=20, source_address=(source, 0))
    one.sendall(sent)
    return one


def stream(server, source="127.0.0.1", told=""):
    """An open event stream, or the status it is refused with."""
    head = b"GET /api/v1/events?from=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
    told = told.encode() + b"\r\nAuthorization: Bearer " + server.bearer + b"\r\n\r\n"
    one = opened(server, source, head + told.removeprefix(b"\r\n"))
    status = int(one.recv(4096)[9:12])
    return one if status == 200 else status


def test_silent_sockets_of_a_stranger_keep_nobody_out():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    patient = "[limits]\nheader_seconds = 60\nidle_seconds = 600\n"
    try:
        for sent in (b"", b"GET /", b"POST /api/v1/facts HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"):
            with Server(config=patient) as server:
                crowd = [opened(server, "127.0.0.2", sent) for _ in range(1030)]
                for source in ("127.0.0.1", "127.0.0.3", "127.0.0.2"):
                    for path in ("/readyz", "/healthz", "/metrics", "/api/v1/balances"):
                        answer = ask(server, path, source)
                        assert answer[0] == 200, (sent, source, path, answer)
                kept = int(ask(server, "/metrics")[1].decode().split("\nipepd_open_connections ")[1].split()[0])
                assert kept <= 300, kept
                for one in crowd:
                    one.close()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


SMALL = "threads = 1\n{}[limits]\nconnections = {}\nconnections_client = 4\n"


def test_who_works_is_not_shown_out_and_operators_are_always_answered():
    with Server(config=SMALL.format("", 8)) as server:
        server.bearer = run("--ledger", server.ledger, "token", "new", "DURAND").stdout.strip().encode()
        streams = [stream(server) for _ in range(4)]
        assert stream(server) == 503, "a client has its share"
        refused = ask(server, "/api/v1/balances")
        assert refused[0] == 503 and code_of(refused[1]) == "connections_exhausted", refused
        others = [stream(server, "127.0.0.2") for _ in range(4)]
        assert stream(server, "127.0.0.3") == 503, "all places are taken by who works"
        for source in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
            assert ask(server, "/readyz", source)[0] == 200
        streams[0].close()
        others[0].close()
        wait_for(lambda: ask(server, "/metrics")[1].decode().count("ipepd_open_streams 6"))
        for source in ("127.0.0.1", "127.0.0.3"):
            assert ask(server, "/api/v1/balances", source)[0] == 200


def test_of_a_proxy_each_client_has_its_share():
    config = SMALL.format('log_requests = "all"\n', 64) + '[proxy]\ntrusted = ["127.0.0.1"]\n'
    with Server(config=config) as server:
        server.bearer = run("--ledger", server.ledger, "token", "new", "DURAND").stdout.strip().encode()
        told = lambda number: f"\r\nX-Forwarded-For: 203.0.113.{number}"
        streams = [stream(server, told=told(1)) for _ in range(4)]
        assert stream(server, told=told(1)) == 503
        streams += [stream(server, told=told(2)) for _ in range(4)]
        assert all(not isinstance(one, int) for one in streams), streams
        silent = [opened(server, "127.0.0.1") for _ in range(20)]
        assert ask(server, "/readyz")[0] == 200
        for one in silent:  # they are the proxy's, nobody's yet, and are asked for somebody in turn
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: 203.0.113.3\r\n\r\n")
            assert one.recv(4096).startswith(b"HTTP/1.1 200 ")


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
