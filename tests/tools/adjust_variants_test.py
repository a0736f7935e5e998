#!/usr/bin/env python3
"""adjust_variants_test.py IPEP DATA: files as spreadsheets write them, what comes in, columns and classes a model
names, robust errors against their formula, and patients who were extracted again."""
import importlib.util, json, math, os, random, subprocess, sys, tempfile
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from patient_files import HEADER, is_counted, patients, six, write

IPEP, DATA = sys.argv[1:3]


def ask(*args, given=None):
    return subprocess.run([IPEP, "--lang", "en", *map(str, args)], capture_output=True, text=given is None, input=given)


def run(*args, given=None):
    done = ask(*args, given=given)
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout if given is None else done.stdout.decode()


def refused(code, *args, line=None, column=None):
    done = ask("--format", "json", *args)
    assert done.returncode == 1, (args, done)
    told = json.loads(done.stderr)
    assert told["code"] == code and told.get("line") == line, told
    assert column is None or f"`{column}`" in told["detail"], told


def wrong_usage(word, *args):
    done = ask(*args)
    assert done.returncode == 2 and word in done.stderr, (args, done)


def fit(sample, out, *options):
    return json.loads(run("--format", "json", "adjust", "fit", sample, "--out", out, *options))


def apply(model, file, *options, given=None):
    lines = run("--on", "2022-05-31", "adjust", "apply", model, file, "--groupement", "G02", "--year", 2021, *options,
                given=given)
    return [json.loads(line) for line in lines.splitlines()]


def figures(facts):
    return [fact["fact"] for fact in facts]


def with_semicolons(path, to):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(to, "w", encoding="utf-8") as file:
        file.write(text.replace(",", ";").replace(".", ","))
    return to


def check_semicolons(at, model):
    """The same patients, written as a French spreadsheet does, are the same facts and the same model."""
    there = with_semicolons(at("sample.csv"), at("semicolons.csv"))
    ours, theirs = fit(at("sample.csv"), at("a.json")), fit(there, at("b.json"))
    for one in (ours, theirs):
        del one["sample"]
    assert ours == theirs
    assert figures(apply(model, at("sample.csv"))) == figures(apply(model, there))
    by_category = json.load(open(model, encoding="utf-8"))
    for one in by_category["variables"]:
        if one["column"] == "ald":
            one["equals"] = "8"
    with open(at("category.json"), "w", encoding="utf-8") as file:
        json.dump(by_category, file)
    quoted = at("quoted.csv")
    with open(quoted, "w", encoding="utf-8") as file:
        file.write(HEADER.replace(",", ";") + "\n")
        file.write('"a;b";"17,5";1;"8;15";0;0;"0,25";"123456789012345678,000000000000000001";0;1;2;2\r\n')
        file.write("c;40;0;8|15;0;0;1,5;-0,5;0;1;2;2\n" * 20)
    fact = apply(at("category.json"), quoted)[1]["fact"]["expenditureMeasured"]
    assert fact["actualPerPatient"] == six(
        (Fraction("123456789012345678.000000000000000001") - Fraction(10)) / 21), fact
    for field, column, row in (("8,15", "ald", 3), ("1.234,5", "apl", 6), ("1,2,3", "apl", 6)):
        fields = ["x", "40", "0", "0", "0", "0", "1,5", "1", "0", "1", "2", "2"]
        fields[row] = field
        with open(at("odd.csv"), "w", encoding="utf-8") as file:
            file.write(HEADER.replace(",", ";") + "\n" + ";".join(fields) + "\n")
        refused("value_malformed", "adjust", "apply", model, at("odd.csv"), "--groupement", "G02", "--year", 2021,
                line=2, column=column)
    return there


def check_ends(at, model):
    """Blank lines behind the last row are nothing; between rows they are no row."""
    with open(at("sample.csv"), encoding="utf-8", newline="") as file:
        text = file.read()
    wanted = figures(apply(model, at("sample.csv")))
    for end in ("", "\n", "\n\n", "\r\n\r\n", "\n" * 3000):
        with open(at("ends.csv"), "w", encoding="utf-8", newline="") as file:
            file.write(text.rstrip("\n") + end)
        assert figures(apply(model, at("ends.csv"))) == wanted, repr(end[:9])
    for blank, last in (("\n", "\n"), ("\n\n\n", "\n\n"), ("\r\n", "")):
        lines = text.rstrip("\n").split("\n")
        with open(at("ends.csv"), "w", encoding="utf-8", newline="") as file:
            file.write("\n".join(lines[:5000]) + "\n" + blank + "\n".join(lines[5000:]) + last)
        refused("row_malformed", "adjust", "apply", model, at("ends.csv"), "--groupement", "G02", "--year", 2021,
                line=5001)


