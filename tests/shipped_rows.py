"""The rows of the shipped tables as they stand in their files."""

import csv
import json

from medcheck.tables import folder

PACKAGE = json.loads((folder() / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"] if "schema" in resource}


def rows(name):
    """Each row of a table as read from its file, with its row number there."""
    with (folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [(number, row) for number, row in enumerate(csv.DictReader(file), start=2)]


def claims():
    """The rows that state something medical: they name their sources and the kind of evidence."""
    return [(name, number, row) for name, number, row in cited() if "evidence" in row]


def cited():
    return [(name, number, row) for name in RESOURCES for number, row in rows(name) if "source_ids" in row]
