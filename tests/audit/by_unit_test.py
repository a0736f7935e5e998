#!/usr/bin/env python3
"""by_unit_test.py: the sample by monetary unit of verify.py, against published tables, by hand and by a second way.

Factors are held against the AICPA's table and against logarithms of many digits; a draw against a population laid out
cent by cent; an evaluation against an example worked by hand, and against Stringer's bound summed the other way round.
"""
import hashlib, json, os, random, sys, tempfile, unittest
from decimal import Decimal, getcontext
from fractions import Fraction

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import verify_test
from verify_test import pack_files, verify
import lying_packs_test

getcontext().prec = 60
README = os.path.join(verify_test.HERE, "..", "events", "README.md")

# AICPA, Audit Guide "Audit Sampling", confidence factors for overstatements: by risk of incorrect acceptance, from 0
# misstatements on.
PUBLISHED = {
    95: "3.00 4.75 6.30 7.76 9.16 10.52 11.85 13.15 14.44 15.71 16.97 18.21 19.45 20.67 21.89 23.10",
    90: "2.31 3.89 5.33 6.69 8.00 9.28 10.54 11.78 13.00 14.21 15.41 16.60 17.79 18.96 20.13 21.30",
    85: "1.90 3.38 4.73 6.02 7.27 8.50 9.71 10.90 12.08 13.25 14.42 15.57 16.72 17.86 19.00 20.13",
    80: "1.61 3.00 4.28 5.52 6.73 7.91 9.08 10.24 11.38 12.52 13.66 14.78 15.90 17.02 18.13 19.24",
    75: "1.39 2.70 3.93 5.11 6.28 7.43 8.56 9.69 10.81 11.92 13.02 14.13 15.22 16.32 17.40 18.49",
    70: "1.21 2.44 3.62 4.77 5.90 7.01 8.12 9.21 10.31 11.39 12.47 13.55 14.63 15.70 16.77 17.84",
    50: "0.70 1.68 2.68 3.68 4.68 5.68 6.67 7.67 8.67 9.67 10.67 11.67 12.67 13.67 14.67 15.67"}


def within(hundredths, count, confidence):
    """Poisson's probability of at most `count`, by the exponential of many digits."""
    mean, term, some = Decimal(hundredths) / 100, Decimal(1), Decimal(1)
    for i in range(1, count + 1):
        term = term * mean / i
        some += term
    return some * (-mean).exp() <= Decimal(100 - confidence) / 100


def layout(amounts):
    """The reference in which each cent of the population lies."""
    return [one for one in sorted(amounts, key=str.encode) for _ in range(max(verify.cents(amounts[one]), 0))]


def stringer(sample, audited):
    """The limit in the order of factors: each is weighed by how far its tainting stands above the next."""
    unit = sample["monetaryUnit"]
    interval, known, shares = verify.cents(unit["interval"]), 0, []
    for one in sample["amounts"]:
        amount = verify.cents(one["amount"])
        over = max(amount - audited[one["reference"]], 0)
        if amount >= interval:
            known += over
        elif over:
            shares.append(Fraction(over, amount))
    sampled = any(not one["certain"] for one in sample["amounts"]) or verify.cents(unit["total"]) > sum(
        verify.cents(one["amount"]) for one in sample["amounts"])
    shares = [Fraction(int(sampled))] + sorted(shares, reverse=True) + [Fraction(0)]
    factors = [Fraction(verify.confidence_factor(unit["confidence"], i), 100) for i in range(len(shares) - 1)]
    return known + interval * sum(f * (one - next_) for f, one, next_ in zip(factors, shares, shares[1:]))


class Factors(unittest.TestCase):
    def test_they_are_those_of_the_table(self):
        for confidence, row in PUBLISHED.items():
            self.assertEqual(row.split(), [verify.euros(verify.confidence_factor(confidence, i)) for i in range(16)])

    def test_each_is_the_first_hundredth_that_reaches_the_confidence(self):
        for confidence in verify.EXPANSION:
            for count in (0, 1, 2, 7, 30, 120):
                factor = verify.confidence_factor(confidence, count)
                self.assertTrue(within(factor, count, confidence) and not within(factor - 1, count, confidence))

    def test_without_a_misstatement_it_is_a_logarithm(self):
        for confidence in verify.EXPANSION:
            exact = -100 * (Decimal(100 - confidence) / 100).ln()
            self.assertEqual(int(exact) + 1, verify.confidence_factor(confidence, 0))


