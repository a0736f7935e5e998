"""Every command of `ipep` once, in an order in which each is done: for tests that ask something of all of them.

    life = Life(ipep, data, folder)        an empty folder to work in
    life.live(run)                         run(*words) runs `ipep --ledger … *words` as the test wishes

A command that `ipep --help` lists and this life leaves out fails the test that lives it.
"""
import hashlib
import json
import os
import random
import re
import subprocess

from target_day import next_target_day

IBAN = "FR7630006000011234567890189"


class Life:
    def __init__(self, ipep, data, folder):
        self.ipep, self.data, self.folder = ipep, data, folder
        self.ledger = self.at("ledger")
        self.seen = set()
        self.made = 0

    def at(self, name):
        return os.path.join(self.folder, name)

    def new(self, name):
        """A name nobody has yet, for what a command makes."""
        self.made += 1
        return self.at(f"made-{self.made}-{name}")

    def ask(self, *words):
        """What the ledger says, whatever becomes of the commands under test."""
        done = subprocess.run([self.ipep, "--ledger", self.ledger, "--format", "json", "--lang", "en", *words],
                              capture_output=True, text=True)
        assert done.returncode == 0, (words, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def write(self, name, text):
        with open(self.at(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.at(name)

    def patients(self):
        draw = random.Random(5)
        lines = ["id,age,female,ald,cmuc,acs,apl,spending,ame,declared,reimbursed,visits"]
        for number in range(400):
            age, female = draw.randrange(18, 90), draw.randrange(2)
            spending = 200 + 12 * age + 90 * female + draw.randrange(400)
            lines.append(f"p{number},{age},{female},{draw.randrange(2)},{draw.randrange(2)},{draw.randrange(2)},"
                         f"{draw.randrange(9)}.5,{spending}.00,0,1,1,2")
        return self.write("patients.csv", "\n".join(lines) + "\n")

    def live(self, run):
        def command(*words):
            self.seen.add(words[0])
            return run(*[str(word) for word in words])

        anne, martin, durand = ("--actor", "anne"), ("--actor", "martin"), ("--actor", "durand")
        command("init", "--origin", "test")
        command("append", os.path.join(self.data, "worked.jsonl"))
        for year in (2019, 2020):
            command("settle", year, "--on", "2025-01-15", *anne)
        self.filling_in(command)
        self.reading(command)
        command("refuse", 2019, "--reason", "counted twice?", "--on", "2025-01-16", "--actor", "zoe")
        command("validate", 2019, "--on", "2025-01-16", "--actor", "zoe")
        self.paying(command, martin, durand)
        self.keeping(command)

    def filling_in(self, command):
        sheet = self.new("template.csv")
        command("template", 2021, "--out", sheet)
        command("template", 2021, "--out", self.new("template.xlsx"))
        command("import", sheet, "--dry-run", "--errors", self.new("errors.xlsx"))
        command("import", sheet)

    def reading(self, command):
        for words in (["settlement", 2019], ["settlements"], ["balances"], ["envelope"], ["statement", "G01"],
                      ["events"], ["rules"],
                      ["explain", "settlement/2019/G01/due"], ["history", "settlement/2019/G01/due"], ["diff", 20, 140],
                      ["simulate", "--spending", "-0.5%"], ["review", "assumed"], ["help"], ["help", "facts"],
                      ["help", "refusals"], ["help", "grounds"], ["report", 2020]):
            command(*words)
        command("simulate", "--sweep", "spending=-1%:1%:1%", "--svg", self.new("sweep.svg"))
        command("simulate", "--set", "caps.groupement=0.01", "--without", "G02", "--csv", self.new("simulation.csv"))
        command("simulate", "--draws", 3)
        command("simulate", "--break-even", "spending=-5%:5%:0.1%")
        sample, model = self.patients(), self.new("model.json")
        command("adjust", "fit", sample, "--out", model, "--split", self.new("split.csv"))
        command("adjust", "apply", model, sample, "--groupement", "G02", "--year", 2021)

    def paying(self, command, martin, durand):
        payee = {"name": "G03 & Cie", "iban": IBAN, "bic": "AGRIFRPP"}
        moved = {"groupement": "G03", "reason": "moved", "payee": payee}
        rib = self.write("rib.csv", "holder;G03\n")
        source = {"reference": "RIB", "sha256": hashlib.sha256(b"holder;G03\n").hexdigest()}
        fact = {"key": "moved", "on": "2025-02-01", "source": source, "fact": {"payeeChanged": moved}}
        command("append", self.write("facts.jsonl", json.dumps(fact) + "\n"), "--actor", "anne")
        [changed] = self.ask("events", "--kind", "payeeChanged")
        command("keep-voucher", changed["position"], rib)
        command("voucher", changed["position"], "--out", self.new("rib.csv"))
        command("confirm", "moved", "--checks", "--actor", "zoe")
        command("confirm", "moved", "--on", "2025-02-02", "--actor", "zoe")
        again = {"key": "again", "on": "2025-02-03", "fact": {"payeeChanged": {**moved, "reason": "again"}}}
        command("append", self.write("again.jsonl", json.dumps(again) + "\n"), "--actor", "anne")
        command("confirm", "again", "--document", rib, "--on", "2025-02-04", "--actor", "zoe")
        command("order", "351", "--on", "2025-03-01", *martin)
        [orders] = [one["orders"] for one in self.ask("orders")]
        names = [one["order"] for one in orders]
        command("orders")
        command("approve", names[0], "--checks", "--on", "2025-03-02", *durand)
        command("approve", "--cpam", "351", "--checks", "--on", "2025-03-02", *durand)
        command("suspend", names[0], "--ground", "a doubt", "--on", "2025-03-02", *durand)
        command("requisition", names[0], "--document", "D1", "--on", "2025-03-02", *martin)
        command("cancel", names[1], "--reason", "twice", "--on", "2025-03-02", *martin)
        command("approve", names[0], *names[2:], "--on", "2025-03-02", *durand)
        command("approve", "--cpam", "351", "--on", "2025-03-02", *durand)
        debtor = self.write("debtor.toml", f'name = "CPAM de test"\niban = "{IBAN}"\nbic = "AGRIFRPP"\n')
        command("issue", "351", "--debtor", debtor, "--execute", next_target_day(), "--out", self.new("v.xml"), "--on",
                "2025-03-03", *durand)
        [issued] = self.ask("events", "--kind", "fileIssued")
        command("file", issued["body"]["message"], "--out", self.new("again.xml"), *durand)
        command("bank", self.answer(issued["body"], orders), "--on", "2025-03-04", *durand)
        command("bank", self.stray(), "--on", "2025-03-04", *durand)
        [[line]] = [one["unmatched"] for one in self.ask("reconcile", "351")]
        command("explain-line", "351", line["line"], "--aside", "--reason", "fees", "--on", "2025-03-04", *durand)
        command("confirm-line", "351", line["line"], "--on", "2025-03-04", *martin)
        command("resolve", names[2], "--as", "rejected", "--document", "L1", "--on", "2025-03-05", *martin)
        command("letter", names[0], "--out", self.new("letter.pdf"))
        command("letter", names[0])
        command("letters", issued["body"]["message"], "--out", self.new("letters.pdf"))
        command("letters", issued["body"]["message"], "--out", self.new("letters"), "--each")
        command("notice", 2019, "G01", "--out", self.new("notice.pdf"))
        command("notice", 2019, "--out", self.new("notices"))
        command("notice", 2019)
        for words in (["reconcile"], ["trial-balance"], ["account-ledger"], ["general-ledger"], ["variation-table"],
                      ["bank-reconciliation"], ["closing-checklist"]):
            command(*words, "351", *(["407100"] if words == ["account-ledger"] else []))
        for style in ("hledger", "ledger", "beancount", "fec", "fec-xml", "csv"):
            command("journal", "351", "--style", style)
        oldest = min(one["on"] for one in self.ask("events", "--kind", "seedTrancheReleased"))[:7]
        command("close-month", "351", oldest, "--on", "2025-03-06", *durand)

    def answer(self, issued, orders):
        """The bank accepts the first transfer of the file."""
        told = (f"<TxInfAndSts><OrgnlEndToEndId>{orders[0]['endToEndId']}</OrgnlEndToEndId><TxSts>ACCP</TxSts>"
                "</TxInfAndSts>")
        return self.write("answer.xml", '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">'
                          "<CstmrPmtStsRpt><GrpHdr><MsgId>A1</MsgId><CreDtTm>2025-03-04T09:00:00Z</CreDtTm></GrpHdr>"
                          f"<OrgnlGrpInfAndSts><OrgnlMsgId>{issued['message']}</OrgnlMsgId>"
                          "<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>"
                          f"<OrgnlPmtInfId>{issued['batch']}</OrgnlPmtInfId>{told}</OrgnlPmtInfAndSts>"
                          "</CstmrPmtStsRpt></Document>")

    def stray(self):
        """A statement with a debit that nothing explains."""
        return self.write("stray.xml", '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
                          "<BkToCstmrStmt><GrpHdr><MsgId>S1</MsgId><CreDtTm>2025-03-04T20:00:00Z</CreDtTm></GrpHdr>"
                          f"<Stmt><Id>S1</Id><Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct><Ntry>"
                          '<Amt Ccy="EUR">12.34</Amt>'
                          "<CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2025-03-04</Dt></BookgDt>"
                          "<NtryDtls><TxDtls><Refs><EndToEndId>FEES</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"
                          "</Stmt></BkToCstmrStmt></Document>")

    def keeping(self, command):
        key = self.new("key")
        command("key", "new", key)
        command("checkpoint", "--key", key)
        self.from_outside(command, key)
        command("prove", "inclusion", 1)
        command("prove", "consistency", 1, 2)
        command("prove", "amount", "settlement/2019/G01/due", "--out", self.new("proof.json"))
        command("prove", "balance", "G01", "--out", self.new("balance.json"))
        command("prove", "statement", "G01", "--out", self.new("statement.json"))
        command("prove", "settlement", 2019, "--out", self.new("settlement.json"))
        command("prove", "balances", "--out", self.new("balances.json"))
        command("prove", "envelope", "--out", self.new("envelope.json"))
        command("leaf", 1)
        command("verify")
        command("rebuild")
        backups = self.new("backups")
        command("backup", backups)
        self.restoring(command, backups)
        command("export", "audit", self.new("pack"), "--key", key)
        command("export", "panel", self.new("panel"), "--xlsx", "--stata", "--sqlite")
        tokens = self.new("tokens")
        command("token", "new", "DURAND", "--tokens", tokens)
        command("token", "revoke", "DURAND", "--tokens", tokens)
        self.is_every_command()

    def from_outside(self, command, key):
        """`witness serve` ends by a signal alone: witness_test.py."""
        note = subprocess.run([self.ipep, "--ledger", self.ledger, "checkpoint", "--key", key], capture_output=True,
                              text=True, check=True).stdout
        witness = self.new("witness")
        command("witness", "new", witness, "--name", "w.example")
        verifier = subprocess.run([self.ipep, "key", "new", self.new("key")], capture_output=True, text=True,
                                  check=True).stdout.strip()
        command("witness", "add", witness, verifier)
        command("timestamp", "request", self.write("note", note), "--out", self.new("request"))

    def restoring(self, command, backups):
        """The one command that makes another ledger: `ledger` names it meanwhile."""
        kept, self.ledger = self.ledger, self.new("restored")
        command("restore", backups)
        self.ledger = kept

    def is_every_command(self):
        listed = subprocess.run([self.ipep, "--lang", "en", "--help"], capture_output=True, text=True).stdout
        names = set(re.findall(r"^  ([a-z][a-z-]+)  ", listed, re.M))
        names.remove("log")  # `log copy` needs a database: cluster_test.py
        assert len(names) > 40 and names == self.seen, (names ^ self.seen)
