#!/usr/bin/env python3
"""Signing in at a provider: the way there and back, whatever goes wrong on it, and the way out.

    service_sign_in_test.py IPEP DATA

The provider is the tests' own and says what it is told to; a real one: tests/browser/sign_in.test.mjs.
"""
import base64
import contextlib
import html
import http.client
import pathlib
import re
import subprocess
import tempfile
import threading
import time
import urllib.parse

from service_client import IPEP, Server, check_all, wait_for
from service_provider import Keys, Provider, url64

NAME = "ledger.example"  # nobody is taken in unseen under it
SECRET = "s:e cret"


class Signing(contextlib.ExitStack):
    """A server, the provider where people sign in, and a browser with its cookies."""

    def __enter__(self):
        self.folder = pathlib.Path(self.enter_context(tempfile.TemporaryDirectory()))
        self.provider = Provider(self.folder)
        self.callback(lambda: self.provider.close())
        secret = self.folder / "secret"
        secret.touch(0o600)
        secret.write_text(SECRET + "\n")
        self.configuration = (f'[oidc]\nissuer = "{self.provider.url}"\nclient_id = "ipep"\n'
                              f'client_secret_file = "{secret}"\nname = "la maison"\n')
        self.cookies = {}
        return self

    def serve(self, before="", more=""):
        self.server = self.enter_context(Server(before + self.configuration + more))
        return self

    # `ask` keeps one header of a name; two cookies come in one answer, so they are read off the wire.
    def visit(self, path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request("GET", path, headers={"Host": NAME} | ({"Cookie": cookies} if cookies else {}) | headers)
        answer = connection.getresponse()
        self.set = answer.headers.get_all("Set-Cookie") or []
        for one in self.set:
            name, value = one.split(";")[0].split("=", 1)
            self.cookies.pop(name, None)
            if "Max-Age=0" not in one:
                self.cookies[name] = value
        body = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, body

    def begin(self, to="/rules"):
        status, headers, _ = self.visit("/login/provider?to=" + urllib.parse.quote(to, safe=""))
        assert status == 303, (status, headers)
        return headers["Location"]

    def come_back(self, query):
        return self.visit("/login/return?" + urllib.parse.urlencode(query))

    def sign_in(self, to="/rules"):
        return self.come_back(self.provider.signs_in(self.begin(to)))

    def refusals(self):
        return [line["code"] for line in self.server.log() if line["event"] == "login_refused"]

    def is_in(self):
        return self.visit("/rules")[0] == 200


def page_led_to(page):
    return html.unescape(re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)[1])


def test_a_browser_is_led_there_and_back_to_the_page_it_asked_for():
    with Signing() as one:
        one.serve()
        status, headers, _ = one.visit("/rules?a=b")
        assert (status, headers["Location"]) == (303, "/login?to=%2Frules%3Fa%3Db")
        page = one.visit(headers["Location"])[2]
        assert 'href="/login/provider?to=%2Frules%3Fa%3Db"' in page and "la maison" in page and 'id="token"' in page
        location = one.begin("/rules?a=b")
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))
        assert query["scope"] == "openid" and query["redirect_uri"] == f"http://{NAME}/login/return"
        assert len({query["state"], query["nonce"], query["code_challenge"]}) == 3
        [waiting] = one.set
        assert re.fullmatch(r"ipep-sign-in=\S+; Path=/; HttpOnly; SameSite=Lax; Max-Age=600", waiting), waiting
        assert not any(query[name] in waiting for name in ("state", "nonce"))
        status, headers, page = one.come_back(one.provider.signs_in(location))
        assert status == 200 and page_led_to(page) == "/rules?a=b" and "no-store" in headers["Cache-Control"]
        assert list(one.cookies) == ["ipep-session"]
        assert any("ipep-session=" in cookie and "SameSite=Strict" in cookie for cookie in one.set), one.set
        [(headers, form)] = one.provider.asked
        quoted = ":".join(urllib.parse.quote(part, safe="") for part in ("ipep", SECRET))
        assert headers["Authorization"] == "Basic " + base64.b64encode(quoted.encode()).decode()
        assert "client_secret" not in form and "client_id" not in form
        status, _, page = one.visit("/rules")
        assert status == 200 and "DURAND" in page
        begun, again = one.begin(), one.begin()
        state = lambda location: urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["state"]
        assert state(begun) != state(again)


