#!/usr/bin/env python3
"""random_damage_test.py IPEP DATA [DAMAGES]: ledgers, backups and packs damaged at random; nothing may go unseen.

A damaged ledger or backup is refused in one typed line, found by `verify` (exit 4), or says everything as before. A
damaged pack does not come out of verify.py with exit 0, not even with its MANIFEST made to fit; nor does one cut short,
put in another order, or signed by somebody else. IPEP_TEST_SEED repeats a run.
"""
import collections, hashlib, json, os, random, re, shutil, subprocess, sys, tempfile

IPEP, DATA = sys.argv[1:3]
DAMAGES = int(sys.argv[3]) if len(sys.argv) > 3 else 30
SEED = int(os.environ.get("IPEP_TEST_SEED") or random.SystemRandom().randrange(10 ** 9))
chance, tally = random.Random(SEED), collections.Counter()


def run(*args):
    done = subprocess.run(list(map(str, args)), capture_output=True, text=True, errors="replace")
    return done.returncode, done.stdout, done.stderr


def ipep(folder, *args):
    return run(IPEP, "--lang", "en", "--ledger", folder, *args)


def files_of(folder):
    found = [os.path.join(path, name) for path, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if not os.path.basename(path).startswith("LO"))  # LOCK, LOG: nobody reads them


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, raw):
    with open(path, "wb") as file:
        file.write(raw)


def damaged(raw):
    """Other bytes than these: a bit, a run of zeros, a piece moved, cut, doubled or exchanged."""
    for _ in range(100):
        at, size = chance.randrange(len(raw) or 1), chance.choice([1, 16, 512, 4096])
        piece = raw[at:at + size]
        how = chance.randrange(6)
        if how == 0:
            new = raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1:] if raw else b"x"
        elif how == 1:
            new = raw[:at] + bytes(len(piece)) + raw[at + len(piece):]
        elif how == 2:
            new = raw[:at]
        elif how == 3:
            new = raw[:at] + piece + raw[at:]
        elif how == 4:
            other = chance.randrange(len(raw) or 1)
            new = raw[:at] + raw[other:other + len(piece)] + raw[at + len(piece):]
        else:
            new = raw + piece
        if new != raw:
            return how, new
    return 6, raw + b"x"


def everything(folder):
    """All that a reader is told, or how it was refused: (exit code, text)."""
    said = []
    for command in (("events",), ("balances",), ("envelope",), ("settlement", "2021")):
        code, out, err = ipep(folder, "--format", "json", *command)
        said.append((code, out))
    return said


def judge(folder, whole, what):
    """One typed line and exit 3, or 1 where it is no ledger any more; or exit 4; or as if nothing had happened."""
    code, out, err = ipep(folder, "verify")
    if code == 0:
        code = ipep(folder, "append", "/dev/null")[0] or code  # a writer takes over what a reader let lie
        assert everything(folder) == whole, f"silent: {what}"
        return "harmless"
    assert code in (3, 4) or err.startswith("ipep: not_a_ledger: "), (what, code, out[-500:], err)
    assert code == 4 or re.fullmatch(r"ipep: [a-z_]+: .+\n", err), (what, err)
    return "found by verify" if code == 4 else "refused as " + err.split(": ")[1]


def damage_files(work, name, source, check):
    for _ in range(DAMAGES):
        hurt = os.path.join(work, "hurt")
        shutil.rmtree(hurt, ignore_errors=True)
        shutil.copytree(source, hurt)
        victim = chance.choice(files_of(hurt))
        how, raw = damaged(read(victim))
        write(victim, raw)
        tally[f"{name}: " + check(hurt, f"{os.path.relpath(victim, hurt)}, way {how}")] += 1


def restored(work, whole):
    def check(backups, what):
        target = os.path.join(work, "restored")
        shutil.rmtree(target, ignore_errors=True)
        code, out, err = ipep(target, "restore", backups)
        if code == 0:
            assert everything(target) == whole, f"silent: {what}"
            return "harmless"
        assert code == 3 and re.fullmatch(r"ipep: [a-z_]+: .+\n", err), (what, code, err)
        assert not os.path.exists(target), what
        return "refused as " + err.split(": ")[1]
    return check


def fit_manifest(pack):
    lines = []
    for path in files_of(pack):
        name = os.path.relpath(path, pack)
        if name != "MANIFEST":
            lines.append(f"{hashlib.sha256(read(path)).hexdigest()}  {name}\n")
    write(os.path.join(pack, "MANIFEST"), "".join(lines).encode())


def audit(pack, *args):
    return run(sys.executable, "-I", os.path.join(DATA, "../../services/audit/verify.py"), pack, *args)


# What no check is about: the copies of the script and of the schema, what is there to be read, and the pack's own key
# where another is given. The manifest is what was made to fit.
NOT_CHECKED = {"verify.py", "event.capnp", "README.txt", "verifier", "MANIFEST"}


def audited(fit, whole, verifier):
    def check(pack, what):
        if fit:
            fit_manifest(pack)
        code, out, err = audit(pack, "--verifier", verifier)
        assert "Traceback" not in err, (what, err)
        if code == 0:
            victim = what.split(", ")[0]
            assert fit and (victim in NOT_CHECKED or same_values(pack, whole, victim)), f"silent: {what}"
            return "not checked" if victim in NOT_CHECKED else "the same values"
        assert code in (2, 4), (what, code, err)
        return "found by verify.py" if code == 4 else "cannot be read"
    return check


