#!/usr/bin/env python3
"""evidence_test.py IPEP DATA: what stands behind a measure, from where it is recorded to where people read it.

Numerator, denominator, day, who supplied it, questionnaires: in the derivation, the notice and the panel; and a warning
where fewer answered than count. What a fact does not say is said nowhere. Indicators have their names.
"""
import csv, json, os, subprocess, sys, tempfile, unittest

IPEP, DATA = sys.argv[1:3]
BEHIND = {"numerator": "38", "denominator": "40", "extractedOn": "2020-03-01", "suppliedBy": "ATIH",
          "nationalAverage": "0.9", "questionnaire": "v2", "sent": 120, "answered": 12,
          "definitionSha256": "5e" * 32}


class Evidence(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.ledger = os.path.join(cls.folder.name, "ledger")
        cls.ask("init")
        with open(os.path.join(DATA, "worked.jsonl")) as file:
            facts = [json.loads(line) for line in file]
        for fact in facts:
            (kind, body), = fact["fact"].items()
            if kind == "indicatorMeasured" and body["groupement"] == "G01" and body["year"] == 2019:
                if body["indicator"] == "S01":
                    body.update(BEHIND, value="0.950")
                    cls.key = fact["key"]
        done = cls.ask("append", "-", data="\n".join(map(json.dumps, facts)))
        assert done.returncode == 0, done.stderr
        cls.appended = json.loads(done.stdout)
        assert cls.ask("settle", 2019).returncode == 0

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def ask(cls, *words, data=None, form="json", lang="fr", **environment):
        return subprocess.run([IPEP, "--ledger", cls.ledger, "--format", form, "--lang", lang, *map(str, words)],
                              input=data, capture_output=True, text=True, env={**os.environ, **environment})

    def text(self, *words, **more):
        done = self.ask(*words, form="text", **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.replace("\u202f", " ").replace("\u00a0", " ")

    def test_few_answers_warn_where_they_are_recorded(self):
        (warning,) = self.appended["warnings"]
        self.assertEqual((warning["key"], warning["code"], warning["groupement"], warning["year"],
                          warning["indicator"]), (self.key, "few_answers", "G01", 2019, "S01"))
        self.assertIn("12", warning["detail"])
        fact = {"key": "more", "on": "2024-05-31", "fact": {"factCorrected": {
            "corrects": self.key, "reason": "r", "fact": {"indicatorMeasured": {
                "groupement": "G01", "year": 2019, "indicator": "S01", "value": "0.95", "answered": 30}}}}}
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "copy")
            assert self.ask("backup", os.path.join(folder, "b")).returncode == 0
            assert subprocess.run([IPEP, "--ledger", path, "restore", os.path.join(folder, "b")],
                                  capture_output=True).returncode == 0
            for least, option, warns in (("30", (), False), ("31", (), True), ("no number", (), False),
                                         ("30", ("--least-answers", "31"), True),
                                         ("31", ("--least-answers", "0"), False)):
                own = path + least + "".join(option)
                subprocess.run(["cp", "-r", path, own], check=True)
                done = subprocess.run([IPEP, "--ledger", own, "--format", "json", *option, "append", "-"],
                                      input=json.dumps(fact), capture_output=True, text=True,
                                      env={**os.environ, "IPEP_LEAST_ANSWERS": least})
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual("warnings" in json.loads(done.stdout), warns, least)
            self.assertEqual(self.ask("--least-answers", "-1", "balances").returncode, 2)

    def test_a_derivation_names_it_and_the_indicators(self):
        tree = json.loads(self.ask("explain", "settlement/2019/G01/score").stdout)
        found = []

        def walk(node):
            if "evidence" in node.get("event", {}):
                found.append(node)
            for one in node["inputs"]:
                walk(one)
        walk(tree)
        self.assertTrue(found)
        self.assertEqual(found[0]["event"]["evidence"], BEHIND)
        text = self.text("explain", "settlement/2019/G01/score", "--full")
        for said in ("38 / 40", "extrait le 01/03/2020", "fourni par ATIH", "12 réponses", "120 envoyés",
                     "définition 5e5e5e5e…", "Seulement 12 réponses",
                     "S02  Taux de passages aux urgences non suivis d'hospitalisation"):
            self.assertIn(said, text)
        english = self.text("explain", "settlement/2019/G01/score", "--full", lang="en")
        self.assertIn("Rate of emergency visits", english)

    def test_the_notice_says_it_where_there_is_something_to_say(self):
        own, other = self.text("notice", 2019, "G01"), self.text("notice", 2019, "G02")
        for said in ("Ce qui est derrière les mesures", "38 / 40", "fourni par ATIH", "Seulement 12 réponses"):
            self.assertIn(said, " ".join(own.split()))
            self.assertNotIn(said, other)

    def test_the_panel_has_it_and_the_names(self):
        folder = os.path.join(self.folder.name, "panel")
        self.assertEqual(self.ask("export", "panel", folder).returncode, 0)
        with open(os.path.join(folder, "facts.csv")) as file:
            rows = list(csv.DictReader(file))
        of = {row["member"]: row["value"] for row in rows if row["key"] == self.key}
        self.assertEqual(of, {"value": "0.950", **{name: str(value) for name, value in BEHIND.items()}})
        names = {row["indicator"]: row["indicator_name"] for row in rows if row["indicator"]}
        self.assertEqual(names["S02"], "Taux de passages aux urgences non suivis d'hospitalisation")
        self.assertTrue(all(not row["indicator_name"] for row in rows if not row["indicator"]))

    def test_the_rules_in_force_name_an_indicator_before_the_shipped_words_do(self):
        line = json.loads(subprocess.run([IPEP, "rules", "--shipped"], capture_output=True, text=True).stdout)
        line["key"], rules = "named", line["fact"]["rulesAdopted"]
        for one in rules["parameters"]["quality"]["indicators"]:
            one["name"] += " (2030)"
        rules["fromYear"], rules["rules"] = 2019, "cdc-2019-named"
        with tempfile.TemporaryDirectory() as folder:
            own = os.path.join(folder, "own")
            subprocess.run(["cp", "-r", self.ledger, own], check=True)
            ask = lambda *words, data=None: subprocess.run([IPEP, "--ledger", own, "--lang", "fr", *words], input=data,
                                                           capture_output=True, text=True)
            self.assertEqual(ask("append", "-", data=json.dumps(line)).returncode, 0)
            text = ask("explain", "settlement/2019/G01/score", "--full").stdout
            self.assertIn("S02  Taux de passages aux urgences non suivis d'hospitalisation (2030)", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
