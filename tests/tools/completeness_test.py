#!/usr/bin/env python3
"""completeness_test.py IPEP DATA: that a list is the whole one, checked by an index made here from the printed events.

The index of events/README.md is made again from `events` alone; verify.py judges the proofs without the ledger, and
every lie that is told in one is found.
"""
import base64, copy, hashlib, json, os, subprocess, sys

from acting import DATA, IPEP, VERIFY, at, done, facts, lines, run, work
from paying import pay


def refused(expected, *args, code=1):
    found = run("anne", *args)
    assert found[0] == code and (not expected or json.loads(found[2])["code"] == expected), (args, found)


# ---- the index, from what `events` prints

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def tree(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1", tree(leaves[:split]), tree(leaves[split:]))


def entries_of(event):
    kind, body = event["kind"], event["body"]
    if "order" in body:
        cpam, year, _ = body["order"].rsplit("-", 2)
        yield f"orders/{cpam}/{year}", f"{year} {kind} {event['position']}"
    if kind in ("orderPaid", "orderReturned", "takeOverConfirmed"):
        years = {part["paymentYear"] for part in body["parts"]}
    elif kind in ("incentiveSettled", "incentiveAnnulled", "advanceGranted", "advanceRecovered"):
        years = {body["year"] + 1}
    elif kind == "seedTrancheReleased":
        years = {body["paymentYear"]}
    elif kind in ("refundBooked", "overpaymentWrittenOff", "advanceWrittenOff", "advanceWriteOffReversed"):
        years = {int(event["on"][:4])}
    else:
        years = set()
    for year in sorted(years):
        yield f"payments/{body['groupement']}", f"{year} {kind} {event['position']}"


def envelope_entries_of(event):
    kind, body = event["kind"], event["body"]
    if kind in ("orderPaid", "orderReturned", "takeOverConfirmed", "paymentOrdered", "orderCancelled", "orderRejected",
                "orderReinstated"):
        years = {part["paymentYear"] for part in body["parts"]}
    elif kind == "yearSettled":
        years = {body["year"] + 1}
    elif kind in ("seedTrancheReleased", "envelopeBudgeted"):
        years = {body["paymentYear"]}
    elif kind == "factCorrected" and "envelopeBudgeted" in body["fact"]:
        years = {body["fact"]["envelopeBudgeted"]["paymentYear"]}
    else:
        years = set()
    for year in sorted(years):
        yield f"envelope/{year}", f"{year} {kind} {event['position']}"


def index(entries_of):
    subjects = {}
    for line in run("anne", "events")[1].splitlines():
        for subject, entry in entries_of(json.loads(line)):
            subjects.setdefault(subject, []).append(sha256(b"\0", entry.encode()))
    leaves = []
    for name in sorted(subjects, key=str.encode):
        root = base64.b64encode(tree(subjects[name])).decode()
        leaves.append(sha256(b"\0", f"{name}\n{len(subjects[name])}\n{root}\n".encode()))
    return len(leaves), base64.b64encode(tree(leaves)).decode()


# ---- a ledger in which something was paid, ordered and cancelled

def make_ledger():
    done("anne", "init")
    nothing = base64.b64encode(tree([])).decode()
    assert checkpoint().split("\n")[3:5] == [f"{name}/v1 0 {nothing}" for name in ("ipep-index", "ipep-envelope")]
    for name in ("balances", "envelope"):
        assert prove("nothing.json", name)[1][name] == []
        assert verify("nothing.json", "--verifier", verifier)[0] == 0
    done("anne", "append", os.path.join(DATA, "worked.jsonl"))
    for year in (2019, 2020, 2021):
        done("anne", "settle", year)
    taken = {"groupement": "G02", "ground": "seedCredit", "paymentYear": 2019, "amount": "100.00"}
    facts("first", ("p1", "2020-02-01", {"paymentTakenOver": {**taken, "document": "virement 1"}}),
          ("p2", "2021-02-01", {"paymentTakenOver": {**taken, "document": "virement 2", "amount": "200.00"}}),
          ("new", "2020-03-01", {"groupementAdmitted": {
              "groupement": "H09", "name": "H", "legalForm": "SISA", "region": "Bretagne", "cpam": "351", "wave": 1,
              "firstYear": 2019, "referringPhysicians": 3, "patients": 6000, "decision": "D"}}))
    done("second", "confirm", "p1", "--on", "2020-02-02")
    done("second", "confirm", "p2", "--on", "2021-02-02")
    orders = done("martin", "order", "351", "--on", "2024-03-01")["orders"]
    done("martin", "cancel", orders[0]["order"], "--reason", "again", "--on", "2024-03-02")
    return len(orders)


def checkpoint():
    return done("anne", "checkpoint", "--key", at("key"))


def prove(name, *args):
    answer = done("anne", "prove", *args, "--out", at(name), "--key", at("key"))
    with open(at(name), encoding="utf-8") as file:
        return answer, json.load(file)


def verify(name, *more):
    command = [sys.executable, "-I", VERIFY, "--proof", at(name), *more]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout


def lies_are_found(proof, lies, *more):
    for what, tell in lies.items():
        changed = copy.deepcopy(proof)
        tell(changed)
        assert changed != proof, what
        with open(at("lie.json"), "w", encoding="utf-8") as file:
            json.dump(changed, file)
        code, told = verify("lie.json", *more)
        assert code == 4 and "Error" not in told, (what, code, told)


verifier = json.loads(subprocess.run([IPEP, "--format", "json", "key", "new", at("key"), "--name", "here"],
                                     capture_output=True, text=True, check=True).stdout)["verifier"]
count = make_ledger()
with open(at("note"), "w", encoding="utf-8") as file:
    file.write(checkpoint())
subjects, root = index(entries_of)
years, envelope_root = index(envelope_entries_of)
assert checkpoint().split("\n")[3:5] == [f"ipep-index/v1 {subjects} {root}",
                                         f"ipep-envelope/v1 {years} {envelope_root}"], checkpoint()
HELD = ("--checkpoint", at("note"), "--verifier", verifier)

answer, proof = prove("all.json", "all", "payments", "G02")
assert answer["found"] == 2 and len(proof["answer"]) == 2 and answer["entries"] == proof["leaf"]["count"], answer
code, told = verify("all.json", *HELD)
assert code == 0 and "2 payments of \"G02\" on any day, together 300.00" in told, told
assert "the checkpoint that you hold" in told, told
assert verify("all.json", "--verifier", verifier)[0] == 0, "the note in it is signed by a key that was given"
assert verify("all.json")[0] == 4, "no key was given: nobody known says what the index is"
of_2021 = prove("2021.json", "all", "payments", "G02", "--from", "2021-01-01", "--until", "2022-01-01")[1]
assert len(of_2021["answer"]) == 1 and verify("2021.json", *HELD)[0] == 0

refused("not_none", "prove", "none", "payments", "G02", "--out", at("no.json"))
assert not os.path.exists(at("no.json"))
none = prove("none.json", "none", "payments", "G02", "--from", "2022-01-01")[1]
code, told = verify("none.json", *HELD)
assert code == 0 and "0 payments of \"G02\" from 2022-01-01, together" in told, told
assert " on any day, together" in verify("all.json", *HELD)[1]
absent = prove("absent.json", "none", "payments", "H09")[1]
assert len(absent["neighbours"]) == 1 and verify("absent.json", *HELD)[0] == 0, absent["neighbours"]
orders = prove("orders.json", "orders", "351", 2024)[1]
code, told = verify("orders.json", *HELD)
assert code == 0 and f"{count} orders, numbered without a gap" in told, told
nothing = prove("nothing.json", "orders", "351", 2023)[1]
assert len(nothing["neighbours"]) in (1, 2) and verify("nothing.json", *HELD)[0] == 0

refused("unknown_groupement", "prove", "none", "payments", "Z99", "--out", at("no.json"))
refused("unknown_cpam", "prove", "orders", "999", 2024, "--out", at("no.json"))
refused("", "prove", "all", "payments", "G02", "--from", "yesterday", "--out", at("no.json"), code=2)
for period in (("2022-01-01", "2022-01-01"), ("2022-01-02", "2022-01-01")):
    refused("", "prove", "none", "payments", "G02", "--from", period[0], "--until", period[1], "--out", at("no.json"),
            code=2)

lies = {
    "a payment is not in the answer": lambda p: p["answer"].pop(),
    "an entry is left out": lambda p: (p["entries"].pop(0), p["leaf"].__setitem__("count", p["leaf"]["count"] - 1)),
    "a payment is left out": lambda p: (p["entries"].remove(next(
        one for one in p["entries"] if "takeOver" in one["entry"])), p["answer"].pop(0)),
    "the root of its entries is another": lambda p: p["leaf"].__setitem__("root", "0" * 64),
    "an entry is of another year": lambda p: p["entries"][0].update(entry="1999" + p["entries"][0]["entry"][4:]),
    "an event is another": lambda p: p["entries"][-1]["event"]["body"].__setitem__("groupement", "G01"),
    "it is another group's": lambda p: p.__setitem__("completeness", "payments/G01"),
    "the period is another": lambda p: p.__setitem__("until", "2020-12-31"),
    "it says that there is none": lambda p: p.__setitem__("none", True),
    "the period is of no day": lambda p: p.update({"from": "2030-02-30", "answer": []}),
    "the period is of words": lambda p: p.update({"from": "zzz", "answer": []}),
    "the period is of a number": lambda p: p.update({"until": 2021}),
    "the period is empty": lambda p: p.update({"from": "2022-01-01", "until": "2022-01-01", "answer": []}),
    "the period goes back": lambda p: p.update({"from": "2022-01-01", "until": "2021-01-01", "answer": []}),
    "the index is left out": lambda p: p.__setitem__("checkpoint", "\n".join(
        line for line in p["checkpoint"].split("\n") if not line.startswith("ipep-index"))),
    "the leaf is left out": lambda p: (p.pop("leaf"), p.__setitem__("neighbours", absent["neighbours"])),
}
lies_are_found(proof, lies, *HELD)
lies_are_found(proof, lies, "--verifier", verifier)
hidden = {
    "a group that has payments is said to be absent": lambda p: (
        p.__setitem__("completeness", "payments/G02"), p.__setitem__("entries", [])),
    "the neighbours are not there": lambda p: p.__setitem__("neighbours", []),
    "it is of a group that looks like another": lambda p: p.__setitem__("completeness", "payments/\u050c02"),
    "it is of no kind of subject": lambda p: p.__setitem__("completeness", "refunds/H09"),
    "a balance has a period": lambda p: p.__setitem__("from", 0),
}
lies_are_found(absent, hidden, *HELD)


def signed(*lines):
    """A note with these lines, signed as nobody but who has the key can."""
    name, key_hash, _ = verifier.split("+", 2)
    text = "\n".join(lines) + "\n"
    with open(at("text"), "w", encoding="utf-8") as file:
        file.write(text)
    signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", at("key"), "-in", at("text")],
                               capture_output=True, check=True).stdout
    return f"{text}\n— {name} {base64.b64encode(bytes.fromhex(key_hash) + signature).decode()}\n"


