#!/usr/bin/env python3
"""payments_test.py IPEP DATA: from what is owed to what the bank did, as three persons do it on the command line.

Order, visa, file, the bank's answers, a return, a month's end; what is refused; a file lost after it was recorded; and
at the end the ledger verifies and its balances hold.
"""
import json, os, shutil, subprocess, sys, tempfile
from decimal import Decimal

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from target_day import next_saturday, next_target_day

IPEP, DATA = sys.argv[1:3]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCHEMAS = os.path.join(os.path.dirname(ROOT), "shared", "xsd")
EXECUTE, SATURDAY = next_target_day(), next_saturday()
work = tempfile.mkdtemp()
LEDGER = os.path.join(work, "ledger")
at = lambda name: os.path.join(work, name)


def run(actor, *args, data=None, ledger=None, **more):
    command = [IPEP, "--ledger", ledger or LEDGER, "--format", "json", "--lang", "en"]
    done = subprocess.run(command + (["--actor", actor] if actor else []) + [str(a) for a in args],
                          input=data, capture_output=True, text=True, **more)
    return done.returncode, done.stdout, done.stderr


def done(actor, *args, **more):
    code, out, err = run(actor, *args, **more)
    assert code == 0, (args, code, err)
    return json.loads(out) if out.startswith("{") else out


def refused(expected, actor, *args, **more):
    code, out, err = run(actor, *args, **more)
    assert code == 1 and json.loads(err)["code"] == expected and out == "", (expected, args, code, err)
    return json.loads(err)["detail"]


def facts(actor, *bodies):
    facts.count = getattr(facts, "count", 0)
    lines = []
    for day, body in bodies:
        facts.count += 1
        lines.append(json.dumps({"key": f"test-{facts.count}", "on": day, "fact": body}))
    return done(actor, "append", "-", data="\n".join(lines))


def statement(name, entries, account, day="2025-03-05"):
    """A camt.053: (end-to-end id or batch, amount, CRDT or DBIT, reference, extra) an entry."""
    text = ""
    for end_to_end, amount, way, reference, extra in entries:
        text += (f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
                 f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
                 "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
                 f"<NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>"
                 f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{extra}</TxDtls></NtryDtls></Ntry>')
    balance = ('<Bal><Tp><CdOrPrtry><Cd>{}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
               "<Dt><Dt>2025-03-05</Dt></Dt></Bal>")
    with open(at(name), "w") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>'
                   '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>'
                   f"<MsgId>{name}</MsgId><CreDtTm>2025-03-05T20:00:00+01:00</CreDtTm></GrpHdr><Stmt><Id>{name}</Id>"
                   f"<Acct><Id><IBAN>{account}</IBAN></Id></Acct>{balance.format('OPBD')}{balance.format('CLBD')}"
                   f"{text}</Stmt></BkToCstmrStmt></Document>")
    return at(name)


def check_balances():
    for row in done(None, "balances")["groupements"]:
        lines = [json.loads(line) for line in run(None, "events", "--groupement", row["groupement"])[1].splitlines()]
        paid = sum(Decimal(e["body"]["amount"]) * (1 if e["kind"] == "orderPaid" else -1)
                   for e in lines if e["kind"] in ("orderPaid", "orderReturned"))
        assert Decimal(row["paid"]) == paid, row
        net = Decimal(row["seedReleased"]) + Decimal(row["due"]) - paid
        assert Decimal(row["owed"]) - Decimal(row["overpaid"]) == net, row


for origin in ("two\nlines", "", "   ", "a\x7f"):
    refused("text_malformed", None, "init", "--origin", origin)
done(None, "init", "--origin", "test")
refused("unknown_cpam", "martin", "order", "351", "--on", "2025-03-01")
done("anne", "append", os.path.join(DATA, "worked.jsonl"))
cpams = {json.loads(line)["body"]["groupement"]: json.loads(line)["body"]["cpam"]
         for line in run(None, "events", "--kind", "groupementAdmitted")[1].splitlines()}
CPAM = cpams["G01"]
for year in range(2019, 2024):
    done("anne", "settle", year, "--on", "2025-01-15")