def same_values(pack, other, name):
    """Files of JSON: a digest in capitals, an escaped letter or an empty line more is the same value."""
    if not name.endswith(("json", "jsonl")):
        return False
    lines = lambda path: filter(str.strip, read(path).decode().split("\n"))
    values = lambda path: [json.dumps(json.loads(line)).lower() for line in lines(path)]
    return values(os.path.join(pack, name)) == values(os.path.join(other, name))


def alter(pack, name, change):
    path = os.path.join(pack, name)
    write(path, change(read(path).decode()).encode())


def swap(text):
    lines = text.splitlines(True)
    lines[40], lines[41] = lines[41], lines[40]
    return "".join(lines)


def on_purpose(work, pack, verifier, other):
    """By somebody who knows the form and makes the manifest fit."""
    ways = {
        "two records in another order": lambda p: alter(p, "events.jsonl", swap),
        "the last ten records cut": lambda p: alter(p, "events.jsonl", lambda t: "".join(t.splitlines(True)[:-10])),
        "a record twice": lambda p: alter(p, "events.jsonl", lambda t: t + t.splitlines(True)[-1]),
        "another rules file": lambda p: alter(p, "rules/000001.json", lambda t: t.replace('"0.05"', '"0.06"')),
        "a settlement of another year": lambda p: shutil.copy(os.path.join(p, "settlements/2019-r1.json"),
                                                              os.path.join(p, "settlements/2020-r1.json")),
        "a settlement left out": lambda p: os.remove(os.path.join(p, "settlements/2021-r1.json")),
        "the pack of another ledger's checkpoint": lambda p: shutil.copy(os.path.join(other, "checkpoint"), p),
        "a checkpoint nobody signed": lambda p: alter(p, "checkpoint", lambda t: t.split("\n\n")[0] + "\n\n"),
        "a checkpoint of fewer events": lambda p: alter(p, "checkpoint", lambda t: re.sub(r"\n\d+\n", "\n99\n", t, 1)),
        "no checkpoint": lambda p: os.remove(os.path.join(p, "checkpoint")),
        "a sample of the ledger's choice": lambda p: alter(p, "sample.json", lambda t: t.replace("G0", "G9")),
        "a payee's name": lambda p: alter(p, "events.jsonl", lambda t: t.replace("GROUPEMENT G01", "SOMEBODY ELSE")),
    }
    for what, way in ways.items():
        hurt = os.path.join(work, "hurt")
        shutil.rmtree(hurt, ignore_errors=True)
        shutil.copytree(pack, hurt)
        way(hurt)
        fit_manifest(hurt)
        code, out, err = audit(hurt, "--verifier", verifier)
        assert code in (2, 4), (what, code, out)
        tally["pack, on purpose: found"] += 1
    code, out, err = audit(other, "--verifier", verifier)  # a whole other ledger, well signed by somebody else
    assert code == 4, out


def make(folder, key):
    assert ipep(folder, "init", "--origin", "damage.ipep")[0] == 0
    assert ipep(folder, "append", os.path.join(DATA, "worked.jsonl"))[0] == 0
    for year in range(2019, 2024):
        assert ipep(folder, "settle", year)[0] == 0
    assert ipep(folder, "key", "new", key)[0] == 0


with tempfile.TemporaryDirectory() as work:
    at = lambda name: os.path.join(work, name)
    for name in ("ledger", "other"):
        make(at(name), at(name + ".key"))
        assert ipep(at(name), "export", "audit", at(name + ".pack"), "--key", at(name + ".key"), "--sample", "3",
                    "--seed", "x")[0] == 0
    assert ipep(at("ledger"), "backup", at("backups"))[0] == 0
    whole, whole_pack = everything(at("ledger")), at("ledger.pack")
    verifier = read(at("ledger.pack/verifier")).decode().strip()
    assert audit(at("ledger.pack"), "--verifier", verifier)[0] == 0

    damage_files(work, "ledger", at("ledger"), lambda hurt, what: judge(hurt, whole, what))
    damage_files(work, "backup", at("backups"), restored(work, whole))
    damage_files(work, "pack", at("ledger.pack"), audited(False, whole_pack, verifier))
    damage_files(work, "pack, manifest made to fit", at("ledger.pack"), audited(True, whole_pack, verifier))
    on_purpose(work, at("ledger.pack"), verifier, at("other.pack"))

    # An older state in the ledger's place: the files agree with one another, the receipt does not.
    for name, content in (("receipt", ipep(at("ledger"), "checkpoint", "--key", at("ledger.key"))[1]),
                          ("line", '{"key":"late","on":"2024-01-01","fact":{"envelopeBudgeted":{"paymentYear":2030,'
                                   '"amount":"1.00"}}}\n')):
        write(at(name), content.encode())
    assert ipep(at("ledger"), "append", at("line"))[0] == 0
    write(at("later"), ipep(at("ledger"), "checkpoint", "--key", at("ledger.key"))[1].encode())
    assert ipep(at("old"), "restore", at("backups"))[0] == 0
    receipt = lambda name: ipep(at("old"), "verify", "--checkpoint", at(name), "--verifier", verifier)
    assert receipt("receipt")[0] == 0 and receipt("later")[0] == 4

print(f"IPEP_TEST_SEED={SEED}")
for what, count in sorted(tally.items()):
    print(f"  {what}: {count}")
