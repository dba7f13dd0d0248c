"""Spreadsheets (xlsx, xls, ods) -> entries: the sheet, the header and the columns are told by their cells."""

import re
import zipfile
from dataclasses import replace

from medcheck.reading.files import archive, workbook
from medcheck.reading.files.columns import share_of_medicines
from medcheck.reading.files.grid import Table, table_of
from medcheck.reading.files.outcome import ReadError, Reading
from medcheck.reading.files.records import read_rows
from medcheck.reading.files.text import read_text
from medcheck.reading.files.upload import Upload

Grid = list[tuple[int, list[str]]]  # the filled rows of a sheet, each with its number

MOST_ROWS = 200_000
WRONG = {
    workbook.BROKEN: "{file} is a broken or locked workbook; save it anew.",
    workbook.TOO_LONG: "{file} is a workbook that cannot be opened in time; save it anew, or as CSV.",
    workbook.TOO_MANY: "{file} has a sheet of more than {most:,} cells; save the list as CSV.",
}
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_BOOK = (b"W\0o\0r\0k\0b\0o\0o\0k", b"B\0o\0o\0k\0")
OPEN_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"
PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
REPEATED = re.compile(rb'number-(columns|rows)-repeated="(\d+)"[^>]*?(/?)>')


def can_read(upload: Upload) -> bool:
    """Say whether this is a workbook of Excel or OpenDocument, by what is in it."""
    if upload.data.startswith(OLD):
        return any(name in upload.data for name in OLD_BOOK)
    if not upload.data.startswith(b"PK\x03\x04"):
        return False
    with archive.opened(upload.data, upload.file) as opened:
        names = set(opened.namelist())
        if "xl/workbook.xml" in names:
            return True
        return "mimetype" in names and archive.member(opened, opened.getinfo("mimetype"), upload.file) == OPEN_SHEET


def read(upload: Upload) -> Reading:
    """Read the chosen sheet, or the one with most medicines."""
    names, grids = grids_of(upload)
    best = max(grids, key=lambda name: medicines_in(grids[name], upload))
    choices = names if len(names) > 1 else ()
    try:
        return replace(read_grid(grids[best], upload), sheets=choices, sheet=best)
    except ReadError as error:
        raise ReadError(str(error), error.columns, choices) from error


def grids_of(upload: Upload) -> tuple[tuple[str, ...], dict[str, Grid]]:
    """Return the names of all sheets, and of the chosen one or of each that is not blank its filled rows."""
    check_size(upload)
    try:
        sheets = workbook.sheets_of(upload.data)
    except workbook.WorkbookError as error:
        raise ReadError(WRONG[str(error)].format(file=upload.file, most=workbook.MOST_CELLS)) from error
    names, chosen = tuple(sheets), upload.choice.sheet
    if chosen is not None and chosen not in names:
        raise ReadError(f"{upload.file} has no sheet {chosen!r}; it has: {', '.join(names)}.")
    grids = {name: grid for name in ([chosen] if chosen else names) if (grid := filled(sheets[name], upload))}
    if not grids:
        raise ReadError(f"{upload.file} is a workbook without filled cells; give one medicine a row.")
    return names, grids


def check_size(upload: Upload) -> None:
    """Refuse a workbook whose cells lie so far apart that the blank ones between them fill the memory."""
    if upload.data.startswith(OLD):
        return
    with archive.opened(upload.data, upload.file) as opened:
        for info in opened.infolist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml|content\.xml", info.filename) and not is_small(opened, info):
                raise ReadError(
                    f"{upload.file} has a sheet of more than {workbook.MOST_CELLS:,} cells; save the list as CSV."
                )


def is_small(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Say whether the cells of one sheet span no more than the most that is held."""
    data = archive.member(opened, info, info.filename)
    if info.filename == "content.xml":
        filled = [int(count) for _, count, alone in REPEATED.findall(data) if not alone]
        return sum(filled) <= workbook.MOST_CELLS // 10
    places = PLACE.findall(data)
    rows = [int(row) for _, row in places]
    columns = {letters for letters, _ in places}
    height = max(rows, default=0) - min(rows, default=0) + 1
    return height * max(map(number_of, columns), default=1) <= workbook.MOST_CELLS * 4


def number_of(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def filled(rows: list[list[str]], upload: Upload) -> Grid:
    """Return the rows of a sheet that are not blank, each with its number."""
    if len(rows) > MOST_ROWS:
        raise ReadError(f"{upload.file} has more than {MOST_ROWS:,} rows; split it, or use `medcheck screen`.")
    return [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]


def medicines_in(grid: Grid, upload: Upload) -> float:
    """Return how many rows of a sheet name a medicine in its best column, judged by a sample."""
    table = table_of(grid, "", upload.file, upload.recognise)
    shares = [share_of_medicines(table, place, upload.recognise) for place in range(len(table.header))]
    return max(shares, default=0.0) * len(table.rows)


def read_grid(grid: Grid, upload: Upload) -> Reading:
    """Read the rows of a sheet as a table, or, where only one column is filled and has no title, as a list."""
    table: Table = table_of(grid, "", upload.file, upload.recognise)
    lines = [(number, [cell for cell in row if cell.strip()]) for number, row in grid]
    if upload.choice.column is None and table.header[0] == "column 1" and all(len(cells) == 1 for _, cells in lines):
        found = read_text("\n".join(" ".join(cells[0].split()) for _, cells in lines), upload.tables, upload.recognise)
        return Reading("spreadsheet", found.entries, found.unused)
    return read_rows(table, upload, "spreadsheet")