head = absent["checkpoint"].split("\n")[:5]
old = signed(*head[:3])  # as before there was an index
lies_are_found(absent, {"a group that has payments is said to be absent by a checkpoint without an index": lambda p:
                        p.update(completeness="payments/G02", neighbours=[], checkpoint=old)}, "--verifier", verifier)
lies_are_found(orders, {"an order is left out": lambda p: (p["entries"].pop(), p["answer"].pop())}, *HELD)

# ---- what a groupement is owed, was paid, and its advance

shown = done("anne", "balances", "G02")
answer, balance = prove("balance.json", "balance", "G02")
assert answer["balance"] == balance["balance"] == {n: v for n, v in shown.items() if n != "trial"}, (answer, shown)
code, told = verify("balance.json", *HELD)
assert code == 0 and f"was owed {shown['owed']}, overpaid 0.00, paid 300.00" in told and "and not since" in told, told
second = balance["answer"][-1] - 1  # before the second payment was confirmed
answer, earlier = prove("earlier.json", "balance", "G02", "--as-of", second)
assert earlier["balance"] == {n: v for n, v in done("anne", "balances", "G02", "--as-of", second).items()
                              if n != "trial"} and earlier["balance"]["paid"] == "100.00", earlier["balance"]
assert len(earlier["entries"]) == len(balance["entries"]) and earlier["knownAt"] == second, earlier["knownAt"]
code, told = verify("earlier.json", *HELD)
assert code == 0 and f"after position {second} " in told and ", next at 20" in told, told
of_nothing = prove("zero.json", "balance", "H09")[1]
code, told = verify("zero.json", *HELD)
assert code == 0 and of_nothing["entries"] == [] and "was owed 0.00" in told, told
refused("unknown_groupement", "prove", "balance", "Z99", "--out", at("no.json"))