def test_a_client_says_its_secret_as_the_provider_takes_it():
    with Signing() as one:
        one.provider.description = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        assert one.serve().sign_in()[0] == 200
        headers, form = one.provider.asked[-1]
        assert "Authorization" not in headers and (form["client_id"], form["client_secret"]) == ("ipep", SECRET)
    with Signing() as public:
        public.configuration = re.sub("client_secret_file.*\n", "", public.configuration)
        assert public.serve().sign_in()[0] == 200
        headers, form = public.provider.asked[-1]
        assert "Authorization" not in headers and form["client_id"] == "ipep" and "client_secret" not in form


def test_only_pages_of_ours_are_led_to():
    with Signing() as one:
        one.serve()
        for to in ("//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)",
                   "/" + "x" * 2000):
            assert page_led_to(one.sign_in(to)[2]) == "/", to
        assert page_led_to(one.sign_in("/explain/a?b=\"'><x>&c=d")[2]) == "/explain/a?b=\"'><x>&c=d"
        for path in ("/login?to=//evil.example", "/login?to=https:%2F%2Fevil.example"):
            assert page_led_to(one.visit(path, **{"Sec-Fetch-Site": "cross-site"})[2]) == "/", path


def test_what_another_site_leads_to_goes_on_from_a_page_of_ours():
    with Signing() as one:
        one.serve()
        elsewhere = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        status, headers, _ = one.visit("/rules", **elsewhere)  # the browser withholds the cookie
        assert status == 303
        status, _, page = one.visit(headers["Location"], **elsewhere)
        assert status == 200 and page_led_to(page) == "/rules" and 'id="token"' not in page
        page = one.visit(headers["Location"], **{"Sec-Fetch-Site": "same-origin"})[2]
        assert 'id="token"' in page and "http-equiv" not in page
        # Nor does a page of another site begin a sign-in.
        status, headers, _ = one.visit("/login/provider?to=/rules", **elsewhere)
        assert (status, headers["Location"]) == (303, "/login?to=%2Frules") and not one.cookies


def refused(one, answer, code, status=403):
    """A page that says why, with its button to try again, and nobody in."""
    assert answer[0] == status, (code, answer[0])
    assert one.refusals()[-1] == code, (code, one.refusals())
    assert 'role="alert"' in answer[2] and 'href="/login/provider?to=%2Frules"' in answer[2], answer[2]
    assert "ipep-session" not in one.cookies and not one.is_in()
    assert "said by somebody" not in answer[2] and "<b>" not in answer[2]


def test_a_sign_in_that_was_not_begun_here_is_none():
    with Signing() as one:
        one.serve()
        back = one.provider.signs_in(one.begin())
        waiting = dict(one.cookies)
        refused(one, one.come_back(back | {"state": "x"}), "sign_in_unknown")
        assert one.cookies == waiting, "one that goes on beside it was ended"
        refused(one, one.come_back({name: value for name, value in back.items() if name != "state"}), "sign_in_unknown")
        one.cookies.clear()
        page = one.come_back(back)
        assert page[0] == 403 and one.refusals()[-1] == "sign_in_unknown" and not one.provider.asked
        one.cookies = dict(waiting)
        assert one.come_back(back)[0] == 200
        one.cookies.clear()
        assert one.come_back(back)[0] == 403 and one.refusals()[-1] == "sign_in_unknown"
        one.cookies = dict(waiting)  # who kept it is told by the provider
        refused(one, one.come_back(back), "sign_in_denied")


