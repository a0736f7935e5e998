#!/usr/bin/env python3
"""sheets_test.py IPEP DATA: facts out to a spreadsheet and in from one, as who fills it in meets it.

The template asks for exactly what a year waits for; filled in as a French or an English spreadsheet does, as CSV, XLSX
or ODS, it gives the settlement the JSON lines give; a sheet that is wrong in forty ways is told all of them at once, by
row and column, and nothing is recorded; the same facts again change nothing; files made to do harm are refused soon.
"""
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

from service_client import Server
from sheet_file import EPOCH_1904, Error, Formula, Number, Shared, ods, read_xlsx, xlsx

IPEP, DATA = sys.argv[1:3]
NOW = "2025-01-15T10:00:00Z"
HEADINGS = ["Groupement", "Nom", "Année", "Mesure", "Indicateur", "Libellé", "Unité", "N−1", "Valeur", "Jour",
            "Source"]
MEASURES = {"patients": ("patientsCounted", "patients"), "dépense réelle": ("expenditureMeasured", "actualPerPatient"),
            "dépense ajustée": ("expenditureMeasured", "adjustedPerPatient"),
            "indicateur": ("indicatorMeasured", "value"),
            "expérience des patients": ("experienceMeasured", "score")}
RESULTS = {kind for kind, member in MEASURES.values()}
with open(os.path.join(DATA, "worked.jsonl"), encoding="utf-8") as lines:
    WORKED = [json.loads(line) for line in lines if line.strip()]


def body(line):
    return next(iter(line["fact"].items()))


def is_result_from(line, year):
    kind, members = body(line)
    return kind in RESULTS and members["year"] >= year


def value_of(measure, groupement, year, indicator):
    kind, member = MEASURES[measure]
    for line in WORKED:
        known, members = body(line)
        if known == kind and members["groupement"] == groupement and str(members["year"]) == str(year) and \
                members.get("indicator", "") == indicator:
            return line, str(members[member])
    raise AssertionError((measure, groupement, year, indicator))


