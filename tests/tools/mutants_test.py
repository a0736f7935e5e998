#!/usr/bin/env python3
"""What `ops/mutants` changes, and what it leaves alone.

    mutants_test.py PROJECT
"""
import importlib.machinery
import importlib.util
import os
import subprocess
import sys


def load(project):
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader("mutants", os.path.join(project, "ops", "mutants"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("mutants", loader))
    loader.exec_module(module)
    return module


def expect(condition, what):
    if not condition:
        sys.exit(f"mutants: {what}")


def changed(mutants, line):
    return [after.strip() for after in mutants.changes(line + "\n")]


def main(project):
    mutants = load(project)
    expect(changed(mutants, "    if (a < b) return c - d;") ==
           ["if (a <= b) return c - d;", "if (a < b) return c + d;", "if (!(a < b)) return c - d;"],
           "a bound, a sign and a condition are changed")
    expect(changed(mutants, "    total = min(first, second);") == ["total = max(first, second);"],
           "a minimum is a maximum, and its arguments stay, for they mean the same")
    expect("pay(to, from);" in changed(mutants, "    pay(from, to);"), "two arguments change places")
    expect("" in changed(mutants, "    remember(event);"), "a call is dropped")
    expect("" not in changed(mutants, "        as(total, cap));"), "the end of a call is no call")
    for left_alone in ("// a < b", "#include <a>", "template <class A = B>",
                       "    std::vector<Money> all;", "    return {};"):
        expect(not changed(mutants, left_alone), f"left alone: {left_alone}")
    expect(all("a < b" in after for after in changed(mutants, '    tell(x + y, "a < b");') if after),
           "a text stays")
    for path, before, after in mutants.argued():
        there = {mutant.words() for mutant in mutants.mutants_of(path)}
        expect((path, before, after) in there, f"argued of a change that is none: {path}: {before}")
    program = os.path.join(project, "ops", "mutants")
    listed = subprocess.run([sys.executable, program, "--list", "ledger/rules"], capture_output=True, text=True,
                            check=True).stdout
    expect("ledger/rules/advance.h:" in listed and "ledger/rules/largest_remainder.h:" in listed, "rules are listed")
    unknown = subprocess.run([sys.executable, program, "--only", "ledger/rules/advance.h:1:1"], capture_output=True,
                             text=True, check=False)
    expect(unknown.returncode == 1 and "no change to make" in unknown.stderr, "a change there is not is said")


if __name__ == "__main__":
    main(sys.argv[1])
