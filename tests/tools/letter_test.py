#!/usr/bin/env python3
"""letter_test.py IPEP DATA: the letter to a groupement on each of its payments, as the person who sends it sees it.

What pdftotext reads is what the ledger says, the PDF is tagged and French, its fonts are embedded, the same order gives
the same bytes whatever the language and the fonts' configuration; and what is refused. Poppler's tools are named where
they are absent.
"""
import json, os, re, shutil, subprocess, sys, tempfile
from decimal import Decimal

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from target_day import next_target_day

IPEP, DATA = sys.argv[1:3]
work = tempfile.mkdtemp()
LEDGER = os.path.join(work, "ledger")
at = lambda name: os.path.join(work, name)


def run(*args, actor="durand", data=None, **environment):
    command = [IPEP, "--ledger", LEDGER, "--format", "json", "--lang", "en"] + (["--actor", actor] if actor else [])
    done = subprocess.run(command + [str(a) for a in args], input=data, capture_output=True, text=True,
                          env={**os.environ, **environment})
    return done.returncode, done.stdout, done.stderr


def done(*args, **more):
    code, out, err = run(*args, **more)
    assert code == 0, (args, code, err)
    return json.loads(out) if out.startswith("{") else out


def refused(expected, *args, exit_code=1, **more):
    code, out, err = run(*args, **more)
    assert code == exit_code and json.loads(err)["code"] == expected and out == "", (expected, args, code, err)


def order(day):
    return done("order", "351", "--on", day, actor="martin")["orders"]


def issue(orders, day):
    done("approve", *[one["order"] for one in orders], "--on", day)
    done("issue", "351", "--debtor", at("debtor.toml"), "--execute", next_target_day(), "--out", at(day + ".xml"),
         "--on", day)


def answered(status, orders, day):
    """What the ledger makes of a pain.002 that says so of each order."""
    told = "".join(f"<TxInfAndSts><OrgnlEndToEndId>{one['endToEndId']}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
                   "<StsRsnInf><Rsn><Cd>AC06</Cd></Rsn></StsRsnInf></TxInfAndSts>" for one in orders)
    with open(at("status.xml"), "w") as file:
        file.write('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr>'
                   f"<MsgId>{status}</MsgId><CreDtTm>{day}T09:00:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>"
                   "<OrgnlMsgId>m</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>"
                   f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>b</OrgnlPmtInfId>{told}</OrgnlPmtInfAndSts></CstmrPmtStsRpt>"
                   "</Document>")
    return done("bank", at("status.xml"), "--on", day)


def poppler(tool, *args):
    if not shutil.which(tool):
        print(f"{tool} is absent: the letters were not read by it")
        return None
    return subprocess.run([tool, *args], check=True, capture_output=True, text=True).stdout


def letter(order, name, **environment):
    answer = done("letter", order, "--out", at(name), **environment)
    assert answer["order"] == order and re.fullmatch("[0-9a-f]{64}", answer["sha256"])
    with open(at(name), "rb") as file:
        return file.read()


def amounts_of(order):
    """The lines of the table: what stands between its head and its total."""
    text = done("letter", order)["letter"]
    table = text[text.index("Détail"):text.index("Arrêté à la somme")].splitlines()[1:]
    cells = [re.fullmatch("(.*?)  +([^ ].*)", line).groups() for line in table if line]
    return [(what, Decimal(amount.replace(" ", "").replace(",", ".").replace("−", "-"))) for what, amount in cells]


with open(at("debtor.toml"), "w") as file:
    file.write('name = "CPAM de test"\niban = "FR7630006000011234567890189"\nbic = "AGRIFRPP"\n')
done("init")
done("append", os.path.join(DATA, "worked.jsonl"), actor="anne")
for year in range(2019, 2024):
    done("settle", year, "--on", "2025-01-15", actor="anne")
refused("unknown_order", "letter", "351-2025-000009", "--out", at("none.pdf"))
first = order("2025-03-05")
refused("letter_without_payment", "letter", first[0]["order"], "--out", at("none.pdf"))
issue(first, "2025-03-05")