class Sheets(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.ledger = self.at("ledger")

    def at(self, name):
        return os.path.join(self.folder.name, name)

    def ask(self, *words, form="json", lang="fr", ledger=None):
        return subprocess.run([IPEP, "--ledger", ledger or self.ledger, "--format", form, "--lang", lang,
                               *map(str, words)], capture_output=True, text=True, timeout=120,
                              env={**os.environ, "IPEP_NOW": NOW, "IPEP_SEED": "1"})

    def tell(self, *words, exits=0, **more):
        done = self.ask(*words, **more)
        self.assertEqual(done.returncode, exits, (words, done.stdout[-2000:], done.stderr[-2000:]))
        return json.loads(done.stdout)

    def refused(self, code, *words):
        done = self.ask(*words)
        self.assertEqual((done.returncode, json.loads(done.stderr)["code"]), (1, code), (words, done.stdout))

    def write(self, name, data):
        with open(self.at(name), "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
        return self.at(name)

    def read(self, name):
        with open(self.at(name), "rb") as file:
            return file.read()

    def begin(self, until=2021, ledger=None):
        """A ledger that waits for the results of `until`, with all years before settled."""
        self.tell("init", "--trial", ledger=ledger)
        lines = [json.dumps(line) for line in WORKED if not is_result_from(line, until)]
        self.tell("append", self.write("begin.jsonl", "\n".join(lines) + "\n"), ledger=ledger)
        for year in range(2019, until):
            self.tell("settle", year, ledger=ledger)

    def head(self):
        return len(self.ask("events").stdout.splitlines())

    def expected(self, year=2021):
        """The settlement of the year as the JSON lines give it."""
        other = self.at("other")
        self.begin(year, ledger=other)
        lines = [json.dumps(line) for line in WORKED if is_result_from(line, year) and body(line)[1]["year"] == year]
        self.tell("append", self.write("results.jsonl", "\n".join(lines) + "\n"), ledger=other)
        return self.tell("settle", year, ledger=other)

    def template(self, year=2021, *more):
        name = f"template-{time.monotonic_ns()}.csv"
        self.tell("template", year, "--out", self.at(name), *more)
        text = self.read(name).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";"))
        self.assertEqual(rows[0], HEADINGS)
        return rows[1:]

    def filled(self, rows):
        """Each with its value, day and source as recorded in the example."""
        for row in rows:
            line, value = value_of(row[3], row[0], row[2], row[4])
            yield row[:8] + [value, line["on"], line["source"]["reference"]]

    def csv(self, rows, separator=";", headings=HEADINGS):
        out = io.StringIO()
        csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows([headings, *rows])
        return out.getvalue()

    def take(self, data, *more, exits=0, name="sheet"):
        return self.tell("import", self.write(name, data), *more, exits=exits)

    def codes(self, answer):
        return [(one["row"], one["column"], one["code"]) for one in answer["errors"]]

    def assert_settled(self, expected):
        settled = self.tell("settle", 2021)
        self.assertEqual(settled, expected)

    # What is asked for, and the way round.

    def test_the_template_asks_for_exactly_what_the_year_waits_for(self):
        self.begin()
        done = self.ask("settle", 2021)
        missing = json.loads(done.stderr)["missing"]
        wanted = sorted((one["groupement"], one.get("indicator") or "", str(one["year"])) for one in missing)
        asked = sorted((row[0], row[4], row[2]) for row in self.template() if row[3] != "dépense ajustée")
        self.assertEqual(asked, wanted)
        g02 = next(row for row in self.template() if row[:5] == ["G02", "Groupement G02", "2021", "dépense réelle", ""])
        self.assertEqual(g02[6:], ["euros par patient", "2900,00", "", "15/01/2025", ""])
        self.assertTrue(all(row[8] == "" for row in self.template()))
        self.assertEqual(self.template(2021, "--cpam", "351"), self.template())
        self.refused("unknown_cpam", "template", 2021, "--cpam", "999", "--out", self.at("x.csv"))
        self.refused("no_groupement", "template", 1999, "--out", self.at("x.csv"))
        self.assertEqual(self.ask("template", 2021, "--out", self.at("x.doc")).returncode, 2)
        self.write("there.csv", "")
        self.refused("file_exists", "template", 2021, "--out", self.at("there.csv"))

    def test_the_template_in_english_and_with_nothing_missing(self):
        self.begin()
        self.tell("template", 2021, "--out", self.at("en.csv"), lang="en")
        first = self.read("en.csv").decode("utf-8-sig").splitlines()[0]
        self.assertEqual(first, "Groupement,Name,Year,Measure,Indicator,Meaning,Unit,Year before,Value,Day,Source")
        self.tell("template", 2020, "--out", self.at("none.csv"))
        self.assertEqual(len(self.read("none.csv").decode().splitlines()), 1)

    def test_round_trip_as_french_csv(self):
        expected = self.expected()
        self.begin()
        rows = [row[:8] + [row[8].replace(".", ","), "/".join(reversed(row[9].split("-"))), row[10]]
                for row in self.filled(self.template())]
        data = "\ufeff" + self.csv(rows)
        before = self.head()
        trial = self.take(data, "--dry-run")
        self.assertEqual(self.head(), before)
        self.assertEqual({one["groupement"]: one["after"] for one in trial["settlement"]["due"]},
                         {one["groupement"]: one["due"] for one in expected["groupements"]})
        told = self.take(data)
        self.assertEqual((told["errors"], told["repeated"], told["appended"]), ([], 0, trial["appended"]))
        again = self.take(data, name="another name")
        self.assertEqual((again["appended"], again["repeated"]), (0, told["appended"]))
        turned = self.take(self.csv(list(reversed(rows))))
        self.assertEqual((turned["appended"], turned["repeated"]), (0, told["appended"]))
        sources = [json.loads(line).get("source", {})
                   for line in self.ask("events", "--from", before + 1).stdout.splitlines()]
        self.assertEqual(len({one["sha256"] for one in sources}), 1)
        self.assertIn({"SNDS 2021"}, [{one["reference"] for one in sources if one["reference"].startswith("SNDS")}])
        self.assert_settled(expected)

    def test_round_trip_as_english_csv_in_windows_1252_and_utf_16(self):
        expected = self.expected()
        self.begin()
        rows = list(self.filled(self.template()))
        headings = ["Groupement", "Name", "Year", "Measure", "Indicator", "Meaning", "Unit", "Year before", "Value",
                    "Day", "Source"]
        words = {"dépense réelle": "actual spending", "dépense ajustée": "Adjusted  Spending",
                 "indicateur": "INDICATOR", "expérience des patients": "Patients’ experience"}
        rows = [row[:3] + [words.get(row[3], row[3])] + row[4:] for row in rows]
        told = self.take(self.csv(rows[:9], ",", headings).encode("cp1252"))
        self.assertEqual(told["errors"], [])
        told = self.take(b"\xff\xfe" + self.csv(rows, "\t", headings).encode("utf-16-le"))
        self.assertEqual((told["errors"], told["repeated"] > 0), ([], True))
        self.assert_settled(expected)

    def test_round_trip_as_xlsx_from_its_own_template(self):
        expected = self.expected()
        self.begin()
        self.tell("template", 2021, "--out", self.at("t.xlsx"))
        rows = read_xlsx(self.read("t.xlsx"))
        self.assertEqual([rows[0][one] for one in "ABCDEFGHIJK"], HEADINGS)
        self.assertEqual(self.read("t.xlsx")[:2], b"PK")
        plain = [[row.get(one, "") for one in "ABCDEFGHIJK"] for row in rows[1:]]
        self.assertEqual([row[:5] for row in plain], [row[:5] for row in self.template()])
        with zipfile.ZipFile(self.at("t.xlsx")) as archive:
            self.assertIn("dataValidation", archive.read("xl/worksheets/sheet1.xml").decode())
        for made, serial in (("", 44712), (EPOCH_1904, 44712 - 1462)):
            cells = []
            for row in self.filled(plain):
                day = Number(serial) if row[9] == "2022-05-31" else row[9]
                cells.append([Shared(row[0]), None, Number(row[2]), row[3], row[4] or None, None, None, None,
                              Number(row[8]), day, row[10]])
            told = self.take(xlsx([HEADINGS, *cells], workbook=made))
            self.assertEqual(told["errors"], [])
        self.assertEqual(told["appended"], 0)
        self.assert_settled(expected)

    def test_round_trip_as_ods(self):
        expected = self.expected()
        self.begin()
        rows = [[*row[:2], Number(row[2]), row[3], row[4] or None, None, None, None, Number(row[8]), *row[9:]]
                for row in self.filled(self.template())]
        told = self.take(ods([HEADINGS, *rows]))
        self.assertEqual(told["errors"], [])
        self.assert_settled(expected)

    # What people write.

    def given(self, value, measure="dépense réelle", day="31/05/2022", groupement="G01", year="2021", indicator="",
              source=""):
        return [groupement, "", year, measure, indicator, "", "", "", value, day, source]

    def values(self, answer):
        return [one["value"] for fact in answer["facts"] for one in fact["values"]]

    def test_numbers_as_they_are_written(self):
        self.begin()
        adjusted = self.given("2500", "dépense ajustée")
        for text, read, *more in [
                ("1 234,5", "1234.5"), ("1\u00a0234,50", "1234.50"), ("1\u202f234,567", "1234.567"),
                ("2362,406166", "2362.406166"),
                ("1.234,56", "1234.56"), ("1.234.567,8", "1234567.8"), ("2 500 €", "2500"), ("+2500", "2500"),
                ("2500.", None), ("02500,0", "2500.0"), (" 2500 ", "2500"), ("1,234", "1.234"), ("1,234", "1234", ","),
                ("1,234.5", "1234.5", ","), ("2500.125", "2500.125", ","), ("1.234", None), ("1 23", None),
                ("1,2,3", None),
                ("1,234,56", None), ("12e3", None), ("0x10", None), ("2 500,1 2", None), ("(5)", None)]:
            with self.subTest(text=text, more=more):
                others = [self.given("1,234,567.5", groupement="G02"),
                          self.given("2500", "dépense ajustée", groupement="G02")]
                answer = self.tell("import", self.write("sheet", self.csv(
                    [self.given(text), adjusted, *(others if more and text == "1,234" else [])], *more)), "--dry-run",
                    exits=0 if read else 1)
                if read:
                    self.assertEqual(self.values(answer)[0], read)
                else:
                    self.assertEqual([one["column"] for one in answer["errors"]], ["I"])

    def test_shares_counts_and_cells_of_numbers(self):
        self.begin()
        for measure, cell, read in [
                ("indicateur", "85 %", "0.85"), ("indicateur", "85,25%", "0.8525"), ("indicateur", "0,850", "0.850"),
                ("indicateur", ",5", "0.5"), ("indicateur", "5%", "0.05"), ("patients", "10 000", "10000"),
                ("patients", "10.000", None), ("patients", "10000,00", "10000"), ("patients", "10000,5", None),
                ("patients", "10 %", None)]:
            with self.subTest(cell=cell):
                row = self.given(cell, measure, indicator="S01" if measure == "indicateur" else "")
                answer = self.take(self.csv([row]), "--dry-run", exits=0 if read else 1)
                self.assertEqual(self.values(answer)[:1], [read] if read else [])
        for text, read in [("0.1", "0.1"), ("0.30000000000000004", "0.3"), ("1.0000000000000001E-2", "0.01"),
                           ("8.5E-1", "0.85"), ("0.99999999999999989", "1"), ("1", "1"), ("0", "0")]:
            with self.subTest(number=text):
                row = self.given(Number(text), "indicateur", indicator="S01")
                answer = self.take(xlsx([HEADINGS, row]), "--dry-run")
                self.assertEqual(self.values(answer), [read])

    def test_days_and_identifiers(self):
        self.begin()
        for day, read in [("31/05/2022", "2022-05-31"), ("1/6/2022", "2022-06-01"), ("31.05.2022", "2022-05-31"),
                          ("31-05-2022", "2022-05-31"), ("2022-05-31", "2022-05-31"), ("31/02/2022", None),
                          ("05/31/2022", None), ("31/05/22", None), ("31 mai 2022", None)]:
            with self.subTest(day=day):
                row = self.given("10000", "patients", day)
                answer = self.take(self.csv([row]), "--dry-run", exits=0 if read else 1)
                self.assertEqual([one["on"] for one in answer["facts"]], [read] if read else [])
        for serial, system, read in [(44712, "", "2022-05-31"), (43250, EPOCH_1904, "2022-05-31"),
                                     ("44712.5", "", None), (60, "", None),
                                     (59, "", "1900-02-28"), (61, "", "1900-03-01")]:
            with self.subTest(serial=serial):
                data = xlsx([HEADINGS, self.given(Number("10000"), "patients", Number(serial))], workbook=system)
                answer = self.tell("import", self.write("sheet", data), "--dry-run", exits=0 if read else 1)
                self.assertEqual([one["on"] for one in answer["facts"]], [read] if read else [])
        # 042 stays, as a text and as a number that shows its noughts.
        admitted = json.dumps({"key": "a42", "on": "2019-07-03", "fact": {"groupementAdmitted": {
            **next(body(line)[1] for line in WORKED if body(line)[0] == "groupementAdmitted"), "groupement": "042"}}})
        self.tell("append", self.write("a42.jsonl", admitted + "\n"))
        for cell in ("042", Number(42, 1)):
            answer = self.take(xlsx([HEADINGS, self.given(Number("9000"), "patients", groupement=cell)]), "--dry-run")
            self.assertEqual([one["groupement"] for one in answer["facts"]], ["042"])
        answer = self.take(self.csv([self.given("9000", "patients", groupement="G01 ")]), "--dry-run")
        self.assertEqual([(one["code"], one["column"]) for one in answer["warnings"]][:1], [("blanks_left_out", "A")])

    def test_formulas_runs_and_other_sheets(self):
        self.begin()
        answer = self.take(xlsx([["Un titre"], [], HEADINGS,
                                 self.given(Formula("10000"), Shared("patients")), [], self.given(None, "patients")]),
                           "--dry-run")
        self.assertEqual((self.values(answer), answer["unfilled"], answer["errors"]), (["10000"], 1, []))
        answer = self.take(xlsx([HEADINGS, self.given(Formula(None), "patients"),
                                 self.given(Error("#DIV/0!"), "patients", groupement="G02")]), exits=1)
        self.assertEqual(self.codes(answer), [(2, "I", "cell_not_computed"), (3, "I", "cell_is_error")])

    # All that is wrong, at once.

    WRONG = [
        (["G01", "", "2021", "patientz", "", "", "", "", "1", "31/05/2022", ""], "D", "measure_unknown"),
        (["", "", "2021", "patients", "", "", "", "", "1", "31/05/2022", ""], "A", "cell_needed"),
        (["G99", "", "2021", "patients", "", "", "", "", "900", "31/05/2022", ""], "A", "unknown_groupement"),
        (["G 01", "", "2021", "patients", "", "", "", "", "1", "31/05/2022", ""], "A", "identifier_malformed"),
        (["G01", "", "", "patients", "", "", "", "", "1", "31/05/2022", ""], "C", "cell_needed"),
        (["G01", "", "20x1", "patients", "", "", "", "", "1", "31/05/2022", ""], "C", "year_malformed"),
        (["G01", "", "3021", "patients", "", "", "", "", "1", "31/05/2022", ""], "C", "year_malformed"),
        (["G01", "", "2031", "patients", "", "", "", "", "900", "31/05/2032", ""], "C", "unknown_year"),
        (["G01", "", "2022", "patients", "S01", "", "", "", "1", "31/05/2022", ""], "E", "cell_not_needed"),
        (["G01", "", "2021", "indicateur", "", "", "", "", "0,5", "31/05/2022", ""], "E", "cell_needed"),
        (["G01", "", "2021", "indicateur", "S99", "", "", "", "0,5", "31/05/2022", ""], "E", "unknown_indicator"),
        (["G01", "", "2021", "indicateur", "S 1", "", "", "", "0,5", "31/05/2022", ""], "E", "identifier_malformed"),
        (["G01", "", "2021", "patients", "", "", "", "", "beaucoup", "31/05/2022", ""], "I", "number_malformed"),
        (["G02", "", "2021", "patients", "", "", "", "", "12,5", "31/05/2022", ""], "I", "number_malformed"),
        (["G02", "", "2022", "patients", "", "", "", "", "10.000", "31/05/2022", ""], "I", "number_ambiguous"),
        (["G02", "", "2022", "expérience des patients", "", "", "", "", "12 34,5", "31/05/2022", ""], "I",
         "number_malformed"),
        (["G02", "", "2021", "expérience des patients", "", "", "", "", "1.234", "31/05/2022", ""], "I",
         "number_ambiguous"),
        (["G03", "", "2022", "expérience des patients", "", "", "", "", "85 %", "31/05/2022", ""], "I",
         "number_malformed"),
        (["G03", "", "2022", "indicateur", "S01", "", "", "", "0,12345678901234567890", "31/05/2022", ""], "I",
         "number_malformed"),
        (["G03", "", "2021", "patients", "", "", "", "", "6000", "", ""], "J", "cell_needed"),
        (["G03", "", "2021", "indicateur", "S01", "", "", "", "0,5", "31/02/2022", ""], "J", "day_malformed"),
        (["G03", "", "2021", "indicateur", "S02", "", "", "", "0,5", "05/31/2022", ""], "J", "day_malformed"),
        (["G03", "", "2021", "indicateur", "S03", "", "", "", "0,5", "31/05/22", ""], "J", "day_malformed"),
        (["G01", "", "2021", "dépense réelle", "", "", "", "", "2500,1", "31/05/2022", ""], "I", "measure_incomplete"),
        (["G02", "", "2021", "dépense ajustée", "", "", "", "", "2500,1", "31/05/2022", ""], "I", "measure_incomplete"),
        (["G03", "", "2021", "dépense réelle", "", "", "", "", "-5", "31/05/2022", ""], "I", "spending_negative"),
        (["G03", "", "2021", "dépense ajustée", "", "", "", "", "2500", "31/05/2022", ""], None, None),
        (["G01", "", "2022", "dépense réelle", "", "", "", "", "2500", "31/05/2023", ""], None, None),
        (["G01", "", "2022", "dépense ajustée", "", "", "", "", "0", "31/05/2023", ""], "I", "adjusted_spending_zero"),
        (["G02", "", "2022", "dépense réelle", "", "", "", "", "2500", "31/05/2023", ""], None, None),
        (["G02", "", "2022", "dépense ajustée", "", "", "", "", "2500", "01/06/2023", ""], "J", "rows_disagree"),
        (["G03", "", "2022", "dépense réelle", "", "", "", "", "2500", "31/05/2023", "SNDS"], None, None),
        (["G03", "", "2022", "dépense ajustée", "", "", "", "", "2500", "31/05/2023", "autre"], "K", "rows_disagree"),
        (["G01", "", "2022", "indicateur", "S02", "", "", "", "0,1", "31/05/2023", ""], None, None),
        (["G01", "", "2022", "indicateur", "S02", "", "", "", "0,2", "31/05/2023", ""], "I", "cell_repeated"),
        (["", "", "2030", "sens attendu", "S01", "", "", "", "de côté", "31/05/2022", ""], "I", "choice_unknown"),
        (["", "", "2031", "sens attendu", "S01", "", "", "", "hausse", "31/05/2022", ""], "I",
         "target_below_intermediate"),
        (["", "", "2031", "cible", "S01", "", "", "", "0,1", "31/05/2022", ""], None, None),
        (["", "", "2031", "objectif intermédiaire", "S01", "", "", "", "0,2", "31/05/2022", ""], None, None),
        (["G01", "", "2020", "patients", "", "", "", "", "11111", "31/05/2021", ""], "I", "duplicate_fact"),
        (["G03", "", "2022", "patients", "", "", "", "", "9999999999", "31/05/2023", ""], "I", "count_out_of_range"),
        (["G02", "", "2023", "patients", "", "", "", "", "9999999999999999999", "31/05/2024", ""], "I",
         "number_malformed"),
        (["G01", "", "2021", "indicateur", "S04", "", "", "", "1,2,3", "31/05/2022", ""], "I", "number_malformed"),
        (["G01", "", "2021", "indicateur", "S03", "", "", "", "=1+1", "31/05/2022", ""], "I", "number_malformed"),
        (["G02", "", "2022", "indicateur", "S01", "", "", "", "0,5", "31/05/2023", ""], "I", "denominator_zero"),
        (["G02", "", "2022", "indicateur, numérateur", "S01", "", "", "", "5", "31/05/2023", ""], None, None),
        (["G02", "", "2022", "indicateur, dénominateur", "S01", "", "", "", "0", "31/05/2023", ""], None, None),
        (["G03", "", "2022", "indicateur", "S02", "", "", "", "0,5", "31/05/2023", ""], "I", "value_not_quotient"),
        (["G03", "", "2022", "indicateur, numérateur", "S02", "", "", "", "6", "31/05/2023", ""], None, None),
        (["G03", "", "2022", "indicateur, dénominateur", "S02", "", "", "", "10", "31/05/2023", ""], None, None),
        (["G01", "", "20 21", "patients pour l'amorçage", "", "", "", "", "", "", ""], None, None),
    ]

    def test_wrong_in_forty_ways_is_told_at_once(self):
        self.begin()
        rows = [row for row, column, code in self.WRONG]
        wanted = [(i, column, code) for i, (row, column, code) in enumerate(self.WRONG, 2) if code]
        wanted += [(37, "I", "measure_incomplete")] * 2  # a direction alone sets no target
        self.assertGreaterEqual(len(wanted), 40)
        before = self.head()
        answer = self.take(self.csv(rows), "--errors", self.at("back.csv"), exits=1)
        self.assertEqual(sorted(self.codes(answer)), sorted(wanted))
        self.assertEqual((answer["appended"], answer["repeated"], self.head()), (0, 0, before))
        self.assertTrue(all(one["detail"] and one["heading"] for one in answer["errors"]))
        back = list(csv.reader(io.StringIO(self.read("back.csv").decode("utf-8-sig")), delimiter=";"))
        self.assertEqual(back[0], HEADINGS + ["Erreurs"])
        self.assertEqual([row[:11] for row in back[1:]], rows)
        self.assertIn("« 1.234 » peut se lire", back[17][11])
        # The file that was given back is read again, its errors beside.
        self.assertEqual(self.codes(self.take(self.read("back.csv"), exits=1)), self.codes(answer))
        cells = [[cell or None for cell in row] for row in rows]
        self.take(xlsx([HEADINGS, *cells]), "--errors", self.at("back.xlsx"), exits=1)
        again = read_xlsx(self.read("back.xlsx"))
        self.assertEqual(again[0]["L"], "Erreurs")
        self.assertIn("A3: ", again[2]["L"])
        text = self.ask("import", self.at("sheet"), form="text")
        self.assertEqual(text.returncode, 1)
        self.assertIn("Rien n'a été enregistré.", text.stdout)
        self.assertIn("Faits!D2  « patientz » n'est pas une mesure", text.stdout)

    def test_headings(self):
        self.begin()
        row = self.given("10000", "patients")
        for headings, code in [(HEADINGS[:8] + ["Valeurs"] + HEADINGS[9:], "heading_missing"),
                               (HEADINGS[:1] + ["Nomm"] + HEADINGS[2:], "heading_unknown"),
                               (HEADINGS[:7] + ["Valeur"] + HEADINGS[8:], "heading_repeated"),
                               (["a", "b"], "heading_missing"), ([], "heading_missing")]:
            answer = self.take(self.csv([row], headings=headings), exits=1)
            self.assertIn(code, [one["code"] for one in answer["errors"]], headings)
        moved = [2, 8, 3, 0, 9, 4]  # the columns that are needed, in another order
        answer = self.take(self.csv([[row[i] for i in moved]], headings=[HEADINGS[i] for i in moved]), "--dry-run")
        self.assertEqual((answer["appended"], answer["errors"]), (1, []))
        answer = self.take("sep=|\n" + self.csv([row], "|"), "--dry-run")
        self.assertEqual(answer["appended"], 1)

    # What stands out.

    def test_what_stands_out_is_pointed_at(self):
        self.begin()
        rows = [self.given("85", "indicateur", indicator="S01"), self.given("20000", "patients"),
                self.given("10200", "patients", groupement="G02", day="31/05/2021"),
                self.given("6000", "patients", groupement="G03", day="31/05/2032")]
        answer = self.take(self.csv(rows), "--dry-run")
        told = {(one["row"], one["column"], one["code"]) for one in answer["warnings"]}
        self.assertIn((2, "I", "value_outside_unit"), told)
        self.assertIn((3, "I", "value_far_from_before"), told)
        self.assertIn((4, "J", "day_unusual"), told)
        self.assertIn((5, "J", "day_unusual"), told)
        self.assertEqual(answer["errors"], [])
        line, value = value_of("patients", "G01", 2020, "")
        answer = self.take(self.csv([self.given(value, "patients")]), "--dry-run")
        self.assertEqual([one["code"] for one in answer["warnings"]], ["value_as_before"])

    def test_a_value_far_from_all_others_stands_out(self):
        self.begin()
        first = next(line for line in WORKED if body(line)[0] == "groupementAdmitted")
        lines, rows = [], []
        for number in range(10, 20):
            admitted = {**body(first)[1], "groupement": f"P{number}"}
            lines.append(json.dumps({"key": f"p{number}", "on": first["on"], "fact": {"groupementAdmitted": admitted}}))
            score = "5" if number == 19 else str(60 + number % 5)
            rows.append(self.given(score, "expérience des patients", groupement=f"P{number}"))
        self.tell("append", self.write("more.jsonl", "\n".join(lines) + "\n"))
        answer = self.take(self.csv(rows), "--dry-run")
        self.assertEqual([(one["row"], one["code"]) for one in answer["warnings"]], [(11, "value_far_from_peers")])

    # What is made to do harm.

    def test_files_that_are_no_spreadsheets(self):
        self.begin()
        sound = xlsx([HEADINGS, self.given(Number("10000"), "patients")])
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("content.xml", b"<a>" + b" " * (300 << 20) + b"</a>")
        entity = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>'
        other = io.BytesIO()
        with zipfile.ZipFile(other, "w") as archive:
            archive.writestr("hello.txt", "hello")
        typed = xlsx([], sheet="<sheetData/>")
        declared = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(typed)) as old, zipfile.ZipFile(declared, "w") as archive:
            for name in old.namelist():
                archive.writestr(name, (entity if name == "xl/workbook.xml" else "") + old.read(name).decode())
        many = io.BytesIO()
        with zipfile.ZipFile(many, "w") as archive:
            for number in range(2100):
                archive.writestr(str(number), "")
        million = "".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(1, 1_000_001))
        for code, data in [
                ("sheet_unreadable", b"\xd0\xcf\x11\xe0" + bytes(600)), ("sheet_unreadable", bytes(100)),
                ("sheet_unreadable", sound[:200]), ("sheet_unreadable", sound[:-30]),
                ("sheet_unreadable", b"PK\x03\x04"),
                ("sheet_unreadable", other.getvalue()), ("sheet_unreadable", declared.getvalue()),
                ("sheet_unreadable", xlsx([], sheet="<sheetData><row r='1'><c r='A2'/></row></sheetData>")),
                ("sheet_unreadable", xlsx([], sheet="<sheetData><row r='1'><c t='s'><v>7</v></c></row></sheetData>")),
                ("sheet_unreadable", '"a;b\n'), ("sheet_unreadable", '"a"b;c\n'),
                ("sheet_too_large", bomb.getvalue()), ("sheet_too_large", many.getvalue()),
                ("sheet_too_large", xlsx([], sheet=f"<sheetData>{million}</sheetData>")),
                ("sheet_too_large", "a;b\n" * 30_000), ("sheet_too_large", "a;" * 2_000),
                ("sheet_too_large", ods([], '<table:table-row table:number-rows-repeated="900000"><table:table-cell '
                                        'office:value-type="float" office:value="1"/></table:table-row>'))]:
            begun = time.monotonic()
            self.refused(code, "import", self.write("sheet", data))
            self.assertLess(time.monotonic() - begun, 20)
        self.assertEqual(self.codes(self.take("", exits=1))[0][2], "heading_missing")
        self.refused("file_unreadable", "import", self.at("absent"))

    def test_only_who_records_results_imports(self):
        self.begin()
        grants = [{"person": "adele", "role": "admin"}, {"person": "carole", "role": "cnam"},
                  {"person": "denis", "role": "director", "cpam": "351"}]
        lines = [json.dumps({"key": f"r{i}", "on": "2024-01-01", "fact": {"roleGranted": one}})
                 for i, one in enumerate(grants)]
        path = self.write("roles.jsonl", "\n".join(lines) + "\n")
        self.tell("append", path, "--actor", "adele")
        data = self.csv([self.given("10000", "patients")])
        self.refused("not_allowed", "import", self.write("sheet", data), "--actor", "denis")
        self.assertEqual(self.tell("import", self.at("sheet"), "--actor", "carole")["appended"], 1)

    def test_over_the_service(self):
        lines = [json.dumps(line) for line in WORKED if not is_result_from(line, 2021)]
        facts = self.write("begin.jsonl", "\n".join(lines) + "\n")
        with Server(facts=facts, environment={"IPEP_NOW": NOW, "IPEP_SEED": "1"}) as server:
            status, headers, sheet = server.ask("GET", "/api/v1/settlements/2021/template?cpam=351")
            self.assertEqual((status, sheet[:2]), (200, b"PK"))
            self.assertEqual([read_xlsx(sheet)[0][one] for one in "ABCDEFGHIJK"], HEADINGS)
            right, wrong = (self.csv([self.given(count, "patients")]).encode() for count in ("10000", "dix"))
            status, headers, body_of = server.post("/api/v1/imports", wrong)
            self.assertEqual((status, headers["Ipep-Exit-Code"]), (200, "1"))
            self.assertEqual(self.codes(json.loads(body_of)), [(2, "I", "number_malformed")])
            status, headers, body_of = server.post("/api/v1/imports?dry-run=true", right)
            self.assertEqual((status, json.loads(body_of)["appended"], "Ipep-Exit-Code" in headers), (200, 1, False))
            status, headers, body_of = server.post("/api/v1/imports", b"PK\x03\x04")
            self.assertEqual((status, json.loads(body_of)["code"]), (422, "sheet_unreadable"))
            answer = json.loads(server.post("/api/v1/imports", right)[2])
            self.assertEqual((answer["appended"], answer["repeated"]), (1, 0))
            sent = self.write("sheet", right)
            done = subprocess.run([IPEP, "--server", server.url, "--format", "json", "import", sent],
                                  capture_output=True, text=True)
            self.assertEqual((done.returncode, json.loads(done.stdout)["repeated"]), (0, 1))
            done = subprocess.run([IPEP, "--server", server.url, "template", "2021", "--out", self.at("s.xlsx")],
                                  capture_output=True)
            self.assertEqual((done.returncode, self.read("s.xlsx")[:2]), (0, b"PK"))
            status, headers, body_of = server.post("/api/v1/facts?dry-run=true", "{\n{\n")
            self.assertEqual([one["line"] for one in json.loads(body_of)["errors"]], [1, 2])

    # The lines of JSON too.

    def test_append_judges_every_line_of_a_dry_run(self):
        self.begin()
        before = self.head()
        counted = {"groupement": "G01", "year": 2021, "patients": 10000}
        good = {"key": "n1", "on": "2022-05-31", "fact": {"patientsCounted": counted}}
        lines = [json.dumps(one) for one in (
            good, {}, {**good, "key": "n2"}, {**good, "key": "n1", "on": "2022-06-01"}, {},
            {**good, "key": "n3", "fact": {"patientsCounted": {**counted, "groupement": "G99"}}}, good)]
        lines[1], lines[4] = "{", ""
        path = self.write("lines.jsonl", "\n".join(lines) + "\n")
        answer = self.tell("append", path, "--dry-run", exits=1)
        self.assertEqual([(one["line"], one["code"]) for one in answer["errors"]],
                         [(2, "json_malformed"), (3, "duplicate_fact"), (4, "key_reused"), (6, "unknown_groupement")])
        self.assertEqual((answer["appended"], answer["repeated"], self.head()), (1, 1, before))
        told = self.ask("append", path, "--dry-run", form="text")
        self.assertEqual(len(told.stderr.splitlines()), 4)
        self.assertIn("ligne 2", told.stderr)
        one = self.write("one.jsonl", json.dumps(good) + "\n")
        self.assertEqual(self.tell("append", one, "--dry-run")["appended"], 1)
        self.assertEqual(self.head(), before)
        self.assertEqual(self.tell("append", self.at("one.jsonl"))["appended"], 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