# ---- its statement, line by line

def without(answer, *names):
    return {name: value for name, value in answer.items() if name not in ("trial", *names)}


for name, state in (("statement.json", ()), ("statement-then.json", ("--as-of", second))):
    answer, statement = prove(name, "statement", "G02", *state)
    assert statement["lines"] == done("anne", "statement", "G02", *state)["lines"] != [], statement["lines"]
    code, told = verify(name, *HELD)
    assert code == 0 and f"has {len(statement['lines'])} lines" in told, told
assert prove("no-lines.json", "statement", "H09")[1]["lines"] == [] and verify("no-lines.json", *HELD)[0] == 0
refused("unknown_groupement", "prove", "statement", "Z99", "--out", at("no.json"))
lies_are_found(statement, {
    "a line is left out": lambda p: p["lines"].pop(0),
    "a line is told twice": lambda p: p["lines"].append(p["lines"][-1]),
    "an amount is another": lambda p: p["lines"][0].__setitem__("amount", "1.00"),
    "a day is another": lambda p: p["lines"][0].__setitem__("on", "2019-01-01"),
    "what is left owed is another": lambda p: p["lines"][-1].__setitem__("owed", "0.00"),
    "a line and its entry are left out": lambda p: (p["lines"].pop(), p["answer"].pop(), p["entries"].pop()),
    "it was known later": lambda p: p.__setitem__("knownAt", second + 1),
}, *HELD)

