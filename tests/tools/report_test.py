#!/usr/bin/env python3
"""report_test.py IPEP DATA: the national report, as text, JSON, CSV and PDF; and the rules offered to be adopted.

Its sums over titles and waves are the envelope's, year by year; budgets are the text's; what is to come is stated
under three hypotheses; the same state gives the same bytes; who does not read all groupements is refused.
"""
import csv, json, os, shutil, subprocess, sys, tempfile, unittest
from collections import defaultdict
from decimal import Decimal

IPEP, DATA = sys.argv[1:3]


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.ledger = os.path.join(cls.folder.name, "ledger")
        cls.ask("init", "--trial")
        cls.answer("append", os.path.join(DATA, "worked.jsonl"))
        for year in (2019, 2020, 2021):
            cls.answer("settle", year)
        cls.answer("--actor", "martin", "order", "351")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def ask(cls, *words, form="json"):
        return subprocess.run([IPEP, "--ledger", cls.ledger, "--format", form, *map(str, words)], capture_output=True,
                              text=True, env={**os.environ, "LANG": "C.UTF-8", "IPEP_NOW": "2024-06-03T12:00:00Z"})

    @classmethod
    def answer(cls, *words, **more):
        done = cls.ask(*words, **more)
        assert done.returncode == 0, (words, done.stderr)
        return json.loads(done.stdout) if more.get("form", "json") == "json" else done.stdout

    def at(self, name):
        return os.path.join(self.folder.name, name)

    def test_its_sums_are_the_envelopes(self):
        report, envelope = self.answer("report", 2021), self.answer("envelope")
        used = {title["title"]: {year["paymentYear"]: year for year in title["years"]} for title in report["titles"]}
        for row in envelope["years"]:
            year = row["paymentYear"]
            of = lambda title, figure: Decimal(used[title][year][figure])
            self.assertEqual(of("seedCredit", "owed"), Decimal(row["seedCredits"]), year)
            self.assertEqual(of("incentive", "owed"), Decimal(row["settled"]), year)
            for figure in ("ordered", "paid"):
                self.assertEqual(of("seedCredit", figure) + of("incentive", figure), Decimal(row[figure]), year)
        for years in used.values():
            for row in years.values():
                for figure in ("owed", "ordered", "paid"):
                    self.assertEqual(sum(Decimal(wave[figure]) for wave in row["waves"]), Decimal(row[figure]))
        self.assertEqual({row["paymentYear"]: row["amount"] for row in report["budgeted"]},
                         {row["paymentYear"]: row["budgeted"] for row in envelope["years"]
                          if row["budgeted"] != "0.00"})

    def test_the_text_budgets_two_titles(self):
        budgets = {title["title"]: [(row["paymentYear"], row["budget"]) for row in title["years"]
                                    if row["budget"] != "0.00"] for title in self.answer("report", 2021)["titles"]}
        self.assertEqual(budgets["incentive"], [(2020, "4000000.00")] + [(y, "7000000.00") for y in range(2021, 2025)])
        self.assertEqual(budgets["seedCredit"], [(2019, "1500000.00"), (2020, "1500000.00")])

    def test_what_is_committed_and_what_is_to_come(self):
        report = self.answer("report", 2022)
        for title in report["titles"]:
            committed = {name: Decimal(amount) for name, amount in title["commitments"].items()}
            self.assertEqual(committed["toOrder"], committed["owed"] - committed["ordered"])
            self.assertEqual(committed["toPay"], committed["ordered"] - committed["paid"])
            self.assertEqual(committed["promised"], committed["granted"] - committed["owed"])
        self.assertEqual([row["paymentYear"] for row in report["forecast"]], [2023, 2024])
        settled = {row["groupement"]: row for row in self.answer("settlement", 2021)["groupements"]}
        self.assertEqual(report["forecast"][0]["groupements"], len(settled))
        self.assertEqual(Decimal(report["forecast"][0]["central"]), sum(Decimal(r["due"]) for r in settled.values()))
        cents = lambda amount: (Decimal(amount) / 100).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        self.assertEqual(Decimal(report["forecast"][0]["high"]), sum(cents(r["expenditure"]) for r in settled.values()))
        for row in report["forecast"]:
            self.assertLessEqual(Decimal(row["central"]), Decimal(row["high"]))
        self.assertLess(report["forecast"][1]["groupements"], len(settled), "wave 1 has ended by then")

    def test_as_csv_it_is_the_same(self):
        self.answer("report", 2021, "--out", self.at("r.csv"))
        with open(self.at("r.csv")) as file:
            rows = list(csv.DictReader(file))
        sums = defaultdict(Decimal)
        for row in rows:
            sums[row["title"], row["payment_year"], row["figure"]] += Decimal(row["amount"])
        for title in self.answer("report", 2021)["titles"]:
            for year in title["years"]:
                for figure in ("owed", "ordered", "paid", "budget"):
                    told = sums[title["title"], str(year["paymentYear"]), figure]
                    self.assertEqual(told, Decimal(year[figure]), (title["title"], year["paymentYear"], figure))

    def test_as_a_paper_it_says_its_hypotheses(self):
        text = self.answer("report", 2021, form="text")
        for said in ("Rapport national", "Intéressement", "Crédits d'amorçage", "vague 1", "vague 2", "Engagements",
                     "Hypothèse basse", "Hypothèse centrale", "Hypothèse haute", "CDC 2019 §9", "Essai"):
            self.assertIn(said, " ".join(text.split()))
        if not shutil.which("pdftotext"):
            return print("     skipped: the PDF is read with poppler's pdftotext")
        for name in ("a.pdf", "b.pdf"):
            self.answer("report", 2021, "--out", self.at(name))
        with open(self.at("a.pdf"), "rb") as first, open(self.at("b.pdf"), "rb") as second:
            self.assertEqual(first.read(), second.read())
        read = subprocess.run(["pdftotext", "-layout", self.at("a.pdf"), "-"], capture_output=True, text=True).stdout
        for said in ("Rapport national", "Engagements", "7 000 000,00", "Hypothèse haute"):
            self.assertIn(said, read.replace("\u202f", " ").replace("\u00a0", " "))

    def test_the_past_has_its_own(self):
        done = self.answer("--as-of", "0", "report", 2021)
        self.assertEqual((done["position"], done["forecast"]), (0, []))
        self.assertEqual(self.answer("--as-of", "0", "report", 2021, form="text").count("Total"), 6)

    def test_what_is_refused(self):
        self.assertEqual(self.ask("report", "21").returncode, 2)
        self.assertEqual(self.ask("report", "next").returncode, 2)
        self.answer("report", 2021, "--out", self.at("once.csv"))
        again = self.ask("report", 2021, "--out", self.at("once.csv"))
        self.assertEqual((again.returncode, json.loads(again.stderr)["code"]), (1, "file_exists"))

    def test_the_rules_offered_are_adopted_as_they_are(self):
        lines = [self.answer("rules", "--shipped", form="text"),
                 self.answer("rules", "--shipped", "--edition", "cdc-2019", form="text")]
        self.assertEqual([json.loads(line)["fact"]["rulesAdopted"]["rules"] for line in lines],
                         ["cdc-2019-r2", "cdc-2019"])
        self.assertIn("cdc-2019-r2", self.answer("rules", form="text"))
        self.assertEqual(self.ask("rules", "--shipped", "--edition", "cdc-2099").returncode, 2)
        other = os.path.join(self.folder.name, "other")
        for words, text in ((["init"], None), (["append", "-"], lines[0]), (["append", "-"], lines[1])):
            done = subprocess.run([IPEP, "--ledger", other, *words], input=text, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
