"""Stretches of a page (lines of text, rows of a table) -> entries: tables by their columns, the rest as text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from medcheck.reading.files.grid import table_of
from medcheck.reading.files.outcome import ReadError, Reading, Unused
from medcheck.reading.files.records import read_rows
from medcheck.reading.files.text import read_text, section_of
from medcheck.reading.files.upload import Upload


@dataclass(frozen=True)
class Block:
    """A stretch of a page: lines of text, or the rows of a table; `first` is the number of its first visible line."""

    first: int
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_table(self) -> bool:
        """Whether it has columns."""
        return max(map(len, self.rows)) > 1 and len(self.rows) > 1

    @property
    def lines(self) -> list[str]:
        """Its rows as lines of text."""
        return [" ".join(filter(None, row)) for row in self.rows]


def read_blocks(blocks: Iterable[Block], upload: Upload, kind: str, *, prose: bool) -> Reading:
    """Read tables and text in their order; what heads a table says whether it is of allergies."""
    heading = ""
    readings: list[Reading] = []
    for block in blocks:
        readings.append(read_block(block, heading, upload, kind, prose))
        sections = (section_of(line, upload.tables) for line in reversed(block.lines))
        heading = next(filter(None, sections), "" if block.is_table else heading)
    entries = tuple(entry for reading in readings for entry in reading.entries)
    return Reading(kind, entries, tuple(row for reading in readings for row in reading.unused))


def read_block(block: Block, heading: str, upload: Upload, kind: str, prose: bool) -> Reading:
    """Read one stretch; a table without a column of medicines is read as its lines."""
    if block.is_table:
        try:
            table = table_of(list(numbered(block)), "", upload.file, upload.recognise)
            reading = read_rows(table, upload, kind)
        except ReadError:
            pass
        else:
            status = heading if heading not in {"current", "other"} else ""
            return replace(reading, entries=tuple(
                replace(entry, status=status or entry.status) for entry in reading.entries))  # fmt: skip
    reading = read_text("\n".join(block.lines), upload.tables, upload.recognise, upload, prose=prose)
    entries = tuple(replace(entry, line=entry.line + block.first - 1) for entry in reading.entries)
    unused = tuple(Unused(row.line + block.first - 1, row.raw, row.reason, row.maybe) for row in reading.unused)
    return Reading(kind, entries, unused)


def numbered(block: Block) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table as wide as the widest, each with its number on the page."""
    width = max(map(len, block.rows))
    for number, row in enumerate(block.rows, start=block.first):
        yield number, padded(row, width)


def padded(row: Sequence[str], width: int) -> list[str]:
    """Return a row with blank cells behind it."""
    return [*row, *[""] * (width - len(row))]
