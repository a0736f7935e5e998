#!/usr/bin/env python3
"""books_test.py IPEP DATA: the books of every CPAM of the examples, before and after payments and corrections.

hledger, ledger and beancount find every assertion true; what is payable and overpaid equals the ledger's balances to
the cent; the FEC is continuous and balances, its XML validates. A program that is absent is named, not passed over.
"""
import collections, csv, io, json, os, shutil, subprocess, sys, tempfile
from decimal import Decimal

IPEP, DATA = sys.argv[1:3]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCHEMA = os.path.join(os.path.dirname(ROOT), "shared", "xsd", "formatA47A-I-VII-1.xsd")
IBAN = "FR7630006000011234567890189"
UTF8 = {**os.environ, "LC_ALL": "C.UTF-8"}


def run(ledger, *args, text=None):
    done = subprocess.run([IPEP, "--ledger", ledger, "--lang", "en", *map(str, args)], input=text, capture_output=True,
                          text=True)
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout


def read(ledger, *args, **more):
    return json.loads(run(ledger, "--format", "json", *args, **more))


def accepted(name, *command):
    if not shutil.which(command[0]):
        print(f"{command[0]} is absent: {name} was not read by it")
        return
    done = subprocess.run(command, capture_output=True, text=True, env=UTF8)
    assert done.returncode == 0 and "Error" not in done.stderr, (command, done.stdout[-500:], done.stderr[-2000:])


