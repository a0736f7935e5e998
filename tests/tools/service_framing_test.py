#!/usr/bin/env python3
"""One reading of each request, as RFC 9112 asks: what two readers could take for two is refused, and the connection
closes.

    service_framing_test.py IPEP DATA

A case is what is sent and what is answered. Behind each stands one more request: it is answered where the connection
goes on, and never where it closes. What lies in a body asks for /smuggled; nobody may ever be answered for that.
"""
import socket

from service_client import DATA, Server, check_all, code_of, fact

SHORT = 'log_requests = "all"\n[limits]\nheader_seconds = 2\nbody_seconds = 2\nidle_seconds = 2\n'
NEXT = b"GET /healthz?next HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
HIDDEN = b"GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(HIDDEN)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
IN_CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(HIDDEN), HIDDEN)


def get(target=b"/healthz", version=b"HTTP/1.1", host=b"Host: 127.0.0.1\r\n", method=b"GET"):
    """The lines of a request up to its own fields; the empty line is the caller's."""
    return method + b" " + target + b" " + version + b"\r\n" + host


POST = get(method=b"POST")
END = b"\r\n"

# Two framings, or none that both sides know.
CODINGS = [
    CHUNKED + LENGTH, LENGTH + CHUNKED, b"Transfer-Encoding: gzip\r\n" + LENGTH,
    LENGTH + b"Transfer-Encoding: gzip\r\n",
    LENGTH + b"Transfer-Encoding: identity\r\n", b"Transfer-Encoding: identity\r\n", b"Transfer-Encoding: xchunked\r\n",
    b"Transfer-Encoding: chunkedx\r\n", b"Transfer-Encoding: chunked, identity\r\n",
    b"Transfer-Encoding: identity, chunked\r\n", b"Transfer-Encoding: gzip, chunked\r\n",
    b"Transfer-Encoding: chunked, chunked\r\n", b"Transfer-Encoding: chunked;q=1\r\n",
    b'Transfer-Encoding: "chunked"\r\n', b"Transfer-Encoding: chunked,\r\n", b"Transfer-Encoding: ,chunked\r\n",
    b"Transfer-Encoding: \x0bchunked\r\n", b"Transfer-Encoding: chunked\x00\r\n",
    b"Transfer-Encoding: chun\xc3\xa4ked\r\n",
    b"Transfer-Encoding:\r\n", CHUNKED + CHUNKED, CHUNKED + b"transfer-encoding: identity\r\n",
    b"Transfer-Encoding: identity\r\n" + CHUNKED, b"Transfer-Encoding : chunked\r\n",
    b"Transfer-Encoding\t: chunked\r\n",
    b" Transfer-Encoding: chunked\r\n", b"Transfer-Encoding:\r\n chunked\r\n", b"Transfer-Encoding: chunked\r\n x\r\n",
    b"X: y\r\n\tTransfer-Encoding: chunked\r\n", b"X: y\nTransfer-Encoding: chunked\r\n",
    b"X: y\rTransfer-Encoding: chunked\r\n", b"X: y\r\r\nTransfer-Encoding: chunked\r\n"]
LENGTHS = [b"+5", b"-5", b"5 5", b"5, 5", b"5, 6", b"5,", b",5", b"0x5", b"5;", b"", b"1e1", b"5.0", b"5_0",
           b"\xef\xbc\x95",
           b"18446744073709551616", b"18446744073709551621", b"9" * 40, b"5\r\nContent-Length: 5",
           b"5\r\nContent-Length: 6",
           b"0\r\nContent-Length: 44", b"\r\nContent-Length: 44", b"5\r\n 5"]
FIELDS = [b": empty\r\n", b"Nocolon\r\n", b"Bad Name: x\r\n", b"Bad(Name): x\r\n", b"N\xc3\xa4me: x\r\n",
          b"Na\x00me: x\r\n",
          b"X: a\x00b\r\n", b"X: a\x7fb\r\n", b"X: a\x1bb\r\n", b"X: a\r\n b\r\n", b"X: a\r\n\tb\r\n",
          b"X: a\rb\r\n", b"X: a\nb\r\n",
          b"Authorization: Bearer a\r\nAuthorization: Bearer b\r\n", b"Origin: http://a\r\nOrigin: http://b\r\n",
          b"Content-Type: text/plain\r\nContent-Type: text/html\r\n", b"Host: 127.0.0.1\r\n"]
