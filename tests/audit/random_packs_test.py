#!/usr/bin/env python3
"""random_packs_test.py IPEP [EXPERIMENTS]: verify.py against the program, over experiments that nobody chose.

Two programs in two languages, one text: each random life of a ledger (random_experiment.py), with what is paid in it
(random_payments.py), must verify without a difference in both, and extend the checkpoints that an auditor kept of it.
A sample is drawn at any size of the log, of so many or by monetary unit. IPEP_TEST_SEED repeats a run; VERIFY_PY names
another verify.py than the project's. Where they differ, the pack is kept and its folder printed. Several lives run at
once: most of the time goes into waiting for the disk.
"""
import collections, concurrent.futures, json, os, random, shutil, subprocess, sys, tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import random_experiment, random_payments

IPEP, EXPERIMENTS = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 8
SEED = int(os.environ.get("IPEP_TEST_SEED") or random.SystemRandom().randrange(10 ** 9))
# What each run must reach: else the lives are too tame to show anything. Further rounds are lived until all is reached.
REACHED = """advanceWrittenOff factCorrected incentiveSettled advanceRecovered roleGranted roleRevoked
    settlementValidated payeeConfirmed oppositionNotified creditNotified refundBooked accrualBooked paymentOrdered
    orderSuspended orderRequisitioned orderApproved orderCancelled fileIssued fileWritten orderIssued orderAccepted
    orderRejected orderPaid orderBooked orderReturned bankFileRead bankLineUnmatched monthClosed
    paymentTakenOver takeOverConfirmed observationRecorded groupementDescribed adjustmentModelAdopted
    bankLineExplained""".split()
tally = collections.Counter()


class Ledger:
    """Runs commands. In a life with roles each fact is recorded by who may; in the others by anybody."""

    def __init__(self, folder, chance):
        self.base = [IPEP, "--ledger", folder, "--format", "json", "--lang", "en"]
        self.chance, self.roles, self.today = chance, False, None
        assert self(None, "init", "--trial") is not None

    def __call__(self, actor, *arguments, lines=""):
        command = self.base + (["--actor", actor] if actor else []) + list(arguments)
        clock = {"IPEP_NOW": f"{self.today}T12:00:00Z"} if self.today else {}
        done = subprocess.run(command, input=lines, capture_output=True, text=True, env=os.environ | clock)
        assert done.returncode in (0, 1), (command, done)
        self.refusal = json.loads(done.stderr) if done.returncode else {}
        tally["refused as " + self.refusal["code"] if done.returncode else "accepted"] += 1
        if done.returncode:
            return None
        return [json.loads(line) for line in done.stdout.splitlines()] if arguments[0] == "events" else \
            json.loads(done.stdout or "{}")

    def actor_of(self, fact):
        (kind, body), = fact["fact"].items()
        if kind == "factCorrected":
            (kind, body), = body["fact"].items()
        if kind in ("conventionSigned", "roadmapReceived"):
            return "mado"
        admin = kind in ("roleGranted", "roleRevoked", "personalDataErased")
        return random_payments.ADMIN if admin else random_payments.CNAM[0]

    def append(self, facts):
        by = collections.defaultdict(list)
        for fact in facts:
            actor = self.actor_of(fact) if self.roles else "anne"
            by[actor].append(json.dumps(fact, ensure_ascii=False) + "\n")
        for actor, lines in by.items():
            if self(actor, "append", "-", lines="".join(lines)) is None and len(lines) > 1:
                for line in lines:
                    self(actor, "append", "-", lines=line)


