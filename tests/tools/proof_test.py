#!/usr/bin/env python3
"""proof_test.py IPEP DATA: keys, checkpoints, proofs, backups and packs from outside, and each of their refusals.

Proofs are checked by RFC 9162's own algorithms in Python, signatures by `openssl pkeyutl`: nothing of the program.
"""
import base64, hashlib, json, os, shutil, subprocess, sys, tempfile

IPEP, DATA = sys.argv[1:3]


def run(*args):
    done = subprocess.run([IPEP, "--lang", "en", *map(str, args)], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def refused(code, exit_code, *args):
    found = run(*args)
    assert found[0] == exit_code and found[2].startswith(f"ipep: {code}: "), (args, found)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root_of(leaves):
    """RFC 6962 §2.1, as it is written."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1", root_of(leaves[:split]), root_of(leaves[split:]))


def root_by_inclusion(index, size, leaf, path):
    """RFC 9162 §2.1.3.2: the root that the path leads to."""
    fn, sn, r = index, size - 1, leaf
    for p in path:
        assert sn != 0
        if fn & 1 or fn == sn:
            r = sha256(b"\1", p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\1", r, p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return r


def roots_by_consistency(older, newer, older_root, path):
    """RFC 9162 §2.1.4.2: both roots that the path leads to."""
    path = [older_root] + path if older & older - 1 == 0 else path
    fn, sn = older - 1, newer - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        assert sn != 0
        if fn & 1 or fn == sn:
            fr, sr = sha256(b"\1", c, fr), sha256(b"\1", c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha256(b"\1", sr, c)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return fr, sr


def check_proofs(ledger):
    answer = lambda *args: json.loads(run(*ledger, "--format", "json", *args)[1])
    events = answer("verify")["events"]
    raw = [subprocess.run([IPEP, *ledger, "leaf", str(p)], capture_output=True).stdout for p in range(1, events + 1)]
    leaves = [sha256(b"\0", leaf) for leaf in raw]
    hashes = lambda proof: [bytes.fromhex(h) for h in proof["hashes"]]
    for position, size in [(1, 1), (1, 2), (2, 3), (events, events), (7, events), (64, 100), (65, 65), (100, 128)]:
        proof = answer("prove", "inclusion", str(position), "--size", str(size))
        assert (proof["leafIndex"], proof["treeSize"]) == (position - 1, size)
        assert proof["leafHash"] == leaves[position - 1].hex()
        assert root_by_inclusion(position - 1, size, leaves[position - 1], hashes(proof)) == root_of(leaves[:size])
    for older, newer in [(1, 2), (3, 7), (64, events), (65, 130), (events - 1, events), (128, events)]:
        proof = answer("prove", "consistency", str(older), str(newer))
        wanted = root_of(leaves[:older]), root_of(leaves[:newer])
        assert roots_by_consistency(older, newer, wanted[0], hashes(proof)) == wanted
    for older in (0, events):
        assert answer("prove", "consistency", str(older), str(events))["hashes"] == []
    assert answer("verify")["root"] == root_of(leaves).hex()


def check_by_script(ledger, verifier, at):
    """verify.py takes what `prove` prints, against checkpoints that were kept, and refuses it altered."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../services/audit/verify.py")

    def judged(proof, *notes):
        with open(at("proof"), "w") as file:
            json.dump(proof, file)
        held = [part for note in notes for part in ("--checkpoint", at(note))]
        done = subprocess.run([sys.executable, "-I", script, "--proof", at("proof"), *held, "--verifier", verifier],
                              capture_output=True, text=True)
        assert done.returncode in (0, 4), done
        return done.returncode, done.stdout

    older, newer = (int(open(at(name)).read().split("\n")[1]) for name in ("note", "longer"))
    answer = lambda *args: json.loads(run(*ledger, "--format", "json", *map(str, args))[1])
    inclusion = answer("prove", "inclusion", 7, "--size", older)
    consistency = answer("prove", "consistency", older, newer)
    assert judged(inclusion, "note")[0] == 0
    assert judged(consistency, "note", "longer")[0] == 0
    assert judged(inclusion, "longer")[0] == judged(consistency, "longer")[0] == 4  # of a size that nobody kept
    assert judged({**inclusion, "leafIndex": 7}, "note")[0] == 4
    assert judged({**consistency, "hashes": consistency["hashes"][1:]}, "note", "longer")[0] == 4

    assert run(*ledger, "prove", "amount", "settlement/2019/G01/due", "--out", at("amount"))[0] == 0
    with open(at("amount")) as file:
        amount = json.load(file)
    code, out = judged(amount, "note", "longer")
    assert code == 0 and f"the {len(amount['events'])} events behind" in out, out
    assert judged(amount, "note")[0] == 4
    assert run(*ledger, "prove", "amount", "settlement/2019/G01/due", "--out", at("signed"), "--key", at("key"))[0] == 0
    with open(at("signed")) as file:
        signed = json.load(file)
    assert " in it, signed with a key that you gave" in judged(signed)[1]
    code, out = judged(signed, "note")
    assert code == 4 and "nothing links its checkpoint" in out, out
    assert judged({**signed, "checkpoint": signed["checkpoint"].replace("A", "B")}, "longer")[0] == 4
    for event in amount["events"]:
        for change in ({"on": "2001-01-01"}, {"body": {**event["body"], "more": 1}}, {"leaf": event["leaf"][4:]},
                       {"proof": {**event["proof"], "leafIndex": 0 if event["position"] > 1 else 1}}, {"more": 1}):
            others = [{**one, **change} if one is event else one for one in amount["events"]]
            assert judged({**amount, "events": others}, "longer")[0] == 4, (event["position"], change)
    assert judged({**amount, "events": amount["events"][1:]}, "longer")[0] == 4
    earlier = amount["checkpoint"].replace(f"\n{newer}\n", f"\n{older}\n")
    assert judged({**amount, "checkpoint": earlier}, "note")[0] == 4