# ---- a settlement, row by row

answer, settled = prove("settlement.json", "settlement", 2021)
assert settled["settlement"] == without(done("anne", "settlement", 2021)), settled["settlement"]
code, told = verify("settlement.json", *HELD)
assert code == 0 and "revision 1 of 2021 comes to " in told and "groupements, whose rows are in the log" in told, told
refused("settlement_absent", "prove", "settlement", 2035, "--out", at("no.json"))
lies_are_found(settled, {
    "a row is left out": lambda p: (p["events"].pop(0), p["settlement"]["groupements"].pop(0)),
    "a row is told twice": lambda p: p["events"].__setitem__(1, p["events"][0]),
    "an amount is another": lambda p: p["settlement"]["groupements"][0].__setitem__("due", "1.00"),
    "a national amount is another": lambda p: p["settlement"]["national"].__setitem__("due", "1.00"),
    "it is another revision's": lambda p: p["settlement"].__setitem__("revision", 2),
    "the year's event is left out": lambda p: p["events"].pop(),
    "an amount in an event is another": lambda p: p["events"][0]["body"].__setitem__("due", "1.00"),
    "a member is left out": lambda p: p["settlement"].pop("position"),
}, *HELD)

# ---- whether it is the last revision

assert "it is the last revision in these 173 events" in told, told
lies_are_found(settled, {
    "an entry of its year is left out": lambda p: p["settled"]["entries"].pop(),
    "an entry of its year is left out, and counted out": lambda p: (
        p["settled"]["entries"].pop(), p["settled"]["leaf"].update(count=p["settled"]["leaf"]["count"] - 1)),
    "the leaf is another year's": lambda p: p["settled"]["leaf"].__setitem__("subject", "envelope/2021"),
    "the index of the envelope is left out": lambda p: p.__setitem__("checkpoint", "\n".join(
        line for line in p["checkpoint"].split("\n") if not line.startswith("ipep-envelope"))),
}, *HELD)

# ---- lists: every balance, and the envelope

def rows_of(name, member, *state):
    return [row for row in done("anne", name, *state)[member] if row.get("groupement") != "H09"]


def entry_gone(proof, kind):
    """An entry and its event are left out, the subject counted anew and told without them."""
    one = next(one for one in proof["subjects"] if any(kind in text for text in one.get("entries", [])))
    text = next(text for text in one["entries"] if kind in text)
    one["entries"].remove(text)
    one["count"] -= 1
    one["root"] = tree([sha256(b"\0", entry.encode()) for entry in one["entries"]]).hex()
    proof["events"] = [event for event in proof["events"] if event["position"] != int(text.split(" ")[2])]


