"""Simulating: commands of ledgers that are asked what would have happened, for tests of histories and what-if."""
import json, os, subprocess, sys

IPEP, DATA = sys.argv[1:3]


def run(*args, stdin=None):
    done = subprocess.run([IPEP, "--lang", "en", *map(str, args)], capture_output=True, text=True, input=stdin)
    return done.returncode, done.stdout, done.stderr


def answer(*args, stdin=None):
    code, out, error = run("--format", "json", *args, stdin=stdin)
    assert code == 0, (args, code, error)
    return json.loads(out)


def refused(code, *args):
    found = run(*args)
    assert found[0] == 1 and found[2].startswith(f"ipep: {code}: "), (args, found)


def lines_of(name):
    with open(os.path.join(DATA, name + ".jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]