# Two persons, from order to visa.
orders = done("martin", "order", CPAM, "--on", "2025-03-01")["orders"]
assert [o["order"] for o in orders] == [f"{CPAM}-2025-{n:06d}" for n in range(1, len(orders) + 1)], orders
assert len({o["endToEndId"] for o in orders}) == len(orders) and all(len(o["endToEndId"]) == 27 for o in orders)
owed = {r["groupement"]: Decimal(r["owed"]) for r in done(None, "balances")["groupements"]}
for group in {o["groupement"] for o in orders}:
    assert sum(Decimal(o["amount"]) for o in orders if o["groupement"] == group) == owed[group]
assert done("martin", "order", CPAM, "--on", "2025-03-01") == {"orders": []}
names = [o["order"] for o in orders]
for words in (("order", CPAM), ("approve", names[0]), ("settle", 2023), ("close-month", CPAM, "2019-09")):
    assert "2999-01-01" in refused("day_after_today", "durand", *words, "--on", "2999-01-01")
refused("same_person", "martin", "approve", names[0], "--on", "2025-03-02")
refused("same_person", "MARTIN", "approve", names[0], "--on", "2025-03-02")  # one person under two names
refused("same_person", "anne", "approve", names[0], "--on", "2025-03-02")  # who recorded the debt
refused("unknown_order", "durand", "approve", "nothing", "--on", "2025-03-02")
refused("day_out_of_order", "durand", "approve", names[0], "--on", "2025-02-28")
checks = done("durand", "approve", names[0], "--checks", "--on", "2025-03-02")["orders"][0]["checks"]
assert len(checks) == 10 and {c["result"] for c in checks} == {"passed"}, checks
with open(at("debtor.toml"), "w") as file:
    file.write('name = "CPAM de test"\niban = "FR7630006000011234567890189"\nbic = "AGRIFRPP"\nbatch_booking = false\n')
issue = ("issue", CPAM, "--debtor", at("debtor.toml"), "--execute", EXECUTE, "--out", at("v.xml"),
         "--format-version", "09", "--on", "2025-03-03")
refused("nothing_to_issue", "durand", *issue)
done("durand", "approve", *names, "--on", "2025-03-02")
past = [*issue]
past[past.index(EXECUTE)] = "2025-03-05"
refused("execution_in_the_past", "durand", *past)  # whatever the accounting day
refused("order_state", "martin", "requisition", names[0], "--document", "d", "--on", "2025-03-03")

# The file, once; lost after it was recorded, the same bytes again.
refused("execution_not_target_day", "durand", "issue", CPAM, "--debtor", at("debtor.toml"), "--execute", SATURDAY,
        "--out", at("v.xml"), "--on", "2025-03-03")