def check_cpam(ledger, cpam, balances, work):
    path = lambda style: os.path.join(work, style)
    for style in ("hledger", "beancount", "fec", "fec-xml", "csv"):
        with open(path(style), "w") as file:
            file.write(run(ledger, "journal", cpam, "--style", style))
    accepted("the journal", "hledger", "-f", path("hledger"), "check", "-s", "accounts", "commodities", "ordereddates")
    accepted("the journal", "ledger", "-f", path("hledger"), "--pedantic", "--explicit", "balance")
    accepted("the journal", "bean-check", path("beancount"))
    if os.path.exists(SCHEMA):
        accepted("the FEC", "xmllint", "--noout", "--schema", SCHEMA, path("fec-xml"))
    else:
        print("the FEC's XML was not validated: its schema is absent")
    sums, entries = collections.Counter(), collections.Counter()
    for row in csv.DictReader(open(path("csv"))):
        amount = Decimal(row["debit"]) - Decimal(row["credit"])
        sums[row["account"], row["groupement"]] += amount
        entries[row["entry"]] += amount
    assert entries and not any(entries.values()), "an entry that does not balance"
    for group in {group for _, group in sums}:
        assert -sums["407100", group] == Decimal(balances[group]["owed"]), (cpam, group)
        assert sums["409800", group] == Decimal(balances[group]["overpaid"]), (cpam, group)
        assert sums["409100", group] == Decimal(balances[group]["advanceOutstanding"]), (cpam, group)
    fec = list(csv.reader(open(path("fec")), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(fec[0]) == 19 and {len(row) for row in fec} == {19}
    assert sorted({int(row[2]) for row in fec[1:]}) == list(range(1, len(entries) + 1))
    assert sum(Decimal(row[11].replace(",", ".")) - Decimal(row[12].replace(",", ".")) for row in fec[1:]) == 0


def check_books(ledger, work):
    balances = {row["groupement"]: row for row in read(ledger, "balances")["groupements"]}
    cpams = {json.loads(line)["body"]["cpam"] for line in
             run(ledger, "--format", "json", "events", "--kind", "groupementAdmitted").splitlines()}
    for cpam in sorted(cpams):
        check_cpam(ledger, cpam, balances, work)
    return sorted(cpams)


def pay(ledger, cpam, on, work):
    """Every order of the CPAM, approved, issued and seen on a statement."""
    orders = read(ledger, "--actor", "director", "order", cpam, "--on", on)["orders"]
    if not orders:
        return
    read(ledger, "--actor", "dcf", "approve", *[o["order"] for o in orders], "--on", on)
    debtor = os.path.join(work, "debtor.toml")
    with open(debtor, "w") as file:
        file.write(f'name = "CPAM"\niban = "{IBAN}"\nbic = "AGRIFRPP"\nbatch_booking = false\n')
    read(ledger, "--actor", "dcf", "issue", cpam, "--debtor", debtor, "--execute", on, "--out",
         os.path.join(work, "out.xml"), "--on", on)
    booked = "".join(f'<Ntry><Amt Ccy="EUR">{o["amount"]}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
                     f"<BookgDt><Dt>{on}</Dt></BookgDt><AcctSvcrRef>{o['order']}</AcctSvcrRef><NtryDtls><TxDtls><Refs>"
                     f"<EndToEndId>{o['endToEndId']}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>" for o in orders)
    statement = os.path.join(work, "statement.xml")
    with open(statement, "w") as file:
        file.write('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>'
                   f"{cpam}{on}</MsgId><CreDtTm>{on}T20:00:00Z</CreDtTm></GrpHdr><Stmt><Id>{cpam}{on}</Id><Acct><Id>"
                   f"<IBAN>{IBAN}</IBAN></Id></Acct>{booked}</Stmt></BkToCstmrStmt></Document>")
    answer = read(ledger, "--actor", "dcf", "bank", statement, "--on", on)
    assert len(answer["paid"]) == len(orders) and not answer["unmatched"], answer


def check_moved(work):
    """A correction moves a groupement to another CPAM: what was booked stays in the first, with its name."""
    ledger, facts, admitted = os.path.join(work, "moved"), os.path.join(work, "moved.jsonl"), {}
    with open(os.path.join(DATA, "worked.jsonl")) as given, open(facts, "w") as kept:
        for line in given:  # no agreement: a signed one fixes the CPAM
            fact = json.loads(line)
            if fact["fact"].get("conventionSigned", {}).get("groupement") == "G01":
                continue
            if fact["fact"].get("groupementAdmitted", {}).get("groupement") == "G01":
                admitted = fact
            kept.write(line)
    body = {"groupementAdmitted": {**admitted["fact"]["groupementAdmitted"], "cpam": "352"}}
    correction = os.path.join(work, "correction.jsonl")
    with open(correction, "w") as file:
        json.dump({"key": "moved", "on": "2021-07-01", "source": {"reference": "avenant"},
                   "fact": {"factCorrected": {"corrects": admitted["key"], "fact": body, "reason": "CPAM"}}}, file)
        file.write("\n")
    run(ledger, "init")
    run(ledger, "append", facts)
    run(ledger, "settle", 2019, "--on", "2020-06-30")
    before = {style: run(ledger, "journal", "351", "--style", style) for style in ("fec", "fec-xml", "csv")}
    assert "\tG01\t" in before["fec"]
    run(ledger, "append", correction)
    for style, text in before.items():
        assert run(ledger, "journal", "351", "--style", style) == text, style


with tempfile.TemporaryDirectory() as work:
    check_moved(work)

for example in ("worked", "experiment", "edges"):
    with tempfile.TemporaryDirectory() as work:
        ledger = os.path.join(work, "ledger")
        run(ledger, "init")
        run(ledger, "append", os.path.join(DATA, example + ".jsonl"))
        years = sorted({json.loads(line)["body"]["year"] for line in
                        run(ledger, "--format", "json", "events", "--kind", "patientsCounted").splitlines()})
        for year in years:
            run(ledger, "settle", year, "--on", f"{year + 1}-06-30")
        cpams = check_books(ledger, work)
        for cpam in cpams[:2]:
            pay(ledger, cpam, "2025-03-05", work)
        check_books(ledger, work)
        corrections = os.path.join(DATA, example + ".corrections.jsonl")
        if os.path.exists(corrections):
            run(ledger, "append", corrections)
            run(ledger, "settle", years[0], "--on", "2025-06-30")
            check_books(ledger, work)
            for cpam in cpams[:2]:
                pay(ledger, cpam, "2025-07-01", work)
            check_books(ledger, work)
        first = read(ledger, "verify")
        assert not first["differences"], first["differences"]
        print(f"{example}: the books of {len(cpams)} CPAM hold")
