"""The text of the box -> rows of name, dose, start and stop, and rows -> lines of the box."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from medcheck.reading.lines import Entry, read_list, readable
from medcheck.reading.lines.dates import take_dates
from medcheck.reading.lines.status import words_for
from medcheck.tables import Tables

LOOSE = " ,;-"
NUMBER = re.compile(r"(?<=\s)\d")


@dataclass(frozen=True)
class Line:
    """One medicine of the list; `raw` is its line as typed, blank where a row was added or changed."""

    name: str = ""
    dose: str = ""
    start: date | None = None
    stop: date | None = None
    raw: str = ""

    @property
    def text(self) -> str:
        """The line of the box: as typed, or put together."""
        if self.raw or not self.name:
            return self.raw
        word = "until" if self.stop and self.stop > date.today() else "stopped"
        days = [f"started {self.start}" if self.start else "", f"{word} {self.stop}" if self.stop else ""]
        return ", ".join(filter(None, [f"{self.name} {self.dose}".strip(), *days]))


COLUMNS = tuple(field.name for field in fields(Line))[:-1]


def lines_of(text: str, tables: Tables) -> list[Line]:
    """Return the list as rows, one a medicine."""
    return [line_of(entry, tables) for entry in read_list(text, tables)]


def line_of(entry: Entry, tables: Tables) -> Line:
    """Return one entry as a row; what its name does not hold is its dose, so that nothing vanishes."""
    text, dates = take_dates(readable(entry.raw))
    if dates.stop:
        text = words_for("stopped", tables).sub(" ", text)
    text = " ".join(" ".join(text.split()).split(" ,")).strip(LOOSE)
    place = len(entry.name) if text.lower().startswith(entry.name.lower()) else start_of_dose(text)
    dose = " ".join([text[place:].strip(LOOSE), *(f"({unclear})" for unclear in dates.unclear)])
    return Line(text[:place].strip(LOOSE), dose.strip(), dates.start, dates.stop, entry.raw)


def start_of_dose(text: str) -> int:
    """Return where the first number stands that begins a word, or the end."""
    found = NUMBER.search(text)
    return found.start() if found else len(text)


def changed(lines: Sequence[Line], edits: Mapping[str, Any]) -> list[Line]:
    """Return the rows after what was edited, deleted and added in the table."""
    gone = set(edits.get("deleted_rows", ()))
    edited = {int(place): cells for place, cells in edits.get("edited_rows", {}).items()}
    kept = [with_cells(line, edited[place]) if place in edited else line
            for place, line in enumerate(lines) if place not in gone]  # fmt: skip
    return [*kept, *(with_cells(Line(), cells) for cells in edits.get("added_rows", ()))]


def with_cells(line: Line, cells: Mapping[str, Any]) -> Line:
    """Return a row with some cells written anew."""
    told: dict[str, Any] = {name: day_of(cells[name]) for name in ("start", "stop") if name in cells}
    told |= {name: " ".join(str(cells[name] or "").split()) for name in ("name", "dose") if name in cells}
    return replace(line, **told, raw="") if told else line


def day_of(value: object) -> date | None:
    """Return the day of a cell, which the table tells as text."""
    return date.fromisoformat(str(value)[:10]) if value else None


def text_of(lines: Sequence[Line]) -> str:
    """Return rows as the text of the box."""
    return "\n".join(filter(None, (line.text for line in lines)))
