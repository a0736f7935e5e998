#!/usr/bin/env python3
"""panel_test.py IPEP DATA: the package read by other programs, which reach the ledger's own sums.

Python's csv always; SQLite (Python's), R with haven, and LibreOffice where they are: without one its part says so.
What other readers take each column for: panel_readers_test.py; what masking hides: panel_disclosure_test.py."""
import csv, datetime, hashlib, json, os, re, shutil, sqlite3, subprocess, sys, tempfile, zipfile
from fractions import Fraction

IPEP, DATA = sys.argv[1:3]
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from paying import pay

TABLES = ("results", "payments", "facts", "groups", "years", "indicators", "orders", "order_parts", "flows",
          "corrections", "observations", "dictionary")


def run(*args):
    done = subprocess.run([IPEP, "--lang", "en", *map(str, args)], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def done(*args):
    code, out, error = run(*args)
    assert code == 0, (args, error)
    return out


def refused(code, *args):
    found = run(*args)
    assert found[0] == 1 and found[2].startswith(f"ipep: {code}: "), (args, found)


def table(folder, name):
    with open(os.path.join(folder, name + ".csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bytes_of(folder):
    found = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            found[name] = file.read()
    return found


def cents(amount):
    return int(Fraction(amount) * 100)


def check_sums(ledger, folder):
    """Σ due of the latest revisions, balances and rows are those the ledger itself tells."""
    results, payments = table(folder, "results"), table(folder, "payments")
    settled = {}
    for row in results:
        settled.setdefault((int(row["year"]), int(row["revision"])), []).append(row)
    years = {}
    for (year, revision), rows in settled.items():
        told = json.loads(done(*ledger, "--format", "json", "settlement", year, "--revision", revision))
        by_group = {row["groupement"]: row for row in told["groupements"]}
        assert {row["groupement"] for row in rows if row["state"] == "settled"} == set(by_group)
        for row in rows:
            for field, value in by_group.get(row["groupement"], {}).items():
                name = re.sub("[A-Z]", lambda c: "_" + c[0].lower(), field)
                assert row[name] == str(value), (row, field)
                if name + "_cents" in row:
                    assert int(row[name + "_cents"]) == cents(value)
            assert row["rules"] == told["rules"]
        assert sum(int(row["due_cents"]) for row in rows) == cents(told["national"]["due"])
        years[year] = max(years.get(year, 0), revision)
    for row in results:
        assert (row["latest"] == "true") == (int(row["revision"]) == years[int(row["year"])])
    balances = json.loads(done(*ledger, "--format", "json", "balances"))["groupements"]
    last = {row["groupement"]: row for row in payments}
    for balance in balances:
        row = last.get(balance["groupement"])
        if row:
            for name, member in (("owed", "owed"), ("overpaid", "overpaid"),
                                 ("advance_outstanding", "advanceOutstanding")):
                assert row[name] == balance[member] and int(row[name + "_cents"]) == cents(balance[member])
    return sum(int(row["due_cents"]) for row in results if row["latest"] == "true"), len(results)


def check_descriptor(folder):
    with open(os.path.join(folder, "datapackage.json"), encoding="utf-8") as file:
        package = json.load(file)
    assert package["$schema"].endswith("/2.0/datapackage.json") and package["name"] == "ipep-panel"
    described = {(row["table"], row["variable"]) for row in table(folder, "dictionary")}
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        with open(os.path.join(folder, resource["path"]), "rb") as file:
            data = file.read()
        assert resource["bytes"] == len(data) and resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert data.decode().splitlines()[0] == ",".join(names)
        assert {(resource["name"], name) for name in names} <= described
        check_keys(folder, package, resource)
    for row in table(folder, "dictionary"):
        assert row["label"] and row["label_fr"] and row["type"] and row["section"], row
        if row["type"] in ("whole number", "amount in euros", "decimal", "nearest number", "date", "time"):
            assert row["unit"], row
    return package


def check_keys(folder, package, resource):
    """Each primary key names one row and is whole; each foreign key names a row of another table by its primary key."""
    name, schema = resource["name"], resource["schema"]
    rows = table(folder, name)
    keys = [tuple(row[column] for column in schema["primaryKey"]) for row in rows]
    assert len(keys) == len(set(keys)) and all(all(key) for key in keys), f"the key of {name} is no key"
    for one in schema.get("foreignKeys", []):
        other = next(r for r in package["resources"] if r["name"] == one["reference"]["resource"])
        assert one["reference"]["fields"] == other["schema"]["primaryKey"], (name, one)
        known = {tuple(row[column] for column in one["reference"]["fields"]) for row in table(folder, other["name"])}
        named = {tuple(row[column] for column in one["fields"]) for row in rows}
        assert {key for key in named if all(key)} <= known, (name, one, sorted(named - known)[:3])


def check_tables(ledger, folder):
    """The tidy tables say what the others and the ledger say."""
    results, payments, facts = (table(folder, name) for name in ("results", "payments", "facts"))
    for row in table(folder, "years"):
        told = json.loads(done(*ledger, "--format", "json", "settlement", row["year"], "--revision", row["revision"]))
        for field in ("expenditure", "cap", "net", "due"):
            assert row[field] == told["national"][field], (row, field)
        mine = [r for r in results if (r["year"], r["revision"]) == (row["year"], row["revision"])]
        assert sum(int(r["due_cents"]) for r in mine) == int(row["due_cents"]) and row["latest"] == mine[0]["latest"]
    moved = {}
    for row in table(folder, "flows"):
        kind = "advance" if row["flow"] == "advances" else "owed"
        moved[row["groupement"], kind] = moved.get((row["groupement"], kind), 0) + int(row["amount_cents"])
        assert row["month"].endswith("-01") and row["amount_cents"] != "0"
    for group, row in {row["groupement"]: row for row in payments}.items():
        assert moved.get((group, "owed"), 0) == int(row["owed_cents"]) - int(row["overpaid_cents"]), group
        assert moved.get((group, "advance"), 0) == int(row["advance_outstanding_cents"]), group
    assert all(row["value"] or row["masked"] == "true" for row in facts), "a row without content"
    check_corrections(folder, facts)
    check_points(folder, results)
    groups = {row["groupement"]: row for row in table(folder, "groups")}
    for row in results:
        group = groups[row["groupement"]]
        if row["state"] == "settled":
            assert int(group["first_year"]) <= int(row["year"])
            assert int(row["rank"]) == int(row["year"]) - int(group["first_year"]) + 1


def check_corrections(folder, facts):
    at = {}
    for row in facts:
        at.setdefault(row["position"], {})[row["member"]] = row
    for row in table(folder, "corrections"):
        before, after = at[row["replaces"]].get(row["member"]), at[row["position"]].get(row["member"])
        assert row["before"] == (before["value"] if before else "")
        assert row["after"] == (after["value"] if after else "")
        assert row["before"] != row["after"] and (not before or before["latest"] == "false")
        assert at[row["position"]] and all(r["corrects"] for r in at[row["position"]].values())


def check_points(folder, results):
    """The points make the score's base where nothing is stale: equal weights within the core and the chosen."""
    stale = {row["year"] for row in table(folder, "years") if row["stale"] == "true"}
    points = {}
    for row in table(folder, "indicators"):
        if row["counted"] == "true" and row["place"] != "experience":
            points.setdefault((row["groupement"], row["year"]), {}).setdefault(row["place"], []).append(row["points"])
        if row["counted"] == "true" and row["place"] == "experience":
            bonus = [r["bonus"] for r in results if r["latest"] == "true" and r["state"] == "settled"
                     and (r["groupement"], r["year"]) == (row["groupement"], row["year"])]
            assert not bonus or row["year"] in stale or Fraction(bonus[0]) == Fraction(row["points"]), row
    checked = 0
    for row in results:
        if row["latest"] != "true" or row["state"] != "settled" or row["year"] in stale or row["rules"] != "cdc-2019":
            continue
        mine = points[row["groupement"], row["year"]]
        share = lambda list_, weight: Fraction(weight) * sum(map(Fraction, list_)) / (10 * len(list_)) if list_ else 0
        core, chosen = mine.get("core", []), mine.get("chosen", [])
        base = share(core, 80 if chosen else 100) + share(chosen, 20)
        assert abs(base - Fraction(row["score_base"])) < Fraction(1, 10**6), (row, mine)
        checked += 1
    assert checked


def check_orders(folder, count):
    """Every step's day and the delays between them; the parts make the amount."""
    orders, parts = table(folder, "orders"), {}
    for row in table(folder, "order_parts"):
        parts[row["payment_order"]] = parts.get(row["payment_order"], 0) + int(row["amount_cents"])
        assert row["ground"] == "seedCredit" or row["year"], row
    assert len(orders) == count and count
    day = datetime.date.fromisoformat
    for row in orders:
        assert parts[row["payment_order"]] == int(row["amount_cents"]) and row["state"] == "paid", row
        assert row["ordered_on"] <= row["approved_on"] <= row["issued_on"] <= row["paid_on"], row
        assert int(row["days_in_all"]) == (day(row["paid_on"]) - day(row["ordered_on"])).days
        assert sum(int(row[f"days_to_{step}"]) for step in ("approval", "issue", "payment")) == int(row["days_in_all"])

def check_without_persons(folder):
    names = set()
    with open(os.path.join(DATA, "edges.jsonl"), encoding="utf-8") as file:
        for line in file:
            signed = json.loads(line)["fact"].get("conventionSigned")
            if signed:
                names |= {signed["payee"]["name"], signed["payee"]["iban"]}
    assert names
    for name, data in bytes_of(folder).items():
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(os.path.join(folder, name)) as packed:
                data = b"".join(packed.read(one) for one in packed.namelist())
        for secret in names:
            assert secret.encode() not in data, (name, secret)


def check_no_formula(ledger, folder, export):
    """Texts that a spreadsheet would compute have an apostrophe in front, which README.md takes off again."""
    texts = {"name": '=HYPERLINK("http://x";"y")', "region": "-2+3", "legalForm": "'=1", "wave": None}
    with open(os.path.join(DATA, "edges.jsonl"), encoding="utf-8") as file:
        fact = next(json.loads(line) for line in file if '"groupementAdmitted"' in line)
    admitted = fact["fact"]["groupementAdmitted"]
    admitted.update({name: text for name, text in texts.items() if text}, groupement="-G99")
    fact.update(key="+33 1", source={"reference": "@SUM(A1);=1+1"})
    path = folder + ".jsonl"
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps(fact) + "\n")
    done(*ledger, "append", path)
    export(folder)
    with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
        mark = re.search(r'Python   re.sub\(r"(.*)", r"\\1", text\)', file.read())[1]
    begins = lambda text: re.search(r"(^|[;\t\r\n])[=+\-@＝＋－＠\t\r\n]", text)
    rows = [row for row in table(folder, "facts") if row["kind"] == "groupementAdmitted" and "G99" in row["groupement"]]
    values = {row["member"]: row["value"] for row in rows}
    for name, text in [*((n, t) for n, t in texts.items() if t)]:
        assert re.sub(mark, r"\1", values[name]) == text and values[name] != text, (name, values[name])
    for column, text in (("key", "+33 1"), ("source_reference", "@SUM(A1);=1+1"), ("groupement", "-G99")):
        assert {re.sub(mark, r"\1", row[column]) for row in rows} == {text}, column
    for name in TABLES:
        for row in table(folder, name):
            for column, text in row.items():
                assert not begins(text) or re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text), (name, column, text)
    assert any("apostrophe" in row["values"] for row in table(folder, "dictionary"))
    if shutil.which("Rscript"):
        with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
            call = re.search(r"R        (gsub\(.*\))", file.read())[1]
        script = (f'f <- read.csv("{folder}/facts.csv", colClasses = "character", encoding = "UTF-8"); text <- f$key; '
                  f'cat(any({call} == "+33 1"))')
        out = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True)
        assert out.stdout == "TRUE", out


