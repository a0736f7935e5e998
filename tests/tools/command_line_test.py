#!/usr/bin/env python3
"""The command line as other programs rely on it: exit codes, streams, options before and after the command.

    command_line_test.py IPEP DATA      DATA: the folder tests/data
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

IPEP, DATA = "", ""


class CommandLine(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name
        self.ledger = os.path.join(scratch.name, "ledger")

    def run_ipep(self, *arguments, ledger=True, data=None, environment=None):
        base = [IPEP] + (["--ledger", self.ledger] if ledger else [])
        variables = {**os.environ, "LC_ALL": "C", **(environment or {})}
        return subprocess.run(base + [str(a) for a in arguments], capture_output=True, check=False,
                              input=data.encode() if isinstance(data, str) else data, env=variables)

    def done(self, *arguments, **options):
        result = self.run_ipep(*arguments, **options)
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        self.assertEqual(result.stderr, b"")
        return result.stdout.decode()

    def refused(self, exit_code, code, *arguments, **options):
        """Text: one line `ipep: CODE: sentence`; json: an object with code and detail. Nothing on stdout."""
        text = self.run_ipep(*arguments, **options)
        self.assertEqual(text.returncode, exit_code, text)
        self.assertEqual(text.stdout, b"")
        self.assertTrue(text.stderr.decode().startswith(f"ipep: {code}: "), text.stderr)
        as_json = self.run_ipep("--format", "json", *arguments, **options)
        self.assertEqual(as_json.returncode, exit_code, as_json)
        self.assertEqual(as_json.stdout, b"")
        told = json.loads(as_json.stderr)
        self.assertEqual(told["code"], code)
        self.assertTrue(told["detail"])
        return told

    def wrong_usage(self, *arguments, **options):
        result = self.run_ipep(*arguments, **options)
        self.assertEqual(result.returncode, 2, result)
        self.assertEqual(result.stdout, b"")
        self.assertTrue(result.stderr.startswith(b"ipep: "), result.stderr)

    def worked(self):
        with open(os.path.join(DATA, "worked.jsonl"), encoding="utf-8") as file:
            return file.read().splitlines()

    def settled(self):
        self.done("init")
        self.done("append", os.path.join(DATA, "worked.jsonl"))
        self.done("settle", 2019)

    # ---- exit codes

    def test_a_second_init_is_refused(self):
        self.done("init")
        self.refused(1, "ledger_exists", "init")

    def test_no_ledger_and_not_a_ledger_are_refused(self):
        for command in ("balances", "verify", "rebuild", "envelope", "events"):
            self.refused(1, "no_ledger", command)
        self.refused(1, "no_ledger", "append", "-", data="")
        self.refused(1, "no_ledger", "settle", 2019)
        os.mkdir(self.ledger)
        with open(os.path.join(self.ledger, "letter.txt"), "w", encoding="utf-8") as file:
            file.write("dear")
        self.refused(1, "not_a_ledger", "balances")
        self.refused(1, "not_a_ledger", "init")

    def test_a_file_that_is_not_there_is_refused(self):
        self.done("init")
        self.refused(1, "file_unreadable", "append", os.path.join(self.folder, "nothing.jsonl"))

    def test_a_refused_line_says_where_and_keeps_nothing(self):
        self.done("init")
        lines = self.worked()
        lines[4] = lines[4].replace('"groupement": "G01"', '"groupement": "G99"')
        told = self.refused(1, "unknown_groupement", "append", "-", data="\n".join(lines))
        self.assertEqual((told["line"], told["key"], told["cite"]), (5, "roadmapReceived-000005", "CDC 2019 §1"))
        self.assertEqual(json.loads(self.done("verify", "--format", "json"))["events"], 0)

    def test_missing_facts_are_listed(self):
        self.done("init")
        self.done("append", "-", data="\n".join(line for line in self.worked() if "patientsCounted-" not in line))
        told = self.refused(1, "facts_missing", "settle", 2019)
        self.assertEqual(told["missing"], [{"fact": "patientsCounted", "groupement": "G01", "year": 2019},
                                           {"fact": "patientsCounted", "groupement": "G02", "year": 2019}])

    def test_readings_that_are_refused(self):
        self.settled()
        self.refused(1, "settlement_absent", "settlement", 2020)
        self.refused(1, "revision_absent", "settlement", 2019, "--revision", 2)
        self.refused(1, "unknown_groupement", "statement", "G99")
        self.refused(1, "reference_unknown", "explain", "settlement/2019/G01/luck")
        self.refused(1, "as_of_beyond_head", "balances", "--as-of", 100000)
        self.refused(1, "as_of_beyond_head", "balances", "--as-of", "2999-01-01T00:00:00Z")
        self.refused(1, "as_of_beyond_head", "balances", "--as-of", "2999-01-01")  # the end of that day
        for day in ("2000-01-01", "01/01/2000"):
            told = json.loads(self.done("--format", "json", "balances", "--as-of", day))
            self.assertEqual([], told["groupements"], day)

    def test_wrong_usage(self):
        self.settled()
        for arguments in ([], ["dance"], ["settle"], ["settle", "next"], ["balances", "--colour", "red"],
                          ["balances", "--format", "xml"], ["balances", "--as-of", "yesterday"],
                          ["settle", 2019, "--on", "31/05/2020"], ["settle", 2019, "--actor", "a b"]):
            with self.subTest(arguments):
                self.wrong_usage(*arguments)

    def test_as_of_is_for_reading(self):
        self.settled()
        for command in (["settle", 2020], ["settle", 2020, "--dry-run"], ["append", "-"], ["rebuild"], ["init"]):
            with self.subTest(command):
                self.wrong_usage("--as-of", 1, *command, data="")
                self.wrong_usage(*command, "--as-of", "2024-01-01T00:00:00Z", data="")

    def test_a_fault_is_exit_code_three(self):
        self.settled()
        os.remove(os.path.join(self.ledger, "anchor"))
        self.refused(3, "anchor_missing", "balances")
        self.refused(3, "anchor_missing", "settle", 2020)

    def test_a_difference_is_exit_code_four(self):
        self.settled()
        self.done("verify")
        os.remove(os.path.join(self.ledger, "anchor"))
        result = self.run_ipep("verify", "--format", "json")
        self.assertEqual(result.returncode, 4, result)
        self.assertEqual(len(json.loads(result.stdout)["differences"]), 1)

    # ---- options and answers

    def test_options_stand_before_or_after_the_command(self):
        self.settled()
        expected = self.done("--format", "json", "--as-of", 20, "balances")
        for arguments in (["balances", "--as-of", 20, "--format", "json"],
                          ["--as-of=20", "balances", "--format=json"]):
            self.assertEqual(self.done(*arguments), expected)
        self.assertEqual(self.done("balances", "--ledger", self.ledger, "--as-of", 20, "--format", "json",
                                   ledger=False), expected)

    def test_as_of_zero_is_the_empty_ledger(self):
        self.settled()
        self.assertEqual(json.loads(self.done("balances", "--as-of", 0, "--format", "json")), {"groupements": []})

    def test_the_answer_is_one_json_document(self):
        self.settled()
        for command in (["settlement", 2019], ["balances"], ["envelope"], ["statement", "G01"], ["verify"],
                        ["explain", "settlement/2019/G01/due"]):
            json.loads(self.done(*command, "--format", "json"))
        position = 0
        for line in self.done("events", "--format", "json").splitlines():
            event = json.loads(line)
            position += 1
            self.assertEqual(event["position"], position)
            self.assertTrue({"recordedAt", "on", "actor", "kind", "digest", "body"} <= event.keys())

    def test_events_are_from_inclusive_until_exclusive(self):
        self.settled()
        def read(*options):
            return [json.loads(line) for line in self.done("events", *options, "--format", "json").splitlines()]

        self.assertEqual([event["position"] for event in read("--from", 3, "--until", 6)], [3, 4, 5])
        tranches = read("--groupement", "G02", "--kind", "seedTrancheReleased")
        self.assertEqual([event["body"]["groupement"] for event in tranches], ["G02", "G02"])

    def test_a_dry_run_records_nothing(self):
        self.settled()
        before = self.done("verify", "--format", "json")
        dry = json.loads(self.done("settle", 2020, "--dry-run", "--format", "json"))
        self.assertEqual(self.done("verify", "--format", "json"), before)
        real = json.loads(self.done("settle", 2020, "--format", "json"))
        self.assertEqual(dry["groupements"], real["groupements"])

    def test_the_actor_is_kept(self):
        self.done("init")
        first, second = self.worked()[:2]
        self.done("append", "-", "--actor", "cnam.1", data=first)
        self.done("append", "-", data=second, environment={"IPEP_ACTOR": "cnam.2"})
        actors = [json.loads(line)["actor"] for line in self.done("events", "--format", "json").splitlines()]
        self.assertEqual(actors, ["cnam.1", "cnam.2"])

    def test_a_clock_that_is_no_time_is_wrong_usage(self):
        self.done("init", "--trial")
        for now in ("2001-02-03", "yesterday", ""):
            self.wrong_usage("append", "-", data=self.worked()[0], environment={"IPEP_NOW": now})
        self.assertEqual(self.done("events", environment={"IPEP_NOW": "2001-02-03T04:05:06Z"}), "")

    def test_an_interrupted_init_is_done_again(self):
        self.done("init")
        os.remove(os.path.join(self.ledger, "FORMAT"))
        self.refused(1, "no_ledger", "balances")
        self.done("init")
        self.done("append", os.path.join(DATA, "worked.jsonl"))
        os.remove(os.path.join(self.ledger, "FORMAT"))
        for command in ("balances", "init"):  # it holds facts: whoever lost FORMAT loses nothing else
            self.refused(1, "not_a_ledger", command)

    def test_only_a_trial_ledger_takes_its_clock_from_the_environment(self):
        for options, trial in ((["--trial"], True), ([], False)):
            self.ledger = os.path.join(self.folder, f"trial-{trial}")
            now = {"IPEP_NOW": "2001-02-03T04:05:06Z", "IPEP_SEED": "s"}
            self.done("init", *options)
            self.done("append", "-", data=self.worked()[0], environment=now)
            event = json.loads(self.done("events", "--format", "json"))
            self.assertEqual(event["recordedAt"].startswith("2001-02-03T04:05:06"), trial)
            for command in ("balances", "envelope", "events"):
                answer = json.loads(self.done(command, "--format", "json"))
                self.assertEqual(answer.get("trial", False), trial, command)

    def test_facts_come_from_standard_input_with_either_line_end(self):
        self.done("init")
        answer = json.loads(self.done("append", "-", "--format", "json", data="\r\n".join(self.worked())))
        self.assertEqual((answer["appended"], answer["repeated"]), (124, 0))

    def offered(self, *words):
        """What bash offers for the last of the words."""
        script = os.path.join(self.folder, "completion")
        with open(script, "w", encoding="utf-8") as file:
            file.write(self.done("help", "completion", ledger=False))
        ask = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ipep; echo "${COMPREPLY[*]}"'
        told = subprocess.run(["bash", "-c", ask, "-", script, "ipep", *words], capture_output=True, check=True)
        self.assertEqual(told.stderr, b"")
        return set(told.stdout.decode().split())

    def test_the_shell_completes_commands_options_and_choices(self):
        self.assertEqual(self.offered("sett"), {"settle", "settlement", "settlements"})
        self.assertEqual(self.offered("prove", ""),
                         {"inclusion", "consistency", "amount", "balance", "statement", "settlement", "all",
                          "none", "balances", "envelope", "orders"})
        self.assertEqual(self.offered("--ledger", "here", "export", "audit", "--s"), {"--sample", "--seed", "--server"})
        self.assertEqual(self.offered("orders", "--state", "re"), {"rejected", "returned"})
        self.assertEqual(self.offered("review", "un"), {"unsourced"})
        self.assertEqual(self.offered("issue", "351", "--format-version", ""), {"03", "09"})
        self.assertEqual(self.offered("append", ""), {"--dry-run"})  # a file: bash offers them itself
        listed = self.done("--lang", "en", "--help", ledger=False)
        for command in self.offered(""):
            self.assertIn(f"\n  {command} ", listed)


if __name__ == "__main__":
    IPEP, DATA = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
