"""The rows of names.csv: read, and written as a whole or not at all."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

OWN = "own"  # the source of what was made by hand


class Row(NamedTuple):
    """A row of names.csv; `meaning` is blank, or 2 and more where the name means another medicine as well."""

    name: str
    drug_id: str
    kind: str
    region: str
    source: str
    meaning: str = ""
    countries: str = ""
    routes: str = ""


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def pairs(path: Path) -> dict[str, str]:
    """Return a table of two columns."""
    with path.open(newline="", encoding="utf-8") as file:
        return {line[0]: line[1] for line in list(csv.reader(file))[1:]}


def rows(path: Path) -> list[Row]:
    """Return the rows of a table of names."""
    return [Row(**{column: row[column] for column in Row._fields if column in row}) for row in read(path)]


def write(path: Path, names: Iterable[Row]) -> None:
    """Write the table as a whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(Row._fields)
        out.writerows(names)
    part.replace(path)
