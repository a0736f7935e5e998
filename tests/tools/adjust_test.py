#!/usr/bin/env python3
"""adjust_test.py IPEP: the model against R's lm, the facts against exact fractions, bad files refused."""
import gzip, hashlib, importlib.util, json, os, random, re, shutil, subprocess, sys, tempfile
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from patient_files import HEADER, is_counted, patients, six, write

IPEP = sys.argv[1]
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")


def run(*args):
    done = subprocess.run([IPEP, "--lang", "en", *map(str, args)], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def refused(code, *args, line=None, column=None, secret=None):
    found = run("--format", "json", *args)
    assert found[0] == 1, (args, found)
    told = json.loads(found[2])
    assert told["code"] == code and told.get("line") == line, (args, told)
    assert column is None or f"`{column}`" in told["detail"], told
    assert secret is None or secret not in found[1] + found[2], "a patient's row is told"


def check_against_r(sample, split, model):
    """R fits the same rows with the same variables; all numbers agree to ten digits, and so does what was left out."""
    if not shutil.which("Rscript"):
        print("R is not here: the model is not held against lm")
        return
    names = [one["variable"] for one in model["variables"]]
    script = f"""
        d <- read.csv("{sample}"); s <- read.csv("{split}")
        d$line <- seq_len(nrow(d)) + 1; d <- merge(d, s, by = "line"); fit <- d[d$part == "fit", ]
        m <- lm(spending ~ {' + '.join(names)}, fit); all <- summary(m)
        X <- model.matrix(m); n <- nrow(X); bread <- solve(crossprod(X))
        robust <- sqrt(diag(bread %*% crossprod(X * residuals(m)) %*% bread) * n / (n - ncol(X)))
        for (v in c("(Intercept)", {', '.join(json.dumps(n) for n in names)}))
            cat(v, format(all$coefficients[v, 1:2], digits = 17), format(robust[v], digits = 17), "\\n")
        cat("r2", format(all$adj.r.squared, digits = 17), format(all$sigma, digits = 17), "0\\n")
        t <- d[d$part == "test", ]; e <- sum((t$spending - predict(m, t))^2); n <- nrow(t); p <- {len(names)}
        v <- sum((t$spending - mean(t$spending))^2)
        cat("test", format(1 - (e / (n - p - 1)) / (v / (n - 1)), digits = 17), "0 0\\n")
        for (n in {'c(' + ', '.join(json.dumps(n) for n in names) + ')'})
            cat("without", format(summary(update(m, paste(". ~ . -", n)))$adj.r.squared, digits = 17), "0 0\\n")
    """
    out = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True).stdout
    said = [line.rsplit(None, 3) for line in out.splitlines()]
    close = lambda a, b: abs(float(a) - float(b)) <= 1e-10 * abs(float(b))
    errors = ("coefficient", "standardError", "robustStandardError")
    ours = [("(Intercept)", *map(model["constant"].get, errors))] + [
        (one["variable"], *map(one.get, errors)) for one in model["variables"]]
    for (name, *numbers), (said_name, *wanted) in zip(ours, said):
        assert name == said_name and all(map(close, numbers, wanted)), (name, numbers, wanted)
    r2, test = said[len(ours)], said[len(ours) + 1]
    assert close(model["adjustedR2"]["fit"], r2[1]) and close(model["residualStandardError"], r2[2])
    assert close(model["adjustedR2"]["test"], test[1]), (model["adjustedR2"], test)
    for without in said[len(ours) + 2:]:
        assert float(without[1]) < float(r2[1]), "a variable is kept that improves nothing"
    print("R's lm gives the same model to ten digits")


def check_split(split, model, counted):
    """The rule in the model's file draws the rows that were drawn."""
    state = model["split"]["seed"] % 2147483647 or 1
    for _ in range(16):
        state = state * 16807 % 2147483647
    left, wanted, drawn = len(counted), len(counted) * 7 // 10, []
    for line in counted:
        state = state * 16807 % 2147483647
        taken = state * left < wanted * 2147483647
        drawn.append(f"{line},{'fit' if taken else 'test'}")
        left, wanted = left - 1, wanted - taken
    with open(split, encoding="utf-8") as file:
        assert file.read().split()[1:] == drawn