class Draws(unittest.TestCase):
    def test_the_vector_of_the_readme(self):
        with open(README, encoding="utf-8") as file:
            text = file.read().partition("## A sample")[2]
        block = text.partition("```json\n")[2].partition("```")[0]
        told = json.loads(block)
        wish = verify.wish_of(told["monetaryUnit"])
        amounts = {"seedCredit/G01": "3000.00", "seedCredit/G02": "-70.00", "settlement/2021/G01/due": "900.00",
                   "settlement/2021/G02/due": "1400.00", "settlement/2021/G03/due": "0.00",
                   "settlement/2022/G01/due": "650.50"}
        self.assertEqual(told, verify.draw_by_unit(bytes(32), "graine", wish, amounts))
        state = hashlib.sha256(bytes(32) + b"graine").digest()
        start = 1 + int(hashlib.sha256(state + bytes(8)).hexdigest(), 16) % 140000
        self.assertEqual(told["monetaryUnit"]["start"], verify.euros(start))

    def test_the_interval_by_hand(self):
        interval = lambda *wish: verify.interval_of(verify.ByUnit("due", *wish))
        self.assertEqual(140000, interval(500000, 50000, 95))  # (5 000 − 500 × 1.6) / 3.00
        self.assertEqual(166666, interval(500000, 0, 95))
        self.assertEqual(91106, interval(420000, 0, 99))
        for nothing in ((500000, 312500, 95), (0, 0, 95), (100, -1, 95), (2, 0, 95)):
            self.assertRaises(verify.Damaged, interval, *nothing)

    def test_every_interval_th_cent_of_the_population_laid_out(self):
        seed = random.randrange(1 << 32)
        print(f"draws by unit, seed {seed}")
        chance = random.Random(seed)
        for _ in range(200):
            amounts = {f"{chance.choice('abé')}{i}": verify.euros(chance.choice((0, -5, 1, chance.randrange(400))))
                       for i in range(chance.randrange(12))}
            wish = verify.ByUnit("due", chance.randrange(10, 900), chance.randrange(3), chance.choice((50, 90, 95, 99)))
            sample = verify.draw_by_unit(chance.randbytes(32), "s", wish, amounts)
            cents, interval = layout(amounts), verify.interval_of(wish)
            start = verify.cents(sample["monetaryUnit"]["start"])
            self.assertTrue(1 <= start <= interval)
            hits = cents[start - 1::interval]
            self.assertEqual({one: hits.count(one) for one in hits},
                             {one["reference"]: one["hits"] for one in sample["amounts"]})
            for one in sample["amounts"]:
                self.assertEqual(one["reference"], cents[verify.cents(one["first"]) - 1])
                self.assertEqual(verify.cents(one["reaches"]), len(cents) - cents[::-1].index(one["reference"]))
            certain = {one for one, amount in amounts.items() if verify.cents(amount) >= interval}
            self.assertEqual(certain, {one["reference"] for one in sample["amounts"] if one["certain"]})
            self.assertEqual({one for one, amount in amounts.items() if verify.cents(amount) <= 0},
                             {one["reference"] for one in sample["apart"]})

    def test_what_was_paid_is_what_left_and_did_not_come_back(self):
        events = [{"position": i + 1, "kind": kind, "key": key, "body": body} for i, (kind, key, body) in enumerate((
            ("orderPaid", None, {"order": "a", "amount": "5.00"}),
            ("orderPaid", None, {"order": "b", "amount": "7.00"}),
            ("takeOverConfirmed", None, {"confirms": "k", "amount": "9.00"}),
            ("orderReturned", None, {"order": "a", "amount": "5.00"}),
            ("factCorrected", "k2", {"corrects": "k"}),
            ("takeOverConfirmed", None, {"confirms": "k2", "amount": "8.00"}),
            ("orderPaid", None, {"order": "a", "amount": "5.00"})))]
        self.assertEqual({"a": "5.00", "b": "7.00", "takenOver/3": "9.00"}, verify.paid_at(events, 3))
        self.assertEqual({"b": "7.00", "takenOver/3": "9.00"}, verify.paid_at(events, 5))
        self.assertEqual({"a": "5.00", "b": "7.00", "takenOver/6": "8.00"}, verify.paid_at(events, 7))


def drawn(amounts, materiality, expected, confidence=95):
    """Of a sample in which every amount was drawn."""
    interval = verify.interval_of(verify.ByUnit("paid", materiality, expected, confidence))
    return {"monetaryUnit": {"interval": verify.euros(interval), "confidence": confidence,
                             "materiality": verify.euros(materiality),
                             "total": verify.euros(100 * sum(amounts.values()) + 1)},
            "amounts": [{"reference": one, "amount": verify.euros(100 * amount), "certain": 100 * amount >= interval}
                        for one, amount in amounts.items()], "apart": []}


