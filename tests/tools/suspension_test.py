#!/usr/bin/env python3
"""suspension_test.py IPEP DATA: a DCF suspends on a ground of the list or in words of his own, and who may require it.

What is recorded, what is answered, what no requisition overrides; a role of a groupement beside it; and both programs
that verify find no difference.
"""
import json, os, subprocess, sys, tempfile, unittest

IPEP, DATA = sys.argv[1:3]
VERIFY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "services", "audit", "verify.py")


class Suspension(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = os.path.join(self.folder.name, "ledger")
        self.done("init", "--trial")
        self.done("append", os.path.join(DATA, "worked.jsonl"))
        grants = [{"person": "root", "role": "admin"}, {"person": "martin", "role": "director", "cpam": "351"},
                  {"person": "durand", "role": "dcf", "cpam": "351"},
                  {"person": "gil", "role": "groupement", "groupement": "G02"}]
        self.done("--actor", "root", "append", "-", data="\n".join(
            json.dumps({"key": f"role-{n}", "on": "2024-01-01", "fact": {"roleGranted": one}})
            for n, one in enumerate(grants)))
        orders = self.done("--actor", "martin", "order", "351")["orders"]
        self.orders = [one["order"] for one in orders]

    def tearDown(self):
        self.folder.cleanup()

    def ask(self, *words, data=None, form="json"):
        return subprocess.run([IPEP, "--ledger", self.ledger, "--format", form, "--lang", "fr", *words], input=data,
                              capture_output=True, text=True, env={**os.environ, "IPEP_NOW": "2024-06-03T12:00:00Z"})

    def done(self, *words, **more):
        done = self.ask(*words, **more)
        self.assertEqual(done.returncode, 0, (words, done.stderr))
        return json.loads(done.stdout) if more.get("form", "json") == "json" else done.stdout

    def refused(self, code, *words):
        done = self.ask(*words)
        self.assertEqual((done.returncode, json.loads(done.stderr)["code"]), (1, code), words)

    def suspended(self, order, *words):
        return self.done("--actor", "durand", "suspend", order, "--ground", *words)["orders"][0]

    def required(self, order):
        return "--actor", "martin", "requisition", order, "--document", "L"

    def test_it_has_a_ground_of_the_list_or_a_text(self):
        listed, spoken, free = self.orders[:3]
        told = self.suspended(listed, "serviceNotDone", "--words", "courriel 12")
        self.assertEqual((told["suspendedFor"], told["suspensionGround"]), ("serviceNotDone: courriel 12",
                                                                            "serviceNotDone"))
        self.refused("requisition_refused", *self.required(listed))
        told = self.suspended(spoken, "Opposition à tiers détenteur")
        self.assertEqual((told["suspendedFor"], told["suspensionGround"]), ("Opposition à tiers détenteur",
                                                                            "opposition"))
        self.refused("requisition_refused", *self.required(spoken))
        self.refused("text_malformed", "--actor", "durand", "suspend", free, "--ground", "other")
        told = self.suspended(free, "other", "--words", "opposition, dit-on")
        self.assertEqual(told["suspensionGround"], "other")
        self.done(*self.required(free))
        self.done("--actor", "durand", "approve", free)
        self.assertEqual(self.done("verify")["differences"], [])
        pack = os.path.join(self.folder.name, "pack")
        self.done("export", "audit", pack)
        checked = subprocess.run([sys.executable, "-I", VERIFY, pack], capture_output=True, text=True)
        self.assertEqual(checked.stdout.splitlines()[-1], "0 differences", checked.stdout)

    def test_help_tells_the_list(self):
        told = self.done("help", "grounds", form="text")
        for said in ("serviceNotDone", "Créance contestée", "aucune réquisition ne passe outre", "D.122-6"):
            self.assertIn(said, told)

    def test_a_person_of_a_groupement_does_nothing(self):
        for words in (["order", "351"], ["suspend", self.orders[0], "--ground", "x"], ["settle", "2019"]):
            self.refused("not_allowed", "--actor", "gil", *words)
        fact = {"key": "x", "on": "2024-01-01", "fact": {"roadmapReceived": {"groupement": "G02"}}}
        done = self.ask("--actor", "gil", "append", "-", data=json.dumps(fact))
        self.assertEqual(json.loads(done.stderr)["code"], "not_allowed")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