HOSTS = [b"", b"Host:\r\n", b"Host: \r\n", b"Host: a\r\nHost: a\r\n", b"Host: a\r\nhost: b\r\n", b"Host: a b\r\n",
         b"Host: a/b\r\n",
         b"Host: me@a\r\n", b"Host: a,b\r\n", b"Host: a:b\r\n", b"Host: a:80:80\r\n", b"Host: a:99999\r\n",
         b"Host: [::1\r\n",
         b"Host: http://a\r\n", b"Host : a\r\n", b"Host: a\r\n b\r\n"]
TARGETS = [b"*", b"healthz", b"127.0.0.1:80", b"/healthz#part", b"http://", b"http:///healthz",
           b"http://me@127.0.0.1/healthz",
           b"ftp://127.0.0.1/healthz", b"http://a b/healthz", b"//healthz /x", b"/health\tz", b"/health\x00z"]
VERSIONS = [b"HTTP/1.2", b"HTTP/2.0", b"HTTP/0.9", b"HTTP/1.10", b"HTTP/11", b"http/1.1", b"HTTP/1.1x",
            b"HTTP /1.1", b"HTTPS/1.1",
            b" HTTP/1.1", b"HTTP/1.1 ", b"HTTP/1.\xc2\xb9"]
STARTS = [b"GET /healthz\r\n\r\n", b"GET /healthz\n\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          b"GET\t/healthz\tHTTP/1.1\r\n\r\n",
          b" GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", b"G(T /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
          b"\x00" + get() + END,
          b"\r\n\r\n\r\n" + get() + END, b"\n" + get() + END, get(host=b"").replace(b"\r\n", b"\n") + b"Host: a\n\n"]
CHUNKS = [b"-5\r\nabcde\r\n", b"+5\r\nabcde\r\n", b"0x5\r\nabcde\r\n", b"5h\r\nabcde\r\n", b"\r\nabcde\r\n",
          b" 5\r\nabcde\r\n",
          b"5\nabcde\r\n", b"5\r\nabcdeXX0\r\n", b"5\r\nabcdefg\r\n", b"5\r\nabc\r\n", b"5;\r\nabcde\r\n",
          b"5;=x\r\nabcde\r\n",
          b"5;a=\r\nabcde\r\n", b"5;a\nb\r\nabcde\r\n", b'5;a="\n"\r\nabcde\r\n', b"5;a\rb\r\nabcde\r\n",
          b"5 5\r\nabcde\r\n",
          b"5_0\r\nabcde\r\n", b"10000000000000005\r\nabcde\r\n", b"5\r\nabcde\r\n0;\r\n", b"5\r\nabcde\r\n0 0\r\n"]
TRAILERS = [b"Content-Length: 5\r\n", CHUNKED, b"no field\r\n", b"Bad Name: x\r\n", b": x\r\n", b"X: a\x00\r\n"]
REFUSED = ([POST + one + END + IN_CHUNKS for one in CODINGS] +
           [POST + b"Content-Length: " + one + END + END + HIDDEN for one in LENGTHS] +
           [get() + one + END for one in FIELDS] + [get(host=one) + END for one in HOSTS] +
           [get(target=one) + END for one in TARGETS] + [get(version=one) + END for one in VERSIONS] + STARTS +
           [POST + CHUNKED + END + one + b"0\r\n\r\n" for one in CHUNKS] +
           [POST + CHUNKED + END + b"5\r\nabcde\r\n0\r\n" + one + END for one in TRAILERS] +
           [get(version=b"HTTP/1.0", method=b"POST") + more + CHUNKED + END + IN_CHUNKS
            for more in (b"", b"Connection: keep-alive\r\n")] +
           [get(method=b"CONNECT") + END, get(method=b"CONNECT", target=b"127.0.0.1") + END,
            get(target=b"http://127.0.0.1/healthz", host=b"") + END])
