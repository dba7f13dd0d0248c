"""A report that medcheck saved (JSON, CSV, HTML, Markdown) -> the entries it was made of."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from itertools import groupby
from operator import itemgetter
from typing import Any

from medcheck.reading.files.grid import delimiter_of
from medcheck.reading.files.outcome import ReadError, Reading, Unused
from medcheck.reading.files.upload import Upload
from medcheck.reading.files.values import dig, many, text
from medcheck.reading.lines import Entry, read_entry, with_dates

KNOWN_JSON = {"data_version", "entries", "findings", "unchecked"}
KNOWN_CSV = {"entry", "verdict", "not_checked", "data_version"}
MARK = "medcheck-report"  # in the head of the HTML and the Markdown
FORMULA = re.compile(r"^'(?=['=+\-@\t\r\n])")
ESCAPED = re.compile(r"\\([^\w\s]|_)|<br>")
ROW = re.compile(r"(?<!\\)\|")
STATUSES = frozenset({"current", "stopped", "held", "planned", "allergy", "not_taken", "other_person"})
ROLES = ("line", "raw", "status", "start", "stop")


def can_read(upload: Upload) -> bool:
    """Say whether medcheck wrote this file."""
    return bool(kind_of(upload))


def kind_of(upload: Upload) -> str:
    """Return in which format medcheck wrote this file, blank where it did not."""
    head = upload.head
    if head.startswith("{"):
        is_own = isinstance(upload.json, dict) and upload.json.keys() >= KNOWN_JSON
        return "JSON" if is_own else ""
    if head.startswith(f"<!-- {MARK} -->"):
        return "Markdown"
    if head.lower().startswith("<!doctype html") and MARK in head[:600]:
        return "HTML"
    line = head.partition("\n")[0]
    delimiter = next((sign for sign in ",;\t" if sign in line), ",")
    return "CSV" if {cell.strip().strip('"') for cell in line.split(delimiter)} >= KNOWN_CSV else ""


def read(upload: Upload) -> Reading:
    """Read the entries of a saved report as they were; its findings are worked out anew."""
    kind = kind_of(upload)
    readers = {"JSON": from_json, "CSV": from_csv, "HTML": from_html, "Markdown": from_markdown}
    records, unused = readers[kind](upload)
    entries = tuple(entry_of(record, upload) for record in upload.in_time(records) if record["raw"].strip())
    if not entries:
        raise ReadError(f"{upload.file} is a saved medcheck report without medicines.")
    return Reading(f"saved medcheck report ({kind})", entries, tuple(unused))


Records = tuple[Sequence[Mapping[str, str]], list[Unused]]


def entry_of(record: Mapping[str, str], upload: Upload) -> Entry:
    """Return the entry of one record, with the dates and the status that it had."""
    entry = with_dates(
        read_entry(record["raw"], line_of(record["line"]), upload.tables), record["start"], record["stop"]
    )
    return replace(entry, status=record["status"]) if record["status"] in STATUSES else entry


def line_of(cell: str) -> int:
    """Return the line that a cell names, the first where it names none."""
    return int(cell) if re.fullmatch(r"[0-9]{1,9}", cell) else 1


def record_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what an entry is made of, every part a text."""
    return {role: str(values.get(role) or "") for role in ROLES}


def from_json(upload: Upload) -> Records:
    """Return the entries of a JSON report, and the rows of its file that were not used."""
    entries = [record_of(one) for one in many(upload.json, "entries") if isinstance(one, Mapping)]
    unused = [Unused(line_of(text(row, "line")), text(row, "raw"), text(row, "reason"), dig(row, "maybe") is True)
              for row in many(upload.json, "unused")]  # fmt: skip
    return entries, unused


def from_csv(upload: Upload) -> Records:
    """Return the entries of a CSV report, once each, and the rows that were not used."""
    csv.field_size_limit(1_000_000)
    delimiter = delimiter_of(upload.text) or ","
    try:
        rows = list(csv.DictReader(io.StringIO(upload.text.lstrip("\ufeff"), newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ReadError(f"{upload.file} has a cell that cannot be read ({error}); check its quotes.") from error
    told = [{key: FORMULA.sub("", value) for key, value in row.items() if isinstance(key, str) and isinstance(
        value, str)} for row in rows]  # fmt: skip
    entries = once([(record_of(row | {"raw": row.get("entry", "")}), row) for row in told if row.get("verdict")])
    unused = [Unused(line_of(row.get("line", "")), row.get("entry", ""), row.get("not_checked", ""),
                     row.get("kind") != "unused")
              for row in told if not row.get("verdict") and row.get("entry")]  # fmt: skip
    return entries, unused


def once(rows: Iterable[tuple[dict[str, str], Mapping[str, str]]]) -> list[dict[str, str]]:
    """Return the record of each entry, which stands once a finding; a whole row that is there twice is two entries."""
    kept: list[dict[str, str]] = []
    for _, group in groupby(rows, key=itemgetter(0)):
        alike = list(group)
        count = max(Counter(tuple(row.values()) for _, row in alike).values())
        kept += [record for record, _ in alike[:count]]
    return kept


class Rows(HTMLParser):
    """Collects the rows of a page that say which entry they are of."""

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__()
        self.records: list[Mapping[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a row with a `data-raw`."""
        told = {key.removeprefix("data-"): value or "" for key, value in attrs}
        if tag == "tr" and "raw" in told:
            self.records.append(record_of(told))


def from_html(upload: Upload) -> Records:
    """Return the entries of an HTML report: they stand whole in the attributes of their rows."""
    rows = Rows()
    rows.feed(upload.text)
    return rows.records, []


def from_markdown(upload: Upload) -> Records:
    """Return the entries of a Markdown report: the rows of its first table."""
    lines = [line.strip() for line in upload.text.split("\n")]
    start = next((place for place, line in enumerate(lines) if re.match(r"\|[\s:|-]+\|$", line)), len(lines))
    records: list[Mapping[str, str]] = []
    for line in lines[start + 1 :]:
        if not line.startswith("|"):
            break
        cells = [unescaped(cell) for cell in ROW.split(line)[1:-1]]
        records.append(record_of(dict(zip(ROLES, [*cells, *[""] * len(ROLES)], strict=False))))
    return records, []


def unescaped(cell: str) -> str:
    """Return a cell of a Markdown table without the signs that kept it text."""
    return ESCAPED.sub(lambda found: found[1] or "\n", cell.removeprefix(" ").rstrip(" "))
