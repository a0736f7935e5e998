#!/usr/bin/env python3
"""Behind a proxy that ends TLS: who signs in, and what is believed of whom.

    service_proxy_test.py IPEP DATA
"""
import http.client
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import urllib.parse

from service_client import Server, check_all, code_of, run, wait_for

PUBLIC = 'url = "https://ipep.example"\nlog_requests = "all"\n'
TRUSTING = PUBLIC + '[proxy]\ntrusted = ["127.0.0.1", "198.51.100.0/24"]\n'
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(server, method, path, body=None, source="127.0.0.1", version=11, **headers):
    """As Server.ask, from an address of the loopback's network, in a version of HTTP."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=(source, 0))
    connection._http_vsn, connection._http_vsn_str = version, f"HTTP/{version // 10}.{version % 10}"
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def token_of(server, person):
    return run("--ledger", server.ledger, "token", "new", person).stdout.strip()


def peer_of(server, path):
    return [line["peer"] for line in server.log() if line.get("path") == path][-1]


def test_the_address_of_a_client_is_believed_of_trusted_proxies_alone():
    with Server(config=TRUSTING) as server:
        for number, (source, told, client) in enumerate((
                ("127.0.0.1", "203.0.113.9", "203.0.113.9"), ("127.0.0.1", "192.0.2.1, 203.0.113.9", "203.0.113.9"),
                ("127.0.0.1", "192.0.2.1, 203.0.113.9, 198.51.100.7", "203.0.113.9"),
                ("127.0.0.1", "nonsense", "127.0.0.1"), ("127.0.0.2", "203.0.113.9", "127.0.0.2"))):
            ask(server, "GET", f"/api/v1/{number}", source=source, X_Forwarded_For=told)
            assert peer_of(server, f"/api/v1/{number}") == client, told
        ask(server, "GET", "/api/v1/standard", Forwarded="for=203.0.113.9")
        assert peer_of(server, "/api/v1/standard") == "127.0.0.1", "the proxy does not write this field: its client may"
    with Server(config=TRUSTING + 'header = "forwarded"\n') as server:
        ask(server, "GET", "/api/v1/standard", Forwarded='for="[2001:db8::7]:1";proto=https',
            X_Forwarded_For="192.0.2.1")
        assert peer_of(server, "/api/v1/standard") == "2001:db8::7"


def test_what_came_through_a_proxy_is_not_of_this_machine():
    marks = ({"X_Forwarded_For": "127.0.0.1"}, {"X_Forwarded_Proto": "https"}, {"X_Forwarded_Host": "a"},
             {"X_Real_IP": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}, {"Via": "1.1 proxy"}, {"version": 10})
    with Server() as server:
        for marked in marks:  # in turn, and beside answers that are remembered
            assert ask(server, "GET", "/api/v1/balances")[0] == 200
            assert ask(server, "GET", "/api/v1/balances", **marked)[0] == 401, marked
            assert ask(server, "GET", "/", **marked)[0] == 303, marked
    for config in (PUBLIC, TRUSTING, '[proxy]\ntrusted = ["127.0.0.1"]\n'):
        with Server(config=config) as server:
            for marked in ({}, *marks):
                assert ask(server, "GET", "/api/v1/balances", **marked)[0] == 401, (config, marked)
    with Server(config='[proxy]\ntrusted = ["127.0.0.2"]\n') as server:
        for _ in range(8):
            assert ask(server, "GET", "/api/v1/balances")[0] == 200
            assert ask(server, "GET", "/api/v1/balances", source="127.0.0.2")[0] == 401


def test_a_session_begun_by_anyone_is_nobodys_elsewhere():
    with Server() as server:
        cookie = ask(server, "GET", "/rules")[1]["Set-Cookie"].split(";")[0]
        assert ask(server, "GET", "/rules", Cookie=cookie)[0] == 200
        assert ask(server, "GET", "/rules", Cookie=cookie, Via="1.1 proxy")[0] == 303
        assert ask(server, "GET", "/rules", Cookie=cookie, Host="evil.example")[0] == 303


def test_the_server_answers_to_its_own_names():
    with Server(config=PUBLIC) as server:
        bearer = "Bearer " + token_of(server, "DURAND")
        own = ("ipep.example", "IPEP.EXAMPLE:443", "ipep.example:8443", "127.0.0.1:80", "localhost", "[::1]:1")
        for host, status in [(name, 200) for name in own] + [("evil.example", 421), ("ipep.example.evil.example", 421)]:
            answer = ask(server, "GET", "/api/v1/balances", Host=host, Authorization=bearer)
            assert answer[0] == status, (host, answer)
        assert code_of(ask(server, "GET", "/", Host="evil.example")[2]) == "host_unknown"
        assert ask(server, "GET", "/healthz", Host="10.0.0.7")[0] == 200, "who watches asks for addresses"
    with Server() as server:
        assert ask(server, "GET", "/login", Host="any.example")[0] == 200, "where no url is configured nobody knows"


def log_in(server, token, to="/rules", **headers):
    body = urllib.parse.urlencode({"token": token, "to": to})
    return ask(server, "POST", "/login", body, Content_Type=FORM["Content-Type"], **headers)


def test_who_is_sent_from_a_page_of_the_public_url_signs_in():
    for config in (PUBLIC, TRUSTING):
        with Server(config=config) as server:
            token = token_of(server, "DURAND")
            # A proxy passes on the Host it was asked for, or writes the address it asks.
            for host in ("ipep.example", "ipep.example:443", f"127.0.0.1:{server.port}"):
                status, headers, _ = log_in(server, token, Host=host, Origin="https://ipep.example")
                assert status == 303 and headers["Location"] == "/rules", (config, host, status)
                cookie, *attributes = headers["Set-Cookie"].split("; ")
                assert cookie.startswith("__Host-ipep-session=") and set(attributes) == {
                    "Path=/", "HttpOnly", "SameSite=Strict", "Secure"}, headers["Set-Cookie"]
                assert headers["Strict-Transport-Security"], headers
                page = ask(server, "GET", "/rules", Cookie=cookie, Host=host)
                assert page[0] == 200 and page[1]["Strict-Transport-Security"], page[:2]
            for origin in ("http://ipep.example", "https://ipep.example:8443", "https://evil.example", "null",
                           "https://ipep.example.evil.example", "http://127.0.0.1:1", "https://IPEP.example"):
                refused = log_in(server, token, Host="ipep.example", Origin=origin)
                assert refused[0] == 403 and "Set-Cookie" not in refused[1], (origin, refused)
            local = log_in(server, token, Origin=f"http://127.0.0.1:{server.port}")
            assert local[0] == 303, "on the machine itself, at the address it was asked at"
            language = ask(server, "GET", "/language?to=en&back=/rules", Cookie=cookie, Host="ipep.example")
            assert "; Secure" in language[1]["Set-Cookie"], language[1]
            api = ask(server, "GET", "/api/v1/balances", Cookie=cookie, Host="ipep.example")
            assert api[0] == 200 and api[1]["Strict-Transport-Security"], api


def test_what_came_in_the_clear_promises_no_tls():
    with Server(config=TRUSTING) as server:
        for scheme, promised in (("https", True), ("http", False)):
            headers = ask(server, "GET", "/login", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto=scheme)[1]
            assert ("Strict-Transport-Security" in headers) == promised, scheme
    with Server() as server:
        headers = ask(server, "GET", "/rules")[1]
        assert "Strict-Transport-Security" not in headers and "Secure" not in headers["Set-Cookie"], headers


def test_a_cookie_planted_beside_the_own_one_is_no_session():
    with Server() as server:
        token = token_of(server, "DURAND")
        cookie = log_in(server, token)[1]["Set-Cookie"].split(";")[0]
        reads = lambda cookies: ask(server, "GET", "/rules", Cookie=cookies, Host="a.example")[0] == 200
        assert reads(cookie) and reads("x=y; " + cookie) and reads(f"{cookie}; {cookie}")
        assert not reads(f"ipep-session=planted; {cookie}") and not reads(f"{cookie}; ipep-session=planted")


class Nginx:
    """nginx that ends TLS before a server, as its documentation sets one up."""

    def __init__(self, server, folder, lines):
        self.folder, self.port = pathlib.Path(folder), free_port()
        self.certificate = self.folder / "nginx.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", self.folder / "nginx.key", "-out", self.certificate, "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        (self.folder / "nginx.conf").write_text(
            ("user root;\n" if os.geteuid() == 0 else "") +
            f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
            f"http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
            f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
            f"server {{ listen 127.0.0.1:{self.port} ssl; ssl_certificate {self.certificate};\n"
            f"ssl_certificate_key {folder}/nginx.key;\n"
            f"location / {{ proxy_pass http://127.0.0.1:{server.port}; {lines} }} }} }}\n")
        self.process = subprocess.Popen(["nginx", "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"])
        wait_for(lambda: socket.socket().connect_ex(("127.0.0.1", self.port)) == 0)

    def ask(self, method, path, body=None, **headers):
        context = ssl.create_default_context(cafile=self.certificate)
        connection = http.client.HTTPSConnection("localhost", self.port, context=context, timeout=20,
                                                 source_address=("127.0.0.2", 0))
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def end(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


FORWARDS = ("proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; "
            "proxy_set_header X-Forwarded-Proto $scheme;")


def test_nginx_before_it():
    if not shutil.which("nginx"):
        return print("     skipped: nginx is not installed")
    for lines in (FORWARDS, FORWARDS + 'proxy_http_version 1.1; proxy_set_header Connection "";', ""):
        with tempfile.TemporaryDirectory() as folder, Server() as server:
            token = token_of(server, "DURAND")
            nginx = Nginx(server, folder, lines)
            try:
                assert server.stop() == 0
                server.more = (f'url = "https://localhost:{nginx.port}"\nlog_requests = "all"\n'
                               '[proxy]\ntrusted = ["127.0.0.1"]\n')
                server.start()
                assert nginx.ask("GET", "/api/v1/balances")[0] == 401, "nobody is anyone through a proxy"
                body = urllib.parse.urlencode({"token": token, "to": "/rules"})
                origin = f"https://localhost:{nginx.port}"
                status, headers, _ = nginx.ask("POST", "/login", body, Origin=origin, **FORM)
                assert status == 303 and "; Secure" in headers["Set-Cookie"], (lines, status, headers)
                cookie = headers["Set-Cookie"].split(";")[0]
                page = nginx.ask("GET", "/rules", Cookie=cookie)
                assert page[0] == 200 and page[1]["Strict-Transport-Security"], (lines, page[:2])
                assert nginx.ask("POST", "/login", body, Origin="https://evil.example", **FORM)[0] == 403
                if lines:
                    nginx.ask("GET", "/api/v1/spoofed", X_Forwarded_For="203.0.113.9", Forwarded="for=203.0.113.8")
                    assert peer_of(server, "/api/v1/spoofed") == "127.0.0.2", "nginx wrote whom it really saw"
            finally:
                nginx.end()


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