def subject_gone(proof, name):
    """A row is left out with its subject and its events."""
    gone = next(one for one in proof["subjects"] if one["subject"].endswith(name))
    proof["subjects"].remove(gone)
    events = {int(text.split(" ")[2]) for one in proof["subjects"] for text in one.get("entries", [])}
    proof["events"] = [event for event in proof["events"] if event["position"] in events]


for name, member, kind in (("balances", "groupements", "takeOverConfirmed"), ("envelope", "years", "yearSettled")):
    for state in ((), ("--as-of", second)):
        answer, listed = prove(f"{name}.json", name, *state)
        assert listed[name] == rows_of(name, member, *state) != [], listed[name]
        code, told = verify(f"{name}.json", *HELD)
        had = f"after position {listed['knownAt']} the {name} had {answer['rows']} rows, together "
        assert code == 0 and had in told, told
    other = settled["events"][-1 if name == "balances" else 0]
    first = lambda p: p[name][0]
    gone = listed["subjects"][-1]["subject"].split("/")[1]
    amount = "paid" if name == "balances" else "seedCredits"
    lies_are_found(listed, {
        "an amount is another": lambda p: first(p).__setitem__(amount, "1.00"),
        "a row is left out": lambda p: p[name].pop(),
        "a row is told twice": lambda p: p[name].append(p[name][-1]),
        "a row and its subject are left out": lambda p: (p[name].pop(), subject_gone(p, gone)),
        "subjects stand in another order": lambda p: p["subjects"].reverse(),
        "an entry is left out": lambda p: entry_gone(p, kind),
        "an event is left out": lambda p: p["events"].pop(),
        "an event is shown that is in none": lambda p: p["events"].append(other),
        "an event is shown twice": lambda p: p["events"].append(p["events"][-1]),
        "an event is another": lambda p: p["events"][0]["body"].__setitem__("amount", "1.00"),
        "a member is left out": lambda p: first(p).pop(amount),
        "it was known later": lambda p: p.__setitem__("knownAt", second + 1),
        "it is of a later log": lambda p: p.__setitem__("knownAt", 10 ** 6),
        "it is no list": lambda p: p.pop(name),
        "the index is left out": lambda p: p.__setitem__("checkpoint", "\n".join(
            line for line in p["checkpoint"].split("\n") if not line.startswith("ipep-"))),
    }, *HELD)
    assert verify(f"{name}.json")[0] == 4, "no key was given: nobody known says what the index is"
    assert verify(f"{name}.json", "--verifier", verifier)[0] == 0

# ---- lies about a balance

lies = {
    "an amount is another": lambda p: p["balance"].__setitem__("owed", "1.00"),
    "a member is left out": lambda p: p["balance"].pop("paid"),
    "it is another group's": lambda p: p["balance"].__setitem__("groupement", "G01"),
    "an entry is left out": lambda p: (p["entries"].pop(), p["answer"].pop(), p["balance"].update(
        paid="100.00", owed=earlier["balance"]["owed"])),
    "an entry is left out, and counted out": lambda p: (p["entries"].pop(), p["answer"].pop(), p["balance"].update(
        paid="100.00", owed=earlier["balance"]["owed"]), p["leaf"].update(count=p["leaf"]["count"] - 1)),
    "an amount in an event is another": lambda p: p["entries"][0]["event"]["body"].update(amount="1.00"),
    "it was known earlier": lambda p: p.__setitem__("knownAt", second),
    "it is of a later log": lambda p: p.__setitem__("knownAt", 10 ** 6),
    "a state is passed off as a later one": lambda p: p.update(balance=earlier["balance"], answer=earlier["answer"]),
    "the head is another": lambda p: p.__setitem__("checkpoint", "\n".join(
        str(int(line) - 1) if i == 1 else line for i, line in enumerate(p["checkpoint"].split("\n")))),
    "the index is left out": lambda p: p.__setitem__("checkpoint", "\n".join(
        line for line in p["checkpoint"].split("\n") if not line.startswith("ipep-index"))),
}
lies_are_found(balance, lies, *HELD)
lies_are_found(balance, lies, "--verifier", verifier)
lies_are_found(earlier, {"a later entry is left out": lambda p: p["entries"].pop(),
                         "it is known later": lambda p: p.__setitem__("knownAt", second + 1)}, *HELD)

