#!/usr/bin/env python3
"""panel_readers_test.py IPEP DATA: what other programs take the package's columns for, as its README says to read it.

Every groupement and CPAM is named like a number with a leading zero. Each reader has to keep these texts, to
know numbers, days and booleans as such, and to reach the same sum. A reader that is not here is named."""
import csv, json, os, re, shutil, subprocess, sys, tempfile

IPEP, DATA = sys.argv[1:3]


def run(*args):
    done = subprocess.run([IPEP, "--lang", "en", *map(str, args)], capture_output=True, text=True)
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout


def numbered(text):
    """The example with identifiers that look like numbers."""
    names = sorted(set(re.findall(r'"groupement": ?"([A-Z][^"]*)"', text)))
    for at, name in enumerate(names):
        text = re.sub(r'("groupement": ?)"' + re.escape(name) + '"', rf'\1"0{at + 11}"', text)
    return re.sub(r'("cpam": ?)"(\d+)"', r'\1"0\2"', text)


def table(folder, name):
    with open(os.path.join(folder, name + ".csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    assert done.returncode == 0, (command, done.stdout[-800:], done.stderr[-2000:])
    return done.stdout.split("\n")


def expected(folder):
    """The sum, the groupements and a day: what each reader has to print."""
    results = table(folder, "results")
    due = sum(int(row["due_cents"]) for row in results if row["latest"] == "true")
    return due, sorted({row["groupement"] for row in results}), results[0]["on"]


def check_python(folder):
    due, groups, day = expected(folder)
    script = ("import panel, datetime, decimal; rows = panel.read('results');"
              "print(sum(r['due_cents'] for r in rows if r['latest']));"
              "print(' '.join(sorted({r['groupement'] for r in rows}))); print(rows[0]['on']);"
              "print(type(rows[0]['score']).__name__, type(rows[0]['on']).__name__, type(rows[0]['masked']).__name__);"
              "print([r['value'] for r in panel.read('facts') if r['member'] == 'name'][0])")
    found = lines([sys.executable, "-B", "-c", script], cwd=folder)
    assert found[:4] == [str(due), " ".join(groups), day, "Decimal date bool"], found
    assert found[4] == "=1+1", found


def python_with(module):
    """This Python, or Debian's, whose packages another does not see; None where neither has the module."""
    for python in (sys.executable, shutil.which("python3", path="/usr/bin")):
        if python and not subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode:
            return python
    return None


def check_pandas(folder):
    python = python_with("pandas")
    if not python:
        print("pandas is not here: it reads nothing")
        return
    due, groups, day = expected(folder)
    script = ("import panel, pandas; f = panel.frame('results'); print(f.due_cents[f.latest].sum());"
              "print(' '.join(sorted(set(f.groupement)))); print(f.on[0].date());"
              "print([panel.frame(t).groupement.dtype for t in ('groups', 'facts', 'flows')]);"
              "x = panel.frame('facts'); print(x.value[x.member == 'name'].iloc[0])")
    found = lines([python, "-B", "-c", script], cwd=folder)
    assert found[:3] == [str(due), " ".join(groups), day] and found[4] == "=1+1", found


def has_r(package):
    return not subprocess.run(["Rscript", "-e", f"library({package})"], capture_output=True).returncode


def check_r(folder):
    if not shutil.which("Rscript"):
        print("R is not here: it reads nothing")
        return
    due, groups, day = expected(folder)
    readme = open(os.path.join(folder, "README.md"), encoding="utf-8").read()
    asked = {name: re.search(rf"^    {name} +(.*?)(?: +#.*)?$", readme, re.M)[1] for name in ("R", "readr", "fread")}
    total = re.search(r"^ +(sum\(p.*)$", readme, re.M)[1]
    say = ('cat(sum(r$due_cents[r$latest]), "\\n"); cat(sort(unique(r$groupement)), "\\n");'
           'cat(format(r$on[1]), "\\n"); cat(class(r$groupement), class(r$latest), class(r$due_cents), "\\n")')
    script = (f"{asked['R']}; cat({total}, '\\n'); r <- p$results; {say};"
              "cat(p$facts$value[p$facts$member == 'name'][1]); cat('\\n', class(p$facts$recorded_at)[1])")
    base = lines(["Rscript", "-e", script], cwd=folder)
    assert abs(float(base[0]) * 100 - due) < 0.5 or float(base[0]) == float(f"{due / 100:.7g}"), base
    assert [line.strip() for line in base[2:4]] == [" ".join(groups), day], base
    assert base[4].split() == ["character", "logical", "numeric"] and base[5] == "=1+1" and "POSIXct" in base[6], base
    for name, package in (("readr", "readr"), ("fread", "data.table")):
        if not has_r(package):
            print(f"{package} is not here: it reads nothing")
            continue
        script = f'options(digits = 15, readr.show_progress = FALSE); source("panel.R"); r <- {asked[name]}; {say}'
        found = [line.strip() for line in lines(["Rscript", "-e", script], cwd=folder)]
        assert found[:3] == [str(due), " ".join(groups), day], (name, found)
        assert found[3] == "character logical numeric", (name, found)
    if not has_r("haven"):
        print("haven is not here: it reads nothing")
        return
    script = 'options(digits = 15); r <- haven::read_dta("results.dta"); r$latest <- r$latest == 1; ' + say
    found = [line.strip() for line in lines(["Rscript", "-e", script], cwd=folder)]
    assert found[:3] == [str(due), " ".join(groups), day] and found[3].startswith("character"), found


MODULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "build-clients", "node_modules")
NODE = ("const {DuckDBInstance} = require('@duckdb/node-api'); (async () => { const c = await (await "
        "DuckDBInstance.create(':memory:')).connect(); const [scripts, asked] = JSON.parse(process.argv[1]); "
        "for (const s of scripts) await c.run(require('fs').readFileSync(s, 'utf8')); "
        "for (const q of asked) console.log((await c.runAndReadAll(q)).getRows()[0][0]); })()")


def ask_duckdb(folder, scripts, asked):
    """By its command, or by npm's @duckdb/node-api; None where neither is here."""
    if shutil.which("duckdb"):
        read = "".join(f".read {script}\n" for script in scripts)
        return lines(["duckdb", "-noheader", "-list"], cwd=folder, input=read + ";\n".join(asked) + ";\n")
    with_modules = os.environ | {"NODE_PATH": MODULES}
    if shutil.which("node") and not subprocess.run(["node", "-e", "require('@duckdb/node-api')"], capture_output=True,
                                                   env=with_modules).returncode:
        return lines(["node", "-e", NODE, json.dumps([scripts, asked])], cwd=folder, env=with_modules)
    print("DuckDB is not here: it reads nothing and makes no Parquet")
    return None


def check_duckdb(folder):
    """What it reads by panel.sql, and what it made of that by parquet.sql."""
    due, groups, day = expected(folder)
    ask = lambda of: [f"SELECT CAST(sum(due_cents) AS VARCHAR) FROM {of('results')} WHERE latest",
                      f"SELECT string_agg(DISTINCT groupement, ' ' ORDER BY groupement) FROM {of('results')}",
                      f"""SELECT CAST(min("on") AS VARCHAR) FROM {of('results')}""",
                      f"SELECT DISTINCT typeof(groupement) || typeof(due) FROM {of('results')}",
                      f"SELECT min(value) FROM {of('facts')} WHERE member = 'name'"]
    found = ask_duckdb(folder, ["panel.sql"], ask(lambda table: table))
    if not found:
        return
    wanted = [str(due), " ".join(groups), day, "VARCHARDECIMAL(18,2)", "=1+1"]
    assert found[:5] == wanted, found
    found = ask_duckdb(folder, ["panel.sql", "parquet.sql"], ask(lambda table: f"'{table}.parquet'"))
    assert found[:5] == wanted, found
    made = {name[:-8] for name in os.listdir(folder) if name.endswith(".parquet")}
    assert made == {name[:-4] for name in os.listdir(folder) if name.endswith(".csv")}, made


def check_libreoffice(folder):
    """What it shows of panel.xlsx, each sheet as it writes it: identifiers stay, amounts add up."""
    if not shutil.which("soffice"):
        print("LibreOffice is not here: it reads nothing")
        return
    due, groups, day = expected(folder)
    shown = os.path.join(folder, "shown")
    every_sheet_as_shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    lines(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
           every_sheet_as_shown, "--outdir", shown, os.path.join(folder, "panel.xlsx")])
    results = table(shown, "panel-results")
    assert sorted({row["groupement"] for row in results}) == groups, results[0]
    assert sum(int(row["due_cents"].replace(",", "")) for row in results if row["latest"].upper() == "TRUE") == due
    assert [row["value"] for row in table(shown, "panel-facts") if row["member"] == "name"][0] == "=1+1"