# Each letter's lines add up to its order; each amount is one the ledger tells elsewhere.
for one in first:
    lines = amounts_of(one["order"])
    assert lines[-1] == ("Montant du virement", Decimal(one["amount"])), lines
    assert sum(amount for _, amount in lines[:-1]) == Decimal(one["amount"]), lines
G02 = {(o["groupement"], o["ground"]): o["order"] for o in first}["G02", "incentive"]
rows = {year: next(g for g in done("settlement", year)["groupements"] if g["groupement"] == "G02")
        for year in range(2019, 2023)}
told = dict(amounts_of(G02))
for year, row in rows.items():
    for what, figure, sign in (("Intéressement {} après plafonds, révision 1", "net", 1),
                               ("Avance accordée pour {}", "advanceGranted", 1),
                               ("Avance récupérée sur l'intéressement {}", "advanceRecovered", -1)):
        assert told.get(what.format(year), 0) == sign * Decimal(row[figure]), (year, figure, told)

# The PDF: the same bytes in any language and with any fonts' configuration; tagged, French, its fonts inside.
with open(at("fonts.conf"), "w") as file:
    file.write('<?xml version="1.0"?><fontconfig><dir>/nowhere</dir></fontconfig>')
pdf = letter(G02, "one.pdf")
assert pdf == letter(G02, "two.pdf", FONTCONFIG_FILE=at("fonts.conf"), LC_ALL="C", TZ="Asia/Tokyo")
assert b"/Lang (fr-FR)" in pdf
if (info := poppler("pdfinfo", at("one.pdf"))) is not None:
    info += poppler("pdfinfo", "-struct", at("one.pdf"))
    for said in ("Tagged:          yes", "Pages:           1", "(A4)",
                 "Title:           Avis de versement de 412 135,45 €", "Document", "H1", "Table", "TR", "TH", "TD"):
        assert said in info, (said, info)
if (fonts := poppler("pdffonts", at("one.pdf"))) is not None:
    assert len(fonts.splitlines()) > 3, fonts
    for line in fonts.splitlines()[2:]:
        assert re.search(r"\+LiberationSans(-Bold)? .* yes yes yes ", line), fonts
if (text := poppler("pdftotext", "-layout", at("one.pdf"), "-")) is not None:
    words = " ".join(text.split())
    for said in ("CPAM de test", "GROUPEMENT G02", "Le 5 mars 2025", "Notre référence : " + G02, "Exercice : 2025",
                 "Avance récupérée sur l'intéressement 2021 −110 083,66", "Montant du virement 412 135,45",
                 "quatre-cent-douze-mille-cent-trente-cinq euros et quarante-cinq centimes", "5 mars 2025",
                 "ipep explain " + G02):
        assert said in words, (said, words)
    account = next(json.loads(line)["body"]["payee"]["iban"] for line in
                   run("events", "--kind", "conventionSigned", "--groupement", "G02")[1].splitlines())
    assert account not in words.replace(" ", "") and account[:4] + "…" + account[-3:] in words
refused("file_exists", "letter", G02, "--out", at("one.pdf"))
refused("path_unusable", "letter", G02, "--out", at("absent/one.pdf"), exit_code=3)
assert not os.path.exists(at("absent")) and not [name for name in os.listdir(work) if ".new-" in name]

# Over HTTP the same bytes; a file that is there is kept there too.
with open(at("ipepd.toml"), "w") as file:
    file.write(f'ledger = "{LEDGER}"\nport = 0\n')
server = subprocess.Popen([os.path.join(os.path.dirname(os.path.abspath(IPEP)), "ipepd"), "--config", at("ipepd.toml")],
                          stderr=subprocess.PIPE, text=True)