# A pack's records make the same index; a ledger that changed since has another.
done("anne", "export", "audit", at("pack"), "--key", at("key"))
pack = subprocess.run([sys.executable, "-I", VERIFY, at("pack"), "--proof", at("all.json"), *HELD], capture_output=True,
                      text=True)
assert pack.returncode == 0 and f"index of {subjects} subjects" in pack.stdout, pack.stdout
assert done("anne", "verify", "--checkpoint", at("note"), "--verifier", verifier)["differences"] == []
facts("first", ("p3", "2021-03-01", {"paymentTakenOver": {
    "groupement": "G02", "ground": "seedCredit", "paymentYear": 2019, "amount": "1.00", "document": "virement 3"}}))
done("second", "confirm", "p3", "--on", "2021-03-02")
assert done("anne", "verify", "--checkpoint", at("note"), "--verifier", verifier)["differences"] == []
later = prove("later.json", "all", "payments", "G02")[1]
assert len(later["answer"]) == 3 and verify("later.json", "--verifier", verifier)[0] == 0
assert verify("later.json", *HELD)[0] == 4, "the head that is held is an earlier one, and nothing links them"

# A signer who tells two stories of the same events.
for number, line in ((3, f"ipep-index/v1 1 {root}"), (4, f"ipep-envelope/v1 {years} {root}")):
    with open(at("other-story"), "w", encoding="utf-8") as file:
        file.write(signed(*head[:number], line, *head[number + 1:]))
    for beside in (HELD, ("--verifier", verifier), (at("pack"), "--verifier", verifier)):
        code, told = verify("all.json", *beside, "--checkpoint", at("other-story"))
        assert code == 4 and ("different logs" in told or "indexes are not" in told or "has another" in told), told

# What is proved is what was known, not what had effect.
for what in (("balance", "G02"), ("statement", "G02"), ("settlement", 2021), ("balances",), ("envelope",),
             ("all", "payments", "G02"), ("orders", "351", 2024)):
    refused("", "prove", *what, "--out", at("no.json"), "--effective", "2019-06-01", code=2)

# What paid debts of two years stands in the index twice, and counts once.
for words in (("init", "--trial"), ("append", os.path.join(DATA, "worked.jsonl"))):
    done("anne", *words, ledger="paid")
for year in (2019, 2020):
    done("anne", "settle", year, "--on", "2024-02-01", ledger="paid")
    done("second", "validate", year, "--on", "2024-03-01", ledger="paid")
pay(lambda ledger, _, actor, *words: done(actor, *words, ledger=ledger), "paid", "351", "2024-03-01", work)
done("anne", "prove", "balances", "--out", at("twice.json"), "--key", at("key"), ledger="paid")
with open(at("twice.json"), encoding="utf-8") as file:
    twice = json.load(file)
texts = [text for one in twice["subjects"] for text in one.get("entries", []) if "orderPaid" in text]
assert len(texts) > len({text.split(" ")[2] for text in texts}) > 0, texts
code, told = verify("twice.json", "--verifier", verifier)
assert code == 0 and twice["balances"][0]["paid"] != "0.00", told

# A revision that another followed says so; the one behind it is the last.
measured = next(json.loads(line) for line in open(os.path.join(DATA, "worked.jsonl"), encoding="utf-8")
                if '"expenditureMeasured": {"groupement": "G01", "year": 2020' in line)
body = {**measured["fact"]["expenditureMeasured"], "actualPerPatient": "2000.00"}
again = lines(("again", "2024-07-01", {"factCorrected": {
    "corrects": measured["key"], "fact": {"expenditureMeasured": body}, "reason": "extracted again"}}))
