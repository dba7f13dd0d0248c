"""A workbook -> the text of its cells, in a process of its own: a damaged file can make the parser run without end.

Run as a script: the bytes come in, JSON goes out. It imports nothing of medcheck, so that it starts in no time.
"""

import io
import json
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

LONGEST = 8  # seconds
MOST_MEMORY = 1_500_000_000  # bytes of addresses, where the system can hold a process to it
MOST_SHEETS = 100
MOST_COLUMNS = 2_000
MOST_CELLS = 4_000_000  # of one sheet, blank ones too
TOO_MANY, BROKEN, TOO_LONG = "cells", "broken", "time"

Sheets = dict[str, list[list[str]]]


class WorkbookError(Exception):
    """A workbook that cannot be opened; what is wrong is one of the words above."""


def sheets_of(data: bytes) -> Sheets:
    """Return the rows of each sheet; WorkbookError where it is broken, too large or takes too long."""
    try:
        done = subprocess.run([sys.executable, "-I", __file__], input=data, capture_output=True, timeout=LONGEST)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise WorkbookError(TOO_LONG) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise WorkbookError(BROKEN) from error
    if isinstance(answer, str):
        raise WorkbookError(answer)
    return answer


def opened(data: bytes) -> Sheets | str:
    """Return the rows of each sheet, or the word for what is wrong with the workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    found: Sheets = {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names[:MOST_SHEETS]:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_width > MOST_COLUMNS or sheet.total_height * sheet.total_width > MOST_CELLS:
                return TOO_MANY
            found[name] = rows_of(sheet)
    except (CalamineError, OSError, ValueError, OverflowError):
        return found or BROKEN
    return found


def rows_of(sheet: "CalamineSheet") -> list[list[str]]:
    """Return the rows of a sheet as text; what was merged over several rows stands in each of them."""
    grid = [[shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in range(top + 1, min(bottom + 1, len(grid))):
            if left < len(grid[row]) and not grid[row][left]:
                grid[row][left] = grid[top][left]
    return grid


def shown(cell: Any) -> str:
    """Return a cell as a person sees it: whole numbers without a point, dates as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.10g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, timedelta):
        return ""
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def hold_to_memory() -> None:
    """Hold this process to its memory, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    hold_to_memory()
    json.dump(opened(sys.stdin.buffer.read()), sys.stdout)
