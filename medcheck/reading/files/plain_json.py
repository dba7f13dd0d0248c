"""JSON of no known kind -> entries: a list of names, or a list of records, which is a table."""

from collections.abc import Mapping
from typing import Any

from medcheck.reading.files import text
from medcheck.reading.files.grid import MOST_COLUMNS, Table
from medcheck.reading.files.outcome import ReadError, Reading
from medcheck.reading.files.records import read_rows
from medcheck.reading.files.upload import NOTHING, Upload
from medcheck.reading.files.values import text as value_text

DEEPEST = 4


def can_read(upload: Upload) -> bool:
    """Say whether this is JSON."""
    return isinstance(upload.json, dict | list)


def read(upload: Upload) -> Reading:
    """Read a list of names as text and a list of records as a table; ReadError where there is neither."""
    if upload.json is NOTHING:
        return text.read(upload)
    values = list_in(upload.json)
    names = [value for value in values if isinstance(value, str) and value.strip()]
    records = [value for value in values if isinstance(value, Mapping)]
    if names and len(names) >= len(records):
        lines = "\n".join(" ".join(name.split()) for name in names)
        found = text.read_text(lines, upload.tables, upload.recognise, upload)
        return Reading("JSON list", found.entries, found.unused)
    if not records:
        raise ReadError(f"{upload.file} is JSON without a list of medicines; give a list of names or of records.")
    return read_rows(table_of_records(records), upload, "JSON records")


def list_in(value: Any, depth: int = 0) -> list[Any]:
    """Return the value if it is a list, else the longest list of names or records under its keys."""
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping) or depth > DEEPEST:
        return []
    return max((list_in(one, depth + 1) for one in value.values()), key=len, default=[])


def table_of_records(records: list[Mapping[str, Any]]) -> Table:
    """Return records as a table: a column for each key that is used, a row for each record."""
    keys = list(dict.fromkeys(str(key) for record in records for key in record))[:MOST_COLUMNS]
    rows = tuple((number, tuple(value_text(record, key) for key in keys)) for number, record in enumerate(records, 1))
    return Table(tuple(keys), rows)
