#!/usr/bin/env python3
"""proof_test.py IPEP DATA: keys, checkpoints, proofs, backups and packs from outside, and each of their refusals."""
import os, shutil, subprocess, sys, tempfile

IPEP, DATA = sys.argv[1:3]


def run(*args):
    done = subprocess.run([IPEP, "--lang", "en", *map(str, args)], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def refused(code, exit_code, *args):
    found = run(*args)
    assert found[0] == exit_code and found[2].startswith(f"ipep: {code}: "), (args, found)


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

    # An old backup put in the ledger's place: the checkpoint of a longer log reveals it.
    longer = run(*ledger, "checkpoint", "--key", at("key"))[1]
    with open(at("longer"), "w") as file:
        file.write(longer)
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
    assert not os.path.exists(at("again")) and not os.path.exists(at("again.restoring"))
print("proofs, keys, backups: every refusal reached")
