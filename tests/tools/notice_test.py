#!/usr/bin/env python3
"""notice_test.py IPEP DATA: the notice of results of each groupement and year, as who sends it and who gets it see it.

Every figure of it is the settlement's, its steps add up, the points are those of the derivation; a year of which
nothing is due has one too; what pdftotext reads is what the terminal says; the same settlement gives the same bytes;
and what is refused. Poppler's tools are named where they are absent.
"""
import json, os, shutil, subprocess, sys, tempfile, unittest
from decimal import Decimal

IPEP, DATA = sys.argv[1:3]
YEARS = range(2019, 2024)


def number(text):
    return Decimal(text.split("€")[0].replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
                   .replace("−", "-").replace(",", "."))


class Notices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for name in ("edges", "worked"):
            cls.of(name)
            cls.run_ipep("init")
            cls.run_ipep("append", os.path.join(DATA, name + ".jsonl"))
            for year in YEARS:
                cls.run_ipep("settle", year)

    def setUp(self):
        self.of("worked")

    @classmethod
    def of(cls, name):
        cls.ledger = os.path.join(cls.folder.name, name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def ask(cls, *words, form="json", **environment):
        return subprocess.run([IPEP, "--ledger", cls.ledger, "--format", form, *map(str, words)], capture_output=True,
                              text=True, env={**os.environ, "LANG": "C.UTF-8", **environment})

    @classmethod
    def run_ipep(cls, *words, **more):
        done = cls.ask(*words, **more)
        assert done.returncode == 0, (words, done.stderr)
        return json.loads(done.stdout) if more.get("form", "json") == "json" else done.stdout

    def refused(self, code, *words, exits=1):
        done = self.ask(*words)
        self.assertEqual((json.loads(done.stderr)["code"], done.returncode), (code, exits), words)

    def at(self, name):
        return os.path.join(self.folder.name, name)

    def notices(self):
        for year in YEARS:
            rows = {row["groupement"]: row for row in self.run_ipep("settlement", year)["groupements"]}
            told = self.run_ipep("notice", year)["notices"]
            self.assertEqual([one["groupement"] for one in told], sorted(rows))
            for one in told:
                yield year, rows[one["groupement"]], one["sections"]

    def test_every_figure_is_the_settlements(self):
        nothing_due = 0
        self.of("edges")  # of some groups nothing is due
        for year, row, (amount, quality, spending, assumed, explained) in self.notices():
            figures = {cells[0]: number(cells[1]) for cells in amount["rows"]}
            steps = [number(cells[1]) for cells in amount["rows"]]
            self.assertEqual(sum(steps[:4]), steps[4], "the net of caps is the sum of the steps before it")
            self.assertEqual(sum(steps[4:7]), steps[7], "so is what is due")
            self.assertEqual(steps[7], Decimal(row["due"]))
            self.assertEqual(steps[4], Decimal(row["net"]))
            self.assertIn(number(spending["rows"][-1][1]), figures.values())
            self.assertEqual(number(quality["rows"][-1][-1]), round(Decimal(row["score"]), 2))
            nothing_due += row["due"] == "0.00"
            said = " ".join(amount["said"])
            self.assertEqual("Aucun intéressement" in said, row["due"] == "0.00", said)
            self.assertIn(f"settlement/{year}/{row['groupement']}/due", explained["said"][0])
            # A value that the rules adopt without a source of its own is not cited with another text.
            self.assertTrue(all("CDC 2019" in cells[0] or cells[0] == "sans source" for cells in assumed["rows"]))
        self.assertGreater(nothing_due, 0)

    def test_each_indicator_has_its_points_and_its_values(self):
        seen = 0
        for year, row, (_, quality, *_) in self.notices():
            told = self.run_ipep("explain", f"settlement/{year}/{row['groupement']}/score", "--full")
            points = {}

            def walk(node):
                if node["name"].startswith("points["):
                    points[node["name"][7:-1]] = node
                for one in node.get("inputs", []):
                    walk(one)

            walk(told)
            rows = {cells[0].split()[0]: cells for cells in quality["rows"] if cells[1]}
            self.assertEqual(sorted(rows), sorted(points))
            for indicator, cells in rows.items():
                self.assertEqual(number(cells[-1]), Decimal(points[indicator]["value"]))
                inputs = {one["name"].split("[")[0]: one["value"] for one in points[indicator]["inputs"]}
                self.assertEqual(number(cells[2]), Decimal(inputs["value"]))
                if "valueBefore" in inputs:
                    self.assertEqual(number(cells[3]), Decimal(inputs["valueBefore"]))
                seen += 1
        self.assertGreater(seen, 20)

    def test_the_paper_says_what_the_terminal_says(self):
        text = self.run_ipep("notice", 2021, "G02", form="text")
        self.assertEqual(text, self.run_ipep("notice", "G02", 2021, form="text"))
        self.assertIn("Avis de résultats de l'année 2021", text)
        self.assertIn("Taux de passages aux urgences", " ".join(text.split()))
        self.run_ipep("notice", 2021, "--out", self.at("all"))
        self.assertEqual(sorted(os.listdir(self.at("all"))), ["2021-G01.pdf", "2021-G02.pdf", "2021-G03.pdf"])
        made = []
        wishes = (("fr", [], {"LANG": "fr_FR.UTF-8"}), ("en", ["--lang", "en"], {"TZ": "Asia/Tokyo"}))
        for name, words, environment in wishes:
            self.run_ipep("notice", 2021, "G02", "--out", self.at(name), *words, **environment)
            with open(self.at(name), "rb") as file:
                made.append(file.read())
        with open(os.path.join(self.at("all"), "2021-G02.pdf"), "rb") as file:
            made.append(file.read())
        self.assertEqual(made[0], made[1])
        self.assertEqual(made[0], made[2])
        if not shutil.which("pdftotext"):
            self.skipTest("pdftotext is absent: the paper was not read")
        read = subprocess.run(["pdftotext", "-layout", self.at("fr"), "-"], check=True, capture_output=True, text=True)
        paper = " ".join(read.stdout.split())
        for cells in self.run_ipep("notice", 2021, "G02")["notices"][0]["sections"][0]["rows"]:
            for cell in cells:
                self.assertIn(" ".join(cell.split()), paper)
        info = subprocess.run(["pdfinfo", self.at("fr")], check=True, capture_output=True, text=True).stdout
        self.assertRegex(info, r"Tagged: +yes")

    def test_what_cannot_be_told_is_refused(self):
        self.refused("settlement_absent", "notice", 2030)
        self.refused("unknown_groupement", "notice", 2021, "G99")
        with open(self.at("taken"), "w") as file:
            file.write("x")
        self.refused("file_exists", "notice", 2021, "G01", "--out", self.at("taken"))
        os.mkdir(self.at("full"))
        with open(os.path.join(self.at("full"), "x"), "w") as file:
            file.write("x")
        self.refused("folder_not_empty", "notice", 2021, "--out", self.at("full"))
        self.assertEqual(os.listdir(self.at("full")), ["x"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
