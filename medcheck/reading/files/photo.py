"""A photo or scan of a list -> its lines for a person to confirm; entries only after that."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec

from medcheck.reading.files import photo_words
from medcheck.reading.files.outcome import ReadError, Reading, SeenLine, UnconfirmedError
from medcheck.reading.files.pdf_tables import has_titles
from medcheck.reading.files.photo_words import SeenWord
from medcheck.reading.files.text import read_text
from medcheck.reading.files.upload import Upload
from medcheck.reading.lines.daily_dose import STRENGTH
from medcheck.tables import Tables

FORMAT = "photo"
START = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP", re.DOTALL)
OF_PHONES = re.compile(
    rb"....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1|avif)", re.DOTALL
)  # HEIC: its decoder comes with GPL code
NEEDED = ("rapidocr", "onnxruntime")
SURE = 0.9  # from which on a line of known words is not marked
SAME_LINE = 0.4  # of the height of the lower one, by which two words of a line overlap at least
WORD = re.compile(r"[^\W\d_]{4,}")


def can_read(upload: Upload) -> bool:
    """Say whether this is a picture."""
    return START.match(upload.data) is not None or OF_PHONES.match(upload.data) is not None


def is_installed() -> bool:
    """Say whether there is something by which the text of a picture is recognised."""
    return all(find_spec(package) for package in NEEDED)


def read(upload: Upload) -> Reading:
    """Read the lines of a photo that a person has confirmed; UnconfirmedError shows them to who has not."""
    lines = lines_seen(upload)
    if not upload.choice.confirmed:
        raise UnconfirmedError(upload.tables.say("file.photo_unconfirmed", file=upload.file), lines)
    text = "\n".join(line.text for line in lines)
    return replace(read_text(text, upload.tables, upload.recognise, upload), format=FORMAT)


def lines_seen(upload: Upload) -> tuple[SeenLine, ...]:
    """Return what is seen on a photo line by line; ReadError says what to do where nothing can be."""
    if reason := refused(upload):
        raise ReadError(upload.tables.say(f"file.photo_{reason}", file=upload.file))
    try:
        pages = photo_words.words_of(upload.data)
    except photo_words.PhotoError as error:
        raise ReadError(
            upload.tables.say(
                f"file.photo_{error}",
                file=upload.file,
                most=photo_words.MOST_PAGES,
                points=photo_words.MOST_POINTS // 1_000_000,
            )
        ) from error
    lines = tuple(line for page in pages for line in lines_of_page(page, upload))
    if not lines:
        raise ReadError(upload.tables.say("file.photo_empty", file=upload.file))
    return lines


def refused(upload: Upload) -> str:
    """Return why a photo is not looked at, blank where it is."""
    if OF_PHONES.match(upload.data):
        return "heic"
    if upload.depth:
        return "inside"
    return "" if is_installed() else "missing"


def lines_of_page(seen: Sequence[SeenWord], upload: Upload) -> Iterator[SeenLine]:
    """Yield the lines of a picture from top to bottom, those of a table row by row without its titles."""
    for row in rows_of(seen):
        texts = [word.text for word in row]
        whole = [text for text in texts if STRENGTH.search(text)]
        if has_titles(tuple(texts), upload.recognise):
            continue
        beside = len(whole) > 1 and sum(upload.recognise(whole)) > 1  # two lists beside each other
        yield from (line_of([word], upload) for word in row) if beside else (line_of(row, upload),)


def line_of(row: Sequence[SeenWord], upload: Upload) -> SeenLine:
    """Return some words as a line, with a mark where they were seen badly or are no words of a list."""
    text = " ".join(" ".join(word.text for word in row).split())
    words = (word.lower() for word in WORD.findall(STRENGTH.sub("", text)))
    known = known_words(upload.tables).issuperset(words)
    return SeenLine(text, known and min(word.sure for word in row) >= SURE)


def rows_of(seen: Sequence[SeenWord]) -> list[list[SeenWord]]:
    """Return the words line by line: each beside the one to its left at about its height, for paper is seldom flat."""
    rows: list[list[SeenWord]] = []
    for word in sorted(seen, key=lambda word: word.left):
        beside = max(rows, key=lambda row: overlap(row[-1], word), default=None)
        if beside and overlap(beside[-1], word) > SAME_LINE:
            beside.append(word)
        else:
            rows.append([word])
    return sorted(rows, key=lambda row: -row[0].top)


def overlap(left: SeenWord, right: SeenWord) -> float:
    """Return which share of the lower one of two words stands at the height of the other, 0 if it is above or below."""
    shared = min(left.top, right.top) - max(left.bottom, right.bottom)
    apart = right.left > left.right - (right.top - right.bottom)
    return shared / max(1.0, min(left.top - left.bottom, right.top - right.bottom)) if apart else 0.0


@lru_cache(maxsize=2)
def known_words(tables: Tables) -> frozenset[str]:
    """Return every word of a name, of a list and of ordinary language: another one may be misread."""
    names = (
        *(row.name for row in tables.names),
        *(name for row in tables.drugs.values() for name in (row.inn, row.us_name)),
    )
    of_names = {word.lower() for name in names for word in WORD.findall(name)}
    return frozenset(of_names | tables.ordinary_words | tables.entry_words.keys())
