"""A file without medicines -> what it seems to hold, so that a person sees which file to bring instead."""

import re
from collections.abc import Sequence

from medcheck.reading.files.columns import plain_title
from medcheck.reading.files.grid import Table

# Told by titles first, then by cells; the first that fits names it.
TITLES = (
    ("allergies", r"allerg|reaction"),
    ("laboratory results", r"loinc|\bresult|reference range|specimen|analyte|\blab\b|test name|observation"),
    ("vaccinations", r"vaccin|immuni[sz]ation|\bcvx\b"),
    ("diagnoses", r"diagnos|condition|\bicd|disorder|problem"),
    ("procedures", r"procedure|surger|\bcpt\b"),
    ("appointments or visits", r"appointment|encounter|\bvisit|admission|discharge date"),
    ("people", r"first ?name|last ?name|surname|birth|\bdob\b|e-?mail|phone|address|\bssn\b"),
    ("payments", r"amount|invoice|balance|price|\bcost|payment|iban|claim|total"),
    ("measurements", r"\bweight|height|\bsteps\b|heart rate|blood pressure|\bbmi\b|pulse|temperature"),
)
SAMPLE_ROWS = 100
CELLS = (
    ("diagnoses", r"\((?:disorder|finding|situation)\)|^[A-TV-Z]\d\d(?:\.\d{1,4})?$"),
    ("e-mail addresses", r"^[^@\s]+@[^@\s]+\.\w+$"),
)

FEWEST_LINES = 5
SAMPLE_LINES = 400
PROGRAM = re.compile(
    r"^\s*(?:(?:import|from|def|class|return|if|for|while|else|elif|try|function|const|let|var|public|private|static|void"
    r"|package|#include|#define|#!)\b|[\w.\"'-]+ ?=|\"[^\"]*\" ?:|[\[\]{}()<@]|//|/\*|\*/)|[{}\[\](;]\s*$"
)


def what_table_holds(table: Table) -> str:
    """Name what the columns of a table seem to be about, blank where nothing tells."""
    by_title = _first(TITLES, [plain_title(title) for title in table.header])
    columns = [[cells[place].strip() for _, cells in table.rows[:SAMPLE_ROWS] if cells[place].strip()]
               for place in range(len(table.header))]  # fmt: skip
    return by_title or next(filter(None, map(what_cells_hold, columns)), "")


def what_lines_hold(lines: Sequence[str]) -> str:
    """Name what most lines of a text seem to be, blank where nothing tells."""
    filled = [line for line in lines if line.strip()][:SAMPLE_LINES]
    of_programs = sum(1 for line in filled if PROGRAM.search(line))
    return "the text of a program or its settings" if of_programs > max(FEWEST_LINES, len(filled) / 2) else ""


def what_cells_hold(cells: Sequence[str]) -> str:
    """Name what most cells of a column seem to be, blank where nothing tells."""
    for what, pattern in CELLS:
        if sum(1 for cell in cells if re.search(pattern, cell)) > len(cells) / 2:
            return what
    return ""


def _first(patterns: Sequence[tuple[str, str]], texts: Sequence[str]) -> str:
    return next((what for what, pattern in patterns if any(re.search(pattern, text) for text in texts)), "")