def check_sqlite(folder, due, rows):
    base = sqlite3.connect(os.path.join(folder, "panel.sqlite"))
    ask = lambda query: base.execute(query).fetchall()
    assert ask("SELECT sum(due_cents) FROM latest_results") == [(due,)]
    assert ask("SELECT sum(due_cents) FROM latest_years") == [(due,)]
    assert ask("SELECT count(*) FROM results") == [(rows,)] and ask("PRAGMA foreign_key_check") == []
    check_numbers(base, folder)
    assert ask("SELECT count(*) FROM dictionary")[0][0] == len(table(folder, "dictionary"))
    last = {row["groupement"]: int(row["owed_cents"]) for row in table(folder, "payments")}
    assert dict(ask("SELECT groupement, owed_cents FROM balances")) == last
    assert dict(ask("SELECT name, value FROM about"))["position"]
    for name in TABLES:
        assert ask(f"SELECT count(*) FROM {name}") == [(len(table(folder, name)),)]


def check_numbers(base, folder):
    """Numbers compare and sort as numbers, and are exact; texts are texts."""
    with open(os.path.join(folder, "datapackage.json"), encoding="utf-8") as file:
        resources = json.load(file)["resources"]
    for resource in resources:
        rows = table(folder, resource["name"])
        key = resource["schema"]["primaryKey"]
        order = ", ".join(f'"{name}"' for name in key)
        types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        rows.sort(key=lambda row: [int(row[name]) if types[name] == "integer" else row[name] for name in key])
        for name, kind in types.items():
            found = base.execute(f'SELECT "{name}" FROM "{resource["name"]}" ORDER BY {order}').fetchall()
            for (value,), row in zip(found, rows, strict=True):
                text = row[name]
                read, made = {"integer": (int, int), "number": (float, float),
                              "boolean": ("true".__eq__, int)}.get(kind, (str, str))
                where = (resource["name"], name, value, text)
                assert value is None if text == "" else type(value) is made, where
                assert text == "" or kind == "string" or value == read(text), where
    assert base.execute("SELECT count(*) FROM results WHERE score > 100").fetchone()[0] == sum(
        Fraction(row["score"]) > 100 for row in table(folder, "results"))
    for exact, near in base.execute("SELECT score_exact, printf('%.6f', score) FROM results"):
        assert exact == near
    sorted_dues = [due for due, in base.execute("SELECT due_cents FROM results ORDER BY due")]
    assert sorted_dues == sorted(sorted_dues)


