#!/usr/bin/env python3
"""books_test.py IPEP DATA: the books of every CPAM of the examples, before and after payments and corrections.

hledger, ledger and beancount find every assertion true and reach our trial balance to the cent at the end of each
month; what is payable and overpaid equals the ledger's balances; the FEC is continuous and balances, its XML is of one
exercice and validates. A program that is absent is named, not passed over.
"""
import collections, csv, datetime, json, os, re, shutil, subprocess, sys, tempfile, xml.etree.ElementTree
from decimal import Decimal

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from paying import pay

IPEP, DATA = sys.argv[1:3]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCHEMA = os.path.join(os.path.dirname(ROOT), "shared", "xsd", "formatA47A-I-VII-1.xsd")
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


def part_of(groupement):
    """The groupement as part of an account's name."""
    part = "".join({"-": "--", ".": "-d", "_": "-u"}.get(sign, sign) for sign in groupement)
    return part if re.match("[A-Z0-9]", part) else "G-z" + part


def nonzero(balances):
    return {account: amount for account, amount in balances.items() if amount}


def amount_of(text):
    return Decimal(re.search(r"-?[0-9.]+", text)[0])


def hledger_months(journal):
    """{month: {account: balance at its end}}, as hledger has it."""
    done = subprocess.run(["hledger", "-f", journal, "balance", "-M", "-H", "--flat", "-N", "-O", "csv"],
                          capture_output=True, text=True, check=True, env=UTF8)
    head, *rows = csv.reader(done.stdout.splitlines())
    return {month: nonzero({row[0].split(":", 1)[1]: amount_of(row[at]) for row in rows})
            for at, month in enumerate(head) if at}


def ledger_balances(journal, until):
    done = subprocess.run(["ledger", "-f", journal, "balance", "--flat", "--no-total", "-e", until],
                          capture_output=True, text=True, check=True, env=UTF8)
    lines = [line.split(" EUR  ") for line in done.stdout.splitlines()]
    return {account.split(":", 1)[1]: amount_of(amount) for amount, account in lines}


