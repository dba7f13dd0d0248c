"""Delimited text -> a table: the delimiter and the header told by what stands in the rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from medcheck.reading.files.column_titles import is_title, role_of
from medcheck.reading.files.outcome import ReadError, Recognise
from medcheck.reading.lines.daily_dose import STRENGTH

DELIMITERS = ",;\t|$"
MADE_UP = "column {}"  # the title of a column that has none
SAMPLE_SIZE = 200_000  # signs
SAMPLE_LINES = 60
LONGEST_CELL = 1_000_000
MOST_COLUMNS = 2_000
LEAST_WIDTH, LEAST_ROWS = 3, 4  # of what is surely a table
MANY_CELLS = 4  # of a row, from which a title line above is told by being half empty
DATA_CELL = re.compile(r"\d{4}-\d\d-\d\d|^\d+[.,]?\d*$")


@dataclass(frozen=True)
class Table:
    """Rows of cells under a header, each with its line in the file; `before` holds the lines above the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    before: tuple[str, ...] = ()
    delimiter: str = ""

    @property
    def has_titles(self) -> bool:
        """Whether the titles stood in the file."""
        return self.header[:1] != (MADE_UP.format(1),)


def read_table(content: str, file: str, recognise: Recognise) -> Table:
    """Return the rows of delimited text, each as wide as the header; lines above the header are kept apart."""
    delimiter = delimiter_of(content) or ","
    try:
        lines = list(_filled(_numbered(content, delimiter)))
    except csv.Error as error:
        raise ReadError(f"{file} has a cell that cannot be read ({error}); check its quotes.") from error
    return table_of(lines, content, file, recognise, delimiter)


def table_of(
    lines: Sequence[tuple[int, list[str]]], content: str, file: str, recognise: Recognise, delimiter: str = " "
) -> Table:
    """Return the filled rows of a file or a sheet as a table; `content` is the text they were parted from, if any."""
    if not lines:
        raise ReadError(f"{file} has no cells with text; give one medicine a line, or a CSV with a column of them.")
    if max(len(cells) for _, cells in lines) > MOST_COLUMNS:
        raise ReadError(f"{file} has a row of more than {MOST_COLUMNS:,} cells; give the column of the medicines.")
    start, width = header_place(lines)
    before = tuple(delimiter.join(cells).strip() for _, cells in lines[:start])
    top = lines[start][1]
    if is_header(top, content, delimiter, recognise):
        header, body = (*top, *[""] * (width - len(top))), lines[start + 1 :]
    else:
        header, body = tuple(map(MADE_UP.format, range(1, width + 1))), lines[start:]
    return Table(header, tuple((number, fitted(cells, width, delimiter)) for number, cells in body), before, delimiter)


def header_place(lines: Sequence[tuple[int, list[str]]]) -> tuple[int, int]:
    """Return which row is the header, the first as wide and about as full as most, and how wide the table is."""
    width = Counter(len(cells) for _, cells in lines).most_common(1)[0][0]
    full = sorted(sum(1 for cell in cells if cell.strip()) for _, cells in lines)[len(lines) // 2]
    least = min(2, full) if full < MANY_CELLS else full / 2
    start = next((place for place, (_, cells) in enumerate(lines)
                  if len(cells) >= width and sum(1 for cell in cells if cell.strip()) >= least), 0)  # fmt: skip
    return start, max(width, len(lines[start][1]))


def delimiter_of(content: str) -> str | None:
    """Return the delimiter under which most lines have the same number of cells, two or more, or None."""
    best: tuple[float, int, str] | None = None
    for delimiter in DELIMITERS:
        widths = Counter(map(len, _sample(content, delimiter)))
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        if width > 1 and widths.total() > 1 and count >= 0.6 * widths.total():
            best = max(best or (0.0, 0, ""), (count / widths.total(), width, delimiter))
    return best[2] if best else None


def _sample(content: str, delimiter: str) -> list[list[str]]:
    return [cells for _, cells in islice(_filled(_numbered(content[:SAMPLE_SIZE], delimiter)), SAMPLE_LINES)]


def is_header(top: Sequence[str], content: str, delimiter: str, recognise: Recognise) -> bool:
    """Say whether the first row holds titles: no medicine, date, number or strength, and no line of a typed list."""
    if any(recognise(top)) or any(DATA_CELL.search(cell.strip()) or STRENGTH.search(cell) for cell in top):
        return False
    return not is_spaced(content, delimiter) or any(is_title(cell) or role_of(cell) for cell in top)


def is_spaced(content: str, delimiter: str) -> bool:
    """Say whether commas or semicolons are followed by spaces, as people write them and programs seldom do."""
    signs = re.findall(r"[,;]( ?)", content[:SAMPLE_SIZE]) if delimiter in {",", ";"} else []
    return bool(signs) and signs.count(" ") >= 0.7 * len(signs)


def is_regular(table: Table) -> bool:
    """Say whether many wide rows are parted as programs do it, so that several of their cells may name medicines."""
    wide = len(table.header) >= LEAST_WIDTH and len(table.rows) >= LEAST_ROWS
    return wide and table.delimiter not in {"", ","}


def fitted(cells: list[str], width: int, delimiter: str) -> tuple[str, ...]:
    """Return the row as wide as the header: padded, or what is beyond joined to the last cell."""
    if len(cells) > width:
        return (*cells[: width - 1], delimiter.join(cells[width - 1 :]))
    return (*cells, *[""] * (width - len(cells)))


def _filled(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    return ((number, cells) for number, cells in rows if any(cell.strip() for cell in cells))


def _numbered(content: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Return each row with the line it begins in; where quotes are broken each line is a row, so that none is lost."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        return list(_rows(content, delimiter))
    except csv.Error:
        parts = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        rows = (next(csv.reader([line], delimiter=delimiter), []) for line in parts)
        return list(enumerate(rows, start=1))


def _rows(content: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    first = 1
    for cells in reader:
        yield first, cells
        first = reader.line_num + 1