def check_r(folder, due):
    if not shutil.which("Rscript"):
        print("R is not here: it reads nothing")
        return
    script = f"""
        r <- read.csv("{folder}/results.csv")
        cat(sum(r$due_cents[r$latest == "true"]), "\\n")
        if (!requireNamespace("haven", quietly = TRUE)) {{ cat("no haven\\n"); quit() }}
        s <- haven::read_dta("{folder}/results.dta"); d <- read.csv("{folder}/dictionary.csv")
        cat(sum(s$due_cents[s$latest == 1]), "\\n")
        cat(all(sapply(names(s), function(n) identical(attr(s[[n]], "label"),
            substr(d$label_fr[d$table == "results" & d$variable == n], 1, 80)))), "\\n")
        cat(paste(names(attr(s$model, "labels")), collapse = ","), "\\n")
        cat(identical(as.character(s$on), r$on), identical(as.character(s$groupement), r$groupement), "\\n")
        f <- haven::read_dta("{folder}/facts.dta"); g <- read.csv("{folder}/facts.csv", colClasses = "character")
        cat(nrow(f) == nrow(g), identical(as.character(f$value), g$value), "\\n")
    """
    out = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True).stdout.split("\n")
    assert out[0].strip() == str(due), (out, due)
    if out[1] == "no haven":
        print("haven is not here: the Stata labels are not read")
        return
    assert [line.strip() for line in out[1:6]] == [str(due), "TRUE", "mixed,target", "TRUE TRUE", "TRUE TRUE"], out


