"""The rows of a table -> entries: the medicine of each row with its dose, dates, status and code."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from medcheck.reading.files.columns import Plan, is_rxcui, plain_title, plan_of, titles
from medcheck.reading.files.grid import Table
from medcheck.reading.files.layouts import layout_of, planned
from medcheck.reading.files.not_a_list import what_table_holds
from medcheck.reading.files.outcome import Reading, Unused
from medcheck.reading.files.statuses import NEVER_TAKEN, status_word
from medcheck.reading.files.upload import Upload
from medcheck.reading.lines import Entry, read_entry, with_dates
from medcheck.reading.lines.daily_dose import STRENGTH
from medcheck.reading.lines.routes import route_of

MOST_PREVIEWED = 5
TOTALS = re.compile(r"^(?:grand |sub)?-?(?:total|summe|gesamt|totale|suma|somme|count|anzahl)\b[^a-z]*$", re.IGNORECASE)
PARTED = re.compile(r"[\r\n;]")
NUMBER = re.compile(r"\d*[.,]?\d+")
IN_TITLE = re.compile(r"[(\[_ ](mg|mcg|µg|g)[)\]]?$", re.IGNORECASE)


@dataclass
class Found:
    """What was read so far, and which names were recognised: each is looked at once."""

    upload: Upload
    table: Table
    plan: Plan
    entries: list[Entry] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    known: dict[str, bool] = field(default_factory=dict)
    read: dict[str, Entry] = field(default_factory=dict)
    routes: dict[str, str] = field(default_factory=dict)

    def knows(self, cell: str) -> bool:
        """Say whether a cell names a medicine."""
        if cell not in self.known:
            self.known[cell] = self.upload.recognise([cell])[0]
        return self.known[cell]

    def parts(self, cell: str) -> list[str]:
        """Return the medicines of a cell: several only where lines or semicolons part names that are all known."""
        parts = [part.strip() for part in PARTED.split(cell) if part.strip()]
        return parts if len(parts) > 1 and all(map(self.knows, parts)) else [cell]

    def route(self, cell: str) -> str:
        """Return the way of taking that a cell tells, each text read once."""
        if cell not in self.routes:
            self.routes[cell] = route_of(cell, self.upload.tables) if cell else ""
        return self.routes[cell]

    def entry(self, raw: str) -> Entry:
        """Return the entry of a text, each text read once."""
        if raw not in self.read:
            self.read[raw] = read_entry(raw, 0, self.upload.tables)
        return self.read[raw]


def read_rows(table: Table, upload: Upload, kind: str) -> Reading:
    """Read the rows of a table; ReadError says what it seems to hold where no column names medicines."""
    layout = layout_of(table.header) if upload.choice.column is None else None
    plan = (planned(layout, table.header) if layout else
            plan_of(table, upload.recognise, upload.file, upload.choice.column, what_table_holds(table)))  # fmt: skip
    found = Found(upload, table, plan)
    found.unused += [upload.unused(number, line, "above") for number, line in enumerate(table.before, start=1) if line]
    for number, cells in upload.in_time(table.rows):
        read_row(number, cells, found)
    names = titles(table.header)
    return Reading(layout.format if layout else kind, tuple(found.entries), tuple(found.unused), names,
                   names[plan.medicines[0]], tuple(cells for _, cells in table.rows[:MOST_PREVIEWED]))  # fmt: skip


def read_row(number: int, cells: Sequence[str], found: Found) -> None:
    """Add the entries of one row, or why it gave none."""
    told = {role: cells[place].strip() for role, place in found.plan.roles.items()}
    row = " ".join(" ".join(cells).split())
    if status_word(told.get("status", "")) == NEVER_TAKEN or told.get("taken", "").upper() in {"N", "NOT DONE"}:
        found.unused.append(found.upload.unused(number, row, "not_taken"))
    elif tuple(cells) == found.table.header:
        found.unused.append(found.upload.unused(number, row, "repeated"))
    elif not (named := list(names_of(cells, found))):
        found.unused.append(blank_row(number, row, cells, told, found))
    else:
        for name in named:
            add(number, name, row, told, found)


def names_of(cells: Sequence[str], found: Found) -> Iterator[str]:
    """Yield the medicines of a row; one that is not known by its name has its ingredient behind it."""
    substance = cells[found.plan.substance].strip() if found.plan.substance is not None else ""
    for place in found.plan.medicines:
        name = cells[place].strip()
        if name.isdecimal() and is_rxcui(found.table.header[place]):
            name = f"RxCUI {name}"
        if name and substance and not found.knows(name) and found.knows(substance):
            yield f"{name} ({substance})"
        elif name and substance and found.plan.by_ingredient and not STRENGTH.search(name):
            strength = STRENGTH.search(substance)
            yield f"{name} {strength[0]}" if strength else name
        elif name or (substance and found.knows(substance)):
            yield name or substance


def blank_row(number: int, row: str, cells: Sequence[str], told: Mapping[str, str], found: Found) -> Unused:
    """Say why a row whose medicine cell is blank gave no entry."""
    if told.get("code"):
        return found.upload.unused(number, row, "unnamed", maybe=True)
    others = [cell.strip() for place, cell in enumerate(cells) if place not in found.plan.roles.values()]
    if any(found.knows(cell) for cell in others if cell and len(cell) < 200):
        return found.upload.unused(number, row, "other_cell", maybe=True)
    return found.upload.unused(number, row, "blank")


def add(number: int, name: str, row: str, told: Mapping[str, str], found: Found) -> None:
    """Add the entries of one medicine cell with what stands beside it."""
    if TOTALS.match(name):
        found.unused.append(found.upload.unused(number, row, "total"))
        return
    parts = found.parts(name)
    beside = [strength_of(name, told, found), told.get("directions", "")] if len(parts) == 1 else []
    for part in parts:
        entry = replace(found.entry(" ".join(filter(None, (part, *beside)))), line=number)
        dated = with_dates(entry, told.get("start", ""), told.get("stop", ""))
        status = status_word(told.get("status", "")) or found.plan.status or dated.status
        route = found.route(told.get("route", "")) or dated.route
        found.entries.append(replace(dated, status=status, code=told.get("code", ""), route=route))


def strength_of(name: str, told: Mapping[str, str], found: Found) -> str:
    """Return the strength beside a name with its unit, blank where the name says the same."""
    strength = told.get("strength", "")
    if NUMBER.fullmatch(strength):
        title = found.table.header[found.plan.roles["strength"]]
        strength = f"{'0' if strength[0] in '.,' else ''}{strength} {told.get('unit') or unit_in(title)}".strip()
    return "" if strength and _squeezed(strength) in _squeezed(name) else strength


@lru_cache(maxsize=64)
def unit_in(title: str) -> str:
    """Return the unit that a title names: "dose (mg)"."""
    found = IN_TITLE.search(plain_title(title))
    return found[1] if found else ""


def _squeezed(text: str) -> str:
    return STRENGTH.sub(lambda found: found[0].replace(" ", ""), text).lower()
