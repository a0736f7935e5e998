#!/usr/bin/env python3
"""timestamp_test.py IPEP DATA: time stamps by RFC 3161 of an authority that `openssl ts` plays here.

Requests are read and answered, and stamps verified, by OpenSSL's own program; the ledger and verify.py must say the
same, and refuse each stamp that is cut, of another checkpoint, or of nobody they were told to trust.
"""
import json
import os
import re
import subprocess

from outside import at, b64, done, ended, new_ledger, read, refused, script, sha256, signed_head, text_of, write
from verify_test import verify

CONFIG = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = Test {name}
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[server]
extendedKeyUsage = serverAuth
[tsa_config]
serial = {folder}/serial
crypto_device = builtin
default_policy = 1.2.3.4.1
digests = sha256, sha512
signer_digest = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def openssl(*words):
    found = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True)
    assert found.returncode == 0, (words, found.stderr)
    return found.stdout


class Authority:
    """A certificate authority and, under it, one that stamps."""

    def __init__(self, name, kind="rsa:2048"):
        self.name, folder = name, at(name)
        os.makedirs(folder)
        self.config = write(f"{name}/conf", CONFIG.format(name=name, folder=folder))
        write(f"{name}/serial", "01\n")
        self.root, self.key = self.path("root.pem"), self.path("tsa.key")
        new = ("req", "-config", self.config, "-newkey", kind, "-nodes")
        new += ("-pkeyopt", "ec_paramgen_curve:P-256") if kind == "ec" else ()
        openssl(*new, "-x509", "-days", 30, "-extensions", "ca", "-subj", f"/CN={name}", "-keyout",
                self.path("root.key"), "-out", self.root)
        openssl(*new, "-keyout", self.key, "-out", self.path("tsa.csr"))
        self.certify("tsa")

    def path(self, name):
        return at(f"{self.name}/{name}")

    def certify(self, extensions):
        openssl("x509", "-req", "-in", self.path("tsa.csr"), "-CA", self.root, "-CAkey", self.path("root.key"),
                "-CAcreateserial", "-days", 30, "-extfile", self.config, "-extensions", extensions, "-out",
                self.path("tsa.pem"))

    def answer(self, request, out):
        openssl("ts", "-reply", "-config", self.config, "-section", "tsa_config", "-queryfile", request, "-signer",
                self.path("tsa.pem"), "-inkey", self.key, "-out", at(out))
        return at(out)


def requests():
    """OpenSSL reads in the request the digest of the text, and is asked for its certificate; its own is the same."""
    told = openssl("ts", "-query", "-in", at("request"), "-text")
    digest = sha256(text_of(read("note").decode()).encode()).hex()
    shown = re.sub(r"[^0-9a-f]", "", "".join(re.findall(r"- ((?:[0-9a-f]{2}[ -]){16})", told)))
    assert shown == digest and "sha256" in told and "Certificate required: yes" in told, told
    write("text", text_of(read("note").decode()))
    openssl("ts", "-query", "-data", at("text"), "-sha256", "-cert", "-no_nonce", "-out", at("theirs"))
    assert read("theirs") == read("request")


def stamps(tsa, other):
    stamp = tsa.answer(at("request"), "stamp")
    assert "Verification: OK" in openssl("ts", "-verify", "-in", stamp, "-data", at("text"), "-CAfile", tsa.root)
    shown = json.loads(done("timestamp", "verify", at("note"), stamp, "--authority", tsa.root))
    of_python = verify.read_stamp(read("stamp"))
    assert shown["time"] == verify.utc(of_python.time)[:-1] + ".000000Z" and shown["policy"] == "1.2.3.4.1"
    assert shown["checked"] and shown["size"] == 133 and of_python.imprint == sha256(read("text"))
    refused("stamp_untrusted", "timestamp", "verify", at("note"), stamp, "--authority", other.root)
    refused("authority_unreadable", "timestamp", "verify", at("note"), stamp, "--authority", at("text"))
    refused("checkpoint_malformed", "timestamp", "request", at("text"), "--out", at("x"))
    return stamp