def check_libreoffice(folder, work, due):
    if not shutil.which("soffice"):
        print("LibreOffice is not here: the spreadsheet is not opened")
        return
    subprocess.run(["soffice", f"-env:UserInstallation=file://{work}/office", "--headless", "--convert-to",
                    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1", "--outdir", work,
                    os.path.join(folder, "panel.xlsx")], check=True, capture_output=True, timeout=300)
    made = [name for name in os.listdir(work) if name.startswith("panel") and name.endswith(".csv")]
    with open(os.path.join(work, made[0]), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(int(float(row["due_cents"])) for row in rows if row["latest"].upper() == "TRUE") == due
    assert rows[0]["on"] == table(folder, "results")[0]["on"]


with tempfile.TemporaryDirectory() as work:
    at = lambda name: os.path.join(work, name)
    ledger = ("--ledger", at("ledger"))
    done(*ledger, "init", "--origin", "panel.test")
    done(*ledger, "append", os.path.join(DATA, "edges.jsonl"))
    for year in range(2019, 2024):
        done(*ledger, "settle", year)
    done(*ledger, "export", "panel", at("first"), "--xlsx", "--stata", "--sqlite")
    position = json.loads(done(*ledger, "--format", "json", "export", "panel", at("csv")))["position"]
    done(*ledger, "append", os.path.join(DATA, "edges.corrections.jsonl"))
    done(*ledger, "settle", 2019)
    done(*ledger, "export", "panel", at("now"), "--xlsx", "--stata", "--sqlite")

    # The state of then, exported now, is what was exported then.
    done(*ledger, "--as-of", position, "export", "panel", at("then"), "--xlsx", "--stata", "--sqlite")
    first, then = bytes_of(at("first")), bytes_of(at("then"))
    assert first.keys() == then.keys() and {n for n in first if first[n] != then[n]} == set(), "as-of differs"
    assert bytes_of(at("csv")).items() <= first.items() and bytes_of(at("now")) != first

    due, rows = check_sums(ledger, at("now"))
    package = check_descriptor(at("now"))
    assert package["log"]["position"] in bytes_of(at("now"))["README.md"].decode()
    assert package["log"]["root"] in bytes_of(at("now"))["README.md"].decode()
    check_tables(ledger, at("now"))
    assert table(at("now"), "corrections") and not table(at("first"), "corrections")
    check_without_persons(at("now"))
    check_sqlite(at("now"), due, rows)
    check_r(at("now"), due)
    check_libreoffice(at("now"), work, due)

    done("--ledger", at("marked"), "init")
    done("--ledger", at("marked"), "append", os.path.join(DATA, "edges.jsonl"))
    marked = ("--ledger", at("marked"))
    check_no_formula(marked, at("formulas"), lambda folder: done(*marked, "export", "panel", folder))

    # Orders and what they pay; under pseudonyms they are found all the same.
    told = lambda folder, *args: json.loads(done("--ledger", folder, "--format", "json", *args))
    shutil.copytree(at("ledger"), at("paid"))
    pay(told, at("paid"), "351", "2025-03-05", work)
    paid = ("--ledger", at("paid"))
    done(*paid, "export", "panel", at("orders"), "--sqlite", "--stata")
    orders = told(at("paid"), "orders")["orders"]
    check_orders(at("orders"), len(orders))
    check_descriptor(at("orders"))
    check_tables(paid, at("orders"))

    # Pseudonyms: stable with their key, others with another, and no identity left.
    for name, key in (("one", "secret one"), ("two", "secret two")):
        with open(at(name + ".key"), "w", encoding="utf-8") as file:
            file.write(key + "\n")
    for folder, key in (("p1", "one"), ("p2", "one"), ("p3", "two")):
        done(*ledger, "export", "panel", at(folder), "--pseudonyms", at(key + ".key"))
    assert bytes_of(at("p1")) == bytes_of(at("p2"))
    names = lambda folder: [row["groupement"] for row in table(at(folder), "results")]
    assert not set(names("p1")) & set(names("p3")) and len(set(names("p1"))) == len(set(names("now")))
    assert dict(zip(names("now"), names("p1"))) == {a: b for a, b in zip(names("now"), names("p1"))}
    texts = b"".join(data for name, data in bytes_of(at("p1")).items() if name != "dictionary.csv").decode()
    for row in table(at("now"), "facts"):
        if row["kind"] == "groupementAdmitted" and row["member"] == "name":
            assert row["value"] not in texts, row
        assert row["key"] not in re.findall(r"[\w.-]+", texts) or len(row["key"]) < 4, row["key"]
    # What does not identify stays: the rules' words, and the order of facts, corrections and orders by their names.
    done(*paid, "export", "panel", at("p4"), "--pseudonyms", at("one.key"))
    check_descriptor(at("p4"))
    check_orders(at("p4"), len(orders))
    assert not {one["order"] for one in orders} & {row["payment_order"] for row in table(at("p4"), "orders")}
    for kind, member in (("rulesAdopted", "title"), ("rulesAdopted", "currency")):
        values = lambda folder: [row["value"] for row in table(at(folder), "facts")
                                 if (row["kind"], row["member"]) == (kind, member)]
        assert values("p1") == values("now") != [], (kind, member)
    by_key = {row["key"] for row in table(at("p1"), "facts")}
    assert all(row["corrects"] in by_key for row in table(at("p1"), "facts") if row["corrects"])
    assert len(by_key) == len({row["key"] for row in table(at("now"), "facts")})
    assert not {row["groupement"] for row in table(at("now"), "results")} & set(re.findall(r"[\w-]+", texts))
    assert sum(int(row["due_cents"]) for row in table(at("p1"), "results") if row["latest"] == "true") == due

    # Counts below the threshold go, and what would give them back.
    done(*ledger, "export", "panel", at("masked"), "--threshold", "100000000")
    for row in table(at("masked"), "results"):
        if row["state"] == "settled":
            assert row["masked"] == "true" and not any(row[n] for n in ("patients", "expenditure", "gain_cents"))
    assert all(not row["value"] for row in table(at("masked"), "facts") if row["member"] == "patients")
    assert all(row["masked"] == "false" for row in table(at("now"), "results"))

    # A file or nothing.
    refused("folder_not_empty", *ledger, "export", "panel", at("now"))
    refused("file_unreadable", *ledger, "export", "panel", at("none"), "--pseudonyms", at("absent"))
    with open(at("empty.key"), "w", encoding="utf-8"):
        pass
    refused("pseudonym_key_empty", *ledger, "export", "panel", at("none"), "--pseudonyms", at("empty.key"))
    assert not os.path.exists(at("none")) and not [n for n in os.listdir(work) if n.startswith(".none")]
print("the panel: sums, keys, dictionary, labels, pseudonyms and masks hold")
