#!/usr/bin/env python3
"""answer_proof_test.py IPEP DATA: every answer of a reading command, asked for with --proof.

Each proof is taken by verify.py; changed in any of its parts it is not. What is signed is checked by `openssl pkeyutl`
and by an inclusion proof of this test's own.
"""
import base64
import copy
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

from every_command import Life

IPEP, DATA = sys.argv[1:3]
VERIFY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../services/audit/verify.py")
BY_EVENTS = {"balances", "envelope", "statement", "settlement"}
READING = BY_EVENTS | {"explain", "settlements", "events", "rules", "history", "diff", "review", "report", "orders",
                       "reconcile", "trial-balance", "account-ledger", "general-ledger", "variation-table",
                       "bank-reconciliation", "closing-checklist", "journal"}


def verified(proof, *keys):
    done = subprocess.run([sys.executable, "-I", VERIFY, "--proof", proof, *keys], capture_output=True, text=True)
    assert done.returncode in (0, 4), done.stderr
    return done.returncode == 0, done.stdout


class Proved(Life):
    """Each command with --proof first; what is none of a reading is lived without."""

    def __init__(self, *words):
        super().__init__(*words)
        self.key = self.at("signing.pem")
        made = subprocess.run([IPEP, "key", "new", self.key, "--name", "test"], capture_output=True, text=True,
                              check=True)
        self.verifier = made.stdout.strip()
        self.proved = {}

    def run(self, *words):
        plain = self.said(*words)
        if words[0] in READING:
            proof = self.new("proof.json")
            with_proof = self.said(*words, "--proof", proof, "--proof-key", self.key)
            assert with_proof == plain or words[0] == "explain", words  # which is shown whole, as it is proved
            self.proved[words[0]] = proof
            good, told = verified(proof, "--verifier", self.verifier)
            assert good, (words, told)
        else:
            refused = self.say(*words, "--proof", self.at("none"), "--proof-key", self.key)
            assert refused.returncode == 2 and "--proof" in refused.stderr, (words, refused.stderr)
            assert not os.path.exists(self.at("none"))

    def say(self, *words):
        return subprocess.run([IPEP, "--ledger", self.ledger, "--lang", "en", *words], capture_output=True, text=True,
                              errors="replace")

    def said(self, *words):
        done = self.say(*words)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout


def altered(proof):
    """Names and proofs, each changed in one part."""
    def one(name, change):
        changed = copy.deepcopy(proof)
        change(changed)
        assert changed != proof, name
        return name, changed

    asked = json.loads(proof["asked"])
    yield one("another digit", lambda p: p.update(answer=re.sub(r"[1-9]", lambda d: str(int(d[0]) % 9 + 1),
                                                                p["answer"], count=1)))
    yield one("a space", lambda p: p.update(answer=p["answer"] + " "))
    yield one("another question", lambda p: p.update(asked=json.dumps({**asked, "command": "other"})))
    yield one("another state", lambda p: p.update(asked=json.dumps({**asked, "knownAt": asked["knownAt"] - 1})))
    yield one("another person", lambda p: p.update(asked=json.dumps({**asked, "person": "zoe"})))
    yield one("a newline moved", lambda p: p.update(asked=p["asked"] + "\n" + p["answer"][:1], answer=p["answer"][1:]))
    yield one("no record", lambda p: p.update(records=p["records"][1:]))
    yield one("a record twice", lambda p: p.update(records=p["records"] + p["records"][-1:]))
    yield one("another record", lambda p: p["records"][0].update(leafHash="00" * 32))
    yield one("no attestation", lambda p: p.pop("attestation"))
    yield one("a strange member", lambda p: p.update(derivation={}))
    yield one("another signature", lambda p: p.update(attestation=p["checkpoint"]))
    head = proof["checkpoint"].split("\n")
    yield one("another head", lambda p: p.update(checkpoint="\n".join([head[0], str(int(head[1]) + 1), *head[2:]])))


def check_vector():
    """What events/README.md says a note's text is."""
    with open(os.path.join(os.path.dirname(VERIFY), "../../events/README.md"), encoding="utf-8") as file:
        chapter = file.read().partition("Test vector. Of the question `")[2]
    asked, answer = chapter.partition("`")[0], re.search(r"the answer `([^`]*)`", chapter)[1] + "\n"
    digest = hashlib.sha256(asked.encode() + b"\n" + answer.encode()).digest()
    assert f"    ipep-answer/v1\n    {base64.b64encode(digest).decode()}\n    ipep-ledger\n    133\n" in chapter


