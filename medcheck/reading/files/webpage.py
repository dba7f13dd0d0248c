"""A web page (a saved portal, an HTML mail) -> entries: tables by their columns, the rest as prose."""

import re
from collections.abc import Iterator
from html import unescape

from medcheck.reading.files.blocks import Block, read_blocks
from medcheck.reading.files.outcome import ReadError, Reading
from medcheck.reading.files.upload import Upload

LARGEST_PAGE = 5_000_000  # signs
MOST_SEEN = 300_000  # of them that a person sees
MOST_TABLES = 2_000
START = re.compile(r"<(?:html|body|table|div|p|ul|ol|span|h[1-6])\b", re.IGNORECASE)
# Each sign is looked at once, however broken the page; the parser of the standard library takes hours over "<a<a<a".
PARTS = re.compile(
    r"<!--|-->|<(?P<start>[a-zA-Z]\w*)[^<>]*>|</(?P<end>[a-zA-Z]\w*)[^<>]*>|<[!?][^<>]*>|(?P<text>[^<-]+|.)"
)
UNSEEN = frozenset({"script", "style", "noscript", "template", "title", "svg", "select"})
BLOCKS = re.compile(
    r"address|article|aside|blockquote|br|caption|d[dlt]|div|fieldset|fig(?:ure|caption)|footer|form|h[1-6r]|header|li|main"
    r"|nav|[ou]l|p|pre|section|table|t[dhr]"
)
CELLS = frozenset({"td", "th"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption"})


class Visible:
    """Collects what a person sees of a page: lines of text, and tables, the innermost first."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self.blocks: list[list[list[str]]] = [[]]
        self.tables: list[list[list[str]]] = []
        self.written: list[str] = []
        self.hidden = ""

    def take(self, part: re.Match[str]) -> None:
        """Take the next tag, mark of a comment or stretch of text."""
        if self.hidden:
            self.hidden = "" if part[0] == "-->" or part["end"] == self.hidden else self.hidden
        elif part["start"]:
            self.open(part["start"].lower())
        elif part["end"]:
            self.close(part["end"].lower())
        elif part[0] == "<!--":
            self.hidden = part[0]
        else:
            self.written.append(part["text"] or "")

    def open(self, tag: str) -> None:
        """End a line before a block; open a table, a row or a cell."""
        self.hidden = tag if tag in UNSEEN else ""
        if BLOCKS.fullmatch(tag):
            self.end_line()
        if tag == "table":
            self.tables.append([])
        elif self.tables and tag == "tr":
            self.tables[-1].append([])
        elif self.tables and tag in CELLS:
            self.tables[-1] = self.tables[-1] or [[]]
            self.tables[-1][-1].append("")

    def close(self, tag: str) -> None:
        """End a line after a block, and a table with its rows."""
        if tag in HEADINGS and self.written:
            self.written.append(":")
        if BLOCKS.fullmatch(tag):
            self.end_line()
        if tag == "table" and self.tables:
            rows = [row for row in self.tables.pop() if any(row)]
            self.blocks += [rows, []]

    def end_line(self) -> None:
        """Put what was written into the open cell, or into a line of its own."""
        line = re.sub(r":+$", ":", " ".join(unescape("".join(self.written)).split()))
        self.written.clear()
        if not line or line == ":":
            return
        if self.tables and self.tables[-1] and self.tables[-1][-1]:
            row = self.tables[-1][-1]
            row[-1] = f"{row[-1]}; {line}" if row[-1] else line
        else:
            self.blocks[-1].append([line])


def can_read(upload: Upload) -> bool:
    """Say whether this is a page of HTML."""
    return upload.head.startswith("<") and START.search(upload.head) is not None


def read(upload: Upload) -> Reading:
    """Read the tables and the text of a page in their order."""
    return read_blocks(blocks_of(upload), upload, "web page", prose=True)


def blocks_of(upload: Upload) -> Iterator[Block]:
    """Yield the filled stretches of a page; ReadError where it is longer than any list."""
    page = Visible()
    if len(upload.text) <= LARGEST_PAGE:
        for part in upload.in_time(PARTS.finditer(upload.text)):
            page.take(part)
        page.end_line()
        while page.tables:
            page.close("table")
    filled = [rows for rows in page.blocks if rows]
    seen = sum(len(cell) for rows in filled for row in rows for cell in row)
    if len(upload.text) > LARGEST_PAGE or seen > MOST_SEEN or len(filled) > MOST_TABLES:
        raise ReadError(f"{upload.file} is a web page too long to be a list of medicines; save only its list.")
    first = 1
    for rows in filled:
        yield Block(first, tuple(map(tuple, rows)))
        first += len(rows)