try:
    url = next(line["url"] for line in map(json.loads, server.stderr) if line["event"] == "serving")
    remote = lambda *words: subprocess.run([IPEP, "--server", url, "--format", "json", *words], capture_output=True,
                                           text=True)
    sent = remote("letter", G02, "--out", at("three.pdf"))
    with open(at("three.pdf"), "rb") as file:
        assert sent.returncode == 0 and file.read() == pdf, sent.stderr
    sent = remote("letter", G02, "--out", at("absent/one.pdf"))
    assert sent.returncode == 3 and json.loads(sent.stderr)["code"] == "path_unusable", sent
    for expected, args in (("file_exists", (G02, "--out", at("three.pdf"))),
                           ("unknown_order", ("351-2025-000099", "--out", at("none.pdf")))):
        sent = remote("letter", *args)
        assert sent.returncode == 1 and json.loads(sent.stderr)["code"] == expected, sent
finally:
    server.terminate()
    server.wait(timeout=40)

# What came back has no letter; the order that replaces it has one that says so.
lost = first[0]
assert answered("RJCT", [lost], "2025-03-06")["rejected"] == [lost["order"]]
refused("letter_without_payment", "letter", lost["order"], "--out", at("none.pdf"))
[again] = order("2025-03-10")
issue([again], "2025-03-10")
assert "remplace celui de l'ordre " + lost["order"] in " ".join(done("letter", again["order"])["letter"].split())

# Corrections after it was paid, one up and one down: the next letter shows what was ordered before and what is set off.
SPENT = {2021: "2450.00", 2022: "2400.00"}
corrections = []
with open(os.path.join(DATA, "worked.jsonl")) as facts:
    for line in map(json.loads, facts):
        measured = line["fact"].get("expenditureMeasured", {})
        if measured.get("groupement") == "G01" and measured["year"] in SPENT:
            fact = {"expenditureMeasured": {**measured, "actualPerPatient": SPENT[measured["year"]]}}
            corrections.append({"key": f"correction-{measured['year']}", "on": "2025-03-12", "fact": {
                "factCorrected": {"corrects": line["key"], "fact": fact, "reason": "test"}}})
done("append", "-", data="\n".join(map(json.dumps, corrections)), actor="anne")
done("settle", 2021, "--on", "2025-03-12", actor="anne")
last = order("2025-03-17")
issue(last, "2025-03-17")
later = next(one for one in last if one["groupement"] == "G01")
lines = amounts_of(later["order"])
assert sum(amount for _, amount in lines[:-1]) == Decimal(later["amount"]) == lines[-1][1], lines
due = {}
for year in SPENT:
    for revision in (1, 2):
        rows = done("settlement", year, "--revision", revision)["groupements"]
        due[year, revision] = next(Decimal(row["due"]) for row in rows if row["groupement"] == "G01")
before = next(one["order"] for one in first if (one["groupement"], one["ground"]) == ("G01", "incentive"))
assert dict(lines)[f"Déjà ordonnancé ({before})"] == -due[2021, 1] < 0, lines
assert dict(lines)["Trop-perçu compensé – Intéressement dû pour 2022, révision 2"] == due[2022, 2] - due[2022, 1] < 0

# Paid, an order has the same letter; once the payee's name is erased it has none. Nor has who may not read payees.
of_g02 = [one for one in first + last if one["groupement"] == "G02"]
assert sorted(answered("ACSC", of_g02, "2025-03-18")["paid"]) == sorted(one["order"] for one in of_g02)
assert letter(G02, "paid.pdf") == pdf
done("append", "-", data=json.dumps({"key": "gone", "on": "2025-03-18", "fact": {
    "personalDataErased": {"subject": "G02", "decision": "test"}}}))
refused("payee_erased", "letter", G02, "--out", at("none.pdf"))
roles = [("root", "admin", None), ("eva", "evaluator", None), ("durand", "dcf", "351")]
done("append", "-", actor="root", data="\n".join(json.dumps(
    {"key": f"role-{person}", "on": "2025-03-18",
     "fact": {"roleGranted": {"person": person, "role": role, **({"cpam": cpam} if cpam else {})}}})
    for person, role, cpam in roles))
refused("not_allowed", "letter", again["order"], "--out", at("none.pdf"), actor="eva")
done("letter", again["order"], "--out", at("last.pdf"))
assert not os.path.exists(at("none.pdf"))
assert not done("verify", actor=None)["differences"]
shutil.rmtree(work)
print("letters: what they say, how they are made, and what is refused")
