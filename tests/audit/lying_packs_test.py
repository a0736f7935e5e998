#!/usr/bin/env python3
"""lying_packs_test.py: packs of an operator who lies and knows the form. Each trick is found and named by verify.py.

The packs are made without the program (tests/verify_test.py): sealed, chained and signed anew with the operator's own
key, the manifest made to fit. What cannot be found without something the auditor holds is said to be not checked.
"""
import base64, json, os, shutil, subprocess, sys, tempfile, unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import verify_test
from verify_test import NOTE, VERIFIER, pack_files, run, signer, verify, write_pack


class Log(verify_test.Ledger):
    """The story and two facts behind it; `spent` is what a group spent in 2019, before the figures follow from it."""

    def __init__(self, spent=None, more=2):
        story, change = verify_test.story, spent or {}

        def told():
            for kind, body in story():
                if kind == "expenditureMeasured" and body["year"] == 2019 and body["groupement"] in change:
                    body = {**body, "actualPerPatient": change[body["groupement"]]}
                yield kind, body
        verify_test.story = told
        try:
            super().__init__()
        finally:
            verify_test.story = story
        for i in range(more):
            self.add("envelopeBudgeted", {"paymentYear": 2040 + i, "amount": "1.00"}, "2026-11-24", f"late {i}")


def leaves_of(files):
    return [base64.b64decode(json.loads(line)["leaf"]) for line in files["events.jsonl"].splitlines()]


def checkpoint_of(leaves, size=None, note=NOTE, origin="ipep-ledger"):
    """What an honest operator signed when the log had `size` events."""
    leaves = leaves[:size]
    root = base64.b64encode(verify.merkle_root(leaves)).decode()
    return note(f"{origin}\n{len(leaves)}\n{root}\n").encode()


def edited(files, change):
    """The pack with its events changed where they are shown, not where they are sealed."""
    events = [json.loads(line) for line in files["events.jsonl"].splitlines()]
    for event in events:
        change(event)
    return {**files, "events.jsonl": b"".join(json.dumps(event).encode() + b"\n" for event in events)}


def hide(members, where=lambda event: True):
    """Takes values away as an erasure would: the random bytes are gone, the body shows null."""
    def change(event):
        payee = verify_test.payee_in(event["body"])
        for member in members if payee and where(event) and "personal" in event else ():
            payee[member] = None
            del event["personal"][member]
    return change


def show_erased(event):
    payee = verify_test.payee_in(event["body"])
    if payee and event["body"].get("groupement") == "B":
        value = {"name": "Payée B", "iban": "FR76", "bic": "TESTFRPP"}
        payee.update(value)
        event["personal"] = {m: {"value": v, "random": verify.sha256(f"{event['position']}{m}".encode()).hex()}
                             for m, v in value.items()}


def say_erased(event):
    if event["kind"] == "envelopeBudgeted":
        event.update(kind="personalDataErased", body={"subject": "A", "decision": "no such"})


