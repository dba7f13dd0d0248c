"""Delimited text (CSV and its kin): delimiter, header and the medicine column are told by their content."""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from medcheck.entries import Entry, read_entry, with_dates
from medcheck.readers import text
from medcheck.readers.reading import Choice, Content, ReadError, Reading, Recognise, Unused
from medcheck.tables import Tables

DELIMITERS = ",;\t|$"
SAMPLE_LINES = 60
SAMPLE_CELLS = 200
LEAST_SHARE = 0.2  # of the cells of a column that must be medicines
LONGEST_CELL = 1_000_000
ABOVE = "It stands above the header."
BLANK = "Its medicine cell is blank."

# What the other columns may be called; the medicine column itself is told by its cells.
ROLES = {
    "start": re.compile(r"start|begin|onset|from|beginn|seit|d[ée]but|inicio|inizio|since", re.I),
    "stop": re.compile(r"stop|end|until|ende|fin\b|fine\b|ended", re.I),
    "strength": re.compile(r"strength|dose|dosage|dosis|st[äa]rke|wirkst|force|dosis|dosaggio|concentra", re.I),
    "directions": re.compile(r"\bsig\b|direction|frequen|instruction|how often|einnahme|posolog|regimen", re.I),
}
HEADER_WORDS = re.compile(
    r"^(?:my )?(?:medicines?|medications?|meds?|drugs?|drug ?names?|names?|generic|brand|products?|entry|entries|"
    r"medikamente?|arzneimittel|wirkstoff|m[ée]dicaments?|medicamentos?|farmac[oi]s?|list|treatment|prescriptions?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Table:
    """Rows of cells under a header, each with its line in the file; `before` holds the lines above the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    before: tuple[str, ...] = ()


def can_read(content: Content) -> bool:
    """Say whether the lines have the same number of cells under some delimiter."""
    return delimiter_of(content.text) is not None


def delimiter_of(content: str) -> str | None:
    """Return the delimiter under which most lines have the same number of cells, two or more, or None."""
    lines = [line for line in content.splitlines()[:SAMPLE_LINES] if line.strip()]
    best: tuple[float, int, str] | None = None
    for delimiter in DELIMITERS:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter))
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        if width > 1 and len(lines) > 1 and count >= 0.6 * sum(widths.values()):
            best = max(best or (0.0, 0, ""), (count / sum(widths.values()), width, delimiter))
    return best[2] if best else None


def read(content: Content) -> Reading:
    """Read the rows of the medicine column with the dose and the dates beside it."""
    table = read_table(content.text, content.file, content.recognise)
    shares = [share_of_medicines(column(table, place), content.recognise) for place in range(len(table.header))]
    if content.choice.column is None and looks_like_a_typed_list(table, shares):
        return text.read(content)
    place = chosen_column(table, shares, content.file, content.choice)
    roles = {role: found for role, pattern in ROLES.items()
             if (found := _titled(table.header, pattern, place)) is not None}  # fmt: skip
    above = [Unused(number, line, ABOVE) for number, line in enumerate(table.before, start=1)]
    blank = [Unused(number, " ".join(cells).strip(), BLANK) for number, cells in table.rows if not cells[place].strip()]
    entries = tuple(entry_of(number, cells, place, roles, content.tables) for number, cells in table.rows
                    if cells[place].strip())  # fmt: skip
    return Reading("delimited text", entries, (*above, *blank), table.header, table.header[place],
                   tuple(cells for _, cells in table.rows[:5]))  # fmt: skip


def entry_of(number: int, cells: Sequence[str], place: int, roles: Mapping[str, int], tables: Tables) -> Entry:
    """Return the entry of one row: its medicine with strength and directions beside it, and its dates."""
    told = {role: cells[where].strip() for role, where in roles.items()}
    raw = " ".join(filter(None, (cells[place].strip(), told.get("strength"), told.get("directions"))))
    return with_dates(read_entry(raw, number, tables), told.get("start", ""), told.get("stop", ""))


def read_table(content: str, file: str, recognise: Recognise) -> Table:
    """Return the rows of delimited text, each as wide as the header; lines above the header are kept apart."""
    csv.field_size_limit(LONGEST_CELL)
    delimiter = delimiter_of(content) or ","
    try:
        lines = [
            (number, cells) for number, cells in _numbered(content, delimiter) if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise ReadError(f"{file} has a cell that cannot be read ({error}); check its quotes.") from error
    width = Counter(len(cells) for _, cells in lines).most_common(1)[0][0]
    start = next(place for place, (_, cells) in enumerate(lines) if len(cells) >= width)
    before = tuple(delimiter.join(cells) for _, cells in lines[:start])
    top = lines[start][1]
    width = max(width, len(top))
    if any(recognise(top)) or any(re.search(r"\d{4}-\d\d-\d\d|^\d+[.,]?\d*$", cell.strip()) for cell in top):
        header, body = tuple(f"column {place}" for place in range(1, width + 1)), lines[start:]
    else:
        header, body = tuple(top), lines[start + 1 :]
    rows = tuple((number, tuple((cells + [""] * width)[:width])) for number, cells in body)
    return Table(header, rows, before)


def _numbered(content: str, delimiter: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(content.splitlines(keepends=True), delimiter=delimiter)
    return [(reader.line_num, cells) for cells in reader]


def column(table: Table, place: int) -> list[str]:
    """Return the cells of a column that are not blank, each once, up to the size of a sample."""
    return list(dict.fromkeys(cells[place].strip() for _, cells in table.rows if cells[place].strip()))[:SAMPLE_CELLS]


def share_of_medicines(cells: Sequence[str], recognise: Recognise) -> float:
    """Return which share of the cells are medicines, from 0 to 1."""
    return sum(recognise(cells)) / len(cells) if cells else 0.0


def looks_like_a_typed_list(table: Table, shares: Sequence[float]) -> bool:
    """Say whether the commas part medicines, not columns: no header, and medicines in more than one column."""
    return table.header[0] == "column 1" and sum(share >= LEAST_SHARE for share in shares) > 1


def chosen_column(table: Table, shares: Sequence[float], file: str, choice: Choice) -> int:
    """Return the place of the column that holds the medicines; ReadError names the columns where none does."""
    if choice.column is not None:
        if choice.column not in table.header:
            raise ReadError(f"{file} has no column {choice.column!r}; it has: {', '.join(table.header)}.")
        return table.header.index(choice.column)
    place = max(
        range(len(shares)), key=lambda place: (round(shares[place], 1), _is_titled(table.header[place]), shares[place])
    )
    if shares[place] < LEAST_SHARE and not _is_titled(table.header[place]):
        raise ReadError(
            f"{file} has no column in which medicines were recognised; name the column that holds them, of: "
            f"{', '.join(table.header)}."
        )
    return place


def _is_titled(title: str) -> bool:
    return HEADER_WORDS.match(title.strip().replace("_", " ")) is not None


def _titled(header: Sequence[str], pattern: re.Pattern[str], medicine: int) -> int | None:
    return next((place for place, title in enumerate(header) if place != medicine and pattern.search(title)), None)