def check_signature(note, verifier, at):
    text, line = note.split("\n\n")
    name, key_hash, key = verifier.split("+", 2)
    raw, signature = base64.b64decode(key), base64.b64decode(line.split(" ")[2])
    assert key_hash == sha256(name.encode(), b"\n", raw)[:4].hex() == signature[:4].hex()
    for path, data in (("text", text.encode() + b"\n"), ("other", text.encode() + b"\n\n"), ("sig", signature[4:]),
                       ("pub", bytes.fromhex("302a300506032b6570032100") + raw[1:])):  # RFC 8410
        with open(at(path), "wb") as file:
            file.write(data)
    key_file = ["-pubin", "-keyform", "DER", "-inkey", at("pub")]
    openssl = lambda text: subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", *key_file, "-sigfile", at("sig"),
                                           "-in", at(text)], capture_output=True)
    assert openssl("text").returncode == 0 and openssl("other").returncode != 0


with tempfile.TemporaryDirectory() as work:
    at = lambda name: os.path.join(work, name)
    ledger = ("--ledger", at("ledger"))
    assert run(*ledger, "init", "--origin", "test.ipep")[0] == 0
    assert run(*ledger, "append", os.path.join(DATA, "worked.jsonl"))[0] == 0
    exit_code, verifier, _ = run(*ledger, "key", "new", at("key"))
    assert exit_code == 0 and os.stat(at("key")).st_mode & 0o777 == 0o600
    verifier = verifier.strip()
    note = run(*ledger, "checkpoint", "--key", at("key"))[1]
    with open(at("note"), "w") as file:
        file.write(note)
    assert run(*ledger, "backup", at("backups"))[0] == 0
    assert run(*ledger, "settle", "2019")[0] == 0
    assert run(*ledger, "verify", "--checkpoint", at("note"), "--verifier", verifier)[0] == 0

    check_proofs(ledger)
    check_signature(note, verifier, at)
    refused("position_absent", 1, *ledger, "prove", "inclusion", "9999")
    refused("position_absent", 1, *ledger, "leaf", "0")
    refused("size_out_of_range", 1, *ledger, "prove", "consistency", "5", "4")
    refused("size_out_of_range", 1, *ledger, "prove", "inclusion", "5", "--size", "4")
    refused("key_exists", 1, "key", "new", at("key"))
    refused("key_name_malformed", 1, "key", "new", at("other"), "--name", "a b")
    refused("key_unreadable", 1, *ledger, "checkpoint", "--key", at("absent"))
    shutil.copy(at("key"), at("open"))
    os.chmod(at("open"), 0o644)
    refused("key_readable_by_others", 1, *ledger, "checkpoint", "--key", at("open"))
    refused("verifier_malformed", 1, *ledger, "verify", "--checkpoint", at("note"), "--verifier", "x")
    with open(at("no-note"), "w") as file:
        file.write("hello\n")
    refused("checkpoint_malformed", 1, *ledger, "verify", "--checkpoint", at("no-note"), "--verifier", verifier)
    with open(at("forged"), "w") as file:
        file.write(note.replace("\n133\n", "\n132\n"))
    refused("signature_invalid", 1, *ledger, "verify", "--checkpoint", at("forged"), "--verifier", verifier)
    refused("folder_not_empty", 1, *ledger, "export", "audit", at("backups"))
    drawn = ("--sample", "1", "--seed", "x")
    refused("size_out_of_range", 1, *ledger, "export", "audit", at("pack"), *drawn, "--at", "999")
    assert not os.path.exists(at("pack")) and run(*ledger, "export", "audit", at("pack"), "--at", "1")[0] == 2

    # An old backup put in the ledger's place: the checkpoint of a longer log reveals it.
    longer = run(*ledger, "checkpoint", "--key", at("key"))[1]
    with open(at("longer"), "w") as file:
        file.write(longer)
    check_by_script(ledger, verifier, at)
    assert run("--ledger", at("restored"), "restore", at("backups"))[0] == 0
    assert run("--ledger", at("restored"), "verify")[0] == 0
    assert run("--ledger", at("restored"), "verify", "--checkpoint", at("longer"), "--verifier", verifier)[0] == 4
    refused("ledger_exists", 1, "--ledger", at("restored"), "restore", at("backups"))
    for folder, _, files in os.walk(at("backups")):
        for name in files:
            if name.endswith((".sst", ".log")):
                path = os.path.join(folder, name)
                with open(path, "r+b") as file:
                    byte = file.read(1)
                    file.seek(0)
                    file.write(bytes([byte[0] ^ 1]) if byte else b"x")
    refused("backup_damaged", 3, "--ledger", at("again"), "restore", at("backups"))
    assert not [name for name in os.listdir(work) if name.startswith("again")]
print("proofs by RFC 9162, signatures by openssl; keys, backups: every refusal reached")
