"""A register file -> a stream of tables that fit into memory, with every value as it was written."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from medcheck.reading.files import ReadError, Recognise
from medcheck.reading.files import bytes as file_bytes
from medcheck.reading.files.grid import LONGEST_CELL, Table, delimiter_of, fitted, read_table

PARQUET, DELIMITED = frozenset({".parquet", ".pq"}), frozenset({".csv", ".tsv", ".txt"})
HEAD = 200_000  # bytes from which encoding, delimiter and header are told
BLOCK = 32_000_000  # bytes of a part of a delimited file
ROWS = 100_000  # of a part of any other


@dataclass(frozen=True)
class Part:
    """The next rows of a file, and which share of the file is read with them, from 0 to 1."""

    table: pa.Table
    done: float


class RaggedError(Exception):
    """Rows that are wider or narrower than the header: the file must be read anew from its start, patiently."""


def parts(file: Path, recognise: Recognise, *, patient: bool = False) -> Iterator[Part]:
    """Yield the rows of a CSV (any delimiter and encoding) or Parquet file; ReadError says what is wrong with it.

    RaggedError says that only the patient way reads this file.
    """
    if file.suffix.lower() in PARQUET:
        yield from of_parquet(file)
        return
    layout = layout_of(file, recognise)
    size = max(1, file.stat().st_size)
    yield from patiently(file, layout, size) if patient else quickly(file, layout, size)


def of_parquet(file: Path) -> Iterator[Part]:
    """Yield the row groups of a Parquet file in parts of equal size."""
    try:
        with pq.ParquetFile(file) as opened:
            rows, seen = opened.metadata.num_rows, 0
            schema = opened.schema_arrow
            for batch in opened.iter_batches(ROWS):
                seen += len(batch)
                yield Part(pa.Table.from_batches([batch], schema), seen / rows)
            if not rows:
                yield Part(schema.empty_table(), 1.0)
    except FileNotFoundError as error:
        raise ReadError(f"{file} cannot be read ({error.strerror or 'it is not there'}); check its path.") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"{file} is no Parquet file that can be read ({first_line(error)}); write it anew.") from error


@dataclass(frozen=True)
class Layout:
    """How a delimited file is written: told by its first lines."""

    encoding: str
    delimiter: str
    table: Table


def layout_of(file: Path, recognise: Recognise) -> Layout:
    """Tell encoding, delimiter and header; ReadError where the file is missing, blank or no text."""
    try:
        with file.open("rb") as opened:
            head = opened.read(HEAD)
            whole = not opened.read(1)
    except OSError as error:
        raise ReadError(f"{file} cannot be read ({error.strerror or error}); check its path.") from error
    if not whole:
        head = head[: head.rfind(b"\n") + 1] or head
    text = file_bytes.decoded(head, str(file))
    table = read_table(text, str(file), recognise)
    if not table.rows:
        raise ReadError(f"{file} has no rows below its header; give at least one.")
    return Layout(file_bytes.encoding_of(head), delimiter_of(text) or ",", table)


def quickly(file: Path, layout: Layout, size: int) -> Iterator[Part]:
    """Yield the rows by pyarrow; RaggedError where it stops, or where the first line is not the header."""
    names = list(layout.table.header)
    if layout.table.before or names[0] == "column 1":
        raise RaggedError
    with file.open("rb") as opened:
        encoding = "utf8" if layout.encoding in {"utf-8", "utf-8-sig"} else layout.encoding
        try:
            reader = pacsv.open_csv(
                opened,
                pacsv.ReadOptions(block_size=BLOCK, encoding=encoding),
                pacsv.ParseOptions(delimiter=layout.delimiter, newlines_in_values=True),
                pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
            )
            if reader.schema.names != names or set(reader.schema.types) != {pa.string()}:
                raise RaggedError
            for batch in reader:
                yield Part(pa.Table.from_batches([batch]), min(1.0, opened.tell() / size))
        except (pa.ArrowInvalid, UnicodeError) as error:
            raise RaggedError from error


def patiently(file: Path, layout: Layout, size: int) -> Iterator[Part]:
    """Yield the rows by the csv module, each made as wide as the header, so that none is lost."""
    width = len(layout.table.header)
    with file.open("rb") as raw, io.TextIOWrapper(raw, layout.encoding, errors="replace", newline="") as text:
        lines = rows_of(text, layout)
        while cells := list(islice(lines, ROWS)):
            columns = zip(*(fitted(row, width, layout.delimiter) for row in cells), strict=True)
            arrays = [pa.array(column, pa.string()) for column in columns]
            yield Part(pa.table(arrays, names=list(layout.table.header)), min(1.0, raw.tell() / size))


def rows_of(text: Iterable[str], layout: Layout) -> Iterator[list[str]]:
    """Yield the filled rows below the header."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(text, delimiter=layout.delimiter)
    filled = (row for row in unbroken(reader) if any(cell.strip() for cell in row))
    has_header = layout.table.header[0] != "column 1"
    above = sum(1 for line in layout.table.before if line)
    return islice(filled, above + has_header, None)


def unbroken(reader: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield the rows; a cell too long to be one ends in ReadError."""
    try:
        yield from reader
    except csv.Error as error:
        raise ReadError(f"a cell of the file cannot be read ({error}); check its quotes.") from error


def first_line(error: Exception) -> str:
    """Return what an error says in its first line."""
    return str(error).partition("\n")[0]


def files_of(folder: Path) -> Sequence[Path]:
    """Return the CSV and Parquet files of a folder in order."""
    return sorted(
        part for part in folder.iterdir() if part.suffix.lower() in PARQUET | DELIMITED and part.name[0] not in "._"
    )
