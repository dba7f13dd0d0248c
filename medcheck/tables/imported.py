"""The cache folder -> the names that a user imported (`medcheck names import`)."""

import csv
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from medcheck.tables.rows import Drug, Name

COLUMNS = ["kind", "name", "drug_ids"]
KINDS = frozenset({"drug", "brand", "synonym", "salt", "code"})
SOURCE = "rxnorm"


def file() -> Path:
    """Return where the imported names are kept; MEDCHECK_CACHE names another folder."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get("MEDCHECK_CACHE") or user_cache_dir("medcheck", appauthor=False)) / "names.csv"


def rows() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return kind, name and drug ids of each imported name; none, with a line of warning, where the file is broken."""
    kept = file()
    if not kept.is_file():
        return []
    try:
        with kept.open(encoding="utf-8", newline="") as opened:
            return list(checked(csv.reader(opened)))
    except (OSError, ValueError, csv.Error) as error:
        print(f"medcheck: {kept} is left aside ({error}); import the names anew.", file=sys.stderr)
        return []


def checked(lines: Iterable[Sequence[str]]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the rows of the file; ValueError names the first that medcheck cannot have written."""
    for number, line in enumerate(lines, start=1):
        if number == 1 and list(line) == COLUMNS:
            continue
        if number == 1 or len(line) != len(COLUMNS) or line[0] not in KINDS or not line[1].strip() or not line[2]:
            raise ValueError(f"row {number} is none that medcheck wrote")
        yield line[0], line[1], tuple(line[2].split("|"))


def drugs_and_names(known: Iterable[str]) -> tuple[tuple[Drug, ...], tuple[Name, ...]]:
    """Return the imported ingredients that are none of the known drugs, and the names of both."""
    told = rows()
    drugs = {ids[0]: Drug(ids[0], name, name, "", "", None, None, "") for kind, name, ids in told if kind == "drug"}
    ours = set(known)
    everyone = ours | drugs.keys()
    names = tuple(
        Name(name, drug_id, kind, "", SOURCE)
        for kind, name, ids in told if kind != "drug" and everyone.issuperset(ids) for drug_id in ids
    )  # fmt: skip
    return tuple(drug for drug_id, drug in drugs.items() if drug_id not in ours), names
