"""What the tests of witnesses and of time stamps share: a ledger with a key, the program, and verify.py beside it."""
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
IPEP, DATA = sys.argv[1:3]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests"))
SCRIPT = os.path.join(ROOT, "services", "audit", "verify.py")
WORK = tempfile.mkdtemp()


def at(name):
    return os.path.join(WORK, name)


def write(name, content):
    with open(at(name), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return at(name)


def read(name):
    with open(at(name), "rb") as file:
        return file.read()


def run(*words, ledger="ledger"):
    done = subprocess.run([IPEP, "--ledger", at(ledger), "--format", "json", "--lang", "en", *map(str, words)],
                          capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def done(*words, **more):
    code, out, err = run(*words, **more)
    assert code == 0, (words, code, err)
    return out


def refused(code, *words, exit_code=1, **more):
    found = run(*words, **more)
    codes = [json.loads(line)["code"] for line in found[2].splitlines() if line.startswith("{")]
    assert found[0] == exit_code and code in codes, (code, words, found)


def script(*words, differences=0):
    """What verify.py says."""
    found = subprocess.run([sys.executable, "-I", SCRIPT, *map(str, words)], capture_output=True, text=True)
    assert found.returncode == (4 if differences else 0), (words, found.stdout, found.stderr)
    assert f"\n{differences} difference" in found.stdout, (differences, found.stdout)
    return found.stdout


def new_ledger(name="ledger"):
    """One of the examples' facts; gives its verifier key."""
    done("init", "--origin", "test.ipep", ledger=name)
    done("append", os.path.join(DATA, "worked.jsonl"), ledger=name)
    return json.loads(done("key", "new", at(name + ".key"), ledger=name))["verifier"]


def signed_head(ledger="ledger"):
    return done("checkpoint", "--key", at(ledger + ".key"), ledger=ledger)


def text_of(note):
    return note[:note.rindex("\n\n") + 1]


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def b64(raw):
    return base64.b64encode(raw).decode()


def ended():
    shutil.rmtree(WORK)