class Evaluations(unittest.TestCase):
    BOOKED = {"big": 2500, "half": 400, "quarter": 800, "tenth": 500, "right": 900, "low": 250}
    AUDITED = {"big": 2400, "half": 200, "quarter": 600, "tenth": 450, "right": 900, "low": 300}

    def test_the_example_worked_by_hand(self):
        # 4 600 tolerable, 1 000 expected, 95 %: an interval of (4 600 − 1 600) / 3 = 1 000.
        sample = drawn(self.BOOKED, 460000, 100000)
        self.assertEqual("1000.00", sample["monetaryUnit"]["interval"])
        found = verify.evaluate(sample, {one: 100 * amount for one, amount in self.AUDITED.items()})
        # 100 known; 0.5, 0.25 and 0.1 of 1 000; (4.75 − 3.00 − 1) × 500, (6.30 − 4.75 − 1) × 250, 0.46 × 100.
        self.assertEqual((10000, 95000, 300000), (found.known, found.projected, found.basic))
        self.assertEqual(37500 + 13750 + 4600, found.incremental)
        self.assertEqual(450850, found.limit)
        self.assertEqual(20000, found.understated)  # 50 of 250, of 1 000; it takes nothing off
        told = verify.tell_evaluation(sample, found)
        self.assertIn("upper limit 4508.50", told)
        self.assertIn("WITHIN the materiality of 4600.00", told)
        more = {**self.AUDITED, "tenth": 300}
        told = verify.tell_evaluation(sample, verify.evaluate(sample, {o: 100 * a for o, a in more.items()}))
        self.assertIn("ABOVE the materiality of 4600.00", told)  # 0.4 in the place of 0.1: 5 000 and more

    def test_a_published_example(self):
        # An interval of 57 692 at 95 %; 10 000 audited at 7 500, 9 000 at 6 000, 800 at 640, and 60 000 at nothing.
        sample = drawn({"a": 10000, "b": 9000, "c": 60000, "d": 800}, 57692 * 300, 0)
        found = verify.evaluate(sample, {"a": 750000, "b": 600000, "c": 0, "d": 64000})
        self.assertEqual("57692.00", sample["monetaryUnit"]["interval"])
        self.assertEqual(17307600, found.basic)
        by_hand = 6000000 + Fraction(5769200) * (3 + Fraction(175, 300) + Fraction(155, 400) + Fraction(146, 500))
        self.assertEqual(by_hand, found.limit)

    def test_nothing_found_leaves_the_basic_precision(self):
        sample = drawn(self.BOOKED, 460000, 100000)
        found = verify.evaluate(sample, {one: 100 * amount for one, amount in self.BOOKED.items()})
        self.assertEqual((0, 0, 300000, 300000), (found.projected, found.incremental, found.basic, found.limit))

    def test_what_was_all_looked_at_leaves_no_allowance(self):
        sample = drawn({"big": 2500}, 460000, 100000)
        sample["monetaryUnit"]["total"] = "2500.00"
        self.assertEqual(100, verify.evaluate(sample, {"big": 249900}).limit)

    def test_the_limit_summed_the_other_way_round(self):
        seed = random.randrange(1 << 32)
        print(f"evaluations, seed {seed}")
        chance = random.Random(seed)
        for _ in range(200):
            amounts = {f"r{i}": verify.euros(chance.randrange(-20, 5000)) for i in range(chance.randrange(1, 40))}
            wish = verify.ByUnit("due", chance.randrange(2000, 20000), 0, chance.choice(list(verify.EXPANSION)))
            sample = verify.draw_by_unit(chance.randbytes(32), "s", wish, amounts)
            audited = {}
            for one in sample["amounts"]:
                amount = verify.cents(one["amount"])
                audited[one["reference"]] = chance.choice((amount, amount, 0, chance.randrange(amount + 1), amount + 9))
            self.assertEqual(stringer(sample, audited), verify.evaluate(sample, audited).limit)

    def test_findings_that_do_not_fit_the_sample(self):
        sample = drawn({"a": 500, "b": 600}, 460000, 100000)["amounts"]
        read = lambda text: verify.read_findings(text.encode(), sample)
        self.assertEqual(({"a": 50000, "b": 0}, []), read("reference,audited\na,500.00\nb,0.00\n"))
        self.assertEqual(({"a": 50000, "b": 0}, []), read("\ufeffreference;note;audited\nb;x;0.00\na;;500.00\n"))
        for text, wrong in (("a,500.00\n", '"b": drawn, and not'), ("a,1.00\nb,1.00\na,1.00\n", '"a": found twice'),
                            ("a,1.00\nb,1.00\nc,1.00\n", '"c": was not drawn'), ("a,-1.00\nb,1.00\n", "below zero")):
            self.assertIn(wrong, " ".join(read("reference,audited\n" + text)[1]))
        for text in ("a,500\n", "a,\n", "a,1e3\n"):
            self.assertRaises(verify.Damaged, read, "reference,audited\n" + text)
        self.assertRaises(verify.Damaged, read, "a,500.00\n")