def check_months(ledger, cpam, path, thorough):
    """Each month's end in the variation table: as hledger has it, and, thoroughly, ledger and the trial balance."""
    key = lambda row: row["account"] + (":" + part_of(row["groupement"]) if "groupement" in row else "")
    table = read(ledger, "variation-table", cpam, "--by", "month")["periods"]
    theirs = hledger_months(path("hledger")) if shutil.which("hledger") else {}
    before, years = {}, {}
    for period in table:
        year, month = map(int, period["period"].split("-"))
        for row in period["accounts"]:
            moved = Decimal(row["debit"]) - Decimal(row["credit"])
            assert Decimal(row["opening"]) + moved == Decimal(row["closing"]), (cpam, row)
        assert nonzero({key(row): Decimal(row["opening"]) for row in period["accounts"]}) == before, (cpam, period)
        closed = nonzero({key(row): Decimal(row["closing"]) for row in period["accounts"]})
        if theirs:
            assert theirs[period["period"]] == closed, (cpam, period["period"], theirs[period["period"]], closed)
        before = years[year] = closed
        if not thorough:
            continue
        until = datetime.date(year + month // 12, month % 12 + 1, 1)
        if shutil.which("ledger"):
            got = ledger_balances(path("hledger"), until.isoformat())
            assert got == closed, (cpam, period["period"], got, closed)
        answer = read(ledger, "trial-balance", cpam, "--effective", (until - datetime.timedelta(days=1)).isoformat())
        assert answer["total"]["debit"] == answer["total"]["credit"], (cpam, answer["total"])
        for row in answer["accounts"]:
            assert Decimal(row["debit"]) - Decimal(row["credit"]) == Decimal(row["balance"]), row
        assert nonzero({key(row): Decimal(row["balance"]) for row in answer["accounts"]}) == closed, (cpam, period)
    for period in read(ledger, "variation-table", cpam)["periods"]:
        closed = nonzero({key(row): Decimal(row["closing"]) for row in period["accounts"]})
        assert closed == years[int(period["period"])], (cpam, period["period"])
    asserted = {line.split()[0] for line in open(path("beancount")) if " balance " in line}
    assert len(asserted) == len(table), (cpam, "a month without its assertions")


def check_account_ledgers(ledger, cpam):
    """Every line of every account, and balances that follow one another."""
    for row in read(ledger, "trial-balance", cpam)["accounts"]:
        only = ("--groupement", row["groupement"]) if "groupement" in row else ()
        answer = read(ledger, "account-ledger", cpam, row["account"], *only)
        balance = Decimal(answer["opening"])
        assert balance == 0
        for line in answer["lines"]:
            balance += Decimal(line["debit"]) - Decimal(line["credit"])
            assert Decimal(line["balance"]) == balance, (cpam, row["account"], line)
        assert balance == Decimal(answer["closing"]) == Decimal(row["balance"]), (cpam, row)
        if len(answer["lines"]) > 1:  # a part of it: what came before is its opening
            since = answer["lines"][-1]["on"]
            part = read(ledger, "account-ledger", cpam, row["account"], *only, "--from", since)
            assert part["lines"] == [line for line in answer["lines"] if line["on"] >= since]
            assert part["closing"] == answer["closing"]


def check_parts(ledger, cpam, path):
    """The FEC of one year has the numbers of the whole; its XML is of one exercice."""
    whole = list(csv.reader(open(path("fec")), delimiter="\t", quoting=csv.QUOTE_NONE))
    for year in sorted({row[3][:4] for row in whole[1:]}):
        dates = ("--from", f"{year}-01-01", "--until", f"{int(year) + 1}-01-01")
        part = run(ledger, "journal", cpam, "--style", "fec", *dates).splitlines()
        assert [line.split("\t") for line in part] == whole[:1] + [row for row in whole[1:] if row[3][:4] == year]
        with open(path("fec-year"), "w") as file:
            file.write(run(ledger, "journal", cpam, "--style", "fec-xml", *dates))
        books = xml.etree.ElementTree.parse(path("fec-year")).getroot()
        assert [end.text for end in books.iter("DateCloture")] == [year + "-12-31"]
        numbers = {one.find("EcritureNum").text for one in books.iter("ecriture")}
        assert numbers == {row[2] for row in whole[1:] if row[3][:4] == year}, (cpam, year)
        if os.path.exists(SCHEMA):
            accepted("the FEC of a year", "xmllint", "--noout", "--schema", SCHEMA, path("fec-year"))


def check_cpam(ledger, cpam, balances, work, thorough):
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
    check_months(ledger, cpam, path, thorough)
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
    assert fec[0][18:] == ["Evenement", "Empreinte", "EndToEndId", "Fonds"] and {len(row) for row in fec} == {22}
    assert sorted({int(row[2]) for row in fec[1:]}) == list(range(1, len(entries) + 1))
    assert any(row[10].startswith("Tranche d'amorçage exigible ") for row in fec[1:]), fec[1]
    if thorough:
        check_account_ledgers(ledger, cpam)
        check_parts(ledger, cpam, path)
    assert sum(Decimal(row[11].replace(",", ".")) - Decimal(row[12].replace(",", ".")) for row in fec[1:]) == 0


def check_books(ledger, work):
    balances = {row["groupement"]: row for row in read(ledger, "balances")["groupements"]}
    cpams = {json.loads(line)["body"]["cpam"] for line in
             run(ledger, "--format", "json", "events", "--kind", "groupementAdmitted").splitlines()}
    for at, cpam in enumerate(sorted(cpams)):
        check_cpam(ledger, cpam, balances, work, thorough=at < 2)
    return sorted(cpams)


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


def check_names(work):
    """Groupements whose identifiers differ in a sign only have accounts of their own, in all three programs."""
    ledger, facts = os.path.join(work, "names"), os.path.join(work, "names.jsonl")
    twins = ["G.1", "G--1", "g1", "G-zg1", "-d1", ".1"]
    with open(os.path.join(DATA, "worked.jsonl")) as given, open(facts, "w") as kept:
        for line in map(json.loads, given):
            [(kind, body)] = line["fact"].items()
            if body.get("groupement", "G01") == "G01" and kind in ("rulesAdopted", "groupementAdmitted",
                                                                   "conventionSigned", "seedCreditAssessed"):
                for twin in twins if "groupement" in body else [None]:
                    fact = {kind: {**body, **({"groupement": twin} if twin else {})}}
                    kept.write(json.dumps({**line, "key": line["key"] + (twin or ""), "fact": fact}) + "\n")
    run(ledger, "init")
    run(ledger, "append", facts)
    names = set()
    for style, command in (("hledger", ["hledger", "check", "-s", "accounts", "-f"]), ("beancount", ["bean-check"]),
                           ("ledger", ["ledger", "--pedantic", "--explicit", "balance", "-f"])):
        text = run(ledger, "journal", "351", "--style", style)
        names |= set(re.findall(r"Liabilities:407100:[A-Za-z0-9-]+", text))
        with open(os.path.join(work, style), "w") as file:
            file.write(text)
        accepted("the names", *command, os.path.join(work, style))
    assert names == {"Liabilities:407100:" + part_of(twin) for twin in twins} and len(names) == len(twins), names


def check_signs(work):
    """What divides the fields of a FEC is in none of them, and what a spreadsheet computes in none of the CSV's."""
    ledger, facts = os.path.join(work, "signs"), os.path.join(work, "signs.jsonl")
    with open(os.path.join(DATA, "worked.jsonl")) as given, open(facts, "w") as kept:
        for line in given:
            kept.write(line.replace('"G01"', '"-G01"').replace('"name": "', '"name": "A|B & <C>, '))
    run(ledger, "init")
    run(ledger, "append", facts)
    for style in ("fec", "fec-xml"):
        text = run(ledger, "journal", "351", "--style", style)
        assert "|" not in text and "A/B " in text, style
    rows = list(csv.DictReader(run(ledger, "journal", "351", "--style", "csv").splitlines()))
    assert "'-G01" in {row["groupement"] for row in rows}
    for row in rows:
        for field in row.values():
            assert not re.match(r"[=+\-@]", field) or re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", field), row


def check_exercices(work):
    """A FEC in XML is of one exercice: which years it leaves out stands in it and on stderr; a period gives each."""
    ledger = os.path.join(work, "moved")
    years = sorted({row.split("\t")[3][:4] for row in run(ledger, "journal", "351", "--style", "fec").splitlines()[1:]})
    assert len(years) > 1
    ask = lambda *words: subprocess.run([IPEP, "--ledger", ledger, "--lang", "en", *words, "journal", "351", "--style",
                                         "fec-xml"], capture_output=True, text=True)
    whole = ask()
    assert whole.returncode == 0 and whole.stderr.startswith("ipep: The file is of one exercice, " + years[-1])
    assert json.loads(ask("--format", "json").stderr)["note"] in whole.stderr
    comment = re.search("<!--(.*)-->", whole.stdout)[1]
    for year in years[:-1]:
        assert year in whole.stderr and year in comment
    for year in years:
        one = subprocess.run([IPEP, "--ledger", ledger, "journal", "351", "--style", "fec-xml", "--from",
                              year + "-01-01", "--until", year + "-12-31"], capture_output=True, text=True)
        assert one.returncode == 0 and one.stderr == "" and "<!--" not in one.stdout
        assert f"<DateCloture>{year}-12-31" in one.stdout


def check_refusals(work):
    ledger = os.path.join(work, "moved")
    for expected, args in (("account_unknown", ("account-ledger", "351", "401000")),
                           ("unknown_groupement", ("account-ledger", "351", "407100", "--groupement", "G99")),
                           ("unknown_cpam", ("trial-balance", "999")), ("unknown_cpam", ("variation-table", "999"))):
        done = subprocess.run([IPEP, "--ledger", ledger, "--format", "json", *args], capture_output=True, text=True)
        assert done.returncode == 1 and json.loads(done.stderr)["code"] == expected, (args, done.stderr)


with tempfile.TemporaryDirectory() as work:
    check_moved(work)
    check_names(work)
    check_signs(work)
    check_exercices(work)
    check_refusals(work)

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
            pay(read, ledger, cpam, "2025-03-05", work)
        check_books(ledger, work)
        corrections = os.path.join(DATA, example + ".corrections.jsonl")
        if os.path.exists(corrections):
            run(ledger, "append", corrections)
            run(ledger, "settle", years[0], "--on", "2025-06-30")
            check_books(ledger, work)
            for cpam in cpams[:2]:
                pay(read, ledger, cpam, "2025-07-01", work)
            check_books(ledger, work)
        first = read(ledger, "verify")
        assert not first["differences"], first["differences"]
        print(f"{example}: the books of {len(cpams)} CPAM hold")