def check_by_hand(proof, folder, key):
    """Who signed what, by openssl and this test's own hashing."""
    text, _, line = proof["attestation"].partition("\n\n")
    head = proof["checkpoint"].split("\n")
    digest = hashlib.sha256(proof["asked"].encode() + b"\n" + proof["answer"].encode()).digest()
    assert text.split("\n") == ["ipep-answer/v1", base64.b64encode(digest).decode(), *head[:3]], text
    files = {name: os.path.join(folder, name) for name in ("text", "signature", "public.pem")}
    with open(files["text"], "wb") as file:
        file.write(text.encode() + b"\n")
    with open(files["signature"], "wb") as file:
        file.write(base64.b64decode(line.split(" ")[2])[4:])
    subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", files["public.pem"]], check=True)
    done = subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", files["public.pem"], "-in",
                           files["text"], "-sigfile", files["signature"]], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


check_vector()
with tempfile.TemporaryDirectory() as folder:
    life = Proved(IPEP, DATA, folder)
    life.live(life.run)
    assert set(life.proved) == READING, set(life.proved) ^ READING

    ours = ("--verifier", life.verifier)
    count = 0
    for command, file in life.proved.items():
        with open(file, encoding="utf-8") as raw:
            proof = json.load(raw)
        assert ("asked" in proof) == (command not in BY_EVENTS), command
        if command in BY_EVENTS:
            continue
        check_by_hand(proof, folder, life.key)
        assert not verified(file)[0], f"{command}: taken from who is not known"
        if not proof["records"]:
            continue
        for name, changed in altered(proof):
            with open(life.at("altered.json"), "w", encoding="utf-8") as out:
                json.dump(changed, out)
            good, told = verified(life.at("altered.json"), *ours)
            assert not good, (command, name, told)
            count += 1
    assert count > 60, count

    # What is in effect on a day no event proves: the signer says it, and of which state.
    for words in (("balances", "G01"), ("settlement", "2019"), ("envelope",)):
        proof = life.new("effective.json")
        life.said(*words, "--effective", "2025-02-01", "--as-of", "152", "--proof", proof, "--proof-key", life.key)
        with open(proof, encoding="utf-8") as raw:
            asked = json.loads(json.load(raw)["asked"])
        assert asked["knownAt"] == 152 and asked["effective"] == "2025-02-01", asked
        good, told = verified(proof, *ours)
        assert good and "after position 152" in told and "NOT CHECKED" in told, told

    # A state is proved as it was known.
    life.said("balances", "G01", "--as-of", "152", "--proof", life.at("then.json"), "--proof-key", life.key)
    with open(life.at("then.json"), encoding="utf-8") as raw:
        assert json.load(raw)["knownAt"] == 152

    # Words that do not stand together, and a key that is none.
    for words, sentence in ((("--proof", life.at("none")), "--proof-key"), (("--proof-key", life.key), "--proof"),
                            (("--proof", "", "--proof-key", life.key), "--proof")):
        refused = life.say("balances", *words)
        assert refused.returncode == 2 and sentence in refused.stderr, refused.stderr
    refused = life.say("balances", "--proof", life.at("none"), "--proof-key", life.at("nowhere"))
    assert refused.returncode == 1 and "key_unreadable" in refused.stderr and not refused.stdout, refused
    assert not os.path.exists(life.at("none"))
    with open(life.key, encoding="utf-8") as kept:
        secret = kept.read()
    refused = life.say("balances", "--proof", life.key, "--proof-key", life.key)
    with open(life.key, encoding="utf-8") as kept:
        assert refused.returncode == 1 and "file_exists" in refused.stderr and kept.read() == secret

    # Who is shown a part is told of as such, and no argument passes for another.
    for words in (("orders", "--actor", "zoe"), ("orders", "--cpam", "351 --state approved, " + "x" * 300)):
        proof = life.new("said.json")
        life.said(*words, "--proof", proof, "--proof-key", life.key)
        good, told = verified(proof, *ours)
        assert good and json.dumps(words[2]) in told, told
    # A derivation nests deeper than most answers; each event in it is shown.
    proof = life.new("deep.json")
    life.said("explain", "settlement/2020/G02/due", "--proof", proof, "--proof-key", life.key)
    with open(proof, encoding="utf-8") as raw:
        assert len(json.load(raw)["records"]) > 10
    print(f"{len(life.proved)} reading commands proved, {count} altered proofs found")