def check_standard_input(at, model):
    with open(at("sample.csv"), "rb") as file:
        data = file.read()
    named, piped = apply(model, at("sample.csv")), apply(model, "-", given=data)
    assert figures(named) == figures(piped)
    assert named[0]["source"]["sha256"] == piped[0]["source"]["sha256"] and named[0]["key"] == piped[0]["key"]
    assert piped[0]["source"]["reference"].startswith("standard input, model "), piped[0]
    made = json.loads(run("--format", "json", "adjust", "fit", "-", "--out", at("piped.json"), given=data))
    assert made["sample"]["reference"] == "standard input"
    assert made["variables"] == fit(at("sample.csv"), at("a.json"))["variables"]


def widened(rows):
    """Two columns of the sample's own; the spending depends on one and on steps of age."""
    draw = random.Random(13)
    for row in rows:
        income, distance = draw.randrange(8, 60), f"{draw.random() * 40:.3f}"
        spending = float(row[7]) + 900 * (row[1] >= 75) + 500 * (16 <= row[1] < 45) - 11.5 * income
        yield (*row[:7], f"{max(0, spending) * (1 + income / 30):.2f}", *row[8:], income, distance)


PLACES = {"age": 1, "female": 2, "ald": 3, "cmuc": 4, "acs": 5, "apl": 6, "income": 12, "distance": 13}


def value(one, row):
    number = Fraction(str(row[PLACES[one["column"]]]))
    if "equals" in one:
        return Fraction(number == Fraction(one["equals"]))
    if "from" in one:
        return Fraction(one["from"] <= number and ("below" not in one or number < one["below"]))
    return number


def check_columns_and_classes(at, rows):
    rows = list(widened(rows))
    write(at("wide.csv"), rows, HEADER + ",income,distance")
    options = ("--columns", "income,distance", "--age-classes", "16,45,75", "--split", at("wide-split.csv"))
    model = fit(at("wide.csv"), at("wide.json"), *options)
    names = [one["variable"] for one in model["variables"]] + [one["variable"] for one in model["leftOut"]]
    assert set(names) == {"age 16-44", "age 45-74", "age 75+", "female", "ald", "cmuc", "acs", "apl", "income",
                          "distance"}, names
    assert {"age 75+", "income"} <= {one["variable"] for one in model["variables"]}
    check_robust_errors(at, rows, model)
    counted = [row for row in rows if is_counted(row)]
    adjusted = Fraction(model["constant"]["coefficient"]) + sum(
        Fraction(one["coefficient"]) * value(one, row) for row in counted for one in model["variables"]) / len(counted)
    fact = apply(at("wide.json"), at("wide.csv"))[1]["fact"]["expenditureMeasured"]
    assert fact["adjustedPerPatient"] == six(adjusted), (fact, six(adjusted))
    narrow = at("narrow.csv")
    write(narrow, [row[:12] for row in rows])
    refused("column_missing", "adjust", "apply", at("wide.json"), narrow, "--groupement", "G02", "--year", 2021,
            column="income")
    refused("column_missing", "adjust", "fit", narrow, "--out", at("no.json"), "--columns", "income", column="income")
    for name in ("age", "id", "visits", "income,income"):
        refused("column_repeated", "adjust", "fit", at("wide.csv"), "--out", at("no.json"), "--columns", name)
    for ages in ("45,16", "16,16", "0,16", "16,x", "-1", "16.5", "16,200"):
        wrong_usage("--age-classes", "adjust", "fit", at("wide.csv"), "--out", at("no.json"), f"--age-classes={ages}")
    many = ",".join(f"c{i}" for i in range(17))
    wrong_usage("--columns", "adjust", "fit", at("wide.csv"), "--out", at("no.json"), "--columns", many)
    table = run("adjust", "fit", at("wide.csv"), "--out", at("again.json"), *options)
    assert "Robust (HC1)" in table and "age 16-44" in table, table


def solved(matrix, side):
    """The solution of a small system, by elimination."""
    rows = [list(row) + [one] for row, one in zip(matrix, side)]
    for i in range(len(rows)):
        most = max(range(i, len(rows)), key=lambda k: abs(rows[k][i]))
        rows[i], rows[most] = rows[most], rows[i]
        for k in range(len(rows)):
            if k != i:
                factor = rows[k][i] / rows[i][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i])]
    return [row[-1] / row[i] for i, row in enumerate(rows)]


