"""A PDF with a text layer -> entries: tables by their columns, the rest read as text that was pasted."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from medcheck.reading.files import pdf_pages, photo
from medcheck.reading.files.blocks import Block, read_blocks
from medcheck.reading.files.outcome import ReadError, Reading, Unused
from medcheck.reading.files.pdf_lines import Line, lines_of
from medcheck.reading.files.pdf_tables import Row, Rules, Stretch, alike, has_titles, rows_of, rules_of, stretches
from medcheck.reading.files.text import section_of
from medcheck.reading.files.upload import Upload
from medcheck.reading.lines import BULLET
from medcheck.reading.lines.daily_dose import STRENGTH
from medcheck.tables import Tables

START = b"%PDF-"
LOOKED_AT = 1024  # bytes, within which a PDF may begin
AT_THE_EDGE = 3  # lines of a page that may be its head or foot
SAME_COLUMNS = 25.0  # points by which the columns of a table that goes on may stand elsewhere
NEW_PARAGRAPH = 1.5  # of the way between two lines
OF_PAGES = re.compile(
    r"^(?:page|seite|p[áa]gina|pagina)\s*\d{1,3}\b|^\d{1,3} ?(?:of|/|von|de|di|sur) ?\d{1,3}$", re.IGNORECASE
)
PAGE_NUMBER = re.compile(r"^[-–\s]*\d{1,3}[-–\s]*$")
NUMBER = re.compile(r"\d+")


@dataclass
class Document:
    """A PDF as far as it was laid out: its stretches, how many lines they have, and the titles of the last table."""

    upload: Upload
    blocks: list[Block] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    number: int = 0
    text: list[str] = field(default_factory=list)
    above: tuple[Line, float] | None = None
    titles: Row = ()
    edges: tuple[float, ...] = ()


def can_read(upload: Upload) -> bool:
    """Say whether this is a PDF; some programs put a few bytes before its mark."""
    start = upload.data[:LOOKED_AT]
    return upload.data.startswith(b"%PDF") or (START in start and b"\n" not in start[: start.index(START)].strip())


def read(upload: Upload) -> Reading:
    """Read the tables and the text of all pages in their order; ReadError says what to do where there is no text."""
    try:
        pages = pdf_pages.pages_of(upload.data)
    except pdf_pages.PdfError as error:
        raise ReadError(upload.tables.say(f"file.pdf_{error}", file=upload.file, most=pdf_pages.MOST_PAGES)) from error
    if not any(page.words for page in pages):
        if photo.is_installed():
            return photo.read(upload)
        raise ReadError(upload.tables.say("file.pdf_scan", file=upload.file))
    laid_out = [(list(lines_of(page.words)), rules_of(page.rules)) for page in pages]
    repeated = at_the_edges([lines for lines, _ in laid_out], upload)
    document = Document(upload)
    for lines, rules in upload.in_time(laid_out):
        document.above = None
        for stretch in stretches([line for line in lines if not put_aside(line, lines, repeated, document)], rules):
            add(stretch, rules, document)
    end_text(document)
    tabled = any(block.is_table for block in document.blocks)
    reading = read_blocks(document.blocks, upload, "PDF", prose=tabled)
    return Reading("PDF", reading.entries, (*reading.unused, *document.unused))


def at_the_edges(pages: Sequence[Sequence[Line]], upload: Upload) -> set[str]:
    """Return what stands at the head or foot of several pages, and is neither a medicine nor the titles of a table."""
    counts = Counter(text for lines in pages for text in {
        place_of(line) for line in (*lines[:AT_THE_EDGE], *lines[-AT_THE_EDGE:])
        if not has_titles(tuple(part.text for part in line.segments), upload.recognise)
        and not STRENGTH.search(line.text) and not upload.recognise([line.text])[0]
    })  # fmt: skip
    return {text for text, count in counts.items() if count > 1}


def place_of(line: Line) -> str:
    """Return the words of a line with its height, so that the number of a page makes no difference."""
    return f"{NUMBER.sub('#', line.text)} {round(line.bottom / 10)}"


def put_aside(line: Line, lines: Sequence[Line], repeated: set[str], document: Document) -> bool:
    """Say whether a line is the head or foot of a page, and put it among the unused."""
    edge = any(line is other for other in (*lines[:AT_THE_EDGE], *lines[-AT_THE_EDGE:]))
    if not edge or not (OF_PAGES.match(line.text) or place_of(line) in repeated):
        return False
    leave_out(line, document)
    return True


def leave_out(line: Line, document: Document) -> None:
    """Put the head or foot of a page among the unused."""
    document.unused.append(document.upload.unused(document.number + 1, line.text, "page_edge"))


def add(stretch: Stretch, rules: Rules, document: Document) -> None:
    """Add a table with its titles, or the lines of what is none."""
    recognise = document.upload.recognise
    if not stretch.edges:
        line = stretch.lines[0]
        (leave_out if PAGE_NUMBER.match(line.text) else add_line)(line, document)
        return
    rows = rows_of(stretch, rules, recognise)
    if has_titles(rows[0], recognise):
        document.titles, document.edges = rows[0], stretch.edges
    elif document.titles and alike(stretch.edges, document.edges, SAME_COLUMNS):
        rows = [document.titles, *rows]
    else:
        document.text += columns_of_medicines(rows, document) or [" ".join(filter(None, row)) for row in rows]
        document.above = None
        return
    add_table(rows, document)
    document.above = None


def add_table(rows: Sequence[Row], document: Document) -> None:
    """Add the rows of a table, each heading within it as a line of its own that the titles stand below anew."""
    held: list[Row] = []
    for row in rows:
        if not is_heading(row, document.upload.tables):
            held.append(row)
            continue
        end_table(held, document)
        document.text.append("".join(row))
        held = [document.titles]
    end_table(held, document)


def end_table(rows: Sequence[Row], document: Document) -> None:
    """Make a stretch of some rows, and of the lines before them."""
    if rows and rows != [document.titles]:
        end_text(document)
        document.blocks.append(Block(document.number + 1, tuple(rows)))
        document.number += len(rows)


def is_heading(row: Row, tables: Tables) -> bool:
    """Say whether a row is no medicine but what is said of those below it, such as "Stopped:"."""
    filled = [cell for cell in row if cell]
    return len(filled) == 1 and (":" in filled[0] or section_of(filled[0], tables) != "")


def columns_of_medicines(rows: Sequence[Row], document: Document) -> list[str]:
    """Return the cells of a page in two or more columns one below the other, empty where only one names medicines."""
    columns = [[cell for cell in column if cell] for column in zip(*rows, strict=True)]
    named = [column for column in columns if sum(document.upload.recognise(column)) * 2 >= len(column)]
    return [cell for column in columns for cell in column] if len(named) > 1 else []


def add_line(line: Line, document: Document) -> None:
    """Add a line of text; what goes on in it is joined to the line above, and a wide gap before it is a blank line."""
    parts = [part.text for part in line.segments]
    if len(parts) == 1 or sum(document.upload.recognise(parts)) < 2:
        parts = [line.text]
    above, way = document.above or (None, 0.0)
    now = above.bottom - line.bottom if above else 0.0
    if above and document.text and goes_on(line, above):
        document.text[-1] = f"{document.text[-1]} {line.text}"
    else:
        if above and way and now > NEW_PARAGRAPH * way and not BULLET.match(line.text):
            document.text.append("")
        document.text += parts
    document.above = (line, now)


def goes_on(line: Line, above: Line) -> bool:
    """Say whether a line is the rest of a point of a list above it: it stands further in, as close as lines do."""
    close = above.bottom - line.bottom < 1.6 * line.height
    further_in = line.left > above.left + line.height / 2 and BULLET.match(above.text) is not None
    return close and further_in and not BULLET.match(line.text)


def end_text(document: Document) -> None:
    """Make a stretch of the lines so far."""
    if any(document.text):
        document.blocks.append(Block(document.number + 1, tuple((line,) for line in document.text)))
        document.number += len(document.text)
    document.text = []
