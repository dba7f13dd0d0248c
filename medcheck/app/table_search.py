"""A filter -> the rows of the tables that fit it: by medicine, class, mechanism, cause and severity."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import medcheck
from medcheck.tables import CLASS, Tables
from medcheck.weighing.findings import frequency_text, onset_text

TABLES = ("weakness", "interactions", "cause_drugs")


@dataclass(frozen=True)
class Filter:
    """What a row must be about; a blank field lets every row through, and no drug of `drugs` lets none."""

    drugs: frozenset[str] | None = None
    class_id: str = ""
    mechanism: str = ""
    cause: str = ""
    severity: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a table as it is shown; `subjects` are drug ids and `class:ID`, `key` names it in its table."""

    subjects: tuple[str, ...]
    what: str
    severity: str
    note: str
    source_ids: tuple[str, ...]
    checked_by: str
    table: str
    key: tuple[tuple[str, str], ...]
    mechanism: str = ""
    cause: str = ""


def meant(name: str) -> tuple[str, ...]:
    """Return the drug ids that a typed name may stand for, none where it is unknown."""
    match = medcheck.match_entries([name])[0]
    found = match.drugs or tuple(drug for candidate in match.candidates for drug in candidate.drugs)
    return tuple(dict.fromkeys(found))


def rows(table: str, tables: Tables) -> list[Row]:
    """Return a table as rows to show."""
    made: Mapping[str, Any] = {"weakness": weakness_row, "interactions": interaction_row, "cause_drugs": cause_row}
    return [made[table](row, tables) for row in tables.by_name[table]]


def weakness_row(row: Any, tables: Tables) -> Row:
    """Return a warning on one medicine."""
    told = {"word.how_often": frequency_text(row, tables), "word.when": onset_text(row, tables)}
    note = " ".join([row.patient_note, *(f"{tables.say(word)}: {text}." for word, text in told.items() if text)])
    return Row((row.drug_id,), tables.mechanisms[row.mechanism].title, row.severity, note,
               row.source_ids, row.checked_by, "weakness", key_of(row, "drug_id", "mechanism"),
               row.mechanism)  # fmt: skip


def interaction_row(row: Any, tables: Tables) -> Row:
    """Return a warning on a combination."""
    return Row((row.a, row.b), tables.mechanisms[row.mechanism].title, row.severity, row.patient_note,
               row.source_ids, row.checked_by, "interactions", key_of(row, "a", "b", "mechanism", "region"),
               row.mechanism)  # fmt: skip


def cause_row(row: Any, tables: Tables) -> Row:
    """Return a medicine that mimics, worsens or brings about another cause."""
    said = tables.say(f"cause.{row.relation}", drug=title(row.drug, tables), reason=row.reason)
    return Row((row.drug,), tables.causes[row.cause_id].title, "", said, row.source_ids, row.checked_by,
               "cause_drugs", key_of(row, "cause_id", "drug", "relation"), cause=row.cause_id)  # fmt: skip


def key_of(row: Any, *columns: str) -> tuple[tuple[str, str], ...]:
    """Return the columns that tell a row from every other of its table, and what stands in them."""
    return tuple((column, getattr(row, column)) for column in columns)


def correction(row: Row, tables: Tables) -> str:
    """Return the lines in which a correction of a row is proposed, to be filled in."""
    key = ", ".join(f"{column} = {value or tables.say('explore.blank')}" for column, value in row.key)
    return tables.say("explore.correction", table=row.table, key=key, version=tables.version)


def title(subject: str, tables: Tables) -> str:
    """Return how a drug id or a `class:ID` is said."""
    is_class = subject.startswith(CLASS)
    return tables.classes[subject.removeprefix(CLASS)].title if is_class else tables.inn(subject)


def fitting(all_rows: list[Row], wanted: Filter, tables: Tables) -> Iterator[Row]:
    """Yield the rows that fit a filter, in their order."""
    members = frozenset(tables.members.get(wanted.class_id, ()))
    for row in all_rows:
        drugs = {drug for subject in row.subjects for drug in tables.expand(subject)}
        about = (
            wanted.drugs is None or not drugs.isdisjoint(wanted.drugs),
            not wanted.class_id or not drugs.isdisjoint(members),
            not wanted.mechanism or row.mechanism == wanted.mechanism,
            not wanted.cause or row.cause == wanted.cause,
            not wanted.severity or row.severity == wanted.severity,
        )
        if all(about):
            yield row
