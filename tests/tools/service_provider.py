"""An OpenID Connect provider of the tests' own: its keys and tokens, and a server that answers as it is told to."""
import base64
import hashlib
import http.server
import json
import pathlib
import subprocess
import threading
import time
import urllib.parse


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*words, data=None):
    done = subprocess.run(["openssl", *map(str, words)], input=data, capture_output=True, check=True)
    return done.stdout


class Keys:
    """Keys of each kind, made by openssl, and tokens signed with them."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        make = {"RS256": ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
                "ES256": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
                "EdDSA": ["ED25519"]}
        for algorithm, how in make.items():
            openssl("genpkey", "-algorithm", *how, "-out", self.key(algorithm))
        self.jwks = self.folder / "jwks.json"
        self.jwks.write_text(json.dumps({"keys": [self.public(algorithm) for algorithm in make]}))

    def key(self, algorithm):
        return self.folder / f"{algorithm}.pem"

    def public(self, algorithm):
        der = openssl("pkey", "-in", self.key(algorithm), "-pubout", "-outform", "DER")
        if algorithm == "EdDSA":
            return {"kty": "OKP", "crv": "Ed25519", "kid": algorithm, "x": url64(der[-32:])}
        if algorithm == "ES256":
            return {"kty": "EC", "crv": "P-256", "kid": algorithm, "x": url64(der[-64:-32]), "y": url64(der[-32:])}
        number = openssl("rsa", "-in", self.key(algorithm), "-noout", "-modulus").decode().strip().split("=")[1]
        return {"kty": "RSA", "kid": algorithm, "use": "sig", "n": url64(bytes.fromhex(number)), "e": "AQAB"}

    def token(self, algorithm, header=None, signature=None, **claims):
        usual = {"iss": "https://login.example", "aud": "ipep", "sub": "DURAND", "exp": int(time.time()) + 600}
        head = {"alg": algorithm, "kid": algorithm} | (header or {})
        text = url64(json.dumps(head).encode()) + "." + url64(json.dumps(usual | claims).encode())
        return text + "." + url64(self.sign(algorithm, text.encode()) if signature is None else signature)

    def sign(self, algorithm, data):
        path = self.folder / "signed"
        path.write_bytes(data)
        if algorithm == "EdDSA":
            return openssl("pkeyutl", "-sign", "-rawin", "-inkey", self.key(algorithm), "-in", path)
        signature = openssl("dgst", "-sha256", "-sign", self.key(algorithm), path)
        return signature if algorithm == "RS256" else raw_of_der(signature)


def raw_of_der(der):
    """r and s of 32 bytes each, as JWS has them."""
    size = der[3]
    r, s = der[4:4 + size], der[6 + size:]
    return b"".join(part.lstrip(b"\0").rjust(32, b"\0") for part in (r, s))


class Provider:
    """Answers at 127.0.0.1: what it is, its keys, and tokens for codes. A test changes what it says by `claims`,
    `header`, `signature`, `tokens` (members of the answer), `status` and `description`, and how long it takes."""

    def __init__(self, folder, port=0):
        self.keys = Keys(folder)
        self.asked, self.codes = [], {}  # requests at the token endpoint; by code, the query it was asked for with
        self.algorithm, self.delay, self.status = "RS256", 0, 200
        self.claims, self.header, self.tokens, self.description, self.signature = {}, {}, {}, {}, None
        answer = self.answer

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                answer(self)

            do_POST = do_GET

            def log_message(self, *what):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request):
        if request.path.startswith("/.well-known/"):
            members = {"authorization": "/authorize", "token": "/token", "end_session": "/leave"}
            said = {f"{name}_endpoint": self.url + path for name, path in members.items()}
            status, body = 200, {"issuer": self.url, "jwks_uri": self.url + "/jwks"} | said | self.description
        elif request.path == "/jwks":
            status, body = 200, json.loads(self.keys.jwks.read_text())
        else:
            form = dict(urllib.parse.parse_qsl(request.rfile.read(int(request.headers["Content-Length"])).decode()))
            self.asked.append((dict(request.headers), form))
            if self.delay:
                return time.sleep(self.delay)  # and no answer
            status, body = self.tokens_for(form)
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            request.send_response(status)
            request.send_header("Content-Length", str(len(text)))
            request.end_headers()
            request.wfile.write(text)
        except OSError:
            pass  # whoever asked did not wait

    def tokens_for(self, form):
        if self.status != 200:
            return self.status, b"no"
        query = self.codes.pop(form.get("code"), None)
        challenge = url64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if not query or challenge != query["code_challenge"] or form["redirect_uri"] != query["redirect_uri"]:
            return 400, {"error": "invalid_grant", "error_description": "said by somebody"}
        now = int(time.time())
        usual = {"iss": self.url, "aud": query["client_id"], "nonce": query["nonce"], "iat": now, "exp": now + 300,
                 "at_hash": url64(hashlib.sha256(b"access").digest()[:16])}
        token = self.keys.token(self.algorithm, self.header, self.signature, **usual | self.claims)
        return 200, {"id_token": token, "access_token": "access", "token_type": "Bearer"} | self.tokens

    def signs_in(self, location):
        """What a person does there: the query that the browser brings back."""
        address = urllib.parse.urlsplit(location)
        assert f"{address.scheme}://{address.netloc}{address.path}" == self.url + "/authorize", location
        query = dict(urllib.parse.parse_qsl(address.query))
        assert query["response_type"] == "code" and query["code_challenge_method"] == "S256", query
        code = f"code{len(self.codes)}-{time.monotonic_ns()}"
        self.codes[code] = query
        return {"code": code, "state": query["state"], "iss": self.url}

    def close(self):
        self.server.shutdown()
        self.server.server_close()