OTHERWISE_REFUSED = [
    (get(method=b"CONNECT", target=b"127.0.0.1:443") + END, 405),
    (POST + CHUNKED + END + b"fffffffffffffff\r\nabcde\r\n", 413),
    (POST + b"Content-Length: 999999999999\r\n\r\n", 413),
    (POST + LENGTH + b"Expect: 200-ok\r\n\r\n" + HIDDEN, 417),
    (POST + LENGTH + b"Expect: 100-continue, more\r\n\r\n" + HIDDEN, 417),
    (POST + LENGTH + b"Expect: 100-continue\r\nExpect: 100-continue\r\n\r\n" + HIDDEN, 417),
    (get() + b"X: y\r\n" * 9000 + END, 431), (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\n\r\n", 431)]

ABSOLUTE = b"http://127.0.0.1:1/healthz"
TAKEN = [  # and the connection goes on
    (get() + END, [200]), (get().replace(b"Host", b"hOST") + END, [200]), (b"\r\n" + get() + END, [200]),
    (get(target=ABSOLUTE) + END, [200]), (get(target=b"HTTP://127.0.0.1/healthz", host=b"Host: evil\r\n") + END, [200]),
    (get(target=b"http://127.0.0.1?x", method=b"OPTIONS") + END, [405]),
    (get(target=b"*", method=b"OPTIONS") + END, [204]),
    (get(target=b"http://127.0.0.1", method=b"OPTIONS") + END, [204]), (get(host=b"Host: [::1]:80\r\n") + END, [200]),
    (get(host=b"Host: LOCALHOST:80\r\n") + END, [200]), (get(host=b"Host:\t127.0.0.1 \t\r\n") + END, [200]),
    (get() + b"X:\r\n\r\n", [200]), (get() + b"Accept: a\r\nAccept: b\r\n\r\n", [200]),
    (POST + LENGTH + END + HIDDEN, [200]), (POST + b"Content-Length: 0\r\n\r\n", [200]),
    (POST + b"Content-Length: 0005\r\n\r\nabcde", [200]), (get() + LENGTH + END + HIDDEN, [200]),
    (POST + CHUNKED + END + IN_CHUNKS, [200]), (POST + CHUNKED.upper() + END + IN_CHUNKS, [200]),
    (POST + b"Transfer-Encoding:chunked\r\n\r\n" + IN_CHUNKS, [200]),
    (POST + CHUNKED + END + b'05;a=b;c="d" ; e\r\nabcde\r\n000\r\nX: y\r\n\r\n', [200]),
    (POST + LENGTH + b"Expect: 100-continue\r\n\r\n" + HIDDEN, [100, 200]),
    (POST + LENGTH + b"Expect: 100-CONTINUE\r\n\r\n" + HIDDEN, [100, 200]), (get() + END + get() + END, [200, 200])]
LAST = [  # it is answered, and closes
    (get(version=b"HTTP/1.0") + END, [200]), (get(version=b"HTTP/1.0", host=b"") + END, [200]),
    (get(version=b"HTTP/1.0", method=b"POST") + LENGTH + b"Expect: more\r\n\r\n" + HIDDEN, [200]),
    (get() + b"Connection: close\r\n\r\n", [200]), (get() + b"Connection: x, Close\r\n\r\n", [200]),
    (POST + LENGTH + b"Connection: close\r\n\r\n" + HIDDEN, [200])]


def answers_to(server, sent):
    """The statuses of all answers until the server closes, read by their own lengths; nothing stands between them."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as one:
        one.sendall(sent)
        got = b""
        while more := receive(one):
            got += more
    statuses = []
    while got:
        head, end, got = got.partition(b"\r\n\r\n")
        assert end and head.startswith(b"HTTP/1.1 "), head[:200]
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(fields.get(b"content-length", 0))
        assert len(got) >= length, (head, got)
        got = got[length:]
        statuses.append(int(head[9:12]))
    return statuses


def receive(one):
    try:
        return one.recv(65536)
    except ConnectionResetError:
        return b""


def smuggled(server):
    return [line for line in server.log() if line.get("path") == "/smuggled"]


def test_what_two_readers_could_read_differently_is_refused_and_ends_the_connection():
    with Server(config=SHORT) as server:
        assert len(REFUSED) > 150
        for sent, status in [(one, 400) for one in REFUSED] + OTHERWISE_REFUSED:
            assert answers_to(server, sent + NEXT) == [status], (sent[:300], status)
        assert not smuggled(server)
        assert answers_to(server, HIDDEN + NEXT)[-1] == 200 and smuggled(server), "one that is asked for would show"


def test_what_can_be_read_in_one_way_is_answered():
    with Server(config=SHORT) as server:
        for sent, statuses in TAKEN:
            assert answers_to(server, sent + NEXT) == statuses + [200], sent[:300]
        for sent, statuses in LAST:
            assert answers_to(server, sent + NEXT) == statuses, sent[:300]
        assert not smuggled(server)


def test_a_request_in_any_pieces_is_the_same_request():
    with Server(config=SHORT) as server:
        for sent, statuses in [(POST + CHUNKED + END + IN_CHUNKS, [200, 200]), (POST + b"X: a\r\n b\r\n\r\n", [400])]:
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as one:
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for byte in sent + NEXT:
                    try:
                        one.sendall(bytes([byte]))
                    except OSError:
                        break  # refused already
                got = b""
                while more := receive(one):
                    got += more
            assert [int(part[:3]) for part in got.split(b"HTTP/1.1 ")[1:]] == statuses, got
        assert not smuggled(server)


def test_what_comes_behind_a_body_is_no_field_of_the_request():
    with Server(config=SHORT) as server:
        line = fact("trailer").encode()
        body = b"%x\r\n%s\r\n0\r\nIdempotency-Key: late\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n" % (len(line), line)
        assert answers_to(server, get(b"/api/v1/facts", method=b"POST") + CHUNKED + END + body + NEXT) == [400, 200]
        timely = get(b"/api/v1/facts", method=b"POST") + CHUNKED + b"Idempotency-Key: timely\r\n\r\n"
        assert answers_to(server, timely + body + NEXT) == [200, 200]


def test_what_has_no_end_is_cut_off_however_small_its_pieces():
    with Server(config=SHORT) as server:
        for start, piece in ((get(), b"X: " + b"y" * 1000 + b"\r\n"), (POST + CHUNKED + END + b"5;a=", b"y" * 1000),
                             (POST + CHUNKED + END + b"0\r\n", b"X: " + b"y" * 1000 + b"\r\n")):
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as one:
                one.sendall(start)
                got, is_cut_off = b"", False
                try:
                    for _ in range(20_000):
                        one.sendall(piece)
                except OSError:
                    is_cut_off = True
                while more := receive(one):
                    got += more
            assert is_cut_off or got.startswith(b"HTTP/1.1 431 "), (start, got[:200])
            assert server.ask("GET", "/healthz")[0] == 200


def test_an_answer_without_a_body_has_none():
    with Server(facts=DATA / "worked.jsonl", config=SHORT) as server:
        balances = get(b"/api/v1/balances")
        stream = get(b"/api/v1/events?from=1", method=b"HEAD") + b"Accept: text/event-stream\r\n\r\n"
        for sent in (get(method=b"HEAD") + b"Connection: close\r\n\r\n", stream,
                     balances + b'If-None-Match: %s\r\nConnection: close\r\n\r\n' %
                     server.ask("GET", "/api/v1/balances")[1]["ETag"].encode()):
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as one:
                one.sendall(sent)
                got = b""
                while more := receive(one):
                    got += more
            assert got.startswith(b"HTTP/1.1 ") and got.endswith(b"\r\n\r\n") and got.count(b"\r\n\r\n") == 1, got
        status, headers, _ = server.ask("PUT", "/api/v1/balances")
        assert status == 405 and headers["Allow"] == "GET", headers
        assert code_of(server.ask("GET", "/api/v1/balances?x=%ff")[2]) == "path_malformed"
        assert code_of(server.ask("GET", "/healthz", Expect="more")[2]) == "expectation_unknown"


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
