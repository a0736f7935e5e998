#!/usr/bin/env python3
"""vouchers_test.py IPEP DATA: the documents behind events: kept by whoever has the file, opened, backed up, erased.

The ledger names a document by its SHA-256 and keeps its bytes beside the log: no other file passes for it, and of a
groupement's event it goes with that groupement's personal values.
"""
import atexit, csv, hashlib, json, os, shutil, subprocess, sys, tempfile

IPEP, DATA = sys.argv[1:3]
work = tempfile.mkdtemp()
atexit.register(shutil.rmtree, work)
at = lambda name: os.path.join(work, name)
LEDGER = at("ledger")
HOLDER = b"titulaire GROUPEMENT G02"
RIB = b"%PDF-1.7\n" + HOLDER


def run(*args, actor="durand", ledger=LEDGER, data=None):
    command = [IPEP, "--ledger", ledger, "--format", "json", "--lang", "en"] + (["--actor", actor] if actor else [])
    done = subprocess.run(command + [str(a) for a in args], input=data, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def done(*args, **more):
    code, out, err = run(*args, **more)
    assert code == 0, (args, code, err)
    return json.loads(out) if out.startswith("{") else out


def refused(expected, *args, **more):
    code, out, err = run(*args, **more)
    assert code == 1 and json.loads(err)["code"] == expected and out == "", (expected, args, code, err)


def file(name, data):
    with open(at(name), "wb") as out:
        out.write(data)
    return at(name)


def opened(position, **more):
    out = at("out-" + str(len(os.listdir(work))))
    done("voucher", position, "--out", out, **more)
    with open(out, "rb") as found:
        return found.read()


def append(key, fact, digest=None, actor="durand"):
    source = {"source": {"reference": "RIB", "sha256": digest}} if digest else {}
    line = json.dumps({"key": key, "on": "2021-02-01", **source, "fact": fact})
    return done("append", "-", data=line, actor=actor)["position"]


def lies_anywhere(data):
    for folder, _, names in os.walk(LEDGER):
        for name in names:
            with open(os.path.join(folder, name), "rb") as found:
                if data in found.read():
                    return True
    return False


done("init")
done("append", os.path.join(DATA, "worked.jsonl"))
payee = {"name": "GROUPEMENT G02", "iban": "FR7630006000011234567890189", "bic": "AGRIFRPP"}
changed = append("rib", {"payeeChanged": {"groupement": "G02", "payee": payee, "reason": "new bank"}},
                 hashlib.sha256(RIB).hexdigest())
rib = file("rib.pdf", RIB)

# No other file passes for it.
refused("voucher_absent", "voucher", changed, "--out", at("none"))
refused("position_absent", "voucher", changed + 1000, "--out", at("none"))
refused("position_absent", "keep-voucher", 0, rib)
refused("voucher_unnamed", "keep-voucher", changed, file("other.pdf", RIB + b" "))
refused("voucher_unnamed", "keep-voucher", 1, rib)
refused("voucher_too_large", "keep-voucher", changed, file("large.pdf", b"%PDF-" + bytes(10 << 20)))
for name, data in [("page.html", b"<html>;</html>"), ("program", b"\x7fELF\x02\x01;"),
                   ("archive.zip", b"PK\x03\x04 hello"), ("empty", b""), ("words.txt", b"no table"),
                   ("hidden.csv", b"a;b\x00")]:
    refused("voucher_kind", "keep-voucher", changed, file(name, data))
assert done("keep-voucher", changed, rib)["kind"] == "pdf"
assert done("keep-voucher", changed, rib)["kind"] == "pdf", "again changes nothing"
assert opened(changed) == RIB and lies_anywhere(HOLDER)
assert done("verify")["differences"] == []

# It is in a backup, and in no pack for an auditor.
done("backup", at("backups"))
done("restore", at("backups"), ledger=at("restored"))
assert opened(changed, ledger=at("restored")) == RIB

# A spreadsheet is the voucher of every fact that it made.
for name in ("N1", "N2"):
    append(name, {"groupementAdmitted": {
        "groupement": name, "name": name, "legalForm": "SISA", "region": "Bretagne", "cpam": "351", "wave": 2,
        "firstYear": 2022, "referringPhysicians": 5, "patients": 9000, "decision": "D"}})
done("template", 2022, "--out", at("template.csv"))
with open(at("template.csv"), encoding="utf-8-sig", newline="") as rows:
    heads, *asked = csv.reader(rows)
filled = [row for row in asked if row[heads.index("Groupement")] in ("N1", "N2") and
          row[heads.index("Year")] == "2022" and row[heads.index("Measure")] == "patients"]
assert len(filled) == 2, asked
for row in filled:
    row[heads.index("Value")], row[heads.index("Day")] = "9000", "31/05/2023"
sheet = "\n".join(",".join(row) for row in [heads, *filled]).encode() + b"\n"
source = file("patients.csv", sheet)
trial = done("import", source, "--keep", "--dry-run")
assert trial["errors"] == [] and "kept" not in trial, trial
recorded = done("import", source, "--keep")
assert recorded["kept"] and recorded["appended"] == 2, recorded
named = [event for event in map(json.loads, run("events")[1].splitlines())
         if event.get("source", {}).get("sha256") == hashlib.sha256(sheet).hexdigest()]
assert len(named) == 2
assert all(opened(event["position"]) == sheet for event in named)
assert done("import", source, "--keep")["kept"], "again changes nothing"
same = file("same.csv", sheet + b"\n")
assert not done("import", same, "--keep")["kept"], "its facts name the file that brought them"
refused("voucher_kind", "import", file("wide.csv", "a;b".encode("utf-16")), "--keep")
assert done("verify")["differences"] == []

# What an account is confirmed with is its source and its voucher.
refused("voucher_kind", "confirm", "rib", "--document", file("no document", b"MZ"), actor="martin")
refused("payee_not_pending", "confirm", "nothing", "--document", rib, actor="martin")
wrong = run("confirm", "rib", "--checks", "--document", rib, actor="martin")
assert wrong[0] == 2 and "--document" in wrong[2], wrong
done("confirm", "rib", "--document", rib, actor="martin")
confirmed = json.loads(run("events", "--kind", "payeeConfirmed")[1].splitlines()[-1])
assert confirmed["source"] == {"reference": "RIB", "sha256": hashlib.sha256(RIB).hexdigest()}, confirmed
assert opened(confirmed["position"]) == RIB

# Who may not read a payee's name opens none of that groupement's, nor of all who may not read all.
for person, role in [("root", {"role": "admin"}), ("durand", {"role": "dcf", "cpam": "351"}),
                     ("eve", {"role": "evaluator"}), ("gil", {"role": "groupement", "groupement": "G02"})]:
    append("role-" + person, {"roleGranted": {"person": person, **role}}, actor="root")
refused("not_allowed", "voucher", changed, "--out", at("none"), actor="eve")
refused("not_allowed", "voucher", changed, "--out", at("none"), actor="gil")
refused("not_allowed", "voucher", named[0]["position"], "--out", at("none"), actor="gil")
refused("not_allowed", "keep-voucher", changed, rib, actor="eve")
assert opened(named[0]["position"], actor="eve") == sheet

# Erased with the person's data, and not kept again.
append("erased", {"personalDataErased": {"subject": "G02", "decision": "request of 1 February"}}, actor="root")
refused("voucher_absent", "voucher", changed, "--out", at("none"))
refused("voucher_absent", "voucher", confirmed["position"], "--out", at("none"))
refused("voucher_erased", "keep-voucher", changed, rib)
assert not lies_anywhere(HOLDER), "nothing of it is left in the ledger's files"
assert done("verify", actor="")["differences"] == []

# Of what a role is confirmed with the digest alone is kept: it names a person, and nobody's values could be erased.
for person in ("second", "third"):
    append("role-" + person, {"roleGranted": {"person": person, "role": "admin"}}, actor="root")
done("confirm", "role-third", "--document", file("decree.pdf", b"%PDF-1.7\nnamed: THIRD"), actor="second")
decree = json.loads(run("events", "--kind", "roleConfirmed", actor="")[1].splitlines()[-1])
assert decree["source"]["sha256"] == hashlib.sha256(b"%PDF-1.7\nnamed: THIRD").hexdigest(), decree
refused("voucher_absent", "voucher", decree["position"], "--out", at("none"), actor="eve")
assert not lies_anywhere(b"named: THIRD")