def test_what_the_provider_refuses():
    with Signing() as one:
        one.serve()
        for error, said in (("access_denied", "access_denied"), ("<b>", "?"), ("", "?"), ("x" * 65, "?")):
            back = one.provider.signs_in(one.begin())
            answer = one.come_back({"state": back["state"], "error": error, "error_description": "said by somebody"})
            refused(one, answer, "sign_in_denied")
            assert f"répond {said}." in answer[2], answer[2]
        back = one.provider.signs_in(one.begin())
        one.provider.codes[back["code"]]["code_challenge"] = "another browser's"
        refused(one, one.come_back(back), "sign_in_denied")
        assert one.sign_in()[0] == 200


def test_what_does_not_prove_who_it_is():
    now = int(time.time())
    with Signing() as one:
        one.serve()
        others = Keys(one.enter_context(tempfile.TemporaryDirectory()))
        wrong = [{"claims": {"nonce": "another"}}, {"claims": {"nonce": None}}, {"claims": {"exp": now - 300}},
                 {"claims": {"exp": None}}, {"claims": {"iat": None}}, {"claims": {"iat": now + 300}},
                 {"claims": {"aud": "another client"}}, {"claims": {"aud": ["ipep", "other"]}},
                 {"claims": {"aud": ["ipep", "other"], "azp": "other"}}, {"claims": {"azp": "other"}},
                 {"claims": {"iss": "https://evil.example"}}, {"claims": {"sub": "../boss"}}, {"claims": {"sub": None}},
                 {"claims": {"at_hash": "x"}}, {"header": {"alg": "none"}, "signature": b""},
                 {"header": {"alg": "HS256"}}, {"signature": others.sign("RS256", b"")}, {"tokens": {"id_token": None}},
                 {"tokens": {"id_token": "x.y.z"}}]
        for change in wrong:
            usual = {name: getattr(one.provider, name) for name in change}
            for name, value in change.items():
                setattr(one.provider, name, value)
            answer = one.sign_in()
            refused(one, answer, "identity_unproved")
            assert "ne prouve pas qui vous êtes" in answer[2], change
            for name, value in usual.items():
                setattr(one.provider, name, value)
        back = one.provider.signs_in(one.begin())
        refused(one, one.come_back(back | {"iss": "https://evil.example"}), "identity_unproved")
        one.provider.claims = {"aud": ["ipep", "other"], "azp": "ipep", "at_hash": url64(b"x")}
        refused(one, one.sign_in(), "identity_unproved")
        one.provider.claims = {"aud": ["ipep", "other"], "azp": "ipep"}
        assert one.sign_in()[0] == 200 and one.is_in()


def test_a_provider_that_does_not_answer_holds_nobody_up():
    with Signing() as one:
        one.serve(before="threads = 1\n")
        one.provider.delay = 60
        back = one.provider.signs_in(one.begin())
        answers = []
        waits = threading.Thread(target=lambda: answers.append(one.come_back(back)))
        waits.start()
        wait_for(lambda: one.provider.asked)
        start = time.monotonic()
        for _ in range(20):
            assert one.server.ask("GET", "/healthz")[0] == 200
            assert one.server.ask("GET", "/rules")[0] == 200
        assert time.monotonic() - start < 4
        waits.join(40)
        refused(one, answers[0], "provider_unreachable", 503)
        one.provider.delay = 0
        for one.provider.status in (500, 503, 302):
            refused(one, one.sign_in(), "provider_unreachable", 503)
        one.provider.status = 200
        one.provider.description = {"token_endpoint": "http://127.0.0.1:1/"}
        assert one.sign_in()[0] == 200, "what it said of itself is known"


def test_a_provider_that_is_away_when_the_server_starts():
    with Signing() as one:
        port = one.provider.port
        one.provider.close()
        one.serve()
        status, _, page = one.visit("/login/provider?to=%2Frules")
        refused(one, (status, None, page), "provider_unreachable", 503)
        one.provider = Provider(one.folder, port)
        one.provider.description = {"issuer": "https://evil.example"}
        wait_for(lambda: "un autre émetteur" in one.visit("/login/provider?to=%2Frules")[2], 20)
        one.provider.description = {"jwks_uri": "file:///etc/passwd"}
        wait_for(lambda: "un autre émetteur" not in one.visit("/login/provider?to=%2Frules")[2], 20)
        assert one.visit("/login/provider?to=%2Frules")[0] == 503
        one.provider.description = {}
        wait_for(lambda: one.visit("/login/provider?to=%2Frules")[0] == 303, 20)
        assert one.sign_in()[0] == 200
        one.provider.keys = Keys(one.enter_context(tempfile.TemporaryDirectory()))  # it changes them
        wait_for(lambda: one.sign_in()[0] == 200, 20)


