#!/usr/bin/env python3
"""What a unit of ledger/ - some files compiled together, or one alone - costs to compile, as numbers that do not depend
on the machine: the lines it reads with all it includes, and the weak functions in its object. Where one is exceeded:
narrow an include, or give a type of many parts its special members in one file (ledger/sum.h, ledger/group_state.cc).
Lower the numbers when they are lower.

    compile_cost.py ROOT BUILD
"""
import json
import shlex
import subprocess
import sys
from pathlib import Path

LINES, WEAK = 70_000, 1_250
# Files behind whose face a library stands: Boost.Multiprecision, the calendar.
LINES_OF = {"exact_number.cc": 160_000, "day.cc": 80_000, "calendar.cc": 78_000}


def main() -> int:
    root, build = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    over, seen = [], 0
    for entry in json.loads((build / "compile_commands.json").read_text()):
        command = shlex.split(entry["command"])
        at = command.index("-o")
        made = command[at + 1]
        if not made.startswith("ledger/CMakeFiles/ledger.dir/"):
            continue
        seen += 1
        name = Path(entry["file"]).name
        del command[at:at + 2]
        command[command.index("-c")] = "-E"
        read = subprocess.run([*command, "-P"], cwd=entry["directory"], capture_output=True, check=True)
        lines = read.stdout.count(b"\n")
        if lines > (allowed := LINES_OF.get(name, LINES)):
            over.append(f"{name} reads {lines} lines, more than {allowed}")
        symbols = subprocess.run(["nm", Path(entry["directory"]) / made], capture_output=True, check=True, text=True)
        weak = symbols.stdout.count(" W ")
        if weak > WEAK:
            over.append(f"{name} makes {weak} weak functions, more than {WEAK}")
    if seen < 8:
        over.append(f"{seen} units of ledger/ are known to the build; there are more")
    for line in over:
        print(line)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
