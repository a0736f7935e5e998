#!/usr/bin/env python3
"""What a program is bound to before main(), whatever it is then asked: the shared libraries that the dynamic linker
maps and looks names up in, some 0.3 ms each. A library that few commands need is loaded when they need it
(events/late_library.h). Lower the number when it is lower.

    start_cost.py PROGRAM...
"""
import subprocess
import sys

LIBRARIES = 35
LATE = ("libpq.", "libcurl.", "libpango", "libcairo.", "libfontconfig.")


def main() -> int:
    over = []
    for program in sys.argv[1:]:
        said = subprocess.run(["ldd", program], capture_output=True, check=True, text=True).stdout
        bound = [line.split()[0] for line in said.splitlines()]
        if "libc.so.6" not in bound:
            over.append(f"{program}: ldd lists no libc.so.6; the looking is broken")
        if len(bound) > LIBRARIES:
            over.append(f"{program} is bound to {len(bound)} libraries, more than {LIBRARIES}: {' '.join(bound)}")
        over += [f"{program} is bound to {name}, which is loaded late" for name in bound if name.startswith(LATE)]
    for line in over:
        print(line)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