def live(seed, folder):
    chance = random.Random(seed)
    ledger, one = Ledger(os.path.join(folder, "ledger"), chance), random_experiment.Experiment(chance)
    payments = random_payments.Payments(chance, ledger, folder, one.cpam_of)
    from_settlement, settled = chance.choice([0, 0, 2, 4, 99]), 0  # when roles come into force; 99: never
    key, held = os.path.join(folder, "key"), []
    verifier = ledger(None, "key", "new", key)["verifier"]
    for step, what in random_experiment.steps(one):
        if step == "append":
            ledger.append(what)
            continue
        if settled == from_settlement:
            ledger.roles = True
            ledger.append([one.fact("roleGranted", body) for body in random_payments.grants(chance)])
        answer = ledger(chance.choice(random_payments.CNAM), "settle", str(what), "--on", payments.day.isoformat())
        payments.to_validate |= {what, *answer["alsoSettled"]} if answer else set()
        settled += 1
        for _ in range(chance.randint(2, 6)):
            payments.step()
        held.append(checkpoint(ledger, folder, key))
    answer = ledger("anne", "verify", "--checkpoint", chance.choice(held), "--verifier", verifier)
    assert answer is not None and not answer["differences"], answer
    for event in ledger(None, "events"):
        tally["event " + event["kind"]] += 1
    pack, at = os.path.join(folder, "pack"), str(chance.randint(0, answer["events"]))
    by_unit = ("--materiality", f"{chance.randint(1, 10 ** 6)}.00",
               "--confidence", chance.choice(("50", "80", "95", "99")))
    drawn = chance.choice((("--sample", "3"), ("--monetary-unit", "paid", *by_unit),
                           ("--monetary-unit", "due", *by_unit)))
    made = ledger("anne", "export", "audit", pack, "--key", key, *drawn, "--seed", str(seed), "--at", at)
    assert made is not None
    tally["drawn of " + drawn[1]] += len(made["sample"])
    return [pack, "--verifier", verifier] + [part for file in held for part in ("--checkpoint", file)] + \
        [part for file in proofs(ledger, chance, folder, key) for part in ("--proof", file)]


def proofs(ledger, chance, folder, key):
    """Of each kind of answer that is proved alone: of a groupement and a year by chance, as known at some state."""
    groups = [row["groupement"] for row in ledger("anne", "balances")["groupements"]]
    years = [one["year"] for one in ledger("anne", "settlements")["settlements"]]
    asked = [(what, [chance.choice(groups)]) for what in ("statement", "balance") if groups]
    asked += [("settlement", [str(chance.choice(years))])] if years else []
    asked += [("balances", []), ("envelope", [])]
    head = ledger("anne", "verify")["events"]
    for what, of in asked:
        file = os.path.join(folder, what)
        is_earlier = what != "settlement" and chance.random() < 0.5
        state = ("--as-of", str(chance.randint(head // 2, head))) if is_earlier else ()
        # Of a groupement that was not admitted yet, nothing is known; nor of an envelope that nothing moved.
        if ledger("anne", "prove", what, *of, *state, "--key", key, "--out", file) is not None:
            tally["proof of " + what] += 1
            yield file


def checkpoint(ledger, folder, key):
    note = subprocess.run(ledger.base + ["checkpoint", "--key", key], capture_output=True, check=True).stdout
    path = os.path.join(folder, "checkpoint-" + note.split(b"\n")[1].decode())
    with open(path, "wb") as file:
        file.write(note)
    return path


def judged(seed):
    """A life and what verify.py says of it; nothing where it agrees, else why it does not."""
    tally.clear()
    folder = tempfile.mkdtemp(prefix="ipep-random-")
    print(f"IPEP_TEST_SEED={seed}", flush=True)
    try:
        arguments = live(seed, folder)
    except AssertionError as error:
        return tally, f"{error}\nIPEP_TEST_SEED={seed}: not as it should be in {folder}"
    script = os.environ.get("VERIFY_PY") or os.path.join(os.path.dirname(__file__), "../../services/audit/verify.py")
    found = subprocess.run([sys.executable, "-I", script, *arguments], capture_output=True, text=True)
    if found.returncode != 0 or "NOT JUDGED" in found.stdout:
        return tally, f"{found.stdout[-6000:]}{found.stderr}\nIPEP_TEST_SEED={seed}: verify.py differs on {arguments}"
    shutil.rmtree(folder)
    return tally, None


def unreached(total):
    return [name for name in REACHED if EXPERIMENTS >= 8 and not total["event " + name]]


total, lives = collections.Counter(), 0
with concurrent.futures.ProcessPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
    # What is rare may be missing from one round of lives; what is missing from four is never reached.
    while lives == 0 or unreached(total) and lives < 4 * EXPERIMENTS:
        for one, why in pool.map(judged, range(SEED + lives, SEED + lives + EXPERIMENTS)):
            total += one
            if why:
                pool.shutdown(cancel_futures=True)
                sys.exit(why)
        lives += EXPERIMENTS
assert not unreached(total), f"no {unreached(total)} in {lives} experiments: the test is weak"
print(f"IPEP_TEST_SEED={SEED}: {lives} experiments, 0 differences")
for name, count in sorted(total.items()):
    print(f"  {name}: {count}")