@verify_test.needs_capnp
class Tricks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.truth = pack_files(Log())
        cls.leaves = leaves_of(cls.truth)
        cls.count = len(cls.leaves)
        cls.held = checkpoint_of(cls.leaves)

    def check(self, files, *arguments, held=(), proofs=()):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as own:
            write_pack(folder, files)
            for option, contents in (("--checkpoint", held), ("--proof", proofs)):
                for i, raw in enumerate(contents):
                    path = os.path.join(own, f"{option[2:]}-{i}")
                    with open(path, "wb") as file:
                        file.write(raw)
                    arguments += (option, path)
            return run(folder, *arguments, *(["--verifier", VERIFIER] if "--verifier" not in arguments else []))

    def found(self, text, files, *arguments, **brought):
        code, out, err = self.check(files, *arguments, **brought)
        self.assertEqual(4, code, out + err)
        self.assertRegex(out, text)

    def passes(self, files, *arguments, text="0 differences", **brought):
        code, out, err = self.check(files, *arguments, **brought)
        self.assertEqual(0, code, out + err)
        self.assertRegex(out, text)

    # the log

    def test_the_truth_passes_with_every_checkpoint_of_it(self):
        held = [checkpoint_of(self.leaves, size) for size in (0, 1, 64, self.count - 2, self.count)]
        self.passes(self.truth, held=held, text=r"(?m)^your checkpoints: 5 of 5 that you hold, against the pack: ok$")

    def test_a_log_cut_by_two_events_and_signed_again(self):
        cut = pack_files(Log(more=0))
        self.passes(cut, text="your checkpoints: NOT CHECKED: none given by --checkpoint; a log that was cut")
        self.found(f"signed for {self.count} events, the pack has {self.count - 2}: the last 2 are missing", cut,
                   held=[self.held])

    def test_a_history_written_anew_and_signed_again(self):
        other = pack_files(Log(spent={"A": "1800"}))
        self.passes(other)
        self.found("are not those that were signed: it is no extension", other, held=[self.held])

    def judged(self, leaves, kept):
        """The sizes of the checkpoints that find a log which is not the one they were signed for."""
        pack = verify.Pack.__new__(verify.Pack)
        pack.folder, pack.roots, pack.events = os.devnull, {}, []
        pack.hashes = [verify.leaf_hash(leaf) for leaf in leaves]
        keys, found = [verify.read_verifier(VERIFIER)], []
        for size in range(len(kept) + 1):
            head = verify.open_note(checkpoint_of(kept, size), keys)
            if list(verify.Held([], keys).against(pack, head)):
                found.append(size)
        return found

    def test_every_checkpoint_behind_the_change_finds_it(self):
        other = leaves_of(pack_files(Log(spent={"A": "1800"})))
        same = next(i for i, (one, two) in enumerate(zip(self.leaves, other)) if one != two)
        self.assertEqual(list(range(same + 1, self.count + 1)), self.judged(other, self.leaves))
        for left in (0, 1, 63, 64, 65, self.count - 1):
            self.assertEqual(list(range(left + 1, self.count + 1)), self.judged(self.leaves[:left], self.leaves))
        self.assertEqual([], self.judged(self.leaves, self.leaves))

    def test_checkpoints_of_other_logs_keys_and_makers(self):
        other_key, other_note = signer(b"o" * 32)
        for text, held in (
                ('of the log "x.ipep", the pack is of "ipep-ledger"', checkpoint_of(self.leaves, origin="x.ipep")),
                ('no signature by "ipep-ledger"', checkpoint_of(self.leaves, note=other_note)),
                ('a signature by "ipep-ledger" is wrong', self.held.replace(b"\n%d\n" % self.count, b"\n7\n")),
                ("not a signed note", b"hello\n")):
            self.found(text, self.truth, held=[held])
        other = checkpoint_of(leaves_of(pack_files(Log(spent={"A": "1800"}))))
        self.found("signed for different logs", self.truth, held=[self.held, other])
        self.found('no signature by "ipep-ledger"', {**self.truth, "verifier": other_key.encode() + b"\n",
                                                     "checkpoint": checkpoint_of(self.leaves, note=other_note)})

    def test_a_signer_who_changed_his_key(self):
        new_key, new_note = signer(b"n" * 32)
        files = {**self.truth, "verifier": new_key.encode() + b"\n",
                 "checkpoint": checkpoint_of(self.leaves, note=new_note)}
        both = ("--verifier", VERIFIER, "--verifier", new_key)
        self.passes(files, *both, held=[checkpoint_of(self.leaves, 90), checkpoint_of(self.leaves, 120, note=new_note)])
        self.found("no signature by", files, "--verifier", new_key, held=[checkpoint_of(self.leaves, 90)])
        self.found("no signature by", files, *both, held=[checkpoint_of(self.leaves, note=signer(b"o" * 32)[1])])

    def test_a_checkpoint_needs_the_key_of_who_signed_it(self):
        with tempfile.TemporaryDirectory() as folder:
            write_pack(folder, self.truth)
            code, out, err = run(folder, "--checkpoint", os.path.join(folder, "checkpoint"))
        self.assertEqual((2, ""), (code, out))
        self.assertIn("--checkpoint FILE needs --verifier KEY", err)

    # names and accounts

    def test_a_payee_that_is_left_out(self):
        everything, of_a = ("name", "iban", "bic"), lambda event: event["body"].get("groupement") == "A"
        corrected = lambda event: event["kind"] == "factCorrected"
        for members, where, count in ((everything, of_a, 3), (("iban",), of_a, 1), (("bic", "name"), of_a, 2),
                                      (everything, corrected, 3), (everything, lambda event: True, 12)):
            files = edited(self.truth, hide(members, where))
            code, out, err = self.check(files, held=[self.held])
            self.assertEqual(4, code, out + err)
            self.assertEqual(count, out.count("left out, and no event erased it"), out)
        for files in (edited(files, lambda event: event.pop("personal", None)), edited(files, say_erased)):
            self.found("left out, and no event erased it", files)

    def test_a_pack_that_says_it_is_without_names_and_is_not(self):
        files = {**edited(self.truth, hide(("iban",), lambda event: event["body"].get("groupement") == "A")),
                 "WITHOUT-PERSONAL": b"\n"}
        self.found("WITHOUT-PERSONAL says that all names and accounts are left out; 11 values are not", files)
        bare = pack_files(Log(), personal=False)
        self.passes(bare, text="personal data: NOT CHECKED: made without names and accounts: 12 values sealed and not")
        self.found("left out, and no event erased it", {n: r for n, r in bare.items() if n != "WITHOUT-PERSONAL"})

    def test_what_was_erased_is_not_shown(self):
        self.found("position 10, iban: shown, although it was erased", edited(self.truth, show_erased))

    # the sample

    def test_a_sample_of_somebody_elses_choice(self):
        sample = json.loads(self.truth["sample.json"])
        for change in ({"amounts": sample["amounts"][::-1]}, {"amounts": sample["amounts"][:2]}, {"seed": "another"},
                       {"size": 2}, {"size": True}, {"size": -1}, {"checkpoint": {"size": 100, "root": "x"}},
                       {"checkpoint": {**sample["checkpoint"], "root": "x"}}, {"checkpoint": None}, {"more": 1},
                       {"checkpoint": {"size": self.count + 1}}, {"checkpoint": {**sample["checkpoint"], "size": -1}}):
            self.found(r"(?m)^sample: .*: \d+ differences?$",
                       {**self.truth, "sample.json": json.dumps({**sample, **change}).encode()})

    def test_a_sample_is_fixed_by_a_checkpoint_that_the_auditor_holds(self):
        self.passes(self.truth, text=f"sample: .* at {self.count} events, a root that NO checkpoint that you hold")
        self.passes(self.truth, held=[self.held], text=f"sample: .* at {self.count} events, the root of a checkpoint")
        earlier = checkpoint_of(self.leaves, 90)
        self.passes(self.truth, held=[earlier], text=f"sample: .* at {self.count} events, a root that NO checkpoint")
        self.passes(self.truth, "--seed", "mine", "--sample", "2", held=[earlier, checkpoint_of(self.leaves, 7)],
                    text=r'your sample: 2 of \d+ amounts drawn with "mine" at 90 events, the root of a checkpoint')

    def test_a_sample_at_an_earlier_checkpoint_is_of_what_was_known_then(self):
        events = [json.loads(line) for line in self.truth["events.jsonl"].splitlines()]
        known = {size: verify.amounts_at(events, size) for size in range(self.count + 1)}
        self.assertEqual({}, known[0])
        settled = [event["position"] for event in events if event["kind"] == "incentiveSettled"]
        gone = [event["position"] for event in events if event["kind"] == "incentiveAnnulled"]
        for position in range(1, self.count + 1):
            added = set(known[position]) - set(known[position - 1])
            self.assertLessEqual(len(added), 1)
            self.assertEqual(position in gone, bool(set(known[position - 1]) - set(known[position])))
            self.assertTrue(not any("due" in one for one in added) or position in settled)
        root = verify.merkle_root(self.leaves[:90])
        drawn = verify.draw_sample(root, "mine", 3, list(known[90]))
        sample = {"seed": "mine", "size": 3, "amounts": drawn,
                  "checkpoint": {"size": 90, "root": base64.b64encode(root).decode()}}
        files = {**self.truth, "sample.json": json.dumps(sample).encode()}
        self.passes(files, held=[checkpoint_of(self.leaves, 90)], text="sample: 3 of .* at 90 events, the root of a")
        ground = dict(sample, checkpoint={"size": 91, "root": sample["checkpoint"]["root"]})
        self.found("sample.json, checkpoint, root", {**files, "sample.json": json.dumps(ground).encode()})

    # what the auditor brings besides

    def test_proofs_are_held_against_the_checkpoints(self):
        inclusion = {"leafIndex": 6, "treeSize": 90, "leafHash": verify.leaf_hash(self.leaves[6]).hex(),
                     "hashes": [one.hex() for one in path_of(self.leaves[:90], 6)]}
        consistency = {"oldSize": 7, "newSize": 90, "hashes": [one.hex() for one in proof_of(self.leaves[:90], 7)]}
        held = [checkpoint_of(self.leaves, size) for size in (7, 90)]
        right = [json.dumps(one).encode() for one in (inclusion, consistency)]
        self.passes(self.truth, held=held, proofs=right,
                    text="position 7 is in the log of 90 events, by the checkpoint that you hold\n"
                         ".*the log of 90 events extends that of 7, by the checkpoint that you hold\n")
        self.passes(self.truth, proofs=right, text="in the log of 90 events, by the pack's records, NOT a checkpoint")
        other = verify.leaf_hash(self.leaves[7]).hex()
        for proof, change, text in (
                (inclusion, {"leafHash": other}, "does not lead to the root of 90 events"),
                (inclusion, {"leafIndex": 7}, "does not lead to the root of 90 events"),
                (inclusion, {"treeSize": 91}, "does not lead to the root of 91 events"),
                (inclusion, {"treeSize": 9999}, "a checkpoint of 9999 events is needed, and you gave none"),
                (inclusion, {"leafIndex": 90}, "there is no leaf 90 among 90"),
                (inclusion, {"leafIndex": True}, "leafIndex is not a number"),
                (inclusion, {"hashes": inclusion["hashes"][:-1]}, "the path is too short"),
                (inclusion, {"hashes": inclusion["hashes"] + [other]}, "the path is too long"),
                (inclusion, {"hashes": inclusion["hashes"][::-1]}, "does not lead to the root"),
                (inclusion, {"hashes": ""}, "hashes is no list"), (inclusion, {"hashes": ["X"]}, "no SHA-256 digest"),
                (inclusion, {"more": 1}, "not of this kind of proof"),
                (consistency, {"oldSize": 8}, "the path is too long"),
                (consistency, {"newSize": 91}, "91 events do not extend 7"),
                (consistency, {"oldSize": 91}, "90 leaves do not extend 91"),
                (consistency, {"oldSize": 0}, "the path is too long"),
                (consistency, {"hashes": []}, "the path is too short"),
                (consistency, {"hashes": consistency["hashes"][::-1]}, "90 events do not extend 7"),
                ({}, {}, "no proof of inclusion, .* completeness, a settlement or an answer")):
            with self.subTest(change=change):
                self.found(text, self.truth, held=held, proofs=[json.dumps({**proof, **change}).encode()])
        self.found("JSONDecodeError", self.truth, held=held, proofs=[b"hello"])

    def test_a_proof_that_the_held_checkpoint_does_not_know(self):
        """A true proof of another log: right in itself, and not in the log that was signed."""
        other = leaves_of(pack_files(Log(spent={"A": "1800"})))
        proof = {"leafIndex": 89, "treeSize": 90, "leafHash": verify.leaf_hash(other[89]).hex(),
                 "hashes": [one.hex() for one in path_of(other[:90], 89)]}
        held = [checkpoint_of(self.leaves, 90)]
        self.found("does not lead to the root of 90 events", self.truth, held=held, proofs=[json.dumps(proof).encode()])

    def test_files_that_are_none(self):
        for name in ("events.jsonl", "sample.json", "checkpoint", "MANIFEST"):
            with tempfile.TemporaryDirectory() as folder:
                write_pack(folder, self.truth)
                os.remove(os.path.join(folder, name))
                os.mkfifo(os.path.join(folder, name))  # who opened it would wait for ever
                code, out, err = run(folder)
            self.assertEqual(2 if name == "events.jsonl" else 4, code, out + err)
            self.assertIn("is not a plain file", out + err)


