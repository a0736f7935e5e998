#!/usr/bin/env python3
"""witness_test.py IPEP DATA: `ipep witness` asked by requests made here; `ipep checkpoint` asking a witness made here.

Both sides are written again from C2SP tlog-witness and tlog-cosignature: the signatures on verify.py's curve, the
statuses as the text has them. A witness never signs a fork, whatever it is told; verify.py demands its quorum of what
the ledger and its packs and proofs show.
"""
import http.client
import http.server
import json
import re
import shutil
import signal
import subprocess
import threading

from outside import (IPEP, at, b64, done, ended, new_ledger, read, refused, run, script, sha256, signed_head, text_of,
                     write)
from verify_test import sign, signer, verify


class Running:
    """`ipep witness serve` on a port of its own."""

    def __init__(self, folder):
        self.process = subprocess.Popen([IPEP, "--lang", "en", "witness", "serve", at(folder), "--port", "0"],
                                        stderr=subprocess.PIPE, text=True)
        self.port = int(re.search(r"http://127\.0\.0\.1:([0-9]+)", self.process.stderr.readline())[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body.encode() if isinstance(body, str) else body)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.getheader("Content-Type")

    def submit(self, old, note, proof=()):
        lines = "".join(one + "\n" for one in proof)
        return self.ask("POST", "/add-checkpoint", f"old {old}\n{lines}\n{note}")

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(timeout=30)


def cosigner(secret, name):
    """The verifier key of a witness, and what it writes under a text."""
    raw = b"\4" + sign(secret, b"")[0]
    key_hash = sha256(name.encode(), b"\n", raw)[:4]

    def line(text, time):
        signature = sign(secret, f"cosignature/v1\ntime {time}\n{text}".encode())[1]
        return f"— {name} {b64(key_hash + time.to_bytes(8, 'big') + signature)}\n"
    return f"{name}+{key_hash.hex()}+{b64(raw)}", line


def cosigned_at(note, key):
    """The time a witness signed, by Python; nothing where it did not."""
    return verify.cosignatures_of(verify.read_note(note.encode()), [verify.read_verifier(key, 4)])


def root_of(leaves):
    return verify.tree_root([verify.leaf_hash(leaf) for leaf in leaves])


LEAVES = [f"leaf {number}".encode() for number in range(9)]
LOG_KEY, LOG_NOTE = signer(b"l" * 32, "log.example")


def head(size, leaves=LEAVES, note=LOG_NOTE, origin="log.example"):
    return note(f"{origin}\n{size}\n{b64(root_of(leaves[:size]))}\n")


def consistency(older, newer, leaves=LEAVES):
    """RFC 6962 §2.1.2."""
    def subproof(m, part, whole):
        n = len(part)
        if m == n:
            return [] if whole else [root_of(part)]
        k = 1 << (n - 1).bit_length() - 1
        if m <= k:
            return subproof(m, part[:k], whole) + [root_of(part[k:])]
        return subproof(m - k, part[k:], False) + [root_of(part[:k])]
    return [b64(one) for one in subproof(older, leaves[:newer], True)]


def as_the_text_says(witness, key):
    """Each status of tlog-witness, add-checkpoint, in the order in which the text asks for it."""
    assert witness.submit(0, head(3, origin="other.example"))[0] == 404
    assert witness.submit(0, head(3, note=signer(b"x" * 32, "log.example")[1]))[0] == 403
    broken = head(3)[:-3] + ("A" if head(3)[-3] != "A" else "B") + "=\n"
    assert witness.submit(0, broken)[0] in (400, 403)
    assert witness.submit(4, head(3))[0] == 400
    assert witness.submit(3, head(3)) == (409, "0\n", "text/x.tlog.size")
    assert witness.submit(0, head(3), [b64(bytes(32))])[0] == 422
    assert witness.submit(0, LOG_NOTE(f"log.example\n0\n{b64(bytes(32))}\n"))[0] == 422
    for bad in ("", "old 0\n", "old 00\n\n" + head(3), "old x\n\n" + head(3), "old 0\nx\n\n" + head(3),
                "old 0\n" + head(3), "old 0\n\nhello\n", "old 0\n\n" + text_of(head(3)), b"\xff" * 100,
                "old 0\n" + (b64(bytes(32)) + "\n") * 64 + "\n" + head(3)):
        assert witness.ask("POST", "/add-checkpoint", bad)[0] == 400, bad
    hashed = sha256(b"log.example").hex()
    assert witness.ask("GET", f"/{hashed}/checkpoint")[0] == 404
    status, lines, _ = witness.submit(0, head(3))
    assert status == 200 and cosigned_at(head(3) + lines, key), lines
    assert witness.ask("GET", f"/{hashed}/checkpoint")[1] == head(3) + lines
    assert witness.ask("GET", "/add-checkpoint")[0] == 405 and witness.ask("GET", "/")[0] == 404


def never_a_fork(witness, key):
    forked = [*LEAVES[:2], b"another", *LEAVES[3:]]
    assert witness.submit(3, head(3, forked))[0] == 422, "another root of the size that was signed"
    assert witness.submit(3, head(7, forked), consistency(3, 7, forked))[0] == 422
    assert witness.submit(0, head(7, forked)) == (409, "3\n", "text/x.tlog.size")
    assert witness.submit(3, head(7), consistency(3, 8))[0] == 422
    assert witness.submit(3, head(7))[0] == 422, "no proof"
    status, lines, _ = witness.submit(3, head(7), consistency(3, 7))
    assert status == 200 and cosigned_at(head(7) + lines, key)
    assert witness.submit(3, head(3))[0] == 409, "an older checkpoint again"
    assert witness.submit(0, head(3))[0] == 409
    assert witness.submit(7, head(7))[0] == 200, "the same again"
    assert witness.submit(7, head(7), [b64(bytes(32))])[0] == 422


def two_at_once(witness):
    """Of two heads that both extend what was signed, one is signed and the other told so."""
    answers = []
    both = [threading.Thread(target=lambda size=size: answers.append(
        witness.submit(7, head(size), consistency(7, size))[0])) for size in (8, 9) * 4]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert answers.count(200) == 1 and answers.count(409) == 7, answers


def our_witness():
    key = json.loads(done("witness", "new", at("w1"), "--name", "w1.example"))["verifier"]
    refused("folder_not_empty", "witness", "new", at("w1"), "--name", "w1.example")
    refused("witness_folder", "witness", "serve", at("absent"))
    refused("witness_folder", "witness", "add", at("absent"), LOG_KEY)
    refused("verifier_malformed", "witness", "add", at("w1"), key)
    done("witness", "add", at("w1"), LOG_KEY)
    done("witness", "add", at("w1"), LOG_KEY)
    assert read("w1/logs").decode() == f"{LOG_KEY} log.example\n"
    witness = Running("w1")
    refused("witness_busy", "witness", "serve", at("w1"))
    as_the_text_says(witness, key)
    never_a_fork(witness, key)
    witness.stop(signal.SIGKILL)
    witness = Running("w1")
    assert witness.submit(0, head(7)) == (409, "7\n", "text/x.tlog.size"), "what it signed it knows for ever"
    two_at_once(witness)
    witness.stop()
    seen = "w1/seen/" + sha256(b"log.example").hex()
    whole = read(seen)
    for damaged in (b"", whole[:50], whole.replace(b"\n9\n", b"\n8\n").replace(b"\n8\n", b"\n5\n", 1)):
        write(seen, damaged)
        refused("witness_folder", "witness", "serve", at("w1"))
    write(seen, whole)
    return key


class Strange(http.server.BaseHTTPRequestHandler):
    """A witness that answers what the test wishes."""
    answer = (200, "")

    def do_POST(self):
        self.server.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        status, body = self.server.answer(self.server.asked[-1])
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


def strange_witness(answer):
    server = http.server.HTTPServer(("127.0.0.1", 0), Strange)
    server.asked, server.answer = [], answer
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def our_client():
    """What `ipep checkpoint` makes of what a witness answers."""
    w2, line = cosigner(b"2" * 32, "w2.example")
    note = signed_head()
    ask = lambda url, *more: ("checkpoint", "--key", at("ledger.key"), "--witness", f"{url}={w2}", *more)
    for answer, code in (((403, ""), "witness_refused"), ((422, "no"), "witness_refused"),
                         ((409, "x\n"), "witness_refused"), ((409, "99999\n"), "witness_ahead"),
                         ((200, "hello\n"), "witness_refused"),
                         ((200, cosigner(b"3" * 32, "w2.example")[1](text_of(note), 5)), "witness_refused"),
                         ((200, line(text_of(note) + "more\n", 5)), "cosignature_invalid"),
                         ((200, line(text_of(note), 0)), "witness_refused"), ((409, "1\n"), "witness_refused")):
        server, url = strange_witness(lambda asked, answer=answer: answer)
        refused(code, *ask(url))
        refused("quorum_missing", *ask(url))
        server.shutdown()
    refused("server_unreachable", *ask(url))
    refused("witness_malformed", "checkpoint", "--key", at("ledger.key"), "--witness", "w2")
    server, url = strange_witness(
        lambda asked: (200, line(text_of(note), 1679315147)) if asked.startswith("old 7\n") else (409, "7\n"))
    cosigned = done(*ask(url))
    assert cosigned == note + line(text_of(note), 1679315147)
    assert server.asked[0] == "old 0\n\n" + note and server.asked[1].endswith("\n\n" + note)
    proof = [verify.unbase64(one) for one in server.asked[1].split("\n\n")[0].split("\n")[1:]]
    whole = verify.read_checkpoint(text_of(note).encode())
    old = json.loads(done("prove", "consistency", 7, whole.size))
    assert [one.hex() for one in proof] == old["hashes"]
    server.shutdown()
    return w2


def quorums(w1, w2, ledger_key, url):
    """The ledger asks the witness that is ours; what others signed stays, and is shown from then on."""
    both = ("--witness", w1, "--witness", w2)
    write("two", done("checkpoint", "--key", at("ledger.key"), "--witness", f"{url}={w1}"))
    assert read("two") == read("ledger/checkpoints/133") and read("two").decode().count("\n— ") == 3
    assert signed_head().count("\n— ") == 3, "what is kept is shown without asking again"
    known = ("verify", "--checkpoint", at("two"), "--verifier", ledger_key)
    assert "Seen by w1.example at 20" in run(*known, *both, "--quorum", 2)[2]
    refused("witness_repeated", *known, "--witness", w1, "--witness", w1, "--quorum", 2)
    refused("verifier_malformed", *known, "--witness", ledger_key, "--quorum", 1)
    third = cosigner(b"3" * 32, "w3.example")[0]
    refused("quorum_missing", *known, *both, "--witness", third, "--quorum", 3)
    stranger = cosigner(b"4" * 32, "w2.example")[0]
    refused("quorum_missing", *known, "--witness", w1, "--witness", stranger, "--quorum", 2)
    text = read("two").decode()
    last = text.rstrip("\n").rpartition("\n— ")[2]
    changed = verify.unbase64(last.split(" ")[1])
    changed = changed[:11] + bytes([changed[11] ^ 1]) + changed[12:]
    write("late", text.replace(last.split(" ")[1], b64(changed)))
    refused("cosignature_invalid", "verify", "--checkpoint", at("late"), "--verifier", ledger_key, *both, "--quorum",
            1)
    held = ("--checkpoint", at("two"), "--verifier", ledger_key)
    done("export", "audit", at("pack"), "--key", at("ledger.key"))
    assert "133 events seen by 2 of your 2 witnesses or more" in script(at("pack"), *held, *both, "--quorum", 2)
    assert "seen from outside: NOT CHECKED: no witness given" in script(at("pack"), *held)
    script(at("pack"), *held, *both, "--witness", third, "--quorum", 3, differences=1)
    script(at("pack"), "--checkpoint", at("late"), "--verifier", ledger_key, *both, "--quorum", 1, differences=1)


def later(w1, w2, ledger_key):
    """Records behind the head that was seen: proofs and packs show that it is extended."""
    both = ("--witness", w1, "--witness", w2)
    done("settle", 2019)
    done("prove", "amount", "settlement/2019/G01/due", "--key", at("ledger.key"), "--out", at("proof"))
    done("prove", "all", "payments", "G01", "--key", at("ledger.key"), "--out", at("all"))
    for name in ("proof", "all"):
        proof = json.loads(read(name))
        assert proof["seen"]["checkpoint"] == read("two").decode()
        held = ("--proof", at(name), "--verifier", ledger_key, *both)
        told = script(*held, "--quorum", 2)
        assert "seen by 2 of your 2 witnesses of the first 133 of" in told and "ok" in told, told
        proof["seen"]["hashes"][0] = "00" * 32
        write("forged", json.dumps(proof))
        script("--proof", at("forged"), "--verifier", ledger_key, *both, "--quorum", 2, differences=1)
        del proof["seen"]
        write("forged", json.dumps(proof))
        script("--proof", at("forged"), "--verifier", ledger_key, *both, "--quorum", 1, differences=1)
        script("--proof", at("forged"), "--verifier", ledger_key)
    done("export", "audit", at("pack-later"), "--key", at("ledger.key"))
    assert read("pack-later/checkpoints/133") == read("two")
    told = script(at("pack-later"), "--verifier", ledger_key, *both, "--quorum", 2)
    assert re.search("133 events seen by 2 of your 2 witnesses or more, the last [0-9]+ NOT", told), told


def forked(w1, url):
    """Another log of the same origin and key: no witness signs it, and what was kept of the first says so."""
    new_ledger("fork")
    done("settle", 2019, ledger="fork")
    asked = ("checkpoint", "--key", at("ledger.key"), "--witness", f"{url}={w1}")
    refused("witness_refused", *asked, ledger="fork")
    refused("quorum_missing", *asked, ledger="fork")
    shutil.rmtree(at("fork/checkpoints"))
    shutil.copytree(at("ledger/checkpoints"), at("fork/checkpoints"))
    refused("checkpoint_forked", "prove", "amount", "settlement/2019/G01/due", "--out", at("x"), ledger="fork")
    done("init", "--origin", "test.ipep", ledger="cut")
    refused("witness_ahead", *asked, ledger="cut")


ledger_key = new_ledger()
w1 = our_witness()
w2 = our_client()
done("witness", "add", at("w1"), ledger_key)
running = Running("w1")
quorums(w1, w2, ledger_key, running.url)
later(w1, w2, ledger_key)
forked(w1, running.url)
running.stop()
ended()
print("witnesses sign what extends, and nothing else; their quorum is demanded in note, pack and proof")
