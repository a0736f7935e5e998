#!/usr/bin/env python3
"""Who asks: local tokens, tokens of a provider, client certificates; forged ones are refused.

    service_identity_test.py IPEP DATA
"""
import json
import os
import pathlib
import tempfile
import time
import urllib.parse
import http.client

from certificates import Authority
from service_client import Server, check_all, code_of, fact, run, wait_for
from service_provider import Keys, openssl, url64

ISSUER = '\n[oidc]\nissuer = "https://login.example"\naudience = "ipep"\njwks_file = "{}"\n'


def asked(server, token):
    status, _, body = server.ask("GET", "/api/v1/balances", Authorization="Bearer " + token)
    return status if status == 200 else code_of(body)


def test_tokens_of_a_provider():
    with tempfile.TemporaryDirectory() as folder:
        provider = Keys(folder)
        with Server(config=ISSUER.format(provider.jwks)) as server:
            for algorithm in ("RS256", "ES256", "EdDSA"):
                assert asked(server, provider.token(algorithm)) == 200, algorithm
                assert asked(server, provider.token(algorithm, aud=["other", "ipep"])) == 200
                now = int(time.time())
                for wrong in ({"iss": "https://evil.example"}, {"aud": "other"}, {"exp": now - 300}, {"exp": None},
                              {"nbf": now + 300}, {"sub": "../boss"}, {"sub": ""}):
                    assert asked(server, provider.token(algorithm, **wrong)) == "credentials_invalid", wrong
                good = provider.token(algorithm)
                head, claims, signature = good.split(".")
                other = url64(json.dumps({"iss": "https://login.example", "aud": "ipep", "sub": "BOSS",
                                          "exp": int(time.time()) + 600}).encode())
                for forged in (f"{head}.{other}.{signature}", f"{head}.{claims}.", f"{head}.{claims}", good + "A",
                               good + ".x"):
                    assert asked(server, forged) == "credentials_invalid", forged
            for header in ({"alg": "none"}, {"alg": "HS256"}, {"alg": "ES256"}, {"crit": ["x"]}):
                forged = provider.token("RS256", header=header, signature=b"" if header.get("alg") == "none" else None)
                assert asked(server, forged) == "credentials_invalid", header


def test_local_tokens():
    with Server() as server:
        token = run("--ledger", server.ledger, "token", "new", "DURAND").stdout.strip()
        assert token.startswith("ipep_") and token not in (server.ledger / "tokens").read_text()
        assert (server.ledger / "tokens").stat().st_mode & 0o77 == 0
        assert asked(server, token) == 200
        for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), "ipep_", "nonsense"):
            assert asked(server, forged) == "credentials_invalid", forged
        assert code_of(server.ask("GET", "/api/v1/balances", Authorization="Basic eA==")[2]) == "credentials_invalid"
        assert run("--server", server.url, "balances", env=os.environ | {"IPEP_TOKEN": token}).returncode == 0
        assert run("--server", server.url, "--lang", "en", "balances", ok=1,
                   env=os.environ | {"IPEP_TOKEN": token + "x"}).stderr.startswith("ipep: credentials_invalid: ")
        run("--ledger", server.ledger, "token", "revoke", "DURAND")
        assert asked(server, token) == "credentials_invalid"
        (server.ledger / "tokens").chmod(0o644)
        refused = run("--ledger", server.ledger, "--lang", "en", "token", "new", "X", ok=1).stderr
        assert refused.startswith("ipep: tokens_unreadable: "), refused


def test_a_browser_logs_in_and_out():
    with Server() as server:
        token = run("--ledger", server.ledger, "token", "new", "DURAND").stdout.strip()
        assert b"<form" in server.ask("GET", "/login")[2]
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        wrong = server.ask("POST", "/login", "token=ipep_wrong&to=%2F", **form)
        assert wrong[0] == 401 and "Set-Cookie" not in wrong[1]
        stolen = server.ask("POST", "/login", "token=" + token, Origin="https://evil.example", **form)
        assert stolen[0] == 403 and code_of(stolen[2]) == "form_forged"
        done = server.ask("POST", "/login", urllib.parse.urlencode({"token": token, "to": "//evil.example"}), **form)
        assert done[0] == 303 and done[1]["Location"] == "/"
        cookie = done[1]["Set-Cookie"].split(";")[0]
        assert server.ask("GET", "/api/v1/balances", Cookie=cookie)[0] == 200
        forged = server.post("/api/v1/facts", "", Cookie=cookie)
        assert forged[0] == 403 and code_of(forged[2]) == "form_forged", "a cookie alone must not change anything"
        assert server.ask("POST", "/logout", "csrf=x", Cookie=cookie, **form)[0] == 403
        page = server.ask("GET", "/rules", Cookie=cookie)[2].decode()
        leave = page[page.index('action="/logout"'):].split('name="csrf" value="')[1].split('"')[0]
        assert server.ask("POST", "/logout", "csrf=" + leave, Cookie=cookie, **form)[1]["Location"] == "/login"
        assert server.ask("GET", "/rules", Cookie=cookie, Host="ledger.example")[0] == 303, "the session goes on"
        assert b"/logout" not in server.ask("GET", "/rules")[2], "who came without logging in has nothing to leave"


