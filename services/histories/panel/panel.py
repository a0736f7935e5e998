"""panel.py: the tables of this package for Python, each column as the dictionary says it is.

    import panel
    rows = panel.read("results")            # dictionaries: int, Decimal, bool, date, datetime, str; None where absent
    sum(row["due_cents"] for row in rows if row["latest"]) / 100
    frame = panel.frame("results")          # a pandas DataFrame, if pandas is here

The standard library alone, but for frame(). Identifiers are texts ("011" stays "011"), amounts and decimals exact
(Decimal), cents whole numbers. The apostrophe that keeps a spreadsheet from computing a text is taken off."""
import csv
import os
import re
from datetime import date, datetime
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))
MARK = re.compile(r"@MARK@")


def text(value):
    return MARK.sub(r"\1", value)


def time(value):
    return datetime.fromisoformat(value.replace("Z", "+00:00"))


READ = {"text": text, "identifier": text, "category": text, "whole number": int, "amount in euros": Decimal,
        "decimal": Decimal, "nearest number": Decimal, "boolean": "true".__eq__, "date": date.fromisoformat,
        "time": time}
PANDAS = {"text": "string", "identifier": "string", "category": "category", "whole number": "Int64",
          "amount in euros": "float64", "decimal": "float64", "nearest number": "float64", "boolean": "boolean"}


def lines(table, folder):
    with open(os.path.join(folder, table + ".csv"), encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def types(table, folder=HERE):
    """The type of each column, by its name."""
    return {row["variable"]: row["type"] for row in lines("dictionary", folder) if row["table"] == table}


def read(table, folder=HERE):
    """The rows of a table, as dictionaries."""
    readers = {name: READ[kind] for name, kind in types(table, folder).items()}
    return [{name: readers[name](value) if value else None for name, value in row.items()}
            for row in lines(table, folder)]


def frame(table, folder=HERE):
    """A table as a pandas DataFrame; amounts and decimals are doubles there, cents exact."""
    import pandas
    kinds = types(table, folder)
    found = pandas.read_csv(os.path.join(folder, table + ".csv"), keep_default_na=False, na_values=[""],
                            dtype={name: PANDAS[kind] for name, kind in kinds.items() if kind in PANDAS},
                            parse_dates=[name for name, kind in kinds.items() if kind in ("date", "time")])
    for name, kind in kinds.items():
        if kind in ("text", "identifier"):
            found[name] = found[name].map(text, na_action="ignore").astype("string")
    return found