def path_of(leaves, index):
    """RFC 6962 §2.1.1, as it is written."""
    if len(leaves) < 2:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return path_of(leaves[:split], index) + [verify.merkle_root(leaves[split:])]
    return path_of(leaves[split:], index - split) + [verify.merkle_root(leaves[:split])]


def proof_of(leaves, older, whole=True):
    """RFC 6962 §2.1.2, as it is written."""
    if older == len(leaves):
        return [] if whole else [verify.merkle_root(leaves)]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if older <= split:
        return proof_of(leaves[:split], older, whole) + [verify.merkle_root(leaves[split:])]
    return proof_of(leaves[split:], older - split, False) + [verify.merkle_root(leaves[:split])]


class Trees(unittest.TestCase):
    LEAVES = [b"leaf %d" % i for i in range(21)]

    def altered(self, path):
        yield path + [bytes(32)]
        yield [bytes(32)] + path
        for i in range(len(path)):
            yield path[:i] + path[i + 1:]
            yield path[:i] + [bytes(32)] + path[i + 1:]
            yield path[:i] + [path[i]] + path[i:]

    def no_root(self, root, work):
        try:
            return work() != root
        except verify.Damaged:
            return True

    def test_one_path_leads_to_the_root(self):
        for size in range(1, len(self.LEAVES) + 1):
            root = verify.merkle_root(self.LEAVES[:size])
            for index in range(size):
                leaf, path = verify.leaf_hash(self.LEAVES[index]), path_of(self.LEAVES[:size], index)
                self.assertEqual(root, verify.root_by_inclusion(index, size, leaf, path))
                for other in range(size):
                    self.assertTrue(other == index or self.no_root(
                        root, lambda: verify.root_by_inclusion(other, size, leaf, path)), (size, index, other))
                for wrong in self.altered(path):
                    self.assertTrue(self.no_root(root, lambda: verify.root_by_inclusion(index, size, leaf, wrong)))

    def test_one_path_leads_to_both_roots(self):
        for newer in range(len(self.LEAVES) + 1):
            for older in range(newer + 1):
                path = proof_of(self.LEAVES[:newer], older) if older else []
                old, new = (verify.merkle_root(self.LEAVES[:size]) for size in (older, newer))
                found = verify.roots_by_consistency(older, newer, old, path)
                self.assertEqual((old, new) if older else (old, b""), found if older else (found[0], b""))
                for wrong in self.altered(path):
                    self.assertTrue(self.no_root(
                        (old, new), lambda: verify.roots_by_consistency(older, newer, old, wrong)), (older, newer))