def bad_stamps(tsa):
    """What is cut, changed, of something else or denied; each said so by the ledger and by verify.py."""
    whole = read("stamp")
    asked = lambda name: ("timestamp", "verify", at("note"), at(name), "--authority", tsa.root)
    done("export", "audit", at("plain"), "--key", at("ledger.key"))
    by_script = (at("plain"), "--checkpoint", at("note"), "--verifier", LEDGER_KEY, "--authority", tsa.root)
    for name, content, code in (("empty", b"", "stamp_malformed"), ("cut", whole[:-1], "stamp_malformed"),
                                ("cut more", whole[:len(whole) // 2], "stamp_malformed"),
                                ("longer", whole + b"\0", "stamp_malformed"), ("words", b"hello", "stamp_malformed"),
                                ("changed", whole[:-5] + bytes([whole[-5] ^ 1]) + whole[-4:], "stamp_untrusted"),
                                ("denied", bytes.fromhex("30053003020102"), "stamp_denied")):
        write(name, content)
        refused(code, *asked(name))
        script(*by_script, "--timestamp", at(name), differences=1)
    done("append", write("fact", json.dumps({"key": "later", "on": "2024-06-01", "fact": {"envelopeBudgeted": {
        "paymentYear": 2031, "amount": "1.00"}}})))
    write("later", signed_head())
    refused("stamp_of_another", "timestamp", "verify", at("later"), at("stamp"), "--authority", tsa.root)
    refused("stamp_of_another", "timestamp", "attach", at("later"), at("stamp"))
    done("export", "audit", at("plain later"), "--key", at("ledger.key"))
    script(at("plain later"), "--checkpoint", at("later"), "--verifier", LEDGER_KEY, "--timestamp", at("stamp"),
           differences=1)
    openssl("ts", "-query", "-data", at("text"), "-sha512", "-cert", "-out", at("sha512"))
    tsa.answer(at("sha512"), "of sha512")
    refused("stamp_of_another", *asked("of sha512"))
    tsa.certify("server")
    # openssl itself refuses to stamp with such a certificate, so nothing signed by one can be shown here.
    found = subprocess.run(["openssl", "ts", "-reply", "-config", tsa.config, "-section", "tsa_config", "-queryfile",
                            at("request"), "-signer", tsa.path("tsa.pem"), "-inkey", tsa.key, "-out", at("x")],
                           capture_output=True)
    assert found.returncode != 0
    tsa.certify("tsa")


def kept(tsa, ec):
    """Attached once, a stamp is in every pack and proof; the checkpoint before the later record is shown as seen."""
    done("timestamp", "attach", at("note"), at("stamp"), "--authority", tsa.root)
    done("timestamp", "attach", at("note"), at("stamp"))
    done("timestamp", "attach", at("note"), ec.answer(at("request"), "stamp of ec"), "--authority", ec.root)
    assert sorted(os.listdir(at("ledger/checkpoints"))) == ["133", "133.1.tsr", "133.2.tsr"]
    trusted = ("--verifier", LEDGER_KEY, "--authority", tsa.root, "--authority", ec.root)
    done("export", "audit", at("pack"), "--key", at("ledger.key"))
    assert read("pack/checkpoints/133.1.tsr") == read("stamp")
    assert script(at("pack"), *trusted).count("by an authority that you gave") == 2
    assert script(at("pack"), *trusted[:2]).count("NOT CHECKED: no authority given by --authority") == 2
    script(at("pack"), *trusted[:4], differences=1)
    done("prove", "orders", "351", 2020, "--key", at("ledger.key"), "--out", at("proof"))
    proof = json.loads(read("proof"))
    assert proof["seen"]["timestamps"][0] == b64(read("stamp"))
    assert script("--proof", at("proof"), *trusted).count("by an authority that you gave") == 2
    proof["seen"]["timestamps"] = [b64(read("cut"))]
    write("forged", json.dumps(proof))
    script("--proof", at("forged"), *trusted, differences=1)
    done("timestamp", "request", at("later"), "--out", at("request 2"))
    tsa.answer(at("request 2"), "stamp 2")
    done("timestamp", "attach", at("later"), at("stamp 2"), "--authority", tsa.root)
    done("prove", "orders", "351", 2020, "--out", at("proof"))
    proof = json.loads(read("proof"))
    assert proof["timestamps"] == [b64(read("stamp 2"))] and "seen" not in proof
    assert script("--proof", at("proof"), *trusted).count("by an authority that you gave") == 1
    new_ledger("other")
    write("of other", signed_head("other"))
    done("timestamp", "request", at("of other"), "--out", at("request 3"))
    refused("checkpoint_forked", "timestamp", "attach", at("of other"), tsa.answer(at("request 3"), "stamp 3"))


LEDGER_KEY = new_ledger()
write("note", signed_head())
done("timestamp", "request", at("note"), "--out", at("request"))
requests()
TSA, EC = Authority("tsa"), Authority("ec", "ec")
stamps(TSA, EC)
bad_stamps(TSA)
kept(TSA, EC)
ended()
print("stamps are made for the text, kept beside it, and believed of who is trusted alone")
