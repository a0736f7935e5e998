#!/usr/bin/env python3
"""effective_test.py IPEP DATA: the state known at one time, counting what is in effect on a day, against own sums.

Random days on both axes over the examples with payments; the seed is printed. `--on` on a reading command, and
`--effective` where it has no meaning, are wrong usage."""
import collections, json, os, random, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from paying import pay

IPEP, DATA = sys.argv[1:3]
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))


def ask(ledger, *args):
    return subprocess.run([IPEP, "--ledger", ledger, "--lang", "en", *map(str, args)], capture_output=True, text=True)


def run(ledger, *args):
    done = ask(ledger, *args)
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout


def read(ledger, *args):
    return json.loads(run(ledger, "--format", "json", *args))


def cents(text):
    return int(text.replace(".", ""))


def euros(number):
    sign, number = ("-", -number) if number < 0 else ("", number)
    return f"{sign}{number // 100}.{number % 100:02}"


# By kind: which column of a balance an event moves, by which of its members.
MOVES = {"seedTrancheReleased": [("seedReleased", "amount", 1)], "incentiveSettled": [("due", "netDifference", 1)],
         "incentiveAnnulled": [("due", "netDifference", 1)],
         "advanceGranted": [("due", "difference", 1), ("advanceOutstanding", "difference", 1)],
         "advanceRecovered": [("due", "difference", -1), ("advanceOutstanding", "difference", -1)],
         "advanceWrittenOff": [("advanceOutstanding", "amount", -1)],
         "advanceWriteOffReversed": [("advanceOutstanding", "amount", 1)],
         "orderPaid": [("paid", "amount", 1)], "orderReturned": [("paid", "amount", -1)],
         "refundBooked": [("back", "difference", 1)], "overpaymentWrittenOff": [("back", "difference", 1)]}


def counted(events, position, day):
    """Balances, the lines of each statement and the envelope's rows, from the events as they stand in the log."""
    balances, lines = {}, collections.defaultdict(list)
    envelope = collections.defaultdict(lambda: collections.Counter())
    for event in events:
        if event["position"] > position:
            break
        body, kind = event["body"], event["kind"]
        if kind == "groupementAdmitted":
            balances[body["groupement"]] = collections.Counter()
        if event["on"] > day:
            continue
        count_envelope(envelope, kind, body)
        if kind not in MOVES:
            continue
        account, before = balances[body["groupement"]], None
        before = dict(account)
        for column, member, sign in MOVES[kind]:
            account[column] += sign * cents(body[member])
        net = lambda of: of["seedReleased"] + of["due"] + of["back"] - of["paid"]
        moved = net(account) - net(collections.Counter(before))
        advance = account["advanceOutstanding"] - before.get("advanceOutstanding", 0)
        if moved or advance:
            lines[body["groupement"]].append(
                (event["position"], euros(moved or advance), euros(max(net(account), 0)),
                 euros(account["advanceOutstanding"])))
    return balances, lines, envelope


def count_envelope(envelope, kind, body):
    if kind == "factCorrected":
        [(kind, body)] = body["fact"].items()
    if kind == "envelopeBudgeted":
        envelope[body["paymentYear"]]["budgeted"] = cents(body["amount"])
    if kind == "seedTrancheReleased":
        envelope[body["paymentYear"]]["seedCredits"] += cents(body["amount"])
    if kind == "yearSettled":
        envelope[body["year"] + 1]["settled"] = cents(body["due"])
        envelope[body["year"] + 1]["ceiling"] = cents(body["cap"])
    for part in body.get("parts", []) if kind in ("orderPaid", "orderReturned") else []:
        envelope[part["paymentYear"]]["paid"] += cents(part["amount"]) * (1 if kind == "orderPaid" else -1)


def check(ledger, events, position, day):
    balances, lines, envelope = counted(events, position, day)
    at = ("--as-of", position, "--effective", day)
    for row in read(ledger, *at, "balances")["groupements"]:
        mine = balances.pop(row["groupement"])
        net = mine["seedReleased"] + mine["due"] + mine["back"] - mine["paid"]
        for member, value in (("seedReleased", mine["seedReleased"]), ("due", mine["due"]), ("paid", mine["paid"]),
                              ("owed", max(net, 0)), ("overpaid", max(-net, 0)),
                              ("advanceOutstanding", mine["advanceOutstanding"])):
            assert row[member] == euros(value), (position, day, row, member, euros(value))
    assert not balances
    for row in read(ledger, *at, "envelope")["years"]:
        mine = envelope[row["paymentYear"]]
        for member in ("budgeted", "seedCredits", "settled", "paid", "ceiling"):
            assert row[member] == euros(mine[member]), (position, day, row, member)
    for groupement in random.sample(sorted(lines), min(3, len(lines))):
        told = read(ledger, *at, "statement", groupement)["lines"]
        assert [(one["position"], one["amount"], one["owed"], one["advanceOutstanding"]) for one in told] \
            == lines[groupement], (position, day, groupement)
    check_settlements(ledger, events, position, day)