HOSTILE = '''import os
with open(os.path.join({folder!r}, "TRICKED"), "a") as file:
    file.write(__name__ + "\\n")
print("0 differences")
os._exit(0)
'''


@verify_test.needs_capnp
class Starts(unittest.TestCase):
    """A pack brings modules and scripts of its own: none of them runs, and what the pack hides is found."""

    @classmethod
    def setUpClass(cls):
        files = pack_files(Log())
        cls.lie = edited(files, lambda e: e["body"].update(due="1.00") if e["kind"] == "incentiveSettled" else None)
        imported = subprocess.run([sys.executable, "-I", "-c", "import runpy, sys; runpy.run_path(sys.argv[1]); print("
                                   "*[n for n, m in sys.modules.items() if getattr(m, '__file__', None)])",
                                   verify.__file__], capture_output=True, text=True, check=True).stdout.split()
        cls.modules = {name.split(".")[0] for name in imported} - {"os", "sys"} | {
            "os", "sitecustomize", "usercustomize", "__future__", "verify", "site", "posixpath", "codecs"}

    def start(self, *command, lying_script=False, own=False, **environment):
        """Exit code and both outputs of a start in the pack's folder; {} in a command is the folder."""
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
            files = dict(self.lie)
            for name in self.modules - {"verify"}:
                files[f"{name}.py"] = HOSTILE.format(folder=home).encode()
            files["verify.pth"] = f"import os; open(os.path.join({home!r}, 'TRICKED'), 'a')\n".encode()
            if lying_script:
                files["verify.py"] = b"print('0 differences')\n"
            write_pack(folder, files)
            if own:
                shutil.copy(verify.__file__, os.path.join(home, "verify.py"))
            done = subprocess.run([one.format(pack=folder, home=home) for one in command], cwd=folder, text=True,
                                  capture_output=True, env={**os.environ, **{name: value.format(pack=folder)
                                                                             for name, value in environment.items()}})
            self.assertFalse(os.path.exists(os.path.join(home, "TRICKED")), (command, done))
        return done.returncode, done.stdout, done.stderr

    def test_modules_in_the_pack_do_not_run(self):
        self.assertGreater(len(self.modules), 30)
        for command in (("{home}/verify.py", "{pack}"), ("{home}/verify.py", "."), ("{pack}/verify.py",),
                        ("verify.py",)):
            for flags in (["-I"], []):
                code, out, err = self.start(sys.executable, *flags, *command, own=True)
                self.assertEqual(4, code, out + err)
                self.assertIn('recorded "1.00"', out)
                self.assertEqual(not flags, "not started isolated" in err, err)

    def test_what_the_environment_names_does_not_run_where_python_is_isolated(self):
        code, out, err = self.start(sys.executable, "-I", "{home}/verify.py", "{pack}", own=True, PYTHONPATH="{pack}",
                                    PYTHONSTARTUP="{pack}/json.py", PYTHONUSERBASE="{pack}", PYTHONHOME="")
        self.assertEqual((4, ""), (code, err), out)

    def test_the_copy_that_runs_is_named_and_held_against_the_packs(self):
        digest = verify.sha256(verify.read_file(verify.__file__)).hex()
        code, out, _ = self.start(sys.executable, "-I", "{home}/verify.py", "{pack}", own=True)
        self.assertRegex(out, rf"^script: SHA-256 {digest} of /.*/verify\.py; the pack's copy is the same: ok\n")
        code, out, _ = self.start(sys.executable, "-I", "{home}/verify.py", "{pack}", own=True, lying_script=True)
        self.assertEqual(4, code)
        self.assertRegex(out, rf"^script: SHA-256 {digest} of .*; the pack's copy is ANOTHER, SHA-256 \w+: not run: ok")
        code, out, _ = self.start(sys.executable, "-I", "{pack}/verify.py")
        self.assertRegex(out, r"^script: NOT CHECKED: .*the copy that came with the pack")

    def test_a_module_that_was_taken_from_the_pack_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            write_pack(folder, {**self.lie, "json.py": b""})
            sys.modules["taken"] = type(sys)("taken")
            sys.modules["taken"].__file__ = os.path.join(folder, "json.py")
            try:
                _, out, _ = run(folder)
            finally:
                del sys.modules["taken"]
        self.assertRegex(out, r"script: .*: 1 difference\n  the module taken was taken from the pack")

    def test_from_a_pipe_it_does_not_start(self):
        done = subprocess.run([sys.executable, "-"], input=verify.read_file(verify.__file__), capture_output=True)
        self.assertEqual((2, b""), (done.returncode, done.stdout))


if __name__ == "__main__":
    unittest.main()
