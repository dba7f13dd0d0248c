"""Blue Button text (CMS, VA) -> entries: `Drug Name: CARVEDILOL` among hundreds of other lines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from medcheck.reading.files.outcome import Reading, Unused
from medcheck.reading.files.statuses import NEVER_TAKEN, status_word
from medcheck.reading.files.upload import Upload
from medcheck.reading.lines import Entry, read_entry, with_dates

MEDICINE = frozenset({"drug name", "medication", "medication name", "prescription", "medicine"})
ALLERGY = frozenset({"allergy name", "allergy", "allergen", "allergy/reactant"})
ENDS = frozenset({"immunization", "immunization name", "condition name", "claim number", "test name", "lab test"})
LABELLED = re.compile(r"^\s*(?P<label>[A-Za-z][A-Za-z /'()]{1,40}?)\s*:\s*(?P<value>.*?)\s*$")
RULE = re.compile(r"^\s*[-=*_]{4,}")
US_DATE = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})\b.*$")
STARTS = ("start date", "date started", "initially ordered on")
STOPS = ("stop date", "end date", "date stopped")
BESIDE = ("strength", "dose", "instructions", "sig", "frequency")


@dataclass
class Record:
    """One medicine or allergy with the labelled lines under its name."""

    line: int
    raw: str
    name: str
    allergy: bool
    fields: dict[str, str] = field(default_factory=dict)
    lines: list[tuple[int, str]] = field(default_factory=list)


def can_read(upload: Upload) -> bool:
    """Say whether this is a Blue Button export: it says so at its head, and names things by label."""
    head = upload.text[:2000].lower()
    return "blue button" in head or "my healthevet" in head or "myhealthevet" in head


def read(upload: Upload) -> Reading:
    """Read the labelled medicines and allergies; every other line that is not blank is kept as not used."""
    records: list[Record] = []
    unused: list[Unused] = []
    current: Record | None = None
    for number, line in upload.in_time(enumerate(upload.text.splitlines(), start=1)):
        found = LABELLED.match(line)
        label, value = (found["label"].lower(), found["value"]) if found else ("", "")
        if label in MEDICINE | ALLERGY and value:
            current = Record(number, line.strip(), value, label in ALLERGY)
            records.append(current)
        elif RULE.match(line) or label in ENDS:
            current = None
        if current and found and label not in MEDICINE | ALLERGY:
            current.fields.setdefault(label, value)
            current.lines.append((number, line))
        elif line.strip() and not (current and current.line == number):
            unused.append(upload.unused(number, line, "no_medicine"))
    entries = [entry for record in records if (entry := entry_of(record, upload)) is not None]
    unused += [
        upload.unused(record.line, record.raw, "other_allergy") for record in records if is_other_allergy(record)
    ]
    unused += [upload.unused(number, line, "no_medicine") for record in records for number, line in record.lines
               if not speaks(line) or is_other_allergy(record)]  # fmt: skip
    return Reading("Blue Button text", tuple(entries), tuple(sorted(unused, key=lambda row: row.line)))


def speaks(line: str) -> bool:
    """Say whether a line under a name was read with it."""
    found = LABELLED.match(line)
    return bool(found and found["label"].lower() in {*BESIDE, "status", *STARTS, *STOPS, "comments"})


def is_other_allergy(record: Record) -> bool:
    """Say whether an allergy is to food or to something in the air."""
    kind = record.fields.get("type", record.fields.get("allergy type", ""))
    return record.allergy and bool(kind) and "drug" not in kind.lower() and "medic" not in kind.lower()


def entry_of(record: Record, upload: Upload) -> Entry | None:
    """Return the entry of one record, or None where it is no medicine."""
    if is_other_allergy(record):
        return None
    told = record.fields
    comment = told.get("comments", "") if record.allergy else ""
    beside = [told[label] for label in BESIDE if told.get(label)] if not record.allergy else []
    beside += [f"({comment})"] if comment and upload.recognise([comment])[0] else []
    entry = read_entry(" ".join((record.name, *beside)), record.line, upload.tables)
    entry = with_dates(entry, first(told, STARTS), first(told, STOPS))
    status = "allergy" if record.allergy else status_word(told.get("status", "")) or entry.status
    return replace(entry, status=status if status != NEVER_TAKEN else entry.status)


def first(told: Mapping[str, str], labels: tuple[str, ...]) -> str:
    """Return the first of some labelled dates; these exports write the month before the day."""
    value = next((told[label] for label in labels if told.get(label)), "")
    found = US_DATE.match(value)
    return f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}" if found else value.partition("@")[0].strip()