os.mkdir(at("v.xml"))  # what stands there stays, and nothing is recorded
refused("file_exists", "durand", *issue)
assert not run(None, "events", "--kind", "fileIssued")[1]
os.rmdir(at("v.xml"))
shutil.copytree(LEDGER, at("before"))
while not run(None, "events", "--kind", "fileIssued")[1] or os.path.isfile(at("v.xml")):
    # A folder comes to the place while the file is made beside it; where it came too late, once more.
    if os.path.exists(at("v.xml")):
        os.remove(at("v.xml"))
    shutil.rmtree(LEDGER)
    shutil.copytree(at("before"), LEDGER)
    making = subprocess.Popen([IPEP, "--ledger", LEDGER, "--actor", "durand", *issue], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
    while making.poll() is None and not any(".part-" in name for name in os.listdir(work)):
        pass
    if not os.path.exists(at("v.xml")):
        os.mkdir(at("v.xml"))
    told = making.communicate()[1]
    if os.path.isdir(at("v.xml")):
        os.rmdir(at("v.xml"))
assert making.returncode == 1 and "file_exists" in told, told
refused("day_out_of_order", "durand", *issue[:-1], "2025-03-02")  # not before the day it was issued
file = done("durand", *issue)
assert file["finished"] and file["count"] == len(orders), file
refused("nothing_to_issue", "durand", *issue)
import hashlib
with open(at("v.xml"), "rb") as bytes_:
    text = bytes_.read()
assert hashlib.sha256(text).hexdigest() == file["sha256"]
acts = [(r["by"], r["value"]) for r in done(None, "history", names[0])["revisions"]]
assert [by for by, _ in acts] == ["martin", "durand", "durand"] and {v for _, v in acts} == {orders[0]["amount"]}, acts
assert not [name for name in os.listdir(work) if ".part" in name]
assert all(o["endToEndId"].encode() in text for o in orders)
schema = os.path.join(SCHEMAS, "pain.001.001.09.xsd")
if os.path.exists(schema) and shutil.which("xmllint"):
    subprocess.run(["xmllint", "--noout", "--schema", schema, at("v.xml")], check=True, capture_output=True)
else:
    print("the file was not held against ISO's schema: schema or xmllint absent")

# What the bank says: paid, twice the same file, an unknown line, a return, another bank's file.
IBAN = "FR7630006000011234567890189"
first, rest = orders[0], orders[1:]
unmatched = lambda answer: [(u["reference"], u["why"]) for u in answer["unmatched"]]
read = done("durand", "bank", statement("none.xml", [(first["endToEndId"], "1.00", "CRDT", "R0", "")], IBAN))
assert not read["paid"] and unmatched(read) == [(first["endToEndId"], "another amount than ordered")], read
read = done("durand", "bank", statement("one.xml", [(first["endToEndId"], first["amount"], "DBIT", "R1", ""),
                                                    ("UNKNOWN", "12.00", "DBIT", "R9", "")], IBAN))
assert read["paid"] == [first["order"]] and read["matched"] == 1 and len(read["unmatched"]) == 1, read
head = done(None, "verify")["events"]
again = done("durand", "bank", at("one.xml"))
assert again["repeated"] and done(None, "verify")["events"] == head
booked = [(o["endToEndId"], o["amount"], "DBIT", "R2", "") for o in rest]
twice = (rest[0]["endToEndId"], rest[0]["amount"], "DBIT", "R4", "")  # the account is debited once more
read = done("durand", "bank", statement("two.xml", [*booked, twice], IBAN))
assert sorted(read["paid"]) == sorted(o["order"] for o in rest)
assert unmatched(read) == [(twice[0], "the order is booked already")], read
read = done("durand", "bank", statement("two again.xml", booked[::-1], IBAN))  # other bytes, the same bookings
assert read["matched"] == len(booked) and not read["paid"] and not read["unmatched"], read
refused("bank_account_unknown", "durand", "bank",
        statement("other.xml", [("X", "1.00", "DBIT", "R", "")], "FR7699999010010005000791985"))
with open(at("page.html"), "w") as page:
    page.write("<html><body>Error 500</body></html>")
assert '"html"' in refused("bank_message_unknown", "durand", "bank", at("page.html"))
assert "Is a directory" in refused("file_unreadable", "durand", "bank", work)
check_balances()
received = [(first["endToEndId"], first["amount"], "CRDT", "R5", "")]  # the payee's own statement
refused("bank_account_unknown", "durand", "bank", statement("payee.xml", received, "FR7699999010010005000791985"))
check_balances()
returned = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
booked = [(first["endToEndId"], first["amount"], "CRDT", "R3", returned)]
read = done("durand", "bank", statement("three.xml", booked, IBAN))
assert read["returned"] == [first["order"]], read
check_balances()
late = [(first["endToEndId"], first["amount"], "DBIT", "R6", "")]  # it went out again, which the old lines did not say
read = done("durand", "bank", statement("late.xml", late, IBAN, "2025-03-06"))
assert unmatched(read) == [(first["endToEndId"], "the order is booked already")], read
old = [(first["endToEndId"], first["amount"], "DBIT", "R1", "")]
read = done("durand", "bank", statement("one again.xml", old, IBAN))
assert read["matched"] == 1 and not read["unmatched"], read
replaced = done("martin", "order", CPAM, "--on", "2025-03-10")["orders"]
assert [o["replaces"] for o in replaced] == [[first["order"]]] and replaced[0]["amount"] == first["amount"], replaced
done("martin", "cancel", replaced[0]["order"], "--reason", "test", "--on", "2025-03-11")
lines = done(None, "reconcile", CPAM)
assert len(lines["lines"]) == len(orders) + 1, lines
wanted = sorted([first["endToEndId"]] * 2 + ["UNKNOWN", twice[0]])
assert sorted(u["reference"] for u in lines["unmatched"]) == wanted, lines
assert all(line["fileSha256"] == file["sha256"] for line in lines["lines"][:-1])
refused("not_yet_resolved", "durand", "resolve", first["order"], "--document", "call of 6 March", "--on", "2025-03-12")
done("martin", "resolve", first["order"], "--as", "returned", "--document", "letter of the bank", "--on", "2025-03-12")
left = done(None, "reconcile", CPAM)
assert "told" not in left["lines"][0] and len(left["unmatched"]) == len(lines["unmatched"]) - 1, left

# What names no order is somebody's until two persons say what it is; set aside it stays in the reconciliation.
stray, ON = next(u for u in left["unmatched"] if u["reference"] == "UNKNOWN"), ("--on", "2025-03-12")
assert "said" not in stray and stray["amount"] == "-12.00", stray
refused("line_not_explained", "martin", "confirm-line", CPAM, stray["line"], *ON)
refused("line_unknown", "durand", "explain-line", CPAM, 1, "--aside", "--reason", "fees", *ON)
other = rest[0]["order"]
refused("line_not_of_order", "durand", "explain-line", CPAM, stray["line"], "--order", other, "--reason", "letter", *ON)
said = done("durand", "explain-line", CPAM, stray["line"], "--aside", "--reason", "account fees", *ON)
assert not said["confirmed"] and said["said"]["by"] == "durand", said
refused("same_person", "durand", "confirm-line", CPAM, stray["line"], *ON)
assert done("martin", "confirm-line", CPAM, stray["line"], *ON)["confirmed"]
after = done(None, "reconcile", CPAM)["unmatched"]
assert len(after) == len(left["unmatched"]) - 1 and stray["line"] not in [u["line"] for u in after], after
[aside] = [one for one in done(None, "bank-reconciliation", CPAM)["onlyAtBank"] if "setAside" in one]
assert aside["amount"] == "-12.00" and aside["setAside"] == "account fees", aside
check_balances()

# A line's party and text are shown until they are erased; no record holds them, and a backup does.
words = lambda **of: {u["line"]: (u.get("words"), u.get("party"), u.get("text"))
                      for u in done(None, "reconcile", CPAM, **of)["unmatched"]}
said = "<RltdPties><Dbtr><Nm>Mme Z</Nm></Dbtr></RltdPties><RmtInf><Ustrd>don</Ustrd></RmtInf>"
done("durand", "bank", statement("words.xml", [("STRANGER", "7.50", "CRDT", "W1", said)], IBAN), *ON)
[(line, kept)] = [(at, said) for at, said in words().items() if said[1]]
assert kept == ("kept", "Mme Z", "don"), kept
assert run(None, "events")[1].find("Mme Z") < 0
done(None, "backup", at("words-backup"))
done(None, "restore", at("words-backup"), ledger=at("restored"))
assert words(ledger=at("restored"))[line] == kept
facts("root", ("2025-03-12", {"personalDataErased": {"subject": f"{CPAM}/{line}", "decision": "her request"}}))
assert words()[line] == ("gone", None, None), words()
done("durand", "explain-line", CPAM, line, "--aside", "--reason", "a gift", *ON)
done("martin", "confirm-line", CPAM, line, *ON)
assert done(None, "verify")["differences"] == []

# The evaluators' panel tells of each payment which debt and which order it was, but an order names its CPAM.
import csv
for hidden in (False, True):
    folder, key = at(f"panel-{hidden}"), at("pseudonyms.key")
    with open(key, "w") as out:
        out.write("11" * 32 + "\n")
    done(None, "export", "panel", folder, *(["--pseudonyms", key] if hidden else []))
    with open(os.path.join(folder, "payments.csv"), newline="") as table:
        moved = list(csv.DictReader(table))
    told = [(r["payment_order"], r["ground"], Decimal(r["amount"])) for r in moved if r["kind"].startswith("order")]
    wanted = [(o["order"], o["ground"], -Decimal(o["amount"])) for o in [first, *rest]]
    wanted.append((first["order"], first["ground"], Decimal(first["amount"])))
    if hidden:  # each order has a pseudonym of its own, the same on both its lines
        names = {name for name, _, _ in told}
        assert len(names) == len(orders) and not any(CPAM in name for name in names), names
        assert {name for name, _, amount in told if amount > 0} <= {name for name, _, amount in told if amount < 0}
        told, wanted = ([row[1:] for row in rows] for rows in (told, wanted))
    assert sorted(told) == sorted(wanted), (told, wanted)
    assert {r["ground"] for r in moved if not r["kind"].startswith("order")} == {"seedCredit", "incentive"}

# A fact corrected after its group was paid: the auditor's list names the amount and the correction, also once it is
# settled again; a correction before any payment, or of an amount that was not paid since, does not count.
corrected = lambda *filters: done(None, "review", "corrected", *filters)["amounts"]
assert corrected() == [], "nothing was corrected"
paid = next(o["groupement"] for o in rest if o["ground"] == "incentive")
counted = run(None, "events", "--kind", "patientsCounted", "--groupement", paid)[1].splitlines()
wrong = next(e for e in map(json.loads, counted) if e["body"]["year"] == 2021)
body = {**wrong["body"], "patients": wrong["body"]["patients"] - 10}
facts("anne", ("2025-03-12", {"factCorrected": {"corrects": wrong["key"], "reason": "doublons",
                                                "fact": {"patientsCounted": body}}}))
correction, amount = f"test-{facts.count}", f"settlement/2021/{paid}/due"
for settled_again in (False, True):
    if settled_again:
        done("anne", "settle", 2021, "--on", "2025-03-12")
    [one] = corrected()
    assert one["ref"] == amount and [e["key"] for e in one["because"]] == [correction], one
    assert one["amount"] == done(None, "explain", amount)["value"], one
    assert corrected("--year", 2020) == [] and corrected("--groupement", paid) == [one]
other = {**body, "patients": body["patients"] - 10}
facts("anne", ("2025-03-12", {"factCorrected": {"corrects": wrong["key"], "reason": "encore",
                                                "fact": {"patientsCounted": other}}}))
assert [e["key"] for e in corrected()[0]["because"]] == [correction], "nothing was paid since it was settled again"
before = json.loads(run(None, "events", "--kind", "bankFileRead")[1].splitlines()[0])["position"] - 1
assert corrected("--as-of", before) == []

# Another payee takes two persons, roles bind from their first line on.
refused("payee_not_pending", "martin", "confirm", "nothing", "--on", "2025-03-12")
payee = {"name": "Autre titulaire", "iban": IBAN, "bic": "AGRIFRPP"}
admission = json.loads(run(None, "events", "--kind", "groupementAdmitted")[1].splitlines()[0])["body"]
with_new = {**admission, "groupement": "G99"}
facts("anne", ("2025-03-12", {"groupementAdmitted": with_new}))
change = json.dumps({"key": "change", "on": "2025-03-12",
                     "fact": {"payeeChanged": {"groupement": "G99", "payee": payee, "reason": "r"}}})
refused("agreement_missing", "martin", "append", "-", data=change)
facts("martin", ("2025-03-12", {"payeeChanged": {"groupement": first["groupement"], "payee": payee, "reason": "r"}}))
key = f"test-{facts.count}"
refused("same_person", "martin", "confirm", key, "--on", "2025-03-12")
done("durand", "confirm", key, "--on", "2025-03-12")
assert done("martin", "order", CPAM, "--on", "2025-03-13")["orders"][0]["payee"] == "Autre titulaire"
facts("root", ("2025-03-14", {"roleGranted": {"person": "root", "role": "admin"}}),
      ("2025-03-14", {"roleGranted": {"person": "martin", "role": "director", "cpam": CPAM}}),
      ("2025-03-14", {"roleGranted": {"person": "eva", "role": "evaluator"}}))
refused("not_allowed", "durand", "bank", at("two.xml"))
refused("not_allowed", "martin", "settle", 2023)
assert {o["payee"] for o in done("eva", "orders")["orders"]} == {"—"}
agreements = ("events", "--kind", "conventionSigned", "--groupement", first["groupement"])
seen = [json.loads(line)["body"]["payee"]["iban"] for actor in ("eva", "martin")
        for line in run(actor, *agreements)[1].splitlines()]
assert seen[0] == "—" and seen[1].startswith("FR"), seen

# A bank's file speaks for the CPAM whose account it tells of: a line on another CPAM's order is nobody's.
OTHER, OTHERS_IBAN = "999", "FR7699999010010005000791985"
facts("root", ("2025-03-14", {"roleGranted": {"person": "anne", "role": "cnam"}}))
facts("anne", ("2025-03-14", {"groupementAdmitted": {**admission, "groupement": "G98", "cpam": OTHER}}),
      ("2025-03-14", {"seedCreditAssessed": {"groupement": "G98", "patients": 10000,
                                             "multiprofessionalModulation": "0"}}))
facts("root", *(("2025-03-14", {"roleGranted": {"person": person, "role": role, "cpam": cpam}})
                for person, role, cpam in (("mona", "director", OTHER), ("diane", "dcf", OTHER),
                                           ("durand", "dcf", CPAM))))
facts("mona", ("2025-03-14", {"conventionSigned": {"groupement": "G98", "cpam": OTHER, "payee": payee}}))
sent = []
for cpam, director, dcf, iban in ((CPAM, "martin", "durand", IBAN), (OTHER, "mona", "diane", OTHERS_IBAN)):
    done(director, "order", cpam, "--on", "2025-03-17")
    waiting = done(dcf, "orders", "--cpam", cpam, "--state", "ordered")["orders"]
    done(dcf, "approve", *(o["order"] for o in waiting), "--on", "2025-03-17")
    with open(at("debtor.toml"), "w") as file:
        file.write(f'name = "CPAM {cpam}"\niban = "{iban}"\nbic = "AGRIFRPP"\n')
    sending = ("issue", cpam, "--debtor", at("debtor.toml"), "--execute", EXECUTE, "--on", "2025-03-17", "--out")
    refused("file_exists", dcf, *sending, at("v.xml"))
    assert done(dcf, *sending, at(f"{cpam}.xml"))["leftOut"] == []
    sent.append((waiting[0]["endToEndId"], waiting[0]["amount"], "DBIT", "R5", ""))
read = done("diane", "bank", statement("both.xml", sent, OTHERS_IBAN))
assert len(read["paid"]) == 1 and read["paid"][0].startswith(OTHER), read
assert [u["reference"] for u in read["unmatched"]] == [sent[0][0]], read
done(None, "verify")

# An order that fails its last check stays behind, and the file says so; the others go.
LEDGER = at("another")
done(None, "init")
done("anne", "append", os.path.join(DATA, "worked.jsonl"))
waiting = done("martin", "order", CPAM)["orders"]
done("durand", "approve", *(o["order"] for o in waiting))
facts("durand", ("2025-03-17", {"oppositionNotified": {"groupement": "G02", "reference": "ATD"}}))
behind = [o["order"] for o in waiting if o["groupement"] == "G02"]
sending = ("issue", CPAM, "--debtor", at("debtor.toml"), "--execute", EXECUTE, "--out")
answer = done("durand", *sending, at("others.xml"))
told = [{"order": one, "check": "opposition", "found": "opposition: ATD"} for one in behind]
assert answer["leftOut"] == told, answer
assert behind and answer["count"] == len(waiting) - len(behind), answer
refused("check_failed", "durand", *sending, at("more.xml"))
assert done(None, "verify")["differences"] == []

# Nobody makes a debt of money that nobody saw; a line of the bank is named once.
refund = {"refundReceived": {"groupement": "G01", "amount": "500000.00", "reference": "VIR 7"}}
line = json.dumps({"key": "refund", "on": "2025-03-18", "fact": refund})
assert "500000.00" in refused("refund_above_overpaid", "durand", "append", "-", data=line)
done("durand", "bank", statement("came.xml", [("VIR 7", "500000.00", "CRDT", "R7", "")], OTHERS_IBAN))
done("durand", "append", "-", data=line)
[back] = done("martin", "order", CPAM)["orders"]
assert [part["of"] for part in back["parts"]] == ["overpayment/G01"], back
assert "refund" in {one["document"] for one in back["vouchers"]}, back
refused("same_person", "durand", "approve", back["order"])  # who read the line and recorded it pays nothing by it
done("dora", "approve", back["order"])
refund["refundReceived"].update(groupement="G03")
refused("refund_above_overpaid", "durand", "append", "-", data=json.dumps({"key": "r2", "on": "2025-03-18",
                                                                           "fact": refund}))

# With two admins, what one grants waits for the other.
facts("root", *(("2025-03-18", {"roleGranted": {"person": person, "role": "admin"}}) for person in ("root", "second")))
facts("root", ("2025-03-18", {"roleGranted": {"person": "anne", "role": "cnam"}}))
grant = f"test-{facts.count}"
refused("not_allowed", "anne", "settle", 2019)
refused("same_person", "root", "confirm", grant)
done("second", "confirm", grant)
done("anne", "settle", 2019)
assert done(None, "verify")["differences"] == []
shutil.rmtree(work)
print("payments: ordered, approved, issued, paid, returned, replaced; refused where it must be")
