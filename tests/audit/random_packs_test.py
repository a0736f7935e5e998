#!/usr/bin/env python3
"""random_packs_test.py IPEP [EXPERIMENTS]: verify.py against the program, over experiments that nobody chose.

Two programs in two languages, one text: each random life of a ledger (random_experiment.py) must verify without a
difference in both. IPEP_TEST_SEED repeats a run. Where they differ, the pack is kept and its folder printed.
"""
import collections, json, os, random, shutil, subprocess, sys, tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import random_experiment

IPEP, EXPERIMENTS = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 8
SEED = int(os.environ.get("IPEP_TEST_SEED") or random.SystemRandom().randrange(10 ** 9))
tally = collections.Counter()


class Ledger:
    def __init__(self, folder):
        self.base = [IPEP, "--ledger", folder, "--format", "json", "--lang", "en"]
        assert self("init", "--trial")[0] == 0

    def __call__(self, *arguments, lines=""):
        done = subprocess.run(self.base + list(arguments), input=lines, capture_output=True, text=True)
        assert done.returncode in (0, 1), (arguments, done)
        tally["refused as " + json.loads(done.stderr)["code"] if done.returncode else "accepted"] += 1
        return done.returncode, done.stdout

    def append(self, facts):
        lines = [json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts]
        if self("append", "-", lines="".join(lines))[0] and len(lines) > 1:
            for line in lines:
                self("append", "-", lines=line)


def live(seed, folder):
    ledger = Ledger(os.path.join(folder, "ledger"))
    for step, what in random_experiment.steps(random.Random(seed)):
        if step == "append":
            ledger.append(what)
        else:
            ledger("settle", str(what), "--on", "2025-06-30")
    code, answer = ledger("verify")
    assert code == 0, answer
    for event in ledger("events")[1].splitlines():
        tally["event " + json.loads(event)["kind"]] += 1
    pack = os.path.join(folder, "pack")
    assert ledger("export", "audit", pack, "--sample", "3", "--seed", str(seed))[0] == 0
    return pack


for number in range(EXPERIMENTS):
    folder = tempfile.mkdtemp(prefix="ipep-random-")
    pack = live(SEED + number, folder)
    found = subprocess.run([sys.executable, os.path.join(pack, "verify.py")], capture_output=True, text=True)
    if found.returncode != 0:
        print(found.stdout[-6000:], found.stderr)
        sys.exit(f"IPEP_TEST_SEED={SEED + number}: verify.py differs on {pack}")
    shutil.rmtree(folder)
for name in ("advanceWrittenOff", "factCorrected", "incentiveSettled", "advanceRecovered"):
    assert EXPERIMENTS < 8 or tally["event " + name], f"no {name} in {EXPERIMENTS} experiments: the test is weak"
print(f"IPEP_TEST_SEED={SEED}: {EXPERIMENTS} experiments, 0 differences")
for name, count in sorted(tally.items()):
    print(f"  {name}: {count}")