def test_what_is_meant_for_a_browser_is_no_bearer():
    with Signing() as one:
        one.serve()
        token = one.provider.keys.token("RS256", iss=one.provider.url, nonce="x")
        ask = lambda: one.server.ask("GET", "/api/v1/balances", Authorization="Bearer " + token)[0]
        assert ask() == 401, "no audience is configured"
    with Signing() as one:
        one.serve(more='audience = "registre"\n')
        token = one.provider.keys.token("RS256", iss=one.provider.url, aud="ipep")
        assert ask() == 401
        token = one.provider.keys.token("RS256", iss=one.provider.url, aud="registre")
        assert ask() == 200 and one.sign_in()[0] == 200


def test_who_leaves_leaves_the_provider_too():
    with Signing() as one:
        one.serve()
        one.sign_in()
        page = one.visit("/rules")[2]
        csrf = page[page.index('action="/logout"'):].split('name="csrf" value="')[1].split('"')[0]
        cookie = "ipep-session=" + one.cookies["ipep-session"]
        form = {"Content_Type": "application/x-www-form-urlencoded", "Host": NAME, "Cookie": cookie}
        assert one.server.ask("POST", "/logout", "csrf=x", **form)[0] == 403 and one.is_in()
        status, headers, page = one.server.ask("POST", "/logout", "csrf=" + csrf, **form)
        assert status == 200 and "ipep-session=;" in headers["Set-Cookie"] and not one.is_in()
        way = urllib.parse.urlsplit(page_led_to(page.decode()))
        query = dict(urllib.parse.parse_qsl(way.query))
        assert f"{way.scheme}://{way.netloc}{way.path}" == one.provider.url + "/leave"
        assert query["post_logout_redirect_uri"] == f"http://{NAME}/login" and query["client_id"] == "ipep"
        assert query["id_token_hint"].count(".") == 2


def test_what_cannot_be_meant_is_no_configuration():
    def started(configuration):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "ipepd.toml"
            file.write_text(f'ledger = "{folder}/ledger"\nport = 0\n{configuration}')
            subprocess.run([IPEP, "--ledger", f"{folder}/ledger", "init", "--trial"], check=True, capture_output=True)
            done = subprocess.run([IPEP.parent / "ipepd", "--config", file], capture_output=True, text=True, timeout=60)
            return done.returncode, done.stderr
    client, issuer = 'client_id = "x"\n', 'issuer = "https://a.example/b"\n'
    for key, lines in (("oidc.issuer", client), ("oidc.issuer", client + 'issuer = "http://a.example"\n'),
                       ("oidc.issuer", client + 'issuer = "a.example"\n'), ("oidc.audience", issuer),
                       ("oidc.scopes", client + issuer + 'scopes = "profile"\n'),
                       ("oidc.jwks_file", client + issuer + 'jwks_file = "a"\njwks_url = "b"\n')):
        status, said = started("[oidc]\n" + lines)
        assert status == 2 and "config_value" in said and f"`{key}`" in said, (lines, said)
    with tempfile.TemporaryDirectory() as folder:
        secret = pathlib.Path(folder) / "secret"
        for content, mode in (("x", 0o644), ("", 0o600)):
            secret.write_text(content)
            secret.chmod(mode)
            status, said = started(f'[oidc]\nclient_id = "x"\nissuer = "http://127.0.0.1:1"\n'
                                   f'client_secret_file = "{secret}"\n')
            assert status == 3 and "tokens_unreadable" in said, said


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