def check_settlements(ledger, events, position, day):
    """The last revision in effect, and none that is not."""
    known = [e for e in events if e["kind"] == "yearSettled" and e["position"] <= position]
    if not known:
        return
    year = random.choice(known)["body"]["year"]
    revisions = [e["body"]["revision"] for e in known if e["body"]["year"] == year and e["on"] <= day]
    answer = ask(ledger, "--format", "json", "--as-of", position, "--effective", day, "settlement", year)
    if revisions:
        assert json.loads(answer.stdout)["revision"] == max(revisions), (position, day, year)
    else:
        assert answer.returncode == 1 and json.loads(answer.stderr)["code"] == "settlement_absent", answer
    for event in known:
        if event["body"]["year"] == year and event["on"] > day:
            answer = ask(ledger, "--format", "json", "--as-of", position, "--effective", day, "settlement", year,
                         "--revision", event["body"]["revision"])
            assert answer.returncode == 1, (answer, event)


def check_panel(ledger, events, work, position, day):
    """Its payments are the statements' lines, its settlements those in effect."""
    folder = os.path.join(work, f"panel-{position}")
    run(ledger, "--as-of", position, "--effective", day, "export", "panel", folder, "--threshold", 0)
    rows = lambda name: open(os.path.join(folder, name + ".csv"), encoding="utf-8").read().splitlines()[1:]
    _, lines, _ = counted(events, position, day)
    assert sorted(int(row.split(",")[0]) for row in rows("payments")) == sorted(
        line[0] for one in lines.values() for line in one)
    settled = [e for e in events if e["kind"] == "yearSettled" and e["position"] <= position and e["on"] <= day]
    assert [int(row.split(",")[0]) for row in rows("years")] == [e["position"] for e in settled]
    with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
        assert f"in effect on {day}" in file.read()


def check_usage(ledger):
    for words in (["balances"], ["envelope"], ["settlement", 2019], ["statement", "G01"], ["trial-balance", "351"],
                  ["explain", "seedCredit/G01"], ["events"], ["review", "stale"], ["verify"]):
        answer = ask(ledger, "--on", "2024-01-01", *words)
        assert answer.returncode == 2 and "--on" in answer.stderr and words[0] in answer.stderr, (words, answer)
    for words in (["explain", "seedCredit/G01"], ["events"], ["review", "stale"], ["verify"], ["history", "x"],
                  ["diff", 1, 2], ["settle", 2019], ["orders"]):
        answer = ask(ledger, "--effective", "2024-01-01", *words)
        assert answer.returncode == 2 and words[0] in answer.stderr, (words, answer)
    for day in ("2024", "2024-02-30", "x", "2024-01-01T00:00:00Z"):
        assert ask(ledger, "--effective", day, "balances").returncode == 2, day


def check_example(name, work):
    ledger = os.path.join(work, name)
    run(ledger, "init", "--trial")
    run(ledger, "append", os.path.join(DATA, name + ".jsonl"))
    all_events = lambda: [json.loads(line) for line in run(ledger, "--format", "json", "events").splitlines()]
    years = sorted({e["body"]["year"] for e in all_events() if e["kind"] == "patientsCounted"})
    for year in years:
        run(ledger, "settle", year, "--on", f"{year + 1}-06-30")
    cpams = sorted({e["body"]["cpam"] for e in all_events() if e["kind"] == "groupementAdmitted"})
    for cpam in cpams[:3]:
        pay(read, ledger, cpam, "2025-03-05", work)
    run(ledger, "append", os.path.join(DATA, name + ".corrections.jsonl"))
    run(ledger, "settle", years[0], "--on", "2025-06-30")
    pay(read, ledger, cpams[0], "2025-07-01", work)
    events = all_events()
    days = sorted({e["on"] for e in events})
    for _ in range(25):
        check(ledger, events, random.randrange(1, len(events) + 1), random.choice(days))
    check(ledger, events, len(events), days[-1])
    check(ledger, events, len(events), "2025-03-05")
    assert read(ledger, "--effective", days[-1], "balances") == read(ledger, "balances")
    check_panel(ledger, events, work, len(events), "2023-07-01")
    return ledger


random.seed(SEED)
print("seed", SEED)
with tempfile.TemporaryDirectory() as work:
    check_usage(check_example("edges", work))
    check_example("experiment", work)
print("what is in effect on a day is what its own sums say")
