"""Files of patients as the tests of adjusted spending make them, and who of them counts."""
import random
from fractions import Fraction

HEADER = "id,age,female,ald,cmuc,acs,apl,spending,ame,declared,reimbursed,visits"


def patients(rows, seed):
    draw = random.Random(seed)
    for number in range(rows):
        age, female, ald = draw.randrange(0, 100), draw.randrange(2), int(draw.random() < 0.2)
        cmuc, acs = int(draw.random() < 0.1), int(draw.random() < 0.05)
        apl = f"{draw.randrange(0, 900) / 100:.2f}"
        spending = 200 + 12.5 * age + 97 * female + 2100 * ald + 330 * cmuc + 780 * acs + 64 * float(apl)
        spending = max(0, spending + draw.gauss(0, 400))
        yield (f"id{number}", age, female, ald, cmuc, acs, apl, f"{spending:.2f}", int(draw.random() < 0.01),
               int(draw.random() < 0.9), draw.randrange(0, 4), draw.randrange(0, 5))


def write(path, rows, header=HEADER):
    with open(path, "w", encoding="utf-8") as file:
        file.write(header + "\n")
        for row in rows:
            file.write(",".join(map(str, row)) + "\n")


def is_counted(row):
    """The sample is of the same patients as a groupement's (CDC 2019 §8-II, annexe 4)."""
    return not row[8] and ((row[9] and row[10] > 0) or (row[1] < 16 and row[11] >= 2))


def six(number):
    digits = str((abs(number) * 10**6 + Fraction(1, 2)).__floor__()).rjust(7, "0")
    return ("-" if number < 0 else "") + digits[:-6] + "." + digits[-6:]
