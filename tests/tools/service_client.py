"""What the tests of the service share: a server on a port of its own, and requests over plain sockets."""
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import uuid

IPEP = pathlib.Path(sys.argv[1]).resolve()
DATA = pathlib.Path(sys.argv[2]).resolve()


def run(*words, ok=0, **options):
    done = subprocess.run([IPEP, *map(str, words)], capture_output=True, text=True, timeout=60, **options)
    assert done.returncode == ok, f"{words}: {done.returncode} {done.stderr}"
    return done


class Server:
    """ipepd on a free port of the loopback, over a ledger in a temporary folder that goes with it."""

    def __init__(self, config="", facts=None, init=True, environment=None):
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = pathlib.Path(self.folder.name) / "ledger"
        self.config = pathlib.Path(self.folder.name) / "ipepd.toml"
        self.lines = pathlib.Path(self.folder.name) / "log"
        self.more = config
        self.environment = os.environ | (environment or {})
        self.port = 0
        self.context = None  # of a client over TLS (certificates.py)
        if init:
            run("--ledger", self.ledger, "init", "--trial")
        if facts:
            run("--ledger", self.ledger, "append", facts)
        self.start()

    def start(self):
        self.config.write_text(f'ledger = "{self.ledger}"\nport = {self.port}\n' + self.more)
        seen = len(self.log())
        with self.lines.open("a") as lines:
            self.process = subprocess.Popen([IPEP.parent / "ipepd", "--config", self.config], stderr=lines,
                                            env=self.environment)
        serves = lambda: any(line["event"] == "serving" for line in self.log()[seen:])
        wait_for(lambda: self.process.poll() is not None or serves())
        assert self.process.poll() is None, self.lines.read_text()
        serving = [line for line in self.log() if line["event"] == "serving"][-1]
        self.url, self.port = serving["url"], serving["port"]

    def log(self):
        text = self.lines.read_text() if self.lines.exists() else ""
        assert all(line.startswith("{") for line in text.splitlines()), text  # else it ended with a fault
        return [json.loads(line) for line in text.splitlines()]

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(timeout=40)

    def ask(self, method, path, body=None, **headers):
        """Status, headers and body; a name's underscores are hyphens."""
        with_hyphens = {name.replace("_", "-"): value for name, value in headers.items()}
        secure = {"context": self.context} if self.context else {}
        over = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = over("127.0.0.1", self.port, timeout=20, **secure)
        try:
            connection.request(method, path, body, with_hyphens)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def get(self, path, **headers):
        status, _, body = self.ask("GET", path, **headers)
        assert status == 200, (path, status, body)
        return json.loads(body)

    def post(self, path, body="", key=None, **headers):
        return self.ask("POST", path, body, Idempotency_Key=key or str(uuid.uuid4()), **headers)

    def __enter__(self):
        return self

    def __exit__(self, *what):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()


def wait_for(what, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def fact(key, year=2031, amount="1.00"):
    body = {"envelopeBudgeted": {"paymentYear": year, "amount": amount}}
    return json.dumps({"key": key, "on": "2020-05-31", "fact": body})


def code_of(body):
    return json.loads(body)["code"]


def check_all(tests):
    """Runs every function given, prints its name, and ends with 1 if one failed."""
    failed = 0
    for test in tests:
        start = time.monotonic()
        try:
            test()
            print(f"ok   {test.__name__} ({time.monotonic() - start:.1f} s)")
        except Exception as error:  # a test that breaks is a test that failed
            failed += 1
            print(f"FAIL {test.__name__}: {type(error).__name__}: {error}")
            import traceback
            traceback.print_exc()
    sys.exit(1 if failed else 0)