@verify_test.needs_capnp
class InPacks(unittest.TestCase):
    """A pack of due amounts with a sample by unit, drawn here by the definition."""

    check, found, passes = (getattr(lying_packs_test.Tricks, name) for name in ("check", "found", "passes"))
    WISH = verify.ByUnit("due", verify.cents("300000.00"), verify.cents("10000.00"), 95)
    OWN = ("--seed", "mine", "--monetary-unit", "due", "--materiality", "300000.00", "--expected", "10000.00")

    @classmethod
    def setUpClass(cls):
        truth = pack_files(lying_packs_test.Log())
        leaves = lying_packs_test.leaves_of(truth)
        events = [json.loads(line) for line in truth["events.jsonl"].splitlines()]
        sample = verify.draw_by_unit(verify.merkle_root(leaves), "mine", cls.WISH,
                                     verify.amounts_at(events, len(leaves)))
        cls.sample = {"seed": "mine", **sample, "checkpoint": json.loads(truth["sample.json"])["checkpoint"]}
        cls.files, cls.held = cls.with_sample(truth, cls.sample), lying_packs_test.checkpoint_of(leaves)

    @staticmethod
    def with_sample(files, sample):
        return {**files, "sample.json": json.dumps(sample).encode()}

    def evaluated(self, change, *more):
        """Exit code and output for findings that are the amounts drawn, changed."""
        rows = {one["reference"]: one["amount"] for one in self.sample["amounts"]}
        change(rows)
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write("reference,audited\n" + "".join(f"{one},{amount}\n" for one, amount in rows.items()))
            file.flush()
            return self.check(self.files, "--evaluate", file.name, *more)

    def test_the_truth_passes(self):
        count = len(self.sample["amounts"])
        self.assertGreater(count, 1)
        self.passes(self.files, held=[self.held], text=f"sample: {count} of .* a checkpoint that you hold: ok")
        self.passes(self.files, *self.OWN, held=[self.held], text=f"your sample: {count} of .*: ok")

    def test_another_sample_than_the_one_that_follows(self):
        unit, drawn = self.sample["monetaryUnit"], self.sample["amounts"]
        for change in ({"seed": "yours"}, {"amounts": drawn[1:]}, {"amounts": drawn[::-1]}, {"apart": [{}]},
                       {"amounts": [{**drawn[0], "certain": not drawn[0]["certain"]}, *drawn[1:]]},
                       {"amounts": [{**drawn[0], "hits": 7}, *drawn[1:]]}, {"more": 1}, {"size": 3}):
            self.found(r"(?m)^sample: .*: \d+ differences?$", self.with_sample(self.files, {**self.sample, **change}))
        for change in ({"start": "1.00"}, {"interval": "1.00"}, {"total": "1.00"}, {"count": 1}, {"confidence": 94},
                       {"population": "paid"}, {"population": "all"}, {"materiality": "310000.00"}, {"expected": "x"},
                       {"confidenceFactor": "2.99"}, {"expansionFactor": "1.50"}, {"confidence": "95"},
                       {"confidence": 95.0}, {"count": "1"}):
            self.found(r"(?m)^sample: .*: \d+ differences?$",
                       self.with_sample(self.files, {**self.sample, "monetaryUnit": {**unit, **change}}))

    def test_findings_are_evaluated(self):
        code, out, err = self.evaluated(lambda rows: None)
        self.assertEqual(0, code, out + err)
        self.assertIn("WITHIN the materiality of 300000.00", out)
        code, out, _ = self.evaluated(lambda rows: rows.update({one: "0.00" for one in rows}), *self.OWN)
        self.assertIn("amounts of your sample", out)
        self.assertIn("ABOVE the materiality of 300000.00", out)
        self.assertEqual(0, code, "what was found is no difference of the pack")
        code, out, _ = self.evaluated(lambda rows: rows.popitem())
        self.assertEqual(4, code)
        self.assertRegex(out, r"drawn, and not among the findings")
        plain = lying_packs_test.pack_files(lying_packs_test.Log())
        code, out, _ = self.check(plain, "--evaluate", __file__)
        self.assertEqual(4, code)
        self.assertIn("only a sample by monetary unit tells", out)

    def test_wishes_that_contradict_each_other(self):
        for words in (self.OWN + ("--sample", "3"), self.OWN[:4], self.OWN[2:], self.OWN + ("--confidence", "94"),
                      self.OWN[:-1] + ("187500.00",), self.OWN[:-1] + ("1e3",), ("--evaluate", "/nonexistent"),
                      ("--materiality", "5.00"), ("--expected", "5.00"), ("--confidence", "95")):
            code, _, err = self.check(self.files, *words)
            self.assertEqual(2, code, words)
            self.assertNotIn("Traceback", err)


if __name__ == "__main__":
    unittest.main()
