#!/usr/bin/env python3
"""issue_kill_test.py IPEP KILL_AT DATA: `issue` is killed before each call that changes a file, one call after another.

Whenever it dies, the file and the ledger agree about what was sent: a file in its place is recorded with its digest,
and the next `issue` finishes that very file, or finds it finished. Never a second payment, never an order left out.
"""
import hashlib, json, os, re, shutil, signal, subprocess, sys, tempfile

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TESTS, "tools"))
from target_day import next_target_day

IPEP, KILL_AT, DATA = sys.argv[1:4]
work = tempfile.mkdtemp()
at = lambda name: os.path.join(work, name)


def run(actor, *args, **environment):
    return subprocess.run([IPEP, "--ledger", at("ledger"), "--format", "json", "--lang", "en", "--actor", actor, *args],
                          capture_output=True, text=True, env={**os.environ, **environment})


def done(actor, *args):
    ran = run(actor, *args)
    assert ran.returncode == 0, (args, ran.stderr)
    return json.loads(ran.stdout)


def events(kind):
    return [json.loads(line)["body"] for line in run("anne", "events", "--kind", kind).stdout.splitlines()]


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


done("anne", "init", "--origin", "test")
done("anne", "append", os.path.join(DATA, "worked.jsonl"))
for year in (2019, 2020):
    done("anne", "settle", str(year), "--on", "2025-01-15")
cpam = events("groupementAdmitted")[0]["cpam"]
orders = done("martin", "order", cpam, "--on", "2025-03-01")["orders"]
done("durand", "approve", *[o["order"] for o in orders], "--on", "2025-03-02")
with open(at("debtor.toml"), "w") as file:
    file.write('name = "CPAM de test"\niban = "FR7630006000011234567890189"\nbic = "AGRIFRPP"\n')
issue = ("issue", cpam, "--debtor", at("debtor.toml"), "--execute", next_target_day(), "--out", at("v.xml"),
         "--on", "2025-03-03")
shutil.copytree(at("ledger"), at("before"))

point = 0
seen = {"nothing was sent": 0, "recorded, not in its place": 0, "in its place": 0}
while True:
    point += 1
    shutil.rmtree(at("ledger"))
    shutil.copytree(at("before"), at("ledger"))
    for name in os.listdir(work):
        if name.startswith("v.xml"):
            os.remove(at(name))
    first = run("durand", *issue, LD_PRELOAD=KILL_AT, KILL_AT=str(point))
    if first.returncode == 0:
        break
    assert first.returncode == -signal.SIGKILL, (point, first)
    recorded = events("fileIssued")
    in_place = os.path.exists(at("v.xml"))
    if in_place:
        assert len(recorded) == 1 and digest(at("v.xml")) == recorded[0]["sha256"], f"point {point}"
    seen["in its place" if in_place else "recorded, not in its place" if recorded else "nothing was sent"] += 1

    again = run("durand", *issue)
    if again.returncode != 0:
        assert json.loads(again.stderr)["code"] == "nothing_to_issue" and events("fileWritten"), (point, again.stderr)
    left = [name for name in os.listdir(work) if ".part" in name]
    assert not left, f"point {point}: {left} is left over"
    files = events("fileIssued")
    assert len(files) == 1 and (not recorded or files == recorded), f"point {point}: a second file"
    assert digest(at("v.xml")) == files[0]["sha256"], f"point {point}"
    with open(at("v.xml")) as file:
        sent = re.findall("<EndToEndId>(.*?)</EndToEndId>", file.read())
    assert sorted(sent) == sorted(o["endToEndId"] for o in orders), f"point {point}"
    assert [o["state"] for o in done("anne", "orders")["orders"]] == ["issued"] * len(orders), f"point {point}"
    if point % 10 == 0:
        verified = run("anne", "verify")
        assert verified.returncode == 0, (point, verified.stdout, verified.stderr)

assert all(seen.values()), seen
shutil.rmtree(work)
print(f"{point - 1} points, at each of which it was killed: " + ", ".join(f"{n} × {what}" for what, n in seen.items()))