def exact_facts(rows, model):
    counted = [row for row in rows if is_counted(row)]
    column = dict(age=1, female=2, ald=3, cmuc=4, acs=5, apl=6)
    actual = sum(Fraction(r[7]) for r in counted) / len(counted)
    adjusted = Fraction(model["constant"]["coefficient"]) + sum(
        Fraction(one["coefficient"]) * sum(Fraction(r[column[one["column"]]]) for r in counted) / len(counted)
        for one in model["variables"])
    return len(counted), six(actual), six(adjusted)


def check_bad_files(at, good):
    fit = lambda path: ("adjust", "fit", path, "--out", at("no.json"))
    apply = lambda path: ("adjust", "apply", at("model.json"), path, "--groupement", "G01", "--year", "2021")
    lines = open(good, encoding="utf-8").read().splitlines()

    def file(change, name="bad.csv"):
        changed = list(lines)
        change(changed)
        with open(at(name), "w", encoding="utf-8") as out:
            out.write("\n".join(changed) + "\n")
        return at(name)

    def cell(row, column, text):
        def change(all):
            fields = all[row].split(",")
            fields[HEADER.split(",").index(column)] = text
            all[row] = ",".join(fields)
        return file(change)

    for command in (fit, apply):
        refused("column_missing", *command(file(lambda a: a.__setitem__(0, a[0].replace("acs", "other")))),
                column="acs")
        refused("column_missing", *command(file(lambda a: a.__setitem__(0, a[0].replace("visits", "other")))),
                column="visits")
        refused("column_repeated", *command(file(lambda a: a.__setitem__(0, a[0].replace("acs", "age")))), column="age")
        for number in ("12a", "", "1,5", "1e3", "NaN", "--1", ".5", "5.", "0x10", "1" * 19):
            if "," not in number:
                refused("value_malformed", *command(cell(1234, "spending", number)), line=1235, column="spending",
                        secret="id1233")
        refused("value_malformed", *command(cell(7, "female", "2")), line=8, column="female")
        refused("row_malformed", *command(file(lambda a: a.__setitem__(50, a[50] + ",1"))), line=51)
        refused("row_malformed", *command(file(lambda a: a.__setitem__(50, '"' + a[50]))), line=51)
        refused("row_malformed", *command(file(lambda a: a.__setitem__(50, a[50].rsplit(",", 1)[0]))), line=51)
        refused("sample_empty", *command(file(lambda a: a.__delitem__(slice(1, None)))))
        refused("file_unreadable", *command(at("absent.csv")))
        for name, pack in (("cut.csv.gz", gzip.compress), ("cut.csv.zst", zstd)):
            packed = pack(open(good, "rb").read())
            if packed is None:
                continue
            for size in (len(packed) // 2, len(packed) - 1):
                with open(at(name), "wb") as out:
                    out.write(packed[:size])
                refused("archive_damaged", *command(at(name)))
            with open(at(name), "wb") as out:
                out.write(packed[:900] + bytes([packed[900] ^ 255]) + packed[901:])
            assert run(*command(at(name)))[0] == 1
    constant = file(lambda a: a.__setitem__(slice(1, None), [re.sub(r"^(\w+,\d+,\d+,\d+,\d+),\d+", r"\1,0", x)
                                                              for x in a[1:]]))
    refused("variables_collinear", *fit(constant), column="acs")
    twins = file(lambda a: a.__setitem__(slice(1, None), [re.sub(r"^(\w+,\d+,\d+,\d+),\d+,\d+", r"\1,1,0", x) if i % 2
                 else re.sub(r"^(\w+,\d+,\d+,\d+),\d+,\d+", r"\1,0,1", x) for i, x in enumerate(a[1:])]))
    refused("variables_collinear", *fit(twins), column="acs")
    refused("rows_too_few", *fit(file(lambda a: a.__delitem__(slice(9, None)))))
    many = file(lambda a: a.__setitem__(slice(1, None), [re.sub(r"^(\w+,\d+,\d+),\d+", rf"\1,{i}", x)
                                                         for i, x in enumerate(a[1:])]))
    refused("categories_too_many", *fit(many), column="ald")
    assert run(*fit(many), "--ald-number")[0] == 0 and os.remove(at("no.json")) is None
    assert not os.path.exists(at("no.json")), "a refused fit left a file"
    with open(at("other.json"), "w", encoding="utf-8") as out:
        out.write("{}")
    refused("model_malformed", "adjust", "apply", at("other.json"), good, "--groupement", "G01", "--year", "2021")
    refused("identifier_malformed", "adjust", "apply", at("model.json"), good, "--groupement", "G 1", "--year", "2021")
    refused("year_malformed", "adjust", "apply", at("model.json"), good, "--groupement", "G01", "--year", "21")


def zstd(data):
    if not shutil.which("zstd"):
        print("zstd is not here: its archives are not cut")
        return None
    return subprocess.run(["zstd", "-qc"], input=data, capture_output=True, check=True).stdout


def check_adoption(at):
    """A model is adopted by a fact, spending names it, and verify.py recomputes the means from model and patients."""
    adopt = run("--on", "2022-05-30", "adjust", "adopt", at("model.json"), "--model", "m-2021", "--year", 2021,
                "--author", "Cnam")
    assert adopt[0] == 0, adopt
    body = json.loads(adopt[1])["fact"]["adjustmentModelAdopted"]
    model = json.load(open(at("model.json"), encoding="utf-8"))
    assert body["sha256"] == hashlib.sha256(open(at("model.json"), "rb").read()).hexdigest()
    assert body["variables"] == [one["variable"] for one in model["variables"]]
    assert body["adjustedR2"] == six(Fraction(model["adjustedR2"]["test"])) and body["author"] == "Cnam"
    facts = run("--on", "2022-05-31", "adjust", "apply", at("model.json"), at("g02.csv.gz"), "--groupement", "G02",
                "--year", 2021, "--model", "m-2021")[1]
    assert json.loads(facts.splitlines()[1])["fact"]["expenditureMeasured"]["model"] == "m-2021"
    for code, file, name, year in (("identifier_malformed", "model.json", "m 1", 2021),
                                   ("year_malformed", "model.json", "m1", 21),
                                   ("json_malformed", "g02.csv", "m1", 2021)):
        refused(code, "adjust", "adopt", at(file), "--model", name, "--year", year, "--author", "C")

    ledger = ("--ledger", at("ledger"))
    assert run(*ledger, "init")[0] == 0

    def append(lines):
        with open(at("facts.jsonl"), "w", encoding="utf-8") as file:
            file.write(lines)
        return *ledger, "append", at("facts.jsonl")

    with open(os.path.join(DATA, "worked.jsonl"), encoding="utf-8") as file:
        known = [line for line in file if '{"rulesAdopted"' in line or '{"groupementAdmitted"' in line]
    assert run(*append("".join(known)))[0] == 0
    refused("unknown_model", *append(facts), line=2)
    appended = run(*append(adopt[1] + facts))
    assert appended[0] == 0, appended
    assert run(*ledger, "export", "audit", at("pack"))[0] == 0

    def verify(model, patients):
        command = [sys.executable, "-I", os.path.join(at("pack"), "verify.py"), at("pack")]
        done = subprocess.run(command + ["--model", model, "--patients", patients], capture_output=True, text=True)
        return done.returncode, [line for line in done.stdout.splitlines() if "your patients" in line or "  " in line]

    code, told = verify(at("model.json"), at("g02.csv.gz"))
    assert code == 0 and any("2 facts recomputed from 1 files" in line for line in told), told
    model["constant"]["coefficient"] = "1" + model["constant"]["coefficient"]
    with open(at("wrong.json"), "w", encoding="utf-8") as file:
        json.dump(model, file)
    code, told = verify(at("wrong.json"), at("g02.csv.gz"))
    assert code == 4 and any("another model" in line for line in told), told
    assert any("recomputed" in line for line in told), told
    code, told = verify(at("model.json"), at("sample.csv"))
    assert code == 4 and any("no fact was recorded" in line for line in told), told


def check_several_ald(at, rows):
    """Who has several ALD is in the category of each; verify.py recomputes the means from the same field."""
    draw = random.Random(3)

    def with_ald(row):
        own = sorted(draw.sample((3, 8, 15), draw.choice((0, 0, 0, 1, 1, 2, 3))))
        spending = Fraction(row[7]) + sum({3: 500, 8: 1000, 15: 2000}[one] for one in own)
        own = own + own[:1] if draw.random() < 0.1 else own  # told twice
        field = draw.choice("|;+").join(map(str, own)) or "0"
        return row[:3] + (field,) + row[4:7] + (f"{float(spending):.2f}",) + row[8:]

    several = [with_ald(row[:3] + (0,) + row[4:7] + (row[7],) + row[8:]) for row in rows]
    write(at("several.csv"), several)
    code, out, error = run("--format", "json", "adjust", "fit", at("several.csv"), "--out", at("several.json"))
    assert code == 0, error
    model = json.loads(out)
    assert [one["variable"] for one in model["variables"] if one["column"] == "ald"] == ["ald 3", "ald 8", "ald 15"]

    def terms(row):
        for one in model["variables"]:
            value = row[dict(age=1, female=2, ald=3, cmuc=4, acs=5, apl=6)[one["column"]]]
            is_in = "equals" in one and one["equals"] in re.split("[|;+]", str(value))
            yield Fraction(one["coefficient"]) * (int(is_in) if "equals" in one else Fraction(value))

    counted = [row for row in several if is_counted(row)]
    adjusted = Fraction(model["constant"]["coefficient"]) + sum(map(sum, map(terms, counted))) / len(counted)
    code, out, error = run("--on", "2022-05-31", "adjust", "apply", at("several.json"), at("several.csv"),
                           "--groupement", "G01", "--year", 2021)
    assert code == 0, error
    assert json.loads(out.splitlines()[1])["fact"]["expenditureMeasured"]["adjustedPerPatient"] == six(adjusted)

    # verify.py was written without looking at the above.
    spec = importlib.util.spec_from_file_location("verify", os.path.join(DATA, "..", "..", "services", "audit",
                                                                        "verify.py"))
    verify = importlib.util.module_from_spec(spec)
    sys.modules["verify"] = verify
    spec.loader.exec_module(verify)
    means = lambda file: verify.means_of(model, verify.patient_rows(open(at(file), "rb").read()))
    assert means("several.csv") == (len(counted), six(sum(Fraction(row[7]) for row in counted) / len(counted)),
                                    six(adjusted))

    for field in ("8|0", "0|8", "8|", "8,15", "8/15", "8.5|15"):
        write(at("odd.csv"), [(*row[:3], f'"{field}"', *row[4:]) for row in several[:40]])
        refused("value_malformed", "adjust", "apply", at("several.json"), at("odd.csv"), "--groupement", "G01",
                "--year", "2021", line=2, column="ald")
        try:
            means("odd.csv")
            raise AssertionError(f"verify.py takes {field}")
        except (verify.Damaged, ValueError):
            pass
    first = next(line for line, row in enumerate(several, 2) if re.search("[|;+]", str(row[3])))
    refused("value_malformed", "adjust", "fit", at("several.csv"), "--out", at("no.json"), "--ald-number", line=first,
            column="ald")
    slope = next({name: value for name, value in one.items() if name != "equals"} for one in model["variables"]
                 if one["column"] == "ald")
    with open(at("slope.json"), "w", encoding="utf-8") as file:
        json.dump(model | {"variables": [slope | {"variable": "ald"}]}, file)
    refused("value_malformed", "adjust", "apply", at("slope.json"), at("several.csv"), "--groupement", "G01", "--year",
            "2021", line=first, column="ald")
    everybody = [(*row[:3], "8|15" if number % 2 else "3", *row[4:]) for number, row in enumerate(several)]
    write(at("everybody.csv"), everybody)
    refused("variables_collinear", "adjust", "fit", at("everybody.csv"), "--out", at("no.json"), column="ald 8")


with tempfile.TemporaryDirectory() as work:
    at = lambda name: os.path.join(work, name)
    rows = list(patients(20_000, 7))
    write(at("sample.csv"), rows)
    code, out, error = run("--format", "json", "adjust", "fit", at("sample.csv"), "--out", at("model.json"),
                           "--seed", 42, "--split", at("split.csv"))
    assert code == 0, error
    model = json.loads(out)
    assert model == json.load(open(at("model.json"), encoding="utf-8"))
    assert model["sample"]["sha256"] == hashlib.sha256(open(at("sample.csv"), "rb").read()).hexdigest()
    counted = [line for line, row in enumerate(rows, 2) if is_counted(row)]
    assert model["split"]["fitRows"] == len(counted) * 7 // 10 and model["sample"]["excluded"] == 20_000 - len(counted)
    assert not model["sample"]["meetsTheTextsMinimum"]
    check_split(at("split.csv"), model, counted)
    check_against_r(at("sample.csv"), at("split.csv"), model)
    again = run("--format", "json", "adjust", "fit", at("sample.csv"), "--out", at("again.json"), "--seed", 42)[1]
    assert again == out, "the same seed must give the same model"
    assert run("--format", "json", "adjust", "fit", at("sample.csv"), "--out", at("again.json"), "--seed", 43)[1] != out

    # A variable that explains nothing is left out; categories become variables of their own.
    draw = random.Random(1)
    noisy = [row[:3] + (draw.randrange(4),) + row[4:6] + (f"{draw.random():.6f}",) + row[7:] for row in rows[:5000]]
    write(at("noisy.csv"), noisy)
    for seed in range(8):
        assert run("adjust", "fit", at("noisy.csv"), "--out", at("noisy.json"), "--seed", seed, "--split",
                   at("noisy-split.csv"))[0] == 0
        noise = json.load(open(at("noisy.json"), encoding="utf-8"))
        assert {one["variable"] for one in noise["variables"] + noise["leftOut"]} == {
            "age", "female", "ald 1", "ald 2", "ald 3", "cmuc", "acs", "apl"}
        for one in noise["leftOut"]:
            assert float(one["adjustedR2Fit"]) <= float(noise["adjustedR2"]["fit"])
    assert run("adjust", "fit", at("noisy.csv"), "--out", at("number.json"), "--ald-number")[0] == 0
    number = json.load(open(at("number.json"), encoding="utf-8"))
    assert not any("equals" in one for one in number["variables"]), "asked for as a number, ALD is one slope"
    assert noise["leftOut"] or any(json.load(open(at("noisy.json")))["leftOut"]), "noise explains nothing"

    check_several_ald(at, rows[:6000])
    patients_file = at("g02.csv")
    group = list(patients(30_000, 11))
    write(patients_file, group)
    packed = {"g02.csv": None, "g02.csv.gz": gzip.compress, "g02.csv.zst": zstd}
    for name, pack in packed.items():
        data = open(patients_file, "rb").read()
        data = pack(data) if pack else data
        if data is None:
            continue
        with open(at(name), "wb") as file:
            file.write(data)
        code, out, error = run("--on", "2022-05-31", "adjust", "apply", at("model.json"), at(name),
                               "--groupement", "G02", "--year", 2021)
        assert code == 0, error
        count, money = (json.loads(line) for line in out.splitlines())
        assert count["source"]["sha256"] == hashlib.sha256(data).hexdigest()
        body, counted = money["fact"]["expenditureMeasured"], count["fact"]["patientsCounted"]
        assert (counted["patients"], body["actualPerPatient"], body["adjustedPerPatient"]) == exact_facts(group, model)
        assert counted["groupement"] == "G02" and counted["year"] == 2021 and count["on"] == "2022-05-31"
        assert "fewer than 100000" in money["source"]["reference"]
    check_adoption(at)
    # Long decimals, quotes and carriage returns count as they stand; without `declared` every row is a patient.
    with open(at("odd.csv"), "w", encoding="utf-8", newline="") as file:
        file.write("\ufeffspending,\"id\",age,female,ald,cmuc,acs,apl\r\n")
        file.write('123456789012345678.000000000000000001,"a,""b",0,"1",0,0,0,0.1\r\n-0.5,c,17,0,1,1.0,0,"2"')
    out = run("adjust", "apply", at("model.json"), at("odd.csv"), "--groupement", "G02", "--year", 2021)[1]
    odd = json.loads(out.splitlines()[1])["fact"]["expenditureMeasured"]["actualPerPatient"]
    assert odd == six((Fraction("123456789012345678.000000000000000001") - Fraction(1, 2)) / 2), odd
    check_bad_files(at, patients_file)
print("adjusted spending: model, facts and refusals")
