#!/usr/bin/env python3
"""What every command owes the process it runs in: closed and full streams, rights, names, numbers.

    process_test.py IPEP DATA      DATA: the folder tests/data
"""
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from every_command import Life
from target_day import next_target_day

IPEP, DATA = "", ""
NOBODY = 65534


def in_shell(redirected, *words, **options):
    """Run by a shell that closes or redirects before: `ipep … <&- >&-`."""
    return subprocess.run(["sh", "-c", f'exec "$@" {redirected}', "sh", IPEP, *words], capture_output=True, **options)


class Process(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name
        os.chmod(self.folder, 0o755)

    def at(self, name):
        return os.path.join(self.folder, name)

    def life(self, name="life"):
        os.mkdir(self.at(name))
        return Life(IPEP, DATA, self.at(name))

    def small_ledger(self, program=None, data=None, **options):
        for words in (["init"], ["append", os.path.join(data or DATA, "worked.jsonl")], ["settle", "2019"]):
            ran = [program or IPEP, "--ledger", self.at("ledger"), *words]
            done = subprocess.run(ran, capture_output=True, **options)
            self.assertEqual(done.returncode, 0, done.stderr)
        return self.at("ledger")

    def check_ledger(self, life, expected):
        """All that the commands recorded stands, and none of their words lies in the ledger's own files."""
        self.assertEqual([one["kind"] for one in life.ask("events")], expected)
        [verified] = life.ask("verify")
        self.assertEqual(verified["differences"], [])
        for path in pathlib.Path(life.ledger).rglob("*"):
            if path.is_file() and not path.name.startswith(("LOG", "OPTIONS")):
                self.assertNotRegex(path.read_bytes(), rb"ipep: |groupements\"|recorded, |\"detail\"", path)
        self.assertEqual(pathlib.Path(life.ledger, "LOCK").read_bytes(), b"ipep")

    def kinds_of_a_life(self):
        life = self.life("whole")

        def done(*words):
            ran = subprocess.run([IPEP, "--ledger", life.ledger, "--lang", "en", *words], capture_output=True)
            self.assertEqual(ran.returncode, 0, (words, ran.stderr))
            self.assertTrue(ran.stdout, words)

        life.live(done)
        return [one["kind"] for one in life.ask("events")]

    # ---- streams

    def test_no_answer_lands_in_the_ledger_where_streams_are_closed(self):
        expected = self.kinds_of_a_life()
        closings = ["<&-", ">&-", "2>&-"]
        for count in (1, 2, 3):
            for closed in itertools.combinations(closings, count):
                with self.subTest(closed=closed):
                    life = self.life("life" + "".join(str(closings.index(one)) for one in closed))

                    def run(*words):
                        ran = in_shell(" ".join(closed), "--ledger", life.ledger, "--lang", "en", *words)
                        lost = ">&-" in closed or ("2>&-" in closed and "fec-xml" in words)
                        self.assertEqual(ran.returncode, 3 if lost else 0, (words, ran))
                        if lost and "2>&-" not in closed:
                            self.assertTrue(ran.stderr.splitlines()[-1].startswith(b"ipep: output_lost: "), ran)

                    life.live(run)
                    self.check_ledger(life, expected)

    def test_a_full_stream_is_told_and_exits_with_three(self):
        expected = self.kinds_of_a_life()
        for form in ("text", "json"):
            life = self.life(form)

            def run(*words):
                ran = in_shell(">/dev/full", "--ledger", life.ledger, "--lang", "en", "--format", form, *words)
                self.assertEqual(ran.returncode, 3, (words, ran))
                told = ran.stderr.decode().splitlines()[-1]
                code = json.loads(told)["code"] if form == "json" else told.split(": ")[1]
                self.assertEqual(code, "output_lost", words)
                self.assertIn("No space left on device", told)

            life.live(run)
            self.check_ledger(life, expected)

    def test_other_forms_and_helps_are_told_too(self):
        ledger = self.small_ledger()
        for words in (["explain", "settlement/2019/G01/due", "--format", "dot"], ["--help"], ["settle", "--help"],
                      ["explain", "settlement/2019/G01/due", "--format", "html"]):
            ran = in_shell(">/dev/full", "--ledger", ledger, "--lang", "en", *words)
            self.assertEqual(ran.returncode, 3, (words, ran))
            self.assertIn(b"output_lost", ran.stderr, words)
        for program in ("ipepd", "ipep-bench"):
            path = os.path.join(os.path.dirname(os.path.abspath(IPEP)), program)
            if not os.path.exists(path):
                print(f"{program} is not built: its help was not asked")
                continue
            ran = subprocess.run(["sh", "-c", f"exec {path} --help >/dev/full"], capture_output=True)
            self.assertEqual((ran.returncode, ran.stderr.split(b": ")[1]), (3, b"output_lost"), ran)

    def test_each_program_tells_its_version(self):
        for program in (pathlib.Path(IPEP), pathlib.Path(IPEP).with_name("ipepd")):
            told = subprocess.run([program, "--version"], capture_output=True, text=True)
            self.assertEqual((told.returncode, told.stderr), (0, ""), told)
            self.assertRegex(told.stdout, rf"^{program.name} \d+\.\d+\.\d+\n$")
            if os.path.exists("/dev/full"):
                lost = subprocess.run(["sh", "-c", f"exec {program} --version >/dev/full"], capture_output=True)
                self.assertEqual(lost.returncode, 3, lost)

    def test_what_stderr_does_not_take_is_a_fault_and_nothing_else_is(self):
        ledger = self.small_ledger()
        for redirected in ("2>/dev/full", "2>&-"):
            for exits, words in ((0, ["balances"]), (3, ["settle", "1999"]), (3, ["settle", "never"]), (3, ["dance"]),
                                 (3, ["settle", "1999", "--format", "json"])):
                ran = in_shell(redirected, "--ledger", ledger, *words)
                self.assertEqual(ran.returncode, exits, (redirected, words))
            ran = in_shell(redirected + " >/dev/full", "--ledger", ledger, "balances")
            self.assertEqual(ran.returncode, 3)

    def test_a_closed_standard_input_holds_no_facts(self):
        ledger = self.small_ledger()
        ran = in_shell("<&-", "--ledger", ledger, "append", "-")
        self.assertEqual((ran.returncode, ran.stderr.split(b": ")[1]), (1, b"file_unreadable"), ran)

    def test_who_reads_no_further_ends_the_program_as_it_ends_others(self):
        ledger = self.small_ledger()
        process = subprocess.Popen([IPEP, "--ledger", ledger, "events"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.close()
        self.assertEqual((process.wait(timeout=60), process.stderr.read()), (-signal.SIGPIPE, b""))
        process.stderr.close()

    def test_the_server_serves_with_closed_streams_and_not_with_a_full_log(self):
        ipepd = os.path.join(os.path.dirname(os.path.abspath(IPEP)), "ipepd")
        ledger = self.small_ledger()
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        with open(self.at("ipepd.toml"), "w", encoding="utf-8") as file:
            file.write(f'ledger = "{ledger}"\nport = {port}\n')
        command = f'exec {ipepd} --config {self.at("ipepd.toml")}'
        ran = subprocess.run(["sh", "-c", command + " 2>/dev/full"], capture_output=True, timeout=60)
        self.assertEqual((ran.returncode, ran.stdout.split(b": ")[1]), (3, b"output_lost"), ran)
        process = subprocess.Popen(["sh", "-c", command + " <&- >&- 2>&-"])

        def serves():
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return True
            except ConnectionRefusedError:
                return False

        try:
            while not serves() and process.poll() is None:
                time.sleep(0.05)
            self.assertIsNone(process.poll())
            for number, to in enumerate(("0", "1", "2")):
                self.assertEqual(os.readlink(f"/proc/{process.pid}/fd/{to}"), "/dev/null", number)
        finally:
            process.terminate()
            self.assertEqual(process.wait(timeout=60), 0)
        self.assertEqual(subprocess.run([IPEP, "--ledger", ledger, "verify"], capture_output=True).returncode, 0)

    # ---- whose files they are

    def test_every_file_that_a_command_makes_is_its_users_alone(self):
        life = self.life()

        def run(*words):
            ran = in_shell("", "--ledger", life.ledger, *words, umask=0)
            self.assertEqual(ran.returncode, 0, (words, ran))

        life.live(run)
        made = [path for path in pathlib.Path(life.folder).rglob("*")
                if path.relative_to(life.folder).parts[0].startswith(("made-", "ledger"))]
        self.assertGreater(len(made), 60)
        for path in made:
            mode = stat.S_IMODE(path.lstat().st_mode)
            self.assertEqual(oct(mode), oct(0o700 if path.is_dir() else 0o600), path)
            self.assertNotIn(".part-", path.name)

    def test_no_command_writes_through_a_link_or_over_a_device(self):
        life = self.life()
        victim = pathlib.Path(life.write("victim", "precious"))
        made = lambda word: os.path.basename(word).startswith("made-") and not os.path.lexists(word)
        refused = set()

        def run(*words):
            places = [word for word in words if made(word)]
            for place in places:
                for target in (victim, "/dev/full", life.at("nowhere")):
                    os.symlink(target, place)
                    ran = subprocess.run([IPEP, "--ledger", life.ledger, *words], capture_output=True)
                    os.remove(place)
                    code = ran.stderr.split(b": ")[1] if ran.returncode else b"done"
                    if words[0] != "backup":  # its folder is the operator's, who may have it anywhere
                        self.assertIn(code, (b"file_exists", b"folder_not_empty", b"key_exists", b"tokens_unreadable"),
                                      (words, target, ran))
                    refused.add(words[0])
            ran = subprocess.run([IPEP, "--ledger", life.ledger, *words], capture_output=True)
            self.assertEqual(ran.returncode, 0, (words, ran))

        life.live(run)
        self.assertEqual(victim.read_text(), "precious")
        self.assertFalse(os.path.lexists(life.at("nowhere")))
        self.assertGreater(len(refused), 9)

    # ---- rights

    def test_a_right_that_is_wanting_is_neither_absence_nor_a_broken_disk(self):
        user = {"user": NOBODY, "group": NOBODY} if os.getuid() == 0 else {}
        os.chmod(self.folder, 0o777)
        program = shutil.copy(IPEP, self.at("ipep"))  # the clone may lie where its user alone may come
        os.chmod(shutil.copy(os.path.join(DATA, "worked.jsonl"), self.folder), 0o644)
        ledger = self.small_ledger(program, self.folder, **user)
        backups = self.at("backups")
        ran = subprocess.run([program, "--ledger", ledger, "backup", backups], capture_output=True, **user)
        self.assertEqual(ran.returncode, 0, ran)
        of_the_log = ("LOG", "LOG.old")  # what RocksDB tells of itself: it goes on without
        inside = sorted(path for path in pathlib.Path(ledger).rglob("*") if path.name not in of_the_log)
        commands = (["balances"], ["settle", "2020"], ["verify"], ["append", "-"], ["init"])
        told = 0
        for path in [pathlib.Path(ledger), *inside]:
            if not path.exists():
                continue  # a command before it has replaced it
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(0)
            for words in commands:
                ran = subprocess.run([program, "--ledger", ledger, "--format", "json", "--lang", "en", *words],
                                     input=b"", capture_output=True, **user)
                if ran.returncode == 0 or words == ["init"] and b"ledger_exists" in ran.stderr:
                    continue  # the command has no need of it
                answer = json.loads(ran.stderr)
                self.assertEqual((answer["code"], ran.returncode), ("permission_missing", 3), (path, words, answer))
                self.assertIn("Permission denied", answer["detail"])
                told += 1
            path.chmod(mode)
        self.assertGreater(told, 20)
        os.chmod(backups, 0)
        ran = subprocess.run([program, "--ledger", self.at("again"), "restore", backups], capture_output=True, **user)
        self.assertEqual((ran.returncode, ran.stderr.split(b": ")[1]), (3, b"permission_missing"), ran)
        os.chmod(backups, 0o700)
        os.chmod(self.folder, 0o555)
        for words in (["key", "new", self.at("key")], ["backup", self.at("others")], ["export", "panel", self.at("p")],
                      ["export", "audit", self.at("a")], ["--ledger", self.at("new"), "init"],
                      ["--ledger", self.at("new"), "restore", backups]):
            ran = subprocess.run([program, "--ledger", ledger, *words] if words[0] != "--ledger" else [program, *words],
                                 capture_output=True, **user)
            self.assertEqual((ran.returncode, ran.stderr.split(b": ")[1]), (3, b"permission_missing"), (words, ran))
        os.chmod(self.folder, 0o777)

    # ---- names and numbers

    def test_what_is_said_is_utf8_whatever_a_files_name_is(self):
        life = self.life(b"l\xe9dger".decode("utf-8", "surrogateescape"))
        told = 0

        def run(*words):
            nonlocal told
            for form in ("text", "json"):
                wrong = [word + "\udce9\udcff" if "/" in word and os.path.isabs(word) else word for word in words]
                if wrong == list(words):
                    continue
                ledger = self.at("other-" + form) if words[0] == "restore" else life.ledger
                ran = subprocess.run([IPEP, "--ledger", ledger, "--format", form, *wrong], capture_output=True)
                for said in (ran.stdout, ran.stderr):
                    if b"<?xml" not in said and wrong[0] not in ("leaf", "checkpoint"):
                        said.decode("utf-8")
                if form == "json" and ran.returncode == 1:
                    self.assertIn("\ufffd", json.loads(ran.stderr)["detail"])
                    told += 1
            ran = subprocess.run([IPEP, "--ledger", life.ledger, *words], capture_output=True)
            self.assertEqual(ran.returncode, 0, (words, ran))

        life.live(run)
        self.assertGreater(told, 5)
        ran = subprocess.run([IPEP, "balances", b"\xe9", b"\xff"], capture_output=True)
        self.assertEqual(ran.returncode, 2)
        self.assertIn("\ufffd", ran.stderr.decode("utf-8"))

    def test_a_number_is_read_as_it_is_written(self):
        ledger = self.small_ledger()
        helps = lambda *words: subprocess.run([IPEP, "--lang", "en", *words, "--help"], capture_output=True,
                                              text=True).stdout
        numeric = 0
        for command in re.findall(r"^  ([a-z][a-z-]+)  ", helps(), re.M):
            inner = re.findall(r"^  ([a-z][a-z-]+)  ", helps(command), re.M)
            for words in [[command, one] for one in inner] or [[command]]:
                page = helps(*words)
                options = re.findall(r"^  (--[a-z-]+) (?:NUMBER|U?INT)", page, re.M)
                numeric += len(options) + len(re.findall(r"^  [A-Z][A-Z0-9]* NUMBER", page, re.M))
                positional = re.findall(r"^  ([A-Z][A-Za-z0-9.]*) (\S+)", page, re.M)
                given = ["-1" if kind == "NUMBER" else "x" for _, kind in positional]
                for option in options or [None]:
                    if not option and "-1" not in given:
                        continue
                    ran = subprocess.run([IPEP, "--ledger", ledger, "--lang", "en", *words,
                                          *([option + "=-1"] if option else []), "--", *given], capture_output=True,
                                         text=True)
                    self.assertNotEqual(ran.returncode, 0, ran)
                    self.assertNotIn("1844674407370955", ran.stderr, ran)
        self.assertGreater(numeric, 20)
        for words, said in ((["prove", "inclusion", "-1"], "-1 is below 0"), (["leaf", "010"], ""),
                            (["leaf", "0x1"], "0x1 is no whole number"),
                            (["leaf", "99999999999999999999"], "99999999999999999999 is too large"),
                            (["settlement", "-1"], "-1"), (["settlement", "02019"], "")):
            ran = subprocess.run([IPEP, "--ledger", ledger, "--lang", "en", *words], capture_output=True)
            self.assertEqual(ran.returncode == 0, said == "", (words, ran))
            self.assertIn(said, ran.stderr.decode())
        ten = [subprocess.run([IPEP, "--ledger", ledger, "leaf", text], capture_output=True).stdout
               for text in ("10", "010")]
        self.assertTrue(ten[0] and ten[0] == ten[1])

    def test_a_byte_order_mark_at_the_head_of_a_file_is_taken(self):
        marked = lambda name, text: pathlib.Path(self.at(name)).write_text(text, encoding="utf-8-sig") and self.at(name)
        ledger = self.at("ledger")
        run = lambda *words, **more: subprocess.run([IPEP, "--ledger", ledger, "--lang", "en", *words],
                                                    capture_output=True, **more)
        done = lambda *words: self.assertEqual((run(*words).returncode, run(*words).stderr), (0, b""), words)
        self.assertEqual(run("init").returncode, 0)
        facts = pathlib.Path(DATA, "worked.jsonl").read_text(encoding="utf-8")
        done("append", marked("facts.jsonl", facts))
        rules = next(line for line in facts.splitlines() if '"rulesAdopted"' in line)
        for year in ("2019", "2020"):
            self.assertEqual(run("settle", year).returncode, 0)
        done("simulate", "--rules", marked("rules.json", json.dumps(json.loads(rules)["fact"]["rulesAdopted"])))
        life = Life(IPEP, DATA, self.folder)
        sample = marked("sample.csv", pathlib.Path(life.patients()).read_text())
        done("adjust", "fit", sample, "--out", self.at("model.json"))
        model = marked("model-bom.json", pathlib.Path(self.at("model.json")).read_text())
        done("adjust", "apply", model, sample, "--groupement", "G02", "--year", "2021")
        for words in (["order", "351", "--actor", "martin", "--on", "2025-03-01"],):
            self.assertEqual(run(*words).returncode, 0)
        [orders] = [json.loads(run("orders", "--format", "json").stdout)["orders"]]
        self.assertEqual(run("approve", *[one["order"] for one in orders], "--actor", "durand", "--on",
                             "2025-03-02").returncode, 0)
        debtor = marked("debtor.toml", 'name = "CPAM"\niban = "FR7630006000011234567890189"\nbic = "AGRIFRPP"\n')
        ran = run("issue", "351", "--debtor", debtor, "--execute", next_target_day(), "--out", self.at("v.xml"),
                  "--actor", "durand", "--on", "2025-03-03")
        self.assertEqual(ran.returncode, 0, ran)
        ran = run("append", "-", input=b"{}\n\xef\xbb\xbf{}\n")
        self.assertEqual(ran.returncode, 1)
        for text, said in ((b"\n\xef\xbb\xbf{}", b"a byte order mark"), ("{}".encode("utf-16"), b"UTF-16")):
            ran = run("append", "-", input=text)
            self.assertEqual(ran.returncode, 1)
            self.assertIn(said, ran.stderr)
        config = marked("ipepd.toml", f'ledger = "{self.at("nowhere")}"\nport = 0\n')
        ran = subprocess.run([os.path.join(os.path.dirname(os.path.abspath(IPEP)), "ipepd"), "--config", config],
                             capture_output=True, timeout=60)
        self.assertIn(b"no_ledger", ran.stderr)


if __name__ == "__main__":
    IPEP, DATA = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
