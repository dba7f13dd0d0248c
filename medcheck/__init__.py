r"""medcheck: which of my medicines could be making my muscles weak, and what else could it be?

>>> import medcheck
>>> report = medcheck.check("simvastatin 40 mg\nclarithromycin 500 mg twice daily")
>>> report.findings[0].drugs
('simvastatin', 'clarithromycin')
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from medcheck.naming.matches import Match, confirmed, shipped_matcher
from medcheck.reading.files import Reading, Unused
from medcheck.reading.files.text import read_text as read_prose
from medcheck.reading.lines import Entry, read_entry, read_list
from medcheck.tables import TableError, shipped
from medcheck.weighing.patient import Patient, PatientError, read_patient
from medcheck.weighing.report import Report, report_on

if TYPE_CHECKING:
    from pandas import DataFrame

__version__ = "0.1.0"
__all__ = [
    "Patient",
    "PatientError",
    "Report",
    "TableError",
    "check",
    "check_entries",
    "match",
    "match_entries",
    "read_list",
    "read_text",
    "screen",
]


def check(text_or_list: str | Iterable[str], patient: Patient | Mapping[str, Any] | None = None) -> Report:
    """Check a medication list, as one text or as one string a medicine, for what may weaken muscles.

    `patient` is a Patient or a mapping as in `medcheck check --patient`; PatientError names what it cannot hold.
    """
    tables = shipped()
    if isinstance(text_or_list, str):
        reading = read_text(text_or_list)
        return check_entries(reading.entries, patient, reading.unused)
    entries = [read_entry(str(raw), line, tables) for line, raw in enumerate(text_or_list, start=1)]
    return check_entries(entries, patient)


def read_text(text: str) -> Reading:
    """Read a typed or pasted list, or prose in which medicines are spoken of, into its entries."""
    return read_prose(text, shipped(), shipped_matcher().recognises)


def check_entries(
    entries: Sequence[Entry],
    patient: Patient | Mapping[str, Any] | None = None,
    unused: Sequence[Unused] = (),
    chosen: Mapping[str, Sequence[str]] | None = None,
) -> Report:
    """Check entries that a reader made; `unused` names what of their file was not used.

    `chosen` holds what the person confirmed: a line as typed and the drug ids it means, none for "none of these".
    """
    tables = shipped()
    if not isinstance(patient, Patient):
        patient = read_patient(patient or {}, tables)
    matches = [confirmed(match, chosen or {}) for match in shipped_matcher().match(entries)]
    return report_on(matches, patient, tables, __version__, date.today(), unused)


def match_entries(names: Iterable[str]) -> list[Match]:
    """Resolve one medicine a string, in order, to a match each."""
    tables = shipped()
    return shipped_matcher().match([read_entry(str(name), line, tables) for line, name in enumerate(names, start=1)])


def match(names: Iterable[str]) -> "DataFrame":
    """Resolve one medicine a string to a row each: entry, verdict, drug, via, score, candidates."""
    import pandas

    from medcheck.exports.matches_csv import COLUMNS, rows_of

    return pandas.DataFrame(rows_of(match_entries(names), shipped()), columns=COLUMNS)


def screen(frame: "DataFrame", column: str | None = None) -> "DataFrame":
    """Return the frame with six medcheck columns more; `column` holds the medicines, or is found by its content.

    Index, dtypes and order stay; ValueError where the column is unknown or none holds medicines.
    """
    from medcheck.batch.frames import screened

    return screened(frame, column, shipped(), shipped_matcher())