def check_robust_errors(at, rows, model):
    """√(n/(n−k) e'ₖ (X'X)⁻¹ X' diag(e²) X (X'X)⁻¹ eₖ), by sums of the rows of the fit."""
    with open(at("wide-split.csv"), encoding="utf-8") as file:
        drawn = [line.strip().split(",") for line in file.readlines()[1:]]
    fitted = [rows[int(line) - 2] for line, part in drawn if part == "fit"]
    design = [[1.0] + [float(value(one, row)) for one in model["variables"]] for row in fitted]
    coefficients = [float(one["coefficient"]) for one in (model["constant"], *model["variables"])]
    left = [float(row[7]) - sum(a * b for a, b in zip(coefficients, x)) for row, x in zip(fitted, design)]
    size = range(len(coefficients))
    square = [[math.fsum(x[i] * x[j] for x in design) for j in size] for i in size]
    middle = [[math.fsum(e * e * x[i] * x[j] for e, x in zip(left, design)) for j in size] for i in size]
    scale = len(design) / (len(design) - len(coefficients))
    for k, one in enumerate((model["constant"], *model["variables"])):
        column = solved(square, [float(i == k) for i in size])
        wanted = math.sqrt(scale * sum(column[i] * middle[i][j] * column[j] for i in size for j in size))
        assert abs(float(one["robustStandardError"]) - wanted) <= 1e-8 * wanted, (one, wanted)
    income = next(one for one in model["variables"] if one["variable"] == "income")
    assert abs(float(income["robustStandardError"]) / float(income["standardError"]) - 1) > 0.02, income


def check_verify_py(at, semicolons, rows):
    """The auditor's script, written without looking at the above, has the same means of the same files."""
    path = os.path.join(DATA, "..", "..", "services", "audit", "verify.py")
    spec = importlib.util.spec_from_file_location("verify", path)
    verify = importlib.util.module_from_spec(spec)
    sys.modules["verify"] = verify
    spec.loader.exec_module(verify)
    for model, file in (("model.json", semicolons), ("wide.json", at("wide.csv"))):
        count, money = figures(apply(at(model), file))
        money = money["expenditureMeasured"]
        with open(at(model), encoding="utf-8") as text, open(file, "rb") as data:
            assert verify.means_of(json.load(text), verify.patient_rows(data.read())) == (
                count["patientsCounted"]["patients"], money["actualPerPatient"], money["adjustedPerPatient"])


def check_extracted_again(at, model, rows):
    """What the ledger has is corrected by the key of its first fact, what it lacks is recorded, the same is not."""
    ledger = ("--ledger", at("ledger"))
    run(*ledger, "init", "--trial")
    with open(os.path.join(DATA, "worked.jsonl"), encoding="utf-8") as file:
        known = [line for line in file if '{"rulesAdopted"' in line or '{"groupementAdmitted"' in line]

    def append(facts):
        with open(at("facts.jsonl"), "w", encoding="utf-8") as file:
            file.writelines(line if isinstance(line, str) else json.dumps(line) + "\n" for line in facts)
        run(*ledger, "append", at("facts.jsonl"))

    def again(file):
        return [json.loads(line) for line in run(
            *ledger, "--on", "2022-09-30", "adjust", "apply", model, file, "--groupement", "G02", "--year", 2021,
            "--corrects", "care added by the fund").splitlines()]

    append(known)
    first = again(at("sample.csv"))
    assert [list(one["fact"]) for one in first] == [["patientsCounted"], ["expenditureMeasured"]], first
    append(first)
    assert again(at("sample.csv")) == [], "the same figures are no correction"
    keys = [one["key"] for one in first]
    for number, cut in enumerate((-1, -2)):
        write(at("later.csv"), rows[:cut * 500])
        corrections = again(at("later.csv"))
        bodies = [one["fact"]["factCorrected"] for one in corrections]
        assert [body["corrects"] for body in bodies] == keys, "a correction names the first fact"
        assert [body["fact"] for body in bodies] == figures(apply(model, at("later.csv")))
        assert all(body["reason"] == "care added by the fund" for body in bodies)
        append(corrections)
        assert again(at("later.csv")) == [], number
    [known] = [json.loads(line) for line in run(*ledger, "--format", "json", "events", "--kind",
                                                "patientsCounted").splitlines()]
    assert known["body"]["patients"] == first[0]["fact"]["patientsCounted"]["patients"]
    refused("unknown_groupement", *ledger, "adjust", "apply", model, at("later.csv"), "--groupement", "G99", "--year",
            2021, "--corrects", "x")
    wrong_usage("--ledger", "adjust", "apply", model, at("later.csv"), "--groupement", "G02", "--year", 2021,
                "--corrects", "x")


with tempfile.TemporaryDirectory() as work:
    at = lambda name: os.path.join(work, name)
    rows = list(patients(9000, 5))
    write(at("sample.csv"), rows)
    fit(at("sample.csv"), at("model.json"))
    semicolons = check_semicolons(at, at("model.json"))
    check_ends(at, at("model.json"))
    check_standard_input(at, at("model.json"))
    check_columns_and_classes(at, rows)
    check_verify_py(at, semicolons, rows)
    check_extracted_again(at, at("model.json"), rows)
print("files as they come, columns and classes of a model, robust errors, corrections")