done("anne", "prove", "settlement", 2020, "--out", at("before.json"), "--key", at("key"), ledger="paid")
done("first", "append", "-", data=again, ledger="paid")
done("anne", "settle", 2020, "--on", "2024-07-02", ledger="paid")
position = done("anne", "settlement", 2020, ledger="paid")["position"]
for revision, words in ((1, f"it was revised since, at position {position}"), (2, "it is the last revision")):
    done("anne", "prove", "settlement", 2020, "--revision", revision, "--out", at("revised.json"), "--key", at("key"),
         ledger="paid")
    code, told = verify("revised.json", "--verifier", verifier)
    assert code == 0 and f"revision {revision} of 2020" in told and words in told, told
# What was the last then is told to be so of then, and of a pack that goes on what it shows.
assert "it is the last revision in these" in verify("before.json", "--verifier", verifier)[1]
done("anne", "export", "audit", at("paid-pack"), "--key", at("key"), ledger="paid")
code, told = verify("before.json", at("paid-pack"), "--verifier", verifier)
assert code == 0 and f"and was revised behind them, at position {position} of the pack" in told, told

# ---- an amount: what its derivation says of itself, and of whose events

amount = prove("amount.json", "amount", "settlement/2021/G02/due")[1]
assert verify("amount.json", "--verifier", verifier)[0] == 0


def leaf_of(proof):
    def first(node):
        if "event" in node:
            return node
        return next(filter(None, map(first, node.get("inputs", []))), None)
    return first(proof["derivation"])


lies_are_found(amount, {
    "the derivation comes to another amount": lambda p: p["derivation"].__setitem__("value", "1000000.00"),
    "the amount is another": lambda p: p.__setitem__("value", "1000000.00"),
    "the root is another": lambda p: p.__setitem__("root", "0" * 64),
    "a fact is named by another key": lambda p: leaf_of(p)["event"].__setitem__("key", "faux"),
    "a fact is named as of another kind": lambda p: leaf_of(p)["event"].__setitem__("kind", "patientsCounted0"),
}, "--verifier", verifier)

# ---- what the auditor holds is held against every proof: of a later log, of a log written anew, of another log

with open(at("note"), encoding="utf-8") as file:
    held_size = int(file.read().split("\n")[1])
facts("first", ("later", "2024-03-03", {"groupementAdmitted": {
    "groupement": "H10", "name": "H", "legalForm": "SISA", "region": "Bretagne", "cpam": "351", "wave": 1,
    "firstYear": 2019, "referringPhysicians": 3, "patients": 6000, "decision": "D"}}))
prove("later.json", "none", "payments", "H10")
size = int(checkpoint().split("\n")[1])
assert size > held_size
code, told = verify("later.json", *HELD)
assert code == 4 and f"nothing links its checkpoint of {size} events" in told, told
assert f"ipep prove consistency {held_size} {size}" in told, told
with open(at("link.json"), "w", encoding="utf-8") as file:
    file.write(run("anne", "prove", "consistency", held_size, size)[1])
code, told = verify("later.json", "--proof", at("link.json"), *HELD)
assert code == 0 and "which a proof links with one that you hold" in told, told
with open(at("later-note"), "w", encoding="utf-8") as file:
    file.write(checkpoint())
LATER = ("--checkpoint", at("later-note"), "--verifier", verifier)
assert verify("all.json", *LATER)[0] == 4, "the proof is of an earlier log"
assert verify("all.json", "--proof", at("link.json"), *LATER)[0] == 0
# The same facts but for a payment, signed anew with the same key: no path leads from what is held to it.
for name, origin in (("anew", "ipep-ledger"), ("essai", "essai")):
    done("anne", "init", "--origin", origin, ledger=name)
    done("anne", "append", os.path.join(DATA, "worked.jsonl"), ledger=name)
    for year in (2019, 2020, 2021):
        done("anne", "settle", year, ledger=name)
    done("anne", "prove", "none", "payments", "G02", "--out", at(f"{name}.json"), "--key", at("key"), ledger=name)
    code, told = verify(f"{name}.json", *HELD)
    wanted = "nothing links" if origin == "ipep-ledger" else 'is of the log "essai", yours of "ipep-ledger"'
    assert code == 4 and wanted in told, told
    assert verify(f"{name}.json", "--proof", at("link.json"), *HELD)[0] == 4
    code, told = verify(f"{name}.json", "--verifier", verifier)
    assert code == 0 and f'the checkpoint of "{origin}" in it' in told, told
print("completeness: index, proofs of all and of none, and every lie found")
