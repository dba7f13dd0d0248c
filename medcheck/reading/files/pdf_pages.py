"""The bytes of a PDF -> the words and ruled lines of its pages with their places, read by a process of its own.

Run as a script: the bytes come in, JSON goes out. It imports nothing of medcheck, so that it starts in no time, and it
can neither open a file nor go over its memory: a damaged file can make any parser run without end.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from ctypes import c_double, c_uint
from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

LONGEST = 8  # seconds
MOST_MEMORY = 600_000_000  # bytes of addresses, where the system can hold a process to it
MOST_PAGES = 200
MOST_SIGNS = 1_000_000  # of all pages
MOST_OBJECTS = 20_000  # of one page that are looked at for ruled lines
MOST_DEEP = 3  # forms in forms
SAMPLE = 200  # signs of a page by which it is told how its text is turned
WORD_GAP = 0.18  # of the height of a sign, from which two signs are two words
NEW_LINE = 0.3  # of the height of a sign, by which the next one stands higher or lower
AT_THE_END = 2  # how the parser tells of a hyphen at the end of a line
LOCKED, BROKEN, TOO_LONG, TOO_MANY_PAGES, TOO_MUCH = "locked", "broken", "time", "pages", "large"

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


class PdfError(Exception):
    """A PDF that cannot be read; what is wrong is one of the words above."""


@dataclass(frozen=True)
class Word:
    """A word with the place where it stands, from the left and from the foot of the page."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


@dataclass(frozen=True)
class Page:
    """What stands on a page: its words in the order of the file, and the edges of what is drawn."""

    words: tuple[Word, ...]
    rules: tuple[Box, ...]


def pages_of(data: bytes) -> tuple[Page, ...]:
    """Return the pages of a PDF; PdfError where it is locked, broken, too large or takes too long."""
    try:
        done = subprocess.run([sys.executable, "-I", __file__], input=data, capture_output=True, timeout=LONGEST)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise PdfError(TOO_LONG) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise PdfError(TOO_MUCH) from error
    if isinstance(answer, str):
        raise PdfError(answer)
    return tuple(Page(tuple(Word(*word) for word in words), tuple(map(tuple, rules))) for words, rules in answer)


def opened(data: bytes) -> list[Any] | str:
    """Return the words and edges of each page, or the word for what is wrong with the file."""
    import pypdfium2 as pdfium
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return LOCKED if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD else BROKEN
    if len(document) > MOST_PAGES:
        return TOO_MANY_PAGES
    hold_to(files=True)
    return read_pages(document)


def read_pages(document: "PdfDocument") -> list[Any] | str:
    """Return the words and edges of each page that is not broken."""
    from pypdfium2 import PdfiumError

    found: list[Any] = []
    signs = 0
    for number in range(len(document)):
        try:
            page = flat(document, number)
            text = page.get_textpage()
            signs += text.count_chars()
            if signs > MOST_SIGNS:
                return TOO_MUCH
            turn = turn_of(text)
            words = list(words_of((sign, turned(box, turn)) for sign, box in signs_of(text)))
            found.append((words, [turned(box, turn) for box in rules_of(page)]))
        except PdfiumError:
            continue
    return found or BROKEN


def flat(document: "PdfDocument", number: int) -> "PdfPage":
    """Return a page with what was filled into its fields as part of it."""
    from pypdfium2.raw import FLAT_NORMALDISPLAY, FPDFPage_Flatten, FPDFPage_GetAnnotCount

    page = document[number]
    if FPDFPage_GetAnnotCount(page.raw) < 1:
        return page
    FPDFPage_Flatten(page.raw, FLAT_NORMALDISPLAY)
    page.close()
    return document[number]


def turn_of(text: "PdfTextPage") -> int:
    """Return by how many quarters most of the text of a page is turned to the left, judged by a sample."""
    from pypdfium2.raw import FPDFText_GetCharAngle

    count = text.count_chars()
    sample = range(0, count, max(1, count // SAMPLE))
    quarters = [round(-FPDFText_GetCharAngle(text.raw, place) / (pi / 2)) % 4 for place in sample]
    return max(range(4), key=quarters.count)


def turned(box: Box, turn: int) -> Box:
    """Return a place on a page as it is seen by who reads its text upright."""
    left, bottom, right, top = box
    seen = (box, (bottom, -right, top, -left), (-right, -top, -left, -bottom), (-top, left, -bottom, right))[turn]
    return (round(seen[0], 1), round(seen[1], 1), round(seen[2], 1), round(seen[3], 1))


def words_of(signs: Iterator[tuple[str, Box]]) -> Iterator[list[Any]]:
    """Yield the words of a page: signs that stand close beside each other on one line."""
    held: list[Any] = []
    for sign, (left, bottom, right, top) in signs:
        height = max(top - bottom, 1.0)
        if held and (sign.isspace() or left - held[2] > WORD_GAP * height or left < held[0] - height
                     or abs(bottom - held[1]) > NEW_LINE * height):  # fmt: skip
            yield held
            held = []
        if sign.isspace():
            continue
        held = ([held[0], min(held[1], bottom), max(held[2], right), max(held[3], top), held[4] + sign] if held else
                [left, bottom, right, top, sign])  # fmt: skip
    if held:
        yield held


def signs_of(text: "PdfTextPage") -> Iterator[tuple[str, Box]]:
    """Yield each sign of a page with its place; the blanks that the parser guessed are no signs of the page."""
    from pypdfium2.raw import (
        FS_RECTF,
        FPDFText_GetCharBox,
        FPDFText_GetLooseCharBox,
        FPDFText_GetUnicode,
        FPDFText_IsGenerated,
    )

    loose = FS_RECTF()
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    for place in range(text.count_chars()):
        code = FPDFText_GetUnicode(text.raw, c_uint(place).value)
        if not code or FPDFText_IsGenerated(text.raw, place) == 1:
            continue
        sign = "-" if code == AT_THE_END else chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        # The loose box is as high as the font for every sign, the other one as wide as its ink.
        if FPDFText_GetLooseCharBox(text.raw, place, loose) and loose.top > loose.bottom:
            yield sign, (loose.left, loose.bottom, loose.right, loose.top)
        elif FPDFText_GetCharBox(text.raw, place, left, right, bottom, top):
            yield sign, (left.value, bottom.value, right.value, top.value)


def rules_of(page: "PdfPage") -> Iterator[Box]:
    """Yield the boxes of what is drawn on a page: ruled lines, and frames and shades of cells."""
    from itertools import islice

    from pypdfium2.raw import FPDF_PAGEOBJ_PATH

    for drawn in islice(page.get_objects(filter=[FPDF_PAGEOBJ_PATH], max_depth=MOST_DEEP), MOST_OBJECTS):
        yield drawn.get_bounds()


def hold_to(*, memory: bool = False, files: bool = False) -> None:
    """Hold this process to its memory, or to no more files and none written, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    if files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    hold_to(memory=True)
    try:
        answered: list[Any] | str = opened(sys.stdin.buffer.read())
    except (MemoryError, RecursionError):
        answered = TOO_MUCH
    json.dump(answered, sys.stdout)
