"""Delimited text (CSV and its kin) -> entries: the medicines told by their cells, those beside them by title."""

from medcheck.reading.files import text
from medcheck.reading.files.columns import LEAST_SHARE, share_of_medicines
from medcheck.reading.files.grid import Table, delimiter_of, is_regular, is_spaced, read_table
from medcheck.reading.files.outcome import Reading, Recognise
from medcheck.reading.files.records import read_rows
from medcheck.reading.files.upload import Upload

MOST_TITLE_WORDS = 6
MOST_LOOKED_AT = 50  # columns


def can_read(upload: Upload) -> bool:
    """Say whether the lines have the same number of cells under some delimiter, or a column was chosen."""
    return upload.choice.column is not None or delimiter_of(upload.text) is not None


def read(upload: Upload) -> Reading:
    """Read the rows of the medicine column with the dose and the dates beside it."""
    table = read_table(upload.text, upload.file, upload.recognise)
    if upload.choice.column is None and is_written_text(table, upload.text, upload.recognise):
        return text.read(upload)
    return read_rows(table, upload, "delimited text")


def is_written_text(table: Table, content: str, recognise: Recognise) -> bool:
    """Say whether the commas part medicines, words or clauses, not columns."""
    places = range(min(len(table.header), MOST_LOOKED_AT))
    shares = [share_of_medicines(table, place, recognise) for place in places]
    several = sum(share >= LEAST_SHARE for share in shares) > 1 and not is_regular(table)
    few = max(shares, default=0) < LEAST_SHARE
    if not table.has_titles:
        return several or is_spaced(content, table.delimiter) or (few and reads_as_sentences(table.rows[0][1]))
    return reads_as_sentences(table.header) and (several or few)


def reads_as_sentences(cells: tuple[str, ...]) -> bool:
    """Say whether cells are clauses and no titles: a long one, or one that ends like a sentence."""
    return any(len(cell.split()) > MOST_TITLE_WORDS or cell.rstrip().endswith((".", ":", "!", "?")) for cell in cells)