def check_sqlite(folder):
    if not shutil.which("sqlite3"):
        print("sqlite3 is not here: Python's own was asked (panel_test.py)")
        return
    due, groups, _ = expected(folder)
    ask = ("SELECT sum(due_cents) FROM results WHERE latest; SELECT DISTINCT groupement FROM results ORDER BY 1;"
           "SELECT DISTINCT typeof(due), typeof(due_cents), typeof(score), typeof(groupement) FROM results;")
    found = lines(["sqlite3", os.path.join(folder, "panel.sqlite"), ask])
    assert found[0] == str(due) and found[1:-2] == groups and found[-2] == "real|integer|real|text", found


with tempfile.TemporaryDirectory() as work:
    ledger = ("--ledger", os.path.join(work, "ledger"))
    with open(os.path.join(DATA, "worked.jsonl"), encoding="utf-8") as file:
        text = numbered(file.read())
    text = re.sub(r'("groupementAdmitted": ?\{[^}]*?"name": ?)"[^"]*"', r'\1"=1+1"', text)
    facts = os.path.join(work, "facts.jsonl")
    with open(facts, "w", encoding="utf-8") as file:
        file.write(text)
    run(*ledger, "init", "--trial")
    run(*ledger, "append", facts)
    for year in range(2019, 2023):
        if re.search(rf'"patientsCounted": ?\{{[^}}]*"year": ?{year}', text):
            run(*ledger, "settle", year)
    folder = os.path.join(work, "panel")
    run(*ledger, "export", "panel", folder, "--sqlite", "--stata", "--xlsx")
    assert all(group.startswith("0") for group in expected(folder)[1])
    for check in (check_python, check_pandas, check_r, check_duckdb, check_sqlite, check_libreoffice):
        check(folder)
print("each reader takes each column for what it is")