def test_a_session_ends_with_its_token_and_nobody_crowds_out_the_others():
    with Server() as server:
        token_of = lambda who: run("--ledger", server.ledger, "token", "new", who).stdout.strip()
        tokens = {who: token_of(who) for who in ("DURAND", "MARTIN")}
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        cookie_of = lambda answer: answer[1]["Set-Cookie"].split(";")[0]
        logged_in = lambda who: cookie_of(server.ask("POST", "/login", "token=" + tokens[who], **form))
        reads = lambda cookie: server.ask("GET", "/rules", Cookie=cookie, Host="ledger.example")[0] == 200
        durand, martin = logged_in("DURAND"), logged_in("MARTIN")
        assert reads(durand) and reads(martin)
        many = [logged_in("MARTIN") for _ in range(210)]
        assert reads(durand) and reads(many[-1]) and sum(map(reads, [martin, *many])) == 200
        begun = cookie_of(server.ask("GET", "/rules", Authorization="Bearer " + tokens["DURAND"]))
        assert reads(begun)
        run("--ledger", server.ledger, "token", "revoke", "DURAND")
        assert not reads(durand) and not reads(begun) and reads(many[-1])


def test_a_session_ends_with_the_token_of_a_provider_it_came_from():
    with tempfile.TemporaryDirectory() as folder:
        provider = Keys(folder)
        with Server(config=ISSUER.format(provider.jwks)) as server:
            almost_over = int(time.time()) - 40  # a minute of leeway is given
            token = provider.token("RS256", exp=almost_over)
            form = {"Content_Type": "application/x-www-form-urlencoded"}
            logged_in = server.ask("POST", "/login", "token=" + token, **form)
            begun = server.ask("GET", "/rules", Authorization="Bearer " + token)
            for answer in (logged_in, begun):
                cookie = answer[1]["Set-Cookie"].split(";")[0]
                reads = lambda path: server.ask("GET", path, Cookie=cookie, Host="ledger.example")[0] == 200
                assert answer is begun or (reads("/rules") and reads("/api/v1/balances"))
                wait_for(lambda: not reads("/rules") and not reads("/api/v1/balances"), 60)


def test_what_a_token_opened_ends_with_it():
    with Server() as server:
        token = run("--ledger", server.ledger, "token", "new", "DURAND").stdout.strip()
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        cookie = server.ask("POST", "/login", "token=" + token, **form)[1]["Set-Cookie"].split(";")[0]
        credentials = ({"Authorization": "Bearer " + token}, {"Cookie": cookie})
        reads = lambda by: server.ask("GET", "/api/v1/balances", Host="ledger.example", **by)[0] == 200
        streams = []
        for by in credentials:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            connection.request("GET", "/api/v1/events?from=1",
                               headers={**by, "Host": "ledger.example", "Accept": "text/event-stream"})
            streams.append(connection.getresponse())
            assert streams[-1].status == 200
        for _ in range(50):  # remembered by every lane
            assert all(map(reads, credentials))
        run("--ledger", server.ledger, "token", "revoke", "DURAND")
        assert not any(map(reads, credentials * 4))
        assert server.post("/api/v1/facts", fact("after"))[0] == 200
        for one in streams:
            assert b"after" not in one.read(), "the stream ended before what came after the token did"


def test_client_certificates():
    with tempfile.TemporaryDirectory() as name:
        folder, authority = pathlib.Path(name), Authority(name)
        authority.signs("server")
        authority.signs("DURAND")
        Authority(name, "evil").signs("MALLORY")
        tls = (f'[tls]\ncertificate = "{folder}/server.pem"\nkey = "{folder}/server.key"\n'
               f'client_authority = "{folder}/authority.pem"\n')
        with Server(config=tls) as server:
            environment = {"IPEP_CA": folder / "authority.pem", "IPEP_CERTIFICATE": folder / "DURAND.pem",
                           "IPEP_KEY": folder / "DURAND.key"}
            ask = lambda ok=0, **more: run("--server", server.url, "--lang", "en", "balances", ok=ok,
                                           env=os.environ | {k: str(v) for k, v in (environment | more).items()})
            assert server.url.startswith("https://")
            ask()
            ask(ok=3, IPEP_CERTIFICATE=folder / "MALLORY.pem", IPEP_KEY=folder / "MALLORY.key")
            ask(ok=3, IPEP_CA=folder / "evil.pem")
            server.context = authority.client()
            assert server.ask("GET", "/healthz")[2] == b"ok\n"
            # A browser sends a certificate by itself: a page of others must not make it decide.
            server.context = authority.client("DURAND")
            for headers, status in (({}, 200), ({"Origin": server.url}, 200), ({"Origin": "https://evil.example"}, 403),
                                    ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Origin": "null"}, 403)):
                answered, told, _ = server.post("/api/v1/facts", fact("k"), str(headers), **headers)
                assert answered == status, (headers, answered)
                assert told["Strict-Transport-Security"], headers


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
