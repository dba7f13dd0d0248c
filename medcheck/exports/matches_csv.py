"""Matches -> the CSV of `medcheck match`: one row an entry, in order."""

import csv
import io
from collections.abc import Sequence

from medcheck.exports.guard import guarded
from medcheck.naming.matches import Candidate, Match
from medcheck.tables import Tables

COLUMNS = ["entry", "verdict", "drug", "via", "score", "candidates"]


def rows_of(matches: Sequence[Match], tables: Tables) -> list[list[str | int]]:
    """Return one row a match; `drug` and `candidates` hold INNs joined by "|", the likeliest first."""
    return [
        [match.entry.raw, match.verdict, "|".join(map(tables.inn, match.drugs)), match.via, match.score,
         "|".join(dict.fromkeys(name for candidate in match.candidates for name in said(candidate, tables)))]
        for match in matches
    ]  # fmt: skip


def said(candidate: Candidate, tables: Tables) -> list[str]:
    """Return the ingredients of a candidate, or the class word that it is."""
    return [*map(tables.inn, candidate.drugs)] or [candidate.name]


def matches_csv(matches: Sequence[Match], tables: Tables) -> str:
    """Write matches as CSV, guarded against formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(str(cell)) for cell in row] for row in rows_of(matches, tables))
    return out.getvalue()
