#!/usr/bin/env python3
"""Every English message of the program has a French one in tools/locale/fr/*.po, and none is left over.

    catalogue_complete.py SOURCE_FOLDER [--list]

Where messages come from:
  pages      xgettext over services/**/*.cc and tools/**/*.cc: tr("…"), and left("…"), right("…") of tables; said("…")
             of services/questions/*.h; of the console's pages, services/console/pages/*.html, what stands between
             {{#t}} and {{/t}}
  refusals   the sentences of each layer's rejection.def
  names      what spoken() of services/words/wording.cc makes of a name: split at capitals and points, a part of a path
             that begins with a capital or a digit is {n}. The names: Step{"…"}, lift("…"), leaf(refs, "…") and
             witness(i, "…") of the rules and of projections/derivation.cc, nodes of order_derivation.cc, functions
             of formulas, paths and choices of the parameters, kinds of events, members of facts
  phrases    half-sentences that lower layers put into refusals, differences and progress; a number in them is {n}

A translation keeps the {names} of its message.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

# Said by Boost.JSON and the C library, or put together from parts.
FOREIGN = ["{n} events or more", "backup {n} does not check", "computed by version {n} of the rule code",
           "syntax error at byte {n}",
           "incomplete JSON at byte {n}", "No such file or directory", "Permission denied", "Is a directory",
           "Operation not permitted", "No space left on device", "Not a directory", "File exists", "File name too long",
           "File too large", "Directory not empty", "Too many levels of symbolic links", "Device or resource busy",
           "Bad file descriptor", "Broken pipe", "Input/output error", "Read-only file system"]
# Literals of a verification that name a place and stay as they are, or part of a phrase above.
PLACES = {"", "checkpoint: root of ", "checkpoint: completeness index", "checkpoint: index of the envelope", "key ",
          "tree, level ", "computed by version ", "verify", ", position ", ", node ", ": ", ": on", ": actor", ", "}


def read_po(text):
    """The entries of a catalogue: message to translation."""
    entries, field, message = {}, None, {"msgid": "", "msgstr": ""}
    for line in text.splitlines() + ["msgid \"\""]:
        if line.startswith("msgid"):
            if message["msgid"]:
                entries[message["msgid"]] = message["msgstr"]
            message = {"msgid": "", "msgstr": ""}
        found = re.match(r'(msgid|msgstr)? ?"(.*)"$', line)
        if found:
            field = found[1] or field
            message[field] += json.loads('"' + found[2] + '"')
    return entries


def pages(root):
    sources = sorted(str(path) for folder in ("services", "tools") for path in (root / folder).rglob("*.cc")
                     if "bench" not in path.parts)
    command = ["xgettext", "--language=C++", "--from-code=UTF-8", "--no-wrap", "--output=-", "--keyword",
               "--keyword=tr", "--keyword=left", "--keyword=right"] + sources
    said = set(read_po(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    questions = sorted(str(path) for path in (root / "services/questions").glob("*.h"))
    command[command.index("--keyword"):] = ["--keyword", "--keyword=said", *questions]
    said |= set(read_po(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    for page in sorted((root / "services/console/pages").glob("*.html")):
        said |= set(re.findall(r"\{\{#t\}\}(.+?)\{\{/t\}\}", page.read_text()))
    return said


def literals(pattern, text):
    return [json.loads('"' + one + '"') for one in re.findall(pattern, text, re.S)]


def refusals(root):
    layers = ("ledger", "events", "services/words")
    catalogue = "".join((root / layer / "rejection.def").read_text() for layer in layers)
    return literals(r'IPEP_(?:CODE|FAULT)\(\w+,(?: "[^"]*",)? "((?:[^"\\]|\\.)*)"\)', catalogue)


def spoken(name):
    first, *rest = name.split(".")
    parts = [first] + ["{n}" if part[0].isupper() or part[0].isdigit() else part for part in rest]
    return re.sub("[A-Z]", lambda capital: " " + capital[0].lower(), " ".join(parts))


def parameter_paths(value, path=""):
    if not isinstance(value, dict):
        return [path]
    return [leaf for name, member in value.items()
            for leaf in parameter_paths(member, f"{path}.{name}" if path else name)]


def names(root):
    text = "".join(path.read_text() for folder in ("ledger", "ledger/rules", "projections")
                   for path in sorted((root / folder).glob("*.*")) if path.suffix in (".h", ".cc"))
    found = re.findall(r'(?:\bStep ?\w*\{|\blift_?\(|\bleaf\(\*?refs_?, |\bwitness\(i, |\bno_quality_amount\()'
                       r'"([\w.]+)"', text)
    found += re.findall(r'\{"(\w+)", &(?:in|out)\.', text)
    found += re.findall(r'\b(?:node|sum|leaf|moved)\("(\w+)"', (root / "projections/order_derivation.cc").read_text())
    found += ["modulation.knots.1." + part for part in re.findall(r'path \+ "\.(\w+)"', text)]
    found += re.findall(r'\bcall\("(\w+)"', text) + ["largestRemainder", "and"]
    kinds = re.search(r"kKinds = .*?\{(.*?)\}\)", (root / "ledger/event.h").read_text(), re.S)[1]
    found += re.findall(r'"(\w+)"', kinds)
    facts = (root / "ledger/fact.h").read_text() + (root / "ledger/act.h").read_text()
    for members in re.findall(r"BOOST_DESCRIBE_STRUCT\(\w+, \(\w*\),\s*\((.*?)\)\)", facts, re.S):
        found += re.findall(r"\w+", members)
    balances = (root / "services/histories/state_difference.cc").read_text()
    found += re.findall(r"\w+", re.search(r"BOOST_DESCRIBE_STRUCT\(Standing, \(\), \((.*?)\)\)", balances)[1])
    for file in ("parameters.h", "fact.h", "act.h", "ground.h", "book.h", "suspension.h"):
        text_of_file = (root / "ledger" / file).read_text()
        for choices in re.findall(r"BOOST_DESCRIBE_ENUM\(\w+, (.*?)\)", text_of_file, re.S):
            found += re.findall(r"\w+", choices)
    events = (root / "services/words/event_words.cc").read_text()
    for figures in re.findall(r"k(?:Amounts|Decimals)\[\] = \{(.*?)\}", events):
        found += re.findall(r'"(\w+)"', figures)
    found += ["phases.resultYearsByWave.1", "seedCredit.sizeFloorPatients", "quality.indicators.S01",
              "efficiency.trendYears"]  # optional parameters
    found += ["phases.resultYearsByWave", "quality.countedFromYear", "quality.points", "quality.weights"]  # readings
    adopted = json.loads((root / "ledger/rules/cdc-2019.json").read_text())["fact"]["rulesAdopted"]
    found += parameter_paths(adopted["parameters"])
    statuses = [source["status"] for source in adopted["sources"]] + re.findall(r'"CDC [^"]*", "(\w+)"', text)
    statuses += ["contradictory", "unsourced"]
    return [spoken(name) for name in found] + statuses


def phrases(root):
    def text(*paths):
        return "".join((root / path).read_text() for path in paths)

    said = []
    for path in sorted(p for folder in ("ledger", "events", "projections", "services")
                       for p in (root / folder).rglob("*.*")):
        source = path.read_text() if path.suffix in (".h", ".cc") else ""
        said += literals(r'\{"what", (?:[^"\n]+\? )?"([^"]*[a-z][^"]*)"(?:\}| :)', source)
        said += literals(r'"what",\s*"([^"]+ )"\s*\+\s*std::to_string', source)
        said += re.findall(r'(?:progress_|told)\((?:\w+ \? )?"([\w-]+)"', source)
        said += literals(r'\bthrow_damaged\([^;]*?"([^" ][^"]*)"\);', source)
    histories = text("services/histories/parameter_path.cc", "services/histories/adjustment/byte_source.cc")
    said += literals(r'(?:does_not_fit\(wanted_, |damaged\()"([^"]+)"', histories)
    said += literals(r'\{Right::\w+, "([a-z][^"]+)", \{', text("ledger/authority.cc"))
    judging = text("ledger/order_stop.cc", "ledger/judge.cc", "ledger/judge_payment.cc", "ledger/judge_evaluation.cc",
                   "ledger/bank_line.cc")
    said += literals(r'\b(?:refused|contradicts)\("([^"]+)"\)', judging)
    said += literals(r'not_of_order\(line, order, "([^"]+[^ "])"\)', judging)
    said += literals(r'\badd\("([^"]+)"', text("ledger/visa.cc", "ledger/order_payments.cc"))
    said += literals(r'account \+= ", ([^"]+): "', text("services/payments/evidence.cc"))
    reading = text("services/payments/bank_reading.cc")
    said += literals(r'unmatched\(line, "([^"]+)"\)', reading) + literals(r'\.why = "([^"]+)"', reading)
    reading = text("events/fact_json.cc")
    said += literals(r'wrong_type\([^;\n]*"([^"\n]+)"\)', reading)
    said += literals(r'read_text\(name, node, to, "([^"]+)"', reading)
    said += literals(r'read_members\("([a-z]+ [^"]+)"', reading)
    said += literals(r'"[^"\n]*: ([^"\n]+)"', re.sub(r"(?m)^.*#include.*$", "", text("ledger/parameters.cc")))
    bank = text(*(path.relative_to(root) for path in sorted((root / "services/bank").glob("*.cc"))))
    said += literals(r'(?:\bmalformed\(element, text, |\bexcessive\(|\binvalid\(|\bwhat = )"([^"]+)"', bank)
    credentials = text(*(f"services/http/{name}.cc" for name in ("identity", "web_token", "provider", "sign_in")))
    said += literals(r'(?:\binvalid\(|std::unexpected\(|\bunreachable\(url, )"([^"]+)"\)', credentials)
    verification = text(*(f"services/audit/{name}.cc" for name in ("verification", "read_records")))
    verifying = re.sub(r'(?m)^.*#include.*$|//.*$|differs\("[^"]*"', "", verification)
    said += literals(r'return "([^"]+)";', text("services/audit/recorded_time.cc"))
    said += literals(r'differs\([^;]*?,\s*"([^"]+)", ', text("services/audit/rows_of_nothing.cc"))
    said += [one for one in literals(r'"([^"\n]*)"', verifying) if one not in PLACES and one[0] != " "]
    return [one + "{n}" if one.endswith(" ") else one for one in said]


def main():
    root = Path(sys.argv[1])
    wanted = pages(root) | set(refusals(root)) | set(names(root)) | set(phrases(root)) | set(FOREIGN)
    if "--list" in sys.argv:
        print("\n".join(json.dumps(one, ensure_ascii=False) for one in sorted(wanted)))
        return 0
    known = {}
    for part in sorted((root / "tools/locale/fr").glob("*.po")):
        known.update(read_po(part.read_text()))
    problems = [f"no translation: {one!r}" for one in sorted(wanted) if not known.get(one)]
    problems += [f"stale: {one!r}" for one in sorted(set(known) - wanted)]
    for one in sorted(wanted & set(known)):
        if known[one] and set(re.findall(r"\{\w+\}", one)) != set(re.findall(r"\{\w+\}", known[one])):
            problems.append(f"other {{names}} than its message: {one!r}")
    print("\n".join(problems) or f"{len(wanted)} messages, all translated")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
